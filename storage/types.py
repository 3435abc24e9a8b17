"""Column types that keep promises the drivers do not."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in INTEGER columns
Json = JSON().with_variant(JSONB, "postgresql")

E = TypeVar("E", bound=StrEnum)


class Moment(TypeDecorator[datetime]):
    """An instant: refused when naive, kept in UTC, read back aware on every driver."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the driver.

        Raises:
            ValueError: the instant has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a naive time cannot be stored: {value}"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same instant, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Word(TypeDecorator[E]):
    """One word of an enumeration, kept as text, so that new words need no migration."""

    impl = String(24)
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        """Keep the words that are allowed."""
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The word as text."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:  # noqa: ANN401, ARG002
        """The text as a word."""
        return None if value is None else self.words(value)
