"""The commands as a platform's own menu lists them, and what the bot tells of itself there."""

import re
from collections.abc import Iterable

from bot.command import Spec
from bot.message import Phrase
from bot.outgoing import Reader
from bot.wording import words

FIRST = ("add", "mine", "done", "late", "list", "block", "blockers", "plan", "away", "settings", "help")
IN_GROUPS = (
    "add", "done", "list", "late", "block", "blockers", "plan", "status", "milestones", "standups", "team",
    "start", "take", "resolve", "urge", "note", "show", "search", "forecast", "history", "undo", "help",
)  # fmt: skip
FOR_GROUP_ADMINS = (
    "setup", "project", "invite", "lead", "role", "remove", "milestone", "calendar", "ladder", "doctor",
)  # fmt: skip
NOT_IN_PRIVATE = frozenset({"setup"})  # it is about the place where it is said
MAIN_USE = Phrase("Hello. I keep the plan, ask the daily question, and say early when a date will slip.")
SHORTLY = Phrase("Tasks, stand-ups, blockers and milestones, kept true in chat.")

_WORD = re.compile(r"[a-z0-9_]{1,32}")  # a command of Telegram: core.telegram.org/bots/api#botcommand


def listed(specs: Iterable[Spec], language: str) -> tuple[tuple[str, str], ...]:
    """Return what can stand after a slash and what each is for, the daily ones first; one word a command."""
    reader = Reader(language)
    found: dict[str, str] = {}
    for spec in specs:
        word = next((one for one in spec.words if _WORD.fullmatch(one)), None)
        if word is not None:
            found.setdefault(word, words(Phrase(spec.summary), reader))
    return tuple(sorted(found.items(), key=lambda pair: (_rank(pair[0]), pair[0])))


def in_private(specs: Iterable[Spec], language: str) -> tuple[tuple[str, str], ...]:
    """Return what one says to the bot alone."""
    return tuple(one for one in listed(specs, language) if one[0] not in NOT_IN_PRIVATE)


def in_groups(specs: Iterable[Spec], language: str) -> tuple[tuple[str, str], ...]:
    """Return what is said among others, and `/pm`, behind which any words stand."""
    any_words = ("pm", words(Phrase("Anything, in your own words: /pm done 12"), Reader(language)))
    return (any_words, *_chosen(specs, language, IN_GROUPS))


def for_group_admins(specs: Iterable[Spec], language: str) -> tuple[tuple[str, str], ...]:
    """Return the same for a group's admins: what sets a project up comes first."""
    specs = tuple(specs)
    return (*_chosen(specs, language, FOR_GROUP_ADMINS), *in_groups(specs, language))


def _chosen(specs: Iterable[Spec], language: str, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    known = dict(listed(specs, language))
    return tuple((name, known[name]) for name in names)


def _rank(word: str) -> int:
    return FIRST.index(word) if word in FIRST else len(FIRST)


def said(text: Phrase, language: str) -> str:
    """Return one of the texts above in a language."""
    return words(text, Reader(language))
