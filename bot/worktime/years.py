"""Years of working time, counted once and kept."""

from array import array
from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.worktime.calendars import Calendar, NotAWorkingDayError, NoWorkingTimeError, zone_at
from bot.worktime.instants import EPOCH, MICROSECOND, MICROSECONDS_A_DAY, from_microseconds, to_microseconds
from bot.worktime.intervals import CACHED_YEARS, Interval, Stretches, clipped, merged
from bot.worktime.stretches import leave_near, stretches_on

_DAY = timedelta(days=1)
_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()
HORIZON_YEARS = 100  # a search goes no further; nobody plans beyond it, and it must end


@dataclass(frozen=True, slots=True)
class _Year:
    """The working intervals of one UTC year, and how much was worked by the end of each."""

    starts: "array[int]"
    ends: "array[int]"
    sums: "array[int]"

    @property
    def total(self) -> int:
        return self.sums[-1] if self.sums else 0

    def worked_until(self, moment: int) -> int:
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.sums[index] - max(0, self.ends[index] - moment)

    def moment_after(self, worked: int) -> int:
        """Return the first moment by which that much (more than nothing) was worked."""
        index = bisect_left(self.sums, worked)
        return self.ends[index] - (self.sums[index] - worked)

    def moment_before(self, worked: int) -> int:
        """Return the last moment by which no more than that much (not all) was worked."""
        index = bisect_right(self.sums, worked)
        return self.ends[index] - (self.sums[index] - worked)


@lru_cache(maxsize=CACHED_YEARS)
def year_of(calendar: Calendar, number: int) -> _Year:
    """Return what is worked in a UTC year."""
    low = to_microseconds(datetime(number, 1, 1, tzinfo=UTC))
    high = low + (366 if isleap(number) else 365) * MICROSECONDS_A_DAY
    starts, ends, sums = array("q"), array("q"), array("q")
    total = 0
    for start, end in merged(clipped(_intervals_near(calendar, number), low, high)):
        total += end - start
        starts.append(start)
        ends.append(end)
        sums.append(total)
    return _Year(starts, ends, sums)


@lru_cache(maxsize=CACHED_YEARS)
def working_days_of(calendar: Calendar, year: int) -> "array[int]":
    """Return the ordinals of the year's working days."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    near = leave_near(calendar, first, last)
    days = (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    return array("q", (day.toordinal() for day in days if stretches_on(calendar, day, near)))


def _intervals_near(calendar: Calendar, number: int) -> Iterator[Interval]:
    """Yield the intervals of all days that can touch this UTC year, and some more."""
    # Zones reach from -12 to +14 hours, and a shift reaches into the day after its own.
    first = max(date(number, 1, 1).toordinal() - 2, 1)
    last = min(date(number, 12, 31).toordinal() + 2, date.max.toordinal() - 2)
    near = leave_near(calendar, date.fromordinal(first), date.fromordinal(last))
    days = [date.fromordinal(day) for day in range(first, last + 1)]
    stretches = [stretches_on(calendar, day, near) for day in days]
    for zone, low, high in _zones(calendar):
        found = (
            interval
            for day, hours in zip(days, stretches, strict=True)
            for interval in _in_zone(day, hours, zone)
        )
        yield from clipped(found, low, high)


def intervals_of(calendar: Calendar, day: date) -> list[Interval]:
    """Return when that day is worked, never empty; NotAWorkingDayError if it is off."""
    hours = stretches_on(calendar, day)
    if not hours:
        message = f"{day} is not a working day"
        raise NotAWorkingDayError(message)
    found = sorted(
        interval
        for zone, low, high in _zones(calendar)
        for interval in clipped(_in_zone(day, hours, zone), low, high)
    )
    # Moving east can skip all of a day's hours; it still begins and ends where the person is at its noon.
    return found or list(_in_zone(day, hours, zone_at(calendar, _noon(day))))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _zones(calendar: Calendar) -> Iterator[tuple[ZoneInfo, int, int]]:
    """Yield each zone with the moments from and until which it holds."""
    zone, low = calendar.zone, -(2**62)
    for move in calendar.moves:
        high = to_microseconds(move.at)
        yield zone, low, high
        zone, low = move.zone, high
    yield zone, low, 2**62


def _in_zone(day: date, hours: Stretches, zone: ZoneInfo) -> Iterator[Interval]:
    midnight = datetime.combine(day, time(), zone)
    offset = midnight.utcoffset()
    if offset is not None and offset == (midnight + 2 * _DAY).utcoffset():
        # No clock change while these hours last, which spares looking at each of them.
        zero = (day.toordinal() - _ORDINAL_OF_1970) * MICROSECONDS_A_DAY - offset // MICROSECOND
        return ((zero + start, zero + end) for start, end in hours)
    return _around_a_change(midnight.replace(tzinfo=None), hours, zone)


def _around_a_change(midnight: datetime, hours: Stretches, zone: ZoneInfo) -> Iterator[Interval]:
    for start, end in hours:
        low = moment_in(midnight + timedelta(microseconds=start), zone)
        high = moment_in(midnight + timedelta(microseconds=end), zone)
        yield low, high


def moment_in(local: datetime, zone: ZoneInfo) -> int:
    """Return the instant of a local time: of two the first, of none the clock's change."""
    first = local.replace(tzinfo=zone)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None:
        message = f"{zone} has no offset at {local}"
        raise ValueError(message)
    since = local.replace(tzinfo=UTC) - EPOCH
    if after <= before:
        return (since - before) // MICROSECOND
    return _change(zone, (since - after) // MICROSECOND, (since - before) // MICROSECOND)


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """Return the moment between two at which the zone's offset changes."""
    before = from_microseconds(low).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if from_microseconds(middle).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def years_from(calendar: Calendar, year: int) -> range:
    """Return the years to search forward; a week without work has no later one."""
    return range(year, min(year + HORIZON_YEARS, 9999) if any(calendar.week) else year)


def years_back(calendar: Calendar, year: int) -> range:
    """Return the years to search back."""
    return range(year, max(year - HORIZON_YEARS, 1) if any(calendar.week) else year, -1)


def no_working_time(start: date) -> NoWorkingTimeError:
    """Return the error of a search that found nothing."""
    return NoWorkingTimeError(f"not that much working time in {HORIZON_YEARS} years of {start}")
