"""A platform takes our token no more: admins are told elsewhere, once, and when it is over."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Message
from bot.outgoing import Address
from bot.views import outages as views
from bot.work import Here, Work
from storage import people as rows
from storage.models import Installation, Workspace

log = structlog.get_logger()


async def begin(session: AsyncSession, installation_id: int, why: str, now: datetime) -> bool:
    """Note that a token is refused; whether that is news."""
    installation = await session.get_one(Installation, installation_id)
    if installation.refused_at is not None:
        return False
    installation.refused_at = now
    await _tell(session, installation, views.refused(installation, why, now), now, "begun", since=now)
    return True


async def end(session: AsyncSession, installation_id: int, now: datetime) -> bool:
    """Note that a token is taken again; whether that is news."""
    installation = await session.get_one(Installation, installation_id)
    since, installation.refused_at = installation.refused_at, None
    if since is None:
        return False
    await _tell(session, installation, views.taken_again(installation, since), now, "over", since=since)
    return True


async def _tell(
    session: AsyncSession,
    installation: Installation,
    message: Message,
    now: datetime,
    event: str,
    *,
    since: datetime,
) -> None:
    workspace = await session.get_one(Workspace, installation.workspace_id)
    work = Work(session, now, workspace, origin=installation.platform, command="outage")
    places = await _elsewhere(work, installation)
    if not places:
        log.error("no admin can be told of an outage", installation=installation.id)
    topic = f"outage/{installation.id}/{int(since.timestamp())}"
    for place in places:
        work.send(place, message.about(topic), key=f"{topic}/{event}")
    await work.finish()


async def _elsewhere(work: Work, installation: Installation) -> Sequence[Here]:
    """Where admins can be written to meanwhile: each in one place, what they chose before."""
    admins = {one.id: one for one in await rows.admins(work.session, work.workspace.id)}
    found: dict[int, Here] = {}
    logins = await rows.open_logins(work.session, admins.keys(), besides=installation.id)
    for login in sorted(logins, key=lambda one: one.platform is not admins[one.person_id].via):
        admin = admins[login.person_id]
        address = Address(login.external_id, is_person=True)
        here = Here(
            login.installation_id, address, work.language_of(admin), await work.zone_of(admin), admin.id
        )
        found.setdefault(admin.id, here)
    return list(found.values())
