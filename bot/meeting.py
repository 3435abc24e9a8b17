"""Who speaks, and where: what a command is run with."""

from functools import partial
from zoneinfo import ZoneInfo

from bot import answering
from bot.command import Request
from bot.incoming import Fact, FactKind, Incoming, PlaceKind, Words
from bot.message import Audience, Code, Message, says
from bot.services import calendars, people
from bot.when.meaning import Reading
from bot.work import Here, Work
from storage import outbox
from storage import projects as project_rows
from storage.models import Channel, Installation, Project


async def request(
    work: Work, incoming: Incoming, installation: Installation, admins: frozenset[str]
) -> Request | None:
    """Return what a handler works with; None for strangers, and where nobody spoke.

    `admins` are logins such as "slack:U123" that administer from the start.
    """
    met = await people.meet(work, incoming, installation)
    person = met.person
    if person is None:
        return None
    if f"{installation.platform}:{incoming.sender.external_id}" in admins and not person.is_admin:
        work.set(person, is_admin=True)
    work.actor = person
    channel, project = await _place(work, incoming, installation)
    zone = person.zone or (project.zone if project else work.workspace.zone)
    language = person.language or (project.language if project else None) or work.workspace.language
    reading = Reading(work.now.astimezone(ZoneInfo(zone)), language, person.date_order, person.next_weekday)
    here = Here(installation.id, answering.address_of(incoming), language, zone, person.id)
    topic = await _topic(work, incoming, installation)
    is_direct = incoming.place.kind is PlaceKind.DIRECT
    addressed = not isinstance(incoming.said, Words) or incoming.said.addressed
    working_days = partial(calendars.working_days, work, person, project)
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
        working_days=working_days,
    )


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
    return post.topic if post else None


async def stranger(work: Work, incoming: Incoming, installation: Installation) -> Message | None:
    """Let in who sends a valid code; anybody else gets one sentence a day."""
    person = await people.claim(work, incoming, installation)
    if person is not None:
        work.actor = person
        if person.is_admin:
            return says(
                "Welcome, {name}. You administer Drumbeat here. Try {command}.",
                name=person.name,
                command=Code("help"),
            )
        return says("Welcome, {name}. Try {command}.", name=person.name, command=Code("help"))
    is_silent = isinstance(incoming.said, Fact) and incoming.said.kind is not FactKind.STARTED
    if is_silent or await people.is_told_today(work, incoming, installation):
        return None
    return says("I don't know you here yet. Ask a lead or an admin of the team for an invitation.").to(
        Audience.PRIVATE
    )
