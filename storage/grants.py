"""What platforms let us have by OAuth, and which bots run on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Account, Grant, Installation
from storage.words import Platform


@dataclass(frozen=True, slots=True)
class Served:
    """A bot that runs on a grant; a new token has another `granted_at`."""

    installation_id: int
    team: str
    grant_id: int
    granted_at: datetime


async def of(session: AsyncSession, platform: Platform, external_id: str) -> Grant | None:
    """The grant of a team, or of an organisation."""
    query = select(Grant).where(Grant.platform == platform, Grant.external_id == external_id)
    return (await session.execute(query)).scalar_one_or_none()


async def serving(session: AsyncSession, platform: Platform, team: str) -> tuple[Installation, Grant] | None:
    """The bot of a team and what it runs on, unless it was removed there."""
    query = (
        select(Installation, Grant)
        .join(Grant, Grant.id == Installation.grant_id)
        .where(
            Installation.platform == platform,
            Installation.external_id == team,
            Installation.stopped_at.is_(None),
            Grant.token.is_not(None),
        )
    )
    found = (await session.execute(query)).first()
    return (found[0], found[1]) if found else None


async def served(session: AsyncSession, platform: Platform) -> list[Served]:
    """All bots that run on a grant."""
    query = (
        select(Installation.id, Installation.external_id, Grant.id, Grant.granted_at)
        .join(Grant, Grant.id == Installation.grant_id)
        .where(Installation.platform == platform, Installation.stopped_at.is_(None), Grant.token.is_not(None))
        .order_by(Installation.id)
    )
    return [Served(*row) for row in await session.execute(query)]


async def sealed(session: AsyncSession, after: int, limit: int) -> Sequence[Grant]:
    """Grants that hold a token, in order; those after one."""
    query = select(Grant).where(Grant.token.is_not(None), Grant.id > after).order_by(Grant.id).limit(limit)
    return (await session.execute(query)).scalars().all()


async def restart(session: AsyncSession, grant_id: int) -> None:
    """Let all bots that run on a grant work again."""
    await session.execute(
        update(Installation).where(Installation.grant_id == grant_id).values(stopped_at=None)
    )


async def end(session: AsyncSession, grant: Grant, now: datetime) -> None:
    """Forget the token, and stop all bots that run on it."""
    grant.token = None
    await session.execute(
        update(Installation)
        .where(Installation.grant_id == grant.id, Installation.stopped_at.is_(None))
        .values(stopped_at=now)
    )


async def forget_installer(session: AsyncSession, login: Account) -> None:
    """Note no longer who installed us, where it was somebody whose data is erased."""
    theirs = select(Installation.grant_id).where(Installation.id == login.installation_id)
    await session.execute(
        update(Grant)
        .where(Grant.id.in_(theirs), Grant.installer_id == login.external_id)
        .values(installer_id="")
    )


async def reseal(session: AsyncSession, grant_id: int, known: str, token: str) -> None:
    """Put another seal around a token, unless it was replaced meanwhile."""
    await session.execute(update(Grant).where(Grant.id == grant_id, Grant.token == known).values(token=token))
