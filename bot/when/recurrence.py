"""What comes again: read as people say it, kept as JSON, and asked for its next time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.when import cascade, clocks, days
from bot.when.grammar import Clock, Frequency, Part, Rhythm, Token, kinds_of, letters
from bot.when.lexing import LONGEST, fold, tokens_of
from bot.when.meaning import IsWorkingDay, Reading

LONGEST_EXPRESSION = 200  # characters; no whole recurrence is longer
SEARCHED_DAYS = (
    366 * 9
)  # for each step of the interval: the longest time without a 29 February, and one year more
QUARTER_BEGINS = (1, 4, 7, 10)  # months
QUARTER_ENDS = (3, 6, 9, 12)
FIRST_MONDAY = date(2024, 1, 1)  # where counting "every other week" begins if nothing says otherwise

_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class NeverOccursError(ValueError):
    """The recurrence comes never, such as one on working days of somebody who has none."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Local days, and the local time on them where one was said.

    Without days it comes round on those of its anchor (a weekly one without one: on Mondays).
    A month's day 31 is the last day of a shorter month. `working_days` are those of a calendar,
    which is handed in when asked.
    """

    frequency: Frequency
    interval: int = 1
    at: time | None = None
    weekdays: tuple[int, ...] = ()  # Monday is 0
    nth_weekdays: tuple[tuple[int, int], ...] = ()  # (2, 4): the second Friday; (-1, 0): the last Monday
    month_days: tuple[int, ...] = ()  # -1 is the last
    months: tuple[int, ...] = ()
    working_days: bool = False
    nth_working_day: int = 0  # of the month, -1 the last; 0: none
    weeks: int = 0  # 1: those with an odd number in the year (ISO 8601), 2: those with an even one

    @property
    def is_by_month(self) -> bool:
        """Whether it comes on days of the month or the year, whatever is worked on them."""
        is_seldom = self.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
        return is_seldom and not self.nth_working_day

    def to_json(self) -> dict[str, object]:
        """Return a JSON object with what differs from a weekly recurrence without a time."""
        every: dict[str, object] = {
            "frequency": self.frequency.value,
            "interval": self.interval if self.interval > 1 else None,
            "at": self.at and self.at.isoformat("minutes"),
            "weekdays": list(self.weekdays),
            "nth_weekdays": [list(pair) for pair in self.nth_weekdays],
            "month_days": list(self.month_days),
            "months": list(self.months),
            "working_days": self.working_days,
            "nth_working_day": self.nth_working_day,
            "weeks": self.weeks,
        }
        return {name: value for name, value in every.items() if value}

    @classmethod
    def from_json(cls, data: dict[str, object]) -> "Recurrence":
        """Return the recurrence that to_json told; without a frequency it is weekly."""
        at = data.get("at")
        return cls(
            frequency=Frequency(data.get("frequency", "weekly")),
            interval=_integer(data.get("interval", 1)),
            at=time.fromisoformat(at) if isinstance(at, str) else None,
            weekdays=_integers(data.get("weekdays")),
            nth_weekdays=tuple((nth, day) for nth, day in map(_integers, _list(data.get("nth_weekdays")))),
            month_days=_integers(data.get("month_days")),
            months=_integers(data.get("months")),
            working_days=bool(data.get("working_days")),
            nth_working_day=_integer(data.get("nth_working_day", 0)),
            weeks=_integer(data.get("weeks", 0)),
        )

    def to_rrule(self) -> str:
        """Return an RRULE (RFC 5545); it knows no calendar: working days are Monday to Friday there.

        Odd and even weeks are every other week there: it knows their numbers only within one year.
        """
        interval = 2 if self.weeks else self.interval
        fields = {"FREQ": self.frequency.value.upper(), "INTERVAL": str(interval)}
        if self.working_days:
            fields |= {"FREQ": "WEEKLY", "BYDAY": ",".join(_WEEKDAYS[:5])}
        if self.nth_working_day:
            fields |= {"BYDAY": ",".join(_WEEKDAYS[:5]), "BYSETPOS": str(self.nth_working_day)}
        if self.weekdays:
            fields["BYDAY"] = ",".join(_WEEKDAYS[day] for day in self.weekdays)
        if self.nth_weekdays:
            fields["BYDAY"] = ",".join(f"{nth}{_WEEKDAYS[day]}" for nth, day in self.nth_weekdays)
        if self.months:
            fields["BYMONTH"] = ",".join(str(month) for month in self.months)
        if self.month_days:
            fields["BYMONTHDAY"] = ",".join(str(day) for day in self.month_days)
        if self.at:
            fields |= {"BYHOUR": str(self.at.hour), "BYMINUTE": str(self.at.minute)}
        return ";".join(f"{name}={value}" for name, value in fields.items())


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 0


def _integers(value: object) -> tuple[int, ...]:
    return tuple(item for item in _list(value) if isinstance(item, int))


# ---- when it comes


def occurs_on(
    recurrence: Recurrence, day: date, is_working_day: IsWorkingDay, anchor: date = FIRST_MONDAY
) -> bool:
    """Whether a local day is one of it; intervals are counted from the anchor's day, week, month or year."""
    if recurrence.months and day.month not in recurrence.months:
        return False
    if _steps(recurrence.frequency, anchor, day) % recurrence.interval:
        return False
    if recurrence.weeks and day.isocalendar().week % 2 != recurrence.weeks % 2:
        return False
    if recurrence.working_days:
        return is_working_day(day)
    match recurrence.frequency:
        case Frequency.DAILY:
            return not recurrence.weekdays or day.weekday() in recurrence.weekdays
        case Frequency.WEEKLY:
            return day.weekday() in (recurrence.weekdays or (anchor.weekday(),))
        case Frequency.MONTHLY:
            return _is_day_of_month(recurrence, day, is_working_day, anchor)
        case Frequency.YEARLY:
            in_month = bool(recurrence.months) or day.month == anchor.month
            return in_month and _is_day_of_month(recurrence, day, is_working_day, anchor)


def _steps(frequency: Frequency, anchor: date, day: date) -> int:
    match frequency:
        case Frequency.DAILY:
            return (day - anchor).days
        case Frequency.WEEKLY:
            return (_monday(day) - _monday(anchor)).days // 7
        case Frequency.MONTHLY:
            return (day.year - anchor.year) * 12 + day.month - anchor.month
        case Frequency.YEARLY:
            return day.year - anchor.year


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _is_day_of_month(recurrence: Recurrence, day: date, is_working_day: IsWorkingDay, anchor: date) -> bool:
    if recurrence.nth_working_day:
        return _is_nth_working_day(recurrence.nth_working_day, day, is_working_day)
    if recurrence.nth_weekdays:
        return any(_is_nth_weekday(day, nth, weekday) for nth, weekday in recurrence.nth_weekdays)
    if recurrence.weekdays:
        return day.weekday() in recurrence.weekdays
    last = days.end_of_month(day).day
    wanted = recurrence.month_days or (anchor.day,)
    return day.day in [min(number, last) if number > 0 else last + 1 + number for number in wanted]


def _is_nth_weekday(day: date, nth: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if nth > 0:
        return (day.day - 1) // 7 + 1 == nth
    return (days.end_of_month(day).day - day.day) // 7 + 1 == -nth


def _is_nth_working_day(nth: int, day: date, is_working_day: IsWorkingDay) -> bool:
    if not is_working_day(day):
        return False
    numbers = range(1, day.day + 1) if nth > 0 else range(day.day, days.end_of_month(day).day + 1)
    return sum(is_working_day(day.replace(day=number)) for number in numbers) == abs(nth)


def next_occurrence(
    recurrence: Recurrence,
    after: datetime,
    zone: ZoneInfo,
    is_working_day: IsWorkingDay,
    anchor: date = FIRST_MONDAY,
) -> datetime:
    """Return the first moment after `after` (UTC, as the answer) at which it comes round in a zone.

    There is one for each of its local dates. A time that a clock change skips moves forward by the change;
    of one that comes twice it is the first. Without a time it is the start of the day.
    Raises NeverOccursError.
    """
    day = after.astimezone(zone).date()
    for _ in range(SEARCHED_DAYS * recurrence.interval):
        if occurs_on(recurrence, day, is_working_day, anchor):
            moment = _moment(day, recurrence.at or time(), zone)
            if moment is not None and moment > after:
                return moment
        day += _DAY
    raise NeverOccursError


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Return a local time in UTC; None if the zone left out the whole day, as Samoa did once."""
    moment = datetime.combine(day, at, zone).astimezone(UTC)  # fold 0: first of two, forward over a gap
    return moment if moment.astimezone(zone).date() == day else None


# ---- reading

_LINK = "(on|at|of|the|in|and|comma|dot|from|is|to|vague|zh_of|every|zh_every|dash|by)"
_PIECE = "(rhythm|clock|part|zh_short_part)"
_RUN = re.compile(letters(f"(every|zh_every)* {_PIECE} ({_LINK}* {_PIECE})*"))
_WHOLE = re.compile(letters(f"{_LINK}* {_PIECE} ({_LINK}* {_PIECE})* ({_LINK}|stop)*"))


def read_recurrence(text: str, reading: Reading) -> Recurrence | None:
    """Read a text that is a recurrence and nothing else: "weekdays 9:30", 每个工作日上午九点半.

    Two weekdays and more come again by themselves here: "mon wed fri 10:00".
    """
    if len(text) > LONGEST_EXPRESSION:
        return None
    tokens = _tokens(fold(text), reading)
    if not _WHOLE.fullmatch(kinds_of(tokens)):
        return None
    return _joined(tokens, at_least=2)


def find_recurrence(text: str, reading: Reading) -> Recurrence | None:
    """Find the first recurrence in a sentence; of a text over 1,000 characters in the first 500."""
    folded = fold(text)
    tokens = _tokens(folded if len(folded) <= LONGEST else folded[: LONGEST // 2], reading)
    for run in _RUN.finditer(kinds_of(tokens)):
        found = _joined(tokens[run.start() : run.end()], at_least=8)
        if found:
            return found
    return None


def _tokens(folded: str, reading: Reading) -> list[Token]:
    stages = cascade.AMOUNTS + cascade.CLOCKS + cascade.RHYTHMS
    return cascade.through(tokens_of(folded), stages, reading)


def _joined(tokens: list[Token], *, at_least: int) -> Recurrence | None:
    rhythms = [token.value for token in tokens if isinstance(token.value, Rhythm)]
    is_said = any(rhythm.repeats for rhythm in rhythms) or any(
        token.kind in ("every", "zh_every") for token in tokens
    )
    weekdays = tuple(sorted({day for rhythm in rhythms for day in rhythm.weekdays}))
    several_days = sum(len(rhythm.month_days) for rhythm in rhythms) >= at_least
    if not rhythms or not (is_said or several_days or len(weekdays) >= at_least):
        return None
    return _recurrence(rhythms, weekdays, _time(tokens, rhythms))


def _recurrence(rhythms: list[Rhythm], weekdays: tuple[int, ...], at: time | None) -> Recurrence | None:
    nth_weekdays = tuple(pair for rhythm in rhythms for pair in rhythm.nth_weekdays)
    month_days = tuple(sorted({day for rhythm in rhythms for day in rhythm.month_days}))
    months = tuple(sorted({month for rhythm in rhythms for month in rhythm.months}))
    nth_working_day = next((rhythm.nth_working_day for rhythm in rhythms if rhythm.nth_working_day), 0)
    weeks = next((rhythm.weeks for rhythm in rhythms if rhythm.weeks), 0)
    working = any(rhythm.working for rhythm in rhythms)
    said = next((rhythm for rhythm in rhythms if rhythm.frequency), Rhythm())
    by_month = bool(nth_weekdays or month_days or nth_working_day)
    if by_month and any(rhythm.quarterly for rhythm in rhythms):
        months, said = _months_of_quarters(nth_weekdays, month_days, nth_working_day), _OF_QUARTERS
    frequency = (
        Frequency.DAILY if working else _frequency(said.frequency, months, weekdays, by_month=by_month)
    )
    if frequency is None or (by_month and frequency in (Frequency.DAILY, Frequency.WEEKLY)):
        return None
    interval = 1 if working else said.interval
    return Recurrence(
        frequency,
        interval,
        at,
        weekdays,
        nth_weekdays,
        month_days,
        months,
        working,
        nth_working_day,
        weeks,
    )


_OF_QUARTERS = Rhythm(Frequency.MONTHLY)


def _months_of_quarters(
    nth_weekdays: tuple[tuple[int, int], ...], month_days: tuple[int, ...], nth_working_day: int
) -> tuple[int, ...]:
    """The months in which quarters end, where days are counted from their end; else those they begin with."""
    counted = [nth for nth, _ in nth_weekdays] + [*month_days, nth_working_day]
    return QUARTER_ENDS if min(counted) < 0 else QUARTER_BEGINS


def _frequency(
    said: Frequency | None, months: tuple[int, ...], weekdays: tuple[int, ...], *, by_month: bool
) -> Frequency | None:
    """Return what was said, or what the days that were said come round by."""
    if months and said is not Frequency.MONTHLY:
        return Frequency.YEARLY
    if by_month:
        return said or Frequency.MONTHLY
    if weekdays and said in (None, Frequency.DAILY):
        return Frequency.WEEKLY
    return said


def _time(tokens: list[Token], rhythms: list[Rhythm]) -> time | None:
    clock = next((token.value for token in tokens if isinstance(token.value, Clock)), None)
    if clock is None:
        return None
    parts = [token.value for token in tokens if isinstance(token.value, Part)]
    parts += [rhythm.part for rhythm in rhythms if rhythm.part]
    return clocks.settled(clocks.in_part(clock, parts[0]) if parts else clock).at
