"""How a task goes on: begun, finished, accepted, sent back, taken up again, given up."""

from bot.errors import Over, Refused
from bot.message import Code
from bot.services import clearing, projects, task_rights
from bot.views.tasks import key_of
from bot.work import Work
from storage import projects as project_rows
from storage.models import Person, Project, Task
from storage.tasks import OPEN
from storage.words import TaskStatus

LONGEST_REASON = 500


async def hold(work: Work, task: Task) -> Project:
    """Let nobody else change it at the same time; it is as it is now from here on."""
    project = await project_rows.lock(work.session, task.project_id)
    await work.session.flush()  # what this unit has changed is not lost by looking again
    await work.session.refresh(task)
    return project


def can_become(task: Task, status: TaskStatus) -> bool:
    """Whether a button that asks for this status (REVIEW: for a word on it) still fits, or is an old one."""
    match status:
        case TaskStatus.DOING | TaskStatus.CANCELLED:
            return task.status in OPEN
        case TaskStatus.DONE:
            return task.status is not TaskStatus.CANCELLED
        case TaskStatus.REVIEW:
            return task.status is TaskStatus.REVIEW
        case TaskStatus.TODO:
            return task.status is not TaskStatus.TODO


async def start(work: Work, task: Task) -> None:
    """Begin a task.

    Raises:
        Refused: it is finished.
    """
    project = await hold(work, task)
    if task.status not in OPEN:
        raise Over(
            "{key} is finished. Say {command} first.", key=key_of(task, project), command=Code("reopen")
        )
    work.set(task, status=TaskStatus.DOING, started_at=task.started_at or work.now)


async def finish(work: Work, task: Task, *, by: Person) -> None:
    """Say that a task is done; with an acceptor other than `by` it waits for their word.

    Raises:
        Refused: it was cancelled.
    """
    project = await hold(work, task)
    if task.status is TaskStatus.DONE:
        return
    if task.status is TaskStatus.CANCELLED:
        raise Over(
            "{key} was cancelled. Say {command} first.", key=key_of(task, project), command=Code("reopen")
        )
    usual = await projects.acceptor(work, project)
    acceptor_id = task.acceptor_id or (usual.id if usual else None)
    if acceptor_id is not None and acceptor_id != by.id:
        work.set(task, status=TaskStatus.REVIEW, acceptor_id=acceptor_id, reject_reason=None)
        await clearing.end_with(work, task, by=by)
        return
    await _done(work, task, by=by)


async def _done(work: Work, task: Task, *, by: Person) -> None:
    work.set(
        task, status=TaskStatus.DONE, done_at=task.done_at or work.now, left_hours=None, reject_reason=None
    )
    await clearing.end_with(work, task, by=by)


async def accept(work: Work, task: Task, *, by: Person) -> None:
    """Say that what is done is good.

    Raises:
        NotAllowed: it is for somebody else to accept.
        Refused: it is not done yet.
    """
    await _must_wait_for_acceptance(work, task)
    await task_rights.may_accept(work, task, by)
    if task.status is TaskStatus.REVIEW:
        await _done(work, task, by=by)


async def reject(work: Work, task: Task, reason: str, *, by: Person) -> None:
    """Send what was said to be done back to its owner.

    Raises:
        NotAllowed: it is for somebody else to accept.
        Refused: it is not done yet, or the reason is too long.
    """
    await _must_wait_for_acceptance(work, task)
    await task_rights.may_accept(work, task, by)
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise Refused(
            "A reason has at most {n} characters; this one has {length}.",
            n=LONGEST_REASON,
            length=len(reason),
            field="reason",
        )
    work.set(task, status=_before_it_was_done(task), reject_reason=reason, done_at=None)


async def _must_wait_for_acceptance(work: Work, task: Task) -> None:
    project = await hold(work, task)
    if task.status in (TaskStatus.TODO, TaskStatus.DOING, TaskStatus.CANCELLED):
        raise Over("{key} is not done yet.", key=key_of(task, project))


async def reopen(work: Work, task: Task) -> None:
    """Take a finished task up again."""
    await hold(work, task)
    if task.status in (TaskStatus.DONE, TaskStatus.CANCELLED, TaskStatus.REVIEW):
        work.set(task, status=_before_it_was_done(task), done_at=None)


def _before_it_was_done(task: Task) -> TaskStatus:
    return TaskStatus.DOING if task.started_at else TaskStatus.TODO


async def cancel(work: Work, task: Task, *, by: Person) -> None:
    """Leave a task undone for good.

    Raises:
        NotAllowed: only its owner, its creator or a lead may.
        Refused: it is done.
    """
    project = await hold(work, task)
    await task_rights.may_settle(work, task, by)
    if task.status is TaskStatus.DONE:
        raise Over("{key} is done already.", key=key_of(task, project))
    work.set(task, status=TaskStatus.CANCELLED)
    await clearing.end_with(work, task, by=by)
