"""Questions about reminders."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Reminder, Task
from storage.moments import Moments
from storage.words import ReminderKind


async def of_task(session: AsyncSession, task_id: int) -> dict[ReminderKind, Reminder]:
    """A task's reminders by their kind."""
    query = select(Reminder).where(Reminder.task_id == task_id)
    return {one.kind: one for one in (await session.execute(query)).scalars()}


async def due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[tuple[Reminder, Task]]:
    """Reminders whose time has come, the oldest first; nobody else takes them meanwhile."""
    query = (
        select(Reminder, Task)
        .join(Task, Task.id == Reminder.task_id)
        .where(Reminder.workspace_id == workspace_id, Reminder.next_at <= now)
        .order_by(Reminder.next_at, Reminder.id)
        .limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


REMINDING = Moments(Reminder.next_at)
