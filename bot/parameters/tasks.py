"""Tasks and blockers as parameters."""

import re
from collections.abc import Sequence

from bot.command import Marker, Request, Taken
from bot.command.folding import fold
from bot.errors import Unreadable
from bot.parameters.keys import (
    Key,
    find_blocker,
    find_tasks,
    find_thing,
    keys_in_front,
    one_key,
    tasks_by_key,
)
from bot.parameters.markers import BOUNDARY, CHINESE, lead_at_front, leads_in
from storage.models import Blocker, Task
from storage.tasks import OPEN

LONGEST = 200  # characters; a list of keys at the end is not longer

_AFTER_THEM = re.compile(r"(?:做?完成?)?(?:之后|以后|后面?)$")
_BEHIND = re.compile(rf"{BOUNDARY}(?:排?在|等到?|等待)?\s*+(?P<keys>[^{CHINESE}]*+)$")  # 在9之后, 9完成后
_KEYS_END = re.compile(r"\d[\da-z,\s-]*+$")


class OneTask:
    """`12` or `WEB-12`."""

    usage = "TASK"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one key off the front."""
        found = one_key(text)
        if found is None:
            return None
        [task] = await find_tasks([found[0]], request)
        return Taken(task, found[1])

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A task never stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> Task:
        """Read a field."""
        return (await find_tasks([_only_key(text)], request))[0]


class ManyTasks:
    """`12 13`, `12、13`; with a marker (`after 9 10`, 依赖9) an option."""

    usage = "TASKS"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read keys off the front, behind the marker if there is one."""
        if not marker.words:
            keys, rest = keys_in_front(text)
            return Taken(tuple(await find_tasks(keys, request)), rest) if keys else None
        lead = lead_at_front(text[:LONGEST], marker)
        if lead is None:
            return None
        keys, rest = keys_in_front(text[lead.end() :])
        found = await _known_ones(keys, request, marker)
        if found and (behind := re.match(r"(?:做?完成?)?(?:之后|以后|后面?)", fold(rest[:10]))):
            rest = rest[behind.end() :]
        return Taken(found, rest) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `after 9 10` off the end; `after 3 attempts` is no option."""
        if not marker.words:
            return None
        before = max(0, len(text) - LONGEST)
        tail = text[before:]
        for lead in leads_in(tail, marker):
            keys, rest = keys_in_front(tail[lead.end() :])
            if keys and not rest and (found := await _known_ones(keys, request, marker)):
                return Taken(found, text[: before + lead.start()])
        behind = _behind(fold(tail)) if "after" in marker.words else None
        keys, rest = keys_in_front(behind["keys"]) if behind else ([], "")
        if behind is None or not keys or rest or not (found := await _known_ones(keys, request, marker)):
            return None
        return Taken(found, text[: before + behind.start()])

    async def whole(self, text: str, request: Request) -> tuple[Task, ...]:
        """Read a field."""
        keys, rest = keys_in_front(text)
        if not keys or rest:
            raise Unreadable(
                "“{text}” is no task. A task looks like {example}.", text=text[:40], example="12"
            )
        return tuple(await find_tasks(keys, request))


def _behind(folded: str) -> re.Match[str] | None:
    """The keys that a text ends with, before 之后."""
    after = _AFTER_THEM.search(folded)
    found = _BEHIND.search(folded[: after.start()]) if after else None
    return found if found is not None and _KEYS_END.search(found["keys"]) else None


async def _known_ones(keys: Sequence[Key], request: Request, marker: Marker) -> tuple[Task, ...]:
    """These tasks if all of them are there; what others wait for (`after`) is open as well. Else none."""
    known = await tasks_by_key(keys, request) if keys else {}
    found = tuple(known[key] for key in keys if key in known)
    is_open = "after" not in marker.words or all(one.status in OPEN for one in found)
    return found if len(found) == len(keys) and is_open else ()


class OneBlocker:
    """`7`, where 7 is a blocker."""

    usage = "BLOCKER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one key off the front."""
        found = one_key(text)
        return Taken(await find_blocker(found[0], request), found[1]) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A blocker never stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> Blocker:
        """Read a field."""
        return await find_blocker(_only_key(text), request)


class TaskOrBlocker:
    """`12`, whatever 12 is."""

    usage = "KEY"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one key off the front."""
        found = one_key(text)
        return Taken(await find_thing(found[0], request), found[1]) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Neither stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> Task | Blocker:
        """Read a field."""
        return await find_thing(_only_key(text), request)


class ManyThings(TaskOrBlocker):
    """`12 13`, whatever they are."""

    usage = "KEYS"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read keys off the front."""
        keys, rest = keys_in_front(text)
        found = [await find_thing(key, request) for key in dict.fromkeys(keys)]
        return Taken(tuple(found), rest) if found else None

    async def whole(self, text: str, request: Request) -> tuple[Task | Blocker, ...]:  # type: ignore[override]
        """Read a field."""
        taken = await self.front(text, request, Marker())
        if taken is None or taken.rest:
            raise Unreadable(
                "“{text}” is no task. A task looks like {example}.", text=text[:40], example="12"
            )
        found: tuple[Task | Blocker, ...] = taken.value
        return found


def _only_key(text: str) -> Key:
    keys, rest = keys_in_front(text)
    if len(keys) != 1 or rest:
        raise Unreadable("“{text}” is no task. A task looks like {example}.", text=text[:40], example="12")
    return keys[0]
