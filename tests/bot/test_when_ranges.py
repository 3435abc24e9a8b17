"""The days of a leave and how long work takes, in English and both Chinese scripts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.when import Range, Reading, Unclear, read_duration, read_range

READING = Reading(datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")))


def told(value: Range | Unclear | None) -> str:
    """Return "27 Nov pm", "5 Dec - 9 Dec am", "past?" for a question, "-" for nothing."""
    if value is None:
        return "-"
    if isinstance(value, Unclear):
        return f"{value.why.value}?"
    first = f"{_day(value.first)} {value.first_half or ''}".strip()
    last = f"{_day(value.last)} {value.last_half or ''}".strip()
    if value.first == value.last:
        return f"{_day(value.first)} {value.first_half or value.last_half or ''}".strip()
    return f"{first} - {last}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


LEAVES = [
    ("friday", "27 Nov"),
    ("today", "25 Nov"),
    ("5 Dec to 9 Dec", "5 Dec - 9 Dec"),
    ("5 to 9 December", "5 Dec - 9 Dec"),
    ("24 Dec - 1 Jan", "24 Dec - 1 Jan"),
    ("dec 5-9", "5 Dec - 9 Dec"),
    ("5-9 dec", "5 Dec - 9 Dec"),
    ("from monday to wednesday", "30 Nov - 2 Dec"),
    ("monday - wednesday", "30 Nov - 2 Dec"),
    ("monday and tuesday", "30 Nov - 1 Dec"),
    ("28 Dec to 3 Jan", "28 Dec - 3 Jan"),
    ("next week", "30 Nov - 4 Dec"),
    ("this week", "25 Nov - 27 Nov"),
    ("until friday", "25 Nov - 27 Nov"),
    ("tomorrow for 3 days", "26 Nov - 30 Nov"),
    ("tomorrow afternoon", "26 Nov pm"),
    ("friday morning", "27 Nov am"),
    ("monday afternoon to wednesday morning", "30 Nov pm - 2 Dec am"),
    ("周五", "27 Nov"),
    ("下周一到周三", "30 Nov - 2 Dec"),
    ("下周一和周二", "30 Nov - 1 Dec"),
    ("本周五到下周二", "27 Nov - 1 Dec"),
    ("12月5日到9日", "5 Dec - 9 Dec"),
    ("12月5日至9日", "5 Dec - 9 Dec"),
    ("5号到9号", "5 Dec - 9 Dec"),
    ("明天下午", "26 Nov pm"),
    ("明天起三天", "26 Nov - 30 Nov"),
    ("下週一到週三", "30 Nov - 2 Dec"),
    ("下週一下午至週三上午", "30 Nov pm - 2 Dec am"),
    ("5號到9號", "5 Dec - 9 Dec"),
    ("9 Dec to 5 Dec", "backwards?"),
    ("5 Dec to 9 Nov", "backwards?"),
    ("9-5 Dec", "backwards?"),
    ("5 Dec - 9 Dec", "5 Dec - 9 Dec"),
    ("5 Dec-9 Dec", "5 Dec - 9 Dec"),
    ("mon - fri", "30 Nov - 4 Dec"),
    ("2026-12-05 to 2027-11-30", "too_long?"),
    ("30 Feb to 3 Mar", "impossible?"),
    ("2月30日", "impossible?"),
    ("25:00", "no_time?"),
    ("25点", "no_time?"),
    ("yesterday", "past?"),
    ("hello", "-"),
    ("friday at 3pm", "-"),
    ("friday budget", "-"),
    ("monday and thursday", "-"),
    ("", "-"),
]
DURATIONS = [
    ("2d", (16, 16)),
    ("2-5d", (16, 40)),
    ("2d-5d", (16, 40)),
    ("5-2d", (16, 40)),
    ("2 - 5 days", (16, 40)),
    ("two to three days", (16, 24)),
    ("half a day", (4, 4)),
    ("1.5d", (12, 12)),
    ("1,5d", (12, 12)),
    ("3h", (3, 3)),
    ("an hour and a half", (1.5, 1.5)),
    ("90 minutes", (1.5, 1.5)),
    ("2 days 4 hours", (20, 20)),
    ("a week", (40, 40)),
    ("两天半", (20, 20)),
    ("两三天", (16, 24)),
    ("三四個星期", (120, 160)),
    ("兩天半", (20, 20)),
    ("半天", (4, 4)),
    ("3-5天", (24, 40)),
    ("三到五天", (24, 40)),
    ("２天", (16, 16)),
    ("一周", (40, 40)),
    ("2小时", (2, 2)),
    ("2小時", (2, 2)),
    ("三個工作日", (24, 24)),
    ("0d", None),
    ("99999d", None),
    ("-3d", None),
    ("d", None),
    ("5", None),
    ("soon", None),
    ("", None),
    ("2" * 10_000 + "d", None),
]


@pytest.mark.parametrize(("words", "expected"), LEAVES, ids=lambda one: one)
def test_the_days_of_a_leave(words: str, expected: str) -> None:
    assert told(read_range(words, READING)) == expected


@pytest.mark.parametrize(("words", "hours"), DURATIONS, ids=lambda one: str(one)[:20])
def test_how_long_work_takes(words: str, hours: tuple[float, float] | None) -> None:
    found = read_duration(words)
    assert (found and (found.low_hours, found.high_hours)) == hours
