"""The only place where a transaction begins and ends."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage import sqlite
from storage.remembering import Unit

_PRAGMAS = (
    f"busy_timeout={sqlite.BUSY_MILLISECONDS}",
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",  # less may lose the last commits when the power goes
)


class WriterBusy(Exception):
    """The writer was not free in time; nothing was begun."""


class DatabaseAway(Exception):
    """The database can't be reached, or is none: where it should be, and the driver's words in one line."""

    def __init__(self, url: str, why: str) -> None:
        """Take the address, which may hold a password, and what the driver said."""
        super().__init__(why)
        self.url = url
        self.why = (why.strip().splitlines() or ["no answer"])[0]


# sqlstates of PostgreSQL after which the same may well succeed: no connection, out of resources, shut down,
# a deadlock or two writers at once (postgresql.org/docs/current/errcodes-appendix.html)
_PASSING = ("08", "53", "57", "40")
_PASSING_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")


def is_trouble(error: DBAPIError) -> bool:
    """Whether it is the database that fails and not what was asked of it: later, the same may succeed."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error, OperationalError) and state is None and _is_of_postgresql(error):
        return True  # no connection came about
    name = getattr(error.orig, "sqlite_errorname", "")
    return (state or "").startswith(_PASSING) or name.startswith(_PASSING_SQLITE)


def _is_of_postgresql(error: DBAPIError) -> bool:
    """Whether its driver says so, which is loaded only where it is used."""
    return type(error.orig).__module__.partition(".")[0] == "psycopg"


def sqlalchemy_url(url: str, *, is_async: bool) -> URL:
    """Return a DATABASE_URL with the driver that we use.

    Raises:
        ValueError: it is neither SQLite nor PostgreSQL.
    """
    read = make_url(url)
    match read.get_backend_name():
        case "sqlite":
            return read.set(drivername="sqlite+aiosqlite" if is_async else "sqlite")
        case "postgresql" | "postgres":
            return read.set(drivername="postgresql+psycopg")
        case _:
            pass
    message = f"{read.get_backend_name()} is neither sqlite nor postgresql"
    raise ValueError(message)


def sqlite_file(url: str) -> Path:
    """The file that an SQLite address names."""
    return Path(sqlalchemy_url(url, is_async=False).database or "")


class Writer:
    """SQLite has one writer. Who waits for it is served in order, commands before batches."""

    def __init__(self) -> None:
        """Free."""
        self._taken = False
        self._commands: deque[asyncio.Future[None]] = deque()
        self._batches: deque[asyncio.Future[None]] = deque()

    async def take(self, *, is_batch: bool, wait: float | None) -> None:
        """Wait for the turn, at most `wait` seconds.

        Raises:
            WriterBusy: it did not come in time.
        """
        if not self._taken:
            self._taken = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue = self._batches if is_batch else self._commands
        queue.append(turn)
        try:
            await asyncio.wait_for(turn, wait)
        except TimeoutError as late:
            raise WriterBusy from late
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give()
            raise

    def give(self) -> None:
        """Let the next one have it."""
        for queue in (self._commands, self._batches):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._taken = False


class Database:
    """Sessions on SQLite or PostgreSQL; `begin()` is not re-entrant."""

    def __init__(self, url: str) -> None:
        """Prepare an engine; nothing is connected yet."""
        self.url = sqlalchemy_url(url, is_async=True)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = Writer() if self.is_sqlite else None
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)
        self._reading = self.engine.execution_options(readonly=True)

    @asynccontextmanager
    async def begin(
        self, *, is_batch: bool = False, wait: float | None = None
    ) -> AsyncIterator[AsyncSession]:
        """Open a unit of work: committed at the end, rolled back when something is raised.

        Raises:
            WriterBusy: the writer was not free within `wait` seconds; nothing was begun.
        """
        if self._writer is not None:
            await self._writer.take(is_batch=is_batch, wait=wait)
        try:
            async with (
                AsyncSession(
                    self.engine, expire_on_commit=False, autoflush=False, sync_session_class=Unit
                ) as session,
                session.begin(),
            ):
                yield session
        finally:
            if self._writer is not None:
                self._writer.give()

    @asynccontextmanager
    async def connecting(self) -> AsyncIterator[AsyncSession]:
        """Open the first unit of work of a process.

        Raises:
            DatabaseAway: the database can't be reached.
        """
        try:
            async with self.begin() as session:
                yield session
        except OperationalError as error:
            raise DatabaseAway(self.url.render_as_string(hide_password=False), str(error.orig)) from error

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads; a writer does not hold it up."""
        async with AsyncSession(
            self._reading, expire_on_commit=False, autoflush=False, sync_session_class=Unit
        ) as session:
            yield session

    async def close(self) -> None:
        """Give back all connections."""
        await self.engine.dispose()


def _sqlite_engine(url: URL) -> AsyncEngine:
    async def connected(*_: object, **__: object) -> sqlite.Connection:
        return await sqlite.connect(url.database or "", _PRAGMAS)

    # hide_parameters: what people wrote is not for the logs
    engine = create_async_engine(url, hide_parameters=True, async_creator=connected)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - the driver's connection
        is_reading = connection.get_execution_options().get("readonly", False)
        connection.exec_driver_sql("BEGIN" if is_reading else sqlite.WAITS)

    return engine


def _postgresql_engine(url: URL) -> AsyncEngine:
    return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True)
