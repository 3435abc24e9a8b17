"""The whole of it: real HTTP and WebSockets on one side, a real database on the other."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.adapters.telegram_api import Telegram
from bot.adapters.telegram_webhook import Webhook
from bot.app import running_app
from bot.clock import SetClock, WallClock
from bot.config import Settings
from bot.connecting import Login
from bot.incoming import Missed, Receive, Sender
from bot.installations import first_admin_code
from bot.movable import movable_app
from bot.on_telegram import WEBHOOKS
from bot.outgoing import Outgoing, Receipt, Sent
from bot.web.server import WebServer
from bot.web.site import site
from storage import people
from storage.models import Account, Person
from storage.words import Platform
from tests.bot.scenes import administers, no_metrics, on_slack, on_telegram
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_reading import visible_text
from tests.stand_ins.telegram import TelegramServer
from tests.stand_ins.telegram import visible_text as telegram_text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("sockets", [True, False], ids=["sockets", "http"])
async def test_a_team_on_slack_starts_a_project_and_adds_a_task(database_url: str, *, sockets: bool) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin")
        bo = slack.user("bo", tz="Asia/Shanghai")
        channel = slack.channel("web-shop", members=[anna, bo])
        async with on_slack(database_url, slack, sockets=sockets):
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=channel)
            await slack.command(anna, channel, "/pm", "add Call the lawyer @bo ~2d")
            card = await slack.wait_for("Call the lawyer", channel=channel)
            await slack.press(bo, card, "Start")
            await slack.until(lambda: "doing" in visible_text(slack.messages(channel)[-1]))
            told = await slack.command(bo, channel, "/pm", "mine")
    assert "WEB-1" in told.text


async def test_whoever_is_in_a_channel_that_is_set_up_is_in_its_project(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin")
        bo, guest = slack.user("bo"), slack.user("guest", guest=True)
        channel = slack.channel("web-shop", members=[anna, bo, guest])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", "setup")
            await slack.until(lambda: slack.view(anna) is not None)
            view = slack.view(anna)
            assert view is not None
            await slack.submit(anna, view, {"key": "WEB", "zone": "Europe/Berlin"})
            await slack.wait_for("Web shop is set up here", channel=channel)
            await slack.wait_for("Anna added you to Web shop", channel=slack.dm(bo))
            told = await slack.command(anna, channel, "/pm", "team")
    assert "Bo" in told.text
    assert "Guest" not in told.text


async def test_the_first_admin_on_telegram_sends_the_code_of_the_first_start(database_url: str) -> None:
    async with TelegramServer() as telegram:
        tom = telegram.user("tom", username="tom")
        async with on_telegram(database_url, telegram) as app:
            code = await first_admin_code(app.database, WallClock())
            await telegram.start(tom)
            await telegram.says(tom, tom, code or "")
            await telegram.wait_for("You administer Drumbeat here", chat=tom)
            await telegram.says(tom, tom, "add Something")
            await telegram.wait_for("You are in no project yet", chat=tom)
            again = await first_admin_code(app.database, WallClock())
    assert again is None


async def test_telegrams_menu_is_there_from_the_start_in_each_language(database_url: str) -> None:
    async with TelegramServer() as telegram:
        tom, li = telegram.user("tom", language_code="en"), telegram.user("li", language_code="zh-hans")
        async with on_telegram(database_url, telegram):
            # it is no part of the start: whoever opens the menu in the first second sees an older one
            await telegram.until(lambda: dict(telegram.menu_for(li, li)).get("late") == "逾期的任务")
            assert dict(telegram.menu_for(tom, tom))["late"] == "What is past its date"


async def test_a_menu_that_telegram_refuses_keeps_nobody_from_working(sqlite_url: str) -> None:
    async with TelegramServer() as telegram:
        tom = telegram.user("tom")
        telegram.fail_next("getMyCommands", error_code=400, description="BOT_COMMANDS_AWAY")
        async with on_telegram(sqlite_url, telegram):
            await telegram.start(tom)
            await telegram.wait_for("I don't know you here yet", chat=tom)


async def test_an_invitation_link_on_telegram_lets_a_colleague_in(database_url: str) -> None:
    async with TelegramServer() as telegram:
        eve = telegram.user("eve", username="eve")
        async with on_telegram(database_url, telegram) as app:
            tom = await administers(telegram, app)
            await telegram.says(tom, tom, "project new Web key WEB")
            await telegram.wait_for("its key is WEB", chat=tom)
            await telegram.says(tom, tom, "invite")
            told = await telegram.wait_for("for seven days", chat=tom)
            await telegram.start(eve, str(told.text).split()[-1])
            await telegram.wait_for("Welcome, eve", chat=eve)


async def test_a_person_on_telegram_nobody_let_in_gets_one_sentence(database_url: str) -> None:
    async with TelegramServer() as telegram:
        tom = telegram.user("tom", username="tom")
        async with on_telegram(database_url, telegram):
            await telegram.start(tom)
            await telegram.says(tom, tom, "add Something")
            heard = await telegram.wait_for("I don't know you here yet", chat=tom)
    assert heard is not None


@dataclass
class Quiet:
    """A platform on which nothing is said; `knows` is what it tells of people, or its trouble."""

    knows: Sender | Exception

    async def start(self, receive: Receive) -> None:
        """Nobody says anything."""

    async def stop(self) -> None:
        """Nobody said anything."""

    async def members(self, chat: str) -> list[str]:  # noqa: ARG002 - of any
        """Tell of nobody."""
        return []

    async def headcount(self, chat: str) -> int | None:  # noqa: ARG002 - of any
        """Tell of nobody."""
        return None

    async def profile(self, external_id: str) -> Sender | None:  # noqa: ARG002 - of whomever
        """Tell, or be in trouble."""
        if isinstance(self.knows, Exception):
            raise self.knows
        return self.knows

    async def fetch(self, ref: str, most: int) -> bytes | Missed:  # noqa: ARG002 - of any
        """Keep no files."""
        return Missed.GONE

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Take everything."""
        return Sent(outgoing.mark)


async def test_one_platforms_trouble_with_a_profile_holds_up_no_other(database_url: str) -> None:
    clock = SetClock(NOON)
    broken = Login(Platform.SLACK, "T1", Quiet(RuntimeError("no network")))
    fine = Login(Platform.TELEGRAM, "1", Quiet(Sender("7", "Tom Miller")))
    async with movable_app(database_url, clock, [broken, fine]) as app:
        async with app.database.begin() as session:
            for number, login in ((1, "U1"), (2, "7")):
                await people.add_unseen(session, 1, number, login, "?", NOON)
        await app.learning.round()
        async with app.database.reading() as session:
            names = (await session.execute(select(Person.name).order_by(Person.id))).scalars().all()
            due = (await session.execute(select(Account.profile_due_at).order_by(Account.id))).scalars().all()
    assert names == ["?", "Tom Miller"]
    assert due == [NOON + timedelta(minutes=10), None]  # asked again later, not at every turn


async def test_what_is_wrong_in_a_form_stands_under_its_field_on_slack(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", "settings edit")
            view = await slack.wait_for_view(anna)
            shown = await slack.submit(anna, view, {"Time zone": "Atlantis"})
            assert list(shown.errors) == ["zone"]
            assert "Atlantis" in shown.errors["zone"]
            shown = await slack.submit(anna, view, {"Time zone": "Shanghai"})
            assert (shown.errors, shown.view) == ({}, None)


async def test_what_a_command_lacks_is_asked_for_in_a_form_on_slack(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=channel)
            await slack.command(anna, channel, "/pm", "add")
            view = await slack.wait_for_view(anna)
            await slack.submit(anna, view, {"What is to be done?": "Call the lawyer ~2d"})
            await slack.wait_for("Call the lawyer", channel=channel)


@pytest.mark.parametrize("in_group", [False, True])
async def test_whom_the_settings_name_administers_on_telegram_from_the_first_word(
    sqlite_url: str, *, in_group: bool
) -> None:
    async with TelegramServer() as telegram:
        tom, eve = telegram.user("tom", username="tom"), telegram.user("eve", username="eve")
        group = telegram.group("Web shop", members=[tom, eve])
        settings = Settings(
            database_url=sqlite_url,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
            admins=(f"telegram:{tom.id}",),
        )
        async with running_app(settings, WallClock()) as (app, _):
            if in_group:
                await telegram.says(eve, group, "/pm project new Web key WEB")
                await telegram.wait_for("I don't know you here yet", chat=group)
                await telegram.says(tom, group, "/pm project new Web key WEB")
                await telegram.wait_for("its key is WEB", chat=group)
            else:
                await telegram.start(eve)
                await telegram.wait_for("I don't know you here yet", chat=eve)
                await telegram.start(tom)
                await telegram.wait_for("You administer Drumbeat here", chat=tom)
            async with app.database.reading() as session:
                known = {one.name: one.is_admin for one in (await session.execute(select(Person))).scalars()}
    assert known == {"tom": True}


async def test_a_form_is_asked_for_one_question_at_a_time_on_telegram(database_url: str) -> None:
    async with TelegramServer() as telegram, on_telegram(database_url, telegram) as app:
        tom = await administers(telegram, app)
        await telegram.says(tom, tom, "project new Web key WEB")
        await telegram.wait_for("its key is WEB", chat=tom)
        await telegram.says(tom, tom, "/add")
        await telegram.wait_for("What is to be done?", chat=tom)
        await telegram.says(tom, tom, "Call the lawyer")
        await telegram.wait_for("WEB-1 Call the lawyer", chat=tom)
        await telegram.says(tom, tom, "/settings edit")
        asked = await telegram.wait_for("1 of 7", chat=tom)
        await telegram.press(tom, asked, "Keep tom")
        await telegram.wait_for("2 of 7", chat=tom)
        await telegram.says(tom, tom, "Shanghai")
        await telegram.wait_for("3 of 7", chat=tom)
        await telegram.says(tom, tom, "cancel")
        await telegram.wait_for("Left as it was", chat=tom)


@pytest.mark.parametrize("length", [(1 << 20) + 1, 3 << 20])
async def test_what_is_too_large_is_refused_at_both_platforms_doors(sqlite_url: str, length: int) -> None:
    async with await SlackServer.start() as slack, TelegramServer() as telegram:
        settings = Settings(
            database_url=sqlite_url,
            slack_bot_token=slack.bot_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
            telegram_webhook_secret="s" * 16,
            public_url="https://drumbeat.example.org",
        )
        async with (
            running_app(settings, WallClock()) as (_, routes),
            httpx.AsyncClient(trust_env=False) as client,
        ):
            server = WebServer(site({}, no_metrics, routes), "127.0.0.1", 0)
            await server.start()
            telegrams = Webhook(Telegram(telegram.token), settings.public_url).path
            paths = [one.path.replace(WEBHOOKS, telegrams) for one in routes]
            headers = {"X-Telegram-Bot-Api-Secret-Token": "s" * 16}
            answers = [
                await client.post(
                    f"http://127.0.0.1:{server.port}{path}", content=b"x" * length, headers=headers
                )
                for path in paths
            ]
            await server.stop()
    assert len(paths) == 2
    assert [one.status_code for one in answers] == [413, 413]


async def test_a_revoked_token_stops_the_lane_is_said_and_loses_nothing(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(database_url, slack, sockets=False):
            await slack.command(anna, channel, "/pm", "help")
            slack.tokens.revoked = True
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.until(lambda: any(one.error == "account_inactive" for one in slack.calls))
            tried = slack.count("chat.postMessage")
            await slack.command(anna, channel, "/pm", "add Call the lawyer")
        assert slack.count("chat.postMessage") == tried  # it is not hammered
        assert slack.messages(channel) == []
        slack.tokens.revoked = False
        async with on_slack(database_url, slack, sockets=False):
            await slack.wait_for("its key is WEB", channel=channel)
            await slack.wait_for("Call the lawyer", channel=channel)
    assert "lane down" in caplog.text


async def test_an_admin_hears_on_the_other_platform_once_that_a_token_is_refused_and_when_it_is_good_again(
    database_url: str,
) -> None:
    async with await SlackServer.start() as slack, TelegramServer() as telegram:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        settings = Settings(
            database_url=database_url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
        )
        async with running_app(settings, WallClock()) as (app, _):
            slack.deliver_to(None)
            await slack.connected(2)
            tom = await administers(telegram, app)
            await slack.command(anna, channel, "/pm", "help")
            slack.tokens.revoked = True
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            told = await telegram.wait_for("Slack does not take my token any more", chat=tom)
            await slack.command(anna, channel, "/pm", "add Call the lawyer")
            assert "account_inactive" in telegram_text(told)
            slack.tokens.revoked = False
            await slack.wait_for("Call the lawyer", channel=channel)
            await telegram.until(lambda: "takes my token again" in telegram_text(told))
            about = [one for one in telegram.answers(tom) if "token" in telegram_text(one)]
    assert about == [told]


async def test_a_form_sent_late_on_slack_shows_what_changed_and_what_stands_there_now(
    sqlite_url: str,
) -> None:
    async with await SlackServer.start() as slack:
        anna, bo = slack.user("anna"), slack.user("bo")
        channel = slack.channel("web-shop", members=[anna, bo])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB @bo')
            await slack.command(anna, channel, "/pm", "add Draft @bo ~2d")
            await slack.wait_for("Draft", channel=channel)
            await slack.command(anna, channel, "/pm", "edit 1")
            view = await slack.wait_for_view(anna, "Edit WEB-1")
            await slack.command(bo, channel, "/pm", "rename 1 Draft of the contract")
            shown = await slack.submit(anna, view, {"How much work is it?": "3d"})
            assert shown.view is not None
            assert "Title: Draft → Draft of the contract" in visible_text(shown.view)
            done = await slack.submit(anna, shown.view, {})
            assert (done.errors, done.view) == ({}, None)
            card = await slack.wait_for("about 3 days", channel=channel)
    assert "WEB-1 Draft of the contract" in visible_text(card)


async def test_who_can_not_be_written_to_is_shown_the_way_in_on_setting_a_group_up(
    sqlite_url: str,
) -> None:
    async with TelegramServer() as telegram:
        eve = telegram.user("eve", username="eve")
        async with on_telegram(sqlite_url, telegram) as app:
            tom = await administers(telegram, app)
            group = telegram.supergroup("Web shop", admins=[tom, eve], with_bot=False)
            await telegram.adds_bot(tom, group)
            post = await telegram.wait_for("One button sets up a project here", chat=group)
            stranger = await telegram.press(eve, post, "Set up this channel")
            await telegram.until(lambda: stranger.answered)
            assert stranger.alert is not None
            assert "invitation" in stranger.alert.text
            await telegram.blocks_bot(tom)
            await telegram.confirmed()
            await telegram.press(tom, post, "Set up this channel")
            await telegram.wait_for("Press Start once", chat=group)
            await telegram.start(tom, "hello")
            await telegram.wait_for("What is the project called?", chat=tom)
