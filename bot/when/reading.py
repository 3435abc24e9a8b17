"""What people call these words: read_when for a whole text, find_when in a sentence, read_range for leave."""

import re
from datetime import date, datetime
from typing import NamedTuple

from bot.when import cascade, clocks, days
from bot.when.grammar import (
    Clock,
    Day,
    ImpossibleDateError,
    ImpossibleTimeError,
    Moment,
    Part,
    Token,
    TooFarError,
    kinds_of,
    letters,
)
from bot.when.lexing import LONGEST, fold, tokens_of
from bot.when.meaning import Doubt, Found, Reading, Unclear, When

LONGEST_EXPRESSION = 200  # characters; no whole date is longer
YEARS_AHEAD = 2  # a date beyond them is asked back
WRONG_YEAR = 31  # days; a date longer ago was perhaps meant a year later, a nearer one as it was said

_EXPRESSIONS = ("moment", "impossible")
_LEAD = re.compile(
    letters(
        "((no later than|by|until|before|zh_due)(is|comma|by|on|at|in|to|the|or|before|until|zh_due|dot)*"
        "|(on|at|in|from|the|vague)+)$"
    )
)
_MARKED = re.compile(letters("no later than|by|until|before|zh_due"))
_BEFORE = re.compile(letters("before (the|comma)*$"))
_OR_BEFORE = re.compile(letters("(on|by) or before"))
_TAIL = re.compile(letters("^(comma|dot|zh_of)? (zh_before|zh_due|zh_within)"))
_AROUND = re.compile(
    letters(
        "(no|later|than|by|until|before|is|comma|dot|on|at|in|to|the|or|vague|stop|zh_due|zh_before|zh_within|zh_exact|zh_of|zh_again|dash)*"
    )
)


def read_when(text: str, reading: Reading) -> When | Unclear | None:
    """Read a text that is a date and nothing else, but for words such as "by" and 之前; None if it is not."""
    if len(text) > LONGEST_EXPRESSION or not text.strip():
        return None
    lexemes = tokens_of(fold(text))
    if any(token.kind == "word" for token in lexemes):  # no rule takes a word without meaning
        return None
    tokens = cascade.joined(lexemes, reading)
    places = [index for index, token in enumerate(tokens) if token.kind in _EXPRESSIONS]
    if len(places) != 1:
        return None
    index = places[0]
    rest = kinds_of(tokens[:index] + tokens[index + 1 :])
    if not _AROUND.fullmatch(rest):
        return None
    said = tokens[index]
    return _value(tokens, index, reading, text[said.start : said.end])


def find_when(text: str, reading: Reading) -> Found | None:
    """Find the one expression that is meant as the date in a sentence; places are the original's.

    Of several, a marked one wins (the last), else the first. A past or impossible day without a marker
    is no date of a plan and is left alone. Of a text over 1,000 characters only both ends are read.
    """
    if len(text) > LONGEST:
        half = LONGEST // 2
        head, tail = _found_in(text[:half], reading), _found_in(text[-half:], reading)
        found = tail if tail and (tail.marked or not head) else head
        offset = len(text) - half if found is tail else 0
        return found and Found(found.value, found.start + offset, found.end + offset, found.marked)
    return _found_in(text, reading)


def _found_in(text: str, reading: Reading) -> Found | None:
    tokens = cascade.read(fold(text), reading)
    spots = [_spot(tokens, index) for index, token in enumerate(tokens) if token.kind in _EXPRESSIONS]
    marked = next((spot for spot in reversed(spots) if spot.marked), None)
    if marked:
        return _found(text, tokens, marked, reading)
    for spot in spots:
        if not _is_bare(tokens[spot.place]):
            found = _found(text, tokens, spot, reading)
            if not _is_past(found.value):
                return found
    return None


def _is_bare(token: Token) -> bool:
    """Whether it is no more than "at 9", which in a sentence may be the price or the place."""
    moment = token.value
    return isinstance(moment, Moment) and not moment.day and moment.clock is not None and moment.clock.bare


def _is_past(value: When | Unclear) -> bool:
    return isinstance(value, Unclear) and value.why in (Doubt.PAST, Doubt.IMPOSSIBLE, Doubt.NO_TIME)


class _Spot(NamedTuple):
    """Where an expression stands among the tokens, with its markers before and after."""

    place: int
    first: int
    last: int
    marked: bool


def _spot(tokens: list[Token], index: int) -> _Spot:
    lead = _LEAD.search(kinds_of(tokens[max(0, index - 6) : index]))
    tail = _TAIL.match(kinds_of(tokens[index + 1 : index + 3]))
    first = index - len(lead[0]) if lead else index
    last = index + len(tail[0]) if tail else index
    return _Spot(index, first, last, bool(tail or (lead and _MARKED.match(lead[0]))))


def _found(text: str, tokens: list[Token], spot: _Spot, reading: Reading) -> Found:
    said = tokens[spot.place]
    value = _value(tokens, spot.place, reading, text[said.start : said.end])
    return Found(value, tokens[spot.first].start, tokens[spot.last].end, spot.marked)


def _value(tokens: list[Token], index: int, reading: Reading, text: str) -> When | Unclear:
    token = tokens[index]
    if isinstance(token.value, Doubt):
        return Unclear((), token.value, text)
    before = kinds_of(tokens[max(0, index - 4) : index])
    strictly = bool(_BEFORE.search(before)) and not _OR_BEFORE.search(before)
    if not isinstance(token.value, Moment):
        return Unclear((), Doubt.IMPOSSIBLE, text)
    try:
        return resolve(_day_before(token.value) if strictly else token.value, reading, text)
    except ImpossibleTimeError:
        return Unclear((), Doubt.NO_TIME, text)
    except (ImpossibleDateError, OverflowError):
        return Unclear((), Doubt.IMPOSSIBLE, text)
    except TooFarError:
        return Unclear((), Doubt.FAR, text)


def _day_before(moment: Moment) -> Moment:
    """Read "before friday": the day before; before a period, the day before it begins."""
    day = moment.day
    if day is None or moment.clock or moment.part or day.to_the_end:
        return moment
    options = tuple(days.add_days(option, -1) for option in ([day.first] if day.first else day.options))
    return moment._replace(day=Day(options, day.doubt))


def resolve(moment: Moment, reading: Reading, text: str) -> When | Unclear:
    """Weigh what was said against now: the future is meant, and what is past, far or twofold is asked."""
    clock = clocks.settled(moment.clock) if moment.clock else None
    if moment.day is None:
        return _next_time(moment.clock, reading) if moment.clock else Unclear((), Doubt.IMPOSSIBLE, text)
    options = tuple(_at(day, clock, moment.part) for day in _days(moment.day, clock, reading))
    if moment.day.doubt:
        return Unclear(options, moment.day.doubt, text)
    return _weighed(options[0], moment, reading, text)


def _days(day: Day, clock: Clock | None, reading: Reading) -> tuple[date, ...]:
    """Return the days meant: a weekday that is today's is today if its time is still to come."""
    if clock and day.weekday == reading.today.weekday() and clock.at > reading.now.time():
        return (reading.today,)
    return day.options


def _at(day: date, clock: Clock | None, part: Part | None) -> When:
    if clock:
        return When(days.add_days(day, 1) if clock.next_day else day, clock.at)
    return When(day, clocks.end_of(part) if part else None)


def _next_time(clock: Clock, reading: Reading) -> When:
    at = clocks.settled(clock).at
    now = reading.now.time()
    return When(reading.today if at > now else days.add_days(reading.today, 1), at)


def _weighed(when: When, moment: Moment, reading: Reading, text: str) -> When | Unclear:
    if _passed(when, reading.now):
        return _past(when, moment, reading, text)
    if when.day > days.add_months(reading.today, 12 * YEARS_AHEAD):
        return Unclear((when,), Doubt.FAR, text)
    return when


def _passed(when: When, now: datetime) -> bool:
    return when.day < now.date() or (when.day == now.date() and when.at is not None and when.at < now.time())


def _past(when: When, moment: Moment, reading: Reading, text: str) -> When | Unclear:
    """Ask about a day or time gone by, offering the next one like it."""
    clock = moment.clock
    if when.day == reading.today and clock and not clock.sure and when.at and when.at.hour < clocks.NOON:
        later = when.at.replace(hour=when.at.hour + clocks.NOON)
        if later >= reading.now.time():
            return When(when.day, later)
    if when.day >= reading.today:
        return Unclear((when, When(days.add_days(when.day, 1), when.at)), Doubt.PAST, text)
    if days.add_days(when.day, WRONG_YEAR) >= reading.today:
        return Unclear((when,), Doubt.PAST, text)
    again = days.add_months(when.day, 12 * max(1, reading.today.year - when.day.year))
    if again < reading.today:
        again = days.add_months(again, 12)
    return Unclear((when, When(again, when.at)), Doubt.PAST, text)
