"""The plan as people see it: each milestone, and why it comes late."""

from collections.abc import Sequence

from bot.message import Bold, Day, Days, Line, Message, Said, heading, item, line, note, phrase, row
from bot.planning import Cause, MilestoneForecast
from bot.views.tasks import key_of
from storage.models import Blocker, Milestone, Project, Task

Why = tuple[Cause, Task | None, Blocker | None]


def plan(project: Project, outlooks: Sequence[tuple[Milestone, MilestoneForecast, Sequence[Why]]]) -> Message:
    """Return each milestone's finish beside its promise. One computed day, and no chances yet: it says so."""
    title = heading("{project}: the plan", project=project.name)
    if not outlooks:
        return Message((title, line("No milestone is promised yet.")))
    lines = [shown for outlook in outlooks for shown in _milestone(project, *outlook)]
    return Message((title, *lines, note("Computed from what is left, without chances yet.")))


def _milestone(
    project: Project, milestone: Milestone, forecast: MilestoneForecast, why: Sequence[Why]
) -> list[Line]:
    promised = phrase("promised {day}", day=Day(milestone.promised))
    if forecast.finish is None:
        return [item(Bold(milestone.name), promised, phrase("no tasks, no forecast"))]
    finish = phrase("done by {day}", day=Day(forecast.finish))
    if forecast.slip <= 0:
        return [item(Bold(milestone.name), promised, finish, sign="🟢")]
    late = phrase("{days} late", days=Days(forecast.slip))
    causes = [_cause(project, *one) for one in why if one[1] is not None]
    return [row(Bold(milestone.name), promised, finish, late, sign="🔴"), *causes]


def _cause(project: Project, cause: Cause, task: Task | None, blocker: Blocker | None) -> Line:
    key = Bold(key_of(task, project)) if task else ""
    adds = phrase("adds {days}", days=Days(round(cause.days, 1)))
    if blocker is not None:
        return item(key, phrase("waits: {reason}", reason=Said(blocker.reason)), adds)
    return item(key, task.title if task else "", adds)
