"""How payloads reach the bot: signed HTTP or Socket Mode, with the retries that Slack makes."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlencode

import aiohttp

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_sockets import Sockets

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Kind(Enum):
    """The words are Socket Mode's."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Ack:
    """The bot's answer to one delivery; `failure` says why there is none that counts, as Slack words it."""

    status: int | None
    body: Json | str | None
    elapsed: float
    failure: str | None = None
    no_retry: bool = False


@dataclass(slots=True, eq=False)
class Delivery:
    """One event on its way, with every attempt that was made."""

    payload: Json
    attempts: list[Ack] = field(default_factory=list)
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def arrived(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].failure is None


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=…` as in docs.slack.dev/authentication/verifying-requests-from-slack."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def form_value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """Body and content type of the HTTP request."""
    match kind:
        case Kind.COMMAND:
            return urlencode({name: form_value(value) for name, value in payload.items()}).encode(), FORM
        case Kind.INTERACTION:
            return urlencode({"payload": json.dumps(payload)}).encode(), FORM
        case Kind.EVENT:
            return json.dumps(payload).encode(), JSON


def read_body(raw: str, content_type: str) -> Json | str | None:
    if not raw:
        return None
    if content_type != JSON:
        return raw
    answer: Json | str | None = json.loads(raw)
    return answer


@dataclass(slots=True)
class Courier:
    sockets: Sockets
    session: aiohttp.ClientSession
    signing_secret: str
    request_url: str | None = None  # None: Socket Mode
    patience: float = 3.0  # seconds that the bot has to acknowledge
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)  # seconds before the retries of an event
    deliveries: list[Delivery] = field(default_factory=list)
    _tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def hand_over(self, kind: Kind, payload: Json, attempt: int = 0, reason: str = "") -> Ack:
        """One attempt."""
        if self.request_url is None:
            return await self._by_socket(kind, payload, attempt, reason)
        body, content_type = encoded(kind, payload)
        headers = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason} if attempt else {}
        return await self.post(body, content_type, headers)

    async def post(
        self,
        body: bytes,
        content_type: str = JSON,
        headers: dict[str, str] | None = None,
        *,
        secret: str | None = None,
        age: float = 0.0,
    ) -> Ack:
        """Signed now with our secret; another secret makes it a forgery, an age in seconds a replay."""
        timestamp = str(int(time.time() - age))
        signed = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(secret or self.signing_secret, timestamp, body),
            **(headers or {}),
        }
        started = time.monotonic()
        try:
            async with asyncio.timeout(self.patience):
                return await self._posted(body, signed, started)
        except TimeoutError:
            return Ack(None, None, time.monotonic() - started, "http_timeout")
        except aiohttp.ClientError:
            return Ack(None, None, time.monotonic() - started, "connection_failed")

    async def _posted(self, body: bytes, headers: dict[str, str], started: float) -> Ack:
        assert self.request_url, "there is no address to post to"
        async with self.session.post(
            self.request_url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            content = read_body(await answer.text(), answer.content_type)
            failure = None if answer.ok and answer.status < 300 else "http_error"
            no_retry = answer.headers.get("x-slack-no-retry") == "1" and failure is not None
            return Ack(answer.status, content, time.monotonic() - started, failure, no_retry)

    async def _by_socket(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Ack:
        started = time.monotonic()
        try:
            answer = await self.sockets.deliver(kind.value, payload, attempt, reason, self.patience)
        except ConnectionError:
            return Ack(None, None, time.monotonic() - started, "connection_failed")
        if answer is None:
            return Ack(None, None, time.monotonic() - started, "http_timeout")
        body = answer.get("payload") if kind is not Kind.EVENT else None
        return Ack(200, body, time.monotonic() - started)

    def send_event(self, payload: Json) -> Delivery:
        """On its way in the background, retried as Slack does."""
        delivery = Delivery(payload)
        self.deliveries.append(delivery)
        self._start(self._deliver(delivery))
        return delivery

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        reason = ""
        for attempt, delay in enumerate((0.0, *self.retry_delays)):
            await asyncio.sleep(delay)
            ack = await self.hand_over(Kind.EVENT, delivery.payload, attempt, reason)
            delivery.attempts.append(ack)
            delivery.tried.set()
            if ack.failure is None or ack.no_retry:
                return
            reason = "timeout" if self.request_url is None else ack.failure

    async def redeliver(self, delivery: Delivery) -> Ack:
        ack = await self.hand_over(Kind.EVENT, delivery.payload, len(delivery.attempts), "http_timeout")
        delivery.attempts.append(ack)
        return ack

    async def settled(self) -> None:
        """Until no delivery is on its way or waits for a retry any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.session.close()
