"""What cards of tasks show, gathered."""

from bot.views.tasks import Card
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Project, Task


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
