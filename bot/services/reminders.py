"""Reminders: planned wherever a task's date, owner or state changes, and said when their time comes."""

from datetime import datetime, timedelta

from bot import worktime
from bot.services import calendars, introductions, mornings
from bot.views import mornings as views
from bot.work import Work
from storage import people as people_rows
from storage import reminders as rows
from storage import tasks as task_rows
from storage.models import Leave, Person, Project, Reminder, Task
from storage.words import ProjectStatus, ReminderKind

HOURS_BEFORE = 1.0  # of working time: a due time is reminded of that much before
GRACE = timedelta(minutes=30)  # after the due time; then it is late, and part of the next morning's message

_OF_TASKS = frozenset({"due_day", "due_at", "owner_id", "status"})
_OF_PEOPLE = frozenset({"zone", "hours", "weekdays", "region", "stopped_at", "gone_at", "asks_from"})
_OF_PROJECTS = frozenset({"zone", "hours", "weekdays", "region", "status"})


async def follow(work: Work) -> None:
    """Plan anew what the unit changed: tasks, when their owners work, and whether a project runs."""
    tasks = {one.id: one for one in work.touched(Task)}
    for project in work.touched(Project):
        if work.columns_touched(project) & _OF_PROJECTS:
            tasks |= {one.id: one for one in await task_rows.open_of_project(work.session, project.id)}
    people = {one.person_id for one in work.touched(Leave)}
    people |= {one.id for one in work.touched(Person) if work.columns_touched(one) & _OF_PEOPLE}
    for person_id in people:
        tasks |= {one.id: one for one in await task_rows.open_of_owner(work.session, person_id)}
    for task in tasks.values():
        await _plan(work, task)
    owners = people | {one.owner_id for one in tasks.values() if one.owner_id is not None}
    for person in (await people_rows.people(work.session, work.workspace.id, owners)).values():
        calendar = await mornings.calendar_of(work, person)
        person.next_at = await mornings.next_day_at(work, person, calendar)


async def _plan(work: Work, task: Task) -> None:
    """Set when the owner is reminded of a due time; what was reminded of already is not again."""
    known = await rows.of_task(work.session, task.id, ReminderKind.DUE_SOON)
    at = await _remind_at(work, task)
    if known is not None:
        known.next_at = None if known.told_for == task.due_at else at
    elif at is not None:
        work.session.add(
            Reminder(workspace_id=work.workspace.id, task_id=task.id, kind=ReminderKind.DUE_SOON, next_at=at)
        )


async def _remind_at(work: Work, task: Task) -> datetime | None:
    """A working hour before the due time; None if there is none, it has passed, or is that near already."""
    project = await work.session.get_one(Project, task.project_id)
    is_silent = task.status not in task_rows.OPEN or project.status is not ProjectStatus.ACTIVE
    if is_silent or task.due_at is None or task.owner_id is None or task.due_at <= work.now:
        return None
    owner = await work.session.get_one(Person, task.owner_id)
    try:
        at = worktime.add_hours(await calendars.of(work, owner, project), task.due_at, -HOURS_BEFORE)
    except worktime.NoWorkingTimeError:
        return None
    return at if at > work.now else None


async def due(work: Work, limit: int = 10) -> int:
    """Remind owners of what is due soon; returns how many reminders were looked at."""
    found = await rows.due(work.session, work.workspace.id, work.now, limit)
    for reminder, task in found:
        reminder.next_at = None
        project = await work.session.get_one(Project, task.project_id)
        is_over = task.due_at is None or task.due_at + GRACE < work.now
        if is_over or task.owner_id is None or task.status not in task_rows.OPEN:
            continue
        owner = await work.session.get_one(Person, task.owner_id)
        if project.status is not ProjectStatus.ACTIVE or not introductions.may_be_asked(owner, work.now):
            continue
        reminder.told_for = task.due_at
        calendar = await calendars.of(work, owner, project)
        later = mornings.day_more(calendar, worktime.local_day(calendar, work.now))
        key = f"soon/{task.id}/{task.due_at:%Y%m%d%H%M}"
        work.send(owner, views.soon(task, project, later), key=key)
    return len(found)
