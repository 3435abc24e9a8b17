"""One more day."""

from typing import Annotated

from bot.command import Commands, Marker, Request
from bot.errors import Unreadable
from bot.handlers.tasks import changed_card, project_of
from bot.message import Message
from bot.services import delays
from bot.views import delays as views
from bot.when.meaning import Unclear, When
from storage.models import Task
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("task delay", "Need more time for a task", aliases=("delay", "postpone"))(delay)
    commands.add("task keep", "Let the date of a task stay", aliases=("keep",), role=Role.LEAD)(keep)


async def delay(
    request: Request,
    task: Task,
    until: Annotated[When | Unclear, Marker(("until", "to", "by", "for"), bare=True, ahead=True)],
) -> Message:
    """`delay 12 until monday`, `delay 12 2d`."""
    if isinstance(until, Unclear):
        raise Unreadable("“{text}”: which day is meant? Nothing was changed.", text=until.text[:40])
    found = await delays.delay(request.work, task, until, by=request.actor)
    card = await changed_card(request, task)
    return card.plus(views.waits_for(found.asked, task, until.day)) if found.asked else card


async def keep(request: Request, task: Task) -> Message:
    """`keep 12`."""
    await delays.keep(request.work, task, by=request.actor)
    return views.is_kept(task, await project_of(request, task))
