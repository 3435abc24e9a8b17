"""Which chats the bot may see, and which it may write to."""

from tests.stand_ins.telegram_errors import bad_request, forbidden, moved
from tests.stand_ins.telegram_params import Params
from tests.stand_ins.telegram_world import Chat, ChatKind, Person, Standing, World


class Chats:
    def __init__(self, world: World) -> None:
        self._world = world

    def visible(self, params: Params, name: str = "chat_id") -> Chat:
        """Refuses what the bot does not know or is not part of."""
        given = params.text(name)
        if not given:
            raise bad_request(f"{name} is empty")
        chat = self._find(given)
        if chat is None:
            raise bad_request("chat not found")
        if not chat.is_private:
            self._check_inside(chat)
        return chat

    def writable(self, params: Params) -> Chat:
        chat = self.visible(params)
        if chat.owner is not None:
            self._check_reach(chat.owner)
        if chat.kind is ChatKind.CHANNEL and not chat.has_admin(self._world.bot):
            raise bad_request("need administrator rights in the channel chat")
        if chat.bot_muted:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def _find(self, given: str) -> Chat | None:
        if not given.lstrip("-").isdigit():
            return None
        chat_id = int(given)
        person = self._world.people.get(chat_id)
        if person is None:
            return self._world.chats.get(chat_id)
        return self._world.private(person) if self._world.knows(person) else None

    def _check_inside(self, chat: Chat) -> None:
        if chat.migrated_to is not None:
            raise moved(chat.migrated_to.id)
        standing = chat.members.get(self._world.bot.id)
        if standing is None:
            raise bad_request("chat not found")
        if standing is Standing.KICKED:
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if standing is Standing.LEFT:
            raise forbidden(f"bot is not a member of the {chat.kind} chat")

    def _check_reach(self, person: Person) -> None:
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
