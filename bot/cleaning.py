"""What no database keeps and no platform shows is taken out of what came in, before anything reads it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.incoming import Attached, Fact, Filled, Incoming, Sender, Words

LONGEST_WORDS = 40_000  # characters; Slack's longest message, ten times Telegram's
LONGEST_NAME = 100
LONGEST_KEY = 200
LONGEST_REF = 300
LARGEST = 2**40  # bytes

# control characters (tabs and line ends are none of them), halves of surrogate pairs, and the marks that turn
# the direction of whatever follows them
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufff9-\uffff]")


def cleaned(incoming: Incoming) -> Incoming:
    """Return the same, fit to be kept: nothing unkeepable, nothing longer than any platform sends."""
    place = replace(incoming.place, name=text(incoming.place.name, LONGEST_NAME))
    return replace(
        incoming,
        sender=_sender(incoming.sender),
        place=place,
        key=text(incoming.key, LONGEST_KEY),
        said=_said(incoming.said),
    )


def text(words: str, most: int = LONGEST_WORDS) -> str:
    """Return words without what can't be kept, cut where they are too long."""
    return _UNKEPT.sub("", words)[:most]


def _sender(sender: Sender) -> Sender:
    return replace(sender, name=text(sender.name, LONGEST_NAME), handle=text(sender.handle, LONGEST_NAME))


def _said(said: Words | Filled | Fact) -> Words | Filled | Fact:
    match said:
        case Words():
            files = tuple(_file(one) for one in said.files)
            words, behind = text(said.text), text(said.behind)
            return replace(said, text=words, mentioned=_each(said.mentioned), behind=behind, files=files)
        case Filled():
            return replace(said, values=_each(said.values), mentioned=_each(said.mentioned))
        case Fact():
            return replace(said, value=text(said.value, LONGEST_NAME))


def _file(file: Attached) -> Attached:
    """A name is shown to people: on one line, and without a folder."""
    name = " ".join(text(file.name).replace("\\", "/").rpartition("/")[2].split())
    return Attached(
        text(file.ref, LONGEST_REF),
        text(name, LONGEST_NAME),
        max(0, min(file.size, LARGEST)),
        text(file.media, LONGEST_NAME),
    )


def _each(values: Mapping[str, str]) -> dict[str, str]:
    return {name: text(value) for name, value in values.items()}
