"""What a check of the installation finds: a sentence, and what to do where it is not fine."""

from dataclasses import dataclass

from bot.message import Phrase


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; with `advice` something is wrong."""

    what: Phrase
    advice: Phrase | None = None

    @property
    def is_fine(self) -> bool:
        """Whether nothing is to be done."""
        return self.advice is None
