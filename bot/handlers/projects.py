"""Commands about projects."""

from bot.command import Commands, Request
from bot.handlers.tasks import the_project
from bot.message import Message
from bot.parameters import my_projects
from bot.services import projects, rosters, sleeping
from bot.views import projects as views
from bot.views.tasks import undo
from storage.models import Person, Project
from storage.words import ProjectStatus, Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "project new", "Start a project; in a channel it lives there", role=None, plain=("project new ",)
    )(new)
    commands.add("project list", "Your projects", aliases=("projects",), role=None, alone=True)(listed)
    commands.add("project show", "A project on a page", aliases=("project",), role=Role.OBSERVER)(show)
    commands.add("project bind", "Let a project live in this channel", role=Role.LEAD)(bind)
    commands.add("project rename", "Give a project another name", plain=("project rename ",), role=Role.LEAD)(
        rename
    )
    commands.add("project accept", "Say who accepts what is done, or nobody", role=Role.LEAD)(accept)
    commands.add("project pause", "Ask, remind and warn nobody for a while", role=Role.LEAD)(pause)
    commands.add("project close", "End a project", role=Role.LEAD)(close)
    commands.add(
        "project open",
        "Wake a paused or closed project",
        aliases=("project resume", "project reopen"),
        role=Role.LEAD,
    )(reopen)


async def new(request: Request, text: str, *, people: tuple[Person, ...] = ()) -> Message:
    """`project new "Web shop" key WEB @li @bo`."""
    project = await projects.start(request, text, people)
    by_link = await rosters.open_group(request, project)
    return views.started(project, can_be_joined=not request.is_direct and not by_link)


async def listed(request: Request) -> Message:
    """`projects`."""
    known, closed = await my_projects(request), await sleeping.closed(request)
    return views.listed(known, closed)


async def show(request: Request, project: Project | None = None) -> Message:
    """`project show WEB`."""
    return views.card(await projects.of(request.work, project or await the_project(request)))


async def bind(request: Request, project: Project) -> Message:
    """`project bind WEB`, in the channel."""
    await projects.move_in(request.work, project, request)
    return views.bound(project)


async def rename(request: Request, text: str) -> Message:
    """`project rename Web shop 2`."""
    project = await the_project(request)
    await projects.rename(request.work, project, text)
    return views.renamed(project)


async def accept(request: Request, person: Person | None = None, text: str = "") -> Message:
    """`project accept @anna`, `project accept nobody`; alone it tells who does."""
    project = await the_project(request)
    if person is None and not text:
        return views.accepts(project, await projects.acceptor(request.work, project))
    await projects.set_acceptor(request.work, project, person, text)
    return views.accepts(project, person).offering(undo())


async def pause(request: Request, project: Project | None = None) -> Message:
    """`project pause`."""
    chosen = project or await the_project(request)
    await projects.set_status(request.work, chosen, ProjectStatus.PAUSED)
    return views.paused(chosen)


async def close(request: Request, project: Project | None = None) -> Message:
    """`project close`."""
    chosen = project or await the_project(request)
    await projects.set_status(request.work, chosen, ProjectStatus.CLOSED)
    return views.closed(chosen, await projects.open_tasks(request.work, chosen))


async def reopen(request: Request, project: Project | None = None) -> Message:
    """`project open WEB`; alone, what sleeps here, or my only one that does."""
    chosen = project or await sleeping.to_wake(request) or await the_project(request)
    await projects.set_status(request.work, chosen, ProjectStatus.ACTIVE)
    return views.running(chosen)
