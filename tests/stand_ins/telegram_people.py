"""What people do in the world: say, edit and press; and which of it the bot is told."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tests.stand_ins.telegram_markup import Button, InlineKeyboard
from tests.stand_ins.telegram_membership import Membership
from tests.stand_ins.telegram_params import File
from tests.stand_ins.telegram_sending import MAX_TEXT, Press
from tests.stand_ins.telegram_text import Formatted, at_words, made_live, utf16_slice
from tests.stand_ins.telegram_updates import Updates
from tests.stand_ins.telegram_wire import (
    Json,
    inaccessible_json,
    message_json,
    user_json,
)
from tests.stand_ins.telegram_world import Chat, ChatKind, Message, Person, Topic, Version, World

_COMMAND = re.compile(r"/\w+(?:@(\w+))?(?!\S)", re.ASCII)
GROUP_ANONYMOUS_BOT = 1_087_968_824
CHANNEL_BOT = 136_817_688
TELEGRAM = 777_000


@dataclass(frozen=True, slots=True)
class People:
    """`ticks` are seconds of the steady clock."""

    world: World
    updates: Updates
    membership: Membership
    presses: dict[str, Press]
    ticks: Callable[[], float]
    uploads: dict[str, File]

    async def says(
        self,
        person: Person,
        where: Chat | Person,
        text: str,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        mentions: Iterable[Person] = (),
    ) -> Message:
        """The (last) message. A client splits what is too long. `where`: a chat, or the person themselves for
        the private chat; `mentions`: people without username whose first name in the text becomes a mention.
        """
        chat = self._entered(person, where)
        pieces = [text[at : at + MAX_TEXT] for at in range(0, len(text), MAX_TEXT)]
        if not text.strip():
            raise ValueError("Telegram's clients do not send an empty message.")
        named = tuple(mentions)
        for piece in pieces:
            message = self._written(chat, person, piece, named)
            self._place(message, reply_to, topic)
            self._tell(message)
        return message

    async def edits(self, person: Person, message: Message, text: str) -> None:
        """Of one's own messages only. Mentions of people without username are lost."""
        if message.sender is not person or message.deleted:
            raise ValueError("Only one's own messages can be edited.")
        content = made_live(Formatted(text.strip()))
        message.earlier.append(message.look)
        message.text, message.entities = content.text, content.entities
        message.edit_date = self.world.timestamp()
        message.sequence = self.world.next_sequence()
        if self._reaches_bot(message):
            self.updates.put("edited_message", self._json(message))

    async def deletes(self, message: Message) -> None:
        """Nobody tells the bot."""
        message.deleted = True

    async def sends_photo(
        self, person: Person, where: Chat | Person, caption: str = "", *, album: str | None = None
    ) -> Message:
        """`album`: the same word for all pictures that were sent together."""
        message = self._written(self._entered(person, where), person, caption, ())
        size = {"file_id": f"p-{message.id}", "file_unique_id": f"u-{message.id}", "width": 90, "height": 90}
        message.attachment = {"photo": [size]}
        message.extra |= {"media_group_id": album} if album else {}
        self._place(message, None, None)
        self._tell(message)
        return message

    async def sends_document(
        self,
        person: Person,
        where: Chat | Person,
        file: File,
        caption: str = "",
        *,
        media: str = "text/csv",
        size: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """`size`: what Telegram tells of it, where that is not how long it is."""
        message = self._written(self._entered(person, where), person, caption, ())
        file_id = f"d-{message.chat.id}-{message.id}"
        self.uploads[file_id] = file
        told = {"file_name": file.name, "mime_type": media, "file_size": size or len(file.content)}
        message.attachment = {"document": {"file_id": file_id, "file_unique_id": f"u-{file_id}", **told}}
        self._place(message, reply_to, None)
        self._tell(message)
        return message

    async def start(self, person: Person, payload: str | None = None) -> Message:
        """Presses Start, or Restart if the bot was blocked; the payload is what a deep link brings."""
        if person.blocked:
            await self.membership.unblocks_bot(person)
        person.started = person.known = True
        return await self.says(person, person, f"/start {payload}" if payload else "/start")

    async def follows(self, person: Person, url: str, *, group: Chat | None = None) -> Message:
        """A link to the bot: `?start=`, or `?startgroup=`, where the person chooses the group."""
        parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
        if parts.netloc != "t.me" or parts.path != f"/{self.world.bot.username}":
            raise ValueError(f"{url} does not lead to the bot.")
        payload = query.get("start", query.get("startgroup", [""]))[0]
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError(f"A payload takes up to 64 of A-Z a-z 0-9 _ -, not {payload!r}.")
        if "startgroup" not in query:
            return await self.start(person, payload or None)
        if group is None:
            raise ValueError("Which group?")
        await self.membership.adds_bot(person, group)
        return await self.says(person, group, f"/start@{self.world.bot.username} {payload}".rstrip())

    async def press(
        self, person: Person, message: Message, label: str, *, stale: bool = False, inaccessible: bool = False
    ) -> Press:
        """`stale`: a button of an earlier version, pressed while the edit was on its way; `inaccessible`: the
        message is too old for the server to show it to the bot. A link to the bot: see `follows`.
        """
        button = self._button(message, label, stale=stale)
        if button.kind != "callback_data":
            raise ValueError(f"[{label}] opens {button.value}; the bot learns nothing of that.")
        return await self.press_data(person, message, button.value, inaccessible=inaccessible)

    async def press_data(
        self, person: Person, message: Message, data: str, *, inaccessible: bool = False
    ) -> Press:
        """As a client can: any data for any message that the person sees."""
        if not self._sees(person, message.chat):
            raise ValueError(f"{person.first_name} does not see that chat.")
        press = Press(str(9_000_000_000_000 + len(self.presses)), person, message, data, self.ticks())
        self.presses[press.id] = press
        shown = inaccessible_json(message) if inaccessible or message.deleted else self._json(message)
        body: Json = {"id": press.id, "from": user_json(person), "message": shown, "data": data}
        self.updates.put("callback_query", body | {"chat_instance": str(-message.chat.id * 31)})
        return press

    def _button(self, message: Message, label: str, *, stale: bool) -> Button:
        versions = [message.look, *(reversed(message.earlier) if stale else ())]
        buttons = [button for version in versions for button in _buttons(version)]
        found = next((button for button in buttons if button.label == label), None)
        if found is None:
            raise ValueError(
                f"No button [{label}] under {message.text!r}, only {[one.label for one in buttons]}."
            )
        return found

    def _sees(self, person: Person, chat: Chat) -> bool:
        return person is chat.owner if chat.is_private else chat.has(person)

    async def says_anonymously(
        self, chat: Chat, text: str, *, reply_to: Message | None = None, topic: Topic | None = None
    ) -> Message:
        """As an admin who remains anonymous: in the name of the group."""
        stand_in = Person(GROUP_ANONYMOUS_BOT, "Group", "GroupAnonymousBot", is_bot=True)
        return self._says_as(stand_in, chat, text, reply_to, topic, sender_chat=chat)

    async def says_as_channel(
        self, channel: Chat, chat: Chat, text: str, *, forwarded: bool = False
    ) -> Message:
        """In the name of a channel; `forwarded`: by itself, from the channel that the group belongs to."""
        stand_in = Person(CHANNEL_BOT, "Channel", "Channel_Bot", is_bot=True)
        if forwarded:
            stand_in = Person(TELEGRAM, "Telegram")
        extra: Json = {"is_automatic_forward": True} if forwarded else {}
        return self._says_as(stand_in, chat, text, None, None, sender_chat=channel, extra=extra)

    async def posts(self, channel: Chat, text: str) -> Message:
        """In a channel: a post has no sender."""
        message = self._written(channel, None, text, ())
        message.sender_chat = channel
        self.world.keep(message)
        if channel.has(self.world.bot):
            self.updates.put("channel_post", self._json(message))
        return message

    async def other_bot_says(self, chat: Chat, text: str) -> Message:
        """Bots do not see one another; but plain commands are now that bot's, not ours."""
        other = Person(6_999_999_999, "Other", "other_bot", is_bot=True)
        message = self._written(chat, other, text, ())
        chat.last_writer_elsewhere = True
        return self.world.keep(message)

    def _entered(self, person: Person, where: Chat | Person) -> Chat:
        chat = self.world.place(where)
        if chat.migrated_to is not None:
            raise ValueError("That group has become a supergroup.")
        if not self._sees(person, chat):
            raise ValueError(f"{person.first_name} is not in that chat.")
        if chat.is_private and (person.blocked or not person.started):
            raise ValueError(f"{person.first_name} has to press Start before.")
        return chat

    def _says_as(
        self,
        stand_in: Person,
        chat: Chat,
        text: str,
        reply_to: Message | None,
        topic: Topic | None,
        *,
        sender_chat: Chat,
        extra: Json | None = None,
    ) -> Message:
        message = self._written(chat, stand_in, text, ())
        message.sender_chat = sender_chat
        message.extra |= extra or {}
        self._place(message, reply_to, topic)
        self._tell(message)
        return message

    def _written(self, chat: Chat, person: Person | None, text: str, named: Iterable[Person]) -> Message:
        plain = text.strip()
        mentions = (at_words(plain, one.first_name, "text_mention", user_id=one.id) for one in named)
        content = made_live(Formatted(plain, tuple(one for one in mentions if one is not None)))
        message = self.world.new_message(chat, person)
        message.text, message.entities = content.text, content.entities
        return message

    def _place(self, message: Message, reply_to: Message | None, topic: Topic | None) -> None:
        """Every message of a topic is at least a reply to the one that opened it."""
        chat = message.chat
        message.topic = topic or (reply_to.topic if reply_to else None)
        message.reply_to = reply_to
        if message.topic is not None:
            message.thread_id = message.topic.id
            message.reply_to = reply_to or chat.messages[message.topic.id]
        elif reply_to is not None and chat.kind is ChatKind.SUPERGROUP and not chat.is_forum:
            message.thread_id = reply_to.thread_id or reply_to.id

    def _tell(self, message: Message) -> None:
        self.world.keep(message)
        if not self._reaches_bot(message):
            return
        if message.sender is not None:
            message.sender.known = True
        self.updates.put("message", self._json(message))

    def _reaches_bot(self, message: Message) -> bool:
        """Privacy mode: commands for it and replies to it, unless it is admin or the mode is off."""
        chat, bot = message.chat, self.world.bot
        if chat.is_private:
            return True
        if not chat.has(bot):
            return False
        if message.service or chat.has_admin(bot) or self.world.privacy_off:
            return True
        return self._is_command(message) or self._is_reply_to_bot(message)

    def _is_reply_to_bot(self, message: Message) -> bool:
        """Also to a command that was meant for it."""
        replied = message.reply_to
        if replied is None or replied.service:
            return False
        return replied.sender is self.world.bot or self._is_command(replied)

    def _is_command(self, message: Message) -> bool:
        first = next(iter(message.entities), None)
        if first is None or first.type != "bot_command" or first.offset:
            return False
        command = _COMMAND.match(utf16_slice(message.text, 0, first.length))
        name = command.group(1) if command else None
        if name is None:
            return not message.chat.last_writer_elsewhere
        return name.casefold() == (self.world.bot.username or "").casefold()

    def _json(self, message: Message) -> Json:
        return message_json(message, self.world)


def _buttons(version: Version) -> tuple[Button, ...]:
    return version.markup.buttons if isinstance(version.markup, InlineKeyboard) else ()
