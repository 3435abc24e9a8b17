"""What is forecast: when tasks go on and end, when milestones are met, and why not earlier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


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
