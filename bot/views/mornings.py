"""The morning as people see it: the one message of their day, and what follows it up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Day,
    Days,
    Instant,
    Line,
    Listed,
    Mention,
    Message,
    Phrase,
    Said,
    Style,
    Value,
    Zoned,
    button,
    counted,
    item,
    line,
    note,
    phrase,
    row,
)
from bot.views.tasks import HOURS_A_DAY, key_of
from storage.models import Blocker, Person, Project, Task

SHOWN = 10  # tasks of a project; the rest is in `mine`
WAITS_SHOWN = 5
WITH_BUTTONS = 3  # tasks that a message offers buttons for
PLAN_SHOWN = 200  # characters of yesterday's plan
REASON_SHOWN = 120

Later = Callable[[Task], date]
Waits = tuple[
    Blocker, Task | None, Person | None, int
]  # what stops whom, who can clear it, working days so far


@dataclass(frozen=True, slots=True)
class Section:
    """What one project has to say; `planned` is the last plan and its day."""

    project: Project
    questions: tuple[str, ...] = ()
    is_asked: bool = False
    planned: tuple[str, date] | None = None
    due: tuple[Task, ...] = ()
    stuck: tuple[Waits, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing of it but its name."""
        return not (self.questions or self.planned or self.due or self.stuck)


@dataclass(frozen=True, slots=True)
class Covered:
    """What is due of somebody who is away until a day, as who stands in for them sees it."""

    name: str
    until: date
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Morning:
    """A question to somebody; `is_first` opens their day. `answer_id` names what is asked in the buttons."""

    name: str
    day: date
    sections: tuple[Section, ...]
    answer_id: int
    is_first: bool = True
    covered: tuple[Covered, ...] = ()


def asked_topic(answer_id: int) -> str:
    """The topic of the post that asked."""
    return f"asked/{answer_id}"


def morning(one: Morning) -> Message:
    """Return the question, with what is due on top where it opens the day."""
    lines = list(_opening(one))
    is_only = len(one.sections) == 1
    for section in one.sections:
        if not section.is_bare:
            lines.extend(_section_lines(section, one.day, titled=not is_only))
    lines.extend(_covered(one.covered))
    lines.append(_question(one.sections))
    has_plan = any(section.planned for section in one.sections)
    buttons = _ways_to_answer(one.answer_id, has_plan=has_plan)
    return Message(tuple(lines), buttons, topic=asked_topic(one.answer_id))


def _opening(one: Morning) -> list[Line]:
    day = Day(one.day)
    if all(section.is_bare for section in one.sections):
        projects = Listed(tuple(Bold(section.project.name) for section in one.sections))
        text = "Good morning, {name}. {project}, {day}." if one.is_first else "{project}, {day}."
        return [line(text, name=one.name, project=projects, day=day)]
    if len(one.sections) > 1:
        text = (
            "Good morning, {name}. {day}." if one.is_first else "{name}, there is one more question, {day}."
        )
        return [line(text, name=one.name, day=day)]
    project = Bold(one.sections[0].project.name)
    if not one.is_first:
        return [line("{project}, {day}.", project=project, day=day)]
    plan = _plan(one.sections[0], one.day)
    greeting = phrase("Good morning, {name}. {project}, {day}.", name=one.name, project=project, day=day)
    return [row(greeting, plan)]


def _plan(section: Section, day: date) -> Phrase | None:
    if section.planned is None:
        return None
    text, planned_on = section.planned
    plan = Said(shortened(text, PLAN_SHOWN))
    if planned_on == day - timedelta(days=1):
        return phrase("You planned yesterday: {plan}", plan=plan)
    return phrase("You planned on {day}: {plan}", day=Day(planned_on), plan=plan)


def _section_lines(section: Section, day: date, *, titled: bool) -> list[Line]:
    lines = [row(Bold(section.project.name), _plan(section, day))] if titled else []
    lines.extend(_due(task, section.project) for task in section.due[:SHOWN])
    if len(section.due) > SHOWN:
        rest = len(section.due) - SHOWN
        lines.append(note("and {n} more: {command}", n=rest, command=Code("mine")))
    lines.extend(_stuck(one, section.project) for one in section.stuck[:WAITS_SHOWN])
    lines.extend(item(question) for question in section.questions)
    return lines


def _covered(found: Sequence[Covered]) -> list[Line]:
    """What is due of others, after a line that says whose it is."""
    lines: list[Line] = []
    for one in found:
        lines.append(note("For {name}, who is away until {day}.", name=one.name, day=Day(one.until)))
        tasks = [(task, section.project) for section in one.sections for task in section.due]
        lines.extend(_due(task, project) for task, project in tasks[:SHOWN])
    return lines


def _due(task: Task, project: Project) -> Line:
    return item(Bold(key_of(task, project)), task.title, due_phrase(task), _left(task), sign="⏰")


def due_phrase(task: Task) -> Phrase | None:
    """Return when a task is due; its time is shown in the reader's zone."""
    if task.due_at is not None:
        return phrase("due {moment}", moment=Instant(task.due_at))
    return phrase("due {day}", day=Day(task.due_day, near=True)) if task.due_day is not None else None


def _left(task: Task) -> Phrase | None:
    hours = task.left_hours if task.left_hours is not None else task.estimate_high
    return phrase("{days} left", days=Days(hours / HOURS_A_DAY)) if hours else None


def _stuck(one: Waits, project: Project) -> Line:
    blocker, task, owner, days = one
    key = key_of(task, project) if task is not None else key_of(blocker, project)
    title: Value = task.title if task is not None else Said(shortened(blocker.reason, REASON_SHOWN))
    age = counted("{n} day", "{n} days", days) if days > 0 else phrase("since today")
    name = owner.name if owner is not None else blocker.outside
    if name:
        return item(Bold(key), title, phrase("waiting for {name}", name=name), age, sign="⛔")
    if task is None:
        return item(Bold(key), title, age, sign="⛔")
    return item(Bold(key), title, Said(shortened(blocker.reason, REASON_SHOWN)), age, sign="⛔")


def _question(sections: Sequence[Section]) -> Line:
    if any(one.is_asked and not one.questions for one in sections):
        return line("What moves today, and is anything in your way? Just answer here, or:")
    return line("Just answer here, or:")


def _ways_to_answer(answer_id: int, *, has_plan: bool) -> tuple[Button, ...]:
    form = button("Form", f"standup form {answer_id}", Style.PRIMARY)
    skip = button("Skip today", f"standup skip {answer_id}")
    if not has_plan:
        return form, skip
    return form, button("Same plan", f"standup same {answer_id}"), skip


def in_channel(person: Person, project: Project, questions: Sequence[str], answer_id: int) -> Message:
    """Return the question for somebody who wants it in the channel: no list of theirs is in it."""
    mention = Mention(person.id, person.name)
    if not questions:
        text = "{person}, what moves today in {project}, and is anything in your way? Just reply here."
        lines: tuple[Line, ...] = (line(text, person=mention, project=Bold(project.name)),)
    else:
        opening = line(
            "{person}, today's questions of {project}. Just reply here.",
            person=mention,
            project=Bold(project.name),
        )
        lines = (opening, *(item(question) for question in questions))
    return Message(
        lines,
        _ways_to_answer(answer_id, has_plan=False),
        audience=Audience.PLACE,
        topic=asked_topic(answer_id),
    )


def due(
    name: str, day: date, sections: Sequence[Section], later: Later, *, covered: Sequence[Covered] = ()
) -> Message:
    """Return what is due of somebody whom nobody asks today; `later` is what [+1 day] makes of a date."""
    lines = [line("Good morning, {name}. {day}.", name=name, day=Day(day))]
    is_only = len(sections) == 1
    for section in sections:
        lines.extend(_section_lines(section, day, titled=not is_only))
    lines.extend(_covered(covered))
    tasks = [(task, section.project) for section in sections for task in section.due]
    return Message(tuple(lines), tuple(_task_buttons(tasks[:WITH_BUTTONS], later)))


def soon(task: Task, project: Project, later: Later) -> Message:
    """Return the reminder of a task whose time comes; `later` is what [+1 day] makes of its date."""
    text = phrase("{key} {title}", key=Bold(key_of(task, project)), title=task.title)
    lines = (row(text, due_phrase(task), _left(task), sign="⏰"),)
    return Message(lines, tuple(_task_buttons([(task, project)], later)))


def _task_buttons(tasks: Sequence[tuple[Task, Project]], later: Later) -> list[Button]:
    # an absolute day, so that pressing twice moves it once
    if len(tasks) == 1:
        key = key_of(*tasks[0])
        return [
            button("Done", f"done {key}", Style.PRIMARY),
            button("+1 day", f"delay {key} {later(tasks[0][0]).isoformat()}"),
            button("Blocked…", f"block {key}"),
        ]
    buttons = []
    for task, project in tasks:
        key = key_of(task, project)
        buttons.append(button("{key} done", f"done {key}", key=key))
        buttons.append(button("{key} +1 day", f"delay {key} {later(task).isoformat()}", key=key))
    return buttons


def nudge(answer_id: int, closes_at: datetime, questions: Sequence[str] = ()) -> Message:
    """Return what is said once to somebody who has not answered, shortly before it closes."""
    buttons = _ways_to_answer(answer_id, has_plan=False)
    if questions:
        closes = line("Your stand-up closes at {moment}. Just answer here, or:", moment=Instant(closes_at))
        return Message((*(item(one) for one in questions), closes), buttons)
    text = "Your stand-up closes at {moment}. What moves today, and is anything in your way?"
    return Message((line(text, moment=Instant(closes_at)),), buttons)


def nudge_in_channel(person: Person, answer_id: int, closes: Zoned) -> Message:
    """Return what is said once to somebody who is asked in the channel, in the thread of their question."""
    text = "{person}, your stand-up closes {moment}. Just reply here, or:"
    told = line(text, person=Mention(person.id, person.name), moment=closes)
    buttons = _ways_to_answer(answer_id, has_plan=False)
    return Message((told,), buttons, audience=Audience.PLACE, topic=f"{asked_topic(answer_id)}/nudge")


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut where it is longer."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
