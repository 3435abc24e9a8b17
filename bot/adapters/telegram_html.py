"""A message as Telegram shows it: strict HTML in posts that are never refused, and a keyboard under the last.

What people typed comes out as it went in, but nobody is notified who is not meant: Telegram makes every
`@name` live, and only inside `code` it does not. So a name that is not a mention stands in code, to the
letter the same. Addresses, `#tags` and `/commands` become live too; they notify nobody and stay as they are.

Limits: core.telegram.org/bots/api#sendmessage and #formatting-options, `telegram/constants.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise
from unicodedata import east_asian_width

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.message import BUTTON_BYTES, Button, Kind, Message, Style
from bot.outgoing import Reader
from bot.wording import Run, Shown, Weight, shown, words

MOST_TEXT = 4096  # UTF-16 units of a post, after its HTML was read
MOST_ENTITIES = 100  # of a post; Telegram drops further ones, and a name out of its code would be live
MOST_BUTTONS = 100
MOST_IN_ROW = 8
ROW_COLUMNS = 36  # what a phone shows of a row without cutting labels; a Chinese character takes two
SHORT_LABEL = 3  # columns; more than three buttons in a row only where they are page numbers and the like
MOST_LABEL = 64  # characters; our own choice, longer ones are cut on every screen
MOST_ALERT = 200  # characters of an answer to a pressed button

LITTLE_ROOM = 40  # units; what is left of a post and not worth beginning a line in
MOST_AROUND = 2  # tags around a piece

CUT = "…"
BULLET = "• "

_MADE_LIVE = re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,}")
_ADDRESS = re.compile(r"https?://[^\s/?#]+\.[^\s/?#.]+(?:[/?#]\S*)?", re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    r"[\s\u0000-\u001f\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Literal text within one pair of tags, or none."""

    text: str
    before: str = ""
    after: str = ""

    @property
    def html(self) -> str:
        """The text with its own signs escaped."""
        return f"{self.before}{escape(self.text, quote=False)}{self.after}"

    @property
    def entities(self) -> int:
        """How many entities Telegram reads out of it."""
        return self.before.count("<")


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One post; `text` is what its HTML reads as, for when Telegram can't parse it."""

    html: str
    text: str
    keyboard: InlineKeyboardMarkup | None = None


def posts(message: Message, reader: Reader) -> tuple[Post, ...]:
    """Return a message as one post or more, to be sent in order; the buttons are under the last."""
    pages = _pages(list(_lines(message, reader)))
    keyboard = _keyboard(message.laid_out, reader)
    last = len(pages) - 1
    return tuple(_post(page, keyboard if number == last else None) for number, page in enumerate(pages))


def one_post(message: Message, reader: Reader) -> Post:
    """Return a message as a single post, its end cut where it is too long: for what will be edited."""
    lines = list(_lines(message, reader))
    pages = _pages(lines)
    page = pages[0] if len(pages) == 1 else [*_beginning(lines), (Piece(CUT),)]
    return _post(page, _keyboard(message.laid_out, reader))


def alert(message: Message, reader: Reader) -> str:
    """Return a message as the plain answer to a pressed button."""
    text = "\n".join(shown(line, reader).text for line in message.lines)
    return _sound(text if len(text) <= MOST_ALERT else text[: MOST_ALERT - 1] + CUT)


def _post(page: list[Pieces], keyboard: InlineKeyboardMarkup | None) -> Post:
    text = "\n".join("".join(piece.text for piece in line) for line in page)
    if _INVISIBLE.fullmatch(text):
        return Post(CUT, CUT, keyboard)
    html = "\n".join("".join(piece.html for piece in line) for line in page)
    return Post(html, text, keyboard)


def _lines(message: Message, reader: Reader) -> Iterator[Pieces]:
    for line in message.lines:
        yield tuple(_guarded(tuple(_line(shown(line, reader)))))
    for button in message.laid_out:
        if button.url and not _ADDRESS.fullmatch(button.url):
            yield tuple(_guarded((Piece(_sound(f"{words(button.label, reader)} · {button.url}")),)))


def _line(line: Shown) -> Iterator[Piece]:
    around = {Kind.HEADING: "b", Kind.NOTE: "i"}.get(line.kind, "")
    if line.sign:
        yield Piece(f"{_sound(line.sign)} ")
    elif line.kind is Kind.ITEM:
        yield Piece(BULLET)
    for run in line.runs:
        yield _within(around, _run(run))


def _run(run: Run) -> Piece:
    text, target = _sound(run.text), _sound(run.target)
    match run.weight:
        case Weight.PLAIN:
            return Piece(text)
        case Weight.BOLD:
            return _within("b", Piece(text))
        case Weight.SAID:
            return _within("i", Piece(text))
        case Weight.CODE:
            return _code(text)
        case Weight.MENTION:
            return _mention(text, target)
        case Weight.LINK:
            return _link(text, target)


def _code(text: str) -> Piece:
    return Piece(text, "<code>", "</code>")


def _mention(name: str, user: str) -> Piece:
    if user.isascii() and user.isdigit():
        return Piece(name, f'<a href="tg://user?id={user}">', "</a>")
    return Piece(name)


def _link(text: str, url: str) -> Piece:
    """An address that is none is shown: `tg://user?id=…` behind a text would notify that person."""
    if _ADDRESS.fullmatch(url):
        return Piece(text, f'<a href="{escape(url)}">', "</a>")
    return Piece(f"{text} ({url})")


def _within(tag: str, piece: Piece) -> Piece:
    """The piece in one more tag; code stands in none, for Telegram takes nothing around it."""
    if not tag or f"<{tag}>" in piece.before or piece.before == "<code>":
        return piece
    return Piece(piece.text, f"<{tag}>{piece.before}", f"{piece.after}</{tag}>")


def _guarded(line: Pieces) -> Iterator[Piece]:
    """The line with the names in code that would notify somebody, whatever runs they are made of."""
    text = "".join(piece.text for piece in line)
    live = bytearray(len(text))
    for name in _MADE_LIVE.finditer(text):
        live[name.start() : name.end()] = b"\x01" * len(name.group())
    at = 0
    for piece in line:
        end = at + len(piece.text)
        yield from [piece] if _is_opaque(piece) else _coded(piece, live[at:end])
        at = end


def _is_opaque(piece: Piece) -> bool:
    return "<a " in piece.before or piece.before == "<code>"


def _coded(piece: Piece, live: bytearray) -> Iterator[Piece]:
    at = 0
    for is_live, characters in groupby(live):
        text = piece.text[at : (at := at + len(list(characters)))]
        yield _code(text) if is_live else replace(piece, text=text)


def _sound(text: str) -> str:
    """Without halves of characters, which no server takes."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _size(line: Pieces) -> tuple[int, int]:
    """UTF-16 units, the line's end included, and entities."""
    return 1 + sum(_units(piece.text) for piece in line), sum(piece.entities for piece in line)


def _pages(lines: list[Pieces], most: int = MOST_TEXT) -> list[list[Pieces]]:
    """The lines in as few posts as hold them; only a line too long for a post of its own is cut."""
    pages: list[list[Pieces]] = [[]]
    length = entities = 0
    for line in (part for whole in lines for part in _cut(whole, most - 1, MOST_ENTITIES)):
        line_length, line_entities = _size(line)
        if pages[-1] and (length + line_length > most or entities + line_entities > MOST_ENTITIES):
            pages.append([])
            length = entities = 0
        pages[-1].append(line)
        length += line_length
        entities += line_entities
    return pages


def _beginning(lines: list[Pieces]) -> Iterator[Pieces]:
    """As much of the lines as one post holds, with room for the sign that there was more."""
    room, left = MOST_TEXT - 2, MOST_ENTITIES
    for line in lines:
        head, *rest = _cut(line, room - 1, left)
        yield head
        length, entities = _size(head)
        room, left = room - length, left - entities
        if rest or room < LITTLE_ROOM or left < MOST_AROUND:
            return


def _cut(line: Pieces, most: int, most_entities: int) -> Iterator[Pieces]:
    """The line in parts of so many units and entities at most, between words where there are any."""
    part: list[Piece] = []
    room, left = most, most_entities
    for piece in line:
        rest = piece
        while _units(rest.text) > room or rest.entities > left:
            head, rest = _split(rest, room if rest.entities <= left else 0)
            yield (*part, head) if head.text else tuple(part)
            part, room, left = [], most, most_entities
        part.append(rest)
        room -= _units(rest.text)
        left -= rest.entities
    yield tuple(part)


def _split(piece: Piece, room: int) -> tuple[Piece, Piece]:
    """The piece in two, both in its tags; the first takes at most so many UTF-16 units."""
    at = _characters(piece.text, room)
    space = piece.text.rfind(" ", at // 2, at)
    at = space + 1 if space > 0 else at
    if at > 1 and piece.text.startswith("@", at):
        at -= 1  # an e-mail address cut before its "@" would begin with a name
    return replace(piece, text=piece.text[:at]), replace(piece, text=piece.text[at:])


def _characters(text: str, units: int) -> int:
    """How many characters fit into so many UTF-16 units."""
    used = 0
    for number, character in enumerate(text):
        used += _units(character)
        if used > units:
            return number
    return len(text)


def _keyboard(buttons: tuple[Button, ...], reader: Reader) -> InlineKeyboardMarkup | None:
    made = [key for button in buttons if (key := _key(button, reader))][:MOST_BUTTONS]
    return InlineKeyboardMarkup(_rows(made)) if made else None


def _key(button: Button, reader: Reader) -> InlineKeyboardButton | None:
    """None for one that would get the whole message refused; an address that is none stands in the text."""
    label = _sound(words(button.label, reader))
    label = label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1] + CUT
    if _INVISIBLE.fullmatch(label):
        label = button.command.strip() or CUT
    style = None if button.style is Style.PLAIN else button.style.value
    if button.url:
        known = _ADDRESS.fullmatch(button.url)
        return InlineKeyboardButton(label, url=_sound(button.url), style=style) if known else None
    if not 1 <= len(button.command.encode("utf-8", "replace")) <= BUTTON_BYTES:
        return None
    return InlineKeyboardButton(label, callback_data=_sound(button.command), style=style)


def _rows(keys: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """In order, as many side by side as can be read, and none left alone where its neighbours are three."""
    rows: list[list[InlineKeyboardButton]] = [[]]
    for key in keys:
        if not _side_by_side([*rows[-1], key]):
            rows.append([])
        rows[-1].append(key)
    for above, below in pairwise(rows):
        if len(above) == 3 and len(below) == 1 and _side_by_side([above[-1], *below]):  # noqa: PLR2004
            below.insert(0, above.pop())
    return rows


def _side_by_side(keys: list[InlineKeyboardButton]) -> bool:
    """Whether a row, which gives each button the same width, shows all these labels."""
    widest = max(_columns(key.text) for key in keys)
    most = MOST_IN_ROW if widest <= SHORT_LABEL else 3
    return (len(keys) <= most and len(keys) * widest <= ROW_COLUMNS) or len(keys) == 1


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
