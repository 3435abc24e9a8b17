"""A project in a private channel is its members' own; nothing crosses a workspace."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.incoming import Bot, Incoming, Place, PlaceKind
from bot.message import Audience
from storage.models import Change, Installation, Leave, Person, Task, Workspace
from storage.words import Platform
from tests.conversations.world import MONDAY, Heard, Somebody, World, as_text

SECRET = "Buy the rival"


def in_private(incoming: Incoming, chat: str) -> Incoming:
    """The same, said in a private channel."""
    return replace(incoming, place=Place(PlaceKind.CHANNEL, chat, name=chat, is_private=True))


async def says(somebody: Somebody, text: str, chat: str) -> Heard:
    """Say something in a private channel."""
    return await somebody.world.say(in_private(somebody.incoming(text), chat))


@pytest.fixture
async def deal(world: World, anna: Somebody) -> Somebody:
    """Anna and Bo have a project in a private channel; Cara is in Web shop with them, and administers."""
    await world.person("Cara").says("help")
    await anna.says("invite @cara", place="web-shop")
    await says(anna, "project new Deal key DEAL @bo", "deal-room")
    await says(anna, f"add {SECRET} @bo by friday", "deal-room")
    await says(anna, "block 1 the price from @bo", "deal-room")
    await says(anna, "milestone Signing 17 March", "deal-room")
    async with world.database.begin() as session:
        found = (await session.execute(select(Person).where(Person.name == "Cara"))).scalar_one()
        found.is_admin = True
    await world.posted()
    return world.person("Cara")


TELLING = (SECRET, "the price", "Signing", "Deal", "The last one is", "Ask Anna")
PRYING = (
    "DEAL-9", "welcome no DEAL", "after 1 DEAL-1", "move DEAL-1",
    "DEAL-1", "show DEAL-1", "1", "done DEAL-1", "DEAL-1 by monday", "history DEAL-1", "search rival",
    "late", "list", "mine", "waiting", "projects", "project show DEAL", "project open DEAL",
    "in DEAL: list",
        "team", "in DEAL: team", "blockers", "why DEAL-2", "take DEAL-2", "resolve DEAL-2", "milestones",
        "plan", "forecast", "milestone move Signing 18 March because", "after DEAL-1 DEAL-1",
        "add More in DEAL", "calendar", "in DEAL: calendar", "home", "status", "help",
)  # fmt: skip


@pytest.mark.parametrize("place", ["", "web-shop"])
async def test_who_is_not_in_it_sees_nothing_of_it(world: World, deal: Somebody, place: str) -> None:
    for words in PRYING:
        heard = (await deal.says(words, place=place)).text
        assert not [one for one in TELLING if one in heard], words
    async with world.database.reading() as session:
        task = (await session.execute(select(Task).where(Task.title == SECRET))).scalar_one()
        assert (task.status.value, str(task.due_day)) == ("todo", "2026-11-27")


@pytest.mark.parametrize(
    "words", ["DEAL-1", "history DEAL-1", "DEAL-1 !high", "in DEAL: list", "why DEAL-2", "project show DEAL"]
)
async def test_in_another_channel_a_member_is_answered_privately(
    world: World, deal: Somebody, words: str
) -> None:
    bo = world.person("Bo")
    answer = await world.dispatch.receive(bo.incoming(words, place="web-shop"))
    assert answer.message is not None
    assert answer.message.audience is Audience.PRIVATE
    assert [address for address, _ in await world.posted() if address == "web-shop"] == []


async def test_in_its_own_channel_everybody_sees_the_card(world: World, deal: Somebody) -> None:
    await world.dispatch.receive(in_private(world.person("Bo").incoming("DEAL-1"), "deal-room"))
    [(address, message)] = await world.posted()
    assert address == "deal-room"
    assert SECRET in as_text(message)


async def test_what_happens_in_it_is_told_in_its_own_channel_only(world: World, deal: Somebody) -> None:
    await says(world.person("Bo"), "block 1 another price", "deal-room")
    await says(world.person("Bo"), "done 1", "deal-room")
    async with world.database.reading() as session:
        assert (await session.execute(select(Workspace.id))).scalars().all() == [world.workspace]
    assert "web-shop" not in {address for address, _ in await world.posted()}


@pytest.fixture
async def elsewhere(world: World, anna: Somebody) -> World:
    """Another organisation on the same installation of the software; its people have the same names."""
    async with world.database.begin() as session:
        other = Workspace(name="Other", language="en", zone="UTC", created_at=MONDAY)
        session.add(other)
        await session.flush()
        session.add(
            Installation(workspace_id=other.id, platform=Platform.CONSOLE, external_id="other-console")
        )
    await anna.says(f"add {SECRET} @bo by friday", place="web-shop")
    await anna.says("block 1 the price from @bo", place="web-shop")
    await anna.says("away friday")
    await world.posted()
    return world


async def there(world: World, name: str, text: str, place: str = "") -> str:
    """What somebody of the other organisation hears."""
    incoming = world.person(name).incoming(text, place=place)
    answer = await world.dispatch.receive(replace(incoming, bot=Bot("console", "other-console")))
    told = [as_text(message) for _, message in await world.posted()]
    return "\n".join([as_text(answer.message)] if answer.message else told)


CROSSING = (
    "WEB-1", "1", "done WEB-1", "search rival", "list", "mine", "late", "projects", "project show WEB",
        "project open WEB", "in WEB: list", "team", "blockers", "take WEB-2", "undo 1", "undo 2", "undo 3",
        "undo 4", "undo 5", "away cancel 1", "project bind WEB", "calendar", "welcome no WEB", "choose 1 1",
        "add More @p1", "invite @p1", "role @p1 lead", "home", "plan", "status",
)  # fmt: skip


@pytest.mark.parametrize("place", ["", "web-shop"])
async def test_nothing_crosses_a_workspace(world: World, elsewhere: World, place: str) -> None:
    async with world.database.reading() as session:
        before = len((await session.execute(select(Change.id))).all())
    for words in CROSSING:
        heard = await there(world, "Anna", words, place)
        assert not [one for one in (SECRET, "the price", "Bo") if one in heard], words
    async with world.database.reading() as session:
        ours = select(Workspace.id).where(Workspace.name == "Test")
        found = select(Change.id).where(Change.workspace_id.in_(ours))
        assert len((await session.execute(found)).all()) == before
        assert len((await session.execute(select(Leave.id))).all()) == 1


async def test_the_same_key_and_names_are_two_projects(world: World, elsewhere: World) -> None:
    await there(world, "Bo", "help")
    assert "Web shop is set up; its key is WEB" in await there(
        world, "Anna", 'project new "Web shop" key WEB @bo', "web-shop"
    )
    assert "WEB-1 Theirs" in await there(world, "Anna", "add Theirs @bo", "web-shop")
    assert SECRET in (await world.person("Anna").says("WEB-1")).text
