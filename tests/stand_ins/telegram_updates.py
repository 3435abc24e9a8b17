"""What the bot is told: kept until it is confirmed, by long polling or by webhook."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from tests.stand_ins.telegram_errors import OTHER_POLLER, WEBHOOK_ACTIVE, bad_request, conflict

Json = dict[str, object]

FIRST_UPDATE = 700_000_001
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
WEBHOOK_PORTS = frozenset({80, 88, 443, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_FOREVER = 86_400.0


class Pulse:
    """Wakes everybody who waits for something to have changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def beat(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """False if it did not become true in that time."""
        if condition():
            return True
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._event.wait()
        except TimeoutError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str | None
    max_connections: int


def checked_webhook(url: str, secret: str | None, max_connections: int) -> Webhook:
    """Refuses what the real server does, but for plain HTTP to 127.0.0.1, where tests listen."""
    parts = urlsplit(url)
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= max_connections <= 100:
        raise bad_request("bad webhook: max_connections must be between 1 and 100")
    if parts.hostname != "127.0.0.1":
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in WEBHOOK_PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return Webhook(url, secret, max_connections)


class Updates:
    """The queue of one bot. `pending` are those not confirmed, oldest first."""

    def __init__(self, pulse: Pulse, now: Callable[[], datetime]) -> None:
        self.pulse = pulse
        self.pending: list[Json] = []
        self.confirmed_offset = 0
        self.last_id = FIRST_UPDATE - 1
        self.allowed: tuple[str, ...] | None = None
        self.webhook: Webhook | None = None
        self.failure: tuple[int, str] | None = None
        self.closing = False
        self._now = now
        self._poller: object | None = None
        self._poller_refusal = OTHER_POLLER

    @property
    def is_polled(self) -> bool:
        return self._poller is not None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in LEFT_OUT_BY_DEFAULT

    def put(self, kind: str, payload: Json) -> None:
        """Nothing happens if the bot did not ask for this kind."""
        if self.wants(kind):
            self.put_raw({kind: payload})

    def put_raw(self, body: Json) -> None:
        self.last_id += 1
        self.pending.append({"update_id": self.last_id} | body)
        self.pulse.beat()

    def confirm(self, done: set[int]) -> None:
        self.pending = [update for update in self.pending if update_id(update) not in done]
        self.pulse.beat()

    def allow(self, kinds: object) -> None:
        """An absent list leaves the last one in force, an empty one brings back the default."""
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed_updates: expected an Array of String")
        self.allowed = tuple(kinds)

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[Json]:
        """A newer poll, or a webhook, ends this one with 409."""
        if self.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        me = self._take_over(OTHER_POLLER)
        self._confirm_below(offset)
        await self.pulse.until(lambda: bool(self.pending) or self._poller is not me or self.closing, seconds)
        if self._poller is not me:
            raise conflict(self._poller_refusal)
        self._poller = None
        return self.pending[: limit if 1 <= limit <= 100 else 100]

    def _take_over(self, refusal: str) -> object:
        """Whoever polls now is refused with these words."""
        self._poller_refusal = refusal
        self._poller = object()
        self.pulse.beat()
        return self._poller

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [update for update in self.pending if update_id(update) >= offset]
            self.confirmed_offset = max(self.confirmed_offset, offset)
        self.pulse.beat()

    def set_webhook(self, webhook: Webhook | None) -> None:
        if webhook is not None:
            self._take_over("terminated by setWebhook request")
            self._poller = None
        self.webhook, self.failure = webhook, None
        self.pulse.beat()

    def drop(self) -> None:
        self.pending = []
        self.pulse.beat()

    def failed(self, why: str) -> None:
        self.failure = (int(self._now().timestamp()), why)
        self.pulse.beat()

    def webhook_json(self) -> Json:
        """What getWebhookInfo says."""
        body: Json = {
            "url": self.webhook.url if self.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if self.webhook is not None:
            body["max_connections"] = self.webhook.max_connections
        if self.failure is not None:
            body["last_error_date"], body["last_error_message"] = self.failure
        return body | ({"allowed_updates": list(self.allowed)} if self.allowed else {})

    def close(self) -> None:
        """Polls that wait are answered with nothing."""
        self.closing = True
        self.pulse.beat()


def update_id(update: Json) -> int:
    number = update["update_id"]
    return number if isinstance(number, int) else 0


class WebhookSender:
    """Brings updates to the webhook until it answers with 2xx; several at a time, perhaps out of order.

    `routes` says where a public address is really listening; `retry_after` is in seconds.
    """

    def __init__(self, updates: Updates, *, retry_after: float, routes: dict[str, str]) -> None:
        self._updates = updates
        self._retry_after = retry_after
        self._routes = routes
        self._in_flight: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    await self._updates.pulse.until(lambda: self._next() is not None, _FOREVER)
                    self._begin(session)
            finally:
                await self._stop()

    def _next(self) -> Json | None:
        webhook = self._updates.webhook
        if webhook is None or len(self._in_flight) >= webhook.max_connections:
            return None
        return next((one for one in self._updates.pending if update_id(one) not in self._in_flight), None)

    def _begin(self, session: aiohttp.ClientSession) -> None:
        update, webhook = self._next(), self._updates.webhook
        if update is None or webhook is None:
            return
        number = update_id(update)
        task = asyncio.create_task(self._bring(session, webhook, update))
        self._in_flight[number] = task
        task.add_done_callback(lambda _: self._landed(number))

    def _landed(self, number: int) -> None:
        self._in_flight.pop(number, None)
        self._updates.pulse.beat()

    async def _bring(self, session: aiohttp.ClientSession, webhook: Webhook, update: Json) -> None:
        problem = await self._post(session, webhook, update)
        if problem is None:
            self._updates.confirm({update_id(update)})
            return
        self._updates.failed(problem)
        await asyncio.sleep(self._retry_after)

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Json) -> str | None:
        """None if it was taken, else what getWebhookInfo will say of it."""
        url = self._address(webhook.url)
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with session.post(url, json=update, headers=headers, allow_redirects=False) as answer:
                if 200 <= answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except aiohttp.ClientError:
            return "Connection refused"

    def _address(self, url: str) -> str:
        for public, real in self._routes.items():
            if url.startswith(public):
                return real + url.removeprefix(public)
        return url

    async def _stop(self) -> None:
        tasks = list(self._in_flight.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
