"""What people typed in Slack, as the words they meant.

Slack sends people, channels and links in angle brackets and escapes three characters:
docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"<([^<>]*)>")


def typed(text: str) -> tuple[str, Mapping[str, str]]:
    """Return the words with `@<U1>` for people, and the people's names as far as they were told."""
    mentioned: dict[str, str] = {}
    pieces = _REFERENCE.split(text)
    for number, piece in enumerate(pieces):
        pieces[number] = _meant(piece, mentioned) if number % 2 else _unescaped(piece)
    return "".join(pieces), mentioned


def without_mention(text: str, user: str) -> tuple[str, bool]:
    """Return Slack's text without the mentions of a user, and whether there was one."""
    rest, found = _mention(user).subn(" ", text)
    return rest.strip(), found > 0


def behind_mention(text: str, user: str) -> str:
    """Return what stands behind a user's first mention, without the others; "" where it begins the text."""
    found = _mention(user).search(text)
    if found is None or not text[: found.start()].strip():
        return ""
    return without_mention(text[found.end() :], user)[0]


def _mention(user: str) -> re.Pattern[str]:
    return re.compile(rf"[ \t]*<@{re.escape(user)}(?:\|[^<>]*)?>[ \t]*[:,：，]?[ \t]*")


def _meant(reference: str, mentioned: dict[str, str]) -> str:
    target, _, label = reference.partition("|")
    label = _unescaped(label)
    match target[:1]:
        case "@":
            if label:
                mentioned[target[1:]] = label
            return f"@<{target[1:]}>"
        case "#":
            return f"#{label}" if label else f"#<{target[1:]}>"
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
        case _:
            return _link(_unescaped(target), label)


def _link(address: str, label: str) -> str:
    """An address is what was typed; a label that is no part of it stands before."""
    if not label:
        return address
    return label if label in address else f"{label} ({address})"


def _unescaped(text: str) -> str:
    """The three entities and no more, `&amp;lt;` being what somebody typed as `&lt;`."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
