"""What adding tasks answers: several at once, dates offered, days off, names that nobody has."""

import pytest

from storage.models import Change, Task
from tests.conversations.world import Somebody, World, counts

PLACE = "web-shop"


async def test_a_task_a_line_is_one_change_with_one_way_back(world: World, anna: Somebody) -> None:
    heard = await anna.says("add Draft @bo by friday\n- Review !high\n- Sign", place=PLACE)
    assert heard.text.splitlines()[0] == "3 tasks added"
    assert "WEB-1 Draft · Bo · to do · due Fri 27 Nov" in heard.text
    assert [label for label in heard.buttons if label == "Undo"] == ["Undo"]
    assert await counts(world, Task) == (3,)
    await anna.says(heard.buttons["Undo"], place=PLACE)
    assert (await anna.says("1", place=PLACE)).text == "WEB-1 Draft was taken back."
    assert (await anna.says("3", place=PLACE)).text == "WEB-3 Sign was taken back."


async def test_a_bad_line_is_named_and_nothing_is_added(world: World, anna: Somebody) -> None:
    before = await counts(world, Task, Change)
    heard = await anna.says("add Fine\n" + "x" * 400 + "\nFine as well", place=PLACE)
    assert heard.text.startswith("Line 2, “xxx")
    assert heard.text.endswith("A title has at most 300 characters; this one has 400.")
    assert await counts(world, Task, Change) == before


async def test_several_lines_outside_a_channel_ask_once_for_the_project(world: World, anna: Somebody) -> None:
    await anna.says("project new App key APP", place="app")
    heard = await anna.says("add One\nTwo")
    assert heard.text == "In which project?"
    chosen = await anna.says(heard.buttons["App"])
    assert chosen.text.splitlines()[:2] == ["2 tasks added", "APP-1 One · to do"]
    assert await counts(world, Task) == (2,)


async def test_a_date_without_a_marker_stays_in_the_title_and_is_offered(anna: Somebody) -> None:
    heard = await anna.says("add Draft the contract friday", place=PLACE)
    assert heard.text.splitlines()[0] == "WEB-1 Draft the contract friday"
    assert heard.buttons["Due Fri 27 Nov?"] == "edit WEB-1 by 2026-11-27"
    taken = await anna.says(heard.buttons["Due Fri 27 Nov?"], place=PLACE)
    assert "due Fri 27 Nov" in taken.text
    assert "Draft the contract friday" in taken.text


@pytest.mark.parametrize("line", ["add May fix the sun icon", "add Draft by friday", 'add "by friday"'])
async def test_no_other_date_is_offered(anna: Somebody, line: str) -> None:
    assert not [label for label in (await anna.says(line, place=PLACE)).buttons if label.startswith("Due")]


async def test_a_due_day_on_a_day_off_is_said_with_the_next_working_day(anna: Somebody) -> None:
    heard = await anna.says("add Draft @bo by saturday 3pm", place=PLACE)
    assert "Sat 28 Nov is a day off for Bo." in heard.text
    assert heard.buttons["Mon 30 Nov"] == "edit WEB-1 by 2026-11-30 15:00"
    moved = await anna.says(heard.buttons["Mon 30 Nov"], place=PLACE)
    assert "day off" not in moved.text
    assert "Mon 30 Nov" in moved.text


async def test_working_days_are_counted_by_the_calendar_of_whom_the_task_is_for(anna: Somebody) -> None:
    await anna.says("away tomorrow")
    heard = await anna.says("add Draft @anna by in 1 working day", place=PLACE)
    assert "due Wed 25 Nov" in heard.text


async def test_a_name_that_nobody_has_stays_in_the_title_and_those_alike_are_offered(anna: Somebody) -> None:
    heard = await anna.says("add Draft @ana", place=PLACE)
    assert heard.text.splitlines()[0] == "WEB-1 Draft @ana"
    assert "I don't know @ana, so it stays in the title." in heard.text
    assert "Anna" in (await anna.says(heard.buttons["@Anna"], place=PLACE)).text


async def test_a_wrong_name_is_corrected_with_one_press(anna: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    heard = await anna.says("1 @boo by friday", place=PLACE)
    assert heard.text == "I don't know @boo here. Did you mean @Bo?"
    chosen = await anna.says(heard.buttons["@Bo"], place=PLACE)
    assert "Bo" in chosen.text
    assert "due Fri 27 Nov" in chosen.text


async def test_somebody_elses_workspace_and_a_key_that_is_not_there_sound_the_same(anna: Somebody) -> None:
    await anna.says("add Draft", place=PLACE)
    assert (await anna.says("SECRET-1", place=PLACE)).text == "There is no SECRET-1 in your projects."
    assert (await anna.says("done NOWHERE-7", place=PLACE)).text == "There is no NOWHERE-7 in your projects."


async def test_help_shows_the_readers_own_words(world: World, anna: Somebody) -> None:
    mei = world.person("Mei", language="zh-Hant")
    assert "新增專案" in (await mei.says("說明")).text
    heard = await mei.says("說明 完成")
    assert heard.text.startswith("完成 ")
    assert "done" in heard.text
    assert (await anna.says("help done")).text.startswith("done TASKS")
