"""What is said of a due date beside the card: asked back, offered, on a day off."""

from dataclasses import dataclass
from datetime import date

from bot.message import Bold, Button, Day, Kind, Line, Phrase, button, note, phrase, row
from bot.when.meaning import Doubt, Unclear, When

MOST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class DayOff:
    """A due day on which its owner, or the project where there is none, does not work."""

    due: When
    name: str
    next_day: date


def asked_back(due: When | Unclear | None, *, has_date: bool = False, key: str = "") -> tuple[Line, ...]:
    """Return the question about a date that can't be, or could be several; `has_date`: it keeps its own.

    `key` is the task's, where several are spoken of.
    """
    if not isinstance(due, Unclear):
        return ()
    if has_date:
        meanwhile = phrase("Its date stays as it was.")
    elif key:
        meanwhile = phrase("{key} has no date until you choose one.", key=Bold(key))
    else:
        meanwhile = phrase("It has no date until you choose one.")
    return (row(doubt(due), meanwhile, kind=Kind.NOTE),)


def doubt(due: Unclear) -> Phrase:
    """Return what is unclear about a date."""
    text = due.text[:40]
    match due.why:
        case Doubt.IMPOSSIBLE:
            return phrase("There is no “{text}”.", text=text)
        case Doubt.NO_TIME:
            return phrase("“{text}” is no time of day.", text=text)
        case Doubt.FAR:
            return phrase("“{text}” is more than two years ahead.", text=text)
        case Doubt.PAST | Doubt.TWO_WEEKS | Doubt.DAY_MONTH | Doubt.BACKWARDS | Doubt.TOO_LONG:
            return phrase("“{text}”: which day is meant?", text=text)


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


def _edit(key: str, due: When) -> str:
    time = f" {due.at:%H:%M}" if due.at else ""
    return f"edit {key} by {due.day.isoformat()}{time}"
