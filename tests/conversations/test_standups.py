"""The morning question, its answers, and what the channel sees."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import worktime
from bot.services import schedules
from storage.models import Person, Run, Standup
from tests.conversations.days import at, tick
from tests.conversations.world import Somebody, World, counts


def tuesday(hour: int, minute: int) -> datetime:
    """A time of Tuesday 24 November 2026, UTC."""
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


@pytest.fixture
async def standup(world: World, anna: Somebody) -> Somebody:
    """Anna (Berlin) and Bo (UTC) have a stand-up at 9:30 on weekdays."""
    await anna.says("add Draft the contract @anna by tomorrow", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tick(world)
    return anna


async def test_everybody_is_asked_in_their_own_morning(world: World, standup: Somebody) -> None:
    await at(world, tuesday(0, 0))
    assert await at(world, tuesday(8, 29)) == []
    berlin = await at(world, tuesday(8, 30))
    assert [address for address, _ in berlin] == ["@anna"]
    assert "Good morning, Anna." in berlin[0][1]
    assert "WEB-1 · Draft the contract · due" in berlin[0][1]
    assert [address for address, _ in await at(world, tuesday(9, 30))] == ["@bo"]


async def test_nobody_is_asked_twice_on_a_day(world: World, standup: Somebody) -> None:
    await world.person("Bo").says("welcome fine WEB")
    await at(world, tuesday(9, 10))
    await standup.says("standup now", place="web-shop")
    assert await at(world, tuesday(9, 20)) == []
    assert [address for address, _ in await at(world, tuesday(9, 30))] == []  # Bo was asked by `now`


async def test_a_stand_up_missed_by_an_outage_is_not_asked_late(world: World, standup: Somebody) -> None:
    late = await at(world, tuesday(13, 0))
    assert [address for address, _ in late] == ["@anna"]  # what is due matters all the same, once
    assert "What moves" not in late[0][1]
    wednesday = await at(world, tuesday(13, 0) + timedelta(hours=19, minutes=30))
    assert [address for address, _ in wednesday] == ["@anna"]


async def test_nobody_is_asked_on_a_day_off(world: World, standup: Somebody) -> None:
    await at(world, datetime(2026, 11, 27, 20, 0, tzinfo=UTC))
    assert await at(world, datetime(2026, 11, 29, 20, 0, tzinfo=UTC)) == []


async def test_plain_words_answer_the_question_and_the_channel_sees_them(
    world: World, standup: Somebody
) -> None:
    await at(world, tuesday(8, 30))
    heard = await standup.says("I finish the draft today", addressed=False)
    assert heard.text.startswith("Noted.")
    shown = await standup.says("standup status", place="web-shop")
    assert "1 of 2 answered" in shown.text
    assert "Anna: I finish the draft today" in shown.text


async def test_yesterdays_plan_is_on_top_of_todays_question(world: World, standup: Somebody) -> None:
    await at(world, tuesday(8, 30))
    await standup.says("finish the draft", addressed=False)
    await world.posted()
    wednesday = await at(world, tuesday(8, 30) + timedelta(days=1))
    assert "You planned yesterday: finish the draft" in wednesday[0][1]


async def test_an_answer_can_be_taken_back(world: World, standup: Somebody) -> None:
    await at(world, tuesday(8, 30))
    await standup.says("nonsense", addressed=False)
    assert (await standup.says("undo")).text.startswith("Taken back: answer.")
    shown = await standup.says("standup status", place="web-shop")
    assert "0 of 2 answered" in shown.text


async def test_an_obstacle_in_an_answer_becomes_a_blocker_of_its_task(
    world: World, standup: Somebody
) -> None:
    await at(world, tuesday(8, 30))
    heard = await standup.says(
        "Layout today.\nWEB-1 is blocked: waiting for the keys from @bo", addressed=False
    )
    assert "waits for Bo: the keys" in heard.text
    assert "the keys · waiting for Bo" in (await standup.says("1", place="web-shop")).text


async def test_a_command_in_an_answer_does_both(world: World, standup: Somebody) -> None:
    await at(world, tuesday(8, 30))
    heard = await standup.says("All fine.\ndone WEB-1", addressed=False)
    assert heard.text.startswith("Noted.")
    assert "done" in (await standup.says("WEB-1", place="web-shop")).text


async def test_words_without_a_question_change_nothing(world: World, standup: Somebody) -> None:
    assert "I'm not sure" in (await standup.says("I finish the draft", addressed=False)).text
    assert await counts(world, Run) == (0,)


async def test_a_second_stand_up_is_refused(standup: Somebody) -> None:
    assert "has a stand-up" in (await standup.says("standup new 10:00", place="web-shop")).text


async def test_a_member_may_not_set_one_up(anna: Somebody, bo: Somebody) -> None:
    assert "for the lead" in (await bo.says("standup new 9:30", place="web-shop")).text


@pytest.mark.parametrize("wrong", ["25:00", "weekdays", "9:30 someday"])
async def test_a_schedule_that_cannot_be_read_says_how_it_goes(anna: Somebody, wrong: str) -> None:
    heard = await anna.says(f"standup new {wrong}", place="web-shop")
    assert "For example" in heard.text or "is no time of day" in heard.text


def test_a_time_in_the_gap_of_the_clock_change_is_asked_once_and_later() -> None:
    every_sunday = {"frequency": "weekly", "weekdays": [6], "anchor": "2026-03-01"}
    standup = Standup(at=time(2, 30), recurrence=every_sunday)
    night = (worktime.Span(time(1), time(5)),)
    calendar = worktime.Calendar(ZoneInfo("Europe/Berlin"), worktime.week_of([6], night))
    gap = schedules.next_at(standup, Person(), calendar, datetime(2026, 3, 28, tzinfo=UTC))
    assert gap == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
