"""Lists of tasks: what belongs on which, and a page of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot import worktime
from bot.parameters import Page, Scope
from bot.services import blocker_cards, calendars
from bot.views.lists import Filters, Listing, Mine, Owed
from bot.views.tasks import PAGE
from bot.work import Work
from bot.worktime import Calendar, NoWorkingTimeError
from storage import people as people_rows
from storage import projects as project_rows
from storage import task_lists as rows
from storage.models import Person, Project, Task
from storage.task_lists import Lateness, Wanted
from storage.tasks import OPEN
from storage.words import TaskStatus

LOOKS_BACK = 60  # days; who has been away for longer has late tasks all the same
MOST_WORDS = 8  # of a search; each one more is a scan of all notes
SHOWN_OF_EACH = 20  # of what others owe

_STATUSES: dict[Scope, tuple[TaskStatus, ...]] = {
    Scope.OPEN: OPEN,
    Scope.LATE: OPEN,
    Scope.BLOCKED: OPEN,
    Scope.DONE: (TaskStatus.DONE,),
    Scope.ALL: tuple(TaskStatus),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A page of rows, its number, and how many rows there are in all."""

    rows: Sequence[rows.Row]
    page: int
    total: int


async def of(work: Work, projects: Sequence[Project], filters: Filters, page: Page | None) -> Listing:
    """A page of a list of these projects' tasks."""
    wanted = await _wanted(work, projects)
    scope = filters.scope
    cut = await _cut(
        work,
        replace(
            wanted,
            statuses=_STATUSES[scope],
            owner_id=filters.who.id if filters.who else None,
            tags=tuple(one.name for one in filters.tags),
            milestone_id=filters.milestone.id if filters.milestone else None,
            words=tuple(filters.words.split()[:MOST_WORDS]),
            late_only=scope is Scope.LATE,
            blocked_only=scope is Scope.BLOCKED,
        ),
        page,
    )
    return Listing(filters, cut.rows, await _names(work, cut.rows), cut.page, cut.total)


async def mine(work: Work, person: Person, projects: Sequence[Project], page: Page | None) -> Mine:
    """Somebody's open tasks in all their projects, and what waits for their acceptance."""
    wanted = await _wanted(work, projects)
    theirs = replace(wanted, owner_id=person.id, acceptor_id=person.id)
    cut = await _cut(work, theirs, page, by_project=True)
    return Mine(person.id, cut.rows, await _names(work, cut.rows), cut.page, cut.total)


async def owed(work: Work, person: Person, projects: Sequence[Project]) -> Owed:
    """What others owe somebody: the blockers they raised, what their tasks wait for, and their word."""
    ids = [one.id for one in projects]
    blockers = await rows.raised_by(work.session, person.id, ids, SHOWN_OF_EACH)
    awaited = await rows.awaited(work.session, person.id, ids, SHOWN_OF_EACH)
    in_review = await rows.to_be_accepted(work.session, person.id, ids, SHOWN_OF_EACH)
    tasks = [task for task, _, _ in awaited] + [task for task, _ in in_review]
    known = {one.owner_id for one in tasks} | {one.acceptor_id for one in tasks}
    names = await _names_of(work, known)
    return Owed(await blocker_cards.listed(work, blockers), awaited, in_review, names)


async def late_count(work: Work, project: Project) -> int:
    """How many tasks of a project are late."""
    return await rows.count(work.session, replace(await _wanted(work, [project]), late_only=True))


async def late_ones(work: Work, projects: Sequence[Project]) -> tuple[Lateness, ...]:
    """Up to which due day tasks of these projects are late by now, by their owners' working time."""
    return tuple([await _lateness(work, one) for one in projects])


async def is_late(work: Work, task: Task, project: Project) -> bool:
    """Whether a task is past its date, in its owner's working time."""
    if task.due_day is None or task.status not in OPEN or task.due_day > work.now.date():
        return False
    if task.due_at is not None:
        return task.due_at < work.now
    owner = await people_rows.person(work.session, work.workspace.id, task.owner_id or 0)
    calendar = (
        await calendars.of(work, owner, project)
        if owner is not None
        else await calendars.of_project(work, project)
    )
    return task.due_day <= _last_late_day(work, calendar)


async def _wanted(work: Work, projects: Sequence[Project]) -> Wanted:
    ids = tuple(one.id for one in projects)
    return Wanted(work.workspace.id, ids, await late_ones(work, projects), work.now)


async def _cut(work: Work, wanted: Wanted, page: Page | None, *, by_project: bool = False) -> Cut:
    """The page that was asked for, or the last one where there are not so many."""
    total = await rows.count(work.session, wanted)
    last = max(1, -(-total // PAGE))
    number = min(max(page.number, 1), last) if page else 1
    found = await rows.page(work.session, wanted, PAGE, (number - 1) * PAGE, by_project=by_project)
    return Cut(found, number, total)


async def _lateness(work: Work, project: Project) -> Lateness:
    people = [person for _, person in await project_rows.members(work.session, project.id)]
    theirs = await calendars.of_people(work, people, project)
    last = _last_late_day(work, await calendars.of_project(work, project))
    days = {person: _last_late_day(work, calendar) for person, calendar in theirs.items()}
    return Lateness(project.id, last, tuple((one, day) for one, day in days.items() if day != last))


def _last_late_day(work: Work, calendar: Calendar) -> date:
    """The day before the last working day that has begun."""
    today = worktime.local_day(calendar, work.now)
    try:
        for back in range(LOOKS_BACK):
            day = today - timedelta(days=back)
            if not worktime.is_working_day(calendar, day):
                continue
            if worktime.start_of_working_day(calendar, day) <= work.now:
                return day - timedelta(days=1)
    except NoWorkingTimeError:
        return today - timedelta(days=1)
    return today - timedelta(days=LOOKS_BACK)


async def _names(work: Work, found: Sequence[rows.Row]) -> dict[int, str]:
    return await _names_of(work, {one.task.owner_id for one in found})


async def _names_of(work: Work, ids: set[int | None]) -> dict[int, str]:
    people = await people_rows.people(
        work.session, work.workspace.id, {one for one in ids if one is not None}
    )
    return {one.id: one.name for one in people.values()}
