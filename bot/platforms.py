"""The platforms that the settings name, ready to be put together by the app."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.slack import SlackEntrance
from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_send import SlackSender
from bot.adapters.telegram import Poller, Webhook
from bot.adapters.telegram_api import Telegram
from bot.config import Settings
from bot.incoming import Receive, Sender
from bot.outgoing import Outgoing, Receipt
from storage import delivery as rows
from storage.database import Database
from storage.words import Platform

LEASE_SECONDS = 90.0  # longer than one long poll


@dataclass(frozen=True, slots=True)
class SlackPart:
    """Slack, both ways."""

    entrance: SlackEntrance
    sender: SlackSender
    api: SlackApi
    team: str

    async def profile(self, external_id: str) -> Sender | None:
        """Ask Slack who that is."""
        return await self.api.profile(external_id, self.team)

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        await self.entrance.start(receive)

    async def stop(self) -> None:
        """Take no more in."""
        await self.entrance.stop()

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        return await self.sender.send(outgoing)


@dataclass(frozen=True, slots=True)
class TelegramPart:
    """Telegram, both ways."""

    entrance: Poller | Webhook
    telegram: Telegram

    async def profile(self, external_id: str) -> Sender | None:
        """Ask Telegram who that is."""
        return await self.telegram.profile(external_id)

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
    holder: str

    async def hold(self) -> bool:
        """Take or prolong the part of the poller."""
        async with self.database.begin(is_batch=True) as session:
            return await rows.take_lease(session, self.name, self.holder, LEASE_SECONDS)


@dataclass(frozen=True, slots=True)
class Connected:
    """A platform's bot as it told who it is, and the routes that its webhooks need."""

    platform: Platform
    external_id: str
    part: SlackPart | TelegramPart
    bot_id: str
    bot_name: str
    routes: tuple[Route, ...] = ()


@asynccontextmanager
async def connected(settings: Settings, database: Database, holder: str) -> AsyncIterator[list[Connected]]:
    """Connect to the platforms that are set up.

    Raises:
        SlackTrouble: Slack refuses the token, or is not reached.
        TelegramTroubleError: Telegram does.
    """
    async with AsyncExitStack() as stack:
        found: list[Connected] = []
        if settings.has_slack:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            found.append(await _slack(settings, session))
        if settings.has_telegram:
            found.append(await _telegram(settings, database, holder, stack))
        yield found


async def _slack(settings: Settings, session: aiohttp.ClientSession) -> Connected:
    api = SlackApi(settings.slack_bot_token, session, url=settings.slack_api_url)
    us = await api.identify()
    entrance = SlackEntrance(
        api, us, signing_secret=settings.slack_signing_secret, app_token=settings.slack_app_token
    )
    routes = () if settings.slack_app_token else (_post("/slack/events", entrance),)
    part = SlackPart(entrance, SlackSender(api), api, us.team)
    return Connected(Platform.SLACK, us.team, part, us.bot_user, us.bot_name, routes)


async def _telegram(settings: Settings, database: Database, holder: str, stack: AsyncExitStack) -> Connected:
    telegram = Telegram(settings.telegram_bot_token, api_url=settings.telegram_api_url)
    stack.push_async_callback(telegram.close)
    me = await telegram.identify()
    name = f"telegram/{me.bot_id}"
    if settings.public_url:
        webhook = Webhook(telegram, settings.public_url)
        part = TelegramPart(webhook, telegram)
        return Connected(
            Platform.TELEGRAM, me.bot_id, part, me.bot_id, me.username, (_post(webhook.path, webhook),)
        )
    poller = Poller(telegram, PollOffsets(database, name), PollLease(database, f"poll/{name}", holder))
    return Connected(Platform.TELEGRAM, me.bot_id, TelegramPart(poller, telegram), me.bot_id, me.username)


def _post(path: str, entrance: SlackEntrance | Webhook) -> Route:
    async def endpoint(request: Request) -> Response:
        return await entrance.endpoint(request)

    return Route(path, endpoint, methods=["POST"])
