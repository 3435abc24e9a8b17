"""When people work: their own hours and holidays, else the project's or the default; without their leave."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import public_holidays, worktime
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Leave, Person, Project, ProjectDay
from storage.words import DayKind

NO_HOLIDAYS = "none"  # a region that has none, on purpose
YEARS_AHEAD = 2  # nobody plans beyond them, and governments publish a year at a time
LOOKS_BACK = timedelta(days=92)  # leave that ended earlier moves nothing that is still open

_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


async def of(work: Work, person: Person, project: Project | None = None) -> worktime.Calendar:
    """Somebody's working time, in a project's where theirs says nothing."""
    return (await of_people(work, [person], project))[person.id]


async def of_people(
    work: Work, people: Collection[Person], project: Project | None = None
) -> dict[int, worktime.Calendar]:
    """The working time of several people, by their ids."""
    ids = [one.id for one in people]
    leave: dict[int, list[worktime.Leave]] = {one: [] for one in ids}
    for row in await people_rows.leaves(work.session, ids, (work.now - LOOKS_BACK).date()):
        leave[row.person_id].extend(_days_off(row))
    own = await own_days(work, project)
    return {
        one.id: _calendar(work, one, project, own, leave[one.id], await _zone(work, one, project))
        for one in people
    }


async def _zone(work: Work, person: Person, project: Project | None) -> str:
    return person.zone or (project.zone if project else await work.zone_of(person))


def is_at_work(calendar: worktime.Calendar, at: datetime) -> bool:
    """Whether a moment lies in somebody's working day; its breaks count as well."""
    day = worktime.local_day(calendar, at)
    if not worktime.is_working_day(calendar, day):
        return False
    return worktime.start_of_working_day(calendar, day) <= at < worktime.end_of_working_day(calendar, day)


async def of_project(work: Work, project: Project) -> worktime.Calendar:
    """The working time of a project, for what nobody in particular owns."""
    days = (await own_days(work, project)).over(_public(work, project.region))
    return worktime.Calendar(ZoneInfo(project.zone), _week(project.weekdays, project.hours), days)


async def own_days(work: Work, project: Project | None) -> worktime.Days:
    """The days on which a project works, or doesn't, against the week and the holidays."""
    if project is None:
        return worktime.Days()
    rows = await project_rows.days(work.session, project.id)
    return worktime.Days(off=_of_kind(rows, DayKind.OFF), work=_of_kind(rows, DayKind.WORK))


def _of_kind(rows: Sequence[ProjectDay], kind: DayKind) -> frozenset[date]:
    return frozenset(one.day for one in rows if one.kind is kind)


def _public(work: Work, region: str | None) -> worktime.Days:
    if region is None or region == NO_HOLIDAYS:
        return worktime.Days()
    years = range(work.now.year - 1, work.now.year + YEARS_AHEAD + 1)
    return public_holidays.days(public_holidays.read_region(region), years)


def _calendar(
    work: Work,
    person: Person,
    project: Project | None,
    own: worktime.Days,
    leave: list[worktime.Leave],
    zone: str,
) -> worktime.Calendar:
    """Somebody's calendar: holidays that they chose themselves go before the project's days."""
    weekdays = person.weekdays or (project.weekdays if project else None)
    hours = person.hours or (project.hours if project else None)
    if person.region is not None:
        days = _public(work, person.region).over(own)
    else:
        days = own.over(_public(work, project.region if project else None))
    return worktime.Calendar(ZoneInfo(zone), _week(weekdays, hours), days, tuple(leave))


def _week(weekdays: str | None, hours: str | None) -> worktime.Week:
    """A week from ISO weekday numbers such as "12345" and hours such as "9:00-12:00 13:00-18:00"."""
    days = range(5) if weekdays is None else [int(one) - 1 for one in weekdays]
    spans = tuple(
        worktime.Span(time(int(one[1]), int(one[2])), time(int(one[3]) % 24, int(one[4])))
        for one in _SPAN.finditer(hours or "")
    )
    return worktime.week_of(days, spans or worktime.OFFICE_HOURS)


def _days_off(row: Leave) -> list[worktime.Leave]:
    """A leave as whole and half days: "pm" begins it at noon, "am" ends it then."""
    first, last = row.first, row.last
    found = []
    if row.first_half == "pm":
        found.append(worktime.Leave(first, first, worktime.Part.AFTERNOON))
        first += timedelta(days=1)
    if row.last_half == "am" and last >= first:
        found.append(worktime.Leave(last, last, worktime.Part.MORNING))
        last -= timedelta(days=1)
    if first <= last:
        found.append(worktime.Leave(first, last))
    return found
