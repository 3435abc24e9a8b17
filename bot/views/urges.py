"""What is said when somebody asks where a thing stands."""

from datetime import date, datetime

from bot.message import (
    Bold,
    Day,
    Instant,
    Line,
    Message,
    Said,
    Style,
    Value,
    button,
    line,
    note,
    phrase,
    row,
)
from bot.views.blockers import Stuck, age
from bot.views.tasks import Card, key_of, undo
from storage.words import TaskStatus


def of_task(card: Card, asker: str) -> Message:
    """Return the line that a task's owner gets."""
    key = key_of(card.task, card.project)
    due = phrase("due {day}", day=Day(card.task.due_day)) if card.task.due_day is not None else None
    asked = phrase(
        "{name} asks: where does {key} stand, {title}?", name=asker, key=Bold(key), title=card.task.title
    )
    start = [button("Start", f"start {key}", Style.PRIMARY)] if card.task.status is TaskStatus.TODO else []
    return Message((row(asked, due),), (*start, button("Done", f"done {key}"), button("Show it", key)))


def of_blocker(stuck: Stuck, asker: str, *, is_taken: bool) -> Message:
    """Return the line that a blocker's owner gets."""
    values: dict[str, Value] = {
        "name": asker,
        "key": Bold(stuck.key),
        "reason": Said(stuck.blocker.reason),
    }
    asked = phrase("{name} asks: where does {key} stand, {reason}?", **values)
    more = [] if is_taken else [button("Not mine", f"decline {stuck.key}")]
    buttons = (
        button("I'll do it by…", f"promise {stuck.key}", Style.PRIMARY),
        *more,
        button("It's done", f"resolve {stuck.key}"),
    )
    return Message((row(asked, age(stuck), sign="⛔"),), buttons)


def asked(key: str, name: str, away_until: date | None, cover: str) -> Message:
    """Return the answer to whoever asks; `cover` is asked in the place of who is away."""
    if cover and away_until is not None:
        text = "{name} is away until {day}. {cover} stands in, and is asked where {key} stands."
        told = line(text, name=name, day=Day(away_until), cover=cover, key=Bold(key))
        return Message((told,)).offering(undo())
    first = line("{name} is asked where {key} stands.", name=name, key=Bold(key))
    return Message((first, *_away(name, away_until))).offering(undo())


def asked_before(key: str, name: str, asker: str, at: datetime, away_until: date | None) -> Message:
    """Return the answer where somebody has asked already."""
    text = "{name} was asked about {key} by {asker}, {moment}. Once a working day is enough."
    first = line(text, name=name, key=Bold(key), asker=asker, moment=Instant(at))
    return Message((first, *_away(name, away_until)))


def _away(name: str, until: date | None) -> list[Line]:
    return [] if until is None else [note("{name} is away until {day}.", name=name, day=Day(until))]
