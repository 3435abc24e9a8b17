"""Codes that link two logins, and all that bears a person's name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Account,
    Base,
    Blocker,
    Installation,
    Leave,
    LinkCode,
    Member,
    Note,
    Project,
    Seat,
    StandupAnswer,
    Task,
    Urge,
)
from storage.tenancy import of_workspace

HELD: tuple[tuple[type[Base], tuple[str, ...]], ...] = (
    (Account, ("person_id",)),
    (Task, ("owner_id", "creator_id", "acceptor_id")),
    (Blocker, ("raiser_id", "owner_id", "resolved_by")),
    (Note, ("person_id",)),
    (Leave, ("person_id", "cover_id")),
    (Project, ("accepts_by",)),
    (Urge, ("asker_id", "person_id")),
)
ONCE_EACH: tuple[tuple[type[Base], str], ...] = (
    (Member, "project_id"),
    (Seat, "standup_id"),
    (StandupAnswer, "run_id"),
)  # one of them for each person and thing


async def by_code(session: AsyncSession, workspace_id: int, code: str) -> LinkCode | None:
    """The code that has this hash."""
    query = select(LinkCode).where(LinkCode.workspace_id == workspace_id, LinkCode.code == code)
    return (await session.execute(query)).scalar_one_or_none()


async def by_id(session: AsyncSession, workspace_id: int, link_id: int) -> LinkCode | None:
    """One code of a workspace."""
    return await of_workspace(session, LinkCode, workspace_id, link_id)


async def account(session: AsyncSession, workspace_id: int, account_id: int) -> Account | None:
    """One login of a workspace."""
    return await of_workspace(session, Account, workspace_id, account_id)


async def installations(session: AsyncSession, workspace_id: int) -> Sequence[Installation]:
    """The bots of a workspace, the oldest first."""
    query = select(Installation).where(Installation.workspace_id == workspace_id).order_by(Installation.id)
    return (await session.execute(query)).scalars().all()


async def holding(
    session: AsyncSession, kind: type[Base], columns: Sequence[str], person_id: int
) -> Sequence[Any]:
    """The rows of a table that name somebody in one of these columns."""
    named = [getattr(kind, column) == person_id for column in columns]
    return (await session.execute(select(kind).where(or_(*named)))).scalars().all()
