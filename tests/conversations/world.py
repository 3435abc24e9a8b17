"""A small world to talk in: people, a channel, a set clock, a real database; nothing is patched."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SetClock
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.incoming import Answer, Bot, Incoming, Place, PlaceKind, Sender, Words
from bot.message import Message, from_json
from bot.outgoing import Reader, read_address
from bot.wording import shown, words
from storage import delivery as queries
from storage.database import Database
from storage.delivery import remember_post
from storage.models import Installation, OutboxRow, Post, Workspace
from storage.outbox import REFRESH, RODE
from storage.words import OutboxStatus, Platform

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
UNHURRIED = 120.0  # seconds: what is slow on a busy machine is no other answer
RIDES = 40_000  # characters that an acknowledgement takes on the console


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back to whoever spoke, as text, and the commands of its buttons by label."""

    text: str
    buttons: dict[str, str]
    answer: Answer


class World:
    """People who talk to the bot on the console platform."""

    def __init__(self, database: Database, clock: SetClock, workspace: int) -> None:
        self.database = database
        self.clock = clock
        self.workspace = workspace
        self.dispatch = Dispatch(
            database, clock, all_commands(), writer_wait=UNHURRIED, acknowledge_after=UNHURRIED
        )
        self._keys = count(1)
        self._read = 0
        self._edits: list[tuple[str, Message]] = []

    def person(
        self, name: str, zone: str = "UTC", platform: str = "console", language: str = ""
    ) -> "Somebody":
        """Somebody with an account, who has not spoken yet; the platform tells their language."""
        return Somebody(self, name, zone, platform, language)

    async def say(self, incoming: Incoming) -> Heard:
        """Hand it in and collect what the sender sees of it."""
        answer = await self.dispatch.receive(incoming)
        messages = [answer.message] if answer.message else []
        messages += [message for address, message in await self.posted() if _reaches(address, incoming)]
        language = incoming.sender.language or "en"
        text = "\n".join(as_text(one, language) for one in messages)
        return Heard(text, _buttons(messages, language), answer)

    async def posted(self) -> list[tuple[str, Message]]:
        """What was decided on since the last look, as (address, message); without edits further up."""
        return [one for row, one in await self._new_rows() if not row.key.startswith(REFRESH)]

    async def edited(self) -> list[tuple[str, Message]]:
        """The edits of what stands further up, since the last look."""
        await self._new_rows()
        found, self._edits = self._edits, []
        return found

    async def _new_rows(self) -> list[tuple[OutboxRow, tuple[str, Message]]]:
        async with self.database.reading() as session:
            query = select(OutboxRow).where(OutboxRow.id > self._read).order_by(OutboxRow.id)
            query = query.where(OutboxRow.key.not_like(f"{RODE}%"))  # it came back with the answer
            rows = (await session.execute(query)).scalars().all()
        self._read = max((row.id for row in rows), default=self._read)
        found = [(row, (row.address, from_json(json.loads(json.dumps(row.message))))) for row in rows]
        self._edits += [one for row, one in found if row.key.startswith(REFRESH)]
        return found

    async def deliver(self) -> None:
        """Let what waits arrive: topics have their posts from then on."""
        async with self.database.begin() as session:
            waiting = select(OutboxRow).where(OutboxRow.status == OutboxStatus.WAITING).order_by(OutboxRow.id)
            for row in (await session.execute(waiting)).scalars().all():
                row.status = OutboxStatus.SENT
                row.ref = await self._ref(session, row)
                if row.topic:
                    await remember_post(session, row, row.ref, self.clock.now())

    async def _ref(self, session: AsyncSession, row: OutboxRow) -> str:
        """The post that a message changes, else a new one."""
        return (await queries.refs(session, [row])).get((row.topic or "", row.address), f"ref/{row.id}")

    async def ref(self, topic: str, address: str) -> str:
        """The post that shows a topic in a place; "" where none does."""
        async with self.database.reading() as session:
            query = select(Post.ref).where(Post.topic == topic, Post.address == address)
            return (await session.execute(query)).scalar_one_or_none() or ""

    def key(self) -> str:
        """A delivery key not used before."""
        return f"test/{next(self._keys)}"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the world."""

    world: World
    name: str
    zone: str
    platform: str
    language: str = ""

    async def says(self, text: str, *, place: str = "", key: str = "", addressed: bool = True) -> Heard:
        """Say something directly, or in the channel `place`."""
        return await self.world.say(self.incoming(text, place=place, key=key, addressed=addressed))

    async def presses(self, command: str, *, place: str = "", under: str = "") -> Heard:
        """Press a button that holds this command, under the post with the ref `under`."""
        said = self.incoming("", place=place)
        words = Words(command, addressed=True, pressed=True)
        return await self.world.say(replace(said, said=words, reply_to=under))

    def incoming(self, text: str, *, place: str = "", key: str = "", addressed: bool = True) -> Incoming:
        """What the adapter would hand in."""
        login = self.name.lower()
        where = Place(PlaceKind.CHANNEL, place, name=place) if place else Place(PlaceKind.DIRECT, login)
        return Incoming(
            Bot(self.platform, self.platform),
            Sender(login, self.name, login, self.language, self.zone),
            where,
            key or self.world.key(),
            Words(text, addressed=addressed),
            rides=RIDES,
        )


@asynccontextmanager
async def open_world(url: str, now: datetime = MONDAY) -> AsyncIterator[World]:
    """Open a database with one workspace and the console in it."""
    database = Database(url)
    async with database.begin() as session:
        workspace = Workspace(name="Test", language="en", zone="UTC", created_at=now)
        session.add(workspace)
        await session.flush()
        for platform in (Platform.CONSOLE, Platform.TELEGRAM):
            session.add(
                Installation(workspace_id=workspace.id, platform=platform, external_id=platform.value)
            )
    try:
        yield World(database, SetClock(now), workspace.id)
    finally:
        await database.close()


def as_text(message: Message, language: str = "en") -> str:
    """A message as a reader in UTC gets it, without any look."""
    reader = Reader(language, "UTC", MONDAY)
    return "\n".join(shown(line, reader).text for line in message.lines)


def _buttons(messages: list[Message], language: str = "en") -> dict[str, str]:
    reader = Reader(language, "UTC", MONDAY)
    return {words(one.label, reader): one.command for message in messages for one in message.laid_out}


def _reaches(address: str, incoming: Incoming) -> bool:
    read, login = read_address(address), incoming.sender.external_id
    if read.is_person or read.only_for:
        return login in (read.only_for, read.chat)
    return read.chat == incoming.place.chat


async def counts(world: World, *tables: type[Any]) -> tuple[int, ...]:
    """How many rows each of these tables has."""
    async with world.database.reading() as session:
        return tuple([len((await session.execute(select(one.id))).all()) for one in tables])
