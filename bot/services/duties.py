"""What is done when its time has come, workspace by workspace."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import (
    consequences,
    escalations,
    homes,
    introductions,
    mornings,
    reminders,
    runs,
    slippage,
)
from bot.work import Work
from storage import blockers as blocker_rows
from storage import homes as home_rows
from storage import people as people_rows
from storage import plans
from storage import reminders as reminder_rows
from storage import standups as standup_rows


@dataclass(frozen=True, slots=True)
class Due:
    """A duty: one batch of it in a unit of work, and when the next row is due (UTC)."""

    name: str
    batch: Callable[[Work], Awaitable[int]]
    next_at: Callable[[AsyncSession], Awaitable[datetime | None]]

    async def run(self, session: AsyncSession, now: datetime) -> int:
        """Do one batch in each workspace; returns how many rows that were."""
        worked = 0
        for workspace in await people_rows.workspaces(session):
            work = Work(session, now, workspace, origin="drumbeat", command=self.name)
            worked += await self.batch(work)
            await consequences.follow(work)
            await work.finish()
        return worked


ALL = (
    Due("morning", mornings.prompts_due, standup_rows.next_seat_at),
    Due("day", mornings.days_due, standup_rows.next_day_at),
    Due("answer", runs.answers_due, standup_rows.next_answer_at),
    Due("summary", runs.runs_due, standup_rows.next_run_at),
    Due("reminder", reminders.due, reminder_rows.next_at),
    Due("call", introductions.calls_due, people_rows.next_call_at),
    Due("escalation", escalations.steps_due, blocker_rows.next_step_at),
    Due("needed", escalations.needs_due, blocker_rows.next_need_at),
    Due("slippage", slippage.counts_due, plans.next_at),
    Due("home", homes.homes_due, home_rows.next_at),
)
