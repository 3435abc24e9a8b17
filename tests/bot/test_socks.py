"""What is particular about SOCKS; that both platforms are reached through it is in test_network."""

from dataclasses import replace

import aiohttp
import pytest

from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_session import open_session
from bot.adapters.slack_trouble import NotConnected
from bot.network import Network
from tests.bot.proxies import slack_behind
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.socks import socks_proxying


async def test_a_socks_proxy_that_refuses_is_said_without_its_password_or_address() -> None:
    async with slack_behind("socks", "drum:beat") as (slack, proxy, settings):
        network = replace(settings, https_proxy=proxy.url.replace("//", "//drum:wrong@")).network()
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
