"""What a list shows, and which of its pages."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.command import Marker, Request, Taken
from bot.errors import Unreadable
from bot.parameters.markers import GAP

_PAGE = r"page\s+([0-9]{1,6})"


class Scope(StrEnum):
    """Which tasks a list shows."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    BLOCKED = "blocked"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; the first one is 1."""

    number: int


class OneScope:
    """`open`, `late`, `done`, `blocked`, `all`."""

    usage = "open|late|done|blocked|all"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read the word off the front."""
        word, _, rest = text.partition(" ")
        return Taken(Scope(word.lower()), rest) if word.lower() in set(Scope) else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read the word off the end."""
        rest, _, word = text.rpartition(" ")
        return Taken(Scope(word.lower()), rest) if word.lower() in set(Scope) else None

    async def whole(self, text: str, request: Request) -> Scope:  # noqa: ARG002
        """Read a field."""
        if text.lower() not in set(Scope):
            raise Unreadable("“{text}” is no list: open, late, done, blocked or all.", text=text[:40])
        return Scope(text.lower())


class OnePage:
    """`page 2`."""

    usage = "page NUMBER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read it off the front."""
        found = re.match(rf"{_PAGE}(?!\S)", text, re.IGNORECASE)
        return Taken(Page(int(found[1])), text[found.end() :]) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read it off the end."""
        found = re.search(rf"{GAP}{_PAGE}$", text, re.IGNORECASE)
        return Taken(Page(int(found[1])), text[: found.start()]) if found else None

    async def whole(self, text: str, request: Request) -> Page:  # noqa: ARG002
        """Read a field."""
        if not text.isascii() or not text.isdecimal():
            raise Unreadable("“{text}” is no number.", text=text[:40])
        return Page(int(text[:6]))
