"""Dates in other words than the rules know, in a field of its own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.when import Reading
from bot.when.last_resort import read_field

READING = Reading(datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Friday the 4th of December 2026", date(2026, 12, 4)),
        ("2026-12-04T09:00:00Z", date(2026, 12, 4)),
        ("December 4 2026 at noon", date(2026, 12, 4)),
    ],
)
def test_a_day_in_other_words_is_read(text: str, day: date) -> None:
    found = read_field(text, READING)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "text", ["", "10", "may", "lunch", "1 January 2020", "4 December 2099", "x" * 10_000, "\x00"]
)
def test_what_is_no_day_ahead_is_none(text: str) -> None:
    assert read_field(text, READING) is None
