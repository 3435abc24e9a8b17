"""What the plan comes to: each milestone's finish, computed from the rows as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import planning
from bot.services import calendars
from bot.work import Work
from bot.worktime import Calendar
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Blocker, Dependency, Milestone, Project, Task
from storage.words import TaskStatus

_STAGES = {
    TaskStatus.TODO: planning.Stage.TODO,
    TaskStatus.DOING: planning.Stage.DOING,
    TaskStatus.REVIEW: planning.Stage.REVIEW,
    TaskStatus.DONE: planning.Stage.DONE,
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A milestone, when it is computed to be met (None: no tasks count for it), and why that late."""

    milestone: Milestone
    forecast: planning.MilestoneForecast
    causes: tuple[tuple[planning.Cause, Task | None, Blocker | None], ...]


async def of(work: Work, project: Project) -> list[Outlook]:
    """Compute a project's milestones as of now, the next promise first."""
    milestones = await project_rows.milestones(work.session, project.id)
    tasks = [one for one in await rows.of_project(work.session, project.id) if one.status in _STAGES]
    stopped = await rows.blockers_of(work.session, [one.id for one in tasks])
    plan = await _plan(work, project, milestones, tasks, stopped)
    schedule = planning.forecast(plan)
    by_id = {one.id: one for one in tasks}
    blockers = {one.id: one for _, one in stopped}
    found = schedule.milestones
    return [
        Outlook(
            one,
            found[one.id],
            tuple(
                (cause, by_id.get(cause.task_id), blockers.get(cause.blocker_id or 0))
                for cause in found[one.id].cause
            ),
        )
        for one in milestones
    ]


async def _plan(
    work: Work,
    project: Project,
    milestones: Sequence[Milestone],
    tasks: Sequence[Task],
    stopped: Sequence[tuple[int, Blocker]],
) -> planning.Plan:
    people = [person for _, person in await project_rows.members(work.session, project.id)]
    theirs = await calendars.of_people(work, people, project)
    known = dict[int | None, Calendar](theirs.items())
    known[None] = await calendars.of_project(work, project)
    links = await rows.dependencies(work.session, project.id)
    return planning.Plan(
        now=work.now,
        tasks=tuple(_task(one, links, stopped) for one in tasks),
        milestones=tuple(planning.PlanMilestone(one.id, one.promised) for one in milestones),
        calendars=known,
    )


def _task(
    task: Task, links: Sequence[Dependency], stopped: Sequence[tuple[int, Blocker]]
) -> planning.PlanTask:
    left = task.left_hours if task.left_hours is not None else task.estimate_high
    return planning.PlanTask(
        id=task.id,
        owner=task.owner_id,
        left_hours=left,
        after=tuple(planning.Link(one.after_id, one.lag_days) for one in links if one.task_id == task.id),
        due=task.due_day,
        due_at=task.due_at,
        milestone=task.milestone_id,
        stage=_STAGES[task.status],
        priority=task.priority,
        blockers=tuple(
            planning.PlanBlocker(one.id, one.raised_at, one.needed_by, one.taken_until)
            for task_id, one in stopped
            if task_id == task.id
        ),
        done_at=task.done_at,
    )
