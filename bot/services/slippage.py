"""Slippage: each milestone's computed finish, looked at when its plan was moved and each working morning."""

from datetime import datetime

from bot import worktime
from bot.services import forecasts, milestones, warnings
from bot.work import Work
from bot.worktime import Calendar
from storage import plans
from storage.models import Project


async def counts_due(work: Work, limit: int = 2) -> int:
    """Count through the projects whose plans were moved or whose morning has come; return how many."""
    due = await plans.due(work.session, work.workspace.id, work.now, limit)
    for project in due:
        await watch(work, project)
    return len(due)


async def watch(work: Work, project: Project) -> None:
    """Note what a plan comes to, say what is to be said of it, and set when it is looked at next."""
    await milestones.settle(work, project)
    await work.session.flush()
    outlook = await forecasts.of(work, project)
    for one in outlook.milestones:
        one.forecast = outlook.of(one).finish  # computed, so no part of the trail
    await warnings.update(work, outlook)
    project.forecast_at = _next_morning(outlook.plan.calendar, work.now) if outlook.milestones else None


def _next_morning(calendar: Calendar, now: datetime) -> datetime | None:
    today = worktime.local_day(calendar, now)
    try:
        for day in (worktime.add_days(calendar, today, 0), worktime.add_days(calendar, today, 1)):
            start = worktime.start_of_working_day(calendar, day)
            if start > now:
                return start
    except worktime.NoWorkingTimeError:
        return None
    return None
