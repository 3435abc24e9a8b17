"""Questions about projects, their members, places and milestones."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import Channel, Member, Milestone, Person, Project, ProjectDay
from storage.remembering import forget, once
from storage.tenancy import of_workspace
from storage.words import MilestoneStatus, ProjectStatus, Role


async def by_id(session: AsyncSession, workspace_id: int, project_id: int) -> Project | None:
    """One project of a workspace."""
    return await of_workspace(session, Project, workspace_id, project_id)


async def by_key(session: AsyncSession, workspace_id: int, key: str) -> Project | None:
    """The project with this key, in any case."""
    query = select(Project).where(Project.workspace_id == workspace_id, Project.key == key.upper())
    return (await session.execute(query)).scalar_one_or_none()


async def with_key(session: AsyncSession, key: str) -> Sequence[Project]:
    """The projects with this key, in any workspace: for whoever has the server."""
    return (await session.execute(select(Project).where(Project.key == key.upper()).limit(2))).scalars().all()


async def all_of(session: AsyncSession, workspace_id: int) -> Sequence[Project]:
    """All projects of a workspace, open ones first."""
    query = select(Project).where(Project.workspace_id == workspace_id).order_by(Project.status, Project.key)
    return (await session.execute(query)).scalars().all()


@once(Project, Member)
async def of_person(session: AsyncSession, person_id: int) -> Sequence[tuple[Project, Member]]:
    """The open projects somebody is in, last used first."""
    query = (
        select(Project, Member)
        .join(Member, Member.project_id == Project.id)
        .where(Member.person_id == person_id, Project.status != ProjectStatus.CLOSED)
        .order_by(Member.last_used_at.is_(None), Member.last_used_at.desc(), Project.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def asleep(session: AsyncSession, person_id: int) -> Sequence[tuple[Project, Member]]:
    """The paused and closed projects somebody is in, last used first."""
    query = (
        select(Project, Member)
        .join(Member, Member.project_id == Project.id)
        .where(Member.person_id == person_id, Project.status != ProjectStatus.ACTIVE)
        .order_by(Member.last_used_at.is_(None), Member.last_used_at.desc(), Project.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def lock(session: AsyncSession, project_id: int) -> Project:
    """The project's row, held until the end of the transaction: its number line, and no circles meanwhile."""
    if session.get_bind().dialect.name == "sqlite":  # nobody else writes from the unit's beginning on
        return await session.get_one(Project, project_id)
    forget(session)  # others may have written while we waited
    query = select(Project).where(Project.id == project_id).with_for_update()
    return (await session.execute(query, execution_options={"populate_existing": True})).scalar_one()


_MEMBER = select(Member).where(
    Member.project_id == bindparam("project"), Member.person_id == bindparam("person")
)


@once(Member, is_settled=True)
async def member(session: AsyncSession, project_id: int, person_id: int) -> Member | None:
    """Somebody's place in a project."""
    asked = {"project": project_id, "person": person_id}
    return (await session.execute(_MEMBER, asked)).scalar_one_or_none()


async def was_added(session: AsyncSession, person_id: int) -> bool:
    """Whether somebody else has put this person into a project."""
    query = select(Member.id).where(
        Member.person_id == person_id, Member.added_by.is_not(None), Member.added_by != person_id
    )
    return (await session.execute(query.limit(1))).first() is not None


_MEMBERS = (
    select(Member, Person)
    .join(Person, Person.id == Member.person_id)
    .where(Member.project_id == bindparam("project"))
    .order_by(Person.name, Person.id)
)


@once(Member, Person)
async def members(session: AsyncSession, project_id: int) -> list[tuple[Member, Person]]:
    """Everybody in a project, by name."""
    return [(row[0], row[1]) for row in (await session.execute(_MEMBERS, {"project": project_id})).all()]


async def leads(session: AsyncSession, project_id: int) -> Sequence[Person]:
    """Who leads a project, longest first."""
    return await with_role(session, project_id, Role.LEAD)


async def leads_of(session: AsyncSession, person_id: int) -> dict[int, tuple[Person, list[Project]]]:
    """Who leads somebody, and in which open projects, by the lead's id; not they themselves."""
    theirs, leading = aliased(Member), aliased(Member)
    query = (
        select(Person, Project)
        .join(leading, leading.person_id == Person.id)
        .join(Project, Project.id == leading.project_id)
        .join(theirs, theirs.project_id == Project.id)
        .where(
            theirs.person_id == person_id,
            leading.role == Role.LEAD,
            leading.person_id != person_id,
            Person.gone_at.is_(None),
            Project.status != ProjectStatus.CLOSED,
        )
        .order_by(Project.id, leading.id)
    )
    found: dict[int, tuple[Person, list[Project]]] = {}
    for person, project in (await session.execute(query)).all():
        found.setdefault(person.id, (person, []))[1].append(project)
    return found


async def left_without_lead(session: AsyncSession, person_id: int) -> Sequence[Project]:
    """The open projects that somebody who is gone was the only one to lead."""
    theirs, others = aliased(Member), aliased(Member)
    somebody = (
        select(others.id)
        .join(Person, Person.id == others.person_id)
        .where(
            others.project_id == Project.id,
            others.person_id != person_id,
            others.role == Role.LEAD,
            Person.gone_at.is_(None),
        )
    )
    query = (
        select(Project)
        .join(theirs, theirs.project_id == Project.id)
        .where(
            theirs.person_id == person_id,
            theirs.role == Role.LEAD,
            Project.status != ProjectStatus.CLOSED,
            ~somebody.exists(),
        )
        .order_by(Project.id)
    )
    return (await session.execute(query)).scalars().all()


async def with_role(session: AsyncSession, project_id: int, role: Role) -> Sequence[Person]:
    """Who has this role in a project, longest first."""
    query = (
        select(Person)
        .join(Member, Member.person_id == Person.id)
        .where(Member.project_id == project_id, Member.role == role, Person.gone_at.is_(None))
        .order_by(Member.id)
    )
    return (await session.execute(query)).scalars().all()


_CHANNEL = (
    select(Channel, Project)
    .outerjoin(Project, Project.id == Channel.project_id)
    .where(
        Channel.installation_id == bindparam("installation"),
        Channel.external_id == bindparam("chat"),
        or_(Channel.thread == bindparam("thread"), Channel.thread == ""),
    )
    .order_by(func.length(Channel.thread).desc())
)


@once(Channel, Project)
async def channel(
    session: AsyncSession, installation_id: int, external_id: str, thread: str = ""
) -> tuple[Channel, Project | None] | None:
    """A known place and the project bound to it; a topic without a binding of its own is its group's."""
    asked = {"installation": installation_id, "chat": external_id, "thread": thread}
    found = (await session.execute(_CHANNEL, asked)).first()
    return (found[0], found[1]) if found else None


_CHANNELS = (
    select(Channel)
    .where(Channel.project_id == bindparam("project"), Channel.gone_at.is_(None))
    .order_by(Channel.id)
)


@once(Channel)
async def channels(session: AsyncSession, project_id: int) -> Sequence[Channel]:
    """The places a project lives in, oldest first."""
    return (await session.execute(_CHANNELS, {"project": project_id})).scalars().all()


async def channels_of_person(
    session: AsyncSession, installation_id: int, person_id: int
) -> Sequence[Channel]:
    """The places on one installation where projects of somebody live, oldest first."""
    query = (
        select(Channel)
        .join(Member, Member.project_id == Channel.project_id)
        .join(Project, Project.id == Channel.project_id)
        .where(
            Channel.installation_id == installation_id,
            Channel.gone_at.is_(None),
            Member.person_id == person_id,
            Project.status == ProjectStatus.ACTIVE,
        )
        .order_by(Channel.id)
    )
    return (await session.execute(query)).scalars().all()


async def are_private(session: AsyncSession, project_ids: Collection[int]) -> bool:
    """Whether one of these projects lives in a private channel: then only its members see it."""
    query = select(Channel.id).where(
        Channel.project_id.in_(project_ids), Channel.is_private, Channel.gone_at.is_(None)
    )
    return (await session.execute(query.limit(1))).first() is not None


_DAYS = select(ProjectDay).where(ProjectDay.project_id == bindparam("project")).order_by(ProjectDay.day)


@once(ProjectDay)
async def days(session: AsyncSession, project_id: int) -> Sequence[ProjectDay]:
    """The days that are a project's own, in order."""
    return (await session.execute(_DAYS, {"project": project_id})).scalars().all()


_MILESTONES = (
    select(Milestone)
    .where(Milestone.project_id == bindparam("project"), Milestone.status == MilestoneStatus.OPEN)
    .order_by(Milestone.promised, Milestone.id)
)


@once(Milestone)
async def milestones(session: AsyncSession, project_id: int) -> Sequence[Milestone]:
    """A project's open milestones, the next one first."""
    return (await session.execute(_MILESTONES, {"project": project_id})).scalars().all()


async def every_milestone(session: AsyncSession, project_id: int) -> Sequence[Milestone]:
    """A project's milestones, those that were met or given up as well."""
    query = select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.id)
    return (await session.execute(query)).scalars().all()


async def channels_of_chat(session: AsyncSession, installation_id: int, chat: str) -> Sequence[Channel]:
    """A chat's known places: itself, and its topics."""
    query = (
        select(Channel)
        .where(Channel.installation_id == installation_id, Channel.external_id == chat)
        .order_by(Channel.thread)
    )
    return (await session.execute(query)).scalars().all()
