"""Milestones as parameters."""

import re
from collections.abc import Sequence

from bot.command import Marker, Request, Taken
from bot.errors import NotFound
from bot.parameters.markers import GAP, any_of, starts_with_name
from bot.parameters.projects import visible_projects
from storage import projects as project_rows
from storage.models import Milestone


class OneMilestone:
    """`for Beta`, or bare where it is an object; `m3` by its number."""

    usage = "MILESTONE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read the longest known name off the front."""
        found = re.match(rf"(?:{any_of(marker.words)})\s+", text, re.IGNORECASE) if marker.words else None
        if marker.words and found is None:
            return None
        text = text[found.end() :] if found else text
        return self._named(text, await milestones(request))

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `for Beta` off the end."""
        for found in reversed(list(re.finditer(rf"{GAP}(?:{any_of(marker.words)})\s+", text, re.IGNORECASE))):
            taken = self._named(text[found.end() :], await milestones(request))
            if taken is not None and not taken.rest:
                return Taken(taken.value, text[: found.start()])
        return None

    async def whole(self, text: str, request: Request) -> Milestone:
        """Read a field."""
        known = await milestones(request)
        taken = self._named(text, known)
        if taken is None or taken.rest:
            raise NotFound("There is no milestone “{name}” here.", name=text[:60])
        found: Milestone = taken.value
        return found

    def _named(self, text: str, known: Sequence[Milestone]) -> Taken | None:
        folded = text.casefold()
        for one in sorted(known, key=lambda one: -len(one.name)):
            for name in (one.name.casefold(), f"m{one.id}"):
                if starts_with_name(folded, name):
                    return Taken(one, text[len(name) :].strip())
        return None


async def milestones(request: Request) -> list[Milestone]:
    """The open milestones of the project at hand, or of all my projects."""
    projects = await visible_projects(request)
    found: list[Milestone] = []
    for one in projects:
        found.extend(await project_rows.milestones(request.work.session, one.id))
    return found
