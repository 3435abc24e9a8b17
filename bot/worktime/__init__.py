"""Working time: what counts as it, and how to count with it.

A calendar says when somebody works: a week of local hours in a zone, public days off and make-up
working days, leave. All instants that go in must bear a zone, all that come out are UTC. Days are
local dates of the calendar. A shift that crosses midnight belongs to the day it starts on.

A local time that a clock change skips is the moment of the change; one that comes twice is the
first of the two. So the hours of a night shift are the hours really worked in that night.
"""

from bot.worktime.calendars import (
    HOURS_A_DAY,
    OFFICE_HOURS,
    OFFICE_WEEK,
    Calendar,
    Days,
    Leave,
    NotAWorkingDayError,
    NoWorkingTimeError,
    Part,
    Span,
    Week,
    ZoneChange,
    week_of,
    zone_at,
)
from bot.worktime.days import (
    add_days,
    end_of_working_day,
    is_working_day,
    late_from,
    local_day,
    next_working_day,
    nth_working_day,
    start_of_working_day,
    working_days_between,
)
from bot.worktime.hours import (
    add_hours,
    add_working_days,
    hours_between,
    is_working_moment,
    next_working_moment,
)
from bot.worktime.years import HORIZON_YEARS

__all__ = [
    "HORIZON_YEARS",
    "HOURS_A_DAY",
    "OFFICE_HOURS",
    "OFFICE_WEEK",
    "Calendar",
    "Days",
    "Leave",
    "NoWorkingTimeError",
    "NotAWorkingDayError",
    "Part",
    "Span",
    "Week",
    "ZoneChange",
    "add_days",
    "add_hours",
    "add_working_days",
    "end_of_working_day",
    "hours_between",
    "is_working_day",
    "is_working_moment",
    "late_from",
    "local_day",
    "next_working_day",
    "next_working_moment",
    "nth_working_day",
    "start_of_working_day",
    "week_of",
    "working_days_between",
    "zone_at",
]
