"""One question of a form that is asked for field by field."""

from collections.abc import Mapping
from datetime import date

from bot.message import (
    Button,
    Day,
    Field,
    FieldKind,
    Form,
    Kind,
    Line,
    Message,
    Phrase,
    Said,
    Style,
    Value,
    button,
    line,
    phrase,
)

MOST_CHOICES = 8
MOST_SHOWN = 30  # characters of a value on a button


def asked(number: int, form: Form, at: int, value: str, *above: Line, place: str = "") -> Message:
    """Return the question for field `at` of the form with this number.

    `above` is what was wrong before, `place` the channel that it is about.
    """
    field = form.fields[at]
    counted = (phrase("{n} of {all}", n=at + 1, all=len(form.fields)),) if len(form.fields) > 1 else ()
    where = (place,) if place else ()
    lines = [
        *(form.above if at == 0 else ()),
        *above,
        Line((form.title, *where, *counted), Kind.HEADING),
        Line((field.label,)),
    ]
    if field.hint is not None:
        lines.append(Line((field.hint,), Kind.NOTE))
    return Message(tuple(lines), tuple(_buttons(number, form, at, value)), topic=f"form/{number}")


def _buttons(number: int, form: Form, at: int, value: str) -> list[Button]:
    field = form.fields[at]
    buttons = [
        Button(one.label, f"fill {number} {at} {place}")
        for place, one in enumerate(field.choices[:MOST_CHOICES])
        if one.value != value
    ]
    if value:
        buttons.insert(0, Button(_kept(field, value), f"fill {number} {at} keep", Style.PRIMARY))
    if not field.required and not value:
        buttons.append(button("Skip", f"fill {number} {at} skip"))
    if at:
        buttons.append(button("Back", f"fill {number} {at} back"))
    buttons.append(button("Cancel", f"fill {number} {at} cancel"))
    return buttons


def _kept(field: Field, value: str) -> Phrase:
    """What is there now; a login is nothing to show."""
    chosen = next((one.label for one in field.choices if one.value == value), None)
    if chosen is not None:
        return phrase("Keep {value}", value=chosen)
    if "@<" in value:
        return phrase("Keep it as it is")
    if field.kind is FieldKind.TIME:
        value = value.removeprefix("0")  # kept as pickers want it
    return phrase("Keep {value}", value=_shown(value))


def _shown(value: str) -> Value:
    try:
        return Day(date.fromisoformat(value))
    except ValueError:
        words = " ".join(value.split())
        return words if len(words) <= MOST_SHOWN else f"{words[: MOST_SHOWN - 1]}…"


def filled(number: int, form: Form, value: str, place: str) -> Message:
    """Return what is left of the last question; `place` is the channel in which the answer stands."""
    lines = [Line((form.title,), Kind.HEADING, "✅")]
    if len(form.fields) == 1:
        field = form.fields[0]
        chosen = next((one.label for one in field.choices if one.value == value), None)
        said = () if "@<" in value else (chosen or _shown(value),)
        lines = [Line((field.label, *said), Kind.NOTE, "✅")]
    if place:
        lines.append(line("The answer stands in {channel}.", channel=place))
    return Message(tuple(lines), topic=f"form/{number}")


def cancelled(number: int) -> Message:
    """Return the answer to whoever gave a form up; it takes the place of the question."""
    told = Line((Phrase("Left as it was. Nothing was changed."),))
    return Message((told,), topic=f"form/{number}")


def over(number: int, message: Message, form: Form, values: Mapping[str, str]) -> Message:
    """Return why a form can't be sent any more, with what was typed in it; it takes the question's place."""
    typed = [
        Line((one.label, Said(values[one.name])), Kind.NOTE)
        for one in form.fields
        if values.get(one.name, one.value) != one.value and "@<" not in values[one.name]
    ]
    return Message((*message.lines, *typed), message.buttons, topic=f"form/{number}")


def elsewhere() -> Message:
    """Return what is said in a channel while the questions go to the direct messages."""
    return Message((Line((Phrase("I'm asking you in our direct messages."),)),))


def waits_for_start() -> Message:
    """Return what is said in a group to who can't be asked in private yet."""
    return Message(
        (Line((Phrase("I can't write to you yet: open our private chat and press Start. I ask there."),)),)
    )
