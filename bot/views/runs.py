"""A day of a stand-up as the channel and the lead see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Audience,
    Bold,
    Day,
    Line,
    Listed,
    Message,
    Said,
    Value,
    counted,
    item,
    line,
    phrase,
    row,
)
from bot.views.agendas import shortened
from bot.views.forecasts import sign_as_last_counted
from bot.views.tasks import key_of
from storage.models import Blocker, Milestone, Person, Project, Run, StandupAnswer, Task
from storage.words import AnswerStatus

SHOWN = 10  # answers or blockers in the post; the whole answers are in its thread
ANSWER_SHOWN = 150  # characters of an answer in the post
LONGEST_ANSWER = 3000  # characters of an answer in the thread
REASON_SHOWN = 120

IN = (AnswerStatus.ANSWERED, AnswerStatus.LATE)

Answers = Sequence[tuple[StandupAnswer, Person]]


@dataclass(frozen=True, slots=True)
class Stop:
    """A blocker in the summary: who waits for whom, for how many working days, and what it stops."""

    blocker: Blocker
    raiser: str
    owner: str
    days: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a day of a stand-up came to."""

    stops: tuple[Stop, ...]
    done: tuple[Task, ...]
    today: tuple[Task, ...]
    away: tuple[tuple[str, date], ...]
    milestones: tuple[Milestone, ...]


def topic(run: Run) -> str:
    """The topic of the run's post in the channel."""
    return f"run/{run.id}"


def as_it_comes(run: Run, project: Project, answers: Answers, expected: int) -> Message:
    """Return a run before it is summed up; who did not answer is nobody's business here."""
    return _post(run, [_title(run, project, answers, expected)])


def summed_up(run: Run, project: Project, answers: Answers, expected: int, summary: Summary) -> Message:
    """Return a run when it is summed up, and whenever a later answer changes it."""
    lines = [_title(run, project, answers, expected)]
    lines.extend(_stop(one, project) for one in summary.stops[:SHOWN])
    if summary.done:
        lines.append(row(_keys(summary.done, project), sign="✅"))
    if summary.today:
        lines.append(line("Today: {tasks}", tasks=_keys(summary.today, project)))
    lines.extend(
        row(phrase("{name} until {day}", name=name, day=Day(until)), sign="🏖") for name, until in summary.away
    )
    lines.extend(_milestone(one, run.local_date) for one in summary.milestones)
    return _post(run, lines)


def _post(run: Run, lines: Sequence[Line]) -> Message:
    return Message(tuple(lines), audience=Audience.PLACE, topic=topic(run))


def _given(answers: Answers) -> list[tuple[StandupAnswer, Person]]:
    return [(answer, person) for answer, person in answers if answer.status in IN]


def _title(run: Run, project: Project, answers: Answers, expected: int) -> Line:
    """The day, and how many of those who were or will be asked have answered."""
    return row(
        phrase("{project}: stand-up, {day}", project=Bold(project.name), day=Day(run.local_date)),
        counted("{m} of {n} answered", "{m} of {n} answered", expected, m=len(_given(answers))),
    )


def _answered(answer: StandupAnswer, person: Person) -> Line:
    late = phrase("late") if answer.status is AnswerStatus.LATE else None
    text = shortened(answer.body, ANSWER_SHOWN)
    return item(phrase("{name}: {text}", name=Bold(person.name), text=text), late)


def _stop(one: Stop, project: Project) -> Line:
    reason = Said(shortened(one.blocker.reason, REASON_SHOWN))
    if one.owner:
        text = phrase("{raiser} waits for {name}: {reason}", raiser=one.raiser, name=one.owner, reason=reason)
    else:
        text = phrase("{raiser} waits: {reason}", raiser=one.raiser, reason=reason)
    age = phrase("day {n}", n=one.days + 1)
    stops = phrase("stops {tasks}", tasks=_keys(one.tasks, project)) if one.tasks else None
    return row(Bold(key_of(one.blocker, project)), text, age, stops, sign="⛔")


def _keys(tasks: Sequence[Task], project: Project) -> Listed:
    return Listed(tuple(key_of(one, project) for one in tasks[: SHOWN * 2]))


def _milestone(one: Milestone, today: date) -> Line:
    assert one.forecast is not None  # noqa: S101 - only those with a forecast are shown
    is_late = one.forecast > one.promised
    text = (
        "{name}: finished by {day}, promised for {promised}" if is_late else "{name}: on track for {promised}"
    )
    values: dict[str, Value] = {
        "name": Bold(one.name),
        "day": Day(one.forecast),
        "promised": Day(one.promised),
    }
    return row(phrase(text, **values), sign=sign_as_last_counted(one, today))


def answer_topic(answer: StandupAnswer) -> str:
    """The topic of somebody's answer in the run's thread."""
    return f"answer/{answer.id}"


def in_thread(answer: StandupAnswer, person: Person) -> Message:
    """Return somebody's whole answer, as it was said; one that was taken back says so."""
    if answer.status not in IN:
        lines = [line("{name} has taken the answer back.", name=Bold(person.name))]
    else:
        late = phrase("late") if answer.status is AnswerStatus.LATE else None
        first, *rest = answer.body[:LONGEST_ANSWER].splitlines() or [""]
        lines = [row(phrase("{name}: {text}", name=Bold(person.name), text=first), late)]
        lines.extend(line("{text}", text=one) for one in rest if one.strip())
    return Message(tuple(lines), audience=Audience.PLACE, topic=answer_topic(answer))


def missing(run: Run, project: Project, people: Sequence[Person]) -> Message:
    """Return what only a lead hears: who has not answered."""
    names = Listed(tuple(one.name for one in people))
    text = phrase(
        "{project}, stand-up of {day}: no answer from {people}.",
        project=Bold(project.name),
        day=Day(run.local_date),
        people=names,
    )
    return Message((row(text),), audience=Audience.PRIVATE)


def status(run: Run, project: Project, answers: Answers, expected: int) -> Message:
    """Return a run to whoever asks how it stands: no post of its own."""
    lines = [_title(run, project, answers, expected)]
    lines.extend(_answered(answer, person) for answer, person in _given(answers))
    return Message(tuple(lines))
