"""The bot on a clock that is moved by hand: console, demo and tests."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import App
from bot.command import Commands
from bot.connecting import Login, Way
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.holders import this_process
from bot.installations import install
from bot.scheduler import Duty, MovableClock
from storage import delivery as delivery_rows
from storage.database import Database


class MovableApp(App):
    """The bot on a clock that is moved by hand: console and demo."""

    def __init__(
        self,
        database: Database,
        clock: MovableClock,
        dispatch: Dispatch,
        delivery: Delivery,
        parts: Mapping[int, Way],
    ) -> None:
        """Take the parts; what waits for somebody's working hours is a moment to stop at as well."""
        letters = Duty("delivery", _nothing, self._next_letter)
        super().__init__(database, clock, dispatch, delivery, parts, [letters])
        self._hands = clock

    async def _next_letter(self, session: AsyncSession) -> datetime | None:
        return await delivery_rows.next_due(session, after=self.clock.now())

    async def travel(self, to: datetime) -> None:
        """Move the clock there, and stop wherever something is due on the way."""
        await self.scheduler.travel(self._hands, to, self.settle)


async def _nothing(_session: AsyncSession, _now: datetime) -> int:
    """Delivery does it by itself."""
    return 0


@asynccontextmanager
async def movable_app(
    url: str, clock: MovableClock, logins: Sequence[Login], commands: Commands | None = None
) -> AsyncIterator[MovableApp]:
    """Open the bot on a clock that is moved by hand; its tables must be there."""
    database = Database(url)
    try:
        installed = await install(database, clock, logins)
        # nobody real is written to on such a clock, so there are no limits to keep
        delivery = Delivery(database, clock, installed, holder=this_process(), limits={})
        dispatch = Dispatch(database, clock, commands or all_commands(), on_commit=delivery.wake)
        for login in logins:
            await login.part.start(dispatch.receive)
        try:
            yield MovableApp(database, clock, dispatch, delivery, installed)
        finally:
            for login in logins:
                await login.part.stop()
            await dispatch.finish()
            await delivery.stop()
    finally:
        await database.close()
