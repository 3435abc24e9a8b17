"""A task's form: what it shows, and what is saved of it."""

from dataclasses import dataclass

from bot.errors import Refused
from bot.parameters import Priority
from bot.parameters.removals import Part, Without
from bot.services import task_states, tasks
from bot.services.tasks import Options
from bot.views.task_forms import Shown
from bot.views.tasks import key_of
from bot.when.meaning import Duration, When
from bot.work import Work
from storage import history as history_rows
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Milestone, Person, Project, Task
from storage.words import MilestoneStatus


@dataclass(frozen=True, slots=True)
class Saved:
    """The fields of a form that was sent; None is an empty one. `version` is the change it was opened at."""

    title: str
    owner: Person | None
    due: When | None
    estimate: Duration | None
    priority: Priority | None
    milestone: Milestone | None
    version: int


async def shown(work: Work, task: Task, project: Project, installation_id: int) -> Shown:
    """What the form of a task shows on one installation."""
    ahead = [
        one
        for one in await project_rows.milestones(work.session, project.id)
        if one.status is MilestoneStatus.OPEN or one.id == task.milestone_id
    ]
    owner = await _owner(work, task.owner_id, installation_id) if task.owner_id else ""
    return Shown(task, project, owner, tuple(ahead), await _version(work, task))


async def _owner(work: Work, owner_id: int, installation_id: int) -> str:
    for one in await people_rows.accounts(work.session, [owner_id]):
        if one.installation_id == installation_id:
            return f"@<{one.external_id}>"
    return f"@p{owner_id}"


async def _version(work: Work, task: Task) -> int:
    found = await history_rows.of_entity(work.session, work.workspace.id, "tasks", task.id, 1)
    return found[0][1].id if found else 0


async def save(work: Work, task: Task, saved: Saved, *, by: Person) -> None:
    """Change what differs from the task as it is.

    Raises:
        Refused: it was changed after the form was opened; nothing is overwritten.
        NotAllowed: the owner or the date is for somebody else to say.
    """
    project = await task_states.hold(work, task)
    if saved.version and await _version(work, task) != saved.version:
        raise await _overtaken(work, task, project)
    options = Options(
        owner=saved.owner if saved.owner and saved.owner.id != task.owner_id else None,
        due=saved.due if saved.due and saved.due.day != task.due_day else None,
        priority=saved.priority if saved.priority is not None and saved.priority != task.priority else None,
        estimate=saved.estimate if saved.estimate and not _is_same(task, saved.estimate) else None,
        milestone=saved.milestone if saved.milestone and saved.milestone.id != task.milestone_id else None,
        without=tuple(Without(part) for part in _emptied(task, saved)),
    )
    await tasks.change(work, task, options, by=by, project=project)
    if saved.title and saved.title != task.title:
        await tasks.rename(work, task, saved.title)


def _is_same(task: Task, estimate: Duration) -> bool:
    return (task.estimate_low, task.estimate_high) == (estimate.low_hours, estimate.high_hours)


def _emptied(task: Task, saved: Saved) -> list[Part]:
    was = {
        Part.OWNER: (task.owner_id, saved.owner),
        Part.DUE: (task.due_day, saved.due),
        Part.ESTIMATE: (task.estimate_high, saved.estimate),
        Part.MILESTONE: (task.milestone_id, saved.milestone),
    }
    return [part for part, (before, now) in was.items() if before is not None and now is None]


async def _overtaken(work: Work, task: Task, project: Project) -> Refused:
    found = await history_rows.of_entity(work.session, work.workspace.id, "tasks", task.id, 1)
    actor_id = found[0][1].actor_id
    actor = await people_rows.person(work.session, work.workspace.id, actor_id) if actor_id else None
    return Refused(
        "{key} was changed by {name} while the form was open. Nothing was overwritten; open it again.",
        key=key_of(task, project),
        name=actor.name if actor else "Drumbeat",
        field="title",
    )
