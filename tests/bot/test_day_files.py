"""A project's own days come from a file: all of them, or none; what can't be read is named by its line."""

from datetime import date

import pytest

from bot.outgoing import Reader
from bot.services import day_files
from bot.services.day_files import NotRead, Read
from bot.views import installation
from bot.wording import shown
from storage.models import ProjectDay
from storage.words import DayKind
from tests.conversations.world import MONDAY, counts, open_world

OFF, WORK = DayKind.OFF, DayKind.WORK
CALENDAR = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261001\r
DTEND;VALUE=DATE:20261008\r
SUMMARY:国庆节（休）\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261010\r
SUMMARY:国庆节\r
 （班）\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20261224T120000Z\r
SUMMARY:Party\\, all day\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-24", [Read(date(2026, 12, 24), date(2026, 12, 24), OFF, "")]),
        ("2026-12-24 Company day", [Read(date(2026, 12, 24), date(2026, 12, 24), OFF, "Company day")]),
        (
            "date,kind,name\n2026-10-10,work,调休",
            [Read(date(2026, 10, 10), date(2026, 10, 10), WORK, "调休")],
        ),
        ("2026/10/10;上班;国庆调休", [Read(date(2026, 10, 10), date(2026, 10, 10), WORK, "国庆调休")]),
        ("2026年10月10日 补班", [Read(date(2026, 10, 10), date(2026, 10, 10), WORK, "")]),
        ("2027-02-20 補班日", [Read(date(2027, 2, 20), date(2027, 2, 20), WORK, "")]),
        ("20261224,off,Eve", [Read(date(2026, 12, 24), date(2026, 12, 24), OFF, "Eve")]),
        ("2026-12-24/2026-12-31 Shutdown", [Read(date(2026, 12, 24), date(2026, 12, 31), OFF, "Shutdown")]),
        ("2026-12-24 到 2026-12-31 停工", [Read(date(2026, 12, 24), date(2026, 12, 31), OFF, "停工")]),
        ("# ours\n\n2026-12-24", [Read(date(2026, 12, 24), date(2026, 12, 24), OFF, "")]),
        (
            CALENDAR,
            [
                Read(date(2026, 10, 1), date(2026, 10, 7), OFF, "国庆节（休）"),
                Read(date(2026, 10, 10), date(2026, 10, 10), WORK, "国庆节（班）"),
                Read(date(2026, 12, 24), date(2026, 12, 24), OFF, "Party, all day"),
            ],
        ),
    ],
)
def test_a_file_of_days_is_read(text: str, expected: list[Read]) -> None:
    assert day_files.read(text) == expected


@pytest.mark.parametrize(
    ("data", "language"),
    [
        ("2026-12-24 平安夜".encode(), "en"),
        ("2026-12-24 平安夜".encode("utf-8-sig"), "en"),
        ("2026-12-24 平安夜".encode("utf-16"), "en"),
        ("2026-12-24 平安夜".encode("gb18030"), "zh-Hans"),
        ("2026-12-24 平安夜".encode("gb18030"), "en"),
        ("2026-12-24 平安夜".encode("cp950"), "zh-Hant"),
    ],
)
def test_a_file_is_read_however_it_was_saved(data: bytes, language: str) -> None:
    assert day_files.text_of(data, language) == "2026-12-24 平安夜"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04", b"\xff\xfe\x00", b"\xff", b"2026-12-24\x00"]
)
def test_what_is_no_text_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotRead) as wrong:
        day_files.text_of(data)
    assert told(wrong.value)[0] == "That is no text: I read days from lines, CSV or an .ics calendar."


def told(wrong: NotRead, language: str = "en") -> list[str]:
    """What is said of a file."""
    return [shown(one, Reader(language)).text for one in wrong.message.lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2026-12-24 Eve\nsoon\n2026-02-30 never",
            [
                "Line 2, “soon”: it does not begin with a date such as 2026-12-24.",
                "Line 3, “2026-02-30 never”: there is no such day.",
                "Nothing was taken of it.",
            ],
        ),
        (
            "2026-12-31/2026-12-24",
            ["Line 1, “2026-12-31/2026-12-24”: there is no such day.", "Nothing was taken of it."],
        ),
        ("", ["It names 0 days: 1 to 800 can be taken.", "Nothing was taken of it."]),
        ("2026-12-24 x\n" * 801, ["It names 801 days: 1 to 800 can be taken.", "Nothing was taken of it."]),
        ("x" * 200_001, ["The file has more than 200000 bytes.", "Nothing was taken of it."]),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Some day\nEND:VEVENT",
            ["“Some day” has no day that can be read.", "Nothing was taken of it."],
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_by_its_lines(text: str, expected: list[str]) -> None:
    with pytest.raises(NotRead) as wrong:
        day_files.read(text)
    assert told(wrong.value) == expected


def test_a_wrong_line_is_told_in_chinese() -> None:
    with pytest.raises(NotRead) as wrong:
        day_files.read("2026-12-24\n改天")
    assert told(wrong.value, "zh-Hans") == [
        "第 2 行“改天”：开头不是日期，应像 2026-12-24 这样。",
        "什么都没有导入。",
    ]


async def test_a_project_has_the_days_of_a_file_or_none_of_them(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna = world.person("Anna", "Asia/Shanghai", language="zh-Hans")
        await anna.says("新建项目 网店 代号 WEB", place="web")
        with pytest.raises(NotRead):
            await day_files.take(database_url, "WEB", b"2026-12-24 Eve\nsoon", MONDAY)
        assert await counts(world, ProjectDay) == (0,)
        text = "2026-12-24,off,平安夜\n2026-12-26,work,补班".encode("gb18030")
        taken = await day_files.take(database_url, "web", text, MONDAY)
        assert [shown(one, Reader("zh-Hans", now=MONDAY)).text for one in installation.taken(*taken)] == [
            "网店在 12月24日（周四）休息。",
            "网店在 12月26日（周六）上班。",
        ]
        await day_files.take(database_url, "WEB", text, MONDAY)  # twice is once
        calendar = (await anna.says("日历", place="web")).text.splitlines()
        assert "12月24日（周四） · 休息 · 平安夜" in calendar
        assert "12月26日（周六） · 上班 · 补班" in calendar
        assert await counts(world, ProjectDay) == (2,)
        assert (
            "12月28日（周一）"
            in (await anna.says("新建 收尾 @anna 截止 12月27日", place="web")).buttons.__str__()
        )
