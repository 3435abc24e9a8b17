"""One row of a workspace, by its id."""

from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.base import Tenant

Row = TypeVar("Row", bound=Tenant)


async def of_workspace(session: AsyncSession, kind: type[Row], workspace_id: int, row_id: int) -> Row | None:
    """The row, without a query where the session has it; None where it is another workspace's."""
    found = await session.get(kind, row_id)
    return found if found is not None and found.workspace_id == workspace_id else None
