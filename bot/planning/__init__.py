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

from bot.planning.circles import find_circle
from bot.planning.forecasting import forecast
from bot.planning.plan import (
    HORIZON,
    REVIEW_HOURS,
    UNESTIMATED_HOURS,
    Link,
    Plan,
    PlanBlocker,
    PlanMilestone,
    PlanTask,
    Stage,
    milestone_of,
    release,
)
from bot.planning.schedule import Cause, Kind, MilestoneForecast, Schedule, TaskForecast
from bot.planning.ways_out import ClearBlocker, MoveMilestone, MoveTask, WayOut, options

__all__ = [
    "HORIZON",
    "REVIEW_HOURS",
    "UNESTIMATED_HOURS",
    "Cause",
    "ClearBlocker",
    "Kind",
    "Link",
    "MilestoneForecast",
    "MoveMilestone",
    "MoveTask",
    "Plan",
    "PlanBlocker",
    "PlanMilestone",
    "PlanTask",
    "Schedule",
    "Stage",
    "TaskForecast",
    "WayOut",
    "find_circle",
    "forecast",
    "milestone_of",
    "options",
    "release",
]
