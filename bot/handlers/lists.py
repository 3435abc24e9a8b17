"""Lists of tasks."""

from collections.abc import Sequence

from bot.command import Commands, Request
from bot.handlers.tasks import ForMilestone, InProject
from bot.message import Message
from bot.parameters import Page, Scope, Tag, my_projects, visible_projects
from bot.services import lists, sleeping, teams
from bot.views import lists as views
from bot.views.lists import Filters
from storage.models import Person, Project
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("list", "Tasks, with filters", role=Role.OBSERVER)(listed)
    commands.add("mine", "Your open tasks in all projects", role=None)(mine)
    commands.add("late", "What is past its date", role=Role.OBSERVER)(late)
    commands.add("waiting", "What others owe you", role=None, alone=True)(waiting)
    commands.add(
        "search", "Find tasks by words of their titles and notes", role=Role.OBSERVER, plain=("search ",)
    )(search)


async def listed(
    request: Request,
    *,
    scope: Scope = Scope.OPEN,
    who: Person | None = None,
    tags: tuple[Tag, ...] = (),
    milestone: ForMilestone = None,
    project: InProject = None,
    page: Page | None = None,
) -> Message:
    """`list late @bo #legal for Beta`."""
    projects = await _looked_at(request, project)
    filters = Filters(scope, who, tags, milestone, _only(projects))
    return _turned(views.listed(await lists.of(request.work, projects, filters, page)), page)


async def mine(request: Request, *, page: Page | None = None) -> Message:
    """`mine`."""
    projects = [project for project, _ in await my_projects(request)]
    if not projects and request.project is not None:
        raise await teams.outside(request.work, request.project, lives_here=True)
    if not projects:
        raise await sleeping.nowhere(request)
    return _turned(views.mine(await lists.mine(request.work, request.actor, projects, page)), page)


async def late(request: Request, *, project: InProject = None, page: Page | None = None) -> Message:
    """`late`."""
    return await listed(request, scope=Scope.LATE, project=project, page=page)


async def waiting(request: Request) -> Message:
    """`waiting`."""
    projects = [project for project, _ in await my_projects(request)]
    return views.owed(await lists.owed(request.work, request.actor, projects), request.reading.today)


async def search(
    request: Request, words: str, *, project: InProject = None, page: Page | None = None
) -> Message:
    """`search contract`."""
    projects = await _looked_at(request, project)
    filters = Filters(Scope.ALL, project=_only(projects), words=" ".join(words.split()))
    return _turned(views.listed(await lists.of(request.work, projects, filters, page)), page)


async def _looked_at(request: Request, project: Project | None) -> Sequence[Project]:
    """The named project, or all that are at hand.

    Raises:
        UserError: there are none.
    """
    found = [project] if project else await visible_projects(request)
    if not found:
        raise await sleeping.nowhere(request)
    return found


def _only(projects: Sequence[Project]) -> Project | None:
    return projects[0] if len(projects) == 1 else None


def _turned(message: Message, page: Page | None) -> Message:
    """Another page takes the place of the one whose button was pressed."""
    return message if page is None else message.replacing()
