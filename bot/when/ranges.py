"""Reading the days of a leave: "5 Dec to 9 Dec", "friday", "tomorrow afternoon", 下周一到周三."""

import re
from dataclasses import replace
from datetime import date

from bot.when import cascade, days
from bot.when.grammar import (
    Amount,
    Day,
    ImpossibleDateError,
    Moment,
    Part,
    Token,
    TooFarError,
    Unit,
    kinds_of,
    letters,
)
from bot.when.lexing import fold
from bot.when.meaning import Doubt, Range, Reading, Unclear
from bot.when.reading import LONGEST_EXPRESSION, resolve

LONGEST_LEAVE = 300  # days; 9 Dec to 5 Dec is a slip of the pen
_TO = "(to|dash|until|comma? (to|until))"
_LEAD = "(from|on|comma|the|at|in|vague)*"
_TAIL = "(comma|dot|stop|zh_of|zh_within|dash)*"
_DAYS = re.compile(letters(f"{_LEAD} moment {_TAIL}"))
_UNTIL = re.compile(letters(f"(until|to|dash) {_LEAD} moment {_TAIL}"))
_FROM_TO = re.compile(letters(f"{_LEAD} (moment|number) {_TO} {_LEAD} (moment|number) {_TAIL}"))
_BOTH = re.compile(letters(f"{_LEAD} moment (and|comma) {_LEAD} moment {_TAIL}"))
_SO_LONG = re.compile(letters(f"{_LEAD} moment (for|comma|zh_of)* amount {_TAIL}"))
_DASH = re.compile(  # 5 Dec - 9 Dec, 5 Dec-9 Dec
    r"\s+-\s+|(?<=[a-z])-(?=\d{1,2}(?:st|nd|rd|th)?\s*[a-z])"
)
_LATER_PARTS = (Part.AFTERNOON, Part.EVENING, Part.NIGHT)


def read_range(text: str, reading: Reading) -> Range | Unclear | None:
    """Read days from and to, both included; a part of a day is half of it. None if it is anything else."""
    if len(text) > LONGEST_EXPRESSION:
        return None
    tokens = cascade.read(_DASH.sub(" to ", fold(text)), reading)
    doubt = next((token.value for token in tokens if isinstance(token.value, Doubt)), None)
    if doubt is not None:
        return Unclear((), doubt, text.strip())
    try:
        return _range(tokens, reading, text.strip())
    except ImpossibleDateError:
        return Unclear((), Doubt.IMPOSSIBLE, text.strip())
    except TooFarError:
        return Unclear((), Doubt.FAR, text.strip())


def _range(tokens: list[Token], reading: Reading, text: str) -> Range | Unclear | None:
    kinds = kinds_of(tokens)
    moments = [token.value for token in tokens if isinstance(token.value, Moment)]
    if not moments or any(moment.clock or not moment.day for moment in moments):
        return None
    if _DAYS.fullmatch(kinds):
        return _one(moments[0], reading, text)
    if _UNTIL.fullmatch(kinds):
        last = _one(moments[0], reading, text)
        return replace(last, first=reading.today, first_half=None) if isinstance(last, Range) else last
    if _BOTH.fullmatch(kinds):
        both = _between(moments[0], moments[1], reading, text)
        return None if isinstance(both, Range) and both.last != days.add_days(both.first, 1) else both
    if _FROM_TO.fullmatch(kinds):
        return _from_to(tokens, reading, text)
    if _SO_LONG.fullmatch(kinds):
        return _so_long(moments[0], tokens, reading, text)
    return None


def _one(moment: Moment, reading: Reading, text: str) -> Range | Unclear:
    """Return the days of one expression; of a period, those that are left."""
    last = resolve(moment._replace(part=None), reading, text)
    if isinstance(last, Unclear) or moment.day is None:
        return last if isinstance(last, Unclear) else Unclear((), Doubt.IMPOSSIBLE, text)
    first = max(moment.day.first or last.day, reading.today)
    return Range(
        min(first, last.day),
        last.day,
        "pm" if moment.part in _LATER_PARTS else None,
        "am" if moment.part is Part.MORNING else None,
    )


def _from_to(tokens: list[Token], reading: Reading, text: str) -> Range | Unclear | None:
    ends = [token for token in tokens if isinstance(token.value, Moment) or token.kind == "number"]
    one, two = (token.value for token in ends)
    if isinstance(two, Moment) and two.day and isinstance(one, float):  # 5 to 9 December
        one = Moment(two.day._replace(options=(_day_number(two.day.day, one),), first=None))
    if isinstance(one, Moment) and one.day and isinstance(two, float):  # December 5 to 9
        two = Moment(one.day._replace(options=(_day_number(one.day.day, two),), first=None))
    if not isinstance(one, Moment) or not isinstance(two, Moment):
        return None
    return _between(one, two, reading, text)


def _day_number(day: date, number: float) -> date:
    return days.exact(day.year, day.month, int(number))


def _between(one: Moment, two: Moment, reading: Reading, text: str) -> Range | Unclear:
    first = _one(one, reading, text)
    if isinstance(first, Unclear):
        return first
    last = _one(two._replace(day=_on_or_after(first.first, two.day)), reading, text)
    if isinstance(last, Unclear):
        return last
    if last.last < first.first:
        return Unclear((), Doubt.BACKWARDS, text)
    if last.last > days.add_days(first.first, LONGEST_LEAVE):
        rolled_over = two.day is not None and two.day.yearless  # 9 Nov was taken to be next year's
        return Unclear((), Doubt.BACKWARDS if rolled_over else Doubt.TOO_LONG, text)
    return Range(first.first, last.last, first.first_half, last.last_half)


def _on_or_after(first: date, day: Day | None) -> Day | None:
    """Return the end of a range as seen from its beginning: 下周一到周三, 28 Dec to 3 Jan, 12月5日到9日."""
    if day is None or day.doubt:
        return day
    if day.weekday is not None:
        return Day((days.add_days(first, (day.weekday - first.weekday()) % days.WEEK),))
    if day.numbered:
        return Day((days.day_of_month(first, day.day.day),))
    if day.yearless:
        return Day((days.month_day(first, day.day.month, day.day.day),))
    return day


def _so_long(moment: Moment, tokens: list[Token], reading: Reading, text: str) -> Range | Unclear | None:
    """Read "tomorrow for 3 days": working days, as in an estimate; weeks are those of the calendar."""
    first = _one(moment, reading, text)
    if isinstance(first, Unclear):
        return first
    (count, unit), *more = next(token.value for token in tokens if isinstance(token.value, Amount)).terms
    if more or count < 1 or count != int(count):
        return None
    if unit is Unit.WEEK:
        return Range(first.first, days.add_days(first.first, int(count) * days.WEEK - 1))
    if unit not in (Unit.DAY, Unit.WORKING_DAY):
        return None
    before = days.add_days(first.first, -1)
    return Range(first.first, days.add_working_days(before, int(count), reading.is_working_day))
