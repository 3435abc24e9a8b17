"""Working hours and weekdays as people type them, and as their rows keep them: pure."""

import re
from collections.abc import Iterable, Sequence

from bot.errors import Unreadable
from bot.message import Code

MOST_SPANS = 6
A_DAY = 24 * 60  # minutes

_CLOCK = r"(\d{1,2})(?:[:.点點时時](\d{2})?)?\s*(am|pm)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|—|~|～|to|until|到|至)\s*{_CLOCK}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,，、;和&+]*(?:and)?[\s,，、;]*", re.IGNORECASE)
_FOLDED = str.maketrans("０１２３４５６７８９：", "0123456789:")

_DAYS = {
    "1": ("monday", "mon", "mo", "周一", "星期一", "礼拜一", "一"),
    "2": ("tuesday", "tues", "tue", "tu", "周二", "星期二", "礼拜二", "二"),
    "3": ("wednesday", "wed", "we", "周三", "星期三", "礼拜三", "三"),
    "4": ("thursday", "thurs", "thur", "thu", "th", "周四", "星期四", "礼拜四", "四"),
    "5": ("friday", "fri", "fr", "周五", "星期五", "礼拜五", "五"),
    "6": ("saturday", "sat", "sa", "周六", "星期六", "礼拜六", "六"),
    "7": ("sunday", "sun", "su", "周日", "周天", "星期日", "星期天", "礼拜日", "礼拜天", "日", "天"),
}
_GROUPS = {
    "12345": ("weekdays", "workdays", "weekday", "工作日"),
    "67": ("weekend", "weekends", "周末"),
    "1234567": ("daily", "every day", "everyday", "all", "每天"),
}
_NUMBERS = {name: number for number, names in _DAYS.items() for name in names}
_NAMED = {name: numbers for numbers, names in _GROUPS.items() for name in names}
_WORDS = "|".join(sorted((*_NUMBERS, *_NAMED), key=len, reverse=True))
_DAY_RANGE = re.compile(rf"({_WORDS})(?:s?\s*(?:-|–|to|until|到|至)\s*({_WORDS}))?s?", re.IGNORECASE)


def read_hours(text: str) -> str:
    """Return hours as a row keeps them, such as "9:00-12:00 13:00-18:00"; the last span may cross midnight.

    Raises:
        Unreadable: they can't be read, overlap, or make no time.
    """
    spans = [_minutes(one, text) for one in _spans(text)]
    spans.sort()
    if not _are_apart(spans):
        raise Unreadable("“{text}”: those hours overlap.", text=text[:60], field="hours")
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _spans(text: str) -> list[re.Match[str]]:
    folded = text.translate(_FOLDED).strip()
    found: list[re.Match[str]] = []
    at = 0
    while at < len(folded) and len(found) < MOST_SPANS:
        one = _SPAN.match(folded, at)
        if one is None:
            break
        found.append(one)
        gap = _BETWEEN.match(folded, one.end())
        at = gap.end() if gap else one.end()
    if not found or at < len(folded):
        raise _no_hours(text)
    return found


def _minutes(found: re.Match[str], text: str) -> tuple[int, int]:
    """A span in minutes since midnight; an end that is not after the start is on the next day."""
    start, end = _minute(found[1], found[2], found[3]), _minute(found[4], found[5], found[6])
    if start is None or end is None or start in (A_DAY, end):
        raise _no_hours(text)
    return start, end if end > start else end + A_DAY


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:  # noqa: PLR2004 - a clock's face
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    if minutes > 59 or hours * 60 + minutes > A_DAY:  # noqa: PLR2004 - minutes of an hour
        return None
    return hours * 60 + minutes


def _are_apart(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether no span runs into the next one, nor the last one into the next day's first."""
    following = [start for start, _ in spans[1:]] + [spans[0][0] + A_DAY]
    return all(end <= start for (_, end), start in zip(spans, following, strict=True))


def _clock(minutes: int) -> str:
    minutes = minutes if minutes <= A_DAY else minutes - A_DAY
    return f"{minutes // 60}:{minutes % 60:02}"


def _no_hours(text: str) -> Unreadable:
    return Unreadable(
        "I can't read “{text}” as working hours. Try {one} or {several}.",
        text=text[:60],
        one=Code("10-18"),
        several=Code("9:00-12:00 13:00-18:00"),
        field="hours",
    )


def read_weekdays(text: str) -> str:
    """Return weekdays as a row keeps them: ISO numbers in order, such as "12345".

    Raises:
        Unreadable: there is a word that is no weekday, or none at all.
    """
    folded = text.strip().lower().replace("週", "周").replace("禮拜", "礼拜")
    if re.fullmatch(r"[1-7]{1,7}", folded):
        return "".join(sorted(set(folded)))
    days: set[str] = set()
    at = 0
    while at < len(folded):
        found = _DAY_RANGE.match(folded, at)
        if found is None:
            break
        days.update(_days_of(found))
        gap = _BETWEEN.match(folded, found.end())
        at = gap.end() if gap else found.end()
    if not days or at < len(folded):
        raise Unreadable(
            "I can't read “{text}” as weekdays. Try {one} or {several}.",
            text=text[:60],
            one=Code("mon-fri"),
            several=Code("mon tue thu"),
            field="days",
        )
    return "".join(sorted(days))


def _days_of(found: re.Match[str]) -> Iterable[str]:
    first, last = found[1].lower(), (found[2] or "").lower()
    if not last or first in _NAMED or last in _NAMED:
        return [*_NAMED.get(first, _NUMBERS.get(first, "")), *_NAMED.get(last, _NUMBERS.get(last, ""))]
    start, end = int(_NUMBERS[first]), int(_NUMBERS[last])
    count = (end - start) % 7 + 1
    return [str((start - 1 + ahead) % 7 + 1) for ahead in range(count)]
