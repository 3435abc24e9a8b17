"""Mornings: one message per person and local day, with what is due, what they wait for, and the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import worktime
from bot.services import agendas, calendars, introductions, runs, schedules, standups
from bot.services.standups import Sitting
from bot.views import mornings as views
from bot.views.agendas import Agenda
from bot.work import Work
from storage import standups as rows
from storage.models import Day, Person, Project, Standup, StandupAnswer
from storage.outbox import insert_once
from storage.words import AnswerStatus

GRACE = timedelta(hours=2)  # later than this, the morning's question only annoys
OPEN_FOR = 2.0  # working hours after each person's own prompt; an answer after that is marked late
NUDGE_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A seat whose time had come, and the local day it was for."""

    sitting: Sitting
    at: datetime
    day: date


async def prompts_due(work: Work, limit: int = 10) -> int:
    """Ask those whose time has come; returns how many people were looked at."""
    people = await rows.people_to_ask(work.session, work.workspace.id, work.now, limit)
    for person in people:
        await _prompt(work, person)
    return len(people)


async def _prompt(work: Work, person: Person) -> None:
    """Ask one person what is to be asked now, unless it is too late; then look ahead."""
    sittings = await standups.sittings(work, person)
    prompts = [_moved_on(work, person, one) for one in sittings if _is_due(one, work.now)]
    wanted = [one for one in prompts if _is_wanted(one, person)]
    timely = [one for one in wanted if work.now - one.at <= GRACE]
    daily = [one for one in timely if schedules.is_daily(one.sitting.standup)]
    if daily:
        await _open(work, person, daily, sittings)
    for one in timely:
        if one not in daily:
            await ask(work, person, [one.sitting], one.day)
    if wanted and not timely:
        await _tell_what_is_due(work, person, wanted[0].sitting.calendar, wanted[0].day)


def _is_due(one: Sitting, now: datetime) -> bool:
    return one.seat.next_at is not None and one.seat.next_at <= now


def _moved_on(work: Work, person: Person, one: Sitting) -> Prompt:
    """The prompt that is due; what comes after it may be due as well, if it is not too late for that."""
    at = one.seat.next_at or work.now
    after = max(at, work.now - GRACE)
    one.seat.next_at = schedules.next_at(one.standup, person, one.calendar, after) if one.is_running else None
    return Prompt(one, at, worktime.local_day(one.calendar, at))


def _is_wanted(one: Prompt, person: Person) -> bool:
    """Whether the seat is asked that day: by what is known now, which may differ from when it was planned."""
    sitting = one.sitting
    if (
        not sitting.is_running
        or not introductions.may_be_asked(person, one.at)
        or sitting.seat.skip_on == one.day
    ):
        return False
    return worktime.is_working_day(sitting.calendar, one.day)


async def _open(work: Work, person: Person, due: Sequence[Prompt], sittings: Sequence[Sitting]) -> None:
    """Open somebody's day with their earliest stand-up: all of that day are asked in one message."""
    day = due[0].day
    group = [one.sitting for one in due]
    for one in sittings:
        if one in group or not one.is_running or not schedules.is_daily(one.standup):
            continue
        if one.seat.next_at is None or worktime.local_day(one.calendar, one.seat.next_at) != day:
            continue
        if one.seat.skip_on != day:
            group.append(one)
        one.seat.next_at = schedules.next_at(one.standup, person, one.calendar, one.seat.next_at)
    await ask(work, person, group, day)


async def ask(work: Work, person: Person, group: Sequence[Sitting], day: date) -> bool:
    """Put the question of a day to somebody, once; with their own list where it opens their day."""
    asked = [(one, answer) for one in group if (answer := await _part(work, person, one, day)) is not None]
    if not asked:
        return False
    if person.in_channel:
        for one, answer in asked:
            question = views.in_channel(person, one.project, one.standup.questions, answer.id)
            await runs.ask_under(work, answer, one.project, question, not_after=work.now + GRACE)
        return True
    opens = any(schedules.is_daily(one.standup) for one, _ in asked) and await _is_first(work, person, day)
    sections = [await _section(work, person, one, day, whole=opens) for one, _ in asked]
    if opens:
        others = await agendas.elsewhere(work, person, [one.project.id for one, _ in asked], day)
        sections += [views.Section(one) for one in others]
    covered = await agendas.covered(work, person, day) if opens else []
    morning = views.Morning(
        person.name, day, tuple(sections), asked[0][1].id, is_first=opens, covered=tuple(covered)
    )
    work.send(person, views.morning(morning), key=f"asked/{asked[0][1].id}", not_after=work.now + GRACE)
    return True


async def _part(work: Work, person: Person, one: Sitting, day: date) -> StandupAnswer | None:
    """Somebody's part in the run of that day; None if they were asked already."""
    closes_at = _closes_at(one.calendar, work.now)
    run = await runs.opened(work, one.standup, one.project, day, closes_at)
    if await rows.answer_of(work.session, run.id, person.id) is not None:
        return None
    nudge_at = max(closes_at - NUDGE_BEFORE, work.now)
    answer = StandupAnswer(
        workspace_id=work.workspace.id,
        run_id=run.id,
        person_id=person.id,
        status=AnswerStatus.ASKED,
        asked_at=work.now,
        closes_at=closes_at,
        next_at=nudge_at,
    )
    work.session.add(answer)
    await work.session.flush()
    return answer


def _closes_at(calendar: worktime.Calendar, now: datetime) -> datetime:
    try:
        return worktime.add_hours(calendar, now, OPEN_FOR)
    except worktime.NoWorkingTimeError:
        return now + timedelta(hours=OPEN_FOR)


async def _is_first(work: Work, person: Person, day: date) -> bool:
    """Note that somebody has their message of that day; false if they had it already."""
    statement = insert_once(work.session, Day).values(
        workspace_id=work.workspace.id, person_id=person.id, local_date=day, opened_at=work.now
    )
    found = await work.session.execute(statement.on_conflict_do_nothing().returning(Day.id))
    return found.first() is not None


async def _section(work: Work, person: Person, one: Sitting, day: date, *, whole: bool) -> views.Section:
    """What one project has to say to somebody; `whole` with their list and their last plan."""
    if not whole:
        return views.Section(Agenda(one.project), tuple(one.standup.questions), is_asked=True)
    planned = await rows.last_plan(work.session, person.id, one.project.id, day)
    agenda = await agendas.of(work, person, one.project, one.calendar, day)
    return views.Section(agenda, tuple(one.standup.questions), is_asked=True, planned=planned)


async def days_due(work: Work, limit: int = 10) -> int:
    """Tell those whose working day begins, and whom no stand-up asks today, what is due of theirs."""
    people = await rows.people_to_greet(work.session, work.workspace.id, work.now, limit)
    for person in people:
        calendar = await agendas.calendar_of(work, person)
        day = worktime.local_day(calendar, work.now)
        person.next_at = await agendas.next_day_at(work, person, calendar)
        may = worktime.is_working_day(calendar, day) and introductions.may_be_asked(person, work.now)
        if may and not await _is_asked_on(work, person, day):
            await _tell_what_is_due(work, person, calendar, day)
    return len(people)


async def _is_asked_on(work: Work, person: Person, day: date) -> bool:
    """Whether a daily stand-up shows somebody their list on that day."""
    if person.in_channel:
        return False
    for one in await standups.sittings(work, person):
        at = one.seat.next_at
        is_ahead = at is not None and worktime.local_day(one.calendar, at) == day
        if one.is_running and is_ahead and one.seat.skip_on != day and schedules.is_daily(one.standup):
            return True
    return False


async def _tell_what_is_due(work: Work, person: Person, calendar: worktime.Calendar, day: date) -> None:
    """Say what is due or overdue without asking anything; nothing due, no message."""
    if worktime.local_day(calendar, work.now) != day:
        return
    due = await agendas.elsewhere(work, person, [], day)
    covered = await agendas.covered(work, person, day)
    if not (due or covered) or not await _is_first(work, person, day):
        return
    message = views.due(person.name, day, due, agendas.day_more(calendar, day), covered=covered)
    work.send(person, message, key=f"day/{person.id}/{day}")


async def ask_now(work: Work, standup: Standup, project: Project) -> int:
    """Ask everybody at once who is at work and was not asked today; returns how many that are."""
    seats = await rows.seats(work.session, standup.id)
    await rows.lock_people(work.session, [person.id for _, person in seats])
    asked = 0
    for seat, person in seats:
        one = Sitting(seat, standup, project, await calendars.of(work, person, project))
        day = worktime.local_day(one.calendar, work.now)
        if not introductions.may_be_asked(person, work.now) or not calendars.is_at_work(
            one.calendar, work.now
        ):
            continue
        if one.seat.next_at is not None and worktime.local_day(one.calendar, one.seat.next_at) == day:
            one.seat.next_at = schedules.next_at(standup, person, one.calendar, one.seat.next_at)
        asked += await ask(work, person, [one], day)
    return asked
