"""Questions about the state of an installation, for whoever runs it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Account, Channel, Lease, OutboxRow, Person
from storage.tenancy import is_live
from storage.types import Moment
from storage.words import OutboxStatus, Platform


async def dead(session: AsyncSession, workspace_id: int | None) -> tuple[int, str]:
    """How many messages were given up, and why the last one was."""
    number = await _count(session, OutboxStatus.DEAD, workspace_id)
    query = select(OutboxRow.error).where(OutboxRow.status == OutboxStatus.DEAD)
    if workspace_id is not None:
        query = query.where(OutboxRow.workspace_id == workspace_id)
    last = (await session.execute(query.order_by(OutboxRow.id.desc()).limit(1))).scalar_one_or_none()
    return number, last or ""


async def parked(session: AsyncSession, workspace_id: int | None) -> int:
    """How many messages wait for a sign of life of whom they are for."""
    return await _count(session, OutboxStatus.PARKED, workspace_id)


async def oldest_due(session: AsyncSession, workspace_id: int | None, now: datetime) -> datetime | None:
    """Since when the oldest message waits that should have left."""
    query = select(func.min(OutboxRow.next_at)).where(
        OutboxRow.status == OutboxStatus.WAITING,
        OutboxRow.next_at <= now,
        is_live(OutboxRow.workspace_id),
    )
    if workspace_id is not None:
        query = query.where(OutboxRow.workspace_id == workspace_id)
    return (await session.execute(query)).scalar_one_or_none()


async def unreachable(session: AsyncSession, workspace_id: int | None) -> Sequence[str]:
    """The names of those who can't be written to anywhere."""
    reachable = select(Account.person_id).where(Account.is_reachable)
    query = (
        select(Person.name)
        .where(
            Person.gone_at.is_(None),
            Person.id.in_(select(Account.person_id)),
            Person.id.not_in(reachable),
        )
        .order_by(Person.name)
    )
    if workspace_id is not None:
        query = query.where(Person.workspace_id == workspace_id)
    return (await session.execute(query)).scalars().all()


async def places(session: AsyncSession, platform: Platform, limit: int) -> list[tuple[str, str]]:
    """Where projects live on a platform: id and name of the chat."""
    query = (
        select(Channel.external_id, Channel.name)
        .where(Channel.platform == platform, Channel.project_id.is_not(None), Channel.gone_at.is_(None))
        .distinct()
        .order_by(Channel.name, Channel.external_id)
        .limit(limit)
    )
    return [(chat, name) for chat, name in await session.execute(query)]


async def clock(session: AsyncSession) -> datetime:
    """What the database's clock says."""
    return (await session.execute(select(func.now(type_=Moment())))).scalar_one()


async def lanes_held(session: AsyncSession, now: datetime) -> int:
    """How many lanes somebody delivers on, by the database's clock."""
    query = select(func.count()).select_from(Lease).where(Lease.name.like("lane/%"), Lease.until > now)
    return (await session.execute(query)).scalar_one()


async def _count(session: AsyncSession, status: OutboxStatus, workspace_id: int | None) -> int:
    query = select(func.count()).select_from(OutboxRow).where(OutboxRow.status == status)
    if workspace_id is not None:
        query = query.where(OutboxRow.workspace_id == workspace_id)
    return (await session.execute(query)).scalar_one()
