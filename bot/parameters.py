"""How each type of parameter is read: keys, people, dates, priorities, tags, durations, milestones."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot import when
from bot.command import MENTION, Kind, Marker, Request, Taken
from bot.errors import Ambiguous, NotFound, Unreadable
from bot.incoming import Filled, Words
from bot.message import Button, button
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.people import Mate

UNITS = "月日号號天个個期%％年周週点點时時分小"  # a number before one of these is no key
DATE_WORDS = 7  # a date with its time has no more words than this

_KEY = rf"(?:([A-Za-z][A-Za-z0-9]{{1,9}})-)?(\d{{1,6}})(?![\d{UNITS}A-Za-z]|[.:：/]\d)"
_KEY_FRONT = re.compile(rf"[#＃]?{_KEY}")
_BETWEEN_KEYS = re.compile(r"\s*[,，、和&+]\s*|\s+")
_NAME = re.compile(r"[@＠](\S{1,80})")
_PRIORITY = re.compile(r"[!！]([\w-]+)|(p[0-3])\b", re.IGNORECASE)
_TAG = re.compile(r"[#＃]([\w-]{1,40})")
_DURATION = re.compile(r"[~～]\s*([\w.\-–半天日小时時周週]+)")
_GAP = r"(?:^|(?<=\s))"


class Priority(IntEnum):
    """How urgent; p0 comes first."""

    URGENT = 0
    HIGH = 1
    NORMAL = 2
    LOW = 3


PRIORITIES = {
    "urgent": Priority.URGENT, "critical": Priority.URGENT, "p0": Priority.URGENT,
    "high": Priority.HIGH, "p1": Priority.HIGH,
    "normal": Priority.NORMAL, "medium": Priority.NORMAL, "p2": Priority.NORMAL,
    "low": Priority.LOW, "p3": Priority.LOW,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that tasks are grouped by."""

    name: str


@dataclass(frozen=True, slots=True)
class Key:
    """A thing as it was typed: `WEB-12`, or `12` in the project at hand."""

    project: str
    number: int

    def __str__(self) -> str:
        return f"{self.project}-{self.number}" if self.project else str(self.number)


def keys_in_front(text: str) -> tuple[list[Key], str]:
    """Return the keys at the front of a text and what follows them."""
    keys: list[Key] = []
    rest = text
    while (found := _KEY_FRONT.match(rest)) is not None:
        keys.append(Key((found[1] or "").upper(), int(found[2])))
        rest = rest[found.end() :]
        gap = _BETWEEN_KEYS.match(rest)
        if gap is None or _KEY_FRONT.match(rest[gap.end() :]) is None:
            break
        rest = rest[gap.end() :]
    return keys, rest.strip(" \t:：,，")


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


async def find_tasks(keys: Iterable[Key], request: Request) -> list[Task]:
    """The tasks that are meant.

    Raises:
        NotFound: there is none, or the number is a blocker's.
        Ambiguous: several of my projects have that number.
    """
    return [await _find_task(key, request) for key in keys]


async def _find_task(key: Key, request: Request) -> Task:
    projects = await visible_projects(request, key.project)
    session = request.work.session
    found = await task_rows.by_number(session, [one.id for one in projects], [key.number])
    if len(found) == 1:
        return found[0][0]
    if len(found) > 1:
        raise _several(key, [project for _, project in found])
    if await task_rows.blockers_by_number(session, [one.id for one in projects], [key.number]):
        raise NotFound("{key} is a blocker. Try “take {key}” or “resolve {key}”.", key=str(key))
    raise _no_such(key, projects)


async def find_blocker(key: Key, request: Request) -> Blocker:
    """The blocker that is meant.

    Raises:
        NotFound: there is none.
        Ambiguous: several of my projects have that number.
    """
    projects = await visible_projects(request, key.project)
    found = await task_rows.blockers_by_number(
        request.work.session, [one.id for one in projects], [key.number]
    )
    if len(found) == 1:
        return found[0][0]
    if len(found) > 1:
        raise _several(key, [project for _, project in found])
    raise _no_such(key, projects)


def _no_such(key: Key, projects: Sequence[Project]) -> NotFound:
    if len(projects) == 1:
        project = projects[0]
        last = project.next_number - 1
        name = f"{project.key}-{key.number}"
        if last < 1:
            return NotFound("There is no {key}: {project} has no tasks yet.", key=name, project=project.name)
        return NotFound(
            "There is no {key} here. The last one is {last}.", key=name, last=f"{project.key}-{last}"
        )
    return NotFound("There is no {key} in your projects.", key=str(key))


def _several(key: Key, projects: Sequence[Project]) -> Ambiguous:
    buttons: list[Button] = []
    for one in projects[:5]:
        name = f"{one.key}-{key.number}"
        buttons.append(button("{key}", name, key=name))
    return Ambiguous("{key} is in several of your projects. Which one?", *buttons, key=str(key))


class OneTask:
    """`12` or `WEB-12`."""

    usage = "TASK"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one key off the front."""
        found = _KEY_FRONT.match(text)
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
            found = re.match(rf"(?:{_any(marker.words)})\s*", text, re.IGNORECASE)
            if found is None:
                return None
            text = text[found.end() :]
        keys, rest = keys_in_front(text)
        if not keys or (marker.words and not await self._are_open(keys, request)):
            return None
        return Taken(tuple(await find_tasks(keys, request)), rest)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `after 9 10` off the end; `after 3 attempts` is no option."""
        for found in reversed(list(re.finditer(rf"{_GAP}(?:{_any(marker.words)})\s*", text, re.IGNORECASE))):
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
        found = _KEY_FRONT.match(text)
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
        found = _KEY_FRONT.match(text)
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


class OnePerson:
    """`@li`: a mention, a handle, or the longest known name."""

    usage = "@PERSON"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a person off the front."""
        lead = re.match(rf"(?:{_any(marker.words)})\s*", text, re.IGNORECASE) if marker.words else None
        text = text[lead.end() :] if lead else text
        if marker.words and lead is None:
            return None
        return await self._named_at_front(text, request)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a person off the end, with the marker before it if there is one."""
        for at in (found.start() for found in reversed(list(re.finditer(r"[@＠]", text)))):
            taken = await self._named_at_front(text[at:], request)
            if taken is not None and not taken.rest:
                return Taken(taken.value, _without_marker(text[:at], marker))
        return None

    async def whole(self, text: str, request: Request) -> Person:
        """Read a field."""
        typed = text if text[:1] in "@＠" else f"@{text}"
        taken = await self._named_at_front(typed, request)
        if taken is None or taken.rest:
            raise NotFound("I don't know {name} here.", name=typed[:40])
        found: Person = taken.value
        return found

    async def _named_at_front(self, text: str, request: Request) -> Taken | None:
        mention = MENTION.match(text)
        if mention is not None:
            person = await mentioned_person(mention[1], request)
            return Taken(person, text[mention.end() :].strip()) if person else None
        if _NAME.match(text) is None:
            return None
        found = longest_name(text[1:], await roster(request)) or longest_name(
            text[1:], await whole_team(request)
        )
        return Taken(found[0], text[1 + found[1] :].strip()) if found else None


class ManyPeople(OnePerson):
    """`@a @b`."""

    usage = "@PEOPLE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read people off the front."""
        found: list[Person] = []
        rest = text
        while (taken := await super().front(rest, request, marker)) is not None:
            found.append(taken.value)
            rest = taken.rest
        return Taken(tuple(found), rest) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read one person off the end; more follow in the next round."""
        taken = await super().back(text, request, marker)
        return Taken((taken.value,), taken.rest) if taken else None

    async def whole(self, text: str, request: Request) -> tuple[Person, ...]:  # type: ignore[override]
        """Read a field."""
        taken = await self.front(text, request, Marker())
        if taken is None or taken.rest:
            raise NotFound("I don't know {name} here.", name=text[:40])
        found: tuple[Person, ...] = taken.value
        return found


async def mentioned_person(external_id: str, request: Request) -> Person | None:
    """The person behind a mention; who has not spoken yet is known by their login from now on."""
    session, workspace = request.work.session, request.work.workspace
    found = await people_rows.login(session, request.here.installation_id, external_id)
    if found is not None:
        is_ours = not found[0].is_outsider and found[1].workspace_id == workspace.id
        return found[1] if is_ours else None
    name = mentioned_names(request).get(external_id, "")
    if not name:
        return None
    return await people_rows.add_unseen(
        session, workspace.id, request.here.installation_id, external_id, name, request.work.now
    )


def mentioned_names(request: Request) -> Mapping[str, str]:
    """The names that the platform told with the mentions."""
    said = request.incoming.said
    return said.mentioned if isinstance(said, Words | Filled) else {}


async def roster(request: Request) -> list[Mate]:
    """The people of the project at hand."""
    if request.project is None:
        return []
    if request.project.id not in request.rosters:
        request.rosters[request.project.id] = await people_rows.roster(
            request.work.session, request.project.id
        )
    return request.rosters[request.project.id]


async def whole_team(request: Request) -> list[Mate]:
    """The people of the workspace."""
    if 0 not in request.rosters:
        request.rosters[0] = await people_rows.everybody(request.work.session, request.work.workspace.id)
    return request.rosters[0]


def longest_name(text: str, mates: Sequence[Mate]) -> tuple[Person, int] | None:
    """The person whose longest name stands at the front, and its length; so does a unique first name."""
    folded = text.casefold()
    best: tuple[Person, int] | None = None
    for mate in mates:
        for name in mate.names:
            if _starts_with_name(folded, name.casefold()) and (best is None or len(name) > best[1]):
                best = (mate.person, len(name))
    return best or _unique_first_name(folded, mates)


def _unique_first_name(folded: str, mates: Sequence[Mate]) -> tuple[Person, int] | None:
    found = {
        mate.person.id: (mate.person, len(first))
        for mate in mates
        for name in mate.names
        if (first := name.split(maxsplit=1)[0]) != name and _starts_with_name(folded, first.casefold())
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _starts_with_name(folded: str, name: str) -> bool:
    if not name or not folded.startswith(name):
        return False
    after = folded[len(name) : len(name) + 1]
    return not (after.isascii() and (after.isalnum() or after in "_-")) or not after


class Date:
    """`by friday 3pm`; the marker may be left out where the parameter says so."""

    usage = "by DATE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a marked date off the front."""
        found = re.match(rf"(?:{_any(marker.words)})\s+", text, re.IGNORECASE) if marker.words else None
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
        for found in reversed(list(re.finditer(rf"{_GAP}(?:{_any(marker.words)})\s+", text, re.IGNORECASE))):
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


class Span:
    """`~2-5d`, or bare where it is an object: `left 12 1d`."""

    usage = "~DURATION"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a duration off the front."""
        found = _DURATION.match(text)
        if found is not None:
            value = when.read_duration(found[1])
            return Taken(value, text[found.end() :]) if value else None
        if not marker.bare:
            return None
        value = when.read_duration(text)
        return Taken(value, "") if value else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read `~2d` off the end."""
        at = max(text.rfind("~"), text.rfind("～"))
        value = when.read_duration(text[at + 1 :]) if at >= 0 else None
        return Taken(value, text[:at]) if value else None

    async def whole(self, text: str, request: Request) -> when.Duration:  # noqa: ARG002
        """Read a field."""
        value = when.read_duration(text.lstrip("~～ "))
        if value is None:
            raise Unreadable("I can't read “{text}” as a duration. Try “2d” or “3h”.", text=text[:40])
        return value


class Urgent:
    """`!high`, `p1`."""

    usage = "!PRIORITY"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a known priority off the front."""
        return self._taken(_PRIORITY.match(text), text)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a known priority off the end."""
        found = re.search(rf"{_GAP}{_PRIORITY.pattern}$", text, re.IGNORECASE)
        return self._taken(found, text)

    async def whole(self, text: str, request: Request) -> Priority:  # noqa: ARG002
        """Read a field."""
        found = PRIORITIES.get(text.lower().lstrip("!！"))
        if found is None:
            raise Unreadable("“{text}” is no priority: urgent, high, normal or low.", text=text[:40])
        return found

    def _taken(self, found: re.Match[str] | None, text: str) -> Taken | None:
        if found is None:
            return None
        value = PRIORITIES.get((found[1] or found[2]).lower())
        return None if value is None else Taken(value, text[: found.start()] + text[found.end() :])


class Tags:
    """`#legal`: a tag is not only digits."""

    usage = "#TAG"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a tag off the front."""
        return self._taken(_TAG.match(text), text)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a tag off the end."""
        return self._taken(re.search(rf"{_GAP}{_TAG.pattern}$", text), text)

    async def whole(self, text: str, request: Request) -> tuple[Tag, ...]:  # noqa: ARG002
        """Read a field of tags."""
        return tuple(Tag(one.lstrip("#＃").lower()) for one in text.split())

    def _taken(self, found: re.Match[str] | None, text: str) -> Taken | None:
        if found is None or found[1].isdigit():
            return None
        return Taken((Tag(found[1].lower()),), text[: found.start()] + text[found.end() :])


class OneMilestone:
    """`for Beta`, or bare where it is an object; `m3` by its number."""

    usage = "MILESTONE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read the longest known name off the front."""
        found = re.match(rf"(?:{_any(marker.words)})\s+", text, re.IGNORECASE) if marker.words else None
        if marker.words and found is None:
            return None
        text = text[found.end() :] if found else text
        return self._named(text, await milestones(request))

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `for Beta` off the end."""
        for found in reversed(list(re.finditer(rf"{_GAP}(?:{_any(marker.words)})\s+", text, re.IGNORECASE))):
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
                if _starts_with_name(folded, name):
                    return Taken(one, text[len(name) :].strip())
        return None


async def milestones(request: Request) -> list[Milestone]:
    """The open milestones of the project at hand, or of all my projects."""
    projects = await visible_projects(request)
    found: list[Milestone] = []
    for one in projects:
        found.extend(await project_rows.milestones(request.work.session, one.id))
    return found


class OneProject:
    """`in APP`, or bare where it is an object."""

    usage = "PROJECT"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a key or name off the front."""
        found = re.match(rf"(?:{_any(marker.words)})\s+", text, re.IGNORECASE) if marker.words else None
        if marker.words and found is None:
            return None
        return await self._named(text[found.end() :] if found else text, request)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `in APP` off the end."""
        for found in reversed(list(re.finditer(rf"{_GAP}(?:{_any(marker.words)})\s+", text, re.IGNORECASE))):
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
                if _starts_with_name(folded, name):
                    return Taken(one, text[len(name) :].strip())
        return None


class Whole:
    """A number."""

    usage = "NUMBER"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read a number off the front."""
        found = re.match(r"\d{1,9}(?!\w)", text)
        return Taken(int(found[0]), text[found.end() :].strip()) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A number never stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> int:  # noqa: ARG002
        """Read a field."""
        if not text.isdigit():
            raise Unreadable("“{text}” is no number.", text=text[:40])
        return int(text)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(one) for one in words) or r"(?!)"


def _without_marker(text: str, marker: Marker) -> str:
    if not marker.words:
        return text
    found = re.search(rf"{_GAP}(?:{_any(marker.words)})\s*$", text, re.IGNORECASE)
    return text[: found.start()] if found else text


KINDS: Mapping[Any, Kind] = {
    Task: OneTask(),
    tuple[Task, ...]: ManyTasks(),
    Blocker: OneBlocker(),
    Task | Blocker: TaskOrBlocker(),
    Person: OnePerson(),
    tuple[Person, ...]: ManyPeople(),
    when.When | when.Unclear: Date(),
    when.Duration: Span(),
    Priority: Urgent(),
    tuple[Tag, ...]: Tags(),
    Milestone: OneMilestone(),
    Project: OneProject(),
    int: Whole(),
}
