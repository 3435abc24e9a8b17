"""The stages in which all languages are read: each joins what the one before has made."""

from bot.when import chinese, english, rhythms
from bot.when.grammar import Stage, Token, reduce, stage
from bot.when.lexing import tokens_of
from bot.when.meaning import Reading

AMOUNTS: tuple[Stage, ...] = (
    stage(english.NUMBERS),
    stage(chinese.AMOUNTS + english.AMOUNTS),
    stage(english.JOINED_AMOUNTS),
)
CLOCKS: tuple[Stage, ...] = (
    stage(chinese.CLOCKS + english.CLOCKS),
    stage(chinese.CLOCKS_IN_PARTS),
    stage(english.SPOKEN_CLOCKS),
)
DATES: tuple[Stage, ...] = (
    stage(chinese.DAYS + english.DAYS),
    stage(chinese.SHIFTS + english.SHIFTS),
    stage(english.TWO_DAYS),
    stage(chinese.MOMENTS + english.MOMENTS),
)
RHYTHMS: tuple[Stage, ...] = (stage(rhythms.LAST_BUT), stage(rhythms.RHYTHMS))


def read(folded: str, reading: Reading) -> list[Token]:
    """Return folded text as tokens in which every date is one, of kind moment (or impossible)."""
    return joined(tokens_of(folded), reading)


def joined(lexemes: list[Token], reading: Reading) -> list[Token]:
    """Return lexemes joined to moments; see read."""
    return through(lexemes, AMOUNTS + CLOCKS + DATES, reading)


def through(tokens: list[Token], stages: tuple[Stage, ...], reading: Reading) -> list[Token]:
    """Return the tokens joined by each stage in turn."""
    for step in stages:
        tokens = reduce(tokens, step, reading)
    return tokens
