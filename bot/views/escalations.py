"""What people are told while a blocker climbs, and when it is over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.message import (
    Audience,
    Bold,
    Button,
    Day,
    Hours,
    Instant,
    Line,
    Listed,
    Message,
    Phrase,
    Said,
    Style,
    Value,
    button,
    line,
    note,
    phrase,
    row,
)
from bot.views.blockers import Stuck, age, card, give_buttons, tasks_of
from bot.views.ladders import whom
from storage.models import Person
from storage.words import Rung

A_MINUTE = 1 / 60  # of an hour
ASKED_SHOWN = 5  # of those who were asked before


class Lack(StrEnum):
    """Why somebody who can clear a blocker is not told."""

    AWAY = "away"
    STOPPED = "stopped"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Absence:
    """Who would be told, and isn't; `until` is the last day of their leave."""

    name: str
    lack: Lack
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told, then."""

    at: datetime
    name: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Climb:
    """How far it has climbed: working hours waited, who was asked, and who is next."""

    hours: float
    asked: Sequence[Told]
    next_at: datetime
    next_rung: Rung


def to_owner(stuck: Stuck, reader: Person) -> Message:
    """Return what is said to the one who can clear it."""
    values: dict[str, Value] = {
        "name": reader.name,
        "raiser": stuck.raiser.name,
        "reason": Said(stuck.blocker.reason),
        "key": Bold(stuck.key),
    }
    if reader.id == stuck.raiser.id:
        first = row(phrase("{name}, this still waits for you: {reason} ({key})", **values), sign="⛔")
    else:
        first = row(phrase("{name}, {raiser} can't go on without you: {reason} ({key})", **values), sign="⛔")
    return Message((first, *_details(stuck)), tuple(_owners_buttons(stuck)))


def again(stuck: Stuck, reader: Person) -> Message:
    """Return what its owner is told again: a message of its own, because an edit would reach nobody."""
    told = to_owner(stuck, reader)
    since = note("Waiting since {moment}.", moment=Instant(stuck.blocker.raised_at))
    return Message((*told.lines, since), told.buttons)


def in_place_of(stuck: Stuck, reader: Person, absence: Absence | None, people: Sequence[Person]) -> Message:
    """Return what is said to a lead, or to a cover, where there is nobody to ask or nobody is there."""
    values: dict[str, Value] = {
        "name": reader.name,
        "raiser": stuck.raiser.name,
        "reason": Said(stuck.blocker.reason),
        "key": Bold(stuck.key),
    }
    if absence is None:
        first = row(
            phrase("{name}, {raiser} is stuck: {reason} ({key}). Who can clear it?", **values), sign="⛔"
        )
    elif reader.id == stuck.raiser.id:
        text = "{name}, {owner} can't clear it just now: {reason} ({key}). Who can?"
        first = row(phrase(text, owner=absence.name, **values), sign="⛔")
    else:
        text = "{name}, {raiser} waits for {owner}: {reason} ({key}). Can you clear it, or who can?"
        first = row(phrase(text, owner=absence.name, **values), sign="⛔")
    lacks = [_lack(absence)] if absence else []
    buttons = (
        button("I'll do it by…", f"promise {stuck.key}", Style.PRIMARY),
        *give_buttons(stuck, people),
        button("Give it to…", f"give {stuck.key}"),
        button("It's done", f"resolve {stuck.key}"),
    )
    return Message((first, *lacks, *_details(stuck)), buttons)


def _lack(absence: Absence) -> Line:
    match absence.lack:
        case Lack.AWAY if absence.until is not None:
            text = "You get this because {name} is away until {day}."
            return row(phrase(text, name=absence.name, day=Day(absence.until)), sign="🏖")
        case Lack.AWAY:
            return row(phrase("You get this because {name} is away.", name=absence.name), sign="🏖")
        case Lack.STOPPED:
            return note("You get this because {name} gets no messages from me.", name=absence.name)
        case Lack.GONE:
            return note("You get this because {name} is no longer in the project.", name=absence.name)


def asked_instead(absence: Absence, people: Sequence[Person]) -> Line:
    """Say to whoever raised it that its owner was not asked, and who was."""
    values: dict[str, Value] = {"name": absence.name, "people": Listed(tuple(one.name for one in people))}
    is_away = absence.lack is Lack.AWAY and absence.until is not None
    until = Day(absence.until) if absence.until is not None else ""
    if is_away and people:
        return row(phrase("{name} is away until {day}; I asked {people}.", day=until, **values), sign="🏖")
    if is_away:
        return row(
            phrase("{name} is away until {day}. Who else can clear it?", day=until, **values), sign="🏖"
        )
    if people:
        return note("{name} gets no messages from me; I asked {people}.", **values)
    return note("{name} gets no messages from me. Who else can clear it?", **values)


def any_news(stuck: Stuck) -> Message:
    """Return what its raiser is asked while somebody outside keeps them waiting."""
    values: dict[str, Value] = {
        "name": stuck.blocker.outside,
        "reason": Said(stuck.blocker.reason),
        "key": Bold(stuck.key),
    }
    first = row(
        phrase("Any word from {name}? You wait for: {reason} ({key})", **values), age(stuck), sign="⛔"
    )
    buttons = (
        button("It's done", f"resolve {stuck.key}", Style.PRIMARY),
        button("Give it to…", f"give {stuck.key}"),
    )
    return Message((first, *_details(stuck)), buttons)


def higher(stuck: Stuck, rung: Rung, climb: Climb, reader: Person) -> Message:
    """Return what a lead or a sponsor hears, who may be the one who is waited for."""
    lines = [_waited(stuck, rung, climb.hours), *_details(stuck)]
    others = [one for one in climb.asked if one.person_id != reader.id]
    if others:
        lines.append(note("Asked: {people}. No answer.", people=Listed(tuple(_asked(others)))))
    lines.append(_next(rung, climb))
    is_owner = stuck.owner is not None and stuck.owner.id == reader.id
    return Message(tuple(lines), tuple(_owners_buttons(stuck) if is_owner else _leads_buttons(stuck)))


def _asked(told: Sequence[Told]) -> Iterator[Phrase]:
    """Who was asked, each once, with the last time."""
    for person_id in list(dict.fromkeys(one.person_id for one in told))[-ASKED_SHOWN:]:
        theirs = [one for one in told if one.person_id == person_id]
        name, last = theirs[-1].name, Instant(theirs[-1].at)
        if len(theirs) == 1:
            yield phrase("{name} {moment}", name=name, moment=last)
        else:
            yield phrase("{name} {n} times, last {moment}", name=name, n=len(theirs), moment=last)


def _next(rung: Rung, climb: Climb) -> Line:
    if climb.next_rung is rung:
        return note("Next: you again, {moment}", moment=Instant(climb.next_at))
    return note("Next: {who}, {moment}", who=whom(climb.next_rung), moment=Instant(climb.next_at))


def through_a_stop() -> Line:
    """Say why somebody who said `stop` hears of it."""
    return note("You said stop; this is the last level of the ladder, which gets through.")


def _waited(stuck: Stuck, rung: Rung, hours: float) -> Line:
    values: dict[str, Value] = {
        "project": Bold(stuck.project.name),
        "reason": Said(stuck.blocker.reason),
        "key": Bold(stuck.key),
        "hours": _in_hours(hours),
    }
    if not stuck.awaited:
        text = "For you as lead of {project}: nobody has {reason} ({key}). It has waited {hours} so far."
    elif rung is Rung.SPONSOR:
        text = (
            "For you as sponsor of {project}: {reason} ({key}) has waited {hours} of working time for {name}."
        )
    else:
        text = "For you as lead of {project}: {reason} ({key}) has waited {hours} of working time for {name}."
    return row(phrase(text, name=stuck.awaited, **values), sign="⛔")


def _in_hours(hours: float) -> Value:
    """Whole hours: nobody counts tenths of a wait."""
    whole = int(hours + A_MINUTE)
    return Hours(whole) if whole else phrase("less than an hour")


def still_open(stuck: Stuck, hours: float) -> Message:
    """Return what the channel hears where it is a level of the ladder."""
    text = "{reason} ({key}) has waited {hours} of working time."
    values: dict[str, Value] = {"reason": Said(stuck.blocker.reason), "key": Bold(stuck.key)}
    first = row(phrase(text, hours=_in_hours(hours), **values), sign="⛔")
    buttons = (
        button("I'll do it by…", f"promise {stuck.key}", Style.PRIMARY),
        button("It's done", f"resolve {stuck.key}"),
    )
    return Message((first, *card(stuck)[1:]), buttons, audience=Audience.PLACE)


def escalated(stuck: Stuck, people: Sequence[Person]) -> Message:
    """Return the answer to whoever let it climb."""
    if not people:
        return Message((line("{key}: the channel hears of it now.", key=Bold(stuck.key)),))
    names = Listed(tuple(one.name for one in people))
    return Message((line("{key}: {people} will hear of it.", key=Bold(stuck.key), people=names),))


def declined(stuck: Stuck, by: str, people: Sequence[Person]) -> Message:
    """Return what raiser and lead hear when somebody says that it isn't theirs."""
    values: dict[str, Value] = {"name": by, "key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    first = row(phrase("{name} can't clear {key}: {reason}. Who can?", **values), sign="⛔")
    buttons = (
        *give_buttons(stuck, people),
        button("Give it to…", f"give {stuck.key}"),
        button("I'll do it by…", f"promise {stuck.key}"),
    )
    return Message((first, *_details(stuck)), buttons)


def day_passed(stuck: Stuck, day: date) -> Message:
    """Return what somebody is asked on the morning after the day they named."""
    values: dict[str, Value] = {"key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    text = "You wanted to clear {key} by {day}: {reason}. How does it stand?"
    first = row(phrase(text, day=Day(day), **values), sign="⏰")
    return Message((first, *_stops(stuck)), tuple(_owners_buttons(stuck)))


def _details(stuck: Stuck) -> list[Line]:
    lines = _stops(stuck)
    if stuck.blocker.needed_by is not None:
        needed = Day(stuck.blocker.needed_by)
        if stuck.is_needed_already:
            lines.append(line("It was needed by {day}.", day=needed))
        else:
            lines.append(line("It is needed by {day}.", day=needed))
    return [*lines, stuck.effect] if stuck.effect is not None else lines


def _stops(stuck: Stuck) -> list[Line]:
    return [line("It stops {tasks}.", tasks=tasks_of(stuck))] if stuck.tasks else []


def _owners_buttons(stuck: Stuck) -> list[Button]:
    return [
        button("I'll do it by…", f"promise {stuck.key}", Style.PRIMARY),
        button("Not mine", f"decline {stuck.key}"),
        button("It's done", f"resolve {stuck.key}"),
    ]


def _leads_buttons(stuck: Stuck) -> list[Button]:
    ask = [button("Ask {name} again", f"urge {stuck.key}", name=stuck.owner.name[:30])] if stuck.owner else []
    return [
        button("Take over", f"promise {stuck.key}", Style.PRIMARY),
        *ask,
        button("Give it to…", f"give {stuck.key}"),
        button("It's done", f"resolve {stuck.key}"),
    ]
