"""The ladder: whom an unanswered blocker is told to, and when, in the working time of who can clear it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot import worktime
from bot.errors import Refused
from bot.services import absences, blocker_cards, calendars, ladders, listeners, tellings
from bot.services.listeners import Listeners
from bot.views import clearing as cleared_views
from bot.views import escalations as views
from bot.views.blockers import Stuck
from bot.views.escalations import Lack
from bot.work import Work
from storage import blockers as rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Blocker, Escalation, Person, Project
from storage.words import BlockerStatus, ProjectStatus, Rung

SOON = timedelta(hours=5)  # after being told of a blocker, to be told of it again
A_DAY = timedelta(days=1)  # to the next try for somebody whose calendar has no working time


async def begin(work: Work, stuck: Stuck, *, knows: Person | None = None) -> Listeners:
    """Tell who can clear it, and put it on the first level; without an owner its leads are asked."""
    next_at = await _next_at(work, stuck, 0)
    rung = Rung.OWNER if stuck.awaited else Rung.LEAD
    heard = await tellings.tell(work, stuck, 0, rung, next_at, knows=knows)
    known = await of(work, stuck.blocker)
    work.set(known, level=0, next_at=next_at, needed_at=await _needed_at(work, stuck))
    return heard


async def wait(work: Work, stuck: Stuck) -> None:
    """Put it on the foot of its ladder; whoever has to know is told already."""
    work.set(await of(work, stuck.blocker), level=0, next_at=await _next_at(work, stuck, 0))


async def of(work: Work, blocker: Blocker) -> Escalation:
    """Where a blocker stands on its ladder; at its foot if it has stood on none."""
    known = await rows.escalation(work.session, blocker.id)
    if known is not None:
        return known
    return await work.add(
        Escalation(
            workspace_id=work.workspace.id, blocker_id=blocker.id, level=0, next_at=None, needed_at=None
        )
    )


async def rest(work: Work, stuck: Stuck) -> None:
    """Let it climb no further while somebody clears it, until the morning after the day they named."""
    until, owner = stuck.blocker.taken_until, stuck.owner
    at = None
    if until is not None and owner is not None:
        at = _morning_after(await calendars.of(work, owner, stuck.project), until, work.now)
    work.set(await of(work, stuck.blocker), next_at=at)


async def end(work: Work, blocker: Blocker) -> None:
    """Let nobody else be told."""
    work.set(await of(work, blocker), next_at=None, needed_at=None)


async def steps_due(work: Work, limit: int = 10) -> int:
    """Take the next step of each ladder where it is due, the oldest first; return how many were looked at."""
    due = await rows.escalations_due(work.session, work.workspace.id, work.now, limit)
    for one in due:
        blocker = await rows.by_id(work.session, work.workspace.id, one.blocker_id)
        if blocker is None or blocker.status not in rows.OPEN:
            work.set(one, next_at=None)
            continue
        await _climb(work, one, await blocker_cards.of(work, blocker))
    return len(due)


async def _climb(work: Work, escalation: Escalation, stuck: Stuck) -> None:
    blocker = stuck.blocker
    if stuck.tasks and all(one.status not in task_rows.OPEN for one in stuck.tasks):
        await tellings.say(work, stuck, [stuck.raiser], cleared_views.is_it_over(stuck), escalation.level)
        work.set(escalation, next_at=None)
    elif blocker.status is BlockerStatus.TAKEN:
        await _day_passed(work, escalation, stuck)
    elif await _is_to_hand_over(work, escalation, stuck):
        next_at = await _next_at(work, stuck, escalation.level)
        await tellings.tell(work, stuck, escalation.level, Rung.OWNER, next_at)
        work.set(escalation, next_at=next_at)
    else:
        await _step(work, escalation, stuck, escalation.level + 1)


async def _day_passed(work: Work, escalation: Escalation, stuck: Stuck) -> None:
    """Ask who named the day, and let it climb on from where it stood."""
    day, owner = stuck.blocker.taken_until, stuck.owner
    work.set(stuck.blocker, status=BlockerStatus.OPEN, taken_at=None, taken_until=None)
    next_at = await _next_at(work, stuck, escalation.level)
    heard = await listeners.of(work, stuck, Rung.OWNER)
    await blocker_cards.refresh(work, stuck)
    if day is None or owner is None or heard.absence is not None:
        await tellings.tell(work, stuck, escalation.level, Rung.OWNER, next_at)
    else:
        await tellings.say(work, stuck, [owner], views.day_passed(stuck, day), escalation.level)
    work.set(escalation, next_at=next_at)


async def _is_to_hand_over(work: Work, escalation: Escalation, stuck: Stuck) -> bool:
    """Whether its owner went away since they were told, and nobody was told in their place."""
    told = await listeners.of(work, stuck, Rung.OWNER)
    if told.absence is None or told.absence.lack is not Lack.AWAY or stuck.owner is None:
        return False
    if ladders.level(await ladders.of(work, stuck.project), escalation.level + 1).rung is Rung.OWNER:
        return False  # the step itself goes to them
    told_so_far = [one for one in await rows.steps(work.session, stuck.blocker.id) if one.at <= work.now]
    return bool(told_so_far) and told_so_far[-1].person_id == stuck.owner.id


async def needs_due(work: Work, limit: int = 10) -> int:
    """Say once that the day by which a blocker was needed to be cleared has passed.

    Who has just been told of the blocker knows it from that.
    """
    due = await rows.needs_due(work.session, work.workspace.id, work.now, limit)
    for one in due:
        work.set(one, needed_at=None)
        blocker = await rows.by_id(work.session, work.workspace.id, one.blocker_id)
        if blocker is None or blocker.status not in rows.OPEN or blocker.needed_by is None:
            continue
        stuck = await blocker_cards.of(work, blocker)
        owners = (await listeners.of(work, stuck, Rung.OWNER)).people
        steps = await rows.steps(work.session, blocker.id)
        lately = {step.person_id for step in steps if work.now - SOON < step.at <= work.now}
        leads = await listeners.leads(work, stuck.project)
        heard = {person.id: person for person in (*owners, *leads) if person.id not in lately}
        message = cleared_views.needed(stuck, blocker.needed_by)
        await tellings.say(work, stuck, list(heard.values()), message, one.level)
        if heard:
            await _leave_out(work, one, stuck)
    return len(due)


async def _leave_out(work: Work, escalation: Escalation, stuck: Stuck) -> None:
    """Let the next level not say soon again what its owner and the leads have just been told."""
    ladder = await ladders.of(work, stuck.project)
    is_theirs = ladders.level(ladder, escalation.level + 1).rung in (Rung.OWNER, Rung.LEAD)
    if escalation.next_at is None or escalation.next_at > work.now + SOON or not is_theirs:
        return
    level = escalation.level + 1
    work.set(escalation, level=level, next_at=await _next_at(work, stuck, level))


async def escalate(work: Work, blocker: Blocker) -> tuple[Stuck, Sequence[Person]]:
    """Tell the next level above its owner now, whatever the time on the ladder; return who is told.

    Raises:
        Refused: somebody clears it, or it is cleared.
    """
    stuck = await blocker_cards.of(work, blocker)
    known = await rows.escalation(work.session, blocker.id)
    if blocker.status is BlockerStatus.TAKEN:
        raise Refused("{name} clears {key} already.", name=stuck.awaited, key=stuck.key)
    if known is None or blocker.status is not BlockerStatus.OPEN:
        raise Refused("{key} waits for nobody.", key=stuck.key)
    ladder = await ladders.of(work, stuck.project)
    level = known.level + 1
    while level <= len(ladder) and ladder[level - 1].rung is Rung.OWNER:
        level += 1
    return stuck, await _step(work, known, stuck, level)


async def _step(work: Work, escalation: Escalation, stuck: Stuck, level: int) -> Sequence[Person]:
    """Take a level: tell whom it speaks to, and set the time of the next one."""
    rung = ladders.level(await ladders.of(work, stuck.project), level).rung
    next_at = await _next_at(work, stuck, level)
    heard = await tellings.tell(work, stuck, level, rung, next_at)
    work.set(escalation, level=level, next_at=next_at)
    return heard.people


async def follow(work: Work, project: Project) -> int:
    """Let what climbs in a project follow its new ladder; returns how many blockers that are."""
    ladder = await ladders.of(work, project)
    found = await rows.climbing(work.session, project.id)
    for escalation, blocker in found:
        stuck = await blocker_cards.of(work, blocker)
        counted_in = await listeners.calendar(work, stuck, Rung.OWNER)
        waited = worktime.hours_between(counted_in, blocker.raised_at, work.now)
        spoken = {one.rung for one in await rows.steps(work.session, blocker.id) if one.level > 0}
        level = 0
        while level < len(ladder) and ladder[level].after_hours <= waited and ladder[level].rung in spoken:
            level += 1
        already = waited - ladders.level(ladder, level).after_hours
        work.set(escalation, level=level, next_at=await _next_at(work, stuck, level, already=already))
    return len(found)


async def keep_up(work: Work) -> None:
    """Follow what a unit changed otherwise than by a command about blockers: an undo, somebody leaving."""
    if work.undoes is not None:
        for blocker in work.touched(Blocker):
            await blocker_cards.refresh(work, await blocker_cards.of(work, blocker))
            if blocker.status not in rows.OPEN:
                await end(work, blocker)
    for person in work.touched(Person):
        if person.gone_at is not None and "gone_at" in work.columns_touched(person):
            await _hand_on(work, await task_rows.blockers_waiting_for(work.session, person.id))


async def release(work: Work, project: Project, person: Person) -> None:
    """Ask the leads who can clear what somebody had who is no longer in the project."""
    await _hand_on(work, await rows.owned_in(work.session, project.id, person.id))


async def _hand_on(work: Work, blockers: Sequence[Blocker]) -> None:
    """Ask the leads at once who can clear what waits for somebody who is gone; in a resting project later."""
    for blocker in blockers:
        work.set(blocker, status=BlockerStatus.OPEN, taken_at=None, taken_until=None)
        stuck = await blocker_cards.of(work, blocker)
        await blocker_cards.refresh(work, stuck)
        if stuck.project.status is ProjectStatus.ACTIVE:
            await begin(work, stuck)
        else:
            await wait(work, stuck)


async def _next_at(work: Work, stuck: Stuck, level: int, *, already: float = 0.0) -> datetime:
    """When the level after this one is due, counted from now: after an outage the levels don't pile up.

    `already`: working hours that have passed of it. If its owner goes away before, others are told then.
    """
    ladder = await ladders.of(work, stuck.project)
    now_level, following = ladders.level(ladder, level), ladders.level(ladder, level + 1)
    hours = max(following.after_hours - now_level.after_hours - already, 0.0)
    counted_in = await listeners.calendar(work, stuck, Rung.OWNER)
    told_in = await listeners.calendar(work, stuck, following.rung)
    try:
        due = worktime.next_working_moment(told_in, worktime.add_hours(counted_in, work.now, hours))
    except worktime.NoWorkingTimeError:
        due = work.now + A_DAY
    if stuck.owner is None:
        return due
    leaves_at = await absences.begins_at(work, stuck.owner)
    if leaves_at is None or leaves_at >= due:
        return due
    return min(due, worktime.next_working_moment(await calendars.of_project(work, stuck.project), leaves_at))


async def _needed_at(work: Work, stuck: Stuck) -> datetime | None:
    """The working morning after the day it is needed by, where the lead lives; None once it is past."""
    day = stuck.blocker.needed_by
    if day is None or day < listeners.today(work, stuck.project):
        return None
    leads = await project_rows.leads(work.session, stuck.project.id)
    theirs = (
        await calendars.of(work, leads[0], stuck.project)
        if leads
        else await calendars.of_project(work, stuck.project)
    )
    return _morning_after(theirs, day, work.now)


async def need(work: Work, stuck: Stuck) -> None:
    """Set when it is said that the day it is needed by has passed."""
    work.set(await of(work, stuck.blocker), needed_at=await _needed_at(work, stuck))


def _morning_after(calendar: worktime.Calendar, day: date, now: datetime) -> datetime:
    try:
        return worktime.late_from(calendar, day)
    except worktime.NoWorkingTimeError:
        return now + A_DAY
