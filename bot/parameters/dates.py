"""Dates as parameters: "by friday 3pm", 截止周五, 周五前."""

import re

from bot import when
from bot.command import Marker, Request, Taken
from bot.command.folding import fold, is_chinese
from bot.errors import Unreadable
from bot.parameters.markers import lead_at_front, leads_in
from bot.when.last_resort import read_field

DATE_WORDS = 7  # a date with its time has no more words than this
LONGEST = 120  # characters; no date with its marker is longer
LONGEST_CHINESE = 60  # and none among Chinese words

Value = when.When | when.Unclear

_WORKING_DAYS = re.compile(r"\+|work|business|工作日")


class Date:
    """`by friday 3pm`; the marker may be left out where the parameter says so."""

    usage = "DATE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a marked date off the front."""
        lead = lead_at_front(text[:LONGEST], marker) if marker.words else None
        if lead is None and not marker.bare and not is_chinese(text[:LONGEST]):
            return None
        reading = await _reading(text, request)
        later = await _later(text[lead.end() if lead else 0 :], request) if marker.ahead else None
        if later is not None:
            return Taken(later, "")
        if lead is not None:
            taken = _at_front(text, reading) or _at_front(text[lead.end() :], reading)
            if taken is not None:
                return taken
        return _marked_behind(text, reading) or (_at_front(text, reading) if marker.bare else None)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a marked date off the end, or a bare one where that is allowed."""
        leads = [one for one in leads_in(text, marker) if len(text) - one.end() <= LONGEST]
        if not leads and not marker.bare and not is_chinese(text[-LONGEST:]):
            return None
        reading = await _reading(text, request)
        for lead in leads:
            whole, behind = text[lead.start() :], text[lead.end() :]  # "before friday" is the day before
            value = when.read_when(whole, reading) or when.read_when(behind, reading)
            if value is not None:
                return Taken(value, text[: lead.start()])
        can_end = marker.bare or is_chinese(text[-LONGEST:])
        found = _at_the_end(text, reading) if can_end else None
        if found is not None and ((found[1].marked and is_chinese(text[found[0] :])) or marker.bare):
            return Taken(found[1].value, text[: found[0]])
        return _bare_words(text, reading) if marker.bare else None

    async def whole(self, text: str, request: Request) -> Value:
        """Read a field."""
        reading = await _reading(text, request)
        value = when.read_when(text, reading) or read_field(text, reading)
        if value is None:
            raise Unreadable("I can't read “{text}” as a date. Try “fri 3pm” or “5 Dec”.", text=text[:40])
        return value


async def _reading(text: str, request: Request) -> when.Reading:
    if _WORKING_DAYS.search(fold(text)):
        request.counts_days()
    return await request.full_reading()


async def _later(text: str, request: Request) -> Value | None:
    """A length of time, which is as much later: "2d" for "+2d"."""
    request.counts_days()
    return when.read_when(f"+{text.strip()}", await request.full_reading())


def no_such(day: when.Unclear) -> Unreadable:
    """What is said of a day that can't be."""
    text = day.text[:40]
    if day.why is when.Doubt.NO_TIME:
        return Unreadable("“{text}” is no time of day. Nothing was changed.", text=text)
    if day.why is when.Doubt.FAR:
        return Unreadable("“{text}” is more than two years ahead. Nothing was changed.", text=text)
    return Unreadable("There is no “{text}”. Nothing was changed.", text=text)


async def offered(title: str, request: Request) -> when.When | None:
    """The date without a marker at the end of a title, which may be meant as its due day."""
    found = _at_the_end(title, await request.full_reading())
    if found is None or found[0] == 0 or found[1].marked:
        return None
    return found[1].value if isinstance(found[1].value, when.When) else None


def _at_front(text: str, reading: when.Reading) -> Taken | None:
    words = list(re.finditer(r"\S+", text[:LONGEST]))[:DATE_WORDS]
    for word in reversed(words):
        value = when.read_when(text[: word.end()], reading)
        if value is not None:
            return Taken(value, text[word.end() :])
    return _chinese_at_front(text, reading)


def _marked_behind(text: str, reading: when.Reading) -> Taken | None:
    """Read 周五前 off the front."""
    return _chinese_at_front(text, reading, marked=True)


def _chinese_at_front(text: str, reading: when.Reading, *, marked: bool = False) -> Taken | None:
    head = text[:LONGEST_CHINESE]
    found = when.find_when(head, reading) if is_chinese(head) else None
    if found is None or found.start or not is_chinese(text[: found.end]) or (marked and not found.marked):
        return None
    return Taken(found.value, text[found.end :])


def _at_the_end(text: str, reading: when.Reading) -> tuple[int, when.Found] | None:
    """The date that ends a text, and where it begins."""
    tail = text.rstrip()[-LONGEST:]
    tail = tail[-LONGEST_CHINESE:] if is_chinese(tail) else tail
    found = when.find_when(tail, reading)
    if found is None or found.end != len(tail):
        return None
    return len(text.rstrip()) - len(tail) + found.start, found


def _bare_words(text: str, reading: when.Reading) -> Taken | None:
    words = list(re.finditer(r"\S+", text[-LONGEST:]))[-DATE_WORDS:]
    before = max(0, len(text) - LONGEST)
    for word in words:
        value = when.read_when(text[before + word.start() :], reading)
        if value is not None:
            return Taken(value, text[: before + word.start()])
    return None
