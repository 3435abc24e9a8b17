"""One more day: an owner moves their own date where nothing else moves; else the lead is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import planning, worktime
from bot.errors import NotAllowed, Over
from bot.services import forecasts, task_rights, task_states, tasks
from bot.services.forecasts import Outlook
from bot.views import delays as views
from bot.views.delays import Move
from bot.views.task_buttons import Say
from bot.views.tasks import key_of
from bot.when.meaning import When
from bot.work import Work
from bot.worktime import HOURS_A_DAY
from storage import history
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Person, Project, Task
from storage.tasks import OPEN

COMMAND = "task delay"
LOOKS_BACK = 20  # changes of the task


@dataclass(frozen=True, slots=True)
class Delay:
    """What became of it: who is asked, and what would move; nobody where the date is moved."""

    asked: Sequence[Person] = ()
    moves: Sequence[Move] = ()


async def delay(work: Work, task: Task, until: When, *, by: Person) -> Delay:
    """Give a task a later date. What an owner needs more counts as remaining work until the lead has agreed.

    Raises:
        NotAllowed: it is somebody else's.
        Refused: it is finished.
    """
    project = await task_states.hold(work, task)
    await task_rights.may_settle(work, task, by)
    if task.status not in OPEN:
        raise Over("{key} is finished.", key=key_of(task, project))
    if task.due_day is not None and until.day <= task.due_day:
        return Delay()  # pressed before
    leads = [one for one in await project_rows.leads(work.session, project.id) if one.id != by.id]
    if task.due_day is None or not leads or await task_rights.say_of(work, task, by) is Say.LEAD:
        await tasks.set_due(work, task, until, project=project)
        return Delay()
    return await _by_owner(work, task, until, leads, project)


async def _by_owner(work: Work, task: Task, until: When, leads: Sequence[Person], project: Project) -> Delay:
    outlook = await forecasts.of(work, project)
    left = await _known_left(work, task) + HOURS_A_DAY * _days(outlook, task, until.day)
    moves = _moves(outlook, task, left)
    if not moves:
        await tasks.set_due(work, task, until, project=project)
        return Delay()
    if work.set(task, left_hours=left):
        message = views.asks(task, project, work.actor.name if work.actor else "", until.day, moves)
        for lead in leads:
            work.send(lead, message, key=f"delay/{task.id}/{{change}}")
    return Delay(leads, moves)


def _days(outlook: Outlook, task: Task, until: date) -> int:
    """How many working days of its owner that is more."""
    calendar = outlook.plan.calendar_of(task.owner_id)
    return max(worktime.working_days_between(calendar, task.due_day or until, until), 1)


async def _known_left(work: Work, task: Task) -> float:
    """What was left, in working hours, before its owner asked for more: asked twice, it counts once."""
    left = task.left_hours
    for event, change in await history.of_entity(
        work.session, work.workspace.id, Task.__tablename__, task.id, LOOKS_BACK
    ):
        if "left_hours" not in event.after and "due_day" not in event.after:
            continue
        if change.command == COMMAND and event.after.get("left_hours") == left:
            left = event.before["left_hours"]
        break
    known = left if left is not None else task.estimate_high
    return HOURS_A_DAY if known is None else float(known)


def _moves(outlook: Outlook, task: Task, left: float) -> list[Move]:
    """The milestones that are met later then, and the tasks that go on later because they wait for it."""
    plan = replace(
        outlook.plan,
        tasks=tuple(
            replace(one, left_hours=left) if one.id == task.id else one for one in outlook.plan.tasks
        ),
    )
    after, before = planning.forecast(plan), outlook.schedule
    found: list[Move] = []
    for milestone in outlook.milestones:
        then, now = after.milestones[milestone.id].finish, before.milestones[milestone.id].finish
        if then is not None and now is not None and then > now:
            found.append(Move(milestone, now, then))
    for one in plan.tasks:
        waits = any(link.task_id == task.id for link in one.after) and outlook.tasks[one.id].status in OPEN
        if waits and after.tasks[one.id].day > before.tasks[one.id].day:
            found.append(Move(outlook.tasks[one.id], before.tasks[one.id].day, after.tasks[one.id].day))
    return found


async def keep(work: Work, task: Task, *, by: Person) -> None:
    """Say that the date stays; the owner hears of it.

    Raises:
        NotAllowed: only a lead answers for a date.
    """
    project = await task_states.hold(work, task)
    if await task_rights.say_of(work, task, by) is not Say.LEAD:
        raise NotAllowed("That is for the lead of {project}.", project=project.name)
    if task.owner_id is None or task.owner_id == by.id or task.due_day is None:
        return
    owner = await people_rows.person(work.session, work.workspace.id, task.owner_id)
    if owner is not None:
        key = f"kept/{task.id}/{task.due_day.isoformat()}/{work.now.date().isoformat()}"
        work.send(owner, views.kept(task, project, by.name), key=key)
