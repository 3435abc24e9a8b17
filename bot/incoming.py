"""What came in, told apart: words, a filled form, or a fact of the platform."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from bot.message import Form, Message
from bot.outgoing import Reader


@dataclass(frozen=True, slots=True)
class Bot:
    """The installation that was spoken to: a Slack team, a Telegram bot, the console."""

    platform: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who spoke, as far as the platform told; empty is unknown."""

    external_id: str
    name: str = ""
    handle: str = ""
    language: str = ""
    zone: str = ""
    is_outsider: bool = False  # a guest, or somebody of another organisation
    is_platform_admin: bool | None = None  # of the workspace, or the group it was said in; None: not told


@dataclass(frozen=True, slots=True)
class Granted:
    """What somebody let us have on a platform: a bot's token for one team, or for all of an organisation's.

    `team` is empty for an organisation's.
    """

    platform: str
    team: str
    organisation: str
    name: str
    bot_id: str
    scopes: frozenset[str]
    token: str
    by: Sender

    @property
    def external_id(self) -> str:
        """Whom it is for: the team, or the organisation."""
        return self.team or self.organisation

    @property
    def purpose(self) -> str:
        """What its token is sealed for."""
        return f"{self.platform}/{self.external_id}"


class PlaceKind(StrEnum):
    """A conversation with the bot alone, or one with others."""

    DIRECT = "direct"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: a direct message, or a channel, group or topic (`thread`)."""

    kind: PlaceKind
    chat: str
    thread: str = ""
    name: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with words, and lies on its platform still: `ref` is how it is fetched from there.

    `size` is in bytes, 0 where it was not told; `media` is such as "text/csv", "" where it was not told.
    """

    ref: str
    name: str = ""
    size: int = 0
    media: str = ""


class Missed(StrEnum):
    """Why a file could not be fetched from its platform."""

    TOO_LARGE = "too large"
    GONE = "gone"
    ELSEWHERE = "elsewhere"  # the platform shows it, but it lies somewhere else
    FORBIDDEN = "forbidden"  # the bot was not allowed to read files
    AWAY = "away"  # not reached: it may be there in a moment


@dataclass(frozen=True, slots=True)
class Words:
    """Something typed, or a pressed button's command line.

    Mentions stand in the text as `@<EXTERNAL_ID>`, and `mentioned` tells their names where known.
    `addressed`: it was said to the bot with `/…`, a mention or a button, so it is a command for sure.
    `files` came with it, or were answered with it.
    `behind` is what stands behind the bot's first mention where words stand before it as well.
    """

    text: str
    addressed: bool = False
    pressed: bool = False
    mentioned: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Attached, ...] = ()
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form's command with its raw parameters; re-reading a title as a line would be injection."""

    command: str
    values: Mapping[str, str]
    mentioned: Mapping[str, str] = field(default_factory=dict)


# How much the bot hears in the chat that it was added to; the value of FactKind.ADDED, "" for little
HEARS_ALL = "all"  # mentions reach it
PROMOTED = "promoted"  # it was there before, and they reach it from now on


UNBLOCKED = "unblocked"  # the value of FactKind.STARTED where nobody has pressed anything


class FactKind(StrEnum):
    """What a platform tells without anybody having spoken."""

    STARTED = "started"  # a person opened the direct messages; value: the link's payload
    BLOCKED = "blocked"  # a person shut the direct messages
    ADDED = "added"  # the bot was added to a channel
    REMOVED = "removed"  # the bot was removed from a channel
    MOVED = "moved"  # a chat has a new id; value: the new one
    PROFILE = "profile"  # a person's name, zone or language changed
    GONE = "gone"  # a person's login was closed
    JOINED = "joined"  # somebody came into a bound channel
    LEFT = "left"
    UNINSTALLED = "uninstalled"
    HOME = "home"  # a person opened the app's home
    ANONYMOUS = "anonymous"  # somebody spoke to the bot in the name of a group or a channel


@dataclass(frozen=True, slots=True)
class Fact:
    """A platform fact about the sender or the place."""

    kind: FactKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One delivery. `key` is the same each time the platform delivers it again.

    `reply_to` is the ref of the post that was answered, or under which a button was pressed. `rides` is how
    many characters of an answer for the asker can go back on the acknowledgement (0: none), `rides_buttons`
    whether its buttons can as well. `response_url` is where a later answer may go, for the asker only.
    `shows_forms`: a form can be opened at once, as a modal; elsewhere it becomes questions one by one.
    """

    bot: Bot
    sender: Sender
    place: Place
    key: str
    said: Words | Filled | Fact
    reply_to: str = ""
    rides: int = 0
    rides_buttons: bool = True
    shows_forms: bool = False
    response_url: str = ""
    ref: str = ""  # the message's own, where it can be edited: the same when it comes again with other words
    was_edited: bool = False  # an edit of an earlier message: never a command again, but an answer may change


class Outcome(StrEnum):
    """How a delivery ended, for the adapter's acknowledgement."""

    DONE = "done"
    TWICE = "twice"  # it was here before; nothing was done
    BUSY = "busy"  # not begun, nothing changed
    SLOW = "slow"  # begun, the answer will come by the outbox
    FAILED = "failed"  # the commit failed; deliver it again


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back at once; `message` is None where nothing rides."""

    outcome: Outcome
    message: Message | None = None
    reader: Reader = field(default_factory=Reader)
    form: Form | None = None
    wrong_field: str = ""  # a form's field that the message speaks of


Receive = Callable[[Incoming], Awaitable[Answer]]
AsksRank = Callable[[str], bool]  # whether it matters for these words if who says them is an admin


def never(_text: str) -> bool:
    """For what nobody's rank matters."""
    return False


Knows = Callable[["Incoming"], Awaitable[bool]]  # whether the platform has told of who says it before


async def everybody(_incoming: Incoming) -> bool:
    """For where nobody's profile is asked for."""
    return True


def with_rank(incoming: Incoming, *, is_admin: bool) -> Incoming:
    """The same from somebody of whom the platform tells whether they are an admin."""
    return replace(incoming, sender=replace(incoming.sender, is_platform_admin=is_admin))


class Receiver(Protocol):
    """Where an adapter takes in what people say."""

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        ...

    async def stop(self) -> None:
        """Take no more in, and wait for what runs."""
        ...
