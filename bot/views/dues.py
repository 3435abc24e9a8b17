"""What is said of a due date beside the card: asked back, offered, on a day off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import Bold, Button, Day, Line, Message, Value, button, line, note, phrase, row
from bot.views.tasks import key_of
from bot.when.meaning import Doubt, Unclear, When
from storage.models import Milestone, Person, Project, Task

MOST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class DayOff:
    """A due day on which its owner, or the project where there is none, does not work."""

    due: When
    name: str
    next_day: date


def asked_back(due: When | Unclear | None) -> tuple[Line, ...]:
    """Return the question about a date that can't be, or could be several."""
    if not isinstance(due, Unclear):
        return ()
    if due.why is Doubt.IMPOSSIBLE:
        return (note("There is no “{text}”. It has no date until you name one.", text=due.text[:40]),)
    return (note("“{text}”: which day is meant? It has no date until you choose.", text=due.text[:40]),)


def choices(due: When | Unclear | None, key: str) -> list[Button]:
    """Return a button for each day that it could be."""
    if not isinstance(due, Unclear):
        return []
    return [button("{day}", _edit(key, one), day=Day(one.day)) for one in due.options[:MOST_CHOICES]]


def offer(unmarked: When | None, key: str) -> list[Button]:
    """Offer the date at the end of a title as the due one."""
    if unmarked is None:
        return []
    return [button("Due {day}?", _edit(key, unmarked), day=Day(unmarked.day))]


def day_off(off: DayOff) -> Line:
    """Say that nobody works on the due day."""
    if not off.name:
        return note("{day} is a day off.", day=Day(off.due.day))
    return note("{day} is a day off for {name}.", day=Day(off.due.day), name=off.name)


def instead(off: DayOff, key: str) -> Button:
    """Offer the next working day."""
    return button("{day}", _edit(key, When(off.next_day, off.due.at)), day=Day(off.next_day))


@dataclass(frozen=True, slots=True)
class Postponed:
    """A later date that somebody asks for, and what would not bear it."""

    task: Task
    project: Project
    by: str
    day: date
    milestone: Milestone | None
    successor: Task | None


def asks_for_more_time(one: Postponed) -> Message:
    """Return what a lead is asked when something depends on the date that is to move."""
    key = key_of(one.task, one.project)
    values: dict[str, Value] = {
        "name": one.by,
        "key": Bold(key),
        "title": one.task.title,
        "day": Day(one.day),
    }
    lines = [row(phrase("{name} asks for more time for {key} {title}: until {day}.", **values), sign="⏰")]
    if one.milestone is not None:
        promised = Day(one.milestone.promised)
        text = "{milestone} is promised for {day}, before that."
        lines.append(line(text, milestone=Bold(one.milestone.name), day=promised))
    if one.successor is not None and one.successor.due_day is not None:
        text = "{key} {title} waits for it, and is due {day}."
        other = Bold(key_of(one.successor, one.project))
        lines.append(line(text, key=other, title=one.successor.title, day=Day(one.successor.due_day)))
    allow = button("Allow {day}", f"edit {key} by {one.day.isoformat()}", day=Day(one.day))
    return Message(tuple(lines), (allow, button("Plan", f"plan in {one.project.key}")))


def lead_is_asked(day: date) -> Line:
    """Say that the date did not move yet."""
    return note(
        "{day} is for the lead to allow, who is asked. Until then it counts as more work.", day=Day(day)
    )


def unknown_name(name: str) -> Line:
    """Say that a name at the end of a title is nobody's."""
    return note("I don't know {name}, so it stays in the title.", name=name)


def owners(people: Sequence[Person], key: str) -> list[Button]:
    """Offer those who are called alike."""
    return [button("@{name}", f"edit {key} @p{one.id}", name=one.name) for one in people]


def _edit(key: str, due: When) -> str:
    time = f" {due.at:%H:%M}" if due.at else ""
    return f"edit {key} by {due.day.isoformat()}{time}"
