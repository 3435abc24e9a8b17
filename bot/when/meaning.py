"""What somebody's words can mean: a day, a question, a range, a duration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

IsWorkingDay = Callable[[date], bool]

SATURDAY = 5
WORK_HOURS_A_DAY = 8.0
WORK_DAYS_A_WEEK = 5


def is_weekday(day: date) -> bool:
    """Monday to Friday: the working days of somebody whose calendar is not known."""
    return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody's words are to be read: `now` is aware, in the person's own zone.

    `language` (en, zh-Hans, zh-Hant) is the reader's; words of the others are read as well.
    `order` is mdy or dmy for dates such as 03/04; None asks. `next_weekday` is what "next friday"
    means to this person: nearest, or next_week; None asks. `counts_from` is the day that "+2d" counts
    from; None: today.
    """

    now: datetime
    language: str = "en"
    order: str | None = None
    next_weekday: str | None = None
    is_working_day: IsWorkingDay = is_weekday
    counts_from: date | None = None

    @property
    def today(self) -> date:
        """The person's own date."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class When:
    """A local day, and a local time where one was said, in the person's zone."""

    day: date
    at: time | None = None


class Doubt(StrEnum):
    """Why a date is asked back."""

    TWO_WEEKS = "two_weeks"  # "next friday": of this week, or of the next one
    DAY_MONTH = "day_month"  # 03/04
    PAST = "past"
    FAR = "far"  # beyond two years
    IMPOSSIBLE = "impossible"  # 30 February
    NO_TIME = "no_time"  # 25:00
    BACKWARDS = "backwards"  # 9 Dec to 5 Dec
    TOO_LONG = "too_long"  # a range of more than LONGEST_LEAVE days


@dataclass(frozen=True, slots=True)
class Unclear:
    """A date to be asked back. The first option is the words as read; an impossible date has none."""

    options: tuple[When, ...]
    why: Doubt
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a sentence; the span includes its marker word, and `marked` says that it has one."""

    value: When | Unclear
    start: int
    end: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Range:
    """Days from first to last, both included.

    `first_half` is "pm" if the first day begins at noon, `last_half` "am" if the last one ends then;
    a single morning is first_half None and last_half "am".
    """

    first: date
    last: date
    first_half: str | None = None
    last_half: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """Working hours, from and to; a day is 8 hours and a week 5 days."""

    low_hours: float
    high_hours: float
