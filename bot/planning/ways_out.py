"""What would help a milestone that slips, each way counted through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot import worktime
from bot.planning.forecasting import forecast
from bot.planning.plan import Plan, PlanTask, Stage, day_after
from bot.planning.schedule import Kind, MilestoneForecast

_MOVES_TRIED = 6  # tasks that are tried with another owner
_TAKERS_TRIED = 2
_TASKS_COUNTED = 3_000  # by all tries together: each counts the whole plan through, and somebody waits


@dataclass(frozen=True, slots=True)
class ClearBlocker:
    """If the blocker were cleared by the end of that day, the milestone would be met on `finish`."""

    blocker_id: int
    by: date
    finish: date


@dataclass(frozen=True, slots=True)
class MoveTask:
    """If that person did the task, the milestone would be met on `finish`."""

    task_id: int
    to: int
    finish: date


@dataclass(frozen=True, slots=True)
class MoveMilestone:
    """If nothing changes, this is the day to promise."""

    milestone_id: int
    finish: date


WayOut = ClearBlocker | MoveTask | MoveMilestone


def options(plan: Plan, milestone_id: int) -> tuple[WayOut, ...]:
    """Return at most three ways out of a slip, each counted through; none if the milestone is on time."""
    late = forecast(plan).milestones[milestone_id]
    if late.finish is None or not late.slip:
        return ()
    found = (_cleared(plan, late), _moved(plan, late), MoveMilestone(late.milestone_id, late.finish))
    return tuple(option for option in found if option)


def _cleared(plan: Plan, late: MilestoneForecast) -> ClearBlocker | None:
    """Count with the blocker at the root gone by the next working day, or today if that is no gain."""
    root = next((cause.blocker_id for cause in late.cause if cause.blocker_id is not None), None)
    if root is None or late.finish is None:
        return None
    today = worktime.local_day(plan.calendar, plan.now)
    for day in (day_after(plan.calendar, today), today):
        finish = _finish(_with_blocker_cleared(plan, root, day), late.milestone_id)
        if finish and finish < late.finish:
            return ClearBlocker(root, day, finish)
    return None


def _with_blocker_cleared(plan: Plan, blocker_id: int, by: date) -> Plan:
    def cleared(task: PlanTask) -> PlanTask:
        if not any(blocker.id == blocker_id for blocker in task.blockers):
            return task
        others = (blocker for blocker in task.blockers if blocker.id != blocker_id)
        known = (replace(blocker, expected=by) for blocker in task.blockers if blocker.id == blocker_id)
        return replace(task, blockers=(*others, *known))

    return replace(plan, tasks=tuple(map(cleared, plan.tasks)))


def _moved(plan: Plan, late: MilestoneForecast) -> MoveTask | None:
    """Try the chain's tasks with those who have less to do, and return what helps most."""
    loads = _loads(plan)
    best: MoveTask | None = None
    tries = max(1, min(_MOVES_TRIED, _TASKS_COUNTED // len(plan.tasks)))
    for task in _movable(plan, late)[:tries]:
        for person in _takers(plan, task, loads):
            finish = _finish(_with_owner(plan, task.id, person), late.milestone_id)
            if finish and late.finish and finish < (best.finish if best else late.finish):
                best = MoveTask(task.id, person, finish)
    return best


def _movable(plan: Plan, late: MilestoneForecast) -> list[PlanTask]:
    """Return the chain's tasks that nobody has begun, those that wait for their owner first."""
    tasks = {task.id: task for task in plan.tasks}
    causes = sorted(late.cause, key=lambda cause: cause.kind is not Kind.QUEUE)
    found = dict.fromkeys(cause.task_id for cause in causes)
    return [
        task for task in map(tasks.__getitem__, found) if task.stage is Stage.TODO and task.owner is not None
    ]


def _loads(plan: Plan) -> dict[int, float]:
    loads = dict.fromkeys(sorted(plan.members), 0.0)
    for task in plan.tasks:
        if task.owner is not None and task.stage in {Stage.TODO, Stage.DOING}:
            loads[task.owner] = loads.get(task.owner, 0.0) + task.hours
    return loads


def _takers(plan: Plan, task: PlanTask, loads: Mapping[int, float]) -> list[int]:
    """Return who has least to do, of those who would still have less than its owner has now."""
    mine = loads.get(task.owner, 0.0) if task.owner is not None else 0.0
    free = (person for person in plan.members - {task.owner} if loads[person] + task.hours <= mine)
    return sorted(free, key=lambda person: (loads[person], person))[:_TAKERS_TRIED]


def _with_owner(plan: Plan, task_id: int, person: int) -> Plan:
    tasks = tuple(replace(task, owner=person) if task.id == task_id else task for task in plan.tasks)
    return replace(plan, tasks=tasks)


def _finish(plan: Plan, milestone_id: int) -> date | None:
    return forecast(plan).milestones[milestone_id].finish
