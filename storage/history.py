"""Questions about the trail."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import BlockedTask, Blocker, Change, Event, Task
from storage.words import EventKind


async def change(session: AsyncSession, workspace_id: int, change_id: int) -> Change | None:
    """One change of a workspace, held until the end of the transaction: it is taken back once."""
    query = (
        select(Change).where(Change.workspace_id == workspace_id, Change.id == change_id).with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def last_of(session: AsyncSession, workspace_id: int, person_id: int) -> Change | None:
    """Somebody's last change that was not taken back, and takes nothing back itself."""
    query = (
        select(Change)
        .where(
            Change.workspace_id == workspace_id,
            Change.actor_id == person_id,
            Change.undone_by.is_(None),
            Change.undoes.is_(None),
        )
        .order_by(Change.id.desc())
        .limit(1)
        .with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def events(session: AsyncSession, change_id: int) -> Sequence[Event]:
    """What a change did, in order."""
    return (
        (await session.execute(select(Event).where(Event.change_id == change_id).order_by(Event.id)))
        .scalars()
        .all()
    )


async def of_entity(
    session: AsyncSession, workspace_id: int, entity: str, entity_id: int, limit: int
) -> list[tuple[Event, Change]]:
    """What happened to one row, newest first."""
    of_row = _trail(workspace_id, Event.entity == entity, Event.entity_id == entity_id)
    return await _pairs(session, of_row.order_by(Event.id.desc()).limit(limit))


async def of_task(
    session: AsyncSession, workspace_id: int, task_id: int, limit: int
) -> list[tuple[Event, Change]]:
    """What happened to a task and to what has ever stopped it, newest first."""
    stops = select(BlockedTask.blocker_id).where(BlockedTask.task_id == task_id)
    stopped = _stopped_once(workspace_id, task_id)
    of_itself = and_(Event.entity == Task.__tablename__, Event.entity_id == task_id)
    of_blockers = and_(
        Event.entity == Blocker.__tablename__, or_(Event.entity_id.in_(stops), Event.entity_id.in_(stopped))
    )
    found = _trail(workspace_id, or_(of_itself, of_blockers)).order_by(Event.id.desc()).limit(limit)
    return await _pairs(session, found)


def _stopped_once(workspace_id: int, task_id: int) -> Select[tuple[int]]:
    """The blockers of a task whose raising was taken back: only the trail knows of them."""
    return select(Event.before["blocker_id"].as_integer()).where(
        Event.workspace_id == workspace_id,
        Event.entity == BlockedTask.__tablename__,
        Event.kind == EventKind.REMOVED,
        Event.before["task_id"].as_integer() == task_id,
    )


async def removals(
    session: AsyncSession, workspace_id: int, project_id: int, entity: str
) -> list[tuple[Event, Change]]:
    """What was taken out of a project and not put back, newest first."""
    found = _trail(
        workspace_id,
        Event.project_id == project_id,
        Event.entity == entity,
        Event.kind == EventKind.REMOVED,
        Change.undone_by.is_(None),
    )
    return await _pairs(session, found.order_by(Event.id.desc()))


async def since(
    session: AsyncSession, workspace_id: int, entity: str, entity_id: int, change_id: int
) -> list[tuple[Event, Change]]:
    """What happened to one row after a change, in order."""
    found = _trail(
        workspace_id, Event.entity == entity, Event.entity_id == entity_id, Event.change_id > change_id
    )
    return await _pairs(session, found.order_by(Event.id))


async def was_unmade(session: AsyncSession, entity: str, entity_id: int) -> bool:
    """Whether the change that made a row was taken back."""
    query = (
        select(Change.id)
        .join(Event, Event.change_id == Change.id)
        .where(
            Event.entity == entity,
            Event.entity_id == entity_id,
            Event.kind == EventKind.CREATED,
            Change.undone_by.is_not(None),
        )
    )
    return (await session.execute(query)).first() is not None


async def created(session: AsyncSession, workspace_id: int, change_id: int, entity: str) -> Sequence[int]:
    """The rows of this table that a change made."""
    query = select(Event.entity_id).where(
        Event.workspace_id == workspace_id,
        Event.change_id == change_id,
        Event.entity == entity,
        Event.kind == EventKind.CREATED,
    )
    return (await session.execute(query)).scalars().all()


async def of_projects(
    session: AsyncSession,
    workspace_id: int,
    project_ids: Collection[int],
    entities: Collection[str],
    limit: int,
    *,
    actor_id: int | None = None,
) -> list[tuple[Event, Change]]:
    """What happened to such things in these projects, newest first; by one person, if named."""
    found = _trail(workspace_id, Event.project_id.in_(project_ids), Event.entity.in_(entities))
    if actor_id is not None:
        found = found.where(Change.actor_id == actor_id)
    return await _pairs(session, found.order_by(Event.id.desc()).limit(limit))


def _trail(workspace_id: int, *of: ColumnElement[bool]) -> Select[Event, Change]:
    """The events of a workspace that are meant, each with the change that it is part of."""
    changes = select(Event, Change).join(Change, Change.id == Event.change_id)
    return changes.where(Event.workspace_id == workspace_id, *of)


async def _pairs(session: AsyncSession, query: Select[Event, Change]) -> list[tuple[Event, Change]]:
    return [(event, change) for event, change in (await session.execute(query)).all()]
