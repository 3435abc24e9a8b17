"""Who is in a channel joins its project: listed by the platform, or by a link that the group sees."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.command import Request
from bot.incoming import Sender
from bot.services import people, projects
from bot.services.codes import CODE_BYTES, digest
from bot.views import rosters as views
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Channel, Installation, Invite, Member, Person, Project
from storage.words import Platform, ProjectStatus, Role

LINK_LASTS = timedelta(days=30)
LISTED_AGAIN = timedelta(minutes=10)  # after a platform's trouble


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is in a channel, as far as the platform tells, and how many there are where it tells only that."""

    people: Sequence[Sender]
    headcount: int | None = None


async def gather(work: Work, project: Project, channel: Channel, *, by: Person) -> None:
    """Ask in whoever is in a project's channel.

    Where a platform lists them it is asked to; elsewhere it is asked how many there are, and the channel gets
    a link then, to be pressed by each.
    """
    work.set(channel, roster_due_at=work.now)
    if channel.platform is not Platform.TELEGRAM:
        return
    code = secrets.token_urlsafe(CODE_BYTES)
    await work.add(
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


async def open_group(request: Request, project: Project) -> bool:
    """Ask a group of Telegram into the project that begins there; whether it is one.

    The link opens each one's private chat as well; elsewhere a button under the answer is enough.
    """
    channel = request.channel
    if request.is_direct or channel is None or channel.platform is not Platform.TELEGRAM:
        return False
    await gather(request.work, project, channel, by=request.actor)
    return True


async def tell(work: Work, invite: Invite) -> None:
    """Show in its group how many have joined, in one post."""
    project = await project_rows.by_id(work.session, work.workspace.id, invite.project_id or 0)
    channel = await work.session.get(Channel, invite.channel_id)
    if project is None or channel is None or invite.open_code is None:
        return
    installation = await work.session.get_one(Installation, channel.installation_id)
    joined = len(await project_rows.members(work.session, project.id))
    message = views.joining(project, joined, channel.headcount, installation.bot_name, invite.open_code)
    work.send(channel, message.about(f"join/{invite.id}"), key=f"join/{invite.id}/{{change}}")


async def follow(work: Work) -> None:
    """Count anew in the groups of the projects that somebody has joined or left; a new link comes later."""
    ids, new = {member.project_id for member in work.touched(Member)}, work.touched(Invite)
    for invite in await people_rows.open_invites(work.session, ids, work.now):
        if invite not in new:
            await tell(work, invite)
            await _count_anew(work, invite)


async def _count_anew(work: Work, invite: Invite) -> None:
    channel = await work.session.get(Channel, invite.channel_id)
    if channel is not None:
        channel.roster_due_at = work.now


async def take_in(work: Work, channel: Channel, listed: Listed | None) -> None:
    """Put who was listed into the channel's project, but for guests and people of other organisations.

    Who is not listed is asked in by the link, also where the platform is in trouble (None).
    """
    channel.roster_due_at = work.now + LISTED_AGAIN if listed is None else None
    before = channel.headcount
    if listed is not None and listed.headcount != before:
        work.set(channel, headcount=listed.headcount)
    project = await project_rows.by_id(work.session, work.workspace.id, channel.project_id or 0)
    if project is None or project.status is ProjectStatus.CLOSED:
        return
    leads = await project_rows.leads(work.session, project.id)
    by = leads[0] if leads else None
    for invite in await people_rows.open_invites(work.session, {project.id}, work.now):
        if invite.channel_id == channel.id and (before is None or channel.headcount != before):
            await tell(work, invite)
    for sender in listed.people if listed is not None else ():
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
