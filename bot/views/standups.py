"""Stand-ups as people see them: the morning message, the summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import Audience, Bold, Day, Line, Message, Said, button, counted, item, line, phrase, row
from bot.views.tasks import key_of
from storage.models import Person, Project, Run, StandupAnswer, Task
from storage.words import AnswerStatus

SHOWN = 10
LONGEST_ANSWER = 500  # characters in the summary; the rest is the asker's to read

_IN = (AnswerStatus.ANSWERED, AnswerStatus.LATE)


@dataclass(frozen=True, slots=True)
class Morning:
    """What somebody's morning message is made of; `planned` is what they said the last time."""

    name: str
    project: Project
    today: date
    planned: str
    tasks: tuple[Task, ...]


def morning(one: Morning) -> Message:
    """Return the one question of the day, with what is due on top."""
    lines: list[Line] = [
        row(
            phrase("Good morning, {name}.", name=one.name),
            phrase("{project}, {day}.", project=Bold(one.project.name), day=Day(one.today)),
            phrase("Your plan the last time: {plan}", plan=Said(one.planned)) if one.planned else None,
        )
    ]
    lines.extend(_due(task, one.project) for task in one.tasks[:SHOWN])
    lines.append(line("What moves today, and is anything in your way? Just answer here."))
    return Message(tuple(lines), (button("Skip today", "standup skip"),))


def _due(task: Task, project: Project) -> Line:
    assert task.due_day is not None  # noqa: S101 - only what has a date is shown here
    due = phrase("due {day}", day=Day(task.due_day, near=True))
    return item(Bold(key_of(task, project)), task.title, due, sign="⏰")


def summary(run: Run, project: Project, answers: Sequence[tuple[StandupAnswer, Person]]) -> Message:
    """Return a run as the channel sees it: who answered what; who did not is nobody's business here."""
    given = [(answer, person) for answer, person in answers if answer.status in _IN]
    title = row(
        phrase("{project}: stand-up, {day}", project=Bold(project.name), day=Day(run.local_date)),
        counted("{m} of {n} answered", "{m} of {n} answered", len(answers), m=len(given)),
    )
    lines = (_answered(answer, person) for answer, person in given)
    return Message((title, *lines), audience=Audience.PLACE, topic=f"run/{run.id}")


def _answered(answer: StandupAnswer, person: Person) -> Line:
    late = phrase("late") if answer.status is AnswerStatus.LATE else None
    return item(phrase("{name}: {text}", name=Bold(person.name), text=answer.body[:LONGEST_ANSWER]), late)
