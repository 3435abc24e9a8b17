"""Pages that show what the stand-ins received, as the clients would, and a browser to take pictures."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from tests.small_png import small
from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_world import Message as SlackMessage
from tests.stand_ins.telegram_markup import InlineKeyboard
from tests.stand_ins.telegram_text import Entity, utf16_slice
from tests.stand_ins.telegram_world import Message as TelegramMessage

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SCALE = 1.5
MEASURE = (
    "document.body.dataset.height = Math.ceil(document.body.firstElementChild.getBoundingClientRect().bottom)"
)
STYLE = Path(__file__).with_suffix(".css").with_stem("surfaces").read_text(encoding="utf-8")
FACES = ("#7c3aed", "#c2410c", "#0e7490", "#be185d", "#4d7c0f")


def page(body: str) -> str:
    """Return a whole page."""
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body>{body}<script>{MEASURE}</script>'
    )


# --- Slack ---


def channel(
    title: str, about: str, messages: Iterable[SlackMessage], names: Mapping[str, str], *, opened: str = ""
) -> str:
    """Return messages of a channel; under the one with the text `opened` its overflow menu is open."""
    shown = "".join(_slack_message(one, names, opened) for one in messages)
    bar = f'<div class="bar">{escape(title)}<small>{escape(about)}</small></div>'
    return f'<div class="slack">{bar}{shown}</div>'


def home(blocks: Iterable[Json], names: Mapping[str, str]) -> str:
    """Return an app's home."""
    tabs = '<div class="bar">Drumbeat<small><b>Home</b> &nbsp; Messages &nbsp; About</small></div>'
    return f'<div class="slack">{tabs}{_blocks(blocks, names)}</div>'


def modal(view: Json, names: Mapping[str, str]) -> str:
    """Return a form."""
    buttons = f'<span class="button">{escape(view["close"]["text"])}</span>'
    buttons += f'<span class="button primary">{escape(view["submit"]["text"])}</span>'
    return (
        f'<div class="paper"><div class="modal"><div class="head">{escape(view["title"]["text"])}</div>'
        f'<div class="fields">{_blocks(view["blocks"], names)}</div><div class="foot">{buttons}</div>'
        "</div></div>"
    )


def _slack_message(message: SlackMessage, names: Mapping[str, str], opened: str) -> str:
    name = names.get(message.user, "Drumbeat")
    app = "<small>APP</small>" if message.by_bot else ""
    colour = "#1d6b57" if message.by_bot else FACES[sum(map(ord, name)) % len(FACES)]
    blocks = _blocks(message.blocks, names) or f'<div class="rich">{escape(message.text)}</div>'
    if opened and opened == _title(message):
        blocks += _menu(message.blocks)
    return (
        f'<div class="msg"><div class="face" style="background:{colour}">{escape(name[:1])}</div>'
        f'<div class="body"><div class="who">{escape(name)}{app}</div>{blocks}</div></div>'
    )


def _title(message: SlackMessage) -> str:
    """The key that a card begins with."""
    return next((word for word in message.text.split() if word[0].isascii() and word[0].isalpha()), "")


def _menu(blocks: Iterable[Json]) -> str:
    elements = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    options = [option for one in elements if one["type"] == "overflow" for option in one["options"]]
    entries = (escape(one["text"]["text"]) for one in options)
    return f'<div class="menu">{"".join(f"<div>{one}</div>" for one in entries)}</div>'


def _blocks(blocks: Iterable[Json], names: Mapping[str, str]) -> str:
    return "".join(_block(one, names) for one in blocks)


def _block(block: Json, names: Mapping[str, str]) -> str:
    match block["type"]:
        case "rich_text":
            return "".join(_rich(one, names) for one in block["elements"])
        case "context":
            return "".join(f'<div class="context">{escape(one["text"])}</div>' for one in block["elements"])
        case "actions":
            return f'<div class="buttons">{"".join(_element(one) for one in block["elements"])}</div>'
        case "divider":
            return "<hr>"
        case "input":
            return _input(block, names)
        case "section":
            return f'<div class="rich">{escape(block["text"]["text"])}</div>'
        case unknown:
            raise ValueError(unknown)


def _rich(element: Json, names: Mapping[str, str]) -> str:
    if element["type"] == "rich_text_list":
        items = "".join(f"<li>{_spans(one, names)}</li>" for one in element["elements"])
        return f"<ul>{items}</ul>"
    return f'<div class="rich">{_spans(element, names)}</div>'


def _spans(section: Json, names: Mapping[str, str]) -> str:
    return "".join(_span(one, names) for one in section["elements"])


def _span(span: Json, names: Mapping[str, str]) -> str:
    match span["type"]:
        case "user":
            return f'<span class="mention">@{escape(names.get(str(span["user_id"]), "Drumbeat"))}</span>'
        case "link":
            return f'<a href="#">{escape(str(span.get("text") or span["url"]))}</a>'
        case _:
            pass
    text = escape(span["text"])
    for look, tag in (("bold", "b"), ("italic", "i"), ("code", "code")):
        if span.get("style", {}).get(look):
            text = f"<{tag}>{text}</{tag}>"
    return text


def _element(element: Json) -> str:
    if element["type"] == "overflow":
        return '<span class="button more">•••</span>'
    return f'<span class="button {element.get("style", "")}">{escape(element["text"]["text"])}</span>'


def _input(block: Json, names: Mapping[str, str]) -> str:
    element = block["element"]
    optional = " <small>(optional)</small>" if block.get("optional") else ""
    chosen = element.get("initial_option", {}).get("text", {}).get("text", "")
    user = names.get(element.get("initial_user", ""), "")
    typed = (element.get(f"initial_{one}", "") for one in ("value", "date", "time"))
    value = next(filter(None, (*typed, user, chosen)), "")
    arrow = "▾" if element["type"] != "plain_text_input" else ""
    hint = f'<div class="hint">{escape(block["hint"]["text"])}</div>' if "hint" in block else ""
    shown = f"<span>{escape(value or ('Select' if arrow else ''))}</span><span>{arrow}</span>"
    look = "input" if value else "input none"
    label = f'<div class="label">{escape(block["label"]["text"])}{optional}</div>'
    return f'{label}<div class="{look}">{shown}</div>{hint}'


# --- Telegram ---


def chat(title: str, about: str, messages: Iterable[TelegramMessage], reader: int) -> str:
    """Return a chat as one person sees it."""
    shown = "".join(_telegram_message(one, reader) for one in messages)
    bar = f'<div class="bar">{escape(title)}<small>{escape(about)}</small></div>'
    return f'<div class="telegram">{bar}{shown}</div>'


def _telegram_message(message: TelegramMessage, reader: int) -> str:
    sender = message.sender
    is_mine = sender is not None and sender.id == reader
    name = (
        ""
        if is_mine or message.chat.is_private or sender is None
        else f'<div class="name">{escape(sender.first_name)}</div>'
    )
    text = _marked(message.text, message.entities)
    side = "row mine" if is_mine else "row"
    keys = _keys(message.markup) if isinstance(message.markup, InlineKeyboard) else ""
    return f'<div class="{side}"><div class="wrap"><div class="bubble">{name}{text}</div>{keys}</div></div>'


TAGS = {"bold": "b", "italic": "i", "code": "code", "text_link": "a", "text_mention": "a", "mention": "a"}


def _marked(text: str, entities: Iterable[Entity]) -> str:
    """The text with its entities; they neither overlap nor nest here but at the same place."""
    shown: list[str] = []
    at = 0
    whole = len(text.encode("utf-16-le")) // 2
    for one in sorted(entities, key=lambda entity: entity.offset):
        if one.offset < at or one.type not in TAGS:
            continue
        shown.append(escape(utf16_slice(text, at, one.offset - at)))
        inner = escape(utf16_slice(text, one.offset, one.length))
        shown.append(f"<{TAGS[one.type]}>{inner}</{TAGS[one.type]}>")
        at = one.offset + one.length
    return "".join((*shown, escape(utf16_slice(text, at, whole - at))))


def _keys(markup: InlineKeyboard) -> str:
    rows = (
        "".join(
            f'<div class="key">{escape(key.label)}{" ↗" if key.kind == "url" else ""}</div>' for key in row
        )
        for row in markup.rows
    )
    return "".join(f'<div class="keys">{row}</div>' for row in rows)


# --- the browser ---


def shoot(body: str, to: Path, *, width: int) -> None:
    """Write a picture of a page, as high as the page is.

    Raises:
        FileNotFoundError: there is no browser.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise FileNotFoundError("a Chromium is needed")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page(body), encoding="utf-8")
        call = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-lcd-text",
            f"--user-data-dir={folder}/profile", f"--force-device-scale-factor={SCALE}",
        ]  # fmt: skip
        measured = [*call, f"--window-size={width},400", "--dump-dom", source.as_uri()]
        told = subprocess.run(measured, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours
        height = int(told.partition('data-height="')[2].partition('"')[0])
        taken = [*call, f"--window-size={width},{height}", f"--screenshot={to}", source.as_uri()]
        subprocess.run(taken, check=True, capture_output=True)  # noqa: S603 - ours
    to.write_bytes(small(to.read_bytes()))
