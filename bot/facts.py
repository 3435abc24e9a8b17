"""What a platform tells without anybody having spoken."""

from bot.command import Request
from bot.incoming import FactKind
from bot.message import Message, button, says
from bot.outgoing import Address
from bot.services import introductions, links, people
from bot.views import links as link_views
from storage import delivery, homes


async def fact(request: Request, kind: FactKind, value: str = "") -> Message | None:
    """Keep what the platform told: somebody can, or can't, be written to."""
    session, here = request.work.session, request.here
    login = request.incoming.sender.external_id
    if kind is FactKind.HOME:
        await homes.seen(session, here.installation_id, login, request.work.now)
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
    if await links.is_code(request.work, value):
        found, other = await links.ask(request.work, value, by=request.actor)
        return link_views.ask(found, other, request.actor)
    return says("Hello, {name}. I can write to you here from now on.", name=request.actor.name).offering(
        button("Help", "help")
    )
