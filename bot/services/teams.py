"""Who is in a project, and as what: let in, given roles, taken out."""

import secrets
from datetime import timedelta

from bot.command import Request
from bot.errors import NotAllowed, NotFound, Refused
from bot.message import Bold, Code, phrase
from bot.services import escalations, leaves, projects
from bot.services.codes import CODE_BYTES, digest
from bot.services.people import rank
from bot.views import people as people_views
from bot.views import projects as views
from bot.views.people import Orphans
from bot.views.projects import Team
from bot.work import Work
from storage import history
from storage import people as people_rows
from storage import projects as rows
from storage import tasks as task_rows
from storage.models import Invite, Member, Person, Project
from storage.words import Role

INVITE_LASTS = timedelta(days=7)
LOOKS_AHEAD = timedelta(days=14)  # a leave is shown so long before
_SPOKEN_ROLES = {
    "观察者": Role.OBSERVER, "觀察者": Role.OBSERVER, "成员": Role.MEMBER, "成員": Role.MEMBER,
    "发起人": Role.SPONSOR, "發起人": Role.SPONSOR, "项目发起人": Role.SPONSOR, "專案發起人": Role.SPONSOR,
    "经理": Role.LEAD, "經理": Role.LEAD, "项目经理": Role.LEAD, "專案經理": Role.LEAD,
    "负责人": Role.LEAD, "負責人": Role.LEAD,
}  # fmt: skip


async def set_role(work: Work, project: Project, person: Person, role: Role) -> None:
    """Give somebody another role.

    Raises:
        Refused: the project would be without a lead.
    """
    member = await projects.join(work, project, person, role=role, by=work.actor)
    await _keep_a_lead(work, project, person, role)
    work.set(member, role=role)


async def leave(work: Work, project: Project, person: Person) -> Orphans:
    """Take somebody out of a project, and tell them; return what of theirs is still to be done there.

    Raises:
        Refused: they are not in it, or are its only lead.
    """
    member = await rows.member(work.session, project.id, person.id)
    if member is None:
        raise Refused("{name} is not in {project}.", name=person.name, project=project.name)
    await _keep_a_lead(work, project, person, None)
    await work.remove(member)
    await escalations.release(work, project, person)
    if work.actor is not None and work.actor.id != person.id:
        work.send(person, people_views.taken_out(project, work.actor), key="out/{change}")
    tasks = await task_rows.open_of_owner(work.session, person.id, [project.id])
    blockers = [
        one
        for one in await task_rows.blockers_waiting_for(work.session, person.id)
        if one.project_id == project.id
    ]
    return Orphans(person, (project,), tuple(tasks), tuple(blockers))


async def decline(work: Work, project: Project, person: Person) -> None:
    """Take somebody out of a project by their own wish, and tell its leads, also what of theirs is left.

    Raises:
        Refused: they are not in it, or are its only lead.
    """
    orphans = await leave(work, project, person)
    for lead in await rows.leads(work.session, project.id):
        work.send(lead, people_views.refused(orphans, project), key="declined/{change}")


async def _keep_a_lead(work: Work, project: Project, person: Person, role: Role | None) -> None:
    leads = await rows.leads(work.session, project.id)
    if role is not Role.LEAD and [one.id for one in leads] == [person.id]:
        raise Refused(
            "{name} is the only lead of {project}. Name another one first.",
            name=person.name,
            project=project.name,
        )


async def add(work: Work, project: Project, person: Person, *, role: Role) -> None:
    """Put somebody into a project with a role; who is in it already gets the role if it is more.

    Raises:
        Refused: they are somebody who left.
    """
    if person.gone_at is not None:
        raise Refused("{name} is no longer here.", name=person.name)
    member = await projects.join(work, project, person, role=role, by=work.actor)
    if rank(role) > rank(member.role):
        await set_role(work, project, person, role)


async def come_in(request: Request, project: Project | None) -> Project:
    """Let who is in a project's own channel join it; whoever is in it already stays as they are.

    Raises:
        Refused: no project lives here, or another one.
        NotAllowed: somebody else took them out of it.
    """
    here = request.project
    if request.is_direct or here is None or (project is not None and project.id != here.id):
        raise Refused("Say that in the channel where the project lives, or ask its lead to invite you.")
    work, person = request.work, request.actor
    if await _was_taken_out(work, here, person):
        raise await outside(work, here)
    await projects.join(work, here, person, role=Role.MEMBER, by=person)
    return here


async def _was_taken_out(work: Work, project: Project, person: Person) -> bool:
    """Whether it was somebody else who last took this person out of a project."""
    removed = await history.removals(work.session, work.workspace.id, project.id, Member.__tablename__)
    last = next((change for event, change in removed if event.before["person_id"] == person.id), None)
    return last is not None and last.actor_id != person.id


async def outside(work: Work, project: Project, *, lives_here: bool = False) -> NotAllowed:
    """Return what somebody is told who is not in a project; where it lives they can join it."""
    if lives_here:
        return NotAllowed("You are not in {project} yet.", views.join(project), project=Bold(project.name))
    leads = await rows.leads(work.session, project.id)
    names = leads[0].name if leads else phrase("an admin")
    return NotAllowed("You are not in this project. Ask {name} to invite you.", name=names)


async def invite(work: Work, project: Project, *, role: Role, by: Person) -> str:
    """Make a code that lets one person in, once; it is said only now.

    Raises:
        NotAllowed: only a lead or an admin lets people in.
    """
    member = await rows.member(work.session, project.id, by.id)
    if not by.is_admin and (member is None or member.role is not Role.LEAD):
        raise NotAllowed("Only the lead of {project} invites people.", project=project.name)
    code = secrets.token_urlsafe(CODE_BYTES)
    await work.add(
        Invite(
            workspace_id=work.workspace.id,
            code=digest(code),
            project_id=project.id,
            role=role,
            created_by=by.id,
            expires_at=work.now + INVITE_LASTS,
        )
    )
    return code


async def must_lead(work: Work, project: Project, person: Person) -> None:
    """Let only a lead, or an admin, go on.

    Raises:
        NotAllowed: says who may.
    """
    if person.is_admin or await is_lead(work, project, person):
        return
    leads = await rows.leads(work.session, project.id)
    if not leads:
        raise NotAllowed(
            "That is for the lead of the project, and nobody leads it. An admin here can.",
            views.lead_it(project),
        )
    raise NotAllowed("That is for the lead of the project. Ask {name}.", name=leads[0].name)


async def is_lead(work: Work, project: Project, person: Person) -> bool:
    """Whether somebody leads a project."""
    return person.id in {one.id for one in await rows.leads(work.session, project.id)}


def role_after_as(text: str) -> Role:
    """Return the role of `as lead`; a member without words.

    Raises:
        NotFound: it is a name that nobody has.
        Refused: there is no such role.
    """
    words = text.strip()
    if words[:1] in ("@", "＠"):
        raise NotFound(
            "I don't know {name} here. Say {example} alone for a code that lets them in.",
            name=words.split()[0][:40],
            example=Code("invite"),
        )
    return role_named(words.removeprefix("as ")) if words else Role.MEMBER


def role_named(text: str) -> Role:
    """Return the role that a word names.

    Raises:
        Refused: there is no such role.
    """
    word = text.strip().lower()
    if word in set(Role) or word in _SPOKEN_ROLES:
        return _SPOKEN_ROLES.get(word) or Role(word)
    raise Refused("“{text}” is no role: observer, member, sponsor or lead.", text=text[:40], field="role")


async def people_of(work: Work, project: Project) -> list[tuple[Member, Person]]:
    """Who is in a project, by name."""
    return await rows.members(work.session, project.id)


async def team_of(work: Work, project: Project, *, for_lead: bool) -> Team:
    """Who is in a project, where their day is, and who is away; for its lead also how much each has to do."""
    members = await rows.members(work.session, project.id)
    until = (work.now + LOOKS_AHEAD).date()
    away = await leaves.of_people(work, [one for _, one in members], until)
    busy = await task_rows.open_by_owner(work.session, project.id) if for_lead else None
    ids = [one.id for _, one in members]
    closed = await people_rows.unreachable(work.session, ids) if for_lead else set()
    return Team(project, tuple(members), tuple(away), work.now, busy, closed)
