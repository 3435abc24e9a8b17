"""Questions about the ladders that blockers climb."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Blocker, Escalation, EscalationStep, LadderStep, Project
from storage.tenancy import of_workspace
from storage.words import ProjectStatus


async def by_id(session: AsyncSession, workspace_id: int, blocker_id: int) -> Blocker | None:
    """One blocker of a workspace."""
    return await of_workspace(session, Blocker, workspace_id, blocker_id)


async def escalation(session: AsyncSession, blocker_id: int) -> Escalation | None:
    """Where a blocker stands on its ladder."""
    query = select(Escalation).where(Escalation.blocker_id == blocker_id)
    return (await session.execute(query)).scalar_one_or_none()


async def escalations_due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[Escalation]:
    """Ladders of active projects whose next step is due, oldest first; held until the transaction ends."""
    query = (
        select(Escalation)
        .join(Blocker, Blocker.id == Escalation.blocker_id)
        .join(Project, Project.id == Blocker.project_id)
        .where(
            Escalation.workspace_id == workspace_id,
            Escalation.next_at <= now,
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(Escalation.next_at, Escalation.id)
        .limit(limit)
        .with_for_update(of=Escalation, skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


async def steps(session: AsyncSession, blocker_id: int) -> Sequence[EscalationStep]:
    """Who was told of a blocker, in order."""
    query = select(EscalationStep).where(EscalationStep.blocker_id == blocker_id).order_by(EscalationStep.id)
    return (await session.execute(query)).scalars().all()


async def ladder(session: AsyncSession, project_id: int) -> Sequence[LadderStep]:
    """A project's own ladder, lowest level first; empty where the default one holds."""
    query = select(LadderStep).where(LadderStep.project_id == project_id).order_by(LadderStep.level)
    return (await session.execute(query)).scalars().all()


async def next_step_at(session: AsyncSession) -> datetime | None:
    """When the next step of any ladder is due, in projects that run."""
    query = (
        select(func.min(Escalation.next_at))
        .join(Blocker, Blocker.id == Escalation.blocker_id)
        .join(Project, Project.id == Blocker.project_id)
        .where(Escalation.next_at.is_not(None), Project.status == ProjectStatus.ACTIVE)
    )
    return (await session.execute(query)).scalar_one_or_none()
