"""What a reader sees of a message or a view, what can be pressed there, and whom it notifies."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.stand_ins.block_kit import Json, elements_of
from tests.stand_ins.slack_events import unescaped
from tests.stand_ins.slack_views import View
from tests.stand_ins.slack_world import Message

Names = Callable[[str], str]
REFERENCE = re.compile(r"<([^<>]+)>")
MARKS = re.compile(r"(?<!\w)([*_~`])(?=\S)([^\n]*?\S)\1(?!\w)")
BROADCAST = re.compile(r"(?<![A-Za-z0-9_@])@(channel|here|everyone)\b")


class Button(NamedTuple):
    label: str
    action_id: str
    value: str | None


def shown_reference(inside: str, names: Names) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("!date^"):
        return label
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    if target.startswith(("@", "#")):
        return names(target[1:])
    return label or target


def shown_mrkdwn(text: str, names: Names) -> str:
    """Without the marks of bold, italic, struck and code, with names in place of ids."""
    resolved = REFERENCE.sub(lambda found: shown_reference(found.group(1), names), text)
    for _ in range(3):  # *_~three deep~_*
        resolved = MARKS.sub(r"\2", resolved)
    return unescaped(resolved)


def shown_text(text: Json, names: Names) -> str:
    written: str = text["text"]
    return shown_mrkdwn(written, names) if text["type"] == "mrkdwn" else written


def shown_span(span: Json, names: Names) -> str:
    match span["type"]:
        case "user":
            return names(span["user_id"])
        case "channel":
            return names(span["channel_id"])
        case "broadcast":
            return f"@{span['range']}"
        case "emoji":
            return f":{span['name']}:"
        case "date":
            return str(span.get("fallback", span["timestamp"]))
        case _:
            return str(span.get("text") or span.get("url") or "")


def shown_rich(element: Json, names: Names) -> str:
    if element["type"] == "rich_text":
        return "\n".join(shown_rich(part, names) for part in element["elements"])
    if element["type"] == "rich_text_list":
        return "\n".join(f"• {shown_rich(item, names)}" for item in element["elements"])
    return "".join(shown_span(span, names) for span in element["elements"])


def shown_element(element: Json, names: Names) -> str:
    match element["type"]:
        case "plain_text" | "mrkdwn":
            return shown_text(element, names)
        case "button":
            return f"[{element['text']['text']}]"
        case "image":
            return str(element["alt_text"])
        case "overflow":
            return " ".join(f"[{option['text']['text']}]" for option in element["options"])
        case _:
            return f"[{element['placeholder']['text']}]" if "placeholder" in element else ""


def shown_cell(cell: Json, names: Names) -> str:
    return shown_rich(cell, names) if cell["type"] == "rich_text" else str(cell["text"])


def shown_section(block: Json, names: Names) -> str:
    texts = [block[name] for name in ("text",) if name in block] + block.get("fields", [])
    lines = [shown_text(text, names) for text in texts]
    accessory = [shown_element(block["accessory"], names)] if "accessory" in block else []
    return "\n".join([*lines, *accessory])


def shown_block(block: Json, names: Names) -> str:
    match block["type"]:
        case "section":
            return shown_section(block, names)
        case "header":
            return str(block["text"]["text"])
        case "context" | "actions":
            return " ".join(shown_element(element, names) for element in block["elements"])
        case "image":
            return "\n".join([*([block["title"]["text"]] if "title" in block else []), block["alt_text"]])
        case "input":
            return "\n".join([text["text"] for text in (block["label"], block.get("hint")) if text])
        case "rich_text":
            return shown_rich(block, names)
        case "markdown":
            return str(block["text"])
        case "table":
            return "\n".join(" | ".join(shown_cell(cell, names) for cell in row) for row in block["rows"])
        case _:
            return ""


def shown_blocks(blocks: list[Json], names: Names) -> str:
    return "\n".join(filter(None, (shown_block(block, names) for block in blocks)))


def visible_text(shown: Message | View) -> str:
    """Plain text, line by line; where there are blocks, they are what is seen."""
    if isinstance(shown, View):
        framed = [shown.content[name]["text"] for name in ("title", "submit") if shown.content.get(name)]
        return "\n".join(
            [*framed[:1], shown_blocks(shown.blocks, shown.names), *(f"[{w}]" for w in framed[1:])]
        )
    if shown.blocks:
        return shown_blocks(shown.blocks, shown.names)
    return shown_mrkdwn(shown.text, shown.names)


def buttons(shown: Message | View) -> list[Button]:
    """In the order shown; each option of an overflow menu counts as one."""
    found = []
    for element in (element for block in shown.blocks for element in elements_of(block)):
        if element["type"] == "button":
            found.append(Button(element["text"]["text"], element["action_id"], element.get("value")))
        if element["type"] == "overflow":
            found += [Button(o["text"]["text"], element["action_id"], o["value"]) for o in element["options"]]
    return found


def texts_in(value: object) -> Iterator[Json]:
    """Every object with a type, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for inner in value.values():
            yield from texts_in(inner)


def notified_by_markup(text: str, *, verbatim: bool) -> Iterator[str]:
    for found in REFERENCE.finditer(text):
        target = found.group(1).partition("|")[0]
        if target.startswith("@"):
            yield target[1:]
        elif target.startswith("!subteam^"):
            yield target.removeprefix("!subteam^")
        elif target.startswith("!") and target[1:] in {"channel", "here", "everyone"}:
            yield f"@{target[1:]}"
    if not verbatim:
        yield from (found.group() for found in BROADCAST.finditer(text))


def notified_by_object(part: Json) -> Iterator[str]:
    match part["type"]:
        case "mrkdwn":
            yield from notified_by_markup(part["text"], verbatim=part.get("verbatim", False))
        case "markdown":
            yield from notified_by_markup(part["text"], verbatim=False)
        case "user":
            yield part["user_id"]
        case "usergroup":
            yield part["usergroup_id"]
        case "broadcast":
            yield f"@{part['range']}"
        case _:
            pass


def mentions_notified(message: Message) -> set[str]:
    """User ids, group ids and `@channel`, `@here`, `@everyone` that this message notified when it was posted.

    Literal text in plain_text notifies nobody, nor does an edit or an ephemeral message; mrkdwn that is not
    verbatim parses `@here` by itself. The top-level text counts beside the blocks: who is safe there is safe.
    """
    if message.ephemeral:
        return set()
    found = set(notified_by_markup(message.first_text, verbatim=not message.parsed_fully))
    for part in texts_in(message.first_blocks):
        found |= set(notified_by_object(part))
    return found
