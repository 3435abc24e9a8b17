"""Blockers: raised, taken, given, declined, cleared."""

import re
from collections.abc import Sequence
from datetime import date

from bot import worktime
from bot.command.folding import fold
from bot.errors import Ambiguous, Over, Refused, Unreadable
from bot.message import Code, Day, button
from bot.services import blocker_cards, calendars, clearing, escalations, listeners, projects, tellings
from bot.services.listeners import Listeners
from bot.views import blockers as views
from bot.views import clearing as cleared_views
from bot.views import escalations as told_views
from bot.views.blockers import Stuck
from bot.views.tasks import key_of
from bot.work import Work
from storage import blockers as rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import BlockedTask, Blocker, Person, Project, Task
from storage.words import BlockerStatus, ProjectStatus, Role

LATE = frozenset({"late", "逾期", "过期"})
OPEN = frozenset({"open", "未解决", "未完成"})

LONGEST_REASON = 500
LONGEST_OUTSIDE = 100
OFFERED = 5  # people to give it to, as buttons

_FROM_OUTSIDE = re.compile(r'(?:^|\s+)from\s+(?:"([^"]+)"|“([^“”]+)”|「([^「」]+)」)\s*$', re.IGNORECASE)
_BELONGING = re.compile(r"^的(?=\S)(?![确確])\s*")  # 等 @bo 的密钥: what is left when the name is taken out
# "waiting for @bo": the name belongs to the reason
_LEADS_TO_A_NAME = re.compile(r"(?:\b(?:for|on|from)|[等找]|等待)$", re.IGNORECASE)


def told_apart(text: str, owner: Person | None) -> tuple[str, str]:
    """Return the reason, and who outside can clear it: `the keys from "Stripe"`."""
    text = " ".join(text.split())
    if owner is not None:
        text = _BELONGING.sub("", text)
        is_cut = _LEADS_TO_A_NAME.search(text) is not None
        return (f"{text} {owner.name}" if is_cut else text), ""
    found = _FROM_OUTSIDE.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), next(one for one in found.groups() if one)[:LONGEST_OUTSIDE].strip()


async def raise_blocker(
    work: Work,
    tasks: Sequence[Task],
    text: str,
    *,
    by: Person,
    owner: Person | None = None,
    needed_by: date | None = None,
) -> tuple[Stuck, Listeners]:
    """Say what stops tasks of a project, and tell who can clear it; returns who was told.

    Raises:
        Refused: the project is closed, the reason is too long, or the tasks are of several projects.
    """
    reason, outside = told_apart(text, owner)
    if len(reason) > LONGEST_REASON:
        raise Refused(
            "A reason has at most {n} characters; this one has {length}.",
            n=LONGEST_REASON,
            length=len(reason),
        )
    if len({one.project_id for one in tasks}) > 1:
        raise Refused("One blocker stops tasks of one project. Raise one in each.")
    project = await project_rows.lock(work.session, tasks[0].project_id)
    if project.status is ProjectStatus.CLOSED:
        raise Over("{project} is closed. An admin or its lead can open it again.", project=project.name)
    if owner is not None:
        await projects.join(work, project, owner, role=Role.MEMBER, by=by)
    named = Blocker(reason=reason, owner_id=owner.id if owner else None, outside=outside, needed_by=needed_by)
    blocker = await _add(work, project, named, by=by)
    for task in {one.id: one for one in tasks}.values():
        await work.add(BlockedTask(workspace_id=work.workspace.id, blocker_id=blocker.id, task_id=task.id))
    stuck = await blocker_cards.of(work, blocker)
    heard = await escalations.begin(work, stuck, knows=by)
    work.send(project, views.in_channel(stuck), key="raised/{change}")
    return stuck, heard


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
        Refused: it is cleared already, or the day is over.
    """
    await clearing.must_be_open(work, blocker)
    project = await work.session.get_one(Project, blocker.project_id)
    if until is not None and until < listeners.local_day(work, by, project):
        raise Refused("{day} is over. By when do you clear it?", day=Day(until), field="until")
    work.set(
        blocker, status=BlockerStatus.TAKEN, owner_id=by.id, outside="", taken_at=work.now, taken_until=until
    )
    stuck = await blocker_cards.refreshed(work, blocker)
    await escalations.rest(work, stuck)
    if by.id != stuck.raiser.id:
        work.send(stuck.raiser, cleared_views.taken(stuck), key="taken/{change}")
    return stuck


async def days_to_offer(work: Work, blocker: Blocker, by: Person) -> tuple[Stuck, list[date]]:
    """The days by which somebody may say that they clear it: their next working days.

    Raises:
        Refused: it is cleared already.
    """
    await clearing.must_be_open(work, blocker)
    stuck = await blocker_cards.of(work, blocker)
    calendar = await calendars.of(work, by, stuck.project)
    today = listeners.local_day(work, by, stuck.project)
    first = [today] if worktime.is_working_day(calendar, today) else []
    try:
        days = [worktime.add_days(calendar, today, n) for n in range(1, views.DAYS_OFFERED + 1)]
    except worktime.NoWorkingTimeError:
        days = []
    return stuck, [*first, *days]


async def give(work: Work, blocker: Blocker, owner: Person, *, by: Person) -> Stuck:
    """Say who can clear it; they are told, and its ladder begins anew.

    Raises:
        Refused: it is cleared already.
    """
    await clearing.must_be_open(work, blocker)
    project = await work.session.get_one(Project, blocker.project_id)
    await projects.join(work, project, owner, role=Role.MEMBER, by=by)
    work.set(
        blocker, owner_id=owner.id, outside="", status=BlockerStatus.OPEN, taken_at=None, taken_until=None
    )
    stuck = await blocker_cards.refreshed(work, blocker)
    await escalations.begin(work, stuck, knows=work.actor)
    return stuck


async def candidates(work: Work, blocker: Blocker) -> tuple[Stuck, Sequence[Person]]:
    """Who might clear it: people of the project, without those who wait or were asked.

    Raises:
        Refused: it is cleared already.
    """
    await clearing.must_be_open(work, blocker)
    stuck = await blocker_cards.of(work, blocker)
    without = [stuck.raiser.id, *([stuck.owner.id] if stuck.owner else [])]
    return stuck, await rows.candidates(work.session, stuck.project.id, without, OFFERED)


async def decline(work: Work, blocker: Blocker, *, by: Person) -> Stuck:
    """Say that it isn't mine to clear: its raiser and the leads are asked who can.

    Raises:
        Refused: it waits for somebody else, or it is cleared already.
    """
    await clearing.must_be_open(work, blocker)
    if blocker.owner_id != by.id:
        stuck = await blocker_cards.of(work, blocker)
        give = button("Give it to…", f"give {stuck.key}")
        raise Refused("{key} does not wait for you.", give, key=stuck.key)
    work.set(blocker, owner_id=None, status=BlockerStatus.OPEN, taken_at=None, taken_until=None)
    stuck, people = await candidates(work, blocker)
    await blocker_cards.refresh(work, stuck)
    leads = await listeners.leads(work, stuck.project)
    asked = [one for one in {one.id: one for one in (stuck.raiser, *leads)}.values() if one.id != by.id]
    others = [one for one in people if one.id != by.id]
    await tellings.say(work, stuck, asked, told_views.declined(stuck, by.name, others), 0)
    await escalations.wait(work, stuck)
    return stuck


async def set_need(work: Work, blocker: Blocker, day: date) -> Stuck:
    """Say by when it is needed to be cleared; who can clear it is told by whoever else says so.

    Raises:
        Refused: it is cleared already.
    """
    await clearing.must_be_open(work, blocker)
    is_new = work.set(blocker, needed_by=day)
    stuck = await blocker_cards.refreshed(work, blocker)
    await escalations.need(work, stuck)
    if is_new and stuck.owner is not None and work.actor != stuck.owner:
        await tellings.say(work, stuck, [stuck.owner], told_views.again(stuck, stuck.owner), 0)
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


async def listed(
    work: Work, projects: Sequence[Project], reader: Person, *, owner: Person | None = None, which: str = ""
) -> list[Stuck]:
    """The open blockers of these projects, oldest first: all, those that wait for `owner`, or the late ones.

    Raises:
        Unreadable: `which` is anything but "late".
    """
    if fold(which) not in ("", *LATE, *OPEN):
        raise Unreadable("Which ones? Try {example}.", example=Code("blockers late"))
    rows_of = [one for project in projects for one in await task_rows.open_blockers(work.session, project.id)]
    chosen = [one for one in rows_of if owner is None or one.owner_id == owner.id]
    found = await blocker_cards.listed(work, sorted(chosen, key=lambda one: (one.raised_at, one.id)))
    if fold(which) not in LATE:
        return found
    return [one for one in found if _is_late(one, listeners.local_day(work, reader, one.project))]


def _is_late(stuck: Stuck, today: date) -> bool:
    days = (stuck.blocker.needed_by, stuck.blocker.taken_until)
    return any(day is not None and day < today for day in days)
