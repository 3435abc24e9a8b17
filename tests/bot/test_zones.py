"""Time zones as people say them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.zones import OFFERED, read_zone


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("  New York ", "America/New_York"),
        ("new_york", "America/New_York"),
        ("Germany", "Europe/Berlin"),
        ("pst", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("utc+8", "Etc/GMT-8"),
        ("GMT-5", "Etc/GMT+5"),
        ("+8", "Etc/GMT-8"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("上海", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("北京時間", "Asia/Shanghai"),
        ("臺北", "Asia/Taipei"),
        ("台湾", "Asia/Taipei"),
        ("日本時間", "Asia/Tokyo"),
    ],
)
def test_a_zone_is_known_by_key_city_country_abbreviation_and_offset(words: str, key: str) -> None:
    assert read_zone(words) == key


@pytest.mark.parametrize(
    ("words", "first"),
    [("berln", "Europe/Berlin"), ("shangai", "Asia/Shanghai"), ("europe/belin", "Europe/Berlin")],
)
def test_a_misspelt_zone_gets_the_nearest_ones_first(words: str, first: str) -> None:
    offered = read_zone(words)
    assert len(offered) == OFFERED
    assert offered[0] == first


@pytest.mark.parametrize("words", ["CST", "IST", "usa", "美国", "美國", "canada"])
def test_a_name_of_several_zones_is_asked_back(words: str) -> None:
    assert len(read_zone(words)) == OFFERED


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300), st.sampled_from(["", "UTC+99", "Etc/GMT+99", "../../etc/passwd", "localtime"])
    )
)
def test_any_text_is_a_zone_or_three_to_choose_from(words: str) -> None:
    found = read_zone(words)
    for key in [found] if isinstance(found, str) else found:
        assert ZoneInfo(key).key == key
    assert isinstance(found, str) or len(set(found)) == OFFERED
