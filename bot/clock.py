"""The only place that reads the wall clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Business time: what people would read off their own clocks."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        ...


class WallClock:
    """The real time."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is moved, and never goes back: tests, demo, console."""

    def __init__(self, start: datetime) -> None:
        """Stand at `start`, which must bear a zone."""
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._now

    def move_to(self, at: datetime) -> None:
        """Stand at `at`.

        Raises:
            ValueError: it lies before the present time of this clock.
        """
        if at < self._now:
            message = f"time does not go back: {at} is before {self._now}"
            raise ValueError(message)
        self._now = at.astimezone(UTC)


class MovedClock:
    """The real time, shifted forward by hand: the console's clock."""

    def __init__(self) -> None:
        """Start at the real time."""
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, at: datetime) -> None:
        """Run on from `at`.

        Raises:
            ValueError: it lies before the present time of this clock.
        """
        if at < self.now():
            message = f"time does not go back: {at} is before {self.now()}"
            raise ValueError(message)
        self._ahead += at - self.now()
