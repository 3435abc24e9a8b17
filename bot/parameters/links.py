"""Where something comes from: an address on the web."""

import re
from dataclasses import dataclass

from bot.command import Marker, Request, Taken
from bot.errors import Unreadable

_URL = r"https?://[^\s<>\"]{1,1000}"
_LED = re.compile(rf"(?:^|(?<=\s))(?:from|see|来自|來自)\s+({_URL})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """The address of what a task was made from, such as a message in chat."""

    url: str


class OneSource:
    """`from https://…`."""

    usage = "from URL"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """An address never stands at the front: a title does."""
        return None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read it off the end, with the word before it."""
        found = _LED.search(text[-1_020:])
        return Taken(Source(found[1]), text[: len(text) - len(found[0])]) if found else None

    async def whole(self, text: str, request: Request) -> Source:  # noqa: ARG002
        """Read a field."""
        if not re.fullmatch(_URL, text):
            raise Unreadable("“{text}” is no address on the web.", text=text[:40])
        return Source(text)
