"""Both platforms through a real SOCKS5 proxy, which alone knows their names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest

from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_session import open_session
from bot.adapters.slack_trouble import NotConnected
from bot.app import running_app
from bot.clock import WallClock
from bot.config import Settings
from bot.network import Network
from tests.stand_ins.proxy import AUTHORITY, tls_door
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.socks import SocksProxy, socks_proxying
from tests.stand_ins.telegram import TelegramServer


@asynccontextmanager
async def slack_behind_socks(password: str = "") -> AsyncIterator[tuple[SlackServer, SocksProxy, Settings]]:
    """A Slack at https://slack.test, which only the proxy knows."""
    async with (
        await SlackServer.start() as slack,
        tls_door(slack.base) as door,
        socks_proxying({"slack.test:443": door}, password) as proxy,
    ):
        slack.base = slack.responses.base = "https://slack.test"
        yield (
            slack,
            proxy,
            Settings(
                slack_bot_token=slack.bot_token,
                slack_app_token=slack.app_token,
                slack_api_url=slack.api_url,
                all_proxy=proxy.url.replace("//", f"//{password}@" if password else "//"),
                ssl_cert_file=str(AUTHORITY),
            ),
        )


@pytest.mark.parametrize("password", ["", "drum:beat"])
async def test_slack_is_reached_through_socks_sockets_and_responses_included(
    sqlite_url: str, password: str
) -> None:
    async with slack_behind_socks(password) as (slack, proxy, settings):
        anna = slack.user("anna", tz="Europe/Berlin")
        channel = slack.channel("web-shop", members=[anna])
        async with running_app(replace(settings, database_url=sqlite_url), WallClock()) as (app, _):
            await slack.connected(2)
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=channel)
            post = await slack.wait_for("its key is WEB", channel=channel)
            await slack.press(anna, post, "Undo")
            await app.settle()
        assert not slack.world.channels[channel].archived
    assert len(proxy.asked) >= 3  # the API, and a way for each socket
    assert set(proxy.asked) == {"slack.test:443"}


async def test_telegram_is_reached_through_socks(sqlite_url: str) -> None:
    async with (
        TelegramServer() as server,
        tls_door(server.api_url) as door,
        socks_proxying({"telegram.test:443": door}, "drum:beat") as proxy,
    ):
        settings = Settings(
            database_url=sqlite_url,
            telegram_bot_token=server.token,
            telegram_api_url="https://telegram.test",
            https_proxy=proxy.url.replace("//", "//drum:beat@"),
            ssl_cert_file=str(AUTHORITY),
        )
        tom = server.user("tom", username="tom")
        async with running_app(settings, WallClock()):
            await server.start(tom)
            await server.says(tom, tom, "add Something")
            await server.wait_for("I don't know you here yet", chat=tom)
    assert len(proxy.asked) >= 2
    assert set(proxy.asked) == {"telegram.test:443"}


async def test_a_socks_proxy_that_refuses_is_said_without_its_password_or_address() -> None:
    async with slack_behind_socks("drum:beat") as (slack, proxy, settings):
        network = replace(settings, all_proxy=proxy.url.replace("//", "//drum:wrong@")).network()
        async with open_session(network) as session:
            api = SlackApi(slack.bot_token, session, url=slack.api_url, network=network)
            with pytest.raises(NotConnected) as told:
                await api.identify()
    assert str(proxy.port) not in str(told.value)
    assert "wrong" not in str(told.value)


async def test_what_no_proxy_names_is_reached_past_socks() -> None:
    async with await SlackServer.start() as slack, socks_proxying({}) as proxy:
        network = Network(all_proxy=proxy.url, past=("localhost",))
        async with open_session(network) as session:
            url = slack.api_url.replace("127.0.0.1", "localhost")
            api = SlackApi(slack.bot_token, session, url=url, network=network)
            assert (await api.identify()).team == slack.team
    assert proxy.asked == []


async def test_without_socks_nothing_of_it_is_used() -> None:
    async with open_session(Network(all_proxy="http://proxy:3128")) as session:
        assert type(session.connector) is aiohttp.TCPConnector
