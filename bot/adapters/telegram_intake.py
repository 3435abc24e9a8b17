"""What becomes of one update of Telegram: read, received, and a pressed button answered."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.adapters.telegram_api import BY_CHAT, Telegram, TelegramTroubleError
from bot.adapters.telegram_html import alert
from bot.adapters.telegram_reading import read, refusal
from bot.incoming import Answer, AsksRank, Incoming, Outcome, PlaceKind, Receive, Words, never, with_rank

PRESS_ANSWERED_WITHIN = 3.0  # seconds; dispatch gives up the ride at 2.5, Telegram some time after 5
RANK_WITHIN = 1.0  # seconds for asking whether somebody is an admin
LONG_ALERT = 60  # characters; more do not fit the line at the top and are shown in a box

# What parsing may raise on a body that is not what it should be
_MALFORMED = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, OSError)
_UNDONE = frozenset({Outcome.FAILED, Outcome.BUSY})

log = logging.getLogger(__name__)


class Intake:
    """What becomes of one update: read, received, and a pressed button answered."""

    def __init__(
        self,
        telegram: Telegram,
        receive: Receive,
        press_within: float = PRESS_ANSWERED_WITHIN,
        *,
        asks_rank: AsksRank = never,
    ) -> None:
        """Take the bot that is spoken to, where what is said goes, and before which words ranks are asked."""
        self._telegram = telegram
        self._asks_rank = asks_rank
        self._beside: set[asyncio.Task[None]] = set()
        self._press_within = press_within
        self._receive = receive
        self._refused: set[tuple[str, str]] = set()

    async def take(self, body: Any) -> bool:
        """Whether the update is done with: what can't be read or is not for us is, too.

        Raises:
            TelegramTroubleError: the bot's name is not known yet, and Telegram not reached.
        """
        me = await self._telegram.identify()
        try:
            update = Update.de_json(body, self._telegram.bot)
            found = read(update, me)
        except _MALFORMED as error:
            why = type(error).__name__  # no more of it: it may quote what somebody wrote
            log.warning("unreadable update skipped", extra={"update": number_of(body), "why": why})
            return True
        self._note_refusal(update)
        if update.callback_query is not None:
            return await self._pressed(update.callback_query.id, found)
        return await self._all_done(found)

    async def _all_done(self, found: Sequence[Incoming]) -> bool:
        for incoming in found:
            answer = await self._received(incoming)
            if answer.outcome in _UNDONE:
                return False
        return True

    async def _pressed(self, query: str, found: Sequence[Incoming]) -> bool:
        """Every press is answered, or a wheel turns on the button: in time, even if the work goes on."""
        if not found:
            await self._answer(query, "")
            return True
        work = asyncio.ensure_future(self._received(found[0]))
        done, _ = await asyncio.wait({work}, timeout=self._press_within)
        if not done:
            await self._answer(query, "")
            return (await work).outcome not in _UNDONE
        answer = work.result()
        if answer.outcome in _UNDONE:
            return False
        await self._answer(query, _riding(answer))
        return True

    async def _received(self, incoming: Incoming) -> Answer:
        if incoming.place.kind is PlaceKind.DIRECT and incoming.sender.language in BY_CHAT:
            self._track(self._show_menu(incoming.place.chat, incoming.sender.language))
        return await self._receive(await self._with_rank(incoming))

    def _track(self, work: Coroutine[Any, Any, None]) -> None:
        """Let it run beside, and keep hold of it."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _show_menu(self, chat: str, language: str) -> None:
        try:
            await self._telegram.show_menu(chat, language)
        except TelegramTroubleError as trouble:
            log.warning("menu not set", extra={"why": str(trouble)})

    async def _with_rank(self, incoming: Incoming) -> Incoming:
        """The same, and whether an admin of the group says it, where that matters."""
        said, place = incoming.said, incoming.place
        is_asked = isinstance(said, Words) and place.kind is PlaceKind.CHANNEL and self._asks_rank(said.text)
        if not is_asked:
            return incoming
        try:
            async with asyncio.timeout(RANK_WITHIN):
                is_admin = await self._telegram.is_group_admin(place.chat, incoming.sender.external_id)
        except (TelegramTroubleError, TimeoutError) as why:
            log.warning("rank not told", extra={"why": type(why).__name__})
            return incoming
        return with_rank(incoming, is_admin=is_admin)

    async def _answer(self, query: str, text: str) -> None:
        try:
            await self._telegram.bot.answer_callback_query(
                query, text or None, show_alert=len(text) > LONG_ALERT
            )
        except TelegramError as error:  # too late, or not reached: what was done stays done
            log.info("press not answered", extra={"why": str(self._telegram.trouble(error))})

    def _note_refusal(self, update: Update) -> None:
        why, chat = refusal(update), update.effective_chat
        if not why or chat is None or (why, str(chat.id)) in self._refused:
            return
        self._refused.add((why, str(chat.id)))
        log.info("not listening here", extra={"why": why, "chat": chat.id})


def _riding(answer: Answer) -> str:
    return alert(answer.message, answer.reader) if answer.message is not None else ""


def number_of(body: Any) -> int | None:
    """A raw update's number."""
    number = body.get("update_id") if isinstance(body, dict) else None
    return number if isinstance(number, int) else None
