"""Who speaks: known people, strangers, and the first admin."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from bot import zones
from bot.errors import Refused
from bot.incoming import Fact, FactKind, Filled, Incoming, Sender, Words
from bot.message import Code
from bot.services import introductions, standups
from bot.views import people as views
from bot.views import projects as project_views
from bot.wording import LANGUAGES
from bot.work import Work
from storage import links as link_rows
from storage import outbox
from storage import people as rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Account, Installation, Invite, Member, Person, Project, Stranger
from storage.words import Platform, Role

CODE_BYTES = 16  # 128 bits: not to be guessed
CODE_WORDS = 2  # `link CODE`, `start CODE`, or the code alone

SOMEBODY = "Somebody"
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Met:
    """Who spoke. `person` is None for a stranger; `is_new` the first time."""

    person: Person | None
    is_new: bool = False


def digest(code: str) -> str:
    """Return what is kept of a code: enough to know it again, not to say it."""
    return hashlib.sha256(code.strip().encode()).hexdigest()


async def meet(work: Work, incoming: Incoming, installation: Installation) -> Met:
    """Find out who speaks; full members of the installed Slack workspace and of the console are let in."""
    sender = incoming.sender
    found = await rows.login(work.session, installation.id, sender.external_id)
    if found is not None:
        account, person = found
        await keep_up(work, account, person, incoming.sender)
        if person.gone_at is not None and not _tells_of_an_end(incoming):
            person.gone_at, account.is_reachable = None, True
        is_untold = account.profile_due_at is not None and is_not_told(sender, installation)
        is_in_doubt = sender.is_outsider or is_untold
        is_stranger = account.is_outsider or (is_in_doubt and not await _was_added(work, person))
        return Met(None if is_stranger else person)
    if sender.is_outsider or installation.platform is Platform.TELEGRAM or _is_only_told(incoming):
        return Met(None)
    if is_not_told(sender, installation):
        return Met(None)
    return Met(await let_in(work, incoming.sender, installation), is_new=True)


async def waits_for_a_profile(work: Work, incoming: Incoming, installation: Installation) -> bool:
    """Whether somebody is a stranger only because Slack has not said in time who they are."""
    if not is_not_told(incoming.sender, installation):
        return False
    found = await rows.login(work.session, installation.id, incoming.sender.external_id)
    return found is None or not found[0].is_outsider


def is_not_told(sender: Sender, installation: Installation) -> bool:
    """Whether Slack has not said who somebody is, who may be a guest: payloads tell their login alone."""
    return installation.platform is Platform.SLACK and not sender.is_outsider and not sender.name


def _tells_of_an_end(incoming: Incoming) -> bool:
    """Whether it is no sign of life."""
    said = incoming.said
    return isinstance(said, Fact) and said.kind in (FactKind.GONE, FactKind.LEFT, FactKind.BLOCKED)


def _is_only_told(incoming: Incoming) -> bool:
    """Whether the platform only tells of somebody: nobody gets to be known by that."""
    said = incoming.said
    return isinstance(said, Fact) and said.kind not in (FactKind.STARTED, FactKind.HOME)


async def keep_up(work: Work, account: Account, person: Person, sender: Sender) -> None:
    """Keep what the platform tells of somebody, but for what they chose; a new zone moves their prompts.

    A login that was linked later fills in only what is not known yet: who is Anna here stays Anna.
    """
    is_first = not account.is_second
    is_news = False
    if sender.handle and account.handle != sender.handle:
        account.handle = sender.handle[:LONGEST_NAME]
    name = " ".join(sender.name.split())[:LONGEST_NAME]
    if name:  # a whole profile: what people say tells their login alone
        account.is_outsider = sender.is_outsider and not await _was_added(work, person)
        is_news = account.profile_due_at is not None
        account.profile_due_at = None
    if name and is_first and not has_chosen(person, "name"):
        person.name = name
    is_to_tell = is_first or person.language is None
    if sender.language in LANGUAGES and is_to_tell and not has_chosen(person, "language"):
        person.language = sender.language
    zone = zones.read_zone(sender.zone) if sender.zone and (is_first or person.zone is None) else None
    if isinstance(zone, str) and zone != person.zone and not has_chosen(person, "zone"):
        person.zone = zone
        await introductions.replan(work, person)
        await standups.replan(work, person)
    if is_news:
        await work.session.flush()
        language, known = work.language_of(person), await work.zone_of(person)
        await outbox.known_better(work.session, work.workspace.id, person.id, language, known, work.now)


async def _was_added(work: Work, person: Person) -> bool:
    """Whether a lead has let a guest in, by an invitation or into a project."""
    return await project_rows.was_added(work.session, person.id)


async def note_inviter(work: Work, sender: Sender, installation: Installation) -> None:
    """Know whoever put the bot into a channel, so that their zone is known by the time they set it up."""
    if not sender.external_id or sender.is_outsider or is_not_told(sender, installation):
        return
    if await rows.login(work.session, installation.id, sender.external_id) is None:
        await let_in(work, sender, installation)


def choose(work: Work, person: Person, **values: str | None) -> None:
    """Set what somebody chose themselves, which their platform does not change any more."""
    names = dict.fromkeys((*person.chosen.split(), *values))
    work.set(person, chosen=" ".join(names), **values)


def has_chosen(person: Person, name: str) -> bool:
    """Whether somebody set this themselves."""
    return name in person.chosen.split()


async def left(work: Work, person: Person, installation_id: int) -> None:
    """Somebody's login was closed: nothing more is sent to it, and without another one they are gone.

    Their leads hear what is left without an owner; who can clear what waits for them is asked apart from it.
    """
    logins = await rows.accounts(work.session, [person.id])
    for one in logins:
        one.is_reachable = one.is_reachable and one.installation_id != installation_id
    if person.gone_at is not None or any(one.is_reachable for one in logins):
        return
    work.set(person, gone_at=work.now)
    await outbox.silence(work.session, work.workspace.id, person.id)
    tasks = await task_rows.open_of_owner(work.session, person.id)
    for lead, projects in (await project_rows.leads_of(work.session, person.id)).values():
        orphans = views.Orphans(person, tuple(projects), tuple(tasks), ())
        work.send(lead, views.gone(orphans), key="gone/{change}")
    for project in await project_rows.left_without_lead(work.session, person.id):
        work.send(project, project_views.leaderless(project), key=f"leaderless/{project.id}/{{change}}")


async def let_in(work: Work, sender: Sender, installation: Installation) -> Person:
    """Make a person and their account of a login; nothing that they could take back."""
    person = Person(
        workspace_id=work.workspace.id,
        name=sender.name or sender.handle or SOMEBODY,
        zone=sender.zone or None,
        language=sender.language or None,
        created_at=work.now,
    )
    work.session.add(person)
    await work.session.flush()
    account = Account(
        workspace_id=work.workspace.id,
        installation_id=installation.id,
        platform=installation.platform,
        external_id=sender.external_id,
        person_id=person.id,
        handle=sender.handle,
        profile_due_at=work.now if not sender.name else None,
        created_at=work.now,
    )
    work.session.add(account)
    await work.session.flush()
    return person


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
            return words[-1]
        case Fact(FactKind.STARTED, payload):
            return payload
        case _:
            return ""


async def _is_admin_code(work: Work, code: str) -> bool:
    known = work.workspace.admin_code
    return known is not None and hmac.compare_digest(known, digest(code))


async def let_in_an_admin(work: Work, incoming: Incoming, installation: Installation) -> Person | None:
    """Let in whom the settings name, on Telegram, where nobody else comes in by themselves."""
    if installation.platform is not Platform.TELEGRAM or _is_only_told(incoming):
        return None
    if await rows.admins(work.session, work.workspace.id):
        return await let_in(work, incoming.sender, installation)
    return await _first_admin(work, incoming, installation)


async def _first_admin(work: Work, incoming: Incoming, installation: Installation) -> Person:
    person = (await meet(work, incoming, installation)).person or await let_in(
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
    person = (await meet(work, incoming, installation)).person or await let_in(
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


async def is_told_today(work: Work, installation: Installation, who: str) -> bool:
    """Whether a stranger, or a group of them, has had today's one sentence; notes that they get it now."""
    today = work.now.date()
    known = await rows.stranger(work.session, installation.id, who)
    if known is not None:
        was_told = known.told_on == today
        known.told_on = today
        return was_told
    stranger = Stranger(
        workspace_id=work.workspace.id,
        installation_id=installation.id,
        external_id=who,
        told_on=today,
    )
    work.session.add(stranger)
    await work.session.flush()
    return False


def rank(role: Role | None) -> int:
    """How much a role may do; None is nobody."""
    order = (None, Role.OBSERVER, Role.MEMBER, Role.SPONSOR, Role.LEAD)
    return order.index(role)
