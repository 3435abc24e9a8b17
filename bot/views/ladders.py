"""A ladder as people see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import Bold, Code, Days, Hours, Line, Message, Phrase, Value, item, line, note, phrase
from bot.views.tasks import HOURS_A_DAY, undo
from storage.models import Project
from storage.words import Rung


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a ladder, so many working hours after the blocker was raised."""

    after_hours: float
    rung: Rung


def whom(rung: Rung) -> Phrase:
    """Whom a level speaks to."""
    match rung:
        case Rung.OWNER:
            return phrase("its owner")
        case Rung.LEAD:
            return phrase("the lead")
        case Rung.SPONSOR:
            return phrase("the sponsor")
        case Rung.CHANNEL:
            return phrase("the channel")


def shown(project: Project, ladder: Sequence[Level], *, is_default: bool) -> Message:
    """Return a project's levels and how to change them."""
    more = [] if is_default else [note("The usual one again: {example}", example=Code("ladder default"))]
    change = note("Its lead can change it: {example}", example=Code("ladder 4h owner, 1d lead, 3d channel"))
    return Message((*_levels(project, ladder), change, *more))


def changed(project: Project, ladder: Sequence[Level], *, has_sponsor: bool, running: int) -> Message:
    """Return the answer to the lead who changed it."""
    lines = list(_levels(project, ladder))
    if running:
        lines.append(note("What climbs now follows it from here."))
    if not has_sponsor and any(one.rung is Rung.SPONSOR for one in ladder):
        example = Code("role @name sponsor")
        lines.append(note("Nobody is sponsor yet, so the lead hears it instead: {example}", example=example))
    return Message(tuple(lines)).offering(undo())


def _levels(project: Project, ladder: Sequence[Level]) -> list[Line]:
    title = line("{project}: who hears of a blocker that nobody takes", project=Bold(project.name))
    first = item(phrase("at once"), whom(Rung.OWNER))
    levels = (item(phrase("after {time}", time=_time(one.after_hours)), whom(one.rung)) for one in ladder)
    daily = item(phrase("then every working day"), whom(ladder[-1].rung))
    return [title, first, *levels, daily]


def _time(hours: float) -> Value:
    is_whole = hours >= HOURS_A_DAY and hours % (HOURS_A_DAY / 2) == 0
    return Days(hours / HOURS_A_DAY) if is_whole else Hours(hours)
