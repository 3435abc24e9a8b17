"""Who is away when, by the clock of their own zone, and who stands in for them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.work import Work
from storage import people as rows
from storage.models import Leave, Person

A_DAY = timedelta(days=1)


async def whole_day(work: Work, person: Person) -> Leave | None:
    """The leave that takes somebody's whole day today."""
    day = await today(work, person)
    found = await rows.leaves(work.session, [person.id], day)
    return next((one for one in found if _takes(one, day)), None)


async def begins_at(work: Work, person: Person) -> datetime | None:
    """The midnight (UTC) at which somebody's next leave of whole days begins, after today."""
    day, zone = await today(work, person), ZoneInfo(await work.zone_of(person))
    for one in await rows.leaves(work.session, [person.id], day):
        first = one.first + A_DAY if one.first_half == "pm" else one.first
        if first > day and _takes(one, first):
            return datetime.combine(first, time(), zone).astimezone(UTC)
    return None


def _takes(leave: Leave, day: date) -> bool:
    """Whether a leave has both halves of a day."""
    return halves(day, day) <= halves(leave.first, leave.last, leave.first_half, leave.last_half)


def halves(first: date, last: date, first_half: str | None = None, last_half: str | None = None) -> set[int]:
    """The half days of a leave, numbered."""
    start = first.toordinal() * 2 + (1 if first_half == "pm" else 0)
    end = last.toordinal() * 2 + (0 if last_half == "am" else 1)
    return set(range(start, end + 1))


async def cover_at(work: Work, person: Person, at: datetime) -> tuple[Person, Leave] | None:
    """Who stands in for somebody who is away at a moment, and in which leave."""
    local = at.astimezone(ZoneInfo(await work.zone_of(person)))
    for one in await rows.leaves(work.session, [person.id], local.date()):
        cover = await stands_in(work, one, at) if _is_on(one, local) else None
        if cover is not None:
            return cover, one
    return None


async def stands_in(work: Work, leave: Leave, at: datetime) -> Person | None:
    """Who covers a leave; None if nobody does, or they are gone, silent or away themselves at that moment."""
    if leave.cover_id is None:
        return None
    cover = await rows.person(work.session, work.workspace.id, leave.cover_id)
    if cover is None or cover.gone_at is not None or cover.stopped_at is not None:
        return None
    local = at.astimezone(ZoneInfo(await work.zone_of(cover)))
    theirs = await rows.leaves(work.session, [cover.id], local.date())
    return None if any(_is_on(one, local) for one in theirs) else cover


async def covered_by(work: Work, cover: Person) -> list[tuple[Person, Leave]]:
    """Whom somebody stands in for now."""
    found = await rows.covered(work.session, [cover.id], work.now.date() - A_DAY)
    away = await rows.people(work.session, work.workspace.id, {one.person_id for one in found})
    return [
        (away[one.person_id], one)
        for one in found
        if one.person_id in away
        and _is_on(one, work.now.astimezone(ZoneInfo(await work.zone_of(away[one.person_id]))))
    ]


async def covers_somebody(work: Work, person: Person) -> bool:
    """Whether somebody stands in for others, now or later."""
    return bool(await rows.covered(work.session, [person.id], work.now.date() - A_DAY))


def _is_on(leave: Leave, local: datetime) -> bool:
    half = local.date().toordinal() * 2 + (1 if local.hour >= 12 else 0)  # noqa: PLR2004 - noon
    return half in halves(leave.first, leave.last, leave.first_half, leave.last_half)


async def today(work: Work, person: Person) -> date:
    """Somebody's date now."""
    return work.now.astimezone(ZoneInfo(await work.zone_of(person))).date()
