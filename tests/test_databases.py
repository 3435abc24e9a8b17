"""The ground under the other tests."""

from collections.abc import Iterator

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from storage.migrate import MIGRATIONS, revisions


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_no_test_finds_what_another_left(engine: Engine, turn: str) -> None:
    with engine.begin() as connection:
        tables = inspect(connection).get_table_names()
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    assert "left_behind" not in tables, turn


def test_a_database_comes_with_the_newest_tables(database_url: str) -> None:
    current, newest = revisions(database_url)
    assert current == newest


def test_the_newest_revision_is_the_one_that_alembic_ends_with(sqlite_url: str) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    assert revisions(sqlite_url)[1] == ScriptDirectory.from_config(settings).get_current_head()


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    engine.dispose()
    assert tables == []


def test_each_kind_can_be_asked_for_alone(sqlite_url: str, postgresql_url: str) -> None:
    assert sqlite_url.startswith("sqlite:///")
    assert postgresql_url.startswith("postgresql://")
