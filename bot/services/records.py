"""What happened, told from the trail: of a task, of a project, or what one person did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.views.records import Names, Record
from bot.work import Work
from storage import history as rows
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Blocker, Change, Event, Milestone, Person, Project, Task

SHOWN = 20
MOST_PAGES = 50
_TOLD = (Task.__tablename__, Blocker.__tablename__, Milestone.__tablename__)
_PEOPLE = ("owner_id", "acceptor_id")


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of what happened, newest first; the first one is 1."""

    records: Sequence[Record]
    names: Names
    page: int
    goes_on: bool


async def of_task(work: Work, task: Task, page: int = 1) -> Trail:
    """What happened to a task, and to what has ever stopped it."""
    page = max(1, min(page, MOST_PAGES))
    found = await rows.of_task(work.session, work.workspace.id, task.id, _events(page))
    return await _told(work, found, {task.project_id}, page)


async def of_projects(
    work: Work, projects: Sequence[Project], who: Person | None = None, page: int = 1
) -> Trail:
    """What happened to tasks, blockers and milestones of these projects."""
    page = max(1, min(page, MOST_PAGES))
    ids = {one.id for one in projects}
    found = await rows.of_projects(
        work.session, work.workspace.id, ids, _TOLD, _events(page), actor_id=who.id if who else None
    )
    return await _told(work, found, ids, page)


def _events(page: int) -> int:
    """So many are looked at: a change of a thing has hardly ever more than two."""
    return 2 * SHOWN * page + SHOWN


async def _told(
    work: Work, found: Sequence[tuple[Event, Change]], project_ids: Collection[int], page: int
) -> Trail:
    """One record for all that a change did to a thing, in the order it was done."""
    records: dict[tuple[int, str, int], Record] = {}
    for event, change in found:
        record = records.setdefault(
            (change.id, event.entity, event.entity_id), Record(change, event.entity, event.entity_id)
        )
        record.events.insert(0, event)
    shown = list(records.values())[(page - 1) * SHOWN : page * SHOWN]
    names = await _names(work, shown, project_ids)
    return Trail(shown, names, page, goes_on=len(records) > page * SHOWN)


async def _names(work: Work, records: Sequence[Record], project_ids: Collection[int]) -> Names:
    session, workspace_id = work.session, work.workspace.id
    people = {one.change.actor_id for one in records}
    for event in (event for one in records for event in one.events):
        people |= {values.get(name) for values in (event.before, event.after) for name in _PEOPLE}
    known = await people_rows.people(session, workspace_id, {one for one in people if one is not None})
    projects = {
        one.id: one for one in await project_rows.all_of(session, workspace_id) if one.id in project_ids
    }
    by_entity = {name: {one.entity_id for one in records if one.entity == name} for name in _TOLD}
    tasks = await task_rows.by_ids(session, workspace_id, by_entity[Task.__tablename__])
    blockers = await task_rows.blockers_by_ids(session, workspace_id, by_entity[Blocker.__tablename__])
    things: list[Task | Blocker] = [*tasks, *blockers]
    keys = {(one.__tablename__, one.id): f"{projects[one.project_id].key}-{one.number}" for one in things}
    milestones = [
        one for project_id in projects for one in await project_rows.every_milestone(session, project_id)
    ]
    return Names({one.id: one.name for one in known.values()}, keys, {one.id: one.name for one in milestones})
