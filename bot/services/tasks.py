"""Tasks: made and changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.errors import Refused
from bot.message import Code
from bot.parameters import Part, Priority, Source, Tag, Without
from bot.services import dependencies, notes, projects, task_rights, task_states
from bot.views.tasks import key_of
from bot.when.meaning import Duration, Unclear, When
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Milestone, Person, Project, Task
from storage.words import ProjectStatus, Role, TaskStatus

LONGEST_TITLE = 300
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn around what stands behind the title
LONGEST_TAGS = 300  # characters, in the database


@dataclass(frozen=True, slots=True)
class Options:
    """What can be said about a task beside its title; None leaves it as it is."""

    owner: Person | None = None
    due: When | Unclear | None = None
    after: tuple[Task, ...] = ()
    priority: Priority | None = None
    tags: tuple[Tag, ...] = ()
    estimate: Duration | None = None
    milestone: Milestone | None = None
    acceptor: Person | None = None
    without: tuple[Without, ...] = ()
    source: Source | None = None


async def add(work: Work, project: Project, title: str, *, by: Person, options: Options) -> Task:
    """Create a task at the end of the project's number line.

    Raises:
        Refused: the project is closed, or the title is empty or too long.
    """
    title = _title(title)
    project = await project_rows.lock(work.session, project.id)
    if project.status is ProjectStatus.CLOSED:
        raise Refused("{project} is closed. An admin or its lead can open it again.", project=project.name)
    number = project.next_number
    project.next_number = number + 1
    task = work.begin(
        Task(
            workspace_id=work.workspace.id,
            project_id=project.id,
            number=number,
            title=title,
            creator_id=by.id,
            created_at=work.now,
            status=TaskStatus.TODO,
            priority=Priority.NORMAL,
            tags="",
        )
    )
    await change(work, task, options, by=by, project=project)
    await work.session.flush()
    return task


def _title(text: str) -> str:
    """A title in one line.

    Raises:
        Refused: it is empty or too long.
    """
    title = " ".join(_TURNS.sub("", text).split())
    if not title:
        raise Refused("A task needs a title.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "A title has at most {n} characters; this one has {length}.",
            n=LONGEST_TITLE,
            length=len(title),
            field="title",
        )
    return title


async def change(work: Work, task: Task, options: Options, *, by: Person, project: Project) -> None:
    """Apply what was said about a task.

    Raises:
        NotAllowed: the owner, the date or the acceptor is for somebody else to say.
        Refused: a rule says no.
    """
    if options.without:
        await _take_off(work, task, options.without, by=by)
    if options.owner is not None:
        await give(work, task, options.owner, by=by, project=project)
    if isinstance(options.due, When):
        await task_rights.may_settle(work, task, by)
        await set_due(work, task, options.due, project=project)
    if options.acceptor is not None:
        await _accepted_by(work, task, options.acceptor, by=by, project=project)
    if options.priority is not None:
        work.set(task, priority=int(options.priority))
    if options.tags:
        work.set(task, tags=_tags(task.tags, options.tags))
    if options.estimate is not None:
        low, high = options.estimate.low_hours, options.estimate.high_hours
        work.set(task, estimate_low=low, estimate_high=high, left_hours=None)
    if options.milestone is not None:
        await _count_for(work, task, options.milestone, project)
    if options.after or options.source is not None:
        await work.session.flush()  # these name the task by its id
    await dependencies.wait_for(work, task, options.after)
    if options.source is not None:
        await notes.write(work, task, options.source.url, by=by)


async def _count_for(work: Work, task: Task, milestone: Milestone, project: Project) -> None:
    if milestone.project_id != project.id:
        raise Refused("{milestone} is a milestone of another project.", milestone=milestone.name)
    work.set(task, milestone_id=milestone.id)


async def _take_off(work: Work, task: Task, without: Iterable[Without], *, by: Person) -> None:
    for one in without:
        match one.part:
            case Part.OWNER:
                await task_rights.may_settle(work, task, by)
                work.set(task, owner_id=None)
            case Part.DUE:
                await task_rights.may_settle(work, task, by)
                work.set(task, due_day=None, due_at=None, due_zone=None)
            case Part.ACCEPTOR:
                await task_rights.may_settle(work, task, by)
                work.set(task, acceptor_id=None)
            case Part.ESTIMATE:
                work.set(task, estimate_low=None, estimate_high=None, left_hours=None)
            case Part.MILESTONE:
                work.set(task, milestone_id=None)
            case Part.PRIORITY:
                work.set(task, priority=int(Priority.NORMAL))
            case Part.TAGS:
                kept = [tag for tag in task.tags.split() if one.tag and tag != one.tag]
                work.set(task, tags=f" {' '.join(kept)} " if kept else "")
            case Part.WORDS:
                left = " ".join(task.title.replace(one.words, " ", 1).split())
                work.set(task, title=left or task.title)


async def give(work: Work, task: Task, owner: Person, *, by: Person, project: Project) -> None:
    """Make somebody the owner; who was not in the project is in it now, if a lead says so.

    Raises:
        NotAllowed: it is somebody else's, or the new owner is not in the project.
    """
    if task.owner_id == owner.id:
        return
    if task.owner_id is not None:
        await task_rights.may_settle(work, task, by)
    await task_rights.may_bring(work, project, owner, by=by)
    await projects.join(work, project, owner, role=Role.MEMBER, by=by)
    work.set(task, owner_id=owner.id)


async def take(work: Work, task: Task, *, by: Person, due: When | Unclear | None) -> None:
    """Say that one will do a task.

    Raises:
        NotAllowed: it is somebody else's.
        Refused: it is finished.
    """
    project = await task_states.hold(work, task)
    if task.status not in rows.OPEN:
        raise Refused(
            "{key} is finished. Say {command} first.", key=key_of(task, project), command=Code("reopen")
        )
    await change(work, task, Options(owner=by, due=due), by=by, project=project)


async def set_acceptor(work: Work, task: Task, acceptor: Person, *, by: Person) -> None:
    """From now on it is done when this person says so.

    Raises:
        NotAllowed: that is for somebody else to say, or the acceptor is not in the project.
        Refused: it is finished.
    """
    project = await task_states.hold(work, task)
    if task.status in (TaskStatus.DONE, TaskStatus.CANCELLED):
        raise Refused(
            "{key} is finished. Say {command} first.", key=key_of(task, project), command=Code("reopen")
        )
    await _accepted_by(work, task, acceptor, by=by, project=project)


async def _accepted_by(work: Work, task: Task, acceptor: Person, *, by: Person, project: Project) -> None:
    """From now on it is done when this person says so."""
    await task_rights.may_settle(work, task, by)
    await task_rights.may_bring(work, project, acceptor, by=by)
    await projects.join(work, project, acceptor, role=Role.MEMBER, by=by)
    work.set(task, acceptor_id=acceptor.id)


async def set_due(work: Work, task: Task, due: When, *, project: Project) -> None:
    """Set a due day in the owner's zone, and the instant where a time was said."""
    owner = (
        await people_rows.person(work.session, work.workspace.id, task.owner_id) if task.owner_id else None
    )
    zone = (owner.zone if owner else None) or project.zone
    at = datetime.combine(due.day, due.at, ZoneInfo(zone)).astimezone(UTC) if due.at else None
    work.set(task, due_day=due.day, due_at=at, due_zone=zone)


def _tags(known: str, more: Iterable[Tag]) -> str:
    names = known.split()
    names.extend(tag.name for tag in more if tag.name not in names)
    found = f" {' '.join(names)} "
    if len(found) > LONGEST_TAGS:
        raise Refused(
            "That is more tags than a task can have. Take one off with {example}.", example=Code("-#tag")
        )
    return found


async def rename(work: Work, task: Task, title: str) -> None:
    """Give a task another title.

    Raises:
        Refused: it is empty or too long.
    """
    await task_states.hold(work, task)
    work.set(task, title=_title(title))


async def set_left(work: Work, task: Task, left: Duration) -> None:
    """Say how much work remains.

    Raises:
        Refused: it is finished.
    """
    project = await task_states.hold(work, task)
    if task.status not in rows.OPEN:
        raise Refused(
            "{key} is finished. Say {command} first.", key=key_of(task, project), command=Code("reopen")
        )
    work.set(task, left_hours=left.high_hours)
