"""How Alembic runs our migrations: in one transaction, on SQLite with its foreign keys off meanwhile."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, event

from storage.database import sqlalchemy_url
from storage.models import Base


def run() -> None:
    """Run what is asked for against the configured database."""
    url = sqlalchemy_url(context.config.attributes["url"], is_async=False)
    engine = create_engine(url)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        _begin_for_writing(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            transaction_per_migration=False,
            user_module_prefix="types.",
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _check_references(connection)
    engine.dispose()


def _begin_for_writing(engine: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event target
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's connection
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")  # a copied parent table would take its children along

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # a kill in the middle leaves nothing half done


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        message = f"a row of {broken[0]} refers to one of {broken[2]} that is not there"
        raise RuntimeError(message)


run()
