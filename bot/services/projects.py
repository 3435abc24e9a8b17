"""Projects: made, bound to places, joined and left."""

from collections.abc import Sequence

from bot.command import Request
from bot.command.folding import fold
from bot.errors import NotFound, Refused
from bot.services import introductions, project_keys, warnings
from bot.views.projects import STATUS, Whole
from bot.work import Work
from storage import people as people_rows
from storage import projects as rows
from storage import standups as standup_rows
from storage import tasks as task_rows
from storage.models import Channel, Installation, Member, Person, Project
from storage.words import ProjectStatus, Role

LONGEST_NAME = 100


async def create(
    work: Work, name: str, *, by: Person, key: str | None = None, zone: str | None = None
) -> Project:
    """Make a project that `by` leads.

    Raises:
        Refused: the key is taken or is none.
    """
    name = name_given(name)
    wanted = project_keys.checked(key or await project_keys.free(work, name))
    if await rows.by_key(work.session, work.workspace.id, wanted) is not None:
        raise Refused("{key} is taken. Choose another key.", key=wanted, field="key")
    project = await work.add(
        Project(
            workspace_id=work.workspace.id,
            key=wanted,
            name=name,
            zone=zone or await work.zone_of(by),
            language=by.language,
            created_at=work.now,
        )
    )
    await join(work, project, by, role=Role.LEAD, by=by)
    return project


async def join(work: Work, project: Project, person: Person, *, role: Role, by: Person | None) -> Member:
    """Put somebody into a project, or leave them as they are in it; who is added by others is told so."""
    known = await rows.member(work.session, project.id, person.id)
    if known is not None:
        return known
    member = await work.add(
        Member(
            workspace_id=work.workspace.id,
            project_id=project.id,
            person_id=person.id,
            role=role,
            added_by=by.id if by else None,
            created_at=work.now,
        )
    )
    await introductions.introduce(work, member, person, project)
    return member


async def bind(work: Work, project: Project, channel: Channel) -> None:
    """Let a project live in a channel."""
    work.set(channel, project_id=project.id, gone_at=None, language=None)


async def set_status(work: Work, project: Project, status: ProjectStatus) -> None:
    """Pause, close or wake a project.

    Raises:
        Refused: it is so already.
    """
    if not work.set(project, status=status):
        raise Refused("{project} is {status} already.", project=project.name, status=STATUS[status])
    if status is ProjectStatus.CLOSED:
        await warnings.close(work, project)


async def open_tasks(work: Work, project: Project) -> int:
    """How many tasks of a project are open."""
    return await task_rows.count_open(work.session, project.id)


async def rename(work: Work, project: Project, name: str) -> None:
    """Give a project another name; its key stays.

    Raises:
        Refused: the name is empty or too long.
    """
    work.set(project, name=name_given(name))


NOBODY = frozenset({"nobody", "none", "no one", "off", "无", "无人", "没有", "不用", "不需要", "取消"})


async def set_acceptor(work: Work, project: Project, person: Person | None, text: str) -> None:
    """Say who accepts what is done in a project where its task says nobody else; `text` may say "nobody".

    Raises:
        NotFound: it names nobody here.
        Refused: they only look on, or have left.
    """
    if person is None:
        if fold(text) not in NOBODY:
            raise NotFound("I don't know {name} here.", name=text[:40])
        work.set(project, accepts_by=None)
        return
    if person.gone_at is not None:
        raise Refused("{name} is no longer here.", name=person.name)
    member = await join(work, project, person, role=Role.MEMBER, by=work.actor)
    if member.role is Role.OBSERVER:
        raise Refused(
            "{name} looks on in {project}, and accepts nothing.", name=person.name, project=project.name
        )
    work.set(project, accepts_by=person.id)


async def acceptor(work: Work, project: Project) -> Person | None:
    """Who accepts what is done in a project; None if nobody does, or who did is no longer in it."""
    if project.accepts_by is None or await rows.member(work.session, project.id, project.accepts_by) is None:
        return None
    person = await people_rows.person(work.session, work.workspace.id, project.accepts_by)
    return person if person is not None and person.gone_at is None else None


def name_given(text: str) -> str:
    """Return a project's name in one line.

    Raises:
        Refused: it is empty or too long.
    """
    name = " ".join(text.split()).strip("\"“”'「」").strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused("A project's name has 1 to {n} characters.", n=LONGEST_NAME, field="text")
    return name


async def of(work: Work, project: Project) -> Whole:
    """Gather what there is to say about a project."""
    session = work.session
    return Whole(
        project=project,
        leads=tuple(await rows.leads(session, project.id)),
        size=len(await rows.members(session, project.id)),
        channels=tuple(await rows.channels(session, project.id)),
        standup=next(iter(await standup_rows.of_project(session, project.id)), None),
        milestones=tuple(await rows.milestones(session, project.id)),
        acceptor=await acceptor(work, project),
    )


async def start(request: Request, text: str, people: Sequence[Person]) -> Project:
    """Make a project where it was asked for, with these people in it."""
    name, key = project_keys.named(text)
    _must_have_room(request)
    if key is not None:
        await project_keys.must_be_free(request, project_keys.checked(key))
    project = await create(request.work, name, by=request.actor, key=key)
    await settle(request.work, project, request)
    for person in people:
        await join(request.work, project, person, role=Role.MEMBER, by=request.actor)
    return project


def _must_have_room(request: Request, project: Project | None = None) -> None:
    """Refuse a place in which another project lives.

    Raises:
        Refused: names it.
    """
    here = request.project if not request.is_direct else None
    if here is not None and (project is None or here.id != project.id):
        raise Refused("{project} lives here already.", project=here.name)


async def move_in(work: Work, project: Project, request: Request) -> None:
    """Let a project live in the channel where that was said.

    Raises:
        Refused: it was said in a direct message, or another project lives there.
    """
    if request.is_direct:
        raise Refused("Say that in the channel where the project shall live.")
    await settle(work, project, request)


async def settle(work: Work, project: Project, request: Request) -> None:
    """Let a project live where it was asked for; in a direct message it lives nowhere yet.

    Raises:
        Refused: another project lives there.
    """
    if request.is_direct:
        return
    _must_have_room(request, project)
    place = request.incoming.place
    channel = request.channel
    if channel is None or channel.thread != place.thread:
        installation = await work.session.get_one(Installation, request.here.installation_id)
        channel = await work.add(
            Channel(
                workspace_id=work.workspace.id,
                installation_id=installation.id,
                platform=installation.platform,
                external_id=place.chat,
                thread=place.thread,
                name=place.name,
                is_private=place.is_private,
                created_at=work.now,
            )
        )
    is_second = bool(await rows.channels(work.session, project.id))
    await bind(work, project, channel)
    if is_second and request.actor.language != project.language:
        work.set(channel, language=request.actor.language)  # each place in its language
    request.channel, request.project = channel, project
