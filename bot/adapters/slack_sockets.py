"""Socket Mode: Slack's payloads over WebSockets that we open, so that no public address is needed."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import cast

import structlog
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.adapters.slack_api import SlackApi, web_client
from bot.adapters.slack_session import open_session
from bot.network import Network

CONNECTIONS = 2  # Slack renews each every hour or so, and its client closes the old one first
PING_SECONDS = 5.0  # a connection that died without a word is noticed after two of them
CLOSE_WITHIN = 2.0  # seconds for a closing handshake

log = structlog.get_logger()


class Running:
    """Counts what runs, so that one can wait until nothing does."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Count one as long as the block lasts."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def none(self) -> None:
        """Wait until nothing runs."""
        await self._idle.wait()


class _Socket(SocketModeClient):
    """Asks anew for each address that Slack names by which way it is reached; the SDK knows one for all."""

    network: Network

    async def issue_new_wss_url(self) -> str:
        url = await super().issue_new_wss_url()
        self.proxy = self.network.http_proxy_for(url)  # else the SDK's own reading of the environment
        return url


class SlackSockets:
    """The connections of one app; `take` answers an envelope."""

    def __init__(
        self,
        api: SlackApi,
        app_token: str,
        take: Callable[[SocketModeRequest], Awaitable[BoltResponse]],
        logger: logging.Logger,
    ) -> None:
        """Take an app-level token, and a logger for the SDK, which tells chat text below WARNING."""
        self._api = api
        self._app_token = app_token
        self._take = take
        self._logger = logger
        self._sockets: list[SocketModeClient] = []
        self._connecting: list[asyncio.Task[None]] = []
        self._envelopes = Running()
        self._is_open = False

    def open(self) -> None:
        """Connect in the background, trying for as long as it takes."""
        self._is_open = True
        for _ in range(CONNECTIONS):
            socket = self._socket()
            self._sockets.append(socket)
            connect = cast("Callable[[], Awaitable[None]]", socket.connect)
            self._connecting.append(asyncio.create_task(_connected(connect)))

    async def close(self) -> None:
        """Take no more envelopes, wait until those that run are acknowledged, then close."""
        self._is_open = False
        await self._envelopes.none()
        for task in self._connecting:
            task.cancel()
        await asyncio.gather(*self._connecting, return_exceptions=True)
        await asyncio.gather(*(_close(socket) for socket in self._sockets))

    def _socket(self) -> SocketModeClient:
        socket = _Socket(
            self._app_token,
            logger=self._logger,
            web_client=web_client(self._api.session, self._api.network, url=self._api.url),
            ping_interval=PING_SECONDS,
        )
        socket.network = self._api.network
        socket.aiohttp_client_session.detach()  # the SDK's own, which knows no SOCKS
        socket.aiohttp_client_session = open_session(self._api.network)
        socket.socket_mode_request_listeners.append(self._envelope)
        return socket

    async def _envelope(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if not self._is_open:
            return  # not acknowledged: an event comes again, to whoever is there then
        with self._envelopes.one():
            await self._acknowledge(socket, request, await self._take(request))

    async def _acknowledge(
        self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest, response: BoltResponse
    ) -> None:
        """Over the socket it came from, or any other: Slack takes it from each."""
        others = [one for one in self._sockets if one is not socket and one.current_session is not None]
        for one in (socket, *others):
            with contextlib.suppress(ConnectionError):
                await send_async_response(one, request, response, 0.0)
                return
        log.warning("acknowledgement not sent", envelope=request.type)


async def _connected(connect: Callable[[], Awaitable[None]]) -> None:
    await connect()


async def _close(socket: SocketModeClient) -> None:
    close = cast("Callable[[], Awaitable[None]]", socket.close)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_WITHIN):
            await close()
    await socket.aiohttp_client_session.close()
    every = (socket.message_processor, socket.current_session_monitor, socket.message_receiver)
    running = [one for one in every if one is not None]
    for one in running:
        one.cancel()
    await asyncio.gather(*running, return_exceptions=True)
