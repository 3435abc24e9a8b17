"""The HTTP session that Slack is spoken to over."""

import aiohttp

from bot.network import Network


def open_session(network: Network) -> aiohttp.ClientSession:
    """Return a session for this network; a proxy that speaks HTTP is named with each call instead."""
    if not network.socks:
        return aiohttp.ClientSession()
    from bot.adapters.socks import SocksConnector  # noqa: PLC0415 - only where there is a SOCKS proxy

    return aiohttp.ClientSession(connector=SocksConnector(network, network.socks))
