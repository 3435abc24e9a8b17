"""The plan counted through: when each task and milestone will be finished, why late, and what would help.

The rules, deterministic for now:

- One owner works on one task at a time, to its end, in their own working time, leave included. Of what
  could go on they take what is begun already first, then by priority, due date, length of what waits
  behind it, number. Nobody idles while something of theirs could go on.
- A task without an owner is worked on in the project's hours, and keeps nobody from anything else.
- A task without an estimate counts for UNESTIMATED_HOURS. What is overdue goes on now.
- A task in review keeps its owner no longer, and is accepted within REVIEW_HOURS of the project's time.
- An open blocker holds its tasks until the end of the day that somebody gave their word for (`expected`),
  else of the day it is needed by, where that is ahead; else it is taken to last until the end of the next
  working day. Days are the project's.
- A day of delay after a dependency is a working day of the waiting task's owner.
- Nothing is looked at further than HORIZON; what has not ended by then ends there.

So the finish of a task that gets a blocker never comes earlier. Other tasks may well gain by it, because
their owner has time for them, and what gains can get in somebody else's way: only where nobody has two
tasks at once does more trouble never make anything earlier.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from heapq import heappop, heappush

from bot import worktime
from bot.worktime import HOURS_A_DAY, Calendar, NoWorkingTimeError

UNESTIMATED_HOURS = HOURS_A_DAY
REVIEW_HOURS = 4.0  # half a working day for somebody's second look
HORIZON = timedelta(days=50 * 365)

_MOVES_TRIED = 6  # tasks that are tried with another owner; each try counts the whole plan through
_TAKERS_TRIED = 2
_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)


class Stage(Enum):
    """How far a task is; a cancelled one is no part of a plan."""

    TODO = "todo"
    DOING = "doing"
    REVIEW = "review"
    DONE = "done"


_FINISHED = frozenset((Stage.REVIEW, Stage.DONE))  # by their owner


@dataclass(frozen=True, slots=True)
class Link:
    """The task can go on only when this one is finished, and so many working days have passed."""

    task_id: int
    lag_days: float = 0.0

    def __post_init__(self) -> None:
        if self.lag_days < 0:
            message = f"a lag can't be negative: {self.lag_days}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class PlanBlocker:
    """What stops a task; one that stops several stands in each. `expected`: who clears it said so."""

    id: int
    raised_at: datetime
    needed_by: date | None = None
    expected: date | None = None


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task as far as planning goes.

    `left_hours` None: nobody said. `priority`: the smaller, the sooner. `blockers`: the open ones.
    `due` is a day in the owner's zone. A link to a task that is not in the plan holds nothing.
    """

    id: int
    owner: int | None = None
    left_hours: float | None = None
    after: tuple[Link, ...] = ()
    due: date | None = None
    due_at: datetime | None = None
    milestone: int | None = None
    stage: Stage = Stage.TODO
    priority: int = 2
    blockers: tuple[PlanBlocker, ...] = ()
    done_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is finished, and accepted where it has to be."""
        return self.stage is Stage.DONE

    @property
    def hours(self) -> float:
        """Working hours that are left of it; of one in review, until it is accepted."""
        match self.stage:
            case Stage.DONE:
                return 0.0
            case Stage.REVIEW:
                return REVIEW_HOURS
            case Stage.TODO | Stage.DOING:
                return UNESTIMATED_HOURS if self.left_hours is None else max(0.0, self.left_hours)


@dataclass(frozen=True, slots=True)
class PlanMilestone:
    """A date the project has promised."""

    id: int
    promised: date


@dataclass(frozen=True, slots=True)
class Plan:
    """All of a project that has a say in its dates, as it stands at `now`.

    `milestones` are the open ones. `calendars` are by person; None is the project's own, which also
    serves those without one. `members` are the people that a task could be given to.
    """

    now: datetime
    tasks: tuple[PlanTask, ...]
    milestones: tuple[PlanMilestone, ...]
    calendars: Mapping[int | None, Calendar]
    members: frozenset[int] = frozenset()

    @property
    def calendar(self) -> Calendar:
        """The project's own."""
        return self.calendars[None]

    def calendar_of(self, owner: int | None) -> Calendar:
        """The owner's calendar, or the project's."""
        return self.calendars.get(owner) or self.calendar


class Kind(Enum):
    """What makes a task end no earlier."""

    WORK = "work"  # what is left of it
    LATE = "late"  # the same, and so it misses its own due date
    BLOCKED = "blocked"
    ACCEPTANCE = "acceptance"  # it is done, and waits for the second person's word
    AFTER = "after"  # it waits for another task
    QUEUE = "queue"  # its owner has another task first
    NO_TIME = "no time"  # its owner has no working time ahead


@dataclass(frozen=True, slots=True)
class TaskForecast:
    """When a task goes on and when it is finished (UTC; for a done one both are when it was).

    `day` is the finish as a day of its owner. `kind` says why it does not go on earlier, `by` which task
    (AFTER, QUEUE) or blocker (BLOCKED) that is, and `since` from when on that alone was the reason.
    """

    task_id: int
    start: datetime
    finish: datetime
    day: date
    kind: Kind
    by: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """One link of the chain from the root to the milestone.

    `days` are the working days of its owner that it adds: the waiting that nothing else explains, and
    the work. A blocker is a link of its own before its task's.
    """

    task_id: int
    blocker_id: int | None
    kind: Kind
    days: float


@dataclass(frozen=True, slots=True)
class MilestoneForecast:
    """When a milestone is met; `finish` None: it has no tasks, so there is no forecast.

    `slip` is in working days of the project after the promised day, 0 if on time. `cause` leads from the
    root to the task that ends last, and is empty without a slip.
    """

    milestone_id: int
    finish: date | None
    slip: int = 0
    cause: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Tasks and milestones by id. `ignored` are links (task, after) that would close a circle."""

    tasks: Mapping[int, TaskForecast]
    milestones: Mapping[int, MilestoneForecast]
    ignored: tuple[tuple[int, int], ...] = ()


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


def forecast(plan: Plan) -> Schedule:
    """Count the plan through from now on. The order in which tasks are given has no influence."""
    net = _net(plan)
    placed = _Run(plan, net).place_all()
    found = {
        milestone.id: _milestone(plan, net, placed, milestone, net.by_milestone.get(milestone.id, []))
        for milestone in plan.milestones
    }
    return Schedule(placed, found, net.ignored)


def options(plan: Plan, milestone_id: int) -> tuple[WayOut, ...]:
    """Return at most three ways out of a slip, each counted through; none if the milestone is on time."""
    late = forecast(plan).milestones[milestone_id]
    if late.finish is None or not late.slip:
        return ()
    found = (_cleared(plan, late), _moved(plan, late), MoveMilestone(late.milestone_id, late.finish))
    return tuple(option for option in found if option)


def milestone_of(task: PlanTask, plan: Plan) -> int | None:
    """Return the milestone that a task counts for.

    That is its own; else the next one not before its due day; for a task without a due day the first.
    """
    return _milestone_of(task, plan, _by_date(plan))


def release(blocker: PlanBlocker, plan: Plan) -> datetime:
    """Return until when an open blocker is taken to hold (see the rules above)."""
    today = worktime.local_day(plan.calendar, plan.now)
    if blocker.expected and _end_of(plan.calendar, blocker.expected) > plan.now:
        return _end_of(plan.calendar, blocker.expected)
    if blocker.needed_by and blocker.needed_by > today:
        return _end_of(plan.calendar, blocker.needed_by)
    return _end_of(plan.calendar, _next_working_day(plan.calendar, today))


def find_circle(edges: Iterable[tuple[int, int]], new_edge: tuple[int, int]) -> tuple[int, ...] | None:
    """Return the circle that a new link would close, or None. An edge is (task, the one it waits for).

    The circle begins with the new edge's task; each of it waits for the next, the last for the first.
    Of several it is a shortest one.
    """
    task, after = new_edge
    waits: defaultdict[int, list[int]] = defaultdict(list)
    for waiting, awaited in edges:
        waits[waiting].append(awaited)
    came_from: dict[int, int] = {after: task}
    layer = [after]
    while layer and task not in layer:
        layer = _next_layer(layer, waits, came_from)
    return _walk_back(came_from, task, after) if task in layer else None


def _next_layer(layer: list[int], waits: Mapping[int, list[int]], came_from: dict[int, int]) -> list[int]:
    found = []
    for waiting in layer:
        for awaited in sorted(waits.get(waiting, ())):
            if awaited not in came_from:
                came_from[awaited] = waiting
                found.append(awaited)
    return found


def _walk_back(came_from: Mapping[int, int], task: int, after: int) -> tuple[int, ...]:
    if task == after:
        return (task,)
    back = []
    step = came_from[task]
    while step != task:
        back.append(step)
        step = came_from[step]
    return (task, *reversed(back))


@dataclass(frozen=True, slots=True)
class _Net:
    """The tasks in an order in which each comes after those it waits for, without circles."""

    tasks: dict[int, PlanTask]
    order: tuple[int, ...]
    after: dict[int, tuple[Link, ...]]
    behind: dict[int, list[Link]]  # here a link's task is the one that waits
    ranks: dict[int, "_Rank"]
    by_milestone: dict[int, list[int]]
    ignored: tuple[tuple[int, int], ...]


_Rank = tuple[bool, int, date, int, int]


def _net(plan: Plan) -> _Net:
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
    return _Net(tasks, order, after, behind, ranks, by_milestone, ignored)


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


def _by_date(plan: Plan) -> list[PlanMilestone]:
    return sorted(plan.milestones, key=lambda milestone: (milestone.promised, milestone.id))


def _counted(plan: Plan, tasks: Mapping[int, PlanTask]) -> dict[int, int | None]:
    milestones = _by_date(plan)
    return {number: _milestone_of(task, plan, milestones) for number, task in tasks.items()}


def _milestone_of(task: PlanTask, plan: Plan, milestones: list[PlanMilestone]) -> int | None:
    if task.milestone is not None:
        return task.milestone
    due = _due(task, plan) or date.min
    return next((milestone.id for milestone in milestones if milestone.promised >= due), None)


def _due(task: PlanTask, plan: Plan) -> date | None:
    if task.due or not task.due_at:
        return task.due
    return worktime.local_day(plan.calendar_of(task.owner), task.due_at)


def _ranks(
    plan: Plan,
    tasks: Mapping[int, PlanTask],
    order: tuple[int, ...],
    behind: Mapping[int, list[Link]],
    counted: Mapping[int, int | None],
) -> dict[int, _Rank]:
    """Return by what an owner chooses; a task is due no later than its milestone and what waits for it."""
    promised = {milestone.id: milestone.promised for milestone in plan.milestones}
    ranks: dict[int, _Rank] = {}
    for number in reversed(order):
        task = tasks[number]
        waiting = [ranks[link.task_id] for link in behind[number]]
        milestone = counted[number]
        due = _due(task, plan) or promised.get(-1 if milestone is None else milestone, date.max)
        due = min([due, *(rank[2] for rank in waiting)])
        depth = min((rank[3] - 1 for rank in waiting), default=0)
        ranks[number] = (task.stage is not Stage.DOING, task.priority, due, depth, number)
    return ranks


@dataclass(slots=True)
class _Desk:
    """One owner at work: what could go on, and what was done last."""

    calendar: Calendar
    queue: list[tuple[_Rank, datetime]] = field(default_factory=list)  # with when it was put there
    idle: bool = True
    last: int | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """From when a task could go on as far as others are concerned, why not earlier, and since when."""

    at: datetime
    kind: Kind
    by: int | None
    since: datetime


_TASK_READY, _DESK_FREE = 0, 1  # at one moment, owners choose after everything ready is known


class _Run:
    """One counting through: events in the order of time, at which tasks get ready and owners free."""

    def __init__(self, plan: Plan, net: _Net) -> None:
        self.plan, self.net = plan, net
        self.now = plan.now.astimezone(UTC)
        self.limit = self.now + HORIZON
        self.placed: dict[int, TaskForecast] = {}
        self.ready: dict[int, _Ready] = {}
        self.awaited = {number: len(links) for number, links in net.after.items()}
        self.desks: dict[int, _Desk] = {}
        self.releases: dict[int, datetime] = {}
        self.events: list[tuple[datetime, int, int]] = []

    def place_all(self) -> dict[int, TaskForecast]:
        """Return every task's forecast."""
        for number, links in self.net.after.items():
            if not links:
                self.make_ready(number)
        for task in self.net.tasks.values():
            if task.stage in _FINISHED:
                self.place_finished(task)
        while self.events:
            moment, kind, key = heappop(self.events)
            if kind == _TASK_READY:
                self.reach(moment, key)
            else:
                self.choose(moment, key)
        return self.placed

    def place_finished(self, task: PlanTask) -> None:
        """Place a task that its owner has finished: it waits for nobody, or for acceptance only."""
        if task.is_done:
            at = (task.done_at or self.now).astimezone(UTC)
            self.place(task, at, at, _Ready(at, Kind.WORK, None, at))
            return
        ready = _Ready(self.now, Kind.ACCEPTANCE, None, self.now)
        self.place(task, self.now, self.worked(self.plan.calendar, self.now, task.hours), ready)

    def place(self, task: PlanTask, start: datetime, finish: datetime, ready: _Ready) -> None:
        """Note when a task is worked on, and make ready what waited for it alone."""
        last = finish - _INSTANT if finish > start else finish  # midnight ends a day
        day = worktime.local_day(self.plan.calendar_of(task.owner), last)
        self.placed[task.id] = TaskForecast(
            task.id, start, finish, day, ready.kind, ready.by, max(ready.since, self.now)
        )
        for link in self.net.behind[task.id]:
            self.awaited[link.task_id] -= 1
            if not self.awaited[link.task_id]:
                self.make_ready(link.task_id)

    def make_ready(self, number: int) -> None:
        """All that the task waits for has its time: now it is known when it could go on."""
        task = self.net.tasks[number]
        if task.stage in _FINISHED:
            return
        calendar = self.plan.calendar_of(task.owner)
        ready = self.ready[number] = self.ready_at(task, calendar)
        heappush(self.events, (self.working(calendar, ready.at), _TASK_READY, number))

    def ready_at(self, task: PlanTask, calendar: Calendar) -> _Ready:
        """Return when all is there that the task needs, but for its owner's time."""
        ready = _Ready(self.now, Kind.WORK, None, self.now)
        for link in self.net.after[task.id]:
            end = self.placed[link.task_id].finish
            at = self.later(calendar, end, link.lag_days) if link.lag_days else end
            if at > ready.at:
                ready = _Ready(at, Kind.AFTER, link.task_id, end)
        otherwise = ready.at
        for blocker in sorted(task.blockers, key=lambda blocker: blocker.id):
            at = self.release(blocker)
            if at > ready.at:
                ready = _Ready(at, Kind.BLOCKED, blocker.id, otherwise)
        return ready

    def release(self, blocker: PlanBlocker) -> datetime:
        """Return until when the blocker holds; the same for all of its tasks."""
        at = self.releases.get(blocker.id)
        if at is None:
            at = self.releases[blocker.id] = min(release(blocker, self.plan), self.limit).astimezone(UTC)
        return at

    def reach(self, moment: datetime, number: int) -> None:
        """A task could go on: without an owner it does, else it is put on the owner's desk."""
        task = self.net.tasks[number]
        if task.owner is None:
            finish = self.worked(self.plan.calendar, moment, task.hours)
            self.place(task, moment, finish, self.held(self.ready[number], moment))
            return
        desk = self.desks.get(task.owner)
        if desk is None:
            desk = self.desks[task.owner] = _Desk(self.plan.calendar_of(task.owner))
        heappush(desk.queue, (self.net.ranks[number], moment))
        if desk.idle:
            desk.idle = False
            heappush(self.events, (moment, _DESK_FREE, task.owner))

    def choose(self, moment: datetime, owner: int) -> None:
        """Let the owner work on the first of what is on the desk."""
        desk = self.desks[owner]
        if not desk.queue:
            desk.idle = True
            return
        rank, reached = heappop(desk.queue)
        task, ready = self.net.tasks[rank[-1]], self.ready[rank[-1]]
        if desk.last is not None and reached < moment:
            ready = _Ready(moment, Kind.QUEUE, desk.last, self.placed[desk.last].finish)
        desk.last = task.id
        finish = self.worked(desk.calendar, moment, task.hours)
        self.place(task, moment, finish, self.held(ready, moment))
        heappush(self.events, (self.working(desk.calendar, finish), _DESK_FREE, owner))

    def held(self, ready: _Ready, moment: datetime) -> _Ready:
        """Return the reason for a start, which may be that the owner never works again."""
        if ready.at < self.limit <= moment:
            return _Ready(moment, Kind.NO_TIME, None, ready.at)
        return ready

    def working(self, calendar: Calendar, at: datetime) -> datetime:
        """Return the next working moment, no later than the horizon."""
        try:
            return min(worktime.next_working_moment(calendar, at), self.limit)
        except NoWorkingTimeError:
            return self.limit

    def worked(self, calendar: Calendar, start: datetime, hours: float) -> datetime:
        """Return by when so much is worked, no later than the horizon."""
        if not hours or start >= self.limit:
            return start
        try:
            return min(worktime.add_hours(calendar, start, hours), self.limit)
        except NoWorkingTimeError:
            return self.limit

    def later(self, calendar: Calendar, at: datetime, days: float) -> datetime:
        """Return the instant so many working days later, no later than the horizon."""
        try:
            return min(worktime.add_working_days(calendar, at, days), self.limit)
        except NoWorkingTimeError:
            return self.limit


def _milestone(
    plan: Plan, net: _Net, placed: Mapping[int, TaskForecast], milestone: PlanMilestone, numbers: list[int]
) -> MilestoneForecast:
    if not numbers:
        return MilestoneForecast(milestone.id, None)
    last = max((placed[number] for number in numbers), key=lambda one: (one.day, one.finish, -one.task_id))
    if last.day <= milestone.promised:
        return MilestoneForecast(milestone.id, last.day)
    slip = worktime.working_days_between(plan.calendar, milestone.promised, last.day)
    cause = _chain(plan, net, placed, last) if slip else ()
    return MilestoneForecast(milestone.id, last.day, slip, cause)


def _chain(
    plan: Plan, net: _Net, placed: Mapping[int, TaskForecast], last: TaskForecast
) -> tuple[Cause, ...]:
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
    due = _due(task, plan)
    return Kind.LATE if step.kind is Kind.WORK and due and step.day > due else step.kind


def _cleared(plan: Plan, late: MilestoneForecast) -> ClearBlocker | None:
    """Count with the blocker at the root gone by the next working day, or today if that is no gain."""
    root = next((cause.blocker_id for cause in late.cause if cause.blocker_id is not None), None)
    if root is None or late.finish is None:
        return None
    today = worktime.local_day(plan.calendar, plan.now)
    for day in (_next_working_day(plan.calendar, today), today):
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
    for task in _movable(plan, late)[:_MOVES_TRIED]:
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


def _next_working_day(calendar: Calendar, today: date) -> date:
    try:
        return worktime.add_days(calendar, today, 1)
    except NoWorkingTimeError:
        return today + _DAY


def _end_of(calendar: Calendar, day: date) -> datetime:
    """Return when that day's work ends; of a day off, its midnight."""
    if worktime.is_working_day(calendar, day):
        return worktime.end_of_working_day(calendar, day)
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    midnight = datetime.combine(day + _DAY, time(), worktime.zone_at(calendar, noon))
    return midnight.astimezone(UTC)
