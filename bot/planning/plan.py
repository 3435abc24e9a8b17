"""What is known of a project: its tasks, their links and blockers, its milestones and calendars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from bot import worktime
from bot.worktime import HOURS_A_DAY, Calendar, NoWorkingTimeError

UNESTIMATED_HOURS = HOURS_A_DAY
REVIEW_HOURS = 4.0  # half a working day for somebody's second look
HORIZON = timedelta(days=50 * 365)

_DAY = timedelta(days=1)


class Stage(Enum):
    """How far a task is; a cancelled one is no part of a plan."""

    TODO = "todo"
    DOING = "doing"
    REVIEW = "review"
    DONE = "done"


FINISHED = frozenset((Stage.REVIEW, Stage.DONE))  # by their owner


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


def milestone_of(task: PlanTask, plan: Plan) -> int | None:
    """Return the milestone that a task counts for.

    That is its own; else the next one not before its due day; for a task without a due day the first.
    A done task counts for its own only: nobody knows for which of the past ones it was meant.
    """
    return counts_for(task, plan, by_date(plan))


def counts_for(task: PlanTask, plan: Plan, milestones: list[PlanMilestone]) -> int | None:
    if task.milestone is not None or task.is_done:
        return task.milestone
    due = due_day(task, plan) or date.min
    return next((milestone.id for milestone in milestones if milestone.promised >= due), None)


def by_date(plan: Plan) -> list[PlanMilestone]:
    return sorted(plan.milestones, key=lambda milestone: (milestone.promised, milestone.id))


def due_day(task: PlanTask, plan: Plan) -> date | None:
    if task.due or not task.due_at:
        return task.due
    return worktime.local_day(plan.calendar_of(task.owner), task.due_at)


def release(blocker: PlanBlocker, plan: Plan) -> datetime:
    """Return until when an open blocker is taken to hold (see the rules above)."""
    today = worktime.local_day(plan.calendar, plan.now)
    if blocker.expected and end_of(plan.calendar, blocker.expected) > plan.now:
        return end_of(plan.calendar, blocker.expected)
    if blocker.needed_by and blocker.needed_by > today:
        return end_of(plan.calendar, blocker.needed_by)
    return end_of(plan.calendar, day_after(plan.calendar, today))


def day_after(calendar: Calendar, today: date) -> date:
    try:
        return worktime.add_days(calendar, today, 1)
    except NoWorkingTimeError:
        return today + _DAY


def end_of(calendar: Calendar, day: date) -> datetime:
    """Return when that day's work ends; of a day off, its midnight."""
    if worktime.is_working_day(calendar, day):
        return worktime.end_of_working_day(calendar, day)
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    midnight = datetime.combine(day + _DAY, time(), worktime.zone_at(calendar, noon))
    return midnight.astimezone(UTC)
