"""Commands about tasks."""

from typing import Annotated

from bot.command import Commands, Marker, Request
from bot.errors import THIS_LINE, Ambiguous, Refused
from bot.message import Button, Code, Line, Message, button, line, note, phrase
from bot.parameters import Priority, Tag, my_projects
from bot.services import blocker_cards, cards, tasks
from bot.views import blockers as blocker_views
from bot.views import tasks as views
from bot.when.meaning import Doubt, Duration, Unclear, When
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import Role

MOST_CHOICES = 5

DUE = Marker(("by", "due", "before", "until"))
Due = Annotated[When | Unclear | None, DUE]
After = Annotated[tuple[Task, ...], Marker(("after",))]
ForMilestone = Annotated[Milestone | None, Marker(("for",))]
InProject = Annotated[Project | None, Marker(("in",))]


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("task add", "Add a task", aliases=("add", "new"), plain=("add ", "task add "))(add)
    commands.add("task show", "Show the card of a task or blocker", aliases=("show",), role=Role.OBSERVER)(
        show
    )
    commands.add("task edit", "Change a task", aliases=("edit",))(edit)
    commands.add("task start", "Begin tasks", aliases=("start",))(start)
    commands.add("task done", "Finish tasks", aliases=("done", "finish"))(done)
    commands.add("task reopen", "Take up finished tasks again", aliases=("reopen",))(reopen)
    commands.add("task cancel", "Leave tasks undone for good", aliases=("cancel",))(cancel)
    commands.add("task rename", "Give a task another title", aliases=("rename",))(rename)
    commands.add("task left", "Say how much work remains", aliases=("left",))(left)
    commands.add("task note", "Write something down about a task", aliases=("note",))(write_note)
    commands.add("task after", "Let a task wait for others", aliases=("after",))(after)
    commands.add("task unafter", "Let a task wait for others no longer", aliases=("unafter",))(unafter)


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
) -> Message:
    """`add Draft the contract @li by friday !high #legal ~2d after 9`."""
    options = tasks.Options(owner, due, after, priority, tags, estimate, milestone)
    chosen = project or await the_project(request)
    task = await tasks.add(request.work, chosen, title, by=request.actor, options=options)
    card = await cards.of(request.work, task)
    return views.card(card, *_asked_back(due)).offering(
        *_choices(due, views.key_of(task, chosen)), views.undo()
    )


async def show(request: Request, what: Task | Blocker) -> Message:
    """`12`, whatever 12 is."""
    if isinstance(what, Blocker):
        return blocker_views.shown(await blocker_cards.of(request.work, what))
    return views.card(await cards.of(request.work, what))


async def edit(  # noqa: PLR0913 - each is an option one can type
    request: Request,
    task: Task,
    *,
    owner: Person | None = None,
    due: Due = None,
    after: After = (),
    priority: Priority | None = None,
    tags: tuple[Tag, ...] = (),
    estimate: Duration | None = None,
    milestone: ForMilestone = None,
) -> Message:
    """`12 @li by friday`."""
    options = tasks.Options(owner, due, after, priority, tags, estimate, milestone)
    card = await cards.of(request.work, task)
    await tasks.change(request.work, task, options, by=request.actor, project=card.project)
    return await _changed(request, task, due)


async def start(request: Request, several: tuple[Task, ...]) -> Message:
    """`start 12`."""
    for task in several:
        await tasks.start(request.work, task)
    return await _all_changed(request, several)


async def done(request: Request, several: tuple[Task, ...]) -> Message:
    """`done 12 13`."""
    for task in several:
        await tasks.finish(request.work, task)
    return await _all_changed(request, several)


async def reopen(request: Request, several: tuple[Task, ...]) -> Message:
    """`reopen 12`."""
    for task in several:
        await tasks.reopen(request.work, task)
    return await _all_changed(request, several)


async def cancel(request: Request, several: tuple[Task, ...]) -> Message:
    """`cancel 12`."""
    for task in several:
        await tasks.cancel(request.work, task, by=request.actor)
    return await _all_changed(request, several)


async def rename(request: Request, task: Task, title: str) -> Message:
    """`rename 12 A better title`."""
    await tasks.rename(request.work, task, title)
    return await _changed(request, task)


async def left(request: Request, task: Task, left: Annotated[Duration, Marker(bare=True)]) -> Message:
    """`left 12 1d`."""
    await tasks.set_left(request.work, task, left)
    return await _changed(request, task)


async def write_note(request: Request, task: Task, text: str) -> Message:
    """`note 12 the lawyer is back on Monday`."""
    await tasks.note(request.work, task, text, by=request.actor)
    return Message((line("Noted on {title}.", title=task.title),)).offering(views.undo())


async def after(request: Request, task: Task, others: tuple[Task, ...]) -> Message:
    """`after 12 9 10`."""
    await tasks.wait_for(request.work, task, others)
    return await _changed(request, task)


async def unafter(request: Request, task: Task, others: tuple[Task, ...]) -> Message:
    """`unafter 12 9`."""
    await tasks.stop_waiting(request.work, task, others)
    return await _changed(request, task)


async def the_project(request: Request) -> Project:
    """Return the project that is meant where none was named.

    Raises:
        Refused: there is none.
        Ambiguous: there are several; they are offered, last used first.
    """
    if request.project is not None:
        return request.project
    known = [project for project, _ in await my_projects(request)]
    if len(known) == 1:
        return known[0]
    if not known:
        raise Refused(
            "You are in no project yet. Start one: {example}", example=Code('project new "Web shop" key WEB')
        )
    raise Ambiguous(
        "In which project?",
        choices=[
            (phrase("{project}", project=one.name), f"in {one.key}: {THIS_LINE}")
            for one in known[:MOST_CHOICES]
        ],
        field="project",
    )


async def _changed(request: Request, task: Task, due: When | Unclear | None = None) -> Message:
    card = await cards.of(request.work, task)
    key = views.key_of(task, card.project)
    return views.card(card, *_asked_back(due)).offering(*_choices(due, key), views.undo())


async def _all_changed(request: Request, several: tuple[Task, ...]) -> Message:
    if len(several) == 1:
        return await _changed(request, several[0])
    found = [await cards.of(request.work, one) for one in several]
    return views.changed(found).offering(views.undo())


def _asked_back(due: When | Unclear | None) -> tuple[Line, ...]:
    if not isinstance(due, Unclear):
        return ()
    if due.why is Doubt.IMPOSSIBLE:
        return (note("There is no “{text}”. It has no date until you name one.", text=due.text[:40]),)
    return (note("“{text}”: which day is meant? It has no date until you choose.", text=due.text[:40]),)


def _choices(due: When | Unclear | None, key: str) -> list[Button]:
    if not isinstance(due, Unclear):
        return []
    return [
        button("{day}", f"edit {key} by {one.day.isoformat()}", day=one.day.isoformat())
        for one in due.options[:3]
    ]
