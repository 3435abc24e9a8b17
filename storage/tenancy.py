"""One row of a workspace, by its id, and whether anything is done in a workspace at all."""

from typing import TypeVar

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import Installation
from storage.models.base import Tenant

Row = TypeVar("Row", bound=Tenant)


async def of_workspace(session: AsyncSession, kind: type[Row], workspace_id: int, row_id: int) -> Row | None:
    """The row, without a query where the session has it; None where it is another workspace's."""
    found = await session.get(kind, row_id)
    return found if found is not None and found.workspace_id == workspace_id else None


def is_live(workspace_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether the bot is still anywhere in that workspace: where it was removed, nothing happens any more."""
    there = Installation.workspace_id == workspace_id
    return exists(select(Installation.id).where(there, Installation.stopped_at.is_(None)))
