"""The way out: proxies, past them, and certificates, through a real proxy to both platforms."""

from dataclasses import replace

import aiohttp
import pytest

from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_trouble import NotConnected
from bot.adapters.telegram_api import Telegram, TelegramTroubleError
from bot.app import running_app
from bot.clock import WallClock
from bot.network import Network
from tests.bot.proxies import KINDS, slack_behind, telegram_behind
from tests.stand_ins.proxy import proxying
from tests.stand_ins.slack import SharedFile, SlackServer, visible_text
from tests.stand_ins.telegram import TelegramServer

PROXY, OTHER = "http://proxy:3128", "http://other:8080"


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://slack.com/api/", PROXY),
        ("wss://wss-primary.slack.com/link/?ticket=1", PROXY),
        ("http://slack.com/api/", OTHER),
        ("https://chat.example.org/", None),
        ("https://example.org/", None),
        ("https://badexample.org/", PROXY),
        ("https://10.1.2.3/", None),
        ("https://11.1.2.3/", PROXY),
        ("https://host:8443/", None),
        ("https://host/", PROXY),
        ("https://[fd00::1]/", None),
        ("https://dotted.net/", None),
        ("https://a.dotted.net/", None),
        ("http://localhost:8081", None),
        ("http://127.0.0.1:8081", None),
        ("http://[::1]:8081", None),
    ],
)
def test_the_address_says_by_which_way(url: str, proxy: str | None) -> None:
    past = ("Example.org", "10.0.0.0/8", "host:8443", "fd00::/8", "*.dotted.net")
    assert Network(PROXY, OTHER, past).proxy_for(url) == proxy


@pytest.mark.parametrize("past", [("*",), ("other.org", "*")])
def test_a_star_goes_past_the_proxy_everywhere(past: tuple[str, ...]) -> None:
    assert Network(PROXY, OTHER, past).proxy_for("https://slack.com/api/") is None


def test_all_proxy_stands_in_for_a_missing_https_proxy() -> None:
    assert Network("", OTHER).proxy_for("https://slack.com/") == OTHER
    assert Network(PROXY).proxy_for("http://slack.com/") is None


@pytest.mark.parametrize("password", ["", "drum:beat"])
@pytest.mark.parametrize("kind", KINDS)
async def test_slack_is_reached_through_the_proxy_sockets_responses_and_files_included(
    sqlite_url: str, kind: str, password: str
) -> None:
    async with slack_behind(kind, password) as (slack, proxy, settings):
        anna = slack.user("anna", tz="Europe/Berlin")
        channel = slack.channel("web-shop", members=[anna])
        async with running_app(replace(settings, database_url=sqlite_url), WallClock()):
            await slack.connected(2)
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            told = await slack.wait_for("its key is WEB", channel=channel)
            await slack.message(anna, "dm", "", files=[SharedFile("days.csv", b"2026-12-24")])
            await slack.wait_for("1 day was read", channel=slack.dm(anna))
            await slack.press(anna, told, "Undo")
            await slack.until(lambda: slack.count("response_url") == 1)
    assert len(proxy.asked) >= 3  # the API, and a way for each socket
    assert set(proxy.asked) == {"slack.test:443"}
    assert "Web shop" in visible_text(told)


async def test_response_addresses_are_reached_through_the_proxy() -> None:
    async with slack_behind("http") as (slack, proxy, settings), aiohttp.ClientSession() as session:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        url = slack.responses.make(anna, slack.world.channels[channel])
        assert url.startswith("https://slack.test/")
        api = SlackApi(slack.bot_token, session, network=settings.network())
        await api.respond(url, {"response_type": "ephemeral", "text": "Noted."})
        assert slack.count("response_url") == 1
    assert proxy.asked == ["slack.test:443"]


@pytest.mark.parametrize("kind", KINDS)
async def test_telegram_is_reached_through_the_proxy(sqlite_url: str, kind: str) -> None:
    async with telegram_behind(kind, "drum:beat") as (telegram, proxy, settings):
        tom = telegram.user("tom", username="tom")
        async with running_app(replace(settings, database_url=sqlite_url), WallClock()):
            await telegram.start(tom)
            await telegram.says(tom, tom, "add Something")
            await telegram.wait_for("I don't know you here yet", chat=tom)
    assert len(proxy.asked) >= 2  # polling and calls have connections of their own
    assert set(proxy.asked) == {"telegram.test:443"}


async def test_plain_addresses_are_asked_for_through_the_proxy_as_they_are() -> None:
    async with (
        await SlackServer.start() as slack,
        proxying({"slack.test:80": slack.runner.addresses[0][:2]}) as proxy,
        aiohttp.ClientSession() as session,
    ):
        api = SlackApi(
            slack.bot_token, session, url="http://slack.test/api/", network=Network(all_proxy=proxy.url)
        )
        assert (await api.identify()).team == slack.team
    assert proxy.asked == ["POST slack.test:80"]


async def test_the_environment_is_read_by_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with await SlackServer.start() as slack, aiohttp.ClientSession() as session:
        us = await SlackApi(slack.bot_token, session, url=slack.api_url).identify()
        assert us.team == slack.team
    async with TelegramServer() as server:
        telegram = Telegram(server.token, api_url=server.api_url)
        assert (await telegram.identify()).bot_id == telegram.bot_id
        await telegram.close()


async def test_a_proxy_that_refuses_is_said_without_its_password() -> None:
    async with (
        slack_behind("http", "drum:beat") as (slack, proxy, settings),
        aiohttp.ClientSession() as session,
    ):
        wrong = replace(settings, https_proxy=proxy.url.replace("//", "//drum:wrong@"))
        api = SlackApi(slack.bot_token, session, url=slack.api_url, network=wrong.network())
        with pytest.raises(NotConnected, match=r"^the proxy refuses, 407$"):
            await api.identify()


async def test_certificates_of_nobody_we_know_are_not_believed() -> None:
    async with slack_behind("http") as (slack, proxy, _), aiohttp.ClientSession() as session:
        network = Network(https_proxy=proxy.url)
        with pytest.raises(NotConnected, match="SSL_CERT_FILE"):
            await SlackApi(slack.bot_token, session, url=slack.api_url, network=network).identify()
        telegram = Telegram("123456:abcdefghijkl", api_url="https://slack.test", network=network)
        with pytest.raises(TelegramTroubleError, match="CERTIFICATE_VERIFY_FAILED"):
            await telegram.identify()
        await telegram.close()
