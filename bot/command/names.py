"""Who is called what, found at the front of a text as fast in a team of a thousand as in one of ten."""

from collections.abc import Iterable

from bot.command.folding import fold
from storage.models import Person
from storage.people import Mate

LONGEST_NAME = 100  # characters, with the mark before it


class Names:
    """People by their folded names, and by their first names."""

    __slots__ = ("_first", "_whole")

    def __init__(self, mates: Iterable[Mate]) -> None:
        """Take them; of two with one name the first is meant."""
        self._whole: dict[str, Person] = {}
        self._first: dict[str, dict[int, Person]] = {}
        for mate in mates:
            for name in mate.names:
                self._whole.setdefault(fold(name), mate.person)
                if " " in name.strip():
                    first = fold(name.split(maxsplit=1)[0])
                    self._first.setdefault(first, {})[mate.person.id] = mate.person

    def longest(self, text: str) -> tuple[Person, int] | None:
        """The person whose longest name stands at the front, and its length."""
        for front in _fronts(text):
            if front in self._whole:
                return self._whole[front], len(front)
        return None

    def first(self, text: str) -> tuple[Person, int] | None:
        """The only person whose first name stands at the front, and its length."""
        found = {
            number: (person, len(front))
            for front in _fronts(text)
            for number, person in self._first.get(front, {}).items()
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _fronts(text: str) -> list[str]:
    """What may be a folded name at the front, the longest first; Chinese goes on without a space."""
    folded = fold(text[: LONGEST_NAME + 1])
    ends = range(min(len(folded), LONGEST_NAME), 0, -1)
    return [folded[:end] for end in ends if not _goes_on(folded[end : end + 1])]


def _goes_on(after: str) -> bool:
    return after.isascii() and (after.isalnum() or after in ("_", "-"))
