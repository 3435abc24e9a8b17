"""A SOCKS5 proxy of our own on 127.0.0.1 (RFC 1928, 1929), which knows the names that a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.stand_ins.proxy import AnyProxy, Where, joined, listening

VERSION, CONNECT, BY_NAME = 5, 1, 3
OPEN, BY_PASSWORD, NONE_FITS = 0, 2, 0xFF
LET_IN, UNREACHABLE = 0, 4


@dataclass(slots=True)
class SocksProxy(AnyProxy):
    """An address in place of a name is a fault of ours."""

    @property
    def url(self) -> str:
        return f"socks5://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._lets_in(reader, writer):
            return
        version, command, _, kind = await reader.readexactly(4)
        assert (version, command, kind) == (VERSION, CONNECT, BY_NAME)
        host = (await reader.readexactly(await _byte(reader))).decode()
        name = f"{host}:{int.from_bytes(await reader.readexactly(2))}"
        self.asked.append(name)
        if name not in self.hosts:
            writer.write(bytes((VERSION, UNREACHABLE, 0, 1, 0, 0, 0, 0, 0, 0)))
            return
        there = await asyncio.open_connection(*self.hosts[name])
        writer.write(bytes((VERSION, LET_IN, 0, 1, 0, 0, 0, 0, 0, 0)))
        await joined((reader, writer), there)

    async def _lets_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(1)
        offered = await reader.readexactly(await _byte(reader))
        wanted = BY_PASSWORD if self.password else OPEN
        if wanted not in offered:
            writer.write(bytes((VERSION, NONE_FITS)))
            return False
        writer.write(bytes((VERSION, wanted)))
        if wanted == OPEN:
            return True
        await reader.readexactly(1)
        user = (await reader.readexactly(await _byte(reader))).decode()
        password = (await reader.readexactly(await _byte(reader))).decode()
        is_right = f"{user}:{password}" == self.password
        writer.write(bytes((1, 0 if is_right else 1)))
        return is_right


async def _byte(reader: asyncio.StreamReader) -> int:
    return (await reader.readexactly(1))[0]


@asynccontextmanager
async def socks_proxying(hosts: Mapping[str, Where], password: str = "") -> AsyncIterator[SocksProxy]:
    """Run a proxy that knows these hosts."""
    proxy = SocksProxy(hosts, password)
    async with listening(proxy.serve) as proxy.port:
        yield proxy
