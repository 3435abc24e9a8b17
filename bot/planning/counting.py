"""The counting through of a plan, from one event to the next."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

from bot import worktime
from bot.planning.network import Net, Rank
from bot.planning.plan import FINISHED, HORIZON, Plan, PlanBlocker, PlanTask, release
from bot.planning.schedule import Kind, TaskForecast
from bot.worktime import Calendar, NoWorkingTimeError

_INSTANT = timedelta(microseconds=1)


@dataclass(slots=True)
class _Desk:
    """One owner at work: what could go on, and what was done last."""

    calendar: Calendar
    queue: list[tuple[Rank, datetime]] = field(default_factory=list)  # with when it was put there
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


class Run:
    """One counting through: events in the order of time, at which tasks get ready and owners free."""

    def __init__(self, plan: Plan, net: Net) -> None:
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
            if task.stage in FINISHED:
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
        if task.stage in FINISHED:
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
