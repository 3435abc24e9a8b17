"""What cards and lists of tasks show, gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.views.tasks import Card
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Person, Project, Task

FOUND_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Tasks with their projects, and the names of their owners by id."""

    tasks: Sequence[tuple[Task, Project]]
    names: dict[int, str]


async def of(work: Work, task: Task) -> Card:
    """Gather a task's card."""
    session, workspace_id = work.session, work.workspace.id
    project = await session.get_one(Project, task.project_id)
    owner = await people_rows.person(session, workspace_id, task.owner_id) if task.owner_id else None
    milestone = (
        await project_rows.milestone(session, workspace_id, task.milestone_id) if task.milestone_id else None
    )
    after = tuple(one for _, one in await rows.predecessors(session, [task.id]) if one.status in rows.OPEN)
    blockers = tuple(one for _, one in await rows.blockers_of(session, [task.id]))
    return Card(task, project, owner, milestone, after, blockers)


async def listed(work: Work, tasks: Sequence[Task]) -> Found:
    """Gather what a list of tasks shows."""
    people = await people_rows.people(
        work.session, work.workspace.id, {one.owner_id for one in tasks if one.owner_id is not None}
    )
    projects = {one.id: one for one in await project_rows.all_of(work.session, work.workspace.id)}
    names = {one.id: one.name for one in people.values()}
    return Found([(one, projects[one.project_id]) for one in tasks], names)


async def mine(work: Work, person: Person) -> Found:
    """Somebody's open tasks."""
    return await listed(work, await rows.open_of_owner(work.session, person.id))


async def late(work: Work, projects: Sequence[Project], today: date) -> Found:
    """What is past its date in these projects."""
    found = [task for one in projects for task in await rows.late_before(work.session, one.id, today)]
    return await listed(work, found)


async def search(work: Work, projects: Sequence[Project], words: str) -> Found:
    """Tasks whose titles hold these words."""
    ids = [one.id for one in projects]
    return await listed(work, await rows.containing(work.session, ids, words, FOUND_AT_MOST))
