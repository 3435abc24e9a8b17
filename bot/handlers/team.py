"""Commands about who is in a project."""

from bot.command import Commands, Request
from bot.handlers.tasks import the_project
from bot.message import Audience, Message
from bot.services import introductions, leading, teams
from bot.views import projects as views
from storage.models import Person, Project
from storage.words import Role

ASKS_RANK = frozenset({"lead me"})  # before these the platform is asked whether one of its admins says them


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("team", "Who is in the project", role=Role.OBSERVER, alone=True)(team)
    commands.add("invite", "Put somebody into the project", plain=("invite @",), role=Role.LEAD)(invite)
    commands.add("remove", "Take somebody out of the project", role=Role.LEAD)(remove)
    commands.add("role", "Give somebody another role", role=Role.LEAD)(set_role)
    commands.add("lead", "Let somebody lead the project", role=Role.LEAD)(set_lead)
    commands.add("lead me", "Lead a project that nobody leads, as an admin here", role=None)(lead_me)
    commands.add(
        "project join",
        "Join the project that lives in this channel",
        aliases=("join",),
        role=None,
        alone=True,
    )(join)
    commands.add("project leave", "Leave a project", role=Role.OBSERVER)(leave)


async def team(request: Request) -> Message:
    """`team`."""
    return await _team(request, await the_project(request))


async def invite(request: Request, *, people: tuple[Person, ...] = (), text: str = "") -> Message:
    """`invite @tom @li as observer`, or `invite` alone for a code."""
    project = await the_project(request)
    role = teams.role_after_as(text)
    if not people:
        secret = await teams.invite(request.work, project, role=role, by=request.actor)
        return views.code(project, secret, role)
    for person in people:
        await teams.add(request.work, project, person, role=role)
    return await _team(request, project)


async def remove(request: Request, person: Person) -> Message:
    """`remove @tom`."""
    project = await the_project(request)
    return views.removed(await teams.leave(request.work, project, person), project)


async def set_role(request: Request, person: Person, role: str) -> Message:
    """`role @li lead`."""
    project = await the_project(request)
    wanted = teams.role_named(role)
    await teams.set_role(request.work, project, person, wanted)
    return views.has_role(person, wanted, project)


async def set_lead(request: Request, person: Person) -> Message:
    """`lead @li`."""
    project = await the_project(request)
    await teams.set_role(request.work, project, person, Role.LEAD)
    return views.has_role(person, Role.LEAD, project)


async def lead_me(request: Request, project: Project | None = None) -> Message:
    """`lead me`, by an admin of the platform where nobody leads; also the button [I'll lead it]."""
    chosen = project or await the_project(request)
    await leading.take(request, chosen)
    return views.leads_now(request.actor, chosen)


async def join(request: Request, project: Project | None = None) -> Message:
    """`project join`, where the project lives; also the button [Join Web shop]."""
    joined = await teams.come_in(request, project)
    return (await introductions.welcome(request.work, request.actor, joined)).to(Audience.PRIVATE)


async def leave(request: Request, project: Project | None = None) -> Message:
    """`project leave WEB`."""
    chosen = project or await the_project(request)
    return views.removed(await teams.leave(request.work, chosen, request.actor), chosen)


async def _team(request: Request, project: Project) -> Message:
    for_lead = request.is_direct and await teams.is_lead(request.work, project, request.actor)
    return views.team(await teams.team_of(request.work, project, for_lead=for_lead))
