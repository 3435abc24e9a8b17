"""A task that is finished or given up leaves nobody to be chased for what stopped it; and the way back."""

from datetime import UTC, datetime

import pytest

from tests.conversations.days import tick, to, until
from tests.conversations.test_task_news import heard_by
from tests.conversations.world import Somebody, World

PLACE = "web-shop"
THURSDAY = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna, whose WEB-1 is stopped by WEB-2 (Bo can clear it; he was told)."""
    await anna.says("add Draft the contract @anna", place=PLACE)
    await anna.says("block 1 price list from @bo", place=PLACE)
    await world.deliver()
    await world.posted()
    return anna


async def test_a_finished_task_clears_what_stopped_it_and_says_so(stuck: Somebody) -> None:
    said = await stuck.says("done 1", place=PLACE)
    assert "✅ WEB-1 Draft the contract" in said.text
    assert "Cleared with it: WEB-2 price list" in said.text
    assert "⛔" not in said.text
    assert "Nothing here" in (await stuck.says("blockers")).text
    assert "Anna says that it is cleared" in (await stuck.says("why WEB-2")).text


async def test_who_was_asked_to_clear_it_hears_once_that_nothing_is_left_to_do(
    world: World, stuck: Somebody
) -> None:
    heard = await heard_by(world, stuck, "done 1")
    assert heard["@bo"] == (
        "Anna finished WEB-1 Draft the contract. What stopped it is cleared with that:\n✅ WEB-2 · price list"
    )
    assert "@anna" not in heard
    assert to(await until(world, THURSDAY), "@bo") == []


async def test_who_was_not_told_of_it_yet_never_hears_of_it(world: World, anna: Somebody) -> None:
    await world.person("Li", "Asia/Shanghai").says("help")
    await anna.says("invite @li", place=PLACE)
    await until(world, datetime(2026, 11, 23, 15, 0, tzinfo=UTC))  # night in Shanghai
    await anna.says("add Draft the contract @anna", place=PLACE)
    await anna.says("block 1 price list from @li", place=PLACE)
    await world.posted()
    assert "@li" not in await heard_by(world, anna, "done 1")


async def test_what_stops_something_else_as_well_goes_on(world: World, stuck: Somebody) -> None:
    await stuck.says("add Terms @anna", place=PLACE)
    await stuck.says("block 1 3 the signature from @bo", place=PLACE)
    await world.deliver()
    await world.posted()
    said = await stuck.says("done 1", place=PLACE)
    assert "Cleared with it: WEB-2 price list" in said.text
    assert "WEB-4 · the signature" in (await stuck.says("blockers")).text
    assert "Cleared with it: WEB-4 the signature" in (await stuck.says("done 3", place=PLACE)).text


async def test_several_finished_at_once_clear_what_stopped_them_all(stuck: Somebody) -> None:
    await stuck.says("add Terms @anna", place=PLACE)
    await stuck.says("block 1 3 the signature from @bo", place=PLACE)
    said = await stuck.says("done 1 3", place=PLACE)
    assert "Cleared with it: WEB-2 price list and WEB-4 the signature" in said.text


async def test_a_task_that_is_given_up_needs_it_no_longer(world: World, stuck: Somebody) -> None:
    heard = await heard_by(world, stuck, "cancel 1")
    assert heard["@bo"] == (
        "Anna cancelled WEB-1 Draft the contract. What stopped it is no longer needed:\n✅ WEB-2 · price list"
    )
    assert "withdrawn" in (await stuck.says("WEB-2")).text
    assert to(await until(world, THURSDAY), "@bo") == []


@pytest.mark.parametrize("said", ["done 1", "cancel 1"])
async def test_the_way_back_brings_it_back_and_who_was_told_is_told(
    world: World, stuck: Somebody, said: str
) -> None:
    await stuck.says(said, place=PLACE)
    await world.deliver()
    await world.posted()
    heard = await heard_by(world, stuck, "undo")
    assert heard["@bo"].startswith("⛔ Bo, Anna can't go on without you: price list (WEB-2)")
    assert "WEB-2 · price list" in (await stuck.says("blockers")).text
    assert "Next: Bo, 14:00" in (await stuck.says("why WEB-2")).text


async def test_who_heard_that_their_task_was_cancelled_hears_that_it_was_not(
    world: World, anna: Somebody
) -> None:
    await anna.says("add Draft the contract @bo", place=PLACE)
    await anna.says("cancel 1", place=PLACE)
    await world.deliver()
    heard = await heard_by(world, anna, "undo")
    assert heard["@bo"] == "Anna changed WEB-1 Draft the contract:\nto do"


async def test_who_heard_that_they_can_start_hears_that_they_cannot(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract @anna", place=PLACE)
    await anna.says("add Sign it @bo after 1", place=PLACE)
    heard = await heard_by(world, anna, "done 1")
    assert heard["@bo"] == "WEB-2 Sign it can start: WEB-1 is done."
    await world.deliver()
    heard = await heard_by(world, anna, "undo")
    assert heard["@bo"] == "WEB-2 Sign it can't start yet after all: WEB-1 is open again."


async def test_nobody_is_told_to_start_what_a_blocker_stops(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract @anna", place=PLACE)
    await anna.says("add Sign it @bo after 1", place=PLACE)
    await anna.says("block 2 no pen", place=PLACE)
    await world.deliver()
    assert "@bo" not in await heard_by(world, anna, "done 1")
    heard = await heard_by(world, anna, "resolve 3")
    assert heard["@bo"] == ("✅ Anna says that WEB-3 is cleared: no pen\nYou can go on with WEB-2 Sign it.")


async def test_nobody_is_told_to_go_on_with_what_something_else_stops(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await stuck.says("block 1 no logo from @bo", place=PLACE)
    await world.posted()
    heard = await heard_by(world, bo, "resolve WEB-2")
    assert heard["@anna"] == "✅ Bo says that WEB-2 is cleared: price list"
    heard = await heard_by(world, bo, "resolve WEB-3")
    assert heard["@anna"].endswith("You can go on with WEB-1 Draft the contract.")


async def test_the_way_back_in_time_is_silent(world: World, stuck: Somebody) -> None:
    await stuck.says("done 1", place=PLACE)
    heard = await heard_by(world, stuck, "undo")
    assert "can't go on" not in heard["@bo"]  # his post is as it was
    assert "WEB-2 · price list" in (await stuck.says("blockers")).text


async def test_a_task_taken_up_again_offers_what_ended_with_it(stuck: Somebody) -> None:
    await stuck.says("done 1", place=PLACE)
    again = await stuck.says("reopen 1", place=PLACE)
    assert "⛔" not in again.text
    assert again.buttons["WEB-2 still stops it"] == "unresolve WEB-2"
    await stuck.presses("unresolve WEB-2", place=PLACE)
    assert "⛔ WEB-1 Draft the contract" in (await stuck.says("1", place=PLACE)).text


async def test_who_raised_it_and_who_has_the_task_hear_one_sentence_each(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await world.person("Li").says("help")
    await stuck.says("invite @li", place=PLACE)
    await bo.says("block WEB-1 the logo from @li")
    await world.deliver()
    await world.posted()
    heard = await heard_by(world, world.person("Li"), "done WEB-1")
    assert heard["@anna"] == (
        "Li changed WEB-1 Draft the contract:\n✅ done\nCleared with it: WEB-2 price list and WEB-3 the logo"
    )
    assert heard["@bo"].endswith("✅ WEB-2 · price list\n✅ WEB-3 · the logo")
    assert "@li" not in heard


async def test_what_waits_for_acceptance_is_stopped_by_nothing(world: World, stuck: Somebody) -> None:
    await stuck.says("accept 1 @bo", place=PLACE)
    assert "Cleared with it: WEB-2 price list" in (await stuck.says("done 1", place=PLACE)).text


async def test_an_answer_that_finishes_a_task_says_what_ended_with_it(world: World, stuck: Somebody) -> None:
    await stuck.says("standup new 9:30 weekdays", place=PLACE)
    await tick(world)
    await until(world, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    said = await stuck.says("WEB-1 is done\nNext is the invoice", addressed=False)
    assert "Cleared with it: WEB-2 price list" in said.text


async def test_a_task_taken_back_leaves_nobody_waiting(world: World, anna: Somebody, bo: Somebody) -> None:
    added = await anna.says("add Draft the contract @anna", place=PLACE)
    await bo.says("block WEB-1 price list from @anna")
    await anna.says(added.buttons["Undo"], place=PLACE)
    assert "Nothing here" in (await anna.says("blockers")).text
