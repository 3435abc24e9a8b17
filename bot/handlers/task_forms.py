"""Commands that open and take the forms of tasks."""

from collections.abc import Mapping

from bot.command import Commands, Request, with_names
from bot.errors import Ambiguous, Refused
from bot.handlers.tasks import Due, ForMilestone, changed_card, the_project
from bot.incoming import Filled
from bot.message import Day, Message
from bot.parameters import Priority, my_projects
from bot.parameters.links import Source
from bot.services import task_forms
from bot.services.task_forms import Saved
from bot.views import task_forms as views
from bot.when.meaning import Doubt, Duration, Unclear, When
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
    return views.new(mine, chosen, with_names(title, request), source.url if source else "")


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
    saved = Saved(title, owner, _day(task, due), estimate, priority, milestone, version)
    here = request.here.installation_id
    stale = await task_forms.save(request.work, task, saved, by=request.actor, installation_id=here)
    return views.again(stale, _typed(request)) if stale else await changed_card(request, task)


def _typed(request: Request) -> Mapping[str, str]:
    said = request.incoming.said
    return said.values if isinstance(said, Filled) else {}


def _day(task: Task, due: When | Unclear | None) -> When | None:
    """The day that was chosen; one gone by is the task's own, left as it is.

    Raises:
        Refused: it is another one gone by.
        Ambiguous: it could be several.
    """
    if not isinstance(due, Unclear):
        return due
    kept = [one for one in due.options if one.day == task.due_day]
    if due.why is Doubt.PAST and kept:
        return kept[0]
    if due.why is Doubt.PAST:
        gone = Day(due.options[0].day)
        raise Refused("{day} has passed. Choose a day from today on.", day=gone, field="due")
    raise Ambiguous("“{text}”: which day is meant?", text=due.text[:40], field="due")
