"""Priorities, tags, durations and numbers as parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from bot import when
from bot.command import Marker, Request, Taken
from bot.command.folding import fold
from bot.errors import Unreadable
from bot.parameters.markers import BOUNDARY, CHINESE, lead_at_front, leads_in

LONGEST_DURATION = 40  # characters
LONGEST_TAG = 40

_SIZE = Marker(("~",))
_RANK = Marker(("!",))
_LABEL = Marker(("#",))

_SIZE_WORDS = re.compile(r"[^\s@#!,;]+(?:\s+[a-z\u3400-\u9fff]+)?")
_RANK_SIGN = re.compile(rf"!+\s?([a-z0-9]+|[{CHINESE}]{{1,2}})")
_RANK_AT_END = re.compile(rf"{BOUNDARY}(?:!+\s?([a-z0-9]+|[{CHINESE}]{{1,2}})|(p[0-3]))$")
_RANK_PLAIN = re.compile(r"(p[0-3])\b")
_RANK_FIRST = re.compile(r"([最紧急高中普通一般正常低]{1,2})优先级?")
_TAG = re.compile(rf"#([\w-]{{1,{LONGEST_TAG}}})")
_LABELLED = re.compile(rf"[#＃]?([\w-]{{1,{LONGEST_TAG}}})")
_TAG_AT_END = re.compile(rf"{BOUNDARY}#([\w-]{{1,{LONGEST_TAG}}})$")


class Priority(IntEnum):
    """How urgent; p0 comes first."""

    URGENT = 0
    HIGH = 1
    NORMAL = 2
    LOW = 3


_WORDS: Mapping[Priority, str] = {
    Priority.URGENT: "urgent critical p0 紧急 最高 特急 加急",
    Priority.HIGH: "high p1 高 重要",
    Priority.NORMAL: "normal medium p2 中 普通 一般 正常",
    Priority.LOW: "low p3 低",
}
PRIORITIES = {word: one for one, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that tasks are grouped by."""

    name: str


class Span:
    """`~2-5d`, 预估两天, or bare where it is an object: `left 12 1d`."""

    usage = "~DURATION"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a duration off the front."""
        sign = re.match(r"~\s*", fold(text[:LONGEST_DURATION])) or lead_at_front(
            text[:LONGEST_DURATION], _SIZE
        )
        if sign is not None:
            return _longest_duration(text, sign.end())
        value = when.read_duration(text) if marker.bare else None
        if marker.bare and value is None and when.is_beyond(text):
            raise _beyond(text)
        return Taken(value, "") if value else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read `~2d` off the end."""
        folded = fold(text)
        at = folded.rfind("~", -LONGEST_DURATION)
        if at >= 0 and (value := when.read_duration(text[at + 1 :])):
            return Taken(value, text[:at])
        for lead in leads_in(text[-LONGEST_DURATION:], _SIZE):
            start = max(0, len(text) - LONGEST_DURATION) + lead.start()
            value = when.read_duration(text[start + len(lead[0]) :])
            if value is not None:
                return Taken(value, text[:start])
        return None

    async def whole(self, text: str, request: Request) -> when.Duration:  # noqa: ARG002
        """Read a field."""
        value = when.read_duration(text.lstrip("~～ "))
        if value is None and when.is_beyond(text.lstrip("~～ ")):
            raise _beyond(text)
        if value is None:
            raise Unreadable("I can't read “{text}” as a duration. Try “2d” or “3h”.", text=text[:40])
        return value


def _beyond(text: str) -> Unreadable:
    return Unreadable("“{text}” is more than four years of work. Try “2d” or “2-5d”.", text=text[:40])


def _longest_duration(text: str, start: int) -> Taken | None:
    found = _SIZE_WORDS.match(fold(text), start, start + LONGEST_DURATION)
    ends = [] if found is None else [found.end(), start + len(found[0].split()[0])]
    for end in ends:
        value = when.read_duration(text[start:end])
        if value is not None:
            return Taken(value, text[end:])
    return None


class Urgent:
    """`!high`, `p1`, 优先级高."""

    usage = "!PRIORITY"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a known priority off the front."""
        folded = fold(text[:LONGEST_DURATION])
        lead = lead_at_front(folded, _RANK)
        if lead is not None:
            word = re.compile(r"[a-z]\w*|[\u3400-\u9fff]{1,2}").match(folded, lead.end())
            return _ranked(word[0], text, 0, word.end()) if word else None
        found = _RANK_SIGN.match(folded) or _RANK_PLAIN.match(folded) or _RANK_FIRST.match(folded)
        return _ranked(found[1], text, 0, found.end()) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a known priority off the end."""
        before = max(0, len(text) - LONGEST_DURATION)
        folded = fold(text[before:])
        for lead in leads_in(folded, _RANK):
            taken = _ranked(folded[lead.end() :].strip(), text, before + lead.start(), len(text))
            if taken is not None:
                return taken
        found = _RANK_AT_END.search(folded)
        if found is not None:
            return _ranked(found[1] or found[2], text, before + found.start(), len(text))
        found = re.search(rf"{BOUNDARY}{_RANK_FIRST.pattern}$", folded)
        return _ranked(found[1], text, before + found.start(), len(text)) if found else None

    async def whole(self, text: str, request: Request) -> Priority:  # noqa: ARG002
        """Read a field."""
        found = PRIORITIES.get(fold(text).lstrip("!"))
        if found is None:
            raise Unreadable("“{text}” is no priority: urgent, high, normal or low.", text=text[:40])
        return found


def _ranked(word: str, text: str, start: int, end: int) -> Taken | None:
    """Return a known priority; of two characters the first alone may be one."""
    value = PRIORITIES.get(word)
    if value is None and start == 0 and len(word) > 1 and not word.isascii():
        value, end = PRIORITIES.get(word[0]), end - 1
    return None if value is None else Taken(value, text[:start] + text[end:])


class Tags:
    """`#legal`, 标签法务: a tag is not only digits."""

    usage = "#TAG"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a tag off the front."""
        lead = lead_at_front(text[:LONGEST_TAG], _LABEL)
        found = _LABELLED.match(text, lead.end()) if lead else _TAG.match(fold(text[: 2 * LONGEST_TAG]))
        return _tagged(text[found.start(1) : found.end(1)], text[found.end() :]) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a tag off the end."""
        before = max(0, len(text) - LONGEST_TAG - 10)
        for lead in leads_in(text[before:], _LABEL):
            word = text[before + lead.end() :].strip().lstrip("#＃")
            if re.fullmatch(r"[\w-]{1,40}", word):
                return _tagged(word, text[: before + lead.start()])
        found = _TAG_AT_END.search(fold(text[before:]))
        return _tagged(text[before + found.start(1) :], text[: before + found.start()]) if found else None

    async def whole(self, text: str, request: Request) -> tuple[Tag, ...]:  # noqa: ARG002
        """Read a field of tags."""
        return tuple(Tag(one.lstrip("#＃").lower()) for one in text.split())


def _tagged(word: str, rest: str) -> Taken | None:
    return None if word.isdigit() else Taken((Tag(word.lower()),), rest)


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
        if not (text.isascii() and text.isdigit()) or len(text) > 9:  # noqa: PLR2004 - what a number may have
            raise Unreadable("“{text}” is no number.", text=text[:40])
        return int(text)
