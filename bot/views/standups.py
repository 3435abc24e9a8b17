"""Stand-ups as they are set up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.message import (
    Bold,
    Button,
    Code,
    Line,
    Listed,
    Message,
    Phrase,
    Time,
    Zoned,
    button,
    counted,
    heading,
    item,
    line,
    note,
    phrase,
    row,
)
from bot.views.tasks import undo
from bot.when import Frequency, Recurrence
from storage.models import Project, Standup

WEEKDAYS: tuple[Phrase, ...] = (
    Phrase("Monday"),
    Phrase("Tuesday"),
    Phrase("Wednesday"),
    Phrase("Thursday"),
    Phrase("Friday"),
    Phrase("Saturday"),
    Phrase("Sunday"),
)


NTH: Mapping[int, Phrase] = {
    1: Phrase("first"),
    2: Phrase("second"),
    3: Phrase("third"),
    4: Phrase("fourth"),
    5: Phrase("fifth"),
    -1: Phrase("last"),
    -2: Phrase("second to last"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A stand-up that runs, and how many people are asked in it."""

    standup: Standup
    size: int


def days_of(standup: Standup) -> Phrase:
    """Return on which days a stand-up comes round."""
    return days(Recurrence.from_json(standup.recurrence))


def days(recurrence: Recurrence) -> Phrase:
    """Return on which days it comes round."""
    n = recurrence.interval
    if recurrence.working_days:
        return phrase("on everybody's working days")
    match recurrence.frequency:
        case Frequency.DAILY:
            return phrase("every day") if n == 1 else phrase("every {n} days", n=n)
        case Frequency.WEEKLY:
            return _days_of_week(recurrence)
        case Frequency.MONTHLY if n == 1:
            return _days_of_month(recurrence)
        case Frequency.MONTHLY:
            return phrase("every {n} months", n=n)
        case Frequency.YEARLY:
            return phrase("every year")


def _days_of_week(recurrence: Recurrence) -> Phrase:
    names = Listed(tuple(WEEKDAYS[one] for one in recurrence.weekdays))
    match recurrence.weeks, recurrence.interval:
        case 1, _:
            return phrase("in odd weeks on {days}", days=names) if names.items else phrase("in odd weeks")
        case 2, _:
            return phrase("in even weeks on {days}", days=names) if names.items else phrase("in even weeks")
        case _, 1:
            return phrase("every {days}", days=names) if names.items else phrase("every week")
        case _, n if names.items:
            return phrase("every {n} weeks on {days}", n=n, days=names)
        case _, n:
            return phrase("every {n} weeks", n=n)


def _days_of_quarter(recurrence: Recurrence) -> Phrase:
    nth = recurrence.nth_working_day
    if nth in NTH:
        return phrase("on the {nth} working day of each quarter", nth=NTH[nth])
    if nth:
        return phrase("on working day {n} of each quarter", n=nth)
    if recurrence.nth_weekdays:
        known = [(NTH[one], WEEKDAYS[day]) for one, day in recurrence.nth_weekdays if one in NTH]
        named = tuple(phrase("the {nth} {weekday}", nth=one, weekday=day) for one, day in known)
        return phrase("on {days} of each quarter", days=Listed(named))
    if recurrence.month_days == (-1,):
        return phrase("on the last day of each quarter")
    return phrase("on day {days} of each quarter", days=Listed(recurrence.month_days))


def _days_of_month(recurrence: Recurrence) -> Phrase:
    if recurrence.months:
        return _days_of_quarter(recurrence)
    nth = recurrence.nth_working_day
    if nth in NTH:
        return phrase("on the {nth} working day of each month", nth=NTH[nth])
    if nth:
        return phrase("on working day {n} of each month", n=nth)
    if recurrence.nth_weekdays:
        known = [(NTH[one], WEEKDAYS[day]) for one, day in recurrence.nth_weekdays if one in NTH]
        named = tuple(phrase("the {nth} {weekday}", nth=one, weekday=day) for one, day in known)
        return phrase("on {days} of each month", days=Listed(named))
    if recurrence.month_days == (-1,):
        return phrase("on the last day of each month")
    if recurrence.month_days:
        return phrase("on day {days} of each month", days=Listed(recurrence.month_days))
    return phrase("every month")


def set_up(standup: Standup, project: Project, first: datetime | None, zone: str) -> Message:
    """Return that a stand-up is there, and when it asks first (shown in `zone`)."""
    shown = line(
        "{project} has a stand-up: at {time} in each person's own zone, {days}.",
        project=Bold(project.name),
        time=Time(standup.at),
        days=days_of(standup),
    )
    return Message((shown, *_when(standup, first, zone)), _next_steps(standup))


def moved(standup: Standup, project: Project, first: datetime | None, zone: str) -> Message:
    """Return when a stand-up comes from now on."""
    shown = line(
        "The stand-up of {project} is at {time} now, {days}.",
        project=Bold(project.name),
        time=Time(standup.at),
        days=days_of(standup),
    )
    return Message((shown, *_when(standup, first, zone)), (undo(),))


def _when(standup: Standup, first: datetime | None, zone: str) -> list[Line]:
    """When it asks first, and what becomes of a day of the month on which nobody works."""
    if first is None:
        return [note("Nobody is asked yet: nobody sits in it, or nobody works on those days.")]
    comes = line("The first question comes {moment}.", moment=Zoned(first, zone))
    if not Recurrence.from_json(standup.recurrence).is_by_month:
        return [comes]
    return [comes, note("Where that is a day off, it comes on the working day before.")]


def _next_steps(standup: Standup) -> tuple[Button, ...]:
    return (
        button("Ask now", f"standup now {standup.id}"),
        button("Questions", f"standup questions #{standup.id}"),
        undo(),
    )


def listed(found: Sequence[Standing], project: Project) -> Message:
    """Return the stand-ups of a project, each with the number that names it."""
    lines = (
        item(
            Code(f"#{one.standup.id}"),
            phrase("{time}, {days}", time=Time(one.standup.at), days=days_of(one.standup)),
            counted("{n} person", "{n} people", one.size),
        )
        for one in found
    )
    return Message((heading("Stand-ups of {project}", project=project.name), *lines))


def questions(standup: Standup, project: Project) -> Message:
    """Return what a stand-up asks."""
    if not standup.questions:
        usual = line(
            "{project} asks: what moves today, and is anything in your way?", project=Bold(project.name)
        )
        example = Code("standup questions What did you finish? ; What is next? ; Anything in your way?")
        return Message((usual, note("Ask something else: {example}", example=example)))
    title = heading("{project} asks", project=project.name)
    again = note("Back to the usual one: {command}", command=Code("standup questions usual"))
    return Message((title, *(item(str(one)) for one in standup.questions), again))


def asked(n: int) -> Message:
    """Return how many are asked now."""
    if n == 0:
        return Message((line("Everybody who is at work was asked already."),))
    text = counted(
        "{n} person is asked now; who is not at work is asked at their own time.",
        "{n} people are asked now; who is not at work is asked at their own time.",
        n,
    )
    return Message((row(text),))
