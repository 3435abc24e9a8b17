"""Commands about what is kept of people."""

from bot.command import Commands, Request
from bot.message import Message
from bot.parameters import Anybody
from bot.services import erasures, exports
from bot.views import erasures as views
from bot.views import exports as export_views
from storage import people as people_rows


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("privacy", "What I keep, and for how long", role=None, alone=True)(privacy)
    commands.add("export me", "Get what I hold about you", role=None, alone=True, group="privacy")(export)
    commands.add("erase", "Erase somebody's data, for admins", role=None, group="privacy")(erase)
    commands.add("erase now", "Erase somebody's data: the button", role=None, group="privacy")(erase_now)


async def privacy(request: Request) -> Message:
    """`privacy`."""
    admins = await people_rows.admins(request.work.session, request.work.workspace.id)
    return views.privacy(request.kept_days, admins)


async def export(request: Request) -> Message:
    """`export me`."""
    return export_views.sent(await exports.send(request.work, request.actor))


async def erase(request: Request, anybody: Anybody) -> Message:
    """`erase @tom`."""
    await erasures.ask(request.work, anybody.person, by=request.actor)
    return views.ask(anybody.person)


async def erase_now(request: Request, anybody: Anybody) -> Message:
    """`erase now @p81`: the button."""
    return views.erased(await erasures.erase(request.work, anybody.person, by=request.actor))
