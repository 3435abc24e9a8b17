"""What happened."""

from bot.command import Commands, Request
from bot.handlers.tasks import InProject
from bot.message import Message
from bot.parameters import visible_projects
from bot.services import records
from bot.views import records as views
from storage.models import Person, Task
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "history", "What happened to a task, in a project, or what somebody did", role=Role.OBSERVER
    )(history)


async def history(
    request: Request, task: Task | None = None, *, who: Person | None = None, project: InProject = None
) -> Message:
    """`history 12`, `history @li`, `history in WEB`."""
    if task is not None:
        return views.of_task(task, *await records.of_task(request.work, task))
    projects = [project] if project else await visible_projects(request)
    found, names = await records.of_projects(request.work, projects, who)
    return views.of_projects(projects, who.name if who else None, found, names)
