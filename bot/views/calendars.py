"""A project's calendar as people see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Bold,
    City,
    Code,
    Day,
    Line,
    Listed,
    Message,
    heading,
    item,
    line,
    note,
    phrase,
    says,
)
from bot.views import leaves
from bot.views.leaves import Away
from bot.views.settings import OFFICE_DAYS, OFFICE_HOURS, territory, weekdays
from bot.views.tasks import undo
from storage.models import Project, ProjectDay
from storage.words import DayKind

SHOWN = 12


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that is not as its weekday is: off, or worked all the same (`is_off` false)."""

    day: date
    name: str
    is_off: bool
    is_own: bool = False
    instead: date | None = None  # the day worked for it, or off for it


@dataclass(frozen=True, slots=True)
class Coming:
    """What a project's calendar holds next."""

    project: Project
    days: tuple[DayOff, ...]
    away: tuple[Away, ...]


def shown(one: Coming) -> Message:
    """Return a project's week, its next days off, and who is away."""
    project = one.project
    hours = (project.hours or OFFICE_HOURS).replace("-", "–")
    lines: list[Line] = [
        heading("Calendar of {project}", project=Bold(project.name)),
        item(weekdays(project.weekdays or OFFICE_DAYS), hours, City(project.zone)),
        item(phrase("Public holidays: {region}", region=territory(project.region))),
    ]
    lines.extend(_day(day) for day in one.days[:SHOWN])
    nobody = item(phrase("Nobody is away in the next 30 days"))
    lines.extend([leaves.away(found) for found in one.away[:SHOWN]] or [nobody])
    if project.region is None:
        lines.append(note("Whose public holidays are yours? Say {example}.", example=Code("calendar CN")))
    return Message(tuple(lines))


def _day(one: DayOff) -> Line:
    if one.instead is not None and one.is_off:
        return item(Day(one.day), phrase("off"), phrase("{day} is worked for it", day=Day(one.instead)))
    if one.instead is not None:
        return item(Day(one.day), phrase("worked"), phrase("{day} is off for it", day=Day(one.instead)))
    if one.is_off:
        return item(Day(one.day), phrase("off"), one.name or None)
    return item(Day(one.day), phrase("worked"), one.name or None)


def kept(project: Project, days: Sequence[ProjectDay]) -> Message:
    """Return the answer to noting own days."""
    named = Listed(tuple(Day(one.day) for one in days[:SHOWN]))
    if days and days[0].kind is DayKind.WORK:
        said = line("{project} works on {days}.", project=Bold(project.name), days=named)
    else:
        said = line("{project} is off on {days}.", project=Bold(project.name), days=named)
    rest = len(days) - SHOWN
    more = (note("and {n} more", n=rest),) if rest > 0 else ()
    return Message((said, *more)).offering(undo())


def removed(project: Project, days: Sequence[date]) -> Message:
    """Return the answer to forgetting own days."""
    named = Listed(tuple(Day(one) for one in days[:SHOWN]))
    return says("{project}: as usual on {days}.", project=Bold(project.name), days=named).offering(undo())
