"""One message in three languages: sentences, days, numbers, plurals, and the space between scripts."""

from datetime import UTC, date, datetime

import pytest

from bot.message import (
    Bold,
    Code,
    Day,
    Days,
    Hours,
    Instant,
    Listed,
    Number,
    Phrase,
    Said,
    Value,
    Zoned,
    counted,
    line,
    phrase,
    row,
)
from bot.outgoing import Reader
from bot.wording import LANGUAGES, language_of, shown, words

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def read(value: Value, language: str) -> str:
    return words(value, Reader(language, "Asia/Shanghai", NOW))


@pytest.mark.parametrize(
    ("tag", "ours"),
    [
        ("zh-hans", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-hant-tw", "zh-Hant"),
        ("en", "en"),
        ("en-GB", "en"),
        ("en_US", "en"),
        ("de", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_platforms_locale_is_read_as_one_of_our_languages(tag: str | None, ours: str) -> None:
    assert language_of(tag) == ours


DAYS = ("{n} day", "{n} days")
SHOWN: list[tuple[Value, tuple[str, str, str]]] = [
    (Day(date(2026, 12, 4)), ("Fri 4 Dec", "12月4日（周五）", "12/4（五）")),
    (Day(date(2027, 1, 4)), ("Mon 4 Jan 2027", "2027年1月4日（周一）", "2027/1/4（一）")),
    (Day(TODAY, near=True), ("today, Wed 25 Nov", "今天（周三）", "今天（三）")),
    (Day(date(2026, 11, 26), near=True), ("tomorrow, Thu 26 Nov", "明天（周四）", "明天（四）")),
    (Day(date(2026, 11, 24), near=True), ("yesterday, Tue 24 Nov", "昨天（周二）", "昨天（二）")),
    (Instant(datetime(2026, 11, 25, 1, 30, tzinfo=UTC)), ("9:30", "9:30", "9:30")),
    (
        Instant(datetime(2026, 11, 26, 1, 30, tzinfo=UTC)),
        ("Thu 26 Nov, 9:30", "11月26日（周四）9:30", "11/26（四）9:30"),
    ),
    (
        Zoned(datetime(2026, 12, 4, 17, 0, tzinfo=UTC), "Europe/Berlin"),
        ("Fri 4 Dec, 18:00 (Berlin)", "12月4日（周五）18:00（柏林）", "12/4（五）18:00（柏林）"),
    ),
    (Days(1), ("1 day", "1 天", "1 天")),
    (Days(2), ("2 days", "2 天", "2 天")),
    (Days(0.5), ("half a day", "半天", "半天")),
    (Days(2, 5), ("2–5 days", "2–5 天", "2–5 天")),
    (Hours(1), ("1 hour", "1 小时", "1 小時")),
    (Hours(12.5), ("12.5 hours", "12.5 小时", "12.5 小時")),
    (Number(12345.5), ("12,345.5", "12,345.5", "12,345.5")),
    (Listed(("A", "B", "C")), ("A, B and C", "A、B 和 C", "A、B 和 C")),
    (Listed(("安娜", "李雷")), ("安娜 and 李雷", "安娜和李雷", "安娜和李雷")),
    (counted(*DAYS, 1), ("1 day", "1 天", "1 天")),
    (counted(*DAYS, 3), ("3 days", "3 天", "3 天")),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), SHOWN, ids=lambda one: str(one)[:40])
def test_days_times_numbers_and_lists_are_written_as_each_language_does(
    value: Value, expected: tuple[str, str, str]
) -> None:
    assert tuple(read(value, one) for one in LANGUAGES) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Bo", "WEB-3 · 今天 Bo"),
        ("李雷", "WEB-3 · 今天李雷"),
        ("@bo", "WEB-3 · 今天 @bo"),
        ("（周五）", "WEB-3 · 今天（周五）"),
        ("", "WEB-3 · 今天"),
        (Code("12"), "WEB-3 · 今天 12"),
        (Code("完成 12"), "WEB-3 · 今天 完成 12"),  # set off by signs of its own
        (Said("API密钥"), "WEB-3 · 今天API密钥"),  # likewise, and nothing is put into it
    ],
)
def test_latin_letters_stand_apart_from_chinese_characters(value: Value, expected: str) -> None:
    told = row(Bold("WEB-3"), phrase("today, {day}", day=value))
    assert shown(told, Reader("zh-Hans", "UTC", NOW)).text == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "help"), ("zh-Hans", "帮助"), ("zh-Hant", "說明")])
def test_an_example_of_what_one_can_type_is_in_the_readers_own_words(language: str, expected: str) -> None:
    assert read(Code("help"), language) == expected


def test_a_sentence_that_is_in_no_catalog_is_said_in_english() -> None:
    unheard = Phrase("Never said before by {name}.", {"name": Code("x")})
    assert read(unheard, "zh-Hans") == "Never said before by x."


def test_one_message_is_read_in_each_readers_language() -> None:
    due = line("today, {day}", day=Days(0.5))
    assert [shown(due, Reader(one, "UTC", NOW)).text for one in LANGUAGES] == [
        "today, half a day",
        "今天半天",
        "今天半天",
    ]
