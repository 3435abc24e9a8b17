"""Commands about the plan."""

from bot.command import Commands, Request
from bot.handlers.tasks import InProject, the_project
from bot.message import Message
from bot.services import forecasts
from bot.views import plans as views
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    summary = "When the milestones will be met, and why"
    commands.add("plan", summary, aliases=("plan", "forecast"), role=Role.OBSERVER, alone=True)(plan)


async def plan(request: Request, *, project: InProject = None) -> Message:
    """`plan`."""
    outlook = await forecasts.of(request.work, project or await the_project(request))
    found = [await forecasts.late(request.work, outlook, one) for one in outlook.milestones]
    return views.plan(outlook.project, found, outlook.today)
