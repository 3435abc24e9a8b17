"""Stand-ups as they are set up."""

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


def days(recurrence: Recurrence) -> Phrase:
    """Return on which days it comes round."""
    n = recurrence.interval
    if recurrence.working_days:
        return phrase("on everybody's working days")
    names = Listed(tuple(WEEKDAYS[one] for one in recurrence.weekdays))
    match recurrence.frequency:
        case Frequency.DAILY:
            return phrase("every day") if n == 1 else phrase("every {n} days", n=n)
        case Frequency.WEEKLY if n == 1:
            return phrase("every {days}", days=names) if recurrence.weekdays else phrase("every week")
        case Frequency.WEEKLY:
            return phrase("every {n} weeks on {days}", n=n, days=names)
        case Frequency.MONTHLY:
            return phrase("every month") if n == 1 else phrase("every {n} months", n=n)
        case Frequency.YEARLY:
            return phrase("every year")


def set_up(standup: Standup, project: Project, first: datetime | None, zone: str) -> Message:
    """Return that a stand-up is there, and when it asks first (shown in `zone`)."""
    shown = line(
        "{project} has a stand-up: at {time} in each person's own zone, {days}.",
        project=Bold(project.name),
        time=Time(standup.at),
        days=days(Recurrence.from_json(standup.recurrence)),
    )
    return Message((shown, _first(first, zone)), _next_steps(standup))


def moved(standup: Standup, project: Project, first: datetime | None, zone: str) -> Message:
    """Return when a stand-up comes from now on."""
    shown = line(
        "The stand-up of {project} is at {time} now, {days}.",
        project=Bold(project.name),
        time=Time(standup.at),
        days=days(Recurrence.from_json(standup.recurrence)),
    )
    return Message((shown, _first(first, zone)), (undo(),))


def _first(first: datetime | None, zone: str) -> Line:
    if first is None:
        return note("Nobody is asked yet: nobody sits in it, or nobody works on those days.")
    return line("The first question comes {moment}.", moment=Zoned(first, zone))


def _next_steps(standup: Standup) -> tuple[Button, ...]:
    return button("Ask now", f"standup now {standup.id}"), button("Questions", "standup questions"), undo()


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
