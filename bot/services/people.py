"""Who speaks: known people, and strangers."""

from dataclasses import dataclass

from bot import zones
from bot.incoming import Fact, FactKind, Incoming, Sender
from bot.services import introductions, standups
from bot.views import people as views
from bot.views import projects as project_views
from bot.wording import LANGUAGES
from bot.work import Work
from storage import outbox
from storage import people as rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Account, Installation, Person, Stranger
from storage.words import Platform, Role

SOMEBODY = "Somebody"
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Met:
    """Who spoke. `person` is None for a stranger; `is_new` the first time."""

    person: Person | None
    is_new: bool = False


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
    if sender.is_outsider or installation.platform is Platform.TELEGRAM or is_only_told(incoming):
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


def is_only_told(incoming: Incoming) -> bool:
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
