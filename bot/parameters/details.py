"""Priorities, tags, durations and numbers as parameters."""

import re
from dataclasses import dataclass
from enum import IntEnum

from bot import when
from bot.command import Marker, Request, Taken
from bot.errors import Unreadable
from bot.parameters.markers import GAP

_PRIORITY = re.compile(r"[!！]([\w-]+)|(p[0-3])\b", re.IGNORECASE)


_TAG = re.compile(r"[#＃]([\w-]{1,40})")


_DURATION = re.compile(r"[~～]\s*([\w.\-–半天日小时時周週]+)")


class Priority(IntEnum):
    """How urgent; p0 comes first."""

    URGENT = 0
    HIGH = 1
    NORMAL = 2
    LOW = 3


PRIORITIES = {
    "urgent": Priority.URGENT, "critical": Priority.URGENT, "p0": Priority.URGENT,
    "high": Priority.HIGH, "p1": Priority.HIGH,
    "normal": Priority.NORMAL, "medium": Priority.NORMAL, "p2": Priority.NORMAL,
    "low": Priority.LOW, "p3": Priority.LOW,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that tasks are grouped by."""

    name: str


class Span:
    """`~2-5d`, or bare where it is an object: `left 12 1d`."""

    usage = "~DURATION"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a duration off the front."""
        found = _DURATION.match(text)
        if found is not None:
            value = when.read_duration(found[1])
            return Taken(value, text[found.end() :]) if value else None
        if not marker.bare:
            return None
        value = when.read_duration(text)
        return Taken(value, "") if value else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read `~2d` off the end."""
        at = max(text.rfind("~"), text.rfind("～"))
        value = when.read_duration(text[at + 1 :]) if at >= 0 else None
        return Taken(value, text[:at]) if value else None

    async def whole(self, text: str, request: Request) -> when.Duration:  # noqa: ARG002
        """Read a field."""
        value = when.read_duration(text.lstrip("~～ "))
        if value is None:
            raise Unreadable("I can't read “{text}” as a duration. Try “2d” or “3h”.", text=text[:40])
        return value


class Urgent:
    """`!high`, `p1`."""

    usage = "!PRIORITY"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a known priority off the front."""
        return self._taken(_PRIORITY.match(text), text)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a known priority off the end."""
        found = re.search(rf"{GAP}{_PRIORITY.pattern}$", text, re.IGNORECASE)
        return self._taken(found, text)

    async def whole(self, text: str, request: Request) -> Priority:  # noqa: ARG002
        """Read a field."""
        found = PRIORITIES.get(text.lower().lstrip("!！"))
        if found is None:
            raise Unreadable("“{text}” is no priority: urgent, high, normal or low.", text=text[:40])
        return found

    def _taken(self, found: re.Match[str] | None, text: str) -> Taken | None:
        if found is None:
            return None
        value = PRIORITIES.get((found[1] or found[2]).lower())
        return None if value is None else Taken(value, text[: found.start()] + text[found.end() :])


class Tags:
    """`#legal`: a tag is not only digits."""

    usage = "#TAG"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a tag off the front."""
        return self._taken(_TAG.match(text), text)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a tag off the end."""
        return self._taken(re.search(rf"{GAP}{_TAG.pattern}$", text), text)

    async def whole(self, text: str, request: Request) -> tuple[Tag, ...]:  # noqa: ARG002
        """Read a field of tags."""
        return tuple(Tag(one.lstrip("#＃").lower()) for one in text.split())

    def _taken(self, found: re.Match[str] | None, text: str) -> Taken | None:
        if found is None or found[1].isdigit():
            return None
        return Taken((Tag(found[1].lower()),), text[: found.start()] + text[found.end() :])


class Whole:
    """A number."""

    usage = "NUMBER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a number off the front."""
        found = re.match(r"\d{1,9}(?!\w)", text)
        return Taken(int(found[0]), text[found.end() :].strip()) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A number never stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> int:  # noqa: ARG002
        """Read a field."""
        if not text.isdigit():
            raise Unreadable("“{text}” is no number.", text=text[:40])
        return int(text)
