"""Which hours of a local day are worked."""

from datetime import date, time
from functools import lru_cache
from itertools import pairwise

from bot.worktime.calendars import Calendar, Leave, Part, Span
from bot.worktime.instants import MICROSECONDS_A_DAY
from bot.worktime.intervals import CACHED_YEARS, Interval, Stretches, merged


def stretches_on(calendar: Calendar, day: date, leave: tuple[Leave, ...] | None = None) -> Stretches:
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


@lru_cache(maxsize=CACHED_YEARS)
def _apart(spans: tuple[Span, ...]) -> Stretches:
    """Return the spans as stretches from midnight, sorted, touching ones as one."""
    return tuple(merged(map(_stretch, spans)))


def _stretch(span: Span) -> Interval:
    start, end = _since_midnight(span.start), _since_midnight(span.end)
    return (start, end if end > start else end + MICROSECONDS_A_DAY)


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


def leave_near(calendar: Calendar, first: date, last: date) -> tuple[Leave, ...]:
    return tuple(one for one in calendar.leave if one.first <= last and one.last >= first)
