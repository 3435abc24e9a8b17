"""Counting in working days: local dates of a calendar."""

from array import array
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime

from bot.worktime.calendars import Calendar, zone_at
from bot.worktime.instants import from_microseconds, in_utc
from bot.worktime.stretches import stretches_on
from bot.worktime.years import intervals_of, no_working_time, working_days_of, years_back, years_from


def local_day(calendar: Calendar, at: datetime) -> date:
    """Return the date on the person's wall at that instant."""
    return in_utc(at).astimezone(zone_at(calendar, at)).date()


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether any time of that day is worked; half a day is a working day."""
    return bool(stretches_on(calendar, day))


def next_working_day(calendar: Calendar, day: date) -> date:
    """Return that day if it is worked, else the next one that is."""
    return add_days(calendar, day, 0)


def add_days(calendar: Calendar, day: date, n: int) -> date:
    """Return the n-th working day after that day, before it if n is negative.

    The day itself does not count and need not be worked; n = 0 is the day itself if it is
    worked, else the next working day.
    """
    days = working_days_of(calendar, day.year)
    if n > 0:
        return _day_forward(calendar, day, bisect_right(days, day.toordinal()) + n - 1)
    before = bisect_left(days, day.toordinal())
    return _day_backward(calendar, day, before + n) if n else _day_forward(calendar, day, before)


def working_days_between(calendar: Calendar, first: date, last: date) -> int:
    """Return how many working days lie after the first day up to and including the last.

    Negative if last is before first, so add_days and this one are each other's inverse.
    """
    if last < first:
        return -_days_worked(calendar, last, first, bisect_left)
    return _days_worked(calendar, first, last, bisect_right)


def nth_working_day(calendar: Calendar, year: int, month: int, n: int) -> date | None:
    """Return the n-th working day of a month, counted from its end if n is negative.

    None if the month has not that many.
    """
    days = working_days_of(calendar, year)
    low = bisect_left(days, date(year, month, 1).toordinal())
    high = bisect_right(days, date(year, month, monthrange(year, month)[1]).toordinal())
    index = low + n - 1 if n > 0 else high + n
    return date.fromordinal(days[index]) if n and low <= index < high else None


def start_of_working_day(calendar: Calendar, day: date) -> datetime:
    """Return when that day's work begins; NotAWorkingDayError if it is off."""
    return from_microseconds(intervals_of(calendar, day)[0][0])


def end_of_working_day(calendar: Calendar, day: date) -> datetime:
    """Return when that day's work ends; NotAWorkingDayError if it is off."""
    return from_microseconds(intervals_of(calendar, day)[-1][1])


def late_from(calendar: Calendar, due_day: date) -> datetime:
    """Return from when on something due on that day is late: the next working morning."""
    return start_of_working_day(calendar, add_days(calendar, due_day, 1))


def _day_forward(calendar: Calendar, day: date, index: int) -> date:
    for year in years_from(calendar, day.year):
        days = working_days_of(calendar, year)
        if index < len(days):
            return date.fromordinal(days[index])
        index -= len(days)
    raise no_working_time(day)


def _day_backward(calendar: Calendar, day: date, index: int) -> date:
    for year in years_back(calendar, day.year):
        if year != day.year:
            index += len(working_days_of(calendar, year))
        if index >= 0:
            return date.fromordinal(working_days_of(calendar, year)[index])
    raise no_working_time(day)


def _days_worked(
    calendar: Calendar, first: date, last: date, count: Callable[["array[int]", int], int]
) -> int:
    """Return how many more working days `count` finds by the last day than by the first."""
    whole = sum(len(working_days_of(calendar, year)) for year in range(first.year, last.year))
    by_first = count(working_days_of(calendar, first.year), first.toordinal())
    return whole + count(working_days_of(calendar, last.year), last.toordinal()) - by_first
