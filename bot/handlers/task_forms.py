"""Commands that open and take the forms of tasks."""

from bot.command import Commands, Request
from bot.handlers.tasks import Due, ForMilestone, changed_card, the_project
from bot.message import Message
from bot.parameters import Priority, my_projects
from bot.parameters.links import Source
from bot.services import task_forms
from bot.services.task_forms import Saved
from bot.views import task_forms as views
from bot.when.meaning import Duration, When
from storage.models import Person, Task

SEVERAL = 2


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("task form", "Fill in a new task", aliases=("form",))(new)
    commands.add("task save", "Save a task's form")(save)


async def new(request: Request, title: str = "", *, source: Source | None = None) -> Message:
    """`task form`: the shortcut [New task], and [Make a task] on a message."""
    mine = [project for project, _ in await my_projects(request)]
    chosen = await the_project(request) if request.project or len(mine) < SEVERAL else None
    return views.new(mine, chosen, title, source.url if source else "")


async def save(  # noqa: PLR0913 - each is a field
    request: Request,
    task: Task,
    title: str = "",
    *,
    owner: Person | None = None,
    due: Due = None,
    estimate: Duration | None = None,
    priority: Priority | None = None,
    milestone: ForMilestone = None,
    version: int = 0,
) -> Message:
    """Take the form that `edit 12` opens."""
    day = due if isinstance(due, When) else None
    saved = Saved(title, owner, day, estimate, priority, milestone, version)
    await task_forms.save(request.work, task, saved, by=request.actor)
    return await changed_card(request, task)
