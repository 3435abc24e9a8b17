"""What is over: a cleared blocker, a paused or closed project, and the way back to it."""

from datetime import UTC, datetime

import pytest

from tests.conversations.test_task_news import heard_by
from tests.conversations.world import Somebody, World

PLACE = "web-shop"


async def test_a_cleared_blocker_stopped_what_an_open_one_stops(anna: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    assert "stops WEB-1 Draft" in (await anna.says("block 1 waiting for the keys from @bo", place=PLACE)).text
    await anna.says("resolve 2 they came", place=PLACE)
    shown = (await anna.says("2", place=PLACE)).text
    assert "stopped WEB-1 Draft" in shown
    assert "stops" not in shown


@pytest.mark.parametrize("said", ["project pause", "project close"])
async def test_what_sleeps_is_promised_for_no_day(anna: Somebody, said: str) -> None:
    await anna.says("milestone Beta 1 March", place=PLACE)
    await anna.says("add Draft @bo", place=PLACE)
    assert "Beta" not in (await anna.says(said, place=PLACE)).text
    assert "Beta: done by" in (await anna.says("project open", place=PLACE)).text


async def test_closing_says_what_is_left_open(anna: Somebody) -> None:
    assert (await anna.says("project close", place=PLACE)).text == "Web shop is closed."
    await anna.says("project open", place=PLACE)
    await anna.says("add Draft", place=PLACE)
    await anna.says("add Terms", place=PLACE)
    left = "2 tasks are open still; nobody is reminded of them."
    assert (await anna.says("project close", place=PLACE)).text == f"Web shop is closed.\n{left}"


@pytest.mark.parametrize("said", ["project open", "打开项目", "project reopen"])
async def test_the_only_project_that_sleeps_is_the_one_to_wake(anna: Somebody, said: str) -> None:
    await anna.says("project close", place=PLACE)
    assert (await anna.says(said)).text.startswith("Web shop is running again.")


async def test_of_several_that_sleep_one_is_asked_for(anna: Somebody) -> None:
    await anna.says("project new App key APP", place="app")
    await anna.says("project close", place=PLACE)
    await anna.says("project pause", place="app")
    asked = await anna.says("project open")
    assert asked.text == "Which project?"
    assert set(asked.buttons) == {"App", "Web shop"}
    assert (await anna.says(asked.buttons["App"])).text.startswith("App is running again.")


async def test_an_undo_that_reaches_back_to_another_day_asks_first(world: World, anna: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    world.clock.move_to(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    asked = await anna.says("undo", place=PLACE)
    assert asked.text == "Your last change is add, 9:00. Take it back?"
    assert "to do" not in asked.text
    assert "Draft" in (await anna.says("list", place=PLACE)).text
    assert "Taken back" in (await anna.presses(asked.buttons["Undo"], place=PLACE)).text


async def test_a_plan_has_pages_as_lists_have(anna: Somebody) -> None:
    for start in (1, 26):
        lines = "\n".join(f"Step {number}" for number in range(start, start + 25))
        await anna.says(f"add {lines}", place=PLACE)
    first = await anna.says("plan", place=PLACE)
    assert first.text.startswith("Web shop: the plan · 1 to 20 of 50")
    second = await anna.says(first.buttons["More"], place=PLACE)
    assert second.text.startswith("Web shop: the plan · 21 to 40 of 50")
    assert set(second.buttons) >= {"Back", "More"}
    last = await anna.says("plan page 3", place=PLACE)
    assert "WEB-50 · Step 50" in last.text
    assert "More" not in last.buttons


async def test_a_history_has_pages_and_names_the_milestone(anna: Somebody) -> None:
    await anna.says("milestone Beta 1 March", place=PLACE)
    await anna.says("add Draft for Beta", place=PLACE)
    await anna.says("done 1", place=PLACE)
    await anna.says("milestone met Beta", place=PLACE)
    assert "Beta · Anna: met" in (await anna.says("history", place=PLACE)).text
    for number in range(25):
        await anna.says(f"rename 1 Draft {number}", place=PLACE)
    first = await anna.says("history 1", place=PLACE)
    assert "Draft 24" in first.text
    assert "added it" not in first.text
    second = await anna.says(first.buttons["More"], place=PLACE)
    assert "added it" in second.text
    assert "More" not in second.buttons
    assert "Back" in second.buttons
    assert "More" in (await anna.says("history in WEB", place=PLACE)).buttons


async def test_what_stopped_a_task_is_part_of_its_history(world: World, anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    await anna.says("add Terms", place=PLACE)
    await anna.says("block 1 waiting for the keys from @bo by thursday", place=PLACE)
    await anna.says('block 1 the seal from "City hall"', place=PLACE)
    await anna.says("undo", place=PLACE)
    await anna.says("block 2 the logo", place=PLACE)
    await bo.says("take WEB-3 by wednesday")
    await bo.says("decline WEB-3")
    await bo.says("resolve WEB-3 they came")
    await anna.says("unresolve WEB-3", place=PLACE)
    await anna.says("done 1", place=PLACE)
    told = (await anna.says("history 1", place=PLACE)).text.splitlines()
    assert [one.partition(" · ")[2] for one in told[1:]] == [
        "WEB-3 · Anna: cleared",
        "Anna: done",
        "WEB-3 · Anna: open again",
        "WEB-3 · Bo: cleared · they came",
        "WEB-3 · Bo: nobody has it",
        "WEB-3 · Bo: clears it by Wed 25 Nov",
        "WEB-4 · Anna: withdrawn · taking back",
        "WEB-4 · Anna: raised the seal · waiting for City hall · taken back since",
        "WEB-3 · Anna: raised waiting for the keys · waiting for Bo · needed by Thu 26 Nov",
        "Anna: added it",
    ]


async def test_who_was_given_a_task_hears_that_it_was_taken_back(world: World, anna: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    await anna.says("1 @bo", place=PLACE)
    await world.deliver()
    heard = await heard_by(world, anna, "undo")
    assert heard["@bo"] == "Anna took WEB-1 Draft off your list; nobody has it now."


async def test_who_has_not_heard_of_a_task_hears_nothing_of_its_undo(world: World, anna: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    await anna.says("1 @bo", place=PLACE)
    assert "@bo" not in await heard_by(world, anna, "undo")


@pytest.mark.parametrize(
    "said", ["add Draft the contract by friday", "plan", "team", "late", "mine", "list", "search contract"]
)
async def test_whose_only_project_is_closed_is_told_since_when_and_how_it_opens(
    world: World, anna: Somebody, bo: Somebody, said: str
) -> None:
    await anna.says("project close", place=PLACE)
    world.clock.move_to(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    told = await anna.says(said)
    assert "Web shop has been closed since Mon 23 Nov. An admin or its lead can open it again." in told.text
    assert told.buttons == {"Open it again": "project open WEB"}
    assert "Open it again" not in (await bo.says(said)).buttons
    await anna.presses("project open WEB")
    assert "closed" not in (await anna.says(said)).text


async def test_closed_projects_are_listed_below_those_that_run(anna: Somebody, bo: Somebody) -> None:
    await anna.says("project close", place=PLACE)
    alone = await anna.says("projects")
    assert alone.text.splitlines() == ["Your projects", "WEB · Web shop · closed since Mon 23 Nov"]
    assert alone.buttons == {"Open WEB again": "project open WEB"}
    await anna.says("project new App key APP", place="app")
    both = await anna.says("projects")
    assert [one.split(" · ")[0] for one in both.text.splitlines()[1:]] == ["APP", "WEB"]
    assert (await bo.says("projects")).buttons == {}


async def test_who_was_never_in_a_project_is_told_how_to_start_one(world: World) -> None:
    for said in ("late", "mine", "projects", "add Draft"):
        assert "You are in no project yet. Start one:" in (await world.person("Eve").says(said)).text
