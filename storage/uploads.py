"""Files that people sent, until they are read."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import OutboxRow, Upload
from storage.tenancy import is_live, of_workspace


async def one(session: AsyncSession, workspace_id: int, upload_id: int) -> Upload | None:
    """A file that was sent in this workspace."""
    return await of_workspace(session, Upload, workspace_id, upload_id)


async def is_due(session: AsyncSession, now: datetime) -> bool:
    """Whether any file is to be fetched."""
    query = select(Upload.id).where(Upload.due_at <= now).limit(1)
    return (await session.execute(query)).first() is not None


async def claim(
    session: AsyncSession, now: datetime, installations: Collection[int], until: datetime, most: int
) -> Sequence[Upload]:
    """Files to be fetched from these installations: nobody else fetches them until then."""
    query = (
        select(Upload)
        .where(Upload.due_at <= now, Upload.installation_id.in_(installations), is_live(Upload.workspace_id))
        .order_by(Upload.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = (await session.execute(query)).scalars().all()
    for row in found:
        row.attempts += 1
        row.due_at = until
    return found


async def claimed(session: AsyncSession, upload_id: int, attempt: int) -> Upload | None:
    """The same file, held until the end of the transaction; None where it was read, or claimed again."""
    query = (
        select(Upload)
        .where(Upload.id == upload_id, Upload.attempts == attempt, Upload.due_at.is_not(None))
        .with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def said_of(session: AsyncSession, workspace_id: int, topic: str) -> OutboxRow | None:
    """What was said of it last, which tells where, and to whom."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.workspace_id == workspace_id, OutboxRow.topic == topic)
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()
