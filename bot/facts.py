"""What a platform tells without anybody having spoken."""

from bot.command import Request
from bot.incoming import HEARS_ALL, PROMOTED, UNBLOCKED, Fact, FactKind, Incoming
from bot.message import Message, button, says
from bot.outgoing import Address
from bot.parameters import my_projects
from bot.services import codes, homes, installing, introductions, links, people, places
from bot.views import links as link_views
from bot.views import people as people_views
from bot.views import places as place_views
from bot.work import Work
from storage import delivery
from storage.models import Installation
from storage.words import Platform

OF_PLACES = frozenset(
    {FactKind.ADDED, FactKind.REMOVED, FactKind.MOVED, FactKind.UNINSTALLED, FactKind.ANONYMOUS}
)


async def fact(request: Request, kind: FactKind, value: str = "") -> Message | None:
    """Keep what the platform told: somebody can, or can't, be written to."""
    session, here = request.work.session, request.here
    login = request.incoming.sender.external_id
    if kind is FactKind.HOME:
        await homes.opened(request.work, here.installation_id, login)
    if kind is FactKind.GONE:
        await people.left(request.work, request.actor, here.installation_id)
    if kind not in (FactKind.STARTED, FactKind.BLOCKED):
        return None
    is_reachable = kind is FactKind.STARTED
    await delivery.set_reachable(session, here.installation_id, login, is_reachable=is_reachable)
    if not is_reachable:
        return None
    address = Address(login, is_person=True).text()
    introductions.resume(request.work, request.actor)
    await delivery.unpark(session, here.installation_id, address, request.work.now)
    if value == UNBLOCKED:
        return None
    joined = await codes.join_by_link(request.work, request.actor, value)
    if joined is not None:
        return await introductions.welcome(request.work, request.actor, joined)
    if await links.is_code(request.work, value):
        found, other = await links.ask(request.work, value, by=request.actor)
        return link_views.ask(found, other, request.actor)
    if request.actor.is_admin and not await my_projects(request):
        installation = await session.get_one(Installation, here.installation_id)
        return people_views.administers(request.actor, installation)
    return says("Hello, {name}. I can write to you here from now on.", name=request.actor.name).offering(
        button("Help", "help")
    )


async def of_place(
    work: Work, incoming: Incoming, installation: Installation, request: Request | None
) -> Message | None:
    """Keep what the platform told of a chat, or of the whole installation.

    Whoever puts the bot into a chat and is a stranger gets no answer there.
    """
    said, chat = incoming.said, incoming.place.chat
    assert isinstance(said, Fact)  # noqa: S101 - dispatch has looked
    work.command = said.kind.value
    match said.kind:
        case FactKind.ADDED:
            project = await places.come(work, installation, chat)
            if request is None and installation.platform is Platform.TELEGRAM:
                return None
            if request is None and installation.platform is Platform.SLACK:
                await people.note_inviter(work, incoming.sender, installation)
            if said.value == PROMOTED:
                return place_views.hears_now()
            hears_all = said.value == HEARS_ALL if installation.platform is Platform.TELEGRAM else None
            return place_views.welcome(project, hears_all=hears_all)
        case FactKind.REMOVED:
            await places.go(work, installation, chat)
        case FactKind.MOVED:
            await places.move(work, installation, chat, said.value)
        case FactKind.UNINSTALLED:
            await installing.stop(work, installation)
        case FactKind.ANONYMOUS:
            return place_views.anonymous()
        case _:
            pass
    return None
