"""Questions with buttons that hold whole lines: pressed once, by the one who was asked, within a week."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.incoming import Words
from bot.message import BUTTON_BYTES
from storage.models import Task
from tests.conversations.world import Somebody, World, counts

LONG = "add " + "Ask the lawyers about everything " * 5


@pytest.fixture
async def two_projects(anna: Somebody) -> Somebody:
    """Anna, who is in a second project as well."""
    await anna.says('project new "App" key APP', place="app")
    return anna


async def test_a_misspelt_line_is_offered_as_a_whole_and_done_when_pressed(
    world: World, anna: Somebody
) -> None:
    heard = await anna.says(LONG.replace("add", "ad"), place="web-shop")
    assert "Did you mean" in heard.text
    pressed = next(iter(heard.buttons.values()))
    assert len(pressed.encode()) <= BUTTON_BYTES
    assert (await anna.says(pressed, place="web-shop")).text.startswith("WEB-1 Ask the lawyers")


async def test_a_choice_pressed_twice_does_one_thing_and_says_so(world: World, anna: Somebody) -> None:
    pressed = next(iter((await anna.says("ad One", place="web-shop")).buttons.values()))
    await anna.says(pressed, place="web-shop")
    again = await anna.says(pressed, place="web-shop")
    assert again.text == "You have chosen already. Nothing more was changed."
    assert await counts(world, Task) == (1,)


async def test_a_choice_pressed_five_times_at_once_does_one_thing(world: World, anna: Somebody) -> None:
    pressed = next(iter((await anna.says("ad One", place="web-shop")).buttons.values()))
    said = [anna.incoming(pressed, place="web-shop") for _ in range(5)]
    await asyncio.gather(*(world.dispatch.receive(one) for one in said))
    assert await counts(world, Task) == (1,)


async def test_a_choice_is_for_the_one_who_was_asked(world: World, anna: Somebody, bo: Somebody) -> None:
    pressed = next(iter((await anna.says("ad One", place="web-shop")).buttons.values()))
    assert (
        await bo.says(pressed, place="web-shop")
    ).text == "That is for Anna to choose. Nothing was changed."
    assert (await anna.says(pressed, place="web-shop")).text.startswith("WEB-1 One")


async def test_a_choice_is_too_old_after_a_week(world: World, anna: Somebody) -> None:
    pressed = next(iter((await anna.says("ad One", place="web-shop")).buttons.values()))
    world.clock.move_to(world.clock.now() + timedelta(days=7))
    assert "too old" in (await anna.says(pressed, place="web-shop")).text
    assert await counts(world, Task) == (0,)


@pytest.mark.parametrize("typed", ["choose 999 1", "choose 1 0", "choose 1 99", "choose 999999999999999 1"])
async def test_a_choice_that_does_not_exist_is_refused_kindly(anna: Somebody, typed: str) -> None:
    await anna.says("ad One", place="web-shop")
    assert "too old" in (await anna.says(typed, place="web-shop")).text


async def test_a_choice_that_fails_can_be_pressed_again(world: World, anna: Somebody) -> None:
    pressed = next(iter((await anna.says("dne 1", place="web-shop")).buttons.values()))
    assert "no tasks yet" in (await anna.says(pressed, place="web-shop")).text
    await anna.says("add One", place="web-shop")
    assert "done" in (await anna.says(pressed, place="web-shop")).text


async def test_a_choice_asked_in_a_channel_counts_there_wherever_it_is_pressed(
    two_projects: Somebody,
) -> None:
    pressed = next(iter((await two_projects.says("ad One", place="web-shop")).buttons.values()))
    assert (await two_projects.says(pressed)).text.startswith("WEB-1 One")


async def test_who_was_mentioned_is_known_when_the_choice_is_pressed(world: World, anna: Somebody) -> None:
    words = Words("ad Call them @<u7>", addressed=True, mentioned={"u7": "Max"})
    heard = await world.say(replace(anna.incoming("", place="web-shop"), said=words))
    pressed = next(iter(heard.buttons.values()))
    assert (await anna.says(pressed, place="web-shop")).text == "WEB-1 Call them\nMax"


async def test_add_outside_a_channel_asks_in_which_project(world: World, two_projects: Somebody) -> None:
    heard = await two_projects.says("add Ship login by friday")
    assert heard.text == "In which project?"
    assert list(heard.buttons) == ["Web shop", "App"]
    assert (await two_projects.says(heard.buttons["App"])).text.startswith("APP-1 Ship login")
    assert await counts(world, Task) == (1,)


async def test_the_project_that_was_used_last_is_offered_first(world: World, two_projects: Somebody) -> None:
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    await two_projects.says("add One", place="app")
    assert list((await two_projects.says("add Two")).buttons) == ["App", "Web shop"]
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    await two_projects.says("add Three", place="web-shop")
    assert list((await two_projects.says("add Four")).buttons) == ["Web shop", "App"]


async def test_a_number_that_several_projects_have_is_asked_back(two_projects: Somebody) -> None:
    for place in ("web-shop", "app"):
        await two_projects.says("add One", place=place)
    heard = await two_projects.says("done 1")
    assert heard.text == "1 is in several of your projects. Which one?"
    done = await two_projects.says(heard.buttons["WEB-1"])
    assert done.text.startswith("✅ WEB-1")
    assert "done" not in (await two_projects.says("APP-1")).text


async def test_a_line_can_name_its_project_in_front(two_projects: Somebody) -> None:
    assert (await two_projects.says("in app: add Ship it")).text.startswith("APP-1 Ship it")
    assert (await two_projects.says("add Ship that in WEB")).text.startswith("WEB-1 Ship that")


async def test_somebody_elses_project_cannot_be_named_in_front(world: World, two_projects: Somebody) -> None:
    heard = await world.person("Cara").says("in APP: add Mine now")
    assert "I don't know “in”" in heard.text
    assert await counts(world, Task) == (0,)
