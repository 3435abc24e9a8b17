"""Telegram's entrance: how updates come, by long polling or by a webhook, and what becomes of one.

An update is confirmed only when what it caused is committed; Telegram keeps it for a day until then.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram_api import ANSWER_WITHIN, BY_CHAT, Telegram, TelegramTroubleError
from bot.adapters.telegram_html import alert
from bot.adapters.telegram_reading import ALLOWED_UPDATES, read, refusal
from bot.adapters.telegram_send import seconds
from bot.incoming import Answer, AsksRank, Incoming, Outcome, PlaceKind, Receive, Words, never, with_rank

POLL_SECONDS = 25  # how long Telegram holds a poll open when there is nothing
PRESS_ANSWERED_WITHIN = 3.0  # seconds; dispatch gives up the ride at 2.5, Telegram some time after 5
RANK_WITHIN = 1.0  # seconds for asking whether somebody is an admin
LONG_ALERT = 60  # characters; more do not fit the line at the top and are shown in a box
FIRST_PAUSE = 1.0  # seconds after a failure, doubled with each further one
LONGEST_PAUSE = 30.0
QUIET_SECONDS = 5 * 24 * 3600.0  # core.telegram.org/bots/api#update: a week without updates numbers anew
LEASE_AGAIN = 5.0  # seconds until another process is asked again whether it still polls

# What parsing may raise on a body that is not what it should be
_MALFORMED = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, OSError)
_UNDONE = frozenset({Outcome.FAILED, Outcome.BUSY})

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
            log.warning("unreadable update skipped", extra={"update": _number(body), "why": why})
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
                await _until(self._stopping, LEASE_AGAIN)
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
        last = max((number for body in batch if (number := _number(body)) is not None), default=-1)
        return min(undone, default=last + 1)

    async def _in_order(self, bodies: list[Any], intake: Intake) -> int | None:
        """One chat's updates, each until it is done; the number of the first that is not, when stopping."""
        for body in bodies:
            failures = 0
            while not await intake.take(body):
                if self._stopping.is_set():
                    return _number(body)
                failures += 1
                await self._pause(failures)
        return None

    async def _pause(self, failures: int, at_least: float = 0.0) -> None:
        await _until(self._stopping, max(at_least, _pause(self._first_pause, failures)))


class Webhook:
    """Takes updates in by HTTP, in any number of processes; mount `endpoint` at `path`."""

    def __init__(
        self, telegram: Telegram, public_url: str, *, secret: str = "", asks_rank: AsksRank = never
    ) -> None:
        """Take the bot and this server's public address; the path, and no `secret`, follow from the token.

        A secret has 1 to 256 of A-Z a-z 0-9 _ -.
        """
        self._telegram = telegram
        self._asks_rank = asks_rank
        self._public_url = public_url.rstrip("/")
        self.path = f"/telegram/{_derived(telegram.bot.token, 'webhook path')}"
        self._secret = secret or _derived(telegram.bot.token, "webhook secret")
        self._intake: Intake | None = None
        self._running: set[asyncio.Task[bool]] = set()
        self._stopping = asyncio.Event()
        self._setting: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where Telegram is told to deliver."""
        return self._public_url + self.path

    async def start(self, receive: Receive) -> None:
        """Begin to take in, and tell Telegram where; it is told again until it hears."""
        self._stopping.clear()
        self._intake = Intake(self._telegram, receive, asks_rank=self._asks_rank)
        self._setting = asyncio.create_task(self._set())

    async def stop(self) -> None:
        """Take no more in, and wait for what runs; Telegram brings the rest again."""
        self._intake = None
        self._stopping.set()
        waiting = {*self._running, *([self._setting] if self._setting else [])}
        if waiting:
            await asyncio.wait(waiting)

    async def endpoint(self, request: Request) -> Response:
        """Answer 200 when the update is done with, 403 to whoever is not Telegram, 503 to be asked again."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        if self._intake is None:
            return Response(status_code=503)
        try:
            body = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        taking = asyncio.create_task(self._intake.take(body))
        self._running.add(taking)
        taking.add_done_callback(self._running.discard)
        try:
            is_done = await asyncio.shield(taking)
        except TelegramTroubleError as error:
            log.warning("update not taken", extra={"why": str(error)})
            is_done = False
        return Response(status_code=200 if is_done else 503)

    async def _set(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await self._telegram.bot.set_webhook(
                    self.url,
                    allowed_updates=list(ALLOWED_UPDATES),
                    secret_token=self._secret,
                    drop_pending_updates=False,
                )
            except TelegramError as error:
                failures += 1
                log.warning("webhook not set", extra={"why": str(self._telegram.trouble(error))})
                await _until(self._stopping, _pause(FIRST_PAUSE, failures))
            else:
                return


def _riding(answer: Answer) -> str:
    return alert(answer.message, answer.reader) if answer.message is not None else ""


def _number(body: Any) -> int | None:
    """A raw update's number."""
    number = body.get("update_id") if isinstance(body, dict) else None
    return number if isinstance(number, int) else None


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


def _pause(first: float, failures: int) -> float:
    """Seconds to wait after so many failures."""
    return min(LONGEST_PAUSE, first * 2.0 ** min(failures - 1, 10))


async def _until(event: asyncio.Event, wait: float) -> None:
    """Wait so many seconds, or until it happens."""
    try:
        async with asyncio.timeout(wait):
            await event.wait()
    except TimeoutError:
        return


def _derived(token: str, purpose: str) -> str:
    """A secret that every process with the token comes to, and nobody without it."""
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _loop_time() -> float:
    """Seconds that only go on."""
    return asyncio.get_running_loop().time()
