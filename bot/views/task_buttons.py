"""What is offered under a task: what is done with it next, and what else can be done."""

from collections.abc import Iterator
from enum import StrEnum

from bot.message import Button, Style, button
from storage.models import Task
from storage.words import TaskStatus


class Say(StrEnum):
    """How much somebody has to say in a task."""

    NOTHING = "nothing"  # reads
    MEMBER = "member"  # status, notes, blockers
    OWN = "own"  # date, owner, cancel as well
    LEAD = "lead"  # everything, acceptance included


Buttons = tuple[Button, ...]


def of(
    task: Task, key: str, say: Say | None, *, is_blocked: bool, to_accept: bool
) -> tuple[Buttons, Buttons]:
    """Return the buttons for what comes next, and the menu of the rest.

    `say` is what the only reader has to say, None where many read it; `to_accept`: that reader accepts it.
    """
    if say is Say.NOTHING:
        return (), ()
    if say is Say.MEMBER and not to_accept and task.owner_id is not None:
        return (), ()  # not their business; what they may do, they can still say
    stuck = _stuck(key, is_blocked=is_blocked)
    match task.status:
        case TaskStatus.TODO | TaskStatus.DOING:
            cancel = () if say is Say.MEMBER else (button("Cancel the task", f"cancel {key}"),)
            return _next(task, key, stuck), (*_besides(task, key, stuck), *_record(key), *cancel)
        case TaskStatus.REVIEW:
            return tuple(_review(key, say, to_accept=to_accept)), _record(key)
        case TaskStatus.DONE | TaskStatus.CANCELLED:
            return (button("Reopen", f"reopen {key}"),), _record(key)


def _next(task: Task, key: str, stuck: Button) -> Buttons:
    if task.owner_id is None:
        return button("I'll do it", f"take {key}", Style.PRIMARY), button("Edit", f"edit {key}")
    if task.status is TaskStatus.TODO:
        return button("Start", f"start {key}", Style.PRIMARY), button("Done", f"done {key}")
    return button("Done", f"done {key}", Style.PRIMARY), stuck


def _besides(task: Task, key: str, stuck: Button) -> Buttons:
    """In the order in which they are wanted: some places show only the first."""
    if task.owner_id is None:
        return button("Done", f"done {key}"), stuck
    edit = button("Edit", f"edit {key}")
    return (stuck, edit) if task.status is TaskStatus.TODO else (edit,)


def _record(key: str) -> Buttons:
    return button("Note…", f"note {key}"), button("History", f"history {key}")


def _stuck(key: str, *, is_blocked: bool) -> Button:
    if is_blocked:
        return button("No longer blocked", f"resolve {key}")
    return button("Blocked…", f"block {key}")


def _review(key: str, say: Say | None, *, to_accept: bool) -> Iterator[Button]:
    if to_accept or say in (None, Say.LEAD):
        yield button("Accept", f"accept {key}", Style.PRIMARY)
        yield button("Reject…", f"reject {key}")
    if not to_accept:
        yield button("Not done yet", f"reopen {key}")
