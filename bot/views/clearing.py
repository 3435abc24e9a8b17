"""What people are told when a blocker is being cleared, was to be, or is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.message import (
    Bold,
    Button,
    Day,
    Line,
    Listed,
    Message,
    Said,
    Style,
    Value,
    button,
    item,
    line,
    phrase,
    row,
)
from bot.views.blockers import Stuck, card, tasks_of
from bot.views.tasks import shortened, titled
from storage.models import Project, Task
from storage.words import BlockerStatus, TaskStatus

OFFERED = 2


def taken(stuck: Stuck) -> Message:
    """Return what the raiser hears when somebody takes it."""
    until = stuck.blocker.taken_until
    values: dict[str, Value] = {
        "name": stuck.awaited,
        "key": Bold(stuck.key),
        "reason": Said(stuck.blocker.reason),
    }
    if until is None:
        return Message((line("{name} takes {key}: {reason}", **values),))
    return Message((line("{name} takes {key} and clears it by {day}: {reason}", day=Day(until), **values),))


def cleared(stuck: Stuck, by: str, free: Sequence[Task]) -> Message:
    """Return what those who waited hear when it is resolved; nothing else stops the tasks that are `free`."""
    values: dict[str, Value] = {"name": by, "key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    lines = [row(phrase("{name} says that {key} is cleared: {reason}", **values), sign="✅")]
    if stuck.blocker.resolution:
        lines.append(item(Said(stuck.blocker.resolution)))
    if free:
        lines.append(line("You can go on with {tasks}.", tasks=tasks_of(replace(stuck, tasks=tuple(free)))))
    return Message(tuple(lines), (button("Not yet", f"unresolve {stuck.key}"),))


def needed(stuck: Stuck, day: date) -> Message:
    """Return what is said once when the day that it was needed by has passed."""
    values: dict[str, Value] = {"key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    first = row(phrase("{key} was needed by {day}: {reason}", day=Day(day), **values), sign="⏰")
    buttons = (
        button("It's done", f"resolve {stuck.key}"),
        button("I'll do it by…", f"promise {stuck.key}"),
    )
    return Message((first, *card(stuck)[1:2]), buttons)


def is_it_over(stuck: Stuck) -> Message:
    """Return what the raiser is asked when all that it stopped is finished."""
    values: dict[str, Value] = {"key": Bold(stuck.key), "reason": Said(stuck.blocker.reason)}
    text = "What {key} stopped is finished: {tasks}. Is {reason} cleared too?"
    first = row(phrase(text, tasks=tasks_of(stuck), **values), sign="⛔")
    return Message((first,), (button("It's done", f"resolve {stuck.key}", Style.PRIMARY),))


def over_with(task: Task, project: Project, by: str, found: Sequence[Stuck]) -> Message:
    """Return what those hear who could clear, or had raised, what stopped a task that is finished now."""
    named = titled(task, project)
    if task.status is TaskStatus.CANCELLED:
        title = line("{name} cancelled {task}. What stopped it is no longer needed:", name=by, task=named)
    else:
        title = line("{name} finished {task}. What stopped it is cleared with that:", name=by, task=named)
    return Message((title, *(item(Bold(one.key), Said(one.blocker.reason), sign="✅") for one in found)))


def ended(found: Sequence[Stuck]) -> tuple[Line, ...]:
    """Return what ended with the tasks that it stopped, for whoever finished or cancelled these."""
    cleared = [one for one in found if one.blocker.status is BlockerStatus.RESOLVED]
    dropped = [one for one in found if one.blocker.status is BlockerStatus.WITHDRAWN]
    lines = [line("Cleared with it: {blockers}", blockers=_named(cleared))] if cleared else []
    return (*lines, *([line("No longer needed: {blockers}", blockers=_named(dropped))] if dropped else []))


def _named(found: Sequence[Stuck]) -> Listed:
    names = [
        phrase("{key} {reason}", key=Bold(one.key), reason=Said(shortened(one.blocker.reason)))
        for one in found
    ]
    return Listed(tuple(names))


def still(found: Sequence[Stuck]) -> list[Button]:
    """Offer to open again what ended with a task that is taken up again."""
    return [button("{key} still stops it", f"unresolve {one.key}", key=one.key) for one in found[:OFFERED]]


def open_again(stuck: Stuck, by: str) -> Message:
    """Return what its raiser hears when the end of what it stops was taken back."""
    text = "{name} took that back; {key} is open again: {reason}"
    reason = Said(stuck.blocker.reason)
    return Message((row(phrase(text, name=by, key=Bold(stuck.key), reason=reason), sign="⛔"),))
