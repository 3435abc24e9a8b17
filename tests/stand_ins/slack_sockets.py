"""Socket Mode as Slack serves it: one-time addresses, hello, envelopes, acknowledgements, disconnects."""

import asyncio
import contextlib
import itertools
import json
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_world import APP_ID, World

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 3600  # what hello announces


@dataclass(slots=True, eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False  # answers no ping any more, as a connection that died without a word

    async def send(self, content: Json) -> None:
        with contextlib.suppress(ConnectionError):
            await self.socket.send_str(json.dumps(content))

    def cut(self) -> None:
        """Gone without a closing handshake."""
        if self.request.transport:
            self.request.transport.abort()


@dataclass(slots=True)
class Sockets:
    world: World
    ping_seconds: float = 10.0
    connections: list[Connection] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    acknowledged: list[Json] = field(default_factory=list)
    _waiting: "dict[str, asyncio.Future[Json]]" = field(default_factory=dict)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)

    def ticket(self) -> str:
        ticket = self.world.new_id("ticket-")
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=404, text="this address was used already, or never given out")
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False, timeout=0.5)
        await socket.prepare(request)
        connection = Connection(socket, request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._talk(connection)
        return socket

    async def _talk(self, connection: Connection) -> None:
        self.connections.append(connection)
        self.world.stir()
        pings = asyncio.create_task(self._ping(connection))
        try:
            await connection.send(self._hello())
            await self._listen(connection)
        finally:
            pings.cancel()
            self.connections.remove(connection)
            self.world.stir()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-1",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": APP_ID},
        }

    async def _ping(self, connection: Connection) -> None:
        with contextlib.suppress(ConnectionError):
            while not connection.socket.closed:
                await asyncio.sleep(self.ping_seconds)
                if not connection.silent:
                    await connection.socket.ping(b"Ping from applink-1")

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is WSMsgType.PING and not connection.silent:
                await connection.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(frame.data))

    def _acknowledge(self, answer: Json) -> None:
        """Any connection may acknowledge what another one carried."""
        self.acknowledged.append(answer)
        waiting = self._waiting.pop(answer.get("envelope_id", ""), None)
        if waiting and not waiting.done():
            waiting.set_result(answer)

    async def deliver(
        self, kind: str, payload: Json, attempt: int, reason: str, patience: float
    ) -> Json | None:
        """The acknowledgement; None when it did not come in time. Raises ConnectionError without a socket."""
        open_ones = [one for one in self.connections if not one.socket.closed]
        if not open_ones:
            raise ConnectionError("no connection is open")
        envelope_id = self.world.new_id("envelope-")
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        await open_ones[next(self._turn) % len(open_ones)].send(envelope)
        try:
            async with asyncio.timeout(patience):
                return await waiting
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(envelope_id, None)

    async def disconnect(self, reason: str) -> None:
        """`warning` announces what comes in seconds; `refresh_requested` means: connect anew now."""
        for connection in list(self.connections):
            await connection.send(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
            )

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.socket.close(code=1001)
