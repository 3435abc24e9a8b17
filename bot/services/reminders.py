"""Reminders: planned wherever a task's date, owner or state changes, and said when their time comes.

Whose owner is away when it is due is told who stands in for them as well.
"""

from datetime import datetime, timedelta

from bot import worktime
from bot.services import absences, agendas, calendars, introductions
from bot.views import leaves as leave_views
from bot.views import mornings as views
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import reminders as rows
from storage import tasks as task_rows
from storage.models import Leave, Person, Project, Reminder, Task
from storage.words import EventKind, ProjectStatus, ReminderKind

HOURS_BEFORE = 1.0  # of working time: a due time is reminded of that much before
GRACE = timedelta(minutes=30)  # after the due time; then it is late, and part of the next morning's message

_OF_TASKS = frozenset({"due_day", "due_at", "owner_id", "status"})
_OF_PEOPLE = frozenset({"zone", "hours", "weekdays", "region", "stopped_at", "gone_at", "asks_from"})
_OF_PROJECTS = frozenset({"zone", "hours", "weekdays", "region", "status"})


async def follow(work: Work) -> None:
    """Plan anew what the unit changed: tasks, when their owners work, and whether a project runs."""
    tasks = {one.id: one for one in work.touched(Task)}
    moved: dict[int, Task] = {}
    for project in work.touched(Project):
        if work.columns_touched(project) & _OF_PROJECTS:
            moved |= {one.id: one for one in await task_rows.open_of_project(work.session, project.id)}
    covers = {one.cover_id for one in work.touched(Leave) if one.cover_id is not None}
    people = {one.person_id for one in work.touched(Leave)}
    people |= {one.id for one in work.touched(Person) if work.columns_touched(one) & _OF_PEOPLE}
    stood_in_for = await people_rows.covered(work.session, people, work.now.date())
    for person_id in people | {one.person_id for one in stood_in_for}:
        moved |= {one.id: one for one in await task_rows.open_of_owner(work.session, person_id)}
    tasks |= moved
    for task in tasks.values():
        await _plan(work, task)
    planned = people | covers | {one.owner_id for one in moved.values() if one.owner_id is not None}
    owners = {one.owner_id for one in tasks.values() if one.owner_id is not None and one.due_day is not None}
    found = await people_rows.people(work.session, work.workspace.id, planned | owners)
    for person in found.values():
        if person.id in planned or person.next_at is None:  # else a morning is planned already
            calendar = await agendas.calendar_of(work, person)
            person.next_at = await agendas.next_day_at(work, person, calendar)


async def _plan(work: Work, task: Task) -> None:
    """Set when the owner, and who stands in, are reminded of a due time; nobody is twice of the same one."""
    is_new = any(one.row is task and one.kind is EventKind.CREATED for one in work.traces)
    known = {} if is_new else await rows.of_task(work.session, task.id)
    for kind, at in (await _remind_at(work, task)).items():
        reminder = known.get(kind)
        if reminder is not None:
            reminder.next_at = None if reminder.told_for == task.due_at else at
        elif at is not None:
            work.session.add(Reminder(workspace_id=work.workspace.id, task_id=task.id, kind=kind, next_at=at))


async def _remind_at(work: Work, task: Task) -> dict[ReminderKind, datetime | None]:
    """A working hour before the due time; None if there is none, it has passed, or is that near already."""
    project = await work.session.get_one(Project, task.project_id)
    is_silent = task.status not in task_rows.OPEN or project.status is not ProjectStatus.ACTIVE
    if is_silent or task.due_at is None or task.owner_id is None or task.due_at <= work.now:
        return dict.fromkeys(ReminderKind)
    owner = await work.session.get_one(Person, task.owner_id)
    covered = await absences.cover_at(work, owner, task.due_at)
    return {
        ReminderKind.DUE_SOON: await _hour_before(work, owner, project, task.due_at),
        ReminderKind.COVERED: await _hour_before(work, covered[0], project, task.due_at) if covered else None,
    }


async def _hour_before(work: Work, person: Person, project: Project, due_at: datetime) -> datetime | None:
    try:
        at = worktime.add_hours(await calendars.of(work, person, project), due_at, -HOURS_BEFORE)
    except worktime.NoWorkingTimeError:
        return None
    return at if at > work.now else None


async def due(work: Work, limit: int = 10) -> int:
    """Remind of what is due soon; returns how many reminders were looked at."""
    found = await rows.due(work.session, work.workspace.id, work.now, limit)
    for reminder, task in found:
        reminder.next_at = None
        if task.due_at is None or task.due_at + GRACE < work.now or task.status not in task_rows.OPEN:
            continue
        if await _remind(work, reminder.kind, task, task.due_at):
            reminder.told_for = task.due_at
    return len(found)


async def _remind(work: Work, kind: ReminderKind, task: Task, due_at: datetime) -> bool:
    """Remind the owner, or who stands in for them; false if nobody may be."""
    if task.owner_id is None:
        return False
    project = await work.session.get_one(Project, task.project_id)
    owner = await work.session.get_one(Person, task.owner_id)
    covered = await absences.cover_at(work, owner, due_at) if kind is ReminderKind.COVERED else None
    if kind is ReminderKind.COVERED and covered is None:
        return False
    reader = covered[0] if covered else owner
    is_in = await project_rows.member(work.session, project.id, reader.id) is not None
    if not is_in or project.status is not ProjectStatus.ACTIVE:
        return False
    if not introductions.may_be_asked(reader, work.now):
        return False
    calendar = await calendars.of(work, owner, project)
    later = agendas.day_more(calendar, worktime.local_day(calendar, work.now))
    message = views.soon(task, project, later)
    if covered:
        message = leave_views.for_cover(owner, covered[1], message)
    work.send(reader, message, key=f"soon/{task.id}/{due_at:%Y%m%d%H%M}")
    return True
