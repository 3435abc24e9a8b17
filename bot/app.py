"""The composition root: the only place where parts are made and put together."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import Route

from bot.clock import Clock
from bot.command import Commands
from bot.config import Settings
from bot.delivery import Delivery
from bot.dispatch import PERSONAL_PACE, Dispatch
from bot.fetching import Fetching, Keeps
from bot.handlers import all_commands
from bot.holders import this_process
from bot.incoming import Receive
from bot.learning import Learning, Tells
from bot.outgoing import Outgoing, Receipt
from bot.platforms import Share, connected
from bot.scheduler import Duty, MovableClock, Scheduler, Spread
from bot.services import duties as duties_of_services
from bot.services import people
from bot.work import Work
from bot.workspaces import Workspaces
from storage import delivery as delivery_rows
from storage import departures, housekeeping, retention
from storage import people as people_rows
from storage.database import Database
from storage.models import Installation, Workspace
from storage.words import Platform

FIRST_WORKSPACE = "Drumbeat"
LOOK_SECONDS = 2.0  # another process may have let a workspace in
LEARN_SECONDS = 5.0  # an unseen person is asked about so soon
FETCH_SECONDS = 1.0  # and a file is fetched, for which somebody waits

log = structlog.get_logger()


class Entrance(Protocol):
    """The half of an adapter that takes in what people say."""

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        ...

    async def stop(self) -> None:
        """Take no more in, and wait for what runs."""
        ...


class Way(Tells, Keeps, Protocol):
    """The other half: says what delivery hands it, asks who people are, and fetches what they sent."""

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        ...


class Part(Entrance, Way, Protocol):
    """An adapter of one bot, both ways."""


@dataclass(frozen=True, slots=True)
class Login:
    """A platform's adapter and the bot's own name there."""

    platform: Platform
    external_id: str
    part: Part
    bot_id: str = ""
    bot_name: str = ""


class App:
    """The running bot: its parts, made and put together."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        dispatch: Dispatch,
        delivery: Delivery,
        parts: Mapping[int, Way],
        also: Sequence[Duty] = (),
    ) -> None:
        """Take the parts; the scheduler is made of the duties, and of those that are needed here `also`."""
        self.database = database
        self.clock = clock
        self.dispatch = dispatch
        self.delivery = delivery
        self.learning = Learning(database, clock, parts)
        self.fetching = Fetching(database, clock, parts)
        duties: list[Duty | Spread] = [
            Spread(one.name, one.places, one.run, one.next_at) for one in duties_of_services.ALL
        ]
        duties.append(Duty("housekeeping", housekeeping.sweep, housekeeping.next_at))
        self.scheduler = Scheduler(database, clock, [*duties, *also], delivery.wake)

    async def settle(self) -> None:
        """Wait until what runs is done, and what is due is delivered."""
        await self.dispatch.finish()
        await self.learning.round()
        while await self.fetching.round():
            pass
        while await self.delivery.drain():
            pass


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


async def install(database: Database, clock: Clock, logins: Sequence[Login]) -> dict[int, Way]:
    """Make an installation of each platform's bot, all in the one workspace; returns them by id.

    Raises:
        DatabaseAway: it can't be reached.
    """
    async with database.connecting() as session:
        await people_rows.lock_installations(session)
        return {await _installation(session, login, clock.now()): login.part for login in logins}


async def _installation(session: AsyncSession, login: Login, now: datetime) -> int:
    found = await people_rows.installation(session, login.platform, login.external_id)
    if found is not None:
        found[0].stopped_at, found[0].grant_id = None, None  # it has just told who it is, by its settings
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


async def first_admin_code(database: Database, clock: Clock) -> str | None:
    """A one-time code for the first admin, anew at each start until somebody has sent it; None after that."""
    async with database.begin() as session:
        workspace = await people_rows.first_workspace(session)
        if workspace is None or await people_rows.admins(session, workspace.id):
            return None
        return await people.first_code(Work(session, clock.now(), workspace))


async def _learn_on(app: App) -> None:
    """Ask about new people now and then; a bug in it stops nothing else."""
    while True:
        await asyncio.sleep(LEARN_SECONDS)
        try:
            await app.learning.round()
        except Exception:
            log.exception("profiles not fetched")


async def _fetch_on(app: App) -> None:
    """Fetch the files that people sent; a bug in it stops nothing else."""
    while True:
        await asyncio.sleep(FETCH_SECONDS)
        try:
            await app.fetching.round()
        except Exception:
            log.exception("files not fetched")


@asynccontextmanager
async def running_app(
    settings: Settings, clock: Clock, share: Share = Share.ALL
) -> AsyncIterator[tuple[App, list[Route]]]:
    """Open the bot on the platforms that are set up, or the share of it that this process is.

    Gives the app and the routes that its webhooks need. At the end it hears no more, finishes what runs,
    delivers what is claimed, and closes.
    """
    database = Database(settings.database_url)
    us = this_process()
    try:
        async with connected(settings, database, clock, us, share) as platforms:
            logins = [
                Login(one.platform, one.external_id, one.part, one.bot_id, one.bot_name)
                for one in platforms.bots
            ]
            installed = await install(database, clock, logins)
            delivery = Delivery(database, clock, installed, holder=us)
            dispatch = Dispatch(
                database,
                clock,
                all_commands(),
                admins=frozenset(settings.admins),
                on_commit=delivery.wake,
                pace=PERSONAL_PACE,
                kept_days=settings.retention_days,
            )
            app = App(database, clock, dispatch, delivery, installed, _forgetting(settings))
            async with AsyncExitStack() as stack:
                if platforms.many is not None and share.acts:
                    following = _following(platforms.many, installed, delivery)
                    await stack.enter_async_context(following)
                if share.acts:
                    await stack.enter_async_context(_acting(app))
                await stack.enter_async_context(_hearing(dispatch, platforms.entrances))
                yield app, list(platforms.routes)
    finally:
        await database.close()


def _forgetting(settings: Settings) -> list[Duty]:
    """The duties that forget old texts, and workspaces that left; none where they are to be kept."""
    found: list[Duty] = []
    if settings.retention_days:
        kept = timedelta(days=settings.retention_days)
        found.append(Duty("retention", partial(retention.forget, kept=kept), housekeeping.next_at))
    if settings.grace_days:
        grace = timedelta(days=settings.grace_days)
        found.append(Duty("departure", partial(departures.erase, grace=grace), housekeeping.next_at))
    return found


@asynccontextmanager
async def _following(many: Workspaces, installed: dict[int, Way], delivery: Delivery) -> AsyncIterator[None]:
    """Serve the workspaces that have installed us, and those that do while we run."""
    await _look(many, installed, delivery)
    looking = asyncio.create_task(_look_on(many, installed, delivery))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])


async def _look_on(many: Workspaces, installed: dict[int, Way], delivery: Delivery) -> None:
    """Look for new workspaces and new tokens; trouble with it stops nothing else."""
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await many.has_news.wait()
        try:
            await _look(many, installed, delivery)
        except Exception:
            log.exception("workspaces not looked at")
            await asyncio.sleep(LOOK_SECONDS)


async def _look(many: Workspaces, installed: dict[int, Way], delivery: Delivery) -> None:
    for installation_id, way in (await many.ways()).items():
        installed[installation_id] = way
        delivery.resume(installation_id)


@asynccontextmanager
async def _hearing(dispatch: Dispatch, entrances: Sequence[Entrance]) -> AsyncIterator[None]:
    """Take in what people say; at the end no more, and what was begun is finished."""
    for one in entrances:
        await one.start(dispatch.receive)
    try:
        yield
    finally:
        for one in entrances:
            await one.stop()
        await dispatch.finish()


@asynccontextmanager
async def _acting(app: App) -> AsyncIterator[None]:
    """Deliver, and do what is due; at the end what is claimed is delivered, and the leases are given back."""
    sending = asyncio.create_task(app.delivery.run())
    asking = [asyncio.create_task(one(app)) for one in (_learn_on, _fetch_on)]
    app.scheduler.start()
    try:
        yield
    finally:
        for one in asking:
            one.cancel()
        await asyncio.wait(asking)
        await app.scheduler.stop()
        await app.delivery.stop()
        await sending
