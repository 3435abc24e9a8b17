"""Workspaces that removed the app: after some time nothing of them stays."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Base, Grant, Installation, Workspace
from storage.tenancy import is_live

BATCH = 50  # rows; a longer transaction makes commands wait on SQLite
GONE = "gone/"  # before the number of an installation whose data is being erased: it can't come back


async def erase(session: AsyncSession, now: datetime, grace: timedelta) -> int:
    """Erase a few rows of a workspace that left longer ago than that; returns how many rows that were.

    It has to have come by a grant: what the settings name is not erased by itself.
    """
    workspace_id = await _departed(session, now - grace)
    if workspace_id is None:
        return 0
    parted = await _part(session, workspace_id)
    if parted:
        return parted
    for table in reversed(Base.metadata.sorted_tables):
        erased = await _erase_some(session, table, workspace_id) if _is_of_tenants(table) else 0
        if erased:
            return erased
    await session.execute(delete(Workspace).where(Workspace.id == workspace_id))
    return 1


async def _departed(session: AsyncSession, before: datetime) -> int | None:
    """The workspace that left first; None if none did so long ago."""
    here = Installation.workspace_id == Workspace.id
    by_settings = exists(select(Installation.id).where(here, Installation.grant_id.is_(None)))
    begun = exists(select(Installation.id).where(here, Installation.external_id.startswith(GONE)))
    left_at = select(func.max(Installation.stopped_at)).where(here).scalar_subquery()
    emptied = ~exists(select(Installation.id).where(here))
    query = (
        select(Workspace.id)
        .where(~is_live(Workspace.id), begun | emptied | (~by_settings & (left_at <= before)))
        .order_by(Workspace.id)
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def _part(session: AsyncSession, workspace_id: int) -> int:
    """Before anything is erased: who installs the app from now on begins anew."""
    query = select(Installation).where(
        Installation.workspace_id == workspace_id, ~Installation.external_id.startswith(GONE)
    )
    found = (await session.execute(query)).scalars().all()
    grants = {one.grant_id for one in found}
    for one in found:
        one.external_id, one.grant_id = f"{GONE}{one.id}", None
    await session.flush()
    still_used = exists(select(Installation.id).where(Installation.grant_id == Grant.id))
    unused = Grant.id.in_(grants), Grant.token.is_(None), ~still_used
    await session.execute(delete(Grant).where(*unused))
    return len(found)


def _is_of_tenants(table: Table) -> bool:
    return "workspace_id" in table.columns


async def _erase_some(session: AsyncSession, table: Table, workspace_id: int) -> int:
    some = select(table.c.id).where(table.c.workspace_id == workspace_id).limit(BATCH)
    gone: Any = await session.execute(delete(table).where(table.c.id.in_(some)))
    return int(gone.rowcount)
