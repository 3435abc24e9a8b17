"""Tasks and blockers as parameters."""

import re
from collections.abc import Iterable

from bot.command import Marker, Request, Taken
from bot.errors import Unreadable
from bot.parameters.keys import KEY_FRONT, Key, find_blocker, find_tasks, keys_in_front
from bot.parameters.markers import GAP, any_of
from bot.parameters.projects import visible_projects
from storage import tasks as task_rows
from storage.models import Blocker, Task


class OneTask:
    """`12` or `WEB-12`."""

    usage = "TASK"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one key off the front."""
        found = KEY_FRONT.match(text)
        if found is None:
            return None
        [task] = await find_tasks([Key((found[1] or "").upper(), int(found[2]))], request)
        return Taken(task, text[found.end() :].strip(" \t:：,，"))

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A task never stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> Task:
        """Read a field."""
        keys, rest = keys_in_front(text)
        if len(keys) != 1 or rest:
            raise Unreadable(
                "“{text}” is no task. A task looks like {example}.", text=text[:40], example="12"
            )
        return (await find_tasks(keys, request))[0]


class ManyTasks:
    """`12 13`, `12、13`; with a marker (`after 9 10`) an option."""

    usage = "TASKS"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read keys off the front, behind the marker if there is one."""
        if marker.words:
            found = re.match(rf"(?:{any_of(marker.words)})\s*", text, re.IGNORECASE)
            if found is None:
                return None
            text = text[found.end() :]
        keys, rest = keys_in_front(text)
        if not keys or (marker.words and not await self._are_open(keys, request)):
            return None
        return Taken(tuple(await find_tasks(keys, request)), rest)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `after 9 10` off the end; `after 3 attempts` is no option."""
        for found in reversed(list(re.finditer(rf"{GAP}(?:{any_of(marker.words)})\s*", text, re.IGNORECASE))):
            keys, rest = keys_in_front(text[found.end() :])
            if keys and not rest and await self._are_open(keys, request):
                return Taken(tuple(await find_tasks(keys, request)), text[: found.start()])
        return None

    async def whole(self, text: str, request: Request) -> tuple[Task, ...]:
        """Read a field."""
        keys, rest = keys_in_front(text)
        if not keys or rest:
            raise Unreadable(
                "“{text}” is no task. A task looks like {example}.", text=text[:40], example="12"
            )
        return tuple(await find_tasks(keys, request))

    async def _are_open(self, keys: Iterable[Key], request: Request) -> bool:
        for key in keys:
            projects = await visible_projects(request, key.project)
            ids = [one.id for one in projects]
            if not await task_rows.by_number(request.work.session, ids, [key.number]):
                return False
        return True


class OneBlocker:
    """`7`, where 7 is a blocker."""

    usage = "BLOCKER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one key off the front."""
        found = KEY_FRONT.match(text)
        if found is None:
            return None
        blocker = await find_blocker(Key((found[1] or "").upper(), int(found[2])), request)
        return Taken(blocker, text[found.end() :].strip(" \t:：,，"))

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A blocker never stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> Blocker:
        """Read a field."""
        keys, rest = keys_in_front(text)
        if len(keys) != 1 or rest:
            raise Unreadable(
                "“{text}” is no blocker. A blocker looks like {example}.", text=text[:40], example="7"
            )
        return await find_blocker(keys[0], request)


class TaskOrBlocker(OneTask):
    """`12`, whatever 12 is."""

    usage = "KEY"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read one key off the front."""
        found = KEY_FRONT.match(text)
        if found is None:
            return None
        key = Key((found[1] or "").upper(), int(found[2]))
        projects = await visible_projects(request, key.project)
        blockers = await task_rows.blockers_by_number(
            request.work.session, [one.id for one in projects], [key.number]
        )
        if len(blockers) == 1:
            return Taken(blockers[0][0], text[found.end() :].strip(" \t:：,，"))
        return await super().front(text, request, marker)
