"""Counting in working hours: instants in, instants out."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

from bot.worktime.calendars import Calendar, zone_at
from bot.worktime.days import add_days, is_working_day, start_of_working_day
from bot.worktime.instants import MICROSECONDS_AN_HOUR, from_microseconds, in_utc, to_microseconds
from bot.worktime.years import HORIZON_YEARS, moment_in, no_working_time, year_of, years_back, years_from

_DAY = timedelta(days=1)


def is_working_moment(calendar: Calendar, at: datetime) -> bool:
    """Whether that instant is worked; the end of a span is not."""
    at = in_utc(at)
    moment = to_microseconds(at)
    year = year_of(calendar, at.year)
    index = bisect_right(year.starts, moment) - 1
    return index >= 0 and moment < year.ends[index]


def next_working_moment(calendar: Calendar, at: datetime) -> datetime:
    """Return the instant itself if it is worked, else the start of the next working time."""
    at = in_utc(at)
    moment = to_microseconds(at)
    for number in years_from(calendar, at.year):
        year = year_of(calendar, number)
        index = bisect_right(year.ends, moment)
        if index < len(year.ends):
            return from_microseconds(max(moment, year.starts[index]))
    raise no_working_time(at)


def hours_between(calendar: Calendar, start: datetime, end: datetime) -> float:
    """Return the working hours between two instants; 0.0 if the end is before the start."""
    start, end = in_utc(start), in_utc(end)
    if end <= start:
        return 0.0
    worked = -year_of(calendar, start.year).worked_until(to_microseconds(start))
    worked += sum(year_of(calendar, number).total for number in range(start.year, end.year))
    worked += year_of(calendar, end.year).worked_until(to_microseconds(end))
    return worked / MICROSECONDS_AN_HOUR


def add_hours(calendar: Calendar, start: datetime, hours: float) -> datetime:
    """Return the instant by which that many hours have been worked since the start.

    That is the first such instant: eight hours from nine end at 18:00, not the next morning. No
    hours give the next working moment; negative hours the last instant from which that many
    remain until the start. NoWorkingTimeError where the calendar has not that many.
    """
    start = in_utc(start)
    if abs(hours) > HORIZON_YEARS * 366 * 24:
        raise no_working_time(start)
    amount = round(hours * MICROSECONDS_AN_HOUR)
    if amount == 0:
        return next_working_moment(calendar, start)
    wanted = amount + year_of(calendar, start.year).worked_until(to_microseconds(start))
    return _forward(calendar, start, wanted) if amount > 0 else _backward(calendar, start, wanted)


def add_working_days(calendar: Calendar, at: datetime, days: float) -> datetime:
    """Return the same local time that many working days later, or the next worked moment then.

    Counted from the next working moment. A fraction of a day is that part of the working hours from
    there to the same time a day later. Days can't be negative.
    """
    if days < 0:
        message = f"working days to add can't be negative: {days}"
        raise ValueError(message)
    at = next_working_moment(calendar, at)
    if days > HORIZON_YEARS * 366:
        raise no_working_time(at)
    whole = int(days)
    then = _same_time(calendar, at, whole) if whole else at
    if days == whole:
        return then
    a_day = hours_between(calendar, then, _same_time(calendar, at, whole + 1))
    return add_hours(calendar, then, (days - whole) * a_day)


def _forward(calendar: Calendar, start: datetime, wanted: int) -> datetime:
    """Return the first moment by which so much was worked since the start of that year."""
    for number in years_from(calendar, start.year):
        year = year_of(calendar, number)
        if wanted <= year.total:
            return from_microseconds(year.moment_after(wanted))
        wanted -= year.total
    raise no_working_time(start)


def _backward(calendar: Calendar, start: datetime, wanted: int) -> datetime:
    """Return the last moment from which so much was worked since the start of that year."""
    for number in years_back(calendar, start.year):
        year = year_of(calendar, number)
        if number != start.year:
            wanted += year.total
        if wanted >= 0:
            return from_microseconds(year.moment_before(wanted))
    raise no_working_time(start)


def _same_time(calendar: Calendar, at: datetime, days: int) -> datetime:
    """Return the working moment at the same time into the day, so many working days later."""
    zone = zone_at(calendar, at)
    local = at.astimezone(zone)
    day = _day_worked(calendar, at, local.date())
    time_in = local.replace(tzinfo=None) - datetime.combine(day, time())
    then = datetime.combine(add_days(calendar, day, days), time()) + time_in
    later = zone_at(calendar, from_microseconds(moment_in(then, zone)))
    return next_working_moment(calendar, from_microseconds(moment_in(then, later)))


def _day_worked(calendar: Calendar, at: datetime, today: date) -> date:
    """Return the day whose work this moment is: yesterday's in the second half of a shift."""
    if not is_working_day(calendar, today):
        return today - _DAY
    return today if at >= start_of_working_day(calendar, today) else today - _DAY
