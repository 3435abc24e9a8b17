"""The trail, and the way back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, Time
from sqlalchemy.exc import IntegrityError

from bot.errors import NotAllowed, NotFound, Refused
from bot.message import Value, phrase
from bot.services import clearing, leaves
from bot.work import Work, columns_of
from storage import history as rows
from storage import outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import (
    Base,
    Blocker,
    Change,
    Channel,
    Event,
    Leave,
    Milestone,
    Person,
    Project,
    Standup,
    Task,
)
from storage.types import Moment, Word
from storage.words import BlockerStatus, EventKind, MilestoneStatus, ProjectStatus, TaskStatus

SHOWN = 20
FRESH = timedelta(hours=12)  # longer ago, and nobody has just made a mistake


async def last(work: Work, by: Person) -> Change | None:
    """Somebody's last change that is not taken back yet."""
    return await rows.last_of(work.session, work.workspace.id, by.id)


def is_fresh(work: Work, change: Change) -> bool:
    """Whether somebody who says no more than "undo" may well mean it."""
    return work.now - change.at <= FRESH


async def undo(work: Work, change_id: int | None, *, by: Person) -> Change:
    """Take back a change of mine: the named one, or my last one that is not taken back yet.

    Raises:
        NotFound: there is none.
        NotAllowed: somebody else made it.
        Refused: something has been changed again since.
    """
    if change_id is None:
        change = await last(work, by)
    else:
        change = await rows.change(work.session, work.workspace.id, change_id)
    if change is None:
        raise NotFound("There is nothing of yours to take back.")
    if change.actor_id != by.id:
        raise NotAllowed("That was somebody else's change; only they can take it back.")
    if change.undone_by is not None:
        raise Refused("That was taken back already.")
    work.undoes = change.id
    events = await rows.events(work.session, change.id)
    for project_id in sorted({event.project_id for event in events if event.project_id is not None}):
        await project_rows.lock(work.session, project_id)
    for event in reversed(events):
        await _revert(work, event)
    change.undone_by = await work.change()
    if change.undoes is not None:
        await _is_in_force_again(work, change.undoes)
    await outbox.withdraw(work.session, work.workspace.id, change.id)
    await work.session.flush()
    return change


async def _is_in_force_again(work: Work, change_id: int) -> None:
    """What was taken back, and is put back now, can be taken back again."""
    before = await rows.change(work.session, work.workspace.id, change_id)
    if before is not None:
        before.undone_by = None


async def _revert(work: Work, event: Event) -> None:
    model = _MODELS[event.entity]
    row = await work.session.get(model, event.entity_id)
    match event.kind:
        case EventKind.CREATED:
            await _nobody_else_since(work, event)
            await _unmake(work, row)
        case EventKind.CHANGED:
            await _restore(work, row, event)
        case EventKind.REMOVED:
            await _make_again(work, model(**values_of(model, event.before)), event)


async def _make_again(work: Work, row: Base, event: Event) -> None:
    """What was removed is there again, unless somebody has made the same since."""
    savepoint = await work.session.begin_nested()
    try:
        await work.add(row)
    except IntegrityError as error:
        await savepoint.rollback()
        raise await _changed_again(work, event) from error
    await savepoint.commit()


async def _nobody_else_since(work: Work, event: Event) -> None:
    """What others have worked on since it was made can't just go."""
    if event.entity not in _RECORDS:
        return
    for since, change in await rows.of_entity(
        work.session, work.workspace.id, event.entity, event.entity_id, SHOWN
    ):
        is_mine = change.actor_id is None or (work.actor is not None and change.actor_id == work.actor.id)
        if since.id > event.id and not is_mine and change.undone_by is None:
            raise await _changed_again(work, event)


async def _unmake(work: Work, row: Any) -> None:  # noqa: ANN401 - a row of any table
    """What was made goes; tasks, blockers and milestones stay in the record as given up."""
    if row is None:
        return
    if isinstance(row, Task):
        work.set(row, status=TaskStatus.CANCELLED)
        if work.actor is not None:
            await clearing.end_with(work, row, by=work.actor)
    elif isinstance(row, Blocker):
        work.set(row, status=BlockerStatus.WITHDRAWN)
    elif isinstance(row, Milestone):
        work.set(row, status=MilestoneStatus.DROPPED)
    elif isinstance(row, Standup):
        work.set(row, stopped_at=work.now)
    elif isinstance(row, Project):
        work.set(row, status=ProjectStatus.CLOSED)
    elif isinstance(row, Channel):
        work.set(row, project_id=None)
    elif row.__tablename__ in _LINKS:
        if isinstance(row, Leave):
            await leaves.tell_undone(work, row)
        await work.remove(row)


async def _restore(work: Work, row: Any, event: Event) -> None:  # noqa: ANN401 - a row of any table
    if row is None:
        raise Refused("What was changed then is no longer there.")
    after = values_of(type(row), event.after)
    now = columns_of(row)
    if any(now[name] != value for name, value in after.items()):
        raise await _changed_again(work, event)
    work.set(row, **values_of(type(row), event.before))


async def _changed_again(work: Work, event: Event) -> Refused:
    who = await _changed_since(work, event)
    return Refused("It has been changed again since, by {name}. Nothing was taken back.", name=who)


async def _changed_since(work: Work, event: Event) -> Value:
    found = await rows.of_entity(work.session, work.workspace.id, event.entity, event.entity_id, 1)
    if not found or found[0][1].actor_id is None:
        return "Drumbeat"
    person = await people_rows.person(work.session, work.workspace.id, found[0][1].actor_id)
    return person.name if person else phrase("somebody")


_RECORDS = frozenset({"tasks", "blockers", "milestones"})
_LINKS = frozenset({
    "dependencies", "members", "notes", "seats", "blocked_tasks", "ladder_steps", "leaves", "urges",
    "project_days",
})  # fmt: skip
_MODELS: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}


def values_of(model: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """Return values as the columns have them, from what the trail kept."""
    columns = model.__mapper__.columns
    return {name: _typed(columns[name].type, value) for name, value in values.items()}


def _typed(kind: Any, value: Any) -> Any:  # noqa: ANN401 - the JSON edge
    if value is None or not isinstance(value, str):
        return value
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    return kind.words(value) if isinstance(kind, Word) else value
