"""What the console itself can do, in a few lines."""

from collections.abc import Iterator

from bot.adapters.console_text import BOT_NAME
from bot.message import Code, Line, Phrase, Value, item, line


def help_lines() -> Iterator[Line]:
    """Return them."""
    yield line("Every line is said to {name}, but for these:", name=BOT_NAME)
    yield _does("@bo", "speak as bo from now on")
    yield _does("#web", "speak in the channel web; {dm}: in the direct messages", dm=Code("dm"))
    yield _does("@bo #web> add Ship login", "say one line as somebody else, or elsewhere")
    yield _does("2", "press the second of the last buttons; {words} to say a bare number", words=Code("\\2"))
    yield _does("^14 on Thursday", "answer message 14; {press} presses its first button", press=Code("^14 1"))
    yield _does(":clock tue 9:30", "move the clock; {ahead} works as well", ahead=Code(":clock +3h"))
    yield _does(":people", "who is there, and what time it is for them; {who}: who you are", who=Code(":who"))
    yield _does(":person li zone Asia/Shanghai", "let somebody in, or change their name, zone or language")
    yield _does(
        ":file days.csv", "send a file; {words} behind it are said with it", words=Code("calendar work")
    )
    yield _does(":quit", "leave; the project stays")


def _does(typed: str, text: str, /, **values: Value) -> Line:
    return item(Code(typed), Phrase(text, values))
