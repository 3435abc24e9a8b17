"""Commands about oneself: what one agrees to, and the way out."""

from bot.command import Commands, Request
from bot.errors import Refused
from bot.message import Message
from bot.parameters import Cover
from bot.services import introductions, leaves, teams
from bot.views import leaves as leave_views
from bot.views import people as views
from bot.views.tasks import undo
from bot.when.meaning import Range, Unclear
from storage.models import Project


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("welcome fine", "Agree to what the first message said", role=None)(fine)
    commands.add("welcome later", "Be asked at another time of day", role=None)(later)
    commands.add("welcome channel", "Be asked in the channel instead of here", role=None)(in_channel)
    commands.add("welcome no", "You are not the one for this project", role=None)(not_me)
    commands.add("stop", "Get no more messages from me", role=None, alone=True)(stop)
    commands.add("resume", "Get my messages again", role=None, alone=True)(resume)
    commands.add("away", "Say when you are away, and who covers", role=None)(away)
    commands.add("away cancel", "Take a leave back", role=None)(cancel)
    commands.add("back", "You are back: your leave ends today", role=None, alone=True)(back)


async def fine(request: Request, project: Project) -> Message:
    """`welcome fine WEB`: the button [Fine], which is not there for a second time."""
    introductions.came_by_themselves(request.work, request.actor)
    return views.fine(project).replacing()


async def later(request: Request, project: Project) -> Message:
    """`welcome later WEB`: the button [Another time]."""
    introductions.came_by_themselves(request.work, request.actor)
    return views.another_time(project).replacing()


async def in_channel(request: Request, project: Project) -> Message:
    """`welcome channel WEB`: the button [In the channel instead]."""
    introductions.ask_in_channel(request.work, request.actor)
    return views.in_channel(project).offering(undo()).replacing()


async def not_me(request: Request, project: Project) -> Message:
    """`welcome no WEB`: the button [Not me]."""
    await teams.decline(request.work, project, request.actor)
    return views.not_me(project).offering(undo()).replacing()


async def stop(request: Request) -> Message:
    """`stop`."""
    await introductions.stop(request.work, request.actor)
    return views.stopped().offering(undo())


async def resume(request: Request) -> Message:
    """`resume`, or `start` alone."""
    introductions.resume(request.work, request.actor)
    return views.resumed()


async def away(
    request: Request, days: Range | Unclear | None = None, *, cover: Cover | None = None
) -> Message:
    """`away 5 Dec to 9 Dec @li covers`; alone it lists."""
    if days is None:
        return leave_views.listed(await leaves.mine(request.work, request.actor))
    person = cover.person if cover else None
    standing, meets = await leaves.take(request.work, request.actor, days, cover=person)
    return leave_views.taken(standing, meets).offering(undo())


async def cancel(request: Request, leave: int) -> Message:
    """`away cancel 17`."""
    return leave_views.cancelled(await leaves.cancel(request.work, request.actor, leave)).offering(undo())


async def back(request: Request) -> Message:
    """`back`: from leave, or to my messages."""
    is_back = await leaves.come_back(request.work, request.actor)
    if not introductions.resume(request.work, request.actor) and not is_back:
        raise Refused("You're not away.")
    return leave_views.back().offering(undo())
