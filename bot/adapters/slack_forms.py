"""A neutral form as Slack's modal, and what comes back when it is submitted.

A picker is used where it can hold what is there now; any other value is edited as text, so that saving
loses nothing. Limits: docs.slack.dev/surfaces/modals.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zlib import crc32

from bot.adapters.slack_blocks import cut, length, plain, plain_text, rendered
from bot.incoming import Filled, Place, PlaceKind
from bot.message import Choice, Field, FieldKind, Form, Message, Phrase
from bot.outgoing import Reader
from bot.wording import words

Json = dict[str, Any]

CALLBACK = "form"
LONGEST_METADATA = 3_000
LONGEST_TITLE = 24
LONGEST_LABEL = 2_000
LONGEST_INPUT = 3_000
LONGEST_ERROR = 500  # not documented; a sentence or two
MOST_FIELDS = 100
MOST_CHOICES = 100
MOST_PEOPLE = 100
LONGEST_CHOICE = 75
LONGEST_CHOSEN = 150

_PEOPLE = re.compile(r"\s*@<([UW][A-Z0-9]+)>")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a form was asked for, and under which post; goes with the form and comes back."""

    place: Place
    ref: str = ""


def modal(form: Form, reader: Reader, asked: Asked) -> Json:
    """Return the view.

    Raises:
        ValueError: what is settled already (`given`) does not fit Slack's 3,000 characters.
    """
    above = rendered(Message(form.above), reader)["blocks"]
    blocks = [_input(one, reader) for one in form.fields[:MOST_FIELDS] if _can_be_edited(one)]
    title = words(form.title, reader)
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": _metadata(form, asked),
        "title": plain_text(title, LONGEST_TITLE),
        "submit": plain_text(words(form.submit, reader), LONGEST_TITLE),
        "close": plain_text(words(Phrase("Cancel"), reader), LONGEST_TITLE),
        "blocks": [*above, *blocks] or [{"type": "section", "text": plain_text(title, LONGEST_INPUT)}],
    }


def errors(message: Message, reader: Reader, view: Json, wrong_field: str) -> Json:
    """Return the acknowledgement that shows a message under the field it speaks of, or else the first.

    There are no buttons there: what they offer is told in words.
    """
    offered = [words(one.label, reader) for one in message.buttons if one.command != "help"]
    said = "\n".join((plain(message, reader), *([" · ".join(offered)] if offered else [])))
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not inputs:
        return {"response_action": "update", "view": _said_in(view, said)}
    under = wrong_field if wrong_field in inputs else inputs[0]
    return {"response_action": "errors", "errors": {under: cut(said, LONGEST_ERROR)}}


def submitted(view: Json) -> tuple[Filled, Asked]:
    """Return a submitted form's command with its values, and where it was asked for."""
    meta = json.loads(view["private_metadata"])
    kind, chat, thread, name, is_private = meta["place"]
    values = dict(meta["given"])
    for name_of_field, held in view["state"]["values"].items():
        [element] = held.values()
        values[name_of_field] = _typed(element)
    place = Place(PlaceKind(kind), chat, thread, name, bool(is_private))
    return Filled(meta["command"], values), Asked(place, meta["ref"])


def _metadata(form: Form, asked: Asked) -> str:
    place = asked.place
    told = {
        "command": form.command,
        "given": dict(form.given),
        "place": [place.kind.value, place.chat, place.thread, place.name, place.is_private],
        "ref": asked.ref,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if length(text) > LONGEST_METADATA:
        raise ValueError(f"the form of {form.command!r} holds more than Slack keeps with it")
    return text


def _said_in(view: Json, text: str) -> Json:
    kept = {name: view[name] for name in ("type", "callback_id", "private_metadata", "title", "close")}
    return {**kept, "blocks": [{"type": "section", "text": plain_text(text, LONGEST_INPUT)}]}


def _can_be_edited(field: Field) -> bool:
    """A longer text can't be shown, and what is left out stays as it is."""
    return length(field.value) <= LONGEST_INPUT


def _input(field: Field, reader: Reader) -> Json:
    hint = {"hint": plain_text(words(field.hint, reader), LONGEST_LABEL)} if field.hint else {}
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(words(field.label, reader), LONGEST_LABEL),
        "element": {"action_id": _action(field), **_element(field, reader)},
        "optional": not field.required,
        **hint,
    }


def _action(field: Field) -> str:
    """Another one for another value: when a view is replaced, Slack keeps what was typed under the same."""
    return f"value{crc32(field.value.encode()):08x}"


def _element(field: Field, reader: Reader) -> Json:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            element = None
        case FieldKind.PERSON:
            element = _person(field.value)
        case FieldKind.PEOPLE:
            element = _people(field.value)
        case FieldKind.DATE:
            element = _date(field.value)
        case FieldKind.TIME:
            element = _time(field.value)
        case FieldKind.CHOICE:
            element = _choice(field, reader)
    return element or _text(field)


def _text(field: Field) -> Json:
    initial = {"initial_value": field.value} if field.value else {}
    multiline = field.kind is FieldKind.LONG
    return {"type": "plain_text_input", "multiline": multiline, "max_length": LONGEST_INPUT, **initial}


def _person(value: str) -> Json | None:
    people = _named(value)
    if people is None or len(people) > 1:
        return None
    return {"type": "users_select", **({"initial_user": people[0]} if people else {})}


def _people(value: str) -> Json | None:
    people = _named(value)
    if people is None or len(people) > MOST_PEOPLE:
        return None
    return {"type": "multi_users_select", **({"initial_users": people} if people else {})}


def _named(value: str) -> list[str] | None:
    """The people of a value that names nothing else, each once; None for other words."""
    if _PEOPLE.sub("", value).strip(" ,"):
        return None
    return list(dict.fromkeys(_PEOPLE.findall(value)))


def _date(value: str) -> Json | None:
    if not value:
        return {"type": "datepicker"}
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return {"type": "datepicker", "initial_date": day.isoformat()}


def _time(value: str) -> Json | None:
    if not value:
        return {"type": "timepicker"}
    read = _CLOCK.fullmatch(value)
    try:
        at = time(int(read[1]), int(read[2])) if read else None
    except ValueError:
        at = None
    return {"type": "timepicker", "initial_time": f"{at:%H:%M}"} if at else None


def _choice(field: Field, reader: Reader) -> Json | None:
    options = list(_options(field.choices, reader))
    chosen = [option for option in options if option["value"] == field.value]
    if not options or len(options) > MOST_CHOICES or (field.value and not chosen):
        return None
    return {"type": "static_select", "options": options, **({"initial_option": chosen[0]} if chosen else {})}


def _options(choices: Iterable[Choice], reader: Reader) -> Iterator[Json]:
    """No option for an empty value: there, nothing is chosen."""
    for one in choices:
        if 0 < len(one.value) <= LONGEST_CHOSEN:
            yield {"text": plain_text(words(one.label, reader), LONGEST_CHOICE), "value": one.value}


def _typed(held: Mapping[str, Any]) -> str:
    """What an element holds, as one would type it."""
    match held["type"]:
        case "users_select":
            return _token(held["selected_user"])
        case "multi_users_select":
            return " ".join(_token(one) for one in held["selected_users"])
        case "datepicker":
            return str(held["selected_date"] or "")
        case "timepicker":
            return str(held["selected_time"] or "")
        case "static_select":
            return str((held["selected_option"] or {}).get("value", ""))
        case _:
            return str(held.get("value") or "")


def _token(user: str | None) -> str:
    return f"@<{user}>" if user else ""
