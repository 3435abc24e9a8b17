"""What people wrote is forgotten after some time; what was done stays."""

from datetime import timedelta

from sqlalchemy import select, update

from storage import retention
from storage.models import Change, Event, Note, Task
from tests.conversations.world import MONDAY, Somebody, World, open_world

A_YEAR = timedelta(days=400)


async def test_old_texts_go_and_younger_ones_stay(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna = await spoken(world)
        assert await sweep(world, A_YEAR - timedelta(days=1)) == 0
        world.clock.move_to(MONDAY + A_YEAR)
        await anna.says("note 1 this one is young", place="web-shop")
        await sweep(world, A_YEAR + timedelta(minutes=1))
        async with world.database.reading() as session:
            notes = (await session.execute(select(Note.body))).scalars().all()
            events = (await session.execute(select(Event.before, Event.after).order_by(Event.id))).all()
            titles = (await session.execute(select(Task.title))).scalars().all()
        assert notes == ["this one is young"]
        assert titles == ["Draft a secret contract"]
        assert "secret" not in str(events)
        assert "an old thought" not in str(events)
        assert "this one is young" in str(events)
        assert "doing" in str(events)  # what was done stays


async def test_forgetting_goes_on_where_it_stopped(database_url: str) -> None:
    async with open_world(database_url) as world:
        await spoken(world)
        assert await sweep(world, A_YEAR + timedelta(days=1)) > 0
        assert await sweep(world, A_YEAR + timedelta(days=1)) == 0
        async with world.database.begin() as session:
            await session.execute(update(Change).values(at=MONDAY))
        assert await sweep(world, A_YEAR + timedelta(days=1)) == 0


async def spoken(world: World) -> Somebody:
    """Anna, who has said a few things on Monday."""
    anna = world.person("Anna")
    await anna.says('project new "Web shop" key WEB', place="web-shop")
    await anna.says("add Draft a secret contract", place="web-shop")
    await anna.says("start 1", place="web-shop")
    await anna.says("note 1 an old thought", place="web-shop")
    return anna


async def sweep(world: World, later: timedelta) -> int:
    """Forget all that is due so much after Monday, batch by batch."""
    worked = 0
    while True:
        async with world.database.begin() as session:
            batch = await retention.forget(session, MONDAY + later, A_YEAR)
        worked += batch
        if not batch:
            return worked
