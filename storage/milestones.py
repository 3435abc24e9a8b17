"""Questions about milestones and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Milestone, Task
from storage.tasks import OPEN
from storage.tenancy import of_workspace
from storage.words import MilestoneStatus, TaskStatus


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a milestone's own tasks are open and done; cancelled ones don't count."""

    open: int = 0
    done: int = 0


async def by_id(session: AsyncSession, workspace_id: int, milestone_id: int) -> Milestone | None:
    """One milestone of a workspace."""
    return await of_workspace(session, Milestone, workspace_id, milestone_id)


async def kept(session: AsyncSession, project_id: int) -> Sequence[Milestone]:
    """A project's milestones that are open or met, the next promise first."""
    query = (
        select(Milestone)
        .where(
            Milestone.project_id == project_id,
            Milestone.status.in_((MilestoneStatus.OPEN, MilestoneStatus.MET)),
        )
        .order_by(Milestone.promised, Milestone.id)
    )
    return (await session.execute(query)).scalars().all()


async def progress(session: AsyncSession, project_id: int) -> dict[int, Progress]:
    """How far a project's milestones are, by their ids; those without tasks are left out."""
    query = (
        select(Task.milestone_id, Task.status, func.count())
        .where(Task.project_id == project_id)
        .group_by(Task.milestone_id, Task.status)
    )
    found: dict[int, Progress] = {}
    for milestone_id, status, n in await session.execute(query):
        if milestone_id is None:
            continue
        known = found.get(milestone_id, Progress())
        found[milestone_id] = Progress(
            known.open + (n if status in OPEN else 0), known.done + (n if status is TaskStatus.DONE else 0)
        )
    return found
