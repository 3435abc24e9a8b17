"""When somebody works: a week of local hours in a zone, days off and make-up days, leave."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.worktime.instants import in_utc

HOURS_A_DAY = 8.0  # what "one day of work" means in an estimate, whatever the person's hours are


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
        in_utc(self.at)


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
