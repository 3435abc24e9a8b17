"""Commands about oneself: what one agrees to, and the way out."""

from bot.command import Commands, Request
from bot.message import Message
from bot.services import introductions
from bot.views import people as views
from bot.views.tasks import undo
from storage.models import Project


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("welcome fine", "Agree to what the first message said", role=None)(fine)
    commands.add("welcome later", "Be asked at another time of day", role=None)(later)
    commands.add("welcome channel", "Be asked in the channel instead of here", role=None)(in_channel)
    commands.add("welcome no", "You are not the one for this project", role=None)(not_me)
    commands.add("stop", "Get no more messages from me", role=None, alone=True)(stop)
    commands.add("resume", "Get my messages again", role=None, alone=True)(resume)


async def fine(request: Request, project: Project) -> Message:
    """`welcome fine WEB`: the button [Fine]."""
    introductions.came_by_themselves(request.work, request.actor)
    return views.fine(project)


async def later(request: Request, project: Project) -> Message:
    """`welcome later WEB`: the button [Another time]."""
    introductions.came_by_themselves(request.work, request.actor)
    return views.another_time(project)


async def in_channel(request: Request, project: Project) -> Message:
    """`welcome channel WEB`: the button [In the channel instead]."""
    introductions.ask_in_channel(request.work, request.actor)
    return views.in_channel(project).offering(undo())


async def not_me(request: Request, project: Project) -> Message:
    """`welcome no WEB`: the button [Not me]."""
    await introductions.decline(request.work, request.actor, project)
    return views.not_me(project).offering(undo())


async def stop(request: Request) -> Message:
    """`stop`."""
    await introductions.stop(request.work, request.actor)
    return views.stopped().offering(undo())


async def resume(request: Request) -> Message:
    """`resume`, or `start` alone."""
    introductions.resume(request.work, request.actor)
    return views.resumed()
