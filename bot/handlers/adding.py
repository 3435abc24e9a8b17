"""Adding tasks: one, or one a line."""

from collections.abc import Mapping
from typing import Any

from bot.command import BadLine, Commands, Request
from bot.errors import UserError
from bot.handlers.tasks import After, Due, ForMilestone, InProject, changed_card, the_project
from bot.message import Audience, Message
from bot.parameters import Priority, Source, Tag
from bot.parameters.dates import offered
from bot.parameters.people import name_at_end
from bot.services import cards, tasks
from bot.views import dues
from bot.views import tasks as views
from bot.when.meaning import Duration
from storage.models import Person, Project, Task
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "task add",
        "Add a task; several lines make several",
        aliases=("add", "new"),
        role=Role.MEMBER,
        plain=("add ", "task add "),
        several=add_several,
    )(add)


async def add(  # noqa: PLR0913 - each is an option one can type
    request: Request,
    title: str,
    *,
    owner: Person | None = None,
    due: Due = None,
    after: After = (),
    priority: Priority | None = None,
    tags: tuple[Tag, ...] = (),
    estimate: Duration | None = None,
    milestone: ForMilestone = None,
    project: InProject = None,
    source: Source | None = None,
) -> Message:
    """`add Draft the contract @li by friday !high #legal ~2d after 9`."""
    options = tasks.Options(owner, due, after, priority, tags, estimate, milestone, source=source)
    chosen = project or await the_project(request)
    task = await tasks.add(request.work, chosen, title, by=request.actor, options=options)
    return await _answer(request, task, chosen, options)


async def add_several(request: Request, lines: tuple[Mapping[str, Any], ...]) -> Message:
    """`add` with a task a line; all of them, or none.

    Raises:
        BadLine: one can't be made.
    """
    here = None if all(one.get("project") for one in lines) else await the_project(request)
    made = [await _one_of_several(request, number, one, here) for number, one in enumerate(lines, 1)]
    found = [await cards.of(request.work, task) for task, _ in made]
    questions = [line for _, options in made for line in dues.asked_back(options.due)]
    shown = views.added(found).plus(*questions)
    for task, options in made:
        project = next(one.project for one in found if one.task.id == task.id)
        shown = shown.offering(*dues.choices(options.due, views.key_of(task, project)))
    return shown.offering(views.undo())


async def _one_of_several(
    request: Request, number: int, values: Mapping[str, Any], here: Project | None
) -> tuple[Task, tasks.Options]:
    given = {name: value for name, value in values.items() if name not in ("title", "project")}
    options = tasks.Options(**given)
    project = values.get("project") or here or await the_project(request)
    try:
        task = await tasks.add(request.work, project, values["title"], by=request.actor, options=options)
    except UserError as error:
        raise BadLine(number, values["title"], error) from error
    return task, options


async def _answer(request: Request, task: Task, project: Project, options: tasks.Options) -> Message:
    """The card, the date or name that its title may hold, and the way back."""
    key = views.key_of(task, project)
    shown = (await changed_card(request, task, options.due)).to(Audience.PLACE)
    if options.due is None:
        shown = shown.offering(*dues.offer(await offered(task.title, request), key))
    name, alike = await name_at_end(task.title, request) if options.owner is None else ("", [])
    if name and alike:
        shown = shown.plus(dues.unknown_name(name))
    return shown.offering(*dues.owners(alike, key))
