"""Who has looked at the bot's home page, and whose is to be drawn anew."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Account, Member, Person
from storage.moments import Moments

_MATES = select(Member.person_id).where(
    Member.workspace_id == bindparam("workspace"),
    Member.project_id.in_(bindparam("projects", expanding=True)),
)
_STALE = (
    update(Account)
    .where(
        Account.workspace_id == bindparam("workspace"),
        Account.home_seen_at.is_not(None),
        Account.home_seen_at >= bindparam("since"),
        Account.home_due_at.is_(None),
        or_(Account.person_id.in_(bindparam("people", expanding=True)), Account.person_id.in_(_MATES)),
    )
    .values(home_due_at=bindparam("due"))
    .execution_options(synchronize_session=False)
)


async def stale(
    session: AsyncSession,
    workspace_id: int,
    *,
    projects: Collection[int],
    people: Collection[int],
    since: datetime,
    at: datetime,
) -> None:
    """Have the homes drawn anew of these people and of all in these projects who looked since a moment."""
    asked = {
        "workspace": workspace_id,
        "projects": list(projects),
        "people": list(people),
        "since": since,
        "due": at,
    }
    await session.execute(_STALE, asked)


async def due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[tuple[Account, Person]]:
    """Whose home is to be drawn, the longest waiting first; held until the transaction ends."""
    query = (
        select(Account, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.workspace_id == workspace_id, Account.home_due_at <= now)
        .order_by(Account.home_due_at, Account.id)
        .limit(limit)
        .with_for_update(of=Account, skip_locked=True)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


DRAWING = Moments(Account.home_due_at)
