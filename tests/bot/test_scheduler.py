"""What is due is done, once, in small steps, whatever else fails."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SetClock
from bot.scheduler import Duty, Scheduler, Spread
from storage.database import Database
from storage.models import DeliveryKey

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Bell:
    """A duty that rings for each row of delivery_keys that is due, two in a batch, and deletes it."""

    def __init__(self) -> None:
        self.rung: list[tuple[str, datetime]] = []
        self.batches = 0
        self.is_broken = False

    async def run(self, session: AsyncSession, now: datetime) -> int:
        query = select(DeliveryKey).where(DeliveryKey.at <= now).order_by(DeliveryKey.at).limit(2)
        due = (await session.execute(query)).scalars().all()
        self.batches += bool(due)
        for row in due:
            await session.delete(row)
        if self.is_broken:
            message = "a bug"
            raise ValueError(message)
        self.rung += [(row.key, now) for row in due]
        return len(due)

    async def next_at(self, session: AsyncSession) -> datetime | None:
        return (await session.execute(select(func.min(DeliveryKey.at)))).scalar_one()

    @property
    def duty(self) -> Duty:
        return Duty("bell", self.run, self.next_at)


async def nothing() -> None:
    """After each stop of a journey."""


async def failing(_session: AsyncSession, _now: datetime) -> int:
    message = "a bug"
    raise ValueError(message)


async def never(_session: AsyncSession) -> datetime | None:
    return None


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def plan(database: Database, moments: Sequence[datetime]) -> None:
    async with database.begin() as session:
        session.add_all(DeliveryKey(key=f"{number}", at=at) for number, at in enumerate(moments))


async def left(database: Database) -> int:
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(DeliveryKey))).scalar_one()


async def test_a_tick_does_all_that_is_due_in_small_batches(database: Database) -> None:
    await plan(database, [NOON] * 5 + [NOON + HOUR])
    bell, commits = Bell(), [0]

    def committed() -> None:
        commits[0] += 1

    scheduler = Scheduler(database, SetClock(NOON), [bell.duty], committed)
    assert await scheduler.tick() == 5
    assert (bell.batches, commits[0]) == (3, 3)
    assert await left(database) == 1
    assert await scheduler.tick() == 0


async def test_a_failing_duty_does_not_stop_the_others_and_is_logged_with_a_reference(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await plan(database, [NOON])
    bell = Bell()
    scheduler = Scheduler(database, SetClock(NOON), [Duty("broken", failing, never), bell.duty])
    assert await scheduler.tick() == 1
    [record] = caplog.records
    assert (record.__dict__["duty"], len(record.__dict__["reference"])) == ("broken", 4)


async def test_what_a_failing_batch_did_is_undone_and_done_again_later(database: Database) -> None:
    await plan(database, [NOON])
    bell = Bell()
    scheduler = Scheduler(database, SetClock(NOON), [bell.duty])
    bell.is_broken = True
    assert await scheduler.tick() == 0
    assert await left(database) == 1
    bell.is_broken = False
    assert await scheduler.tick() == 1


async def test_travelling_stops_at_every_moment_that_is_due_on_the_way(database: Database) -> None:
    moments = [NOON + HOUR * 3, NOON + HOUR, NOON + HOUR * 9]
    await plan(database, moments)
    clock, bell = SetClock(NOON), Bell()
    stops = []

    async def look_around() -> None:
        stops.append(clock.now())

    await Scheduler(database, clock, [bell.duty]).travel(clock, NOON + HOUR * 5, look_around)
    assert bell.rung == [("1", NOON + HOUR), ("0", NOON + HOUR * 3)]
    assert clock.now() == NOON + HOUR * 5
    assert stops == [NOON + HOUR, NOON + HOUR * 3, NOON + HOUR * 5]


async def test_travelling_catches_up_with_what_is_overdue_first(database: Database) -> None:
    await plan(database, [NOON - HOUR])
    clock, bell = SetClock(NOON), Bell()
    await Scheduler(database, clock, [bell.duty]).travel(clock, NOON + HOUR, nothing)
    assert bell.rung == [("0", NOON)]


async def test_travelling_gets_past_a_duty_that_fails(database: Database) -> None:
    await plan(database, [NOON])
    clock, bell = SetClock(NOON), Bell()
    bell.is_broken = True
    await Scheduler(database, clock, [bell.duty]).travel(clock, NOON + timedelta(minutes=5), nothing)
    assert clock.now() == NOON + timedelta(minutes=5)
    assert bell.batches == 5  # once a minute, and then less often


class Rows:
    """A duty with so many rows left in each workspace, one in a batch; a bug in those that are `broken`."""

    def __init__(self, left: dict[int, int], broken: set[int]) -> None:
        self.left, self.broken = left, broken
        self.tried: list[int] = []

    async def places(self, _session: AsyncSession, _now: datetime) -> list[int]:
        return [place for place, rows in self.left.items() if rows]

    async def run(self, session: AsyncSession, now: datetime, place: int) -> int:
        self.tried.append(place)
        session.add(DeliveryKey(key=f"{place}/{self.left[place]}", at=now))
        await session.flush()
        if place in self.broken:
            message = "a bug"
            raise ValueError(message)
        self.left[place] -= 1
        return 1

    @property
    def duty(self) -> Spread:
        return Spread("rows", self.places, self.run, never)


async def test_a_bug_in_one_workspace_harms_no_other_and_takes_back_only_its_own(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    rows = Rows({1: 2, 2: 2, 3: 1}, broken={1})
    assert await Scheduler(database, SetClock(NOON), [rows.duty]).tick() == 3
    assert (rows.left, await left(database)) == ({1: 2, 2: 0, 3: 0}, 3)
    assert [one.__dict__["workspace"] for one in caplog.records] == [1]


async def test_many_rows_in_one_workspace_hold_up_no_other(database: Database) -> None:
    rows = Rows({1: 3, 2: 1}, broken=set())
    assert await Scheduler(database, SetClock(NOON), [rows.duty]).tick() == 4
    assert rows.tried == [1, 2, 1, 1]


async def test_what_fails_again_and_again_is_tried_less_and_less_often_until_it_works(
    database: Database,
) -> None:
    clock, rows = SetClock(NOON), Rows({1: 1}, broken={1})
    scheduler = Scheduler(database, clock, [rows.duty])
    for _ in range(60 * 12):  # an hour of ticks
        await scheduler.tick()
        clock.move_to(clock.now() + timedelta(seconds=5))
    assert 9 <= len(rows.tried) <= 12
    rows.broken.clear()
    clock.move_to(clock.now() + timedelta(minutes=10))
    assert await scheduler.tick() == 1
    rows.left[1] = 2
    rows.broken.add(1)
    tried = len(rows.tried)
    for _ in range(2):
        assert await scheduler.tick() == 0
    assert len(rows.tried) == tried + 2  # at once, as the first time: nothing of it is remembered


class Slow:
    """A duty of one row that takes until it is told to go on."""

    def __init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def run(self, session: AsyncSession, now: datetime) -> int:
        self.begun.set()
        await self.go_on.wait()
        session.add(DeliveryKey(key="done", at=now))
        return 1


async def test_a_started_scheduler_stops_only_when_the_running_batch_is_through(database: Database) -> None:
    slow = Slow()
    scheduler = Scheduler(database, SetClock(NOON), [Duty("slow", slow.run, never)])
    scheduler.start()
    ticking = asyncio.create_task(scheduler.tick())
    await slow.begun.wait()
    stopping = asyncio.create_task(scheduler.stop())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not stopping.done()
    slow.go_on.set()
    await stopping
    assert await ticking == 1
    assert await left(database) == 1


async def test_a_batch_that_has_begun_is_not_cut_when_its_tick_is_cancelled(database: Database) -> None:
    slow = Slow()
    scheduler = Scheduler(database, SetClock(NOON), [Duty("slow", slow.run, never)])
    ticking = asyncio.create_task(scheduler.tick())
    await slow.begun.wait()
    ticking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ticking
    still_running = asyncio.all_tasks() - {asyncio.current_task()}
    slow.go_on.set()
    await asyncio.gather(*still_running)
    assert await left(database) == 1
