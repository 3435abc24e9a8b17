"""Who is in a channel joins its project: listed by the platform, or by a link that the group sees."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bot.incoming import Sender
from bot.services import people, projects
from bot.services.people import CODE_BYTES, digest
from bot.views import rosters as views
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Channel, Installation, Invite, Member, Person, Project
from storage.words import Platform, ProjectStatus, Role

LINK_LASTS = timedelta(days=30)


async def gather(work: Work, project: Project, channel: Channel, *, by: Person) -> None:
    """Ask in whoever is in a project's channel.

    Where a platform lists them it is asked to; elsewhere the channel gets a link, to be pressed by each.
    """
    if channel.platform is not Platform.TELEGRAM:
        work.set(channel, roster_due_at=work.now)
        return
    code = secrets.token_urlsafe(CODE_BYTES)
    invite = await work.add(
        Invite(
            workspace_id=work.workspace.id,
            code=digest(code),
            open_code=code,
            project_id=project.id,
            channel_id=channel.id,
            role=Role.MEMBER,
            created_by=by.id,
            expires_at=work.now + LINK_LASTS,
        )
    )
    await tell(work, invite)


async def tell(work: Work, invite: Invite) -> None:
    """Show in its group how many have joined, in one post."""
    project = await project_rows.by_id(work.session, work.workspace.id, invite.project_id or 0)
    channel = await work.session.get(Channel, invite.channel_id)
    if project is None or channel is None or invite.open_code is None:
        return
    installation = await work.session.get_one(Installation, channel.installation_id)
    joined = len(await project_rows.members(work.session, project.id))
    message = views.joining(project, joined, installation.bot_name, invite.open_code)
    work.send(channel, message.about(f"join/{invite.id}"), key=f"join/{invite.id}/{{change}}")


async def follow(work: Work) -> None:
    """Count anew in the groups of the projects that somebody has joined or left."""
    ids = {member.project_id for member in work.touched(Member)}
    for invite in await people_rows.open_invites(work.session, ids, work.now):
        await tell(work, invite)


async def take_in(work: Work, channel: Channel, listed: Sequence[Sender]) -> None:
    """Put who was listed into the channel's project, but for guests and people of other organisations."""
    channel.roster_due_at = None
    project = await project_rows.by_id(work.session, work.workspace.id, channel.project_id or 0)
    if project is None or project.status is ProjectStatus.CLOSED:
        return
    leads = await project_rows.leads(work.session, project.id)
    by = leads[0] if leads else None
    for sender in listed:
        if not sender.is_outsider:
            person = await _person(work, channel, sender)
            await projects.join(work, project, person, role=Role.MEMBER, by=by)


async def _person(work: Work, channel: Channel, sender: Sender) -> Person:
    found = await people_rows.login(work.session, channel.installation_id, sender.external_id)
    if found is not None:
        await people.keep_up(work, *found, sender)
        return found[1]
    installation = await work.session.get_one(Installation, channel.installation_id)
    return await people.let_in(work, sender, installation)
