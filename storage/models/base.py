"""What all tables share."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, Index, MetaData, String, Time, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Id, Json, Moment

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """A table. `Mapped[...]` alone gives the column type by this map."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        date: Date,
        time: Time,
        str: String(300),
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Numbered:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(Id, primary_key=True)


class Tenant(Numbered):
    """A row of one workspace; nothing crosses it."""

    workspace_id: Mapped[int] = mapped_column(Id, ForeignKey("workspaces.id"), index=True)


def waiting_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index of only the rows for which `where` holds, said the same on both databases.

    What is asked for within a workspace begins with `workspace_id`: without statistics, SQLite takes an index
    by that alone before one by time, and reads all of a workspace's rows.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
