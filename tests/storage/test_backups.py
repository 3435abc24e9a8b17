"""A copy is whole, is made beside whoever writes, and can be put back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.backups import BackupRefused, backup, restore
from storage.database import Database, sqlite_file
from storage.models import Workspace
from tests.conversations.world import MONDAY


def names(file: Path) -> list[str]:
    """The names of the workspaces in a file."""
    with closing(sqlite3.connect(file)) as read:
        return [name for (name,) in read.execute("SELECT name FROM workspaces ORDER BY id")]


def lies_in(folder: Path) -> list[str]:
    """The names of the files there."""
    return [one.name for one in folder.iterdir()]


async def add(database: Database, name: str) -> None:
    """Make a workspace."""
    async with database.begin() as session:
        session.add(Workspace(name=name, language="en", zone="UTC", created_at=MONDAY))


async def test_a_copy_is_made_while_the_database_is_used(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    async with database.begin() as session:
        session.add(Workspace(name="Before", language="en", zone="UTC", created_at=MONDAY))
    async with database.begin() as session:
        session.add(Workspace(name="Not yet", language="en", zone="UTC", created_at=MONDAY))
        await session.flush()
        backup(sqlite_file(sqlite_url), tmp_path / "copy.db")
    await database.close()
    assert names(tmp_path / "copy.db") == ["Before"]
    assert lies_in(tmp_path) == ["copy.db"]


async def test_a_file_that_is_there_is_never_written_over(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear to somebody")
    with pytest.raises(BackupRefused, match="something lies there already"):
        backup(sqlite_file(sqlite_url), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "dear to somebody"


def test_without_a_database_or_a_folder_it_says_so(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="there is no database"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    with pytest.raises(BackupRefused, match="could not be copied"):
        backup(sqlite_file(sqlite_url), tmp_path / "no" / "folder" / "copy.db")


async def test_what_is_put_back_is_as_it_was_and_what_was_there_is_kept(
    sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    await add(database, "First")
    backup(sqlite_file(sqlite_url), tmp_path / "copy.db")
    await add(database, "Second")
    with pytest.raises(BackupRefused, match="in use"):
        restore(tmp_path / "copy.db", sqlite_file(sqlite_url), kept_as=tmp_path / "kept.db")
    await database.close()
    assert restore(tmp_path / "copy.db", sqlite_file(sqlite_url), kept_as=tmp_path / "kept.db")
    assert names(sqlite_file(sqlite_url)) == ["First"]
    assert names(tmp_path / "kept.db") == ["First", "Second"]


@pytest.mark.parametrize("what", ["nothing", "text", "empty", "another"])
async def test_what_is_no_backup_changes_nothing(sqlite_url: str, tmp_path: Path, what: str) -> None:
    file = tmp_path / "copy.db"
    match what:
        case "text":
            file.write_text("Not a database at all. " * 100)
        case "empty":
            file.touch()
        case "another":
            with closing(sqlite3.connect(file)) as other:
                other.execute("CREATE TABLE songs (name TEXT)")
        case _:
            pass
    before = sqlite_file(sqlite_url).read_bytes()
    with pytest.raises(BackupRefused, match=r"there is no such file|no whole backup"):
        restore(file, sqlite_file(sqlite_url), kept_as=tmp_path / "kept.db")
    assert sqlite_file(sqlite_url).read_bytes() == before
