"""The platforms that the settings name, ready to be put together by the app, and those that refuse us."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
from starlette.routing import Route

from bot import on_slack, on_telegram
from bot.adapters.slack_manifest import EVENTS_PATH
from bot.adapters.slack_session import open_session
from bot.adapters.slack_trouble import Refused, SlackTrouble
from bot.adapters.telegram_api import TelegramTroubleError
from bot.clock import Clock
from bot.config import Settings
from bot.connecting import Door, Entrance, Login, Share
from bot.holders import Holder
from bot.workspaces import Workspaces
from storage.database import Database
from storage.words import Platform


@dataclass(frozen=True, slots=True)
class Candidate:
    """A platform that is set up, and how it is asked to let us in, with the token of the settings then.

    `bot_id` is who we are there, "" where only the platform knows. `routes` are those of its webhooks.
    """

    platform: Platform
    bot_id: str
    connect: Callable[[Settings], Awaitable[Login]]
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Awaited:
    """A platform that did not let us in: it was not reached, or, `is_refused`, does not take our token."""

    candidate: Candidate
    trouble: SlackTrouble | TelegramTroubleError
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Platforms:
    """All that this process is connected to. `many`: the workspaces that install us by themselves."""

    bots: tuple[Login, ...]
    entrances: tuple[Entrance, ...]
    routes: tuple[Route, ...]
    many: Workspaces | None = None
    awaited: tuple[Awaited, ...] = ()


@asynccontextmanager
async def connected(
    settings: Settings, database: Database, clock: Clock, holder: Holder, share: Share = Share.ALL
) -> AsyncIterator[Platforms]:
    """Connect to the platforms that are set up; one that does not let us in keeps us from no other.

    Raises:
        SlackTrouble: Slack refuses the token, or is not reached, and no other platform lets us in.
        TelegramTroubleError: Telegram does.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session(settings.network()))
        candidates = _candidates(settings, database, holder, share, session, stack)
        answers = [await ask(one, settings) for one in candidates]
        bots = tuple(one for one in answers if isinstance(one, Login))
        awaited = tuple(one for one in answers if isinstance(one, Awaited))
        if awaited and not bots and not settings.is_for_many:
            raise awaited[0].trouble
        entrances = tuple(one.part for one in bots if one.hears)
        routes = tuple(route for one in candidates for route in one.routes)
        if not settings.is_for_many:
            yield Platforms(bots, entrances, routes, awaited=awaited)
            return
        slack = on_slack.for_many(settings, database, clock, session, share)
        heard = (slack.entrance,) if slack.hears else ()
        yield Platforms(bots, (*entrances, *heard), (*routes, *slack.routes), slack.workspaces, awaited)


async def ask(candidate: Candidate, settings: Settings) -> Login | Awaited:
    """Ask a platform to let us in."""
    try:
        return await candidate.connect(settings)
    except SlackTrouble as trouble:
        return Awaited(candidate, trouble, is_refused=isinstance(trouble, Refused))
    except TelegramTroubleError as trouble:
        return Awaited(candidate, trouble, is_refused=trouble.is_refused)


def _candidates(
    settings: Settings,
    database: Database,
    holder: Holder,
    share: Share,
    session: aiohttp.ClientSession,
    stack: AsyncExitStack,
) -> list[Candidate]:
    """Whoever has a token in the settings."""
    on_the_web = share.hears(by_http=True)
    found: list[Candidate] = []
    if settings.slack_bot_token:
        events = Door(EVENTS_PATH)

        async def slack(now: Settings) -> Login:
            return await on_slack.connect(now, database, session, share, events)

        routes = (events.route,) if on_the_web and not settings.slack_app_token else ()
        found.append(Candidate(Platform.SLACK, "", slack, routes))
    if settings.has_telegram:
        updates = Door(on_telegram.WEBHOOKS)

        async def telegram(now: Settings) -> Login:
            return await on_telegram.connect(now, database, holder, stack, share, updates)

        routes = (updates.route,) if on_the_web and settings.public_url else ()
        bot_id = settings.telegram_bot_token.partition(":")[0]
        found.append(Candidate(Platform.TELEGRAM, bot_id, telegram, routes))
    return found
