"""A task's form: what it shows, and what is saved of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.message import Day, Days, Phrase, Said, Value
from bot.parameters import Priority
from bot.parameters.removals import Part, Without
from bot.services import task_states, tasks
from bot.services.history import values_of
from bot.services.tasks import Options
from bot.views.task_forms import PRIORITIES, Overtaken, Shown, Stale
from bot.views.tasks import HOURS_A_DAY, shortened
from bot.when.meaning import Duration, When
from bot.work import Work, columns_of
from storage import history as history_rows
from storage import milestones as milestone_rows
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Milestone, Person, Project, Task
from storage.words import MilestoneStatus

FIELDS: Mapping[str, Phrase] = {
    "title": Phrase("Title"),
    "owner_id": Phrase("Owner"),
    "due_day": Phrase("Due"),
    "estimate_high": Phrase("Estimate"),
    "priority": Phrase("Priority"),
    "milestone_id": Phrase("Milestone"),
}  # the columns that a form shows


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


async def save(work: Work, task: Task, saved: Saved, *, by: Person, installation_id: int) -> Stale | None:
    """Change what differs from the task as it is; where others changed it meanwhile, return that instead.

    Raises:
        NotAllowed: the owner or the date is for somebody else to say.
    """
    project = await task_states.hold(work, task)
    stale = await _stale(work, task, project, saved.version, installation_id) if saved.version else None
    if stale is not None:
        return stale
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
    return None


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


async def _stale(
    work: Work, task: Task, project: Project, version: int, installation_id: int
) -> Stale | None:
    """What others changed of the form's fields since it was opened; None for nothing."""
    before: dict[str, Any] = {}
    actors: dict[str, int | None] = {}
    for event, change in await history_rows.since(work.session, work.workspace.id, "tasks", task.id, version):
        for name, value in values_of(Task, event.before).items():
            before.setdefault(name, value)
            actors[name] = change.actor_id
    changed = [name for name in FIELDS if name in before and before[name] != getattr(task, name)]
    if not changed:
        return None
    was = Task(**{**columns_of(task), **before})
    lines = [
        Overtaken(
            FIELDS[name],
            await _value(work, name, was),
            await _value(work, name, task),
            await _name(work, actors[name]),
        )
        for name in changed
    ]
    return Stale(
        await shown(work, was, project, installation_id),
        await shown(work, task, project, installation_id),
        tuple(lines),
    )


async def _value(work: Work, name: str, task: Task) -> Value | None:
    """What stands in a field, as people read it; None for nothing."""
    match name:
        case "owner_id":
            return await _name(work, task.owner_id) if task.owner_id else None
        case "milestone_id":
            found = await milestone_rows.by_id(work.session, work.workspace.id, task.milestone_id or 0)
            return found.name if found else None
        case "due_day":
            return Day(task.due_day) if task.due_day else None
        case "estimate_high":
            low, high = task.estimate_low, task.estimate_high
            return Days((low or high) / HOURS_A_DAY, high / HOURS_A_DAY) if high else None
        case "priority":
            return PRIORITIES[task.priority].label
        case _:
            return Said(shortened(task.title))


async def _name(work: Work, person_id: int | None) -> str:
    person = await people_rows.person(work.session, work.workspace.id, person_id) if person_id else None
    return person.name if person else "Drumbeat"
