"""What can be wrong with a line."""

from bot.command.spec import Parameter, Spec
from bot.errors import Unreadable, UserError
from bot.message import Code, button, phrase

MOST_SHOWN = 40  # characters of a line that a button offers


class Missing(UserError):
    """A part of the command is not there: it is asked for."""

    def __init__(self, spec: Spec, parameter: Parameter, rest: str = "", *, language: str = "en") -> None:
        """Say how the command goes; `rest` are the words in place of what is missing."""
        usage = Code(spec.usage_in(language))
        super().__init__("That needs a bit more: {usage}", usage=usage, field=parameter.name)
        self.spec = spec
        self.parameter = parameter
        self.rest = rest
        self.word = spec.words_in(language)[0]


class Leftover(Unreadable):
    """Some words belong to nothing."""

    def __init__(self, spec: Spec, rest: str, *, language: str = "en") -> None:
        """Name the words and how the command goes."""
        usage = Code(spec.usage_in(language))
        super().__init__("I can't read “{rest}” there. It goes: {usage}", rest=rest[:80], usage=usage)
        self.spec = spec
        self.rest = rest


class BadLine(UserError):
    """One of several lines is wrong: nothing is done."""

    def __init__(self, number: int, text: str, error: UserError) -> None:
        """Name the line, and say what is wrong with it."""
        super().__init__("Line {n}, “{text}”: nothing was added.", n=number, text=text[:80])
        self.message = self.message.plus(*error.message.lines)


class Unknown(Unreadable):
    """No command begins like that."""

    def __init__(self, word: str, corrected: str | None) -> None:
        """Offer the line with the nearest command in place of the word, as a whole."""
        if corrected is None:
            super().__init__("I don't know “{word}”.", button("Help", "help"), word=word[:40])
            return
        shown = corrected if len(corrected) <= MOST_SHOWN else f"{corrected[: MOST_SHOWN - 1]}…"
        super().__init__(
            "I don't know “{word}”. Did you mean “{nearest}”?",
            *([] if corrected == "help" else [button("Help", "help")]),
            choices=((phrase("{command}", command=shown), corrected),),
            word=word[:40],
            nearest=shown,
        )
