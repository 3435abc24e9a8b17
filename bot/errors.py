"""Whatever a person can be told is wrong.

UserError
├── NotFound        there is no such task, person, milestone …
├── NotAllowed      somebody else may do this
├── Unreadable      a part of the words can't be read
├── Ambiguous       it could mean several things: asked back with buttons
├── Refused         a rule says no
│   └── Over        what it is about has ended: no other words put it right
└── WrongSetting    the installation is not set up right: said to whoever starts it

Each is a sentence made from facts. Anything else that is raised is a bug.
"""

from collections.abc import Sequence

from bot.message import Button, Line, Message, Phrase, Value

THIS_LINE = "{line}"  # in a choice: the words that could not be understood


class UserError(Exception):
    """A sentence to a person; nothing was changed."""

    def __init__(
        self,
        text: str,
        /,
        *buttons: Button,
        field: str = "",
        choices: Sequence[tuple[Phrase, str]] = (),
        **values: Value,
    ) -> None:
        """Say `text` with its values, offer buttons, and name the parameter that is wrong.

        `choices` are labels with whole command lines of any length, offered as buttons that work once;
        `{line}` in them stands for what was typed.
        """
        super().__init__(text)
        self.message = Message((Line((Phrase(text, values),)),), buttons)
        self.field = field
        self.choices = tuple(choices)


class NotFound(UserError):
    """There is no such thing here."""


class NotAllowed(UserError):
    """Somebody else may do this."""


class Unreadable(UserError):
    """A part of the words can't be read."""


class Ambiguous(UserError):
    """It could mean several things."""


class Refused(UserError):
    """A rule says no."""


class Over(Refused):
    """What it is about has ended: no other words put it right."""


class WrongSetting(UserError):
    """The installation is not set up right: names the variable, and says what to do."""
