"""A project that nobody leads: admins of the platform may take the lead, and nobody else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select

from bot.app import App, running_app
from bot.clock import WallClock
from bot.config import Settings
from bot.installations import first_admin_code
from storage.models import Member
from storage.words import Role
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.telegram import TelegramServer


@asynccontextmanager
async def on_slack(url: str, slack: SlackServer) -> AsyncIterator[App]:
    settings = Settings(
        database_url=url,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
    )
    async with running_app(settings, WallClock()) as (app, _):
        slack.deliver_to(None)
        await slack.connected(2)
        yield app


@asynccontextmanager
async def on_telegram(url: str, telegram: TelegramServer) -> AsyncIterator[App]:
    settings = Settings(
        database_url=url, telegram_bot_token=telegram.token, telegram_api_url=telegram.api_url
    )
    async with running_app(settings, WallClock()) as (app, _):
        yield app


async def nobody_leads(app: App) -> None:
    """As an import, or a database of earlier days, may leave it."""
    async with app.database.begin() as session:
        for one in (await session.execute(select(Member))).scalars():
            one.role = Role.MEMBER


async def test_an_admin_of_the_slack_workspace_takes_a_lead_that_nobody_has(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna, bo = slack.user("anna"), slack.user("bo")
        dan = slack.user("dan", admin=True)
        shop = slack.channel("web-shop", members=[anna, bo, dan])
        async with on_slack(sqlite_url, slack):
            await slack.command(anna, shop, "/pm", 'project new "Web shop" key WEB @bo')
            await slack.wait_for("its key is WEB", channel=shop)
            refused = await slack.command(dan, shop, "/pm", "lead me")
            assert "Web shop is led by" in refused.text
            await slack.change_user(anna, deactivated=True)
            post = await slack.wait_for("Nobody leads Web shop any more", channel=shop)
            await slack.press(bo, post, "I'll lead it")
            await slack.wait_for("An admin of this Slack workspace can", user=bo)
            assert "nobody leads it" in (await slack.command(bo, shop, "/pm", "role @bo lead")).text
            await slack.press(dan, post, "I'll lead it")
            await slack.wait_for("is lead of Web shop now.", channel=shop)
            assert "You lead Web shop already" in (await slack.command(dan, shop, "/pm", "lead me")).text
            done = await slack.command(dan, shop, "/pm", "role @bo lead")
            assert "is lead of Web shop now" in done.text


async def test_where_slack_does_not_tell_who_is_an_admin_nobody_takes_the_lead(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        dan = slack.user("dan", admin=True)
        shop = slack.channel("web-shop", members=[dan])
        async with on_slack(sqlite_url, slack) as app:
            await slack.command(dan, shop, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=shop)
            await app.settle()
            await nobody_leads(app)
            slack.fail_next("users.info", error="internal_error")
            refused = await slack.command(dan, shop, "/pm", "lead me")
            assert "I couldn't find out whether you are an admin here" in refused.text


async def test_an_admin_of_a_telegram_group_takes_a_lead_that_nobody_has(sqlite_url: str) -> None:
    async with TelegramServer() as telegram:
        tom, eve = telegram.user("tom", username="tom"), telegram.user("eve", username="eve")
        group = telegram.supergroup("Web shop", admins=[eve], members=[tom])
        group.members_hidden = True
        async with on_telegram(sqlite_url, telegram) as app:
            await telegram.start(tom, await first_admin_code(app.database, WallClock()))
            await telegram.wait_for("You administer Drumbeat here", chat=tom)
            await telegram.says(tom, group, "/pm project new Web key WEB")
            await telegram.wait_for("its key is WEB", chat=group)
            await telegram.says(tom, tom, "invite")
            code = str((await telegram.wait_for("for seven days", chat=tom)).text).split()[-1]
            await telegram.start(eve, code)
            await telegram.wait_for("Welcome, eve", chat=eve)
            await nobody_leads(app)
            await telegram.says(eve, eve, "/lead me WEB")
            await telegram.wait_for("in the group of Web", chat=eve)
            await telegram.says(eve, group, "/lead me")
            await telegram.wait_for("eve is lead of Web now.", chat=group)


async def test_a_member_of_a_telegram_group_who_is_no_admin_is_told_who_can(sqlite_url: str) -> None:
    async with TelegramServer() as telegram:
        tom, eve = telegram.user("tom", username="tom"), telegram.user("eve", username="eve")
        group = telegram.supergroup("Web shop", admins=[tom], members=[eve])
        async with on_telegram(sqlite_url, telegram) as app:
            await telegram.start(tom, await first_admin_code(app.database, WallClock()))
            await telegram.says(tom, group, "/pm project new Web key WEB")
            await telegram.wait_for("its key is WEB", chat=group)
            await telegram.says(tom, tom, "invite")
            code = str((await telegram.wait_for("for seven days", chat=tom)).text).split()[-1]
            await telegram.start(eve, code)
            await telegram.wait_for("Welcome, eve", chat=eve)
            await nobody_leads(app)
            await telegram.says(eve, group, "/lead me")
            await telegram.wait_for("An admin of this group can", chat=eve)


async def test_an_anonymous_admin_is_told_to_speak_as_themselves(sqlite_url: str) -> None:
    async with TelegramServer() as telegram:
        tom = telegram.user("tom", username="tom")
        group = telegram.supergroup("Web shop", admins=[tom])
        async with on_telegram(sqlite_url, telegram):
            await telegram.says_anonymously(group, "/pm lead me")
            await telegram.wait_for("Please speak as yourself", chat=group)
            await telegram.says_anonymously(group, "what a day")
            await telegram.confirmed()
            assert len(telegram.answers(group)) == 1
