"""Messages on their way out: what is due in a lane, what became of it, and who may deliver."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import Account, Installation, Lease, Offset, OutboxRow, Post
from storage.outbox import FIRST_CONTACT, insert_once
from storage.tenancy import is_live
from storage.types import Moment
from storage.words import OutboxStatus, Platform

WAITING: ColumnElement[OutboxStatus] = literal_column(
    "'waiting'"
)  # as text, or the partial index is not used


@dataclass(frozen=True, slots=True)
class Head:
    """The oldest due message of an address: the only one that may leave now, so that order is kept."""

    id: int
    address: str


async def due_heads(session: AsyncSession, installation_id: int, now: datetime, limit: int) -> list[Head]:
    """The first due message of each address, what is most urgent first.

    An address whose earlier message waits for its next attempt has none, nor one whose first contact is held
    back: nothing overtakes that. Nor has a stopped installation.
    """
    stopped_at = select(Installation.stopped_at).where(Installation.id == installation_id).scalar_subquery()
    earlier = aliased(OutboxRow)
    held_up = select(earlier.address).where(
        earlier.installation_id == installation_id,
        earlier.status == WAITING,
        earlier.next_at > now,
        or_(earlier.attempts > 0, earlier.key.startswith(FIRST_CONTACT)),
    )
    query = (
        select(func.min(OutboxRow.id), OutboxRow.address)
        .where(
            OutboxRow.installation_id == installation_id,
            OutboxRow.status == WAITING,
            OutboxRow.next_at <= now,
            OutboxRow.address.not_in(held_up),
            stopped_at.is_(None),
        )
        .group_by(OutboxRow.address)
        .order_by(func.min(OutboxRow.priority), func.min(OutboxRow.id))
        .limit(limit)
    )
    return [Head(number, address) for number, address in await session.execute(query)]


async def installations_due(session: AsyncSession, now: datetime) -> Sequence[int]:
    """The bots for which a message is due."""
    waits = exists(
        select(OutboxRow.id).where(
            OutboxRow.installation_id == Installation.id,
            OutboxRow.status == WAITING,
            OutboxRow.next_at <= now,
        )
    )
    query = select(Installation.id).where(Installation.stopped_at.is_(None), waits)
    return (await session.execute(query)).scalars().all()


async def claim(session: AsyncSession, ids: Sequence[int], now: datetime) -> list[OutboxRow]:
    """Those of these messages that still wait, in the order given, with the attempt counted.

    What is out of date is dropped.
    """
    query = select(OutboxRow).where(OutboxRow.id.in_(ids), OutboxRow.status == WAITING).with_for_update()
    claimed = []
    for row in sorted((await session.execute(query)).scalars(), key=lambda one: ids.index(one.id)):
        if row.not_after is not None and row.not_after < now:
            row.status = OutboxStatus.DROPPED
            continue
        row.attempts += 1
        claimed.append(row)
    return claimed


async def set_row(session: AsyncSession, row_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """Change a message that still waits; one that was replaced or withdrawn meanwhile is left alone."""
    await session.execute(
        update(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.status == WAITING).values(**values)
    )


async def mark_sent(session: AsyncSession, row_id: int, at: datetime, ref: str = "") -> None:
    """It is there, as this post, whatever was decided about it meanwhile."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id)
        .values(status=OutboxStatus.SENT, sent_at=at, ref=ref or None, error=None)
    )


async def is_said(session: AsyncSession, workspace_id: int, address: str, key: str) -> bool:
    """True if this fact has a message to this address already."""
    query = select(OutboxRow.id).where(
        OutboxRow.workspace_id == workspace_id, OutboxRow.address == address, OutboxRow.key == key
    )
    return (await session.execute(query)).first() is not None


async def remember_post(session: AsyncSession, row: OutboxRow, ref: str, at: datetime) -> None:
    """Note where the message's topic stands now."""
    statement = insert_once(session, Post).values(
        workspace_id=row.workspace_id,
        installation_id=row.installation_id,
        topic=row.topic,
        address=row.address,
        ref=ref,
        at=at,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["installation_id", "topic", "address"], set_={"ref": ref, "at": at}
        )
    )


async def forget_post(session: AsyncSession, row: OutboxRow) -> None:
    """The post of the message's topic is no more."""
    await session.execute(
        delete(Post).where(
            Post.installation_id == row.installation_id,
            Post.topic == row.topic,
            Post.address == row.address,
        )
    )


async def refs(session: AsyncSession, rows: Sequence[OutboxRow]) -> dict[tuple[str, str], str]:
    """Where the topics that these messages edit or go under stand: (topic, address) → ref."""
    topics = {topic for row in rows for topic in (row.topic, row.under) if topic}
    if not topics:
        return {}
    query = select(Post.topic, Post.address, Post.ref).where(
        Post.installation_id == rows[0].installation_id,
        Post.topic.in_(topics),
        Post.address.in_({row.address for row in rows}),
    )
    return {(topic, address): ref for topic, address, ref in await session.execute(query)}


async def logins(session: AsyncSession, installation_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """What these people are called on one installation: person's id → external id."""
    if not person_ids:
        return {}
    query = (
        select(Account.person_id, Account.external_id)
        .where(Account.installation_id == installation_id, Account.person_id.in_(person_ids))
        .order_by(Account.id.desc())
    )
    return {person: login for person, login in await session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


async def set_reachable(
    session: AsyncSession, installation_id: int, external_id: str, *, is_reachable: bool
) -> None:
    """Note that a person can, or can't, be written to on one installation; who can need not be called."""
    values: dict[str, Any] = {"is_reachable": is_reachable}
    if is_reachable:
        values["call_at"] = None
    await session.execute(
        update(Account)
        .where(Account.installation_id == installation_id, Account.external_id == external_id)
        .values(**values)
    )


async def call_from(session: AsyncSession, installation_id: int, external_id: str, at: datetime) -> None:
    """Let somebody be called in their group from then on, unless they are being called already."""
    await session.execute(
        update(Account)
        .where(
            Account.installation_id == installation_id,
            Account.external_id == external_id,
            Account.call_at.is_(None),
        )
        .values(call_at=at)
    )


async def unpark(session: AsyncSession, installation_id: int, address: str, now: datetime) -> None:
    """Let out what waits for a sign of life from this address: it is due now."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.installation_id == installation_id,
            OutboxRow.address == address,
            OutboxRow.status == OutboxStatus.PARKED,
        )
        .values(status=OutboxStatus.WAITING, next_at=now, error=None)
    )


async def platform_of(session: AsyncSession, installation_id: int) -> Platform:
    """The platform of an installation, on which the limits of its lane depend."""
    query = select(Installation.platform).where(Installation.id == installation_id)
    return (await session.execute(query)).scalar_one()


async def refused_since(session: AsyncSession, installation_id: int) -> datetime | None:
    """Since when a platform has refused the installation's token; None where it takes it."""
    query = select(Installation.refused_at).where(Installation.id == installation_id)
    return (await session.execute(query)).scalar_one_or_none()


async def next_due(session: AsyncSession, after: datetime | None = None) -> datetime | None:
    """When the next message is due, in any lane; only those after a moment, if one is given."""
    query = select(func.min(OutboxRow.next_at)).where(
        OutboxRow.status == WAITING, is_live(OutboxRow.workspace_id)
    )
    if after is not None:
        query = query.where(OutboxRow.next_at > after)
    return (await session.execute(query)).scalar_one()


async def take_lease(session: AsyncSession, name: str, holder: str, seconds: float) -> bool:
    """Take or prolong a part that one process at a time may play; by the database's clock."""
    now = (await session.execute(select(func.now(type_=Moment())))).scalar_one()
    until = now + timedelta(seconds=seconds)
    statement = insert_once(session, Lease).values(name=name, holder=holder, until=until)
    taken = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": until},
            where=(Lease.holder == holder) | (Lease.until < now),
        ).returning(Lease.name)
    )
    return taken.first() is not None


async def lease_holder(session: AsyncSession, name: str) -> str | None:
    """Who holds it."""
    return (await session.execute(select(Lease.holder).where(Lease.name == name))).scalar_one_or_none()


async def give_lease(session: AsyncSession, name: str, holder: str) -> None:
    """Let somebody else have it at once."""
    await session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


async def offset(session: AsyncSession, name: str) -> int | None:
    """How far a stream of updates was worked off."""
    return (await session.execute(select(Offset.value).where(Offset.name == name))).scalar_one_or_none()


async def set_offset(session: AsyncSession, name: str, value: int) -> None:
    """Note how far a stream of updates was worked off."""
    statement = insert_once(session, Offset).values(name=name, value=value)
    await session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def backlog(session: AsyncSession, statuses: Collection[OutboxStatus]) -> dict[OutboxStatus, int]:
    """How many messages stand where, in all workspaces: for whoever runs the bot."""
    query = (
        select(OutboxRow.status, func.count())
        .where(OutboxRow.status.in_(statuses))
        .group_by(OutboxRow.status)
    )
    return {status: number for status, number in await session.execute(query)}  # noqa: C416 - as above
