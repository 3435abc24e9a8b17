"""Reading dates, times, ranges, durations and recurrences as people say them: pure."""

from bot.when.duration import read_duration
from bot.when.meaning import Doubt, Duration, Found, Range, Reading, Unclear, When
from bot.when.reading import find_when, read_when

__all__ = [
    "Doubt",
    "Duration",
    "Found",
    "Range",
    "Reading",
    "Unclear",
    "When",
    "find_when",
    "read_duration",
    "read_when",
]
