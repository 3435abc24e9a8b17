"""One platform that does not let us in keeps us from no other: admins hear of it, and it is asked again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from structlog.testing import capture_logs

from bot.adapters.slack_trouble import SlackTrouble
from bot.adapters.telegram_api import TelegramTroubleError
from bot.app import App, running_app
from bot.clock import WallClock
from bot.config import Settings
from bot.errors import WrongSetting
from bot.installations import first_admin_code
from bot.web.server import WebServer
from bot.web.site import site
from tests.bot.scenes import administers, no_metrics
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_reading import visible_text
from tests.stand_ins.telegram import TelegramServer
from tests.stand_ins.telegram import visible_text as telegram_text

AGAIN = 0.05  # seconds
OTHER_TOKEN = "7000000001:another-of-the-stand-in"


@asynccontextmanager
async def both(url: str) -> AsyncIterator[tuple[SlackServer, TelegramServer, Settings]]:
    """Two platforms, and the settings for both."""
    async with await SlackServer.start() as slack, TelegramServer() as telegram:
        settings = Settings(
            database_url=url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
        )
        yield slack, telegram, settings


@asynccontextmanager
async def running(settings: Settings, reread: Callable[[], Settings] | None = None) -> AsyncIterator[App]:
    """Run it, and ask often."""
    async with running_app(settings, WallClock(), reread=reread, ask_again_seconds=AGAIN) as (app, _):
        yield app


async def test_slack_refuses_us_at_the_start_and_telegram_works_until_slack_does_too(
    database_url: str,
) -> None:
    async with both(database_url) as (slack, telegram, settings):
        anna = slack.user("anna")
        slack.tokens.revoked = True
        with capture_logs() as logs:
            async with running(settings) as app:
                await administers(telegram, app)
                assert app.away() == {"slack": "account_inactive"}
                slack.tokens.revoked = False
                await slack.connected(2)
                await slack.until(lambda: not app.away())
                await slack.message(anna, "dm", "help")
                await slack.wait_for("What you can say", channel=slack.dm(anna))
        [said] = [one for one in logs if one["event"] == "not connected"]
    assert (said["platform"], said["why"]) == ("slack", "account_inactive")
    assert "correct its token" in said["advice"]
    assert [one["platform"] for one in logs if one["event"] == "connected"] == ["slack"]


async def test_telegram_refuses_us_at_the_start_and_slack_works_until_telegram_does_too(
    database_url: str,
) -> None:
    async with both(database_url) as (slack, telegram, settings):
        anna, tom = slack.user("anna"), telegram.user("tom")
        telegram.token = OTHER_TOKEN
        async with running(settings) as app:
            await slack.connected(2)
            assert list(app.away()) == ["telegram"]
            assert settings.telegram_bot_token not in str(app.away())
            await slack.command(anna, slack.channel("web", members=[anna]), "/pm", "project new Web key WEB")
            await slack.wait_for("its key is WEB")
            telegram.token = settings.telegram_bot_token
            await telegram.start(tom)
            await telegram.wait_for("I don't know you here yet", chat=tom)


async def test_an_admin_is_told_on_telegram_that_slack_refused_us_at_the_start_and_when_it_is_over(
    database_url: str,
) -> None:
    async with both(database_url) as (slack, telegram, settings):
        async with running(settings) as app:
            tom = await administers(telegram, app)
        slack.tokens.revoked = True
        async with running(settings):
            told = await telegram.wait_for(
                "Slack does not take my token any more (account_inactive)", chat=tom
            )
            slack.tokens.revoked = False
            await telegram.until(lambda: "Slack takes my token again" in telegram_text(told))


async def test_an_admin_is_told_on_slack_that_telegram_refused_us_at_the_start_and_when_it_is_over(
    database_url: str,
) -> None:
    async with both(database_url) as (slack, telegram, settings):
        anna = slack.user("anna")
        async with running(settings) as app:
            await slack.connected(2)
            await slack.message(anna, "dm", await first_admin_code(app.database, WallClock()) or "")
            await slack.wait_for("You administer Drumbeat here", channel=slack.dm(anna))
        telegram.token = OTHER_TOKEN
        async with running(settings):
            told = await slack.wait_for("Telegram does not take my token any more", channel=slack.dm(anna))
            assert settings.telegram_bot_token not in visible_text(told)
            telegram.token = settings.telegram_bot_token
            await slack.until(lambda: "Telegram takes my token again" in visible_text(told))


async def test_an_admin_hears_on_slack_that_telegram_refuses_a_token_later_and_when_it_is_good_again(
    database_url: str,
) -> None:
    async with both(database_url) as (slack, telegram, settings):
        anna, tom = slack.user("anna"), telegram.user("tom")
        async with running(settings) as app:
            await slack.connected(2)
            await slack.message(anna, "dm", await first_admin_code(app.database, WallClock()) or "")
            await slack.wait_for("You administer Drumbeat here", channel=slack.dm(anna))
            telegram.fail_next("sendMessage", error_code=401, description="Unauthorized", times=2)
            await telegram.start(tom)
            told = await slack.wait_for("Telegram does not take my token any more", channel=slack.dm(anna))
            assert settings.telegram_bot_token not in visible_text(told)
            await telegram.wait_for("I don't know you here yet", chat=tom)
            await slack.until(lambda: "Telegram takes my token again" in visible_text(told))
        about = [one for one in slack.messages(slack.dm(anna)) if "token" in visible_text(one)]
    assert about == [told]


async def test_a_token_that_was_corrected_in_its_file_needs_no_restart(sqlite_url: str) -> None:
    async with both(sqlite_url) as (slack, telegram, settings):
        tom = telegram.user("tom")
        mistyped = replace(settings, slack_bot_token="xoxb-mistyped")
        in_the_file: list[Settings | WrongSetting] = [WrongSetting("It is being written just now."), settings]

        def reread() -> Settings:
            found = in_the_file.pop(0) if len(in_the_file) > 1 else in_the_file[0]
            if isinstance(found, WrongSetting):
                raise found
            return found

        async with running(mistyped, reread) as app:
            assert app.away() == {"slack": "invalid_auth"}
            await slack.connected(2)
            await telegram.start(tom)
            await telegram.wait_for("I don't know you here yet", chat=tom)


async def test_one_platform_alone_or_all_of_them_refusing_us_end_the_start(sqlite_url: str) -> None:
    async with both(sqlite_url) as (slack, telegram, settings):
        slack.tokens.revoked = True
        with pytest.raises(SlackTrouble, match="account_inactive"):
            async with running(replace(settings, telegram_bot_token="")):
                pass
        telegram.token = OTHER_TOKEN
        with pytest.raises(TelegramTroubleError, match="InvalidToken"):
            async with running(replace(settings, slack_bot_token="", slack_app_token="")):
                pass
        with pytest.raises(SlackTrouble, match="account_inactive"):
            async with running(settings):
                pass


async def test_who_comes_by_http_before_a_platform_has_let_us_in_is_asked_to_come_again(
    database_url: str,
) -> None:
    async with both(database_url) as (slack, telegram, settings):
        anna, tom = slack.user("anna"), telegram.user("tom")
        by_http = replace(
            settings,
            slack_app_token="",
            slack_signing_secret=slack.signing_secret,
            public_url="https://drumbeat.example.org",
            telegram_webhook_secret="s" * 16,
        )
        slack.tokens.revoked = True
        async with running_app(by_http, WallClock(), ask_again_seconds=AGAIN) as (app, routes):
            server = WebServer(site({}, no_metrics, routes, app.away), "127.0.0.1", 0)
            await server.start()
            here = f"http://127.0.0.1:{server.port}"
            telegram.webhook_routes[by_http.public_url] = here
            async with httpx.AsyncClient(base_url=here, trust_env=False) as client:
                assert (await client.post("/slack/events", json={})).status_code == 503
                assert (await client.post("/telegram/anything", json={})).status_code == 404
                ready = await client.get("/readyz")
                expected = {"status": "ready", "not connected": {"slack": "account_inactive"}}
                assert (ready.status_code, ready.json()) == (200, expected)
                await telegram.start(tom)
                await telegram.wait_for("I don't know you here yet", chat=tom)
                slack.tokens.revoked = False
                async with asyncio.timeout(10):
                    while (await client.get("/readyz")).json() != {"status": "ready"}:
                        pass
                assert (await client.post("/slack/events", json={})).status_code == 401
            slack.deliver_to(f"{here}/slack/events")
            await slack.message(anna, "dm", "help")
            await slack.wait_for("What you can say", channel=slack.dm(anna))
            await server.stop()
