"""Both platforms at addresses that only a proxy knows, over HTTP or SOCKS."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from bot.config import Settings
from tests.stand_ins.proxy import AUTHORITY, Proxy, Where, proxying, tls_door
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.socks import SocksProxy, socks_proxying
from tests.stand_ins.telegram import TelegramServer

KINDS = ("http", "socks")


def proxy_of(
    kind: str, hosts: dict[str, Where], password: str
) -> AbstractAsyncContextManager[Proxy | SocksProxy]:
    """Run a proxy of this kind."""
    return socks_proxying(hosts, password) if kind == "socks" else proxying(hosts, password)


def with_password(proxy: Proxy | SocksProxy, password: str) -> str:
    """The proxy's address as it stands in the settings."""
    return proxy.url.replace("//", f"//{password}@" if password else "//")


@asynccontextmanager
async def slack_behind(
    kind: str, password: str = ""
) -> AsyncIterator[tuple[SlackServer, Proxy | SocksProxy, Settings]]:
    """A Slack at https://slack.test."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(await SlackServer.start())
        door = await stack.enter_async_context(tls_door(slack.base))
        proxy = await stack.enter_async_context(proxy_of(kind, {"slack.test:443": door}, password))
        slack.base = slack.responses.base = slack.world.base = "https://slack.test"
        yield (
            slack,
            proxy,
            Settings(
                slack_bot_token=slack.bot_token,
                slack_app_token=slack.app_token,
                slack_api_url=slack.api_url,
                https_proxy=with_password(proxy, password),
                ssl_cert_file=str(AUTHORITY),
            ),
        )


@asynccontextmanager
async def telegram_behind(
    kind: str, password: str = ""
) -> AsyncIterator[tuple[TelegramServer, Proxy | SocksProxy, Settings]]:
    """A Telegram at https://telegram.test."""
    async with (
        TelegramServer() as telegram,
        tls_door(telegram.api_url) as door,
        proxy_of(kind, {"telegram.test:443": door}, password) as proxy,
    ):
        yield (
            telegram,
            proxy,
            Settings(
                telegram_bot_token=telegram.token,
                telegram_api_url="https://telegram.test",
                all_proxy=with_password(proxy, password),
                ssl_cert_file=str(AUTHORITY),
            ),
        )
