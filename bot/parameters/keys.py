"""Keys such as `WEB-12`, and the tasks and blockers that they name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.command import Request
from bot.errors import THIS_LINE, Ambiguous, NotFound
from bot.message import phrase
from bot.parameters.projects import visible_projects
from storage import tasks as task_rows
from storage.models import Blocker, Project, Task

UNITS = "月日号號天个個期%％年周週点點时時分小"  # a number before one of these is no key


_KEY = rf"(?:([A-Za-z][A-Za-z0-9]{{1,9}})-)?(\d{{1,6}})(?![\d{UNITS}A-Za-z]|[.:：/]\d)"


KEY_FRONT = re.compile(rf"[#＃]?{_KEY}")


_BETWEEN_KEYS = re.compile(r"\s*[,，、和&+]\s*|\s+")


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
    while (found := KEY_FRONT.match(rest)) is not None:
        keys.append(Key((found[1] or "").upper(), int(found[2])))
        rest = rest[found.end() :]
        gap = _BETWEEN_KEYS.match(rest)
        if gap is None or KEY_FRONT.match(rest[gap.end() :]) is None:
            break
        rest = rest[gap.end() :]
    return keys, rest.strip(" \t:：,，")


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
    choices = [
        (phrase("{key}", key=f"{one.key}-{key.number}"), f"in {one.key}: {THIS_LINE}") for one in projects[:5]
    ]
    return Ambiguous("{key} is in several of your projects. Which one?", choices=choices, key=str(key))
