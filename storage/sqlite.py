"""SQLite for an asyncio engine, without a thread hop for every statement.

aiosqlite hands each call to a thread of the connection: measured with `python -m bench.acknowledging`, that
was more than half of a command's CPU. A statement on a local file takes microseconds and is run where it is
called; what waits, for another writer or for the disk, does so in a thread: opening, BEGIN IMMEDIATE, COMMIT.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

WAITS = "BEGIN IMMEDIATE"  # for whoever else writes in this file
BUSY_MILLISECONDS = 5000  # another process on the file (a backup, a shell) is waited for so long


class Cursor:
    """What SQLAlchemy's adapter awaits of aiosqlite's cursor."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        """Wrap a cursor of the driver."""
        self._cursor = cursor

    async def __aenter__(self) -> Self:
        """Nothing waits here."""
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401 - the driver's
        """The columns of the result; None without one."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the row that was made last."""
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement."""
        if statement == WAITS:
            await self._begin()
        else:
            self._cursor.execute(statement, parameters)

    async def _begin(self) -> None:
        """Become the file's writer: at once as a rule, else in a thread until whoever it is has done."""
        self._cursor.execute("PRAGMA busy_timeout=0")
        try:
            self._cursor.execute(WAITS)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        finally:
            self._cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        if not self._cursor.connection.in_transaction:
            await asyncio.to_thread(self._cursor.execute, WAITS)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows."""
        self._cursor.executemany(statement, parameters)

    async def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Let go of the result."""
        self._cursor.close()


class Connection:
    """What SQLAlchemy's adapter awaits of aiosqlite's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap a connection of the driver; transactions are begun by whoever uses it."""
        self._connection: sqlite3.Connection | None = connection

    def cursor(self) -> Cursor:
        """Return a fresh cursor."""
        return Cursor(self._open().cursor())

    async def create_function(
        self, name: str, arguments: int, function: Callable[..., Any], *, deterministic: bool = False
    ) -> None:
        """Make a function known to SQL."""
        self._open().create_function(name, arguments, function, deterministic=deterministic)

    async def commit(self) -> None:
        """Write to the disk."""
        if self._open().in_transaction:
            await asyncio.to_thread(self._open().commit)

    async def rollback(self) -> None:
        """Forget what was changed."""
        self._open().rollback()

    async def close(self) -> None:
        """Close it, once."""
        self.stop()

    def stop(self) -> None:
        """Close it without waiting for anything."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            message = "connection closed"  # the words by which SQLAlchemy knows it
            raise sqlite3.OperationalError(message)
        return self._connection


async def connect(path: str, pragmas: Iterable[str]) -> Connection:
    """Open a file, with `pragmas` such as "journal_mode=WAL"."""

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    return Connection(await asyncio.to_thread(opened))
