"""Runs a command for whoever may, and notes in which project they last did something."""

from collections.abc import Awaitable, Callable

from bot.command import Call, Request
from bot.errors import NotAllowed, UserError
from bot.message import Audience, Message, phrase
from bot.parameters import my_projects
from bot.services import people, teams
from bot.views import projects as project_views
from storage import projects as project_rows
from storage.models import Project
from storage.words import Role


async def run(call: Call, request: Request) -> Message:
    """Run a command.

    Raises:
        UserError: a rule says no, or only somebody else may.
    """
    await _check(call, request)
    request.work.command = call.spec.name
    message = await call.run(request)
    if request.work.has_changes:
        await _note_use(call, request)
    if message.audience is not Audience.PRIVATE and await _is_confidential(call, request):
        return message.to(Audience.PRIVATE)
    return message


async def attempt(what: Callable[[], Awaitable[Message]], request: Request) -> Message | UserError:
    """Do it; what a rule refuses leaves nothing behind but the error, and what was done before stays."""
    work = request.work
    before = work.mark()
    savepoint = await work.session.begin_nested()
    try:
        message = await what()
        await work.session.flush()
    except UserError as error:
        await savepoint.rollback()
        work.back_to(before)
        return error
    await savepoint.commit()
    return message


async def _check(call: Call, request: Request) -> None:
    """Refuse who is not in the project of what they name, or may less than the command asks.

    Raises:
        NotAllowed: says who may.
    """
    needed = call.spec.role
    if needed is None:
        return
    for project_id in await _projects(call, request):
        member = await project_rows.member(request.work.session, project_id, request.actor.id)
        role = member.role if member else None
        if people.rank(role) < people.rank(needed) and not await _administers(request, project_id):
            raise await _not_allowed(request, project_id, needed, role)


async def _is_confidential(call: Call, request: Request) -> bool:
    """Whether an answer is about a private project, and would stand in a channel that is not its own."""
    if request.is_direct:
        return False
    named = _named(call)
    if request.project is not None:
        named.add(request.project.id)
    elif not named:
        named.update(one.id for one, _ in await my_projects(request))
    others = named - {request.channel.project_id if request.channel else None}
    return bool(others) and await project_rows.are_private(request.work.session, others)


async def _administers(request: Request, project_id: int) -> bool:
    """Whether somebody may do everything in a project as an admin: not where only its members look."""
    return request.actor.is_admin and not await project_rows.are_private(request.work.session, [project_id])


async def _note_use(call: Call, request: Request) -> None:
    """Offer this project first the next time that somebody has to say which one."""
    for project_id in await _projects(call, request):
        member = await project_rows.member(request.work.session, project_id, request.actor.id)
        if member is not None:
            member.last_used_at = request.work.now


async def _not_allowed(request: Request, project_id: int, needed: Role, role: Role | None) -> NotAllowed:
    project = await request.work.session.get_one(Project, project_id)
    leads = await project_rows.leads(request.work.session, project_id)
    if needed is Role.LEAD and not leads:
        return NotAllowed(
            "That is for the lead of the project, and nobody leads it. An admin here can.",
            project_views.lead_it(project),
        )
    names = leads[0].name if leads else phrase("an admin")
    if needed is Role.LEAD:
        return NotAllowed("That is for the lead of the project. Ask {name}.", name=names)
    if role is not None:
        return NotAllowed("You look on in this project. Ask {name} to make you a member.", name=names)
    lives_here = request.project is not None and request.project.id == project_id
    return await teams.outside(request.work, project, lives_here=lives_here)


async def _projects(call: Call, request: Request) -> set[int]:
    """The projects of what is named, else the one of the place, else my only one (of several we ask)."""
    found = _named(call)
    if found:
        return found
    if request.project is not None:
        return {request.project.id}
    known = await my_projects(request)
    return {known[0][0].id} if len(known) == 1 else set()


def _named(call: Call) -> set[int]:
    """The projects of what a command names."""
    return {one for values in (call.values, *call.lines) for one in _project_ids(tuple(values.values()))}


def _project_ids(value: object) -> list[int]:
    if isinstance(value, tuple):
        return [one for item in value for one in _project_ids(item)]
    if isinstance(value, Project):
        return [value.id]
    project_id = getattr(value, "project_id", None)
    return [project_id] if isinstance(project_id, int) else []
