"""Countries and zones are shown by name in each language, and what is shown can be typed."""

import pytest
from holidays import list_supported_countries

from bot.message import City, Country, from_json, to_json
from bot.outgoing import Reader
from bot.services.regions import region_named
from bot.wording import LANGUAGES, country, words
from bot.zones import read_zone

COUNTRIES = sorted(one for one in list_supported_countries(include_aliases=False) if len(one) == 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (City("Europe/Berlin"), ("Berlin", "柏林", "柏林")),
        (City("Asia/Shanghai"), ("Shanghai", "上海", "上海")),
        (City("America/New_York"), ("New York", "纽约", "紐約")),
        (City("UTC"), ("UTC", "UTC", "UTC")),
        (Country("CN"), ("China", "中国", "中國")),
        (Country("TW"), ("Taiwan", "台湾", "台灣")),
        (Country("DE-BY"), ("Germany (BY)", "德国（BY）", "德國（BY）")),
        (Country("XX"), ("XX", "XX", "XX")),
    ],
    ids=str,
)
def test_a_place_is_called_as_the_reader_calls_it(value: City | Country, shown: tuple[str, ...]) -> None:
    assert tuple(words(value, Reader(language)) for language in LANGUAGES) == shown
    assert from_json(to_json(value)) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_found_by_the_name_that_is_shown(language: str) -> None:
    wrong = [code for code in COUNTRIES if str(region_named(country(code, language), "calendar")) != code]
    assert wrong == []


@pytest.mark.parametrize("text", ["上海", "Shanghai", "asia/shanghai", "中国", "北京时间", "東八區"])
def test_a_zone_is_read_however_it_is_called(text: str) -> None:
    assert read_zone(text) == "Asia/Shanghai"
