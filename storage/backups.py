"""Copies of an SQLite file, made while it is used, and put back."""

import os
import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path

STEP_PAGES = 1000  # then others may write; a page has 4 KiB
NOT_LOCKED = "delete"  # the journal that nobody has open can be switched to


class Refusal(StrEnum):
    """Why nothing was copied."""

    NO_DATABASE = "there is no database"
    TAKEN = "something lies there already"
    NOT_COPIED = "could not be copied"
    NO_COPY = "there is no such file"
    NOT_WHOLE = "no whole backup"
    IN_USE = "in use"


class BackupRefused(Exception):
    """Nothing was copied, or put back: why, of which file, and what SQLite or the system said."""

    def __init__(self, why: Refusal, file: Path, *, to: Path | None = None, detail: str = "") -> None:
        """Take the reason, the file that it is about, and where it should have gone."""
        super().__init__(f"{file}: {why}")
        self.why = why
        self.file = file
        self.to = to
        self.detail = detail


def backup(database: Path, to: Path) -> int:
    """Copy the whole database as it is at one moment, beside whoever uses it; returns its bytes.

    Raises:
        BackupRefused: there is no database, or something lies at `to` already.
    """
    if not database.is_file():
        raise BackupRefused(Refusal.NO_DATABASE, database)
    if to.exists():
        raise BackupRefused(Refusal.TAKEN, to)
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(database, part)
        _check(part)
        os.replace(part, to)  # noqa: PTH105 - the same in one word; whole, or not there at all
    except (OSError, sqlite3.DatabaseError) as error:
        part.unlink(missing_ok=True)
        raise BackupRefused(Refusal.NOT_COPIED, database, to=to, detail=str(error)) from error
    return to.stat().st_size


def restore(backup_file: Path, database: Path, *, kept_as: Path) -> bool:
    """Put a copy in the database's place; what was there is kept. Returns whether there was anything.

    Raises:
        BackupRefused: the copy is none, or something still uses the database.
    """
    if not backup_file.is_file():
        raise BackupRefused(Refusal.NO_COPY, backup_file)
    try:
        _check(backup_file)
    except sqlite3.DatabaseError as error:
        raise BackupRefused(Refusal.NOT_WHOLE, backup_file, detail=str(error)) from error
    is_there = database.is_file()
    if is_there:
        _must_be_idle(database)
        backup(database, kept_as)
        for name in (f"{database.name}-wal", f"{database.name}-shm"):
            database.with_name(name).unlink(missing_ok=True)
    part = database.with_name(f"{database.name}.part")
    part.unlink(missing_ok=True)
    _copy(backup_file, part)
    os.replace(part, database)  # noqa: PTH105 - as above
    return is_there


def _copy(source: Path, to: Path) -> None:
    """Copy page by page, into one file without a write-ahead log beside it."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as read, closing(sqlite3.connect(to)) as write:
        read.backup(write, pages=STEP_PAGES)
        write.execute(f"PRAGMA journal_mode={NOT_LOCKED}").fetchall()


def _check(file: Path) -> None:
    """See that it is whole, and ours.

    Raises:
        sqlite3.DatabaseError: it is not.
    """
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as read:
        [(found,)] = read.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        read.execute("SELECT version_num FROM alembic_version").fetchone()


def _must_be_idle(database: Path) -> None:
    """SQLite leaves its write-ahead log only where nobody else has the file open."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as own:
            [(journal,)] = own.execute(f"PRAGMA journal_mode={NOT_LOCKED}").fetchall()
    except sqlite3.OperationalError:
        journal = ""
    except sqlite3.DatabaseError:
        return  # what can't be read is used by nobody
    if journal != NOT_LOCKED:
        raise BackupRefused(Refusal.IN_USE, database)
