"""Delivery to Telegram: where a message goes, and what Telegram's answer means for it.

The ref of a post is "chat:message". A message that is edited later (it has a topic, or a ref) is one post,
shortened where it has to be. Any other may take several; its ref is that of the last, which bears the
buttons and is what people see and answer.
"""

import asyncio
import logging
from datetime import timedelta

import httpx
from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.adapters.telegram_html import Post, one_post, posts
from bot.message import Audience
from bot.outgoing import (
    Busy,
    Gone,
    LaneDown,
    Moved,
    Outgoing,
    Receipt,
    Rejected,
    Sent,
    Unknown,
    Unreachable,
)

LONGEST_PAUSE = 30.0  # seconds to wait within a message of several posts, before its outcome is unknown
NO_CONNECTION_FREE = 1.0  # seconds until another try, when all our own connections are in use

# The server's own words; nothing else tells these cases apart (github.com/tdlib/telegram-bot-api)
_NOT_MODIFIED = "message is not modified"
_UNPARSED = "can't parse entities"
_POST_IS_GONE = (
    "message to edit not found", "message can't be edited", "message_id_invalid",
)  # fmt: skip
_TOPIC_IS_GONE = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_FOR_THIS_PLACE = (
    "chat not found", "peer_id_invalid", "user not found", "not enough rights", "have no rights",
    "chat_write_forbidden", "chat_send_plain_forbidden", "chat_restricted", "need administrator rights",
    "bot is not a member", "group chat was deactivated", "user_is_blocked", "input_user_deactivated",
    *_TOPIC_IS_GONE,
)  # fmt: skip
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

log = logging.getLogger(__name__)


class TelegramSender:
    """An adapter for delivery, for one bot."""

    def __init__(self, bot: Bot) -> None:
        """Take the connection to one bot."""
        self._bot = bot
        self._limited: dict[str, float] = {}  # chats that were refused for speed, until loop time

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit where `ref` is given; every trouble is a receipt."""
        if outgoing.address.response_url:
            return Rejected("Telegram has no response addresses")
        chat = _chat(outgoing)
        try:
            if outgoing.ref:
                return await self._edit(outgoing)
            return await self._post(outgoing, chat)
        except RetryAfter as error:
            return self._too_fast(chat, seconds(error))
        except TelegramError as error:
            return receipt(error, self._bot.token)

    async def _edit(self, outgoing: Outgoing) -> Receipt:
        post = one_post(outgoing.message, outgoing.reader)
        try:
            await self._edit_text(outgoing.ref, post)
        except BadRequest as error:
            if _says(error, _NOT_MODIFIED):
                return Sent(outgoing.ref)
            if _says(error, *_POST_IS_GONE):
                return Gone()
            raise
        return Sent(outgoing.ref)

    async def _edit_text(self, ref: str, post: Post) -> None:
        try:
            await self._edit_once(ref, post, post.html, ParseMode.HTML)
        except BadRequest as error:
            if not _says(error, _UNPARSED):
                raise
            _log_unparsed(error)
            await self._edit_once(ref, post, post.text, None)

    async def _edit_once(self, ref: str, post: Post, text: str, parse_mode: ParseMode | None) -> None:
        chat, _, message = ref.rpartition(":")
        await self._bot.edit_message_text(
            text,
            chat_id=_id(chat),
            message_id=int(message),
            parse_mode=parse_mode,
            link_preview_options=_NO_PREVIEW,
            reply_markup=post.keyboard,
        )

    async def _post(self, outgoing: Outgoing, chat: str) -> Receipt:
        if outgoing.message.topic is not None:
            return Sent(await self._say(outgoing, chat, one_post(outgoing.message, outgoing.reader)))
        first, *rest = posts(outgoing.message, outgoing.reader)
        ref = await self._say(outgoing, chat, first)
        for post in rest:
            try:
                ref = await self._say_unhurried(outgoing, chat, post)
            except TelegramError as error:
                why = without_token(error, self._bot.token)
                return Unknown(f"only the first part of {len(rest) + 1} arrived for sure: {why}")
        return Sent(ref)

    async def _say_unhurried(self, outgoing: Outgoing, chat: str, post: Post) -> str:
        """A further part, waiting as long as Telegram asks: to begin anew would say the first part twice."""
        try:
            return await self._say(outgoing, chat, post)
        except RetryAfter as error:
            if seconds(error) > LONGEST_PAUSE:
                raise
            await asyncio.sleep(seconds(error))
            return await self._say(outgoing, chat, post)

    async def _say(self, outgoing: Outgoing, chat: str, post: Post) -> str:
        """Post it in its topic; in "General", where that is closed or gone."""
        thread = (
            int(outgoing.address.thread)
            if outgoing.address.thread and chat == outgoing.address.chat
            else None
        )
        try:
            return await self._say_in(outgoing, chat, thread, post)
        except BadRequest as error:
            if thread is None or not _says(error, *_TOPIC_IS_GONE):
                raise
            log.warning("topic refused, sent to the general one", extra={"chat": chat, "why": error.message})
            return await self._say_in(outgoing, chat, None, post)

    async def _say_in(self, outgoing: Outgoing, chat: str, thread: int | None, post: Post) -> str:
        answered = _answered(outgoing, chat)
        try:
            return await self._say_once(chat, thread, post, post.html, ParseMode.HTML, answered)
        except BadRequest as error:
            if not _says(error, _UNPARSED):
                raise
            _log_unparsed(error)
            return await self._say_once(chat, thread, post, post.text, None, answered)

    async def _say_once(
        self,
        chat: str,
        thread: int | None,
        post: Post,
        text: str,
        parse_mode: ParseMode | None,
        answered: ReplyParameters | None,
    ) -> str:
        message = await self._bot.send_message(
            _id(chat),
            text,
            parse_mode=parse_mode,
            message_thread_id=thread,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=answered,
            reply_markup=post.keyboard,
        )
        return f"{message.chat_id}:{message.message_id}"

    def _too_fast(self, chat: str, wait: float) -> Busy:
        """Telegram does not say whose limit it was: a chat's, unless another chat was refused as well."""
        now = asyncio.get_running_loop().time()
        self._limited = {one: until for one, until in self._limited.items() if until > now and one != chat}
        whole_lane = bool(self._limited)
        self._limited[chat] = now + wait
        return Busy(wait, whole_lane)


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def receipt(error: TelegramError, token: str) -> Receipt:
    """Return what an error means for the message; `token` is kept out of the reason."""
    why = without_token(error, token)
    match error:
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable(why)
        case InvalidToken():
            return LaneDown(why, is_refused=True)
        case Conflict():
            return LaneDown(why)
        case BadRequest():  # before NetworkError, which it is a kind of
            return Unreachable(why) if _says(error, *_FOR_THIS_PLACE) else Rejected(why)
        case NetworkError():
            return _unsent(error, why)
        case _:
            return Unknown(why)


def _unsent(error: NetworkError, why: str) -> Receipt:
    """A lost connection: only where it never came about it is certain that nothing was sent."""
    cause = error.__cause__
    if isinstance(cause, httpx.PoolTimeout):
        return Busy(NO_CONNECTION_FREE, whole_lane=True)
    if isinstance(cause, (*_NEVER_SENT, RuntimeError)):  # RuntimeError: the client is closed
        return LaneDown(why)
    return Unknown(why)


def seconds(error: RetryAfter) -> float:
    """Return how long to wait; the library gives an int now, and a timedelta in a later version."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def without_token(error: TelegramError, token: str) -> str:
    """Return an error's text, which may quote the address with the token in it, fit for a log."""
    return error.message.replace(token, "…")


def _log_unparsed(error: BadRequest) -> None:
    log.error("Telegram could not parse a post, sent as plain text", extra={"why": error.message})


def _says(error: BadRequest, *words: str) -> bool:
    said = error.message.lower()
    return any(one in said for one in words)


def _chat(outgoing: Outgoing) -> str:
    """What is for one person's eyes goes to their private chat: a group can't show it to them alone."""
    address = outgoing.address
    return (
        address.only_for
        if address.only_for and outgoing.message.audience is Audience.PRIVATE
        else address.chat
    )


def _answered(outgoing: Outgoing, chat: str) -> ReplyParameters | None:
    """What belongs under a post is a reply to it, Telegram having no threads; alone if the post is gone."""
    there, _, message = outgoing.under.rpartition(":")
    if not message.isdecimal() or there != chat:
        return None
    return ReplyParameters(int(message), allow_sending_without_reply=True)


def _id(chat: str) -> int | str:
    return int(chat) if chat.removeprefix("-").isdecimal() else chat
