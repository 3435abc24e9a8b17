"""Blockers as people see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
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
    counted,
    heading,
    item,
    line,
    note,
    phrase,
    row,
)
from bot.views.tasks import PAGE, key_of, undo
from storage.models import Blocker, Person, Project, Task
from storage.words import BlockerStatus

ASKED_SHOWN = 5  # of those who were asked before


@dataclass(frozen=True, slots=True)
class Stuck:
    """A blocker with all that is said about it."""

    blocker: Blocker
    project: Project
    raiser: Person
    owner: Person | None
    tasks: tuple[Task, ...]

    @property
    def key(self) -> str:
        """The name that everybody calls it by."""
        return key_of(self.blocker, self.project)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told, then."""

    at: datetime
    name: str


def topic(blocker: Blocker) -> str:
    """The topic of the post that shows a blocker."""
    return f"blocker/{blocker.id}"


def raised(stuck: Stuck, *more: Line) -> Message:
    """Return the answer to whoever raised it."""
    lines = [*_card(stuck), *more]
    if stuck.owner is None and not stuck.blocker.outside:
        example = Code(f"give {stuck.key} @name")
        lines.append(note("Do you know who can clear it? Say {example}.", example=example))
    return Message(tuple(lines)).offering(button("It's done", f"resolve {stuck.key}"), undo())


def shown(stuck: Stuck) -> Message:
    """Return a blocker's card for whoever asks."""
    return Message(tuple(_card(stuck)), tuple(_buttons(stuck)))


def changed(stuck: Stuck) -> Message:
    """Return the answer to whoever changed it."""
    return Message(tuple(_card(stuck))).offering(*_buttons(stuck), undo())


def in_channel(stuck: Stuck) -> Message:
    """Return the one post of a blocker in the project's channel; edited as it goes on."""
    return Message(
        tuple(_card(stuck)), tuple(_buttons(stuck)), audience=Audience.PLACE, topic=topic(stuck.blocker)
    )


def to_owner(stuck: Stuck, reader: Person) -> Message:
    """Return what is said to the one who can clear it, or to a lead who knows who can."""
    lines = [_to_reader(stuck, reader)]
    if stuck.tasks:
        lines.append(line("It stops {tasks}.", tasks=_tasks(stuck)))
    if stuck.blocker.needed_by is not None:
        lines.append(line("It is needed by {day}.", day=Day(stuck.blocker.needed_by)))
    if stuck.owner is None:
        lines.append(note("Say who with {example}.", example=Code(f"give {stuck.key} @name")))
    return Message(tuple(lines), tuple(_buttons(stuck)), topic=topic(stuck.blocker))


def again(stuck: Stuck, reader: Person) -> Message:
    """Return what its owner is told again: a message of its own, because an edit would reach nobody."""
    told = to_owner(stuck, reader)
    since = note("Waiting since {moment}.", moment=Instant(stuck.blocker.raised_at))
    return Message((*told.lines, since), told.buttons)


def to_lead(stuck: Stuck, hours: float, steps: Sequence[Told], next_at: datetime) -> Message:
    """Return what is said one level up: how many working hours it waited, and who was asked when."""
    lines = [_waited(stuck, hours)]
    if stuck.tasks:
        lines.append(line("It stops {tasks}.", tasks=_tasks(stuck)))
    if steps:
        asked = tuple(
            phrase("{name} {moment}", name=one.name, moment=Instant(one.at)) for one in steps[-ASKED_SHOWN:]
        )
        lines.append(note("Asked: {people}. No answer.", people=Listed(asked)))
    lines.append(note("Next step: {moment}", moment=Instant(next_at)))
    buttons = (
        button("Take over", f"take {stuck.key}", Style.PRIMARY),
        button("It's done", f"resolve {stuck.key}"),
    )
    return Message(tuple(lines), buttons)


def _waited(stuck: Stuck, hours: float) -> Line:
    values: dict[str, Value] = {
        "project": Bold(stuck.project.name),
        "reason": Said(stuck.blocker.reason),
        "key": Bold(stuck.key),
        "hours": Hours(hours),
    }
    name = stuck.owner.name if stuck.owner else stuck.blocker.outside
    if not name:
        text = (
            "For you as lead of {project}: {reason} ({key}) has waited {hours} of working time for anybody."
        )
        return row(phrase(text, **values), sign="⛔")
    text = "For you as lead of {project}: {reason} ({key}) has waited {hours} of working time for {name}."
    return row(phrase(text, name=name, **values), sign="⛔")


def still_open(stuck: Stuck, hours: float) -> Message:
    """Return what the channel hears where it is a level of the ladder."""
    text = "{reason} ({key}) has waited {hours} of working time."
    values: dict[str, Value] = {"reason": Said(stuck.blocker.reason), "key": Bold(stuck.key)}
    lines = (row(phrase(text, hours=Hours(hours), **values), sign="⛔"), row(_status(stuck), _stops(stuck)))
    return Message(lines, tuple(_buttons(stuck)), audience=Audience.PLACE)


def escalated(stuck: Stuck, people: Sequence[Person]) -> Message:
    """Return the answer to whoever let it climb."""
    if not people:
        return Message((line("{key}: the next level is told.", key=Bold(stuck.key)),))
    names = Listed(tuple(one.name for one in people))
    return Message((line("{key}: {people} will hear of it.", key=Bold(stuck.key), people=names),))


def _to_reader(stuck: Stuck, reader: Person) -> Line:
    values: dict[str, Value] = {
        "name": reader.name,
        "raiser": stuck.raiser.name,
        "reason": Said(stuck.blocker.reason),
        "key": Bold(stuck.key),
    }
    if stuck.owner is not None:
        return row(phrase("{name}, {raiser} can't go on without you: {reason} ({key})", **values), sign="⛔")
    if stuck.blocker.outside:
        text = "{name}, {raiser} waits for {outside}: {reason} ({key}). Who can follow it up?"
        return row(phrase(text, outside=stuck.blocker.outside, **values), sign="⛔")
    return row(phrase("{name}, {raiser} is stuck: {reason} ({key}). Who can clear it?", **values), sign="⛔")


def taken(stuck: Stuck) -> Message:
    """Return what the raiser hears when somebody takes it."""
    name = stuck.owner.name if stuck.owner else ""
    until = stuck.blocker.taken_until
    values: dict[str, Value] = {"name": name, "key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    if until is None:
        return Message((line("{name} takes {key}: {reason}", **values),))
    return Message((line("{name} takes {key} and clears it by {day}: {reason}", day=Day(until), **values),))


def cleared(stuck: Stuck, by: str) -> Message:
    """Return what the raiser hears when it is resolved."""
    values: dict[str, Value] = {"name": by, "key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    lines = [row(phrase("{name} says that {key} is cleared: {reason}", **values), sign="✅")]
    if stuck.blocker.resolution:
        lines.append(item(Said(stuck.blocker.resolution)))
    if stuck.tasks:
        lines.append(line("You can go on with {tasks}.", tasks=_tasks(stuck)))
    return Message(tuple(lines), (button("Not yet", f"unresolve {stuck.key}"),))


def listed(found: Sequence[Stuck], today: date) -> Message:
    """Return open blockers, a line each, the oldest first."""
    title = heading("What is stuck")
    if not found:
        return Message((title, line("Nothing here.")))
    lines = [_listed_line(one, today) for one in found[:PAGE]]
    rest = len(found) - PAGE
    if rest > 0:
        lines.append(line("and {n} more", n=rest))
    return Message((title, *lines))


def _listed_line(one: Stuck, today: date) -> Line:
    parts = (_waits_for(one), _age(one, today), _stops(one), _need(one))
    return item(Bold(one.key), Said(one.blocker.reason), *parts, sign="⛔")


def why(stuck: Stuck, steps: Sequence[Told], next_at: datetime | None) -> Message:
    """Return who was told when, and what it stops."""
    first = item(Instant(stuck.blocker.raised_at), phrase("{name} raised it", name=stuck.raiser.name))
    lines = [item(Instant(one.at), phrase("{name} was told", name=one.name)) for one in steps]
    if next_at is not None:
        lines.append(note("Next step: {moment}", moment=Instant(next_at)))
    return Message((*_card(stuck), first, *lines), tuple(_buttons(stuck)))


def _card(stuck: Stuck) -> list[Line]:
    blocker = stuck.blocker
    sign = "⛔" if blocker.status in (BlockerStatus.OPEN, BlockerStatus.TAKEN) else "✅"
    lines = [
        row(Bold(stuck.key), Said(blocker.reason), sign=sign),
        row(_status(stuck), _stops(stuck), _need(stuck)),
    ]
    if blocker.resolution:
        lines.append(item(Said(blocker.resolution)))
    return lines


def _status(stuck: Stuck) -> Phrase:
    match stuck.blocker.status:
        case BlockerStatus.OPEN:
            return _waits_for(stuck)
        case BlockerStatus.TAKEN:
            name = stuck.owner.name if stuck.owner else ""
            until = stuck.blocker.taken_until
            if until is not None:
                return phrase("{name} clears it by {day}", name=name, day=Day(until))
            return phrase("{name} clears it", name=name)
        case BlockerStatus.RESOLVED:
            return phrase("cleared")
        case BlockerStatus.WITHDRAWN:
            return phrase("withdrawn")


def _waits_for(stuck: Stuck) -> Phrase:
    if stuck.owner is not None:
        return phrase("{raiser} waits for {name}", raiser=stuck.raiser.name, name=stuck.owner.name)
    if stuck.blocker.outside:
        return phrase("{raiser} waits for {name}", raiser=stuck.raiser.name, name=stuck.blocker.outside)
    return phrase("{raiser} waits; nobody has it yet", raiser=stuck.raiser.name)


def _age(stuck: Stuck, today: date) -> Phrase:
    days = (today - stuck.blocker.raised_at.date()).days
    return counted("{n} day", "{n} days", days) if days > 0 else phrase("since today")


def _stops(stuck: Stuck) -> Phrase | None:
    return phrase("stops {tasks}", tasks=_tasks(stuck)) if stuck.tasks else None


def _need(stuck: Stuck) -> Phrase | None:
    day = stuck.blocker.needed_by
    return phrase("needed by {day}", day=Day(day)) if day is not None else None


def _tasks(stuck: Stuck) -> Listed:
    return Listed(tuple(f"{key_of(one, stuck.project)} {one.title}" for one in stuck.tasks))


def _buttons(stuck: Stuck) -> list[Button]:
    match stuck.blocker.status:
        case BlockerStatus.OPEN:
            return [
                button("I'll do it", f"take {stuck.key}", Style.PRIMARY),
                button("It's done", f"resolve {stuck.key}"),
            ]
        case BlockerStatus.TAKEN:
            return [button("It's done", f"resolve {stuck.key}", Style.PRIMARY)]
        case BlockerStatus.RESOLVED:
            return [button("Not yet", f"unresolve {stuck.key}")]
        case BlockerStatus.WITHDRAWN:
            return []
