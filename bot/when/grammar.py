"""A cascade of small grammars: text to tokens, then each stage's rules join runs of tokens into one.

A rule is written over the kinds of tokens, such as "the? ordinal of? month". Every kind is one
letter inside, so that a stage is one regular expression over a short string, and reading is linear.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import NamedTuple, TypeVar

from bot.when.meaning import Doubt, Reading

# Numbers, names and signs; words that join; Chinese words of their own; what rules make.
_KINDS = re.findall(
    r"\w+",
    """
number decimal tens ordinal second year numeric_date year_month month maybe_month weekday
maybe_weekday plural_weekday unit plural_unit clock meridiem part noon midnight tonight day_word
end_word quarter dash comma dot slash plus stop word
next this last coming the a of on in at to by due until before after from now past ago later and
half for few couple than no or every other once working weekdays end begin middle week_of within oclock still
ides vague is
zh_month zh_day zh_year zh_hour zh_minute zh_second zh_quarter_hour zh_ge zh_next zh_this zh_last
zh_later zh_within zh_before zh_end zh_begin zh_middle zh_due zh_every zh_gap zh_left zh_exact zh_of
zh_half zh_nth zh_first_half zh_second_half zh_season zh_again zh_over zh_day_number zh_weekday
zh_weekdays zh_to zh_from zh_rest zh_unit zh_coming zh_number zh_next_number zh_odd zh_back
zh_short_part odd_even half_year feast amount last_but rhythm day moment impossible
""",
)
_LETTER = {kind: chr(0xE000 + index) for index, kind in enumerate(_KINDS)}


class Unit(Enum):
    """A unit of the calendar or of the clock."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    WEEKEND = "weekend"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Part(Enum):
    """A part of the day."""

    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    END = "end"


class Amount(NamedTuple):
    """A time span as said: 2 years 21 days."""

    terms: tuple[tuple[float, Unit], ...]


class Clock(NamedTuple):
    """A time of day; `sure` if morning or afternoon was said, or it can only be one of them."""

    at: time
    sure: bool
    next_day: bool = False  # midnight at the end of the day
    bare: bool = False  # nothing but a number was said: "at 9"


class Figures(NamedTuple):
    """Figures with signs between them: 8.25, 03/04, 2026-12-05; as typed, to tell 8.3 from 8.30."""

    texts: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures' values."""
        return tuple(int(text) for text in self.texts)


class Day(NamedTuple):
    """A day, or the days it may be; `first` is where it begins if it is a period."""

    options: tuple[date, ...]
    doubt: Doubt | None = None
    first: date | None = None
    weekday: int | None = None  # nothing but a weekday was said
    yearless: bool = False  # a month and a day were said, and the next one is meant
    numbered: bool = False  # nothing but a day of the month was said
    to_the_end: bool = False  # the end of a period was said, not the period

    @property
    def day(self) -> date:
        """The first reading."""
        return self.options[0]


class Frequency(Enum):
    """How often something comes round."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Rhythm(NamedTuple):
    """A part of a recurrence as said: "every other week", "on fridays", "the last working day"."""

    frequency: Frequency | None = None
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth_weekdays: tuple[tuple[int, int], ...] = ()  # (2, 4): second Friday; (-1, 0): last Monday
    month_days: tuple[int, ...] = ()  # negative ones from the end
    months: tuple[int, ...] = ()
    working: bool = False  # working days only
    nth_working_day: int = 0  # of the month, negative from its end
    weeks: int = 0  # 1: those with an odd number in the year (ISO 8601), 2: those with an even one
    quarterly: bool = False  # a day of it is one of the calendar's quarter
    at: Clock | None = None
    part: Part | None = None
    repeats: bool = False  # it was said that it comes again


class Moment(NamedTuple):
    """What a whole expression says, before it is weighed against now."""

    day: Day | None = None
    clock: Clock | None = None
    part: Part | None = None


Value = float | Unit | Part | Amount | Clock | Figures | Day | Moment | Rhythm | Doubt | None
V = TypeVar("V", Unit, Part, Amount, Clock, Figures, Day, Moment, Rhythm)


class Token(NamedTuple):
    """A word or several, by kind; start and end count characters of the text."""

    kind: str
    start: int
    end: int
    value: Value = None


def figure(token: Token) -> float:
    """Return the value of a number, whole or decimal."""
    if isinstance(token.value, Figures):
        return float(".".join(token.value.texts))
    return token.value if isinstance(token.value, int | float) else 0.0


class ImpossibleDateError(ValueError):
    """There is no such day: 30 February; or no such time."""


class ImpossibleTimeError(ImpossibleDateError):
    """There is no such time of day: 25:00."""


class TooFarError(ValueError):
    """The day is beyond the calendar."""


class Parts:
    """The tokens that a rule matched."""

    __slots__ = ("tokens",)

    def __init__(self, tokens: list[Token]) -> None:
        """Keep the tokens, in order."""
        self.tokens = tokens

    def has(self, kind: str) -> bool:
        """Whether one of the tokens is of this kind."""
        return any(token.kind == kind for token in self.tokens)

    def numbers(self, *kinds: str) -> list[float]:
        """Return the numbers of all tokens of these kinds, in order."""
        return [t.value for t in self.tokens if t.kind in kinds and isinstance(t.value, int | float)]

    def number(self, *kinds: str) -> int:
        """Return the first number of these kinds; the rule's pattern promises one."""
        return int(self.numbers(*kinds)[0])

    def all(self, kind: type[V]) -> list[V]:
        """Return all values of a type, in order."""
        return [t.value for t in self.tokens if isinstance(t.value, kind)]

    def one(self, kind: type[V]) -> V:
        """Return the first value of a type; the rule's pattern promises one."""
        return self.all(kind)[0]

    def any(self, kind: type[V]) -> V | None:
        """Return the first value of a type, if there is one."""
        return next(iter(self.all(kind)), None)


Builder = Callable[[Parts, Reading], Value]


@dataclass(frozen=True, slots=True)
class Rule:
    """A run of tokens by kind, what they are together, and what they mean.

    The builder returns None where the words don't mean it after all; it may raise ImpossibleDateError.
    """

    kind: str
    pattern: str
    build: Builder


@dataclass(frozen=True, slots=True)
class Stage:
    """Rules tried together at every place, the first that fits wins."""

    regex: re.Pattern[str]
    rules: tuple[Rule, ...]


def letters(pattern: str) -> str:
    """Return the regular expression, over letters of kinds, of a pattern written in their names."""
    plain = re.sub(r"\((?!\?)", "(?:", pattern)
    return re.sub(r"[a-z_]+", lambda name: _LETTER[name[0]], plain).replace(" ", "")


def stage(rules: Iterable[Rule]) -> Stage:
    """Compile rules into a stage."""
    kept = tuple(rules)
    return Stage(re.compile("|".join(f"({letters(rule.pattern)})" for rule in kept)), kept)


def kinds_of(tokens: Iterable[Token]) -> str:
    """Return the tokens as a string with one letter a kind."""
    return "".join([_LETTER[token.kind] for token in tokens])


def reduce(tokens: list[Token], step: Stage, reading: Reading) -> list[Token]:
    """Return the tokens with every run that a rule of the stage fits joined into one."""
    joined: list[Token] = []
    done = 0
    for match in step.regex.finditer(kinds_of(tokens)):
        first, last = match.span()
        if first == last or match.lastindex is None:
            continue
        token = _built(step.rules[match.lastindex - 1], tokens[first:last], reading)
        if token is None:
            continue
        joined += tokens[done:first]
        joined.append(token)
        done = last
    if not done:
        return tokens
    return joined + tokens[done:]


def _built(rule: Rule, tokens: list[Token], reading: Reading) -> Token | None:
    start, end = tokens[0].start, tokens[-1].end
    try:
        value = rule.build(Parts(tokens), reading)
    except ImpossibleTimeError:
        return Token("impossible", start, end, Doubt.NO_TIME)
    except ImpossibleDateError:
        return Token("impossible", start, end, Doubt.IMPOSSIBLE)
    except TooFarError:
        return Token("impossible", start, end, Doubt.FAR)
    if value is None:
        return None
    return Token(_KIND_OF.get(type(value), rule.kind), start, end, value)


_KIND_OF: dict[type, str] = {Amount: "amount", Clock: "clock", Day: "day", Moment: "moment", Rhythm: "rhythm"}


Lexeme = tuple[str, Value]
Lexicon = Mapping[str, Lexeme]
