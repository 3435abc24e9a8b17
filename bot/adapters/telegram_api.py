"""One Telegram bot: who it is, what it says, what it looks up, how it introduces itself."""

import logging
import warnings
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.helpers import create_deep_linked_url
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.adapters.telegram_reading import Identity
from bot.adapters.telegram_send import TelegramSender, without_token
from bot.incoming import Sender
from bot.network import Network
from bot.outgoing import Outgoing, Receipt

API_URL = "https://api.telegram.org"
ANSWER_WITHIN = 10.0  # seconds; Telegram is far away, and a time-out leaves the outcome unknown
POLLS, CALLS = 2, 64  # connections, kept apart so that a long poll holds nothing up
MOST_COMMANDS = 100
MOST_DESCRIPTION = 256  # characters of a command's description
STRAIGHT = Network()
LANGUAGE_CODES = {
    "en": None,
    "zh-Hans": "zh",
}  # Telegram takes two letters here: no way to tell zh-Hant apart

Told = TypeVar("Told")


class TelegramTroubleError(Exception):
    """Telegram was not reached, or refused; the text is for the log and the administrator."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What the bot tells of itself in one of our languages: its commands, and texts for its profile."""

    commands: Sequence[tuple[str, str]] = ()  # name and description
    description: str = ""  # in an empty chat, at most 512 characters
    short_description: str = ""  # in the profile, at most 120


class Telegram:
    """One bot: who it is, what it says, what it looks up. The token is in no log and no error."""

    def __init__(self, token: str, *, api_url: str = API_URL, network: Network = STRAIGHT) -> None:
        """Take BotFather's token; the network is used as given, whatever the environment says."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, with the token in them
        # A 429 warns that its wait will be a timedelta one day, which we are ready for
        warnings.filterwarnings("ignore", message=".*retry_after", category=PTBDeprecationWarning)
        polls, calls = (
            HTTPXRequest(
                size,
                read_timeout=ANSWER_WITHIN,
                proxy=network.proxy_for(api_url),
                httpx_kwargs={"trust_env": False, "verify": network.tls or True},
            )
            for size in (POLLS, CALLS)
        )
        base = api_url.rstrip("/")
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=calls,
            get_updates_request=polls,
        )
        self._requests = (polls, calls)
        self.bot_id = token.partition(":")[0]
        self._sender = TelegramSender(self.bot)
        self._me: Identity | None = None

    async def close(self) -> None:
        """Close the connections; nothing can be sent afterwards."""
        for one in self._requests:
            await one.shutdown()

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit where `ref` is given; every trouble is a receipt."""
        return await self._sender.send(outgoing)

    async def identify(self) -> Identity:
        """Return the bot's account, asked for once.

        Raises:
            TelegramTroubleError: the token is refused, or Telegram not reached.
        """
        if self._me is None:
            me = await self.asked(self.bot.get_me())
            self._me = Identity(str(me.id), me.username or "", bool(me.can_read_all_group_messages))
        return self._me

    async def profile(self, external_id: str) -> Sender | None:
        """Return what Telegram tells of a person; None where it knows nobody, or nobody who met the bot.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses everything.
        """
        try:
            chat = await self.bot.get_chat(int(external_id))
        except (BadRequest, Forbidden):
            return None
        except TelegramError as error:
            raise self.trouble(error) from None
        return Sender(external_id, chat.full_name or "", chat.username or "")

    async def is_group_admin(self, chat: str, external_id: str) -> bool:
        """Whether a person is an admin of a group; False where Telegram does not tell.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses everything.
        """
        try:
            admins = await self.bot.get_chat_administrators(int(chat))  # told even where members are hidden
        except (BadRequest, Forbidden):
            return False
        except TelegramError as error:
            raise self.trouble(error) from None
        return external_id in {str(one.user.id) for one in admins}

    async def start_link(self, payload: str, *, group: bool = False) -> str:
        """Return the address that opens the private chat, or adds the bot to a group, with a payload.

        Raises:
            ValueError: the payload is longer than 64 characters, or not of A-Z a-z 0-9 _ - alone.
            TelegramTroubleError: the bot's name is not known yet, and Telegram not reached.
        """
        me = await self.identify()
        return create_deep_linked_url(me.username, payload, group=group)

    async def introduce(self, menus: Mapping[str, Menu]) -> None:
        """Set the commands and texts, by language, where they are not what they should be.

        Commands are set for private chats, groups and admins of groups, so that none set by hand goes before.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses.
        """
        for name, menu in menus.items():
            if name in LANGUAGE_CODES:
                await self._set_commands(menu, LANGUAGE_CODES[name])
                await self._set_texts(menu, LANGUAGE_CODES[name])

    async def _set_commands(self, menu: Menu, code: str | None) -> None:
        wanted = tuple((name, text[:MOST_DESCRIPTION]) for name, text in menu.commands[:MOST_COMMANDS])
        scopes = (
            BotCommandScopeAllPrivateChats(),
            BotCommandScopeAllGroupChats(),
            BotCommandScopeAllChatAdministrators(),
        )
        for scope in scopes:
            there = await self.asked(self.bot.get_my_commands(scope, code))
            if tuple((one.command, one.description) for one in there) != wanted:
                await self.asked(self.bot.set_my_commands(wanted, scope, code))

    async def _set_texts(self, menu: Menu, code: str | None) -> None:
        told = await self.asked(self.bot.get_my_description(code))
        if told.description != menu.description:
            await self.asked(self.bot.set_my_description(menu.description, code))
        shortly = await self.asked(self.bot.get_my_short_description(code))
        if shortly.short_description != menu.short_description:
            await self.asked(self.bot.set_my_short_description(menu.short_description, code))

    async def asked(self, call: Awaitable[Told]) -> Told:
        """Return what a call brings, or raise its error without the token.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses.
        """
        try:
            return await call
        except TelegramError as error:
            raise self.trouble(error) from None

    def trouble(self, error: TelegramError) -> TelegramTroubleError:
        """Return an error fit for a log."""
        return TelegramTroubleError(f"{type(error).__name__}: {without_token(error, self.bot.token)}")
