"""What is held of somebody, for themselves: in messages, or whole as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Message
from bot.traces import plain
from bot.views import exports as views
from bot.work import Work
from storage import personal
from storage.database import Database
from storage.models import Person

MOST_MESSAGES = 12
LONGEST_ROW = 400  # characters
LONGEST_MESSAGE = 2500  # characters: every platform takes that as one
LEFT_OUT = frozenset({"id", "workspace_id", "person_id", "installation_id"})
IN_CHAT = tuple(views.TITLES)


async def whole(session: AsyncSession, person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that is held of somebody, as JSON takes it."""
    found = await personal.held(session, await personal.all_of(session, person))
    return {name: [plain(row) for row in rows] for name, rows in found.items()}


async def of_everybody_called(url: str, name: str) -> list[dict[str, list[dict[str, Any]]]]:
    """All that is held of each person with this name, handle or id on a platform, in any workspace."""
    database = Database(url)
    try:
        async with database.reading() as session:
            return [await whole(session, one) for one in await personal.called(session, name)]
    finally:
        await database.close()


async def send(work: Work, person: Person) -> int:
    """Send somebody what is held of them, to them alone; returns in how many messages.

    A chat is no place for the trail and for long lists: what is left out is said, and who has it.
    """
    messages = list(_messages(await whole(work.session, person)))
    shown = messages[:MOST_MESSAGES]
    shown[-1] = shown[-1].plus(views.rest(len(messages) - len(shown)))
    for number, message in enumerate(shown):
        work.send(person, message, key=f"export/{work.now.isoformat()}/{number}", insists=True)
    return len(shown)


def _messages(held: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Message]:
    for name in IN_CHAT:
        lines: list[str] = []
        for line in (_row(one) for one in held[name]):
            if lines and sum(len(one) for one in lines) + len(line) > LONGEST_MESSAGE:
                yield views.part(name, lines)
                lines = []
            lines.append(line)
        if lines:
            yield views.part(name, lines)


def _row(row: Mapping[str, Any]) -> str:
    told = (
        f"{name} {value}"
        for name, value in row.items()
        if name not in LEFT_OUT and value not in (None, "", False, [], {})
    )
    return " · ".join(told)[:LONGEST_ROW]
