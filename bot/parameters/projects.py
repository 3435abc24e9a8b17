"""Projects: by key, by name, or the ones at hand."""

import re
from collections.abc import Sequence
from typing import Any

from bot.command import Marker, Request, Taken
from bot.errors import NotFound
from bot.parameters.markers import GAP, any_of, starts_with_name
from storage import projects as project_rows
from storage.models import Project


async def visible_projects(request: Request, key: str = "") -> list[Project]:
    """The projects in which a key is looked up: the named one, the bound channel's, or all of mine."""
    if key:
        found = await project_rows.by_key(request.work.session, request.work.workspace.id, key)
        if found is None or not await _sees(request, found):
            return []
        return [found]
    if request.project is not None:
        return [request.project]
    return [project for project, _ in await my_projects(request)]


async def my_projects(request: Request) -> Sequence[tuple[Project, Any]]:
    """The open projects of who asks, last used first."""
    if request.mine is None:
        request.mine = await project_rows.of_person(request.work.session, request.actor.id)
    return request.mine


async def _sees(request: Request, project: Project) -> bool:
    if request.project is not None and request.project.id == project.id:
        return True
    return request.actor.is_admin or any(project.id == one.id for one, _ in await my_projects(request))


class OneProject:
    """`in APP`, or bare where it is an object."""

    usage = "PROJECT"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a key or name off the front."""
        found = re.match(rf"(?:{any_of(marker.words)})\s+", text, re.IGNORECASE) if marker.words else None
        if marker.words and found is None:
            return None
        return await self._named(text[found.end() :] if found else text, request)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `in APP` off the end."""
        for found in reversed(list(re.finditer(rf"{GAP}(?:{any_of(marker.words)})\s+", text, re.IGNORECASE))):
            taken = await self._named(text[found.end() :], request)
            if taken is not None and not taken.rest:
                return Taken(taken.value, text[: found.start()])
        return None

    async def whole(self, text: str, request: Request) -> Project:
        """Read a field."""
        taken = await self._named(text, request)
        if taken is None or taken.rest:
            raise NotFound("There is no project “{name}” among yours.", name=text[:60])
        found: Project = taken.value
        return found

    async def _named(self, text: str, request: Request) -> Taken | None:
        folded = text.casefold()
        for one, _ in await my_projects(request):
            for name in (one.name.casefold(), one.key.casefold()):
                if starts_with_name(folded, name):
                    return Taken(one, text[len(name) :].strip())
        return None
