"""Blockers: raised, taken, given, cleared."""

import re
from datetime import date

from bot.errors import Ambiguous, Refused
from bot.message import button
from bot.services import blocker_cards, escalations, projects
from bot.views import blockers as views
from bot.views.blockers import Stuck
from bot.views.tasks import key_of
from bot.work import Work
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import BlockedTask, Blocker, Person, Project, Task
from storage.words import BlockerStatus, ProjectStatus, Role

LONGEST_REASON = 500
LONGEST_OUTSIDE = 100

_FROM_OUTSIDE = re.compile(r'(?:^|\s+)from\s+(?:"([^"]+)"|“([^“”]+)”|「([^「」]+)」)\s*$', re.IGNORECASE)
_LEADS_TO_A_NAME = ("for", "on", "from")  # "waiting for @bo": the name belongs to the reason


def told_apart(text: str, owner: Person | None) -> tuple[str, str]:
    """Return the reason, and who outside can clear it: `the keys from "Stripe"`."""
    text = " ".join(text.split())
    if owner is not None:
        words = text.split()
        is_cut = bool(words) and words[-1].lower() in _LEADS_TO_A_NAME
        return (f"{text} {owner.name}" if is_cut else text), ""
    found = _FROM_OUTSIDE.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), next(one for one in found.groups() if one)[:LONGEST_OUTSIDE].strip()


async def raise_blocker(
    work: Work,
    task: Task,
    text: str,
    *,
    by: Person,
    owner: Person | None = None,
    needed_by: date | None = None,
) -> Stuck:
    """Say what stops a task, and tell who can clear it.

    Raises:
        Refused: the project is closed, or the reason is too long.
    """
    reason, outside = told_apart(text, owner)
    if len(reason) > LONGEST_REASON:
        raise Refused(
            "A reason has at most {n} characters; this one has {length}.",
            n=LONGEST_REASON,
            length=len(reason),
        )
    project = await project_rows.lock(work.session, task.project_id)
    if project.status is ProjectStatus.CLOSED:
        raise Refused("{project} is closed. An admin or its lead can open it again.", project=project.name)
    if owner is not None:
        await projects.join(work, project, owner, role=Role.MEMBER, by=by)
    named = Blocker(reason=reason, owner_id=owner.id if owner else None, outside=outside, needed_by=needed_by)
    blocker = await _add(work, project, named, by=by)
    await work.add(BlockedTask(workspace_id=work.workspace.id, blocker_id=blocker.id, task_id=task.id))
    stuck = await blocker_cards.of(work, blocker)
    await escalations.begin(work, stuck)
    work.send(project, views.in_channel(stuck), key="raised/{change}")
    return stuck


async def _add(work: Work, project: Project, blocker: Blocker, *, by: Person) -> Blocker:
    """Put it at the end of the project's number line."""
    blocker.workspace_id, blocker.project_id = work.workspace.id, project.id
    blocker.number = project.next_number
    project.next_number += 1
    blocker.status, blocker.raiser_id, blocker.raised_at = BlockerStatus.OPEN, by.id, work.now
    return await work.add(blocker)


async def take(work: Work, blocker: Blocker, *, by: Person, until: date | None = None) -> Stuck:
    """Let somebody clear it: it climbs no further, and its raiser hears of it.

    Raises:
        Refused: it is cleared already.
    """
    await _must_be_open(work, blocker)
    work.set(
        blocker, status=BlockerStatus.TAKEN, owner_id=by.id, outside="", taken_at=work.now, taken_until=until
    )
    await escalations.end(work, blocker)
    stuck = await _refreshed(work, blocker)
    if by.id != stuck.raiser.id:
        work.send(stuck.raiser, views.taken(stuck), key="taken/{change}")
    return stuck


async def give(work: Work, blocker: Blocker, owner: Person, *, by: Person) -> Stuck:
    """Say who can clear it; they are told, and its ladder begins anew.

    Raises:
        Refused: it is cleared already.
    """
    await _must_be_open(work, blocker)
    project = await work.session.get_one(Project, blocker.project_id)
    await projects.join(work, project, owner, role=Role.MEMBER, by=by)
    work.set(
        blocker, owner_id=owner.id, outside="", status=BlockerStatus.OPEN, taken_at=None, taken_until=None
    )
    stuck = await _refreshed(work, blocker)
    await escalations.begin(work, stuck)
    return stuck


async def resolve(work: Work, blocker: Blocker, resolution: str, *, by: Person) -> Stuck:
    """Say that it is cleared; who raised it hears of it, and can say "not yet".

    Raises:
        Refused: it is cleared already.
    """
    await _must_be_open(work, blocker)
    work.set(
        blocker,
        status=BlockerStatus.RESOLVED,
        resolved_at=work.now,
        resolved_by=by.id,
        resolution=" ".join(resolution.split())[:LONGEST_REASON] or None,
    )
    await escalations.end(work, blocker)
    stuck = await _refreshed(work, blocker)
    if by.id != stuck.raiser.id:
        work.send(stuck.raiser, views.cleared(stuck, by.name), key="cleared/{change}")
    return stuck


async def unresolve(work: Work, blocker: Blocker) -> Stuck:
    """Say that it is not cleared yet: its owner is told again, and its ladder begins anew.

    Raises:
        Refused: it is open.
    """
    if blocker.status not in (BlockerStatus.RESOLVED, BlockerStatus.WITHDRAWN):
        raise Refused("{reason} is still open.", reason=blocker.reason)
    work.set(
        blocker,
        status=BlockerStatus.OPEN,
        taken_at=None,
        taken_until=None,
        resolved_at=None,
        resolved_by=None,
        resolution=None,
    )
    stuck = await _refreshed(work, blocker)
    await escalations.begin(work, stuck)
    return stuck


async def the_one(work: Work, what: Task | Blocker, verb: str) -> Blocker:
    """The blocker that is meant: itself, or the only one that stops the task.

    Raises:
        Refused: nothing stops the task.
        Ambiguous: several do; each is offered with `verb`.
    """
    if isinstance(what, Blocker):
        return what
    project = await work.session.get_one(Project, what.project_id)
    found = [one for _, one in await task_rows.blockers_of(work.session, [what.id])]
    key = key_of(what, project)
    if not found:
        raise Refused("Nothing blocks {key}.", key=key)
    if len(found) == 1:
        return found[0]
    keys = [key_of(one, project) for one in found[:5]]
    buttons = (
        button("{key} {reason}", f"{verb} {name}", key=name, reason=one.reason[:40])
        for name, one in zip(keys, found, strict=False)
    )
    raise Ambiguous("Several things block {key}. Which one?", *buttons, key=key)


async def all_open(work: Work, chosen: list[Project]) -> list[Stuck]:
    """The open blockers of these projects, oldest first."""
    found = [one for project in chosen for one in await task_rows.open_blockers(work.session, project.id)]
    return await blocker_cards.listed(work, sorted(found, key=lambda one: (one.raised_at, one.id)))


async def _must_be_open(work: Work, blocker: Blocker) -> None:
    if blocker.status in task_rows.OPEN_BLOCKERS:
        return
    project = await work.session.get_one(Project, blocker.project_id)
    key = key_of(blocker, project)
    raise Refused("{key} is cleared already.", button("Not yet", f"unresolve {key}"), key=key)


async def _refreshed(work: Work, blocker: Blocker) -> Stuck:
    """Bring its post in the channel up to date."""
    stuck = await blocker_cards.of(work, blocker)
    work.send(stuck.project, views.in_channel(stuck), key="blocker/{change}")
    return stuck
