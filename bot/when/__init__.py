"""Reading dates, times, ranges, durations and recurrences as people say them: pure."""

from bot.when.duration import is_beyond, read_duration
from bot.when.grammar import Frequency
from bot.when.meaning import Doubt, Duration, Found, Range, Reading, Unclear, When
from bot.when.ranges import read_range
from bot.when.reading import find_when, read_when
from bot.when.recurrence import (
    NeverOccursError,
    Recurrence,
    find_recurrence,
    next_occurrence,
    occurs_on,
    read_recurrence,
)

__all__ = [
    "Doubt",
    "Duration",
    "Found",
    "Frequency",
    "NeverOccursError",
    "Range",
    "Reading",
    "Recurrence",
    "Unclear",
    "When",
    "find_recurrence",
    "find_when",
    "is_beyond",
    "next_occurrence",
    "occurs_on",
    "read_duration",
    "read_range",
    "read_recurrence",
    "read_when",
]
