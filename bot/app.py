"""The composition root: the only place where parts are made and put together."""

import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.command import Commands
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.incoming import Receive
from bot.outgoing import Outgoing, Receipt
from storage import people as people_rows
from storage.database import Database
from storage.models import Installation, Workspace
from storage.words import Platform

FIRST_WORKSPACE = "Drumbeat"


class Part(Protocol):
    """An adapter: takes in what people say, and says what delivery hands it."""

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        ...

    async def stop(self) -> None:
        """Take no more in, and wait for what runs."""
        ...

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        ...


@dataclass(frozen=True, slots=True)
class Login:
    """A platform's adapter and the bot's own name there."""

    platform: Platform
    external_id: str
    part: Part
    bot_id: str = ""
    bot_name: str = ""


class MovableClock(Clock, Protocol):
    """A clock that can be set ahead."""

    def move_to(self, at: datetime) -> None:
        """Stand at, or run on from, a later moment."""
        ...


class App:
    """The running bot: its parts, made and put together."""

    def __init__(self, database: Database, clock: Clock, dispatch: Dispatch, delivery: Delivery) -> None:
        """Take the parts."""
        self.database = database
        self.clock = clock
        self.dispatch = dispatch
        self.delivery = delivery

    async def settle(self) -> None:
        """Wait until what runs is done, and what is due is delivered."""
        await self.dispatch.finish()
        while await self.delivery.drain():
            pass


class MovableApp(App):
    """The bot on a clock that is moved by hand: console and demo."""

    def __init__(
        self, database: Database, clock: MovableClock, dispatch: Dispatch, delivery: Delivery
    ) -> None:
        """Take the parts."""
        super().__init__(database, clock, dispatch, delivery)
        self._hands = clock

    async def travel(self, to: datetime) -> None:
        """Move the clock there and deliver what has become due."""
        self._hands.move_to(to)
        await self.settle()


@asynccontextmanager
async def movable_app(
    url: str, clock: MovableClock, logins: Sequence[Login], commands: Commands | None = None
) -> AsyncIterator[MovableApp]:
    """Open the bot on a clock that is moved by hand; its tables must be there."""
    database = Database(url)
    try:
        installed = await install(database, clock, logins)
        delivery = Delivery(database, clock, installed, holder=holder())
        dispatch = Dispatch(database, clock, commands or all_commands(), on_commit=delivery.wake)
        for login in logins:
            await login.part.start(dispatch.receive)
        try:
            yield MovableApp(database, clock, dispatch, delivery)
        finally:
            for login in logins:
                await login.part.stop()
            await dispatch.finish()
            await delivery.stop()
    finally:
        await database.close()


async def install(database: Database, clock: Clock, logins: Sequence[Login]) -> dict[int, Part]:
    """Make an installation of each platform's bot, all in the one workspace; returns them by id."""
    async with database.begin() as session:
        return {await _installation(session, login, clock.now()): login.part for login in logins}


async def _installation(session: AsyncSession, login: Login, now: datetime) -> int:
    found = await people_rows.installation(session, login.platform, login.external_id)
    if found is not None:
        return found[0].id
    workspace = await people_rows.first_workspace(session)
    if workspace is None:
        workspace = Workspace(name=FIRST_WORKSPACE, created_at=now, language="en", zone="UTC")
        session.add(workspace)
        await session.flush()
    row = Installation(
        workspace_id=workspace.id,
        platform=login.platform,
        external_id=login.external_id,
        bot_id=login.bot_id,
        bot_name=login.bot_name,
    )
    session.add(row)
    await session.flush()
    return row.id


def holder() -> str:
    """This process among those that share the database."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}"
