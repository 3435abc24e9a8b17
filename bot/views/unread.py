"""What is said of the words in a title that look like an option and can't be read, and the ways out."""

from collections.abc import Iterator, Sequence

from bot.message import Line, Phrase, note, phrase
from bot.parameters.unread import Meant, Unread
from storage.models import Milestone, Person

Option = tuple[Phrase, str]  # a button's label, and the line that it says


def said(unread: Sequence[Unread]) -> tuple[Line, ...]:
    """Return a line for each: what was not understood, and that it stays in the title."""
    return tuple(_line(one) for one in unread)


def _line(one: Unread) -> Line:
    match one.meant:
        case Meant.PERSON:
            return note("I don't know {name}, so it stays in the title.", name=one.name)
        case Meant.MILESTONE:
            return note(
                "There is no milestone “{name}”, so “{words}” stays in the title.",
                name=one.name,
                words=one.words,
            )
        case Meant.DATE:
            return note(
                "I can't read “{name}” as a date, so “{words}” stays in the title.",
                name=one.name,
                words=one.words,
            )
        case Meant.PRIORITY:
            return note("“{name}” is no priority, so it stays in the title.", name=one.words)
        case Meant.DURATION:
            return note("I can't read “{name}” as a duration, so it stays in the title.", name=one.words)
        case Meant.BEYOND:
            return note(
                "“{name}” is more than four years of work, so it stays in the title. Try “2d” or “2-5d”.",
                name=one.words,
            )
        case Meant.TASK:
            return note(
                "{name} is no open task, so “{words}” stays in the title.", name=one.name, words=one.words
            )


def ways_out(one: Unread, key: str, *, may_promise: bool) -> list[Option]:
    """Return what could be meant instead, each taking the words out of the title of the task `key`.

    `may_promise`: whoever reads it may make a milestone.
    """
    options = list(_alike(one, key))
    if one.meant is Meant.MILESTONE and may_promise:
        options.append((phrase("Make milestone {name}", name=one.name), f"milestone {one.name} with {key}"))
    return options


def _alike(one: Unread, key: str) -> Iterator[Option]:
    for alike in one.alike:
        match alike:
            case Person():
                yield phrase("@{name}", name=alike.name), f"edit {key} @p{alike.id}{_without(one)}"
            case Milestone():
                yield (
                    phrase("for {milestone}", milestone=alike.name),
                    f"edit {key} for m{alike.id}{_without(one)}",
                )
            case str():
                yield phrase("!{priority}", priority=alike), f"edit {key} !{alike}{_without(one)}"


def _without(one: Unread) -> str:
    """What takes the words out of the title; in quotes, which they must not hold themselves."""
    return "" if '"' in one.words else f' -"{one.words}"'
