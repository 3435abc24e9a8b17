"""A neutral message as Slack's blocks, within every limit of Block Kit.

Lines become rich text, whose elements are typed: nothing that people wrote is read as markup, and only a
Mention notifies. Limits: docs.slack.dev/reference/block-kit, and slack_sdk.models.blocks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from bot.message import Button, Kind, Line, Message, Style, counted
from bot.outgoing import Reader
from bot.wording import Run, Shown, Weight, shown, words

Json = dict[str, Any]

LONGEST_TEXT = 9_000  # of the lines; with 50 longest labels still below the 13,200 characters that Slack was
MOST_BUTTONS = 50  # … seen to take in all blocks of one message (bolt-js issues 2509 and 2867)
MOST_BLOCKS = 50
MOST_HOME_BLOCKS = 100
BUTTONS_IN_A_ROW = 25
MOST_OPTIONS = 5  # of an overflow menu
LONGEST_OPTION_VALUE = 150
LONGEST_LABEL = 75
LONGEST_VALUE = 2_000
LONGEST_URL = 3_000
LONGEST_NOTE = 2_000
LONGEST_FALLBACK = 3_900  # chat.update refuses more than 4,000

_ELLIPSIS = "…"
_USER = re.compile(r"[UW][A-Z0-9]{1,40}")
_URL = re.compile(r"https?://[^\s<>|\"]+")
_TORN_ENTITY = re.compile(r"&[a-z]{0,3}$")
_LOOKS: dict[Weight, Json] = {
    Weight.BOLD: {"bold": True},
    Weight.SAID: {"italic": True},
    Weight.CODE: {"code": True},
}


def rendered(message: Message, reader: Reader) -> Json:
    """Return `text` and `blocks`, for chat.postMessage, a response URL or an acknowledgement."""
    lines = list(_fitting([shown(line, reader) for line in message.lines], reader))
    rows = list(_button_rows(message, reader))
    return {"text": fallback(lines), "blocks": [*_line_blocks(lines, MOST_BLOCKS - len(rows)), *rows]}


def home(message: Message, reader: Reader) -> Json:
    """Return the view for views.publish: the message, then its sections, a rule between them."""
    blocks: list[Json] = []
    for part in (message, *message.sections):
        more = rendered(part, reader)["blocks"]
        if len(blocks) + 1 + len(more) > MOST_HOME_BLOCKS:
            break
        blocks += [{"type": "divider"}, *more] if blocks and _begins(part) else more
    return {"type": "home", "blocks": blocks}


def _begins(part: Message) -> bool:
    return bool(part.lines) and part.lines[0].kind is Kind.HEADING


def plain(message: Message, reader: Reader) -> str:
    """Return the lines alone, for where Slack shows nothing else."""
    return "\n".join(shown(line, reader).text for line in message.lines).strip()


def fallback(lines: Iterable[Shown]) -> str:
    """What notifications and screen readers say; escaped, so that it mentions nobody."""
    text = escaped("\n".join(line.text for line in lines).strip())
    if length(text) > LONGEST_FALLBACK:
        return _TORN_ENTITY.sub("", cut(text, LONGEST_FALLBACK).removesuffix(_ELLIPSIS)) + _ELLIPSIS
    return text or _ELLIPSIS


def escaped(text: str) -> str:
    """Text that Slack reads as nothing but text: docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and "…", in at most `longest` characters as UTF-16 counts them."""
    if len(text) * 2 <= longest or length(text) <= longest:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (longest - 1) * 2].decode("utf-16-le", "ignore")
    return kept.rstrip() + _ELLIPSIS


def length(text: str) -> int:
    """Characters as UTF-16 counts them: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain_text(text: str, longest: int) -> Json:
    """A plain text object, never empty; without `emoji`, a typed ":tada:" stays what it is."""
    return {"type": "plain_text", "text": cut(text.strip(), longest) or _ELLIPSIS, "emoji": False}


def _fitting(lines: Sequence[Shown], reader: Reader) -> Iterator[Shown]:
    """As many lines as a message takes, and a note of how many are missing."""
    left = LONGEST_TEXT
    for number, line in enumerate(lines):
        size = length(line.text) + 1
        if size > left:
            yield replace(line, runs=tuple(_cut_runs(line.runs, left)))
            yield from _missing(len(lines) - number - 1, reader)
            return
        left -= size
        yield line


def _cut_runs(runs: Iterable[Run], left: int) -> Iterator[Run]:
    for run in runs:
        if left > 0:
            yield replace(run, text=cut(run.text, left))
        left -= length(run.text)


def _missing(n: int, reader: Reader) -> Iterator[Shown]:
    if n:
        said = counted("One more line is not shown here.", "{n} more lines are not shown here.", n)
        yield shown(Line((said,), Kind.NOTE), reader)


def _line_blocks(lines: Sequence[Shown], most: int) -> Iterator[Json]:
    """Rich text, and a context block where notes stand together; past `most`, notes are rich text too."""
    groups = [list(group) for _, group in groupby(lines, _is_aside)]
    if len(groups) > most:
        groups[most - 1 :] = [[line for group in groups[most - 1 :] for line in group]]
    for group in groups:
        block = _context(group) if all(map(_is_aside, group)) else _rich_text(group)
        if block["elements"]:
            yield block


def _is_aside(line: Shown) -> bool:
    """A note that loses nothing as plain text: context blocks know no typed elements."""
    typed = {Weight.MENTION, Weight.LINK, Weight.CODE}
    return line.kind is Kind.NOTE and not any(run.weight in typed for run in line.runs)


def _context(lines: Sequence[Shown]) -> Json:
    text = "\n".join(line.text for line in lines).strip()
    return {"type": "context", "elements": [plain_text(text, LONGEST_NOTE)] if text else []}


def _rich_text(lines: Sequence[Shown]) -> Json:
    elements: list[Json] = []
    for bulleted, group in groupby(lines, _has_bullet):
        spans = [list(_spans(line)) for line in group]
        elements += _part([one for one in spans if one], bulleted=bulleted)
    return {"type": "rich_text", "elements": elements}


def _has_bullet(line: Shown) -> bool:
    return line.kind is Kind.ITEM and not line.sign


def _part(lines: Sequence[list[Json]], *, bulleted: bool) -> Iterator[Json]:
    """A list, or a section with a line break between its lines; nothing for no lines."""
    if not lines:
        return
    if bulleted:
        items = [{"type": "rich_text_section", "elements": spans} for spans in lines]
        yield {"type": "rich_text_list", "style": "bullet", "elements": items}
        return
    spans = list(lines[0])
    for line in lines[1:]:
        spans += [{"type": "text", "text": "\n"}, *line]
    yield {"type": "rich_text_section", "elements": spans}


def _spans(line: Shown) -> Iterator[Json]:
    if line.sign:
        yield {"type": "text", "text": f"{line.sign} "}
    for run in line.runs:
        if run.text:
            span, look = _span(run), _look(run, line.kind)
            yield {**span, "style": look} if look else span


def _look(run: Run, kind: Kind) -> Json:
    look = _LOOKS.get(run.weight, {})
    return {**look, "bold": True} if kind is Kind.HEADING else look


def _span(run: Run) -> Json:
    match run.weight:
        case Weight.MENTION if _USER.fullmatch(run.target):
            return {"type": "user", "user_id": run.target}
        case Weight.LINK if is_url(run.target):
            return {"type": "link", "url": run.target, "text": run.text}
        case Weight.PLAIN | Weight.BOLD | Weight.SAID | Weight.CODE | Weight.MENTION | Weight.LINK:
            return {"type": "text", "text": run.text}


def is_url(address: str) -> bool:
    """Whether Slack takes it as the address of a link or a button."""
    return len(address) <= LONGEST_URL and bool(_URL.fullmatch(address))


def _button_rows(message: Message, reader: Reader) -> Iterator[Json]:
    kept = [one for one in message.buttons if is_url(one.url) or 0 < len(one.command) <= LONGEST_VALUE]
    elements = [_button(one, f"say{number}", reader) for number, one in enumerate(kept[:MOST_BUTTONS])]
    options = [_option(one, reader) for one in message.menu if 0 < len(one.command) <= LONGEST_OPTION_VALUE]
    if options:
        menu = {"type": "overflow", "action_id": "menu", "options": options[:MOST_OPTIONS]}
        elements = [*elements[: MOST_BUTTONS - 1], menu]
    for start in range(0, len(elements), BUTTONS_IN_A_ROW):
        yield {"type": "actions", "elements": elements[start : start + BUTTONS_IN_A_ROW]}


def _option(button: Button, reader: Reader) -> Json:
    return {"text": plain_text(words(button.label, reader), LONGEST_LABEL), "value": button.command}


def _button(button: Button, action_id: str, reader: Reader) -> Json:
    label = plain_text(words(button.label, reader), LONGEST_LABEL)
    pressed: Json = {"url": button.url} if is_url(button.url) else {"value": button.command}
    style: Json = {} if button.style is Style.PLAIN else {"style": button.style.value}
    return {"type": "button", "action_id": action_id, "text": label, **pressed, **style}
