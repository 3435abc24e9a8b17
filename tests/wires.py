"""A wire to a PostgreSQL server that can be cut and joined again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"
CHUNK = 65536


@dataclass(slots=True)
class Wire:
    """Passes all bytes on between a port of this machine and the server's socket."""

    socket: str
    port: int = 0
    server: asyncio.Server | None = None
    running: set[asyncio.Task[None]] = field(default_factory=set)

    async def join(self) -> None:
        """Let connections through, at the same port as before."""
        self.server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """End all connections, and refuse new ones."""
        assert self.server is not None
        self.server.close()
        for one in self.running:
            one.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        there, to_there = await asyncio.open_unix_connection(self.socket)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_pump(reader, to_there))
                both.create_task(_pump(there, writer))
        finally:
            to_there.close()
            writer.close()


async def _pump(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(CHUNK):
            to.write(data)
            await to.drain()
    except ConnectionError:
        pass
    to.close()


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the database of this URL, and the URL that leads through it."""
    parts = urlsplit(url)
    [folder] = parse_qs(parts.query)["host"]
    wire = Wire(f"{folder}/{SOCKET}")
    await wire.join()
    try:
        yield wire, f"postgresql://postgres@127.0.0.1:{wire.port}{parts.path}"
    finally:
        await wire.cut()
