"""Tasks as people see them: the card, and lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Day,
    Days,
    Field,
    FieldKind,
    Form,
    Instant,
    Kind,
    Line,
    Message,
    Phrase,
    Said,
    Series,
    Value,
    Zoned,
    button,
    counted,
    item,
    line,
    phrase,
    row,
)
from bot.views import task_buttons
from bot.views.task_buttons import Say
from storage.models import Blocker, Milestone, Note, Person, Project, Task
from storage.tasks import OPEN
from storage.words import TaskStatus

HOURS_A_DAY = 8.0
PAGE = 20  # lines of a list
LISTED_TITLE = 80  # UTF-16 units of a title in a list: a page stays below Telegram's 4,096
LONGEST_OWNER = 30  # of a name in a list
MOST_KEYS = 8  # in a row
LONGEST_NOTE = 300  # of each one shown
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
class Stop:
    """A blocker of a task, the name of who can clear it, and for how many days it has been there."""

    blocker: Blocker
    waits_for: str
    days: int


@dataclass(frozen=True, slots=True)
class Card:
    """All that a task's card shows.

    `after` is what it waits for, `before` what waits for it. `say` is what its only reader has to say, None
    where many read it; `to_accept`: the only reader is the one who accepts it.
    """

    task: Task
    project: Project
    owner: Person | None = None
    milestone: Milestone | None = None
    after: tuple[Task, ...] = ()
    before: tuple[Task, ...] = ()
    blockers: tuple[Stop, ...] = ()
    acceptor: Person | None = None
    notes: int = 0
    say: Say | None = None
    to_accept: bool = False
    is_late: bool = False
    is_taken_back: bool = False


def key_of(task: Task | Blocker, project: Project) -> str:
    """The name that everybody calls it by."""
    return f"{project.key}-{task.number}"


def titled(task: Task, project: Project) -> Phrase:
    """Return a task's key and title, as it is called everywhere."""
    return phrase("{key} {title}", key=Bold(key_of(task, project)), title=task.title)


def listed_title(task: Task, project: Project) -> Phrase:
    """Return the same for a list, where long titles are cut."""
    return phrase("{key} {title}", key=Bold(key_of(task, project)), title=shortened(task.title))


def shortened(text: str, most: int = LISTED_TITLE) -> str:
    """A text's beginning, so long in UTF-16 units at most, cut between words where there are any."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2].decode("utf-16-le", "ignore")
    space = kept.rfind(" ", most // 2)
    return (kept[:space] if space > 0 else kept).rstrip() + CUT


def card(one: Card, *more: Line) -> Message:
    """Return a task's card, with buttons by its state and by what its reader has to say."""
    topic = f"task/{one.task.id}"
    if one.is_taken_back:
        gone = row(phrase("{task} was taken back.", task=titled(one.task, one.project)))
        return Message((gone, *more), audience=Audience.PLACE, topic=topic)
    lines = [row(titled(one.task, one.project), sign=_sign(one)), row(*_details(one))]
    lines.extend(_stop(stop, one.project) for stop in one.blockers)
    if one.task.reject_reason and one.task.status is not TaskStatus.DONE:
        lines.append(item(phrase("Sent back: {reason}", reason=Said(one.task.reject_reason))))
    key = key_of(one.task, one.project)
    buttons, menu = task_buttons.of(
        one.task, key, one.say, is_blocked=bool(one.blockers), to_accept=one.to_accept
    )
    return Message((*lines, *more), buttons, audience=Audience.PLACE, topic=topic, menu=menu)


def _sign(one: Card) -> str:
    if one.task.status is TaskStatus.DONE:
        return "✅"
    if one.blockers:
        return "⛔"
    return "⏰" if one.is_late else ""


def _details(one: Card) -> list[Value | None]:
    task = one.task
    return [
        one.owner.name if one.owner else phrase("nobody yet"),
        None if task.status is TaskStatus.TODO else STATUS[task.status],
        *_plan(one),
        phrase("for {milestone}", milestone=one.milestone.name) if one.milestone else None,
        priority_of(task),
        " ".join(f"#{tag}" for tag in task.tags.split()) or None,
        phrase("{name} accepts it", name=one.acceptor.name) if one.acceptor else None,
        counted("{n} note", "{n} notes", one.notes) if one.notes else None,
    ]


def _plan(one: Card) -> list[Value | None]:
    """When it is to be done, how much it is, and its order among others: of no interest when it is over."""
    if one.task.status not in OPEN:
        return []
    return [
        due_of(one.task, near=True),
        _size(one.task),
        phrase("after {keys}", keys=_keys(one.after, one.project)) if one.after else None,
        phrase("blocks {keys}", keys=_keys(one.before, one.project)) if one.before else None,
    ]


def _stop(stop: Stop, project: Project) -> Line:
    """One blocker: what it is, for whom it waits, and since when."""
    name = Bold(key_of(stop.blocker, project))
    said = phrase("{key} {reason}", key=name, reason=Said(shortened(stop.blocker.reason)))
    nobody = None if stop.waits_for else phrase("nobody has it yet")
    waits = phrase("waiting for {name}", name=stop.waits_for) if stop.waits_for else nobody
    return item(said, waits, age_of(stop.days), sign="⛔")


def _keys(several: tuple[Task, ...], project: Project) -> Value:
    """Keys in a row; of one alone the title as well."""
    if len(several) == 1:
        return f"{key_of(several[0], project)} {shortened(several[0].title)}"
    keys = tuple(key_of(one, project) for one in several[:MOST_KEYS])
    return Series((*keys, CUT) if len(several) > MOST_KEYS else keys)


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
    return age_of((today - blocker.raised_at.date()).days)


def age_of(days: int) -> Phrase:
    """So many days."""
    return counted("{n} day", "{n} days", days) if days > 0 else phrase("since today")


def _size(task: Task) -> Value | None:
    if task.left_hours is not None:
        return phrase("{days} left", days=Days(task.left_hours / HOURS_A_DAY))
    if task.estimate_low is None or task.estimate_high is None:
        return None
    return phrase(
        "about {days}", days=Days(task.estimate_low / HOURS_A_DAY, task.estimate_high / HOURS_A_DAY)
    )


def undo() -> Button:
    """Return the way back of the change that is being made."""
    return button("Undo", "undo {change}")


def put_back() -> Button:
    """Return the way back of the way back."""
    return button("Put it back", "undo {change}")


def as_they_are(several: Sequence[Card]) -> tuple[Line, ...]:
    """Return how tasks stand after something was taken back."""
    return tuple(
        item(phrase("{task} was taken back.", task=listed_title(one.task, one.project)))
        if one.is_taken_back
        else _brief(one)
        for one in several[:PAGE]
    )


def changed(several: Sequence[Card]) -> Message:
    """Return what became of several tasks at once, a line each."""
    return _several(row(counted("{n} task changed", "{n} tasks changed", len(several))), several)


def added(several: Sequence[Card]) -> Message:
    """Return several new tasks, a line each."""
    return _several(row(counted("{n} task added", "{n} tasks added", len(several))), several)


def _several(title: Line, several: Sequence[Card]) -> Message:
    lines = tuple(_brief(one) for one in several[:PAGE])
    rest = len(several) - PAGE
    return Message(
        (title, *lines, *((line("and {n} more", n=rest),) if rest > 0 else ())), audience=Audience.PLACE
    )


def _brief(one: Card) -> Line:
    owner = shortened(one.owner.name, LONGEST_OWNER) if one.owner else None
    return item(
        listed_title(one.task, one.project), owner, STATUS[one.task.status], due_of(one.task), sign=_sign(one)
    )


def notes(task: Task, project: Project, found: Sequence[tuple[Note, str]]) -> Message:
    """Return what was written down about a task, for whoever asks."""
    title = row(titled(task, project), kind=Kind.HEADING)
    if not found:
        example = Code(phrase("note {key} the lawyer is back on Monday", key=key_of(task, project)))
        return Message((title, line("No notes yet. Write one: {example}", example=example)))
    lines = (
        item(
            phrase("{name}: {text}", name=name, text=Said(shortened(one.body, LONGEST_NOTE))),
            Instant(one.created_at),
        )
        for one, name in found
    )
    return Message((title, *lines))


def why_rejected(task: Task, project: Project) -> Message:
    """Return the question for a reason."""
    key = key_of(task, project)
    reason = Field("reason", Phrase("What is missing?"), FieldKind.LONG, required=True)
    form = Form("task reject", Phrase("Send it back"), (reason,), {"task": key}, Phrase("Send back"))
    example = Code(phrase("reject {key} needs a second look", key=key))
    said = line("What is missing? Say it with {example}.", example=example)
    return Message((said,), form=form)
