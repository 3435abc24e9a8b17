"""What a handler works with: who asks, where, and how their words are to be read."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from bot.incoming import Filled, Incoming, Words
from bot.message import Message
from bot.when.meaning import IsWorkingDay, Reading
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
    line: str = ""
    aside: Aside | None = None
    kept_days: int = 0  # so long texts are kept; 0: until somebody erases them
    working_days: Callable[[], Awaitable[IsWorkingDay]] | None = None  # of the person's calendar

    async def full_reading(self) -> Reading:
        """How dates are read, by the days on which the person works; asked for only where a date stands."""
        if self.working_days is not None:
            self.reading = replace(self.reading, is_working_day=await self.working_days())
            self.working_days = None
        return self.reading


def with_names(text: str, request: Request) -> str:
    """A text in which the mentions that are no option stand as plain names."""
    said = request.incoming.said
    names = said.mentioned if isinstance(said, Words | Filled) else {}
    return MENTION.sub(lambda found: f"@{names.get(found[1], found[1])}", text)
