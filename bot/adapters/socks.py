"""A connector through a SOCKS5 proxy, and straight to the hosts of NO_PROXY; loaded only with SOCKS."""

import socket
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from python_socks import parse_proxy_url

from bot.network import Network

PLAIN_PORT = 80


class SocksConnector(ProxyConnector):
    """Lets the proxy look up the names; `network` says for which."""

    def __init__(self, network: Network, proxy: str) -> None:
        """Take a socks5:// address, with user and password where the proxy wants them."""
        kind, host, port, user, password = parse_proxy_url(proxy)
        super().__init__(host, port, kind, user, password, rdns=True)
        self._network = network
        self._resolver = _Resolver(network)

    async def _wrap_create_connection(self, *args: Any, req: aiohttp.ClientRequest, **kwargs: Any) -> Any:
        if self._network.socks_for(str(req.url)) is None:
            return await aiohttp.TCPConnector._wrap_create_connection(self, *args, req=req, **kwargs)  # noqa: SLF001
        try:
            return await super()._wrap_create_connection(*args, req=req, **kwargs)
        except (ProxyError, ProxyConnectionError, ProxyTimeoutError) as error:
            why = OSError(0, "the SOCKS proxy refuses, or is not there")  # its own words hold its address
            raise aiohttp.ClientProxyConnectionError(req.connection_key, why) from error

    async def close(self, *, abort_ssl: bool = False) -> None:
        """Close the connections, and what looks names up."""
        await self._resolver.close()
        await super().close(abort_ssl=abort_ssl)


class _Resolver(AbstractResolver):
    """Leaves names to the proxy, but for hosts that are reached straight."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._straight = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        scheme = "http" if port == PLAIN_PORT else "https"
        if self._network.socks_for(f"{scheme}://{host}:{port}") is None:
            return await self._straight.resolve(host, port, family)
        return [ResolveResult(hostname=host, host=host, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        await self._straight.close()
