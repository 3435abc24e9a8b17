"""Who stands in for somebody who is away is told what is theirs meanwhile, and for whom."""

from datetime import UTC, datetime

import pytest

from tests.conversations.days import tick, to, until
from tests.conversations.world import Somebody, World, as_text


def november(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026, UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
async def li(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Li covers for Bo from Wednesday to Friday; Bo has WEB-1, due on Thursday at three in the afternoon."""
    cover = world.person("Li")
    await cover.says("help")
    await anna.says("invite @li", place="web-shop")
    await anna.says("add Ship login @bo by thursday 3pm", place="web-shop")
    for one in (bo, cover):
        await one.says("welcome fine WEB")
    await bo.says("away wednesday to friday @li covers")
    await tick(world)
    return cover


FOR_BO = "For Bo, who is away until Fri 27 Nov."


async def test_a_due_time_in_the_leave_is_reminded_of_to_both_each_an_hour_of_theirs_before(
    world: World, li: Somebody
) -> None:
    said = await until(world, november(24, 17))
    assert [text.splitlines()[0].split(" · ")[0] for text in to(said, "@bo")][-1] == "⏰ WEB-1 Ship login"
    said = await until(world, november(26, 13, 59))
    assert not [text for text in to(said, "@li") if "Good morning" not in text]
    [text] = to(await until(world, november(26, 14)), "@li")
    assert text.splitlines()[0] == FOR_BO
    assert text.splitlines()[1].startswith("⏰ WEB-1 Ship login · due")
    assert to(await until(world, november(26, 23)), "@li") == []


async def test_the_covers_morning_has_what_is_due_of_who_is_away(world: World, li: Somebody) -> None:
    assert to(await until(world, november(24, 23)), "@li") == []  # Bo is still there
    [morning] = to(await until(world, november(25, 12)), "@li")
    assert morning.splitlines() == [
        "Good morning, Li. Wed 25 Nov.",
        FOR_BO,
        "⏰ WEB-1 · Ship login · due Thu 26 Nov, 15:00",
    ]


async def test_it_stands_in_the_stand_ups_message_where_there_is_one(
    world: World, anna: Somebody, li: Somebody
) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await until(world, november(24, 23))
    [morning] = to(await until(world, november(25, 10)), "@li")
    assert morning.splitlines()[1:3] == [FOR_BO, "⏰ WEB-1 · Ship login · due Thu 26 Nov, 15:00"]


async def test_who_is_back_earlier_is_reminded_themselves(world: World, li: Somebody, bo: Somebody) -> None:
    await until(world, november(26, 8))
    await bo.says("back")
    await tick(world)
    said = await until(world, november(26, 23))
    assert to(said, "@li") == []


async def test_a_cover_in_another_zone_is_reminded_in_their_own_time(
    world: World, li: Somebody, bo: Somebody
) -> None:
    await li.says("settings hours 6-12")
    await tick(world)
    said = await until(world, november(26, 11))
    [text] = [one for one in to(said, "@li") if one.startswith(FOR_BO)]
    assert "WEB-1 Ship login" in text


async def test_a_cover_who_is_away_too_is_left_alone(world: World, li: Somebody) -> None:
    await li.says("away thursday")
    await tick(world)
    said = await until(world, november(26, 23))
    assert [text for text in to(said, "@li") if text.startswith(FOR_BO)] == []


async def test_what_is_asked_of_who_is_away_goes_to_the_cover(
    world: World, anna: Somebody, li: Somebody
) -> None:
    await until(world, november(25, 10))
    said = await world.dispatch.receive(anna.incoming("urge 1", place="web-shop"))
    assert said.message is not None
    assert as_text(said.message) == (
        "Bo is away until Fri 27 Nov. Li stands in, and is asked where WEB-1 stands."
    )
    told = [(address, as_text(message)) for address, message in await world.posted()]
    assert [address for address, _ in told] == ["@li"]
    assert told[0][1].splitlines()[0] == FOR_BO
    again = await anna.says("urge 1", place="web-shop")
    assert "Once a working day is enough" in again.text


async def test_a_blocker_of_who_is_away_goes_to_the_cover(world: World, anna: Somebody, li: Somebody) -> None:
    await until(world, november(25, 10))
    await anna.says("add Draft the contract", place="web-shop")
    await world.dispatch.receive(anna.incoming("block 2 the price list from @bo", place="web-shop"))
    told = [as_text(message) for address, message in await world.posted() if address == "@li"]
    assert any("because Bo is away until Fri 27 Nov" in one for one in told)


async def test_only_who_is_in_a_project_of_mine_can_stand_in(
    world: World, bo: Somebody, anna: Somebody
) -> None:
    await world.person("Zoe").says("help")
    assert "none of your projects" in (await bo.says("away friday @zoe covers")).text
