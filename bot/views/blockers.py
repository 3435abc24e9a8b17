"""Blockers as people see them: the card, lists, and the answers to whoever changes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import (
    Audience,
    Bold,
    Button,
    Choice,
    Code,
    Day,
    Field,
    FieldKind,
    Form,
    Instant,
    Line,
    Listed,
    Message,
    Number,
    Phrase,
    Said,
    Style,
    Value,
    button,
    heading,
    item,
    line,
    note,
    phrase,
    row,
)
from bot.views.ladders import whom
from bot.views.tasks import PAGE, key_of, undo
from storage.models import Blocker, Person, Project, Task
from storage.words import BlockerStatus, Rung

DAYS_OFFERED = 4


@dataclass(frozen=True, slots=True)
class Stuck:
    """A blocker with all that is said about it.

    `day` is its age: on the day it is raised 1, on the next working day of who can clear it 2.
    `is_needed_already`: the day that it was needed by is over.
    `effect` is what it comes to for the next milestone that it moves; only who is to clear it hears of that.
    """

    blocker: Blocker
    project: Project
    raiser: Person
    owner: Person | None
    tasks: tuple[Task, ...]
    day: int = 1
    effect: Line | None = None
    is_needed_already: bool = False

    @property
    def key(self) -> str:
        """The name that everybody calls it by."""
        return key_of(self.blocker, self.project)

    @property
    def awaited(self) -> str:
        """The name of who can clear it; empty where nobody is known."""
        return self.owner.name if self.owner else self.blocker.outside


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a blocker: what was told to whom, or done by whom."""

    at: datetime
    what: Phrase


def topic(blocker: Blocker) -> str:
    """The topic of the post that shows a blocker; what people are told has one of its own beneath it."""
    return f"blocker/{blocker.id}"


def raised(stuck: Stuck, *more: Line, is_posted_here: bool = False) -> Message:
    """Return the answer to whoever raised it: only what its post lacks, where that is before their eyes."""
    noted = [line("Noted as {key}.", key=Bold(stuck.key))]
    lines = [*(noted if is_posted_here else card(stuck)), *more]
    buttons = [] if is_posted_here else [button("It's done", f"resolve {stuck.key}")]
    if not stuck.awaited:
        example = Code(phrase("give {key} @name", key=stuck.key))
        lines.append(note("Do you know who can clear it? Say {example}.", example=example))
        buttons.append(button("Give it to…", f"give {stuck.key}"))
    return Message(tuple(lines)).offering(*buttons, undo())


def shown(stuck: Stuck) -> Message:
    """Return a blocker's card for whoever asks."""
    return Message(tuple(card(stuck)), tuple(buttons_of(stuck)))


def changed(stuck: Stuck) -> Message:
    """Return the answer to whoever changed it."""
    return Message(tuple(card(stuck))).offering(*buttons_of(stuck), undo())


def in_channel(stuck: Stuck) -> Message:
    """Return the one post of a blocker in the project's channel; edited as it goes on."""
    is_open = stuck.blocker.status in (BlockerStatus.OPEN, BlockerStatus.TAKEN)
    buttons = tuple(buttons_of(stuck)) if is_open else ()
    return Message(tuple(card(stuck)), buttons, audience=Audience.PLACE, topic=topic(stuck.blocker))


def settled(stuck: Stuck, *, is_owner: bool) -> Message:
    """Return what an earlier post to somebody shows once it is out of their hands: how it stands."""
    is_theirs = is_owner and stuck.blocker.status in (BlockerStatus.OPEN, BlockerStatus.TAKEN)
    return Message(tuple(card(stuck)), tuple(buttons_of(stuck)) if is_theirs else ())


def ask_when(stuck: Stuck, days: Sequence[date]) -> Message:
    """Return the form that asks by when somebody clears it, with days to choose from."""
    offered = tuple(
        Choice(phrase("{day}", day=Day(day, near=True)), day.isoformat()) for day in days[:DAYS_OFFERED]
    )
    label = phrase(
        "{reason} ({key}): by when do you clear it?", reason=Said(stuck.blocker.reason), key=stuck.key
    )
    fields = (Field("until", label, FieldKind.DATE, choices=offered),)
    given = {"what": stuck.key}
    return Message(form=Form("take", phrase("I'll do it by…"), fields, given, phrase("I'll do it")))


def ask_whom(stuck: Stuck, people: Sequence[Person]) -> Message:
    """Return the form that asks who can clear it, with people to choose from."""
    offered = tuple(Choice(phrase("{name}", name=one.name[:40]), f"@p{one.id}") for one in people)
    label = phrase("{reason} ({key}): who can clear it?", reason=Said(stuck.blocker.reason), key=stuck.key)
    fields = (Field("owner", label, FieldKind.PERSON, required=True, choices=offered),)
    return Message(form=Form("blocker give", phrase("Give it to…"), fields, {"what": stuck.key}))


def give_buttons(stuck: Stuck, people: Sequence[Person]) -> list[Button]:
    """Return a button for each person it could be given to."""
    return [button("{name}", f"give {stuck.key} @p{one.id}", name=one.name[:40]) for one in people]


def listed(found: Sequence[Stuck]) -> Message:
    """Return open blockers, a line each, the oldest first."""
    title = heading("What is stuck")
    if not found:
        return Message((title, line("Nothing here.")))
    lines = [_listed_line(one) for one in found[:PAGE]]
    rest = len(found) - PAGE
    if rest > 0:
        lines.append(line("and {n} more", n=rest))
    return Message((title, *lines))


def lines(found: Sequence[Stuck]) -> tuple[Line, ...]:
    """Return blockers among other things, a line each."""
    return tuple(_listed_line(one) for one in found)


def _listed_line(one: Stuck) -> Line:
    parts = (_status(one), age(one), _stops(one), _need(one))
    return item(Bold(one.key), Said(one.blocker.reason), *parts, sign="⛔")


def why(stuck: Stuck, steps: Sequence[Step], next_step: tuple[datetime, Rung] | None) -> Message:
    """Return what happened to it, who was told when, and who is next."""
    lines = [item(Instant(one.at), one.what) for one in steps]
    if next_step is not None:
        at, rung = next_step
        lines.append(note("Next: {who}, {moment}", who=_who_is_next(stuck, rung), moment=Instant(at)))
    return Message((*card(stuck), *lines), tuple(buttons_of(stuck)))


def _who_is_next(stuck: Stuck, rung: Rung) -> Value:
    if rung is not Rung.OWNER:
        return whom(rung)
    if stuck.owner is not None:
        return stuck.owner.name
    return stuck.raiser.name if stuck.blocker.outside else whom(Rung.LEAD)


def card(stuck: Stuck) -> list[Line]:
    """Return the lines that show how a blocker stands."""
    blocker = stuck.blocker
    is_open = blocker.status in (BlockerStatus.OPEN, BlockerStatus.TAKEN)
    lines = [
        row(Bold(stuck.key), Said(blocker.reason), sign="⛔" if is_open else "✅"),
        row(_status(stuck), age(stuck) if is_open and stuck.day > 1 else None, _stops(stuck), _need(stuck)),
    ]
    if blocker.resolution:
        lines.append(item(Said(blocker.resolution)))
    return lines


def buttons_of(stuck: Stuck) -> list[Button]:
    """Return what whoever sees it can do."""
    match stuck.blocker.status:
        case BlockerStatus.OPEN:
            return [
                button("I'll do it by…", f"promise {stuck.key}", Style.PRIMARY),
                button("It's done", f"resolve {stuck.key}"),
            ]
        case BlockerStatus.TAKEN:
            return [
                button("It's done", f"resolve {stuck.key}", Style.PRIMARY),
                button("By another day…", f"promise {stuck.key}"),
            ]
        case BlockerStatus.RESOLVED:
            return [button("Not yet", f"unresolve {stuck.key}")]
        case BlockerStatus.WITHDRAWN:
            return []


def _status(stuck: Stuck) -> Phrase:
    match stuck.blocker.status:
        case BlockerStatus.OPEN:
            return _waits_for(stuck)
        case BlockerStatus.TAKEN:
            until = stuck.blocker.taken_until
            if until is not None:
                return phrase("{name} clears it by {day}", name=stuck.awaited, day=Day(until))
            return phrase("{name} clears it", name=stuck.awaited)
        case BlockerStatus.RESOLVED:
            return phrase("cleared")
        case BlockerStatus.WITHDRAWN:
            return phrase("withdrawn")


def _waits_for(stuck: Stuck) -> Phrase:
    if stuck.owner is not None and stuck.owner.id == stuck.raiser.id:
        return phrase("{name} has it", name=stuck.owner.name)
    if stuck.awaited:
        return phrase("{raiser} waits for {name}", raiser=stuck.raiser.name, name=stuck.awaited)
    return phrase("{raiser} waits; nobody has it yet", raiser=stuck.raiser.name)


def age(stuck: Stuck) -> Phrase:
    """How long it has lasted, in working days."""
    return phrase("day {n}", n=Number(stuck.day)) if stuck.day > 1 else phrase("since today")


def _stops(stuck: Stuck) -> Phrase | None:
    if not stuck.tasks:
        return None
    if stuck.blocker.status in (BlockerStatus.OPEN, BlockerStatus.TAKEN):
        return phrase("stops {tasks}", tasks=tasks_of(stuck))
    return phrase("stopped {tasks}", tasks=tasks_of(stuck))


def _need(stuck: Stuck) -> Phrase | None:
    day = stuck.blocker.needed_by
    return phrase("needed by {day}", day=Day(day)) if day is not None else None


def tasks_of(stuck: Stuck) -> Listed:
    """The tasks that it stops, by key and title."""
    named: tuple[Value, ...] = tuple(f"{key_of(one, stuck.project)} {one.title}" for one in stuck.tasks)
    return Listed(named)
