"""Times of day: what morning, afternoon and a bare hour say about them."""

from datetime import time

from bot.when.days import clock_time
from bot.when.grammar import Clock, Part

NOON = 12
FIRST_HOUR_OF_WORK = 7  # "at 4" is 16:00 and "at 9" 09:00: people mean the hour they are awake and at work

_LATER = (Part.AFTERNOON, Part.EVENING, Part.NIGHT)
_ENDS = {Part.DAWN: time(8), Part.MORNING: time(12), Part.NOON: time(12), Part.AFTERNOON: time(18)}


def hour(number: float, minute: float = 0) -> Clock:
    """Return a clock from an hour without "am" or "pm"; raises ImpossibleDateError."""
    at = clock_time(int(number), int(minute))
    return Clock(at, sure=number > NOON or number == 0, next_day=number > at.hour)


def meridiem(at: time, offset: float) -> Clock | None:
    """Return the clock of a 12-hour time and "am" (0) or "pm" (12); None if there is none, such as 15 am."""
    if at.hour > NOON:
        return Clock(at, sure=True) if offset else None
    return Clock(at.replace(hour=at.hour % NOON + int(offset)), sure=True)


def in_part(clock: Clock, part: Part) -> Clock:
    """Return the clock, known to be in this part of the day."""
    at = clock.at
    if at.hour > NOON:
        return clock._replace(sure=True)
    if at.hour in (0, NOON):
        return _twelve(at, part)
    after_noon = part in _LATER or (part is Part.NOON and at.hour < NOON - 2)
    if part is Part.NIGHT and 0 < at.hour < 5:  # noqa: PLR2004 - two at night is not two in the afternoon
        return Clock(at, sure=True, next_day=True)
    return Clock(at.replace(hour=at.hour + NOON) if after_noon else at, sure=True)


def _twelve(at: time, part: Part) -> Clock:
    if part in (Part.EVENING, Part.NIGHT):
        return Clock(at.replace(hour=0), sure=True, next_day=True)
    if part is Part.DAWN or at.hour == 0:
        return Clock(at.replace(hour=0), sure=True)
    return Clock(at, sure=True)


def settled(clock: Clock) -> Clock:
    """Return the clock with the half of the day that is meant where none was said."""
    if clock.sure or clock.at.hour >= FIRST_HOUR_OF_WORK:
        return clock._replace(sure=True)
    return Clock(clock.at.replace(hour=clock.at.hour + NOON), sure=True)


def end_of(part: Part) -> time | None:
    """Return when a part of the day ends; None if with the day."""
    return _ENDS.get(part)
