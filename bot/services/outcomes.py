"""What an answer brings about: commands in its lines, tasks that are done, blockers of what is stuck."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot import worktime
from bot.command import MENTION, Done, Names, Request, with_names
from bot.errors import UserError
from bot.message import Line
from bot.parameters.keys import Key, find_tasks
from bot.parameters.people import mentioned_person
from bot.services import blockers, calendars, clearing, obstacles
from bot.services.obstacles import Obstacle
from bot.views import answers as views
from bot.views import clearing as cleared_views
from bot.views.tasks import key_of
from storage import blockers as blocker_rows
from storage import people as people_rows
from storage import tasks as task_rows
from storage.models import Blocker, Person, Project, Task
from storage.words import ProjectStatus, TaskStatus

MOST_LINES = 50  # of an answer that are tried as commands
_WAITING = (
    r"(?:(?:still|currently|now)\s+)*waiting\s+(?:for|on)\s+(?P<what>\S.*\S)\s+from\s+{name}",
    r"(?:[还還仍]?在|[还還仍])?(?:等待|等着|等著|等候|等)\s*{name}\s*的?\s*(?P<what>\S.*\S)",
)
ALIKE = 0.75  # how near a reason must be to be the same one
STILL_SHOWN = 3

_KEY = r"(?:[A-Za-z][A-Za-z0-9]{1,9}-\d{1,6})"
_KEYS = rf"(?P<keys>{_KEY}(?:(?:\s*[,，、&+]\s*|\s+and\s+|\s+){_KEY})*)"
_DONE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_KEYS}\s+(?:is|are)\s+(?:now\s+)?(?:done|finished|completed?)[.!]?",
        rf"(?:i\s+|we\s+)?(?:have\s+|just\s+)?(?:finished|completed)\s+{_KEYS}[.!]?",
        rf"{_KEYS}\s*(?:已经?|已經)?(?:完成|做完|搞定)了?[。！]?",
        rf"(?:已经?|已經)?(?:完成|做完|搞定)了?\s*{_KEYS}[。！]?",
    )
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to say of it; what is in the way and names no task; which lines were commands."""

    lines: tuple[Line, ...]
    unplaced: str
    commands: frozenset[str]


async def of(request: Request, text: str, stated: Sequence[Obstacle] = ()) -> Outcome:
    """Do what an answer says; `stated` are obstacles by definition, whatever their words."""
    shown: list[Line] = []
    commands: set[str] = set()
    rest: list[str] = []
    for line in text.splitlines()[:MOST_LINES]:
        lines = await _as_command(request, line)
        if lines is None:
            rest.append(line)
            continue
        commands.add(line.strip())
        shown.extend(lines)
    unplaced = []
    reasons = {one.reason for one in stated}
    for one in (
        *stated,
        *(found for found in obstacles.read("\n".join(rest)) if found.reason not in reasons),
    ):
        task = await _task(request, one)
        if task is None:
            unplaced.append(with_names(one.reason, request))
        else:
            shown.append(await _raise(request, task, one))
    return Outcome(tuple(shown), "; ".join(dict.fromkeys(unplaced)), frozenset(commands))


async def _as_command(request: Request, line: str) -> list[Line] | None:
    """What a line did as a command; None if it is none."""
    if request.aside is None or not line.strip():
        return None
    said = next((found for one in _DONE if (found := one.fullmatch(line.strip()))), None)
    words = f"done {re.sub(r'(?i)[,，、&+]|and', ' ', said['keys'])}" if said else line
    done = await request.aside(words, request)
    if done is None:
        return None
    return await _lines_of(request, done) if done.is_done else [views.not_done(done.message.lines[0])]


async def _lines_of(request: Request, done: Done) -> list[Line]:
    """A command's answer in short."""
    tasks = done.values.get("several", ())
    if done.name != "task done" or not tasks:
        return list(done.message.lines[:2])
    finished = [await _key(request, one) for one in tasks if one.status is TaskStatus.DONE]
    waiting = [await _key(request, one) for one in tasks if one.status is TaskStatus.REVIEW]
    lines = [views.are_done(finished)] if finished else []
    lines += [views.waits_for_acceptance(waiting)] if waiting else []
    return [*lines, *cleared_views.ended(await clearing.ended(request.work, tasks))]


async def _key(request: Request, task: Task) -> str:
    return key_of(task, await request.work.session.get_one(Project, task.project_id))


async def _task(request: Request, one: Obstacle) -> Task | None:
    """The open task that an obstacle names; None if it names none that there is."""
    for key in one.keys:
        try:
            [task] = await find_tasks([key], request)
        except UserError:
            continue
        project = await request.work.session.get_one(Project, task.project_id)
        if task.status in task_rows.OPEN and project.status is ProjectStatus.ACTIVE:
            return task
    return None


async def _raise(request: Request, task: Task, one: Obstacle) -> Line:
    """Make a blocker of it, or say since when it is known."""
    key = await _key(request, task)
    owner = await _owner(request, task, one.who)
    reason = _without_waiting(_named(with_names(one.reason, request), owner), owner)
    known = await _known(request, task, reason, owner)
    if known is not None:
        return await _still(request, key, known)
    stuck, _ = await blockers.raise_blocker(request.work, [task], reason, by=request.actor, owner=owner)
    name = stuck.owner.name if stuck.owner else stuck.blocker.outside
    return views.stopped(key, name, stuck.blocker.reason)


def _named(reason: str, owner: Person | None) -> str:
    """A reason with the owner's name in place of the "@" and what they were called by."""
    if owner is not None:
        called = "|".join(re.escape(one) for one in (owner.name, owner.name.split(maxsplit=1)[0]))
        reason = re.sub(rf"[@＠]\s*(?:{called})", owner.name, reason, flags=re.IGNORECASE)
    return reason.replace("@", "").replace("＠", "")


def _without_waiting(reason: str, owner: Person | None) -> str:
    """What is waited for, where the reason only says once more that it is waited for, and from whom."""
    if owner is None:
        return reason
    for pattern in _WAITING:
        found = re.fullmatch(pattern.format(name=re.escape(owner.name)), reason, flags=re.IGNORECASE)
        if found is not None:
            return found["what"]
    return reason


async def _owner(request: Request, task: Task, who: str) -> Person | None:
    """The person who is named where somebody who can clear it is named; without an "@" one of the project."""
    found = MENTION.match(who)
    if found is not None:
        person = await mentioned_person(found[1], request)
    else:
        mates = await people_rows.roster(request.work.session, task.project_id)
        named = Names(mates).longest(who.lstrip("@＠"))
        if named is None and who[:1] in "@＠" and who:
            everybody = await people_rows.everybody(request.work.session, request.work.workspace.id)
            named = Names(everybody).longest(who.lstrip("@＠"))
        person = named[0] if named else None
    return None if person is None or person.id == request.actor.id else person


async def _known(request: Request, task: Task, reason: str, owner: Person | None) -> Blocker | None:
    """An open blocker of the task that says the same: it waits for the same person, or in such words."""
    for _, one in await task_rows.blockers_of(request.work.session, [task.id]):
        if owner is not None and one.owner_id == owner.id:
            return one
        if SequenceMatcher(None, _plain(one.reason), _plain(reason)).ratio() >= ALIKE:
            return one
    return None


def _plain(reason: str) -> str:
    words = reason.casefold().split()
    return " ".join(one for one in words if one not in ("still", "the", "a", "an", "waiting", "for", "on"))


async def _still(request: Request, key: str, blocker: Blocker) -> Line:
    work = request.work
    owner = None
    if blocker.owner_id is not None:
        owner = await people_rows.person(work.session, work.workspace.id, blocker.owner_id)
    calendar = await calendars.of(work, request.actor)
    raised_on = worktime.local_day(calendar, blocker.raised_at)
    days = worktime.working_days_between(calendar, raised_on, worktime.local_day(calendar, work.now))
    return views.still_stopped(
        key, owner.name if owner else blocker.outside, blocker.reason, max(days, 0) + 1
    )


async def still_waiting(request: Request, projects: Sequence[Project]) -> list[Line]:
    """What somebody waits for in these projects, with its age."""
    found = []
    for project in projects:
        for blocker, tasks, _ in await blocker_rows.waited_for(
            request.work.session, project.id, request.actor.id
        ):
            found.append(await _still(request, key_of(tasks[0] if tasks else blocker, project), blocker))
    return found[:STILL_SHOWN]


async def place(request: Request, one: Obstacle, where: str) -> list[Line]:
    """Raise a blocker on the task whose key this is; "none" leaves it."""
    if where.strip().lower() == "none":
        return []
    project, _, number = where.strip().partition("-")
    [task] = await find_tasks([Key(project.upper(), int(number) if number.isdigit() else 0)], request)
    return [await _raise(request, task, one)]


async def candidates(request: Request, projects: Sequence[Project], body: str) -> list[tuple[Task, Project]]:
    """Somebody's open tasks in these projects: those that the answer names first, then what is begun."""
    by_id = {one.id: one for one in projects}
    tasks = await task_rows.open_of_owner(request.work.session, request.actor.id, list(by_id))
    named = body.upper()
    pairs = [(one, by_id[one.project_id]) for one in tasks]
    return sorted(
        pairs,
        key=lambda pair: (key_of(*pair) not in named, pair[0].status is not TaskStatus.DOING),
    )
