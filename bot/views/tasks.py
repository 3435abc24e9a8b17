"""Tasks as people see them: the card, and lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Audience,
    Bold,
    Button,
    Day,
    Days,
    Line,
    Message,
    Phrase,
    Said,
    Style,
    Value,
    Zoned,
    button,
    item,
    line,
    phrase,
    row,
)
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import TaskStatus

HOURS_A_DAY = 8.0
PAGE = 20

STATUS: Mapping[TaskStatus, Phrase] = {
    TaskStatus.TODO: Phrase("to do"),
    TaskStatus.DOING: Phrase("doing"),
    TaskStatus.REVIEW: Phrase("waiting for acceptance"),
    TaskStatus.DONE: Phrase("done"),
    TaskStatus.CANCELLED: Phrase("cancelled"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """All that a task's card shows."""

    task: Task
    project: Project
    owner: Person | None = None
    milestone: Milestone | None = None
    after: tuple[Task, ...] = ()
    blockers: tuple[Blocker, ...] = ()


def key_of(task: Task | Blocker, project: Project) -> str:
    """The name that everybody calls it by."""
    return f"{project.key}-{task.number}"


def card(one: Card, *more: Line) -> Message:
    """Return a task's card, with buttons by its state."""
    key = key_of(one.task, one.project)
    lines = [row(Bold(key), one.task.title, sign=_sign(one)), row(*_details(one))]
    lines.extend(
        item(
            Bold(key_of(blocker, one.project)),
            phrase("blocked by {reason}", reason=Said(blocker.reason)),
            sign="⛔",
        )
        for blocker in one.blockers
    )
    buttons = tuple(_buttons(one, key))
    return Message((*lines, *more), buttons, audience=Audience.PLACE, topic=f"task/{one.task.id}")


def _sign(one: Card) -> str:
    if one.blockers:
        return "⛔"
    return "✅" if one.task.status is TaskStatus.DONE else ""


def _details(one: Card) -> list[Value | None]:
    task = one.task
    return [
        one.owner.name if one.owner else phrase("nobody yet"),
        None if task.status is TaskStatus.TODO else STATUS[task.status],
        _due(task),
        _size(task),
        phrase("for {milestone}", milestone=one.milestone.name) if one.milestone else None,
        _after(one),
        " ".join(f"#{tag}" for tag in task.tags.split()) or None,
    ]


def _due(task: Task) -> Value | None:
    if task.due_at is not None and task.due_zone is not None:
        return phrase("due {moment}", moment=Zoned(task.due_at, task.due_zone))
    return phrase("due {day}", day=Day(task.due_day)) if task.due_day is not None else None


def _size(task: Task) -> Value | None:
    if task.left_hours is not None:
        return phrase("{days} left", days=Days(task.left_hours / HOURS_A_DAY))
    if task.estimate_low is None or task.estimate_high is None:
        return None
    return phrase(
        "about {days}", days=Days(task.estimate_low / HOURS_A_DAY, task.estimate_high / HOURS_A_DAY)
    )


def _after(one: Card) -> Value | None:
    if not one.after:
        return None
    keys = ", ".join(key_of(other, one.project) for other in one.after)
    return phrase("after {keys}", keys=keys)


def _buttons(one: Card, key: str) -> list[Button]:
    match one.task.status:
        case TaskStatus.TODO:
            return [button("Start", f"start {key}", Style.PRIMARY), button("Done", f"done {key}")]
        case TaskStatus.DOING:
            return [button("Done", f"done {key}", Style.PRIMARY)]
        case TaskStatus.REVIEW:
            return [button("Accept", f"accept {key}", Style.PRIMARY), button("Reject", f"reject {key}")]
        case TaskStatus.DONE | TaskStatus.CANCELLED:
            return [button("Reopen", f"reopen {key}")]


def undo() -> Button:
    """Return the way back of the change that is being made."""
    return button("Undo", "undo {change}")


def listed(
    title: Line, tasks: Sequence[tuple[Task, Project]], names: Mapping[int, str], today: date
) -> Message:
    """Return a list of tasks, a line each."""
    if not tasks:
        return Message((title, line("Nothing here.")), audience=Audience.ASKER)
    lines = tuple(_listed_line(task, project, names, today) for task, project in tasks[:PAGE])
    rest = len(tasks) - PAGE
    more = (line("and {n} more", n=rest),) if rest > 0 else ()
    return Message((title, *lines, *more), audience=Audience.ASKER)


def _listed_line(task: Task, project: Project, names: Mapping[int, str], today: date) -> Line:
    is_late = task.due_day is not None and task.due_day < today
    owner = names.get(task.owner_id) if task.owner_id is not None else None
    status = None if task.status is TaskStatus.TODO else STATUS[task.status]
    return item(
        Bold(key_of(task, project)), task.title, owner, status, _due(task), sign="⏰" if is_late else ""
    )
