"""The tokens that lie sealed in the database: which can be read, and all of them under a new key."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.sealing import Seals, Unreadable
from storage import grants as rows
from storage.database import Database
from storage.models import Grant

BATCH = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A token for whoever may hold it, and whose it is."""

    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Those that can be read, and the names of those that can't."""

    opened: tuple[Opened, ...]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many tokens there are under the newest key now, and the names of those that can't be read."""

    number: int
    unreadable: tuple[str, ...]


async def look(url: str, seals: Seals) -> Looked:
    """Open every token."""
    opened: list[Opened] = []
    unreadable: list[str] = []
    database = Database(url)
    try:
        async for batch in _batches(database):
            for grant in batch:
                try:
                    opened.append(Opened(grant.name, seals.open(grant.token or "", grant.purpose)))
                except Unreadable:
                    unreadable.append(grant.name)
    finally:
        await database.close()
    return Looked(tuple(opened), tuple(unreadable))


async def renew(url: str, seals: Seals) -> Renewed:
    """Put every token under the newest key; what is installed anew meanwhile is under it already."""
    number = 0
    unreadable: list[str] = []
    database = Database(url)
    try:
        async for batch in _batches(database):
            for grant in batch:
                try:
                    sealed = seals.renewed(grant.token or "", grant.purpose)
                except Unreadable:
                    unreadable.append(grant.name)
                    continue
                number += 1
                if sealed is not None:
                    async with database.begin(is_batch=True) as session:
                        await rows.reseal(session, grant.id, grant.token or "", sealed)
    finally:
        await database.close()
    return Renewed(number, tuple(unreadable))


async def _batches(database: Database) -> AsyncIterator[Sequence[Grant]]:
    after = 0
    while True:
        async with database.reading() as session:
            batch = await rows.sealed(session, after, BATCH)
        if not batch:
            return
        yield batch
        after = batch[-1].id
