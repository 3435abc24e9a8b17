"""The plan as people see it: what is to be done and when, what it comes to, and the page of status."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Bold,
    Code,
    Day,
    Days,
    Kind,
    Line,
    Listed,
    Message,
    Phrase,
    Series,
    button,
    counted,
    heading,
    item,
    line,
    phrase,
    row,
)
from bot.views import forecasts
from bot.views.forecasts import Late
from bot.views.lists import paged, span
from bot.views.milestones import met_line
from bot.views.tasks import PAGE, STATUS, key_of
from storage.models import Milestone, Project, Task
from storage.words import MilestoneStatus, TaskStatus


@dataclass(frozen=True, slots=True)
class Planned:
    """An open task with the days on which it will be worked on, and what it waits for."""

    task: Task
    owner: str
    first: date
    last: date
    after: tuple[Task, ...] = ()
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be done for a milestone (None: for none), in order."""

    milestone: Late | None
    tasks: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away, up to and including that day."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answered a stand-up."""

    day: date
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Status:
    """A project on one page."""

    project: Project
    today: date
    milestones: tuple[Late, ...]
    open: int
    late: int
    blocked: int
    done: int
    away: tuple[Away, ...]
    answered: Answered | None


def plan(project: Project, parts: Sequence[Part], today: date, page: int = 1) -> Message:
    """Return a page of what is to be done for each milestone, in the order in which it will be."""
    total = sum(len(part.tasks) for part in parts)
    page = max(1, min(page, -(-total // PAGE)))
    title = phrase("{project}: the plan", project=project.name)
    lines = [row(title, span(page, total), kind=Kind.HEADING)]
    if not parts:
        example = Code("milestone Beta 17 March")
        lines.append(
            line("Nothing is to be done, and nothing is promised. Begin with {example}.", example=example)
        )
        return Message(tuple(lines))
    lines += _on_page(project, parts, today, page)
    why = button("Why, and what would help", f"forecast in {project.key}")
    is_late = any(part.milestone and part.milestone.forecast.slip for part in parts)
    shown = Message((*lines, forecasts.computed()), (why,) if is_late else ())
    command = f"plan in {project.key}"
    return paged(shown, command, command, page, total)


def _on_page(project: Project, parts: Sequence[Part], today: date, page: int) -> Iterator[Line]:
    """The tasks of a page, each milestone's under its line; what has no tasks stands on the first one."""
    first, last = (page - 1) * PAGE, page * PAGE
    before = 0
    for part in parts:
        on_page = part.tasks[max(0, first - before) : max(0, last - before)]
        if on_page or (page == 1 and not part.tasks):
            yield _milestone(part.milestone, today) if part.milestone else row(phrase("For no milestone"))
        yield from (_planned(project, one) for one in on_page)
        before += len(part.tasks)


def forecast(project: Project, found: Sequence[Late], today: date, asked: Milestone | None = None) -> Message:
    """Return each milestone's finish beside its promise, why it comes late, and what would help.

    One computed day, and no chances yet: it says so.
    """
    title = heading("{project}: what the plan comes to", project=project.name)
    if asked is not None and asked.status is MilestoneStatus.MET:
        return Message((title, met_line(asked)))
    if not found:
        return Message((title, line("No milestone is promised yet.")))
    lines: list[Line] = []
    for one in found:
        lines += [_milestone(one, today), *forecasts.reasons(project, one.reasons)]
    buttons = [offered for one in found for offered in forecasts.ways_out(project, one.ways)]
    once = {one.command: one for one in reversed(buttons)}
    return Message((title, *lines, forecasts.computed()), tuple(reversed(once.values())))


def _milestone(one: Late, today: date) -> Line:
    milestone, found = one.milestone, one.forecast
    promised = phrase("promised {day}", day=Day(milestone.promised))
    if found.finish is None:
        return row(Bold(milestone.name), promised, phrase("no tasks, no forecast"))
    finish = phrase("done by {day}", day=Day(found.finish))
    late = phrase("{days} late", days=Days(found.slip)) if found.slip else None
    return row(Bold(milestone.name), promised, finish, late, sign=forecasts.sign(milestone, found, today))


def _planned(project: Project, one: Planned) -> Line:
    keys = Series(tuple(key_of(other, project) for other in one.after))
    return item(
        Bold(key_of(one.task, project)),
        one.task.title,
        one.owner or phrase("nobody yet"),
        None if one.task.status is TaskStatus.TODO else STATUS[one.task.status],
        _days(one),
        phrase("after {keys}", keys=keys) if keys.items else None,
        sign="⛔" if one.is_blocked else "",
    )


def _days(one: Planned) -> Phrase:
    if one.first == one.last:
        return phrase("on {day}", day=Day(one.last))
    return phrase("{first} to {last}", first=Day(one.first), last=Day(one.last))


def status(one: Status) -> Message:
    """Return a project on one page."""
    lines = [
        heading("{project}, {day}", project=one.project.name, day=Day(one.today)),
        _health(one),
        *(_milestone(milestone, one.today) for milestone in one.milestones),
        _counts(one),
    ]
    if one.away:
        names = tuple(phrase("{name} until {day}", name=away.name, day=Day(away.until)) for away in one.away)
        lines.append(row(phrase("Away: {people}", people=Listed(names)), sign="🏖"))
    if one.answered is not None:
        text = "Stand-up of {day}: {answered} of {asked} answered"
        values = {"answered": one.answered.answered, "asked": one.answered.asked}
        lines.append(row(phrase(text, day=Day(one.answered.day), **values)))
    buttons = (
        button("Plan", f"plan in {one.project.key}"),
        button("Why, and what would help", f"forecast in {one.project.key}"),
    )
    return Message(tuple(lines), buttons if one.milestones else buttons[:1])


def _health(one: Status) -> Line:
    """How it stands is how its worst milestone stands."""
    signs = {forecasts.sign(late.milestone, late.forecast, one.today) for late in one.milestones}
    if "🔴" in signs:
        return row(phrase("A promised date is missed"), sign="🔴")
    if "🟡" in signs:
        return row(phrase("At risk"), sign="🟡")
    if "🟢" in signs:
        return row(phrase("On track"), sign="🟢")
    return row(phrase("No forecast: nothing is promised that has tasks"))


def _counts(one: Status) -> Line:
    return row(
        counted("{n} open task", "{n} open tasks", one.open),
        phrase("{n} late", n=one.late) if one.late else None,
        phrase("{n} blocked", n=one.blocked) if one.blocked else None,
        phrase("{n} done", n=one.done),
    )
