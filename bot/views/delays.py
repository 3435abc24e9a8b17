"""A later date that somebody needs, as its lead and its owner see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import Bold, Day, Line, Listed, Message, Style, button, item, line, note, phrase
from bot.views.tasks import key_of, listed_title, titled
from storage.models import Milestone, Person, Project, Task

MOVES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Move:
    """A milestone or task that is done later than it would be."""

    what: Milestone | Task
    before: date
    after: date


def asks(task: Task, project: Project, name: str, until: date, moves: Sequence[Move]) -> Message:
    """Return what the lead is asked."""
    key = key_of(task, project)
    title = line(
        "{name} needs until {day} for {task}.", name=name, day=Day(until), task=titled(task, project)
    )
    agree = button("Agree", f"{key} by {until.isoformat()}", Style.PRIMARY)
    if task.due_day is None:
        return Message((title, *_lines(moves, project)), (agree,))
    keep = button("Keep {day}", f"keep {key}", day=Day(task.due_day))
    return Message((title, *_lines(moves, project)), (agree, keep))


def waits_for(leads: Sequence[Person], task: Task, until: date) -> Line:
    """Return what the owner is told meanwhile."""
    names = Listed(tuple(one.name for one in leads))
    if task.due_day is None:
        return note("I've asked {people} about {day}.", people=names, day=Day(until))
    text = "Something else would move, so I've asked {people} about {day}. Until then it is due {due}."
    return note(text, people=names, day=Day(until), due=Day(task.due_day))


def kept(task: Task, project: Project, by: str) -> Message:
    """Return what the owner is told whose date stays."""
    key = key_of(task, project)
    assert task.due_day is not None  # noqa: S101 - only what has a date is kept
    text = "{name} asks you to keep {day} for {task}."
    said = line(text, name=by, day=Day(task.due_day), task=titled(task, project))
    return Message((said,), (button("Blocked…", f"block {key}"), button("Done", f"done {key}")))


def is_kept(task: Task, project: Project) -> Message:
    """Return the answer to the lead."""
    if task.due_day is None:
        return Message((line("{task} has no date.", task=titled(task, project)),))
    return Message((line("{task} stays due {day}.", task=titled(task, project), day=Day(task.due_day)),))


def _lines(moves: Sequence[Move], project: Project) -> list[Line]:
    return [_line(one, project) for one in moves[:MOVES_SHOWN]]


def _line(one: Move, project: Project) -> Line:
    if isinstance(one.what, Task):
        what = listed_title(one.what, project)
        return item(
            what, phrase("done by {day} instead of {before}", day=Day(one.after), before=Day(one.before))
        )
    name = Bold(one.what.name)
    return item(name, phrase("done by {day} instead of {before}", day=Day(one.after), before=Day(one.before)))
