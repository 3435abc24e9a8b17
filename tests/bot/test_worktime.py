"""What counts as working time, and that counting with it is exact: case by case, and for any calendar."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import worktime
from bot.worktime import (
    OFFICE_HOURS,
    OFFICE_WEEK,
    Calendar,
    Days,
    Leave,
    NotAWorkingDayError,
    NoWorkingTimeError,
    Part,
    Span,
    ZoneChange,
    week_of,
)

BERLIN, NEW_YORK, SHANGHAI = (
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Asia/Shanghai"),
)
CAIRO, LORD_HOWE, KATHMANDU = (
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Asia/Kathmandu"),
)
OFFICE = Calendar(BERLIN)
EVERY_DAY = range(7)
NIGHT = (Span(time(22), time(6)),)
NIGHTS = Calendar(BERLIN, week_of(EVERY_DAY, NIGHT))
SECOND = timedelta(seconds=1)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def here(month: int, day: int, hour: int = 0, minute: int = 0, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


def may(day: int) -> date:
    return date(2026, 5, day)


def always(zone: ZoneInfo, start: time, end: time) -> Calendar:
    return Calendar(zone, week_of(EVERY_DAY, (Span(start, end),)))


# What is worked


@pytest.mark.parametrize(
    ("at", "worked"),
    [
        (here(5, 5, 9), True),
        (here(5, 5, 8, 59), False),
        (here(5, 5, 12), False),
        (here(5, 5, 13), True),
        (here(5, 5, 17, 59), True),
        (here(5, 5, 18), False),
        (here(5, 9, 10), False),
        (utc(1, 1, 8), True),
    ],
)
def test_the_start_of_a_span_is_worked_and_its_end_is_not(at: datetime, *, worked: bool) -> None:
    assert worktime.is_working_moment(OFFICE, at) is worked


@pytest.mark.parametrize(
    ("calendar", "day", "hours"),
    [
        (OFFICE, may(5), 8.0),
        (OFFICE, may(9), 0.0),
        (replace(OFFICE, days=Days(off=frozenset({may(5)}))), may(5), 0.0),
        (replace(OFFICE, days=Days(half=frozenset({may(5)}))), may(5), 3.0),
        (replace(OFFICE, days=Days(half=frozenset({may(9)}))), may(9), 0.0),
        (replace(OFFICE, days=Days(work=frozenset({may(9)}))), may(9), 8.0),
        (replace(OFFICE, days=Days(off=frozenset({may(5)}), work=frozenset({may(5)}))), may(5), 8.0),
        (replace(OFFICE, days=Days(work=frozenset({may(9)})), leave=(Leave(may(9), may(9)),)), may(9), 0.0),
        (replace(OFFICE, leave=(Leave(may(4), may(6)),)), may(6), 0.0),
        (replace(OFFICE, leave=(Leave(may(4), may(6)),)), may(7), 8.0),
        (replace(OFFICE, leave=(Leave(may(5), may(5), Part.MORNING),)), may(5), 5.0),
        (replace(OFFICE, leave=(Leave(may(5), may(5), Part.AFTERNOON),)), may(5), 3.0),
        (
            replace(
                OFFICE, leave=(Leave(may(5), may(5), Part.MORNING), Leave(may(5), may(6), Part.AFTERNOON))
            ),
            may(5),
            0.0,
        ),
        (
            replace(
                OFFICE, days=Days(half=frozenset({may(5)})), leave=(Leave(may(5), may(5), Part.MORNING),)
            ),
            may(5),
            0.0,
        ),
        (
            Calendar(
                BERLIN, week_of([1], (Span(time(9), time(13)),)), leave=(Leave(may(5), may(5), Part.MORNING),)
            ),
            may(5),
            2.0,
        ),
    ],
)
def test_days_off_half_days_make_up_days_and_leave_change_a_days_hours(
    calendar: Calendar, day: date, hours: float
) -> None:
    start = datetime.combine(day, time(), BERLIN)
    assert worktime.hours_between(calendar, start, start + timedelta(hours=30)) == pytest.approx(hours)
    assert worktime.is_working_day(calendar, day) is (hours > 0)


def test_a_make_up_day_has_the_hours_of_the_weeks_first_working_day() -> None:
    short_monday = (Span(time(10), time(14)),)
    week = (short_monday, *OFFICE_WEEK[1:])
    calendar = Calendar(BERLIN, week, Days(work=frozenset({may(9)})))
    assert worktime.start_of_working_day(calendar, may(9)) == here(5, 9, 10)
    assert worktime.end_of_working_day(calendar, may(9)) == here(5, 9, 14)


def test_a_projects_own_days_hold_over_the_public_ones() -> None:
    public = Days(off=frozenset({may(1), may(25)}), half=frozenset({may(4)}), work=frozenset({may(9)}))
    own = Days(off=frozenset({may(9)}), half=frozenset({may(25)}), work=frozenset({may(1)}))
    assert own.over(public) == Days(
        off=frozenset({may(9)}), half=frozenset({may(25), may(4)}), work=frozenset({may(1)})
    )


def test_spans_that_touch_or_overlap_count_once() -> None:
    hours = (Span(time(13), time(18)), Span(time(9), time(13)), Span(time(10), time(11)))
    calendar = Calendar(BERLIN, week_of(EVERY_DAY, hours))
    assert worktime.hours_between(calendar, here(5, 5), here(5, 6)) == 9
    assert worktime.add_hours(calendar, here(5, 5, 12), 1) == here(5, 5, 13)


def test_of_breaks_as_long_the_first_ends_the_morning() -> None:
    hours = (Span(time(8), time(10)), Span(time(11), time(13)), Span(time(14), time(16)))
    calendar = Calendar(BERLIN, week_of(EVERY_DAY, hours), leave=(Leave(may(5), may(5), Part.AFTERNOON),))
    assert worktime.end_of_working_day(calendar, may(5)) == here(5, 5, 10)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_turn_of_the_year_loses_no_hour_however_far_the_zone_is_from_utc(zone: str) -> None:
    calendar = Calendar(ZoneInfo(zone))
    start = datetime(2025, 12, 30, tzinfo=calendar.zone)
    assert worktime.hours_between(calendar, start, start + timedelta(days=4)) == 32


def test_shifts_around_the_clock_count_once() -> None:
    calendar = always(BERLIN, time(9), time(9))
    assert worktime.hours_between(calendar, here(5, 5), here(5, 7)) == 48


# Shifts that cross midnight


def test_a_shift_that_crosses_midnight_belongs_to_the_day_it_starts_on() -> None:
    fridays = Calendar(BERLIN, week_of([4], NIGHT))
    assert worktime.is_working_day(fridays, may(8))
    assert not worktime.is_working_day(fridays, may(9))
    assert worktime.is_working_moment(fridays, here(5, 9, 5))
    assert worktime.end_of_working_day(fridays, may(8)) == here(5, 9, 6)


def test_leave_on_a_day_takes_the_whole_shift_that_starts_on_it() -> None:
    away = replace(NIGHTS, leave=(Leave(may(8), may(8)),))
    assert worktime.next_working_moment(away, here(5, 8, 6)) == here(5, 9, 22)
    assert worktime.is_working_moment(away, here(5, 8, 5))


def test_the_first_half_of_a_night_shift_can_be_off() -> None:
    away = replace(NIGHTS, leave=(Leave(may(8), may(8), Part.MORNING),))
    assert worktime.start_of_working_day(away, may(8)) == here(5, 9, 2)


# Clock changes


@pytest.mark.parametrize(
    ("calendar", "start", "hours"),
    [
        (NIGHTS, utc(3, 28, 12), 7.0),
        (NIGHTS, utc(10, 24, 12), 9.0),
        (NIGHTS, utc(5, 5, 12), 8.0),
        (always(BERLIN, time(2, 30), time(10)), utc(3, 28, 12), 7.0),
        (always(BERLIN, time(2, 30), time(10)), utc(10, 24, 12), 8.5),
        (always(BERLIN, time(22), time(2, 30)), utc(3, 28, 12), 4.0),
        (always(BERLIN, time(22), time(2, 30)), utc(10, 24, 12), 4.5),
        (always(BERLIN, time(2, 10), time(2, 50)), utc(3, 28, 12), 0.0),
        (always(CAIRO, time(0), time(8)), utc(4, 23, 12), 7.0),
        (always(LORD_HOWE, time(0), time(8)), utc(10, 3, 4), 7.5),
        (always(LORD_HOWE, time(0), time(8)), utc(4, 4, 4), 8.5),
        (always(LORD_HOWE, time(2, 15), time(8)), utc(10, 3, 4), 5.5),
    ],
)
def test_over_a_clock_change_the_hours_really_worked_count(
    calendar: Calendar, start: datetime, hours: float
) -> None:
    assert worktime.hours_between(calendar, start, start + timedelta(hours=24)) == pytest.approx(hours)


def test_a_start_that_the_clock_skips_is_the_moment_of_the_change() -> None:
    early = always(BERLIN, time(2, 30), time(10))
    assert worktime.start_of_working_day(early, date(2026, 3, 29)) == utc(3, 29, 1)


def test_a_start_that_comes_twice_is_the_first_of_the_two() -> None:
    early = always(BERLIN, time(2, 30), time(10))
    assert worktime.start_of_working_day(early, date(2026, 10, 25)) == utc(10, 25, 0, 30)


def test_the_same_hour_comes_every_morning_on_both_sides_of_a_clock_change() -> None:
    assert worktime.add_working_days(OFFICE, here(3, 27, 9, 30), 1) == here(3, 30, 9, 30)
    assert worktime.add_working_days(OFFICE, here(10, 23, 9, 30), 1) == here(10, 26, 9, 30)


# A person who moves


MOVING = replace(OFFICE, moves=(ZoneChange(utc(5, 6, 12), NEW_YORK), ZoneChange(utc(5, 20), SHANGHAI)))


def test_a_person_who_moves_works_by_the_clock_of_where_they_are() -> None:
    assert worktime.start_of_working_day(MOVING, may(5)) == here(5, 5, 9)
    assert worktime.start_of_working_day(MOVING, may(7)) == here(5, 7, 9, zone=NEW_YORK)
    assert worktime.start_of_working_day(MOVING, may(21)) == here(5, 21, 9, zone=SHANGHAI)


def test_on_the_day_of_the_move_the_hours_before_and_after_it_count() -> None:
    # Berlin 9–12 and 13–14, where it is noon in UTC; then a whole day in New York
    assert worktime.hours_between(MOVING, utc(5, 6), utc(5, 7)) == 12


def test_a_day_of_moving_begins_in_one_zone_and_ends_in_the_other() -> None:
    assert worktime.start_of_working_day(MOVING, may(6)) == here(5, 6, 9)
    assert worktime.end_of_working_day(MOVING, may(6)) == here(5, 6, 18, zone=NEW_YORK)


def test_a_day_whose_hours_are_skipped_by_moving_east_still_has_a_start_and_an_end() -> None:
    early_flight = Calendar(NEW_YORK, moves=(ZoneChange(here(5, 19, 8, zone=NEW_YORK), SHANGHAI),))
    assert (
        worktime.hours_between(early_flight, here(5, 18, 18, zone=NEW_YORK), here(5, 20, zone=SHANGHAI)) == 0
    )
    assert worktime.start_of_working_day(early_flight, may(19)) == here(5, 19, 9, zone=SHANGHAI)
    assert worktime.end_of_working_day(early_flight, may(19)) == here(5, 19, 18, zone=SHANGHAI)


def test_the_day_on_the_wall_is_that_of_where_the_person_is() -> None:
    assert worktime.local_day(MOVING, utc(5, 5, 23)) == may(6)
    assert worktime.local_day(MOVING, utc(5, 7, 2)) == may(6)
    assert worktime.zone_at(MOVING, utc(5, 6, 12)) == NEW_YORK


def test_a_moment_days_later_is_at_the_same_time_of_the_new_zone() -> None:
    assert worktime.add_working_days(MOVING, here(5, 5, 15), 2) == here(5, 7, 15, zone=NEW_YORK)


def test_changes_of_zone_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        replace(OFFICE, moves=(ZoneChange(utc(5, 6), NEW_YORK), ZoneChange(utc(5, 6), SHANGHAI)))


# Counting


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (here(5, 5, 9), 8, here(5, 5, 18)),
        (here(5, 5, 9), 3, here(5, 5, 12)),
        (here(5, 5, 9), 3.5, here(5, 5, 13, 30)),
        (here(5, 5, 18), 1, here(5, 6, 10)),
        (here(5, 8, 17), 4, here(5, 11, 12)),
        (here(5, 8, 20), 0, here(5, 11, 9)),
        (here(5, 5, 10), 0, here(5, 5, 10)),
        (here(5, 5, 10), -1, here(5, 5, 9)),
        (here(5, 11, 9), -1, here(5, 8, 17)),
        (here(5, 9, 9), -8, here(5, 8, 9)),
        (here(12, 31, 17), 9, here(1, 1, 18).replace(year=2027)),
        (here(1, 1, 9), -8, here(12, 31, 9).replace(year=2025)),
    ],
)
def test_hours_are_added_in_working_time(start: datetime, hours: float, end: datetime) -> None:
    assert worktime.add_hours(OFFICE, start, hours) == end


@pytest.mark.parametrize(
    ("day", "n", "result"),
    [
        (may(5), 0, may(5)),
        (may(9), 0, may(11)),
        (may(8), 1, may(11)),
        (may(9), 1, may(11)),
        (may(4), 5, may(11)),
        (may(11), -1, may(8)),
        (may(10), -1, may(8)),
        (may(5), 261, date(2027, 5, 5)),
        (may(5), -261, date(2025, 5, 5)),
    ],
)
def test_days_are_added_in_working_days(day: date, n: int, result: date) -> None:
    assert worktime.add_days(OFFICE, day, n) == result


@pytest.mark.parametrize(
    ("first", "last", "n"),
    [
        (may(5), may(5), 0),
        (may(5), may(6), 1),
        (may(8), may(10), 0),
        (may(8), may(11), 1),
        (may(9), may(11), 1),
        (may(11), may(8), -1),
        (may(5), date(2027, 5, 5), 261),
        (may(5), date(2029, 5, 4), 783),
    ],
)
def test_working_days_between_count_the_last_day_and_not_the_first(first: date, last: date, n: int) -> None:
    assert worktime.working_days_between(OFFICE, first, last) == n


@pytest.mark.parametrize(
    ("month", "n", "day"),
    [
        (5, 1, 1),
        (5, -1, 29),
        (8, 1, 3),
        (8, -1, 31),
        (12, -1, 31),
        (2, 20, 27),
        (2, 21, None),
        (2, -21, None),
        (2, 0, None),
    ],
)
def test_the_nth_working_day_of_a_month_counts_from_either_end(month: int, n: int, day: int | None) -> None:
    expected = date(2026, month, day) if day else None
    assert worktime.nth_working_day(OFFICE, 2026, month, n) == expected


@pytest.mark.parametrize(
    ("at", "days", "result"),
    [
        (here(5, 5, 11), 1, here(5, 6, 11)),
        (here(5, 8, 11), 1, here(5, 11, 11)),
        (here(5, 9, 11), 1, here(5, 12, 9)),
        (here(5, 5, 9), 0.5, here(5, 5, 14)),
        (here(5, 5, 9), 1.5, here(5, 6, 14)),
        (here(5, 5, 12, 30), 1, here(5, 6, 13)),
        (here(5, 5, 20), 0, here(5, 6, 9)),
    ],
)
def test_working_days_later_means_the_same_time_of_day(at: datetime, days: float, result: datetime) -> None:
    assert worktime.add_working_days(OFFICE, at, days) == result


def test_half_a_day_of_somebody_with_short_days_is_half_of_theirs() -> None:
    mornings = Calendar(BERLIN, week_of(range(5), (Span(time(9), time(13)),)))
    assert worktime.add_working_days(mornings, here(5, 5, 9), 0.5) == here(5, 5, 11)
    assert worktime.add_working_days(mornings, here(5, 5, 9), 1.75) == here(5, 6, 12)


def test_a_day_later_in_a_night_shift_is_the_same_hour_of_the_next_night() -> None:
    assert worktime.add_working_days(NIGHTS, here(5, 5, 3), 1) == here(5, 6, 3)
    fridays = Calendar(BERLIN, week_of([4], NIGHT))
    assert worktime.add_working_days(fridays, here(5, 9, 3), 1) == here(5, 16, 3)
    weekdays = Calendar(BERLIN, week_of(range(5), NIGHT))
    assert worktime.add_working_days(weekdays, here(5, 8, 3), 1) == here(5, 9, 3)


def test_what_is_due_on_a_day_is_late_from_the_next_working_morning() -> None:
    assert worktime.late_from(OFFICE, may(8)) == here(5, 11, 9)
    assert worktime.late_from(OFFICE, may(9)) == here(5, 11, 9)
    assert worktime.late_from(replace(OFFICE, leave=(Leave(may(11), may(12)),)), may(8)) == here(5, 13, 9)


# What is refused


def test_a_day_off_has_no_start_and_no_end() -> None:
    with pytest.raises(NotAWorkingDayError, match="2026-05-09"):
        worktime.start_of_working_day(OFFICE, may(9))
    with pytest.raises(NotAWorkingDayError, match="2026-05-09"):
        worktime.end_of_working_day(OFFICE, may(9))


EMPTY = Calendar(BERLIN, week_of((), ()), Days(work=frozenset({may(5)})))
FULL_LEAVE = replace(OFFICE, leave=(Leave(date(1900, 1, 1), date(2200, 1, 1)),))


@pytest.mark.parametrize("calendar", [EMPTY, FULL_LEAVE])
def test_a_calendar_without_working_time_says_so_and_ends(calendar: Calendar) -> None:
    with pytest.raises(NoWorkingTimeError, match="100 years"):
        worktime.next_working_moment(calendar, utc(5, 5))
    with pytest.raises(NoWorkingTimeError, match="100 years"):
        worktime.add_hours(calendar, utc(5, 5), 1)
    with pytest.raises(NoWorkingTimeError, match="100 years"):
        worktime.add_days(calendar, may(5), -1)
    with pytest.raises(NoWorkingTimeError, match="100 years"):
        worktime.add_working_days(calendar, utc(5, 5), 1)
    assert worktime.hours_between(calendar, utc(5, 5), utc(12, 5)) == 0


@pytest.mark.parametrize("much", [1e7, 1e300, float("inf")])
def test_more_working_time_than_a_century_has_is_refused(much: float) -> None:
    with pytest.raises(NoWorkingTimeError):
        worktime.add_hours(OFFICE, utc(5, 5), much)
    with pytest.raises(NoWorkingTimeError):
        worktime.add_hours(OFFICE, utc(5, 5), -much)
    with pytest.raises(NoWorkingTimeError):
        worktime.add_working_days(OFFICE, utc(5, 5), much)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: worktime.add_days(OFFICE, date.max, 1),
        lambda: worktime.add_days(OFFICE, date.min, -1),
        lambda: worktime.next_working_day(OFFICE, date(9999, 12, 31)),
        lambda: worktime.next_working_moment(OFFICE, datetime.max.replace(tzinfo=UTC)),
        lambda: worktime.late_from(OFFICE, date.max),
    ],
)
def test_the_ends_of_all_dates_are_refused_and_not_run_over(ask: Callable[[], object]) -> None:
    with pytest.raises(NoWorkingTimeError):
        ask()


def test_the_ends_of_all_dates_can_be_counted_to() -> None:
    assert worktime.working_days_between(OFFICE, date(9999, 12, 1), date.max) == 22
    assert worktime.nth_working_day(OFFICE, 9999, 12, -1) == date.max
    assert worktime.next_working_day(OFFICE, date.min) == date.min


@pytest.mark.parametrize(
    "ask",
    [
        lambda at: worktime.is_working_moment(OFFICE, at),
        lambda at: worktime.next_working_moment(OFFICE, at),
        lambda at: worktime.hours_between(OFFICE, utc(5, 5), at),
        lambda at: worktime.add_hours(OFFICE, at, 1),
        lambda at: worktime.add_working_days(OFFICE, at, 1),
        lambda at: worktime.local_day(OFFICE, at),
        lambda at: ZoneChange(at, BERLIN),
    ],
)
def test_an_instant_without_a_zone_is_refused(ask: Callable[[datetime], object]) -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        ask(utc(5, 5).replace(tzinfo=None))


def test_impossible_calendars_are_refused() -> None:
    with pytest.raises(ValueError, match="can't end"):
        Leave(may(6), may(5))
    with pytest.raises(ValueError, match="bears no zone"):
        Span(time(9, tzinfo=UTC), time(10))
    with pytest.raises(ValueError, match="7 days"):
        Calendar(BERLIN, OFFICE_WEEK[:6])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="can't be negative"):
        worktime.add_working_days(OFFICE, utc(5, 5), -1)


# A year of holidays


def test_a_year_with_weeks_of_holidays_and_make_up_days_is_counted_as_it_is_published() -> None:
    """China 2025, as the State Council published it (国办发明电〔2024〕12号)."""
    spans = [((1, 1), 1), ((1, 28), 8), ((4, 4), 3), ((5, 1), 5), ((5, 31), 3), ((10, 1), 8)]
    off = {date(2025, *first) + timedelta(days=n) for first, length in spans for n in range(length)}
    work = {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}
    china = Calendar(SHANGHAI, days=Days(off=frozenset(off), work=frozenset(work)))
    assert worktime.working_days_between(china, date(2024, 12, 31), date(2025, 12, 31)) == 248
    assert worktime.add_days(china, date(2025, 1, 27), 1) == date(2025, 2, 5)
    assert worktime.add_days(china, date(2025, 2, 7), 1) == date(2025, 2, 8)
    start = datetime(2025, 1, 1, tzinfo=SHANGHAI)
    assert worktime.hours_between(china, start, start.replace(year=2026)) == 248 * 8


# Any calendar

ZONES = st.sampled_from([BERLIN, NEW_YORK, SHANGHAI, CAIRO, LORD_HOWE, KATHMANDU])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
NEAR_CHANGES = st.sampled_from(
    [utc(3, 8), utc(3, 28), utc(4, 4), utc(4, 23), utc(10, 3), utc(10, 24), utc(11, 1), utc(12, 30)]
)
CLOSE = st.builds(lambda at, hours: at + timedelta(hours=hours), NEAR_CHANGES, st.floats(0, 60))
INSTANTS = MOMENTS | CLOSE
HOURS = st.floats(0, 3000) | st.integers(0, 300).map(lambda n: n / 4)
DAY_SHIFTS = st.sampled_from(
    [OFFICE_HOURS, (Span(time(8), time(12)), Span(time(14), time(19))), (Span(time(9), time(13)),)]
)
ANY_SHIFTS = DAY_SHIFTS | st.sampled_from(
    [NIGHT, (Span(time(0), time(0)),), (Span(time(18), time(2)), Span(time(9), time(11)))]
)


@st.composite
def calendars(
    draw: st.DrawFn, *, shifts: st.SearchStrategy[tuple[Span, ...]] = ANY_SHIFTS, moves: bool = True
) -> Calendar:
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    some_days = st.frozensets(DAYS, max_size=4)
    leaves = st.builds(leave, DAYS, st.integers(0, 20), st.sampled_from(Part))
    moved = sorted(draw(st.sets(MOMENTS, max_size=2))) if moves else []
    return Calendar(
        draw(ZONES),
        week_of(weekdays, draw(shifts)),
        Days(draw(some_days), draw(some_days), draw(some_days)),
        tuple(draw(st.lists(leaves, max_size=3))),
        tuple(ZoneChange(at, draw(ZONES)) for at in moved),
    )


def leave(first: date, length: int, part: Part) -> Leave:
    return Leave(first, first + timedelta(days=length), part)


@given(calendars(), INSTANTS, HOURS)
def test_added_hours_are_the_hours_between(calendar: Calendar, start: datetime, hours: float) -> None:
    later = worktime.add_hours(calendar, start, hours)
    assert worktime.hours_between(calendar, start, later) == pytest.approx(hours, abs=1e-8)
    earlier = worktime.add_hours(calendar, start, -hours)
    assert worktime.hours_between(calendar, earlier, start) == pytest.approx(hours, abs=1e-8)


@given(calendars(), INSTANTS, INSTANTS)
def test_adding_the_hours_between_gives_back_the_end_or_when_work_stopped_before_it(
    calendar: Calendar, one: datetime, other: datetime
) -> None:
    start, end = min(one, other), max(one, other)
    hours = worktime.hours_between(calendar, start, end)
    assume(hours > 0)
    found = worktime.add_hours(calendar, start, hours)
    assert start < found <= end + SECOND / 1000
    assert worktime.hours_between(calendar, found, end) == pytest.approx(0, abs=1e-8)


@given(calendars(), st.lists(INSTANTS, min_size=3, max_size=3))
def test_hours_between_add_up(calendar: Calendar, three: list[datetime]) -> None:
    first, second, third = sorted(three)
    whole = worktime.hours_between(calendar, first, third)
    parts = worktime.hours_between(calendar, first, second) + worktime.hours_between(calendar, second, third)
    assert whole == pytest.approx(parts, abs=1e-8)
    assert worktime.hours_between(calendar, third, first) == 0
    assert whole <= (third - first) / timedelta(hours=1) + 1e-8


@given(calendars(), INSTANTS, INSTANTS, HOURS, HOURS)
def test_later_and_more_never_come_out_earlier(
    calendar: Calendar, one: datetime, other: datetime, few: float, many: float
) -> None:
    early, late = sorted((one, other))
    less, more = sorted((few, many))
    assert worktime.add_hours(calendar, early, less) <= worktime.add_hours(calendar, late, less)
    assert worktime.add_hours(calendar, late, less) <= worktime.add_hours(calendar, late, more) or not less
    assert worktime.next_working_moment(calendar, early) <= worktime.next_working_moment(calendar, late)


@given(calendars(), INSTANTS, INSTANTS, st.floats(0, 30), st.floats(0, 30))
def test_later_and_more_days_never_come_out_earlier(
    calendar: Calendar, one: datetime, other: datetime, few: float, many: float
) -> None:
    early, late = sorted((one, other))
    less, more = sorted((few, many))
    assert worktime.add_working_days(calendar, early, less) <= worktime.add_working_days(calendar, late, less)
    assert worktime.add_working_days(calendar, late, less) <= worktime.add_working_days(calendar, late, more)


@given(calendars(), INSTANTS, st.floats(0, 200))
def test_what_is_counted_to_is_worked(calendar: Calendar, at: datetime, amount: float) -> None:
    assert worktime.is_working_moment(calendar, worktime.next_working_moment(calendar, at))
    assert worktime.hours_between(calendar, at, worktime.next_working_moment(calendar, at)) == 0
    if amount > 1e-6:
        end = worktime.add_hours(calendar, at, amount)
        assert worktime.is_working_moment(calendar, end - timedelta(microseconds=1))


@given(calendars(shifts=DAY_SHIFTS), INSTANTS, st.integers(0, 40))
def test_nothing_lands_on_a_day_off(calendar: Calendar, at: datetime, days: int) -> None:
    for found in (worktime.next_working_moment(calendar, at), worktime.add_working_days(calendar, at, days)):
        assert worktime.is_working_day(calendar, worktime.local_day(calendar, found))


@given(calendars(), DAYS, st.integers(-300, 300))
def test_added_working_days_are_worked_and_are_the_days_between(
    calendar: Calendar, day: date, n: int
) -> None:
    found = worktime.add_days(calendar, day, n)
    assert worktime.is_working_day(calendar, found)
    if n:
        assert worktime.working_days_between(calendar, day, found) == n
    else:
        assert found >= day


@given(calendars(), DAYS, DAYS, st.integers(-50, 50))
def test_later_days_never_come_out_earlier(calendar: Calendar, one: date, other: date, n: int) -> None:
    early, late = sorted((one, other))
    assert worktime.add_days(calendar, early, n) <= worktime.add_days(calendar, late, n)
    assert worktime.working_days_between(calendar, early, late) >= 0


@given(calendars(moves=False), DAYS)
def test_a_working_day_begins_and_ends_with_work_and_a_day_off_does_neither(
    calendar: Calendar, day: date
) -> None:
    if not worktime.is_working_day(calendar, day):
        with pytest.raises(NotAWorkingDayError):
            worktime.start_of_working_day(calendar, day)
        return
    start, end = worktime.start_of_working_day(calendar, day), worktime.end_of_working_day(calendar, day)
    assert worktime.is_working_moment(calendar, start)
    assert worktime.is_working_moment(calendar, end - timedelta(microseconds=1))
    assert worktime.hours_between(calendar, start, end) > 0


@given(calendars(), st.integers(1, 12))
def test_the_working_days_of_a_month_are_counted_alike_from_both_ends(calendar: Calendar, month: int) -> None:
    first = [worktime.nth_working_day(calendar, 2026, month, n) for n in range(1, 32)]
    last = [worktime.nth_working_day(calendar, 2026, month, -n) for n in range(1, 32)]
    found = [day for day in first if day]
    assert found == [day for day in reversed(last) if day]
    days = (date(2026, month, 1) + timedelta(days=n) for n in range(31))
    assert found == [day for day in days if day.month == month and worktime.is_working_day(calendar, day)]


@given(calendars(), INSTANTS)
def test_every_quarter_hour_is_worked_as_the_clock_on_the_wall_says(calendar: Calendar, at: datetime) -> None:
    """A slow reading of the rules, beside the fast one. No shift here begins or ends at a clock change."""
    start = at.replace(minute=0, second=0, microsecond=0)
    for quarter in quarters(start, 200):
        assert worktime.is_working_moment(calendar, quarter) is on_shift(calendar, quarter), quarter


def quarters(start: datetime, count: int) -> Iterator[datetime]:
    return (start + n * timedelta(minutes=15) + timedelta(seconds=7) for n in range(count))


def on_shift(calendar: Calendar, at: datetime) -> bool:
    local = at.astimezone(worktime.zone_at(calendar, at)).replace(tzinfo=None)
    days = (local.date(), local.date() - timedelta(days=1))
    return any(low <= local < high for day in days for low, high in shift_of(calendar, day))


def shift_of(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    usual = spans_of(calendar, day)
    if not usual or (day in calendar.days.off and day not in calendar.days.work):
        return []
    gaps = [(later[0] - earlier[1], earlier[1], later[0]) for earlier, later in pairwise(usual)]
    middle = usual[0][0] + (usual[0][1] - usual[0][0]) / 2
    noon_from, noon_to = max(gaps)[1:] if gaps else (middle, middle)
    parts = {one.part for one in calendar.leave if one.first <= day <= one.last}
    if day in calendar.days.half and day not in calendar.days.work:
        parts.add(Part.AFTERNOON)
    if Part.WHOLE in parts:
        return []
    low = noon_to if Part.MORNING in parts else usual[0][0]
    high = noon_from if Part.AFTERNOON in parts else usual[-1][1]
    return [(max(start, low), min(end, high)) for start, end in usual]


def spans_of(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    spans = calendar.week[day.weekday()]
    if not spans and day in calendar.days.work:
        spans = next(filter(None, calendar.week))
    found = ((datetime.combine(day, span.start), datetime.combine(day, span.end)) for span in spans)
    return sorted((start, end if end > start else end + timedelta(days=1)) for start, end in found)
