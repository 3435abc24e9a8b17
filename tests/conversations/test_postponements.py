"""Who may put off a date that others depend on."""

import pytest

from tests.conversations.world import Somebody, World, as_text


@pytest.fixture
async def building(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Bo, who builds something by Wednesday for Beta on Friday; what waits for it is due on Thursday."""
    await anna.says("milestone Beta 27 November", place="web-shop")
    await anna.says("add Build it @bo ~1d by 25 November for Beta", place="web-shop")
    await anna.says("add Paint it @bo ~1d by 26 November after 1", place="web-shop")
    await world.posted()
    return bo


async def asked(world: World, somebody: Somebody, line: str) -> list[str]:
    """What Anna is asked when somebody says this in the channel."""
    await world.dispatch.receive(somebody.incoming(line, place="web-shop"))
    return [as_text(message) for to, message in await world.posted() if to == "@anna"]


async def test_an_owner_moves_a_date_on_which_nothing_depends(building: Somebody) -> None:
    assert "due Thu 26 Nov" in (await building.says("1 by 26 November", place="web-shop")).text
    assert "due tomorrow, Tue 24 Nov" in (await building.says("1 by 24 November", place="web-shop")).text


async def test_beyond_its_milestone_the_lead_is_asked_and_allows_it(
    world: World, anna: Somebody, building: Somebody
) -> None:
    said = await building.says("1 by 30 November", place="web-shop")
    assert "due Wed 25 Nov" in said.text
    assert "Mon 30 Nov is for the lead to allow, who is asked." in said.text
    assert "4 days left" in said.text
    await building.says("undo", place="web-shop")
    [question] = await asked(world, building, "1 by 30 November")
    assert "⏰ Bo asks for more time for WEB-1 Build it: until Mon 30 Nov." in question
    assert "Beta is promised for Fri 27 Nov, before that." in question
    assert "WEB-2 Paint it waits for it, and is due Thu 26 Nov." in question
    assert "due Mon 30 Nov" in (await anna.says("edit WEB-1 by 2026-11-30", place="web-shop")).text


async def test_asking_twice_asks_once_and_counts_once(world: World, building: Somebody) -> None:
    assert len(await asked(world, building, "1 by 30 November")) == 1
    assert await asked(world, building, "1 by 30 November") == []
    assert "4 days left" in (await building.says("1", place="web-shop")).text


async def test_what_waits_for_it_counts_as_well(world: World, building: Somebody) -> None:
    [question] = await asked(world, building, "1 by 27 November")
    assert "WEB-2 Paint it waits for it, and is due Thu 26 Nov." in question
    assert "Beta" not in question
