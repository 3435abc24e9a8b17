"""A task as a form: a new one, and one that is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.message import (
    Bold,
    Choice,
    Field,
    FieldKind,
    Form,
    Line,
    Message,
    Phrase,
    Value,
    item,
    line,
    note,
    phrase,
)
from bot.parameters import Priority
from bot.views.tasks import key_of
from storage.models import Milestone, Project, Task

MOST_PROJECTS = 50
HOURS_A_DAY = 8.0

PRIORITIES = (
    Choice(Phrase("urgent"), "urgent"),
    Choice(Phrase("high"), "high"),
    Choice(Phrase("normal"), "normal"),
    Choice(Phrase("low"), "low"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as its form shows it: `owner` as one would type it; `version` is its last change."""

    task: Task
    project: Project
    owner: str
    milestones: tuple[Milestone, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A field that somebody else changed while a form was open; None is an empty one."""

    label: Phrase
    before: Value | None
    now: Value | None
    by: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A form sent after its task had changed: what it showed, what is there now, and what differs."""

    was: Shown
    now: Shown
    changes: tuple[Overtaken, ...]


def new(projects: Sequence[Project], chosen: Project | None, title: str, source: str) -> Message:
    """Return the form of a task that is to be made; the project is asked for where there are several."""
    fields = [
        Field("title", Phrase("What is to be done?"), FieldKind.TEXT, title, required=True),
        Field("owner", Phrase("Who does it?"), FieldKind.PERSON),
        Field("due", Phrase("By which day?"), FieldKind.DATE),
        _size(""),
    ]
    given = {"source": source} if source else {}
    if chosen is not None or len(projects) == 1:
        given["project"] = (chosen or projects[0]).key
    else:
        choices = tuple(
            Choice(phrase("{project}", project=one.name), one.key) for one in projects[:MOST_PROJECTS]
        )
        fields.insert(
            1,
            Field(
                "project",
                Phrase("In which project?"),
                FieldKind.CHOICE,
                choices[0].value,
                required=True,
                choices=choices,
            ),
        )
    return Message(form=Form("task add", Phrase("New task"), tuple(fields), given, Phrase("Add")))


def edit(one: Shown) -> Message:
    """Return the form of a task as it is now."""
    return Message(form=_form(one))


def again(stale: Stale, typed: Mapping[str, str]) -> Message:
    """Return the form once more, with what others changed above it.

    What its reader had changed themselves is kept as they typed it; all else is as it is now.
    """
    opened = {one.name: one.value for one in _form(stale.was).fields}
    form = _form(stale.now)
    fields = tuple(
        replace(one, value=typed[one.name]) if typed.get(one.name, "") != opened.get(one.name, "") else one
        for one in form.fields
    )
    key = Bold(key_of(stale.now.task, stale.now.project))
    above = (
        line("{key} was changed while the form was open. Nothing was saved yet.", key=key),
        *(_change(one) for one in stale.changes),
        note("What you changed yourself stands below. Save again if it is still right."),
    )
    return Message(form=replace(form, fields=fields, above=above))


def _change(one: Overtaken) -> Line:
    none = Phrase("none")
    said = phrase(
        "{field}: {before} → {now}", field=one.label, before=one.before or none, now=one.now or none
    )
    return item(said, phrase("by {name}", name=one.by))


def _form(one: Shown) -> Form:
    task, key = one.task, key_of(one.task, one.project)
    fields = (
        Field("title", Phrase("What is to be done?"), FieldKind.TEXT, task.title, required=True),
        Field("owner", Phrase("Who does it?"), FieldKind.PERSON, one.owner),
        Field(
            "due", Phrase("By which day?"), FieldKind.DATE, task.due_day.isoformat() if task.due_day else ""
        ),
        _size(_estimate(task)),
        Field(
            "priority",
            Phrase("How urgent is it?"),
            FieldKind.CHOICE,
            Priority(task.priority).name.lower(),
            choices=PRIORITIES,
        ),
        *_milestone(one),
    )
    given = {"task": key, "version": str(one.version)}
    return Form("task save", phrase("Edit {key}", key=key), fields, given)


def _size(value: str) -> Field:
    return Field("estimate", Phrase("How much work is it?"), value=value, hint=Phrase("Such as 2d or 2-5d"))


def _milestone(one: Shown) -> tuple[Field, ...]:
    if not one.milestones:
        return ()
    choices = tuple(
        Choice(phrase("{milestone}", milestone=each.name), f"m{each.id}") for each in one.milestones
    )
    value = f"m{one.task.milestone_id}" if one.task.milestone_id else ""
    return (Field("milestone", Phrase("For which milestone?"), FieldKind.CHOICE, value, choices=choices),)


def _estimate(task: Task) -> str:
    if task.estimate_high is None:
        return ""
    most = f"{task.estimate_high / HOURS_A_DAY:g}d"
    if task.estimate_low is None or task.estimate_low == task.estimate_high:
        return most
    return f"{task.estimate_low / HOURS_A_DAY:g}-{most}"
