"""Arithmetic of the calendar for what was said: next occurrences, periods, amounts added."""

from calendar import monthrange
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta

from bot.when.grammar import (
    Amount,
    Clock,
    Day,
    Figures,
    ImpossibleDateError,
    ImpossibleTimeError,
    Moment,
    TooFarError,
    Unit,
)
from bot.when.meaning import Doubt, IsWorkingDay, Reading

WEEK = 7
MONTHS = 12
SUNDAY = 6
FIRST_YEAR = 1900  # earlier ones are no dates of a plan
LAST_YEAR = 2199
MOST_DAYS = 40_000  # an amount beyond it is no date of a plan, and must not overflow
LEAP_CYCLE = 9  # the longest time without a 29 February, over 1900 or 2100, is eight years
DAYS_OF_HALF_A_MONTH = 15

_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7, Unit.FORTNIGHT: 14}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}


def exact(year: int, month: int, day: int) -> date:
    """Return the date, or raise ImpossibleDateError."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDateError
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDateError from error


def is_year(number: float) -> bool:
    """Whether a number can be a year of a plan."""
    return FIRST_YEAR <= number <= LAST_YEAR


def full_year(year: int) -> int:
    """Return the year that two figures mean; a year of four stays."""
    return year + 2000 if year < 100 else year  # noqa: PLR2004 - 26 is 2026


def month_day(today: date, month: int, day: int) -> date:
    """Return the next date, today included, with this month and day; or raise ImpossibleDateError."""
    for year in range(today.year, today.year + LEAP_CYCLE):
        if 1 <= month <= MONTHS and 1 <= day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found >= today:
                return found
    raise ImpossibleDateError


def day_of_month(today: date, day: int) -> date:
    """Return the next date, today included, that is this day of a month."""
    if not 1 <= day <= 31:  # noqa: PLR2004
        raise ImpossibleDateError
    first = today.replace(day=1)
    for ahead in range(MONTHS):
        month = add_months(first, ahead)
        if day <= monthrange(month.year, month.month)[1] and month.replace(day=day) >= today:
            return month.replace(day=day)
    raise ImpossibleDateError


def add_months(day: date, months: int) -> date:
    """Return the day so many months on, at the latest the last of its month."""
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    if not 1 <= year < MAXYEAR:
        raise TooFarError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Return the day so many days on, or raise TooFarError."""
    if abs(days) > MOST_DAYS:
        raise TooFarError
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise TooFarError from error


def next_weekday(today: date, weekday: int) -> date:
    """Return the nearest such weekday after today."""
    return add_days(today, (weekday - today.weekday() - 1) % WEEK + 1)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date:
    """Return the weekday of the Monday-to-Sunday week so many weeks from today's."""
    return add_days(today, weekday - today.weekday() + WEEK * weeks)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return a month's nth such weekday, from its end if negative; or raise ImpossibleDateError."""
    length = monthrange(year, month)[1]
    first = 1 + (weekday - date(year, month, 1).weekday()) % WEEK
    places = range(first, length + 1, WEEK)
    if not -len(places) <= nth <= len(places) or nth == 0:
        raise ImpossibleDateError
    return date(year, month, places[nth - 1] if nth > 0 else places[nth])


def weekday_of_period(whole: Day, weekday: int, nth: int) -> Day:
    """Return a period's nth such weekday, from its end if negative; or raise ImpossibleDateError."""
    first = whole.first or whole.day
    if nth > 0:
        found = add_days(next_weekday(add_days(first, -1), weekday), WEEK * (nth - 1))
    else:
        found = add_days(next_weekday(whole.day, weekday), WEEK * nth)
    if not first <= found <= whole.day:
        raise ImpossibleDateError
    return Day((found,))


def end_of_month(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def bare_weekday(reading: Reading, weekday: int) -> Day:
    """The nearest one ahead; today's own is in seven days, unless a time still to come goes with it."""
    return Day((next_weekday(reading.today, weekday),), weekday=weekday)


def asked_weekday(reading: Reading, weekday: int) -> Day:
    """Return "next friday": the nearest one ahead, or the one of the next week, or both to be asked."""
    near = next_weekday(reading.today, weekday)
    later = weekday_of_week(reading.today, weekday, 1)
    if near == later or reading.next_weekday == "nearest":
        return Day((near,))
    if reading.next_weekday == "next_week":
        return Day((later,))
    return Day((near, later), Doubt.TWO_WEEKS)


def week(reading: Reading, monday: date) -> Day:
    """Return a week as a period: it ends with its last working day, if that is still to come."""
    days = [add_days(monday, index) for index in range(WEEK)]
    working = [day for day in days if day >= reading.today and reading.is_working_day(day)]
    return Day((working[-1] if working else days[-1],), first=days[0])


def month(first: date) -> Day:
    """Return a month as a period."""
    return Day((end_of_month(first),), first=first)


def months(first: date, count: int) -> Day:
    """Return so many months from the first of one as a period."""
    return Day((end_of_month(add_months(first, count - 1)),), first=first)


def period(reading: Reading, unit: Unit, ahead: int) -> Day | None:
    """Return the day, week, month … so many from the current one; None for units of the clock."""
    today = reading.today
    match unit:
        case Unit.DAY | Unit.WORKING_DAY:
            return Day((add_days(today, ahead),))
        case Unit.WEEK:
            return week(reading, add_days(today, WEEK * ahead - today.weekday()))
        case Unit.FORTNIGHT:
            return week(reading, add_days(today, WEEK * (2 * ahead + 1) - today.weekday()))
        case Unit.WEEKEND:
            saturday = weekday_of_week(today, SUNDAY - 1, ahead)
            return Day((add_days(saturday, 1),), first=saturday)
        case Unit.MONTH:
            return month(add_months(today.replace(day=1), ahead))
        case Unit.QUARTER:
            return months(add_months(_first_of_quarter(today), 3 * ahead), 3)
        case Unit.YEAR:
            return year(today.year + ahead)
        case Unit.HOUR | Unit.MINUTE | Unit.SECOND:
            return None


def _first_of_quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def year(number: int) -> Day:
    """Return a year as a period."""
    return Day((exact(number, MONTHS, 31),), first=exact(number, 1, 1))


def next_month(today: date, number: int) -> date:
    """Return the first of the month with this number that has not ended."""
    first = exact(today.year, number, 1)
    return first if end_of_month(first) >= today else add_months(first, MONTHS)


def quarter(today: date, number: int, in_year: int | None) -> Day:
    """Return a quarter as a period: of that year, or the next one that has not ended."""
    first = exact(in_year or today.year, number * 3 - 2, 1)
    if in_year is None and end_of_month(add_months(first, 2)) < today:
        first = add_months(first, MONTHS)
    return months(first, 3)


def half_year(today: date, half: int, in_year: int | None) -> Day:
    """Return half a year as a period: of that year, or the next one that has not ended."""
    whole = months(exact(in_year or today.year, half * 6 - 5, 1), 6)
    return half_year(today, half, today.year + 1) if in_year is None and whole.day < today else whole


def middle(first: date, last: date) -> date:
    """Return the last day of the first half: of a month the 15th, of a year the end of June."""
    if last == end_of_month(first):
        return first.replace(day=DAYS_OF_HALF_A_MONTH)
    if (last - first).days > MONTHS * 30:
        return date(first.year, 6, 30)
    return first + (last - first) / 2


def week_of_month(reading: Reading, first: date, number: int) -> Day:
    """Return the nth week of a month; the first has the month's first Thursday, as in ISO 8601."""
    thursday = nth_weekday(first.year, first.month, 3, number)
    return week(reading, add_days(thursday, -3))


def weeks_of_year(number: int) -> int:
    """How many ISO weeks a year has: 52 or 53."""
    return exact(number, MONTHS, 28).isocalendar().week


def week_of_year(reading: Reading, number: int, in_year: int | None) -> Day:
    """Return a week by its ISO number: of that year, or the next one that has not ended."""
    for candidate in (in_year or reading.today.year, in_year or reading.today.year + 1):
        try:
            monday = date.fromisocalendar(candidate, number, 1)
        except ValueError as error:
            raise ImpossibleDateError from error
        if in_year or add_days(monday, SUNDAY) >= reading.today:
            break
    return week(reading, monday)


def has_clock(amount: Amount) -> bool:
    """Whether an amount names units of the clock, so that its end is a moment and not a day."""
    return any(unit in _SECONDS for _, unit in amount.terms)


def add(start: datetime, amount: Amount, is_working_day: IsWorkingDay, sign: int = 1) -> datetime:
    """Return the moment so much later or earlier, or raise TooFarError."""
    moment = start
    for count, unit in amount.terms:
        moment = _add_term(moment, count * sign, unit, is_working_day)
    return moment


def _add_term(moment: datetime, count: float, unit: Unit, is_working_day: IsWorkingDay) -> datetime:
    if abs(count) > MOST_DAYS * 24 * 60:
        raise TooFarError
    try:
        if unit in _SECONDS:
            elapsed = moment.astimezone(UTC) + timedelta(seconds=count * _SECONDS[unit])
            return elapsed.astimezone(moment.tzinfo)
        if unit in _DAYS:
            return moment + timedelta(days=_whole_or_half(count * _DAYS[unit]))
    except OverflowError as error:
        raise TooFarError from error
    if unit is Unit.WORKING_DAY:
        day = add_working_days(moment.date(), round(count), is_working_day)
    else:
        months, rest = divmod(count * _MONTHS[unit], 1)
        day = add_days(add_months(moment.date(), int(months)), round(rest * 2) * DAYS_OF_HALF_A_MONTH)
    return datetime.combine(day, moment.timetz())


def _whole_or_half(days: float) -> float:
    return round(days * 2) / 2


def add_working_days(day: date, count: int, is_working_day: IsWorkingDay) -> date:
    """Return the working day so many on (or back), the given day not counted."""
    if abs(count) > MOST_DAYS // 40:
        raise TooFarError
    step = 1 if count >= 0 else -1
    left, tries = abs(count), 0
    while left and tries < MOST_DAYS // 20:
        day = add_days(day, step)
        tries += 1
        left -= is_working_day(day)
    if left:
        raise TooFarError
    return day


def clock_time(hour: int, minute: int = 0, second: int = 0) -> time:
    """Return the time of day, or raise ImpossibleTimeError; 24:00 is midnight."""
    if hour == 24 and minute == 0:  # noqa: PLR2004
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise ImpossibleTimeError from error


def of_figures(figures: Figures, reading: Reading) -> Day:
    """Return the day of 2026-12-05, 5/12/2026 or 5/12; both readings if the person's order is not known."""
    if len(figures.texts[0]) == 4:  # noqa: PLR2004
        year, month, day = figures.numbers
        return Day((exact(year, month, day),))
    first, second, *rest = figures.numbers
    in_year = full_year(rest[0]) if rest else None
    orders = [(first, second), (second, first)]
    if reading.order == "dmy":
        orders.reverse()
    found = list(dict.fromkeys(one for order in orders if (one := _possible(reading, *order, in_year))))
    if not found:
        raise ImpossibleDateError
    if reading.order or reading.language != "en" or len(found) == 1:
        return Day((found[0],))
    return Day(tuple(found), Doubt.DAY_MONTH)


def _possible(reading: Reading, month: int, day: int, in_year: int | None) -> date | None:
    try:
        return month_day(reading.today, month, day) if in_year is None else exact(in_year, month, day)
    except ImpossibleDateError:
        return None


def day_of_period(reading: Reading, whole: Day, nth: int, *, working: bool) -> Day:
    """Return the nth day of a period, from its end if negative; or raise ImpossibleDateError."""
    if whole.first is None:
        raise ImpossibleDateError
    first, last = whole.first, whole.day
    if working:
        start = add_days(first, -1) if nth > 0 else add_days(last, 1)
        found = add_working_days(start, nth, reading.is_working_day)
    else:
        found = add_days(first, nth - 1) if nth > 0 else add_days(last, nth + 1)
    if not first <= found <= last:
        raise ImpossibleDateError
    return Day((found,))


def weekday_the_nth(today: date, weekday: int, number: int) -> date:
    """Return the next such day of a month that is this weekday; if none within a year, the next such day."""
    first = today.replace(day=1)
    for ahead in range(MONTHS):
        begin = add_months(first, ahead)
        if 1 <= number <= monthrange(begin.year, begin.month)[1]:
            day = begin.replace(day=number)
            if day >= today and day.weekday() == weekday:
                return day
    return day_of_month(today, number)


def on_weekday(day: Day, weekday: int) -> Day:
    """Return the day in the next two years in which it is that weekday, if no year was said; else itself."""
    for ahead in range(3 if day.yearless else 0):
        later = add_months(day.day, MONTHS * ahead)
        if later.weekday() == weekday:
            return Day((later,))
    return day


def moment(reading: Reading, amount: Amount, sign: int = 1) -> Day | Moment:
    """Return the day an amount from now, or the moment if the amount has hours or minutes."""
    at = add(reading.now, amount, reading.is_working_day, sign)
    if not has_clock(amount):
        return Day((at.date(),))
    return Moment(Day((at.date(),)), Clock(at.time().replace(second=0, microsecond=0), sure=True))


def from_day(reading: Reading, amount: Amount, day: Day, sign: int) -> Day | None:
    """Return the day an amount after (or before) another; None if the amount is of the clock."""
    if has_clock(amount):
        return None
    start = datetime.combine(day.day, time(12), reading.now.tzinfo)
    return Day((add(start, amount, reading.is_working_day, sign).date(),))


def from_clock(reading: Reading, amount: Amount, at: time) -> Moment | None:
    """Return "5 hours after 12pm"; None if the amount is not of the clock."""
    if not has_clock(amount):
        return None
    start = datetime.combine(reading.today, at, reading.now.tzinfo)
    end = add(start, amount, reading.is_working_day)
    return Moment(Day((end.date(),)), Clock(end.time(), sure=True))
