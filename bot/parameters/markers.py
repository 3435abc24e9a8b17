"""The words that lead an option, and names at the front of a text."""

import re

from bot.command import Marker

GAP = r"(?:^|(?<=\s))"


def any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(one) for one in words) or r"(?!)"


def without_marker(text: str, marker: Marker) -> str:
    if not marker.words:
        return text
    found = re.search(rf"{GAP}(?:{any_of(marker.words)})\s*$", text, re.IGNORECASE)
    return text[: found.start()] if found else text


def starts_with_name(folded: str, name: str) -> bool:
    if not name or not folded.startswith(name):
        return False
    after = folded[len(name) : len(name) + 1]
    return not (after.isascii() and (after.isalnum() or after in "_-")) or not after
