"""What moves a plan, and which plans are to be counted through again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, select, update
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
from storage.moments import Moments
from storage.types import Moment
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
PLACED_BY = frozenset(("due_day", "milestone_id"))


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved plans: rows that changed, came or went; a task is `placed` that came or got another date.

    `projects` are those that are known without asking, others follow from tasks and people.
    """

    projects: frozenset[int] = frozenset()
    tasks: frozenset[int] = frozenset()
    blockers: frozenset[int] = frozenset()
    milestones: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    placed: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether any was moved."""
        return bool(self.projects or self.tasks or self.people)


def moved(changes: Collection[tuple[Base, frozenset[str] | None]]) -> Moved:
    """Return what these rows moved, each with the columns that changed; None where it came or went."""
    moving = [(row, columns) for row, columns in changes if _moves(row, columns)]
    rows = [row for row, _ in moving]
    projects = {row.id if isinstance(row, Project) else getattr(row, "project_id", None) for row in rows}
    return Moved(
        frozenset(one for one in projects if one is not None),
        frozenset(
            row.id if isinstance(row, Task) else row.task_id
            for row in rows
            if isinstance(row, Task | Dependency | BlockedTask)
        ),
        frozenset(row.id for row in rows if isinstance(row, Blocker)),
        frozenset(row.id for row in rows if isinstance(row, Milestone)),
        frozenset(
            row.id if isinstance(row, Person) else row.person_id
            for row in rows
            if isinstance(row, Person | Leave)
        ),
        frozenset(
            row.id
            for row, columns in moving
            if isinstance(row, Task) and (columns is None or not PLACED_BY.isdisjoint(columns))
        ),
    )


def _moves(row: Base, columns: frozenset[str] | None) -> bool:
    known = MOVED_BY.get(type(row))
    return known is not None and (columns is None or not known.isdisjoint(columns))


async def projects_of(session: AsyncSession, workspace_id: int, what: Moved) -> list[int]:
    """The projects whose plans were moved, in order."""
    found = set(what.projects)
    if what.tasks and not found:  # a link to a task that was there before
        query = select(Task.project_id).where(Task.workspace_id == workspace_id, Task.id.in_(what.tasks))
        found.update((await session.execute(query)).scalars())
    if what.people:
        of_people = select(Member.project_id).where(
            Member.workspace_id == workspace_id, Member.person_id.in_(what.people)
        )
        found.update((await session.execute(of_people)).scalars())
    return sorted(found)


_RECOUNT = (
    update(Project)
    .where(Project.workspace_id == bindparam("workspace"), Project.id == bindparam("project"))
    .values(forecast_at=case((Project.status == ProjectStatus.ACTIVE, bindparam("at", type_=Moment))))
    .execution_options(synchronize_session=False)
)


async def recount(session: AsyncSession, workspace_id: int, projects: Sequence[int], now: datetime) -> None:
    """Let these projects be counted through again at once; paused and closed ones never."""
    for project_id in projects:  # one after another in order, so that two units can't wait for each other
        await session.execute(_RECOUNT, {"workspace": workspace_id, "project": project_id, "at": now})


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


COUNTING = Moments(Project.forecast_at, (Project.status == ProjectStatus.ACTIVE,))
