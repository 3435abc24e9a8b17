"""The small world behind the server: people, chats, topics and what was said in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tests.stand_ins.telegram_markup import Markup
from tests.stand_ins.telegram_text import Entity, utf16_slice

FIRST_PERSON = 5_000_000_001  # ids of people, too, need more than 32 bits
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


ADMINS = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR})
INSIDE = ADMINS | {Standing.MEMBER}


@dataclass(frozen=True, slots=True)
class Alert:
    """What a person saw after pressing a button: a line at the top, or (`modal`) a box to be closed."""

    text: str
    modal: bool
    url: str | None = None


@dataclass(slots=True, eq=False)
class Person:
    """`known`: the bot has met them (in a group or by Start); `started`: it may write to them."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    known: bool = False
    alerts: list[Alert] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Topic:
    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """`last_writer_elsewhere`: another bot wrote after ours, so plain commands are not for ours."""

    id: int
    kind: ChatKind
    title: str = ""
    owner: Person | None = None
    is_forum: bool = False
    members: dict[int, Standing] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    migrated_to: "Chat | None" = None
    last_writer_elsewhere: bool = False
    bot_muted: bool = False
    members_hidden: bool = False

    @property
    def is_private(self) -> bool:
        return self.kind is ChatKind.PRIVATE

    def standing(self, person: Person) -> Standing:
        return self.members.get(person.id, Standing.LEFT)

    def has(self, person: Person) -> bool:
        return self.standing(person) in INSIDE

    def has_admin(self, person: Person) -> bool:
        return self.standing(person) in ADMINS


@dataclass(frozen=True, slots=True)
class Version:
    """What a message looked like at one time."""

    text: str
    entities: tuple[Entity, ...]
    markup: Markup | None


@dataclass(slots=True, eq=False)
class Message:
    """`sequence` rises with every message and every edit in this world; `born` is the one it began with."""

    chat: Chat
    id: int
    sender: Person | None
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    markup: Markup | None = None
    reply_to: "Message | None" = None
    topic: Topic | None = None
    thread_id: int | None = None
    sender_chat: Chat | None = None
    attachment: dict[str, object] | None = None
    service: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    edit_date: int | None = None
    deleted: bool = False
    silent: bool = False
    preview_off: bool = False
    sequence: int = 0
    born: int = 0
    notified: tuple[Person, ...] = ()
    earlier: list[Version] = field(default_factory=list)

    @property
    def look(self) -> Version:
        return Version(self.text, self.entities, self.markup)


class World:
    """`now` gives the time that is written on messages."""

    def __init__(self, *, bot_name: str, bot_username: str, now: Callable[[], datetime]) -> None:
        self._now = now
        self.bot = Person(7_000_000_001, bot_name, bot_username, is_bot=True)
        self.privacy_off = False
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.sequence = 0
        self._account_messages = 0

    def timestamp(self) -> int:
        return int(self._now().timestamp())

    def user(
        self,
        name: str,
        *,
        username: str | None = None,
        language_code: str | None = None,
        started: bool = False,
    ) -> Person:
        """A person with a Telegram account; `started`: they pressed Start some time ago."""
        person = Person(FIRST_PERSON + len(self.people), name, username, language_code)
        person.started = person.known = started
        self.people[person.id] = person
        return person

    def private(self, person: Person) -> Chat:
        """Their chat with the bot, opened or not."""
        if person.id not in self.chats:
            self.chats[person.id] = Chat(person.id, ChatKind.PRIVATE, owner=person)
        return self.chats[person.id]

    def group(
        self,
        title: str,
        *,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
        is_forum: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        """The first of `admins` made it. A forum is a supergroup. `with_bot`: it has been in for long."""
        kind = ChatKind.SUPERGROUP if is_forum else ChatKind.GROUP
        return self._gathering(kind, title, members, admins, is_forum=is_forum, with_bot=with_bot)

    def supergroup(
        self,
        title: str,
        *,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
        is_forum: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        return self._gathering(
            ChatKind.SUPERGROUP, title, members, admins, is_forum=is_forum, with_bot=with_bot
        )

    def channel(self, title: str, *, admins: Iterable[Person] = (), with_bot: bool = True) -> Chat:
        """A broadcast channel; a bot can be in one only as its admin."""
        chat = self._gathering(ChatKind.CHANNEL, title, (), admins, is_forum=False, with_bot=False)
        if with_bot:
            chat.members[self.bot.id] = Standing.ADMINISTRATOR
        return chat

    def _gathering(
        self,
        kind: ChatKind,
        title: str,
        members: Iterable[Person],
        admins: Iterable[Person],
        *,
        is_forum: bool,
        with_bot: bool,
    ) -> Chat:
        first = FIRST_GROUP if kind is ChatKind.GROUP else FIRST_SUPERGROUP
        chat = Chat(first - len(self.chats), kind, title, is_forum=is_forum)
        chat.members = {person.id: Standing.MEMBER for person in members}
        chat.members |= {person.id: Standing.ADMINISTRATOR for person in admins}
        creator = next(iter(admins), None)
        if creator is not None:
            chat.members[creator.id] = Standing.CREATOR
        if with_bot:
            chat.members[self.bot.id] = Standing.MEMBER
        self.chats[chat.id] = chat
        return chat

    def place(self, where: Chat | Person) -> Chat:
        """A person stands for the private chat with them."""
        return self.private(where) if isinstance(where, Person) else where

    def person(self, user_id: int) -> Person | None:
        return self.bot if user_id == self.bot.id else self.people.get(user_id)

    def knows(self, person: Person) -> bool:
        """Whether the bot has met them: by Start, or in a group where both are."""
        shared = (chat for chat in self.chats.values() if chat.has(person) and chat.has(self.bot))
        return person.known or any(shared)

    def named(self, username: str) -> Person | None:
        wanted = username.casefold()
        everybody = (*self.people.values(), self.bot)
        return next((one for one in everybody if one.username and one.username.casefold() == wanted), None)

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves, the other chats share the account's numbers."""
        if chat.kind in {ChatKind.SUPERGROUP, ChatKind.CHANNEL}:
            return max(chat.messages, default=1) + 1  # the first was that it was made
        self._account_messages += 1
        return self._account_messages

    def keep(self, message: Message) -> Message:
        message.sequence = message.born = self.next_sequence()
        message.notified = self.mentioned(message)
        message.chat.messages[message.id] = message
        return message

    def new_message(self, chat: Chat, sender: Person | None) -> Message:
        """Numbered and dated, not kept yet."""
        return Message(chat, self.next_message_id(chat), sender, self.timestamp())

    def open_topic(self, chat: Chat, name: str, *, by: Person) -> Topic:
        """With the service message that every message of the topic is a reply to."""
        message = self.new_message(chat, by)
        topic = Topic(message.id, name)
        chat.topics[topic.id] = topic
        message.service = {"forum_topic_created": {"name": name, "icon_color": 7_322_096}}
        message.topic, message.thread_id = topic, topic.id
        self.keep(message)
        return topic

    def mentioned(self, message: Message) -> tuple[Person, ...]:
        """Who of the chat gets a notification of their own, because they are named."""
        named = (self._meant(message.text, entity) for entity in message.entities)
        inside = (one for one in named if one is not None and self._reads(one, message.chat))
        return tuple(dict.fromkeys(one for one in inside if one is not message.sender))

    def _meant(self, text: str, entity: Entity) -> Person | None:
        if entity.user_id is not None:
            return self.person(entity.user_id)
        if entity.type != "mention":
            return None
        return self.named(utf16_slice(text, entity.offset, entity.length).removeprefix("@"))

    def _reads(self, person: Person, chat: Chat) -> bool:
        return person is chat.owner if chat.is_private else chat.has(person)
