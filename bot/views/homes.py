"""The home page as somebody sees it when they open the bot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.message import (
    Bold,
    Button,
    City,
    Code,
    Day,
    Line,
    Message,
    Said,
    Style,
    button,
    counted,
    heading,
    item,
    line,
    phrase,
    row,
)
from bot.views.forecasts import sign_as_last_counted
from bot.views.tasks import key_of
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import BlockerStatus, TaskStatus

TASKS_WITH_BUTTONS = 6
TASKS_SHOWN = 20
BLOCKERS_SHOWN = 5
PROJECTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Mine:
    """A task of the reader's own."""

    task: Task
    project: Project
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A blocker that waits for the reader."""

    blocker: Blocker
    project: Project


@dataclass(frozen=True, slots=True)
class Health:
    """How a project stands: open and late tasks, and the next milestone."""

    project: Project
    open_tasks: int
    late: int
    milestone: Milestone | None


@dataclass(frozen=True, slots=True)
class Home:
    """All of it; `today` is the reader's, `asked` the projects whose stand-up waits for an answer.

    `closed` is the one they used last, where none is open.
    """

    person: Person
    today: date
    tasks: tuple[Mine, ...]
    blockers: tuple[Open, ...]
    asked: tuple[Project, ...]
    projects: tuple[Health, ...]
    closed: Project | None = None


def home(one: Home) -> Message:
    """Return the page: what waits for me, my tasks, my projects, my settings."""
    sections = (*_asked(one), *_blockers(one), *_tasks(one), *_projects(one), _settings(one))
    hello = heading("{name}, {day}", name=one.person.name, day=Day(one.today))
    new = button("New task", "add", Style.PRIMARY)
    return Message((hello,), (new, button("Help", "help")), sections=sections)


def _asked(one: Home) -> Iterator[Message]:
    for project in one.asked:
        asks = line(
            "{project} asks what moves today, and whether anything is in your way.", project=project.name
        )
        yield Message((heading("Stand-up"), asks)).offering(
            button("Answer", f"answer {project.key}", Style.PRIMARY), button("Skip today", "standup skip")
        )


def _blockers(one: Home) -> Iterator[Message]:
    if not one.blockers:
        return
    yield Message((heading("Waiting for you"),))
    for each in one.blockers[:BLOCKERS_SHOWN]:
        key = key_of(each.blocker, each.project)
        taken = phrase("you are on it") if each.blocker.status is BlockerStatus.TAKEN else None
        told = row(Bold(key), Said(each.blocker.reason), taken, sign="⛔")
        done = button("It's done", f"resolve {key}")
        yield Message((told,), (done,) if taken else (button("I'll clear it", f"take {key}"), done))
    yield from _more(len(one.blockers) - BLOCKERS_SHOWN, "blockers")


def _tasks(one: Home) -> Iterator[Message]:
    yield Message((heading("Your tasks"),))
    if not one.tasks:
        yield Message((line("Nothing is waiting for you."),))
    for each in one.tasks[:TASKS_WITH_BUTTONS]:
        yield Message((_task(each, one.today),), tuple(_buttons(each)))
    rest = one.tasks[TASKS_WITH_BUTTONS:TASKS_SHOWN]
    if rest:
        yield Message(tuple(_task(each, one.today) for each in rest))
    yield from _more(len(one.tasks) - TASKS_SHOWN, "mine")


def _task(each: Mine, today: date) -> Line:
    due = each.task.due_day
    near = due is not None and due <= today + timedelta(days=1)
    sign = "⛔" if each.is_stopped else "⏰" if near else ""
    day = phrase("due {day}", day=Day(due, near=True)) if due else None
    return row(Bold(key_of(each.task, each.project)), each.task.title, day, sign=sign)


def _buttons(each: Mine) -> Iterator[Button]:
    key = key_of(each.task, each.project)
    if each.task.status is TaskStatus.TODO:
        yield button("Start", f"start {key}")
    yield button("Done", f"done {key}", Style.PRIMARY)
    yield button("Open", key)


def _projects(one: Home) -> Iterator[Message]:
    if not one.projects:
        yield Message((heading("Your projects"), _none(one.closed)))
        return
    standing = [_health(each, one.today) for each in one.projects[:PROJECTS_SHOWN]]
    yield Message((heading("Your projects"), *standing))
    buttons = [
        button("{project}: plan", f"plan {each.project.key}", project=each.project.key)
        for each in one.projects
    ]
    yield Message((), tuple(buttons[:PROJECTS_SHOWN]))


def _none(closed: Project | None) -> Line:
    if closed is None:
        return line("You are in no project yet.")
    return line("{project} is closed. An admin or its lead can open it again.", project=closed.name)


def _health(each: Health, today: date) -> Line:
    milestone = each.milestone
    promise = (
        phrase("{milestone} promised for {day}", milestone=milestone.name, day=Day(milestone.promised))
        if milestone
        else None
    )
    late = counted("one task late", "{n} tasks late", each.late) if each.late else None
    sign = sign_as_last_counted(milestone, today) if milestone else ""
    open_tasks = counted("one open task", "{n} open tasks", each.open_tasks)
    return item(Bold(each.project.name), promise, open_tasks, late, sign=sign)


def _settings(one: Home) -> Message:
    zone = one.person.zone or "?"
    lines = (heading("Settings"), line("Your zone is {zone}.", zone=City(zone)))
    if one.person.zone is None:
        lines = (heading("Settings"), line("Your time zone is not known yet."))
    return Message(lines, (button("Settings", "settings"), button("I'm away…", "away")))


def _more(n: int, command: str) -> Sequence[Message]:
    if n <= 0:
        return ()
    more = counted("One more is in {command}.", "{n} more are in {command}.", n, command=Code(command))
    return (Message((row(more),)),)
