"""How a blocker ends: cleared, not yet, or over together with what it stopped."""

from collections.abc import Sequence

from bot.errors import Over
from bot.message import button
from bot.services import blocker_cards, escalations, tellings
from bot.views import clearing as views
from bot.views import escalations as told_views
from bot.views.blockers import Stuck
from bot.views.tasks import key_of
from bot.work import Work
from storage import blockers as rows
from storage import history as history_rows
from storage import outbox
from storage import people as people_rows
from storage import tasks as task_rows
from storage.models import Blocker, Person, Project, Task
from storage.words import BlockerStatus, TaskStatus

LONGEST_RESOLUTION = 500
LOOKS_BACK = 10  # events of a task
_LEFT_TO_DO = (TaskStatus.TODO, TaskStatus.DOING)
_OVER = "over/"  # how the keys begin of what is told when a blocker ends with its tasks


async def resolve(work: Work, blocker: Blocker, resolution: str, *, by: Person) -> Stuck:
    """Say that it is cleared; who raised it, and who can go on now, hear of it, and can say "not yet".

    Raises:
        Refused: it is cleared already.
    """
    await must_be_open(work, blocker)
    work.set(blocker, resolution=" ".join(resolution.split())[:LONGEST_RESOLUTION] or None)
    await _end(work, blocker, BlockerStatus.RESOLVED, by=by)
    stuck = await blocker_cards.refreshed(work, blocker)
    free = [one for one in stuck.tasks if one.status in _LEFT_TO_DO and await is_free(work, one)]
    owners = await people_rows.people(
        work.session, work.workspace.id, {one.owner_id for one in free if one.owner_id is not None}
    )
    for person in {one.id: one for one in (stuck.raiser, *owners.values()) if one.id != by.id}.values():
        work.send(person, views.cleared(stuck, by.name, free), key="cleared/{change}")
    return stuck


async def is_free(work: Work, task: Task) -> bool:
    """Whether neither a blocker nor an unfinished task stops one."""
    if await task_rows.blockers_of(work.session, [task.id]):
        return False
    before = await task_rows.predecessors(work.session, [task.id])
    return all(other.status not in task_rows.OPEN for _, other in before)


async def unresolve(work: Work, blocker: Blocker) -> Stuck:
    """Say that it is not cleared yet: its owner is told again, and its ladder begins anew.

    Raises:
        Refused: it is open.
    """
    if blocker.status not in (BlockerStatus.RESOLVED, BlockerStatus.WITHDRAWN):
        raise Over("{reason} is still open.", reason=blocker.reason)
    work.set(
        blocker,
        status=BlockerStatus.OPEN,
        taken_at=None,
        taken_until=None,
        resolved_at=None,
        resolved_by=None,
        resolution=None,
    )
    stuck = await blocker_cards.refreshed(work, blocker)
    await escalations.begin(work, stuck, knows=work.actor)
    return stuck


async def end_with(work: Work, task: Task, *, by: Person) -> None:
    """Let what stopped a finished task, and nothing else that is left to do, be over with it.

    It is cleared where the task is done, and withdrawn where it was cancelled. Who was asked to clear it and
    who raised it hear of it once; the task's owner hears what became of the task.
    """
    status = BlockerStatus.WITHDRAWN if task.status is TaskStatus.CANCELLED else BlockerStatus.RESOLVED
    over: list[Stuck] = []
    for _, blocker in await task_rows.blockers_of(work.session, [task.id]):
        stopped = await task_rows.stopped_by(work.session, [blocker.id])
        if all(one.status not in _LEFT_TO_DO for _, one in stopped):
            await _end(work, blocker, status, by=by)
            over.append(await blocker_cards.refreshed(work, blocker))
    await _tell(work, task, over, by=by)


async def _end(work: Work, blocker: Blocker, status: BlockerStatus, *, by: Person) -> None:
    work.set(blocker, status=status, resolved_at=work.now, resolved_by=by.id)
    await work.session.flush()  # what was asked before of the task's blockers is old
    await escalations.end(work, blocker)


async def _tell(work: Work, task: Task, over: Sequence[Stuck], *, by: Person) -> None:
    heard: dict[int, tuple[Person, list[Stuck]]] = {}
    for stuck in over:
        asked = {one.person_id for one in await tellings.told(work, stuck.blocker)}
        owner = stuck.owner if stuck.owner is not None and stuck.owner.id in asked else None
        for person in {one.id: one for one in (owner, stuck.raiser) if one is not None}.values():
            if person.id not in (by.id, task.owner_id):
                heard.setdefault(person.id, (person, []))[1].append(stuck)
    project = await work.session.get_one(Project, task.project_id)
    for person, theirs in heard.values():
        message = views.over_with(task, project, by.name, theirs)
        work.send(person, message, key=f"{_OVER}{task.id}/{{change}}")


async def ended(work: Work, tasks: Sequence[Task]) -> list[Stuck]:
    """What ended in this unit of work together with these tasks."""
    over = [one for one in work.touched(Blocker) if one.status not in rows.OPEN]
    found = await blocker_cards.listed(work, over) if over else []
    return [one for one in found if any(task in tasks for task in one.tasks)]


async def ended_before(work: Work, task: Task) -> list[Stuck]:
    """What ended together with a task when this was last finished, and has not been opened again."""
    ids: set[int] = set()
    for event, change in await history_rows.of_entity(
        work.session, work.workspace.id, Task.__tablename__, task.id, LOOKS_BACK
    ):
        status = event.after.get("status")
        if status in _LEFT_TO_DO:
            break
        if status is not None and change.undone_by is None:
            events = await history_rows.events(work.session, change.id)
            ids |= {one.entity_id for one in events if one.entity == Blocker.__tablename__}
    found = await task_rows.blockers_by_ids(work.session, work.workspace.id, ids)
    over = await blocker_cards.listed(work, [one for one in found if one.status not in rows.OPEN])
    return [one for one in over if task in one.tasks]


async def keep_up(work: Work) -> None:
    """Tell those again, when an end was taken back, who had been told of it."""
    if work.undoes is None or work.actor is None:
        return
    back = [one for one in work.touched(Blocker) if one.status in rows.OPEN]
    told = await outbox.reached(work.session, work.workspace.id, work.undoes, _OVER) if back else set()
    for blocker in back:
        stuck = await blocker_cards.of(work, blocker)
        if stuck.owner is not None and stuck.owner.id in told:
            again = told_views.again(stuck, stuck.owner)
            await tellings.say(work, stuck, [stuck.owner], again, 0)
        if stuck.raiser.id in told and stuck.raiser != stuck.owner:
            await tellings.say(work, stuck, [stuck.raiser], views.open_again(stuck, work.actor.name), 0)


async def must_be_open(work: Work, blocker: Blocker) -> None:
    """Hold against changing what is over.

    Raises:
        Refused: it is cleared already.
    """
    if blocker.status in task_rows.OPEN_BLOCKERS:
        return
    project = await work.session.get_one(Project, blocker.project_id)
    key = key_of(blocker, project)
    raise Over("{key} is cleared already.", button("Not yet", f"unresolve {key}"), key=key)
