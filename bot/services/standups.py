"""Stand-ups: set up, asked in each person's morning, answered, summed up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import NotFound, Refused
from bot.message import Code, Message
from bot.services import introductions
from bot.views import standups as views
from bot.work import Urgency, Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import standups as rows
from storage import tasks as task_rows
from storage.models import Day, Person, Project, Run, Seat, Standup, StandupAnswer
from storage.words import AnswerStatus, ProjectStatus, Role

GRACE = timedelta(hours=2)  # later than this, the morning's question only annoys
OPEN_FOR = timedelta(hours=3)  # an answer after that counts, and is marked late
TAKEN_FOR = timedelta(hours=24)  # plain words in private answer the question for so long
SUMMARY_AT = time(11, 30)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time, and ISO weekdays such as (1, 2, 3, 4, 5)."""

    at: time
    weekdays: tuple[int, ...]


def schedule(text: str) -> Schedule:
    """Return what `9:30 weekdays` or `9:30 mon wed fri` says.

    Raises:
        Refused: there is no time in it, or a word that is no day.
    """
    found = _TIME.search(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - a day's hours
        raise Refused(
            "At what time? For example: {example}", example=Code("standup new 9:30 weekdays"), field="text"
        )
    words = (text[: found.start()] + text[found.end() :]).lower().replace(",", " ").split()
    return Schedule(time(int(found[1]), int(found[2])), tuple(sorted(set(_days(words)))))


def _days(words: Sequence[str]) -> Iterable[int]:
    for word in [one for one in words if one not in ("on", "at", "every", "and")] or ["weekdays"]:
        if word in ("weekdays", "workdays"):
            yield from range(1, 6)
        elif word in ("daily", "day", "everyday"):
            yield from range(1, 8)
        elif word[:3] in _WEEKDAYS:
            yield _WEEKDAYS.index(word[:3]) + 1
        else:
            raise Refused(
                "“{word}” is no day. Try “weekdays” or “mon wed fri”.", word=word[:20], field="text"
            )


async def create(work: Work, project: Project, wanted: Schedule) -> Standup:
    """Start a project's stand-up with everybody in it.

    Raises:
        Refused: it has one.
    """
    if await rows.of_project(work.session, project.id):
        raise Refused(
            "{project} has a stand-up. End it first: {command}",
            project=project.name,
            command=Code("standup stop"),
        )
    standup = await work.add(
        Standup(
            workspace_id=work.workspace.id,
            project_id=project.id,
            at=wanted.at,
            recurrence={"weekdays": list(wanted.weekdays)},
            questions=[],
            summary_at=SUMMARY_AT,
            created_at=work.now,
        )
    )
    for member, person in await project_rows.members(work.session, project.id):
        if member.role is not Role.OBSERVER:
            await sit(work, standup, project, person)
    return standup


async def sit(work: Work, standup: Standup, project: Project, person: Person) -> None:
    """Give somebody a seat."""
    if await rows.seat(work.session, standup.id, person.id) is not None:
        return
    at = next_at(standup, zone_of(person, project), work.now)
    await work.add(
        Seat(workspace_id=work.workspace.id, standup_id=standup.id, person_id=person.id, next_at=at)
    )


async def replan(work: Work, person: Person) -> None:
    """Move somebody's prompts to their zone, after it has changed."""
    for seat, standup, project in await rows.seats_of(work.session, person.id):
        if seat.next_at is not None:
            seat.next_at = next_at(standup, zone_of(person, project), work.now)


def zone_of(person: Person, project: Project) -> ZoneInfo:
    """Where somebody's morning is; the project's zone until their own is known."""
    return ZoneInfo(person.zone or project.zone)


def next_at(standup: Standup, zone: ZoneInfo, after: datetime) -> datetime:
    """The next prompt after a moment: by local date; in a gap later, in an overlap the first time."""
    weekdays = set(standup.recurrence["weekdays"])
    day = after.astimezone(zone).date()
    for ahead in range(15):
        one = day + timedelta(days=ahead)
        at = datetime.combine(one, standup.at, zone).astimezone(UTC)
        if at > after and one.isoweekday() in weekdays:
            return at
    message = "a stand-up has a weekday"
    raise ValueError(message)


async def prompts_due(work: Work, limit: int = 10) -> int:
    """Ask those whose time has come; returns how many seats were worked off."""
    found = await rows.due_seats(work.session, work.workspace.id, work.now, limit)
    for seat, standup, project, person in found:
        await _prompt(work, seat, standup, project, person)
    return len(found)


async def _prompt(work: Work, seat: Seat, standup: Standup, project: Project, person: Person) -> None:
    """Ask one person, once a day, unless it is too late or they are away; then look ahead."""
    asked_for = seat.next_at or work.now
    zone = zone_of(person, project)
    today = asked_for.astimezone(zone).date()
    is_running = project.status is ProjectStatus.ACTIVE and standup.stopped_at is None
    seat.next_at = next_at(standup, zone, work.now) if is_running else None
    is_silent = not introductions.may_be_asked(person, work.now) or seat.skip_on == today
    if not is_running or is_silent or work.now - asked_for > GRACE or await _is_away(work, person, today):
        return
    await ask(work, standup, project, person, today)


async def _is_away(work: Work, person: Person, today: date) -> bool:
    leaves = await people_rows.leaves(work.session, [person.id], today)
    return any(one.first <= today <= one.last for one in leaves)


async def ask(work: Work, standup: Standup, project: Project, person: Person, today: date) -> None:
    """Put today's question to somebody."""
    run = await _run(work, standup, project, today)
    if await rows.answer_of(work.session, run.id, person.id) is not None:
        return
    answer = StandupAnswer(
        workspace_id=work.workspace.id,
        run_id=run.id,
        person_id=person.id,
        status=AnswerStatus.ASKED,
        asked_at=work.now,
        closes_at=work.now + OPEN_FOR,
    )
    work.session.add(answer)
    if not await rows.has_day(work.session, person.id, today):
        work.session.add(
            Day(workspace_id=work.workspace.id, person_id=person.id, local_date=today, opened_at=work.now)
        )
    await work.session.flush()
    message = await _morning(work, project, person, today)
    work.send(person, message, key=f"morning/{run.id}/{person.id}", not_after=work.now + GRACE)


async def _run(work: Work, standup: Standup, project: Project, today: date) -> Run:
    known = await rows.run_of(work.session, standup.id, today)
    if known is not None:
        return known
    run = Run(
        workspace_id=work.workspace.id,
        standup_id=standup.id,
        project_id=project.id,
        local_date=today,
        opened_at=work.now,
    )
    work.session.add(run)
    await work.session.flush()
    return run


async def _morning(work: Work, project: Project, person: Person, today: date) -> Message:
    tasks = await task_rows.open_of_owner(work.session, person.id, [project.id])
    soon = [one for one in tasks if one.due_day is not None and one.due_day <= today + timedelta(days=1)]
    planned = await rows.last_plan(work.session, person.id, today)
    return views.morning(views.Morning(person.name, project, today, planned, tuple(soon)))


async def answer(work: Work, person: Person, body: str) -> Run | None:
    """Take an answer to the last question somebody was asked; None if they were not asked lately."""
    found = await rows.open_answers(work.session, work.workspace.id, person.id, work.now - TAKEN_FOR)
    if not found:
        return None
    given, run, project = found[0]
    status = AnswerStatus.ANSWERED if work.now <= given.closes_at else AnswerStatus.LATE
    work.set(given, body=body, plan=body, status=status, answered_at=work.now)
    await tell(work, run, project)
    return run


async def tell(work: Work, run: Run, project: Project) -> None:
    """Show a run in the project's channels: one post, edited in place."""
    people = await rows.answers(work.session, run.id)
    message = views.summary(run, project, people)
    work.send(project, message, key=f"run/{run.id}/{{change}}", urgency=Urgency.REST)


async def skip(work: Work, person: Person) -> None:
    """Leave today's question unanswered.

    Raises:
        NotFound: nothing was asked.
    """
    found = await rows.open_answers(work.session, work.workspace.id, person.id, work.now - TAKEN_FOR)
    if not found:
        raise NotFound("Nothing is asked of you just now.")
    given, run, project = found[0]
    work.set(given, status=AnswerStatus.SKIPPED)
    await tell(work, run, project)


async def of_project(work: Work, project: Project) -> Standup:
    """A project's stand-up.

    Raises:
        NotFound: it has none.
    """
    found = await rows.of_project(work.session, project.id)
    if not found:
        raise NotFound(
            "{project} has no stand-up yet. Start one: {example}",
            project=project.name,
            example=Code("standup new 9:30 weekdays"),
        )
    return found[0]


async def stop(work: Work, standup: Standup) -> None:
    """End a stand-up: nobody is asked any more."""
    work.set(standup, stopped_at=work.now)
    for seat, _ in await rows.seats(work.session, standup.id):
        work.set(seat, next_at=None)


async def ask_now(work: Work, standup: Standup, project: Project) -> int:
    """Ask everybody at once, where they were not asked today; returns how many may be asked."""
    seats = await rows.seats(work.session, standup.id)
    people = [one for _, one in seats if introductions.may_be_asked(one, work.now)]
    for person in people:
        today = work.now.astimezone(zone_of(person, project)).date()
        await ask(work, standup, project, person, today)
    return len(people)


async def status(work: Work, standup: Standup) -> tuple[Run | None, Sequence[tuple[StandupAnswer, Person]]]:
    """The latest day and everybody's part in it."""
    run = await rows.last_run(work.session, standup.id)
    return run, (await rows.answers(work.session, run.id) if run else [])
