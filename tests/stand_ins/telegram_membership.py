"""Who comes, goes, blocks and is promoted, and what the bot is told of it."""

from dataclasses import dataclass

from tests.stand_ins.telegram_updates import Updates
from tests.stand_ins.telegram_wire import Json, chat_json, member_json, message_json, user_json
from tests.stand_ins.telegram_world import Chat, Message, Person, Standing, Topic, World


@dataclass(frozen=True, slots=True)
class Membership:
    world: World
    updates: Updates

    async def joins(self, person: Person, chat: Chat, *, added_by: Person | None = None) -> None:
        old = chat.standing(person)
        chat.members[person.id] = Standing.MEMBER
        self._service(chat, added_by or person, {"new_chat_members": [user_json(person)]})
        self._member_changed(chat, person, old, by=added_by or person)

    async def leaves(self, person: Person, chat: Chat, *, removed_by: Person | None = None) -> None:
        old = chat.standing(person)
        chat.members[person.id] = Standing.KICKED if removed_by else Standing.LEFT
        self._service(chat, removed_by or person, {"left_chat_member": user_json(person)})
        self._member_changed(chat, person, old, by=removed_by or person)

    async def adds_bot(self, person: Person, chat: Chat) -> None:
        self._bot_becomes(chat, Standing.MEMBER, by=person)
        self._service(chat, person, {"new_chat_members": [user_json(self.world.bot)]})

    async def removes_bot(self, person: Person, chat: Chat) -> None:
        self._bot_becomes(chat, Standing.KICKED, by=person)

    def bot_leaves(self, chat: Chat) -> None:
        """By itself."""
        self._bot_becomes(chat, Standing.LEFT, by=self.world.bot)

    async def makes_bot_admin(self, person: Person, chat: Chat) -> None:
        self._bot_becomes(chat, Standing.ADMINISTRATOR, by=person)

    async def takes_admin_from_bot(self, person: Person, chat: Chat) -> None:
        self._bot_becomes(chat, Standing.MEMBER, by=person)

    async def blocks_bot(self, person: Person) -> None:
        person.blocked = True
        self._private_standing(person, Standing.MEMBER, Standing.KICKED)

    async def unblocks_bot(self, person: Person) -> None:
        person.blocked = False
        self._private_standing(person, Standing.KICKED, Standing.MEMBER)

    async def migrate(self, group: Chat) -> Chat:
        """The supergroup that it became. Message ids begin anew there."""
        new = self.world.supergroup(group.title, with_bot=False)
        new.members = dict(group.members)
        creator = self._creator(group)
        self._service(group, creator, {"migrate_to_chat_id": new.id})
        group.migrated_to = new
        self._service(new, creator, {"migrate_from_chat_id": group.id})
        return new

    async def opens_topic(self, person: Person, chat: Chat, name: str) -> Topic:
        topic = self.world.open_topic(chat, name, by=person)
        self.updates.put("message", self._json(chat.messages[topic.id]))
        return topic

    def _service(self, chat: Chat, by: Person, service: Json) -> None:
        message = self.world.new_message(chat, by)
        message.service = service
        self.world.keep(message)
        if chat.has(self.world.bot):
            self.updates.put("message", self._json(message))

    def _member_changed(self, chat: Chat, person: Person, old: Standing, *, by: Person) -> None:
        """Told to bots that are admins, and asked for it."""
        if chat.has_admin(self.world.bot):
            self.updates.put("chat_member", self._change(chat, person, old, chat.standing(person), by))

    def _bot_becomes(self, chat: Chat, new: Standing, *, by: Person) -> None:
        old = chat.standing(self.world.bot)
        chat.members[self.world.bot.id] = new
        self.updates.put("my_chat_member", self._change(chat, self.world.bot, old, new, by))

    def _private_standing(self, person: Person, old: Standing, new: Standing) -> None:
        chat = self.world.private(person)
        self.updates.put("my_chat_member", self._change(chat, self.world.bot, old, new, person))

    def _change(self, chat: Chat, whose: Person, old: Standing, new: Standing, by: Person) -> Json:
        return {
            "chat": chat_json(chat),
            "from": user_json(by),
            "date": self.world.timestamp(),
            "old_chat_member": member_json(whose, old),
            "new_chat_member": member_json(whose, new),
        }

    def _creator(self, chat: Chat) -> Person:
        """Some member, where nobody made it."""
        people = [
            (self.world.people[number], at)
            for number, at in chat.members.items()
            if number != self.world.bot.id
        ]
        first = next((person for person, at in people if at is Standing.CREATOR), None)
        return first or people[0][0]

    def _json(self, message: Message) -> Json:
        return message_json(message, self.world)
