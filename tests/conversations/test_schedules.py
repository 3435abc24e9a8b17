"""When a stand-up comes round: said in any language, echoed, kept, and changed for the one that is meant."""

from datetime import UTC, datetime

import pytest

from tests.conversations.days import Said, tick, to, until
from tests.conversations.world import Somebody, World


def day(month: int, number: int, hour: int = 23) -> datetime:
    """A time of the winter of 2026 and 2027, UTC."""
    return datetime(2026 if month > 6 else 2027, month, number, hour, tzinfo=UTC)


def asked(said: Said) -> bool:
    """Whether Bo was asked."""
    return any("Just answer here" in text for text in to(said, "@bo"))


async def days_asked(world: World, *days: datetime) -> list[str]:
    """On which of these days Bo was asked, none before or between."""
    found = []
    for one in days:
        said = await until(world, one)
        if asked(said):
            found.append(f"{one:%-d %b}")
    return found


@pytest.mark.parametrize(
    ("words", "echo", "first"),
    [
        ("every other friday 9:30", "every 2 weeks on Friday", "Fri 27 Nov, 9:30"),
        ("9:30 双周五", "in even weeks on Friday", "Fri 27 Nov, 9:30"),
        ("單週週一 9:30", "in odd weeks on Monday", "Mon 30 Nov, 9:30"),
        ("last working day of the month 16:00", "on the last working day of each month",
         "Mon 30 Nov, 16:00"),
        ("每月最后一个工作日 16:00", "on the last working day of each month", "Mon 30 Nov, 16:00"),
        ("first and third monday 10:00", "on the first Monday and the third Monday of each month",
         "Mon 7 Dec, 10:00"),
        ("monthly on the 15th 10:00", "on day 15 of each month", "Tue 15 Dec, 10:00"),
        ("last day of the month 10:00", "on the last day of each month", "Mon 30 Nov, 10:00"),
        ("mon-thu 9:30", "every Monday, Tuesday, Wednesday and Thursday", "Tue 24 Nov, 9:30"),
        ("every friday 9:30 for everybody", "every Friday", "Fri 27 Nov, 9:30"),
        ("the whole team mon-thu 9:30", "every Monday, Tuesday, Wednesday and Thursday", "Tue 24 Nov, 9:30"),
        ("所有人 每周五 9:30", "every Friday", "Fri 27 Nov, 9:30"),
    ],
)  # fmt: skip
async def test_a_schedule_is_read_and_echoed_with_its_first_day(
    anna: Somebody, words: str, echo: str, first: str
) -> None:
    heard = await anna.says(f"standup new {words}", place="web-shop")
    assert heard.text.splitlines()[0].endswith(f", {echo}.")
    assert heard.text.splitlines()[1] == f"The first question comes {first} (Berlin)."


@pytest.mark.parametrize(
    ("language", "words", "echo"),
    [
        ("zh-Hans", "新建站会 双周五 9:30", "双周的周五"),
        ("zh-Hans", "新建站会 每月最后一个工作日 16:00", "每月最后一个工作日"),
        ("zh-Hant", "新增站會 單週五 9:30", "單週的週五"),
        ("zh-Hant", "新增站會 每月最後一個工作天 16:00", "每月最後一個工作日"),
    ],
)
async def test_it_is_echoed_in_the_language_of_whoever_reads(
    world: World, language: str, words: str, echo: str
) -> None:
    lead = world.person("Wang", "Asia/Shanghai", language=language)
    await lead.says("project new Web key WEB", place="web")
    assert echo in (await lead.says(words, place="web")).text


async def test_it_asks_on_those_days_and_no_others(world: World, anna: Somebody, bo: Somebody) -> None:
    await bo.says("welcome fine WEB")
    await anna.says("standup new 双周五 9:30", place="web-shop")
    await tick(world)
    fridays = [day(11, 27), day(12, 4), day(12, 11), day(12, 18), day(12, 25), day(1, 1), day(1, 15)]
    assert await days_asked(world, *fridays) == ["27 Nov", "11 Dec", "25 Dec", "15 Jan"]


async def test_the_last_working_day_is_everybodys_own(world: World, anna: Somebody, bo: Somebody) -> None:
    await bo.says("welcome fine WEB")
    await bo.says("settings days tue-fri")
    await anna.says("standup new last working day of the month 16:00", place="web-shop")
    await tick(world)
    assert await days_asked(world, day(11, 26), day(11, 27), day(11, 30), day(12, 31)) == ["27 Nov", "31 Dec"]


@pytest.mark.parametrize(
    ("words", "asked_on"),
    [
        ("monthly on the 5th 10:00", ["4 Dec", "5 Jan"]),  # the 5th of December is a Saturday
        ("last day of the month 10:00", ["30 Nov", "31 Dec", "29 Jan"]),  # the 31st of January is a Sunday
        ("first saturday of the month 10:00", ["4 Dec", "1 Jan"]),
        ("first working day of the month 10:00", ["1 Dec", "1 Jan"]),
        ("every saturday 10:00", []),
    ],
)
async def test_a_day_of_the_month_that_is_off_moves_to_the_working_day_before(
    world: World, anna: Somebody, bo: Somebody, words: str, asked_on: list[str]
) -> None:
    await bo.says("welcome fine WEB")
    heard = await anna.says(f"standup new {words}", place="web-shop")
    moves = "Where that is a day off, it comes on the working day before."
    assert (moves in heard.text) == ("working" not in words and "every" not in words)
    await tick(world)
    near = [day(11, 27), day(11, 30), day(12, 1), day(12, 4), day(12, 7), day(12, 31)]
    assert await days_asked(world, *near, day(1, 1), day(1, 5), day(1, 28), day(1, 29)) == asked_on


async def test_a_day_of_the_month_within_a_leave_is_left_out(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await bo.says("welcome fine WEB")
    await anna.says("standup new monthly on the 15th 10:00", place="web-shop")
    await bo.says("away 14 Dec to 18 Dec")
    await tick(world)
    assert await days_asked(world, day(12, 11), day(12, 15), day(12, 21), day(1, 15)) == ["15 Jan"]


async def test_moving_a_stand_up_to_a_day_of_the_month_says_what_happens_on_days_off(anna: Somebody) -> None:
    await anna.says("standup new every friday 14:00", place="web-shop")
    moved = await anna.says("standup days monthly on the 15th", place="web-shop")
    assert "Where that is a day off, it comes on the working day before." in moved.text


@pytest.fixture
async def two(world: World, anna: Somebody) -> Somebody:
    """Web shop has a daily stand-up at 9:30 and one on Fridays at two."""
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await anna.says("standup new every friday 14:00", place="web-shop")
    await tick(world)
    return anna


async def test_stand_ups_are_listed_with_their_numbers(two: Somebody) -> None:
    assert (await two.says("standups", place="web-shop")).text.splitlines() == [
        "Stand-ups of Web shop",
        "#1 · 9:30, on everybody's working days · 2 people",
        "#2 · 14:00, every Friday · 2 people",
    ]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("standup time 10:00", "The stand-up of Web shop is at 10:00 now, on everybody's working days."),
        ("standup days mon-thu", "is at 9:30 now, every Monday, Tuesday, Wednesday and Thursday."),
        ("standup questions What is next?", "Web shop asks\nWhat is next?"),
        ("standup stop", "The stand-up of Web shop has ended."),
    ],
)
async def test_which_of_several_is_asked_back_and_then_done(two: Somebody, words: str, answer: str) -> None:
    heard = await two.says(words, place="web-shop")
    assert heard.text == "Web shop has several stand-ups. Which one?"
    assert list(heard.buttons) == ["9:30, on everybody's working days", "14:00, every Friday"]
    done = await two.presses(heard.buttons["9:30, on everybody's working days"], place="web-shop")
    assert answer in done.text


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("standup time #2 15:00", "#2 · 15:00, every Friday"),
        ("standup days #2 every other thursday", "#2 · 14:00, every 2 weeks on Thursday"),
        ("standup time #2 every thursday 15:00", "#2 · 15:00, every Thursday"),
        ("站会时间 #2 15:00", "#2 · 15:00, every Friday"),
        ("站会日子 #2 双周四", "#2 · 14:00, in even weeks on Thursday"),
    ],
)
async def test_the_named_one_is_changed_and_keeps_what_was_not_said(
    two: Somebody, words: str, left: str
) -> None:
    await two.says(words, place="web-shop")
    lines = (await two.says("standups", place="web-shop")).text.splitlines()
    assert lines[1] == "#1 · 9:30, on everybody's working days · 2 people"
    assert lines[2] == f"{left} · 2 people"


async def test_a_number_that_no_stand_up_has_is_asked_back(two: Somebody) -> None:
    heard = await two.says("standup time #9 10:00", place="web-shop")
    assert heard.text == "Web shop has no stand-up #9. Which one?"
    assert len(heard.buttons) == 2


async def test_another_one_does_not_become_a_second_daily_one(two: Somebody) -> None:
    assert "has a stand-up already" in (await two.says("standup days #2 weekdays", place="web-shop")).text


async def test_a_question_that_begins_with_a_number_is_no_name(anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    heard = await anna.says("standup questions 3 things that moved?", place="web-shop")
    assert heard.text.splitlines()[1] == "3 things that moved?"


async def test_moving_the_time_leaves_every_other_week_the_same_weeks(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await bo.says("welcome fine WEB")
    await anna.says("standup new every other friday 9:30", place="web-shop")
    await until(world, day(11, 30))
    await anna.says("standup time 10:00", place="web-shop")
    await tick(world)
    assert await days_asked(world, day(12, 4), day(12, 11), day(12, 18)) == ["11 Dec"]
