"""What the plan comes to: each milestone's finish, computed from the rows as they stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot import planning, worktime
from bot.services import calendars
from bot.views.forecasts import Late, Reason, WayOutShown
from bot.work import Work
from bot.worktime import Calendar
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import Role, TaskStatus

_STAGES = {
    TaskStatus.TODO: planning.Stage.TODO,
    TaskStatus.DOING: planning.Stage.DOING,
    TaskStatus.REVIEW: planning.Stage.REVIEW,
    TaskStatus.DONE: planning.Stage.DONE,
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A project's plan counted through as of now, with the rows that it was made of.

    `milestones` are the open ones, the next promise first; `tasks` all but the cancelled; `blockers` the open
    ones that stop any of them; `people` the members, and who owns a task without being one is not among them.
    `counted` are the tasks that count for each milestone, by their ids.
    """

    project: Project
    plan: planning.Plan
    schedule: planning.Schedule
    milestones: tuple[Milestone, ...]
    tasks: Mapping[int, Task]
    blockers: Mapping[int, Blocker]
    people: Mapping[int, Person]
    counted: Mapping[int, frozenset[int]]

    @property
    def today(self) -> date:
        """The project's own day."""
        return worktime.local_day(self.plan.calendar, self.plan.now)

    def of(self, milestone: Milestone) -> planning.MilestoneForecast:
        """When an open milestone is computed to be met."""
        return self.schedule.milestones[milestone.id]

    def counts_for(self, task_id: int) -> Milestone | None:
        """The open milestone that a task counts for, by its own word or by its date."""
        number = next((one for one, tasks in self.counted.items() if task_id in tasks), None)
        return next((one for one in self.milestones if one.id == number), None)

    def is_unfinished(self, milestone: Milestone) -> bool:
        """Whether anything that counts for it is still to be done."""
        tasks = self.counted.get(milestone.id, ())
        return any(self.tasks[one].status is not TaskStatus.DONE for one in tasks)


async def of(work: Work, project: Project) -> Outlook:
    """Count a project's plan through."""
    milestones = tuple(await project_rows.milestones(work.session, project.id))
    tasks = await rows.of_plan(work.session, project.id)
    stopped = await rows.blockers_of(work.session, [one.id for one in tasks])
    members = await project_rows.members(work.session, project.id)
    people = {person.id: person for _, person in members}
    able = frozenset(
        person.id
        for member, person in members
        if member.role in (Role.MEMBER, Role.LEAD) and person.gone_at is None
    )
    plan = planning.Plan(
        now=work.now,
        tasks=tuple(await _tasks(work, project, tasks, stopped, {one.id for one in milestones})),
        milestones=tuple(planning.PlanMilestone(one.id, one.promised) for one in milestones),
        calendars=await _calendars(work, project, list(people.values())),
        members=able,
    )
    return Outlook(
        project,
        plan,
        planning.forecast(plan),
        milestones,
        {one.id: one for one in tasks},
        {one.id: one for _, one in stopped},
        people,
        _counted(plan),
    )


def _counted(plan: planning.Plan) -> Mapping[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for task in plan.tasks:
        milestone_id = planning.milestone_of(task, plan)
        if milestone_id is not None:
            found[milestone_id].add(task.id)
    return {one: frozenset(tasks) for one, tasks in found.items()}


async def _calendars(work: Work, project: Project, people: Sequence[Person]) -> Mapping[int | None, Calendar]:
    theirs = await calendars.of_people(work, people, project)
    known = dict[int | None, Calendar](theirs.items())
    known[None] = await calendars.of_project(work, project)
    return known


async def _tasks(
    work: Work,
    project: Project,
    tasks: Sequence[Task],
    stopped: Sequence[tuple[int, Blocker]],
    milestones: Collection[int],
) -> list[planning.PlanTask]:
    after: defaultdict[int, list[planning.Link]] = defaultdict(list)
    for one in await rows.dependencies(work.session, project.id):
        after[one.task_id].append(planning.Link(one.after_id, one.lag_days))
    blockers: defaultdict[int, list[planning.PlanBlocker]] = defaultdict(list)
    for task_id, blocker in stopped:
        known = planning.PlanBlocker(blocker.id, blocker.raised_at, blocker.needed_by, blocker.taken_until)
        blockers[task_id].append(known)
    return [_task(one, after[one.id], blockers[one.id], milestones) for one in tasks]


def _task(
    task: Task,
    after: Sequence[planning.Link],
    blockers: Sequence[planning.PlanBlocker],
    milestones: Collection[int],
) -> planning.PlanTask:
    """A task as planning knows it; one whose milestone is no longer promised names none."""
    return planning.PlanTask(
        id=task.id,
        owner=task.owner_id,
        left_hours=task.left_hours if task.left_hours is not None else task.estimate_high,
        after=tuple(after),
        due=task.due_day,
        due_at=task.due_at,
        milestone=task.milestone_id if task.milestone_id in milestones else None,
        stage=_STAGES[task.status],
        priority=task.priority,
        blockers=tuple(blockers),
        done_at=task.done_at,
    )


async def late(work: Work, outlook: Outlook, milestone: Milestone) -> Late:
    """Say why a milestone comes late, and count through what would help; nothing of both if it does not."""
    forecast = outlook.of(milestone)
    owners = {one.owner_id for one in outlook.blockers.values() if one.owner_id is not None}
    names = await people_rows.people(work.session, work.workspace.id, owners - outlook.people.keys())
    known = {**outlook.people, **names}
    return Late(
        milestone,
        forecast,
        tuple(_reason(outlook, cause, known) for cause in forecast.cause if cause.task_id in outlook.tasks),
        tuple(_shown(outlook, milestone, way) for way in planning.options(outlook.plan, milestone.id)),
    )


def _reason(outlook: Outlook, cause: planning.Cause, people: Mapping[int, Person]) -> Reason:
    task = outlook.tasks[cause.task_id]
    blocker = outlook.blockers.get(cause.blocker_id or 0)
    if blocker is None:
        return Reason(cause, task)
    owner = people.get(blocker.owner_id or 0)
    since = worktime.local_day(outlook.plan.calendar, blocker.raised_at)
    waited = worktime.working_days_between(outlook.plan.calendar, since, outlook.today)
    return Reason(cause, task, blocker, owner.name if owner else blocker.outside, waited)


def _shown(outlook: Outlook, milestone: Milestone, way: planning.WayOut) -> WayOutShown:
    match way:
        case planning.ClearBlocker(blocker_id):
            return WayOutShown(way, outlook.blockers[blocker_id])
        case planning.MoveTask(task_id, person_id):
            return WayOutShown(way, outlook.tasks[task_id], outlook.people[person_id])
        case planning.MoveMilestone():
            return WayOutShown(way, milestone)
