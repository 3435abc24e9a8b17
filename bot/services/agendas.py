"""What a day holds for somebody: what is due of theirs, project by project, and what they wait for."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot import worktime
from bot.services import absences, calendars
from bot.views.agendas import Agenda, Covered, Wait
from bot.views.mornings import Later
from bot.work import Work
from storage import blockers as blocker_rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Person, Project, Task
from storage.words import ProjectStatus


async def of(work: Work, person: Person, project: Project, calendar: worktime.Calendar, day: date) -> Agenda:
    """What of somebody's in a project is due by the next working day, and what they wait for."""
    waits = []
    for blocker, tasks, owner in await blocker_rows.waited_for(work.session, project.id, person.id):
        raised_on = worktime.local_day(calendar, blocker.raised_at)
        days = worktime.working_days_between(calendar, raised_on, day)
        theirs = [one for one in tasks if one.owner_id == person.id] or tasks[:1]
        waits.append(Wait(blocker, tuple(theirs), owner.name if owner else blocker.outside, days))
    return Agenda(project, await _due(work, person, project, calendar, day), tuple(waits))


async def elsewhere(work: Work, person: Person, asked: Collection[int], day: date) -> list[Agenda]:
    """What is due of somebody's in projects that don't ask them today."""
    found = []
    for project, _ in await project_rows.of_person(work.session, person.id):
        if project.id in asked or project.status is not ProjectStatus.ACTIVE:
            continue
        agenda = await of(work, person, project, await calendars.of(work, person, project), day)
        if agenda.due:
            found.append(agenda)
    return found


async def covered(work: Work, person: Person, day: date) -> list[Covered]:
    """What is due of those who are away and whom somebody stands in for, in the projects of both."""
    found = []
    for away, leave in await absences.covered_by(work, person):
        agendas = []
        for project, _ in await project_rows.of_person(work.session, person.id):
            if project.status is not ProjectStatus.ACTIVE:
                continue
            due = await _due(work, away, project, await calendars.of(work, person, project), day)
            if due:
                agendas.append(Agenda(project, due))
        if agendas:
            found.append(Covered(away.name, leave.last, tuple(agendas)))
    return found


async def _due(
    work: Work, owner: Person, project: Project, calendar: worktime.Calendar, day: date
) -> tuple[Task, ...]:
    """What of somebody's in a project is due by the next working day of a calendar."""
    tasks = await task_rows.open_of_owner(work.session, owner.id, [project.id])
    soon = next_working_day(calendar, day)
    return tuple(one for one in tasks if one.due_day is not None and one.due_day <= soon)


def next_working_day(calendar: worktime.Calendar, day: date) -> date:
    """The working day after a day; the next day for somebody who has none."""
    try:
        return worktime.add_days(calendar, day, 1)
    except worktime.NoWorkingTimeError:
        return day + timedelta(days=1)


def day_more(calendar: worktime.Calendar, today: date) -> Later:
    """What [+1 day] makes of a task's date: the owner's next working day after it, or after today."""
    return lambda task: next_working_day(calendar, max(task.due_day or today, today))


async def calendar_of(work: Work, person: Person) -> worktime.Calendar:
    """Somebody's working time where no project is at hand: in the one they used last."""
    known = await project_rows.of_person(work.session, person.id)
    return await calendars.of(work, person, known[0][0] if known else None)


async def next_day_at(work: Work, person: Person, calendar: worktime.Calendar) -> datetime | None:
    """When somebody's next working day begins; None if neither they nor whom they cover keep dates."""
    if person.gone_at is not None or person.stopped_at is not None:
        return None
    tasks = await task_rows.open_of_owner(work.session, person.id)
    if all(one.due_day is None for one in tasks) and not await absences.covers_somebody(work, person):
        return None
    day = worktime.local_day(calendar, work.now)
    try:
        begins = worktime.start_of_working_day(calendar, worktime.next_working_day(calendar, day))
        if begins > work.now:
            return begins
        return worktime.start_of_working_day(calendar, worktime.add_days(calendar, day, 1))
    except worktime.NoWorkingTimeError:
        return None
