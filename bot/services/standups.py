"""Stand-ups: when they come round, and who sits in them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot import worktime
from bot.errors import Ambiguous, NotFound, Refused
from bot.message import Button, Code, Time, button
from bot.services import calendars, introductions
from bot.when import Frequency, Reading, Recurrence, occurs_on, read_recurrence
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import standups as rows
from storage.models import Leave, Member, Person, Project, ProjectDay, Seat, Standup
from storage.words import ProjectStatus, Role

SUMMARY_AT = time(11, 30)
MOST_QUESTIONS = 10
LONGEST_QUESTION = 200
LOOKS_AHEAD = 800  # days; somebody who is away for longer is planned for when they are back

_CLOCK = re.compile(r"\b\d{1,2}[:：.]\d{2}\s*(?:am|pm)?\b|\b\d{1,2}\s*(?:am|pm)\b", re.IGNORECASE)
_QUESTIONS_FOLLOW = re.compile(r"\s*(?:[:：;](?=\s)|[：\n])\s*")
_LISTED = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)、])\s*")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time, and the days on which it comes round."""

    at: time
    recurrence: Recurrence


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


def schedule(text: str, reading: Reading) -> Schedule:
    """Return what `9:30 weekdays`, `9:30` or `every other friday 14:00` says; without days, working days.

    Raises:
        Refused: it can't be read, or has no time.
    """
    clock = _CLOCK.search(text)
    days = f"{text[: clock.start()]} {text[clock.end() :]}".strip() if clock else text
    at = f" {clock[0]}" if clock else ""
    for words in (text, f"{days}{at}", f"every {days}{at}", f"weekdays{at}" if clock and not days else ""):
        found = read_recurrence(words, reading) if words.strip() else None
        if found is not None and found.at is not None:
            return Schedule(found.at, found)
    raise Refused(
        "I can't read “{text}” as a time and days. For example: {example} or {other}.",
        text=text[:60],
        example=Code("standup new 9:30 weekdays"),
        other=Code("standup new every friday 14:00"),
        field="text",
    )


def told_apart(text: str) -> tuple[str, str]:
    """Return the time and days of a new stand-up, and its questions behind a colon or on the next lines."""
    found = _QUESTIONS_FOLLOW.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def questions_of(text: str) -> list[str]:
    """Return the questions of a text, one a line or parted by semicolons; none for "usual".

    Raises:
        Refused: there are too many, or one is too long.
    """
    parts = [_LISTED.sub("", one).strip() for one in re.split(r"[\n;；]", text)]
    found = [one for one in parts if one]
    if [one.lower() for one in found] in (["usual"], ["default"]):
        return []
    if len(found) > MOST_QUESTIONS:
        raise Refused(
            "A stand-up has at most {n} questions; these are {count}.", n=MOST_QUESTIONS, count=len(found)
        )
    longest = max((len(one) for one in found), default=0)
    if longest > LONGEST_QUESTION:
        raise Refused(
            "A question has at most {n} characters; this one has {length}.",
            n=LONGEST_QUESTION,
            length=longest,
        )
    return found


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
    daily = [one for one in await rows.of_project(work.session, project.id) if is_daily(one)]
    if daily and is_in_the_morning(wanted.recurrence):
        raise Refused(
            "{project} has a stand-up already, at {time}.",
            button("Another time", f"standup time {wanted.at:%H:%M}"),
            button("End it", "standup stop"),
            project=project.name,
            time=Time(daily[0].at),
        )
    standup = Standup(
        workspace_id=work.workspace.id,
        project_id=project.id,
        at=wanted.at,
        recurrence=_kept(wanted.recurrence, await calendars.of_project(work, project), work.now),
        questions=list(questions),
        summary_at=SUMMARY_AT,
        everybody=not people,
        created_at=work.now,
    )
    await work.add(standup)
    for person in people or await _everybody(work, project):
        await sit(work, standup, project, person)
    return standup, await first_prompt(work, standup)


async def _everybody(work: Work, project: Project) -> list[Person]:
    members = await project_rows.members(work.session, project.id)
    return [person for member, person in members if member.role is not Role.OBSERVER]


async def first_prompt(work: Work, standup: Standup) -> datetime | None:
    """When somebody is asked next in a stand-up; None if nobody will be."""
    seats = await rows.seats(work.session, standup.id)
    moments = [seat.next_at for seat, person in seats if introductions.knows(person)]
    return min((one for one in moments if one is not None), default=None)


async def move(work: Work, standup: Standup, project: Project, wanted: Schedule) -> datetime | None:
    """Let a stand-up come at other times; return when it asks next."""
    kept = _kept(wanted.recurrence, await calendars.of_project(work, project), work.now)
    work.set(standup, at=wanted.at, recurrence=kept)
    for seat, person in await rows.seats(work.session, standup.id):
        seat.next_at = next_at(standup, person, await calendars.of(work, person, project), work.now)
    return await first_prompt(work, standup)


async def ask_these(work: Work, standup: Standup, questions: Sequence[str]) -> None:
    """Ask other questions from now on; none stands for the usual one."""
    work.set(standup, questions=list(questions))


async def sit(work: Work, standup: Standup, project: Project, person: Person) -> bool:
    """Give somebody a seat; false if they have it."""
    if await rows.seat(work.session, standup.id, person.id) is not None:
        return False
    at = next_at(standup, person, await calendars.of(work, person, project), work.now)
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
    following = next_at(one.standup, person, one.calendar, now)
    before, today = one.seat.next_at, worktime.local_day(one.calendar, now)
    if before is None or before <= now or worktime.local_day(one.calendar, before) != today:
        return following
    if following is not None and worktime.local_day(one.calendar, following) == today:
        return following
    if not comes_on(one.standup, one.calendar, today):
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
        seat.next_at = next_at(standup, person, sitting.calendar, work.now) if sitting.is_running else None


def is_daily(standup: Standup) -> bool:
    """Whether its question is part of the morning message; others prompt apart."""
    return is_in_the_morning(Recurrence.from_json(standup.recurrence))


def is_in_the_morning(recurrence: Recurrence) -> bool:
    """Whether it comes round on most days."""
    match recurrence.frequency:
        case Frequency.DAILY:
            return recurrence.interval == 1
        case Frequency.WEEKLY:
            return recurrence.interval == 1 and len(recurrence.weekdays) > 1
        case Frequency.MONTHLY | Frequency.YEARLY:
            return False


def _kept(recurrence: Recurrence, calendar: worktime.Calendar, now: datetime) -> dict[str, object]:
    """A recurrence as the row keeps it; "every other friday" counts from the coming one."""
    anchor = worktime.local_day(calendar, now)
    while recurrence.weekdays and anchor.weekday() not in recurrence.weekdays:
        anchor += _DAY
    return {**recurrence.to_json(), "anchor": anchor.isoformat()}


def comes_on(standup: Standup, calendar: worktime.Calendar, day: date) -> bool:
    """Whether somebody is to be asked on a local day: it comes round then, and they work."""
    if not worktime.is_working_day(calendar, day):
        return False
    anchor = date.fromisoformat(str(standup.recurrence["anchor"]))
    works = partial(worktime.is_working_day, calendar)
    return occurs_on(Recurrence.from_json(standup.recurrence), day, works, anchor)


def next_at(
    standup: Standup, person: Person, calendar: worktime.Calendar, after: datetime
) -> datetime | None:
    """Somebody's next prompt after a moment (UTC), or None if there is none to be seen.

    It goes by local date: at the stand-up's time or their own one, or when their work begins on that day if
    that is later; a time in a gap moves forward, of one that comes twice the first counts.
    """
    at_time = person.asks_at if person.asks_at is not None and is_daily(standup) else standup.at
    if person.asks_from is not None:
        after = max(after, person.asks_from - timedelta(microseconds=1))
    day = worktime.local_day(calendar, after)
    for _ in range(LOOKS_AHEAD):
        if comes_on(standup, calendar, day):
            at = _moment(at_time, calendar, day)
            if at > after:
                return at
        day += _DAY
    return None


def _moment(at_time: time, calendar: worktime.Calendar, day: date) -> datetime:
    begins = worktime.start_of_working_day(calendar, day)
    at = datetime.combine(day, at_time, worktime.zone_at(calendar, begins))
    return max(at.astimezone(UTC), begins)


async def the_daily(work: Work, project: Project) -> Standup:
    """A project's daily stand-up, or its first one.

    Raises:
        NotFound: it has none.
    """
    found = await rows.of_project(work.session, project.id)
    if not found:
        raise _none(project)
    return next((one for one in found if is_daily(one)), found[0])


async def the_one(work: Work, project: Project, number: int | None, command: str) -> Standup:
    """A project's stand-up: the one with this number, or its only one.

    Raises:
        NotFound: it has none.
        Ambiguous: it has several; each is offered with `command`.
    """
    found = [
        one for one in await rows.of_project(work.session, project.id) if number is None or one.id == number
    ]
    if not found:
        raise _none(project)
    if len(found) > 1:
        raise Ambiguous(
            "{project} has several stand-ups. Which one?", *_offered(found, command), project=project.name
        )
    return found[0]


def _none(project: Project) -> NotFound:
    return NotFound(
        "{project} has no stand-up yet. Start one: {example}",
        project=project.name,
        example=Code("standup new 9:30 weekdays"),
    )


def _offered(found: Iterable[Standup], command: str) -> list[Button]:
    return [button("{time}", f"{command} {one.id}", time=Time(one.at)) for one in found]
