"""What people are told of a blocker: each in their working time, as a post of its own, with a trail."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot import worktime
from bot.message import Message
from bot.services import effects, ladders, listeners
from bot.services.listeners import Listeners
from bot.views import escalations as views
from bot.views.blockers import Stuck, topic
from bot.views.escalations import Absence, Climb, Told
from bot.work import Work
from storage import blockers as rows
from storage import people as people_rows
from storage.models import Blocker, EscalationStep, Person
from storage.words import Rung

OFFERED = 3  # people to give it to, as buttons


async def tell(
    work: Work, stuck: Stuck, level: int, rung: Rung, next_at: datetime, *, knows: Person | None = None
) -> Listeners:
    """Tell whom a rung speaks to, but who `knows` it already; returns who that is."""
    stuck = replace(stuck, effect=await effects.of_blocker(work, stuck.blocker))
    ladder = await ladders.of(work, stuck.project)
    heard = await listeners.of(work, stuck, rung)
    is_last = level >= len(ladder)
    there = [one for one in heard.people if is_last or one.stopped_at is None]
    people = [one for one in there if one is not knows and _is_for(stuck, one, rung, heard.absence)]
    climb = await _how_far(work, stuck, next_at, ladders.level(ladder, level + 1).rung)
    post = await _new_topic(work, stuck)
    times: dict[int | None, datetime] = {}
    for person in people:
        message = await _message(work, stuck, person, level, rung, heard.absence, climb)
        if person.stopped_at is not None:
            message = message.plus(views.through_a_stop())
        times[person.id] = await _send(work, stuck, person, message.about(post), insists=is_last)
    if level == 0 and stuck.owner is not None and heard.absence is not None:
        await _send(work, stuck, stuck.owner, views.to_owner(stuck, stuck.owner).about(post))  # once back
    if rung is Rung.CHANNEL:
        still = views.still_open(stuck, climb.hours).about(post)
        work.send(stuck.project, still, key=f"ladder/{stuck.blocker.id}/{{change}}")
        times[None] = work.now
    await _note(work, stuck.blocker, level, rung, times)
    return Listeners(people, heard.absence)


async def say(work: Work, stuck: Stuck, people: Sequence[Person], message: Message, level: int) -> None:
    """Tell people something else of a blocker, beside the levels of its ladder."""
    post = await _new_topic(work, stuck)
    heard = [one for one in people if one.stopped_at is None]
    times: dict[int | None, datetime] = {
        one.id: await _send(work, stuck, one, message.about(post)) for one in heard
    }
    await _note(work, stuck.blocker, level, Rung.OWNER, times)


async def told(work: Work, blocker: Blocker) -> list[Told]:
    """Who was told when; who hears of it only when they are at work has not been."""
    steps = [one for one in await rows.steps(work.session, blocker.id) if one.at <= work.now]
    ids = {one.person_id for one in steps if one.person_id is not None}
    people = await people_rows.people(work.session, work.workspace.id, ids)
    known = [(one.at, one.person_id) for one in steps if one.person_id is not None]
    return [Told(at, people[person].name, person) for at, person in known if person in people]


async def _send(
    work: Work, stuck: Stuck, person: Person, message: Message, *, insists: bool = False
) -> datetime:
    """Send it in their working time; returns when that is."""
    at = await listeners.awake(work, person, stuck.project)
    work.send(person, message, key=f"{message.topic}/{{change}}", not_before=at, insists=insists)
    return at


async def _new_topic(work: Work, stuck: Stuck) -> str:
    """A post of its own for each telling: an edit of the one before would reach nobody."""
    return f"{topic(stuck.blocker)}/{len(await rows.steps(work.session, stuck.blocker.id))}"


def _is_for(stuck: Stuck, person: Person, rung: Rung, absence: Absence | None) -> bool:
    """Who raised it is told of the owner's level only where there is something new in it for them."""
    if rung is not Rung.OWNER or person.id != stuck.raiser.id:
        return True
    return absence is not None or bool(stuck.blocker.outside)


async def _message(
    work: Work,
    stuck: Stuck,
    person: Person,
    level: int,
    rung: Rung,
    absence: Absence | None,
    climb: Climb,
) -> Message:
    is_owner = stuck.owner is not None and person.id == stuck.owner.id
    if rung in (Rung.LEAD, Rung.SPONSOR) and level > 0:
        return views.higher(stuck, rung, climb, person)
    if is_owner:
        return views.again(stuck, person) if level else views.to_owner(stuck, person)
    if stuck.blocker.outside and person.id == stuck.raiser.id:
        return views.any_news(stuck)
    without = [stuck.raiser.id, person.id, *([stuck.owner.id] if stuck.owner else [])]
    people = await rows.candidates(work.session, stuck.project.id, without, OFFERED)
    return views.in_place_of(stuck, person, absence, people)


async def _how_far(work: Work, stuck: Stuck, next_at: datetime, next_rung: Rung) -> Climb:
    counted_in = await listeners.calendar(work, stuck, Rung.OWNER)
    hours = worktime.hours_between(counted_in, stuck.blocker.raised_at, work.now)
    return Climb(hours, await told(work, stuck.blocker), next_at, next_rung)


async def _note(
    work: Work, blocker: Blocker, level: int, rung: Rung, times: Mapping[int | None, datetime]
) -> None:
    """Keep who was told when; nobody stands for the channel."""
    for person_id, at in times.items():
        step = EscalationStep(
            workspace_id=work.workspace.id,
            blocker_id=blocker.id,
            level=level,
            rung=rung.value,
            person_id=person_id,
            at=at,
        )
        await work.add(step)
