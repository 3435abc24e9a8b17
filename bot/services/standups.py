"""Stand-ups: set up, moved, ended, and who sits in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot import worktime
from bot.errors import Ambiguous, NotFound, Refused
from bot.message import Code, Time, button, phrase
from bot.parameters import Which
from bot.services import calendars, introductions, schedules
from bot.services.schedules import Schedule
from bot.views import standups as views
from bot.views.standups import Standing
from bot.when import Recurrence
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import standups as rows
from storage.models import Leave, Member, Person, Project, ProjectDay, Seat, Standup
from storage.words import ProjectStatus, Role

SUMMARY_AT = time(11, 30)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody's seat in a stand-up, and when they work there."""

    seat: Seat
    standup: Standup
    project: Project
    calendar: worktime.Calendar

    @property
    def is_running(self) -> bool:
        """Whether anybody is asked in it."""
        return self.project.status is ProjectStatus.ACTIVE and self.standup.stopped_at is None


async def create(
    work: Work,
    project: Project,
    wanted: Schedule,
    people: Sequence[Person] = (),
    questions: Sequence[str] = (),
) -> tuple[Standup, datetime | None]:
    """Start a stand-up of a project with these people, or with everybody; return when it asks first.

    Raises:
        Refused: it has a daily one already.
    """
    if schedules.is_in_the_morning(wanted.recurrence):
        await _must_be_the_daily(work, project, wanted)
    standup = Standup(
        workspace_id=work.workspace.id,
        project_id=project.id,
        at=wanted.at,
        recurrence=schedules.kept(wanted, await calendars.of_project(work, project), work.now),
        questions=list(questions),
        summary_at=SUMMARY_AT,
        everybody=not people,
        created_at=work.now,
    )
    await work.add(standup)
    for person in people or await _everybody(work, project):
        await sit(work, standup, project, person)
    return standup, await first_prompt(work, standup)


async def _must_be_the_daily(
    work: Work, project: Project, wanted: Schedule, but: Standup | None = None
) -> None:
    """A project has one daily stand-up, for a morning has one message.

    Raises:
        Refused: it has another one.
    """
    running = await rows.of_project(work.session, project.id)
    daily = [one for one in running if schedules.is_daily(one) and one is not but]
    if daily:
        raise Refused(
            "{project} has a stand-up already, at {time}.",
            button("Another time", f"standup time #{daily[0].id} {wanted.at:%H:%M}"),
            button("End it", f"standup stop #{daily[0].id}"),
            project=project.name,
            time=Time(daily[0].at),
        )


async def _everybody(work: Work, project: Project) -> list[Person]:
    members = await project_rows.members(work.session, project.id)
    return [person for member, person in members if member.role is not Role.OBSERVER]


async def first_prompt(work: Work, standup: Standup) -> datetime | None:
    """When somebody is asked next in a stand-up; None if nobody will be."""
    seats = await rows.seats(work.session, standup.id)
    moments = [seat.next_at for seat, person in seats if introductions.knows(person)]
    return min((one for one in moments if one is not None), default=None)


async def move(work: Work, standup: Standup, project: Project, wanted: Schedule) -> datetime | None:
    """Let a stand-up come at other times; return when it asks next.

    Raises:
        Refused: it would be the project's second daily one.
    """
    if schedules.is_in_the_morning(wanted.recurrence):
        await _must_be_the_daily(work, project, wanted, but=standup)
    before = Recurrence.from_json(standup.recurrence)
    kept = schedules.kept(wanted, await calendars.of_project(work, project), work.now)
    work.set(standup, at=wanted.at, recurrence=standup.recurrence if before == wanted.recurrence else kept)
    for seat, person in await rows.seats(work.session, standup.id):
        seat.next_at = schedules.next_at(standup, person, await calendars.of(work, person, project), work.now)
    return await first_prompt(work, standup)


async def ask_these(work: Work, standup: Standup, questions: Sequence[str]) -> None:
    """Ask other questions from now on; none stands for the usual one."""
    work.set(standup, questions=list(questions))


async def sit(work: Work, standup: Standup, project: Project, person: Person) -> bool:
    """Give somebody a seat; false if they have it."""
    if await rows.seat(work.session, standup.id, person.id) is not None:
        return False
    at = schedules.next_at(standup, person, await calendars.of(work, person, project), work.now)
    await work.add(
        Seat(workspace_id=work.workspace.id, standup_id=standup.id, person_id=person.id, next_at=at)
    )
    return True


async def stand_up(work: Work, standup: Standup, person: Person) -> bool:
    """Take somebody's seat away; false if they have none."""
    seat = await rows.seat(work.session, standup.id, person.id)
    if seat is None:
        return False
    await work.remove(seat)
    return True


async def stop(work: Work, standup: Standup) -> None:
    """End a stand-up: nobody is asked any more."""
    work.set(standup, stopped_at=work.now)


async def sittings(work: Work, person: Person) -> list[Sitting]:
    """All seats of somebody, with their working time in each project."""
    found = []
    for seat, standup, project in await rows.all_seats_of(work.session, person.id):
        found.append(Sitting(seat, standup, project, await calendars.of(work, person, project)))
    return found


async def replan(work: Work, person: Person) -> None:
    """Move somebody's prompts to their zone and working time, after these have changed."""
    for one in await sittings(work, person):
        one.seat.next_at = _planned_anew(one, person, work.now)


def _planned_anew(one: Sitting, person: Person, now: datetime) -> datetime | None:
    """The next prompt after a change of time; one of today whose new time is over comes at once."""
    if not one.is_running:
        return None
    following = schedules.next_at(one.standup, person, one.calendar, now)
    before, today = one.seat.next_at, worktime.local_day(one.calendar, now)
    if before is None or before <= now or worktime.local_day(one.calendar, before) != today:
        return following
    if following is not None and worktime.local_day(one.calendar, following) == today:
        return following
    if not schedules.comes_on(one.standup, one.calendar, today):
        return following
    soon = worktime.next_working_moment(one.calendar, now)
    return soon if worktime.local_day(one.calendar, soon) == today else following


async def follow(work: Work) -> None:
    """Seats follow what the unit changed: who is in a project, when they work, and whether it runs."""
    for member in work.touched(Member):
        await _follow_member(work, member)
    for project in work.touched(Project):
        await _follow_project(work, project)
    for day in work.touched(ProjectDay):
        await _replan_project(work, await work.session.get_one(Project, day.project_id))
    for standup in work.touched(Standup):
        await _replan_all(work, standup)
    away = {one.person_id for one in work.touched(Leave)}
    moved = {one.id for one in work.touched(Person) if work.columns_touched(one) & _TIMES}
    for person in (await people_rows.people(work.session, work.workspace.id, away | moved)).values():
        await replan(work, person)


_TIMES = frozenset({"zone", "hours", "weekdays", "region", "asks_at", "asks_from"})


async def _follow_member(work: Work, member: Member) -> None:
    """Who joins a project gets a seat where everybody sits, and who leaves it loses it."""
    project = await work.session.get_one(Project, member.project_id)
    person = await work.session.get_one(Person, member.person_id)
    known = await project_rows.member(work.session, project.id, person.id)
    for standup in await rows.of_project(work.session, project.id):
        if known is None or known.role is Role.OBSERVER:
            await stand_up(work, standup, person)
        elif standup.everybody:
            await sit(work, standup, project, person)


async def _follow_project(work: Work, project: Project) -> None:
    if work.columns_touched(project) & {"status", "zone", "hours", "weekdays", "region"}:
        await _replan_project(work, project)


async def _replan_project(work: Work, project: Project) -> None:
    for standup in await rows.of_project(work.session, project.id):
        await _replan_all(work, standup)


async def _replan_all(work: Work, standup: Standup) -> None:
    project = await work.session.get_one(Project, standup.project_id)
    for seat, person in await rows.seats(work.session, standup.id):
        sitting = Sitting(seat, standup, project, await calendars.of(work, person, project))
        seat.next_at = (
            schedules.next_at(standup, person, sitting.calendar, work.now) if sitting.is_running else None
        )


async def the_one(work: Work, project: Project, which: Which | None, command: str, said: str = "") -> Standup:
    """A project's stand-up: the one that is named, or its only one.

    Raises:
        NotFound: it has none, or not this one.
        Ambiguous: it has several; each is offered with `command` and what else was `said`.
    """
    running = await rows.of_project(work.session, project.id)
    if not running:
        raise _none(project)
    found = [one for one in running if which is None or one.id == which.number]
    if len(found) == 1:
        return found[0]
    choices = [
        (
            phrase("{time}, {days}", time=Time(one.at), days=views.days_of(one)),
            f"in {project.key}: {command} #{one.id} {said}".strip(),
        )
        for one in running
    ]
    if which is not None:
        raise NotFound(
            "{project} has no stand-up {number}. Which one?",
            choices=choices,
            project=project.name,
            number=f"#{which.number}",
        )
    raise Ambiguous("{project} has several stand-ups. Which one?", choices=choices, project=project.name)


async def of_project(work: Work, project: Project) -> list[Standing]:
    """The stand-ups that run in a project, and how many sit in each.

    Raises:
        NotFound: it has none.
    """
    running = await rows.of_project(work.session, project.id)
    if not running:
        raise _none(project)
    return [Standing(one, len(await rows.seats(work.session, one.id))) for one in running]


def _none(project: Project) -> NotFound:
    return NotFound(
        "{project} has no stand-up yet. Start one: {example}",
        project=project.name,
        example=Code("standup new 9:30 weekdays"),
    )
