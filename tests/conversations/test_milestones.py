"""What people say about promised dates."""

from dataclasses import replace

import pytest

from bot.incoming import Filled
from storage.models import Milestone
from tests.conversations.world import Somebody, World, as_text, counts


@pytest.fixture
async def beta(world: World, anna: Somebody) -> Somebody:
    """Anna, who has promised Beta for 17 March."""
    await anna.says("milestone Beta 17 March", place="web-shop")
    await world.posted()
    return anna


async def test_a_promise_is_echoed_with_its_weekday(anna: Somebody) -> None:
    said = await anna.says("milestone Beta 17 March", place="web-shop")
    assert said.text.splitlines()[0] == "Beta · promised for Wed 17 Mar 2027 · no tasks, no forecast"


@pytest.mark.parametrize(
    ("typed", "name", "day"),
    [
        ("milestone Beta by 17 March", "Beta", "Wed 17 Mar 2027"),
        ("milestone add Public beta 2027-03-17", "Public beta", "Wed 17 Mar 2027"),
        ("milestone 17 March Beta", "Beta", "Wed 17 Mar 2027"),
        ("milestone March release 17 March", "March release", "Wed 17 Mar 2027"),
        ("milestone Launch in WEB friday", "Launch", "Fri 27 Nov"),
        ("milestone <!channel> friday", "<!channel>", "Fri 27 Nov"),
    ],
)
async def test_a_promise_can_be_said_in_several_ways(anna: Somebody, typed: str, name: str, day: str) -> None:
    assert (await anna.says(typed, place="web-shop")).text.startswith(f"{name} · promised for {day} · ")


async def test_a_promise_without_a_day_is_asked_for(world: World, anna: Somebody) -> None:
    asked = await anna.says("milestone Beta", place="web-shop")
    assert "For which day is Beta promised?" in asked.text
    assert await counts(world, Milestone) == (0,)
    assert "Beta · promised for Wed 17 Mar 2027" in (await anna.says("17 March", addressed=False)).text


async def test_a_day_with_two_readings_is_asked_back(world: World, anna: Somebody) -> None:
    said = await anna.says("milestone Beta next friday", place="web-shop")
    assert await counts(world, Milestone) == (0,)
    assert "Fri 4 Dec" in (await anna.says(said.buttons["Fri 4 Dec"], place="web-shop")).text
    assert await counts(world, Milestone) == (1,)


async def test_only_the_lead_promises_dates_also_in_private(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    assert "for the lead" in (await bo.says("milestone Beta friday", place="web-shop")).text
    assert "for the lead" in (await bo.says("milestone Beta friday")).text
    assert await counts(world, Milestone) == (0,)


async def test_a_name_is_promised_once(beta: Somebody) -> None:
    assert "already" in (await beta.says("milestone beta friday", place="web-shop")).text


async def test_moving_tells_the_channel_why(world: World, beta: Somebody) -> None:
    await world.dispatch.receive(
        beta.incoming("milestone move Beta 24 March because legal is off until friday", place="web-shop")
    )
    [told] = [as_text(message) for to, message in await world.posted() if to == "web-shop"]
    assert "Beta is promised for Wed 24 Mar 2027 now; it was Wed 17 Mar 2027." in told
    assert "Why: legal is off until friday" in told
    assert "moved by Anna" in told


async def test_moving_asks_for_the_reason(world: World, beta: Somebody) -> None:
    said = await beta.says("milestone move Beta to 24 March", place="web-shop")
    assert "Why does Beta move to Wed 24 Mar 2027?" in said.text
    assert "17 Mar" in (await beta.says("milestones", place="web-shop")).text


async def test_the_form_that_asks_for_the_reason_moves_it(world: World, beta: Somebody) -> None:
    asked = replace(
        beta.incoming("milestone move Beta 24 March", place="web-shop"), shows_forms=True, rides=0
    )
    form = (await world.dispatch.receive(asked)).form
    assert form is not None
    filled = Filled(form.command, {**form.given, "reason": "legal is late"})
    said = await world.say(replace(beta.incoming("", place="web-shop"), said=filled))
    assert "Why: legal is late" in said.text


async def test_a_member_may_not_move_a_promise(beta: Somebody, bo: Somebody) -> None:
    said = await bo.says("milestone move Beta 24 March because I can", place="web-shop")
    assert "for the lead" in said.text
    assert "17 Mar" in (await beta.says("milestones", place="web-shop")).text


async def test_the_list_counts_what_is_done(beta: Somebody) -> None:
    await beta.says("add One for Beta", place="web-shop")
    await beta.says("add Two for Beta", place="web-shop")
    await beta.says("add Three for Beta", place="web-shop")
    await beta.says("done 1", place="web-shop")
    await beta.says("cancel 3", place="web-shop")
    assert "Beta · WEB · promised for Wed 17 Mar 2027 · 1 of 2 done" in (await beta.says("milestones")).text


async def test_undo_takes_back_a_promise_and_a_move(beta: Somebody) -> None:
    await beta.says("milestone move Beta 24 March because legal is late", place="web-shop")
    await beta.says("undo", place="web-shop")
    assert "17 Mar" in (await beta.says("milestones", place="web-shop")).text
    await beta.says("undo", place="web-shop")
    assert "Nothing here" in (await beta.says("milestones", place="web-shop")).text


async def test_a_day_that_is_over_is_not_promised(world: World, anna: Somebody) -> None:
    for typed in ("milestone Beta 2020-03-01", "milestone Beta 22 November 2026"):
        said = await anna.says(typed, place="web-shop")
        assert "over" in said.text or "which day" in said.text
        assert all("2020" not in label and "22 Nov 2026" not in label for label in said.buttons)
    assert await counts(world, Milestone) == (0,)


async def test_what_is_dropped_is_promised_no_longer_and_its_tasks_count_for_the_next(
    world: World, beta: Somebody, bo: Somebody
) -> None:
    await beta.says("add Build it ~1d for Beta", place="web-shop")
    await beta.says("milestone Launch 24 March", place="web-shop")
    assert "for the lead" in (await bo.says("milestone drop Beta", place="web-shop")).text
    await world.posted()
    await world.dispatch.receive(beta.incoming("milestone drop Beta", place="web-shop"))
    told = [as_text(message) for to, message in await world.posted() if to == "web-shop"]
    assert "Beta, promised for Wed 17 Mar 2027, is no longer promised. · dropped by Anna" in told
    listed = (await beta.says("milestones", place="web-shop")).text
    assert "Launch · WEB · promised for Wed 24 Mar 2027 · 0 of 1 done" in listed
    assert "Beta" not in listed
    await beta.says("undo", place="web-shop")
    assert "Beta" in (await beta.says("milestones", place="web-shop")).text


async def test_a_milestone_can_be_said_to_be_met_when_nothing_is_left_for_it(
    world: World, beta: Somebody, bo: Somebody
) -> None:
    await beta.says("add Build it ~1d for Beta", place="web-shop")
    assert "Open tasks for Beta: 1." in (await beta.says("milestone met Beta", place="web-shop")).text
    assert "for the lead" in (await bo.says("milestone met Beta", place="web-shop")).text
    await beta.says("cancel 1", place="web-shop")
    assert "✅ Beta is met on Mon 23 Nov" in (await beta.says("milestone met Beta", place="web-shop")).text
    assert "met already" in (await beta.says("milestone met Beta", place="web-shop")).text
    assert "✅ Beta is met" in (await beta.says("why Beta", place="web-shop")).text


async def test_the_channel_hears_once_of_what_was_said_to_be_met(world: World, beta: Somebody) -> None:
    await world.dispatch.receive(beta.incoming("milestone met Beta", place="web-shop"))
    assert len([message for to, message in await world.posted() if to == "web-shop"]) == 1


async def test_a_task_can_still_be_added_for_what_is_met(beta: Somebody) -> None:
    await beta.says("milestone met Beta", place="web-shop")
    assert "for Beta" in (await beta.says("add One more thing for Beta", place="web-shop")).text


async def test_a_reason_is_kept_without_the_words_that_lead_it(world: World, anna: Somebody) -> None:
    await anna.says("milestone Beta 17 March", place="web-shop")
    moved = await anna.says("milestone move Beta 24 March because of the keys", place="web-shop")
    assert "“the keys”" in moved.text or "Why: the keys" in moved.text
