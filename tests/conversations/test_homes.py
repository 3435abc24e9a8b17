"""The home page: what waits for whoever opens it, and drawn anew after what others do."""

from dataclasses import replace
from datetime import timedelta

from bot.incoming import Fact, FactKind
from bot.message import Message
from bot.services import homes
from bot.work import Work
from storage.models import Workspace
from tests.conversations.world import Somebody, World, as_text


async def opens(one: Somebody) -> str:
    """Open the home page; what it shows at once."""
    incoming = replace(one.incoming(""), said=Fact(FactKind.HOME))
    await one.world.posted()
    await one.world.dispatch.receive(incoming)
    [(address, message)] = await one.world.posted()
    assert address == f"home:{one.name.lower()}"
    return page(message)


async def drawn(world: World) -> dict[str, str]:
    """The homes drawn in the next seconds, by address, as text."""
    world.clock.move_to(world.clock.now() + timedelta(seconds=5))
    await world.posted()
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace, command="home")
        await homes.homes_due(work)
        await work.finish()
    return {address: page(message) for address, message in await world.posted()}


def page(message: Message) -> str:
    """All sections as text, with their buttons."""
    parts = (message, *message.sections)
    return "\n".join(as_text(one) + "".join(f" [{each.command}]" for each in one.buttons) for one in parts)


async def test_it_shows_my_tasks_with_buttons_what_waits_for_me_and_my_projects(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Price list @bo by tomorrow", place="web-shop")
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 2 the price list from @bo", place="web-shop")
    shown = await opens(bo)
    assert "⏰ WEB-1 · Price list · due tomorrow" in shown
    assert "[start WEB-1] [done WEB-1]" in shown
    assert "⛔ WEB-3 · the price list" in shown
    assert "[take WEB-3] [resolve WEB-3]" in shown
    assert "Web shop · 2 open tasks" in shown
    assert "[plan WEB]" in shown


async def test_it_is_drawn_anew_after_what_others_change_once_for_several_changes(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    assert "Nothing is waiting for you" in await opens(bo)
    assert await drawn(world) == {}
    await anna.says("add One @bo", place="web-shop")
    await anna.says("add Two @bo", place="web-shop")
    shown = await drawn(world)
    assert list(shown) == ["home:bo"]
    assert "Two" in shown["home:bo"]
    assert await drawn(world) == {}


async def test_who_never_opened_it_gets_none(world: World, anna: Somebody) -> None:
    await anna.says("add One @bo", place="web-shop")
    assert await drawn(world) == {}


async def test_another_project_is_not_on_it(world: World, anna: Somebody, bo: Somebody) -> None:
    eve = world.person("Eve")
    await eve.says("project new Secret key SEC", place="secret")
    await eve.says("add Hidden", place="secret")
    assert "Hidden" not in await opens(bo)


async def test_whose_only_project_is_closed_sees_that(anna: Somebody) -> None:
    await anna.says("project close", place="web-shop")
    assert "Web shop is closed. An admin or its lead can open it again." in await opens(anna)
