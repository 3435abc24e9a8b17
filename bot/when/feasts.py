"""Holidays by their names, as dates that people plan by: Christmas, Thanksgiving, 国庆节, 中秋节."""

import re
from calendar import FRIDAY, MONDAY, SUNDAY, THURSDAY
from collections.abc import Callable
from datetime import date, timedelta

from bot.when.days import nth_weekday

OfYear = Callable[[int], date | None]


def _on(month: int, day: int) -> OfYear:
    return lambda year: date(year, month, day)


def _nth(nth: int, weekday: int, month: int) -> OfYear:
    return lambda year: nth_weekday(year, month, weekday, nth)


def _after(feast: OfYear, days: int) -> OfYear:
    def found(year: int) -> date | None:
        day = feast(year)
        return day and day + timedelta(days=days)

    return found


def _before(last: OfYear, weekday: int) -> OfYear:
    """Return the last such weekday before a day."""

    def found(year: int) -> date | None:
        day = last(year)
        return day and day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)

    return found


def _qingming(year: int) -> date:
    """Return when the sun stands at 15 degrees: the common formula for this century."""
    return date(year, 4, int(year % 100 * 0.2422 + 4.81) - year % 100 // 4)


def _easter(year: int) -> date:
    """Return Easter Sunday: Meeus, Jones and Butcher's algorithm."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


# Days of the Chinese calendar, by year: the Hong Kong Observatory's conversion tables.
_SPRING = {
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
    2031: (1, 23), 2032: (2, 11),
}  # fmt: skip
_DRAGON_BOAT = {
    2024: (6, 10), 2025: (5, 31), 2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5),
    2031: (6, 24), 2032: (6, 12),
}  # fmt: skip
_MID_AUTUMN = {
    2024: (9, 17), 2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12),
    2031: (10, 1), 2032: (9, 19),
}  # fmt: skip


def _listed(table: dict[int, tuple[int, int]]) -> OfYear:
    return lambda year: date(year, *table[year]) if year in table else None


_NEW_YEAR = r"(?:the )?new year"  # where it is marked: a "new year campaign" is no date
_MARKED = r"(?:(?<=by )|(?<=before )|(?<=until )|(?<=till )|(?<=after ))"

# Names as folded text has them: lower case, Simplified characters.
_FEASTS: tuple[tuple[str, OfYear], ...] = (
    (_NEW_YEAR, _on(1, 1)),
    (r"christmas eve|xmas eve|平安夜", _on(12, 24)),
    (r"christmas(?: day)?|xmas|圣诞节?|圣诞", _on(12, 25)),
    (r"boxing day", _on(12, 26)),
    (r"new year'?s eve|跨年夜?", _on(12, 31)),
    (r"new year'?s(?: day)?|(?:阳历|公历)新年|元旦节?", _on(1, 1)),
    (r"(?:(?:st\.?|saint) )?valentine'?s?(?: day)|valentine'?s|情人节", _on(2, 14)),
    (r"lincoln'?s'? birthday", _on(2, 12)),
    (r"earth day", _on(4, 22)),
    (r"may day", _on(5, 1)),
    (r"cinco de mayo", _on(5, 5)),
    (r"juneteenth", _on(6, 19)),
    (r"canada day", _on(7, 1)),
    (r"all saints'? day", _on(11, 1)),
    (r"singles'? day", _on(11, 11)),
    (r"victoria day", _before(_on(5, 25), MONDAY)),
    (r"canadian thanksgiving(?: day)?", _nth(2, MONDAY, 10)),
    (r"cyber monday", _after(_nth(4, THURSDAY, 11), 4)),
    (r"(?:st\.?|saint) patrick'?s day", _on(3, 17)),
    (r"halloween|万圣节", _on(10, 31)),
    (r"independence day", _on(7, 4)),
    (r"veterans?'? day", _on(11, 11)),
    (r"martin luther king(?: jr\.?)? day|mlk day", _nth(3, MONDAY, 1)),
    (r"presidents'? day|(?:george )?washington'?s? (?:birth)?day", _nth(3, MONDAY, 2)),
    (r"mother'?s day|母亲节", _nth(2, SUNDAY, 5)),
    (r"father'?s day|父亲节", _nth(3, SUNDAY, 6)),
    (r"(?:memorial|decoration) day", _nth(-1, MONDAY, 5)),
    (r"labou?r day", _nth(1, MONDAY, 9)),
    (r"columbus day", _nth(2, MONDAY, 10)),
    (r"thanksgiving(?: day)?|感恩节", _nth(4, THURSDAY, 11)),
    (r"black friday|黑五", _after(_nth(4, THURSDAY, 11), FRIDAY - THURSDAY)),
    (r"(?:shrove tuesday|mardi gras|pancake day)", _after(_easter, -47)),
    (r"ash wednesday|圣灰(?:礼仪日|星期三)", _after(_easter, -46)),
    (r"palm sunday", _after(_easter, -7)),
    (r"maundy thursday", _after(_easter, -3)),
    (r"good friday|耶稣受难日|受难节", _after(_easter, -2)),
    (r"ascension(?: day)", _after(_easter, 39)),
    (r"pentecost|whit sunday|圣灵降临(?:日|节)", _after(_easter, 49)),
    (r"whit monday", _after(_easter, 50)),
    (r"corpus christi", _after(_easter, 60)),
    (r"easter monday", _after(_easter, 1)),
    (r"easter(?: sunday)?|复活节", _easter),
    (r"女生节", _on(3, 7)),
    (r"三八节|妇女节", _on(3, 8)),
    (r"清明节?", _qingming),
    (r"植树节", _on(3, 12)),
    (r"愚人节|april fools'?(?: day)?", _on(4, 1)),
    (r"五一劳动节|五一节|劳动节|五一(?![\d月日号线路街大广])", _on(5, 1)),
    (r"青年节|五四青年节", _on(5, 4)),
    (r"六一儿童节|国际儿童节|儿童节|六一(?![\d月日号线])", _on(6, 1)),
    (r"建党节", _on(7, 1)),
    (r"建军节", _on(8, 1)),
    (r"教师节", _on(9, 10)),
    (r"双十国庆日?|双十节|国庆日", _on(10, 10)),  # as in Taiwan
    (r"十一国庆节?|国庆节?", _on(10, 1)),
    (r"双十一|双11", _on(11, 11)),
    (r"双十二|双12", _on(12, 12)),
    (r"除夕夜?|年三十|大年三十", _after(_listed(_SPRING), -1)),
    (r"春节|大年初一|农历(?:新年|春节|年)|过年|(?:chinese|lunar) new year|spring festival", _listed(_SPRING)),
    (r"元宵节?", _after(_listed(_SPRING), 14)),
    (r"端午节?|dragon boat(?: festival)?", _listed(_DRAGON_BOAT)),
    (r"中秋节?|mid-?autumn(?: festival)?", _listed(_MID_AUTUMN)),
)  # fmt: skip

PATTERN = "|".join(
    rf"(?<![a-z-]){_MARKED if name == _NEW_YEAR else ''}(?:{name})(?![a-z'-])" for name, _ in _FEASTS
)
_COMPILED = tuple((re.compile(name), of_year) for name, of_year in _FEASTS)


def feast(text: str) -> int:
    """Return the number of a holiday that PATTERN found."""
    return next(number for number, (name, _) in enumerate(_COMPILED) if name.fullmatch(text))


def next_feast(number: int, today: date, year: int | None = None) -> date | None:
    """Return when a holiday comes next, or in a year; None where that is not known."""
    of_year = _COMPILED[number][1]
    if year is not None:
        return of_year(year)
    this = of_year(today.year)
    return this if this is None or this >= today else of_year(today.year + 1)
