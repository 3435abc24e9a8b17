"""Plain English forms of days, times and durations."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time, timedelta

from bot.when.meaning import WORK_DAYS_A_WEEK, WORK_HOURS_A_DAY, Doubt, Duration, Reading, Unclear, When

FARTHEST = timedelta(days=731)  # two years; beyond them a date is asked back
LONGEST = 60  # characters; no plain date is longer

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1}
_WORKING_MONDAY_TO = {"eow": 4, "end of week": 4, "end of the week": 4, "this week": 4}
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
}
_MARKED = re.compile(r"^(?:by|due|before|until|on)\s+")
_TIME = re.compile(r"(?:^|\s+(?:at\s+)?|\s*,\s*)(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")
_IN = re.compile(r"in\s+(\w+)\s+(working\s+days?|business\s+days?|days?|weeks?|months?)")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(?:\s*[-\u2013]\s*(\d+(?:\.\d+)?))?\s*([a-z]+)")

Day = date | Unclear


def read_when(text: str, reading: Reading) -> When | Unclear | None:
    """Return the day, and the time if one was said, that the whole text names; None if it names none."""
    if len(text) > LONGEST:
        return None
    words = _MARKED.sub("", " ".join(text.lower().split()))
    if not words:
        return None
    day = _day(words, reading)
    if day is not None:
        return _checked(day, None, words, reading)
    found = _TIME.search(words)
    at = _clock(found) if found else None
    if found is None or at is None:
        return _no_such_time(found, words)
    before = words[: found.start()].strip(" ,")
    day = _day(before, reading) if before else _next_time(at, reading)
    return _checked(day, at, words, reading) if day is not None else None


def read_duration(text: str) -> Duration | None:
    """Return the working hours that a text such as "2-5d", "3h", "half a day" names."""
    words = " ".join(text.lower().split())
    if words in ("half a day", "half day"):
        return Duration(WORK_HOURS_A_DAY / 2, WORK_HOURS_A_DAY / 2)
    found = _AMOUNT.fullmatch(words)
    hours = _unit_hours(found[3]) if found else None
    if found is None or hours is None:
        return None
    low = float(found[1]) * hours
    high = float(found[2]) * hours if found[2] else low
    return Duration(min(low, high), max(low, high)) if 0 < max(low, high) < WORK_HOURS_A_DAY * 1000 else None


def _unit_hours(unit: str) -> float | None:
    if unit in ("h", "hr", "hrs", "hour", "hours"):
        return 1.0
    if unit in ("d", "day", "days"):
        return WORK_HOURS_A_DAY
    if unit in ("w", "wk", "week", "weeks"):
        return WORK_HOURS_A_DAY * WORK_DAYS_A_WEEK
    return None


def _no_such_time(found: re.Match[str] | None, words: str) -> Unclear | None:
    """A time such as 25:00 is asked back; other words are none."""
    return Unclear((), Doubt.IMPOSSIBLE, words) if found is not None and found[2] else None


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if found[2] is None and half is None:
        return None  # a bare number is no time
    if half is not None:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of half a day
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day's hours


def _next_time(at: time, reading: Reading) -> date:
    is_over = at <= reading.now.time()
    return reading.today + timedelta(days=1 if is_over else 0)


def _day(words: str, reading: Reading) -> Day | None:
    readers: tuple[Callable[[str, Reading], Day | None], ...] = (_named, _weekday, _counted, _period, _dated)
    for read in readers:
        found = read(words, reading)
        if found is not None:
            return found
    return None


def _named(words: str, reading: Reading) -> date | None:
    if words == "day after tomorrow" or words == "the day after tomorrow":  # noqa: PLR1714 - two sentences
        return reading.today + timedelta(days=2)
    return reading.today + timedelta(days=_NAMED[words]) if words in _NAMED else None


def _weekday(words: str, reading: Reading) -> Day | None:
    lead, _, name = words.rpartition(" ")
    number = _index(name, _WEEKDAYS)
    if number is None or lead not in ("", "this", "next", "coming"):
        return None
    ahead = (number - reading.today.weekday()) % 7 or 7
    nearest = reading.today + timedelta(days=ahead)
    if lead != "next":
        return nearest
    of_next_week = reading.today - timedelta(days=reading.today.weekday()) + timedelta(days=7 + number)
    if nearest == of_next_week or reading.next_weekday == "nearest":
        return nearest
    if reading.next_weekday == "next_week":
        return of_next_week
    return Unclear((When(nearest), When(of_next_week)), Doubt.TWO_WEEKS, words)


def _counted(words: str, reading: Reading) -> date | None:
    found = _IN.fullmatch(words)
    if found is None:
        return None
    count = _COUNTS.get(found[1], int(found[1]) if found[1].isdigit() and len(found[1]) < 4 else 0)  # noqa: PLR2004
    if not count:
        return None
    if "ing" in found[2] or "business" in found[2]:
        return _working_days_on(reading, count)
    if found[2].startswith("month"):
        return _months_on(reading.today, count)
    return reading.today + timedelta(days=count * (7 if found[2].startswith("week") else 1))


def _working_days_on(reading: Reading, count: int) -> date:
    day = reading.today
    for _ in range(count * 10):  # at worst one day in ten is worked
        day += timedelta(days=1)
        count -= reading.is_working_day(day)
        if not count:
            break
    return day


def _months_on(day: date, count: int) -> date:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _period(words: str, reading: Reading) -> date | None:
    """A period is its last day; a week's is its Friday."""
    today = reading.today
    monday = today - timedelta(days=today.weekday())
    if words in _WORKING_MONDAY_TO:
        return monday + timedelta(days=4 if today.weekday() < 5 else 11)  # noqa: PLR2004 - Friday of this week or next
    if words == "next week":
        return monday + timedelta(days=11)
    if words in ("end of month", "end of the month", "eom", "this month"):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if words == "next month":
        following = _months_on(today.replace(day=1), 1)
        return following.replace(day=monthrange(following.year, following.month)[1])
    return today if words in ("eod", "end of day", "end of the day") else None


def _dated(words: str, reading: Reading) -> Day | None:
    if found := _ISO.fullmatch(words):
        return _real(int(found[1]), int(found[2]), int(found[3]), words)
    if found := _DAY_MONTH.fullmatch(words):
        return _in_month(found[2], int(found[1]), found[3], words, reading)
    if found := _MONTH_DAY.fullmatch(words):
        return _in_month(found[1], int(found[2]), found[3], words, reading)
    if found := _NUMBERS.fullmatch(words):
        return _numbers(int(found[1]), int(found[2]), found[3], words, reading)
    return None


def _in_month(name: str, day: int, year: str | None, words: str, reading: Reading) -> Day | None:
    month = _index(name, _MONTHS)
    return None if month is None else _this_year_or_next(month + 1, day, year, words, reading)


def _numbers(first: int, second: int, year: str | None, words: str, reading: Reading) -> Day:
    day_first = _this_year_or_next(second, first, year, words, reading)
    month_first = _this_year_or_next(first, second, year, words, reading)
    if reading.order == "dmy" or isinstance(month_first, Unclear):
        return day_first
    if reading.order == "mdy" or isinstance(day_first, Unclear) or first == second:
        return month_first
    return Unclear((When(day_first), When(month_first)), Doubt.DAY_MONTH, words)


def _this_year_or_next(month: int, day: int, year: str | None, words: str, reading: Reading) -> Day:
    """The coming one, where no year was said."""
    if year is not None:
        return _real(int(year), month, day, words)
    this = _real(reading.today.year, month, day, words)
    if isinstance(this, date) and this >= reading.today:
        return this
    return _real(reading.today.year + 1, month, day, words)


def _real(year: int, month: int, day: int, words: str) -> Day:
    if 1 <= month <= 12 and 1 <= year <= 9998 and 1 <= day <= monthrange(year, month)[1]:  # noqa: PLR2004 - a calendar
        return date(year, month, day)
    return Unclear((), Doubt.IMPOSSIBLE, words)


def _checked(day: Day, at: time | None, words: str, reading: Reading) -> When | Unclear:
    """Past and far dates are asked back."""
    if isinstance(day, Unclear):
        return Unclear(tuple(When(one.day, at) for one in day.options), day.why, day.text)
    when = When(day, at)
    is_past = day < reading.today or (day == reading.today and at is not None and at < reading.now.time())
    if is_past:
        return Unclear((when,), Doubt.PAST, words)
    return Unclear((when,), Doubt.FAR, words) if day - reading.today > FARTHEST else when


def _index(name: str, names: tuple[str, ...]) -> int | None:
    """The place of a name, which may be cut to its first three letters."""
    for number, one in enumerate(names):
        if name == one or (len(name) >= 3 and name in (one[:3], one[:4])):  # noqa: PLR2004 - "fri", "sept"
            return number
    return None
