"""What was understood of an answer, and what is asked back."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import (
    Button,
    Code,
    Field,
    FieldKind,
    Form,
    Line,
    Message,
    Said,
    Series,
    button,
    line,
    note,
    phrase,
    row,
)
from bot.views.agendas import shortened
from bot.views.tasks import key_of, undo
from storage.models import Project, Task

REASON_SHOWN = 120
TITLE_SHOWN = 30
TASKS_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something in somebody's way, and the tasks of theirs that it may stop."""

    answer_id: int
    reason: str
    tasks: tuple[tuple[Task, Project], ...]


def noted(opening: Line, lines: Sequence[Line], answer_id: int, unplaced: Unplaced | None) -> Message:
    """Return what came of an answer, with one way back for all of it."""
    change = button("Change", f"standup form {answer_id}")
    if unplaced is None:
        return Message((opening, *lines), (undo(), change))
    asked = which_task(unplaced)
    return Message((opening, *lines, *asked.lines), (*asked.buttons, undo(), change))


def opening(*, is_late: bool, is_added: bool, is_changed: bool) -> Line:
    """Return the first words to an answer."""
    if is_late:
        return line("Noted, as a late answer.")
    if is_added:
        return line("Added to your answer.")
    return line("Changed.") if is_changed else line("Noted.")


def which_task(one: Unplaced) -> Message:
    """Return the question which task something stops; every button holds the answer's number and a key."""
    reason = Said(shortened(one.reason, REASON_SHOWN))
    if not one.tasks:
        text = "{reason}: which task does it stop? Say {example}, and somebody will be asked to clear it."
        return Message((row(phrase(text, reason=reason, example=Code("block 12 …")), sign="⛔"),))
    question = row(phrase("{reason}: which task does it stop?", reason=reason), sign="⛔")
    return Message(
        (question,), (*_task_buttons(one), button("None of these", f"standup stuck {one.answer_id} none"))
    )


def _task_buttons(one: Unplaced) -> list[Button]:
    buttons = []
    for task, project in one.tasks[:TASKS_OFFERED]:
        key = key_of(task, project)
        title = shortened(task.title, TITLE_SHOWN)
        buttons.append(button("{key} {title}", f"standup stuck {one.answer_id} {key}", key=key, title=title))
    return buttons


def are_done(keys: Sequence[str]) -> Line:
    """Return that tasks are done."""
    if len(keys) == 1:
        return line("{key} is done.", key=keys[0])
    return line("{keys} are done.", keys=Series(tuple(keys)))


def waits_for_acceptance(keys: Sequence[str]) -> Line:
    """Return that tasks are done and wait for a second person's word."""
    return line("{keys}: done, and waiting for acceptance.", keys=Series(tuple(keys)))


def stopped(key: str, name: str, reason: str) -> Line:
    """Return that a blocker was raised; `name` is who was told, "" for the lead."""
    said = Said(shortened(reason, REASON_SHOWN))
    if name:
        return row(phrase("{key} waits for {name}: {reason}", key=key, name=name, reason=said), sign="⛔")
    return row(phrase("{key} is blocked: {reason}", key=key, reason=said), sign="⛔")


def still_stopped(key: str, name: str, reason: str, day: int) -> Line:
    """Return that it is known, and on which working day it is."""
    said = Said(shortened(reason, REASON_SHOWN))
    if name:
        text = phrase(
            "{key} still waits for {name} ({reason}, day {n}).", key=key, name=name, reason=said, n=day
        )
    else:
        text = phrase("{key} is still blocked ({reason}, day {n}).", key=key, reason=said, n=day)
    return row(text, sign="⛔")


def not_done(sentence: Line) -> Line:
    """Return why a line of the answer was not carried out."""
    return note("{why}", why=sentence.parts[0])


def form(answer_id: int, questions: Sequence[str], usual: str, *, has_obstacle: bool) -> Message:
    """Return the questions as a form; without any, the usual one, with what was said to it so far."""
    fields = [
        Field(f"q{number}", phrase("{question}", question=one), FieldKind.LONG, required=number == 1)
        for number, one in enumerate(questions, 1)
    ]
    if not questions:
        fields.append(Field("q1", phrase("What moves today?"), FieldKind.LONG, usual, required=True))
    if has_obstacle:
        fields.append(Field("obstacle", phrase("Is anything in your way?"), FieldKind.LONG))
    given = {"asked": str(answer_id)}
    return Message(
        (line("Today's stand-up"),),
        form=Form("standup fill", phrase("Stand-up"), tuple(fields), given, phrase("Send")),
    )
