"""The way out: through which proxy, past it to which hosts, and whose certificates are believed."""

import ssl
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

SECURE = frozenset({"https", "wss"})
PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}


@dataclass(frozen=True, slots=True)
class Network:
    """How this machine's network wants to be used. With nothing set: straight, and the usual certificates.

    `past` are the hosts of NO_PROXY: `example.org` (and all below it), `10.0.0.0/8`, `host:8443`, or `*`.
    This machine itself is never asked for through a proxy.
    """

    https_proxy: str = ""
    all_proxy: str = ""
    past: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None

    @property
    def socks(self) -> str:
        """The SOCKS proxy, "" for none: HTTPS_PROXY goes before."""
        return next((one for one in (self.https_proxy, self.all_proxy) if one.startswith("socks")), "")

    def socks_for(self, url: str) -> str | None:
        """The SOCKS proxy that leads to an address; None for another way."""
        proxy = self.proxy_for(url)
        return proxy if proxy and proxy.startswith("socks") else None

    def http_proxy_for(self, url: str) -> str | None:
        """The HTTP proxy that leads to an address; None for another way."""
        return None if self.socks_for(url) else self.proxy_for(url)

    def proxy_for(self, url: str) -> str | None:
        """The proxy that leads to an address; None for straight there."""
        parts = urlsplit(url)
        proxy = (self.https_proxy if parts.scheme in SECURE else "") or self.all_proxy
        if not proxy or _is_here(parts.hostname or "") or any(_is_past(one, parts) for one in self.past):
            return None
        return proxy


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_past(entry: str, url: SplitResult) -> bool:
    """Whether an entry of NO_PROXY means this address."""
    host = url.hostname or ""
    name, is_with_port, port = entry.lower().rpartition(":")
    if not (is_with_port and port.isascii() and port.isdigit()) or ":" in name.strip("[]").replace("]", ""):
        name, port = entry.lower(), ""
    if port and int(port) != (url.port or PORTS.get(url.scheme)):
        return False
    if name == "*":
        return True
    try:
        return ip_address(host) in ip_network(name.strip("[]"), strict=False)
    except ValueError:
        pattern = name.removeprefix("*").lstrip(".")
        return bool(pattern) and (host == pattern or host.endswith(f".{pattern}"))
