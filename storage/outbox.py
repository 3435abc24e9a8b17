"""Messages on their way: written by a unit of work, read by delivery."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import DeliveryKey, OutboxRow, Post
from storage.words import OutboxStatus

FIRST_CONTACT = "added/"  # begins the key of what is held back until the platform has told who that is
REFRESH = "refresh/"  # at the front of a key: an edit of what stands further up
EARLIER = "earlier/"  # begins the topic of a post that a newer one of the same topic has taken the place of
RODE = "rode/"  # at the front of a key and a ref: what went back on an acknowledgement, for nobody to send
TOLD = "told/"  # at the front of a key: whoever gets it shall notice it, so no edit takes its place


def insert_once(session: AsyncSession, table: type[Any]) -> sqlite.Insert | postgresql.Insert:
    """An insert that can leave out what is there already, for the database in use."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def add(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put messages in; one whose key was said to the same address before is left out."""
    statement: Insert = insert_once(session, OutboxRow).on_conflict_do_nothing(
        index_elements=["workspace_id", "address", "key"]
    )
    await session.execute(statement, [dict(row) for row in rows])


async def drop_topics(session: AsyncSession, workspace_id: int, places: Collection[tuple[str, str]]) -> None:
    """Leave unsaid what still waits under these (topic, address) pairs: something newer replaces it.

    What has to be noticed stays, and is edited as soon as it is there.
    """
    for topic, address in places:
        await session.execute(
            update(OutboxRow)
            .where(
                OutboxRow.workspace_id == workspace_id,
                OutboxRow.topic == topic,
                OutboxRow.address == address,
                OutboxRow.status == OutboxStatus.WAITING,
            )
            .values(status=OutboxStatus.DROPPED)
        )


async def drop_held_back(session: AsyncSession, workspace_id: int, topic: str, now: datetime) -> set[int]:
    """Leave unsaid what waits for somebody's morning; return for whom nothing is to be said of it now."""
    statement = (
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.topic == topic,
            OutboxRow.status == OutboxStatus.WAITING,
            OutboxRow.attempts == 0,
            OutboxRow.next_at > now,
        )
        .values(status=OutboxStatus.DROPPED)
        .returning(OutboxRow.person_id)
        .execution_options(synchronize_session=False)
    )
    found = set((await session.execute(statement)).scalars())
    return {one for one in found if one is not None}


async def withdraw(session: AsyncSession, workspace_id: int, change_id: int) -> None:
    """Leave unsaid what a change decided on and nobody has got yet."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.change_id == change_id,
            OutboxRow.status.in_((OutboxStatus.WAITING, OutboxStatus.PARKED)),
        )
        .values(status=OutboxStatus.DROPPED)
    )


async def reached(session: AsyncSession, workspace_id: int, change_id: int, key: str = "") -> set[int]:
    """Who has got something that a change decided on, and whose key begins so."""
    query = select(OutboxRow.person_id).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.change_id == change_id,
        OutboxRow.key.startswith(key, autoescape=True),
        OutboxRow.status == OutboxStatus.SENT,
        OutboxRow.person_id.is_not(None),
    )
    return {one for one in (await session.execute(query)).scalars() if one is not None}


async def silence(session: AsyncSession, workspace_id: int, person_id: int) -> None:
    """Leave unsaid what is on its way to somebody who wants to hear nothing, but for what insists."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.person_id == person_id,
            OutboxRow.address.startswith("@"),
            OutboxRow.status.in_((OutboxStatus.WAITING, OutboxStatus.PARKED)),
            OutboxRow.insists.is_(False),
        )
        .values(status=OutboxStatus.DROPPED)
    )


async def known_better(
    session: AsyncSession, workspace_id: int, person_id: int, language: str, zone: str, now: datetime
) -> None:
    """Tell what waits for somebody as they read it; what was held back until that was known goes out."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.person_id == person_id,
            OutboxRow.status.in_((OutboxStatus.WAITING, OutboxStatus.PARKED)),
        )
        .values(language=language, zone=zone)
    )
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.person_id == person_id,
            OutboxRow.status == OutboxStatus.WAITING,
            OutboxRow.key.startswith(FIRST_CONTACT),
            OutboxRow.next_at > now,
        )
        .values(next_at=now)
    )


async def reword(
    session: AsyncSession, workspace_id: int, person_id: int, key: str, message: Mapping[str, Any]
) -> None:
    """Say something else under a key, where it was not said yet."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.person_id == person_id,
            OutboxRow.key == key,
            OutboxRow.status.in_((OutboxStatus.WAITING, OutboxStatus.PARKED)),
            OutboxRow.attempts == 0,
        )
        .values(message=message)
    )


async def has_parked(
    session: AsyncSession, workspace_id: int, installation_id: int, person_id: int, now: datetime
) -> bool:
    """Whether something that is not out of date waits for somebody who can't be written to there."""
    query = select(OutboxRow.id).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.installation_id == installation_id,
        OutboxRow.person_id == person_id,
        OutboxRow.status == OutboxStatus.PARKED,
        or_(OutboxRow.not_after.is_(None), OutboxRow.not_after >= now),
    )
    return (await session.execute(query.limit(1))).first() is not None


_KEYS = DeliveryKey.metadata.tables[DeliveryKey.__tablename__]
_HEARD: dict[str, Any] = {"key": bindparam("key"), "at": bindparam("at")}
_HEAR = {
    "sqlite": sqlite.insert(_KEYS).values(_HEARD).on_conflict_do_nothing().returning(_KEYS.c.key),
    "postgresql": postgresql.insert(_KEYS).values(_HEARD).on_conflict_do_nothing().returning(_KEYS.c.key),
}


async def hear(session: AsyncSession, key: str, at: datetime) -> bool:
    """Note a delivery; false if it was noted before."""
    statement = _HEAR[session.get_bind().dialect.name]
    noted = await session.execute(statement, {"key": key, "at": at})
    return noted.first() is not None  # not by rowcount: on PostgreSQL it says -1 for this


async def post_by_ref(session: AsyncSession, installation_id: int, ref: str) -> Post | None:
    """The topic that stands in this post."""
    query = (
        select(Post).where(Post.installation_id == installation_id, Post.ref == ref).order_by(Post.id.desc())
    )
    return (await session.execute(query)).scalars().first()


async def posts_of(session: AsyncSession, workspace_id: int, topic: str) -> Sequence[Post]:
    """Everywhere a topic stands."""
    query = select(Post).where(Post.workspace_id == workspace_id, Post.topic == topic)
    return (await session.execute(query)).scalars().all()


@dataclass(frozen=True, slots=True)
class Shown:
    """A place in which a topic stands, or will stand as soon as a waiting message is delivered."""

    installation_id: int
    topic: str
    address: str


async def shown(session: AsyncSession, workspace_id: int, topics: Collection[str]) -> list[Shown]:
    """Where these topics are shown, or are about to be."""
    if not topics:
        return []
    posted = select(Post.installation_id, Post.topic, Post.address).where(
        Post.workspace_id == workspace_id, Post.topic.in_(topics)
    )
    waiting = select(OutboxRow.installation_id, OutboxRow.topic, OutboxRow.address).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.topic.in_(topics),
        OutboxRow.status == OutboxStatus.WAITING,
    )
    found = await session.execute(posted.union(waiting))
    return [Shown(row[0], row[1], row[2]) for row in found.all()]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where topics stand: posts as (installation, topic, address), and what waits as (topic, address)."""

    posted: frozenset[tuple[int, str, str]] = frozenset()
    waiting: frozenset[tuple[str, str]] = frozenset()


_POSTED = select(Post.installation_id, Post.topic, Post.address, literal(value=True)).where(
    Post.workspace_id == bindparam("workspace"), Post.topic.in_(bindparam("topics", expanding=True))
)
_STANDING = _POSTED.union_all(
    select(OutboxRow.installation_id, OutboxRow.topic, OutboxRow.address, literal(value=False)).where(
        OutboxRow.workspace_id == bindparam("workspace"),
        OutboxRow.topic.in_(bindparam("topics", expanding=True)),
        OutboxRow.status == OutboxStatus.WAITING,
    )
)


async def standing(session: AsyncSession, workspace_id: int, topics: Collection[str]) -> Standing:
    """Where these topics stand already, and where something of them waits to be delivered."""
    if not topics:
        return Standing()
    found = (await session.execute(_STANDING, {"workspace": workspace_id, "topics": list(topics)})).all()
    return Standing(
        frozenset((row[0], row[1], row[2]) for row in found if row[3]),
        frozenset((row[1], row[2]) for row in found if not row[3]),
    )


async def set_aside(session: AsyncSession, installation_id: int, topic: str, address: str) -> str | None:
    """Let a topic be posted anew in a place: what stands there gets a topic of its own, which is returned."""
    query = select(Post).where(
        Post.installation_id == installation_id, Post.topic == topic, Post.address == address
    )
    post = (await session.execute(query)).scalar_one_or_none()
    if post is None:
        return None
    post.topic = f"{EARLIER}{post.id}/{topic}"
    await session.flush()
    return post.topic


def topic_shown(post: Post) -> str:
    """What a post is about, also where a newer one has taken its place."""
    if not post.topic.startswith(EARLIER):
        return post.topic
    return post.topic.removeprefix(EARLIER).partition("/")[2]


async def adopt_post(
    session: AsyncSession,
    workspace_id: int,
    installation_id: int,
    topic: str,
    address: str,
    ref: str,
    at: datetime,
) -> None:
    """Let a post that is there already show this topic from now on."""
    statement = insert_once(session, Post).values(
        workspace_id=workspace_id,
        installation_id=installation_id,
        topic=topic,
        address=address,
        ref=ref,
        at=at,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["installation_id", "topic", "address"], set_={"ref": ref, "at": at}
        )
    )
