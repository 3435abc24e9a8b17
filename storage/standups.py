"""Questions about stand-ups: who is asked next, and what was answered."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Day, Person, Project, Run, Seat, Standup, StandupAnswer
from storage.moments import Moments
from storage.outbox import insert_once
from storage.words import AnswerStatus, ProjectStatus

Theirs = TypeVar("Theirs", Seat, StandupAnswer)


async def of_project(session: AsyncSession, project_id: int) -> Sequence[Standup]:
    """The running stand-ups of a project, oldest first."""
    query = (
        select(Standup)
        .where(Standup.project_id == project_id, Standup.stopped_at.is_(None))
        .order_by(Standup.id)
    )
    return (await session.execute(query)).scalars().all()


async def seats(session: AsyncSession, standup_id: int) -> Sequence[tuple[Seat, Person]]:
    """Who sits in a stand-up, by name."""
    return await _with_people(session, Seat, Seat.standup_id == standup_id)


async def _with_people(
    session: AsyncSession, kind: type[Theirs], chosen: ColumnElement[bool]
) -> Sequence[tuple[Theirs, Person]]:
    """Rows that are somebody's, with whose they are, by name."""
    query = (
        select(kind, Person)
        .join(Person, Person.id == kind.person_id)
        .where(chosen)
        .order_by(Person.name, Person.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def seat(session: AsyncSession, standup_id: int, person_id: int) -> Seat | None:
    """Somebody's seat in a stand-up."""
    query = select(Seat).where(Seat.standup_id == standup_id, Seat.person_id == person_id)
    return (await session.execute(query)).scalar_one_or_none()


async def seats_of(session: AsyncSession, person_id: int) -> Sequence[tuple[Seat, Standup, Project]]:
    """Somebody's seats in stand-ups that run."""
    return [one for one in await all_seats_of(session, person_id) if one[1].stopped_at is None]


async def all_seats_of(session: AsyncSession, person_id: int) -> Sequence[tuple[Seat, Standup, Project]]:
    """All seats of somebody, also in stand-ups that have ended."""
    query = (
        select(Seat, Standup, Project)
        .join(Standup, Standup.id == Seat.standup_id)
        .join(Project, Project.id == Standup.project_id)
        .where(Seat.person_id == person_id)
        .order_by(Standup.id)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def people_to_ask(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[Person]:
    """People with a seat whose time has come, the oldest first; nobody else takes them meanwhile."""
    since = (
        select(func.min(Seat.next_at))
        .where(Seat.person_id == Person.id, Seat.next_at <= now)
        .scalar_subquery()
    )
    waiting = select(Seat.person_id).where(Seat.workspace_id == workspace_id, Seat.next_at <= now)
    query = (
        select(Person)
        .where(Person.workspace_id == workspace_id, Person.id.in_(waiting))
        .order_by(since, Person.id)
        .limit(limit)
        .with_for_update(of=Person, skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


ASKING = Moments(Seat.next_at)


async def people_to_greet(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[Person]:
    """People whose working day begins; nobody else takes them meanwhile."""
    query = (
        select(Person)
        .where(Person.workspace_id == workspace_id, Person.next_at <= now)
        .order_by(Person.next_at, Person.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


GREETING = Moments(Person.next_at)


async def open_run(session: AsyncSession, run: Run) -> tuple[Run, bool]:
    """The run of its stand-up and day, and whether it begins only now; two processes may try at once."""
    values = {
        "workspace_id": run.workspace_id,
        "standup_id": run.standup_id,
        "project_id": run.project_id,
        "local_date": run.local_date,
        "opened_at": run.opened_at,
        "next_at": run.next_at,
    }
    statement = insert_once(session, Run).values(**values)
    is_new = (await session.execute(statement.on_conflict_do_nothing().returning(Run.id))).first()
    found = await run_of(session, run.standup_id, run.local_date)
    assert found is not None  # noqa: S101 - it was there or is there now
    return found, is_new is not None


async def run_of(session: AsyncSession, standup_id: int, day: date) -> Run | None:
    """One day of a stand-up."""
    query = select(Run).where(Run.standup_id == standup_id, Run.local_date == day)
    return (await session.execute(query)).scalar_one_or_none()


async def last_run(session: AsyncSession, standup_id: int, before: date | None = None) -> Run | None:
    """The latest day of a stand-up, or the latest before a day."""
    query = select(Run).where(Run.standup_id == standup_id)
    if before is not None:
        query = query.where(Run.local_date < before)
    return (await session.execute(query.order_by(Run.local_date.desc()).limit(1))).scalar_one_or_none()


async def runs_due(session: AsyncSession, workspace_id: int, now: datetime, limit: int) -> Sequence[Run]:
    """Runs that are to be summed up, the oldest first; nobody else takes them meanwhile."""
    query = (
        select(Run)
        .where(Run.workspace_id == workspace_id, Run.next_at <= now)
        .order_by(Run.next_at, Run.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


SUMMING_UP = Moments(Run.next_at)


async def answers(session: AsyncSession, run_id: int) -> Sequence[tuple[StandupAnswer, Person]]:
    """Everybody's part in a run, by name."""
    return await _with_people(session, StandupAnswer, StandupAnswer.run_id == run_id)


async def answer_of(session: AsyncSession, run_id: int, person_id: int) -> StandupAnswer | None:
    """Somebody's part in a run."""
    query = select(StandupAnswer).where(StandupAnswer.run_id == run_id, StandupAnswer.person_id == person_id)
    return (await session.execute(query)).scalar_one_or_none()


async def answer(
    session: AsyncSession, workspace_id: int, answer_id: int
) -> tuple[StandupAnswer, Run, Project] | None:
    """One part of a run of a workspace."""
    query = _parts().where(StandupAnswer.workspace_id == workspace_id, StandupAnswer.id == answer_id)
    found = (await session.execute(query)).first()
    return (found[0], found[1], found[2]) if found else None


async def answers_due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[StandupAnswer]:
    """Parts that are to be nudged about or closed, the oldest first; nobody else takes them meanwhile."""
    query = (
        select(StandupAnswer)
        .where(StandupAnswer.workspace_id == workspace_id, StandupAnswer.next_at <= now)
        .order_by(StandupAnswer.next_at, StandupAnswer.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(query)).scalars().all()


async def last_nudge(session: AsyncSession, person_id: int) -> datetime | None:
    """When somebody was last reminded that a question of theirs closes."""
    query = select(func.max(StandupAnswer.nudged_at)).where(StandupAnswer.person_id == person_id)
    return (await session.execute(query)).scalar_one_or_none()


CLOSING = Moments(StandupAnswer.next_at)


def _parts() -> Select[StandupAnswer, Run, Project]:
    return (
        select(StandupAnswer, Run, Project)
        .join(Run, Run.id == StandupAnswer.run_id)
        .join(Project, Project.id == Run.project_id)
    )


async def asked_since(
    session: AsyncSession, workspace_id: int, person_id: int, since: datetime
) -> Sequence[tuple[StandupAnswer, Run, Project]]:
    """What somebody was asked since then in projects that run, the latest first."""
    query = (
        _parts()
        .where(
            StandupAnswer.workspace_id == workspace_id,
            StandupAnswer.person_id == person_id,
            StandupAnswer.asked_at >= since,
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(StandupAnswer.asked_at.desc(), StandupAnswer.id)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def open_answers(
    session: AsyncSession, workspace_id: int, person_id: int, since: datetime
) -> Sequence[tuple[StandupAnswer, Run, Project]]:
    """What somebody was asked since then and has not answered yet, the latest first."""
    found = await asked_since(session, workspace_id, person_id, since)
    return [one for one in found if one[0].status is AnswerStatus.ASKED]


async def said_in(
    session: AsyncSession, workspace_id: int, person_id: int, ref: str
) -> Sequence[tuple[StandupAnswer, Run, Project]]:
    """What somebody answered with one message."""
    query = (
        _parts()
        .where(
            StandupAnswer.workspace_id == workspace_id,
            StandupAnswer.person_id == person_id,
            StandupAnswer.said_in == ref,
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(StandupAnswer.id)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def last_plan(
    session: AsyncSession, person_id: int, project_id: int, before: date
) -> tuple[str, date] | None:
    """What somebody said they would do in a project, the last time before this day, and on which day."""
    query = (
        select(StandupAnswer.plan, Run.local_date)
        .join(Run, Run.id == StandupAnswer.run_id)
        .where(
            StandupAnswer.person_id == person_id,
            Run.project_id == project_id,
            Run.local_date < before,
            StandupAnswer.status.in_((AnswerStatus.ANSWERED, AnswerStatus.LATE)),
            StandupAnswer.plan != "",
        )
        .order_by(Run.local_date.desc(), StandupAnswer.id.desc())
        .limit(1)
    )
    found = (await session.execute(query)).first()
    return (found[0], found[1]) if found else None


async def has_day(session: AsyncSession, person_id: int, day: date) -> bool:
    """Whether somebody has had their morning message of this day."""
    query = select(Day.id).where(Day.person_id == person_id, Day.local_date == day)
    return (await session.execute(query)).scalar_one_or_none() is not None


async def lock_people(session: AsyncSession, person_ids: Collection[int]) -> None:
    """Hold these people until the transaction ends: nobody else asks them meanwhile."""
    query = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update()
    await session.execute(query)
