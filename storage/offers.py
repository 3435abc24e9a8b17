"""What stands in a place with buttons under it: messages that have arrived, as they read now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import OutboxRow
from storage.words import OutboxStatus

LOOKED_BACK = 10  # posts of a place


async def latest(
    session: AsyncSession, workspace_id: int, installation_id: int, address: str, since: datetime
) -> Sequence[OutboxRow]:
    """What the last posts in a place say, the latest post first, as far as they were posted since then.

    An edit is no post: it tells what the post that it changed says now.
    """
    posts = (
        select(func.min(OutboxRow.id).label("first"), func.max(OutboxRow.id).label("last"))
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.installation_id == installation_id,
            OutboxRow.address == address,
            OutboxRow.status == OutboxStatus.SENT,
            OutboxRow.ref.is_not(None),
        )
        .group_by(OutboxRow.ref)
        .having(func.min(OutboxRow.created_at) >= since)
        .order_by(func.min(OutboxRow.id).desc())
        .limit(LOOKED_BACK)
        .subquery()
    )
    query = select(OutboxRow).join(posts, posts.c.last == OutboxRow.id).order_by(posts.c.first.desc())
    return (await session.execute(query)).scalars().all()


async def standing_in(
    session: AsyncSession, workspace_id: int, installation_id: int, ref: str
) -> OutboxRow | None:
    """What a post says now."""
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.installation_id == installation_id,
            OutboxRow.ref == ref,
            OutboxRow.status == OutboxStatus.SENT,
        )
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()
