"""Commands about tasks."""

from typing import Annotated

from bot.command import Commands, Marker, Request
from bot.errors import THIS_LINE, Ambiguous
from bot.incoming import Filled, Words
from bot.message import Audience, Line, Message, line, note, phrase
from bot.parameters import Priority, Tag, Without, my_projects
from bot.parameters.milestones import FOR
from bot.services import (
    blocker_cards,
    cards,
    clearing,
    days_off,
    dependencies,
    sleeping,
    task_forms,
    task_states,
    tasks,
)
from bot.services import notes as notes_of
from bot.views import blockers as blocker_views
from bot.views import clearing as cleared_views
from bot.views import dues
from bot.views import task_forms as form_views
from bot.views import tasks as views
from bot.when.meaning import Doubt, Duration, Unclear, When
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import Role, TaskStatus

MOST_CHOICES = 5

DUE = Marker(("by", "due", "before", "until"))
Due = Annotated[When | Unclear | None, DUE]
NewDue = Annotated[When | Unclear | None, Marker(DUE.words, bare=True)]
After = Annotated[tuple[Task, ...], Marker(("after",))]
ForMilestone = Annotated[Milestone | None, FOR]
InProject = Annotated[Project | None, Marker(("in",))]


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("task show", "Show tasks and blockers", aliases=("show",), role=Role.OBSERVER)(show)
    commands.add("task edit", "Change a task", aliases=("edit",))(edit)
    commands.add("task start", "Begin tasks", aliases=("start",))(start)
    commands.add("task done", "Finish tasks", aliases=("done", "finish", "finished", "complete", "close"))(
        done
    )
    commands.add("task reopen", "Take up finished tasks again", aliases=("reopen",))(reopen)
    commands.add("task cancel", "Leave tasks undone for good", aliases=("cancel", "delete"))(cancel)
    commands.add("task accept", "Accept what is done, or say who will", aliases=("accept",))(accept)
    commands.add("task reject", "Send a finished task back, and say why", aliases=("reject",))(reject)
    commands.add("task rename", "Give a task another title", aliases=("rename",))(rename)
    commands.add("task left", "Say how much work remains", aliases=("left",))(left)
    commands.add("task note", "Write something down about a task", aliases=("note", "comment"))(write_note)
    commands.add("task notes", "What was written down about a task", aliases=("notes",), role=Role.OBSERVER)(
        notes
    )
    commands.add("task after", "Let a task wait for others", aliases=("after",))(after)
    commands.add("task unafter", "Let a task wait for others no longer", aliases=("unafter",))(unafter)


async def show(request: Request, several: tuple[Task | Blocker, ...]) -> Message:
    """`12`, whatever 12 is; of several, a line each."""
    match several:
        case (Blocker() as blocker,):
            return blocker_views.shown(await blocker_cards.of(request.work, blocker))
        case (Task() as task,):
            return await _card(request, task)
        case _:
            found = [await cards.of(request.work, one) for one in several if isinstance(one, Task)]
            stuck = [await blocker_cards.of(request.work, one) for one in several if isinstance(one, Blocker)]
            lines = blocker_views.lines(stuck)
            return Message((*views.as_they_are(found), *lines))


async def edit(  # noqa: PLR0913 - each is an option one can type
    request: Request,
    task: Task,
    *,
    owner: Person | None = None,
    due: NewDue = None,
    after: After = (),
    priority: Priority | None = None,
    tags: tuple[Tag, ...] = (),
    estimate: Duration | None = None,
    milestone: ForMilestone = None,
    without: tuple[Without, ...] = (),
) -> Message:
    """`12 @li by friday no owner -#legal`."""
    options = tasks.Options(
        owner, _settled(due, request), after, priority, tags, estimate, milestone, without=without
    )
    if options == tasks.Options() and due is None:
        project = await project_of(request, task)
        installation = request.here.installation_id
        return form_views.edit(await task_forms.shown(request.work, task, project, installation))
    project = await task_states.hold(request.work, task)
    await tasks.change(request.work, task, options, by=request.actor, project=project)
    return await changed_card(request, task, options.due)


async def start(request: Request, several: tuple[Task, ...]) -> Message:
    """`start 12`."""
    if _is_old(request, several, TaskStatus.DOING):
        return await _as_it_is(request, several)
    for task in several:
        await task_states.start(request.work, task)
    return await _all_changed(request, several)


async def done(request: Request, several: tuple[Task, ...]) -> Message:
    """`done 12 13`."""
    if _is_old(request, several, TaskStatus.DONE):
        return await _as_it_is(request, several)
    for task in several:
        await task_states.finish(request.work, task, by=request.actor)
    return await _all_changed(request, several)


async def reopen(request: Request, several: tuple[Task, ...]) -> Message:
    """`reopen 12`."""
    for task in several:
        await task_states.reopen(request.work, task)
    before = [stuck for task in several for stuck in await clearing.ended_before(request.work, task)]
    return (await _all_changed(request, several)).offering(*cleared_views.still(before))


async def cancel(request: Request, several: tuple[Task, ...]) -> Message:
    """`cancel 12`."""
    for task in several:
        await task_states.cancel(request.work, task, by=request.actor)
    return await _all_changed(request, several)


async def accept(request: Request, several: tuple[Task, ...], *, acceptor: Person | None = None) -> Message:
    """`accept 12`; `accept 12 @anna` says whose word it needs."""
    if acceptor is None and _is_old(request, several, TaskStatus.REVIEW):
        return await _as_it_is(request, several)
    for task in several:
        if acceptor is None:
            await task_states.accept(request.work, task, by=request.actor)
        else:
            await tasks.set_acceptor(request.work, task, acceptor, by=request.actor)
    return await _all_changed(request, several)


async def reject(request: Request, task: Task, reason: str = "") -> Message:
    """`reject 12 needs a second look`."""
    if _is_old(request, (task,), TaskStatus.REVIEW):
        return await _as_it_is(request, (task,))
    if not reason:
        return views.why_rejected(task, await project_of(request, task))
    await task_states.reject(request.work, task, reason, by=request.actor)
    return await changed_card(request, task)


async def rename(request: Request, task: Task, title: str) -> Message:
    """`rename 12 A better title`."""
    await tasks.rename(request.work, task, title)
    return await changed_card(request, task)


async def left(request: Request, task: Task, left: Annotated[Duration, Marker(bare=True)]) -> Message:
    """`left 12 1d`."""
    await tasks.set_left(request.work, task, left)
    return await changed_card(request, task)


async def write_note(request: Request, task: Task, text: str) -> Message:
    """`note 12 the lawyer is back on Monday`."""
    await notes_of.write(request.work, task, text, by=request.actor)
    project = await project_of(request, task)
    return Message((line("Noted on {task}.", task=views.titled(task, project)),)).offering(views.undo())


async def notes(request: Request, task: Task) -> Message:
    """`notes 12`."""
    return views.notes(task, await project_of(request, task), await notes_of.last(request.work, task))


async def after(request: Request, task: Task, others: tuple[Task, ...]) -> Message:
    """`after 12 9 10`."""
    await dependencies.wait_for(request.work, task, others)
    return await changed_card(request, task)


async def unafter(request: Request, task: Task, others: tuple[Task, ...]) -> Message:
    """`unafter 12 9`."""
    await dependencies.stop_waiting(request.work, task, others)
    return await changed_card(request, task)


async def the_project(request: Request) -> Project:
    """Return the project that is meant where none was named.

    Raises:
        Refused: there is none, or all are closed.
        Ambiguous: there are several; they are offered, last used first.
    """
    if request.project is not None:
        return request.project
    known = [project for project, _ in await my_projects(request)]
    if len(known) == 1:
        return known[0]
    if not known:
        raise await sleeping.nowhere(request)
    raise Ambiguous(
        "In which project?",
        choices=[
            (phrase("{project}", project=one.name), f"in {one.key}: {THIS_LINE}")
            for one in known[:MOST_CHOICES]
        ],
        field="project",
    )


async def project_of(request: Request, task: Task) -> Project:
    """Return the project that a task is in."""
    return await request.work.session.get_one(Project, task.project_id)


async def _card(request: Request, task: Task, *more: Line) -> Message:
    """Return the card; in private, with what its reader may press."""
    reader = request.actor if request.is_direct else None
    return views.card(await cards.of(request.work, task, reader), *more)


async def changed_card(request: Request, task: Task, due: When | Unclear | None = None) -> Message:
    """Return the card of a task that was just changed, what there is to say of its date, and the way back."""
    project = await project_of(request, task)
    key = views.key_of(task, project)
    ended = cleared_views.ended(await clearing.ended(request.work, [task]))
    card = await _card(request, task, *ended, *dues.asked_back(due, has_date=task.due_day is not None))
    card = card.offering(*dues.choices(due, key))
    off = await days_off.of_task(request.work, task, project) if isinstance(due, When) else None
    if off is not None:
        card = card.plus(dues.day_off(off)).offering(dues.instead(off, key))
    return _quietly(request, card.offering(views.undo()))


def _quietly(request: Request, card: Message) -> Message:
    """In the card whose button was pressed, else to the asker alone: the cards that stand are edited."""
    said = request.incoming.said
    is_under = isinstance(said, Filled) or (isinstance(said, Words) and said.pressed)
    if request.is_direct or (is_under and request.topic == card.topic):
        return card
    return card.to(Audience.ASKER)


async def _all_changed(request: Request, several: tuple[Task, ...]) -> Message:
    if len(several) == 1:
        return await changed_card(request, several[0])
    found = [await cards.of(request.work, one) for one in several]
    ended = cleared_views.ended(await clearing.ended(request.work, several))
    return views.changed(found).plus(*ended).offering(views.undo())


def _is_old(request: Request, several: tuple[Task, ...], wanted: TaskStatus) -> bool:
    """Whether a button was pressed that stands under a card from before."""
    said = request.incoming.said
    if not isinstance(said, Words) or not said.pressed:
        return False
    return any(not task_states.can_become(one, wanted) for one in several)


async def _as_it_is(request: Request, several: tuple[Task, ...]) -> Message:
    """Today's card instead."""
    return await _card(request, several[0], note("That button was from before; nothing was changed."))


def _settled(due: When | Unclear | None, request: Request) -> When | Unclear | None:
    """A day in the past is meant where it was chosen by a button."""
    said = request.incoming.said
    is_pressed = isinstance(said, Words) and said.pressed
    if is_pressed and isinstance(due, Unclear) and due.why is Doubt.PAST:
        return due.options[0]
    return due
