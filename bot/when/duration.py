"""Reading how long work takes: 2d, 2-5d, half a day, 两天半."""

import re
from datetime import UTC, datetime

from bot.when import cascade
from bot.when.grammar import Amount, Token, Unit, figure, kinds_of, letters
from bot.when.lexing import fold, tokens_of
from bot.when.meaning import WORK_DAYS_A_WEEK, WORK_HOURS_A_DAY, Duration, Reading

LONGEST = 60  # characters; no duration is longer
MOST_HOURS = 1_000 * WORK_HOURS_A_DAY  # about four years of work: beyond it somebody mistyped
WORK_DAYS_A_MONTH = 20

_HOURS = {
    Unit.MINUTE: 1 / 60,
    Unit.HOUR: 1.0,
    Unit.DAY: WORK_HOURS_A_DAY,
    Unit.WORKING_DAY: WORK_HOURS_A_DAY,
    Unit.WEEK: WORK_HOURS_A_DAY * WORK_DAYS_A_WEEK,
    Unit.FORTNIGHT: WORK_HOURS_A_DAY * WORK_DAYS_A_WEEK * 2,
    Unit.MONTH: WORK_HOURS_A_DAY * WORK_DAYS_A_MONTH,
}
_ANY_TIME = Reading(datetime(2000, 1, 1, tzinfo=UTC))  # a duration means the same at all times
_COMMA = re.compile(r"(?<=\d),(?=\d)")  # 1,5d as in Berlin
_ABOUT = re.compile(
    "|".join(
        f"(?<=^{low})(?={high})" for low, high in zip("一二两三四五六七八", "二三三四五六七八九", strict=True)
    )
)
_ONE = re.compile(letters("(at|vague)* amount"))
_TWO = re.compile(letters("(at|vague)* amount (dash|to|or) amount"))
_FROM_NUMBER = re.compile(letters("(at|vague)* (number|decimal) (dash|to|or) amount"))


def read_duration(text: str) -> Duration | None:
    """Read working hours, from and to; None if the text is anything else, or beyond four years of work."""
    hours = _hours_in(text)
    if hours is None or not 0 < max(hours) <= MOST_HOURS:
        return None
    return Duration(min(hours), max(hours))


def is_beyond(text: str) -> bool:
    """Whether a text reads as more than four years of work."""
    hours = _hours_in(text)
    return hours is not None and max(hours) > MOST_HOURS


def _hours_in(text: str) -> tuple[float, float] | None:
    if len(text) > LONGEST:
        return None
    folded = _ABOUT.sub("-", _COMMA.sub(".", fold(text).strip(" ~").replace("~", "-")))
    return _ends(cascade.through(tokens_of(folded), cascade.AMOUNTS, _ANY_TIME))


def _ends(tokens: list[Token]) -> tuple[float, float] | None:
    kinds = kinds_of(tokens)
    amounts = [token.value for token in tokens if isinstance(token.value, Amount)]
    if not amounts:
        return None
    last = _hours(amounts[-1])
    if last is None:
        return None
    if _ONE.fullmatch(kinds):
        return last, last
    if _TWO.fullmatch(kinds):
        first = _hours(amounts[0])
        return None if first is None else (first, last)
    return _from_number(tokens, last, amounts[-1]) if _FROM_NUMBER.fullmatch(kinds) else None


def _from_number(tokens: list[Token], last: float, amount: Amount) -> tuple[float, float] | None:
    """Read the "2" of "2-5d" in the unit of what follows."""
    token = next(token for token in tokens if token.kind in ("number", "decimal"))
    first = _hours(Amount(((figure(token), amount.terms[0][1]),)))
    return None if first is None else (first, last)


def _hours(amount: Amount) -> float | None:
    if any(unit not in _HOURS for _, unit in amount.terms):
        return None
    return sum(count * _HOURS[unit] for count, unit in amount.terms)
