"""Keyboards under a message, and what the Bot API refuses in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.stand_ins.telegram_errors import bad_request
from tests.stand_ins.telegram_text import is_link

MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_DATA_BYTES = 64
MAX_PLACEHOLDER = 64
_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "callback_game",
    "pay",
)  # fmt: skip
_STYLES = frozenset({"danger", "success", "primary"})


@dataclass(frozen=True, slots=True)
class Button:
    """`value` is the callback data or the address; for rarer kinds their JSON."""

    label: str
    kind: str
    value: str
    style: str | None = None

    def as_json(self) -> dict[str, object]:
        plain = self.kind in {"callback_data", "url"} or self.kind.startswith("switch_inline_query")
        body: dict[str, object] = {
            "text": self.label,
            self.kind: self.value if plain else json.loads(self.value),
        }
        return body | ({"style": self.style} if self.style else {})


@dataclass(frozen=True, slots=True)
class InlineKeyboard:
    rows: tuple[tuple[Button, ...], ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)

    def as_json(self) -> dict[str, object]:
        return {"inline_keyboard": [[button.as_json() for button in row] for row in self.rows]}


@dataclass(frozen=True, slots=True)
class ForceReply:
    selective: bool
    placeholder: str


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """The labels only: pressing one is saying it."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RemoveKeyboard:
    selective: bool


Markup = InlineKeyboard | ForceReply | ReplyKeyboard | RemoveKeyboard


def read_markup(given: object, *, in_private: bool) -> Markup | None:
    """None if there is none; refuses what the real server refuses."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in given:
        return _inline(given["inline_keyboard"], in_private=in_private)
    if "keyboard" in given:
        return _keyboard(given["keyboard"])
    if given.get("remove_keyboard") is True:
        return RemoveKeyboard(bool(given.get("selective")))
    if given.get("force_reply") is True:
        return _force_reply(given)
    return None


def read_inline(given: object, *, in_private: bool) -> InlineKeyboard | None:
    """For edits, which take no other kind."""
    markup = read_markup(given, in_private=in_private)
    if markup is None or isinstance(markup, InlineKeyboard):
        return markup
    raise bad_request("inline keyboard expected")


def _force_reply(given: Mapping[str, object]) -> ForceReply:
    placeholder = str(given.get("input_field_placeholder") or "")
    if len(placeholder) > MAX_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")
    return ForceReply(bool(given.get("selective")), placeholder)


def _rows(given: object, what: str) -> list[list[object]]:
    if not isinstance(given, list):
        raise bad_request(f'field "{what}" of the ReplyMarkup must be an array')
    for row in given:
        if not isinstance(row, list):
            raise bad_request(f'field "{what}" of the ReplyMarkup must be an array of Arrays')
        if len(row) > MAX_IN_ROW:
            raise bad_request("REPLY_MARKUP_TOO_LONG")
    if sum(len(row) for row in given) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return given


def _keyboard(given: object) -> ReplyKeyboard:
    rows = _rows(given, "keyboard")
    labels = tuple(tuple(_label(button) for button in row) for row in rows if row)
    if not labels:
        raise bad_request("reply keyboard must be non-empty")
    return ReplyKeyboard(labels)


def _label(button: object) -> str:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    return text


def _inline(given: object, *, in_private: bool) -> InlineKeyboard | None:
    rows = _rows(given, "inline_keyboard")
    read = tuple(tuple(_button(button, in_private=in_private) for button in row) for row in rows if row)
    return InlineKeyboard(read) if read else None


def _button(given: object, *, in_private: bool) -> Button:
    label = _label(given)
    if not isinstance(given, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    kind = next((action for action in _ACTIONS if action in given), None)
    if kind is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if kind == "web_app" and not in_private:
        raise bad_request("BUTTON_TYPE_INVALID")
    style = given.get("style")
    if style is not None and style not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    return Button(label, kind, _value(kind, given[kind]), style)


def _value(kind: str, value: object) -> str:
    if kind == "callback_data":
        return _data(value)
    if kind == "url":
        return _url(value)
    return value if isinstance(value, str) else json.dumps(value)


def _data(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return value


def _url(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not is_link(value) and (":" in value or not is_link(f"http://{value}")):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return value
