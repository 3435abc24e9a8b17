"""One of a project's stand-ups as a parameter."""

import re
from dataclasses import dataclass

from bot.command import Marker, Request, Taken
from bot.errors import Unreadable

_NAMED = re.compile(r"[#＃](\d{1,9})(?!\w)|(\d{1,9})$")


@dataclass(frozen=True, slots=True)
class Which:
    """A stand-up by its number."""

    number: int


class OneStandup:
    """`#3`, or its bare number where nothing follows."""

    usage = "#NUMBER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read it off the front."""
        found = _NAMED.match(text)
        return Taken(Which(int(found[1] or found[2])), text[found.end() :].strip()) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """It never stands at the end."""
        return None

    async def whole(self, text: str, request: Request) -> Which:  # noqa: ARG002
        """Read a field."""
        found = _NAMED.fullmatch(text)
        if found is None:
            raise Unreadable("“{text}” is no number.", text=text[:40])
        return Which(int(found[1] or found[2]))
