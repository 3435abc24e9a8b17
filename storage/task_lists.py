"""Lists of tasks, a page at a time: sorted, counted and cut by the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import BlockedTask, Blocker, Dependency, Note, Project, Task
from storage.tasks import OPEN, OPEN_BLOCKERS
from storage.words import TaskStatus


@dataclass(frozen=True, slots=True)
class Lateness:
    """The last due day that is late by now in a project, and other last days for some of its owners."""

    project_id: int
    last: date
    others: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows: tasks of these projects for which everything that is given holds."""

    workspace_id: int
    project_ids: tuple[int, ...]
    lateness: tuple[Lateness, ...]
    now: datetime
    statuses: tuple[TaskStatus, ...] = OPEN
    owner_id: int | None = None
    acceptor_id: int | None = None  # or waits for the acceptance of this person
    tags: tuple[str, ...] = ()
    milestone_id: int | None = None
    words: tuple[str, ...] = ()
    late_only: bool = False
    blocked_only: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One task of a list."""

    task: Task
    project: Project
    is_late: bool
    is_blocked: bool


async def count(session: AsyncSession, wanted: Wanted) -> int:
    """How many tasks a list has in all."""
    query = select(func.count()).select_from(Task).where(*_conditions(wanted))
    return (await session.execute(query)).scalar_one()


async def page(
    session: AsyncSession, wanted: Wanted, limit: int, offset: int, *, by_project: bool = False
) -> list[Row]:
    """Some tasks of a list, the most urgent first; `by_project`: the project of the most urgent one first."""
    late, blocked = is_late(wanted), _is_blocked()
    query: Select[Task, Project, bool, bool] = (
        select(Task, Project, late, blocked)
        .join(Project, Project.id == Task.project_id)
        .where(*_conditions(wanted))
        .order_by(*_order(wanted, late, by_project=by_project))
        .limit(limit)
        .offset(offset)
    )
    return [Row(row[0], row[1], bool(row[2]), bool(row[3])) for row in (await session.execute(query)).all()]


def is_late(wanted: Wanted) -> ColumnElement[bool]:
    """An open task is late after its moment, or from its owner's next working morning after its due day."""
    after_its_day = or_(false(), *(_after_its_day(one) for one in wanted.lateness))
    is_over = or_(Task.due_at < wanted.now, and_(Task.due_at.is_(None), after_its_day))
    return and_(Task.status.in_(OPEN), Task.due_day.is_not(None), is_over)


def _after_its_day(one: Lateness) -> ColumnElement[bool]:
    apart = [owner for owner, _ in one.others]
    usual = and_(or_(Task.owner_id.is_(None), Task.owner_id.not_in(apart)), Task.due_day <= one.last)
    others = [and_(Task.owner_id == owner, Task.due_day <= last) for owner, last in one.others]
    return and_(Task.project_id == one.project_id, or_(usual, *others))


def _is_blocked() -> ColumnElement[bool]:
    return exists(
        select(BlockedTask.id)
        .join(Blocker, Blocker.id == BlockedTask.blocker_id)
        .where(BlockedTask.task_id == Task.id, Blocker.status.in_(OPEN_BLOCKERS))
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [Task.workspace_id == wanted.workspace_id, Task.project_id.in_(wanted.project_ids)]
    found.append(Task.status.in_(wanted.statuses))
    if wanted.owner_id is not None:
        found.append(_is_for(wanted.owner_id, wanted.acceptor_id))
    found += [Task.tags.contains(f" {tag} ", autoescape=True) for tag in wanted.tags]
    found += [_holds(word) for word in wanted.words]
    if wanted.milestone_id is not None:
        found.append(Task.milestone_id == wanted.milestone_id)
    if wanted.late_only:
        found.append(is_late(wanted))
    if wanted.blocked_only:
        found.append(and_(Task.status.in_(OPEN), _is_blocked()))
    return found


def _is_for(owner_id: int, acceptor_id: int | None) -> ColumnElement[bool]:
    if acceptor_id is None:
        return Task.owner_id == owner_id
    to_accept = and_(Task.acceptor_id == acceptor_id, Task.status == TaskStatus.REVIEW)
    return or_(Task.owner_id == owner_id, to_accept)


def _holds(word: str) -> ColumnElement[bool]:
    """The word stands in the title or in a note, in any case."""
    noted = exists(select(Note.id).where(Note.task_id == Task.id, Note.body.icontains(word, autoescape=True)))
    return or_(Task.title.icontains(word, autoescape=True), noted)


def _order(
    wanted: Wanted, late: ColumnElement[bool], *, by_project: bool
) -> list[Any]:  # what ORDER BY takes has no common type
    """Open before finished; late, then urgent, then by due day and priority; what is done, the last first."""
    urgency = case((late, 0), (and_(Task.status.in_(OPEN), Task.priority == 0), 1), else_=2)
    if wanted.statuses == (TaskStatus.DONE,):
        return [Task.done_at.desc(), Task.id.desc()]
    order: list[Any] = []
    if by_project:
        first = func.min(urgency).over(partition_by=Task.project_id)
        soonest = func.min(Task.due_day).over(partition_by=Task.project_id)
        order += [first, soonest.is_(None), soonest, Task.project_id]
    is_open = case((Task.status.in_(OPEN), 0), else_=1)
    return [*order, is_open, urgency, Task.due_day.is_(None), Task.due_day, Task.priority, Task.id]


async def awaited(
    session: AsyncSession, person_id: int, project_ids: Collection[int], limit: int
) -> Sequence[tuple[Task, Project, int]]:
    """What somebody's open tasks wait for, the first due first, as (task, project, one that waits for it)."""
    mine = select(Task.id).where(Task.owner_id == person_id, Task.status.in_(OPEN))
    query = (
        select(Task, Project, func.min(Dependency.task_id))
        .join(Project, Project.id == Task.project_id)
        .join(Dependency, Dependency.after_id == Task.id)
        .where(
            Task.project_id.in_(project_ids),
            Task.status.in_(OPEN),
            or_(Task.owner_id != person_id, Task.owner_id.is_(None)),
            Dependency.task_id.in_(mine),
        )
        .group_by(Task.id, Project.id)
        .order_by(Task.due_day.is_(None), Task.due_day, Task.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def to_be_accepted(
    session: AsyncSession, person_id: int, project_ids: Collection[int], limit: int
) -> Sequence[tuple[Task, Project]]:
    """Somebody's tasks that wait for another person's word."""
    query = (
        select(Task, Project)
        .join(Project, Project.id == Task.project_id)
        .where(
            Task.project_id.in_(project_ids),
            Task.owner_id == person_id,
            Task.status == TaskStatus.REVIEW,
        )
        .order_by(Task.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def raised_by(
    session: AsyncSession, person_id: int, project_ids: Collection[int], limit: int
) -> Sequence[Blocker]:
    """The open blockers that somebody raised for others to clear, oldest first."""
    query = (
        select(Blocker)
        .where(
            Blocker.project_id.in_(project_ids),
            Blocker.raiser_id == person_id,
            Blocker.status.in_(OPEN_BLOCKERS),
            or_(Blocker.owner_id.is_(None), Blocker.owner_id != person_id),
        )
        .order_by(Blocker.raised_at, Blocker.id)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()
