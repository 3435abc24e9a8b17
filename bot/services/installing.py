"""Workspaces that install the app by themselves: they come, come back, and go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incoming import Granted, Sender
from bot.services import outages, people
from bot.views import installing as views
from bot.work import Urgency, Work
from storage import grants as rows
from storage import people as people_rows
from storage.models import Grant, Installation, Person, Workspace
from storage.words import Platform

LONGEST_NAME = 100


async def take(session: AsyncSession, now: datetime, granted: Granted, sealed: str, language: str) -> None:
    """Keep what was granted; `language` is the one that they read while they installed us.

    A team is served from now on: whoever was here before goes on with all they had, on the new token. Which
    teams an organisation has is told by what they send.
    """
    await people_rows.lock_installations(session)
    grant = await _kept(session, now, granted, sealed)
    if granted.team:
        await open_team(session, now, grant, granted.team, granted.name, granted.by, language)
    else:
        await rows.restart(session, grant.id)


async def _kept(session: AsyncSession, now: datetime, granted: Granted, sealed: str) -> Grant:
    platform = Platform(granted.platform)
    grant = await rows.of(session, platform, granted.external_id)
    if grant is None:
        grant = Grant(platform=platform, external_id=granted.external_id)
        session.add(grant)
    grant.is_of_organisation = not granted.team
    grant.enterprise_id = granted.organisation
    grant.name = granted.name[:LONGEST_NAME]
    grant.token = sealed
    grant.bot_id = granted.bot_id
    grant.scopes = " ".join(sorted(granted.scopes))
    grant.installer_id = granted.by.external_id
    grant.granted_at = now
    await session.flush()
    return grant


async def open_team(
    session: AsyncSession, now: datetime, grant: Grant, team: str, name: str, by: Sender, language: str
) -> Installation:
    """Serve a team on a grant: a workspace of its own, or the one that it had."""
    found = await people_rows.installation(session, grant.platform, team)
    installation, workspace = found or await _made(session, now, grant, team, name, language)
    installation.grant_id, installation.bot_id, installation.stopped_at = grant.id, grant.bot_id, None
    work = Work(session, now, workspace, origin=f"{grant.platform}/{team}", command="install")
    if by.external_id:
        await _greet(work, installation, grant, by, name)
    await work.finish()
    await outages.end(session, installation.id, now)
    return installation


async def _made(
    session: AsyncSession, now: datetime, grant: Grant, team: str, name: str, language: str
) -> tuple[Installation, Workspace]:
    workspace = Workspace(name=(name or team)[:LONGEST_NAME], created_at=now, language=language, zone="UTC")
    session.add(workspace)
    await session.flush()
    made = Installation(workspace_id=workspace.id, platform=grant.platform, external_id=team)
    session.add(made)
    await session.flush()
    return made, workspace


async def _greet(work: Work, installation: Installation, grant: Grant, by: Sender, name: str) -> None:
    """Whoever installed the app administers it, unless somebody does: the platform let nobody else do it.

    An organisation's workspaces open by themselves: nobody asked for that just now, so nobody is written to.
    """
    is_first = not await people_rows.admins(work.session, work.workspace.id)
    if grant.is_of_organisation and not is_first:
        return
    known = await people_rows.login(work.session, installation.id, by.external_id)
    person = known[1] if known else await people.let_in(work, by, installation)
    if is_first:
        _administer(work, person)
    if not grant.is_of_organisation:
        told = views.installed(name) if is_first else views.installed_again(name)
        key = f"installed/{installation.id}/{grant.granted_at.isoformat()}"
        work.send(person, told, key=key, urgency=Urgency.ANSWER)


def _administer(work: Work, person: Person) -> None:
    """Who sets a workspace up speaks its language, and lives in its zone."""
    place = work.workspace
    work.set(person, is_admin=True)
    work.set(
        place, admin_code=None, language=person.language or place.language, zone=person.zone or place.zone
    )


async def stop(work: Work, installation: Installation) -> None:
    """The app was removed: nothing more is done or sent there until it is installed again."""
    work.set(installation, stopped_at=work.now)
    await outages.begin(work.session, installation.id, "app_uninstalled", work.now)
    if installation.grant_id is None:
        return
    grant = await work.session.get_one(Grant, installation.grant_id)
    if not grant.is_of_organisation:
        grant.token = None  # dead, and nobody's business any more


async def end(session: AsyncSession, now: datetime, organisation: str, teams: Sequence[str]) -> None:
    """An organisation removed the app from some of its teams; from all of them, where none is named."""
    grant = await rows.of(session, Platform.SLACK, organisation)
    if grant is None:
        return
    if not teams:
        await rows.end(session, grant, now)
    for team in teams:
        found = await people_rows.installation(session, grant.platform, team)
        if found is not None and found[0].grant_id == grant.id:
            found[0].stopped_at = now
