"""Dates as parameters."""

import re

from bot import when
from bot.command import Marker, Request, Taken
from bot.errors import Unreadable
from bot.parameters.markers import GAP, any_of

DATE_WORDS = 7  # a date with its time has no more words than this


class Date:
    """`by friday 3pm`; the marker may be left out where the parameter says so."""

    usage = "by DATE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a marked date off the front."""
        found = re.match(rf"(?:{any_of(marker.words)})\s+", text, re.IGNORECASE) if marker.words else None
        if found is None and not marker.bare:
            return None
        words = text[found.end() if found else 0 :].split()
        for count in range(min(len(words), DATE_WORDS), 0, -1):
            value = when.read_when(" ".join(words[:count]), request.reading)
            if value is not None:
                return Taken(value, " ".join(words[count:]))
        return None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a marked date off the end, or a bare one where that is allowed."""
        for found in reversed(list(re.finditer(rf"{GAP}(?:{any_of(marker.words)})\s+", text, re.IGNORECASE))):
            value = when.read_when(text[found.end() :], request.reading)
            if value is not None:
                return Taken(value, text[: found.start()])
        return self._bare(text, request) if marker.bare else None

    def _bare(self, text: str, request: Request) -> Taken | None:
        words = text.split()
        for count in range(min(len(words), DATE_WORDS), 0, -1):
            value = when.read_when(" ".join(words[-count:]), request.reading)
            if value is not None:
                return Taken(value, " ".join(words[:-count]))
        return None

    async def whole(self, text: str, request: Request) -> when.When | when.Unclear:
        """Read a field."""
        value = when.read_when(text, request.reading)
        if value is None:
            raise Unreadable("I can't read “{text}” as a date. Try “fri 3pm” or “5 Dec”.", text=text[:40])
        return value
