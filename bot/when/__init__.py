"""Reading dates, times, ranges, durations and recurrences as people say them: pure."""

from bot.when.meaning import Doubt, Duration, Found, Range, Reading, Unclear, When

__all__ = ["Doubt", "Duration", "Found", "Range", "Reading", "Unclear", "When"]
