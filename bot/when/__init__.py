"""Reading dates, times, ranges, durations and recurrences as people say them: pure."""

from bot.when.meaning import Doubt, Duration, Found, Range, Reading, Unclear, When
from bot.when.plain import read_duration, read_when

__all__ = [
    "Doubt",
    "Duration",
    "Found",
    "Range",
    "Reading",
    "Unclear",
    "When",
    "read_duration",
    "read_when",
]
