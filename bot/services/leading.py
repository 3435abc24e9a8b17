"""Who takes the lead of a project that has none: an admin, of ours or of the platform."""

from bot.command import Request
from bot.errors import NotAllowed, Refused
from bot.message import Code, Listed
from bot.services import projects
from storage import projects as rows
from storage.models import Project
from storage.words import Platform, Role

TAKE = Code("lead me")


async def take(request: Request, project: Project) -> None:
    """Let whoever asks lead a project that nobody leads.

    Raises:
        NotAllowed: somebody leads it, or they are no admin.
        Refused: they lead it already, or the platform has not told whether they are an admin.
    """
    work, person = request.work, request.actor
    leads = await rows.leads(work.session, project.id)
    if person.id in {one.id for one in leads}:
        raise Refused("You lead {project} already.", project=project.name)
    if leads:
        names = Listed(tuple(one.name for one in leads))
        raise NotAllowed("{project} is led by {names}. Ask them.", names=names, project=project.name)
    if not person.is_admin:
        _must_be_admin(request, project)
    member = await projects.join(work, project, person, role=Role.LEAD, by=person)
    work.set(member, role=Role.LEAD)


def _must_be_admin(request: Request, project: Project) -> None:
    """Let only an admin of the Slack workspace, or of the project's own Telegram group, go on.

    Raises:
        NotAllowed: they are none.
        Refused: that can't be seen from here, or was not told in time.
    """
    sender, platform = request.incoming.sender, Platform(request.incoming.bot.platform)
    is_there = request.project is not None and request.project.id == project.id and not request.is_direct
    if platform is Platform.TELEGRAM and not is_there:
        raise Refused(
            "Say {command} in the group of {project}: there I can see whether you are one of its admins.",
            command=TAKE,
            project=project.name,
        )
    if sender.is_platform_admin is None and platform is not Platform.CONSOLE:
        raise Refused("I couldn't find out whether you are an admin here. Please try again.")
    if not sender.is_platform_admin:
        raise _not_theirs(platform, project)


def _not_theirs(platform: Platform, project: Project) -> NotAllowed:
    name = project.name
    match platform:
        case Platform.SLACK:
            return NotAllowed(
                "Nobody leads {project} yet. An admin of this Slack workspace can, with {command}.",
                project=name,
                command=TAKE,
            )
        case Platform.TELEGRAM:
            return NotAllowed(
                "Nobody leads {project} yet. An admin of this group can, with {command}.",
                project=name,
                command=TAKE,
            )
        case Platform.CONSOLE:
            return NotAllowed(
                "Nobody leads {project} yet. An admin can, with {command}.", project=name, command=TAKE
            )
