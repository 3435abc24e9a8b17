"""What happened to the rows of a unit of work, as the trail keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from storage.models import Base
from storage.words import EventKind


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened to one row."""

    kind: EventKind
    row: Any
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def columns(self) -> frozenset[str] | None:
        """What changed of it; None where it came or went."""
        return frozenset(self.after) if self.kind is EventKind.CHANGED else None


def columns_of(row: Base) -> dict[str, Any]:
    """A row's columns by name."""
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON knows them; `history` reads them back by the column's type."""
    return {name: _as_json(value) for name, value in values.items()}


def _as_json(value: Any) -> Any:  # noqa: ANN401 - the JSON edge
    match value:
        case StrEnum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return value
