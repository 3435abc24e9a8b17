"""One Telegram bot: who it is, what it says, what it looks up, how it introduces itself."""

import logging
import warnings
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.helpers import create_deep_linked_url
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.adapters.telegram_reading import Identity
from bot.adapters.telegram_send import TelegramSender, without_token
from bot.incoming import Missed, Sender
from bot.network import Network
from bot.outgoing import Outgoing, Receipt

API_URL = "https://api.telegram.org"
ANSWER_WITHIN = 10.0  # seconds; Telegram is far away, and a time-out leaves the outcome unknown
POLLS, CALLS = 2, 64  # connections, kept apart so that a long poll holds nothing up
MOST_COMMANDS = 100
MOST_DESCRIPTION = 256  # characters of a command's description
STRAIGHT = Network()
LANGUAGE_CODES = {"en": None, "zh-Hans": "zh"}
BY_CHAT = frozenset({"zh-Hant"})  # Telegram takes two letters above: these get a menu in their own chat

Told = TypeVar("Told")

_log = logging.getLogger(__name__)


Commands = Sequence[tuple[str, str]]  # names and descriptions


class TelegramTroubleError(Exception):
    """Telegram was not reached, or refused; the text is for the log and the administrator."""

    def __init__(self, why: str, *, is_refused: bool = False) -> None:
        """Say why; `is_refused` where the token counts no more."""
        super().__init__(why)
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True)
class Menu:
    """What the bot tells of itself in one of our languages: its commands, and texts for its profile."""

    commands: Commands = ()  # in private chats
    in_groups: Commands = ()
    for_group_admins: Commands = ()
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
        base = api_url.rstrip("/").removesuffix("/bot")  # where the token follows, as libraries want it
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
        self._by_chat: Mapping[str, Menu] = {}
        self._shown: set[str] = set()

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

    async def headcount(self, chat: str) -> int | None:
        """Return how many are in a group without this bot; None where Telegram does not tell.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses everything.
        """
        try:
            return await self.bot.get_chat_member_count(int(chat)) - 1
        except (BadRequest, Forbidden):
            return None
        except TelegramError as error:
            raise self.trouble(error) from None

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

    async def fetch(self, file_id: str, most: int) -> bytes | Missed:
        """Return what is in a file, of at most so many bytes, or why it can't be had.

        The address that it is read from holds the token, and goes nowhere else.
        """
        try:
            file = await self.bot.get_file(file_id)
            if (file.file_size or 0) > most:
                return Missed.TOO_LARGE
            content = bytes(await file.download_as_bytearray())
        except BadRequest as refused:
            return Missed.TOO_LARGE if "too big" in refused.message else Missed.GONE
        except TelegramError as error:
            _log.warning("file not fetched", extra={"why": str(self.trouble(error))})
            return Missed.AWAY
        return content if len(content) <= most else Missed.TOO_LARGE

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

        Each place has its own commands: private chats, groups, and groups for their admins.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses.
        """
        self._by_chat = {name: menus[name] for name in BY_CHAT & menus.keys()}
        for name, menu in menus.items():
            if name in LANGUAGE_CODES:
                await self._set_menu(menu, LANGUAGE_CODES[name])
                await self._set_texts(menu, LANGUAGE_CODES[name])

    async def show_menu(self, chat: str, language: str) -> None:
        """Set the commands of one private chat, where its language can't be told apart for all; once.

        Raises:
            TelegramTroubleError: Telegram was not reached, or refuses.
        """
        if language not in self._by_chat or chat in self._shown:
            return
        self._shown.add(chat)
        await self._set_commands(self._by_chat[language].commands, BotCommandScopeChat(int(chat)), None)

    async def _set_menu(self, menu: Menu, code: str | None) -> None:
        await self._set_commands(menu.commands, BotCommandScopeAllPrivateChats(), code)
        await self._set_commands(menu.in_groups, BotCommandScopeAllGroupChats(), code)
        await self._set_commands(menu.for_group_admins, BotCommandScopeAllChatAdministrators(), code)

    async def _set_commands(self, commands: Commands, scope: BotCommandScope, code: str | None) -> None:
        wanted = tuple((name, text[:MOST_DESCRIPTION]) for name, text in commands[:MOST_COMMANDS])
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
        why = f"{type(error).__name__}: {without_token(error, self.bot.token)}"
        return TelegramTroubleError(why, is_refused=isinstance(error, InvalidToken))
