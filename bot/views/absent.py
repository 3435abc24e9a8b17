"""What is said of what is not there, and what comes nearest."""

from bot.command.absent import Absent
from bot.message import Button, Code, Message, button, says


def told(kind: Absent) -> Message:
    """Return one line, and the nearest as buttons."""
    plan, forecast, status = Code("plan"), Code("forecast"), Code("status")
    match kind:
        case Absent.REPORT:
            text = "I write no reports. {status} is a project on one page, {forecast} when its dates come."
            return says(text, status=status, forecast=forecast).offering(_status(), _forecast())
        case Absent.WHAT_IF:
            text = "I can't play what-if. {forecast} says when milestones come, why, and what would help."
            return says(text, forecast=forecast).offering(_forecast())
        case Absent.CHART:
            text = "I draw no charts. {plan} lists what comes when, {forecast} when the milestones come."
            return says(text, plan=plan, forecast=forecast).offering(_plan(), _forecast())
        case Absent.BOARD:
            text = "I have no board. {list} shows what is open, {status} a project on one page."
            return says(text, list=Code("list"), status=status).offering(_status())
        case Absent.MONEY:
            text = "I count neither money nor hours spent. {plan} shows the work that is left."
            return says(text, plan=plan).offering(_plan())


def _status() -> Button:
    return button("Status", "status")


def _plan() -> Button:
    return button("Plan", "plan")


def _forecast() -> Button:
    return button("Forecast", "forecast")
