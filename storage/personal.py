"""All that is held of one person, and how it goes: their own rows, their part of others, and their name."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, cast, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import (
    Account,
    Base,
    Blocker,
    Change,
    Channel,
    Day,
    Event,
    Invite,
    Leave,
    LinkCode,
    Member,
    Milestone,
    Note,
    OutboxRow,
    Person,
    Post,
    Project,
    ProjectDay,
    Question,
    Seat,
    Standup,
    StandupAnswer,
    Stranger,
    Task,
    Upload,
    Urge,
    Workspace,
)

# Which rows of a table are somebody's, by the columns that name them; in the order of an export.
THEIRS: Mapping[type[Base], tuple[str, ...]] = {
    Person: ("id",),
    Account: ("person_id",),
    Member: ("person_id",),
    Leave: ("person_id", "cover_id"),
    Note: ("person_id",),
    StandupAnswer: ("person_id",),
    Task: ("owner_id", "creator_id", "acceptor_id"),
    Blocker: ("raiser_id", "owner_id", "resolved_by"),
    Urge: ("asker_id", "person_id"),
    Seat: ("person_id",),
    Day: ("person_id",),
    Question: ("person_id",),
    Upload: ("person_id",),
    Invite: ("created_by", "used_by"),
    LinkCode: ("person_id", "asked_by"),
    OutboxRow: ("person_id",),
    Change: ("actor_id",),
}
# What goes with them. The others are the project's record, and stay with somebody who has no name.
ONLY_THEIRS: tuple[type[Base], ...] = (
    Account, Member, Leave, Note, Seat, Day, Question, Upload, LinkCode, OutboxRow,
)  # fmt: skip
# Where people's texts stand, their own and those of others: a name may be in them.
TEXTS: Mapping[type[Base], tuple[str, ...]] = {
    Workspace: ("name",),
    Project: ("name",),
    ProjectDay: ("name",),
    Channel: ("name",),
    Milestone: ("name", "move_reason"),
    Standup: ("name", "questions"),
    StandupAnswer: ("body", "plan", "obstacle"),
    Task: ("title", "reject_reason"),
    Note: ("body",),
    Blocker: ("reason", "outside", "resolution"),
    Question: ("body",),
    Upload: ("name",),
    Event: ("before", "after"),
    OutboxRow: ("message", "error"),
}
AT_ONCE = 200  # rows named in one statement
SECRET = frozenset({"code", "open_code"})

Rename = Callable[[Any], Any]


async def held(session: AsyncSession, person_ids: Collection[int]) -> dict[str, list[dict[str, Any]]]:
    """All rows that are somebody's, by table, and what their changes changed."""
    found = {
        table.__tablename__: [_columns(row) for row in await _rows(session, table, names, person_ids)]
        for table, names in THEIRS.items()
    }
    query = select(Event).join(Change, Change.id == Event.change_id).where(Change.actor_id.in_(person_ids))
    events = (await session.execute(query.order_by(Event.id))).scalars()
    return {**found, Event.__tablename__: [_columns(row) for row in events]}


async def all_of(session: AsyncSession, person: Person) -> set[int]:
    """The ids of somebody: their own, and of those who were joined with them when logins were linked."""
    logins = select(Account.id).where(Account.person_id == person.id)
    query = select(Event.before).where(
        Event.workspace_id == person.workspace_id,
        Event.entity == Account.__tablename__,
        Event.entity_id.in_(logins),
    )
    before = {one.get("person_id") for one in (await session.execute(query)).scalars()}
    ids = [one for one in before if isinstance(one, int)]
    gone = select(Person.id).where(
        Person.workspace_id == person.workspace_id, Person.id.in_(ids), Person.gone_at.is_not(None)
    )
    alone = ~select(Account.id).where(Account.person_id == Person.id).exists()
    return {person.id, *(await session.execute(gone.where(alone))).scalars()}


async def by_name(session: AsyncSession, workspace_id: int) -> list[tuple[Person, str]]:
    """Everybody with a login, those who have left included but last, and their handles."""
    query = (
        select(Person, Account.handle)
        .join(Account, Account.person_id == Person.id)
        .where(Person.workspace_id == workspace_id)
        .order_by(Person.gone_at.is_not(None), Person.name, Person.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def called(session: AsyncSession, name: str) -> Sequence[Person]:
    """Who has this name or handle, in any case, or this id on a platform; whatever the workspace."""
    wanted = name.removeprefix("@").lower()
    theirs = select(Account.person_id).where(
        or_(func.lower(Account.handle) == wanted, Account.external_id == name)
    )
    query = select(Person).where(or_(func.lower(Person.name) == wanted, Person.id.in_(theirs)))
    has_login = select(Account.id).where(Account.person_id == Person.id).exists()
    return (await session.execute(query.where(has_login).order_by(Person.id))).scalars().all()


async def drop(session: AsyncSession, workspace_id: int, person_ids: Collection[int]) -> None:
    """Remove what is only theirs, what was sent to them, and what the trail tells of it."""
    logins = (await session.execute(select(Account).where(Account.person_id.in_(person_ids)))).scalars().all()
    addresses = await _addresses(session, logins, person_ids)
    await _blank_origins(session, workspace_id, person_ids)
    await _blank_trail(session, workspace_id, person_ids)
    for table in (OutboxRow, Post, Question):
        await session.execute(
            delete(table).where(table.workspace_id == workspace_id, table.address.in_(addresses))
        )
    for one in logins:
        await session.execute(
            delete(Stranger).where(
                Stranger.installation_id == one.installation_id, Stranger.external_id == one.external_id
            )
        )
    await session.execute(update(Leave).where(Leave.cover_id.in_(person_ids)).values(cover_id=None))
    for kind in ONLY_THEIRS:
        await session.execute(delete(kind).where(_names(kind, THEIRS[kind], person_ids)))
    await session.execute(
        update(StandupAnswer)
        .where(StandupAnswer.person_id.in_(person_ids))
        .values(body="", plan="", obstacle="", said_in="", next_at=None)
    )


async def blank(session: AsyncSession, person_ids: Collection[int], name: str, now: datetime) -> None:
    """Leave nothing of them but a number, and what they are called now."""
    kept = {"id", "workspace_id", "created_at"}
    empty = {one.key: None for one in Person.__table__.columns if one.nullable and one.key not in kept}
    values = {**empty, "name": name, "chosen": "", "is_admin": False, "in_channel": False, "gone_at": now}
    await session.execute(update(Person).where(Person.id.in_(person_ids)).values(values))


async def is_final(session: AsyncSession, change_id: int) -> None:
    """Nothing takes this change back: it counts as taken back by itself."""
    await session.execute(update(Change).where(Change.id == change_id).values(undone_by=change_id))


async def rename_in_texts(
    session: AsyncSession, workspace_id: int, names: Sequence[str], rename: Rename, in_message: Rename
) -> int:
    """Change what people wrote, and the trail, wherever one of the names may stand.

    `in_message` does it in a message of the outbox. Returns how many rows were changed.
    """
    if not names:
        return 0
    changed = 0
    for table, columns in TEXTS.items():
        changed += await _rename_in(session, workspace_id, table, columns, names, rename, in_message)
    return changed


async def _rename_in(
    session: AsyncSession,
    workspace_id: int,
    table: type[Any],
    columns: Sequence[str],
    names: Sequence[str],
    rename: Rename,
    in_message: Rename,
) -> int:
    within = table.id if table is Workspace else table.workspace_id
    like = [_may_hold(getattr(table, column), names) for column in columns]
    changed = 0
    for row in (await session.execute(select(table).where(within == workspace_id, or_(*like)))).scalars():
        before = {column: getattr(row, column) for column in columns}
        after = {
            column: (in_message if column == "message" else rename)(value) for column, value in before.items()
        }
        for column, value in after.items():
            setattr(row, column, value)
        changed += before != after
    await session.flush()
    return changed


def _may_hold(column: InstrumentedAttribute[Any], names: Sequence[str]) -> ColumnElement[bool]:
    """Whether a name stands in a column, in any case; JSON may have it escaped."""
    told = func.lower(cast(column, Text))
    needles = {one.lower() for one in names}
    if isinstance(column.type, JSON):
        needles |= {json.dumps(one)[1:-1].lower() for one in names}
    return or_(*(told.contains(one, autoescape=True) for one in sorted(needles)))


async def _rows(
    session: AsyncSession, table: type[Any], names: Sequence[str], person_ids: Collection[int]
) -> Sequence[Any]:
    query = select(table).where(_names(table, names, person_ids)).order_by(table.id)
    return (await session.execute(query)).scalars().all()


def _names(table: type[Any], columns: Sequence[str], person_ids: Collection[int]) -> ColumnElement[bool]:
    if table is Leave:
        columns = ("person_id",)  # one that they cover is somebody else's
    return or_(*(getattr(table, column).in_(person_ids) for column in columns))


def _columns(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    return {one.key: getattr(row, one.key) for one in row.__mapper__.column_attrs if one.key not in SECRET}


async def _addresses(
    session: AsyncSession, logins: Sequence[Account], person_ids: Collection[int]
) -> set[str]:
    """Where they were written to: their logins, and the private chats that they spoke in."""
    told = select(OutboxRow.address).where(OutboxRow.person_id.in_(person_ids))
    asked = select(Question.address).where(Question.person_id.in_(person_ids))
    places = select(Channel.external_id).where(
        Channel.installation_id.in_({one.installation_id for one in logins})
    )
    used = {*(await session.execute(told)).scalars(), *(await session.execute(asked)).scalars()}
    channels = set((await session.execute(places)).scalars())
    private = {one for one in used if one.partition("#")[0] not in channels}
    return {f"{mark}{one.external_id}" for one in logins for mark in ("@", "home:", "")} | private


async def _blank_origins(session: AsyncSession, workspace_id: int, person_ids: Collection[int]) -> None:
    """Where they said something: a channel stays, a private chat becomes its platform alone."""
    channels = await session.execute(
        select(Channel.platform, Channel.external_id).where(Channel.workspace_id == workspace_id)
    )
    known = {f"{platform}/{chat}" for platform, chat in channels}
    query = select(Change.origin).where(Change.actor_id.in_(person_ids)).distinct()
    for origin in (await session.execute(query)).scalars():
        if origin not in known:
            await session.execute(
                update(Change)
                .where(Change.actor_id.in_(person_ids), Change.origin == origin)
                .values(origin=origin.partition("/")[0])
            )


async def _blank_trail(session: AsyncSession, workspace_id: int, person_ids: Collection[int]) -> None:
    """That something happened to these rows stays; what it was goes, with what was there before."""
    tables = [Person.__tablename__, StandupAnswer.__tablename__, *(one.__tablename__ for one in ONLY_THEIRS)]
    of_them = or_(
        *(values["person_id"].as_integer().in_(person_ids) for values in (Event.before, Event.after))
    )
    query = select(Event.entity, Event.entity_id).where(
        Event.workspace_id == workspace_id, Event.entity.in_(tables), of_them
    )
    rows = {(row[0], row[1]) for row in (await session.execute(query.distinct())).all()}
    rows |= {(Person.__tablename__, one) for one in person_ids}
    for some in batched(sorted(rows)):
        await session.execute(
            update(Event)
            .where(Event.workspace_id == workspace_id, tuple_(Event.entity, Event.entity_id).in_(some))
            .values(before={}, after={})
        )


def batched(rows: Sequence[tuple[str, int]]) -> Iterator[Sequence[tuple[str, int]]]:
    """As many at a time as a statement takes."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
