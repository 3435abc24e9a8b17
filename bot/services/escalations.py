"""The ladder: whom an unanswered blocker is told to, and when, in the working time of who can clear it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import worktime
from bot.errors import Refused
from bot.services import blocker_cards, calendars, leaves
from bot.views import blockers as views
from bot.views.blockers import Stuck, Told
from bot.work import Work
from storage import blockers as rows
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Blocker, Escalation, EscalationStep, Person, Project
from storage.words import BlockerStatus, Role, Rung

A_DAY = timedelta(days=1)  # to the next try for somebody whose calendar has no working time


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a ladder, so many working hours after the blocker was raised."""

    after_hours: float
    rung: Rung


DEFAULT_LADDER = (Level(4.0, Rung.OWNER), Level(worktime.HOURS_A_DAY, Rung.LEAD))


async def begin(work: Work, stuck: Stuck) -> None:
    """Tell who can clear it, and put it on the first level; without an owner its leads are asked."""
    people = [one for one in await _people(work, stuck, Rung.OWNER) if one.id != stuck.blocker.raiser_id]
    for person in people:
        message = views.to_owner(stuck, person)
        work.send(person, message, key="raised/{change}")
        await leaves.send_to_cover(work, person, message, key="raised/{change}")
    rung = Rung.LEAD if stuck.owner is None else Rung.OWNER
    await _note(work, stuck.blocker, 0, rung, people)
    next_at = await _next_at(work, stuck, 0)
    known = await rows.escalation(work.session, stuck.blocker.id)
    if known is not None:
        work.set(known, level=0, next_at=next_at)
        return
    await work.add(
        Escalation(workspace_id=work.workspace.id, blocker_id=stuck.blocker.id, level=0, next_at=next_at)
    )


async def end(work: Work, blocker: Blocker) -> None:
    """Let nobody else be told."""
    known = await rows.escalation(work.session, blocker.id)
    if known is not None:
        work.set(known, next_at=None)


async def steps_due(work: Work, limit: int = 10) -> int:
    """Take the next step of each ladder where it is due, the oldest first; return how many were looked at."""
    due = await rows.escalations_due(work.session, work.workspace.id, work.now, limit)
    for one in due:
        blocker = await rows.by_id(work.session, work.workspace.id, one.blocker_id)
        if blocker is None or blocker.status is not BlockerStatus.OPEN:
            work.set(one, next_at=None)
            continue
        await _step(work, one, await blocker_cards.of(work, blocker), one.level + 1)
    return len(due)


async def escalate(work: Work, blocker: Blocker) -> tuple[Stuck, Sequence[Person]]:
    """Tell the next level above its owner now, whatever the time on the ladder; return who is told.

    Raises:
        Refused: somebody clears it, or it is cleared.
    """
    stuck = await blocker_cards.of(work, blocker)
    known = await rows.escalation(work.session, blocker.id)
    if known is None or blocker.status is not BlockerStatus.OPEN:
        raise Refused("{key} waits for nobody.", key=stuck.key)
    ladder = await _ladder(work, stuck.project)
    level = known.level + 1
    while level <= len(ladder) and ladder[level - 1].rung is Rung.OWNER:
        level += 1
    return stuck, await _step(work, known, stuck, level)


async def _step(work: Work, escalation: Escalation, stuck: Stuck, level: int) -> Sequence[Person]:
    """Tell whom this level speaks to, in their working time, and set the time of the next one."""
    rung = _level(await _ladder(work, stuck.project), level).rung
    people = await _people(work, stuck, rung)
    if rung is Rung.OWNER and stuck.owner is not None and stuck.owner.id == stuck.raiser.id:
        people = []
    so_far, _ = await told(work, stuck.blocker)
    next_at = await _next_at(work, stuck, level)
    waited = worktime.hours_between(
        await _calendar(work, stuck, Rung.OWNER), stuck.blocker.raised_at, work.now
    )
    key = f"ladder/{stuck.blocker.id}/{{change}}"
    for person in people:
        is_owner = stuck.owner is not None and person.id == stuck.owner.id
        message = views.again(stuck, person) if is_owner else views.to_lead(stuck, waited, so_far, next_at)
        is_last = level >= len(await _ladder(work, stuck.project))
        work.send(
            person, message, key=key, not_before=await _awake(work, person, stuck.project), insists=is_last
        )
        if is_owner:
            await leaves.send_to_cover(work, person, message, key=key)
    if rung is Rung.CHANNEL:
        work.send(stuck.project, views.still_open(stuck, waited), key=key)
    await _note(work, stuck.blocker, level, rung, people)
    work.set(escalation, level=level, next_at=next_at)
    return people


async def _awake(work: Work, person: Person, project: Project) -> datetime:
    try:
        return worktime.next_working_moment(await calendars.of(work, person, project), work.now)
    except worktime.NoWorkingTimeError:
        return work.now


async def told(work: Work, blocker: Blocker) -> tuple[list[Told], datetime | None]:
    """Who was told when, and when the next step is (None: there is none)."""
    steps = await rows.steps(work.session, blocker.id)
    ids = {one.person_id for one in steps if one.person_id is not None}
    people = await people_rows.people(work.session, work.workspace.id, ids)
    known = await rows.escalation(work.session, blocker.id)
    named = [Told(one.at, people[one.person_id].name) for one in steps if one.person_id in people]
    return named, known.next_at if known else None


async def _people(work: Work, stuck: Stuck, rung: Rung) -> Sequence[Person]:
    """Whom a rung speaks to; in the owner's place stand the leads where there is none."""
    match rung:
        case Rung.OWNER if stuck.owner is not None:
            return [stuck.owner]
        case Rung.SPONSOR:
            return await project_rows.with_role(work.session, stuck.project.id, Role.SPONSOR)
        case Rung.CHANNEL:
            return []
        case Rung.OWNER | Rung.LEAD:
            return await project_rows.leads(work.session, stuck.project.id)


async def _note(work: Work, blocker: Blocker, level: int, rung: Rung, people: Sequence[Person]) -> None:
    told: list[int | None] = [one.id for one in people]
    for person_id in [None] if rung is Rung.CHANNEL else told:
        await work.add(
            EscalationStep(
                workspace_id=work.workspace.id,
                blocker_id=blocker.id,
                level=level,
                rung=rung.value,
                person_id=person_id,
                at=work.now,
            )
        )


async def _ladder(work: Work, project: Project) -> tuple[Level, ...]:
    own = await rows.ladder(work.session, project.id)
    return tuple(Level(one.after_hours, one.rung) for one in own) or DEFAULT_LADDER


def _level(ladder: Sequence[Level], number: int) -> Level:
    """The level of this number, from 1; above the last one its rung is spoken to daily."""
    if number < 1:
        return Level(0.0, Rung.OWNER)
    if number <= len(ladder):
        return ladder[number - 1]
    last = ladder[-1]
    return Level(last.after_hours + worktime.HOURS_A_DAY * (number - len(ladder)), last.rung)


async def _next_at(work: Work, stuck: Stuck, level: int) -> datetime:
    """When the level after this one is due, counted from now: after an outage the levels don't pile up."""
    ladder = await _ladder(work, stuck.project)
    now_level, following = _level(ladder, level), _level(ladder, level + 1)
    hours = max(following.after_hours - now_level.after_hours, 0.0)
    counted_in = await _calendar(work, stuck, Rung.OWNER)
    told_in = await _calendar(work, stuck, following.rung)
    try:
        return worktime.next_working_moment(told_in, worktime.add_hours(counted_in, work.now, hours))
    except worktime.NoWorkingTimeError:
        return work.now + A_DAY


async def _calendar(work: Work, stuck: Stuck, rung: Rung) -> worktime.Calendar:
    people = await _people(work, stuck, rung)
    if not people:
        return await calendars.of_project(work, stuck.project)
    cover = await leaves.cover_of(work, people[0])
    return await calendars.of(work, cover[0] if cover else people[0], stuck.project)
