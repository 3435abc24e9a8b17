"""What may be forgotten: delivery keys, messages that are through, questions that are long closed."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import DeliveryKey, OutboxRow, Question, Upload
from storage.words import OutboxStatus

KEYS_KEPT = timedelta(days=7)  # the platforms deliver again within hours
MESSAGES_KEPT = timedelta(days=30)  # long enough to find out what went wrong
UPLOADS_KEPT = timedelta(days=7)  # as long as a button is that says what one is for
QUESTIONS_KEPT = timedelta(days=7)  # after they expired: they hold what people typed
BATCH = 10


async def sweep(session: AsyncSession, now: datetime) -> int:
    """Forget a few of the oldest; returns how many rows that were. Costs the same however many there are."""
    keys = (
        select(DeliveryKey.id).where(DeliveryKey.at < now - KEYS_KEPT).order_by(DeliveryKey.at).limit(BATCH)
    )
    gone = list((await session.execute(keys)).scalars())
    await _remove(session, DeliveryKey, gone)
    messages = await _old_messages(session, now - MESSAGES_KEPT)
    await _remove(session, OutboxRow, messages)
    questions = await _old_questions(session, now - QUESTIONS_KEPT)
    await _remove(session, Question, questions)
    uploads = await _old_uploads(session, now - UPLOADS_KEPT)
    await _remove(session, Upload, uploads)
    return len(gone) + len(messages) + len(questions) + len(uploads)


async def next_at(_session: AsyncSession) -> datetime | None:
    """Never a reason to stop on the way: a sweep can wait for any other tick."""
    return None


async def _old_messages(session: AsyncSession, before: datetime) -> list[int]:
    """Only the very first rows are looked at: there is no index for this, and they are the oldest.

    What has waited all that time waits for a platform that is no longer set up.
    """
    columns = (OutboxRow.id, OutboxRow.status, OutboxRow.created_at, OutboxRow.next_at)
    found = await session.execute(select(*columns).order_by(OutboxRow.id).limit(BATCH))
    return [
        number
        for number, status, created_at, next_at in found
        if created_at < before and (status is not OutboxStatus.WAITING or next_at < before)
    ]


async def _old_questions(session: AsyncSession, before: datetime) -> list[int]:
    """As with messages: the very first rows are the oldest."""
    query = select(Question.id, Question.expires_at).order_by(Question.id).limit(BATCH)
    return [number for number, expires_at in await session.execute(query) if expires_at < before]


async def _old_uploads(session: AsyncSession, before: datetime) -> list[int]:
    query = select(Upload.id, Upload.sent_at).order_by(Upload.id).limit(BATCH)
    return [number for number, sent_at in await session.execute(query) if sent_at < before]


async def _remove(session: AsyncSession, table: type[Any], ids: list[int]) -> None:
    if ids:
        await session.execute(delete(table).where(table.id.in_(ids)))
