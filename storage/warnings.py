"""Questions about slippage warnings."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import SlipWarning


async def open_of_project(session: AsyncSession, project_id: int) -> Sequence[SlipWarning]:
    """A project's open warnings, oldest first."""
    query = (
        select(SlipWarning)
        .where(SlipWarning.project_id == project_id, SlipWarning.cleared_at.is_(None))
        .order_by(SlipWarning.id)
    )
    return (await session.execute(query)).scalars().all()
