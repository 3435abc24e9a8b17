"""The words of English for dates and times, and the rules that join them."""

from datetime import date

from bot.when import clocks, days
from bot.when.grammar import (
    Amount,
    Clock,
    Day,
    Figures,
    Frequency,
    Lexeme,
    Moment,
    Part,
    Parts,
    Rhythm,
    Rule,
    Unit,
    Value,
)
from bot.when.meaning import SATURDAY, Doubt, Reading


def _lexicon() -> dict[str, Lexeme]:
    words: dict[str, Lexeme] = {}
    for kind, spellings in _SPELLINGS.items():
        words |= dict.fromkeys(spellings.split(), (kind, None))
    for kind, table in _NUMBERED.items():
        words |= {
            spelling: (kind, float(number)) for number, names in table.items() for spelling in names.split()
        }
    for kind, meanings in _MEANINGS.items():
        words |= {spelling: (kind, value) for value, names in meanings.items() for spelling in names.split()}
    return words | {f"{name}'s": words[name] for unit in _UNITS.values() for name in unit.split()}


_SPELLINGS = {
    "next": "next following upcoming nxt",
    "coming": "coming",
    "this": "this current present",
    "last": "last previous",
    "the": "the that",
    "a": "a an",
    "of": "of",
    "on": "on",
    "at": "at around approximately about approx",
    "in": "in during",
    "to": "to til thru through",
    "once": "once per",
    "by": "by due deadline latest",
    "until": "until till",
    "before": "before prior",
    "after": "after past",
    "from": "from commencing starting",
    "now": "now",
    "ago": "ago",
    "later": "later hence",
    "and": "and",
    "half": "half",
    "vague": "late early calendar time right exactly circa",
    "is": "is are date",
    "comma": "please pls thanks thx",
    "few": "few several",
    "for": "for",
    "couple": "couple pair",
    "plural_unit": "afternoons evenings",
    "no": "no",
    "than": "than",
    "or": "or",
    "every": "every each",
    "other": "other alternate",
    "working": "working work business",
    "weekdays": "weekdays weekday workdays",
    "end": "end ending ends close",
    "begin": "start begin beginning",
    "middle": "middle mid",
    "within": "within",
    "week_of": "cw kw",
    "oclock": "o'clock oclock",
    "noon": "noon midday",
    "midnight": "midnight",
    "ides": "ides",
}
_NUMBERED: dict[str, dict[int, str]] = {
    "number": {
        1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
        17: "seventeen", 18: "eighteen", 19: "nineteen",
    },
    "tens": {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 90: "ninety"},
    "ordinal": {
        1: "first", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
        10: "tenth", 11: "eleventh", 12: "twelfth", 13: "thirteenth", 14: "fourteenth", 15: "fifteenth",
        16: "sixteenth", 17: "seventeenth", 18: "eighteenth",
        19: "nineteenth", 20: "twentieth", 30: "thirtieth",
    },
    "second": {2: "second"},
    "odd_even": {1: "odd odd-numbered", 2: "even even-numbered"},
    "month": {
        1: "january jan", 2: "february feb", 4: "april apr", 6: "june jun", 7: "july jul", 8: "august aug",
        9: "september sep sept", 10: "october oct", 11: "november nov", 12: "december dec",
    },
    "maybe_month": {3: "march mar", 5: "may"},
    "weekday": {
        0: "monday mon mondy", 1: "tuesday tue tues tuesdy tusday",
        2: "wednesday wed weds wednsday wensday wednesay wendesday",
        3: "thursday thu thur thurs thrusday thursady",
        4: "friday fri firday", 5: "saturday saterday satuday", 6: "sunday",
    },
    "maybe_weekday": {5: "sat", 6: "sun"},
    "plural_weekday": {
        0: "mondays", 1: "tuesdays", 2: "wednesdays", 3: "thursdays", 4: "fridays", 5: "saturdays",
        6: "sundays",
    },
    "day_word": {
        0: "today", 1: "tomorrow tmr tmrw tmw tomorow tommorow tommorrow", -1: "yesterday",
    },
    "quarter": {1: "q1", 2: "q2", 3: "q3", 4: "q4"},
}  # fmt: skip
_UNITS: dict[Value, str] = {
    Unit.SECOND: "seconds secs sec",
    Unit.MINUTE: "minute minutes min mins m",
    Unit.HOUR: "hour hours hr hrs h",
    Unit.DAY: "day days d nights mornings",
    Unit.WORKING_DAY: "workday bd",
    Unit.WEEK: "week weeks wk wks w workweek workweeks",
    Unit.WEEKEND: "weekend weekends week-end week-ends",
    Unit.FORTNIGHT: "fortnight fortnights",
    Unit.MONTH: "month months mo mos mth mths",
    Unit.QUARTER: "quarter quarters",
    Unit.YEAR: "year years yr yrs y",
}
_PARTS: dict[Value, str] = {
    Part.MORNING: "morning",
    Part.AFTERNOON: "afternoon arvo",
    Part.EVENING: "evening",
    Part.NIGHT: "night",
}
_ENDS: dict[Value, str] = {
    Unit.DAY: "eod cob eob",
    Unit.WEEK: "eow",
    Unit.MONTH: "eom",
    Unit.QUARTER: "eoq",
    Unit.YEAR: "eoy",
}
_RHYTHMS: dict[Value, str] = {
    Rhythm(Frequency.DAILY, repeats=True): "daily everyday nightly",
    Rhythm(Frequency.WEEKLY, repeats=True): "weekly",
    Rhythm(Frequency.WEEKLY, 2, repeats=True): "fortnightly biweekly bi-weekly",
    Rhythm(Frequency.MONTHLY, repeats=True): "monthly",
    Rhythm(Frequency.MONTHLY, 2, repeats=True): "bimonthly bi-monthly",
    Rhythm(Frequency.MONTHLY, 3, repeats=True): "quarterly",
    Rhythm(Frequency.YEARLY, repeats=True): "yearly annually",
}
_MEANINGS: dict[str, dict[Value, str]] = {
    "unit": _UNITS,
    "part": _PARTS,
    "tonight": {Part.EVENING: "tonight tonite"},
    "end_word": _ENDS,
    "rhythm": _RHYTHMS,
}

WORDS = _lexicon()
# Names that may be glued to the figure after them: dec25, q3.
GLUED = (
    "(?:"
    + "|".join(
        [
            name
            for kind in ("month", "maybe_month")
            for line in _NUMBERED[kind].values()
            for name in line.split()
        ]
        + ["q[1-4]", "cw", "kw"]
    )
    + r")-?\d+(?![\w])"
)

_FEW = 3.0
_HOURS_OF_A_DAY = 24
LAST_SHORT_YEAR = 50

ORD = "(ordinal|second)"
MONTH = "(month|maybe_month)"
WEEKDAY = "(weekday|maybe_weekday)"
COUNT = "(number|tens)"
UNIT = "(unit|second)"
YEAR = "((comma|dash|slash|of)? year)"
THIS = "(the|this|next|coming)"
NO_NOUN = "(?!dash? (word|unit|number|weekday|ordinal))"
NO_TITLE = (
    f"(?!(word|number|next|the|on|a|{UNIT}))"  # "in May the sun shines" still is May, "may the …" is not
)
NO_HOUR = f"(?!(meridiem|oclock|{UNIT}|comma|dot|{MONTH}|word|slash|dash))"
WHICH_DAY = f"({WEEKDAY}|day_word|part|tonight|on|in the? part)"
NAMED_BEFORE = "(?<=[at by before until to day_word weekday maybe_weekday number ordinal zh_weekday year])"
MARKED = "(?<=[by until before on to this every])"


# ---- numbers


def _tens(parts: Parts, _: Reading) -> Value:
    tens, *rest = parts.numbers("tens", "number", "ordinal", "second")
    return tens + (rest[0] if rest else 0) if not rest or rest[0] < 10 else None  # noqa: PLR2004


NUMBERS = [
    Rule("ordinal", "tens dash? (ordinal|second)", _tens),
    Rule("number", "tens (and|dash)? number", _tens),
    Rule("number", "tens", _tens),
]  # fmt: skip


# ---- amounts


def _unit(parts: Parts) -> Unit:
    return parts.any(Unit) or Unit.SECOND


def _amount(count: float, unit: Unit) -> Amount:
    return Amount(((count, unit),))


def _decimal(figures: Figures) -> float:
    return float(".".join(figures.texts))


def _counted(parts: Parts, _: Reading) -> Value:
    unit = Unit.WORKING_DAY if parts.has("working") else _unit(parts)
    figures = parts.any(Figures)
    count = _decimal(figures) if figures else (parts.numbers("number", "year") or [1.0])[0]
    return _amount(count, unit)


def _and_a_half(parts: Parts, _: Reading) -> Value:
    return _amount((parts.numbers("number") or [1.0])[0] + 0.5, _unit(parts))


def _half(parts: Parts, _: Reading) -> Value:
    return _amount(0.5, _unit(parts))


def _quarters(parts: Parts, _: Reading) -> Value:
    quarters, unit = parts.all(Unit)
    count = (parts.numbers("number") or [1.0])[0]
    return _amount(count / 4, unit) if quarters is Unit.QUARTER else None


def _fraction(parts: Parts, _: Reading) -> Value:
    over, under, *more = parts.one(Figures).numbers
    return _amount(over / under, _unit(parts)) if under and not more else None


def _few(parts: Parts, _: Reading) -> Value:
    unit = Unit.WORKING_DAY if parts.has("working") else _unit(parts)
    return _amount(2.0 if parts.has("couple") else _FEW, unit)


def _joined(parts: Parts, _: Reading) -> Value:
    return Amount(tuple(term for amount in parts.all(Amount) for term in amount.terms))


AMOUNTS = [
    Rule("amount", f"numeric_date of? a? {UNIT}", _fraction),
    Rule("amount", "(number|a) dash? unit of a? unit", _quarters),
    Rule("amount", f"number and a? half {UNIT}", _and_a_half),
    Rule("amount", f"(number|a) {UNIT} and a? half", _and_a_half),
    Rule("amount", f"a? half a? {UNIT}", _half),
    Rule("amount", f"a? couple of? working? {UNIT}", _few),
    Rule("amount", f"a? few working? {UNIT}", _few),
    Rule("amount", f"(?<!zh_nth) (number|year|decimal) dash? working? {UNIT}", _counted),
    Rule("amount", f"a working? {UNIT}", _counted),
]  # fmt: skip
JOINED_AMOUNTS = [Rule("amount", "amount ((and|comma|zh_again)? amount)+", _joined)]


# ---- times of day


def _meridiem(parts: Parts, _: Reading) -> Value:
    offset = parts.numbers("meridiem")[-1]
    clock = parts.any(Clock)
    if clock:
        return clocks.meridiem(clock.at, offset)
    figures = parts.any(Figures)
    numbers = list(figures.numbers) if figures else [int(number) for number in parts.numbers("number")]
    hour, *minute = divmod(numbers[0], 100) if numbers[0] >= 100 else numbers  # noqa: PLR2004 - 0730 am
    if hour > _HOURS_OF_A_DAY or not hour:
        return None
    return clocks.meridiem(days.clock_time(hour, *minute[:1]), offset)


def _hour(parts: Parts, _: Reading) -> Value:
    """Read "at 4", "at 0900", "at 8.30"; raises nothing: "at 90" is no time."""
    figures = parts.any(Figures)
    if figures:
        hour, minute = figures.numbers[:2]
        minute = minute if len(figures.texts[1]) == 2 else 60  # noqa: PLR2004
    else:
        number = parts.number("number", "year")
        hour, minute = divmod(number, 100) if number >= 100 else (number, 0)  # noqa: PLR2004
    if hour > _HOURS_OF_A_DAY or minute > 59:  # noqa: PLR2004
        return None
    return clocks.hour(hour, minute)._replace(bare=figures is None and hour == number)


def _hour_in_part(parts: Parts, _: Reading) -> Value:
    """Read "6 in the afternoon", "11 at night"."""
    number = parts.number("number")
    hour, minute = divmod(number, 100) if number >= 100 else (number, 0)  # noqa: PLR2004 - 730
    if not 1 <= hour <= 12 or minute > 59:  # noqa: PLR2004 - no such time
        return None
    return clocks.in_part(clocks.hour(hour, minute), parts.one(Part))


def _oclock(parts: Parts, _: Reading) -> Value:
    number = parts.number("number")
    return clocks.hour(number) if number <= _HOURS_OF_A_DAY else None


def _noon(_: Parts, __: Reading) -> Value:
    return Clock(days.clock_time(12), sure=True)


def _midnight(_: Parts, __: Reading) -> Value:
    return Clock(days.clock_time(0), sure=True, next_day=True)


def _target(parts: Parts) -> Clock | None:
    clock = parts.any(Clock)
    if clock:
        return clock
    hour = int(parts.numbers("number")[-1])
    return clocks.hour(hour) if 1 <= hour <= 12 else None  # noqa: PLR2004


def _minutes(parts: Parts) -> int | None:
    amount = parts.any(Amount)
    if amount:
        (count, unit), *more = amount.terms
        if unit is Unit.QUARTER and not more:
            return 15
        return int(count) if unit is Unit.MINUTE and not more and count < 60 else None  # noqa: PLR2004
    if parts.has("half"):
        return 30
    if parts.has("unit"):
        return 15 if parts.one(Unit) is Unit.QUARTER else None
    minutes = parts.number("number")
    return minutes if minutes < 60 and minutes % 5 == 0 else None  # noqa: PLR2004


def _past(parts: Parts, _: Reading) -> Value:
    clock, minutes = _target(parts), _minutes(parts)
    if clock is None or minutes is None or clock.at.minute:
        return None
    return clock._replace(at=clock.at.replace(minute=minutes))


def _minutes_to(parts: Parts, _: Reading) -> Value:
    clock, minutes = _target(parts), _minutes(parts)
    if clock is None or not minutes or clock.at.minute:
        return None
    hour = (clock.at.hour - 1) % _HOURS_OF_A_DAY
    if not clock.sure:
        hour = hour or 12
    return clock._replace(at=days.clock_time(hour, 60 - minutes))


CLOCKS = [
    Rule("clock", "(?<![month maybe_month weekday]) number (oclock|comma|dot)? number meridiem", _meridiem),
    Rule("clock", "(number|clock|decimal) (oclock meridiem|meridiem)", _meridiem),
    Rule("clock", "number oclock", _oclock),
    Rule("clock", f"number noon|{NAMED_BEFORE} noon|noon (?!word)", _noon),
    Rule("clock", f"number midnight|{NAMED_BEFORE} midnight|midnight (?!word)|middle part", _midnight),
]  # fmt: skip
SPOKEN_CLOCKS = [
    Rule("clock", "number (in the|at|zh_of) vague? part", _hour_in_part),
    Rule("clock", "half after (clock|number)", _past),
    Rule("clock", "(amount|number) after (clock|number) oclock?", _past),
    Rule("clock", f"unit after (clock|number) {NO_NOUN}", _past),
    Rule("clock", f"unit (to|before) (clock|number) {NO_NOUN}", _minutes_to),
    Rule("clock", f"(?<=at) half number {NO_NOUN}", _past),
    Rule("clock", f"(?<=[by before until]) (number|decimal) (?=({WEEKDAY}|day_word|tonight))", _hour),
    Rule("clock", f"amount (to|before) (clock|number) oclock?|(?<=[at by]) number to number {NO_NOUN}",
         _minutes_to),
    Rule("clock", f"(?<=at) (number|year|decimal) (?={WHICH_DAY})", _hour),
    Rule("clock", f"(?<=at) (number|year|decimal) {NO_NOUN} (?!(dash|slash|{MONTH}))", _hour),
]  # fmt: skip


# ---- days


def _figures(parts: Parts, reading: Reading) -> Value:
    return days.of_figures(parts.one(Figures), reading)


def _dotted(parts: Parts, reading: Reading) -> Value:
    """Read "due 8.25"; without a word before it, it is a number."""
    return days.of_figures(parts.one(Figures), reading)


def _day_word(parts: Parts, reading: Reading) -> Value:
    return Day((days.add_days(reading.today, parts.number("day_word")),))


def _said_year(parts: Parts) -> int | None:
    years = parts.numbers("year")
    return int(years[0]) if years else None


def _dated(reading: Reading, month: int, day: int, year: int | None) -> Day:
    if year is not None:
        return Day((days.exact(year, month, day),))
    return Day((days.month_day(reading.today, month, day),), yearless=True)


def _month_day(parts: Parts, reading: Reading) -> Value:
    day = parts.number("ordinal", "second", "number")
    if day > 31 and not parts.has("ordinal"):  # noqa: PLR2004 - "Jan 90" is no date at all
        return None
    return _dated(reading, parts.number("month", "maybe_month"), day, _said_year(parts))


def _short_year(parts: Parts, reading: Reading) -> Value:
    day, year = parts.numbers("ordinal", "second", "number")
    month = parts.number("month", "maybe_month")
    return _dated(reading, month, int(day), days.full_year(int(year)))


def _two_figures_of_year(parts: Parts, reading: Reading) -> Value:
    """Read 4 Dec 26, 04DEC26: what can be no hour is the year."""
    year = int(parts.numbers("number")[-1])
    return _short_year(parts, reading) if _HOURS_OF_A_DAY < year <= LAST_SHORT_YEAR else None


def _ides(parts: Parts, reading: Reading) -> Value:
    month = parts.number("month", "maybe_month")
    day = 15 if month in (3, 5, 7, 10) else 13
    return _dated(reading, month, day, _said_year(parts))


def _nth(parts: Parts) -> int:
    return -1 if parts.has("last") else parts.number("ordinal", "second", "number")


def _nth_weekday(parts: Parts, reading: Reading) -> Value:
    weekday, nth = parts.number("weekday", "maybe_weekday"), _nth(parts)
    month, year = parts.number("month", "maybe_month"), _said_year(parts)
    found = days.nth_weekday(year or reading.today.year, month, weekday, nth)
    if year is None and found < reading.today:
        found = days.nth_weekday(reading.today.year + 1, month, weekday, nth)
    return Day((found,))


def _ahead(parts: Parts) -> int:
    """How many periods ahead of the current one "next", "this" or nothing says."""
    if parts.has("after"):
        return 2
    if parts.has("last"):
        return -1
    return 1 if parts.has("next") or parts.has("coming") else 0


def _nth_weekday_of_unit(parts: Parts, reading: Reading) -> Value:
    unit = parts.all(Unit)[-1]
    whole = days.period(reading, unit, 1 if parts.has("next") or parts.has("coming") else 0)
    if unit not in (Unit.MONTH, Unit.QUARTER, Unit.YEAR) or whole is None:
        return None
    return days.weekday_of_period(whole, parts.number("weekday", "maybe_weekday"), _nth(parts))


def _named_month(parts: Parts, reading: Reading) -> Value:
    number, year = parts.number("month", "maybe_month"), _said_year(parts)
    if year is not None:
        return days.month(days.exact(year, number, 1))
    if parts.has("next"):
        return days.month(days.next_month(days.add_months(reading.today.replace(day=1), 1), number))
    return days.month(days.next_month(reading.today, number))


def _edge_of(parts: Parts, whole: Day | None) -> Value:
    """Return the beginning, the middle or the end of a period."""
    if whole is None or whole.first is None or parts.has("end"):
        return whole and whole._replace(to_the_end=True)
    if parts.has("begin"):
        return Day((whole.first,))
    return Day((days.middle(whole.first, whole.day),))


def _edge_of_month(parts: Parts, reading: Reading) -> Value:
    whole = _named_month(parts, reading)
    return _edge_of(parts, whole) if isinstance(whole, Day) else None


def _edge_of_year(parts: Parts, _: Reading) -> Value:
    return _edge_of(parts, days.year(parts.number("year")))


def _year_month(parts: Parts, reading: Reading) -> Value:  # noqa: ARG001
    year, month = parts.one(Figures).numbers
    return days.month(days.exact(year, month, 1))


def _quarter(parts: Parts, reading: Reading) -> Value:
    number = parts.number("quarter", "ordinal", "second")
    if parts.has("unit") and (parts.any(Unit) is not Unit.QUARTER or number > 4):  # noqa: PLR2004
        return None
    return days.quarter(reading.today, number, _said_year(parts))


def _edge_of_quarter(parts: Parts, reading: Reading) -> Value:
    whole = _quarter(parts, reading)
    return _edge_of(parts, whole) if isinstance(whole, Day) else None


def _half_year(parts: Parts, reading: Reading) -> Value:
    return days.half_year(reading.today, parts.number("half_year"), _said_year(parts))


def _half_of(parts: Parts, reading: Reading) -> Value:
    """Read "the first half of December", "second half of the year"."""
    half = parts.number("ordinal", "second")
    if half not in (1, 2):
        return None
    if parts.has("month") or parts.has("maybe_month"):
        whole = _named_month(parts, reading)
    elif parts.has("year"):
        return days.half_year(reading.today, half, parts.number("year"))
    else:
        whole = days.period(reading, parts.one(Unit), _ahead(parts))
    if not isinstance(whole, Day) or whole.first is None:
        return None
    middle = days.middle(whole.first, whole.day)
    return (
        Day((middle,), first=whole.first) if half == 1 else Day((whole.day,), first=days.add_days(middle, 1))
    )


def _calendar_week(parts: Parts, reading: Reading) -> Value:
    """Read "CW 50", "KW50"."""
    return days.week_of_year(reading, parts.number("number"), _said_year(parts))


def _unit_number(parts: Parts, reading: Reading) -> Value:
    """Read "week 12", "year 2027"."""
    year = _said_year(parts)
    match parts.one(Unit):
        case Unit.YEAR if year and not parts.has("number"):
            return days.year(year)
        case Unit.WEEK if parts.has("number"):
            return days.week_of_year(reading, parts.number("number"), year)
        case _:
            return None


def _year(parts: Parts, _: Reading) -> Value:
    return days.year(parts.number("year"))


def _week_of_year(reading: Reading, nth: int, year: int) -> Day:
    return days.week_of_year(reading, nth if nth > 0 else days.weeks_of_year(year), year)


def _month_named(parts: Parts, reading: Reading) -> date:
    """Return the first day of a month that is named, with a year or the next one."""
    year, number = _said_year(parts), parts.number("month", "maybe_month")
    return days.exact(year, number, 1) if year else days.next_month(reading.today, number)


def _nth_week(parts: Parts, reading: Reading) -> Value:
    """Read "3rd week of January", "first week of next month"."""
    units = parts.all(Unit)
    if units[0] is not Unit.WEEK:
        return None
    if len(units) > 1 and units[1] is Unit.YEAR:
        return _week_of_year(reading, _nth(parts), reading.today.year + _ahead(parts))
    if len(units) > 1:
        first = days.add_months(reading.today.replace(day=1), _ahead(parts))
    else:
        first = _month_named(parts, reading)
    return days.week_of_month(reading, first, _nth(parts))


def _day_of_unit(parts: Parts, reading: Reading) -> Value:
    """Read "the 20th of next month", "last day of the year", "the 9th month of next year"."""
    *small, large = parts.all(Unit)
    whole = days.period(reading, large, 1 if parts.has("next") or parts.has("coming") else 0)
    if small and small[0] is Unit.QUARTER and whole and whole.first and large is Unit.YEAR:
        return days.quarter(reading.today, _nth(parts) % 5, whole.first.year if parts.has("next") else None)
    if whole is None or whole.first is None or large is Unit.WEEKEND:
        return None
    if small and small[0] is Unit.MONTH and large is Unit.YEAR:
        return days.month(days.exact(whole.first.year, _nth(parts) % 13, 1))
    if small and small[0] is not Unit.DAY and small[0] is not Unit.WORKING_DAY:
        return None
    return days.day_of_period(
        reading, whole, _nth(parts), working=parts.has("working") or Unit.WORKING_DAY in small
    )


def _day_of_month_name(parts: Parts, reading: Reading) -> Value:
    """Read "last day of March", "last working day of May"."""
    whole = _named_month(Parts([token for token in parts.tokens if token.kind != "next"]), reading)
    unit = parts.one(Unit)
    if not isinstance(whole, Day) or unit not in (Unit.DAY, Unit.WORKING_DAY):
        return None
    return days.day_of_period(
        reading, whole, _nth(parts), working=parts.has("working") or unit is Unit.WORKING_DAY
    )


def _of_unit(parts: Parts, reading: Reading) -> Value:
    """Read "last day of next month", or "first week of next month"."""
    return _nth_week(parts, reading) if parts.all(Unit)[0] is Unit.WEEK else _day_of_unit(parts, reading)


def _nth_of_year(parts: Parts, reading: Reading) -> Value:
    """Read "first quarter of 2027", "last week of 2026", "36th day of 2026"."""
    nth, year, unit = _nth(parts), parts.number("year"), parts.one(Unit)
    match unit:
        case Unit.QUARTER:
            return days.quarter(reading.today, nth % 5, year)
        case Unit.WEEK:
            return _week_of_year(reading, nth, year)
        case Unit.DAY | Unit.WORKING_DAY:
            return days.day_of_period(reading, days.year(year), nth, working=unit is Unit.WORKING_DAY)
        case Unit.MONTH if 1 <= nth <= 12:  # noqa: PLR2004
            return days.month(days.exact(year, nth, 1))
        case _:
            return None


def _of_month_name(parts: Parts, reading: Reading) -> Value:
    """Read "last day of March", or "3rd week of March"."""
    match parts.one(Unit):
        case Unit.WEEK:
            return _nth_week(parts, reading)
        case Unit.WEEKEND:
            return _nth_weekend(parts, reading)
        case _:
            return _day_of_month_name(parts, reading)


def _nth_weekend(parts: Parts, reading: Reading) -> Value:
    """Return a month's nth weekend by its Saturday."""
    first = _month_named(parts, reading)
    saturday = days.nth_weekday(first.year, first.month, SATURDAY, _nth(parts))
    return Day((days.add_days(saturday, 1),), first=saturday)


def _day_of_month(parts: Parts, reading: Reading) -> Value:
    return Day((days.day_of_month(reading.today, parts.number("ordinal", "second")),), numbered=True)


def _weekday_number(parts: Parts) -> int:
    return parts.number("weekday", "maybe_weekday")


def _weekday(parts: Parts, reading: Reading) -> Value:
    return days.bare_weekday(reading, _weekday_number(parts))


def _this_weekday(parts: Parts, reading: Reading) -> Value:
    """Read "this friday", which may be today, and "this coming friday"."""
    weekday = _weekday_number(parts)
    if weekday == reading.today.weekday() and not parts.has("coming") and not parts.has("next"):
        return Day((reading.today,))
    return Day((days.next_weekday(reading.today, weekday),))


def _next_weekday(parts: Parts, reading: Reading) -> Value:
    return days.asked_weekday(reading, _weekday_number(parts))


def _weekday_week(parts: Parts, reading: Reading) -> Value:
    """Read "friday week", which is a week after friday."""
    if parts.one(Unit) is not Unit.WEEK:
        return None
    return Day((days.add_days(days.next_weekday(reading.today, _weekday_number(parts)), days.WEEK),))


def _last_weekday(parts: Parts, reading: Reading) -> Value:
    return Day((days.add_days(days.next_weekday(reading.today, _weekday_number(parts)), -7),))


def _weekday_of_week(parts: Parts, reading: Reading) -> Value:
    if parts.one(Unit) is not Unit.WEEK:
        return None
    return Day((days.weekday_of_week(reading.today, _weekday_number(parts), _ahead(parts)),))


def _weekday_after_next(parts: Parts, reading: Reading) -> Value:
    return Day((days.weekday_of_week(reading.today, _weekday_number(parts), 2),))


def _weekday_the_nth(parts: Parts, reading: Reading) -> Value:
    """Read "friday the 26th": the next 26th that is a Friday, or else the next 26th."""
    number = parts.number("ordinal", "second", "number")
    return Day((days.weekday_the_nth(reading.today, _weekday_number(parts), number),))


def _period(parts: Parts, reading: Reading) -> Value:
    return days.period(reading, parts.one(Unit), _ahead(parts))


def _edge_of_unit(parts: Parts, reading: Reading) -> Value:
    """Read "mid next week"; "end of day" goes with a day beside it."""
    if parts.one(Unit) is Unit.DAY and not (parts.has("this") or parts.has("next") or parts.has("coming")):
        return None
    return _edge_of(parts, days.period(reading, parts.one(Unit), _ahead(parts)))


def _end_of_unit(parts: Parts, reading: Reading) -> Value:
    """Read "by month-end", "next quarter end"; a week's end is another thing."""
    if parts.one(Unit) not in (Unit.MONTH, Unit.QUARTER, Unit.YEAR):
        return None
    return _edge_of_unit(parts, reading)


def _after_weekend(parts: Parts, reading: Reading) -> Value:
    if parts.one(Unit) is not Unit.WEEKEND:
        return None
    return Day((days.weekday_of_week(reading.today, 0, 1),))


def _day_after(parts: Parts, reading: Reading) -> Value:
    if parts.one(Unit) is not Unit.DAY or parts.number("day_word") != 1:
        return None
    return Day((days.add_days(reading.today, 2),))


def _later_by(parts: Parts, reading: Reading) -> Value:
    """Read "in 3 days", "3 days from now"."""
    return days.moment(reading, parts.one(Amount))


def _past_by(parts: Parts, reading: Reading) -> Value:
    return days.moment(reading, parts.one(Amount), -1)


def _from_day(parts: Parts, reading: Reading) -> Value:
    """Read "two days after may 26th", "a week from friday"."""
    sign = -1 if parts.has("before") else 1
    return days.from_day(reading, parts.one(Amount), parts.one(Day), sign)


def _from_clock(parts: Parts, reading: Reading) -> Value:
    return days.from_clock(reading, parts.one(Amount), clocks.settled(parts.one(Clock)).at)


def _week_with(parts: Parts, reading: Reading) -> Value:
    """Read "the week of the 18th", "the week commencing february 4"."""
    day = parts.one(Day).day
    return days.week(reading, days.add_days(day, -day.weekday())) if parts.one(Unit) is Unit.WEEK else None


DAYS = [
    Rule("day", "numeric_date", _figures),
    Rule("day", "(?<=[by until before to on]) decimal (?=(comma|stop|dot|clock|at|$))|^decimal$", _dotted),
    Rule("day", f"number {MONTH} (?=(dash|to) number {MONTH})", _month_day),  # 24 Dec - 1 Jan
    Rule("day", f"(next? the? {ORD}|number) (dash|slash|dot|of)? {MONTH} {YEAR}", _month_day),
    Rule("day", f"year (dash|slash) {MONTH} (dash|slash) number", _month_day),
    Rule("day", f"{MONTH} (dot|slash|dash)? the? ({ORD}|number) {YEAR}", _month_day),
    Rule("day", f"number (dash|slash) {MONTH} (dash|slash) number", _short_year),
    Rule("day", f"number {MONTH} number (?!(meridiem|oclock|{UNIT}|clock|comma|dot|slash|dash|zh_hour))",
         _two_figures_of_year),
    Rule("day", f"the? {ORD} half (of the?)? ({MONTH} {YEAR}?|year|{THIS} unit)", _half_of),
    Rule("day", f"the? {ORD} {WEEKDAY} (of|in) {MONTH} {YEAR}?", _nth_weekday),
    Rule("day", f"the? last {WEEKDAY} (of|in) {MONTH} {YEAR}?", _nth_weekday),
    Rule("day", f"the? ({ORD}|last) {WEEKDAY} (of|in) (the|this|next|coming)* unit", _nth_weekday_of_unit),
    Rule("day", f"the? ides of {MONTH} year?", _ides),
    Rule("day", f"(next? the? {ORD}|number) (slash|of|dot|dash)? {MONTH} {NO_NOUN}", _month_day),
    Rule("day", f"next? the? {ORD} of? {MONTH}", _month_day),
    Rule("day", f"{MONTH} (dot|slash|dash)? the? {ORD}", _month_day),
    Rule("day", f"month (dot|slash|dash)? number (?!{UNIT})", _month_day),
    Rule("day", f"maybe_month (dot|slash|dash)? number {NO_NOUN}", _month_day),
    Rule("day", f"the? ({ORD}|last) working? unit (of|in) (the|this)? {MONTH} {YEAR}?", _of_month_name),
    Rule("day", f"the? ({ORD}|last) working? unit (of|in) (the|this|next|coming)* unit", _of_unit),
    Rule("day", f"(the? {ORD}|number) of {THIS}+ unit", _day_of_unit),
    Rule("day", f"the? ({ORD}|last) unit (of|in)? year", _nth_of_year),
    Rule("day", f"the? ({ORD}|last) unit (of|in)? {THIS}+ unit", _of_unit),
    Rule("day", "the? unit after day_word", _day_after),
    Rule("day", "day_word", _day_word),
    Rule("day", f"(the? end|begin|middle) dash? (of the?)? {MONTH} {YEAR}?", _edge_of_month),
    Rule("day", "(the? end|begin|middle) of year", _edge_of_year),
    Rule("day", f"{MONTH} year|year comma? {MONTH}", _named_month),
    Rule("day", f"(?<=[by until before in end next]) maybe_month {NO_TITLE}", _named_month),
    Rule("day", "(next|vague) month (?!dash)|month (?!(dash|word))|vague maybe_month", _named_month),
    Rule("day", "(?<=[by until before in end next begin middle to is]) month (?!dash)", _named_month),
    Rule("day", f"(?<=[by on until before to]) the? ordinal {NO_NOUN}", _day_of_month),
    Rule("day", f"the ordinal (?!(of|working)) {NO_NOUN}|^ordinal$", _day_of_month),
    Rule("day", "year_month", _year_month),
    Rule("day", "(end|begin|middle) dash? (of the?)? quarter (of? year)?", _edge_of_quarter),
    Rule("day", f"(end|begin|middle) of? the? {ORD} unit (of? year)? (?!of)", _edge_of_quarter),
    Rule("day", "the? quarter of? year|year the? quarter|quarter", _quarter),
    Rule("day", f"the? {ORD} unit of? year", _quarter),
    Rule("day", f"half_year of? year|year half_year|{MARKED} half_year {NO_NOUN}", _half_year),
    Rule("day", "week_of dash? number (of? year)?", _calendar_week),
    Rule("day", "the? unit number (of|in|comma)? year|the? unit number", _unit_number),
    Rule("day", "the? unit year", _unit_number),
    Rule("day", f"(?<=[by until before in end]) year {NO_NOUN}", _year),
    Rule("day", f"(on|comma)? {WEEKDAY} after next", _weekday_after_next),
    Rule("day", f"(the|this|a)? next? {WEEKDAY} (comma|of|in|on)? {THIS}+ unit", _weekday_of_week),
    Rule("day", f"the? (this|next|coming)+ unit (comma|on|at|by)* (the? {WEEKDAY})", _weekday_of_week),
    Rule("day", f"(this|the)? {WEEKDAY} (comma|the)* ({ORD} (?!{WEEKDAY})|number {NO_HOUR})",
         _weekday_the_nth),
    Rule("day", f"(this (coming|next)?|the? coming|(?<=the) coming) {WEEKDAY}", _this_weekday),
    Rule("day", f"next {WEEKDAY}", _next_weekday),
    Rule("day", f"last {WEEKDAY}", _last_weekday),
    Rule("day", f"{WEEKDAY} unit (?!(number|word))", _weekday_week),
    Rule("day", "weekday", _weekday),
    Rule("day", f"{MARKED} maybe_weekday|^maybe_weekday (?!word)", _weekday),
    Rule("day", "maybe_weekday (?=(at|clock|part))", _weekday),
    Rule("day", f"the? (end|begin|middle) dash? of? (at|{THIS})* working? unit (after next)?", _edge_of_unit),
    Rule("day", f"{MARKED} (the|{THIS})* unit dash? end|(this|next|coming)+ unit dash? end|^unit dash? end$",
         _end_of_unit),
    Rule("day", "(?<=within) the unit", _period),
    Rule("day", "after the? unit", _after_weekend),
    Rule("day", "the? (this|next|coming|last)+ vague? unit", _period),
    Rule("day", "the? unit after next", _period),
    Rule("day", "the? next number unit", _period),
]  # fmt: skip


# ---- days and amounts, days and days


def _working_days_on(parts: Parts, reading: Reading) -> Value:
    """Read "+3d", which counts working days, from the date that there is."""
    units = {Unit.DAY: Unit.WORKING_DAY}
    amount = Amount(tuple((count, units.get(unit, unit)) for count, unit in parts.one(Amount).terms))
    if reading.counts_from is not None and not days.has_clock(amount):
        return days.from_day(reading, amount, Day((reading.counts_from,)), 1)
    return days.moment(reading, amount)


def _unit_from_day(parts: Parts, reading: Reading) -> Value:
    return days.from_day(reading, _amount(1, parts.one(Unit)), parts.one(Day), 1)


def _day_in(parts: Parts, reading: Reading) -> Value:
    """Read "friday in two weeks", "november 10th in a year", "today in one hour"."""
    day, amount = parts.one(Day), parts.one(Amount)
    if days.has_clock(amount):
        return days.moment(reading, amount) if day.day == reading.today else None
    if day.weekday is None:
        return days.from_day(reading, amount, day, 1)
    later = days.moment(reading, amount)
    if not isinstance(later, Day):
        return None
    return Day((days.add_days(later.day, (day.weekday - later.day.weekday()) % 7),))


def _weekdays_from_now(parts: Parts, reading: Reading) -> Value:
    """Read "two sundays from now"."""
    first = days.next_weekday(reading.today, parts.number("plural_weekday"))
    return Day((days.add_days(first, 7 * (parts.number("number") - 1)),))


def _coming_units(parts: Parts, reading: Reading) -> Value:
    """Read "two upcoming days"."""
    return days.moment(reading, _amount(parts.number("number"), parts.one(Unit)))


def _unit_from_now(parts: Parts, reading: Reading) -> Value:
    return days.moment(reading, _amount(1, parts.one(Unit)))


def _week_or_unit_from(parts: Parts, reading: Reading) -> Value:
    """Read "the week of the 18th", or "week from friday"."""
    return (
        _week_with(parts, reading) if parts.has("of") or parts.has("the") else _unit_from_day(parts, reading)
    )


def _weekday_beside(parts: Parts, _: Reading) -> Value:
    """Read "the monday after christmas", "the friday before the 15th"."""
    one, other = parts.all(Day)
    if one.weekday is None or other.weekday is not None:
        return None
    if parts.has("after"):
        return Day((days.next_weekday(other.day, one.weekday),))
    return Day((days.add_days(days.next_weekday(other.first or other.day, one.weekday), -days.WEEK),))


def _weeks_on(parts: Parts, reading: Reading) -> Value:
    """Read "a week on tuesday", "a fortnight on friday": so long after the next one."""
    day, amount = parts.one(Day), parts.one(Amount)
    if day.weekday is None or any(unit not in (Unit.WEEK, Unit.FORTNIGHT) for _, unit in amount.terms):
        return None
    return days.from_day(reading, amount, day, 1)


def _later_of_two(parts: Parts, reading: Reading) -> Value:
    """Read "in 2-3 days": the later one is safe to promise."""
    return days.moment(reading, parts.one(Amount))


SHIFTS = [
    Rule("day", "plus amount", _working_days_on),
    Rule("day", "(in|within) number (dash|to|or) amount", _later_of_two),
    Rule("day", "the? day (after|before) the? day", _weekday_beside),
    Rule("day", "amount on day", _weeks_on),
    Rule("day", "day in amount", _day_in),
    Rule("day", "day? (in|within)? amount (from vague? now|later)", _later_by),
    Rule("day", "number (next|coming) unit", _coming_units),
    Rule("day", "number plural_weekday (from now|later)", _weekdays_from_now),
    Rule("day", "amount (from|after) the? day", _from_day),
    Rule("day", "amount before the? day", _from_day),
    Rule("moment", "amount (from|after) the? clock", _from_clock),
    Rule("day", "the? unit (of|from|begin) the? day", _week_or_unit_from),
    Rule("day", "unit after the? day", _unit_from_day),
    Rule("day", "the? unit from now|(?<=a) unit later", _unit_from_now),
    Rule("day", "(in|within|by) the? (next|coming)? at? amount (?!(from|after|before|ago))", _later_by),
    Rule("day", "the? (next|coming) amount", _later_by),
    Rule("day", "amount ago", _past_by),
]  # fmt: skip


def _two_days(parts: Parts, _: Reading) -> Value:
    """Read "Fri, 18 July" and "18 July (Fri)": the date counts, the weekday may tell its year."""
    one, two = parts.all(Day)
    if one.weekday is not None and two.weekday is None:
        one, two = two, one
    if two.weekday is not None and one.weekday is None:
        return days.on_weekday(one, two.weekday)
    return one if one.day == two.day else None


TWO_DAYS = [Rule("day", "day (comma|on|dot)* the? day", _two_days)]


# ---- days with times


def _clocked(parts: Parts, _: Reading) -> Value:
    clock, part = parts.one(Clock), parts.any(Part)
    return Moment(parts.any(Day), clocks.in_part(clock, part) if part else clock)


def _tonight_at(parts: Parts, reading: Reading) -> Value:
    clock = parts.any(Clock) or clocks.hour(parts.number("number") % 100)
    return Moment(Day((reading.today,)), clocks.in_part(clock, Part.EVENING))


def _numbered_hour(parts: Parts, _: Reading) -> Value:
    """Read "tomorrow 3"; not "June 5 3", which is a list."""
    number = parts.number("number")
    if not 1 <= number <= _HOURS_OF_A_DAY:
        return None
    clock, part = clocks.hour(number), parts.any(Part)
    return Moment(parts.one(Day), clocks.in_part(clock, part) if part else clock)


def _in_part(parts: Parts, reading: Reading) -> Value:
    part = parts.any(Part)
    meridiem = parts.numbers("meridiem")
    if part is None and meridiem:
        part = Part.AFTERNOON if meridiem[0] else Part.MORNING
    return Moment(parts.any(Day) or Day((reading.today,)), part=part)


def _end_of_day(parts: Parts, reading: Reading) -> Value:
    unit = parts.any(Unit) or Unit.DAY  # "close of business"
    if unit not in (Unit.DAY, Unit.WORKING_DAY):
        whole = None if parts.any(Day) else days.period(reading, unit, 0)
        return whole and Moment(whole._replace(to_the_end=True))
    return Moment(parts.any(Day) or Day((reading.today,)))


def _plain(parts: Parts, _: Reading) -> Value:
    return Moment(parts.any(Day), parts.any(Clock))


def _impossible(parts: Parts, _: Reading) -> Value:
    """Read "friday 25:00": a day with a time that there is not."""
    return next((one.value for one in parts.tokens if one.kind == "impossible"), Doubt.IMPOSSIBLE)


_SEP = "(dot comma|comma|at|on|by|before|vague|from|until|zh_of)*"
_PART = "(in|at|the|vague|dash|on|of)* part"

MOMENTS = [
    Rule("impossible", f"day {_SEP} impossible|impossible (comma|on|of)* day", _impossible),
    Rule("moment", "number day part", _numbered_hour),
    Rule("moment", "number comma? tonight", _tonight_at),
    Rule("moment", f"tonight {_SEP} (clock|number (?!{UNIT}))|(clock|number) tonight", _tonight_at),
    Rule("moment", f"day {_SEP} {_PART} {_SEP} clock|day {_SEP} clock {_PART}", _clocked),
    Rule("moment", f"clock (comma|on|of|in|the)* day {_PART}|clock {_PART} {_SEP} (day|(?!day))", _clocked),
    Rule("moment", f"part {_SEP} clock {_SEP} day", _clocked),
    Rule("moment", f"day {_SEP} clock|clock (comma|on|of|from)* the? day", _clocked),
    Rule("moment", f"this? part {_SEP} clock", _clocked),
    Rule("moment", "day (in|the|vague)* part number (?=(comma|stop|$))", _numbered_hour),
    Rule("moment", "day number (?=(comma|dot|stop|$))(?!dot number)", _numbered_hour),
    Rule("moment", f"day {_PART}|{_PART} (comma|on|of)* day|day meridiem", _in_part),
    Rule("moment", "tonight|vague? this vague? part", _in_part),
    Rule("moment", "day (comma|at|by|the)* end_word|end_word (on|comma|of)* day", _end_of_day),
    Rule("moment", "day (comma|at|by|the)* end of? the? unit", _end_of_day),
    Rule("moment", "day (comma|at|by|the)* end of? working unit?", _end_of_day),
    Rule("moment", "end of? the? (working? unit|working) (on|comma|of)* day", _end_of_day),
    Rule("moment", "the? end of? the? (working? unit (?!(of|after))|working)", _end_of_day),
    Rule("moment", "the? end of? day", _plain),
    Rule("moment", "end_word", _end_of_day),
    Rule("moment", "day|clock", _plain),
]  # fmt: skip
