"""A proxy of our own on 127.0.0.1, and a TLS door before a plain server.

It knows the hosts that a test tells it, by names that no name server knows: what arrives came through it.
"""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"  # who believes it believes slack.test and telegram.test
CHUNK = 65536

Where = tuple[str, int]


@dataclass(slots=True)
class AnyProxy:
    """What every proxy has. `asked` are the targets by name, in order."""

    hosts: Mapping[str, Where]  # "slack.test:443" → where it really is
    password: str = ""  # "user:password", where it wants one
    asked: list[str] = field(default_factory=list)
    port: int = 0


@dataclass(slots=True)
class Proxy(AnyProxy):
    """Tunnels by CONNECT, and passes plain requests on."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.decode().split(" ", 2)
        tunnel = method == "CONNECT"
        name = target if tunnel else _plain_name(target)
        self.asked.append(name if tunnel else f"{method} {name}")
        if not self._is_let_in(head):
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        if name not in self.hosts:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        there, to_there = await asyncio.open_connection(*self.hosts[name])
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            to_there.write(head)
        await joined((reader, writer), (there, to_there))

    def _is_let_in(self, head: bytes) -> bool:
        wanted = base64.b64encode(self.password.encode())
        return not self.password or b"proxy-authorization: basic " + wanted.lower() in head.lower()


@asynccontextmanager
async def proxying(hosts: Mapping[str, Where], password: str = "") -> AsyncIterator[Proxy]:
    """Run a proxy that knows these hosts."""
    proxy = Proxy(hosts, password)
    async with listening(proxy.serve) as proxy.port:
        yield proxy


@asynccontextmanager
async def tls_door(url: str) -> AsyncIterator[Where]:
    """Let a plain server be reached by TLS, as slack.test or telegram.test."""
    parts = urlsplit(url)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = await asyncio.open_connection(parts.hostname, parts.port)
        await joined((reader, writer), behind)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    async with listening(serve, context) as port:
        yield "127.0.0.1", port


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Serve each connection in a task of its own; all are ended at the end."""
    running: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass  # cancelled only by us, below
        finally:
            running.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def joined(one: Stream, other: Stream) -> None:
    """Pass all bytes on, both ways, until one side ends."""
    ways = [asyncio.create_task(_pump(one[0], other[1])), asyncio.create_task(_pump(other[0], one[1]))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        other[1].close()  # before anything that may be cancelled
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _pump(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while data := await source.read(CHUNK):
        to.write(data)
        await to.drain()


def _plain_name(target: str) -> str:
    parts = urlsplit(target)
    return f"{parts.hostname}:{parts.port or 80}"
