"""The plan as people see it: each milestone, and why it comes late."""

from collections.abc import Sequence
from datetime import date

from bot.message import Bold, Day, Days, Line, Message, heading, item, line, phrase, row
from bot.views import forecasts
from bot.views.forecasts import Late
from storage.models import Project


def plan(project: Project, found: Sequence[Late], today: date) -> Message:
    """Return each milestone's finish beside its promise. One computed day, and no chances yet: it says so."""
    title = heading("{project}: the plan", project=project.name)
    if not found:
        return Message((title, line("No milestone is promised yet.")))
    lines = [shown for one in found for shown in _milestone(project, one, today)]
    return Message((title, *lines, forecasts.computed()))


def _milestone(project: Project, one: Late, today: date) -> list[Line]:
    milestone, forecast = one.milestone, one.forecast
    promised = phrase("promised {day}", day=Day(milestone.promised))
    if forecast.finish is None:
        return [item(Bold(milestone.name), promised, phrase("no tasks, no forecast"))]
    finish = phrase("done by {day}", day=Day(forecast.finish))
    sign = forecasts.sign(milestone, forecast, today)
    if not forecast.slip:
        return [item(Bold(milestone.name), promised, finish, sign=sign)]
    late = phrase("{days} late", days=Days(forecast.slip))
    return [
        row(Bold(milestone.name), promised, finish, late, sign=sign),
        *forecasts.reasons(project, one.reasons),
    ]
