"""Whom we are on which platform, and in whose workspace: one installation a bot."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.connecting import Login, Way
from bot.services import codes
from bot.work import Work
from storage import people as people_rows
from storage.database import Database
from storage.models import Installation, Workspace

FIRST_WORKSPACE = "Drumbeat"


async def install(database: Database, clock: Clock, logins: Sequence[Login]) -> dict[int, Way]:
    """Make an installation of each platform's bot, all in the one workspace; returns them by id.

    Raises:
        DatabaseAway: it can't be reached.
    """
    async with database.connecting() as session:
        await people_rows.lock_installations(session)
        return {await _installation(session, login, clock.now()): login.part for login in logins}


async def _installation(session: AsyncSession, login: Login, now: datetime) -> int:
    found = await people_rows.installation(session, login.platform, login.external_id)
    if found is not None:
        found[0].stopped_at, found[0].grant_id = None, None  # it has just told who it is, by its settings
        return found[0].id
    workspace = await people_rows.only_workspace(session)
    if workspace is None:  # or there are several, and none of them is more its own than another
        workspace = Workspace(name=FIRST_WORKSPACE, created_at=now, language="en", zone="UTC")
        session.add(workspace)
        await session.flush()
    row = Installation(
        workspace_id=workspace.id,
        platform=login.platform,
        external_id=login.external_id,
        bot_id=login.bot_id,
        bot_name=login.bot_name,
    )
    session.add(row)
    await session.flush()
    return row.id


async def first_admin_code(database: Database, clock: Clock) -> str | None:
    """A one-time code for the first admin, anew at each start until somebody has sent it; None after that."""
    async with database.begin() as session:
        for workspace in await people_rows.workspaces_by_settings(session):
            if not await people_rows.admins(session, workspace.id):
                return await codes.first_code(Work(session, clock.now(), workspace))
    return None
