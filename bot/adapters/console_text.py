"""Messages as a terminal shows them: wrapped to its width, in colour where it has colours.

What people wrote can't steer the terminal: control characters become visible signs before they are printed.
"""

import re
from collections.abc import Iterator, Mapping

from rich.text import Text
from wcwidth import iter_graphemes, width

from bot.adapters.console_feed import Entry, Post, Speech
from bot.incoming import PlaceKind
from bot.message import Button, Kind, Line, Message, Phrase, Style, Value, Zoned
from bot.outgoing import Address, Reader
from bot.wording import PARTS_APART, Run, Shown, Weight, shown, words

WIDEST = 100  # columns; longer lines are hard to read, however wide the terminal is
BOT_NAME = "Drumbeat"

_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f]"  # C0 without the line feed
    "|[\x7f-\x9f]"  # delete, and C1: some terminals take U+009B for an escape sequence
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # they turn the direction of what follows
    "|[\u2028\u2029\ufeff\ufff9-\ufffb]"
    "|[\ud800-\udfff\U000e0000-\U000e007f]"  # half characters, which can't be printed, and invisible ones
)
_PICTURES = 0x2400  # where Unicode has a picture of each C0 character
_SPACE = 0x20
_DELETE = 0x7F
_NO_LINE_BEGINS_WITH = "，。、；：！？）》」』”’…％·,.;:!?)%"
_NO_LINE_ENDS_WITH = "（《「『“‘("
_WIDE = 2  # columns of a Chinese character
_QUOTES = {"en": "“{}”", "zh-Hans": "“{}”", "zh-Hant": "「{}」"}
_INDENT = "  "
_NARROWEST = 20  # columns; below that, lines are cut by the terminal
_COLOURS = ("magenta", "yellow", "blue", "cyan", "bright_red", "bright_magenta")


def literal(text: str) -> str:
    """Return a text without anything that a terminal obeys; line breaks stay."""
    return _CONTROL.sub(_visible, text.replace("\r\n", "\n").replace("\t", " "))


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _SPACE:
        return chr(_PICTURES + code)
    return "\u2421" if code == _DELETE else "\ufffd"


def message_lines(message: Message, reader: Reader, columns: int) -> list[Text]:
    """Return a message's lines and its numbered buttons, none wider than `columns`."""
    lines = [piece for line in message.lines for piece in _line(line, reader, columns)]
    return [*lines, *_button_lines(message.laid_out, reader, columns)]


def plain(message: Message, reader: Reader, columns: int = WIDEST) -> str:
    """Return a message as it stands on a terminal without colours."""
    return "\n".join(line.plain for line in message_lines(message, reader, columns))


def entry_lines(
    entry: Entry, columns: int, names: Mapping[str, str] | None = None, *, numbered: bool = False
) -> list[Text]:
    """Return who said it, where and when, and below it, indented, what.

    `names` leads from logins to names; with `numbered` the entry's number stands first, for replies.
    """
    room = max(min(columns, WIDEST) - len(_INDENT), _NARROWEST)
    title = _header(entry, names or {})
    if numbered:
        title = Text.assemble((f"{entry.number} ", "dim"), title)
    return [*wrapped(title, room), *(Text(_INDENT).append_text(line) for line in _body(entry, room))]


def _body(entry: Entry, columns: int) -> list[Text]:
    match entry:
        case Post():
            return message_lines(entry.message, entry.reader, columns)
        case Speech(pressed=True):
            return wrapped(Text(f"[{literal(entry.text)}]", "bold"), columns)
        case Speech():
            return wrapped(Text(literal(entry.text)), columns)


# who, where, when


def _header(entry: Entry, names: Mapping[str, str]) -> Text:
    match entry:
        case Post():
            return _post_header(entry, names)
        case Speech():
            return _speech_header(entry)


def _post_header(post: Post, names: Mapping[str, str]) -> Text:
    name = names.get(post.address.chat, post.address.chat)
    title = _who(BOT_NAME, "")
    if post.address.is_person:
        title.append(" → ").append_text(_who(name, post.address.chat))
    else:
        title = _channel(post.address.chat).append(" ").append_text(title)
    for aside in _asides(post, names):
        title.append(PARTS_APART + literal(words(aside, post.reader)), "dim")
    return title


def _asides(post: Post, names: Mapping[str, str]) -> Iterator[Value]:
    yield Zoned(post.at, post.reader.zone)
    if post.address.only_for and not post.address.is_person:
        name = names.get(post.address.only_for, post.address.only_for)
        yield Phrase("only {name} sees this", {"name": name})
    if post.address.thread or post.under:
        yield Phrase("in a thread")
    if post.is_edited:
        yield Phrase("edited")


def _speech_header(speech: Speech) -> Text:
    login = speech.login
    title = _who(login.name, login.login)
    match speech.place.kind:
        case PlaceKind.DIRECT:
            title.append(" → ").append_text(_who(BOT_NAME, ""))
        case PlaceKind.CHANNEL:
            title = _channel(speech.place.chat).append(" ").append_text(title)
    reader = Reader(login.language, login.zone, speech.at)
    return title.append(PARTS_APART + words(Zoned(speech.at, login.zone), reader), "dim")


def _who(name: str, login: str) -> Text:
    colour = _COLOURS[sum(login.encode()) % len(_COLOURS)] if login else "green"
    return Text.assemble((literal(name).replace("\n", " "), f"bold {colour}"))


def _channel(name: str) -> Text:
    return Text.assemble((f"#{literal(name)}", "bold"))


def place_words(address: Address) -> str:
    """Return where it stands in one word: `#web`, or `dm`."""
    return "dm" if address.is_person else f"#{literal(address.chat)}"


# lines


def _line(line: Line, reader: Reader, columns: int) -> list[Text]:
    one = shown(line, reader)
    text = Text(_sign(one))
    hang = width(text.plain)
    for run in one.runs:
        text.append_text(_run(run, reader.language))
    text.stylize(_line_style(one.kind))
    return wrapped(text, columns, hang)


def _sign(one: Shown) -> str:
    if one.sign:
        return f"{one.sign} "
    return "• " if one.kind is Kind.ITEM else ""


def _line_style(kind: Kind) -> str:
    match kind:
        case Kind.HEADING:
            return "bold"
        case Kind.NOTE:
            return "dim"
        case Kind.TEXT | Kind.ITEM:
            return ""


def _run(run: Run, language: str) -> Text:
    text = literal(run.text)
    match run.weight:
        case Weight.PLAIN:
            return Text(text)
        case Weight.BOLD:
            return Text.assemble((text, "bold"))
        case Weight.SAID:
            return Text.assemble((_QUOTES[language].format(text), "italic"))
        case Weight.CODE:
            return Text.assemble((f"`{text}`", "cyan"))
        case Weight.MENTION:
            return Text.assemble((f"@{text}", "bold cyan"))
        case Weight.LINK:
            address = literal(run.target)
            return Text.assemble((text if text == address else f"{text} ({address})", "underline"))


# buttons


def _button_lines(buttons: tuple[Button, ...], reader: Reader, columns: int) -> Iterator[Text]:
    """`[1] Start  [2] Edit`, as many to a line as fit."""
    line = Text()
    for number, button in enumerate(buttons, start=1):
        label = _button(number, button, reader)
        if line and width(line.plain) + len(_INDENT) + width(label.plain) > columns:
            yield from wrapped(line, columns)
            line = Text()
        line = line.append(_INDENT if line else "").append_text(label)
    if line:
        yield from wrapped(line, columns)


def _button(number: int, button: Button, reader: Reader) -> Text:
    label = literal(words(button.label, reader)).replace("\n", " ")
    address = f" ({literal(button.url)})" if button.url else ""
    return Text.assemble((f"[{number}]", "bold cyan"), " ", (label + address, _button_style(button.style)))


def _button_style(style: Style) -> str:
    match style:
        case Style.PLAIN:
            return ""
        case Style.PRIMARY:
            return "bold"
        case Style.DANGER:
            return "red"


# wrapping


def wrapped(text: Text, columns: int, hang: int = 0) -> list[Text]:
    """Cut a text into lines of at most `columns`; all but the first stand `hang` columns further in.

    What follows a line break in it hangs as well, so that nobody can write a line that looks like ours.
    """
    lines: list[Text] = []
    for number, paragraph in enumerate(text.split("\n", allow_blank=True)):
        gap = Text(" " * (max(hang, len(_INDENT)) if number else hang))
        rows = _cut(paragraph, columns - (len(gap) if number else 0), columns - len(gap))
        lines.extend(gap.copy().append_text(one) if lines else one for one in rows)
    return lines


def _cut(text: Text, first_room: int, room: int) -> Iterator[Text]:
    ends, used, end, left = [], 0, 0, first_room
    for piece in _pieces(text.plain, room):
        taken = width(piece.rstrip(" "))
        if used and used + taken > left:
            ends.append(end)
            used, left = 0, room
        used += width(piece)
        end += len(piece)
    for line in text.divide(ends):
        line.rstrip()
        yield line


def _pieces(text: str, room: int) -> Iterator[str]:
    """What stays together on a line: a word with the space after it, or one Chinese character."""
    piece = ""
    for one in iter_graphemes(text):
        if piece and (_may_part(piece, one) or width(piece + one.rstrip(" ")) > room):
            yield piece
            piece = ""
        piece += one
    if piece:
        yield piece


def _may_part(before: str, after: str) -> bool:
    if after in _NO_LINE_BEGINS_WITH or after.isspace() or before[-1] in _NO_LINE_ENDS_WITH:
        return False
    return before[-1].isspace() or width(before[-1]) == _WIDE or width(after) == _WIDE
