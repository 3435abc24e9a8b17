"""Commands about blockers."""

from typing import Annotated

from bot.command import Commands, Marker, Request
from bot.message import Message, note
from bot.parameters import visible_projects
from bot.services import blocker_cards, blockers, cards, escalations, tasks
from bot.views import blockers as views
from bot.views import tasks as task_views
from bot.when.meaning import Unclear, When
from storage.models import Blocker, Person, Task
from storage.words import Role

NeededBy = Annotated[When | Unclear | None, Marker(("by", "before", "until", "needed by"))]
From = Annotated[Person | None, Marker(("from",))]


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("blocker add", "Say what stops a task", aliases=("block", "blocked"), group="blocker")(block)
    commands.add("blocker give", "Say who can clear a blocker", aliases=("give",))(give)
    commands.add("take", "I'll do it: a task, or clearing a blocker", group="blocker")(take)
    commands.add("resolve", "Say that a blocker is cleared", group="blocker")(resolve)
    commands.add("unresolve", "Say that a blocker is not cleared yet", group="blocker")(unresolve)
    commands.add("blocker list", "What is stuck", aliases=("blockers",), role=None, alone=True)(listed)
    commands.add("escalate", "Tell the next level of a blocker now", group="blocker")(escalate)
    commands.add("why", "Who was told of a blocker, and what it stops", role=Role.OBSERVER, group="blocker")(
        why
    )


async def block(
    request: Request, task: Task, reason: str, *, owner: From = None, needed_by: NeededBy = None
) -> Message:
    """`block 12 waiting for the API keys from @bo by thursday`."""
    day = needed_by.day if isinstance(needed_by, When) else None
    stuck = await blockers.raise_blocker(
        request.work, task, reason, by=request.actor, owner=owner, needed_by=day
    )
    if isinstance(needed_by, Unclear):
        return views.raised(
            stuck, note("“{text}”: which day is meant? I left it out.", text=needed_by.text[:40])
        )
    return views.raised(stuck)


async def give(request: Request, blocker: Blocker, owner: Person) -> Message:
    """`give 7 @bo`."""
    return views.changed(await blockers.give(request.work, blocker, owner, by=request.actor))


async def take(request: Request, what: Task | Blocker, *, until: NeededBy = None) -> Message:
    """`take 7`, `take 7 by friday`."""
    if isinstance(what, Blocker):
        day = until.day if isinstance(until, When) else None
        return views.changed(await blockers.take(request.work, what, by=request.actor, until=day))
    card = await cards.of(request.work, what)
    options = tasks.Options(owner=request.actor, due=until)
    await tasks.change(request.work, what, options, by=request.actor, project=card.project)
    return task_views.card(await cards.of(request.work, what)).offering(task_views.undo())


async def resolve(request: Request, what: Task | Blocker, text: str = "") -> Message:
    """`resolve 7 keys arrived`; on a task, what blocks it."""
    blocker = await blockers.the_one(request.work, what, "resolve")
    return views.changed(await blockers.resolve(request.work, blocker, text, by=request.actor))


async def unresolve(request: Request, blocker: Blocker) -> Message:
    """`unresolve 7`."""
    return views.changed(await blockers.unresolve(request.work, blocker))


async def listed(request: Request) -> Message:
    """`blockers`."""
    found = await blockers.all_open(request.work, await visible_projects(request))
    return views.listed(found, request.reading.today)


async def escalate(request: Request, what: Task | Blocker) -> Message:
    """`escalate 7`."""
    blocker = await blockers.the_one(request.work, what, "escalate")
    return views.escalated(*await escalations.escalate(request.work, blocker))


async def why(request: Request, what: Task | Blocker) -> Message:
    """`why 7`."""
    blocker = await blockers.the_one(request.work, what, "why")
    steps, next_at = await escalations.told(request.work, blocker)
    return views.why(await blocker_cards.of(request.work, blocker), steps, next_at)
