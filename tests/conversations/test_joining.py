"""Who is in a project's channel and not in the project joins it there, by themselves."""

import pytest
from sqlalchemy import select

from bot.services.introductions import may_be_asked
from storage.models import Member, Person
from tests.conversations.world import Somebody, World, counts


@pytest.fixture
def dan(world: World) -> Somebody:
    """Dan is in the channels and in no project."""
    return world.person("Dan")


@pytest.mark.parametrize(
    "typed", ["add Draft the contract by friday", "list", "team", "plan", "mine", "我的"]
)
async def test_who_is_not_in_the_project_here_is_offered_to_join(
    dan: Somebody, anna: Somebody, typed: str
) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    heard = await dan.says(typed, place="web-shop")
    assert "You are not in Web shop yet." in heard.text
    assert heard.buttons["Join Web shop"] == "project join WEB"


async def test_who_has_joined_can_do_at_once_what_was_refused(dan: Somebody, anna: Somebody) -> None:
    heard = await dan.says("add Draft the contract", place="web-shop")
    joined = await dan.presses(heard.buttons["Join Web shop"], place="web-shop")
    assert "Welcome, Dan. You are in Web shop now." in joined.text
    assert "Draft the contract" in (await dan.says("add Draft the contract", place="web-shop")).text
    assert "Draft the contract" in (await dan.says("list", place="web-shop")).text


@pytest.mark.parametrize("typed", ["join", "project join", "project join WEB", "加入项目", "加入專案 WEB"])
async def test_joining_can_be_typed(dan: Somebody, anna: Somebody, typed: str) -> None:
    await dan.says(typed, place="web-shop")
    assert "Dan · member" in (await anna.says("team", place="web-shop")).text


async def test_joining_twice_changes_nothing_more(world: World, anna: Somebody, dan: Somebody) -> None:
    await dan.says("join", place="web-shop")
    before = await counts(world, Member)
    assert "You are in Web shop now." in (await dan.says("join", place="web-shop")).text
    assert await counts(world, Member) == before


async def test_who_leads_stays_the_lead_when_they_join(anna: Somebody) -> None:
    await anna.says("join", place="web-shop")
    assert "Anna · lead" in (await anna.says("team", place="web-shop")).text


@pytest.mark.parametrize("place", ["", "kitchen"])
async def test_nobody_joins_from_elsewhere(world: World, anna: Somebody, dan: Somebody, place: str) -> None:
    before = await counts(world, Member)
    assert "in the channel where the project lives" in (await dan.says("join", place=place)).text
    assert "I can't read “WEB” there." in (await dan.says("project join WEB", place=place)).text
    assert await counts(world, Member) == before


async def test_a_button_joins_no_other_project_than_the_one_that_lives_there(
    world: World, dan: Somebody, anna: Somebody
) -> None:
    await anna.says("project new Books key BOO", place="books")
    before = await counts(world, Member)
    await dan.presses("project join BOO", place="web-shop")
    assert await counts(world, Member) == before


async def test_who_was_taken_out_is_not_back_by_a_button(dan: Somebody, anna: Somebody) -> None:
    await dan.says("join", place="web-shop")
    await anna.says("remove @dan", place="web-shop")
    assert "Ask Anna to invite you." in (await dan.says("join", place="web-shop")).text
    await anna.says("invite @dan", place="web-shop")
    assert "Dan · member" in (await anna.says("team", place="web-shop")).text


async def test_who_left_by_themselves_may_come_back(dan: Somebody, anna: Somebody) -> None:
    await dan.says("join", place="web-shop")
    await dan.says("project leave", place="web-shop")
    await dan.says("join", place="web-shop")
    assert "Dan · member" in (await anna.says("team", place="web-shop")).text


async def test_who_joins_is_asked_from_then_on_and_undo_takes_them_out(
    world: World, anna: Somebody, dan: Somebody
) -> None:
    await dan.says("join", place="web-shop")
    async with world.database.reading() as session:
        person = (await session.execute(select(Person).where(Person.name == "Dan"))).scalar_one()
    assert may_be_asked(person, world.clock.now())
    await dan.says("undo", place="web-shop")
    assert "You are not in Web shop yet." in (await dan.says("list", place="web-shop")).text


async def test_whoever_reads_that_a_project_begins_can_join_it(
    world: World, anna: Somebody, dan: Somebody
) -> None:
    heard = await anna.says("project new Books key BOO", place="books")
    await dan.presses(heard.buttons["Join Books"], place="books")
    assert "Dan · member" in (await anna.says("team", place="books")).text
    assert "Join" not in " ".join((await anna.says("project new Shoes key SHO")).buttons)


async def test_who_was_taken_out_is_not_back_by_taking_back_their_joining(
    dan: Somebody, anna: Somebody
) -> None:
    await dan.says("join", place="web-shop")
    await anna.says("remove @dan", place="web-shop")
    heard = await dan.says("undo", place="web-shop")
    await dan.presses(heard.buttons["Put it back"], place="web-shop")
    assert "Dan" not in (await anna.says("team", place="web-shop")).text
