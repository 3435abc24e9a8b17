"""A change of somebody's zone or hours moves what is planned for them at once: nothing is lost or doubled."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conversations.days import Said, tick, to, until
from tests.conversations.world import Somebody, World

A_QUARTER = timedelta(minutes=15)
ASKED = "Just answer here, or:"  # of the morning; a nudge says when it closes as well


def november(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026, UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
async def bo_and_li(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Bo (UTC) is asked at 9:30, has WEB-1 due on Thursday at three UTC, and can clear WEB-2; Li is there."""
    cover = world.person("Li")
    await cover.says("help")
    await anna.says("invite @li", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await bo.says("add Ship login @bo by thursday 15:00", place="web-shop")
    for one in (bo, cover):
        await one.says("welcome fine WEB")
    await tick(world)
    return cover


def count(said: Said, who: str, words: str) -> int:
    """How many of the messages to somebody say this."""
    return sum(words in text and "closes at" not in text for text in to(said, who))


@pytest.mark.parametrize(
    ("change", "asked_at", "reminded_at"),
    [
        ("settings zone Tokyo", november(25, 0, 30), november(26, 8)),
        ("settings zone New York", november(25, 14, 30), november(26, 14)),
        ("settings hours 11-15", november(25, 11), november(26, 14)),
        ("settings time 10:15", november(25, 10, 15), november(26, 14)),
        ("settings days mon wed", november(25, 9, 30), november(25, 17)),
    ],
)
async def test_prompts_and_reminders_move_once(
    world: World, bo_and_li: Somebody, bo: Somebody, change: str, asked_at: datetime, reminded_at: datetime
) -> None:
    await until(world, november(24, 15))  # Tuesday's question has come
    await bo.says(change)
    await tick(world)
    asked, reminded = [], []
    while world.clock.now() < november(27, 0):
        said = await until(world, world.clock.now() + A_QUARTER)
        asked += [world.clock.now()] * count(said, "@bo", ASKED)
        reminded += [world.clock.now()] * count(said, "@bo", "⏰ WEB-1 Ship login")
    assert asked[0] == asked_at
    assert len(asked) == len({moment.date() for moment in asked})
    assert reminded == [reminded_at]


@pytest.mark.parametrize("zone", ["Tokyo", "New York"])
async def test_each_day_is_asked_once_whatever_zone_somebody_flies_to(
    world: World, bo_and_li: Somebody, bo: Somebody, zone: str
) -> None:
    said = await until(world, november(25, 1))
    await bo.says(f"settings zone {zone}")
    said += await until(world, november(28, 23))
    assert count(said, "@bo", ASKED) == 5  # Monday to Friday


async def test_a_cover_who_moves_is_reminded_once_in_the_new_time(
    world: World, bo_and_li: Somebody, bo: Somebody
) -> None:
    await bo.says("away thursday @li covers")
    await tick(world)
    await until(world, november(26, 1))
    await bo_and_li.says("settings hours 6-12")
    assert count(await until(world, november(26, 10, 59)), "@li", "WEB-1 Ship login") == 0
    assert count(await until(world, november(26, 11)), "@li", "WEB-1 Ship login") == 1
    assert count(await until(world, november(27, 23)), "@li", "WEB-1 Ship login") == 0


async def test_a_step_of_a_ladder_is_told_in_the_new_hours_of_who_is_told(
    world: World, anna: Somebody, bo_and_li: Somebody, bo: Somebody
) -> None:
    await until(world, november(25, 9))
    await anna.says("block 1 the price list from @li", place="web-shop")
    await tick(world)
    await bo_and_li.says("settings hours 14-18")
    said = await until(world, november(25, 23)) + await until(world, november(26, 23))
    again = [text for text in to(said, "@li") if "the price list (WEB-2)" in text and "can't go on" in text]
    assert len(again) == 1
