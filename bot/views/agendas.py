"""What a day holds for somebody in a project: what is due of theirs, and what they wait for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Bold,
    Code,
    Day,
    Days,
    Instant,
    Line,
    Phrase,
    Said,
    counted,
    item,
    note,
    phrase,
)
from bot.views.tasks import HOURS_A_DAY, key_of
from storage.models import Blocker, Project, Task

SHOWN = 10  # tasks of a project; the rest is in `mine`
WAITS_SHOWN = 5
REASON_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Wait:
    """A blocker, the tasks that it stops, the name of who can clear it, and its working days so far."""

    blocker: Blocker
    tasks: tuple[Task, ...]
    awaited: str
    days: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due of somebody in a project, and what they wait for, the oldest first."""

    project: Project
    due: tuple[Task, ...] = ()
    waits: tuple[Wait, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing on it."""
        return not (self.due or self.waits)


@dataclass(frozen=True, slots=True)
class Covered:
    """What is due of somebody who is away until a day, as who stands in for them sees it."""

    name: str
    until: date
    agendas: tuple[Agenda, ...]


def lines(one: Agenda) -> Iterator[Line]:
    """A line a task, with all that is to be said of it: what is due first, then what else is stopped."""
    due = one.due[:SHOWN]
    yield from (_task(task, one) for task in due)
    if len(one.due) > SHOWN:
        yield note("and {n} more: {command}", n=len(one.due) - SHOWN, command=Code("mine"))
    stopped = _stopped(one)
    yield from stopped[:WAITS_SHOWN]
    if len(stopped) > WAITS_SHOWN:
        yield note("and {n} more: {command}", n=len(stopped) - WAITS_SHOWN, command=Code("waiting"))


def covered(found: Sequence[Covered]) -> Iterator[Line]:
    """What is due of others, after a line that says whose it is."""
    for one in found:
        yield note("For {name}, who is away until {day}.", name=one.name, day=Day(one.until))
        tasks = [(task, agenda) for agenda in one.agendas for task in agenda.due]
        yield from (_task(task, agenda) for task, agenda in tasks[:SHOWN])


def _stopped(one: Agenda) -> list[Line]:
    """What is stopped and not due yet: each task once, else what stops it."""
    due = {task.id for task in one.due}
    tasks = {task.id: task for wait in one.waits for task in wait.tasks if task.id not in due}
    loose = [wait for wait in one.waits if not wait.tasks]
    return [*(_task(task, one) for task in tasks.values()), *(_loose(wait, one.project) for wait in loose)]


def _task(task: Task, one: Agenda) -> Line:
    waits = [wait for wait in one.waits if task in wait.tasks]
    when = [due_phrase(task), left(task) if task in one.due else None]
    key, sign = Bold(key_of(task, one.project)), "⛔" if waits else "⏰"
    return item(key, task.title, *when, *_awaited(waits), sign=sign)


def _awaited(waits: Sequence[Wait]) -> Iterator[Phrase]:
    """For whom it waits, each named once with the oldest; where nobody can clear it yet, for what."""
    named = set()
    for one in waits:
        if not one.awaited:
            yield _reason(one)
        elif one.awaited not in named:
            named.add(one.awaited)
            yield _who(one)


def _loose(one: Wait, project: Project) -> Line:
    """What stops nothing in particular."""
    who = _who(one) if one.awaited else None
    reason = Said(shortened(one.blocker.reason, REASON_SHOWN)) if who else _reason(one)
    return item(Bold(key_of(one.blocker, project)), reason, who, sign="⛔")


def _who(one: Wait) -> Phrase:
    if one.days <= 0:
        return phrase("waiting for {name} since today", name=one.awaited)
    return counted("waiting for {name}, {n} day", "waiting for {name}, {n} days", one.days, name=one.awaited)


def _reason(one: Wait) -> Phrase:
    reason = Said(shortened(one.blocker.reason, REASON_SHOWN))
    if one.days <= 0:
        return phrase("{reason}, since today", reason=reason)
    return counted("{reason}, {n} day", "{reason}, {n} days", one.days, reason=reason)


def due_phrase(task: Task) -> Phrase | None:
    """Return when a task is due; its time is shown in the reader's zone."""
    if task.due_at is not None:
        return phrase("due {moment}", moment=Instant(task.due_at))
    return phrase("due {day}", day=Day(task.due_day, near=True)) if task.due_day is not None else None


def left(task: Task) -> Phrase | None:
    """Return how much work of a task remains, as far as somebody has said."""
    hours = task.left_hours if task.left_hours is not None else task.estimate_high
    return phrase("{days} left", days=Days(hours / HOURS_A_DAY)) if hours else None


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut where it is longer."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
