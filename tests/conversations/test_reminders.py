"""Reminders of what is due: once, in working time, whatever is changed meanwhile."""

from datetime import UTC, datetime

import pytest

from tests.conversations.days import Said, at, tick, to, until
from tests.conversations.world import Somebody, World


def november(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026, UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def reminded(said: Said) -> list[str]:
    """What was said of a task that is due soon, to Bo."""
    return [text for text in to(said, "@bo") if "Ship login" in text and "Good morning" not in text]


@pytest.fixture
async def task(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Bo (UTC) has WEB-1, due on Tuesday at three in the afternoon."""
    await anna.says("add Ship login @bo by tomorrow 3pm", place="web-shop")
    await tick(world)
    return anna


async def test_a_due_time_is_reminded_of_a_working_hour_before(world: World, task: Somebody) -> None:
    assert reminded(await until(world, november(24, 13, 59))) == []
    [text] = reminded(await until(world, november(24, 14)))
    assert text.startswith("⏰ WEB-1 Ship login · due")
    assert reminded(await until(world, november(25, 23))) == []


async def test_the_working_hour_before_a_morning_is_the_evening_before(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Ship login @bo by 30 Nov 9:00", place="web-shop")
    await world.posted()
    assert reminded(await until(world, november(27, 16, 59))) == []
    assert len(reminded(await until(world, november(27, 17)))) == 1


async def test_what_is_done_is_not_reminded_of(world: World, task: Somebody, bo: Somebody) -> None:
    await bo.says("done WEB-1")
    assert reminded(await until(world, november(25, 23))) == []


async def test_a_later_date_moves_the_reminder_and_undo_brings_it_back(
    world: World, task: Somebody, bo: Somebody
) -> None:
    moved = await task.says("WEB-1 by 26 Nov 3pm", place="web-shop")
    assert reminded(await until(world, november(24, 13))) == []
    await task.presses(moved.buttons["Undo"])
    await world.posted()
    assert len(reminded(await until(world, november(24, 14)))) == 1


async def test_a_new_date_after_the_reminder_reminds_again_and_the_same_date_does_not(
    world: World, task: Somebody, bo: Somebody
) -> None:
    await until(world, november(24, 14))
    await bo.says("settings hours 9-17")
    assert reminded(await until(world, november(24, 15))) == []
    await task.says("WEB-1 by 25 Nov 3pm", place="web-shop")
    await world.posted()
    assert len(reminded(await until(world, november(25, 14)))) == 1


async def test_leave_moves_the_reminder_to_the_working_hour_before_it(
    world: World, task: Somebody, bo: Somebody
) -> None:
    await bo.says("welcome fine WEB")
    await bo.says("away tomorrow")
    await world.posted()
    assert len(reminded(await until(world, november(23, 17)))) == 1
    assert reminded(await until(world, november(24, 23))) == []


async def test_another_owner_is_reminded_instead(world: World, task: Somebody, bo: Somebody) -> None:
    await task.says("WEB-1 @anna", place="web-shop")
    await world.posted()
    said = await until(world, november(24, 23))
    assert reminded(said) == []
    assert any("Ship login" in text for text in to(said, "@anna"))


async def test_a_paused_project_reminds_nobody(world: World, task: Somebody) -> None:
    await task.says("project pause", place="web-shop")
    assert to(await until(world, november(26, 23)), "@bo") == []


async def test_a_reminder_delayed_by_an_outage_is_sent_while_it_helps(world: World, task: Somebody) -> None:
    assert len(reminded(await at(world, november(24, 14, 50)))) == 1


async def test_after_an_outage_what_is_late_is_told_once_with_the_day(world: World, task: Somebody) -> None:
    said = to(await at(world, november(25, 11)), "@bo")
    assert len(said) == 1
    assert "Good morning, Bo." in said[0]
    assert to(await until(world, november(25, 23)), "@bo") == []


async def test_what_is_late_comes_each_working_morning_until_it_is_done(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Ship login @bo by today", place="web-shop")
    await world.posted()
    said = to(await until(world, november(25, 23)), "@bo")
    assert [text.splitlines()[1].split(" · ")[0] for text in said] == ["⏰ WEB-1", "⏰ WEB-1"]
