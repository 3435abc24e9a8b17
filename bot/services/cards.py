"""What cards of tasks show, gathered."""

from collections.abc import Mapping

from bot.services import lists, task_rights
from bot.views.tasks import Card, Stop
from bot.work import Work
from storage import history as history_rows
from storage import milestones as milestone_rows
from storage import people as people_rows
from storage import tasks as rows
from storage.models import Blocker, Person, Project, Task
from storage.words import TaskStatus


async def of(work: Work, task: Task, reader: Person | None = None) -> Card:
    """Gather a task's card; `reader` is the only one who reads it, None where many do."""
    session, workspace_id = work.session, work.workspace.id
    project = await session.get_one(Project, task.project_id)
    ties = await rows.ties(session, task.id)
    blockers = [one for _, one in await rows.blockers_of(session, [task.id])] if ties.is_stopped else []
    asked = {task.owner_id, task.acceptor_id, *(one.owner_id for one in blockers)}
    people = await people_rows.people(session, workspace_id, {one for one in asked if one is not None})
    after = await rows.predecessors(session, [task.id]) if ties.waits else []
    before = await rows.successors(session, [task.id]) if ties.is_awaited else []
    milestone = (
        await milestone_rows.by_id(session, workspace_id, task.milestone_id) if task.milestone_id else None
    )
    return Card(
        task,
        project,
        people.get(task.owner_id or 0),
        milestone,
        tuple(one for _, one in after if one.status in rows.OPEN),
        tuple(one for _, one in before if one.status in rows.OPEN),
        tuple(_stop(one, people, work) for one in blockers),
        people.get(task.acceptor_id or 0),
        ties.notes,
        await task_rights.say_of(work, task, reader) if reader is not None else None,
        reader is not None and reader.id == task.acceptor_id,
        await lists.is_late(work, task, project),
        task.status is TaskStatus.CANCELLED and await history_rows.was_unmade(session, "tasks", task.id),
    )


def _stop(blocker: Blocker, people: Mapping[int, Person], work: Work) -> Stop:
    owner = people.get(blocker.owner_id or 0)
    return Stop(blocker, owner.name if owner else blocker.outside, (work.now - blocker.raised_at).days)
