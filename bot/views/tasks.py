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
    counted,
    item,
    line,
    phrase,
    row,
)
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import TaskStatus

HOURS_A_DAY = 8.0
PAGE = 20  # lines of a list
LISTED_TITLE = 80  # UTF-16 units of a title in a list: a page stays below Telegram's 4,096
CUT = "…"

STATUS: Mapping[TaskStatus, Phrase] = {
    TaskStatus.TODO: Phrase("to do"),
    TaskStatus.DOING: Phrase("doing"),
    TaskStatus.REVIEW: Phrase("waiting for acceptance"),
    TaskStatus.DONE: Phrase("done"),
    TaskStatus.CANCELLED: Phrase("cancelled"),
}
PRIORITY: Mapping[int, Phrase] = {0: Phrase("urgent"), 1: Phrase("high priority"), 3: Phrase("low priority")}


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


def titled(task: Task, project: Project) -> Phrase:
    """Return a task's key and title, as it is called everywhere."""
    return phrase("{key} {title}", key=Bold(key_of(task, project)), title=task.title)


def shortened(text: str, most: int = LISTED_TITLE) -> str:
    """A text's beginning, so long in UTF-16 units at most, cut between words where there are any."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2].decode("utf-16-le", "ignore")
    space = kept.rfind(" ", most // 2)
    return (kept[:space] if space > 0 else kept).rstrip() + CUT


def card(one: Card, *more: Line) -> Message:
    """Return a task's card, with buttons by its state."""
    key = key_of(one.task, one.project)
    lines = [row(titled(one.task, one.project), sign=_sign(one)), row(*_details(one))]
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
        due_of(task),
        _size(task),
        phrase("for {milestone}", milestone=one.milestone.name) if one.milestone else None,
        _after(one),
        " ".join(f"#{tag}" for tag in task.tags.split()) or None,
    ]


def due_of(task: Task, *, near: bool = False) -> Phrase | None:
    """When a task is due; `near` says "today" and "tomorrow" as well, which is true only for a day."""
    if task.due_at is not None and task.due_zone is not None:
        return phrase("due {moment}", moment=Zoned(task.due_at, task.due_zone))
    return phrase("due {day}", day=Day(task.due_day, near=near)) if task.due_day is not None else None


def priority_of(task: Task) -> Phrase | None:
    """How urgent a task is, where it is not as usual."""
    return PRIORITY.get(task.priority)


def age(blocker: Blocker, today: date) -> Phrase:
    """How long a blocker has been there."""
    days = (today - blocker.raised_at.date()).days
    return counted("{n} day", "{n} days", days) if days > 0 else phrase("since today")


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


def changed(several: Sequence[Card]) -> Message:
    """Return what became of several tasks at once, a line each."""
    title = row(counted("{n} task changed", "{n} tasks changed", len(several)))
    lines = tuple(_brief(one) for one in several[:PAGE])
    rest = len(several) - PAGE
    return Message(
        (title, *lines, *((line("and {n} more", n=rest),) if rest > 0 else ())), audience=Audience.PLACE
    )


def _brief(one: Card) -> Line:
    owner = one.owner.name if one.owner else None
    title = phrase("{key} {title}", key=Bold(key_of(one.task, one.project)), title=shortened(one.task.title))
    return item(title, owner, STATUS[one.task.status], due_of(one.task), sign=_sign(one))
