"""How tests of the whole begin: the bot on a platform's stand-in, over real HTTP and WebSockets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import App, running_app
from bot.clock import WallClock
from bot.config import Settings
from bot.installations import first_admin_code
from bot.web.server import WebServer
from bot.web.site import site
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.telegram import Person, TelegramServer


async def no_metrics() -> bytes:
    """Nothing is measured here."""
    return b""


@asynccontextmanager
async def on_slack(url: str, slack: SlackServer, *, sockets: bool) -> AsyncIterator[App]:
    """Run the bot on a Slack, over Socket Mode or signed HTTP."""
    settings = Settings(
        database_url=url,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token if sockets else "",
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
    )
    async with running_app(settings, WallClock()) as (app, routes):
        server = WebServer(site({}, no_metrics, routes), "127.0.0.1", 0)
        await server.start()
        slack.deliver_to(None if sockets else f"http://127.0.0.1:{server.port}/slack/events")
        if sockets:
            await slack.connected(1)
        try:
            yield app
        finally:
            await server.stop()


@asynccontextmanager
async def on_telegram(url: str, telegram: TelegramServer) -> AsyncIterator[App]:
    """Run the bot on a Telegram, by polling."""
    settings = Settings(
        database_url=url, telegram_bot_token=telegram.token, telegram_api_url=telegram.api_url
    )
    async with running_app(settings, WallClock()) as (app, _):
        yield app


async def administers(telegram: TelegramServer, app: App) -> Person:
    """Tom, who is the first admin by the code of the first start."""
    tom = telegram.user("tom", username="tom")
    await telegram.start(tom, await first_admin_code(app.database, WallClock()))
    await telegram.wait_for("You administer Drumbeat here", chat=tom)
    return tom
