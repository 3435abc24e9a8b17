"""The workspace behind the Slack stand-in: people, channels, messages, and what the bot may do there."""

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

from tests.stand_ins.block_kit import Json, elements_of

TEAM_ID = "TA1B2C3D4"
APP_ID = "AA1B2C3D4"
BOT_ID = "BA1B2C3D4"
FOREIGN_TEAM_ID = "TF0RE1GN2"
MANIFEST_SCOPES = frozenset(
    {
        *("app_mentions:read", "chat:write", "commands", "im:history", "im:write"),
        *("users:read", "channels:read", "groups:read", "files:read"),
    }
)
MANIFEST_EVENTS = frozenset(
    {
        *("app_home_opened", "app_mention", "message.im", "user_change", "team_join"),
        *("member_joined_channel", "member_left_channel", "channel_id_changed", "channel_archive"),
        *("app_uninstalled", "tokens_revoked"),
    }
)


class Refused(Exception):
    """The Web API's `ok: false`: its error word, and what else the answer says."""

    def __init__(self, error: str, *complaints: str, status: int = 200, **more: str) -> None:
        super().__init__(error, *complaints)
        self.error = error
        self.complaints = list(complaints)
        self.status = status
        self.more = more


class Kind(Enum):
    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"
    GROUP_DIRECT = "mpim"

    @property
    def scopes(self) -> str:
        """The word before the colon in the scopes for this kind of conversation."""
        return {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups"}.get(self, self.value)


@dataclass(slots=True)
class Person:
    id: str
    name: str
    real_name: str
    tz: str | None = "Europe/London"
    locale: str = "en-US"
    email: str | None = None
    guest: bool = False
    external: bool = False
    bot: bool = False
    deactivated: bool = False
    admin: bool = False
    home: str = TEAM_ID

    @property
    def team(self) -> str:
        return FOREIGN_TEAM_ID if self.external else self.home


@dataclass(slots=True)
class Channel:
    id: str
    name: str
    kind: Kind
    members: list[str]
    archived: bool = False
    shared: bool = False


@dataclass(slots=True, eq=False)
class Message:
    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    names: Callable[[str], str] = field(repr=False)
    team: str = TEAM_ID
    by_bot: bool = False
    thread_ts: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    parsed_fully: bool = False
    edited: str | None = None
    deleted: bool = False
    first_text: str = ""
    first_blocks: list[Json] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    def as_json(self) -> Json:
        told: Json = {
            "type": "message",
            "user": self.user,
            "text": self.text,
            "ts": self.ts,
            "team": self.team,
        }
        if self.by_bot:
            told |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": {"id": BOT_ID, "app_id": APP_ID}}
        if self.blocks:
            told["blocks"] = self.blocks
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.metadata:
            told["metadata"] = self.metadata
        if self.files:
            told |= {"files": self.files, "upload": False, "subtype": "file_share"}
        if self.edited:
            told["edited"] = {"user": self.user, "ts": self.edited}
        return told


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`size` is what Slack tells of it; `lies_at` another address than Slack's own."""

    name: str
    content: bytes
    media: str = "text/csv"
    mode: str = "hosted"
    size: int | None = None
    lies_at: str = ""
    id: str = ""
    channel: str = ""

    def as_json(self, world: "World") -> Json:
        address = f"{world.base}/files-pri/{world.team_id}-{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.name,
            "mimetype": self.media,
            "mode": self.mode,
            "is_external": self.mode == "external",
            "size": len(self.content) if self.size is None else self.size,
            "url_private": self.lies_at or address,
            "url_private_download": self.lies_at or address.replace(self.name, f"download/{self.name}"),
        }


class Change(Enum):
    POSTED = "posted"
    EDITED = "edited"
    ERASED = "erased"


def with_block_ids(blocks: list[Json], new_id: Callable[[str], str]) -> list[Json]:
    """Blocks as Slack gives them back: each block with its id, each element with its action id."""
    named = [{"block_id": new_id("b"), **block} for block in blocks]
    for block in named:
        for element in elements_of(block):
            element.setdefault("action_id", new_id("a"))
    return named


@dataclass(slots=True)
class World:
    clock: Callable[[], float]
    team_id: str = TEAM_ID
    enterprise_id: str | None = None
    for_all: bool = False  # the app is in by its organisation's token
    team_name: str = "Acme"
    domain: str = "acme"
    scopes: set[str] = field(default_factory=lambda: set(MANIFEST_SCOPES))
    events: set[str] = field(default_factory=lambda: set(MANIFEST_EVENTS))
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    files: dict[str, SharedFile] = field(default_factory=dict)
    base: str = ""
    bot: Person = field(init=False)
    told: Callable[[Change, Message, Json | None], None] = field(
        default=lambda _change, _message, _before: None
    )
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last_ts: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.bot = Person(self.new_id("U"), "drumbeat", "Drumbeat", tz="America/Los_Angeles", bot=True)
        self.people[self.bot.id] = self.bot
        slackbot = Person("USLACKBOT", "slackbot", "Slackbot", tz="America/Los_Angeles")
        self.people[slackbot.id] = slackbot  # is_bot is false for it, as on the real one

    def count_from(self, number: int) -> None:
        """Give ids that no other workspace has, to what is made from now on and to the bot."""
        self._numbers = itertools.count(number)
        del self.people[self.bot.id]
        self.bot.id = self.new_id("U")
        self.people[self.bot.id] = self.bot

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{0xA10C0DE000 + next(self._numbers):010X}"

    def new_ts(self) -> str:
        """The next message time: microseconds, never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_person(self, person: Person) -> str:
        person.home = self.team_id
        if any(known.name == person.name for known in self.people.values()):
            raise ValueError(f"there is a {person.name} already")
        self.people[person.id] = person
        return person.id

    def add_channel(self, name: str, kind: Kind, members: Iterable[str]) -> Channel:
        prefix = {Kind.PUBLIC: "C", Kind.PRIVATE: "C", Kind.DIRECT: "D", Kind.GROUP_DIRECT: "G"}[kind]
        channel = Channel(self.new_id(prefix), name, kind, list(dict.fromkeys(members)))
        self.channels[channel.id] = channel
        return channel

    def person(self, who: str) -> Person:
        """By id or by name; `user_not_found` otherwise."""
        if who in self.people:
            return self.people[who]
        for person in self.people.values():
            if person.name == who.removeprefix("@"):
                return person
        raise Refused("user_not_found")

    def channel(self, where: str) -> Channel:
        """By id or by name; `channel_not_found` otherwise."""
        if where in self.channels:
            return self.channels[where]
        for channel in self.channels.values():
            if channel.name and channel.name == where.removeprefix("#"):
                return channel
        raise Refused("channel_not_found")

    def direct(self, *people: str) -> Channel:
        """The conversation of the bot with them, opened if there is none yet."""
        members = {self.bot.id, *people}
        kind = Kind.DIRECT if len(people) == 1 else Kind.GROUP_DIRECT
        for channel in self.channels.values():
            if channel.kind is kind and set(channel.members) == members:
                return channel
        return self.add_channel("", kind, [*people, self.bot.id])

    def name_of(self, some_id: str) -> str:
        if some_id in self.people:
            return f"@{self.people[some_id].name}"
        if some_id in self.channels:
            return f"#{self.channels[some_id].name or some_id}"
        return some_id

    def found(self, channel: str, ts: str) -> Message:
        """The message, ephemerals excluded; `message_not_found` otherwise."""
        for message in self.messages:
            if (message.channel, message.ts) == (channel, ts) and not (message.deleted or message.ephemeral):
                return message
        raise Refused("message_not_found")

    def visible_to(self, who: str) -> list[Message]:
        """All that this person can read at the moment, in order."""
        rooms = {channel.id for channel in self.channels.values() if who in channel.members}
        return [
            message
            for message in self.messages
            if not message.deleted
            and (message.only_for == who or (not message.ephemeral and message.channel in rooms))
        ]

    def post(
        self, channel: Channel, author: Person, text: str, blocks: list[Json], **more: object
    ) -> Message:
        message = Message(
            channel.id,
            self.new_ts(),
            author.id,
            text,
            with_block_ids(blocks, self.new_id),
            self.name_of,
            self.team_id,
            by_bot=author.bot,
            first_text=text,
            first_blocks=blocks,
        )
        for name, value in more.items():
            setattr(message, name, value)
        self.messages.append(message)
        self.happened(Change.POSTED, message)
        return message

    def edit(self, message: Message, text: str, blocks: list[Json]) -> None:
        before = message.as_json()
        message.text, message.blocks = text, with_block_ids(blocks, self.new_id)
        message.edited = self.new_ts()
        self.happened(Change.EDITED, message, before)

    def erase(self, message: Message) -> None:
        message.deleted = True
        self.happened(Change.ERASED, message, message.as_json())

    def happened(self, change: Change, message: Message, before: Json | None = None) -> None:
        self.stir()
        if not message.ephemeral:
            self.told(change, message, before)

    def stir(self) -> None:
        """Wakes whoever waits for something to change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def next_change(self) -> None:
        await self._changed.wait()
