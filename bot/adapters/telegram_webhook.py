"""Updates of Telegram by a webhook."""

import asyncio
import hashlib
import hmac
import json
import logging

from starlette.requests import Request
from starlette.responses import Response
from telegram.error import TelegramError

from bot.adapters.telegram_api import Telegram, TelegramTroubleError
from bot.adapters.telegram_intake import Intake
from bot.adapters.telegram_reading import ALLOWED_UPDATES
from bot.adapters.telegram_waiting import FIRST_PAUSE, pause, until
from bot.incoming import AsksRank, Receive, never

log = logging.getLogger(__name__)


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
                await until(self._stopping, pause(FIRST_PAUSE, failures))
            else:
                return


def _derived(token: str, purpose: str) -> str:
    """A secret that every process with the token comes to, and nobody without it."""
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()
