"""Questions about workspaces, people and their logins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from storage.models import Account, Channel, Installation, Invite, Leave, Member, Person, Stranger, Workspace
from storage.moments import Moments
from storage.remembering import once
from storage.tenancy import is_live, of_workspace
from storage.words import Platform, Role

INSTALLING = 0x6472756D  # any number that is no other lock's


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody of a project, or of the workspace, as others call them."""

    person: Person
    names: tuple[str, ...]  # display name and handles
    role: Role | None


_INSTALLATION = (
    select(Installation, Workspace)
    .join(Workspace, Workspace.id == Installation.workspace_id)
    .where(Installation.platform == bindparam("platform"), Installation.external_id == bindparam("known_as"))
)


async def installation(
    session: AsyncSession, platform: Platform, external_id: str
) -> tuple[Installation, Workspace] | None:
    """The bot that was spoken to, and its workspace."""
    found = (await session.execute(_INSTALLATION, {"platform": platform, "known_as": external_id})).first()
    return (found[0], found[1]) if found else None


async def lock_installations(session: AsyncSession) -> None:
    """Let one process at a time install, until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(INSTALLING)))


async def only_workspace(session: AsyncSession) -> Workspace | None:
    """The workspace, where there is just one."""
    found = (await session.execute(select(Workspace).order_by(Workspace.id).limit(2))).scalars().all()
    return found[0] if len(found) == 1 else None


async def workspaces_by_settings(session: AsyncSession) -> Sequence[Workspace]:
    """The workspaces of bots whose tokens are in the settings, oldest first."""
    by_settings = select(Installation.workspace_id).where(
        Installation.grant_id.is_(None), Installation.stopped_at.is_(None)
    )
    query = select(Workspace).where(Workspace.id.in_(by_settings)).order_by(Workspace.id)
    return (await session.execute(query)).scalars().all()


_LOGIN = (
    select(Account, Person)
    .join(Person, Person.id == Account.person_id)
    .where(Account.installation_id == bindparam("installation"), Account.external_id == bindparam("known_as"))
)


@once(Account, Person)
async def login(
    session: AsyncSession, installation_id: int, external_id: str
) -> tuple[Account, Person] | None:
    """The account with this id on one installation, and its person."""
    asked = {"installation": installation_id, "known_as": external_id}
    found = (await session.execute(_LOGIN, asked)).first()
    return (found[0], found[1]) if found else None


async def is_told_of(session: AsyncSession, platform: Platform, installed_as: str, external_id: str) -> bool:
    """Whether the platform has told who is behind a login; false for a login that is new."""
    query = (
        select(Account.id)
        .join(Installation, Installation.id == Account.installation_id)
        .where(
            Installation.platform == platform,
            Installation.external_id == installed_as,
            Account.external_id == external_id,
            Account.profile_due_at.is_(None),
        )
    )
    return (await session.execute(query)).first() is not None


async def add_unseen(
    session: AsyncSession, workspace_id: int, installation_id: int, external_id: str, name: str, now: datetime
) -> Person:
    """Keep somebody who was mentioned and has not spoken yet; a duty fetches their profile."""
    found = await session.get_one(Installation, installation_id)
    person = Person(workspace_id=workspace_id, name=name[:100], created_at=now)
    session.add(person)
    await session.flush()
    account = Account(
        workspace_id=workspace_id,
        installation_id=installation_id,
        platform=found.platform,
        external_id=external_id,
        person_id=person.id,
        profile_due_at=now,
        created_at=now,
    )
    session.add(account)
    await session.flush()
    return person


async def calls_due(
    session: AsyncSession, workspace_id: int, now: datetime, limit: int
) -> Sequence[tuple[Account, Person, Installation]]:
    """Who is to be called in a group because they can't be written to, longest waiting first."""
    query = (
        select(Account, Person, Installation)
        .join(Person, Person.id == Account.person_id)
        .join(Installation, Installation.id == Account.installation_id)
        .where(Account.workspace_id == workspace_id, Account.call_at <= now)
        .order_by(Account.call_at, Account.id)
        .limit(limit)
        .with_for_update(of=Account, skip_locked=True)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]


async def unreachable(session: AsyncSession, person_ids: Collection[int]) -> set[int]:
    """Those of these people who can't be written to on any platform."""
    query = select(Account.person_id).where(Account.person_id.in_(person_ids), Account.is_reachable)
    return set(person_ids) - set((await session.execute(query)).scalars())


CALLING = Moments(Account.call_at)


async def profiles_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Account]:
    """Logins of which the platform has not been asked yet."""
    query = (
        select(Account)
        .where(Account.profile_due_at <= now, is_live(Account.workspace_id))
        .order_by(Account.profile_due_at)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def login_by_handle(
    session: AsyncSession, installation_id: int, handle: str
) -> tuple[Account, Person] | None:
    """The account whose handle this is, in any case."""
    query = (
        select(Account, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.installation_id == installation_id, func.lower(Account.handle) == handle.lower())
        .order_by(Account.id)
    )
    found = (await session.execute(query)).first()
    return (found[0], found[1]) if found else None


async def person(session: AsyncSession, workspace_id: int, person_id: int) -> Person | None:
    """One person of a workspace."""
    return await of_workspace(session, Person, workspace_id, person_id)


_PEOPLE = select(Person).where(
    Person.workspace_id == bindparam("workspace"), Person.id.in_(bindparam("ids", expanding=True))
)


async def people(session: AsyncSession, workspace_id: int, ids: Collection[int]) -> dict[int, Person]:
    """People of a workspace by id; without a query those that the session has.

    Those of whom a savepoint took changes back are read anew.
    """
    held = (session.identity_map.get(identity_key(Person, one)) for one in ids)
    fresh = (one for one in held if one is not None and not inspect(one).expired_attributes)
    known = {one.id: one for one in fresh if one.workspace_id == workspace_id}
    asked = [one for one in ids if one not in known]
    if asked:
        found = await session.execute(_PEOPLE, {"workspace": workspace_id, "ids": asked})
        known.update((one.id, one) for one in found.scalars())
    return {one: known[one] for one in ids if one in known}


_ACCOUNTS = (
    select(Account).where(Account.person_id.in_(bindparam("people", expanding=True))).order_by(Account.id)
)


@once(Account)
async def accounts(session: AsyncSession, person_ids: Collection[int]) -> Sequence[Account]:
    """All logins of these people, oldest first."""
    return (await session.execute(_ACCOUNTS, {"people": list(person_ids)})).scalars().all()


async def installed_by_settings(
    session: AsyncSession, platform: Platform, external_id: str = ""
) -> Installation | None:
    """The bot whose token is in the settings; without its id, the only one of its platform."""
    query = select(Installation).where(
        Installation.platform == platform, Installation.grant_id.is_(None), Installation.stopped_at.is_(None)
    )
    if external_id:
        query = query.where(Installation.external_id == external_id)
    found = (await session.execute(query.limit(2))).scalars().all()
    return found[0] if len(found) == 1 else None


async def open_logins(session: AsyncSession, person_ids: Collection[int], besides: int) -> Sequence[Account]:
    """Where these people can be written to besides there, and not where it is down either, oldest first."""
    query = (
        select(Account)
        .join(Installation, Installation.id == Account.installation_id)
        .where(
            Account.person_id.in_(person_ids),
            Account.installation_id != besides,
            Account.is_reachable,
            Installation.stopped_at.is_(None),
            Installation.refused_at.is_(None),
        )
        .order_by(Account.id)
    )
    return (await session.execute(query)).scalars().all()


async def roster(session: AsyncSession, project_id: int) -> list[Mate]:
    """The people of a project, by name."""
    query = (
        select(Person, Member.role, Account.handle)
        .join(Member, Member.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Member.project_id == project_id)
        .order_by(Person.name, Person.id)
    )
    return _mates((await session.execute(query)).all())


async def everybody(session: AsyncSession, workspace_id: int) -> list[Mate]:
    """The people of a workspace, by name; roles are those of a project and None here."""
    query = (
        select(Person, Account.handle)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.workspace_id == workspace_id, Person.gone_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    rows = [(one, None, handle) for one, handle in (await session.execute(query)).all()]
    return _mates(rows)


async def admins(session: AsyncSession, workspace_id: int) -> Sequence[Person]:
    """Who administers the workspace."""
    query = select(Person).where(
        Person.workspace_id == workspace_id, Person.is_admin, Person.gone_at.is_(None)
    )
    return (await session.execute(query)).scalars().all()


_LEAVES = (
    select(Leave)
    .where(Leave.person_id.in_(bindparam("people", expanding=True)), Leave.last >= bindparam("since"))
    .order_by(Leave.first)
)


@once(Leave)
async def leaves(session: AsyncSession, person_ids: Collection[int], since: date) -> Sequence[Leave]:
    """Leave of these people that ends on `since` or later, in order."""
    if not person_ids:
        return []
    return (await session.execute(_LEAVES, {"people": list(person_ids), "since": since})).scalars().all()


async def covered(session: AsyncSession, cover_ids: Collection[int], since: date) -> Sequence[Leave]:
    """Leave that these people stand in for, and that ends on `since` or later, in order."""
    if not cover_ids:
        return []
    query = select(Leave).where(Leave.cover_id.in_(cover_ids), Leave.last >= since).order_by(Leave.first)
    return (await session.execute(query)).scalars().all()


async def leave(session: AsyncSession, workspace_id: int, leave_id: int) -> Leave | None:
    """One leave of a workspace."""
    return await of_workspace(session, Leave, workspace_id, leave_id)


async def invite(session: AsyncSession, workspace_id: int, code: str) -> Invite | None:
    """The invitation whose code has this hash."""
    query = select(Invite).where(Invite.workspace_id == workspace_id, Invite.code == code)
    return (await session.execute(query)).scalar_one_or_none()


async def open_invites(
    session: AsyncSession, project_ids: Collection[int], now: datetime
) -> Sequence[Invite]:
    """The invitations to these projects that stand in a group, and still hold."""
    if not project_ids:
        return []
    query = select(Invite).where(
        Invite.project_id.in_(project_ids), Invite.open_code.is_not(None), Invite.expires_at > now
    )
    return (await session.execute(query)).scalars().all()


async def rosters_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Channel]:
    """Channels whose people are to be asked of the platform."""
    query = (
        select(Channel)
        .where(Channel.roster_due_at <= now, Channel.gone_at.is_(None), is_live(Channel.workspace_id))
        .order_by(Channel.roster_due_at)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def stranger(session: AsyncSession, installation_id: int, external_id: str) -> Stranger | None:
    """Somebody who spoke and was not let in."""
    query = select(Stranger).where(
        Stranger.installation_id == installation_id, Stranger.external_id == external_id
    )
    return (await session.execute(query)).scalar_one_or_none()


def _mates(rows: Sequence[tuple[Person, Role | None, str | None]]) -> list[Mate]:
    found: dict[int, tuple[Person, Role | None, list[str]]] = {}
    for one, role, handle in rows:
        names = found.setdefault(one.id, (one, role, [one.name]))[2]
        if handle and handle not in names:
            names.append(handle)
    return [Mate(one, tuple(names), role) for one, role, names in found.values()]
