"""A person's rows become their working time."""

from datetime import UTC, date, datetime, time

import pytest

from bot import worktime
from bot.services.calendars import _days_off, _week
from storage.models import Leave

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("first_half", "last_half", "first", "last", "expected"),
    [
        (None, None, FIRST, LAST, [worktime.Leave(FIRST, LAST)]),
        ("pm", None, FIRST, FIRST, [worktime.Leave(FIRST, FIRST, worktime.Part.AFTERNOON)]),
        (None, "am", FIRST, FIRST, [worktime.Leave(FIRST, FIRST, worktime.Part.MORNING)]),
        (
            "pm",
            "am",
            FIRST,
            LAST,
            [
                worktime.Leave(FIRST, FIRST, worktime.Part.AFTERNOON),
                worktime.Leave(LAST, LAST, worktime.Part.MORNING),
                worktime.Leave(date(2026, 11, 24), date(2026, 11, 24)),
            ],
        ),
    ],
)
def test_half_days_at_the_ends_of_a_leave_are_worked(
    first_half: str | None, last_half: str | None, first: date, last: date, expected: list[worktime.Leave]
) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    row = Leave(first=first, last=last, first_half=first_half, last_half=last_half, created_at=now)
    assert _days_off(row) == expected


def test_own_hours_and_weekdays_make_the_week() -> None:
    week = _week("135", "8:00-12:00 13:30-24:00")
    spans = (worktime.Span(time(8), time(12)), worktime.Span(time(13, 30), time(0)))
    assert week == (spans, (), spans, (), spans, (), ())


def test_without_hours_the_office_week_holds() -> None:
    assert _week(None, None) == worktime.OFFICE_WEEK
