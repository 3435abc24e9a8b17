"""Public holidays come into working calendars as they are kept: whole, half, and made up for."""

import subprocess
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import public_holidays, worktime
from bot.public_holidays import Region, UnknownRegionError

YEARS = range(2025, 2027)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("CN", Region("CN")),
        (" cn ", Region("CN")),
        ("DE-BY", Region("DE", "BY")),
        ("DE-", Region("DE")),
        ("de by", Region("DE", "BY")),
        ("de_augsburg", Region("DE", "Augsburg")),
        ("ch stadt zurich", Region("CH", "Stadt Zurich")),
    ],
)
def test_a_region_is_read_as_people_write_it(text: str, region: Region) -> None:
    assert public_holidays.read_region(text) == region
    assert public_holidays.read_region(str(region)) == region


@pytest.mark.parametrize("text", ["", "XX", "CHN", "DE-XX", "Entenhausen", "中国", "\0", "X" * 10_000])
def test_a_region_without_holiday_data_is_said_to_be_so(text: str) -> None:
    with pytest.raises(UnknownRegionError) as refused:
        public_holidays.read_region(text)
    assert refused.value.text == text
    assert len(refused.value.nearest) <= 3


def test_regions_that_are_spelt_alike_are_named() -> None:
    with pytest.raises(UnknownRegionError) as refused:
        public_holidays.read_region("DE-BYY")
    assert "DE-BY" in refused.value.nearest


@pytest.mark.parametrize(
    ("region", "day", "kind"),
    [
        ("CN", date(2025, 1, 29), "off"),
        ("CN", date(2025, 2, 3), "off"),
        ("CN", date(2025, 1, 26), "work"),
        ("CN", date(2025, 2, 8), "work"),
        ("CN", date(2026, 10, 10), "work"),
        ("CN", date(2026, 2, 28), "work"),
        ("CN", date(2026, 3, 8), "usual"),
        ("CN", date(2026, 5, 4), "off"),
        ("CN", date(2026, 8, 1), "usual"),
        ("TW", date(2025, 2, 8), "work"),
        ("TW", date(2026, 10, 9), "off"),
        ("DE", date(2026, 10, 3), "off"),
        ("DE", date(2026, 1, 6), "usual"),
        ("DE-BY", date(2026, 1, 6), "off"),
        ("US", date(2026, 11, 26), "off"),
        ("GR", date(2026, 12, 24), "half"),
        ("CH-Stadt Zurich", date(2026, 12, 24), "half"),
        ("AU-NT", date(2026, 12, 24), "usual"),
    ],
)
def test_a_day_is_off_half_worked_or_usual_as_the_region_keeps_it(region: str, day: date, kind: str) -> None:
    found = public_holidays.days(public_holidays.read_region(region), YEARS)
    kinds = {"off": found.off, "half": found.half, "work": found.work}
    assert [name for name, days in kinds.items() if day in days] == ([] if kind == "usual" else [kind])


def test_chinas_year_has_the_working_days_that_were_published() -> None:
    """2025: 365 days, 28 off by holiday, 76 weekend days off beside them (国办发明电〔2024〕12号)."""
    days = public_holidays.days(Region("CN"), range(2025, 2026))
    calendar = worktime.Calendar(ZoneInfo("Asia/Shanghai"), days=days)
    assert worktime.working_days_between(calendar, date(2024, 12, 31), date(2025, 12, 31)) == 248
    assert worktime.add_days(calendar, date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert worktime.is_working_day(calendar, date(2025, 10, 11))


def test_on_a_half_holiday_work_ends_with_the_morning() -> None:
    calendar = worktime.Calendar(ZoneInfo("Europe/Athens"), days=public_holidays.days(Region("GR"), YEARS))
    assert worktime.end_of_working_day(calendar, date(2026, 12, 24)) == datetime(2026, 12, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("country", sorted(public_holidays._parts_of_countries()))
def test_every_country_gives_days_of_the_years_asked_for_only(country: str) -> None:
    found = public_holidays.days(Region(country), YEARS)
    assert {day.year for day in found.off | found.half | found.work} <= set(YEARS)
    assert found.off.isdisjoint(found.half)
    calendar = worktime.Calendar(ZoneInfo("UTC"), days=found)
    assert 200 < worktime.working_days_between(calendar, date(2025, 12, 31), date(2026, 12, 31)) < 262


@pytest.mark.parametrize(
    ("region", "language", "name"),
    [
        ("CN", "zh-Hans", "元旦"),
        ("TW", "zh-Hant", "中華民國開國紀念日"),
        ("CN", "en", "New Year's Day"),
        ("DE", "zh-Hans", "New Year's Day"),
    ],
)
def test_holidays_have_names_in_the_readers_language_or_english(
    region: str, language: str, name: str
) -> None:
    assert public_holidays.names(Region(region), YEARS, language)[date(2026, 1, 1)] == name


def test_the_package_is_loaded_when_holidays_are_asked_for_and_not_before() -> None:
    code = "import sys, bot.public_holidays; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  # our own words
