"""Migrations: run before the event loop starts, safe to be killed in.

Whether there is anything to do is seen without Alembic, which is loaded only to do it.
"""

import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from storage.database import DatabaseAway, sqlalchemy_url

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = "alembic_version"  # Alembic's own table


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
    _run(url)
    return True


def revisions(url: str) -> tuple[str | None, str | None]:
    """The database's revision and the newest one.

    Raises:
        DatabaseAway: it can't be reached.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            current = _current(connection)
    except DatabaseError as error:  # also what is no database
        raise DatabaseAway(url, str(error.orig)) from error
    finally:
        engine.dispose()
    return current, _newest()


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSIONS):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar_one_or_none()  # noqa: S608


def _newest() -> str | None:
    """The revision at the end of the row: each file begins with its number."""
    numbers = (one.stem.partition("_")[0] for one in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return max(numbers, default=None)


def _run(url: str) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["url"] = url
    command.upgrade(settings, "head")


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
