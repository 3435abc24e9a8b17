"""From the outbox to the platforms: in order within an address, as fast as each lane bears, never lost.

A lane is an installation. One process at a time holds its lease. A message is counted as tried and the
transaction closed before it leaves; what became of it is noted afterwards. A process killed in between
sends it again: doubled is only what was in flight.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.holders import Holder, take
from bot.lanes import Lane
from bot.message import from_json
from bot.outgoing import (
    Adapter,
    LaneDown,
    Outgoing,
    Reader,
    Receipt,
    Sent,
    Unknown,
    read_address,
)
from bot.pacing import BY_PLATFORM, UNLIMITED, Limits, Pace
from bot.receipts import Claimed, Failed, settle
from bot.services import outages
from storage import delivery as queries
from storage.database import Database
from storage.models import OutboxRow
from storage.outbox import EARLIER
from storage.words import OutboxStatus

POLL_SECONDS = 1.0  # other processes write messages too, and can't wake us
LANE_SECONDS = 30.0  # a lane is woken when something is due; this is for what nobody thought of
LEASE_SECONDS = 30.0
SEND_SECONDS = 20.0  # shorter than the lease, so that nobody else begins before we have ended
BATCH = 10  # a longer transaction makes commands wait on SQLite
LOOK_AHEAD = 200  # addresses looked at for some that may be written to now

log = logging.getLogger(__name__)


class Delivery:
    """Sends what the outbox holds. `holder` names this process among those that share the database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        adapters: Mapping[int, Adapter],
        *,
        holder: Holder,
        limits: Mapping[str, Limits] = BY_PLATFORM,
    ) -> None:
        """Prepare; `adapters` by installation id, looked at again on each round."""
        self._limits = limits
        self._database = database
        self._clock = clock
        self._adapters = adapters
        self._holder = holder
        self._lanes: dict[int, Lane] = {}
        self._stopping = asyncio.Event()
        self._news = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something was just written."""
        self._news.set()

    def resume(self, installation_id: int) -> None:
        """What kept a lane from getting through is over: there is a new token."""
        lane = self._lanes.get(installation_id)
        if lane is not None:
            lane.paused_until, lane.failures = 0.0, 0
            lane.woken.set()

    async def drain(self) -> int:
        """Send all that is due now; returns how many messages arrived."""
        lanes = [await self._lane(one) for one in list(self._adapters)]
        return sum(await asyncio.gather(*(self._drain(lane) for lane in lanes)))

    async def run(self) -> None:
        """Deliver until stopped."""
        tended: set[int] = set()
        while not self._stopping.is_set():
            self._news.clear()
            for installation_id in set(self._adapters) - tended:
                tended.add(installation_id)
                self._start(installation_id)
            await self._wake_due()
            await self._rest(self._news, POLL_SECONDS)
        await asyncio.gather(*self._running)

    async def _wake_due(self) -> None:
        """Wake the lanes on which something is due: there may be hundreds, and all but a few have nothing."""
        try:
            async with self._database.reading() as session:
                due = await queries.installations_due(session, self._clock.now())
        except Exception:  # the database is away: what is due then, is due later as well
            log.exception("lanes not looked at")
            return
        for installation_id in due:
            if installation_id in self._lanes:
                self._lanes[installation_id].woken.set()

    async def stop(self) -> None:
        """Finish what is claimed, and let another process have the lanes."""
        self._stopping.set()
        self.wake()
        for lane in self._lanes.values():
            lane.woken.set()
        await asyncio.gather(*self._running)
        if not self._lanes:
            return
        async with self._database.begin() as session:
            for lane in self._lanes.values():
                await queries.give_lease(session, lane.lease, str(self._holder))

    def _start(self, installation_id: int) -> None:
        task = asyncio.create_task(self._tend(installation_id), name=f"lane/{installation_id}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _tend(self, installation_id: int) -> None:
        while not self._stopping.is_set():
            try:
                lane = await self._lane(installation_id)
                await self._drain(lane)
            except Exception:  # a bug, or the database is away: this lane goes on later, the others now
                log.exception("lane failed", extra={"installation": installation_id})
                await self._rest(self._stopping, POLL_SECONDS)
                continue
            await self._rest(lane.woken, LANE_SECONDS)
            lane.woken.clear()

    async def _lane(self, installation_id: int) -> Lane:
        if installation_id not in self._lanes:
            async with self._database.reading() as session:
                platform = await queries.platform_of(session, installation_id)
            pace = Pace(self._limits.get(platform, UNLIMITED), _loop_time())
            self._lanes.setdefault(installation_id, Lane(installation_id, pace))
        return self._lanes[installation_id]

    async def _drain(self, lane: Lane) -> int:
        arrived = 0
        async with lane.busy:
            while _loop_time() >= lane.paused_until and not self._stopping.is_set():
                lane.woken.clear()
                ready, wait = await self._ready(lane)
                if ready:
                    # shielded: what was sent must be noted, and a transaction not cut in the middle
                    done, sent = await asyncio.shield(self._batch(lane, ready))
                    arrived += sent
                    if not done:
                        break
                elif wait > 0:
                    await self._rest(lane.woken, wait)
                else:
                    break
        return arrived

    async def _ready(self, lane: Lane) -> tuple[list[int], float]:
        """What may leave at once; else the seconds after which something may, 0.0 if nothing is due."""
        async with self._database.reading() as session:
            heads = await queries.due_heads(session, lane.installation_id, self._clock.now(), LOOK_AHEAD)
        ready: list[int] = []
        waits: list[float] = []
        for head in heads:
            wait = lane.pace.take(read_address(head.address), _loop_time())
            if wait > 0:
                waits.append(wait)
                continue
            ready.append(head.id)
            if len(ready) == BATCH:
                break
        return ready, min(waits, default=0.0)

    async def _batch(self, lane: Lane, ids: Sequence[int]) -> tuple[bool, int]:
        """Send a few messages to different addresses, side by side; false if the lane is another's."""
        claimed = await self._claim(lane, ids)
        if claimed is None:
            return False, 0
        receipts = await asyncio.gather(*(self._send(one) for one in claimed))
        async with self._database.begin(is_batch=True) as session:
            for one, receipt in zip(claimed, receipts, strict=True):
                lane.hear(receipt, _loop_time())
                await settle(session, one, receipt, self._clock.now())
            is_news = await self._note_outage(session, lane, receipts)
        if is_news:
            self.wake()
        if receipts and not any(isinstance(receipt, LaneDown) for receipt in receipts):
            lane.failures = 0
        return True, sum(isinstance(receipt, Sent) for receipt in receipts)

    async def _note_outage(
        self, session: AsyncSession, lane: Lane, receipts: Sequence[Receipt | Failed]
    ) -> bool:
        """Tell admins, over another lane, when this one is refused, and when it is taken again."""
        refused = [one for one in receipts if isinstance(one, LaneDown) and one.is_refused]
        if refused:
            return await outages.begin(session, lane.installation_id, refused[0].why, self._clock.now())
        if lane.is_refused and any(isinstance(one, Sent) for one in receipts):
            return await outages.end(session, lane.installation_id, self._clock.now())
        return False

    async def _claim(self, lane: Lane, ids: Sequence[int]) -> list[Claimed] | None:
        async with self._database.begin(is_batch=True) as session:
            if not await take(session, lane.lease, self._holder, LEASE_SECONDS):
                return None
            rows = await queries.claim(session, ids, self._clock.now())
            refs = await queries.refs(session, rows)
            rows = [row for row in rows if not _is_pointless(row, refs)]
            logins = await queries.logins(session, lane.installation_id, _mentioned(rows))
            lane.is_refused = await queries.refused_since(session, lane.installation_id) is not None
        return [
            Claimed(
                row,
                refs.get((row.topic or "", row.address), ""),
                refs.get((row.under or "", row.address), ""),
                logins,
            )
            for row in rows
        ]

    async def _send(self, claimed: Claimed) -> Receipt | Failed:
        row = claimed.row
        try:
            outgoing = Outgoing(
                read_address(row.address),
                from_json(row.message),
                Reader(row.language, row.zone, self._clock.now(), claimed.logins),
                claimed.ref,
                claimed.under,
                str(row.id),
            )
            async with asyncio.timeout(SEND_SECONDS):
                return await self._adapters[row.installation_id].send(outgoing)
        except TimeoutError:
            return Unknown(f"no answer within {SEND_SECONDS:g} s")
        except Exception as error:  # one bad message must not hold up the lane
            log.exception("message failed", extra={"outbox": row.id, "key": row.key})
            return Failed(type(error).__name__)

    @staticmethod
    async def _rest(until: asyncio.Event, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await until.wait()
        except TimeoutError:
            return


def _is_pointless(row: OutboxRow, refs: Mapping[tuple[str, str], str]) -> bool:
    """Drop what only edits a post that is no more: it must not be posted anew."""
    if not (row.topic or "").startswith(EARLIER) or (row.topic, row.address) in refs:
        return False
    row.status = OutboxStatus.DROPPED
    return True


def _mentioned(rows: Sequence[OutboxRow]) -> set[int]:
    """The people whom these messages are to notify."""
    return {person for row in rows for person in _mentions(row.message)}


def _mentions(data: Any) -> set[int]:  # noqa: ANN401 - the JSON edge
    match data:
        case {"Mention": [int(person), *_]}:
            return {person}
        case dict():
            return {person for one in data.values() for person in _mentions(one)}
        case list():
            return {person for one in data for person in _mentions(one)}
        case _:
            return set()


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
