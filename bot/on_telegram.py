"""Telegram, both ways: one bot, heard by polling or by a webhook."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

import structlog

from bot.adapters.telegram_api import Menu, Telegram, TelegramTroubleError
from bot.adapters.telegram_polling import Poller
from bot.adapters.telegram_webhook import Webhook
from bot.config import Settings
from bot.connecting import Door, Login, Share, asks_rank
from bot.handlers import all_commands
from bot.holders import Holder, take
from bot.incoming import Missed, Receive, Sender
from bot.outgoing import Outgoing, Receipt
from bot.views import menus
from bot.wording import LANGUAGES
from storage import delivery as rows
from storage.database import Database
from storage.words import Platform

WEBHOOKS = "/telegram/{secret}"
LEASE_SECONDS = 90.0  # longer than one long poll

log = structlog.get_logger()


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


async def connect(
    settings: Settings, database: Database, holder: Holder, stack: AsyncExitStack, share: Share, door: Door
) -> Login:
    """Ask Telegram who we are, and open the door to what it delivers; closed with the stack.

    Raises:
        TelegramTroubleError: Telegram refuses the token, or is not reached.
    """
    telegram = Telegram(
        settings.telegram_bot_token, api_url=settings.telegram_api_url, network=settings.network()
    )
    try:
        me = await telegram.identify()
    except TelegramTroubleError:
        await telegram.close()
        raise
    stack.push_async_callback(telegram.close)
    name = f"telegram/{me.bot_id}"
    ranked = asks_rank()
    entrance: Webhook | Poller
    by_http = bool(settings.public_url)
    hears = share.hears(by_http=by_http)
    if by_http:
        entrance = Webhook(
            telegram, settings.public_url, secret=settings.telegram_webhook_secret, asks_rank=ranked
        )
        door.open(entrance.endpoint, entrance.path)
    else:
        entrance = Poller(
            telegram,
            PollOffsets(database, name),
            PollLease(database, f"poll/{name}", holder),
            asks_rank=ranked,
        )
    part = TelegramPart(entrance, telegram)
    if hears:
        stack.push_async_callback(_ended, asyncio.create_task(_introduce(telegram)))
    return Login(Platform.TELEGRAM, me.bot_id, part, me.bot_id, me.username, hears)


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
