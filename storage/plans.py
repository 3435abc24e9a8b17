"""What moves a plan, and which plans are to be counted through again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Base,
    BlockedTask,
    Blocker,
    Dependency,
    Leave,
    Member,
    Milestone,
    Person,
    Project,
    ProjectDay,
    Task,
)
from storage.words import ProjectStatus

MOVED_BY: Mapping[type[Base], frozenset[str]] = {
    Task: frozenset(
        (
            "status", "owner_id", "milestone_id", "due_day", "due_at", "estimate_low", "estimate_high",
            "left_hours", "priority",
        )
    ),
    Dependency: frozenset(("lag_days",)),
    Milestone: frozenset(("promised", "status")),
    Blocker: frozenset(("status", "needed_by", "taken_until")),
    BlockedTask: frozenset(),
    Leave: frozenset(("first", "last", "first_half", "last_half")),
    Person: frozenset(("zone", "hours", "weekdays", "region", "gone_at")),
    Member: frozenset(("role",)),
    Project: frozenset(("zone", "hours", "weekdays", "region", "status")),
    ProjectDay: frozenset(("day", "kind")),
}  # fmt: skip  # a row of these that comes or goes moves it too


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose plans a change moved: projects', and those that these tasks or people are in."""

    projects: frozenset[int] = frozenset()
    tasks: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether it moved any."""
        return bool(self.projects or self.tasks or self.people)


def moves(row: Base, columns: Collection[str] | None) -> bool:
    """Whether a row that changed in these columns, or came or went (None), moves a plan."""
    known = MOVED_BY.get(type(row))
    return known is not None and (columns is None or not known.isdisjoint(columns))


def moved(rows: Collection[Base]) -> Moved:
    """Return whose plans these rows belong to."""
    projects = {row.id if isinstance(row, Project) else getattr(row, "project_id", None) for row in rows}
    return Moved(
        frozenset(one for one in projects if one is not None),
        frozenset(row.task_id for row in rows if isinstance(row, BlockedTask)),
        frozenset(
            row.id if isinstance(row, Person) else row.person_id
            for row in rows
            if isinstance(row, Person | Leave)
        ),
    )


async def projects_of(session: AsyncSession, workspace_id: int, what: Moved) -> list[int]:
    """The projects whose plans were moved, in order."""
    found = set(what.projects)
    if what.tasks:
        query = select(Task.project_id).where(Task.workspace_id == workspace_id, Task.id.in_(what.tasks))
        found.update((await session.execute(query)).scalars())
    if what.people:
        of_people = select(Member.project_id).where(
            Member.workspace_id == workspace_id, Member.person_id.in_(what.people)
        )
        found.update((await session.execute(of_people)).scalars())
    return sorted(found)


async def recount(session: AsyncSession, workspace_id: int, projects: Sequence[int], now: datetime) -> None:
    """Let these projects be counted through again at once; paused and closed ones never."""
    for project_id in projects:  # one after another in order, so that two units can't wait for each other
        await session.execute(
            update(Project)
            .where(Project.workspace_id == workspace_id, Project.id == project_id)
            .values(forecast_at=case((Project.status == ProjectStatus.ACTIVE, now)))
            .execution_options(synchronize_session=False)
        )


async def due(session: AsyncSession, workspace_id: int, now: datetime, limit: int) -> Sequence[Project]:
    """Projects to be counted through, the oldest first; nobody else takes them meanwhile."""
    query = (
        select(Project)
        .where(
            Project.workspace_id == workspace_id,
            Project.forecast_at <= now,
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(Project.forecast_at, Project.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


async def next_at(session: AsyncSession) -> datetime | None:
    """When a project is counted through next."""
    query = select(func.min(Project.forecast_at)).where(Project.status == ProjectStatus.ACTIVE)
    return (await session.execute(query)).scalar_one_or_none()
