"""What a handler works with: who asks, where, and how their words are to be read."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.command.names import Names
from bot.incoming import Filled, Incoming, Words
from bot.message import Message
from bot.when.meaning import Reading
from bot.work import Here, Work
from storage.models import Channel, Member, Person, Project
from storage.people import Mate

MENTION = re.compile(r"[@＠]<([^<>\s]{1,64})>")  # a mention as the adapters hand it in


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was run, its values and its answer; one that a rule refused left nothing behind."""

    name: str
    values: Mapping[str, Any]
    message: Message
    is_done: bool


class Aside(Protocol):
    """How a line within an answer is done where it is a command for sure; None where it is not."""

    async def __call__(self, line: str, request: "Request") -> Done | None:
        """Run it."""
        ...


@dataclass(slots=True)
class Request:
    """What a handler works with: who asks, where, and how their words are to be read.

    `project` is the one bound to the place; elsewhere None until the words name one. `topic` is what the post
    that was answered or pressed shows (`task/12`), `line` what is being read. The others are filled when
    first asked for.
    """

    work: Work
    actor: Person
    here: Here
    reading: Reading
    incoming: Incoming
    channel: Channel | None = None
    project: Project | None = None
    is_direct: bool = True
    addressed: bool = True
    topic: str | None = None
    mine: Sequence[tuple[Project, Member]] | None = None
    rosters: dict[int, list[Mate]] = field(default_factory=dict)
    names: dict[int, Names] = field(default_factory=dict)  # of the same
    line: str = ""
    aside: Aside | None = None
    kept_days: int = 0  # so long texts are kept; 0: until somebody erases them
    objects: tuple[object, ...] = ()  # what the line names at its front, as far as it is read
    options: Mapping[str, object] = field(default_factory=dict)  # and the options behind it
    planned: "Callable[[Request], Awaitable[Reading]] | None" = None
    readings: dict[object, Reading] = field(default_factory=dict)
    counted_before: frozenset[str] | None = None  # the options that were read when working days were counted

    async def full_reading(self) -> Reading:
        """How dates are read, by the days on which who they are for works; for where a date stands."""
        return await self.planned(self) if self.planned is not None else self.reading

    def counts_days(self) -> None:
        """Note that what was read depends on whose working days count, which a later option may say."""
        self.counted_before = frozenset(self.options)


def with_names(text: str, request: Request) -> str:
    """A text in which the mentions that are no option stand as plain names."""
    said = request.incoming.said
    names = said.mentioned if isinstance(said, Words | Filled) else {}
    return MENTION.sub(lambda found: f"@{names.get(found[1], found[1])}", text)
