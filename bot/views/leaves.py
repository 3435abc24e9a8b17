"""Leave as people see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Day,
    Line,
    Listed,
    Message,
    Said,
    Value,
    button,
    heading,
    item,
    note,
    phrase,
    row,
    says,
)
from bot.views.tasks import key_of
from storage.models import Blocker, Leave, Person, Project, Task

BUTTONS_FOR = 3  # tasks that get buttons of their own
SHOWN = 10
SIGN = "🏖"


@dataclass(frozen=True, slots=True)
class Standing:
    """A leave, whose it is, and who stands in."""

    leave: Leave
    person: Person
    cover: Person | None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's leave as others see it."""

    person: Person
    leave: Leave
    is_now: bool


@dataclass(frozen=True, slots=True)
class Meets:
    """What a leave meets: what is due in it, what waits for them, where they are not asked meanwhile."""

    due: tuple[tuple[Task, Project], ...]
    waiting: tuple[tuple[Blocker, Project], ...]
    standups: tuple[Project, ...]
    back_on: date
    is_off_anyway: bool
    cover_is_away: bool


def days(leave: Leave) -> Value:
    """Return the days of a leave: one, a half, or from and to."""
    first, last = _end(leave.first, leave.first_half), _end(leave.last, leave.last_half)
    if leave.first == leave.last:
        return last if leave.last_half else first
    return phrase("{first} to {last}", first=first, last=last)


def _end(day: date, half: str | None) -> Value:
    match half:
        case "am":
            return phrase("{day} in the morning", day=Day(day))
        case "pm":
            return phrase("{day} in the afternoon", day=Day(day))
        case _:
            return Day(day)


def taken(one: Standing, meets: Meets) -> Message:
    """Return the answer to whoever goes away: the days, and what they meet."""
    lines = [row(phrase("You're away {days}.", days=days(one.leave)), _covered(one), sign=SIGN)]
    if meets.is_off_anyway:
        lines.append(note("You don't work on those days anyway."))
    if meets.cover_is_away and one.cover is not None:
        lines.append(note("{name} is away then, too.", name=one.cover.name))
    lines.extend(_due(task, project) for task, project in meets.due[:SHOWN])
    lines.extend(_waiting(blocker, project) for blocker, project in meets.waiting[:SHOWN])
    if meets.standups and not meets.is_off_anyway and _is_whole(one.leave):
        names = Listed(tuple(project.name for project in meets.standups))
        lines.append(
            note("{projects}: nothing is asked of you until {day}.", projects=names, day=Day(meets.back_on))
        )
    return Message(tuple(lines), tuple(_ways_out(one, meets))).to(Audience.PRIVATE)


def _is_whole(leave: Leave) -> bool:
    """Whether a question falls away; on half a day it comes before or after."""
    return leave.first < leave.last or not (leave.first_half or leave.last_half)


def _covered(one: Standing) -> Value | None:
    return phrase("{name} covers.", name=one.cover.name) if one.cover else None


def _due(task: Task, project: Project) -> Line:
    assert task.due_day is not None  # noqa: S101 - it has a date, or it would not meet the leave
    due = phrase("due {day}, while you're away", day=Day(task.due_day))
    return item(Bold(key_of(task, project)), task.title, due, sign="⏰")


def _waiting(blocker: Blocker, project: Project) -> Line:
    waits = phrase("waits for you: {reason}", reason=Said(blocker.reason))
    return item(Bold(key_of(blocker, project)), waits, sign="⛔")


def _ways_out(one: Standing, meets: Meets) -> list[Button]:
    found: list[Button] = []
    for task, project in meets.due[:BUTTONS_FOR]:
        key = key_of(task, project)
        if one.cover is not None:
            found.append(
                button("{key} to {name}", f"edit {key} @p{one.cover.id}", key=key, name=one.cover.name)
            )
        day = meets.back_on
        found.append(button("{key} on {day}", f"edit {key} by {day.isoformat()}", key=key, day=Day(day)))
    if one.cover is not None:
        for blocker, project in meets.waiting[:BUTTONS_FOR]:
            key = key_of(blocker, project)
            found.append(
                button("{key} to {name}", f"give {key} @p{one.cover.id}", key=key, name=one.cover.name)
            )
    return found


def to_cover(one: Standing) -> Message:
    """Return what is said to who stands in."""
    name = one.person.name
    named = phrase("{name} is away {days} and named you as cover.", name=name, days=days(one.leave))
    meanwhile = note("What waits for {name} meanwhile comes to you as well.", name=name)
    return Message((row(named, sign=SIGN), meanwhile))


def to_lead(one: Standing, meets: Meets, projects: Sequence[Project]) -> Message:
    """Return what is said to a lead: who is away, and what of their projects is due meanwhile."""
    away = phrase("{name} is away {days}.", name=one.person.name, days=days(one.leave))
    covered = phrase("{name} covers.", name=one.cover.name) if one.cover else None
    ids = {project.id for project in projects}
    due = [(task, project) for task, project in meets.due if project.id in ids]
    lines = [row(away, covered, sign=SIGN)]
    lines.extend(
        item(
            Bold(key_of(task, project)),
            task.title,
            phrase("due {day}", day=Day(task.due_day)) if task.due_day else None,
            sign="⏰",
        )
        for task, project in due[:SHOWN]
    )
    return Message(tuple(lines))


def called_off(one: Standing) -> Message:
    """Return what leads and the cover are told when a leave does not happen."""
    return says("{name} is not away {days} after all.", name=one.person.name, days=days(one.leave))


def is_back(person: Person) -> Message:
    """Return what leads and the cover are told when somebody is back."""
    return says("{name} is back.", name=person.name)


def back() -> Message:
    """Return the answer to `back`."""
    return says("Welcome back.")


def cancelled(one: Standing) -> Message:
    """Return the answer to taking a leave back."""
    return says("You're not away {days}.", days=days(one.leave))


def listed(found: Sequence[Standing]) -> Message:
    """Return somebody's own leaves."""
    if not found:
        example = Code("away 5 Dec to 9 Dec @li covers")
        return says("You're not away in the near future. Say it with {example}.", example=example)
    lines = (item(days(one.leave), _covered(one), sign=SIGN) for one in found[:SHOWN])
    buttons = tuple(
        button("Cancel {day}", f"away cancel {one.leave.id}", day=Day(one.leave.first))
        for one in found[:BUTTONS_FOR]
    )
    return Message((heading("Your leave"), *lines), buttons).to(Audience.PRIVATE)


def for_cover(person: Person, leave: Leave, message: Message) -> Message:
    """Return a message for who stands in, saying for whom."""
    told = note("For {name}, who is away until {day}.", name=person.name, day=Day(leave.last))
    return Message((told, *message.lines), message.buttons)


def away(one: Away) -> Line:
    """Return one line about somebody who is, or will be, away."""
    if one.is_now:
        return item(phrase("{name} until {day}", name=one.person.name, day=Day(one.leave.last)), sign=SIGN)
    return item(phrase("{name}: {days}", name=one.person.name, days=days(one.leave)), sign=SIGN)
