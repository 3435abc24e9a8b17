"""Projects: made, bound to places, joined and left."""

import re
import secrets
from datetime import timedelta

from bot.command import Request
from bot.errors import NotAllowed, Refused
from bot.message import Code
from bot.services import escalations, introductions, standups
from bot.services.people import CODE_BYTES, digest
from bot.work import Work
from storage import projects as rows
from storage import standups as standup_rows
from storage.models import Channel, Installation, Invite, Member, Person, Project
from storage.words import ProjectStatus, Role

KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
KEY_AT_END = re.compile(r"\s+key\s+(\S+)\s*$", re.IGNORECASE)
KEY_LETTERS = 3  # of a key made from a name
INVITE_LASTS = timedelta(days=7)


async def create(
    work: Work, name: str, *, by: Person, key: str | None = None, zone: str | None = None
) -> Project:
    """Make a project that `by` leads.

    Raises:
        Refused: the key is taken or is none.
    """
    wanted = (key or await _free_key(work, name)).upper()
    if KEY.fullmatch(wanted) is None:
        raise Refused(
            "A key has 2 to 10 letters and digits, such as {example}.", example=Code("WEB"), field="key"
        )
    if await rows.by_key(work.session, work.workspace.id, wanted) is not None:
        raise Refused("{key} is taken. Choose another key.", key=wanted, field="key")
    project = await work.add(
        Project(
            workspace_id=work.workspace.id,
            key=wanted,
            name=name[:100],
            zone=zone or work.zone_of(by),
            language=by.language,
            created_at=work.now,
        )
    )
    await join(work, project, by, role=Role.LEAD, by=by)
    return project


async def _free_key(work: Work, name: str) -> str:
    letters = re.sub(r"[^A-Z0-9]", "", name.upper()).lstrip("0123456789") or "PROJECT"
    base = letters[:KEY_LETTERS] if len(letters) >= 2 else f"{letters}P"  # noqa: PLR2004 - a key has two at least
    taken = {one.key for one in await rows.all_of(work.session, work.workspace.id)}
    tries = (base, letters[: KEY_LETTERS + 1], *(f"{base}{n}" for n in range(2, 1000)))
    return next(one for one in tries if one not in taken)


async def join(work: Work, project: Project, person: Person, *, role: Role, by: Person | None) -> Member:
    """Put somebody into a project, or leave them as they are in it; who is added by others is told so."""
    known = await rows.member(work.session, project.id, person.id)
    if known is not None:
        return known
    member = await work.add(
        Member(
            workspace_id=work.workspace.id,
            project_id=project.id,
            person_id=person.id,
            role=role,
            added_by=by.id if by else None,
            created_at=work.now,
        )
    )
    await introductions.introduce(work, member, person, project)
    await _seat(work, project, person, role)
    return member


async def _seat(work: Work, project: Project, person: Person, role: Role) -> None:
    """Who is in a project sits in its stand-ups for everybody; an observer in none."""
    for standup in await standup_rows.of_project(work.session, project.id):
        seat = await standup_rows.seat(work.session, standup.id, person.id)
        if role is Role.OBSERVER and seat is not None:
            await work.remove(seat)
        if role is not Role.OBSERVER and standup.everybody:
            await standups.sit(work, standup, project, person)


async def set_role(work: Work, project: Project, person: Person, role: Role) -> None:
    """Give somebody another role.

    Raises:
        Refused: the project would be without a lead.
    """
    member = await join(work, project, person, role=role, by=work.actor)
    await _keep_a_lead(work, project, person, role)
    if work.set(member, role=role):
        await _seat(work, project, person, role)


async def leave(work: Work, project: Project, person: Person) -> None:
    """Take somebody out of a project.

    Raises:
        Refused: they are not in it, or are its only lead.
    """
    member = await rows.member(work.session, project.id, person.id)
    if member is None:
        raise Refused("{name} is not in {project}.", name=person.name, project=project.name)
    await _keep_a_lead(work, project, person, None)
    for standup in await standup_rows.of_project(work.session, project.id):
        seat = await standup_rows.seat(work.session, standup.id, person.id)
        if seat is not None:
            await work.remove(seat)
    await work.remove(member)
    await escalations.release(work, project, person)


async def _keep_a_lead(work: Work, project: Project, person: Person, role: Role | None) -> None:
    leads = await rows.leads(work.session, project.id)
    if role is not Role.LEAD and [one.id for one in leads] == [person.id]:
        raise Refused(
            "{name} is the only lead of {project}. Name another one first.",
            name=person.name,
            project=project.name,
        )


async def bind(work: Work, project: Project, channel: Channel) -> None:
    """Let a project live in a channel."""
    work.set(channel, project_id=project.id, gone_at=None)


async def set_status(work: Work, project: Project, status: ProjectStatus) -> None:
    """Pause, close or wake a project."""
    work.set(project, status=status)


async def invite(work: Work, project: Project, *, role: Role, by: Person) -> str:
    """Make a code that lets one person in, once; it is said only now.

    Raises:
        NotAllowed: only a lead or an admin lets people in.
    """
    member = await rows.member(work.session, project.id, by.id)
    if not by.is_admin and (member is None or member.role is not Role.LEAD):
        raise NotAllowed("Only the lead of {project} invites people.", project=project.name)
    code = secrets.token_urlsafe(CODE_BYTES)
    await work.add(
        Invite(
            workspace_id=work.workspace.id,
            code=digest(code),
            project_id=project.id,
            role=role,
            created_by=by.id,
            expires_at=work.now + INVITE_LASTS,
        )
    )
    return code


def named(text: str) -> tuple[str, str | None]:
    """Return the name and the key that `"Web shop" key WEB` gives; no key is None."""
    found = KEY_AT_END.search(text)
    name = text[: found.start()] if found else text
    return name.strip().strip("\"“”'「」").strip() or text, found[1] if found else None


def role_named(text: str) -> Role:
    """Return the role that a word names.

    Raises:
        Refused: there is no such role.
    """
    if text.strip().lower() in set(Role):
        return Role(text.strip().lower())
    raise Refused("“{text}” is no role: observer, member, sponsor or lead.", text=text[:40], field="role")


async def people_of(work: Work, project: Project) -> list[tuple[Member, Person]]:
    """Who is in a project, by name."""
    return await rows.members(work.session, project.id)


async def settle(work: Work, project: Project, request: Request) -> None:
    """Let a project live where it was asked for; in a direct message it lives nowhere yet.

    Raises:
        Refused: another project lives there.
    """
    if request.is_direct:
        return
    if request.project is not None and request.project.id != project.id:
        raise Refused("{project} lives here already.", project=request.project.name)
    place = request.incoming.place
    channel = request.channel
    if channel is None or channel.thread != place.thread:
        installation = await work.session.get_one(Installation, request.here.installation_id)
        channel = await work.add(
            Channel(
                workspace_id=work.workspace.id,
                installation_id=installation.id,
                platform=installation.platform,
                external_id=place.chat,
                thread=place.thread,
                name=place.name,
                is_private=place.is_private,
                created_at=work.now,
            )
        )
    await bind(work, project, channel)
