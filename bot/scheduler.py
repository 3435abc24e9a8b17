"""What happens by itself: one interval job knocks, and each duty does what is due, batch by batch."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from storage.database import Database

EVERY_SECONDS = 5
MOST_BATCHES = 1000  # of one duty in one tick, so that one that never ends does not starve the others
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
        duties: Sequence[Duty],
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

    async def _round(self, duty: Duty) -> int:
        done = 0
        for _ in range(MOST_BATCHES):
            if self._stopping:
                return done
            try:
                # shielded: a transaction that has begun is never cut in the middle
                worked = await asyncio.shield(self._batch(duty))
            except Exception:
                log.exception("a duty failed", extra={"duty": duty.name, "reference": secrets.token_hex(2)})
                return done
            if not worked:
                return done
            done += worked
            self._on_commit()
        log.warning("a duty does not end", extra={"duty": duty.name, "rows": done})
        return done

    async def _batch(self, duty: Duty) -> int:
        async with self._database.begin(is_batch=True) as session:
            return await duty.run(session, self._clock.now())


def _move(clock: MovableClock, at: datetime) -> None:
    if at > clock.now():
        clock.move_to(at)
