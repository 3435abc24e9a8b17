"""Milestones as people see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Audience,
    Bold,
    Code,
    Day,
    Field,
    FieldKind,
    Form,
    Line,
    Message,
    Number,
    Phrase,
    Said,
    counted,
    heading,
    item,
    line,
    phrase,
    row,
)
from bot.planning import MilestoneForecast
from bot.views.forecasts import sign
from bot.views.tasks import PAGE, Card, key_of, undo
from storage.models import Milestone, Project


@dataclass(frozen=True, slots=True)
class Standing:
    """A milestone with how many of the tasks that count for it are done, and when it will be met."""

    milestone: Milestone
    project: Project
    done: int
    tasks: int
    forecast: MilestoneForecast | None
    today: date


def promised(one: Standing) -> Message:
    """Return the answer to whoever promised it."""
    lines = [row(Bold(one.milestone.name), _day(one), _progress(one))]
    if not one.tasks:
        example = Code(phrase("add … for {milestone}", milestone=one.milestone.name))
        lines.append(line("Tasks count for it with {example}.", example=example))
    return Message(tuple(lines)).offering(undo())


def moved(one: Standing, before: date) -> Message:
    """Return the answer to whoever moved it."""
    return Message(tuple(_moved(one, before))).offering(undo())


def moved_in_channel(one: Standing, before: date, by: str) -> Message:
    """Return what the channel hears of a moved date."""
    return Message((*_moved(one, before), row(phrase("moved by {name}", name=by))))


def _moved(one: Standing, before: date) -> list[Line]:
    text = "{milestone} is promised for {day} now; it was {before}."
    lines = [
        line(text, milestone=Bold(one.milestone.name), day=Day(one.milestone.promised), before=Day(before))
    ]
    if one.milestone.move_reason:
        lines.append(line("Why: {reason}", reason=Said(one.milestone.move_reason)))
    return lines


def said(name: str, several: Sequence[Card]) -> str:
    """Return the line that makes a milestone, with the first tasks that count for it, but for its day."""
    keys = " ".join(key_of(one.task, one.project) for one in several)
    return f"milestone {name} with {keys} on" if keys else f"milestone {name} on"


def which_day(name: str, project: Project, several: Sequence[Card] = ()) -> Message:
    """Return the question for the day that a new milestone is promised for."""
    label = phrase("For which day is {milestone} promised?", milestone=name)
    field = Field("promised", label, required=True, hint=phrase("Such as 17 March"))
    title = phrase("Make milestone {name}", name=name)
    given = {"name": name, "project": project.key}
    if several:
        given["several"] = " ".join(key_of(one.task, one.project) for one in several)
    return Message(form=Form("milestone add", title, (field,), given))


def ask_reason(milestone: Milestone, day: date) -> Message:
    """Return the question why it moves."""
    why = phrase("Why does {milestone} move to {day}?", milestone=milestone.name, day=Day(day))
    field = Field("reason", why, FieldKind.LONG, required=True, hint=phrase("The team will read it."))
    settled = {"milestone": f"m{milestone.id}", "day": day.isoformat()}
    title = phrase("Move {milestone}", milestone=milestone.name)
    return Message(form=Form("milestone move", title, (field,), settled))


def listed(found: Sequence[Standing]) -> Message:
    """Return open milestones, a line each, the next one first."""
    title = heading("Milestones")
    if not found:
        return Message((title, line("Nothing here.")))
    lines = [
        item(
            Bold(one.milestone.name),
            one.project.key,
            _day(one),
            _progress(one),
            _forecast(one),
            sign=_sign(one),
        )
        for one in found[:PAGE]
    ]
    if len(found) > PAGE:
        lines.append(line("and {n} more", n=len(found) - PAGE))
    return Message((title, *lines))


def _day(one: Standing) -> Phrase:
    return phrase("promised for {day}", day=Day(one.milestone.promised))


def _progress(one: Standing) -> Phrase:
    if not one.tasks:
        return phrase("no tasks, no forecast")
    return phrase("{done} of {all} done", done=Number(one.done), all=Number(one.tasks))


def _forecast(one: Standing) -> Phrase | None:
    if one.forecast is None or one.forecast.finish is None:
        return None
    return phrase("done by {day}", day=Day(one.forecast.finish))


def _sign(one: Standing) -> str:
    return sign(one.milestone, one.forecast, one.today) if one.forecast is not None else ""


def dropped(milestone: Milestone) -> Message:
    """Return the answer to whoever promises it no longer."""
    said = "{milestone} is no longer promised. Its tasks stay, and count for the next milestone."
    return Message((line(said, milestone=Bold(milestone.name)),)).offering(undo())


def dropped_in_channel(milestone: Milestone, by: str) -> Message:
    """Return what the channel hears when something is no longer promised."""
    said = "{milestone}, promised for {day}, is no longer promised."
    return Message(
        (
            row(
                phrase(said, milestone=Bold(milestone.name), day=Day(milestone.promised)),
                phrase("dropped by {name}", name=by),
            ),
        )
    )


def met(milestone: Milestone) -> Message:
    """Return what the channel hears of a milestone that is met."""
    return Message((met_line(milestone),), audience=Audience.PLACE)


def met_line(milestone: Milestone) -> Line:
    """Return that a milestone is met, and how that compares with its promise."""
    name, day = Bold(milestone.name), Day(milestone.promised)
    on = milestone.met_on or milestone.promised
    if on == milestone.promised:
        return row(phrase("{milestone} is met, as promised for {day}.", milestone=name, day=day), sign="✅")
    text = "{milestone} is met on {on}; it was promised for {day}."
    return row(phrase(text, milestone=name, on=Day(on), day=day), sign="✅")


def open_again(milestone: Milestone, n: int) -> Message:
    """Return what the channel hears when there is something to do for a milestone that was met."""
    name = Bold(milestone.name)
    said = counted(
        "{milestone} is open again: {n} task is to be done.",
        "{milestone} is open again: {n} tasks are to be done.",
        n,
        milestone=name,
    )
    return Message((row(said),), audience=Audience.PLACE)
