"""Questions about stand-ups: who is asked next, and what was answered."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Day, Person, Project, Run, Seat, Standup, StandupAnswer
from storage.words import AnswerStatus, ProjectStatus


async def of_project(session: AsyncSession, project_id: int) -> Sequence[Standup]:
    """The running stand-ups of a project."""
    query = (
        select(Standup)
        .where(Standup.project_id == project_id, Standup.stopped_at.is_(None))
        .order_by(Standup.id)
    )
    return (await session.execute(query)).scalars().all()


async def seats(session: AsyncSession, standup_id: int) -> Sequence[tuple[Seat, Person]]:
    """Who sits in a stand-up, by name."""
    query = (
        select(Seat, Person)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.standup_id == standup_id)
        .order_by(Person.name, Person.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def seat(session: AsyncSession, standup_id: int, person_id: int) -> Seat | None:
    """Somebody's seat in a stand-up."""
    query = select(Seat).where(Seat.standup_id == standup_id, Seat.person_id == person_id)
    return (await session.execute(query)).scalar_one_or_none()


async def seats_of(session: AsyncSession, person_id: int) -> Sequence[tuple[Seat, Standup, Project]]:
    """Somebody's seats in stand-ups that run."""
    query = (
        select(Seat, Standup, Project)
        .join(Standup, Standup.id == Seat.standup_id)
        .join(Project, Project.id == Standup.project_id)
        .where(Seat.person_id == person_id, Standup.stopped_at.is_(None))
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def due_seats(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[tuple[Seat, Standup, Project, Person]]:
    """Seats whose time has come, the oldest first; nobody else takes them meanwhile."""
    query = (
        select(Seat, Standup, Project, Person)
        .join(Standup, Standup.id == Seat.standup_id)
        .join(Project, Project.id == Standup.project_id)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.workspace_id == workspace_id, Seat.next_at <= now)
        .order_by(Seat.next_at, Seat.id)
        .limit(limit)
        .with_for_update(of=Seat, skip_locked=True)
    )
    return [(row[0], row[1], row[2], row[3]) for row in (await session.execute(query)).all()]


async def next_seat_at(session: AsyncSession) -> datetime | None:
    """When somebody is asked next."""
    return (await session.execute(select(func.min(Seat.next_at)))).scalar_one_or_none()


async def run_of(session: AsyncSession, standup_id: int, day: date) -> Run | None:
    """One day of a stand-up."""
    query = select(Run).where(Run.standup_id == standup_id, Run.local_date == day)
    return (await session.execute(query)).scalar_one_or_none()


async def last_run(session: AsyncSession, standup_id: int) -> Run | None:
    """The latest day of a stand-up."""
    query = select(Run).where(Run.standup_id == standup_id).order_by(Run.local_date.desc()).limit(1)
    return (await session.execute(query)).scalar_one_or_none()


async def answers(session: AsyncSession, run_id: int) -> Sequence[tuple[StandupAnswer, Person]]:
    """Everybody's part in a run, by name."""
    query = (
        select(StandupAnswer, Person)
        .join(Person, Person.id == StandupAnswer.person_id)
        .where(StandupAnswer.run_id == run_id)
        .order_by(Person.name, Person.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def answer_of(session: AsyncSession, run_id: int, person_id: int) -> StandupAnswer | None:
    """Somebody's part in a run."""
    query = select(StandupAnswer).where(StandupAnswer.run_id == run_id, StandupAnswer.person_id == person_id)
    return (await session.execute(query)).scalar_one_or_none()


async def open_answers(
    session: AsyncSession, workspace_id: int, person_id: int, since: datetime
) -> Sequence[tuple[StandupAnswer, Run, Project]]:
    """What somebody was asked since then, the latest first; of projects that are running."""
    query = (
        select(StandupAnswer, Run, Project)
        .join(Run, Run.id == StandupAnswer.run_id)
        .join(Project, Project.id == Run.project_id)
        .where(
            StandupAnswer.workspace_id == workspace_id,
            StandupAnswer.person_id == person_id,
            StandupAnswer.asked_at >= since,
            StandupAnswer.status.in_((AnswerStatus.ASKED, AnswerStatus.ANSWERED, AnswerStatus.LATE)),
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(Run.local_date.desc(), StandupAnswer.id)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def last_plan(session: AsyncSession, person_id: int, before: date) -> str:
    """What somebody said they would do, the last time before this day."""
    query = (
        select(StandupAnswer.plan)
        .join(Run, Run.id == StandupAnswer.run_id)
        .where(StandupAnswer.person_id == person_id, Run.local_date < before, StandupAnswer.plan != "")
        .order_by(Run.local_date.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none() or ""


async def has_day(session: AsyncSession, person_id: int, day: date) -> bool:
    """Whether somebody has had their morning message of this day."""
    query = select(Day.id).where(Day.person_id == person_id, Day.local_date == day)
    return (await session.execute(query)).scalar_one_or_none() is not None
