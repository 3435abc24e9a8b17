"""What tasks wait for: others of their project, never in a circle."""

from collections.abc import Iterable, Sequence

from bot import planning
from bot.errors import Refused
from bot.views.tasks import key_of
from bot.work import Work
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Dependency, Task


async def wait_for(work: Work, task: Task, after: Iterable[Task]) -> None:
    """Let a task wait for others.

    Raises:
        Refused: it would wait for itself in a circle, which is named; or they are of another project.
    """
    after = tuple(after)
    if not after:
        return
    project = await project_rows.lock(work.session, task.project_id)
    known = {(one.task_id, one.after_id) for one in await rows.dependencies(work.session, task.project_id)}
    for other in after:
        if (task.id, other.id) in known:
            continue
        if other.id == task.id:
            raise Refused("{key} can't wait for itself.", key=key_of(task, project))
        if other.project_id != task.project_id:
            raise Refused(
                "{title} is in another project; only tasks of one project wait for each other.",
                title=other.title,
            )
        circle = planning.find_circle(known, (task.id, other.id))
        if circle is not None:
            raise await _circle(work, task, circle)
        await work.add(
            Dependency(
                workspace_id=work.workspace.id, project_id=task.project_id, task_id=task.id, after_id=other.id
            )
        )
        known.add((task.id, other.id))


async def _circle(work: Work, task: Task, ids: Sequence[int]) -> Refused:
    project = await project_rows.by_id(work.session, work.workspace.id, task.project_id)
    open_tasks = {one.id: one.number for one in await rows.of_project(work.session, task.project_id)}
    key = project.key if project else ""
    names = " → ".join(f"{key}-{open_tasks.get(one, one)}" for one in (*ids, ids[0]))
    return Refused("That would go round in a circle: {circle}. Nothing was changed.", circle=names)


async def stop_waiting(work: Work, task: Task, after: Iterable[Task]) -> None:
    """Let a task wait for these no longer."""
    wanted = {one.id for one in after}
    for dependency, _ in await rows.predecessors(work.session, [task.id]):
        if dependency.after_id in wanted:
            await work.remove(dependency)
