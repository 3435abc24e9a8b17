"""Who speaks, and where: what a command is run with."""

from zoneinfo import ZoneInfo

from bot import answering
from bot.command import Request
from bot.incoming import UNBLOCKED, Fact, FactKind, Incoming, PlaceKind, Words
from bot.message import Audience, Code, Link, Message, button, says
from bot.services import codes, introductions, links, people, readings
from bot.views import links as link_views
from bot.views import people as person_views
from bot.views import places as place_views
from bot.views import rosters as roster_views
from bot.when.meaning import Reading
from bot.work import Here, Work
from storage import outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Channel, Installation, Project

LONGEST_STRANGER = 64


async def request(
    work: Work, incoming: Incoming, installation: Installation, admins: frozenset[str]
) -> Request | None:
    """Return what a handler works with; None for strangers, and where nobody spoke.

    `admins` are logins such as "slack:U123" that administer from the start; of one of several workspaces
    "slack:T123/U123": another workspace may call somebody else the same.
    """
    met = await people.meet(work, incoming, installation)
    is_named = _is_named(incoming, installation, admins)
    person = met.person
    if person is None and is_named:
        person = await codes.let_in_an_admin(work, incoming, installation)
    if person is None:
        return None
    if is_named and not person.is_admin:
        work.set(person, is_admin=True)
    work.actor = person
    channel, project = await _place(work, incoming, installation)
    zone = person.zone or (project.zone if project else await work.zone_of(person))
    language = person.language or (project.language if project else None) or work.workspace.language
    reading = Reading(work.now.astimezone(ZoneInfo(zone)), language, person.date_order, person.next_weekday)
    here = Here(installation.id, answering.address_of(incoming), language, zone, person.id)
    topic = await _topic(work, incoming, installation)
    is_direct = incoming.place.kind is PlaceKind.DIRECT
    addressed = not isinstance(incoming.said, Words) or incoming.said.addressed
    return Request(
        work,
        person,
        here,
        reading,
        incoming,
        channel,
        project,
        is_direct,
        addressed,
        topic,
        planned=readings.planned,
    )


def _is_named(incoming: Incoming, installation: Installation, admins: frozenset[str]) -> bool:
    user = incoming.sender.external_id
    if f"{installation.platform}:{installation.external_id}/{user}" in admins:
        return True
    return installation.grant_id is None and f"{installation.platform}:{user}" in admins


async def _place(
    work: Work, incoming: Incoming, installation: Installation
) -> tuple[Channel | None, Project | None]:
    if incoming.place.kind is PlaceKind.DIRECT:
        return None, None
    found = await project_rows.channel(
        work.session, installation.id, incoming.place.chat, incoming.place.thread
    )
    return found or (None, None)


async def _topic(work: Work, incoming: Incoming, installation: Installation) -> str | None:
    if not incoming.reply_to:
        return None
    post = await outbox.post_by_ref(work.session, installation.id, incoming.reply_to)
    return outbox.topic_shown(post) if post else None


async def stranger(work: Work, incoming: Incoming, installation: Installation) -> Message | None:
    """Let in who sends a valid code; anybody else gets one sentence a day."""
    claimed = await codes.claim(work, incoming, installation)
    if claimed is not None:
        work.actor = claimed.person
        return await welcome(work, claimed, installation)
    said = incoming.said
    if isinstance(said, Fact) and (said.kind is not FactKind.STARTED or said.value == UNBLOCKED):
        return None
    is_direct = incoming.place.kind is PlaceKind.DIRECT
    if await people.waits_for_a_profile(work, incoming, installation):
        return None if isinstance(said, Fact) else place_views.not_told().to(Audience.PRIVATE)
    link = None if is_direct else await _link(work, incoming, installation)
    chat, sender = incoming.place.chat, incoming.sender.external_id
    group = f"{chat}/{sender}" if link else chat  # who can join is told so; else a group is told once
    if await people.is_told_today(work, installation, sender if is_direct else group[:LONGEST_STRANGER]):
        return None
    is_pressed = isinstance(said, Words) and said.pressed
    told = place_views.stranger(link, is_pressed=is_pressed)
    return told.to(Audience.PRIVATE if is_direct else Audience.ASKER)


async def welcome(work: Work, claimed: codes.Claimed, installation: Installation) -> Message:
    """What somebody is told whose code was good."""
    person = claimed.person
    if claimed.login is not None:
        await links.tell(work, person, [claimed.login])
        return link_views.joined(person).offering(button("Help", "help"))
    if claimed.project is not None:
        return await introductions.welcome(work, person, claimed.project)
    if not person.is_admin:
        return says("Welcome, {name}. Try {command}.", name=person.name, command=Code("help"))
    return person_views.administers(person, installation)


async def _link(work: Work, incoming: Incoming, installation: Installation) -> Link | None:
    """Where whoever is in this group joins its project."""
    _, project = await _place(work, incoming, installation)
    if project is None:
        return None
    for invite in await people_rows.open_invites(work.session, [project.id], work.now):
        return Link(project.name, roster_views.address(installation.bot_name, invite.open_code or ""))
    return None
