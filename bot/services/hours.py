"""Working hours and weekdays as people type them, and as their rows keep them: pure."""

import re
from collections.abc import Iterable, Sequence

from bot.errors import Unreadable
from bot.message import Code

MOST_SPANS = 6
A_DAY = 24 * 60  # minutes
HALF_A_DAY = A_DAY // 2
NOON = 12
LATEST_AFTER_NOON = 6 * 60  # a later hour behind others is one of the morning
EARLIEST = 5 * 60  # who begins at five or later, and ends at six, ends in the evening

_PART = r"(上午|早上|早|下午|傍晚|晚上|晚|中午)?"
_CLOCK = rf"{_PART}\s*(\d{{1,2}})(?:[:.](\d{{2}}))?\s*([ap]m)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|—|~|～|to|until|till|到|至)\s*{_CLOCK}")
_BREAK = re.compile(
    r"(?:with )?(?:a )?(?:lunch break|lunch|break)(?: from)?|(?:中间|中午)?(?:午休|休息)(?:时间)?"
)
_LATE_PARTS = ("下午", "傍晚", "晚上", "晚", "中午", "pm")
_BETWEEN = re.compile(r"[\s,，、;和&+]*(?:and)?[\s,，、;]*", re.IGNORECASE)
_FOLDED = str.maketrans("０１２３４５６７８９：點時間朝從両两", "0123456789:点时间早从二二")
_FIGURES = {"十二": "12", "十一": "11", "十": "10"} | {
    one: str(n) for n, one in enumerate("零一二三四五六七八九")
}
_FIGURE = re.compile("|".join(_FIGURES))

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
    worked, named, rest = _halved(_folded(text))
    breaks = _on_one_clock(_spans(rest, text), text) if named else []
    spans = _without(_on_one_clock(_spans(worked, text), text), breaks)
    spans.sort()
    if not _are_apart(spans):
        raise Unreadable("“{text}”: those hours overlap.", text=text[:60], field="hours")
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _folded(text: str) -> str:
    """Hours in figures: 早九晚六半 as 早9-晚6:30."""
    plain = _FIGURE.sub(lambda one: _FIGURES[one[0]], text.lower().translate(_FOLDED).strip())
    plain = re.sub(r"(\d)[点时]?半", r"\1:30", plain)
    plain = re.sub(
        r"(\d)[点时](?:(\d{2})分?|整|钟)?", lambda one: one[1] + (f":{one[2]}" if one[2] else ""), plain
    )
    return re.sub(r"(?<=[\d])\s*(?=晚)", "-", plain).removeprefix("from ").removeprefix("从").strip()


def _halved(plain: str) -> tuple[str, str, str]:
    """What is worked, and the break within it, where one is named."""
    found = _BREAK.search(plain)
    if found is None:
        return plain, "", ""
    return plain[: found.start()].rstrip(" ,，、;"), found[0], plain[found.end() :].lstrip(" :")


def _spans(plain: str, text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    at = 0
    while at < len(plain) and len(found) < MOST_SPANS:
        one = _SPAN.match(plain, at)
        if one is None:
            break
        found.append(one)
        gap = _BETWEEN.match(plain, one.end())
        at = gap.end() if gap else one.end()
    if not found or at < len(plain):
        raise _no_hours(text)
    return found


def _on_one_clock(found: Sequence[re.Match[str]], text: str) -> list[tuple[int, int]]:
    """The spans in minutes since midnight: 9-6 ends in the evening, and in 9-12 1-6 the second is later."""
    spans: list[tuple[int, int]] = []
    for one in found:
        start, end = _minutes(one, text)
        is_bare = not (one[1] or one[4] or one[5] or one[8])
        if is_bare and spans and start <= LATEST_AFTER_NOON and start < spans[-1][1] <= start + HALF_A_DAY:
            start, end = start + HALF_A_DAY, end + HALF_A_DAY
        spans.append((start, end))
    return spans


def _minutes(found: re.Match[str], text: str) -> tuple[int, int]:
    """A span in minutes since midnight; an end that is not after the start is on the next day."""
    start = _minute(found[2], found[3], found[1] or found[4])
    end = _minute(found[6], found[7], found[5] or found[8])
    if start is None or end is None or start in (A_DAY, end):
        raise _no_hours(text)
    is_said = found[5] or found[8] or found[6].startswith("0")
    is_early = EARLIEST <= start <= HALF_A_DAY  # nobody works from nine in the morning to six the next
    if not is_said and end < start < end + HALF_A_DAY and (is_early or found[1] or found[4]):
        end += HALF_A_DAY
    return start, end if end > start else end + A_DAY


def _without(spans: Sequence[tuple[int, int]], breaks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans less the breaks in them; a break at one is at one in the afternoon."""
    left = list(spans)
    for begin, end in breaks:
        ahead = 0 if any(start <= begin < last for start, last in left) else HALF_A_DAY
        pieces = [
            ((start, min(last, begin + ahead)), (max(start, end + ahead), last)) for start, last in left
        ]
        left = [(start, last) for both in pieces for start, last in both if start < last]
    return left


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half in ("am", "pm") and not 1 <= hours <= NOON:
        return None
    if half and hours <= NOON:
        is_late = half in _LATE_PARTS and not (half == "中午" and hours == NOON - 1)
        hours = hours % NOON + (NOON if is_late else 0)
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
