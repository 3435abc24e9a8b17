"""The command for whoever looks after the bot."""

from bot.command import Commands, Request
from bot.message import Audience, Message
from bot.services import checkups
from bot.views import checkups as views


def register(commands: Commands) -> None:
    """Make the command known."""
    commands.add("doctor", "Whether I am well, for leads and admins", role=None, alone=True, group="help")(
        doctor
    )


async def doctor(request: Request) -> Message:
    """`doctor`."""
    return views.found(await checkups.for_reader(request.work, request.actor)).to(Audience.PRIVATE)
