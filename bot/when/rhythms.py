"""The rules of all languages for what comes again: daily, every other friday, 每月最后一个工作日.

Numbers, amounts and times of day are joined before (english.py, chinese.py); these rules join them
to parts of a recurrence, and recurrence.py puts the parts together.
"""

from bot.when.english import MONTH, ORD, WEEKDAY
from bot.when.grammar import Amount, Figures, Frequency, Part, Parts, Rhythm, Rule, Unit, Value, figure
from bot.when.meaning import SATURDAY, Reading

SUNDAY = 6
_AND = "(comma|and|slash|plus|or)"
_NTH = f"({ORD}|last|last_but)"
_WEEKDAYS = ("weekday", "maybe_weekday", "plural_weekday", "zh_weekday")
_A_WEEKDAY = f"({WEEKDAY}|plural_weekday)"

_OF_UNIT = {
    Unit.DAY: (Frequency.DAILY, 1),
    Unit.WEEK: (Frequency.WEEKLY, 1),
    Unit.FORTNIGHT: (Frequency.WEEKLY, 2),
    Unit.MONTH: (Frequency.MONTHLY, 1),
    Unit.QUARTER: (Frequency.MONTHLY, 3),
    Unit.YEAR: (Frequency.YEARLY, 1),
}


def _each(unit: Unit, count: int) -> Rhythm | None:
    if unit is Unit.WORKING_DAY:
        return Rhythm(Frequency.DAILY, count, working=True, repeats=True) if count == 1 else None
    if unit is Unit.WEEKEND:
        return Rhythm(Frequency.WEEKLY, count, weekdays=(SATURDAY, SUNDAY), repeats=True)
    if unit not in _OF_UNIT or not 1 <= count <= 99:  # noqa: PLR2004 - more is mistyped
        return None
    frequency, times = _OF_UNIT[unit]
    return Rhythm(frequency, count * times, quarterly=unit is Unit.QUARTER and count == 1, repeats=True)


def _every_unit(parts: Parts, _: Reading) -> Value:
    """Read "every week", "every other month", "every 3rd day", 每周, 每隔一天."""
    unit = parts.any(Unit) or _chinese_unit(parts)
    if parts.has("working") and unit is Unit.DAY:
        unit = Unit.WORKING_DAY
    count = 2 if parts.has("other") or parts.has("zh_gap") else 1
    numbers = parts.numbers("ordinal", "second", "number")
    if numbers and not (parts.has("zh_gap") and numbers[0] == 1):
        count = int(numbers[0])
    return _each(unit, count)


def _chinese_unit(parts: Parts) -> Unit:
    if parts.has("zh_year"):
        return Unit.YEAR
    return Unit.MONTH if parts.has("zh_month") else Unit.DAY


def _every_amount(parts: Parts, _: Reading) -> Value:
    (count, unit), *more = parts.one(Amount).terms
    if more or count != int(count):
        return None
    if parts.has("zh_gap") and count == 1:
        count = 2  # 每隔一天: every other day
    return _each(unit, int(count))


def _weekdays(parts: Parts, _: Reading) -> Value:
    """Read "monday, wednesday", "mondays and fridays"; plural ones come again."""
    named = parts.numbers(*_WEEKDAYS)
    more = [int(number) - 1 for number in parts.numbers("number")]  # 周一、三、五
    if any(not 0 <= number <= SUNDAY for number in more):
        return None
    unit = parts.any(Unit)
    if unit and unit is not Unit.DAY:  # "tuesday mornings"
        return None
    days = tuple(sorted({int(number) for number in named} | set(more)))
    return Rhythm(
        weekdays=days, repeats=parts.has("plural_weekday") or parts.has("plural_unit") or bool(unit)
    )


def _every_few_weeks(parts: Parts, _: Reading) -> Value:
    """Read 每个周五, 隔周五, 每两周五."""
    numbers = parts.numbers("number")
    count = int(numbers[0]) if numbers else 2 if parts.has("zh_gap") else 1
    if not 1 <= count <= 99:  # noqa: PLR2004 - more is mistyped
        return None
    return Rhythm(Frequency.WEEKLY, count, weekdays=(int(parts.number("zh_weekday")),), repeats=True)


def _odd_weeks(parts: Parts, _: Reading) -> Value:
    """Read 单周, 双周, and with its day 单周一, 双周五; 每双周 is every other week."""
    numbers = [int(number) - 1 for number in parts.numbers("number")]
    if any(not 0 <= number <= SUNDAY for number in numbers):
        return None
    parity, days = int(parts.number("zh_odd")), tuple(numbers)
    if parity == 2 and parts.has("zh_every"):  # noqa: PLR2004 - the even ones
        return Rhythm(Frequency.WEEKLY, 2, weekdays=days, repeats=True)
    return Rhythm(Frequency.WEEKLY, weekdays=days, weeks=parity, repeats=True)


def _weekday_range(parts: Parts, _: Reading) -> Value:
    first, last = (int(number) for number in parts.numbers(*_WEEKDAYS))
    length = (last - first) % 7
    days = tuple(sorted((first + index) % 7 for index in range(length + 1)))
    return Rhythm(weekdays=days, repeats=length > 0)


def _working_days(_: Parts, __: Reading) -> Value:
    return Rhythm(Frequency.DAILY, working=True, repeats=True)


def _named_days(parts: Parts, reading: Reading) -> Value:
    """Read 工作日, weekends; other units alone say nothing."""
    match parts.one(Unit):
        case Unit.WORKING_DAY:
            return _working_days(parts, reading)
        case Unit.WEEKEND:
            return _each(Unit.WEEKEND, 1)
        case _:
            return None


def _nths(parts: Parts) -> list[int]:
    """Return the ordinals said before the weekday, "last" as -1."""
    found: list[int] = []
    for token in parts.tokens:
        if token.kind == "last_but":
            found.append(-int(figure(token)))
        elif token.kind in ("last", "zh_last"):
            found.append(-1)
        elif token.kind in ("ordinal", "second", "number") and isinstance(token.value, float):
            found.append(int(token.value))
    return found


def _nth_weekdays(parts: Parts, _: Reading) -> Value:
    weekday = parts.number("weekday", "maybe_weekday", "plural_weekday", "zh_weekday")
    nths = _nths(parts)
    if any(nth == 0 or abs(nth) > 5 for nth in nths):  # noqa: PLR2004 - no month has more
        return None
    return Rhythm(nth_weekdays=tuple((nth, weekday) for nth in nths), repeats=parts.has("every"))


def _month_days(parts: Parts, _: Reading) -> Value:
    days = tuple(sorted({int(number) for number in parts.numbers("ordinal", "second", "number")}))
    if not days or days[0] < 1 or days[-1] > 31:  # noqa: PLR2004 - days of a month
        return None
    return Rhythm(month_days=days, repeats=parts.has("every"))


def _nth_last_day(parts: Parts, _: Reading) -> Value:
    """Read "4th last", "second to last day"."""
    return Rhythm(month_days=(-parts.number("last_but"),))


def _nth_day(parts: Parts, _: Reading) -> Value:
    """Read "first day", "last working day", 最后一个工作日 (of what, is said beside it)."""
    unit, (nth, *_more) = parts.one(Unit), _nths(parts)
    if unit is Unit.WORKING_DAY or (unit is Unit.DAY and parts.has("working")):
        return Rhythm(nth_working_day=nth)
    return Rhythm(month_days=(nth,)) if unit is Unit.DAY and abs(nth) <= 31 else None  # noqa: PLR2004


def _nth_amount(parts: Parts, _: Reading) -> Value:
    """Read 第一个工作日, 倒数第二个工作日: a number and a unit that were joined before."""
    (count, unit), *more = parts.one(Amount).terms
    nth = -int(count) if parts.has("zh_back") else int(count)
    if more or not 1 <= count <= 31:  # noqa: PLR2004 - days of a month
        return None
    if unit is Unit.WORKING_DAY:
        return Rhythm(nth_working_day=nth)
    return Rhythm(month_days=(nth,)) if unit is Unit.DAY else None


def _month_end(parts: Parts, _: Reading) -> Value:
    """Read 每月底, 每月月底, 月末最后一天, 月末."""
    unit = parts.any(Unit)
    if unit is Unit.WORKING_DAY:
        return Rhythm(Frequency.MONTHLY, nth_working_day=-1, repeats=parts.has("zh_every"))
    if unit not in (None, Unit.DAY):
        return None
    return Rhythm(Frequency.MONTHLY, month_days=(-1,), repeats=parts.has("zh_every"))


def _quarter_end(parts: Parts, _: Reading) -> Value:
    """Read "every quarter end", "end of each month", 每季度末."""
    match parts.one(Unit):
        case Unit.QUARTER:
            return Rhythm(Frequency.MONTHLY, month_days=(-1,), quarterly=True, repeats=True)
        case Unit.MONTH:
            return Rhythm(Frequency.MONTHLY, month_days=(-1,), repeats=True)
        case Unit.YEAR:
            return _yearly(12, 31, repeats=True)
        case _:
            return None


def _weeks_by_number(parts: Parts, _: Reading) -> Value:
    """Read "odd weeks", "every even week"."""
    if parts.one(Unit) is not Unit.WEEK:
        return None
    return Rhythm(Frequency.WEEKLY, weeks=parts.number("odd_even"), repeats=True)


def _of_the_month(parts: Parts, _: Reading) -> Value:
    unit = parts.any(Unit) or _chinese_unit(parts)
    return _each(unit, 1) if unit in (Unit.MONTH, Unit.QUARTER, Unit.YEAR) else None


def _day_of_month_of_year(parts: Parts, _: Reading) -> Value:
    """Read "every 5 march", "june 3rd"."""
    month, day = parts.number("month", "maybe_month"), parts.number("ordinal", "second", "number")
    return _yearly(month, day, repeats=parts.has("every"))


def _figures_of_year(parts: Parts, reading: Reading) -> Value:
    """Read "each 4/15"."""
    numbers = parts.one(Figures).numbers
    if len(numbers) != 2:  # noqa: PLR2004 - with a year it comes once
        return None
    month, day = numbers if reading.order != "dmy" or numbers[1] > 12 else numbers[::-1]  # noqa: PLR2004
    return _yearly(*((month, day) if month <= 12 else (day, month)), repeats=True)  # noqa: PLR2004


def _chinese_day_of_year(parts: Parts, _: Reading) -> Value:
    month, day = (int(number) for number in parts.numbers("number"))
    return _yearly(month, day, repeats=False)


def _yearly(month: int, day: int, *, repeats: bool) -> Rhythm | None:
    if not (1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 + month % 2 ^ month // 8)):  # noqa: PLR2004
        return None
    return Rhythm(Frequency.YEARLY if repeats else None, months=(month,), month_days=(day,), repeats=repeats)


def _month_name(parts: Parts, _: Reading) -> Value:
    months = tuple(sorted({int(number) for number in parts.numbers("month", "maybe_month")}))
    return Rhythm(Frequency.YEARLY if parts.has("every") else None, months=months, repeats=parts.has("every"))


def _every_other_weekday(parts: Parts, _: Reading) -> Value:
    """Read "every other friday"; "every second friday of the month" is another thing."""
    days = tuple(sorted({int(number) for number in parts.numbers(*_WEEKDAYS)}))
    return Rhythm(Frequency.WEEKLY, 2, weekdays=days, repeats=True)


def _every_part(parts: Parts, _: Reading) -> Value:
    part = parts.any(Part) or Part.EVENING
    return Rhythm(Frequency.DAILY, part=part, repeats=True)


def _last_but(parts: Parts, _: Reading) -> Value:
    return float(parts.number("ordinal", "second"))


LAST_BUT = [Rule("last_but", f"{ORD} (to the?|dash)? last", _last_but)]
RHYTHMS = [
    # English
    Rule(
        "rhythm",
        f"every (other|second) {_A_WEEKDAY} ({_AND}+ {_A_WEEKDAY})* (?!(of|in))",
        _every_other_weekday,
    ),
    Rule("rhythm", f"every? the? {_NTH} ({_AND}+ the? {_NTH})* {_A_WEEKDAY}", _nth_weekdays),
    Rule("rhythm", f"every? the? {_NTH} working? unit (?=(of|in|every|rhythm))", _nth_day),
    Rule("rhythm", "the? last_but", _nth_last_day),
    Rule(
        "rhythm",
        f"every? number (slash|of|dash)? {MONTH}|every? the? {ORD} of? {MONTH}",
        _day_of_month_of_year,
    ),
    Rule("rhythm", f"every? {MONTH} the? ({ORD}|number)", _day_of_month_of_year),
    Rule("rhythm", "every numeric_date", _figures_of_year),
    Rule("rhythm", "every unit dash? end|the? end of (the|every)+ unit", _quarter_end),
    Rule("rhythm", "every? odd_even unit", _weeks_by_number),
    Rule("rhythm", f"every (other|{ORD})? working? unit", _every_unit),
    Rule("rhythm", "(every|once) amount|once every amount", _every_amount),
    Rule("rhythm", f"once (every|other|a)* ({ORD})? unit", _every_unit),
    Rule("rhythm", "every (part|tonight)", _every_part),
    Rule("rhythm", "every? weekdays|working (unit|weekdays)|every working unit", _working_days),
    Rule("rhythm", f"{_A_WEEKDAY} (dash|to|until) {_A_WEEKDAY}", _weekday_range),
    Rule("rhythm", f"{_A_WEEKDAY} ({_AND}+ {_A_WEEKDAY})* (plural_unit|unit)?", _weekdays),
    Rule("rhythm", f"every? the? {ORD} ({_AND}+ the? {ORD})*", _month_days),
    Rule("rhythm", f"(in|of|every) {MONTH} ({_AND}+ {MONTH})*", _month_name),
    Rule("rhythm", "(of|in) the? unit", _of_the_month),
    # Chinese
    Rule("rhythm", "zh_every unit zh_end", _quarter_end),
    Rule("rhythm", "unit (?=zh_of? (zh_last|zh_nth) zh_ge? (unit|number|amount))", _of_the_month),
    Rule(
        "rhythm",
        "zh_every? zh_ge? zh_month* zh_of? zh_month zh_end zh_of? (zh_last zh_ge? unit)?",
        _month_end,
    ),
    Rule("rhythm", "(zh_nth number|zh_last) zh_ge? zh_weekday", _nth_weekdays),
    Rule("rhythm", "zh_back? zh_nth amount", _nth_amount),
    Rule(
        "rhythm",
        "zh_every? zh_odd (zh_of? (?=zh_weekday)|number (?!(zh_hour|zh_minute|number)))?",
        _odd_weeks,
    ),
    Rule("rhythm", "zh_every number zh_ge? zh_weekday|zh_gap zh_weekday", _every_few_weeks),
    Rule("rhythm", "zh_every zh_ge zh_weekday", _every_few_weeks),
    Rule("rhythm", "zh_every? zh_ge? zh_weekdays", _working_days),
    Rule("rhythm", "(zh_nth number|zh_last) zh_ge? unit", _nth_day),
    Rule("rhythm", "zh_weekday (zh_to|to|dash) zh_weekday", _weekday_range),
    Rule(
        "rhythm",
        f"zh_weekday ({_AND}* zh_weekday|{_AND}+ number (?!(zh_hour|zh_day|zh_month|unit)))*",
        _weekdays,
    ),
    Rule("rhythm", "number zh_month number zh_day", _chinese_day_of_year),
    Rule("rhythm", f"number zh_day ({_AND}* number zh_day)*", _month_days),
    Rule("rhythm", "zh_every zh_gap? amount|zh_gap amount", _every_amount),
    Rule("rhythm", "zh_every zh_gap? (number|few)? zh_ge? (unit|zh_day|zh_month|zh_year)", _every_unit),
    Rule("rhythm", "zh_every (part|zh_short_part|(?=clock))", _every_part),
    Rule("rhythm", "unit", _named_days),
    Rule("rhythm", "zh_gap number? zh_ge? (unit|zh_day|zh_month|zh_year)", _every_unit),
]
