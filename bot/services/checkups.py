"""What `doctor` looks at in the database: what waits, what was given up, who can't be reached."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed
from bot.findings import Finding
from bot.message import Code, Instant, Listed, counted, phrase
from bot.services import duties
from bot.work import Work
from storage import checkups as rows
from storage import projects as project_rows
from storage.models import Person
from storage.words import Platform, Role

LATE = timedelta(minutes=5)  # a message that is due so long waits for a process that does not run
BEHIND = timedelta(minutes=5)  # likewise what is to be done by itself
MOST_SKEW = timedelta(seconds=30)  # between this machine and the database
NAMED = 5


async def of(
    session: AsyncSession, now: datetime, workspace_id: int | None = None, *, is_moved: bool = False
) -> list[Finding]:
    """What stands in the database of one workspace, or of all; `is_moved`: our clock is moved by hand."""
    return [
        await _waiting(session, now, workspace_id),
        await _due(session, now),
        await _dead(session, workspace_id),
        await _unreachable(session, workspace_id),
        *([] if is_moved else await _clock(session, now)),
    ]


async def for_reader(work: Work, reader: Person) -> list[Finding]:
    """The same for an admin, or the lead of a project.

    Raises:
        NotAllowed: somebody else asks.
    """
    roles = {member.role for _, member in await project_rows.of_person(work.session, reader.id)}
    if not reader.is_admin and Role.LEAD not in roles:
        raise NotAllowed("How I am doing is for admins and for leads of a project.")
    is_moved = work.origin.startswith(Platform.CONSOLE)  # in a terminal one says what time it is
    return await of(work.session, work.now, work.workspace.id, is_moved=is_moved)


async def _waiting(session: AsyncSession, now: datetime, workspace_id: int | None) -> Finding:
    oldest = await rows.oldest_due(session, workspace_id, now)
    if oldest is None:
        return Finding(phrase("No message waits to be delivered."))
    what = phrase("The oldest message that is due has waited since {moment}.", moment=Instant(oldest))
    if now - oldest < LATE:
        return Finding(what)
    advice = phrase("See that {worker} or {run} is running, and what its log says.", **_PROCESSES)
    return Finding(what, advice)


async def _due(session: AsyncSession, now: datetime) -> Finding:
    moments = [await duty.next_at(session) for duty in duties.ALL]
    next_at = min((one for one in moments if one is not None), default=None)
    if next_at is None:
        return Finding(phrase("Nothing is planned to happen by itself."))
    what = phrase("What happens by itself is due next: {moment}.", moment=Instant(next_at))
    if now - next_at < BEHIND:
        return Finding(what)
    return Finding(what, phrase("It is overdue: see that {worker} or {run} is running.", **_PROCESSES))


async def _dead(session: AsyncSession, workspace_id: int | None) -> Finding:
    number, why = await rows.dead(session, workspace_id)
    if not number:
        return Finding(phrase("No message was given up."))
    what = counted("{n} message was given up.", "{n} messages were given up.", number)
    return Finding(
        what, phrase("The last one because of: {why}. The log has each with its key.", why=why[:200])
    )


async def _unreachable(session: AsyncSession, workspace_id: int | None) -> Finding:
    names = await rows.unreachable(session, workspace_id)
    number = await rows.parked(session, workspace_id)
    if not names and not number:
        return Finding(phrase("Everybody can be reached."))
    if not names:
        what = counted(
            "{n} message waits for a sign of life.", "{n} messages wait for a sign of life.", number
        )
        return Finding(what, phrase("Invite me to the channels that I was removed from."))
    shown = Listed(tuple(names[:NAMED]))
    what = phrase("{n} can't be written to: {people}", n=len(names), people=shown)
    return Finding(what, phrase("They open a private chat with me and press Start, or unblock me."))


async def _clock(session: AsyncSession, now: datetime) -> list[Finding]:
    skew = await rows.clock(session) - now
    if abs(skew) <= MOST_SKEW:
        return []
    seconds = round(abs(skew.total_seconds()))
    what = phrase("This machine's clock and the database's are {n} seconds apart.", n=seconds)
    return [Finding(what, phrase("Let both set their clocks by the network (NTP)."))]


_PROCESSES = {"worker": Code("drumbeat worker"), "run": Code("drumbeat run")}
