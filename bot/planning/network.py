"""A plan's tasks as a network without circles, and by what their owners choose among them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.planning.plan import Link, Plan, PlanTask, Stage, by_date, counts_for, due_day


@dataclass(frozen=True, slots=True)
class Net:
    """The tasks in an order in which each comes after those it waits for, without circles."""

    tasks: dict[int, PlanTask]
    order: tuple[int, ...]
    after: dict[int, tuple[Link, ...]]
    behind: dict[int, list[Link]]  # here a link's task is the one that waits
    ranks: dict[int, "Rank"]
    by_milestone: dict[int, list[int]]
    ignored: tuple[tuple[int, int], ...]


Rank = tuple[bool, int, date, int, int]


def net_of(plan: Plan) -> Net:
    tasks = {task.id: task for task in sorted(plan.tasks, key=lambda task: task.id)}
    order, ignored = _untangled(tasks)
    cut = frozenset(ignored)
    after: dict[int, tuple[Link, ...]] = {}
    behind: dict[int, list[Link]] = {number: [] for number in tasks}
    for number, task in tasks.items():
        links = tuple(link for link in sorted(task.after, key=_link_order) if link.task_id in tasks)
        after[number] = tuple(link for link in links if (number, link.task_id) not in cut) if cut else links
        for link in after[number]:
            behind[link.task_id].append(Link(number, link.lag_days))
    counted = _counted(plan, tasks)
    ranks = _ranks(plan, tasks, order, behind, counted)
    by_milestone: dict[int, list[int]] = {}
    for number, milestone in counted.items():
        if milestone is not None:
            by_milestone.setdefault(milestone, []).append(number)
    return Net(tasks, order, after, behind, ranks, by_milestone, ignored)


def _link_order(link: Link) -> tuple[int, float]:
    return link.task_id, link.lag_days


def _untangled(tasks: Mapping[int, PlanTask]) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Return an order of the tasks, those awaited first, and the links that had to go for it."""
    order: list[int] = []
    ignored: list[tuple[int, int]] = []
    state: dict[int, bool] = {}  # True: its own awaited ones are being looked at; False: it is in order
    for root in tasks:
        if root not in state:
            _visit(root, tasks, state, order, ignored)
    return tuple(order), tuple(ignored)


def _visit(
    root: int,
    tasks: Mapping[int, PlanTask],
    state: dict[int, bool],
    order: list[int],
    ignored: list[tuple[int, int]],
) -> None:
    """Go down from the root without recursion: a chain may be longer than Python's stack."""
    state[root] = True
    path: list[tuple[int, Iterator[int]]] = [(root, _awaited(root, tasks))]
    while path:
        number, rest = path[-1]
        below = next((one for one in rest if state.get(one) is not False), None)
        if below is None:
            path.pop()
            state[number] = False
            order.append(number)
        elif below in state:
            ignored.append((number, below))
        else:
            state[below] = True
            path.append((below, _awaited(below, tasks)))


def _awaited(number: int, tasks: Mapping[int, PlanTask]) -> Iterator[int]:
    return iter(sorted({link.task_id for link in tasks[number].after if link.task_id in tasks}))


def _counted(plan: Plan, tasks: Mapping[int, PlanTask]) -> dict[int, int | None]:
    milestones = by_date(plan)
    return {number: counts_for(task, plan, milestones) for number, task in tasks.items()}


def _ranks(
    plan: Plan,
    tasks: Mapping[int, PlanTask],
    order: tuple[int, ...],
    behind: Mapping[int, list[Link]],
    counted: Mapping[int, int | None],
) -> dict[int, Rank]:
    """Return by what an owner chooses; a task is due no later than its milestone and what waits for it."""
    promised = {milestone.id: milestone.promised for milestone in plan.milestones}
    ranks: dict[int, Rank] = {}
    for number in reversed(order):
        task = tasks[number]
        waiting = [ranks[link.task_id] for link in behind[number]]
        milestone = counted[number]
        due = due_day(task, plan) or promised.get(-1 if milestone is None else milestone, date.max)
        due = min([due, *(rank[2] for rank in waiting)])
        depth = min((rank[3] - 1 for rank in waiting), default=0)
        ranks[number] = (task.stage is not Stage.DOING, task.priority, due, depth, number)
    return ranks
