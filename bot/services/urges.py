"""Somebody asks where a task or a blocker stands: its owner gets one line, at most once a working day."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import worktime
from bot.errors import Over, Refused
from bot.message import Message, button
from bot.services import absences, blocker_cards, calendars, cards, listeners, tellings
from bot.views import leaves as leave_views
from bot.views import urges as views
from bot.views.tasks import key_of
from bot.work import Work
from storage import blockers as rows
from storage import people as people_rows
from storage import tasks as task_rows
from storage.models import Blocker, Person, Project, Task, Urge
from storage.words import BlockerStatus


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody is asked now, or was asked before today; `away_until` is the last day of their leave."""

    key: str
    name: str
    at: datetime
    by: str
    is_new: bool
    away_until: date | None = None
    cover: str = ""  # who stands in for them, and is asked


async def urge(work: Work, what: Task | Blocker, *, by: Person) -> Asked:
    """Ask who has it where it stands, or who stands in for them; once per working day, whoever asks.

    Raises:
        Refused: it is finished, nobody has it, or it is one's own.
    """
    project = await work.session.get_one(Project, what.project_id)
    key = key_of(what, project)
    owner = await _owner(work, what, key, by)
    covered = await absences.cover_at(work, owner, work.now)
    cover = covered[0] if covered and covered[0].id != by.id else None
    leave = covered[1] if covered else await absences.whole_day(work, owner)
    asked = Asked(key, owner.name, work.now, by.name, is_new=True, away_until=leave.last if leave else None)
    task_id, blocker_id = (what.id, None) if isinstance(what, Task) else (None, what.id)
    last = await rows.last_urge(work.session, task_id=task_id, blocker_id=blocker_id)
    is_theirs = last is not None and last.person_id == owner.id
    if last is not None and is_theirs and await _is_same_day(work, cover or owner, project, last.at):
        asker = await people_rows.person(work.session, work.workspace.id, last.asker_id)
        return replace(asked, at=last.at, by=asker.name if asker else "", is_new=False)
    await work.add(
        Urge(
            workspace_id=work.workspace.id,
            task_id=task_id,
            blocker_id=blocker_id,
            asker_id=by.id,
            person_id=owner.id,
            at=work.now,
        )
    )
    message = await _message(work, what, by)
    if cover is None or leave is None:
        await _tell(work, what, owner, message)
        return asked
    await _tell(work, what, cover, leave_views.for_cover(owner, leave, message))
    return replace(asked, cover=cover.name)


async def _tell(work: Work, what: Task | Blocker, person: Person, message: Message) -> None:
    """Let it reach somebody in their working time."""
    if isinstance(what, Blocker):
        await tellings.say(work, await blocker_cards.of(work, what), [person], message, 0)
        return
    project = await work.session.get_one(Project, what.project_id)
    at = await listeners.awake(work, person, project)
    work.send(person, message, key=f"urge/{key_of(what, project)}/{{change}}", not_before=at)


async def _owner(work: Work, what: Task | Blocker, key: str, by: Person) -> Person:
    is_open = (
        what.status in task_rows.OPEN if isinstance(what, Task) else what.status in task_rows.OPEN_BLOCKERS
    )
    if not is_open:
        raise Over("{key} is finished.", key=key)
    if isinstance(what, Blocker) and what.outside:
        raise Refused("{key} waits for {name}, whom I can't reach.", key=key, name=what.outside)
    if what.owner_id is None:
        example = f"{key} @name" if isinstance(what, Task) else f"give {key} @name"
        raise Refused("Nobody has {key} yet. Give it to somebody: {example}", key=key, example=example)
    if what.owner_id == by.id:
        raise Refused("{key} waits for you.", button("{key}", key, key=key), key=key)
    owner = await people_rows.person(work.session, work.workspace.id, what.owner_id)
    if owner is None or owner.gone_at is not None:
        raise Refused("Who has {key} is no longer here.", key=key)
    if owner.stopped_at is not None:
        raise Refused("{name} gets no messages from me. Better ask in person.", name=owner.name)
    return owner


async def _message(work: Work, what: Task | Blocker, by: Person) -> Message:
    if isinstance(what, Task):
        return views.of_task(await cards.of(work, what), by.name)
    stuck = await blocker_cards.of(work, what)
    return views.of_blocker(stuck, by.name, is_taken=what.status is BlockerStatus.TAKEN)


async def _is_same_day(work: Work, owner: Person, project: Project, at: datetime) -> bool:
    """Whether both moments belong to one working day: a night or a weekend belongs to the next morning."""
    calendar = await calendars.of(work, owner, project)
    zone = ZoneInfo(owner.zone or project.zone)
    try:
        then, now = (worktime.next_working_moment(calendar, one) for one in (at, work.now))
    except worktime.NoWorkingTimeError:
        then, now = at, work.now
    return then.astimezone(zone).date() == now.astimezone(zone).date()
