"""What happened to a blocker, who was told when, and who is next: what `why` answers."""

from datetime import datetime

from bot.message import Phrase, phrase
from bot.services import blocker_cards, ladders
from bot.views.blockers import Step, Stuck
from bot.work import Work
from storage import blockers as rows
from storage import history as history_rows
from storage import people as people_rows
from storage.models import Blocker, EscalationStep, Event, Person
from storage.words import BlockerStatus, EventKind, Rung

LONGEST = 30  # entries


async def of(work: Work, blocker: Blocker) -> tuple[Stuck, list[Step], tuple[datetime, Rung] | None]:
    """A blocker, its trail in order, and its next step (None: it climbs no further)."""
    stuck = await blocker_cards.of(work, blocker)
    events = await history_rows.of_entity(work.session, work.workspace.id, "blockers", blocker.id, LONGEST)
    told = await rows.steps(work.session, blocker.id)
    ids = {one.person_id for one in told} | {change.actor_id for _, change in events}
    ids |= {event.after.get("owner_id") for event, _ in events}
    people = await people_rows.people(
        work.session, work.workspace.id, {one for one in ids if one is not None}
    )
    done = [(change.at, event, change.actor_id) for event, change in reversed(events)]
    steps = [Step(at, what) for at, event, actor in done if (what := _done(event, actor, people)) is not None]
    steps += [Step(one.at, _told(one, people, work.now)) for one in told]
    return stuck, sorted(steps, key=lambda one: one.at)[-LONGEST:], await _next(work, stuck)


async def _next(work: Work, stuck: Stuck) -> tuple[datetime, Rung] | None:
    known = await rows.escalation(work.session, stuck.blocker.id)
    if known is None or known.next_at is None:
        return None
    if stuck.blocker.status is BlockerStatus.TAKEN:
        return known.next_at, Rung.OWNER
    ladder = await ladders.of(work, stuck.project)
    return known.next_at, ladders.level(ladder, known.level + 1).rung


def _told(step: EscalationStep, people: dict[int, Person], now: datetime) -> Phrase:
    if step.person_id is None:
        return phrase("the channel was told")
    if step.at > now:
        return phrase("{name} will be told", name=_name(people, step.person_id))
    return phrase("{name} was told", name=_name(people, step.person_id))


def _done(event: Event, actor: int | None, people: dict[int, Person]) -> Phrase | None:
    """What somebody did to it; None for what nobody needs to know."""
    name = _name(people, actor)
    if event.kind is EventKind.CREATED:
        return phrase("{name} raised it", name=name)
    match event.after.get("status"):
        case BlockerStatus.TAKEN.value:
            return phrase("{name} took it", name=name)
        case BlockerStatus.RESOLVED.value:
            return phrase("{name} says that it is cleared", name=name)
        case BlockerStatus.WITHDRAWN.value:
            return phrase("{name} withdrew it", name=name)
        case BlockerStatus.OPEN.value if actor is None:
            return phrase("the day passed by which it was to be cleared")
        case BlockerStatus.OPEN.value if "resolved_at" in event.after:
            return phrase("{name} says that it is not cleared yet", name=name)
        case _:
            pass
    owner = event.after.get("owner_id")
    if owner is not None:
        return phrase("{name} gave it to {owner}", name=name, owner=_name(people, owner))
    return phrase("{name} can't clear it", name=name) if "owner_id" in event.after else None


def _name(people: dict[int, Person], person_id: int | None) -> str:
    found = people.get(person_id) if person_id is not None else None
    return found.name if found else "Drumbeat"
