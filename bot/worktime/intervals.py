"""Intervals of time, merged and cut."""

from collections.abc import Iterable, Iterator

CACHED_YEARS = 512  # about 13 kB each
Interval = tuple[int, int]  # microseconds since 1970, UTC
Stretches = tuple[Interval, ...]  # here since the day's midnight; sorted and apart


def clipped(intervals: Iterable[Interval], low: int, high: int) -> Iterator[Interval]:
    """Yield what of the intervals lies between two moments."""
    for start, end in intervals:
        if start < high and end > low:
            yield max(start, low), min(end, high)


def merged(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """Yield the intervals in order, those that touch or overlap as one, empty ones not at all."""
    current: Interval | None = None
    for start, end in sorted(intervals):
        if start == end:
            continue
        if current and start <= current[1]:
            current = (current[0], max(end, current[1]))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
