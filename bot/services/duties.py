"""What is done when its time has come, workspace by workspace."""

from collections.abc import Awaitable, Callable, Sequence
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
    tellings,
)
from bot.work import Work
from storage import blockers as blocker_rows
from storage import homes as home_rows
from storage import people as people_rows
from storage import plans
from storage import reminders as reminder_rows
from storage import standups as standup_rows
from storage.models import Workspace
from storage.moments import Moments


@dataclass(frozen=True, slots=True)
class Due:
    """A duty: one batch of it in a unit of work of a workspace, and the moments at which rows are due."""

    name: str
    batch: Callable[[Work], Awaitable[int]]
    moments: Moments

    async def places(self, session: AsyncSession, now: datetime) -> Sequence[int]:
        """The workspaces in which something is due, the longest waiting first."""
        return [one.id for one in await self.moments.workspaces(session, now)]

    async def run(self, session: AsyncSession, now: datetime, workspace_id: int) -> int:
        """Do a batch in a workspace; returns the rows."""
        workspace = await session.get_one(Workspace, workspace_id)
        work = Work(session, now, workspace, origin="drumbeat", command=self.name)
        worked = await self.batch(work)
        await consequences.follow(work)
        await work.finish()
        return worked

    async def next_at(self, session: AsyncSession) -> datetime | None:
        """When the next row is due (UTC)."""
        return await self.moments.next_at(session)


ALL = (
    Due("morning", mornings.prompts_due, standup_rows.ASKING),
    Due("day", mornings.days_due, standup_rows.GREETING),
    Due("answer", runs.answers_due, standup_rows.CLOSING),
    Due("summary", runs.runs_due, standup_rows.SUMMING_UP),
    Due("reminder", reminders.due, reminder_rows.REMINDING),
    Due("call", introductions.calls_due, people_rows.CALLING),
    Due("escalation", escalations.steps_due, blocker_rows.CLIMBING),
    Due("telling", tellings.held_due, blocker_rows.HOLDING),
    Due("needed", escalations.needs_due, blocker_rows.NEEDING),
    Due("slippage", slippage.counts_due, plans.COUNTING),
    Due("home", homes.homes_due, home_rows.DRAWING),
)
