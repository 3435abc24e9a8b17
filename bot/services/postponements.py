"""A later date that others depend on: the owner asks for it, the lead allows it."""

from bot import worktime
from bot.services import calendars, task_rights
from bot.views import dues as views
from bot.views.dues import Postponed
from bot.views.tasks import Say
from bot.when.meaning import When
from bot.work import Work
from bot.worktime import HOURS_A_DAY, NoWorkingTimeError
from storage import outbox
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Milestone, Person, Project, Task


async def is_asked_for(work: Work, task: Task, due: When, *, by: Person, project: Project) -> bool:
    """Whether a new date is the lead's to allow; then they are asked, and the delay counts as work meanwhile.

    That is a later date that the task's milestone or a task waiting for it would not bear; a lead moves it
    at once.
    """
    if (
        task.due_day is None
        or due.day <= task.due_day
        or await task_rights.say_of(work, task, by) is Say.LEAD
    ):
        return False
    milestone, successor = await _in_its_way(work, task, due)
    if milestone is None and successor is None:
        return False
    key = f"later/{task.id}/{task.due_day}/{due.day}/"
    if await outbox.is_decided(work.session, work.workspace.id, key):
        return True
    days = await _days_more(work, task, due, project)
    work.set(task, left_hours=_left(task) + days * HOURS_A_DAY)
    asked = Postponed(task, project, by.name, due.day, milestone, successor)
    for lead in await project_rows.leads(work.session, project.id):
        work.send(lead, views.asks_for_more_time(asked), key=f"{key}{{change}}")
    return True


async def _in_its_way(work: Work, task: Task, due: When) -> tuple[Milestone | None, Task | None]:
    """The milestone that is promised before that day, and a task that is due before it and waits."""
    milestone = (
        await project_rows.milestone(work.session, work.workspace.id, task.milestone_id)
        if task.milestone_id is not None
        else None
    )
    if milestone is not None and milestone.promised >= due.day:
        milestone = None
    waiting = [one for _, one in await rows.successors(work.session, [task.id]) if one.status in rows.OPEN]
    moved = [one for one in waiting if one.due_day is not None and one.due_day < due.day]
    return milestone, moved[0] if moved else None


async def _days_more(work: Work, task: Task, due: When, project: Project) -> int:
    calendar = await calendars.of_project(work, project)
    try:
        return worktime.working_days_between(calendar, task.due_day or due.day, due.day)
    except NoWorkingTimeError:
        return 0


def _left(task: Task) -> float:
    known = task.left_hours if task.left_hours is not None else task.estimate_high
    return HOURS_A_DAY if known is None else known
