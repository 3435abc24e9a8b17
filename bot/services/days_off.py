"""Due days on which nobody works."""

from zoneinfo import ZoneInfo

from bot import worktime
from bot.services import calendars
from bot.views.dues import DayOff
from bot.when.meaning import When
from bot.work import Work
from storage import people as people_rows
from storage.models import Project, Task


async def of_task(work: Work, task: Task, project: Project) -> DayOff | None:
    """The due day of a task if its owner is off then, or else the project; None if it is worked."""
    if task.due_day is None:
        return None
    workspace_id = work.workspace.id
    owner = await people_rows.person(work.session, workspace_id, task.owner_id) if task.owner_id else None
    calendar = (
        await calendars.of(work, owner, project) if owner else await calendars.of_project(work, project)
    )
    if worktime.is_working_day(calendar, task.due_day):
        return None
    try:
        next_day = worktime.next_working_day(calendar, task.due_day)
    except worktime.NoWorkingTimeError:
        return None
    at = task.due_at.astimezone(ZoneInfo(task.due_zone)).time() if task.due_at and task.due_zone else None
    return DayOff(When(task.due_day, at), owner.name if owner else "", next_day)
