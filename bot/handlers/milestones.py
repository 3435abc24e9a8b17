"""Commands about milestones."""

from datetime import date
from typing import Annotated

from bot.command import Commands, Marker, Request
from bot.errors import Ambiguous, UserError
from bot.handlers.tasks import InProject, project_of, the_project
from bot.message import Audience, Day, Message, phrase
from bot.parameters import no_such, visible_projects
from bot.services import cards, milestones
from bot.views import milestones as views
from bot.views.tasks import as_they_are, undo
from bot.when.meaning import Unclear, When
from storage.models import Milestone, Task
from storage.words import Role

PromisedDay = Annotated[When | Unclear | None, Marker(("on", "by", "for"), bare=True)]
WithTasks = Annotated[tuple[Task, ...], Marker(("with",))]
NewDay = Annotated[When | Unclear, Marker(("to",), bare=True)]


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "milestone add", "Promise a date", aliases=("milestone",), plain=("milestone ",), role=Role.LEAD
    )(add)
    commands.add("milestone move", "Promise another date, and say why", role=Role.LEAD)(move)
    commands.add("milestone met", "Say that a milestone is met", role=Role.LEAD)(met)
    commands.add("milestone drop", "Promise a milestone no longer", role=Role.LEAD)(drop)
    commands.add("milestone list", "What is promised", aliases=("milestones",), role=None, alone=True)(listed)


async def add(
    request: Request,
    name: str,
    *,
    promised: PromisedDay = None,
    project: InProject = None,
    several: WithTasks = (),
) -> Message:
    """`milestone Beta 17 March`, `milestone Beta 17 March with 5 6`."""
    chosen = project or (await project_of(request, several[0]) if several else await the_project(request))
    found = [await cards.of(request.work, one) for one in several]
    if promised is None:
        return views.which_day(name, chosen, found)
    if isinstance(promised, Unclear):
        raise _asked_back(promised, views.said(name, found), request.reading.today)
    made = await milestones.add(request.work, chosen, name, promised.day, by=request.actor, several=several)
    return views.promised(made).plus(*as_they_are(found))


async def move(request: Request, milestone: Milestone, day: NewDay, reason: str = "") -> Message:
    """`milestone move Beta 24 March because legal is late`."""
    if isinstance(day, Unclear):
        raise _asked_back(day, f"milestone move m{milestone.id}", request.reading.today)
    if not reason:
        return views.ask_reason(milestone, day.day)
    moved = await milestones.move(request.work, milestone, day.day, reason, by=request.actor)
    return views.moved(moved.standing, moved.before)


async def met(request: Request, milestone: Milestone) -> Message:
    """`milestone met Beta`."""
    found = await milestones.meet(request.work, milestone, by=request.actor)
    return views.met(found).to(Audience.ASKER).offering(undo())


async def drop(request: Request, milestone: Milestone) -> Message:
    """`milestone drop Beta`."""
    return views.dropped(await milestones.drop(request.work, milestone, by=request.actor))


async def listed(request: Request) -> Message:
    """`milestones`."""
    return views.listed(await milestones.listed(request.work, await visible_projects(request)))


def _asked_back(day: Unclear, command: str, today: date) -> UserError:
    """A date that can't be, that is over, or that could be several, each of which is offered."""
    if not day.options:
        return no_such(day)
    ahead = [one.day for one in day.options if one.day >= today][:3]
    if not ahead:
        return milestones.is_over(day.options[0].day)
    choices = [(phrase("{day}", day=Day(one)), f"{command} {one.isoformat()}") for one in ahead]
    return Ambiguous(
        "“{text}”: which day is meant? Nothing was changed.", choices=choices, text=day.text[:40]
    )
