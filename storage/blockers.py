"""Questions about blockers, the ladders that they climb, and who was asked where things stand."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage import tasks as task_rows
from storage.models import (
    BlockedTask,
    Blocker,
    Escalation,
    EscalationStep,
    LadderStep,
    Member,
    OutboxRow,
    Person,
    Post,
    Project,
    Task,
    Urge,
)
from storage.moments import Moments
from storage.tenancy import of_workspace
from storage.words import BlockerStatus, OutboxStatus, ProjectStatus, Role

OPEN = (BlockerStatus.OPEN, BlockerStatus.TAKEN)


async def by_id(session: AsyncSession, workspace_id: int, blocker_id: int) -> Blocker | None:
    """One blocker of a workspace."""
    return await of_workspace(session, Blocker, workspace_id, blocker_id)


async def owned_in(session: AsyncSession, project_id: int, owner_id: int) -> Sequence[Blocker]:
    """The open blockers of a project that somebody can clear, oldest first."""
    query = (
        select(Blocker)
        .where(
            Blocker.project_id == project_id,
            Blocker.owner_id == owner_id,
            Blocker.status.in_(OPEN),
        )
        .order_by(Blocker.id)
    )
    return (await session.execute(query)).scalars().all()


async def escalation(session: AsyncSession, blocker_id: int) -> Escalation | None:
    """Where a blocker stands on its ladder."""
    query = select(Escalation).where(Escalation.blocker_id == blocker_id)
    return (await session.execute(query)).scalar_one_or_none()


async def climbing(session: AsyncSession, project_id: int) -> Sequence[tuple[Escalation, Blocker]]:
    """The ladders of a project's blockers that nobody clears yet."""
    query = (
        select(Escalation, Blocker)
        .join(Blocker, Blocker.id == Escalation.blocker_id)
        .where(Blocker.project_id == project_id, Blocker.status == BlockerStatus.OPEN)
        .order_by(Escalation.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def escalations_due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[Escalation]:
    """Ladders of active projects whose next step is due, oldest first; held until the transaction ends."""
    return await _due(session, workspace_id, Escalation.next_at, now, limit)


async def needs_due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[Escalation]:
    """Ladders of active projects whose needed-by day has passed, oldest first; held likewise."""
    return await _due(session, workspace_id, Escalation.needed_at, now, limit)


async def held_due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[EscalationStep]:
    """Who works now and was to be told then, in active projects, oldest first; held likewise."""
    query = (
        select(EscalationStep)
        .join(Blocker, Blocker.id == EscalationStep.blocker_id)
        .join(Project, Project.id == Blocker.project_id)
        .where(
            EscalationStep.workspace_id == workspace_id,
            EscalationStep.held_until <= now,
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(EscalationStep.held_until, EscalationStep.id)
        .limit(limit)
        .with_for_update(of=EscalationStep, skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


async def _due(
    session: AsyncSession,
    workspace_id: int,
    column: InstrumentedAttribute[datetime | None],
    now: datetime,
    limit: int,
) -> Sequence[Escalation]:
    query = (
        select(Escalation)
        .join(Blocker, Blocker.id == Escalation.blocker_id)
        .join(Project, Project.id == Blocker.project_id)
        .where(Escalation.workspace_id == workspace_id, column <= now, Project.status == ProjectStatus.ACTIVE)
        .order_by(column, Escalation.id)
        .limit(limit)
        .with_for_update(of=Escalation, skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


async def steps(session: AsyncSession, blocker_id: int) -> Sequence[EscalationStep]:
    """Who was told of a blocker, in order."""
    query = select(EscalationStep).where(EscalationStep.blocker_id == blocker_id).order_by(EscalationStep.id)
    return (await session.execute(query)).scalars().all()


async def forget_untold(session: AsyncSession, blocker_id: int, now: datetime) -> None:
    """Take out of the trail who was to be told later, and is not told now."""
    await session.execute(
        delete(EscalationStep).where(EscalationStep.blocker_id == blocker_id, EscalationStep.at > now)
    )


async def ladder(session: AsyncSession, project_id: int) -> Sequence[LadderStep]:
    """A project's own ladder, lowest level first; empty where the default one holds."""
    query = select(LadderStep).where(LadderStep.project_id == project_id).order_by(LadderStep.level)
    return (await session.execute(query)).scalars().all()


_OF_ACTIVE = (
    Blocker.id == Escalation.blocker_id,
    Project.id == Blocker.project_id,
    Project.status == ProjectStatus.ACTIVE,
)
CLIMBING = Moments(Escalation.next_at, _OF_ACTIVE)


NEEDING = Moments(Escalation.needed_at, _OF_ACTIVE)
HOLDING = Moments(
    EscalationStep.held_until,
    (
        Blocker.id == EscalationStep.blocker_id,
        Project.id == Blocker.project_id,
        Project.status == ProjectStatus.ACTIVE,
    ),
)


async def candidates(
    session: AsyncSession, project_id: int, without: Collection[int], limit: int
) -> Sequence[Person]:
    """People of a project who might clear something, by name."""
    query = (
        select(Person)
        .join(Member, Member.person_id == Person.id)
        .where(
            Member.project_id == project_id,
            Member.role != Role.OBSERVER,
            Person.gone_at.is_(None),
            Person.id.not_in(without),
        )
        .order_by(Person.name, Person.id)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def last_urge(session: AsyncSession, *, task_id: int | None, blocker_id: int | None) -> Urge | None:
    """When somebody was last asked where this task, or this blocker, stands."""
    this = Urge.task_id == task_id if task_id is not None else Urge.blocker_id == blocker_id
    query = select(Urge).where(this).order_by(Urge.id.desc()).limit(1)
    return (await session.execute(query)).scalar_one_or_none()


async def tellings(session: AsyncSession, workspace_id: int, topic: str) -> Sequence[Post]:
    """Where people were told of a blocker: the posts under its topic."""
    query = (
        select(Post)
        .where(Post.workspace_id == workspace_id, Post.topic.startswith(f"{topic}/", autoescape=True))
        .order_by(Post.id)
    )
    return (await session.execute(query)).scalars().all()


async def leaving(session: AsyncSession, workspace_id: int, topic: str) -> Sequence[OutboxRow]:
    """What is just being told of a blocker: it may have arrived."""
    query = select(OutboxRow).where(
        *_told(workspace_id, topic), OutboxRow.status == OutboxStatus.WAITING, OutboxRow.attempts > 0
    )
    return (await session.execute(query)).scalars().all()


async def leave_unsaid(session: AsyncSession, workspace_id: int, topic: str) -> None:
    """Drop what was to be told of a blocker and has reached nobody."""
    untried = and_(OutboxRow.status == OutboxStatus.WAITING, OutboxRow.attempts == 0)
    await session.execute(
        update(OutboxRow)
        .where(*_told(workspace_id, topic), or_(untried, OutboxRow.status == OutboxStatus.PARKED))
        .values(status=OutboxStatus.DROPPED)
    )


def _told(workspace_id: int, topic: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.topic.startswith(f"{topic}/", autoescape=True),
    )


async def waited_for(
    session: AsyncSession, project_id: int, person_id: int
) -> list[tuple[Blocker, list[Task], Person | None]]:
    """The open blockers that somebody raised or that stop their tasks: with these, and who can clear it.

    What they can clear themselves is not among them.
    """
    query = (
        select(Blocker, Task, Person)
        .outerjoin(BlockedTask, BlockedTask.blocker_id == Blocker.id)
        .outerjoin(Task, and_(Task.id == BlockedTask.task_id, Task.status.in_(task_rows.OPEN)))
        .outerjoin(Person, Person.id == Blocker.owner_id)
        .where(
            Blocker.project_id == project_id,
            Blocker.status.in_(OPEN),
            or_(Blocker.raiser_id == person_id, Task.owner_id == person_id),
            or_(Blocker.owner_id.is_(None), Blocker.owner_id != person_id),
        )
        .order_by(Blocker.raised_at, Blocker.id, Task.number)
    )
    found: dict[int, tuple[Blocker, list[Task], Person | None]] = {}
    for blocker, task, owner in await session.execute(query):
        _, tasks, _ = found.setdefault(blocker.id, (blocker, [], owner))
        tasks += [task] if task is not None else []
    return list(found.values())
