"""The statements of each command, issued bare: the floor under every transaction."""

import sqlite3
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bench.commands import Teller, line
from bench.databases import Made, cut
from bench.figures import Measured, figures
from storage.database import Database

Statement = tuple[str, Any, bool]  # the words, the parameters, whether they are many rows of them
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL")


async def recorded(url: str, rounds: int, a_batch: int) -> list[list[Statement]]:
    """Say the commands in this process; return the statements of each, as the driver got them."""
    database = Database(url)
    found: list[list[Statement]] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def _note(_c: object, _d: object, words: str, parameters: object, _e: object, many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's
        if not words.startswith("BEGIN"):
            found[-1].append((words, parameters, many))

    teller = Teller(database, "record")
    for number in range(rounds):
        if number % a_batch == 0:
            cut(url)
        found.append([])
        await teller.says(line(number))
    await database.close()
    return found


def issued(made: Made, commands: Sequence[Sequence[Statement]]) -> Measured:
    """Issue the same statements on a fresh copy, with nothing around them."""
    url = made.fresh("bare")
    if made.name == "SQLite":
        with sqlite3.connect(make_url(url).database or "", isolation_level=None) as connection:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            return _timed(connection.cursor(), commands)
    with psycopg.connect(url, autocommit=True) as away:
        return _timed(away.cursor(), commands)


def _timed(cursor: Any, commands: Sequence[Sequence[Statement]]) -> Measured:  # noqa: ANN401 - a cursor of either driver
    took: list[float] = []
    before = time.process_time()
    for statements in commands:
        begun = time.perf_counter()
        cursor.execute("BEGIN IMMEDIATE" if isinstance(cursor, sqlite3.Cursor) else "BEGIN")
        for words, parameters, many in statements:
            (cursor.executemany if many else cursor.execute)(words, parameters)
            if cursor.description is not None:
                cursor.fetchall()
        cursor.execute("COMMIT")
        took.append((time.perf_counter() - begun) * 1000)
    spent = (time.process_time() - before) * 1000 / len(commands)
    return Measured(figures(took), spent)
