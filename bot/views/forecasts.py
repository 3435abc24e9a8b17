"""What is computed of a milestone, in words: its finish, why it comes late, and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Bold,
    Button,
    Day,
    Days,
    Line,
    Phrase,
    Said,
    Value,
    button,
    counted,
    item,
    line,
    note,
    phrase,
    row,
)
from bot.planning import Cause, ClearBlocker, Kind, MilestoneForecast, MoveMilestone, MoveTask, WayOut
from bot.views.tasks import key_of
from storage.models import Blocker, Milestone, Person, Project, Task

CAUSES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain that makes a milestone late, the root first.

    A blocker is a link of its own, with who can clear it and for how many working days it has waited.
    """

    cause: Cause
    task: Task
    blocker: Blocker | None = None
    waits_for: str = ""
    waited: int = 0


@dataclass(frozen=True, slots=True)
class WayOutShown:
    """What would help, with the rows that it is about."""

    way: WayOut
    about: Task | Blocker | Milestone
    to: Person | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """A milestone that comes late, why, and what would help."""

    milestone: Milestone
    forecast: MilestoneForecast
    reasons: tuple[Reason, ...]
    ways: tuple[WayOutShown, ...] = ()


def sign(milestone: Milestone, forecast: MilestoneForecast, today: date) -> str:
    """Return how it stands: at risk while its day lies ahead, and missed from that day on."""
    if forecast.finish is None:
        return ""
    return _sign(milestone, today, is_late=bool(forecast.slip))


def sign_as_last_counted(milestone: Milestone, today: date) -> str:
    """Return the same by the day that is kept with the milestone, without counting it through."""
    if milestone.forecast is None:
        return ""
    return _sign(milestone, today, is_late=milestone.forecast > milestone.promised)


def _sign(milestone: Milestone, today: date, *, is_late: bool) -> str:
    if not is_late:
        return "🟢"
    return "🟡" if today < milestone.promised else "🔴"


def computed() -> Line:
    """Return the line that says what the dates are worth."""
    return note("Computed from what is left, without chances yet.")


def effect(milestone: Milestone, forecast: MilestoneForecast, today: date) -> Line:
    """Return what a change comes to for a milestone."""
    values: dict[str, Value] = {"milestone": Bold(milestone.name), "promised": Day(milestone.promised)}
    if forecast.finish is None:
        return row(phrase("{milestone}: no tasks, no forecast", milestone=Bold(milestone.name)))
    values["finish"] = Day(forecast.finish)
    if forecast.slip:
        text = "{milestone}: done by {finish}, {days} late (promised {promised})."
        return row(phrase(text, days=Days(forecast.slip), **values), sign=sign(milestone, forecast, today))
    if forecast.finish == milestone.promised:
        return row(phrase("{milestone}: done by {finish}, as promised.", **values))
    return row(phrase("{milestone}: done by {finish}; promised for {promised}.", **values))


def counts_by_date(task: Task, project: Project, milestone: Milestone) -> Line:
    """Return that a task that names no milestone counts for the next one."""
    text = "{key} names no milestone, so it counts for the next one: {milestone}."
    return note(text, key=key_of(task, project), milestone=milestone.name)


def late(one: Late, today: date) -> Line:
    """Return by how much a milestone misses its promise."""
    text = "{milestone}, promised {promised}: done only by {finish}, {days} late."
    said = phrase(
        text,
        milestone=Bold(one.milestone.name),
        promised=Day(one.milestone.promised),
        finish=Day(one.forecast.finish or one.milestone.promised),
        days=Days(one.forecast.slip),
    )
    return row(said, sign=sign(one.milestone, one.forecast, today))


def reasons(project: Project, found: Sequence[Reason]) -> list[Line]:
    """Return the chain, the root first, a line each."""
    shown = [_reason(project, one) for one in found[:CAUSES_SHOWN]]
    rest = len(found) - CAUSES_SHOWN
    return [*shown, line("and {n} more", n=rest)] if rest > 0 else shown


def _reason(project: Project, one: Reason) -> Line:
    days = _rounded(one.cause.days)
    if one.blocker is not None:
        parts = (Bold(key_of(one.blocker, project)), Said(one.blocker.reason), _waits(one))
        return item(*parts, phrase("adds {days}", days=days), sign="⛔")
    return item(Bold(key_of(one.task, project)), one.task.title, *_holdup(one.cause, days))


def _waits(one: Reason) -> Phrase:
    until = one.blocker.taken_until if one.blocker is not None else None
    if until is not None and one.waits_for:
        return phrase("{name} clears it by {day}", name=one.waits_for, day=Day(until))
    if not one.waits_for:
        return counted("nobody has it for {n} day", "nobody has it for {n} days", max(1, one.waited))
    if not one.waited:
        return phrase("waits for {name} since today", name=one.waits_for)
    return counted("waits for {name}, {n} day", "waits for {name}, {n} days", one.waited, name=one.waits_for)


def _holdup(cause: Cause, days: Days) -> tuple[Phrase, ...]:
    """What holds the task up, and for how long; never who has how much to do."""
    match cause.kind:
        case Kind.WORK | Kind.AFTER | Kind.BLOCKED:
            return (phrase("{days} of work", days=days),)
        case Kind.LATE if cause.days:
            return phrase("past its own date"), phrase("{days} of work", days=days)
        case Kind.LATE:
            return (phrase("was finished late"),)
        case Kind.ACCEPTANCE:
            return (phrase("waits for acceptance"),)
        case Kind.QUEUE:
            return phrase("waits its turn"), phrase("{days} with its own work", days=days)
        case Kind.NO_TIME:
            return (phrase("no working time ahead"),)


def _rounded(days: float) -> Days:
    """To half days: what is computed is no more exact than that."""
    return Days(max(0.5, round(days * 2) / 2))


def ways_out(project: Project, found: Sequence[WayOutShown]) -> list[Button]:
    """Return what would help as buttons, each with the day it comes to."""
    return [one for way in found for one in _way_out(project, way)]


def _way_out(project: Project, one: WayOutShown) -> list[Button]:
    match one.way, one.about:
        case ClearBlocker(_, by, finish), Blocker() as blocker:
            key = key_of(blocker, project)
            label = "{key} by {day} → {finish}"
            command = f"needed {key} by {by.isoformat()}"
            return [button(label, command, key=key, day=Day(by), finish=Day(finish))]
        case MoveTask(_, person, finish), Task() as task:
            key, name = key_of(task, project), one.to.name if one.to else ""
            label = "{key} to {name} → {finish}"
            return [button(label, f"edit {key} @p{person}", key=key, name=name, finish=Day(finish))]
        case MoveMilestone(number, finish), Milestone() as milestone:
            label = "Move {milestone} to {day}…"
            command = f"milestone move m{number} {finish.isoformat()}"
            return [button(label, command, milestone=milestone.name[:40], day=Day(finish))]
        case _:
            return []
