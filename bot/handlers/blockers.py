"""Commands about blockers."""

from typing import Annotated

from bot.command import Commands, Marker, Request
from bot.errors import Ambiguous, Unreadable
from bot.handlers.tasks import changed_card
from bot.message import Day, Kind, Message, button, phrase, row
from bot.outgoing import Address
from bot.parameters import no_such, visible_projects
from bot.services import (
    blocker_cards,
    blockers,
    clearing,
    escalations,
    overviews,
    task_states,
    tasks,
    trails,
    urges,
)
from bot.views import blockers as views
from bot.views import dues
from bot.views import escalations as escalation_views
from bot.views import plans as plan_views
from bot.views import urges as urge_views
from bot.when.meaning import Doubt, Unclear, When
from storage.models import Blocker, Milestone, Person, Task
from storage.words import Role

NeededBy = Annotated[When | Unclear | None, Marker(("by", "before", "until", "needed by"))]
Until = Annotated[When | Unclear | None, Marker(("by", "before", "until"), bare=True)]
NewDay = Annotated[When | Unclear, Marker(("by", "before", "until"), bare=True)]
From = Annotated[Person | None, Marker(("from",))]
Owner = Annotated[Person | None, Marker(("to", "from", "of"))]


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("blocker add", "Say what stops a task", aliases=("block", "blocked"), group="blocker")(block)
    commands.add(
        "blocker give", "Say who can clear a blocker, or who does a task", aliases=("give", "assign")
    )(give)
    commands.add("blocker need", "Say by when a blocker is to be cleared", aliases=("needed",))(need)
    commands.add("take", "I'll do it: a task, or clearing a blocker", group="blocker")(take)
    commands.add("promise", "Say by when I clear a blocker", group="blocker")(promise)
    commands.add("decline", "A blocker is not mine to clear", group="blocker")(decline)
    commands.add("resolve", "Say that a blocker is cleared", group="blocker")(resolve)
    commands.add("unresolve", "Say that a blocker is not cleared yet", group="blocker")(unresolve)
    commands.add("blocker list", "What is stuck", aliases=("blockers",), role=None, alone=True)(listed)
    commands.add("urge", "Ask where a task or a blocker stands", aliases=("urge", "remind"), group="blocker")(
        urge
    )
    commands.add("escalate", "Tell the next level of a blocker now", group="blocker")(escalate)
    commands.add(
        "why",
        "Who was told of a blocker, and what it stops; why a milestone comes late",
        role=Role.OBSERVER,
        group="blocker",
    )(why)


async def block(
    request: Request, tasks: tuple[Task, ...], reason: str, *, owner: From = None, needed_by: NeededBy = None
) -> Message:
    """`block 12 13 waiting for the API keys from @bo by thursday`."""
    day = _known(needed_by)
    stuck, heard = await blockers.raise_blocker(
        request.work,
        tasks,
        reason,
        by=request.actor,
        owner=owner,
        needed_by=day.day if isinstance(day, When) else None,
    )
    lines = [escalation_views.asked_instead(heard.absence, heard.people)] if heard.absence else []
    answer = views.raised(stuck, *lines, is_posted_here=_is_posted_here(request, stuck))
    return _which_day(day, stuck, answer) if isinstance(day, Unclear) else answer


def _is_posted_here(request: Request, stuck: views.Stuck) -> bool:
    """Whether it is posted where it was raised, in a channel of its project."""
    channel = request.channel
    if channel is None or channel.project_id != stuck.project.id:
        return False
    return request.here.address == Address(channel.external_id, channel.thread)


def _known(day: When | Unclear | None) -> When | Unclear | None:
    """A day that is over is what was said, and not asked back."""
    return day.options[0] if isinstance(day, Unclear) and day.why is Doubt.PAST else day


def _which_day(day: Unclear, stuck: views.Stuck, answer: Message) -> Message:
    """It is raised, and the day asked back."""
    asked = row(dues.doubt(day), phrase("I left it out."), kind=Kind.NOTE)
    offered = (
        button("{day}", f"needed {stuck.key} by {one.day.isoformat()}", day=Day(one.day))
        for one in day.options[:3]
    )
    return answer.plus(asked).offering(*offered)


async def give(request: Request, what: Task | Blocker, *, owner: Owner = None) -> Message:
    """`give 7 @bo`; `give 7` offers those who could clear it. What is given may be a task as well."""
    if isinstance(what, Blocker):
        if owner is None:
            return views.ask_whom(*await blockers.candidates(request.work, what))
        return views.changed(await blockers.give(request.work, what, owner, by=request.actor))
    project = await task_states.hold(request.work, what)
    await tasks.change(request.work, what, tasks.Options(owner=owner), by=request.actor, project=project)
    return await changed_card(request, what)


async def need(request: Request, blocker: Blocker, day: NewDay) -> Message:
    """`needed 7 by friday`."""
    day = _known(day) or day
    if isinstance(day, Unclear):
        raise _asked_back(day, f"needed {await _key(request, blocker)} by")
    return views.changed(await blockers.set_need(request.work, blocker, day.day))


async def take(request: Request, what: Task | Blocker, *, until: Until = None) -> Message:
    """`take 7`, `take 7 by friday`, `take 7 tomorrow`."""
    if isinstance(what, Blocker):
        return await _take(request, what, _known(until))
    await tasks.take(request.work, what, by=request.actor, due=until)
    return await changed_card(request, what, until)


async def _take(request: Request, blocker: Blocker, until: When | Unclear | None) -> Message:
    if isinstance(until, Unclear):
        raise _asked_back(until, f"take {await _key(request, blocker)} by")
    day = until.day if until is not None else None
    return views.changed(await blockers.take(request.work, blocker, by=request.actor, until=day))


def _asked_back(day: Unclear, command: str) -> Unreadable | Ambiguous:
    """A day that can't be, or that could be several: each is offered."""
    if not day.options:
        return no_such(day)
    buttons = (
        button("{day}", f"{command} {one.day.isoformat()}", day=Day(one.day)) for one in day.options[:3]
    )
    return Ambiguous("“{text}”: which day is meant? Nothing was changed.", *buttons, text=day.text[:40])


async def _key(request: Request, blocker: Blocker) -> str:
    return (await blocker_cards.of(request.work, blocker)).key


async def promise(request: Request, blocker: Blocker) -> Message:
    """`promise 7`: by when is asked."""
    return views.ask_when(*await blockers.days_to_offer(request.work, blocker, request.actor))


async def decline(request: Request, blocker: Blocker) -> Message:
    """`decline 7`."""
    return views.changed(await blockers.decline(request.work, blocker, by=request.actor))


async def resolve(request: Request, what: Task | Blocker, text: str = "") -> Message:
    """`resolve 7 keys arrived`; on a task, what blocks it."""
    blocker = await blockers.the_one(request.work, what, "resolve")
    return views.changed(await clearing.resolve(request.work, blocker, text, by=request.actor))


async def unresolve(request: Request, blocker: Blocker) -> Message:
    """`unresolve 7`."""
    return views.changed(await clearing.unresolve(request.work, blocker))


async def listed(request: Request, owner: Person | None = None, which: str = "") -> Message:
    """`blockers`, `blockers @bo`, `blockers late`."""
    projects = await visible_projects(request)
    found = await blockers.listed(request.work, projects, request.actor, owner=owner, which=which)
    return views.listed(found)


async def urge(request: Request, what: Task | Blocker) -> Message:
    """`urge 12`."""
    asked = await urges.urge(request.work, what, by=request.actor)
    if asked.is_new:
        return urge_views.asked(asked.key, asked.name, asked.away_until, asked.cover)
    return urge_views.asked_before(asked.key, asked.name, asked.by, asked.at, asked.away_until)


async def escalate(request: Request, what: Task | Blocker) -> Message:
    """`escalate 7`."""
    blocker = await blockers.the_one(request.work, what, "escalate")
    return escalation_views.escalated(*await escalations.escalate(request.work, blocker))


async def why(request: Request, what: Task | Blocker | Milestone) -> Message:
    """`why 7`, `why Beta`."""
    if isinstance(what, Milestone):
        outlook, found = await overviews.forecast(request.work, what.project_id, what)
        return plan_views.forecast(outlook.project, found, outlook.today, what)
    blocker = await blockers.the_one(request.work, what, "why")
    return views.why(*await trails.of(request.work, blocker))
