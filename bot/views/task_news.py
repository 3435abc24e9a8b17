"""What people hear of tasks that others have changed."""

from collections.abc import Sequence

from bot.message import (
    Audience,
    Button,
    Line,
    Message,
    Phrase,
    Said,
    Series,
    Value,
    button,
    counted,
    item,
    line,
    phrase,
    row,
)
from bot.views.tasks import (
    PAGE,
    STATUS,
    Card,
    card,
    due_of,
    key_of,
    listed_title,
    priority_of,
    titled,
)
from storage.models import Project, Task
from storage.words import TaskStatus

LONGEST_SAID = 500  # of a note, in a message about it


def assigned(one: Card, by: str) -> Message:
    """Return what a new owner is told: the card, and who gave it to them."""
    return card(one).under(line("{name} gave you {key}.", name=by, key=key_of(one.task, one.project)))


def all_assigned(several: Sequence[Card], by: str) -> Message:
    """Return what somebody is told who got several tasks at once."""
    title = row(counted("{name} gave you {n} task.", "{name} gave you {n} tasks.", len(several), name=by))
    return Message((title, *_lines(several, with_owner=False)), (button("Your open tasks", "mine"),))


def given_away(one: Card, by: str, by_id: int) -> Message:
    """Return what the former owner is told."""
    text = "{by} gave {task} to {name}; it is no longer yours."
    values: dict[str, Value] = {"by": by, "task": titled(one.task, one.project)}
    if one.owner is None:
        return Message((line("{by} took {task} off your list; nobody has it now.", **values),))
    if one.owner.id == by_id:
        return Message((line("{by} took {task}; it is no longer yours.", **values),))
    return Message((line(text, name=one.owner.name, **values),))


def to_accept(one: Card, by: str) -> Message:
    """Return what the acceptor is asked."""
    text = "{name} says that {key} is done. Do you accept it?"
    return card(one).under(line(text, name=by, key=key_of(one.task, one.project)))


def changed(one: Card, by: str, what: Sequence[Line]) -> Message:
    """Return what an owner is told whose task somebody else has changed."""
    title = line("{name} changed {task}:", name=by, task=titled(one.task, one.project))
    return Message((title, *what), (_open(one),))


def noted(one: Card, by: str, body: str) -> Message:
    """Return what an owner is told when somebody writes something down about their task."""
    title = line("{name} noted on {task}:", name=by, task=titled(one.task, one.project))
    return Message((title, item(Said(_beginning(body)))), (_open(one),))


def settled(one: Card, by: str) -> Message:
    """Return what an owner is told of the word on their finished task."""
    task = titled(one.task, one.project)
    if one.task.status is TaskStatus.DONE:
        return Message((row(phrase("{name} accepted {task}.", name=by, task=task), sign="✅"),))
    lines = [line("{name} sent {task} back to you.", name=by, task=task)]
    if one.task.reject_reason:
        lines.append(item(Said(one.task.reject_reason)))
    return Message(tuple(lines), (_open(one),))


def can_start(one: Card, finished: Task) -> Message:
    """Return what an owner is told when the last thing that their task waited for is out of the way."""
    key, other = key_of(one.task, one.project), key_of(finished, one.project)
    if finished.status is TaskStatus.CANCELLED:
        text = "{key} can start: {other} was cancelled."
        said = line(text, key=titled(one.task, one.project), other=other)
    else:
        said = line("{key} can start: {other} is done.", key=titled(one.task, one.project), other=other)
    return Message((said,), (button("Start", f"start {key}"), _open(one)))


def waits_again(one: Card, other: Task) -> Message:
    """Return what an owner is told who could start, when that was taken back."""
    text = "{key} can't start yet after all: {other} is open again."
    said = line(text, key=titled(one.task, one.project), other=key_of(other, one.project))
    return Message((said,), (_open(one),))


def status_line(task: Task) -> Line:
    """Return how a task stands now."""
    return item(STATUS[task.status], sign="✅" if task.status is TaskStatus.DONE else "")


def due_line(task: Task) -> Line:
    """Return when a task is due now."""
    return item(due_of(task, near=True) or phrase("no date any more"))


def title_line(before: str) -> Line:
    """Return what a task was called."""
    return item(phrase("it was called {title}", title=Said(before)))


def added(several: Sequence[Card], by: str) -> Message:
    """Return the line that a channel gets for tasks that were added elsewhere."""
    if len(several) == 1:
        one = several[0]
        said = phrase("{name} added {task}", name=by, task=titled(one.task, one.project))
        return Message((row(said, *_facts(one)),), audience=Audience.PLACE)
    title = row(counted("{name} added {n} task", "{name} added {n} tasks", len(several), name=by))
    return Message((title, *_lines(several, with_owner=True)), audience=Audience.PLACE)


def not_added(tasks: Sequence[Task], project: Project, by: str) -> Message:
    """Return what becomes of that line when it was taken back."""
    keys = Series(tuple(key_of(one, project) for one in tasks))
    return Message((line("{name} took back {keys}.", name=by, keys=keys),), audience=Audience.PLACE)


def _lines(several: Sequence[Card], *, with_owner: bool) -> list[Line]:
    lines = [
        item(listed_title(one.task, one.project), *_facts(one)[0 if with_owner else 1 :])
        for one in several[:PAGE]
    ]
    rest = len(several) - PAGE
    return [*lines, line("and {n} more", n=rest)] if rest > 0 else lines


def _facts(one: Card) -> list[Value | None]:
    owner = one.owner.name if one.owner else None
    milestone: Phrase | None = None
    if one.milestone is not None:
        milestone = phrase("for {milestone}", milestone=one.milestone.name)
    return [owner, due_of(one.task), milestone, priority_of(one.task)]


def _open(one: Card) -> Button:
    key = key_of(one.task, one.project)
    return button("Show {key}", key, key=key)


def _beginning(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1].rstrip()}…"
