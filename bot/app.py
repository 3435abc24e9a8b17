"""The composition root: the only place where parts are made and put together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

import structlog
from starlette.routing import Route

from bot.clock import Clock
from bot.config import Settings
from bot.connecting import Entrance, Share, Way
from bot.delivery import Delivery
from bot.dispatch import PERSONAL_PACE, Dispatch
from bot.fetching import Fetching
from bot.handlers import all_commands
from bot.holders import this_process
from bot.installations import install
from bot.learning import Learning
from bot.platforms import connected
from bot.rejoining import Rejoining
from bot.scheduler import Duty, Scheduler, Spread
from bot.services import duties as duties_of_services
from bot.workspaces import Workspaces
from storage import departures, housekeeping, retention
from storage.database import Database

LOOK_SECONDS = 2.0  # another process may have let a workspace in
LEARN_SECONDS = 5.0  # an unseen person is asked about so soon
ASK_AGAIN_SECONDS = 60.0  # a platform that does not let us in
FETCH_SECONDS = 1.0  # and a file is fetched, for which somebody waits

log = structlog.get_logger()


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
        away: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Take the parts; the scheduler is made of the duties, and of those that are needed here `also`.

        `away` tells which platforms did not let us in, and why.
        """
        self.away = away
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
    settings: Settings,
    clock: Clock,
    share: Share = Share.ALL,
    *,
    reread: Callable[[], Settings] | None = None,
    ask_again_seconds: float = ASK_AGAIN_SECONDS,
) -> AsyncIterator[tuple[App, list[Route]]]:
    """Open the bot on the platforms that are set up, or the share of it that this process is.

    Gives the app and the routes that its webhooks need. At the end it hears no more, finishes what runs,
    delivers what is claimed, and closes. A platform that does not let us in is asked again, with the
    settings that `reread` gives then.
    """
    database = Database(settings.database_url)
    us = this_process()
    try:
        async with connected(settings, database, clock, us, share) as platforms:
            installed = await install(database, clock, platforms.bots)
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
            rejoining = Rejoining(
                database, clock, platforms.awaited, settings, reread or (lambda: settings), share
            )
            await rejoining.tell()
            app = App(
                database, clock, dispatch, delivery, installed, _forgetting(settings), lambda: rejoining.away
            )
            entrances = list(platforms.entrances)
            async with AsyncExitStack() as stack:
                if platforms.many is not None and share.acts:
                    following = _following(platforms.many, installed, delivery)
                    await stack.enter_async_context(following)
                if share.acts:
                    await stack.enter_async_context(_acting(app))
                await stack.enter_async_context(_hearing(dispatch, entrances))
                again = partial(rejoining.round, installed, entrances, delivery, dispatch.receive)
                if platforms.awaited:
                    await stack.enter_async_context(_asking_again(rejoining, again, ask_again_seconds))
                yield app, list(platforms.routes)
    finally:
        await database.close()


@asynccontextmanager
async def _asking_again(
    rejoining: Rejoining, again: Callable[[], Awaitable[None]], seconds: float
) -> AsyncIterator[None]:
    """Ask the platforms again that don't let us in; at the end, one that is asked just then is awaited."""
    stopping = asyncio.Event()
    asking = asyncio.create_task(_ask_on(rejoining, again, seconds, stopping))
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait([asking])


async def _ask_on(
    rejoining: Rejoining, again: Callable[[], Awaitable[None]], seconds: float, stopping: asyncio.Event
) -> None:
    while rejoining.away:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await stopping.wait()
        if stopping.is_set():
            return
        try:
            await again()
        except Exception:
            log.exception("platforms not asked again")


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
