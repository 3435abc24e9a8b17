"""What texts about blockers show, gathered."""

from collections.abc import Sequence

from bot.views.blockers import Stuck
from bot.work import Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Blocker, Task


async def of(work: Work, blocker: Blocker) -> Stuck:
    """Gather what there is to say about a blocker."""
    return (await listed(work, [blocker]))[0]


async def listed(work: Work, blockers: Sequence[Blocker]) -> list[Stuck]:
    """Gather what there is to say about several blockers."""
    ids = {one.raiser_id for one in blockers} | {one.owner_id for one in blockers if one.owner_id is not None}
    people = await people_rows.people(work.session, work.workspace.id, ids)
    projects = {one.id: one for one in await project_rows.all_of(work.session, work.workspace.id)}
    stopped: dict[int, list[Task]] = {one.id: [] for one in blockers}
    for blocker_id, task in await task_rows.stopped_by(work.session, list(stopped)):
        stopped[blocker_id].append(task)
    return [
        Stuck(
            one,
            projects[one.project_id],
            people[one.raiser_id],
            people.get(one.owner_id) if one.owner_id is not None else None,
            tuple(stopped[one.id]),
        )
        for one in blockers
    ]
