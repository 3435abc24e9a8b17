"""What people wrote is forgotten after some time; what was done, by whom and when, stays.

Each table is gone through once, from its oldest row on: how far is kept, so that a round costs the same
however many rows there are.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import delivery
from storage.models import Change, Event, Note, Question, StandupAnswer

BATCH = 10
FORGOTTEN = ""  # what stands in the place of a text
TEXTS = frozenset(
    {
        "body", "description", "move_reason", "obstacle", "plan", "reason", "reject_reason", "resolution",
        "title",
    }
)  # fmt: skip

Aged = Sequence[tuple[Any, datetime]]  # rows with the moment they are from, oldest first


async def forget(session: AsyncSession, now: datetime, kept: timedelta) -> int:
    """Forget a few of the texts that are older than what is kept; returns how many rows that were."""
    before = now - kept
    return sum([await _go_on(session, name, *steps, before) for name, steps in _TABLES.items()])


async def _go_on(
    session: AsyncSession,
    name: str,
    find: Callable[[AsyncSession, int], Awaitable[Aged]],
    blank: Callable[[AsyncSession, Any], Awaitable[None]],
    before: datetime,
) -> int:
    cursor = f"retention/{name}"
    found = await find(session, await delivery.offset(session, cursor) or 0)
    old = [row for row, _ in takewhile(lambda one: one[1] < before, found)]
    if not old:
        return 0
    for row in old:
        await blank(session, row)
    await delivery.set_offset(session, cursor, old[-1].id)
    return len(old)


async def _answers(session: AsyncSession, after: int) -> Aged:
    query = select(StandupAnswer).where(StandupAnswer.id > after).order_by(StandupAnswer.id).limit(BATCH)
    return [(row, row.asked_at) for row in (await session.execute(query)).scalars()]


async def _notes(session: AsyncSession, after: int) -> Aged:
    query = select(Note).where(Note.id > after).order_by(Note.id).limit(BATCH)
    return [(row, row.created_at) for row in (await session.execute(query)).scalars()]


async def _questions(session: AsyncSession, after: int) -> Aged:
    query = select(Question).where(Question.id > after).order_by(Question.id).limit(BATCH)
    return [(row, row.asked_at) for row in (await session.execute(query)).scalars()]


async def _events(session: AsyncSession, after: int) -> Aged:
    query = (
        select(Event, Change.at)
        .join(Change, Change.id == Event.change_id)
        .where(Event.id > after)
        .order_by(Event.id)
        .limit(BATCH)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def _blank_answer(_session: AsyncSession, row: StandupAnswer) -> None:
    row.body = row.plan = row.obstacle = FORGOTTEN


async def _blank_event(_session: AsyncSession, row: Event) -> None:
    row.before, row.after = _without_texts(row.before), _without_texts(row.after)


async def _drop_note(session: AsyncSession, row: Note) -> None:
    await session.execute(delete(Note).where(Note.id == row.id))


async def _drop_question(session: AsyncSession, row: Question) -> None:
    await session.execute(delete(Question).where(Question.id == row.id))


def _without_texts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: FORGOTTEN if name in TEXTS and value else value for name, value in values.items()}


_TABLES: dict[str, tuple[Callable[..., Awaitable[Aged]], Callable[..., Awaitable[None]]]] = {
    "answers": (_answers, _blank_answer),
    "notes": (_notes, _drop_note),
    "questions": (_questions, _drop_question),
    "events": (_events, _blank_event),
}
