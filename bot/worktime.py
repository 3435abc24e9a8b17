"""Working time: what counts as it, and how to count with it.

A calendar says when somebody works: a week of local hours in a zone, public days off and make-up
working days, leave. All instants that go in must bear a zone, all that come out are UTC. Days are
local dates of the calendar. A shift that crosses midnight belongs to the day it starts on.

A local time that a clock change skips is the moment of the change; one that comes twice is the
first of the two. So the hours of a night shift are the hours really worked in that night.
"""

from array import array
from bisect import bisect_left, bisect_right
from calendar import isleap, monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

HOURS_A_DAY = 8.0  # what "one day of work" means in an estimate, whatever the person's hours are
HORIZON_YEARS = 100  # a search goes no further; nobody plans beyond it, and it must end

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS_AN_HOUR = 3_600_000_000
_MICROSECONDS_A_DAY = 24 * _MICROSECONDS_AN_HOUR
_DAY = timedelta(days=1)
_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()
_CACHED_YEARS = 512  # about 13 kB each

Interval = tuple[int, int]  # microseconds since 1970, UTC
Stretches = tuple[Interval, ...]  # here since the day's midnight; sorted and apart


class NoWorkingTimeError(ValueError):
    """The calendar has not that much working time within HORIZON_YEARS."""


class NotAWorkingDayError(ValueError):
    """The day has no hours: it is off by the week, a public holiday or leave."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local hours of a day; an end not after the start is on the next day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            message = "a span is in local hours and bears no zone"
            raise ValueError(message)


Week = tuple[
    tuple[Span, ...],
    tuple[Span, ...],
    tuple[Span, ...],
    tuple[Span, ...],
    tuple[Span, ...],
    tuple[Span, ...],
    tuple[Span, ...],
]
OFFICE_HOURS = (Span(time(9), time(12)), Span(time(13), time(18)))


def week_of(weekdays: Iterable[int], hours: tuple[Span, ...]) -> Week:
    """Return a week with the same hours on each of these weekdays (Monday is 0)."""
    days = frozenset(weekdays)
    mon, tue, wed, thu, fri, sat, sun = (hours if day in days else () for day in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


OFFICE_WEEK = week_of(range(5), OFFICE_HOURS)


class Part(Enum):
    """Which part of a day is off.

    The morning ends at the day's longest break, or without one after half of its hours.
    """

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Leave:
    """Days that a person is away, both ends included; each of them wholly or the same half."""

    first: date
    last: date
    part: Part = Part.WHOLE

    def __post_init__(self) -> None:
        if self.last < self.first:
            message = f"a leave can't end on {self.last}, before it begins on {self.first}"
            raise ValueError(message)

    def covers(self, day: date) -> bool:
        """Whether the day is one of this leave."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Days:
    """Days that differ from the week: off, off in the afternoon, or worked all the same.

    A day worked by exception has the hours of its weekday, or if that has none, of the week's
    first working day.
    """

    off: frozenset[date] = frozenset()
    half: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def over(self, under: "Days") -> "Days":
        """Return both together; where they disagree about a day, this one holds."""
        mine = self.off | self.half | self.work
        return Days(
            off=self.off | (under.off - mine),
            half=self.half | (under.half - mine),
            work=self.work | (under.work - mine),
        )


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """The person is in this zone from this instant on."""

    at: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        _instant(self.at)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works. `zone` holds until the first of `moves`, which are in order."""

    zone: ZoneInfo
    week: Week = OFFICE_WEEK
    days: Days = Days()
    leave: tuple[Leave, ...] = ()
    moves: tuple[ZoneChange, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:  # noqa: PLR2004  # not all callers are type-checked rows
            message = f"a week has 7 days, not {len(self.week)}"
            raise ValueError(message)
        if any(later.at <= earlier.at for earlier, later in pairwise(self.moves)):
            message = "changes of zone must be in order"
            raise ValueError(message)
        # Hashed once: every count looks its year up in a cache by the calendar.
        parts = (self.zone.key, self.week, self.days, self.leave, self.moves)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        """Return the hash made when the calendar was."""
        return self._hash


def zone_at(calendar: Calendar, at: datetime) -> ZoneInfo:
    """Return the zone the person is in at that instant."""
    zone = calendar.zone
    for move in calendar.moves:
        if move.at > at:
            break
        zone = move.zone
    return zone


def local_day(calendar: Calendar, at: datetime) -> date:
    """Return the date on the person's wall at that instant."""
    return _instant(at).astimezone(zone_at(calendar, at)).date()


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether any time of that day is worked; half a day is a working day."""
    return bool(_stretches(calendar, day))


def is_working_moment(calendar: Calendar, at: datetime) -> bool:
    """Whether that instant is worked; the end of a span is not."""
    at = _instant(at)
    moment = _microseconds(at)
    year = _year(calendar, at.year)
    index = bisect_right(year.starts, moment) - 1
    return index >= 0 and moment < year.ends[index]


def next_working_moment(calendar: Calendar, at: datetime) -> datetime:
    """Return the instant itself if it is worked, else the start of the next working time."""
    at = _instant(at)
    moment = _microseconds(at)
    for number in _years_from(calendar, at.year):
        year = _year(calendar, number)
        index = bisect_right(year.ends, moment)
        if index < len(year.ends):
            return _datetime(max(moment, year.starts[index]))
    raise _no_working_time(at)


def hours_between(calendar: Calendar, start: datetime, end: datetime) -> float:
    """Return the working hours between two instants; 0.0 if the end is before the start."""
    start, end = _instant(start), _instant(end)
    if end <= start:
        return 0.0
    worked = -_year(calendar, start.year).worked_until(_microseconds(start))
    worked += sum(_year(calendar, number).total for number in range(start.year, end.year))
    worked += _year(calendar, end.year).worked_until(_microseconds(end))
    return worked / _MICROSECONDS_AN_HOUR


def add_hours(calendar: Calendar, start: datetime, hours: float) -> datetime:
    """Return the instant by which that many hours have been worked since the start.

    That is the first such instant: eight hours from nine end at 18:00, not the next morning. No
    hours give the next working moment; negative hours the last instant from which that many
    remain until the start. NoWorkingTimeError where the calendar has not that many.
    """
    start = _instant(start)
    if abs(hours) > HORIZON_YEARS * 366 * 24:
        raise _no_working_time(start)
    amount = round(hours * _MICROSECONDS_AN_HOUR)
    if amount == 0:
        return next_working_moment(calendar, start)
    wanted = amount + _year(calendar, start.year).worked_until(_microseconds(start))
    return _forward(calendar, start, wanted) if amount > 0 else _backward(calendar, start, wanted)


def next_working_day(calendar: Calendar, day: date) -> date:
    """Return that day if it is worked, else the next one that is."""
    return add_days(calendar, day, 0)


def add_days(calendar: Calendar, day: date, n: int) -> date:
    """Return the n-th working day after that day, before it if n is negative.

    The day itself does not count and need not be worked; n = 0 is the day itself if it is
    worked, else the next working day.
    """
    days = _working_days(calendar, day.year)
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
    days = _working_days(calendar, year)
    low = bisect_left(days, date(year, month, 1).toordinal())
    high = bisect_right(days, date(year, month, monthrange(year, month)[1]).toordinal())
    index = low + n - 1 if n > 0 else high + n
    return date.fromordinal(days[index]) if n and low <= index < high else None


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
        raise _no_working_time(at)
    whole = int(days)
    then = _same_time(calendar, at, whole) if whole else at
    if days == whole:
        return then
    a_day = hours_between(calendar, then, _same_time(calendar, at, whole + 1))
    return add_hours(calendar, then, (days - whole) * a_day)


def start_of_working_day(calendar: Calendar, day: date) -> datetime:
    """Return when that day's work begins; NotAWorkingDayError if it is off."""
    return _datetime(_intervals_of(calendar, day)[0][0])


def end_of_working_day(calendar: Calendar, day: date) -> datetime:
    """Return when that day's work ends; NotAWorkingDayError if it is off."""
    return _datetime(_intervals_of(calendar, day)[-1][1])


def late_from(calendar: Calendar, due_day: date) -> datetime:
    """Return from when on something due on that day is late: the next working morning."""
    return start_of_working_day(calendar, add_days(calendar, due_day, 1))


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


@lru_cache(maxsize=_CACHED_YEARS)
def _year(calendar: Calendar, number: int) -> _Year:
    low = _microseconds(datetime(number, 1, 1, tzinfo=UTC))
    high = low + (366 if isleap(number) else 365) * _MICROSECONDS_A_DAY
    starts, ends, sums = array("q"), array("q"), array("q")
    total = 0
    for start, end in _merged(_clipped(_intervals_near(calendar, number), low, high)):
        total += end - start
        starts.append(start)
        ends.append(end)
        sums.append(total)
    return _Year(starts, ends, sums)


@lru_cache(maxsize=_CACHED_YEARS)
def _working_days(calendar: Calendar, year: int) -> "array[int]":
    """Return the ordinals of the year's working days."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    near = _leave_near(calendar, first, last)
    days = (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    return array("q", (day.toordinal() for day in days if _stretches(calendar, day, near)))


def _intervals_near(calendar: Calendar, number: int) -> Iterator[Interval]:
    """Yield the intervals of all days that can touch this UTC year, and some more."""
    # Zones reach from -12 to +14 hours, and a shift reaches into the day after its own.
    first = max(date(number, 1, 1).toordinal() - 2, 1)
    last = min(date(number, 12, 31).toordinal() + 2, date.max.toordinal() - 2)
    near = _leave_near(calendar, date.fromordinal(first), date.fromordinal(last))
    days = [date.fromordinal(day) for day in range(first, last + 1)]
    stretches = [_stretches(calendar, day, near) for day in days]
    for zone, low, high in _zones(calendar):
        found = (
            interval
            for day, hours in zip(days, stretches, strict=True)
            for interval in _in_zone(day, hours, zone)
        )
        yield from _clipped(found, low, high)


def _intervals_of(calendar: Calendar, day: date) -> list[Interval]:
    """Return when that day is worked, never empty; NotAWorkingDayError if it is off."""
    hours = _stretches(calendar, day)
    if not hours:
        message = f"{day} is not a working day"
        raise NotAWorkingDayError(message)
    found = sorted(
        interval
        for zone, low, high in _zones(calendar)
        for interval in _clipped(_in_zone(day, hours, zone), low, high)
    )
    # Moving east can skip all of a day's hours; it still begins and ends where the person is at its noon.
    return found or list(_in_zone(day, hours, zone_at(calendar, _noon(day))))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _zones(calendar: Calendar) -> Iterator[tuple[ZoneInfo, int, int]]:
    """Yield each zone with the moments from and until which it holds."""
    zone, low = calendar.zone, -(2**62)
    for move in calendar.moves:
        high = _microseconds(move.at)
        yield zone, low, high
        zone, low = move.zone, high
    yield zone, low, 2**62


def _in_zone(day: date, hours: Stretches, zone: ZoneInfo) -> Iterator[Interval]:
    midnight = datetime.combine(day, time(), zone)
    offset = midnight.utcoffset()
    if offset is not None and offset == (midnight + 2 * _DAY).utcoffset():
        # No clock change while these hours last, which spares looking at each of them.
        zero = (day.toordinal() - _ORDINAL_OF_1970) * _MICROSECONDS_A_DAY - offset // _MICROSECOND
        return ((zero + start, zero + end) for start, end in hours)
    return _around_a_change(midnight.replace(tzinfo=None), hours, zone)


def _around_a_change(midnight: datetime, hours: Stretches, zone: ZoneInfo) -> Iterator[Interval]:
    for start, end in hours:
        low = _moment(midnight + timedelta(microseconds=start), zone)
        high = _moment(midnight + timedelta(microseconds=end), zone)
        yield low, high


def _moment(local: datetime, zone: ZoneInfo) -> int:
    """Return the instant of a local time: of two the first, of none the clock's change."""
    first = local.replace(tzinfo=zone)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None:
        message = f"{zone} has no offset at {local}"
        raise ValueError(message)
    since = local.replace(tzinfo=UTC) - _EPOCH
    if after <= before:
        return (since - before) // _MICROSECOND
    return _change(zone, (since - after) // _MICROSECOND, (since - before) // _MICROSECOND)


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """Return the moment between two at which the zone's offset changes."""
    before = _datetime(low).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if _datetime(middle).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _stretches(calendar: Calendar, day: date, leave: tuple[Leave, ...] | None = None) -> Stretches:
    """Return the worked stretches of a day; `leave` is a shorter list to look through."""
    hours = _public_stretches(calendar, day)
    if not hours:
        return ()
    for absence in calendar.leave if leave is None else leave:
        if absence.covers(day):
            hours = _without(hours, _usual_stretches(calendar, day), absence.part)
    return hours


def _public_stretches(calendar: Calendar, day: date) -> Stretches:
    days = calendar.days
    if day in days.off and day not in days.work:
        return ()
    usual = _usual_stretches(calendar, day)
    if usual and day in days.half and day not in days.work:
        return _without(usual, usual, Part.AFTERNOON)
    return usual


def _usual_stretches(calendar: Calendar, day: date) -> Stretches:
    """Return the hours of that weekday, or for a make-up day of the first working one."""
    spans = calendar.week[day.weekday()]
    if not spans and day in calendar.days.work:
        spans = next((spans for spans in calendar.week if spans), ())
    return _apart(spans)


@lru_cache(maxsize=_CACHED_YEARS)
def _apart(spans: tuple[Span, ...]) -> Stretches:
    """Return the spans as stretches from midnight, sorted, touching ones as one."""
    return tuple(_merged(map(_stretch, spans)))


def _stretch(span: Span) -> Interval:
    start, end = _since_midnight(span.start), _since_midnight(span.end)
    return (start, end if end > start else end + _MICROSECONDS_A_DAY)


def _since_midnight(clock: time) -> int:
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond


def _without(hours: Stretches, usual: Stretches, part: Part) -> Stretches:
    """Return what is left of the hours when a part of the usual day is off."""
    noon = _noon_of(usual)
    match part:
        case Part.WHOLE:
            return ()
        case Part.MORNING:
            cut = ((max(start, noon), end) for start, end in hours)
        case Part.AFTERNOON:
            cut = ((start, min(end, noon)) for start, end in hours)
    return tuple((start, end) for start, end in cut if start < end)


def _noon_of(usual: Stretches) -> int:
    """Return the start of the longest break, or the middle of a day without one."""
    if len(usual) == 1:
        return (usual[0][0] + usual[0][1]) // 2
    return max((start - end, -end, end) for (_, end), (start, _) in pairwise(usual))[2]


def _leave_near(calendar: Calendar, first: date, last: date) -> tuple[Leave, ...]:
    return tuple(one for one in calendar.leave if one.first <= last and one.last >= first)


def _clipped(intervals: Iterable[Interval], low: int, high: int) -> Iterator[Interval]:
    for start, end in intervals:
        if start < high and end > low:
            yield max(start, low), min(end, high)


def _merged(intervals: Iterable[Interval]) -> Iterator[Interval]:
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


def _forward(calendar: Calendar, start: datetime, wanted: int) -> datetime:
    """Return the first moment by which so much was worked since the start of that year."""
    for number in _years_from(calendar, start.year):
        year = _year(calendar, number)
        if wanted <= year.total:
            return _datetime(year.moment_after(wanted))
        wanted -= year.total
    raise _no_working_time(start)


def _backward(calendar: Calendar, start: datetime, wanted: int) -> datetime:
    """Return the last moment from which so much was worked since the start of that year."""
    for number in _years_back(calendar, start.year):
        year = _year(calendar, number)
        if number != start.year:
            wanted += year.total
        if wanted >= 0:
            return _datetime(year.moment_before(wanted))
    raise _no_working_time(start)


def _day_forward(calendar: Calendar, day: date, index: int) -> date:
    for year in _years_from(calendar, day.year):
        days = _working_days(calendar, year)
        if index < len(days):
            return date.fromordinal(days[index])
        index -= len(days)
    raise _no_working_time(day)


def _day_backward(calendar: Calendar, day: date, index: int) -> date:
    for year in _years_back(calendar, day.year):
        if year != day.year:
            index += len(_working_days(calendar, year))
        if index >= 0:
            return date.fromordinal(_working_days(calendar, year)[index])
    raise _no_working_time(day)


def _days_worked(
    calendar: Calendar, first: date, last: date, count: Callable[["array[int]", int], int]
) -> int:
    """Return how many more working days `count` finds by the last day than by the first."""
    whole = sum(len(_working_days(calendar, year)) for year in range(first.year, last.year))
    by_first = count(_working_days(calendar, first.year), first.toordinal())
    return whole + count(_working_days(calendar, last.year), last.toordinal()) - by_first


def _same_time(calendar: Calendar, at: datetime, days: int) -> datetime:
    """Return the working moment at the same time into the day, so many working days later."""
    zone = zone_at(calendar, at)
    local = at.astimezone(zone)
    day = _day_worked(calendar, at, local.date())
    time_in = local.replace(tzinfo=None) - datetime.combine(day, time())
    then = datetime.combine(add_days(calendar, day, days), time()) + time_in
    later = zone_at(calendar, _datetime(_moment(then, zone)))
    return next_working_moment(calendar, _datetime(_moment(then, later)))


def _day_worked(calendar: Calendar, at: datetime, today: date) -> date:
    """Return the day whose work this moment is: yesterday's in the second half of a shift."""
    if not is_working_day(calendar, today):
        return today - _DAY
    return today if at >= start_of_working_day(calendar, today) else today - _DAY


def _years_from(calendar: Calendar, year: int) -> range:
    return range(year, min(year + HORIZON_YEARS, 9999) if any(calendar.week) else year)


def _years_back(calendar: Calendar, year: int) -> range:
    return range(year, max(year - HORIZON_YEARS, 1) if any(calendar.week) else year, -1)


def _no_working_time(start: date) -> NoWorkingTimeError:
    return NoWorkingTimeError(f"not that much working time in {HORIZON_YEARS} years of {start}")


def _instant(at: datetime) -> datetime:
    if at.utcoffset() is None:
        message = f"an instant needs a zone: {at}"
        raise ValueError(message)
    return at.astimezone(UTC)


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _datetime(moment: int) -> datetime:
    return _EPOCH + timedelta(microseconds=moment)
