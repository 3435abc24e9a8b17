"""What becomes of a message once its adapter has answered: sent, put off, parked, moved or given up."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outgoing import (
    Busy,
    Gone,
    LaneDown,
    Moved,
    Receipt,
    Rejected,
    Sent,
    Unknown,
    Unreachable,
    read_address,
)
from storage import delivery as queries
from storage.models import OutboxRow
from storage.words import OutboxStatus

MOST_ATTEMPTS = 12
LONGEST_PAUSE = 300.0
UNKNOWN = "unknown: "  # before the reason, when a message may have arrived

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A bug of ours, while the message was rendered or sent."""

    why: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is about to leave, with what its adapter needs to know."""

    row: OutboxRow
    ref: str
    under: str
    logins: Mapping[int, str]

    @property
    def may_repeat(self) -> bool:
        """True if sending it twice shows it once, or to one person only."""
        address = read_address(self.row.address)
        return bool(self.ref or address.only_for or address.response_url)


async def settle(session: AsyncSession, claimed: Claimed, receipt: Receipt | Failed, now: datetime) -> None:
    """Keep what an answer means for a message."""
    row = claimed.row
    match receipt:
        case Sent(ref):
            await queries.mark_sent(session, row.id, now, ref)
            await _remember(session, row, ref, now)
            log.info("message delivered", extra={"outbox": row.id, "key": row.key, "attempts": row.attempts})
        case Busy(retry_after, _):
            await _later(session, row, now, retry_after, "too fast")
        case LaneDown(why, _):
            await queries.set_row(session, row.id, error=why, attempts=row.attempts - 1)  # not its fault
        case Unreachable(why):
            await _park(session, row, why, now)
        case Rejected(why):
            await _bury(session, row, why)
        case Moved() | Gone() | Unknown() | Failed() if row.attempts >= MOST_ATTEMPTS:
            await _bury(session, row, f"given up after {row.attempts} attempts: {receipt}")
        case Moved(to):
            await _move(session, row, to)
        case Gone():
            await queries.forget_post(session, row)
            await _later(session, row, now, 0 if claimed.ref else backoff(row.attempts), "gone")
        case Unknown(why):
            await _after_unknown(session, claimed, now, why)
        case Failed(why):
            await _later(session, row, now, backoff(row.attempts), why)


async def _after_unknown(session: AsyncSession, claimed: Claimed, now: datetime, why: str) -> None:
    """What may be repeated is, the rest once: twice unknown is for a person to look at."""
    row = claimed.row
    if not claimed.may_repeat and (row.error or "").startswith(UNKNOWN):
        await _bury(session, row, f"{UNKNOWN}{why}")
        return
    await _later(session, row, now, backoff(row.attempts), f"{UNKNOWN}{why}")


async def _remember(session: AsyncSession, row: OutboxRow, ref: str, now: datetime) -> None:
    if row.topic and ref:
        await queries.remember_post(session, row, ref, now)


async def _later(session: AsyncSession, row: OutboxRow, now: datetime, seconds: float, why: str) -> None:
    await queries.set_row(session, row.id, next_at=now + timedelta(seconds=seconds), error=why)
    log.info("message put off", extra={"outbox": row.id, "key": row.key, "seconds": seconds, "why": why})


async def _park(session: AsyncSession, row: OutboxRow, why: str, now: datetime) -> None:
    await queries.set_row(session, row.id, status=OutboxStatus.PARKED, error=why)
    address = read_address(row.address)
    if address.is_person:
        await queries.set_reachable(session, row.installation_id, address.chat, is_reachable=False)
        await queries.call_from(session, row.installation_id, address.chat, now)
    log.info("message parked", extra={"outbox": row.id, "key": row.key, "why": why})


async def _bury(session: AsyncSession, row: OutboxRow, why: str) -> None:
    await queries.set_row(session, row.id, status=OutboxStatus.DEAD, error=why)
    log.error("message dead", extra={"outbox": row.id, "key": row.key, "why": why})


async def _move(session: AsyncSession, row: OutboxRow, to: str) -> None:
    address = replace(read_address(row.address), chat=to).text()
    if await queries.is_said(session, row.workspace_id, address, row.key):
        await queries.set_row(session, row.id, status=OutboxStatus.DROPPED)
        return
    await queries.set_row(session, row.id, address=address)


def backoff(attempts: int) -> float:
    """Seconds: 2, 4, 8 … up to five minutes."""
    return min(2.0 ** min(attempts, 10), LONGEST_PAUSE)
