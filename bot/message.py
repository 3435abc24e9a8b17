"""What the bot says, neutral of platform and language.

A message is lines of phrases. A phrase is an English sentence with named placeholders, which is its id
in the catalogs, and the values that go in. Values that people typed are plain strings and stay literal:
only a renderer escapes. Everything here is frozen and goes through JSON, because the outbox keeps
messages as they were meant and each reader gets them in their own language and zone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Bold:
    """Text that stands out: keys, titles, names of projects."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, shown as a quotation."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """What one can type; an example that the source spells out is shown in the reader's own words."""

    text: "str | Phrase"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person who is to be notified; elsewhere use the plain name."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """A local day, always shown with its weekday; `near` says "today" or "tomorrow" as well."""

    day: date
    near: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A local time of day."""

    at: time


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment (UTC), shown in the reader's zone: time alone on the reader's today, else with the day."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Zoned:
    """A moment (UTC) shown in a named zone, with the zone: "Fri 5 Dec, 18:00 (Berlin)"."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class City:
    """A time zone by its IANA name, shown as the place that it is named after."""

    zone: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country or a part of one by its letters (`DE`, `DE-BY`), shown by its name."""

    region: str


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days of work, such as 0.5 or 3; `most` makes a range of it."""

    days: float
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A number of working hours."""

    hours: float


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, written as the language does."""

    value: float


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole sentence or term with named placeholders; with `many` and `n` it has a plural."""

    text: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    many: str | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values as the language lists them: "A, B and C"."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Several values one after another, as the language parts them: "A, B"; for keys and the like."""

    items: tuple["Value", ...]


Value = (
    str
    | int
    | Bold
    | Said
    | Code
    | Mention
    | Day
    | Time
    | Instant
    | Zoned
    | City
    | Country
    | Days
    | Hours
    | Number
    | Link
    | Phrase
    | Listed
    | Series
)


class Kind(StrEnum):
    """How a line stands: a title, running text, one of a list, or an aside."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """Phrases side by side, parted by " · ", after an optional sign such as ⏰."""

    parts: tuple[Value, ...]
    kind: Kind = Kind.TEXT
    sign: str = ""


class Style(StrEnum):
    """What a button stands for; platforms that have no colours leave it out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A typed command under a label: canonical English, absolute values, at most 64 bytes."""

    label: Phrase
    command: str
    style: Style = Style.PLAIN
    url: str = ""  # leads there instead of saying the command


class FieldKind(StrEnum):
    """What a form field takes; a platform without such a control asks for it in words."""

    TEXT = "text"
    LONG = "long"
    PERSON = "person"
    PEOPLE = "people"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a field offers."""

    label: Phrase
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a command, asked for.

    `name` is the command's parameter; `value` what is there now, as one would type it. `is_beside`: it is
    worth a look where all fields are seen at once, and no question of its own.
    """

    name: str
    label: Phrase
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    required: bool = False
    hint: Phrase | None = None
    choices: tuple[Choice, ...] = ()
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Fields that fill a command's parameters: a modal on Slack, questions one by one elsewhere.

    `command` is the registry's name of the command (`task edit`), `given` the parameters that are settled
    already, raw as they would be typed (`{"task": "WEB-12"}`). `above` is said before the first field.
    """

    command: str
    title: Phrase
    fields: tuple[Field, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    submit: Phrase = field(default_factory=lambda: Phrase("Save"))
    above: tuple[Line, ...] = ()


class Audience(StrEnum):
    """Who sees an answer."""

    PLACE = "place"  # everybody where it was asked: cards, and what the team should know
    ASKER = "asker"  # quietly where the platform can (ephemeral), else as a reply in place
    PRIVATE = "private"  # the asker alone, in a direct message where nothing quieter exists


@dataclass(frozen=True, slots=True)
class Message:
    """Lines, the buttons under them, and perhaps a form to fill.

    `topic` names the instance that the message shows (`task/12`, `warning/7`): where it was posted before
    in the same place, that post is edited. `replaces`: as the answer to a pressed button it takes the place
    of the message that the button stood under, as another page of a list does. `sections` are further parts
    with buttons of their own; only a surface such as a home page has them. `menu` is what one does less
    often, folded away where the platform can; elsewhere there is `laid_out`.
    """

    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    audience: Audience = Audience.ASKER
    topic: str | None = None
    sections: tuple["Message", ...] = ()
    replaces: bool = False
    menu: tuple[Button, ...] = ()

    @property
    def laid_out(self) -> tuple[Button, ...]:
        """The buttons where nothing folds away: of the menu as many as are looked over at once."""
        return self.buttons + self.menu[: max(LAID_OUT - len(self.buttons), 0)]

    def plus(self, *lines: Line) -> "Message":
        """The same message with more lines below."""
        return replace(self, lines=self.lines + lines)

    def under(self, *lines: Line) -> "Message":
        """The same message with lines above."""
        return replace(self, lines=lines + self.lines)

    def offering(self, *buttons: Button) -> "Message":
        """The same message with more buttons."""
        return replace(self, buttons=self.buttons + buttons)

    def to(self, audience: Audience) -> "Message":
        """The same message for somebody else to see."""
        return replace(self, audience=audience)

    def about(self, topic: str) -> "Message":
        """The same message as the one post of this topic in its place."""
        return replace(self, topic=topic)

    def replacing(self) -> "Message":
        """The same message in the place of the one whose button was pressed."""
        return replace(self, replaces=True)


def phrase(text: str, /, **values: Value) -> Phrase:
    """Return a sentence or term for the catalogs."""
    return Phrase(text, values)


def counted(one: str, many: str, n: int, /, **values: Value) -> Phrase:
    """Return a sentence that depends on a number; `{n}` is that number."""
    return Phrase(one, {"n": n, **values}, many, n)


def line(text: str, /, **values: Value) -> Line:
    """Return one sentence as a line."""
    return Line((Phrase(text, values),))


def row(*parts: Value | None, sign: str = "", kind: Kind = Kind.TEXT) -> Line:
    """Return phrases side by side; those that are None are left out."""
    return Line(tuple(part for part in parts if part is not None), kind, sign)


def item(*parts: Value | None, sign: str = "") -> Line:
    """Return one entry of a list."""
    return row(*parts, sign=sign, kind=Kind.ITEM)


def heading(text: str, /, **values: Value) -> Line:
    """Return a title."""
    return Line((Phrase(text, values),), Kind.HEADING)


def note(text: str, /, **values: Value) -> Line:
    """Return an aside."""
    return Line((Phrase(text, values),), Kind.NOTE)


def says(text: str, /, **values: Value) -> Message:
    """Return a message of one sentence."""
    return Message((line(text, **values),))


def button(text: str, command: str, /, style: Style = Style.PLAIN, **values: Value) -> Button:
    """Return a button that says `command` for whoever presses it.

    Raises:
        ValueError: the command does not fit the 64 bytes that Telegram gives a button.
    """
    if len(command.encode()) > BUTTON_BYTES:
        message = f"too long for a button: {command!r}"
        raise ValueError(message)
    return Button(Phrase(text, values), command, style)


def link_button(text: str, url: str, /, **values: Value) -> Button:
    """Return a button that leads to an address."""
    return Button(Phrase(text, values), "", url=url)


LAID_OUT = 6  # buttons, the menu's among them: two rows on a phone
BUTTON_BYTES = 64  # callback_data of a Telegram button: core.telegram.org/bots/api#inlinekeyboardbutton

_NAMED: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        Bold, Said, Code, Mention, Day, Time, Instant, Zoned, City, Country, Days, Hours, Number, Link,
        Phrase, Listed, Series, Line, Button, Choice, Field, Form, Message,
    )
}  # fmt: skip
_FIELDS = {name: tuple(one.name for one in fields(kind)) for name, kind in _NAMED.items()}
_WORDS: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("Line", "kind"): Kind,
    ("Button", "style"): Style,
    ("Field", "kind"): FieldKind,
    ("Message", "audience"): Audience,
}


def to_json(value: Any) -> Any:  # noqa: ANN401 - the JSON edge
    """Return lists and strings for the outbox: a value becomes its name and its fields in order."""
    match value:
        case None | str() | int() | float():
            return value
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case tuple():
            return [to_json(one) for one in value]
        case dict():
            return {"map": {key: to_json(one) for key, one in value.items()}}
        case _:
            pass
    name = type(value).__name__
    return {name: [to_json(getattr(value, one)) for one in _FIELDS[name]]}


def from_json(data: Any) -> Any:  # noqa: ANN401 - the JSON edge
    """Return what `to_json` was given."""
    if isinstance(data, list):
        return tuple(from_json(one) for one in data)
    if not isinstance(data, dict):
        return data
    [(name, inner)] = data.items()
    match name:
        case "instant":
            return datetime.fromisoformat(inner)
        case "day":
            return date.fromisoformat(inner)
        case "time":
            return time.fromisoformat(inner)
        case "map":
            return {key: from_json(one) for key, one in inner.items()}
        case _:
            pass
    read = (
        _WORDS.get((name, one), from_json)(value) for one, value in zip(_FIELDS[name], inner, strict=True)
    )
    return _NAMED[name](*read)
