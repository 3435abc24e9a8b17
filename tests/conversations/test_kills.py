"""The process is killed, the connection is cut, the platform delivers again: it happens once."""

import asyncio
import multiprocessing
import os
from enum import StrEnum

import pytest
from sqlalchemy import text

from bot.clock import SetClock
from bot.command import Commands, Request
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.incoming import Bot, Incoming, Outcome, Place, PlaceKind, Sender, Words
from bot.message import Message, says
from bot.services import projects
from storage.database import Database
from storage.models import Change, OutboxRow, Project
from tests.conversations.world import MONDAY, UNHURRIED, World, counts

KILLED = 9


class Moment(StrEnum):
    """When it happens."""

    BEFORE_COMMIT = "before the commit"
    AFTER_COMMIT = "after the commit, before the acknowledgement"


def delivery() -> Incoming:
    """What the platform delivers, and delivers again."""
    return Incoming(
        Bot("console", "console"),
        Sender("anna", "Anna", "anna", zone="UTC"),
        Place(PlaceKind.CHANNEL, "shop", name="shop"),
        "the-one-key",
        Words("make Shop", addressed=True),
    )


def commands(*, is_deadly: bool, is_cut: bool = False) -> Commands:
    """All commands, and one that makes a project, which may kill its process or its connection then."""
    known = all_commands()

    async def make(request: Request, name: str) -> Message:
        """`make Shop`."""
        await projects.create(request.work, name, by=request.actor)
        if is_deadly:
            os._exit(KILLED)
        if is_cut:
            await request.work.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return says("Made.")

    known.add("make", "Make a project", role=None)(make)
    return known


def _die_on_commit() -> None:
    os._exit(KILLED)


def die(url: str, moment: Moment) -> None:
    """Take the delivery in, and be killed at that moment: the whole of another process."""

    async def take() -> None:
        dispatch = Dispatch(
            Database(url),
            SetClock(MONDAY),
            commands(is_deadly=moment is Moment.BEFORE_COMMIT),
            on_commit=_die_on_commit,
            writer_wait=UNHURRIED,
            acknowledge_after=UNHURRIED,
        )
        await dispatch.receive(delivery())

    asyncio.run(take())


async def takes(world: World, known: Commands) -> Outcome:
    """The delivery comes once more."""
    dispatch = Dispatch(
        world.database, world.clock, known, writer_wait=UNHURRIED, acknowledge_after=UNHURRIED
    )
    return (await dispatch.receive(delivery())).outcome


@pytest.mark.parametrize("moment", list(Moment))
async def test_what_a_killed_process_had_begun_happens_once(
    world: World, database_url: str, moment: Moment
) -> None:
    process = multiprocessing.get_context("spawn").Process(target=die, args=(database_url, moment))
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode == KILLED
    was_done = moment is Moment.AFTER_COMMIT
    assert await counts(world, Project, OutboxRow) == ((1, 1) if was_done else (0, 0))
    again = [await takes(world, commands(is_deadly=False)) for _ in range(2)]
    assert again == [Outcome.TWICE if was_done else Outcome.DONE, Outcome.TWICE]
    assert await counts(world, Project, OutboxRow, Change) == (1, 1, 1)


async def test_a_cut_connection_is_delivered_again_and_happens_once(world: World, database_url: str) -> None:
    is_postgresql = database_url.startswith("postgresql")
    if is_postgresql:
        assert await takes(world, commands(is_deadly=False, is_cut=True)) is Outcome.FAILED
        assert await counts(world, Project, OutboxRow, Change) == (0, 0, 0)
    again = [await takes(world, commands(is_deadly=False)) for _ in range(2)]
    assert again == [Outcome.DONE, Outcome.TWICE]
    assert await counts(world, Project, OutboxRow, Change) == (1, 1, 1)


async def test_whoever_waits_may_give_up_and_the_unit_is_done_all_the_same(world: World) -> None:
    dispatch = Dispatch(world.database, world.clock, commands(is_deadly=False), writer_wait=UNHURRIED)
    waiting = asyncio.create_task(dispatch.receive(delivery()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    await dispatch.finish()
    assert await counts(world, Project) == (1,)
    assert await takes(world, commands(is_deadly=False)) is Outcome.TWICE


async def test_five_deliveries_of_the_same_at_once_happen_once(world: World) -> None:
    known = commands(is_deadly=False)
    outcomes = await asyncio.gather(*(takes(world, known) for _ in range(5)))
    assert sorted(outcomes) == [Outcome.DONE, *[Outcome.TWICE] * 4]
    assert await counts(world, Project, OutboxRow, Change) == (1, 1, 1)
