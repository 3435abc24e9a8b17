"""Commands about one's logins on several platforms."""

from bot.command import Commands, Request
from bot.message import Message
from bot.services import links
from bot.views import links as views
from bot.views.tasks import undo


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("link", "Be one person on two platforms", role=None)(link)
    commands.add("link join", "Say yes to being one person", role=None)(join)
    commands.add("link leave", "Say no to being one person", role=None)(leave)
    commands.add("unlink", "See your logins, or part one", role=None)(unlink)
    commands.add("settings via", "Say where I write to you first", role=None)(via)


async def link(request: Request, code: str = "") -> Message:
    """`link`, and then `link CODE` on the other platform."""
    if not code:
        offer = await links.offer(request.work, request.actor, request.here.installation_id)
        return views.offered(offer.code, offer.others)
    found, other = await links.ask(request.work, code, by=request.actor)
    return views.ask(found, other, request.actor)


async def join(request: Request, link: int) -> Message:
    """`link join 7`: the button [Yes, join us]."""
    return views.joined(await links.join(request.work, link, by=request.actor)).offering(undo())


async def leave(request: Request, link: int) -> Message:
    """`link leave 7`: the button [No]."""
    await links.refuse(request.work, link, by=request.actor)
    return views.left_apart()


async def unlink(request: Request, login: int | None = None) -> Message:
    """`unlink` lists; `unlink 12` parts one."""
    if login is None:
        return views.logins(await links.logins(request.work, request.actor), request.actor.via)
    return views.parted(await links.part(request.work, login, by=request.actor)).offering(undo())


async def via(request: Request, platform: str) -> Message:
    """`settings via telegram`."""
    chosen = await links.write_via(request.work, request.actor, platform)
    return views.written_via(chosen).offering(undo())
