"""What delivery hands to an adapter, and what the adapter answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from bot.message import Message


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their language and zone, the moment, and the logins of people who may be mentioned.

    `language` is "en", "zh-Hans" or "zh-Hant"; `zone` an IANA name; `logins` leads from a person's id to
    their external id on the platform that renders.
    """

    language: str = "en"
    zone: str = "UTC"
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    logins: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Address:
    """A place of one installation.

    `chat` is a user for direct messages (`is_person`) or a channel, group or room; `thread` a thread's or
    topic's id; `only_for` a user who alone shall see it there, where the platform can do that;
    `response_url` a one-time address to answer a command or a button; `is_home` the page that the person
    sees when they open the bot.
    """

    chat: str
    thread: str = ""
    is_person: bool = False
    only_for: str = ""
    response_url: str = ""
    is_home: bool = False

    def text(self) -> str:
        """The address as the outbox keeps it: "@U1", "C1", "C1#thread", "C1!U2", "home:U1", "url:https://…"."""
        if self.is_home:
            return f"home:{self.chat}"
        if self.response_url:
            return f"url:{self.response_url}"
        person = "@" if self.is_person else ""
        thread = f"#{self.thread}" if self.thread else ""
        only_for = f"!{self.only_for}" if self.only_for else ""
        return f"{person}{self.chat}{thread}{only_for}"


def read_address(text: str) -> Address:
    """Return the address that `Address.text` wrote."""
    if text.startswith("url:"):
        return Address("", response_url=text.removeprefix("url:"))
    if text.startswith("home:"):
        return Address(text.removeprefix("home:"), is_home=True)
    rest, _, only_for = text.partition("!")
    chat, _, thread = rest.partition("#")
    return Address(chat.removeprefix("@"), thread, chat.startswith("@"), only_for)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way.

    `ref` is the post to edit, `under` the post whose thread it belongs in (a reply to it, where a platform
    has no threads), `mark` the outbox id to find it by later.
    """

    address: Address
    message: Message
    reader: Reader
    ref: str = ""
    under: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there; `ref` is what an edit needs later (empty where it can't be edited)."""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """Too fast: again after so many seconds; for the whole lane, or for this chat only."""

    retry_after: float
    whole_lane: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another id now."""

    to: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This person or place can't be written to until it shows a sign of life."""

    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform refuses this message for good."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The post that was to be edited is no more: post it anew."""


@dataclass(frozen=True, slots=True)
class LaneDown:
    """Nothing gets through to the platform: no network, or, `is_refused`, a token that counts no more."""

    why: str
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: a time-out after it was sent."""

    why: str


Receipt = Sent | Busy | Moved | Unreachable | Rejected | Gone | LaneDown | Unknown


class Adapter(Protocol):
    """A platform, as delivery sees it."""

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit where `ref` is given; never raises for what a platform can answer."""
        ...
