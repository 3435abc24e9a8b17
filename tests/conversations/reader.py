"""What a line is read as, without running it: for tables of many lines over one world."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import lines, meeting
from bot.command import Call, Commands, Request
from bot.handlers import all_commands
from bot.incoming import Incoming, Words
from bot.parameters import Cover, Priority, Tag
from bot.parameters.unread import put_back
from bot.when import Duration, Range, Unclear, When
from bot.work import Work
from storage import people as people_rows
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.words import Platform
from tests.conversations.world import Somebody, World, open_world

CHANNEL = "web-shop"
NAMES = ("Bo", "Li", "Lisa", "Anna Schmidt", "李雷", "李", "王小明", "陳美玲")
TASKS = 12  # WEB-1 to WEB-12; WEB-13 is a blocker, APP has tasks 1 and 2


@dataclass(frozen=True, slots=True)
class Reader:
    """Anna leads the projects WEB, in its channel, and APP; the others of NAMES are in the workspace."""

    world: World
    anna: Somebody
    commands: Commands

    async def reads(self, line: str, *, place: str = CHANNEL, addressed: bool = True) -> str:
        """What the line is read as, such as `add title=Ship it owner=Bo`; empty if it is no command.

        Raises:
            UserError: it begins like a command and can't be read to its end.
        """
        incoming = self.anna.incoming(line, place=place, addressed=addressed)
        async with self.world.database.begin() as session:
            request = await self._request(session, incoming)
            request.line = line
            call = await lines.read(self.commands, line, request)
            return said(call) if call is not None else ""

    async def _request(self, session: AsyncSession, incoming: Incoming) -> Request:
        known = await people_rows.installation(session, Platform.CONSOLE, "console")
        assert known is not None
        work = Work(session, self.world.clock.now(), known[1])
        request = await meeting.request(work, incoming, known[0], frozenset())
        assert request is not None
        return request


@asynccontextmanager
async def open_reader(url: str) -> AsyncIterator[Reader]:
    """Open a world with people, two projects, tasks, a blocker and a milestone."""
    async with open_world(url) as world:
        for name in NAMES:
            await world.person(name).says("help")
        anna = world.person("Anna", "Europe/Berlin")
        await anna.says('project new "Web shop" key WEB', place=CHANNEL)
        titles = "\n".join(f"Task {number}" for number in range(1, TASKS + 1))
        await anna.says(f"add\n{titles}", place=CHANNEL)
        await anna.says("block 5 waiting for the keys", place=CHANNEL)
        await anna.says("milestone Beta 12 March", place=CHANNEL)
        await anna.says("milestone 公测 2027-03-20", place=CHANNEL)
        await anna.says("project new App key APP", place="app")
        await anna.says("add\nFirst\nSecond", place="app")
        yield Reader(world, anna, all_commands())


async def says_plainly(reader: Reader, line: str) -> None:
    """Say it in private, as people do who talk to nobody in particular."""
    incoming = reader.anna.incoming(line, addressed=False)
    await reader.world.say(replace(incoming, said=Words(line)))


def said(call: Call) -> str:
    """A call as one line."""
    if call.lines:
        return " / ".join(_said(call.spec.words[0], values) for values in call.lines)
    return _said(call.spec.words[0], call.values)


def _said(word: str, values: Mapping[str, Any]) -> str:
    """The call with the title that a task gets: what was not understood stands in it."""
    unread = values.get("unread")
    if unread:
        values = {name: one for name, one in values.items() if name != "unread"}
        values = {**values, "title": put_back(values["title"], unread)}
    return " ".join((word, *(f"{name}={_shown(values[name])}" for name in sorted(values))))


def _shown(value: object) -> str:
    match value:
        case Task() | Blocker():
            return str(value.number)
        case Person() | Milestone():
            return value.name
        case Cover():
            return value.person.name
        case Project():
            return value.key
        case Priority():
            return value.name.lower()
        case Tag():
            return value.name
        case When():
            return value.day.isoformat() + (f" {value.at:%H:%M}" if value.at else "")
        case Unclear():
            return "?" + "/".join(one.day.isoformat() for one in value.options)
        case Range():
            return f"{value.first}–{value.last}"
        case Duration():
            low, high = value.low_hours, value.high_hours
            return f"{low:g}h" if low == high else f"{low:g}-{high:g}h"
        case tuple():
            return ",".join(_shown(one) for one in value)
        case _:
            return str(value)
