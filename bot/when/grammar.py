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

_KINDS = (
    # said in numbers and names
    "number tens fraction year ordinal month maybe_month weekday maybe_weekday plural_weekday unit plural_unit"
    " ordinal_or_unit numeric_date year_month clock hour_minute meridiem part day_word quarter holiday"
    # built by rules
    " amount day moment range_end"
    # words that join
    " next this last coming after_next the a of on at in by due to for after before until from now ago past"
    " and half later and_a_half or every other each end begin beginning start week_of within less than about"
    " oclock noon midnight tonight couple few dash comma dot slash colon newline plus rest word"
    " working weekdays weekend time_of same mid not day_of whole here is ending"
    # Chinese
    " yue ri nian dian fen miao ke ge zh_next zh_this zh_last zh_later zh_within zh_before zh_end zh_begin"
    " zh_due di zh_every zh_rest zh_week zh_zheng zh_of zh_number zh_half zh_to zh_from zh_mid zh_duo"
    " zh_zero zh_remaining zh_first_half zh_second_half zh_gap zh_weekday zh_work"
).split()
_LETTER = {kind: chr(0xE000 + index) for index, kind in enumerate(dict.fromkeys(_KINDS))}


class Unit(Enum):
    """A unit of the calendar or of the clock."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    WEEKEND = "weekend"
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
    """A time of day; `sure` if morning or afternoon was said, or can only be one of them."""

    at: time
    sure: bool


class Day(NamedTuple):
    """A day, or the days it may be; `first` is where it begins if it is a period."""

    options: tuple[date, ...]
    doubt: Doubt | None = None
    first: date | None = None
    year_said: bool = False

    @property
    def day(self) -> date:
        """The first reading."""
        return self.options[0]


class Moment(NamedTuple):
    """What a whole expression says, before it is weighed against now."""

    day: Day | None = None
    clock: Clock | None = None
    part: Part | None = None
    exact: bool = False  # "in 3 hours": no further reading needed


Value = float | Unit | Part | Amount | Clock | Day | Moment | None
V = TypeVar("V", Unit, Part, Amount, Clock, Day, Moment)


class Token(NamedTuple):
    """A word or several, by kind; start and end count characters of the text."""

    kind: str
    start: int
    end: int
    value: Value = None


class ImpossibleDateError(ValueError):
    """There is no such day or time: 30 February, 25:00."""


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
    return re.sub(r"[a-z_]+", lambda name: _LETTER[name[0]], pattern).replace("((", "((").replace(" ", "")


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
    value = rule.build(Parts(tokens), reading)
    if value is None:
        return None
    return Token(rule.kind, tokens[0].start, tokens[-1].end, value)


Lexeme = tuple[str, Value]
Lexicon = Mapping[str, Lexeme]
