"""Whom a level of a ladder speaks to, and who hears it in the place of somebody who can't be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import worktime
from bot.services import absences, calendars
from bot.views.blockers import Stuck
from bot.views.escalations import Absence, Lack
from bot.work import Work
from storage import projects as project_rows
from storage.models import Person, Project
from storage.words import Role, Rung


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told; with `absence` they are told in somebody's place."""

    people: Sequence[Person]
    absence: Absence | None = None


async def of(work: Work, stuck: Stuck, rung: Rung) -> Listeners:
    """Whom a rung speaks to now. A rung with nobody on it is the leads'."""
    match rung:
        case Rung.OWNER:
            return await _for_owner(work, stuck)
        case Rung.SPONSOR:
            sponsors = await project_rows.with_role(work.session, stuck.project.id, Role.SPONSOR)
            return Listeners(sponsors or await leads(work, stuck.project))
        case Rung.CHANNEL:
            return Listeners(())
        case Rung.LEAD:
            return Listeners(await leads(work, stuck.project))


async def _for_owner(work: Work, stuck: Stuck) -> Listeners:
    """The owner; the raiser where they wait for somebody outside; else a cover or the leads."""
    owner = stuck.owner
    if owner is None:
        return Listeners([stuck.raiser] if stuck.blocker.outside else await leads(work, stuck.project))
    member = await project_rows.member(work.session, stuck.project.id, owner.id)
    if owner.gone_at is not None or member is None:
        return Listeners(await leads(work, stuck.project), Absence(owner.name, Lack.GONE))
    if owner.stopped_at is not None:
        return Listeners(await leads(work, stuck.project, owner), Absence(owner.name, Lack.STOPPED))
    leave = await absences.whole_day(work, owner)
    if leave is None:
        return Listeners([owner])
    absence = Absence(owner.name, Lack.AWAY, leave.last)
    cover = await absences.stands_in(work, leave, work.now)
    return Listeners([cover] if cover else await leads(work, stuck.project, owner), absence)


async def leads(work: Work, project: Project, but: Person | None = None) -> Sequence[Person]:
    """A project's leads who are there today, all of them if none is."""
    found = await project_rows.leads(work.session, project.id)
    there = [one for one in found if await absences.whole_day(work, one) is None]
    others = [one for one in there or found if but is None or one.id != but.id]
    return others or found


def local_day(work: Work, person: Person, project: Project) -> date:
    """Somebody's date now."""
    return work.now.astimezone(ZoneInfo(person.zone or project.zone)).date()


def today(work: Work, project: Project) -> date:
    """The date where a project is at home."""
    return work.now.astimezone(ZoneInfo(project.zone)).date()


async def calendar(work: Work, stuck: Stuck, rung: Rung) -> worktime.Calendar:
    """The working time of who is told on a rung; the project's for the channel."""
    people = (await of(work, stuck, rung)).people
    if not people:
        return await calendars.of_project(work, stuck.project)
    return await calendars.of(work, people[0], stuck.project)


async def awake(work: Work, person: Person, project: Project) -> datetime:
    """When somebody works next, now if they do."""
    try:
        return worktime.next_working_moment(await calendars.of(work, person, project), work.now)
    except worktime.NoWorkingTimeError:
        return work.now
