"""From a plan to its schedule: tasks counted through, milestones, and the chains that led there."""

from collections.abc import Iterator, Mapping

from bot import worktime
from bot.planning.counting import Run
from bot.planning.network import Net, net_of
from bot.planning.plan import Plan, PlanMilestone, PlanTask, due_day
from bot.planning.schedule import Cause, Kind, MilestoneForecast, Schedule, TaskForecast
from bot.worktime import HOURS_A_DAY


def forecast(plan: Plan) -> Schedule:
    """Count the plan through from now on. The order in which tasks are given has no influence."""
    net = net_of(plan)
    placed = Run(plan, net).place_all()
    found = {
        milestone.id: _milestone(plan, net, placed, milestone, net.by_milestone.get(milestone.id, []))
        for milestone in plan.milestones
    }
    return Schedule(placed, found, net.ignored)


def _milestone(
    plan: Plan, net: Net, placed: Mapping[int, TaskForecast], milestone: PlanMilestone, numbers: list[int]
) -> MilestoneForecast:
    if not numbers:
        return MilestoneForecast(milestone.id, None)
    last = max((placed[number] for number in numbers), key=lambda one: (one.day, one.finish, -one.task_id))
    if last.day <= milestone.promised:
        return MilestoneForecast(milestone.id, last.day)
    slip = worktime.working_days_between(plan.calendar, milestone.promised, last.day)
    cause = _chain(plan, net, placed, last) if slip else ()
    return MilestoneForecast(milestone.id, last.day, slip, cause)


def _chain(plan: Plan, net: Net, placed: Mapping[int, TaskForecast], last: TaskForecast) -> tuple[Cause, ...]:
    """Return what led to the task's finish, the root first; what was finished late is its own root."""
    if net.tasks[last.task_id].is_done:
        return (Cause(last.task_id, None, Kind.LATE, 0.0),)
    back: list[Cause] = []
    step: TaskForecast | None = last
    while step and not net.tasks[step.task_id].is_done:
        back.extend(_causes(plan, net.tasks[step.task_id], step))
        waits = step.kind in {Kind.AFTER, Kind.QUEUE} and step.by is not None
        step = placed[step.by] if waits and step.by is not None else None
    return tuple(reversed(back))


def _causes(plan: Plan, task: PlanTask, step: TaskForecast) -> Iterator[Cause]:
    """Yield what one task adds to its chain, the last first."""
    calendar = plan.calendar_of(task.owner)
    waited = worktime.hours_between(calendar, step.since, step.start) / HOURS_A_DAY
    worked = task.hours / HOURS_A_DAY
    if step.kind is not Kind.BLOCKED:
        yield Cause(task.id, None, _kind(plan, task, step), waited + worked)
        return
    yield Cause(task.id, None, Kind.WORK, worked)
    yield Cause(task.id, step.by, Kind.BLOCKED, waited)


def _kind(plan: Plan, task: PlanTask, step: TaskForecast) -> Kind:
    due = due_day(task, plan)
    return Kind.LATE if step.kind is Kind.WORK and due and step.day > due else step.kind
