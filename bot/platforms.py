"""The platforms that the settings name, ready to be put together by the app."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.slack import SlackEntrance
from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_manifest import EVENTS_PATH, INSTALL_PATH, redirect_url
from bot.adapters.slack_oauth import SlackOAuth
from bot.adapters.slack_session import open_session
from bot.adapters.slack_teams import OneTeam, team_of
from bot.adapters.telegram import Poller, Webhook
from bot.adapters.telegram_api import Menu, Telegram, TelegramTroubleError
from bot.clock import Clock
from bot.config import Settings
from bot.handlers import all_commands
from bot.handlers.team import ASKS_RANK
from bot.holders import Holder, take
from bot.incoming import AsksRank, Incoming, Knows, Missed, Receive, Sender
from bot.outgoing import Outgoing, Receipt
from bot.sealing import Seals
from bot.views import menus
from bot.web.installing import Installing
from bot.wording import LANGUAGES
from bot.workspaces import SlackWay, Workspaces, way_into
from storage import delivery as rows
from storage import people as people_rows
from storage.database import Database
from storage.words import Platform

log = structlog.get_logger()

LEASE_SECONDS = 90.0  # longer than one long poll


@dataclass(frozen=True, slots=True)
class SlackPart:
    """Slack, both ways."""

    entrance: SlackEntrance
    way: SlackWay

    async def members(self, chat: str) -> list[str]:
        """Ask Slack who is in a channel."""
        return await self.way.members(chat)

    async def headcount(self, chat: str) -> int | None:
        """Ask Slack how many are in a channel."""
        return await self.way.headcount(chat)

    async def profile(self, external_id: str) -> Sender | None:
        """Ask Slack who that is."""
        return await self.way.profile(external_id)

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Get a file that somebody shared."""
        return await self.way.fetch(ref, most)

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        await self.entrance.start(receive)

    async def stop(self) -> None:
        """Take no more in."""
        await self.entrance.stop()

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        return await self.way.send(outgoing)


@dataclass(frozen=True, slots=True)
class TelegramPart:
    """Telegram, both ways."""

    entrance: Poller | Webhook
    telegram: Telegram

    async def members(self, chat: str) -> list[str]:  # noqa: ARG002 - as for every platform
        """Telegram tells nobody's bot who is in a group: people join by a link."""
        return []

    async def headcount(self, chat: str) -> int | None:
        """Ask Telegram how many people are in a group."""
        return await self.telegram.headcount(chat)

    async def profile(self, external_id: str) -> Sender | None:
        """Ask Telegram who that is."""
        return await self.telegram.profile(external_id)

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Get a file that somebody sent."""
        return await self.telegram.fetch(ref, most)

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        await self.entrance.start(receive)

    async def stop(self) -> None:
        """Take no more in."""
        await self.entrance.stop()

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        return await self.telegram.send(outgoing)


@dataclass(frozen=True, slots=True)
class PollOffsets:
    """How far a bot's updates were worked off, kept in the database."""

    database: Database
    name: str

    async def load(self) -> int:
        """The first update that was not worked off."""
        async with self.database.reading() as session:
            return await rows.offset(session, self.name) or 0

    async def save(self, offset: int) -> None:
        """Note how far it is."""
        async with self.database.begin(is_batch=True) as session:
            await rows.set_offset(session, self.name, offset)


@dataclass(frozen=True, slots=True)
class PollLease:
    """One process at a time polls."""

    database: Database
    name: str
    holder: Holder

    async def hold(self) -> bool:
        """Take or prolong the part of the poller."""
        async with self.database.begin(is_batch=True) as session:
            return await take(session, self.name, self.holder, LEASE_SECONDS)


class Share(StrEnum):
    """Which part of the bot a process is."""

    ALL = "run"
    WEB = "web"  # hears what comes by HTTP
    WORKER = "worker"  # hears sockets and polls, delivers, and does what is due

    def hears(self, *, by_http: bool) -> bool:
        """Whether this process takes in what comes that way."""
        return self is Share.ALL or (self is Share.WEB) == by_http

    @property
    def acts(self) -> bool:
        """Whether this process delivers, and does what is due."""
        return self is not Share.WEB


@dataclass(frozen=True, slots=True)
class Connected:
    """A platform's bot as it told who it is, and the routes that its webhooks need.

    `hears`: what people say there is taken in by this process.
    """

    platform: Platform
    external_id: str
    part: SlackPart | TelegramPart
    bot_id: str
    bot_name: str
    routes: tuple[Route, ...] = ()
    hears: bool = True


@dataclass(frozen=True, slots=True)
class Platforms:
    """All that this process is connected to. `many`: the workspaces that install us by themselves."""

    bots: tuple[Connected, ...]
    entrances: tuple[SlackEntrance | SlackPart | TelegramPart, ...]
    routes: tuple[Route, ...]
    many: Workspaces | None = None


@asynccontextmanager
async def connected(
    settings: Settings, database: Database, clock: Clock, holder: Holder, share: Share = Share.ALL
) -> AsyncIterator[Platforms]:
    """Connect to the platforms that are set up.

    Raises:
        SlackTrouble: Slack refuses the token, or is not reached.
        TelegramTroubleError: Telegram does.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session(settings.network()))
        bots: list[Connected] = []
        if settings.slack_bot_token:
            bots.append(await _slack(settings, database, session, share))
        if settings.has_telegram:
            bots.append(await _telegram(settings, database, holder, stack, share))
        entrances = tuple(one.part for one in bots if one.hears)
        routes = tuple(route for one in bots for route in one.routes)
        if not settings.is_for_many:
            yield Platforms(tuple(bots), entrances, routes)
            return
        slack = _slack_for_many(settings, database, clock, session, share)
        heard = (slack.entrance,) if slack.hears else ()
        yield Platforms(tuple(bots), (*entrances, *heard), (*routes, *slack.routes), slack.workspaces)


async def _slack(
    settings: Settings, database: Database, session: aiohttp.ClientSession, share: Share
) -> Connected:
    api = SlackApi(settings.slack_bot_token, session, url=settings.slack_api_url, network=settings.network())
    us = await api.identify()
    team = team_of(us, api, _asks_rank(), _knows(database))
    entrance = SlackEntrance(
        api,
        OneTeam(team),
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
    )
    by_http = not settings.slack_app_token
    routes = (_post(EVENTS_PATH, entrance),) if by_http and share.hears(by_http=True) else ()
    part = SlackPart(entrance, way_into(team))
    hears = share.hears(by_http=by_http)
    return Connected(Platform.SLACK, us.team, part, us.bot_user, us.bot_name, routes, hears)


@dataclass(frozen=True, slots=True)
class SlackForMany:
    """Slack, for the workspaces that install us by themselves: heard through one entrance."""

    entrance: SlackEntrance
    workspaces: Workspaces
    routes: tuple[Route, ...]
    hears: bool


def _slack_for_many(
    settings: Settings, database: Database, clock: Clock, session: aiohttp.ClientSession, share: Share
) -> SlackForMany:
    network, url = settings.network(), settings.slack_api_url
    seals = Seals(settings.secret_key)
    workspaces = Workspaces(
        database,
        clock,
        seals,
        session,
        url=url,
        network=network,
        asks_rank=_asks_rank(),
        knows=_knows(database),
    )
    install_url = settings.public_url.rstrip("/") + INSTALL_PATH
    entrance = SlackEntrance(
        SlackApi("", session, url=url, network=network),
        workspaces,
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
        install_url=install_url,
    )
    by_http = not settings.slack_app_token
    routes: list[Route] = []
    if share.hears(by_http=True):  # browsers always come by HTTP
        oauth = SlackOAuth(
            settings.slack_client_id,
            settings.slack_client_secret,
            redirect_url(settings.public_url),
            session,
            url,
            network,
        )
        pages = Installing(database, clock, seals, oauth, install_url, workspaces.look_again)
        routes += [*pages.routes(), *([_post(EVENTS_PATH, entrance)] if by_http else ())]
    return SlackForMany(entrance, workspaces, tuple(routes), share.hears(by_http=by_http))


async def _telegram(
    settings: Settings, database: Database, holder: Holder, stack: AsyncExitStack, share: Share
) -> Connected:
    telegram = Telegram(
        settings.telegram_bot_token, api_url=settings.telegram_api_url, network=settings.network()
    )
    stack.push_async_callback(telegram.close)
    me = await telegram.identify()
    name = f"telegram/{me.bot_id}"
    ranked = _asks_rank()
    entrance: Webhook | Poller
    by_http = bool(settings.public_url)
    hears = share.hears(by_http=by_http)
    if by_http:
        entrance = Webhook(
            telegram, settings.public_url, secret=settings.telegram_webhook_secret, asks_rank=ranked
        )
        routes = (_post(entrance.path, entrance),) if hears else ()
    else:
        entrance = Poller(
            telegram,
            PollOffsets(database, name),
            PollLease(database, f"poll/{name}", holder),
            asks_rank=ranked,
        )
        routes = ()
    part = TelegramPart(entrance, telegram)
    if hears:
        stack.push_async_callback(_ended, asyncio.create_task(_introduce(telegram)))
    return Connected(Platform.TELEGRAM, me.bot_id, part, me.bot_id, me.username, routes, hears)


def _knows(database: Database) -> Knows:
    async def knows(incoming: Incoming) -> bool:
        platform = Platform(incoming.bot.platform)
        async with database.reading() as session:
            return await people_rows.is_told_of(
                session, platform, incoming.bot.external_id, incoming.sender.external_id
            )

    return knows


def _asks_rank() -> AsksRank:
    commands = all_commands()

    def asks(text: str) -> bool:
        found = commands.find(text)
        return found is not None and found[0].name in ASKS_RANK

    return asks


async def _introduce(telegram: Telegram) -> None:
    """Tell Telegram the commands and what we are, by language; a menu is no reason not to start."""
    specs = list(all_commands().specs.values())
    made = {
        language: Menu(
            menus.in_private(specs, language),
            menus.in_groups(specs, language),
            menus.for_group_admins(specs, language),
            menus.said(menus.MAIN_USE, language),
            menus.said(menus.SHORTLY, language),
        )
        for language in LANGUAGES
    }
    try:
        await telegram.introduce(made)
    except TelegramTroubleError as trouble:
        log.warning("menus not set", why=str(trouble))


async def _ended(task: asyncio.Task[None]) -> None:
    """End what may still run."""
    task.cancel()
    await asyncio.wait([task])


def _post(path: str, entrance: SlackEntrance | Webhook) -> Route:
    async def endpoint(request: Request) -> Response:
        return await entrance.endpoint(request)

    return Route(path, endpoint, methods=["POST"])
