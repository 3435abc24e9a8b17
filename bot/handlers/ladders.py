"""The command about a project's ladder."""

from bot.command import Commands, Request
from bot.handlers.tasks import the_project
from bot.message import Message
from bot.services import escalations, ladders
from bot.views import ladders as views
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the command known."""
    commands.add(
        "ladder",
        "Who hears of a blocker that nobody takes",
        role=Role.OBSERVER,
        group="blocker",
        plain=("ladder ",),
    )(ladder)


async def ladder(request: Request, text: str = "") -> Message:
    """`ladder`, `ladder 4h owner, 1d lead, 3d channel`, `ladder default`."""
    project = await the_project(request)
    if not text:
        own = await ladders.of(request.work, project)
        return views.shown(project, own, is_default=own == ladders.DEFAULT)
    wanted = await ladders.change(request.work, project, text, by=request.actor)
    running = await escalations.follow(request.work, project)
    has_sponsor = await ladders.has_sponsor(request.work, project)
    return views.changed(project, wanted, has_sponsor=has_sponsor, running=running)
