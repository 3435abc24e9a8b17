"""Projects that sleep: paused ones, and closed ones, which are no longer among somebody's own."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.command import Request
from bot.errors import Ambiguous, Refused, UserError
from bot.message import Code, Day, button
from bot.views.projects import Closed
from storage import history as history_rows
from storage import projects as rows
from storage.models import Project
from storage.words import ProjectStatus, Role

MOST_OFFERED = 5  # projects, as buttons
LOOKS_BACK = 20  # events of a project


async def to_wake(request: Request) -> Project | None:
    """The paused or closed project that is meant where none is named; None where there is none.

    Raises:
        Ambiguous: there are several; they are offered, last used first.
    """
    if request.project is not None:
        return request.project
    found = [project for project, _ in await rows.asleep(request.work.session, request.actor.id)]
    if len(found) > 1:
        raise Ambiguous(
            "Which project?",
            *(
                button("{project}", f"project open {one.key}", project=one.name)
                for one in found[:MOST_OFFERED]
            ),
        )
    return found[0] if found else None


async def closed(request: Request) -> list[Closed]:
    """The closed projects of who asks, last used first, and since when they are."""
    found = await rows.asleep(request.work.session, request.actor.id)
    return [
        Closed(one, await _since(request, one), may_open=member.role is Role.LEAD or request.actor.is_admin)
        for one, member in found
        if one.status is ProjectStatus.CLOSED
    ]


async def _since(request: Request, project: Project) -> date | None:
    work = request.work
    trail = await history_rows.of_entity(
        work.session, work.workspace.id, Project.__tablename__, project.id, LOOKS_BACK
    )
    at = next((change.at for event, change in trail if event.after.get("status") == project.status), None)
    return at.astimezone(ZoneInfo(await work.zone_of(request.actor))).date() if at is not None else None


async def nowhere(request: Request) -> UserError:
    """What is said to somebody without an open project: since when theirs is closed, and how it opens."""
    found = await closed(request)
    if not found:
        return Refused(
            "You are in no project yet. Start one: {example}", example=Code('project new "Web shop" key WEB')
        )
    last = found[0]
    way = [button("Open it again", f"project open {last.project.key}")] if last.may_open else []
    if last.since is None:
        return Refused(
            "{project} is closed. An admin or its lead can open it again.", *way, project=last.project.name
        )
    return Refused(
        "{project} has been closed since {day}. An admin or its lead can open it again.",
        *way,
        project=last.project.name,
        day=Day(last.since),
    )
