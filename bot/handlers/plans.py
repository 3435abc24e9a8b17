"""Commands about the plan."""

from bot.command import Commands, Request
from bot.handlers.tasks import the_project
from bot.message import Message
from bot.services import forecasts
from bot.views import plans as views
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    summary = "When the milestones will be met, and why"
    commands.add("plan", summary, aliases=("plan", "forecast"), role=Role.OBSERVER, alone=True)(plan)


async def plan(request: Request) -> Message:
    """`plan`."""
    project = await the_project(request)
    found = await forecasts.of(request.work, project)
    return views.plan(project, [(one.milestone, one.forecast, one.causes) for one in found])
