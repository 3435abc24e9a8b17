"""Instants as microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MICROSECONDS_AN_HOUR = 3_600_000_000
MICROSECONDS_A_DAY = 24 * MICROSECONDS_AN_HOUR


def in_utc(at: datetime) -> datetime:
    """Return the instant in UTC; ValueError for a naive one."""
    if at.utcoffset() is None:
        message = f"an instant needs a zone: {at}"
        raise ValueError(message)
    return at.astimezone(UTC)


def to_microseconds(at: datetime) -> int:
    """Return how long after 1970 an instant is."""
    return (at - EPOCH) // MICROSECOND


def from_microseconds(moment: int) -> datetime:
    """Return the instant so long after 1970."""
    return EPOCH + timedelta(microseconds=moment)
