"""Public days off of a country or region, from the `holidays` package, as days of a working calendar.

Half days and make-up working days (调休) are in it where the package knows them. Governments publish make-up
days a year at a time: for a year that is not published yet there are the holidays by rule, and none of those.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from bot.worktime import Days

_HALF_DAY = "half_day"  # the package's own word
# Not half a day off for everybody: China's are for women, the young and soldiers; Australia's begin at 18:00.
_HALF_DAYS_OF_SOME = frozenset({"AU", "CN"})
_LANGUAGES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}
_ENGLISH = "en_US"
_WORKED_ON = re.compile(r"\(substituted from (\d\d)/(\d\d)/(\d{4})\)")  # the package's own English


class UnknownRegionError(LookupError):
    """No holidays are known there; `nearest` are at most three regions that are spelt alike."""

    def __init__(self, text: str, nearest: tuple[str, ...]) -> None:
        """Keep what was asked for, and what may have been meant."""
        super().__init__(f"no holidays are known for {text}")
        self.text = text
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Region:
    """A country by its ISO 3166-1 letters, and a part of it by its ISO 3166-2 ones."""

    country: str
    part: str | None = None

    def __str__(self) -> str:
        """Return it as one writes it: `DE`, `DE-BY`."""
        return f"{self.country}-{self.part}" if self.part else self.country


@dataclass(frozen=True, slots=True)
class _Found:
    off: dict[date, str]
    half: dict[date, str]
    work: frozenset[date]


def read_region(text: str) -> Region:
    """Read `cn`, `DE-BY`, `de by`; UnknownRegionError if no holidays are known there."""
    country, _, part = text.strip().upper().replace(" ", "-").replace("_", "-").partition("-")
    countries = _parts_of_countries()
    if country not in countries:
        raise UnknownRegionError(text, _nearest(country, countries))
    parts = {name.upper().replace(" ", "-"): name for name in countries[country]}
    if part and part not in parts:
        raise UnknownRegionError(text, tuple(f"{country}-{parts[near]}" for near in _nearest(part, parts)))
    return Region(country, parts[part] if part else None)


@lru_cache(maxsize=256)
def days(region: Region, years: range) -> Days:
    """Return the days off, half days and make-up working days of these years."""
    found = _look_up(region, years, _ENGLISH)
    return Days(frozenset(found.off), frozenset(found.half), found.work)


def names(region: Region, years: range, language: str) -> dict[date, str]:
    """Return what the days off and half days are called, in order.

    In that language (`en`, `zh-Hans`, `zh-Hant`) where the package has it, else in English, else in theirs.
    Bridge days have no name: see bridges.
    """
    found = _look_up(region, years, _LANGUAGES.get(language, _ENGLISH))
    nameless = dict.fromkeys(bridges(region, years), "")
    return dict(sorted((found.half | found.off | nameless).items()))


def bridges(region: Region, years: range) -> dict[date, date]:
    """Return the days off that are worked on another day instead, and that day: 调休, 補班."""
    found = _look_up(region, years, _ENGLISH)
    dated = {day: _WORKED_ON.search(name) for day, name in found.off.items()}
    return {day: date(int(on[3]), int(on[1]), int(on[2])) for day, on in dated.items() if on}


def _look_up(region: Region, years: range, language: str) -> _Found:
    from holidays import country_holidays  # noqa: PLC0415  # 40 ms that most commands need not wait for

    country, part = region.country, region.part
    known = country_holidays(country, subdiv=part)
    spoken = next((one for one in (language, _ENGLISH) if one in known.supported_languages), None)
    public = country_holidays(country, subdiv=part, years=years, language=spoken)
    half: dict[date, str] = {}
    if _HALF_DAY in known.supported_categories and country not in _HALF_DAYS_OF_SOME:
        half = dict(country_holidays(country, part, years, language=spoken, categories=_HALF_DAY).items())
    work = frozenset(day for day in public.weekend_workdays if day.year in years)
    return _Found(
        off={day: name for day, name in public.items() if day.year in years},
        half={day: name for day, name in half.items() if day.year in years and day not in public},
        work=work,
    )


@lru_cache(maxsize=1)
def _parts_of_countries() -> Mapping[str, list[str]]:
    """Return the parts of each country that is known by its two letters."""
    from holidays import list_supported_countries  # noqa: PLC0415  # see above

    found = list_supported_countries(include_aliases=False)
    return {country: parts for country, parts in found.items() if len(country) == len("DE")}


def _nearest(text: str, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(get_close_matches(text, sorted(known), n=3, cutoff=0.4))
