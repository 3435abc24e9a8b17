"""Who may change what of a task, and whom to ask else."""

from bot.errors import NotAllowed
from bot.message import Value, phrase
from bot.services.people import rank
from bot.views.task_buttons import Say
from bot.views.tasks import key_of
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Person, Project, Task
from storage.words import Role


async def say_of(work: Work, task: Task, person: Person) -> Say:
    """How much somebody has to say in a task."""
    member = await project_rows.member(work.session, task.project_id, person.id)
    role = member.role if member else None
    if person.is_admin or rank(role) >= rank(Role.LEAD):
        return Say.LEAD
    if rank(role) < rank(Role.MEMBER):
        return Say.NOTHING
    return Say.OWN if person.id in (task.owner_id, task.creator_id) else Say.MEMBER


async def may_settle(work: Work, task: Task, by: Person) -> None:
    """Date, owner and cancelling are for the owner, the creator and the lead.

    Raises:
        NotAllowed: names whom to ask.
    """
    if await say_of(work, task, by) in (Say.OWN, Say.LEAD):
        return
    project = await work.session.get_one(Project, task.project_id)
    owner = await people_rows.person(work.session, work.workspace.id, task.owner_id or task.creator_id)
    raise _not_theirs(task, project, owner.name if owner else "", await _lead(work, project))


def _not_theirs(task: Task, project: Project, name: str, lead: Value) -> NotAllowed:
    key = key_of(task, project)
    if task.owner_id is None and name != lead:
        return NotAllowed("{key} was added by {name}. Ask them, or {lead}.", key=key, name=name, lead=lead)
    if task.owner_id is None:
        return NotAllowed("{key} was added by {name}. Ask them.", key=key, name=name)
    if name != lead:
        return NotAllowed("{key} is {name}'s. Ask them, or {lead}.", key=key, name=name, lead=lead)
    return NotAllowed("{key} is {name}'s. Ask them.", key=key, name=name)


async def may_accept(work: Work, task: Task, by: Person) -> None:
    """A finished task is accepted by its acceptor, or by the lead.

    Raises:
        NotAllowed: names whom to ask.
    """
    if by.id == task.acceptor_id or await say_of(work, task, by) is Say.LEAD:
        return
    project = await work.session.get_one(Project, task.project_id)
    lead = await _lead(work, project)
    acceptor = (
        await people_rows.person(work.session, work.workspace.id, task.acceptor_id)
        if task.acceptor_id is not None
        else None
    )
    name = acceptor.name if acceptor else lead
    raise NotAllowed("{name} accepts {key}. Ask them.", name=name, key=key_of(task, project))


async def may_bring(work: Work, project: Project, person: Person, *, by: Person) -> None:
    """Only a lead brings somebody into the project by giving them a task.

    Raises:
        NotAllowed: names whom to ask.
    """
    if await project_rows.member(work.session, project.id, person.id) is not None or by.is_admin:
        return
    member = await project_rows.member(work.session, project.id, by.id)
    if rank(member.role if member else None) >= rank(Role.LEAD):
        return
    raise NotAllowed(
        "{name} is not in {project}. Ask {lead} to invite them.",
        name=person.name,
        project=project.name,
        lead=await _lead(work, project),
    )


async def _lead(work: Work, project: Project) -> Value:
    leads = await project_rows.leads(work.session, project.id)
    return leads[0].name if leads else phrase("an admin")
