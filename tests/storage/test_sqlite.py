"""SQLite in the event loop: what may wait never holds it up."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from storage.database import Database


async def test_another_writer_of_the_file_is_waited_for_beside_the_loop(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.reading() as session:
        await session.execute(text("SELECT 1"))  # the first connection makes it a file with a log beside it
    other = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(_writes(database))
    turns = 0
    while turns < 3:
        await asyncio.sleep(0.01)
        turns += 1
    assert not writing.done()
    other.execute("COMMIT")
    await writing
    await database.close()
    assert other.execute("SELECT holder FROM leases").fetchall() == [("me",)]
    other.close()


async def test_what_a_unit_changed_is_gone_when_it_failed(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(OperationalError):
        await _writes(database, then="SELECT * FROM nowhere")
    async with database.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM leases"))).scalar() == 0
    await database.close()


async def _writes(database: Database, then: str = "SELECT 1") -> None:
    async with database.begin() as session:
        await session.execute(text("INSERT INTO leases (name, holder, until) VALUES ('n', 'me', '2026')"))
        await session.execute(text(then))
