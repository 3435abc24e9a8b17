"""What happens by itself: one interval job knocks, and each duty does what is due, batch by batch."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from storage.database import Database

EVERY_SECONDS = 5
MOST_BATCHES = 1000  # of one duty in one tick, so that one that never ends does not starve the others
FIRST_PAUSE = timedelta(
    seconds=30
)  # after the second failure of a part; it may pass by itself after the first
FIRST_PAUSE_AFTER = 2
LONGEST_PAUSE = timedelta(minutes=10)
WHOLE = 0  # in place of a workspace
STEP_PAST = timedelta(minutes=1)  # travelling: where something due can't be done, time goes on all the same

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that is done when rows are due.

    `run` does one small batch within the transaction it is handed, the oldest first, and returns how many
    rows that were; 0 ends the round. `next_at` is the earliest moment at which a row is due.
    """

    name: str
    run: Callable[[AsyncSession, datetime], Awaitable[int]]
    next_at: Callable[[AsyncSession], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class Spread:
    """A duty that is done workspace by workspace, a batch of each in a transaction of its own.

    `places` are the workspaces in which something is due; `run` is handed one of them.
    """

    name: str
    places: Callable[[AsyncSession, datetime], Awaitable[Sequence[int]]]
    run: Callable[[AsyncSession, datetime, int], Awaitable[int]]
    next_at: Callable[[AsyncSession], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class Part:
    """What of a duty is one transaction; `place` is the workspace, 0 for the whole installation."""

    duty: str
    place: int
    run: Callable[[AsyncSession, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Rest:
    """How often a part has failed one time after the other, and until when it is left alone."""

    failures: int
    until: datetime


class MovableClock(Clock, Protocol):
    """A clock that can be set ahead."""

    def move_to(self, at: datetime) -> None:
        """Stand at, or run on from, a later moment."""
        ...


class Scheduler:
    """Knocks at every duty. All that is planned is rows: nothing of it lives in memory."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        duties: Sequence[Duty | Spread],
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the duties; `on_commit` is called after each batch that did something."""
        self._database = database
        self._clock = clock
        self._duties = duties
        self._on_commit = on_commit
        self._jobs = AsyncIOScheduler(timezone=UTC)
        self._ticking = asyncio.Lock()
        self._stopping = False
        self._resting: dict[tuple[str, int], Rest] = {}

    def start(self) -> None:
        """Knock every few seconds from now on; needs a running event loop."""
        self._jobs.add_job(
            self.tick,
            "interval",
            seconds=EVERY_SECONDS,
            coalesce=True,  # after a pause once, not once for each knock that was missed
            max_instances=1,
            misfire_grace_time=None,  # late is no reason to leave it out
        )
        self._jobs.start()

    async def stop(self) -> None:
        """Finish the batch that runs, and knock no more."""
        self._stopping = True
        if self._jobs.running:
            self._jobs.pause()
        async with self._ticking:  # shutdown would cancel it
            if self._jobs.running:
                self._jobs.shutdown(wait=False)

    async def tick(self) -> int:
        """Do all that is due now; returns how many rows that were."""
        async with self._ticking:
            return sum([await self._round(duty) for duty in self._duties])

    async def next_at(self) -> datetime | None:
        """The earliest moment at which anything is due."""
        async with self._database.reading() as session:
            moments = [await duty.next_at(session) for duty in self._duties]
        return min((one for one in moments if one is not None), default=None)

    async def travel(
        self, clock: MovableClock, to: datetime, after_each: Callable[[], Awaitable[None]]
    ) -> None:
        """Tick at every moment on the way at which something is due; `clock` is this scheduler's own."""
        while (at := await self.next_at()) is not None and at <= to:
            _move(clock, at)
            worked = await self.tick()
            await after_each()
            if worked or not await self._is_due(clock.now()):
                continue
            if clock.now() >= to:
                return
            _move(clock, min(clock.now() + STEP_PAST, to))
        _move(clock, to)
        await after_each()

    async def _is_due(self, now: datetime) -> bool:
        at = await self.next_at()
        return at is not None and at <= now

    async def _round(self, duty: Duty | Spread) -> int:
        """A batch of each part in turn, until nothing is due: none is held up by another one's many rows."""
        done, failed = 0, set[int]()
        for _ in range(MOST_BATCHES):
            worked = 0
            for part in await self._parts(duty):
                if self._stopping:
                    return done + worked
                if part.place in failed or self._rests(part):
                    continue
                batch = await self._tried(part)
                if batch is None:
                    failed.add(part.place)
                worked += batch or 0
            if not worked:
                return done
            done += worked
        log.warning("a duty does not end", extra={"duty": duty.name, "rows": done})
        return done

    async def _parts(self, duty: Duty | Spread) -> list[Part]:
        match duty:
            case Duty():
                return [Part(duty.name, WHOLE, duty.run)]
            case Spread():
                places = await self._places(duty)
                return [Part(duty.name, one, partial(_run_in, duty, one)) for one in places]

    async def _places(self, duty: Spread) -> Sequence[int]:
        try:
            async with self._database.reading() as session:
                return await duty.places(session, self._clock.now())
        except Exception as error:
            _log_failure(duty.name, WHOLE, error)
            return ()

    def _rests(self, part: Part) -> bool:
        resting = self._resting.get((part.duty, part.place))
        return resting is not None and self._clock.now() < resting.until

    async def _tried(self, part: Part) -> int | None:
        """How many rows a batch of it was; None where it failed, which is nobody else's harm."""
        key = (part.duty, part.place)
        try:
            # shielded: a transaction that has begun is never cut in the middle
            worked = await asyncio.shield(self._batch(part))
        except Exception as error:
            _log_failure(*key, error)
            failures = self._resting[key].failures + 1 if key in self._resting else 1
            self._resting[key] = Rest(failures, self._clock.now() + _pause(failures))
            return None
        self._resting.pop(key, None)
        if worked:
            self._on_commit()
        return worked

    async def _batch(self, part: Part) -> int:
        async with self._database.begin(is_batch=True) as session:
            return await part.run(session, self._clock.now())


async def _run_in(duty: Spread, place: int, session: AsyncSession, now: datetime) -> int:
    return await duty.run(session, now, place)


def _pause(failures: int) -> timedelta:
    """How long a part is left alone: not at all at first, then twice as long each time."""
    if failures == 1:
        return timedelta(0)
    times: int = 2 ** min(failures - FIRST_PAUSE_AFTER, 10)
    return min(FIRST_PAUSE * times, LONGEST_PAUSE)


def _log_failure(duty: str, place: int, error: Exception) -> None:
    told = {"duty": duty, "workspace": place, "reference": secrets.token_hex(2)}
    log.error("a duty failed", extra=told, exc_info=error)


def _move(clock: MovableClock, at: datetime) -> None:
    if at > clock.now():
        clock.move_to(at)
