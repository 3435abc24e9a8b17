"""How an unanswered blocker climbs, in the working time of the people concerned."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.message import Message
from bot.services import escalations
from bot.work import Work
from storage.models import Escalation, LadderStep, Leave, Person, Project, Workspace
from storage.words import Rung
from tests.conversations.world import Somebody, World, as_text, counts

MONDAY, TUESDAY, WEDNESDAY = 23, 24, 25


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna in Berlin, stopped since Monday 9:00 UTC by what Bo in London can clear."""
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    await world.posted()
    return anna


async def at(world: World, day: int, hour: int, minute: int = 0) -> list[tuple[str, Message]]:
    """Take the steps that are due on that day of November, UTC, and return what was said."""
    world.clock.move_to(datetime(2026, 11, day, hour, minute, tzinfo=UTC))
    await tick(world)
    return await world.posted()


async def tick(world: World) -> None:
    """Take the steps that are due, in a transaction of their own."""
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace, command="escalations")
        await escalations.steps_due(work)
        await work.finish()


def texts(posted: list[tuple[str, Message]]) -> list[tuple[str, str]]:
    """Who was told, and the first line of it."""
    return [(address, as_text(message).splitlines()[0]) for address, message in posted]


async def test_its_owner_is_told_again_after_four_working_hours(world: World, stuck: Somebody) -> None:
    assert await at(world, MONDAY, 13, 59) == []
    [(address, text)] = texts(await at(world, MONDAY, 14))
    assert address == "@bo"
    assert text.startswith("⛔ Bo, Anna can't go on without you: price list (WEB-2)")
    assert await at(world, MONDAY, 14, 1) == []


async def test_the_lead_hears_after_a_working_day_and_then_daily(world: World, stuck: Somebody) -> None:
    await at(world, MONDAY, 14)
    assert await at(world, MONDAY, 20) == []
    [(address, message)] = await at(world, TUESDAY, 9)
    assert address == "@anna"
    assert "For you as lead of Web shop: price list (WEB-2) has waited 8 hours" in as_text(message)
    assert "Asked: Bo 9:00 and Bo 14:00. No answer." in as_text(message)
    assert await at(world, TUESDAY, 12) == []
    assert [address for address, _ in await at(world, WEDNESDAY, 9)] == ["@anna"]


async def test_taking_it_stops_the_ladder(world: World, stuck: Somebody, bo: Somebody) -> None:
    await bo.says("take WEB-2")
    await world.posted()
    assert await at(world, WEDNESDAY, 14) == []


async def test_resolving_it_ends_the_ladder_and_not_yet_begins_it_anew(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await bo.says("resolve WEB-2")
    await world.posted()
    assert await at(world, TUESDAY, 9) == []
    await stuck.says("unresolve 2", place="web-shop")
    await world.posted()
    assert [address for address, _ in await at(world, TUESDAY, 14)] == ["@bo"]


async def test_withdrawing_it_ends_the_ladder(world: World, stuck: Somebody) -> None:
    await stuck.says("undo", place="web-shop")
    await world.posted()
    assert await at(world, WEDNESDAY, 14) == []


async def test_an_outage_does_not_pile_up_the_steps(world: World, stuck: Somebody) -> None:
    assert [address for address, _ in await at(world, WEDNESDAY, 10)] == ["@bo"]
    assert await at(world, WEDNESDAY, 10, 1) == []


async def test_nobody_is_told_while_the_project_is_paused(world: World, stuck: Somebody) -> None:
    await stuck.says("project pause", place="web-shop")
    await world.posted()
    assert await at(world, TUESDAY, 14) == []


async def test_leave_of_the_owner_does_not_count(world: World, stuck: Somebody, bo: Somebody) -> None:
    async with world.database.begin() as session:
        owner = (await session.execute(select(Person).where(Person.name == "Bo"))).scalar_one()
        day = datetime(2026, 11, MONDAY, tzinfo=UTC)
        session.add(
            Leave(
                workspace_id=world.workspace,
                person_id=owner.id,
                first=day.date(),
                last=day.date(),
                first_half="pm",
                created_at=day,
            )
        )
    await stuck.says("give 2 @bo", place="web-shop")
    await world.posted()
    assert await at(world, TUESDAY, 9, 59) == []
    assert [address for address, _ in await at(world, TUESDAY, 10)] == ["@bo"]


async def test_a_projects_own_ladder_holds(world: World, stuck: Somebody) -> None:
    async with world.database.begin() as session:
        project = await session.get_one(Project, 1)
        session.add(
            LadderStep(
                workspace_id=world.workspace, project_id=project.id, level=1, after_hours=1, rung=Rung.CHANNEL
            )
        )
    await stuck.says("give 2 @bo", place="web-shop")
    await world.posted()
    [(address, text)] = texts(await at(world, MONDAY, 10))
    assert (address, text) == ("web-shop", "⛔ price list (WEB-2) has waited 1 hour of working time.")


async def test_escalate_tells_the_lead_now(world: World, stuck: Somebody, bo: Somebody) -> None:
    await world.dispatch.receive(bo.incoming("escalate WEB-2"))
    said = dict(await world.posted())
    assert as_text(said["@anna"]).startswith("⛔ For you as lead of Web shop")
    assert "WEB-2" in (await bo.says("take WEB-2")).text
    assert (await bo.says("escalate WEB-2")).text == "WEB-2 waits for nobody."


async def test_a_blocker_has_one_ladder(world: World, stuck: Somebody) -> None:
    await stuck.says("give 2 @bo", place="web-shop")
    assert await counts(world, Escalation) == (1,)


async def test_two_processes_at_once_tell_it_once(world: World, stuck: Somebody) -> None:
    world.clock.move_to(datetime(2026, 11, MONDAY, 14, tzinfo=UTC))
    await asyncio.gather(tick(world), tick(world))
    assert [address for address, _ in await world.posted()] == ["@bo"]
