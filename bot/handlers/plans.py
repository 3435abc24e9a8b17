"""Commands about the plan."""

from bot.command import Commands, Request
from bot.handlers.tasks import InProject, the_project
from bot.message import Message
from bot.parameters import Page
from bot.services import overviews
from bot.views import plans as views
from storage.models import Milestone
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    what = "What is to be done, when, and by whom"
    commands.add("plan", what, role=Role.OBSERVER, alone=True, group="plan")(plan)
    why = "When the milestones will be met, why late, and what would help"
    commands.add("forecast", why, role=Role.OBSERVER, alone=True, group="plan")(forecast)
    page = "A project on one page"
    commands.add("status", page, role=Role.OBSERVER, alone=True, group="plan")(status)


async def plan(request: Request, *, project: InProject = None, page: Page | None = None) -> Message:
    """`plan`, `plan page 2`."""
    outlook, parts = await overviews.plan(request.work, project or await the_project(request))
    if page is None:
        return views.plan(outlook.project, parts, outlook.today)
    return views.plan(outlook.project, parts, outlook.today, page.number).replacing()


async def forecast(
    request: Request, milestone: Milestone | None = None, *, project: InProject = None
) -> Message:
    """`forecast`, `forecast Beta`."""
    project_id = milestone.project_id if milestone else (project or await the_project(request)).id
    outlook, found = await overviews.forecast(request.work, project_id, milestone)
    return views.forecast(outlook.project, found, outlook.today, milestone)


async def status(request: Request, *, project: InProject = None) -> Message:
    """`status`."""
    return views.status(await overviews.status(request.work, project or await the_project(request)))
