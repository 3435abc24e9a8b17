"""Adding tasks: one, or one a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.command import BadLine, Commands, Request
from bot.errors import UserError
from bot.handlers.tasks import After, Due, ForMilestone, InProject, changed_card, the_project
from bot.message import Audience, Button, Message
from bot.parameters import Priority, Source, Tag, Unread
from bot.parameters.dates import offered
from bot.parameters.unread import put_back
from bot.services import cards, questions, task_rights, tasks
from bot.views import dues
from bot.views import tasks as views
from bot.views import unread as unread_views
from bot.views.task_buttons import Say
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
    unread: tuple[Unread, ...] = (),
) -> Message:
    """`add Draft the contract @li by friday !high #legal ~2d after 9`."""
    options = tasks.Options(owner, due, after, priority, tags, estimate, milestone, source=source)
    chosen = project or await the_project(request)
    whole = put_back(title, unread)
    task = await tasks.add(request.work, chosen, whole, by=request.actor, options=options)
    return await _answer(request, task, chosen, options, unread)


async def add_several(request: Request, lines: tuple[Mapping[str, Any], ...]) -> Message:
    """`add` with a task a line; all of them, or none.

    Raises:
        BadLine: one can't be made.
    """
    here = None if all(one.get("project") for one in lines) else await the_project(request)
    made = [await _one_of_several(request, number, one, here) for number, one in enumerate(lines, 1)]
    found = [await cards.of(request.work, task) for task, _ in made]
    projects = {one.task.id: one.project for one in found}
    keyed = [(options.due, views.key_of(task, projects[task.id])) for task, options in made]
    asked = [line for due, key in keyed for line in dues.asked_back(due, key=key)]
    unread = [one for values in lines for one in values.get("unread", ())]
    offered = [each for due, key in keyed for each in dues.choices(due, key)]
    shown = views.added(found).plus(*asked, *unread_views.said(unread))
    return shown.offering(*offered, views.undo())


async def _one_of_several(
    request: Request, number: int, values: Mapping[str, Any], here: Project | None
) -> tuple[Task, tasks.Options]:
    given = {name: value for name, value in values.items() if name not in ("title", "project", "unread")}
    title = put_back(values["title"], values.get("unread", ()))
    options = tasks.Options(**given)
    project = values.get("project") or here or await the_project(request)
    try:
        task = await tasks.add(request.work, project, title, by=request.actor, options=options)
    except UserError as error:
        raise BadLine(number, title, error) from error
    return task, options


async def _answer(
    request: Request, task: Task, project: Project, options: tasks.Options, unread: Sequence[Unread]
) -> Message:
    """The card, the date that its title may hold, what in it could not be read, and the way back."""
    key = views.key_of(task, project)
    shown = (await changed_card(request, task, options.due)).to(Audience.PLACE)
    if options.due is None:
        shown = shown.offering(*dues.offer(await offered(task.title, request), key))
    return shown.plus(*unread_views.said(unread)).offering(*await _ways_out(request, task, key, unread))


async def _ways_out(request: Request, task: Task, key: str, unread: Sequence[Unread]) -> tuple[Button, ...]:
    """Each is a question of its own: one is settled without the others."""
    may_promise = await task_rights.say_of(request.work, task, request.actor) is Say.LEAD
    buttons: list[Button] = []
    for one in unread:
        options = unread_views.ways_out(one, key, may_promise=may_promise)
        buttons += await questions.choice(request.work, request.actor, request.here, options)
    return tuple(buttons)
