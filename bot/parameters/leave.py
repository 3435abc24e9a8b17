"""The days of a leave, and who stands in meanwhile, as parameters."""

import re
from dataclasses import dataclass

from bot import when
from bot.command import Marker, Request, Taken
from bot.errors import NotFound, Unreadable
from bot.parameters.people import MOST_NAMES, OnePerson, person_at_front
from storage.models import Person

RANGE_WORDS = 12  # "from tuesday 5 december afternoon to monday 11 december morning" has no more
LONGEST = 200  # characters of a range

_BEFORE = re.compile(
    r"(?:^|\s|[,，])(?:with\s+)?(?:covered by|cover(?:ing)?:?|代理人?[:：]?|由)\s*$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*(?:(?:will\s+)?covers?(?: for me)?|is covering|covering|代理|代班|顶班|頂班)?[.。]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in for somebody."""

    person: Person


class LeaveDays:
    """`friday`, `5 Dec to 9 Dec`, 下周一到周三."""

    usage = "DAYS"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read days off the front: as many words as make some; a name may follow without a space."""
        ends = [word.end() for word in re.finditer(r"[^\s@＠]+(?=\s|[@＠]|$)", text[:LONGEST])][:RANGE_WORDS]
        for end in reversed(ends):
            value = when.read_range(text[:end], request.reading)
            if value is not None:
                return Taken(value, text[end:])
        return None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Days never stand at the end by themselves."""
        return None

    async def whole(self, text: str, request: Request) -> when.Range | when.Unclear:
        """Read a field."""
        value = when.read_range(text, request.reading)
        if value is None:
            raise Unreadable(
                "I can't read “{text}” as days. Try “friday” or “5 Dec to 9 Dec”.", text=text[:40]
            )
        return value


class Covering(OnePerson):
    """`@li covers`, `cover @li`, @li代理, or only `@li`."""

    usage = "@PERSON covers"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Nobody stands at the front: the days do."""
        return None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read who covers off the end."""
        for at in (found.start() for found in reversed(list(re.finditer(r"[@＠]", text))[-MOST_NAMES:])):
            taken = await person_at_front(text[at:], request)
            if taken is not None and _AFTER.fullmatch(taken.rest):
                return Taken(Cover(taken.value), _BEFORE.sub("", text[:at]))
        return None

    async def whole(self, text: str, request: Request) -> Cover:  # type: ignore[override]
        """Read a field."""
        taken = await person_at_front(text if text[:1] in "@＠" else f"@{text}", request)
        if taken is None or taken.rest:
            raise NotFound("I don't know {name} here.", name=text[:40])
        return Cover(taken.value)
