"""Updates of Telegram by long polling.

An update is confirmed only when what it caused is committed; Telegram keeps it for a day until then.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Protocol

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram_api import ANSWER_WITHIN, Telegram, TelegramTroubleError
from bot.adapters.telegram_intake import PRESS_ANSWERED_WITHIN, Intake, number_of
from bot.adapters.telegram_reading import ALLOWED_UPDATES
from bot.adapters.telegram_send import seconds
from bot.adapters.telegram_waiting import FIRST_PAUSE, pause, until
from bot.incoming import AsksRank, Receive, never

POLL_SECONDS = 25  # how long Telegram holds a poll open when there is nothing
QUIET_SECONDS = 5 * 24 * 3600.0  # core.telegram.org/bots/api#update: a week without updates numbers anew
LEASE_AGAIN = 5.0  # seconds until another process is asked again whether it still polls

Json = dict[str, Any]

log = logging.getLogger(__name__)


class Offsets(Protocol):
    """Where the poller keeps what it has still to confirm to Telegram; 0 is nothing."""

    async def load(self) -> int:
        """The offset saved last, or 0."""
        ...

    async def save(self, offset: int) -> None:
        """Keep it."""
        ...


class Lease(Protocol):
    """One process polls at a time; a lease lasts longer than POLL_SECONDS."""

    async def hold(self) -> bool:
        """Take or prolong it; False if another process has it."""
        ...


class Poller:
    """Takes updates in by long polling, in one process at a time."""

    def __init__(
        self,
        telegram: Telegram,
        offsets: Offsets,
        lease: Lease,
        *,
        poll_seconds: int = POLL_SECONDS,
        quiet_seconds: float = QUIET_SECONDS,
        first_pause: float = FIRST_PAUSE,
        press_within: float = PRESS_ANSWERED_WITHIN,
        asks_rank: AsksRank = never,
    ) -> None:
        """Take the bot, and what is kept elsewhere: offset and lease."""
        self._asks_rank = asks_rank
        self._telegram = telegram
        self._offsets = offsets
        self._lease = lease
        self._poll_seconds = poll_seconds
        self._quiet_seconds = quiet_seconds
        self._first_pause = first_pause
        self._press_within = press_within
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self, receive: Receive) -> None:
        """Begin to poll; Telegram need not be reachable yet."""
        self._stopping.clear()
        intake = Intake(self._telegram, receive, self._press_within, asks_rank=self._asks_rank)
        self._running = asyncio.create_task(self._supervised(intake))

    async def stop(self) -> None:
        """Poll no more, and wait for the batch that runs; what is not done is not confirmed."""
        self._stopping.set()
        if self._running is not None:
            await asyncio.wait({self._running})

    async def _supervised(self, intake: Intake) -> None:
        """Poll until stopped; after a failure the same updates are asked for again."""
        failures = 0
        while not self._stopping.is_set():
            polling = asyncio.create_task(self._poll(intake))
            try:
                await asyncio.wait({polling})
            finally:
                polling.cancel()
            error = polling.exception()
            if error is not None:
                failures += 1
                _log_failure(error)
                await self._pause(failures)

    async def _poll(self, intake: Intake) -> None:
        """Forget the webhook, but not what waits for it, and take batch after batch until stopping.

        Telegram numbers anew after a quiet week, and an offset kept for longer could confirm what was never
        seen: it is asked with until shortly before, and written down only until an empty batch confirms it.
        """
        await self._telegram.identify()
        await self._forget_webhook()
        offset = saved = await self._offsets.load()
        heard_at = _loop_time()
        while not self._stopping.is_set():
            if not await self._lease.hold():
                await until(self._stopping, LEASE_AGAIN)
                offset = saved = await self._offsets.load()
                continue
            batch = await self._fetched(offset)
            if batch is None:
                continue
            if batch:
                offset, heard_at = await self._batch(batch, intake), _loop_time()
            elif _loop_time() - heard_at >= self._quiet_seconds:
                offset = 0
            kept = offset if batch else 0
            if kept != saved:
                await self._offsets.save(kept)
                saved = kept

    async def _forget_webhook(self) -> None:
        try:
            await self._telegram.bot.delete_webhook(drop_pending_updates=False)
        except InvalidToken as error:  # so PTB calls a 404: a server without webhooks has none to forget
            log.warning("webhook not forgotten", extra={"why": str(self._telegram.trouble(error))})
        except TelegramError as error:
            raise self._telegram.trouble(error) from None

    async def _fetched(self, offset: int) -> list[Any] | None:
        """The next updates, those below `offset` being confirmed; None when stopping, or after a failure."""
        failures = 0
        while not self._stopping.is_set():
            try:
                return await self._asked_for(offset)
            except TelegramError as error:
                failures += 1
                log.warning("polling failed", extra={"why": str(self._telegram.trouble(error))})
                await self._pause(failures, seconds(error) if isinstance(error, RetryAfter) else 0.0)
        return None

    async def _asked_for(self, offset: int) -> list[Any] | None:
        """One long poll, given up when stopping.

        The name has two underscores because the library warns of `getUpdates` that it has a method of its
        own, and that one drops a whole batch for one update it can't read.
        """
        parameters: Json = {"timeout": self._poll_seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset:
            parameters["offset"] = offset
        longest = self._poll_seconds + ANSWER_WITHIN
        poll = asyncio.create_task(
            self._telegram.bot.do_api_request("get__updates", parameters, read_timeout=longest)
        )
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({poll, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            poll.cancel()
        if poll.done():
            return list(poll.result())
        await asyncio.wait({poll})
        return None

    async def _batch(self, batch: list[Any], intake: Intake) -> int:
        """Take a batch, in order within a chat, chats side by side; return the offset that confirms it."""
        chats: dict[str, list[Any]] = {}
        for body in batch:
            chats.setdefault(_chat(body), []).append(body)
        rows = [asyncio.create_task(self._in_order(bodies, intake)) for bodies in chats.values()]
        undone = [number for number in await _all(rows) if number is not None]
        last = max((number for body in batch if (number := number_of(body)) is not None), default=-1)
        return min(undone, default=last + 1)

    async def _in_order(self, bodies: list[Any], intake: Intake) -> int | None:
        """One chat's updates, each until it is done; the number of the first that is not, when stopping."""
        for body in bodies:
            failures = 0
            while not await intake.take(body):
                if self._stopping.is_set():
                    return number_of(body)
                failures += 1
                await self._pause(failures)
        return None

    async def _pause(self, failures: int, at_least: float = 0.0) -> None:
        await until(self._stopping, max(at_least, pause(self._first_pause, failures)))


def _chat(body: Any) -> str:
    """A raw update's chat; "" where it has none."""
    for part in body.values() if isinstance(body, dict) else ():
        if isinstance(part, dict):
            told = part.get("message", part)  # a pressed button's is in the message above it
            chat = told.get("chat") if isinstance(told, dict) else None
            if isinstance(chat, dict):
                return str(chat.get("id"))
    return ""


async def _all(tasks: Sequence[asyncio.Task[int | None]]) -> list[int | None]:
    """What all of them return; when one fails, the others are awaited before its error is raised."""
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException):
            raise one
    return [one for one in ended if not isinstance(one, BaseException)]


def _log_failure(error: BaseException) -> None:
    if isinstance(error, TelegramTroubleError):
        log.warning("polling failed", extra={"why": str(error)})
    else:
        log.error("polling broke", exc_info=error)


def _loop_time() -> float:
    """Seconds that only go on."""
    return asyncio.get_running_loop().time()
