"""Projects: by key, by name, or the ones at hand."""

import re
from collections.abc import Sequence
from typing import Any

from bot.command import Marker, Request, Taken
from bot.command.folding import fold
from bot.errors import NotFound
from bot.parameters.markers import lead_at_front, leads_in, starts_with_name
from storage import projects as project_rows
from storage.models import Project

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}(?![A-Za-z0-9_-])")


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
    """Whether somebody may know of a project: its members, who is in its channel, an admin if it is open."""
    session = request.work.session
    if request.project is not None and request.project.id == project.id:
        return True
    if await project_rows.member(session, project.id, request.actor.id) is not None:
        return True
    return request.actor.is_admin and not await project_rows.are_private(session, [project.id])


LONGEST_NAME = 120  # characters, with the marker before it


class OneProject:
    """`in APP`, or bare where it is an object."""

    usage = "PROJECT"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a key or name off the front."""
        lead = lead_at_front(text[:LONGEST_NAME], marker) if marker.words else None
        if marker.words and lead is None:
            return None
        return await self._named(text[lead.end() :] if lead else text, request)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `in APP` off the end."""
        before = max(0, len(text) - LONGEST_NAME)
        for lead in leads_in(text[before:], marker):
            taken = await self._named(text[before + lead.end() :], request)
            if taken is not None and not taken.rest:
                return Taken(taken.value, text[: before + lead.start()])
        return None

    async def whole(self, text: str, request: Request) -> Project:
        """Read a field."""
        taken = await self._named(text, request)
        if taken is None or taken.rest:
            raise NotFound("There is no project “{name}” among yours.", name=text[:60])
        found: Project = taken.value
        return found

    async def _named(self, text: str, request: Request) -> Taken | None:
        folded = fold(text[:LONGEST_NAME])
        named = [(one, fold(name)) for one, _ in await my_projects(request) for name in (one.name, one.key)]
        for one, name in sorted(named, key=lambda pair: -len(pair[1])):
            if starts_with_name(folded, name):
                end = len(name) + (2 if folded.startswith("项目", len(name)) else 0)  # 在 APP 项目
                return Taken(one, text[end:].strip())
        return await self._by_key(text, request)

    async def _by_key(self, text: str, request: Request) -> Taken | None:
        """A closed project of mine, or one that an admin may see, by its key alone."""
        found = _KEY.match(text)
        if found is None:
            return None
        known = await visible_projects(request, found[0])
        return Taken(known[0], text[found.end() :].strip()) if known else None
