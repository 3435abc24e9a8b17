"""Whose turn it is: who says more than their pace stands in a line of their own, behind everybody else."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.pacing import Bucket, Rate

MOST_IN_LINE = 20  # units of one person that wait for each other; more are turned away
MOST_PEOPLE = 10_000  # remembered before those who rest are forgotten


class TurnedAway(Exception):
    """One person's line is full, or did not move in time; nothing was begun."""


@dataclass(slots=True)
class Line:
    """One person's way in."""

    bucket: Bucket
    one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """Everybody's lines; `pace` is what one may say without standing in one, None without limit."""

    def __init__(self, pace: Rate | None) -> None:
        """Begin with nobody in line."""
        self._pace = pace
        self._lines: dict[Hashable, Line] = {}

    @asynccontextmanager
    async def turn(self, who: Hashable, wait: float) -> AsyncIterator[bool]:
        """Wait up to so many seconds for one's turn; gives whether to let others go first.

        Raises:
            TurnedAway: it did not come.
        """
        line = self._line(who)
        if line is None:
            yield False
            return
        if line.waiting >= MOST_IN_LINE:
            raise TurnedAway
        line.waiting += 1
        try:
            async with asyncio.timeout(wait):
                await line.one_by_one.acquire()
        except TimeoutError as late:
            raise TurnedAway from late
        finally:
            line.waiting -= 1
        try:
            yield True
        finally:
            line.one_by_one.release()

    def _line(self, who: Hashable) -> Line | None:
        """The line to stand in; None within one's pace."""
        if self._pace is None:
            return None
        now = asyncio.get_running_loop().time()
        if len(self._lines) >= MOST_PEOPLE:
            self._lines = {one: line for one, line in self._lines.items() if not line.bucket.is_full(now)}
        line = self._lines.setdefault(who, Line(Bucket(self._pace, now)))
        if line.bucket.wait(now) > 0:
            return line
        line.bucket.take(now)
        return None
