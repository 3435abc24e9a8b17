"""Migrations: run before the event loop starts, safe to be killed in."""

import shutil
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError

from storage.database import DatabaseAway, sqlalchemy_url

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str, *, now: datetime | None = None) -> bool:
    """Bring the database to the newest tables; true if anything had to be done.

    An SQLite file is copied first (`…before-<revision>`, with the moment where `now` is given).

    Raises:
        DatabaseAway: it can't be reached.
    """
    current, newest = revisions(url)
    if current == newest:
        return False
    if current is not None:
        _copy_file(url, current, now)
    command.upgrade(config(url), "head")
    return True


def revisions(url: str) -> tuple[str | None, str | None]:
    """The database's revision and the newest one.

    Raises:
        DatabaseAway: it can't be reached.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:  # also what is no database
        raise DatabaseAway(url, str(error.orig)) from error
    finally:
        engine.dispose()
    return current, ScriptDirectory.from_config(config(url)).get_current_head()


def config(url: str) -> Config:
    """Alembic's settings, without a file."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["url"] = url
    return settings


def _engine(url: str) -> Engine:
    read = sqlalchemy_url(url, is_async=False)
    if read.get_backend_name() == "sqlite" and read.database:
        try:
            Path(read.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseAway(url, str(error)) from error
    return create_engine(read)


def _copy_file(url: str, revision: str, now: datetime | None) -> None:
    read = sqlalchemy_url(url, is_async=False)
    if read.get_backend_name() != "sqlite" or not read.database:
        return
    stamp = f"-{now:%Y%m%d-%H%M%S}" if now else ""
    shutil.copy2(read.database, f"{read.database}.before-{revision}{stamp}")
