"""What comes again: as people say it, and when it comes next, also over clock changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when import (
    Frequency,
    NeverOccursError,
    Reading,
    Recurrence,
    find_recurrence,
    next_occurrence,
    read_recurrence,
)

BERLIN = ZoneInfo("Europe/Berlin")
READING = Reading(datetime(2026, 11, 25, 10, 0, tzinfo=BERLIN))
MONDAY = date(2026, 11, 23)  # every other week is counted from this one
HOLIDAY = date(2026, 11, 30)  # a Monday, and the last working day of its month otherwise


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day != HOLIDAY


def times(recurrence: Recurrence | None, count: int = 3, after: datetime = READING.now) -> list[str]:
    """Return the next local times: "Thu 26 Nov 9:30"."""
    assert recurrence is not None
    found: list[str] = []
    for _ in range(count):
        after = next_occurrence(recurrence, after.astimezone(UTC), BERLIN, is_working_day, MONDAY)
        local = after.astimezone(BERLIN)
        found.append(f"{local:%a} {local.day} {local:%b} {local.hour}:{local:%M}")
    return found


SAID = [
    ("weekdays 9:30", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("every weekday at half past nine", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("every day at 9", ["Thu 26 Nov 9:00", "Fri 27 Nov 9:00", "Sat 28 Nov 9:00"]),
    ("daily 9:30", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Sat 28 Nov 9:30"]),
    ("mon wed fri 10:30", ["Wed 25 Nov 10:30", "Fri 27 Nov 10:30", "Mon 30 Nov 10:30"]),
    ("tuesdays and thursdays 9:15", ["Thu 26 Nov 9:15", "Tue 1 Dec 9:15", "Thu 3 Dec 9:15"]),
    ("monday to thursday 10:00", ["Thu 26 Nov 10:00", "Mon 30 Nov 10:00", "Tue 1 Dec 10:00"]),
    ("every friday at 4pm", ["Fri 27 Nov 16:00", "Fri 4 Dec 16:00", "Fri 11 Dec 16:00"]),
    ("every other friday", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("every second friday", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("the second friday of every month", ["Fri 11 Dec 0:00", "Fri 8 Jan 0:00", "Fri 12 Feb 0:00"]),
    ("every 2 weeks on monday at 10am", ["Mon 7 Dec 10:00", "Mon 21 Dec 10:00", "Mon 4 Jan 10:00"]),
    ("last working day of the month", ["Fri 27 Nov 0:00", "Thu 31 Dec 0:00", "Fri 29 Jan 0:00"]),
    ("first monday of the month 9:00", ["Mon 7 Dec 9:00", "Mon 4 Jan 9:00", "Mon 1 Feb 9:00"]),
    ("monthly on the last friday at 4pm", ["Fri 27 Nov 16:00", "Fri 25 Dec 16:00", "Fri 29 Jan 16:00"]),
    ("odd weeks monday 9:30", ["Mon 30 Nov 9:30", "Mon 14 Dec 9:30", "Mon 28 Dec 9:30"]),
    ("fridays in even weeks", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("last working day of the quarter 16:00", ["Thu 31 Dec 16:00", "Wed 31 Mar 16:00", "Wed 30 Jun 16:00"]),
    ("first monday of the quarter", ["Mon 4 Jan 0:00", "Mon 5 Apr 0:00", "Mon 5 Jul 0:00"]),
    ("every quarter end", ["Thu 31 Dec 0:00", "Wed 31 Mar 0:00", "Wed 30 Jun 0:00"]),
    ("end of each month 17:00", ["Mon 30 Nov 17:00", "Thu 31 Dec 17:00", "Sun 31 Jan 17:00"]),
    ("every 15th", ["Tue 15 Dec 0:00", "Fri 15 Jan 0:00", "Mon 15 Feb 0:00"]),
    ("the 1st and 15th 9:00", ["Tue 1 Dec 9:00", "Tue 15 Dec 9:00", "Fri 1 Jan 9:00"]),
    ("每季度末", ["Thu 31 Dec 0:00", "Wed 31 Mar 0:00", "Wed 30 Jun 0:00"]),
    ("季度最后一个工作日下午4点", ["Thu 31 Dec 16:00", "Wed 31 Mar 16:00", "Wed 30 Jun 16:00"]),
    ("每季第一個工作天", ["Fri 1 Jan 0:00", "Thu 1 Apr 0:00", "Thu 1 Jul 0:00"]),
    ("每周一三五上午10点", ["Fri 27 Nov 10:00", "Mon 30 Nov 10:00", "Wed 2 Dec 10:00"]),
    ("every month on the 31st", ["Mon 30 Nov 0:00", "Thu 31 Dec 0:00", "Sun 31 Jan 0:00"]),
    ("every year on 1 May", ["Sat 1 May 0:00", "Mon 1 May 0:00", "Tue 1 May 0:00"]),
    ("每个工作日上午九点半", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("工作日9:30", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("每天早上9点", ["Thu 26 Nov 9:00", "Fri 27 Nov 9:00", "Sat 28 Nov 9:00"]),
    ("每晚八点", ["Wed 25 Nov 20:00", "Thu 26 Nov 20:00", "Fri 27 Nov 20:00"]),
    ("每周一三五10:30", ["Wed 25 Nov 10:30", "Fri 27 Nov 10:30", "Mon 30 Nov 10:30"]),
    ("每周一、三、五上午10点半", ["Wed 25 Nov 10:30", "Fri 27 Nov 10:30", "Mon 30 Nov 10:30"]),
    ("周一至周四 10:00", ["Thu 26 Nov 10:00", "Mon 30 Nov 10:00", "Tue 1 Dec 10:00"]),
    ("隔周周五", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("每月最后一个工作日", ["Fri 27 Nov 0:00", "Thu 31 Dec 0:00", "Fri 29 Jan 0:00"]),
    ("每月1号和15号", ["Tue 1 Dec 0:00", "Tue 15 Dec 0:00", "Fri 1 Jan 0:00"]),
    ("每月第一个周一", ["Mon 7 Dec 0:00", "Mon 4 Jan 0:00", "Mon 1 Feb 0:00"]),
    ("每个工作日上午９：３０", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("每個工作天上午九點半", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("每週五下午四點", ["Fri 27 Nov 16:00", "Fri 4 Dec 16:00", "Fri 11 Dec 16:00"]),
    ("每兩週的週一", ["Mon 7 Dec 0:00", "Mon 21 Dec 0:00", "Mon 4 Jan 0:00"]),
    ("单周周五 9:30", ["Fri 4 Dec 9:30", "Fri 18 Dec 9:30", "Fri 1 Jan 9:30"]),
    ("双周五 10点", ["Fri 27 Nov 10:00", "Fri 11 Dec 10:00", "Fri 25 Dec 10:00"]),
    ("每双周五", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("單週週一 9:30", ["Mon 30 Nov 9:30", "Mon 14 Dec 9:30", "Mon 28 Dec 9:30"]),
    ("雙週週五", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("隔周五 16:00", ["Fri 27 Nov 16:00", "Fri 11 Dec 16:00", "Fri 25 Dec 16:00"]),
    ("隔週五下午四點", ["Fri 27 Nov 16:00", "Fri 11 Dec 16:00", "Fri 25 Dec 16:00"]),
    ("每两个星期五", ["Fri 27 Nov 0:00", "Fri 11 Dec 0:00", "Fri 25 Dec 0:00"]),
    ("每个星期一 9:30", ["Mon 30 Nov 9:30", "Mon 7 Dec 9:30", "Mon 14 Dec 9:30"]),
    ("逢周五", ["Fri 27 Nov 0:00", "Fri 4 Dec 0:00", "Fri 11 Dec 0:00"]),
    ("平日 9:30", ["Thu 26 Nov 9:30", "Fri 27 Nov 9:30", "Tue 1 Dec 9:30"]),
    ("每月底", ["Mon 30 Nov 0:00", "Thu 31 Dec 0:00", "Sun 31 Jan 0:00"]),
    ("每月月末最后一天 17:00", ["Mon 30 Nov 17:00", "Thu 31 Dec 17:00", "Sun 31 Jan 17:00"]),
    ("every 月末最后一天 17:00", ["Mon 30 Nov 17:00", "Thu 31 Dec 17:00", "Sun 31 Jan 17:00"]),
    ("每月第一个工作日 9:30", ["Tue 1 Dec 9:30", "Fri 1 Jan 9:30", "Mon 1 Feb 9:30"]),
    ("每月倒數第二個工作日", ["Thu 26 Nov 0:00", "Wed 30 Dec 0:00", "Thu 28 Jan 0:00"]),
    ("每月最後一個工作日", ["Fri 27 Nov 0:00", "Thu 31 Dec 0:00", "Fri 29 Jan 0:00"]),
]


@pytest.mark.parametrize(("words", "expected"), SAID, ids=str)
def test_a_recurrence_comes_when_it_was_said_to_come(words: str, expected: list[str]) -> None:
    assert times(read_recurrence(words, READING)) == expected


@pytest.mark.parametrize(
    "words",
    ["", "9:30", "friday", "next friday", "every", "once", "every friday 25:00", "每", "周五", "soon"],
)
def test_what_comes_once_or_never_is_no_recurrence(words: str) -> None:
    assert read_recurrence(words, READING) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Send the report every friday at 4pm to Bo", "Fri 27 Nov 16:00"),
        ("提醒我每周五下午四点交周报", "Fri 27 Nov 16:00"),
        ("提醒我每週五下午四點交週報", "Fri 27 Nov 16:00"),
    ],
)
def test_a_recurrence_is_found_in_a_sentence(text: str, expected: str) -> None:
    assert times(find_recurrence(text, READING), 1) == [expected]


@pytest.mark.parametrize(("words", "_expected"), SAID, ids=str)
def test_a_recurrence_is_kept_as_json(words: str, _expected: object) -> None:
    found = read_recurrence(words, READING)
    assert found is not None
    assert Recurrence.from_json(found.to_json()) == found


def test_odd_and_even_weeks_go_by_their_number_in_the_year() -> None:
    before = datetime(2026, 12, 27, 12, tzinfo=BERLIN)  # 2026 has 53 weeks; the first of 2027 is odd as well
    assert times(read_recurrence("单周周五", READING), 3, before) == [
        "Fri 1 Jan 0:00",
        "Fri 8 Jan 0:00",
        "Fri 22 Jan 0:00",
    ]


DAILY_AT_HALF_PAST_TWO = read_recurrence("daily 2:30am", READING)


def test_a_time_that_the_clock_skips_comes_an_hour_later_that_day() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=BERLIN)
    assert times(DAILY_AT_HALF_PAST_TWO, 2, before) == ["Sun 28 Mar 3:30", "Mon 29 Mar 2:30"]


def test_a_time_that_comes_twice_counts_once_the_first_time() -> None:
    assert DAILY_AT_HALF_PAST_TWO is not None
    before = datetime(2026, 10, 24, 12, tzinfo=BERLIN)
    first = next_occurrence(DAILY_AT_HALF_PAST_TWO, before.astimezone(UTC), BERLIN, is_working_day)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = next_occurrence(DAILY_AT_HALF_PAST_TWO, first, BERLIN, is_working_day)
    assert second == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_is_left_out() -> None:
    apia = ZoneInfo("Pacific/Apia")  # crossed the date line: no 30 December 2011
    daily = Recurrence(Frequency.DAILY)
    eve = datetime(2011, 12, 29, 12, tzinfo=apia).astimezone(UTC)
    assert next_occurrence(daily, eve, apia, is_working_day).astimezone(apia).date() == date(2011, 12, 31)


def test_working_days_of_somebody_without_any_never_come() -> None:
    def never(_day: date) -> bool:
        return False

    with pytest.raises(NeverOccursError):
        next_occurrence(Recurrence(Frequency.DAILY, working_days=True), READING.now, BERLIN, never)


def test_every_other_week_is_counted_from_the_first_one() -> None:
    biweekly = Recurrence(Frequency.WEEKLY, 2, weekdays=(2,))
    anchor = date(2026, 11, 18)
    found = next_occurrence(biweekly, READING.now, BERLIN, is_working_day, anchor)
    assert found.astimezone(BERLIN).date() == date(2026, 12, 2)


ZONES = ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"]
ALWAYS: Callable[[date], bool] = lambda day: day.weekday() < 5  # noqa: E731 - a calendar in one line


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([words for words, _ in SAID]),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_the_next_time_is_later_and_each_local_day_has_one(words: str, start: datetime, name: str) -> None:
    recurrence, zone = read_recurrence(words, READING), ZoneInfo(name)
    assert recurrence is not None
    after = start.replace(tzinfo=UTC)
    first = next_occurrence(recurrence, after, zone, ALWAYS)
    second = next_occurrence(recurrence, first, zone, ALWAYS)
    assert after < first < second
    assert first.astimezone(zone).date() < second.astimezone(zone).date()
    # asked a moment before, it is still the same one: nothing is jumped over
    assert next_occurrence(recurrence, first - timedelta(seconds=1), zone, ALWAYS) == first
