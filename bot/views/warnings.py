"""Slippage warnings: one post for what has one root, edited while it changes, and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.message import (
    Audience,
    Bold,
    Day,
    Days,
    Instant,
    Line,
    Message,
    Phrase,
    Said,
    button,
    note,
    phrase,
    row,
)
from bot.views import forecasts
from bot.views.forecasts import Late
from bot.views.milestones import met_line
from bot.views.tasks import key_of
from storage.models import Blocker, Milestone, Project, SlipWarning, Task
from storage.words import BlockerStatus, TaskStatus


class End(Enum):
    """How a warning is over."""

    AGAIN = "again"  # it will be met as promised
    MOVED = "moved"  # it will be met as promised since then
    MET = "met"
    DROPPED = "dropped"
    CLOSED = "closed"  # its project is
    EMPTY = "empty"  # nothing is left of it, so there is no forecast


@dataclass(frozen=True, slots=True)
class Ended:
    """A warning that is over; `root` is what it came from, where that is over as well or has its word.

    `owner` is whose word that is.
    """

    milestone: Milestone
    end: End
    root: Blocker | Task | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Worse:
    """A milestone that is clearly later than was last said aloud."""

    late: Late
    before: int


def topic(warning: SlipWarning) -> str:
    """The topic of the post that shows a warning."""
    return f"warning/{warning.shown_in or warning.id}"


def warning(project: Project, found: Sequence[Late], today: date, since: datetime) -> Message:
    """Return the one post of milestones that come late for the same reason; nothing is said twice in it."""
    lines: list[Line] = [forecasts.late(one, today) for one in found]
    known: set[tuple[int, int | None]] = set()
    for one in found:
        fresh = [why for why in one.reasons if (why.cause.task_id, why.cause.blocker_id) not in known]
        known.update((why.cause.task_id, why.cause.blocker_id) for why in one.reasons)
        lines.extend(forecasts.reasons(project, fresh))
    buttons = [offered for one in found for offered in forecasts.ways_out(project, one.ways)]
    once = {one.command: one for one in reversed(buttons)}  # where two say the same, the first one's
    plan = button("Plan", f"plan in {project.key}")
    since_when = note(
        "Since {moment}. Computed from what is left, without chances yet.", moment=Instant(since)
    )
    return Message((*lines, since_when), (*reversed(once.values()), plan), audience=Audience.PLACE)


def joined(found: Sequence[Late], today: date) -> Message:
    """Return what is said aloud when a post that is there shows one more milestone."""
    return Message(tuple(forecasts.late(one, today) for one in found), audience=Audience.PLACE)


def worse(found: Sequence[Worse], today: date) -> Message:
    """Return what is said aloud when it has become clearly worse."""
    lines = [_worse(one, today) for one in found]
    return Message(tuple(lines), audience=Audience.PLACE)


def _worse(one: Worse, today: date) -> Line:
    milestone, forecast = one.late.milestone, one.late.forecast
    said = phrase(
        "{milestone} is {days} late by now, it was {before}: done only by {finish}.",
        milestone=Bold(milestone.name),
        days=Days(forecast.slip),
        before=Days(one.before),
        finish=Day(forecast.finish or milestone.promised),
    )
    return row(said, sign=forecasts.sign(milestone, forecast, today))


def over(project: Project, found: Sequence[Ended]) -> Message:
    """Return the end of warnings: what their post shows then, and what is said with it."""
    return Message(tuple(_over(project, one) for one in found), audience=Audience.PLACE)


def _over(project: Project, one: Ended) -> Line:
    name, day = Bold(one.milestone.name), Day(one.milestone.promised)
    why = _why_over(project, one.root, one.owner)
    match one.end:
        case End.AGAIN:
            return row(phrase("{milestone}: {day} again.", milestone=name, day=day), why, sign="🟢")
        case End.MOVED:
            return row(
                phrase("{milestone}: done by {day}, as promised now.", milestone=name, day=day), sign="🟢"
            )
        case End.MET:
            return met_line(one.milestone)
        case End.DROPPED:
            return row(phrase("{milestone} is no longer promised.", milestone=name))
        case End.CLOSED:
            return row(name, phrase("{project} is closed.", project=project.name))
        case End.EMPTY:
            return row(name, phrase("no tasks, no forecast"))


def _why_over(project: Project, root: Blocker | Task | None, owner: str) -> Phrase | None:
    match root:
        case Blocker(status=BlockerStatus.TAKEN) if root.taken_until is not None:
            key, day = Bold(key_of(root, project)), Day(root.taken_until)
            return phrase("{name} clears {key} by {day}.", name=owner, key=key, day=day)
        case Blocker(status=BlockerStatus.RESOLVED) if root.resolution:
            return phrase("{key}: {text}", key=Bold(key_of(root, project)), text=Said(root.resolution))
        case Blocker(status=BlockerStatus.RESOLVED):
            return phrase(
                "{key} is cleared: {reason}", key=Bold(key_of(root, project)), reason=Said(root.reason)
            )
        case Blocker(status=BlockerStatus.WITHDRAWN):
            return phrase("{key} was withdrawn.", key=Bold(key_of(root, project)))
        case Task(status=TaskStatus.DONE):
            return phrase("{key} is done: {title}", key=Bold(key_of(root, project)), title=root.title)
        case Task(status=TaskStatus.CANCELLED):
            return phrase("{key} was cancelled: {title}", key=Bold(key_of(root, project)), title=root.title)
        case _:
            return None
