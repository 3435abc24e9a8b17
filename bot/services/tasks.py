"""Tasks: made, changed, finished; what they wait for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import planning
from bot.errors import NotAllowed, Refused
from bot.parameters import Priority, Tag
from bot.services import projects
from bot.services.people import rank
from bot.when.meaning import Duration, Unclear, When
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Dependency, Milestone, Note, Person, Project, Task
from storage.words import ProjectStatus, Role, TaskStatus

LONGEST_TITLE = 300


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


async def add(work: Work, project: Project, title: str, *, by: Person, options: Options) -> Task:
    """Create a task at the end of the project's number line.

    Raises:
        Refused: the project is closed, or the title is empty or too long.
    """
    title = " ".join(title.split())
    if not title:
        raise Refused("A task needs a title.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "A title has at most {n} characters; this one has {length}.",
            n=LONGEST_TITLE,
            length=len(title),
            field="title",
        )
    project = await project_rows.lock(work.session, project.id)
    if project.status is ProjectStatus.CLOSED:
        raise Refused("{project} is closed. An admin or its lead can open it again.", project=project.name)
    number = project.next_number
    project.next_number = number + 1
    task = await work.add(
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
    return task


async def change(work: Work, task: Task, options: Options, *, by: Person, project: Project) -> None:
    """Apply what was said about a task."""
    if options.owner is not None:
        await give(work, task, options.owner, by=by, project=project)
    if isinstance(options.due, When):
        await set_due(work, task, options.due, project=project)
    if options.priority is not None:
        work.set(task, priority=int(options.priority))
    if options.tags:
        work.set(task, tags=_tags(task.tags, options.tags))
    if options.estimate is not None:
        low, high = options.estimate.low_hours, options.estimate.high_hours
        work.set(task, estimate_low=low, estimate_high=high, left_hours=None)
    if options.milestone is not None:
        work.set(task, milestone_id=options.milestone.id)
    await wait_for(work, task, options.after)


async def give(work: Work, task: Task, owner: Person, *, by: Person, project: Project) -> None:
    """Make somebody the owner; who was not in the project is in it now."""
    await projects.join(work, project, owner, role=Role.MEMBER, by=by)
    work.set(task, owner_id=owner.id)


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
    return f" {' '.join(names)} "


async def wait_for(work: Work, task: Task, after: Iterable[Task]) -> None:
    """Let a task wait for others.

    Raises:
        Refused: it would wait for itself in a circle, which is named; or they are of another project.
    """
    known = {(one.task_id, one.after_id) for one in await rows.dependencies(work.session, task.project_id)}
    for other in after:
        if (task.id, other.id) in known:
            continue
        if other.project_id != task.project_id:
            raise Refused(
                "{title} is in another project; only tasks of one project wait for each other.",
                title=other.title,
            )
        circle = planning.find_circle(known, (task.id, other.id))
        if circle is not None:
            raise await _circle(work, task, circle)
        await work.add(
            Dependency(
                workspace_id=work.workspace.id, project_id=task.project_id, task_id=task.id, after_id=other.id
            )
        )
        known.add((task.id, other.id))


async def _circle(work: Work, task: Task, ids: Iterable[int]) -> Refused:
    project = await project_rows.by_id(work.session, work.workspace.id, task.project_id)
    open_tasks = {one.id: one.number for one in await rows.of_project(work.session, task.project_id)}
    key = project.key if project else ""
    names = " → ".join(f"{key}-{open_tasks.get(one, one)}" for one in ids)
    return Refused("That would go round in a circle: {circle}. Nothing was changed.", circle=names)


async def stop_waiting(work: Work, task: Task, after: Iterable[Task]) -> None:
    """Let a task wait for these no longer."""
    wanted = {one.id for one in after}
    for dependency, _ in await rows.predecessors(work.session, [task.id]):
        if dependency.after_id in wanted:
            await work.remove(dependency)


async def start(work: Work, task: Task) -> None:
    """Begin a task.

    Raises:
        Refused: it is finished.
    """
    if task.status in (TaskStatus.DONE, TaskStatus.CANCELLED):
        raise Refused("{title} is finished. Reopen it first.", title=task.title)
    work.set(task, status=TaskStatus.DOING, started_at=task.started_at or work.now)


async def finish(work: Work, task: Task) -> None:
    """Say that a task is done; with an acceptor it waits for their word.

    Raises:
        Refused: it was cancelled.
    """
    if task.status is TaskStatus.CANCELLED:
        raise Refused("{title} was cancelled. Reopen it first.", title=task.title)
    if task.acceptor_id is not None and task.status is not TaskStatus.DONE:
        work.set(task, status=TaskStatus.REVIEW)
        return
    work.set(task, status=TaskStatus.DONE, done_at=task.done_at or work.now, left_hours=None)


async def reopen(work: Work, task: Task) -> None:
    """Take a finished task up again."""
    if task.status in (TaskStatus.DONE, TaskStatus.CANCELLED, TaskStatus.REVIEW):
        work.set(task, status=TaskStatus.DOING if task.started_at else TaskStatus.TODO, done_at=None)


async def cancel(work: Work, task: Task, *, by: Person) -> None:
    """Leave a task undone for good.

    Raises:
        NotAllowed: only its owner, its creator or a lead may.
    """
    await _may_settle(work, task, by)
    work.set(task, status=TaskStatus.CANCELLED)


async def rename(work: Work, task: Task, title: str) -> None:
    """Give a task another title."""
    work.set(task, title=" ".join(title.split())[:LONGEST_TITLE])


async def set_left(work: Work, task: Task, left: Duration) -> None:
    """Say how much work remains."""
    work.set(task, left_hours=left.high_hours)


async def note(work: Work, task: Task, body: str, *, by: Person) -> None:
    """Keep what somebody wrote about a task."""
    await work.add(
        Note(workspace_id=work.workspace.id, task_id=task.id, person_id=by.id, body=body, created_at=work.now)
    )


async def _may_settle(work: Work, task: Task, by: Person) -> None:
    if by.is_admin or by.id in (task.owner_id, task.creator_id):
        return
    member = await project_rows.member(work.session, task.project_id, by.id)
    if rank(member.role if member else None) >= rank(Role.LEAD):
        return
    owner = await people_rows.person(work.session, work.workspace.id, task.owner_id or task.creator_id)
    name = owner.name if owner else "the lead"
    raise NotAllowed("{title} is {name}'s. Ask them, or the lead.", title=task.title, name=name)
