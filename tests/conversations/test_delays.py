"""One more day: moved at once where nothing else moves, else asked of the lead."""

import pytest

from tests.conversations.test_task_news import heard_by
from tests.conversations.world import Somebody, World


@pytest.fixture
async def owned(anna: Somebody, bo: Somebody) -> Somebody:
    """WEB-1 is Bo's, due on Thursday; Anna leads."""
    await anna.says("add Draft the contract @bo by thursday ~1d", place="web-shop")
    return anna


async def test_an_owner_moves_their_date_where_nothing_else_moves(
    world: World, bo: Somebody, owned: Somebody
) -> None:
    assert "due Fri 27 Nov" in (await bo.says("delay 1 friday", place="web-shop")).text
    assert "@anna" not in await heard_by(world, bo, "delay 1 2026-11-30")


async def test_the_lead_is_asked_where_somebody_waits_and_it_counts_meanwhile(
    world: World, bo: Somebody, owned: Somebody
) -> None:
    await owned.says("add Sign it after 1 @anna ~1d", place="web-shop")
    heard = await bo.says("delay 1 friday")
    assert "I've asked Anna about Fri 27 Nov" in heard.text
    assert "due Thu 26 Nov · 2 days left" in heard.text


async def test_the_lead_agrees_or_keeps_the_date_and_the_owner_hears_of_it(
    world: World, bo: Somebody, owned: Somebody
) -> None:
    await owned.says("milestone Beta 1 Dec", place="web-shop")
    asked = (await heard_by(world, bo, "delay 1 friday"))["@anna"]
    assert asked.splitlines()[0] == "Bo needs until Fri 27 Nov for WEB-1 Draft the contract."
    assert asked.splitlines()[1].startswith("Beta · done by ")
    kept = await heard_by(world, owned, "keep WEB-1")
    assert kept == {"@bo": "Anna asks you to keep Thu 26 Nov for WEB-1 Draft the contract."}
    agreed = await heard_by(world, owned, "WEB-1 by 2026-11-27")
    assert agreed == {"@bo": "Anna changed WEB-1 Draft the contract:\ndue Fri 27 Nov"}


async def test_pressing_twice_asks_and_counts_once(world: World, bo: Somebody, owned: Somebody) -> None:
    await owned.says("milestone Beta 1 Dec", place="web-shop")
    assert "@anna" in await heard_by(world, bo, "delay 1 friday")
    assert "@anna" not in await heard_by(world, bo, "delay 1 friday")
    assert "2 days left" in (await bo.says("1", place="web-shop")).text


async def test_only_owner_creator_and_lead_ask_for_more_time(
    world: World, anna: Somebody, owned: Somebody
) -> None:
    cy = world.person("Cy")
    await cy.says("help")
    await anna.says("invite @cy", place="web-shop")
    assert "Ask them" in (await cy.says("delay 1 friday", place="web-shop")).text
    assert "lead" in (await cy.says("keep 1", place="web-shop")).text


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("delay 1 2d", "due Mon 30 Nov"),
        ("delay 1 +2d", "due Mon 30 Nov"),
        ("delay 1 by 2 days", "due Mon 30 Nov"),
        ("postpone 1 one week", "due Thu 3 Dec"),
        ("delay 1 monday", "due Mon 30 Nov"),
        ("延期 1 2天", "due Mon 30 Nov"),
        ("1延期两天", "due Mon 30 Nov"),
        ("把1推迟一周", "due Thu 3 Dec"),
        ("推遲 1 兩個工作日", "due Mon 30 Nov"),
        ("1延期到周一", "due Mon 30 Nov"),
    ],
)
async def test_a_length_of_time_is_as_much_later(owned: Somebody, words: str, day: str) -> None:
    assert day in (await owned.says(words, place="web-shop")).text


@pytest.mark.parametrize(
    "words", ["take 1 monday", "take 1 by monday", "1 take monday", "接手 1 周一", "接手1 週一前"]
)
async def test_a_task_is_taken_for_a_day(owned: Somebody, words: str) -> None:
    assert "Anna · due Mon 30 Nov" in (await owned.says(words, place="web-shop")).text
