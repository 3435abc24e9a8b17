"""Keys such as `WEB-12`, and the tasks and blockers that they name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.command import Request
from bot.command.folding import fold
from bot.errors import THIS_LINE, Ambiguous, NotFound, Refused
from bot.message import button, phrase
from bot.parameters.projects import visible_projects
from storage import tasks as task_rows
from storage.models import Blocker, Project, Task

MOST_KEYS = 50  # of one command
KEY_PARTED = " \t:：,，、"  # what may part a key from what follows

# A number before one of these is no key; what is excepted are words of work: 12周五前, 12分配给.
_COUNTED = (
    r"\s?(?:[月号天个期%年]|[周](?![一二三四五六日末天])|日(?![志程报])|点(?!评)|小?时(?![间段])|分(?![配派给])|秒)"
    r"|[件条次项份位名人页行元块万千百亿章节遍轮家台套张只倍度层楼岁步批刻款成折]"
)
_NUMBERED_TASK = r"(?:(?:任务|工单|事项|阻塞项|卡点|障碍)\s*|第|#)*"
_NUMBER = rf"(\d{{1,6}})(?![\da-z]|[.:/]\d|(?!号任务){_COUNTED})"
_KEY = re.compile(rf"{_NUMBERED_TASK}(?:([a-z][a-z0-9]{{1,9}})-)?{_NUMBER}(?:号任务)?", re.ASCII)
_RANGE = re.compile(rf"\s?(?:-|到|至)\s?(?:([a-z][a-z0-9]{{1,9}})-)?{_NUMBER}", re.ASCII)
_MORE_TIME = re.compile(
    r"\s*\+\s?\d+\s*(?:working|business)?\s*(?:days?|weeks?|months?|hours?|minutes?|workdays?)\b"
)  # in "12 +2 days" the 2 is no key
_BETWEEN = re.compile(r"\s*[,&+]\s*(?:and\s+)?|\s*[和与跟及]\s*|\s+and\s+|\s+")


@dataclass(frozen=True, slots=True)
class Key:
    """A thing as it was typed: `WEB-12`, or `12` in the project at hand."""

    project: str
    number: int

    def __str__(self) -> str:
        return f"{self.project}-{self.number}" if self.project else str(self.number)


def one_key(text: str) -> tuple[Key, str] | None:
    """Return the key at the front of a text, and what follows it."""
    found = _KEY.match(fold(text[:100]))
    if found is None:
        return None
    return Key((found[1] or "").upper(), int(found[2])), text[found.end() :].strip(KEY_PARTED)


def keys_in_front(text: str) -> tuple[list[Key], str]:
    """Return the keys at the front of a text, ranges such as 12-14 among them, and what follows.

    Raises:
        Refused: there are more than one command takes.
    """
    folded = fold(text)
    keys: list[Key] = []
    at = 0
    while (found := _KEY.match(folded, at)) is not None:
        first = Key((found[1] or "").upper(), int(found[2]))
        last = _RANGE.match(folded, found.end())
        keys += _all_of(first, last) if last else [first]
        at = last.end() if last and len(_all_of(first, last)) > 1 else found.end()
        _must_be_few(keys)
        gap = _BETWEEN.match(folded, at)
        if gap is None or _MORE_TIME.match(folded, at) or _KEY.match(folded, gap.end()) is None:
            break
        at = gap.end()
    return keys, text[at:].strip(KEY_PARTED) if keys else text.strip()


def _all_of(first: Key, last: re.Match[str]) -> list[Key]:
    """The keys of a range; what runs backwards, or into another project, is none."""
    number = int(last[2])
    if (last[1] or first.project).upper() != first.project or not first.number < number:
        return [first]
    _must_be_few(range(first.number, number + 1))
    return [Key(first.project, one) for one in range(first.number, number + 1)]


def _must_be_few(keys: Sequence[object]) -> None:
    if len(keys) > MOST_KEYS:
        raise Refused("That is more than {n} at once.", n=MOST_KEYS)


async def find_tasks(keys: Iterable[Key], request: Request) -> list[Task]:
    """The tasks that are meant, each once.

    Raises:
        NotFound: there is none, or the number is a blocker's.
        Ambiguous: several of my projects have that number.
    """
    wanted = list(dict.fromkeys(keys))
    known = await tasks_by_key(wanted, request)
    return [known.get(key) or await _no_task(key, request) for key in wanted]


async def tasks_by_key(keys: Sequence[Key], request: Request) -> Mapping[Key, Task]:
    """Those of the tasks that there are.

    Raises:
        Ambiguous: several of my projects have that number.
    """
    found: dict[Key, Task] = {}
    for name in dict.fromkeys(key.project for key in keys):
        projects = await visible_projects(request, name)
        numbers = {key.number for key in keys if key.project == name}
        rows = await task_rows.by_number(request.work.session, [one.id for one in projects], numbers)
        for task, project in rows:
            key = Key(name, task.number)
            if key in found:
                raise _several(key, [one for other, one in rows if other.number == task.number])
            found[Key(name, task.number)] = task
            del project
    return found


async def _no_task(key: Key, request: Request) -> Task:
    """Say what there is instead.

    Raises:
        NotFound: always.
    """
    projects = await visible_projects(request, key.project)
    blockers = await task_rows.blockers_by_number(
        request.work.session, [one.id for one in projects], [key.number]
    )
    if not blockers:
        raise _no_such(key, projects)
    name = f"{blockers[0][1].key}-{key.number}"
    raise NotFound(
        "{key} is a blocker. Say “take {key}” or “resolve {key}”.",
        button("I'll do it", f"take {name}"),
        button("Resolve", f"resolve {name}"),
        key=name,
    )


async def find_blocker(key: Key, request: Request) -> Blocker:
    """The blocker that is meant.

    Raises:
        NotFound: there is none, or the number is a task's.
        Ambiguous: several of my projects have that number.
    """
    projects = await visible_projects(request, key.project)
    ids = [one.id for one in projects]
    found = await task_rows.blockers_by_number(request.work.session, ids, [key.number])
    if len(found) == 1:
        return found[0][0]
    if len(found) > 1:
        raise _several(key, [project for _, project in found])
    tasks = await task_rows.by_number(request.work.session, ids, [key.number])
    if tasks:
        name = f"{tasks[0][1].key}-{key.number}"
        raise NotFound("{key} is a task, not a blocker.", button("{key}", name, key=name), key=name)
    raise _no_such(key, projects)


async def find_thing(key: Key, request: Request) -> Task | Blocker:
    """The task or blocker that is meant.

    Raises:
        NotFound: there is none.
        Ambiguous: several of my projects have that number.
    """
    projects = await visible_projects(request, key.project)
    ids = [one.id for one in projects]
    session = request.work.session
    blockers = await task_rows.blockers_by_number(session, ids, [key.number])
    tasks = await task_rows.by_number(session, ids, [key.number])
    found: list[tuple[Task | Blocker, Project]] = [*blockers, *tasks]
    if not found:
        raise _no_such(key, projects)
    if len(found) > 1:
        raise _several(key, [project for _, project in found])
    return found[0][0]


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
