"""What people are told of a blocker: each in their working time, as a post of its own, with a trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import worktime
from bot.message import Message
from bot.services import blocker_cards, effects, ladders, listeners
from bot.services.listeners import Listeners
from bot.views import escalations as views
from bot.views.blockers import Stuck, topic
from bot.views.escalations import Absence, Climb, Lack, Told
from bot.work import Work
from storage import blockers as rows
from storage import people as people_rows
from storage.models import Blocker, EscalationStep, Person
from storage.words import Rung

OFFERED = 3  # people to give it to, as buttons


async def tell(
    work: Work, stuck: Stuck, level: int, rung: Rung, next_at: datetime, *, knows: Person | None = None
) -> Listeners:
    """Tell whom a rung speaks to, but who `knows` it already; returns who that is.

    Who does not work now hears of it when they do, as it is then; an owner who is away hears once back.
    """
    is_last = level >= len(await ladders.of(work, stuck.project))
    heard = await listeners.of(work, stuck, rung)
    there = [one for one in heard.people if is_last or one.stopped_at is None]
    people = [one for one in there if one is not knows and _is_for(stuck, one, rung, heard.absence)]
    is_away = heard.absence is not None and heard.absence.lack is Lack.AWAY
    back = [stuck.owner] if level == 0 and stuck.owner is not None and is_away else []
    times: dict[int | None, datetime] = {
        one.id: await listeners.awake(work, one, stuck.project) for one in (*back, *people)
    }
    telling = await _telling(work, stuck, level, rung, heard.absence, next_at)
    topic = await _new_topic(work, stuck)
    for person in people:
        if times[person.id] <= work.now:
            await _send(work, telling, person, topic, is_last=is_last)
    if rung is Rung.CHANNEL:
        still = views.still_open(stuck, telling.climb.hours).about(topic)
        work.send(stuck.project, still, key=f"ladder/{stuck.blocker.id}/{{change}}")
        times[None] = work.now
    await _note(work, stuck.blocker, level, rung, times, are_held=True)
    return Listeners(people, heard.absence)


async def held_due(work: Work, limit: int = 10) -> int:
    """Tell those who work by now what they were to be told, as it is now; return how many were looked at."""
    due = await rows.held_due(work.session, work.workspace.id, work.now, limit)
    for step in due:
        step.held_until = None
        blocker = await rows.by_id(work.session, work.workspace.id, step.blocker_id)
        person = await people_rows.person(work.session, work.workspace.id, step.person_id or 0)
        if blocker is not None and person is not None and blocker.status in rows.OPEN:
            await _tell_held(work, step, await blocker_cards.of(work, blocker), person)
    return len(due)


async def _tell_held(work: Work, step: EscalationStep, stuck: Stuck, person: Person) -> None:
    """Tell somebody, if it is still theirs to hear; else who is to hear it instead."""
    rung = Rung(step.rung)
    known = await rows.escalation(work.session, stuck.blocker.id)
    next_at = known.next_at if known is not None and known.next_at is not None else work.now
    heard = await listeners.of(work, stuck, rung)
    if person in heard.people:
        telling = await _telling(work, stuck, step.level, rung, heard.absence, next_at)
        is_last = step.level >= len(await ladders.of(work, stuck.project))
        await _send(work, telling, person, f"{topic(stuck.blocker)}/held/{step.id}", is_last=is_last)
        return
    if person is stuck.owner and heard.absence is not None and await told(work, stuck.blocker):
        at = await listeners.awake(work, person, stuck.project)  # others know, and they are away for longer
        step.at, step.held_until = at, at if at > work.now else None
        return
    await work.session.delete(step)
    await work.session.flush()
    if person is stuck.owner and heard.absence is not None:
        await tell(work, stuck, step.level, rung, next_at)


async def say(work: Work, stuck: Stuck, people: Sequence[Person], message: Message, level: int) -> None:
    """Tell people something else of a blocker, beside the levels of its ladder."""
    post = await _new_topic(work, stuck)
    heard = [one for one in people if one.stopped_at is None]
    times: dict[int | None, datetime] = {}
    for one in heard:
        at = times[one.id] = await listeners.awake(work, one, stuck.project)
        work.send(one, message.about(post), key=f"{post}/{{change}}", not_before=at)
    await _note(work, stuck.blocker, level, Rung.OWNER, times)


async def told(work: Work, blocker: Blocker) -> list[Told]:
    """Who was told when; who hears of it only when they are at work has not been."""
    steps = [one for one in await rows.steps(work.session, blocker.id) if one.at <= work.now]
    ids = {one.person_id for one in steps if one.person_id is not None}
    people = await people_rows.people(work.session, work.workspace.id, ids)
    known = [(one.at, one.person_id) for one in steps if one.person_id is not None]
    return [Told(at, people[person].name, person) for at, person in known if person in people]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told of a blocker on a level of its ladder, as it is now."""

    stuck: Stuck
    level: int
    rung: Rung
    absence: Absence | None
    climb: Climb


async def _telling(
    work: Work, stuck: Stuck, level: int, rung: Rung, absence: Absence | None, next_at: datetime
) -> Telling:
    effect = await effects.of_blocker(work, stuck.blocker)
    next_rung = ladders.level(await ladders.of(work, stuck.project), level + 1).rung
    climb = await _how_far(work, stuck, next_at, next_rung)
    return Telling(replace(stuck, effect=effect), level, rung, absence, climb)


async def _send(work: Work, telling: Telling, person: Person, post: str, *, is_last: bool) -> None:
    message = await _message(work, telling, person)
    if person.stopped_at is not None:
        message = message.plus(views.through_a_stop())
    work.send(person, message.about(post), key=f"{post}/{{change}}", insists=is_last)


async def _new_topic(work: Work, stuck: Stuck) -> str:
    """A post of its own for each telling: an edit of the one before would reach nobody."""
    return f"{topic(stuck.blocker)}/{len(await rows.steps(work.session, stuck.blocker.id))}"


def _is_for(stuck: Stuck, person: Person, rung: Rung, absence: Absence | None) -> bool:
    """Who raised it is told of the owner's level only where there is something new in it for them."""
    if rung is not Rung.OWNER or person.id != stuck.raiser.id:
        return True
    return absence is not None or bool(stuck.blocker.outside)


async def _message(work: Work, telling: Telling, person: Person) -> Message:
    stuck, level, rung = telling.stuck, telling.level, telling.rung
    is_owner = stuck.owner is not None and person.id == stuck.owner.id
    if rung in (Rung.LEAD, Rung.SPONSOR) and level > 0:
        return views.higher(stuck, rung, telling.climb, person)
    if is_owner:
        return views.again(stuck, person) if level else views.to_owner(stuck, person)
    if stuck.blocker.outside and person.id == stuck.raiser.id:
        return views.any_news(stuck)
    without = [stuck.raiser.id, person.id, *([stuck.owner.id] if stuck.owner else [])]
    people = await rows.candidates(work.session, stuck.project.id, without, OFFERED)
    return views.in_place_of(stuck, person, telling.absence, people)


async def _how_far(work: Work, stuck: Stuck, next_at: datetime, next_rung: Rung) -> Climb:
    counted_in = await listeners.calendar(work, stuck, Rung.OWNER)
    hours = worktime.hours_between(counted_in, stuck.blocker.raised_at, work.now)
    return Climb(hours, await told(work, stuck.blocker), next_at, next_rung)


async def _note(
    work: Work,
    blocker: Blocker,
    level: int,
    rung: Rung,
    times: Mapping[int | None, datetime],
    *,
    are_held: bool = False,
) -> None:
    """Keep who was told when, nobody stands for the channel; `are_held`: later ones are told by us then."""
    for person_id, at in times.items():
        step = EscalationStep(
            workspace_id=work.workspace.id,
            blocker_id=blocker.id,
            level=level,
            rung=rung.value,
            person_id=person_id,
            at=at,
            held_until=at if are_held and at > work.now else None,
        )
        await work.add(step)
