"""What a list shows, and which of its pages."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.command import Marker, Request, Taken
from bot.command.folding import fold
from bot.errors import Unreadable
from bot.parameters.markers import BOUNDARY

_PAGE = r"(?:page\s+([0-9]{1,6})|第\s?([0-9]{1,6})\s?[页頁])"


class Scope(StrEnum):
    """Which tasks a list shows."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    BLOCKED = "blocked"
    ALL = "all"


_WORDS = {str(one): one for one in Scope} | {
    "未完成": Scope.OPEN, "进行中": Scope.OPEN, "待办": Scope.OPEN, "逾期": Scope.LATE, "过期": Scope.LATE,
    "已完成": Scope.DONE, "完成的": Scope.DONE, "受阻": Scope.BLOCKED, "卡住的": Scope.BLOCKED,
    "全部": Scope.ALL, "所有": Scope.ALL,
}  # fmt: skip


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
        found = _WORDS.get(fold(word))
        return Taken(found, rest) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read the word off the end."""
        rest, _, word = text.rpartition(" ")
        found = _WORDS.get(fold(word))
        return Taken(found, rest) if found else None

    async def whole(self, text: str, request: Request) -> Scope:  # noqa: ARG002
        """Read a field."""
        found = _WORDS.get(fold(text))
        if found is None:
            raise Unreadable("“{text}” is no list: open, late, done, blocked or all.", text=text[:40])
        return found


class OnePage:
    """`page 2`."""

    usage = "page NUMBER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read it off the front."""
        found = re.match(rf"{_PAGE}(?!\S)", text, re.IGNORECASE)
        return Taken(Page(int(found[1] or found[2])), text[found.end() :]) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read it off the end."""
        found = re.search(rf"{BOUNDARY}{_PAGE}$", text, re.IGNORECASE)
        return Taken(Page(int(found[1] or found[2])), text[: found.start()]) if found else None

    async def whole(self, text: str, request: Request) -> Page:  # noqa: ARG002
        """Read a field."""
        if not text.isascii() or not text.isdecimal():
            raise Unreadable("“{text}” is no number.", text=text[:40])
        return Page(int(text[:6]))
