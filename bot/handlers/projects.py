"""Commands about projects and who is in them."""

from bot.command import Commands, Request
from bot.errors import Refused
from bot.handlers.tasks import the_project
from bot.message import Audience, Bold, Code, Message, heading, item, line, says
from bot.parameters import my_projects
from bot.services import projects
from bot.views.people import ROLES
from bot.views.tasks import undo
from storage.models import Person, Project
from storage.words import ProjectStatus, Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "project new", "Start a project; in a channel it lives there", role=None, plain=("project new ",)
    )(new)
    commands.add("project list", "Your projects", aliases=("projects",), role=None, alone=True)(listed)
    commands.add("project bind", "Let a project live in this channel", role=Role.LEAD)(bind)
    commands.add("project pause", "Ask, remind and warn nobody for a while", role=Role.LEAD)(pause)
    commands.add("project close", "End a project", role=Role.LEAD)(close)
    commands.add("project open", "Wake a paused or closed project", role=Role.LEAD)(reopen)
    commands.add("invite", "Put somebody into the project", role=Role.LEAD)(invite)
    commands.add("remove", "Take somebody out of the project", role=Role.LEAD)(remove)
    commands.add("role", "Give somebody another role", role=Role.LEAD)(set_role)
    commands.add("team", "Who is in the project", role=Role.OBSERVER, alone=True)(team)


async def new(request: Request, text: str) -> Message:
    """`project new "Web shop" key WEB`."""
    name, key = projects.named(text)
    project = await projects.create(request.work, name, by=request.actor, key=key)
    await projects.settle(request.work, project, request)
    shown = says(
        "{project} is set up; its key is {key} and you lead it. Add a task: {example}",
        project=Bold(project.name),
        key=Bold(project.key),
        example=Code("add Draft the contract by friday"),
    )
    return shown.to(Audience.PLACE).offering(undo())


async def listed(request: Request) -> Message:
    """`projects`."""
    known = await my_projects(request)
    if not known:
        return says(
            "You are in no project yet. Start one: {example}", example=Code('project new "Web shop" key WEB')
        )
    lines = (item(Bold(one.key), one.name, ROLES[member.role]) for one, member in known)
    return Message((heading("Your projects"), *lines))


async def bind(request: Request, project: Project) -> Message:
    """`project bind WEB`, in the channel."""
    if request.is_direct:
        raise Refused("Say that in the channel where the project shall live.")
    await projects.settle(request.work, project, request)
    return says("{project} lives here now.", project=Bold(project.name)).to(Audience.PLACE).offering(undo())


async def pause(request: Request, project: Project | None = None) -> Message:
    """`project pause`."""
    return await _to_status(request, project, ProjectStatus.PAUSED)


async def close(request: Request, project: Project | None = None) -> Message:
    """`project close`."""
    return await _to_status(request, project, ProjectStatus.CLOSED)


async def reopen(request: Request, project: Project | None = None) -> Message:
    """`project open`."""
    return await _to_status(request, project, ProjectStatus.ACTIVE)


async def _to_status(request: Request, project: Project | None, status: ProjectStatus) -> Message:
    chosen = project or await the_project(request)
    await projects.set_status(request.work, chosen, status)
    texts = {
        ProjectStatus.PAUSED: "{project} is paused: nobody is asked, reminded or warned.",
        ProjectStatus.CLOSED: "{project} is closed.",
        ProjectStatus.ACTIVE: "{project} is running again.",
    }
    return says(texts[status], project=Bold(chosen.name)).offering(undo())


async def invite(request: Request, *, people: tuple[Person, ...] = ()) -> Message:
    """`invite @tom`, or `invite` alone for a code."""
    project = await the_project(request)
    if not people:
        code = await projects.invite(request.work, project, role=Role.MEMBER, by=request.actor)
        text = "Whoever sends me this code first is in {project}, for seven days: {code}"
        return says(text, project=Bold(project.name), code=Code(code)).to(Audience.PRIVATE)
    for person in people:
        await projects.join(request.work, project, person, role=Role.MEMBER, by=request.actor)
    return await _team(project, request)


async def remove(request: Request, person: Person) -> Message:
    """`remove @tom`."""
    project = await the_project(request)
    await projects.leave(request.work, project, person)
    return says("{name} is no longer in {project}.", name=person.name, project=Bold(project.name)).offering(
        undo()
    )


async def set_role(request: Request, person: Person, role: str) -> Message:
    """`role @li lead`."""
    project = await the_project(request)
    wanted = projects.role_named(role)
    await projects.set_role(request.work, project, person, wanted)
    text = "{name} is {role} of {project} now."
    return says(text, name=person.name, role=ROLES[wanted], project=Bold(project.name)).offering(undo())


async def team(request: Request) -> Message:
    """`team`."""
    return await _team(await the_project(request), request)


async def _team(project: Project, request: Request) -> Message:
    people = await projects.people_of(request.work, project)
    lines = (item(person.name, ROLES[member.role]) for member, person in people)
    return Message((line("{project}: who is in it", project=Bold(project.name)), *lines))
