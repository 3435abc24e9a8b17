"""How the dates in a line are read: by the working days of whoever they are for."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.command import Request
from bot.services import calendars
from bot.when.meaning import Reading
from bot.worktime import is_working_day
from storage import people as people_rows
from storage.models import Blocker, Milestone, Person, Project, Task


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose days count, of which project, and the date that there is."""

    owner_id: int | None = None
    project_id: int | None = None
    day: date | None = None


async def planned(request: Request) -> Reading:
    """Read by the days of the owner whom the line or its task names, else of the project, else by one's own.

    "+2d" counts from the date that there is, if that is still to come.
    """
    concerned = _concerned(request)
    known = request.readings.get(concerned)
    if known is None:
        known = request.readings[concerned] = await _read(request, concerned)
    return known


def _concerned(request: Request) -> Concerned:
    owner, chosen = request.options.get("owner"), request.options.get("project")
    owner_id = owner.id if isinstance(owner, Person) else None
    match request.objects[0] if request.objects else None:
        case Task(due_day=day) as task:
            return Concerned(owner_id or task.owner_id, task.project_id, day)
        case Blocker(needed_by=day) as blocker:
            return Concerned(owner_id or blocker.owner_id, blocker.project_id, day)
        case Milestone(promised=day) as milestone:
            return Concerned(None, milestone.project_id, day)
        case _:
            project = chosen if isinstance(chosen, Project) else request.project
            return Concerned(owner_id, project.id if project else None)


async def _read(request: Request, concerned: Concerned) -> Reading:
    work, reading = request.work, request.reading
    project = await work.session.get(Project, concerned.project_id) if concerned.project_id else None
    owner = None
    if concerned.owner_id is not None:
        owner = await people_rows.person(work.session, work.workspace.id, concerned.owner_id)
    if owner is None and project is not None:
        calendar = await calendars.of_project(work, project)
    else:
        calendar = await calendars.of(work, owner or request.actor, project)
    is_ahead = concerned.day is not None and concerned.day > reading.today
    return replace(
        reading,
        is_working_day=partial(is_working_day, calendar),
        counts_from=concerned.day if is_ahead else None,
    )
