"""`doctor` says what is wrong and what to do, from real calls."""

from datetime import UTC, datetime, timedelta

from bot import doctor
from bot.clock import SetClock
from bot.config import Settings
from bot.findings import Finding
from bot.outgoing import Reader
from bot.wording import words
from storage.models import OutboxRow
from storage.words import OutboxStatus
from tests.bot.test_installing import hosted, settings_for
from tests.conversations.world import MONDAY, open_world
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.telegram import TelegramServer


def told(findings: list[Finding]) -> dict[str, str | None]:
    """What was found, with the advice; None where all is fine."""
    reader = Reader(now=datetime.now(UTC))
    return {words(one.what, reader): words(one.advice, reader) if one.advice else None for one in findings}


async def examined(made: Settings, now: datetime | None = None) -> dict[str, str | None]:
    """What it finds with these settings."""
    clock = SetClock(now or datetime.now(UTC))
    return told(await doctor.examine(made, clock, doctor.tables(made)))


def on_slack(slack: SlackServer, url: str, **more: str) -> Settings:
    """Settings for a Slack."""
    given = {"slack_bot_token": slack.bot_token, "slack_app_token": slack.app_token, **more}
    return Settings(database_url=url, slack_api_url=slack.api_url, **given)  # type: ignore[arg-type]


async def test_where_all_is_well_there_is_nothing_to_do(database_url: str) -> None:
    async with await SlackServer.start() as slack:
        found = await examined(on_slack(slack, database_url))
    assert set(found.values()) == {None}
    assert "Slack delivers by Socket Mode." in found
    assert "Slack: all scopes are granted." in found
    assert "No message was given up." in found


async def test_a_refused_token_is_named_with_what_to_do(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        found = await examined(on_slack(slack, sqlite_url, slack_bot_token="xoxb-other"))
        sockets = await examined(on_slack(slack, sqlite_url, slack_app_token="xapp-other"))
    assert "Copy the bot token again" in (found["Slack refuses SLACK_BOT_TOKEN: invalid_auth"] or "")
    assert "Socket Mode on" in (sockets["Slack refuses SLACK_APP_TOKEN: invalid_auth"] or "")


async def test_missing_scopes_and_a_wrong_clock_are_named(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        slack.world.scopes = slack.world.scopes - {"im:history"}
        found = await examined(on_slack(slack, sqlite_url), datetime.now(UTC) + timedelta(minutes=10))
    assert found["Slack: scopes are missing: im:history"] is not None
    assert [what for what, advice in found.items() if "clock is" in what and advice]


async def test_each_workspace_that_installed_it_is_asked_about(database_url: str) -> None:
    async with await SlackServer.start() as slack:
        globex = slack.another("TG10BEX01", "Globex")
        made = settings_for(slack, database_url)
        alone = await examined(made)
        async with hosted(slack, database_url) as there:
            for one in (slack, globex):
                await there.browser.install(one.team, one.user("boss"))
        fine = await examined(made)
        globex.tokens.revoked, slack.world.scopes = True, slack.world.scopes - {"im:history"}
        found = await examined(made)
        other_key = await examined(settings_for(slack, database_url, keys=["x" * 32]))
    assert "Install me at https://" in (alone["Slack: 0 workspaces or organisations let me in."] or "")
    assert fine["Slack: 2 workspaces or organisations let me in."] is None
    assert set(fine.values()) == {None}
    assert "installs me again" in (found["Slack refuses the token of Globex: account_inactive"] or "")
    assert "installs me again" in (found["Slack: scopes are missing in Acme: im:history"] or "")
    lost = other_key["2 tokens can't be read with any key of SECRET_KEY: Acme and Globex."]
    assert lost == "Put the key that they were sealed with behind the others, or let them install me again."


async def test_a_platform_that_is_not_reached_is_a_finding(sqlite_url: str) -> None:
    made = Settings(
        database_url=sqlite_url,
        telegram_bot_token="123456:abcdefghijkl",
        telegram_api_url="http://127.0.0.1:9",
    )
    [refused] = [what for what in await examined(made) if what.startswith("Telegram refuses")]
    assert "abcdefghijkl" not in refused


async def test_telegram_says_how_it_delivers_and_what_it_hears(sqlite_url: str) -> None:
    async with TelegramServer() as telegram:
        made = Settings(
            database_url=sqlite_url, telegram_bot_token=telegram.token, telegram_api_url=telegram.api_url
        )
        found = await examined(made)
    assert "Telegram is polled." in found
    assert [what for what in found if what.startswith("Telegram: privacy mode is")]


async def test_telegram_names_the_groups_in_which_mentions_count(sqlite_url: str) -> None:
    async with TelegramServer() as telegram, open_world(sqlite_url) as world:
        anna = telegram.user("Anna")
        plain, open_to_us = (telegram.group(name, admins=[anna]) for name in ("Plain", "Open"))
        await telegram.makes_bot_admin(anna, open_to_us)
        lead, tom = world.person("Lead"), world.person("Tom", platform="telegram")
        await lead.says("project new Web key WEB", place="web")
        await tom.says((await lead.says("invite", place="web")).text.split()[-1])
        for name, chat in (("One", plain), ("Two", open_to_us)):
            await tom.says(f"project new {name}", place=str(chat.id))
        made = Settings(
            database_url=sqlite_url, telegram_bot_token=telegram.token, telegram_api_url=telegram.api_url
        )
        found = await examined(made)
    assert f"Telegram: mentions count in {open_to_us.id}, where I am admin." in found


async def test_what_was_given_up_or_waits_too_long_is_found(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna = world.person("Anna")
        await anna.says('project new "Web shop" key WEB', place="web-shop")
        await anna.says("add Draft the contract", place="web-shop")
        async with world.database.begin() as session:
            row = await session.get_one(OutboxRow, 1)
            row.status, row.error = OutboxStatus.DEAD, "channel_not_found"
        world.clock.move_to(MONDAY + timedelta(minutes=10))
        said = (await anna.says("doctor")).text
    assert "1 message was given up. The last one because of: channel_not_found." in said
    assert "See that drumbeat worker or drumbeat run is running" in said


async def test_in_chat_it_is_for_leads_and_admins(sqlite_url: str) -> None:
    async with open_world(sqlite_url) as world:
        bo = world.person("Bo")
        await bo.says("help")
        heard = await bo.says("doctor")
    assert heard.text == "How I am doing is for admins and for leads of a project."


async def test_old_tables_are_found_and_nothing_else_is_asked_of_them(empty_database_url: str) -> None:
    found = await examined(Settings(database_url=empty_database_url))
    assert "Run drumbeat migrate." in found.values()
    assert not [what for what in found if "message" in what]
