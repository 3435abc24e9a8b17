"""`drumbeat doctor`: everything that can be looked at from outside, with real calls."""

from collections.abc import Sequence

from bot.adapters import slack_checkup, slack_manifest, telegram_checkup
from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_session import open_session
from bot.adapters.telegram_api import Telegram
from bot.adapters.telegram_webhook import Webhook
from bot.clock import Clock
from bot.config import Settings, without_password
from bot.findings import Finding
from bot.message import Code, phrase
from bot.sealing import Seals
from bot.services import checkups, keys
from bot.views.installing import unreadable_tokens, where_the_key_is
from storage import checkups as rows
from storage.database import Database
from storage.migrate import revisions
from storage.words import Platform

MOST_GROUPS = 20  # asked about one after another


def tables(made: Settings) -> list[Finding]:
    """Whether the database answers, and its tables are the newest; before the event loop starts.

    Raises:
        DatabaseAway: it can't be reached.
    """
    current, newest = revisions(made.database_url)
    where = without_password(made.database_url)
    if current == newest:
        return [
            Finding(
                phrase(
                    "Database {url} answers; its tables are the newest ({revision}).",
                    url=where,
                    revision=newest or "",
                )
            )
        ]
    what = phrase(
        "Database {url} answers; its tables are not the newest ({revision}).",
        url=where,
        revision=current or "",
    )
    return [Finding(what, phrase("Run {command}.", command=Code("drumbeat migrate")))]


async def examine(made: Settings, clock: Clock, known: Sequence[Finding]) -> list[Finding]:
    """Look at the platforms, and where the tables are the newest, at what they hold."""
    found = list(known)
    is_ready = all(one.is_fine for one in known)
    groups = await _groups(made) if is_ready else []
    found += [*await _slack(made, clock, is_ready=is_ready), *await _telegram(made, groups)]
    if not made.has_slack and not made.has_telegram:
        advice = phrase("Set SLACK_BOT_TOKEN or TELEGRAM_BOT_TOKEN.")
        found.append(Finding(phrase("No platform is set up."), advice))
    if is_ready:
        database = Database(made.database_url)
        try:
            async with database.reading() as session:
                found += await checkups.of(session, clock.now())
        finally:
            await database.close()
    return found


async def _slack(made: Settings, clock: Clock, *, is_ready: bool) -> list[Finding]:
    if made.is_for_many:
        return await _slack_of_many(made, clock) if is_ready else []
    if not made.slack_bot_token:
        return []
    async with open_session(made.network()) as session:
        api = SlackApi(made.slack_bot_token, session, url=made.slack_api_url, network=made.network())
        return await slack_checkup.checkup(
            api, app_token=made.slack_app_token, public_url=made.public_url, now=clock.now()
        )


async def _slack_of_many(made: Settings, clock: Clock) -> list[Finding]:
    looked = await keys.look(made.database_url, Seals(made.secret_key))
    install_url = made.public_url.rstrip("/") + slack_manifest.INSTALL_PATH
    found: list[Finding] = []
    if looked.unreadable:
        found.append(Finding(unreadable_tokens(looked.unreadable), where_the_key_is()))
    async with open_session(made.network()) as session:
        url, network = made.slack_api_url, made.network()
        teams = [(one.name, SlackApi(one.token, session, url=url, network=network)) for one in looked.opened]
        app = SlackApi("", session, url=url, network=network)
        return found + await slack_checkup.checkup_of_many(
            teams,
            app,
            app_token=made.slack_app_token,
            public_url=made.public_url,
            install_url=install_url,
            now=clock.now(),
        )


async def _groups(made: Settings) -> list[tuple[str, str]]:
    """The groups of Telegram in which projects live: id and name."""
    database = Database(made.database_url)
    try:
        async with database.reading() as session:
            return await rows.places(session, Platform.TELEGRAM, MOST_GROUPS)
    finally:
        await database.close()


async def _telegram(made: Settings, groups: Sequence[tuple[str, str]]) -> list[Finding]:
    if not made.has_telegram:
        return []
    telegram = Telegram(made.telegram_bot_token, api_url=made.telegram_api_url, network=made.network())
    secret = made.telegram_webhook_secret
    webhook = Webhook(telegram, made.public_url, secret=secret) if made.public_url else None
    try:
        return await telegram_checkup.checkup(telegram, webhook, groups)
    finally:
        await telegram.close()
