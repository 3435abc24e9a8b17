"""Commands that set a channel up."""

from bot.command import Commands, Request
from bot.errors import Refused
from bot.message import Message
from bot.services import setups
from bot.services.setups import Wanted
from bot.views import setups as views
from storage.models import Person


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("setup", "Set up this channel: project, team, stand-up", role=None, alone=True)(setup)
    commands.add("setup save", "Take the form of a set-up", role=None)(save)


async def setup(request: Request) -> Message:
    """`setup`, in the channel; also the button [Set up this channel]."""
    if request.is_direct:
        raise Refused("Say that in the channel where the project shall live.")
    if request.project is not None:
        return views.lives_here(request.project)
    return views.form(setups.offer(request))


async def save(  # noqa: PLR0913 - each is a field
    request: Request,
    name: str,
    *,
    lead: Person | None = None,
    people: tuple[Person, ...] = (),
    key: str = "",
    zone: str = "",
    region: str = "",
    time: str = "",
    days: str = "",
    team: str = "",
) -> Message:
    """Take the form that `setup` opened."""
    wanted = Wanted(name, key, lead, people, zone, region, time, days, team)
    return views.done(await setups.save(request, wanted))
