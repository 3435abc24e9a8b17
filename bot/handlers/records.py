"""What happened."""

from bot.command import Commands, Request
from bot.handlers.tasks import InProject, project_of
from bot.message import Message
from bot.parameters import Page, visible_projects
from bot.services import records
from bot.views import records as views
from bot.views.tasks import key_of
from storage.models import Person, Task
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "history", "What happened to a task, in a project, or what somebody did", role=Role.OBSERVER
    )(history)


async def history(
    request: Request,
    task: Task | None = None,
    *,
    who: Person | None = None,
    project: InProject = None,
    page: Page | None = None,
) -> Message:
    """`history 12`, `history @li`, `history in WEB`, each with `page 2`."""
    number = page.number if page else 1
    if task is not None:
        trail = await records.of_task(request.work, task, number)
        shown = views.of_task(task, trail.records, trail.names)
        command = f"history {key_of(task, await project_of(request, task))}"
    else:
        projects = [project] if project else await visible_projects(request)
        trail = await records.of_projects(request.work, projects, who, number)
        shown = views.of_projects(projects, who.name if who else None, trail.records, trail.names)
        parts = (f"@p{who.id}" if who else "", f"in {projects[0].key}" if len(projects) == 1 else "")
        command = " ".join(("history", *filter(None, parts)))
    shown = views.turning(shown, command, trail.page, goes_on=trail.goes_on)
    return shown.replacing() if page else shown
