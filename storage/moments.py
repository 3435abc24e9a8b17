"""Rows that each have a moment at which something is to be done, in whichever workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import Workspace
from storage.tenancy import is_live


@dataclass(frozen=True, slots=True)
class Moments:
    """The column of the moment, and which of its rows count. Where the bot was removed, none does."""

    at: InstrumentedAttribute[datetime | None]
    where: tuple[ColumnElement[bool], ...] = ()

    async def next_at(self, session: AsyncSession) -> datetime | None:
        """When the next of them is due."""
        query = select(func.min(self.at)).where(
            self.at.is_not(None), is_live(self.at.class_.workspace_id), *self.where
        )
        return (await session.execute(query)).scalar_one_or_none()

    async def workspaces(self, session: AsyncSession, now: datetime) -> Sequence[Workspace]:
        """Where something is due, the longest waiting first: the others need not be looked at."""
        workspace_id = self.at.class_.workspace_id
        due = (
            select(workspace_id.label("id"), func.min(self.at).label("since"))
            .where(self.at <= now, *self.where)
            .group_by(workspace_id)
            .subquery()
        )
        query = (
            select(Workspace)
            .join(due, due.c.id == Workspace.id)
            .where(is_live(Workspace.id))
            .order_by(due.c.since, Workspace.id)
        )
        return (await session.execute(query)).scalars().all()
