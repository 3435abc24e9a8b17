"""The morning as people see it: the one message of their day, and what follows it up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.message import (
    Audience,
    Bold,
    Button,
    Day,
    Instant,
    Line,
    Listed,
    Mention,
    Message,
    Phrase,
    Said,
    Style,
    Zoned,
    button,
    item,
    line,
    phrase,
    row,
)
from bot.views import agendas
from bot.views.agendas import Agenda, Covered
from bot.views.tasks import key_of
from storage.models import Person, Project, Task

WITH_BUTTONS = 3  # tasks that a message offers buttons for
PLAN_SHOWN = 200  # characters of yesterday's plan

Later = Callable[[Task], date]


@dataclass(frozen=True, slots=True)
class Section:
    """What one project has to say; `planned` is the last plan and its day."""

    agenda: Agenda
    questions: tuple[str, ...] = ()
    is_asked: bool = False
    planned: tuple[str, date] | None = None

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing of it but its name."""
        return self.agenda.is_bare and not (self.questions or self.planned)


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
    lines.extend(agendas.covered(one.covered))
    lines.append(_question(one.sections))
    has_plan = any(section.planned for section in one.sections)
    buttons = _ways_to_answer(one.answer_id, has_plan=has_plan)
    return Message(tuple(lines), buttons, topic=asked_topic(one.answer_id))


def _opening(one: Morning) -> list[Line]:
    day = Day(one.day)
    if all(section.is_bare for section in one.sections):
        projects = Listed(tuple(Bold(section.agenda.project.name) for section in one.sections))
        text = "Good morning, {name}. {project}, {day}." if one.is_first else "{project}, {day}."
        return [line(text, name=one.name, project=projects, day=day)]
    if len(one.sections) > 1:
        text = (
            "Good morning, {name}. {day}." if one.is_first else "{name}, there is one more question, {day}."
        )
        return [line(text, name=one.name, day=day)]
    project = Bold(one.sections[0].agenda.project.name)
    if not one.is_first:
        return [line("{project}, {day}.", project=project, day=day)]
    plan = _plan(one.sections[0], one.day)
    greeting = phrase("Good morning, {name}. {project}, {day}.", name=one.name, project=project, day=day)
    return [row(greeting, plan)]


def _plan(section: Section, day: date) -> Phrase | None:
    if section.planned is None:
        return None
    text, planned_on = section.planned
    plan = Said(agendas.shortened(text, PLAN_SHOWN))
    if planned_on == day - timedelta(days=1):
        return phrase("You planned yesterday: {plan}", plan=plan)
    return phrase("You planned on {day}: {plan}", day=Day(planned_on), plan=plan)


def _section_lines(section: Section, day: date, *, titled: bool) -> list[Line]:
    named = [row(Bold(section.agenda.project.name), _plan(section, day))] if titled else []
    return [*named, *agendas.lines(section.agenda), *(item(one) for one in section.questions)]


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
        text = (
            "{person}, what moves today in {project}, and is anything in your way? "
            "Reply here (on Slack with my name in front), or:"
        )
        lines: tuple[Line, ...] = (line(text, person=mention, project=Bold(project.name)),)
    else:
        opening = line(
            "{person}, today's questions of {project}. Reply here (on Slack with my name in front), or:",
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
    name: str, day: date, found: Sequence[Agenda], later: Later, *, covered: Sequence[Covered] = ()
) -> Message:
    """Return what is due of somebody whom nobody asks today; `later` is what [+1 day] makes of a date."""
    lines = [line("Good morning, {name}. {day}.", name=name, day=Day(day))]
    is_only = len(found) == 1
    for agenda in found:
        lines.extend(_section_lines(Section(agenda), day, titled=not is_only))
    lines.extend(agendas.covered(covered))
    tasks = [(task, agenda.project) for agenda in found for task in agenda.due]
    return Message(tuple(lines), tuple(_task_buttons(tasks[:WITH_BUTTONS], later)))


def soon(task: Task, project: Project, later: Later) -> Message:
    """Return the reminder of a task whose time comes; `later` is what [+1 day] makes of its date."""
    text = phrase("{key} {title}", key=Bold(key_of(task, project)), title=task.title)
    lines = (row(text, agendas.due_phrase(task), agendas.left(task), sign="⏰"),)
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
    text = "{person}, your stand-up closes {moment}. Reply here (on Slack with my name in front), or:"
    told = line(text, person=Mention(person.id, person.name), moment=closes)
    buttons = _ways_to_answer(answer_id, has_plan=False)
    return Message((told,), buttons, audience=Audience.PLACE, topic=f"{asked_topic(answer_id)}/nudge")
