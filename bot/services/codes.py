"""Codes that let somebody in: the first admin's, invitations, and those that link logins."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from bot.errors import Refused
from bot.incoming import Fact, FactKind, Filled, Incoming, Words
from bot.message import Code
from bot.services import introductions, people
from bot.work import Work
from storage import links as link_rows
from storage import people as rows
from storage import projects as project_rows
from storage.models import Account, Installation, Invite, Member, Person, Project
from storage.words import Platform

CODE_BYTES = 16  # 128 bits: not to be guessed
CODE_LENGTH = -(-CODE_BYTES * 4 // 3)  # characters, as token_urlsafe writes them: nothing else is looked up
CODE_WORDS = 2  # `link CODE`, `start CODE`, or the code alone


def digest(code: str) -> str:
    """Return what is kept of a code: enough to know it again, not to say it."""
    return hashlib.sha256(code.strip().encode()).hexdigest()


async def first_code(work: Work) -> str:
    """Make the one-time code with which the first admin shows who they are."""
    code = secrets.token_urlsafe(CODE_BYTES)
    work.workspace.admin_code = digest(code)
    await work.session.flush()
    return code


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who sent a valid code, and the project that it let them into.

    `login` is the one that was linked with somebody's other ones.
    """

    person: Person
    project: Project | None = None
    login: Account | None = None


async def claim(work: Work, incoming: Incoming, installation: Installation) -> Claimed | None:
    """Let in who sends a valid code: the first admin, or somebody who was invited. None for other words."""
    code = _code(incoming.said)
    if not code or incoming.sender.is_outsider:
        return None
    if await _is_admin_code(work, code):
        return Claimed(await _first_admin(work, incoming, installation))
    linked = await _linked(work, incoming, installation, code)
    return linked or await _invited(work, incoming, installation, code)


def _code(said: Words | Filled | Fact) -> str:
    """What may be a code: a word alone or behind a command's, or the payload of a start link."""
    match said:
        case Words(text) if 0 < len(words := text.split()) <= CODE_WORDS:
            return words[-1] if len(words[-1]) == CODE_LENGTH else ""
        case Fact(FactKind.STARTED, payload):
            return payload
        case _:
            return ""


async def _is_admin_code(work: Work, code: str) -> bool:
    known = work.workspace.admin_code
    return known is not None and hmac.compare_digest(known, digest(code))


async def let_in_an_admin(work: Work, incoming: Incoming, installation: Installation) -> Person | None:
    """Let in whom the settings name, on Telegram, where nobody else comes in by themselves."""
    if installation.platform is not Platform.TELEGRAM or people.is_only_told(incoming):
        return None
    if await rows.admins(work.session, work.workspace.id):
        return await people.let_in(work, incoming.sender, installation)
    return await _first_admin(work, incoming, installation)


async def _first_admin(work: Work, incoming: Incoming, installation: Installation) -> Person:
    person = (await people.meet(work, incoming, installation)).person or await people.let_in(
        work, incoming.sender, installation
    )
    work.set(person, is_admin=True)
    place = work.workspace  # who sets it up speaks its language, and lives in its zone
    work.set(
        place, admin_code=None, language=person.language or place.language, zone=person.zone or place.zone
    )
    return person


async def _linked(work: Work, incoming: Incoming, installation: Installation, code: str) -> Claimed | None:
    """Know somebody of another platform by the code they got there; who has a login here is asked first."""
    link = await link_rows.by_code(work.session, work.workspace.id, digest(code))
    known = await rows.login(work.session, installation.id, incoming.sender.external_id)
    if link is None or known is not None:
        return None
    if link.used_at is not None or link.expires_at < work.now:
        raise Refused(
            "This code is no longer valid. Say {command} again where you got it.", command=Code("link")
        )
    link.used_at = work.now
    sender = incoming.sender
    login = await work.add(
        Account(
            workspace_id=work.workspace.id,
            installation_id=installation.id,
            platform=installation.platform,
            external_id=sender.external_id,
            person_id=link.person_id,
            handle=sender.handle,
            is_second=True,
            created_at=work.now,
        )
    )
    person = await rows.person(work.session, work.workspace.id, link.person_id)
    return Claimed(person, login=login) if person is not None else None


async def _invited(work: Work, incoming: Incoming, installation: Installation, code: str) -> Claimed | None:
    invite = await rows.invite(work.session, work.workspace.id, digest(code))
    if invite is None:
        return None
    if invite.used_at is not None or invite.expires_at < work.now:
        raise Refused("This invitation is no longer valid. Ask whoever sent it for a new one.")
    person = (await people.meet(work, incoming, installation)).person or await people.let_in(
        work, incoming.sender, installation
    )
    if invite.open_code is None:
        work.set(invite, used_by=person.id, used_at=work.now)
    return Claimed(person, await _join(work, invite, person))


async def join_by_link(work: Work, person: Person, code: str) -> Project | None:
    """Put somebody known into the project whose group has shown them the link; None for other codes."""
    invite = await rows.invite(work.session, work.workspace.id, digest(code)) if code else None
    if invite is not None and invite.open_code is not None and invite.expires_at > work.now:
        return await _join(work, invite, person)
    return None


async def _join(work: Work, invite: Invite, person: Person) -> Project | None:
    project = await project_rows.by_id(work.session, work.workspace.id, invite.project_id or 0)
    if project is None:
        return None
    introductions.came_by_themselves(work, person)
    if await project_rows.member(work.session, project.id, person.id) is not None:
        return project
    member = Member(
        workspace_id=work.workspace.id,
        project_id=project.id,
        person_id=person.id,
        role=invite.role,
        added_by=invite.created_by,
        created_at=work.now,
    )
    await work.add(member)
    return project
