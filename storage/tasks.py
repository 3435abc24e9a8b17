"""Questions about tasks, their order, and what stops them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import BlockedTask, Blocker, Dependency, Milestone, Note, Project, Task
from storage.remembering import once
from storage.tenancy import of_workspace
from storage.words import BlockerStatus, MilestoneStatus, TaskStatus

OPEN = (TaskStatus.TODO, TaskStatus.DOING, TaskStatus.REVIEW)
OPEN_BLOCKERS = (BlockerStatus.OPEN, BlockerStatus.TAKEN)


async def by_id(session: AsyncSession, workspace_id: int, task_id: int) -> Task | None:
    """One task of a workspace."""
    return await of_workspace(session, Task, workspace_id, task_id)


async def by_ids(session: AsyncSession, workspace_id: int, ids: Collection[int]) -> Sequence[Task]:
    """These tasks of a workspace, by number."""
    if not ids:
        return []
    query = select(Task).where(Task.workspace_id == workspace_id, Task.id.in_(ids)).order_by(Task.number)
    return (await session.execute(query)).scalars().all()


async def blockers_by_ids(
    session: AsyncSession, workspace_id: int, ids: Collection[int]
) -> Sequence[Blocker]:
    """These blockers of a workspace, by number."""
    if not ids:
        return []
    query = select(Blocker).where(Blocker.workspace_id == workspace_id, Blocker.id.in_(ids))
    return (await session.execute(query.order_by(Blocker.number))).scalars().all()


async def by_number(
    session: AsyncSession, project_ids: Collection[int], numbers: Collection[int]
) -> Sequence[tuple[Task, Project]]:
    """The tasks with these numbers in these projects."""
    query = (
        select(Task, Project)
        .join(Project, Project.id == Task.project_id)
        .where(Task.project_id.in_(project_ids), Task.number.in_(numbers))
        .order_by(Task.project_id, Task.number)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def blockers_by_number(
    session: AsyncSession, project_ids: Collection[int], numbers: Collection[int]
) -> Sequence[tuple[Blocker, Project]]:
    """The blockers with these numbers in these projects."""
    query = (
        select(Blocker, Project)
        .join(Project, Project.id == Blocker.project_id)
        .where(Blocker.project_id.in_(project_ids), Blocker.number.in_(numbers))
        .order_by(Blocker.project_id, Blocker.number)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def open_of_project(session: AsyncSession, project_id: int) -> Sequence[Task]:
    """The open tasks of a project, by number."""
    query = select(Task).where(Task.project_id == project_id, Task.status.in_(OPEN)).order_by(Task.number)
    return (await session.execute(query)).scalars().all()


async def of_project(session: AsyncSession, project_id: int) -> Sequence[Task]:
    """All tasks of a project, by number."""
    query = select(Task).where(Task.project_id == project_id).order_by(Task.number)
    return (await session.execute(query)).scalars().all()


_WAITING = aliased(Task)
_AWAITED = (
    select(Dependency.after_id)
    .join(_WAITING, _WAITING.id == Dependency.task_id)
    .where(Dependency.project_id == bindparam("project"), _WAITING.status.in_(OPEN))
)
_PROMISED = select(Milestone.id).where(
    Milestone.project_id == bindparam("project"), Milestone.status == MilestoneStatus.OPEN
)
_DONE_AND_COUNTED = and_(
    Task.status == TaskStatus.DONE, or_(Task.milestone_id.in_(_PROMISED), Task.id.in_(_AWAITED))
)
_OF_PLAN = (
    select(Task)
    .where(Task.project_id == bindparam("project"), or_(Task.status.in_(OPEN), _DONE_AND_COUNTED))
    .order_by(Task.number)
)


async def of_plan(session: AsyncSession, project_id: int) -> Sequence[Task]:
    """The tasks that have a say in a project's dates, by number.

    Those are the open ones, and of the done ones those that an open one waits for, or that count for an
    open milestone.
    """
    return (await session.execute(_OF_PLAN, {"project": project_id})).scalars().all()


async def open_or_done_since(session: AsyncSession, project_id: int, since: datetime) -> Sequence[Task]:
    """A project's open tasks and those that were done after a moment, by number."""
    query = (
        select(Task)
        .where(
            Task.project_id == project_id,
            or_(Task.status.in_(OPEN), and_(Task.status == TaskStatus.DONE, Task.done_at > since)),
        )
        .order_by(Task.number)
    )
    return (await session.execute(query)).scalars().all()


_COUNT_OPEN = select(func.count()).where(Task.project_id == bindparam("project"), Task.status.in_(OPEN))


async def count_open(session: AsyncSession, project_id: int) -> int:
    """How many open tasks a project has."""
    return (await session.execute(_COUNT_OPEN, {"project": project_id})).scalar_one()


async def open_of_owner(
    session: AsyncSession, owner_id: int, project_ids: Collection[int] | None = None
) -> Sequence[Task]:
    """Somebody's open tasks, the first due first."""
    query = select(Task).where(Task.owner_id == owner_id, Task.status.in_(OPEN))
    if project_ids is not None:
        query = query.where(Task.project_id.in_(project_ids))
    query = query.order_by(Task.due_day.is_(None), Task.due_day, Task.priority, Task.id)
    return (await session.execute(query)).scalars().all()


async def open_by_owner(session: AsyncSession, project_id: int) -> dict[int, int]:
    """How many open tasks each has in a project, by the owner's id."""
    query = (
        select(Task.owner_id, func.count())
        .where(Task.project_id == project_id, Task.status.in_(OPEN), Task.owner_id.is_not(None))
        .group_by(Task.owner_id)
    )
    return {owner: number for owner, number in await session.execute(query) if owner is not None}


@once(Dependency, Task)
async def predecessors(session: AsyncSession, task_ids: Collection[int]) -> list[tuple[Dependency, Task]]:
    """What these tasks wait for."""
    query = (
        select(Dependency, Task)
        .join(Task, Task.id == Dependency.after_id)
        .where(Dependency.task_id.in_(task_ids))
        .order_by(Task.number)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


@once(Dependency, Task)
async def successors(session: AsyncSession, task_ids: Collection[int]) -> list[tuple[Dependency, Task]]:
    """What waits for these tasks."""
    query = (
        select(Dependency, Task)
        .join(Task, Task.id == Dependency.task_id)
        .where(Dependency.after_id.in_(task_ids))
        .order_by(Task.number)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


_DEPENDENCIES = select(Dependency).where(Dependency.project_id == bindparam("project"))


@once(Dependency)
async def dependencies(session: AsyncSession, project_id: int) -> Sequence[Dependency]:
    """All dependencies of a project."""
    return (await session.execute(_DEPENDENCIES, {"project": project_id})).scalars().all()


_BLOCKERS_OF = (
    select(BlockedTask.task_id, Blocker)
    .join(Blocker, Blocker.id == BlockedTask.blocker_id)
    .where(BlockedTask.task_id.in_(bindparam("tasks", expanding=True)), Blocker.status.in_(OPEN_BLOCKERS))
    .order_by(Blocker.raised_at, Blocker.id)
)


@once(BlockedTask, Blocker)
async def blockers_of(session: AsyncSession, task_ids: Collection[int]) -> list[tuple[int, Blocker]]:
    """The open blockers that stop these tasks, as (task id, blocker), oldest first."""
    if not task_ids:
        return []
    found = (await session.execute(_BLOCKERS_OF, {"tasks": list(task_ids)})).all()
    return [(row[0], row[1]) for row in found]


@once(BlockedTask, Task)
async def stopped_by(session: AsyncSession, blocker_ids: Collection[int]) -> list[tuple[int, Task]]:
    """The tasks that these blockers stop, as (blocker id, task)."""
    if not blocker_ids:
        return []
    query = (
        select(BlockedTask.blocker_id, Task)
        .join(Task, Task.id == BlockedTask.task_id)
        .where(BlockedTask.blocker_id.in_(blocker_ids))
        .order_by(Task.number)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def open_blockers(session: AsyncSession, project_id: int) -> Sequence[Blocker]:
    """A project's open blockers, oldest first."""
    query = (
        select(Blocker)
        .where(Blocker.project_id == project_id, Blocker.status.in_(OPEN_BLOCKERS))
        .order_by(Blocker.raised_at, Blocker.id)
    )
    return (await session.execute(query)).scalars().all()


async def blockers_waiting_for(session: AsyncSession, owner_id: int) -> Sequence[Blocker]:
    """The open blockers that somebody can clear, oldest first."""
    query = (
        select(Blocker)
        .where(Blocker.owner_id == owner_id, Blocker.status.in_(OPEN_BLOCKERS))
        .order_by(Blocker.raised_at, Blocker.id)
    )
    return (await session.execute(query)).scalars().all()


async def notes(session: AsyncSession, task_id: int, limit: int) -> Sequence[Note]:
    """The last notes on a task, newest first."""
    query = select(Note).where(Note.task_id == task_id).order_by(Note.id.desc()).limit(limit)
    return (await session.execute(query)).scalars().all()


@dataclass(frozen=True, slots=True)
class Ties:
    """What hangs on a task: how many notes, and whether there is anything else to ask for."""

    notes: int
    waits: bool
    is_awaited: bool
    is_stopped: bool


_TIES = select(
    select(func.count()).where(Note.task_id == bindparam("task")).scalar_subquery(),
    exists().where(Dependency.task_id == bindparam("task")),
    exists().where(Dependency.after_id == bindparam("task")),
    exists().where(BlockedTask.task_id == bindparam("task")),
)


@once(Note, Dependency, BlockedTask, is_settled=True)
async def ties(session: AsyncSession, task_id: int) -> Ties:
    """What hangs on a task, in one question: most have nothing."""
    found = (await session.execute(_TIES, {"task": task_id})).one()
    return Ties(found[0], bool(found[1]), bool(found[2]), bool(found[3]))
