"""A project's own days: off, or worked all the same; and what its calendar holds next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import public_holidays, when
from bot.errors import NotFound, Refused, Unreadable
from bot.message import Code
from bot.services import leaves
from bot.services.calendars import YEARS_AHEAD
from bot.views.calendars import Coming, DayOff
from bot.when.meaning import Range, Reading
from bot.work import Work
from storage import projects as rows
from storage.models import Project, ProjectDay
from storage.words import DayKind

LONGEST_NAME = 100
MOST_DAYS = 60  # at once; a longer company holiday is a slip of the pen
RANGE_WORDS = 12
LOOKS_AHEAD = timedelta(days=120)
LEAVE_SHOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days, and what they are called."""

    days: Range
    name: str


async def keep(work: Work, project: Project, text: str, kind: DayKind, reading: Reading) -> list[ProjectDay]:
    """Note own days of a project, one or several by lines; who plans by them is planned anew.

    Raises:
        Unreadable: a line has no day.
        Refused: those are too many days, or are over.
    """
    return [
        row
        for wanted in read_lines(text, reading)
        for row in await keep_days(work, project, _each(wanted.days), kind, wanted.name)
    ]


async def keep_days(
    work: Work, project: Project, days: Sequence[date], kind: DayKind, name: str
) -> list[ProjectDay]:
    """Note these days as a project's own; what was noted of them before is replaced."""
    known = {one.day: one for one in await rows.days(work.session, project.id)}
    kept = []
    for day in days:
        row = known.get(day)
        if row is None:
            row = await work.add(_row(work, project, day, kind, name))
        else:
            work.set(row, kind=kind, name=name)
        kept.append(row)
    return kept


async def remove(work: Work, project: Project, text: str, reading: Reading) -> list[date]:
    """Forget own days of a project; the week and the holidays hold on them again.

    Raises:
        NotFound: they are none of its own.
    """
    known = {one.day: one for one in await rows.days(work.session, project.id)}
    wanted = [day for one in read_lines(text, reading) for day in _each(one.days) if day in known]
    if not wanted:
        raise NotFound("{project} has no day of its own then.", project=project.name)
    for day in wanted:
        await work.remove(known[day])
    return wanted


def read_lines(text: str, reading: Reading) -> list[Wanted]:
    """Return what each line says: days, then a name.

    Raises:
        Unreadable: a line has no day.
        Refused: those are too many days, or are over.
    """
    return [_line(one.strip(), reading) for one in text.splitlines() if one.strip()]


def _line(text: str, reading: Reading) -> Wanted:
    words = text.split()
    for count in range(min(len(words), RANGE_WORDS), 0, -1):
        found = when.read_range(" ".join(words[:count]), reading)
        if found is not None:
            days = leaves.clear(found)
            if (days.last - days.first).days >= MOST_DAYS:
                raise Refused("At most {n} days at once.", n=MOST_DAYS)
            return Wanted(days, " ".join(words[count:])[:LONGEST_NAME])
    raise Unreadable(
        "I can't read a day in “{text}”. Try {example}.",
        text=text[:60],
        example=Code("calendar off 24 Dec company day"),
    )


def _each(days: Range) -> list[date]:
    return [date.fromordinal(one) for one in range(days.first.toordinal(), days.last.toordinal() + 1)]


def _row(work: Work, project: Project, day: date, kind: DayKind, name: str) -> ProjectDay:
    return ProjectDay(workspace_id=work.workspace.id, project_id=project.id, day=day, kind=kind, name=name)


async def coming(work: Work, project: Project, language: str) -> Coming:
    """What a project's calendar holds next: days off, days worked all the same, and who is away."""
    today = work.now.date()
    own = [one for one in await rows.days(work.session, project.id) if one.day >= today]
    people = [one for _, one in await rows.members(work.session, project.id)]
    away = await leaves.of_people(work, people, today + LEAVE_SHOWN)
    days = sorted([*_own(own), *_public(work, project, own, language)], key=lambda one: one.day)
    return Coming(project, tuple(days), tuple(away))


def _own(own: Sequence[ProjectDay]) -> list[DayOff]:
    return [DayOff(one.day, one.name, is_off=one.kind is DayKind.OFF, is_own=True) for one in own]


def _public(work: Work, project: Project, own: Sequence[ProjectDay], language: str) -> list[DayOff]:
    """Public holidays and make-up days that the project's own days don't replace."""
    if project.region is None:
        return []
    region = public_holidays.read_region(project.region)
    years = range(work.now.year, work.now.year + YEARS_AHEAD)
    taken = {one.day for one in own}
    today, until = work.now.date(), work.now.date() + LOOKS_AHEAD
    named = public_holidays.names(region, years, language)
    bridges = public_holidays.bridges(region, years)
    off_for = {worked: day for day, worked in bridges.items()}
    off = [DayOff(day, name, is_off=True, instead=bridges.get(day)) for day, name in named.items()]
    made_up = public_holidays.days(region, years).work
    worked = [DayOff(day, "", is_off=False, instead=off_for.get(day)) for day in made_up]
    return [one for one in (*off, *worked) if today <= one.day <= until and one.day not in taken]
