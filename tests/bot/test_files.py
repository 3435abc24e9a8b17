"""A project's days as a file in chat: fetched from Slack and Telegram as they really serve files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import App
from bot.services.day_files import MOST_BYTES
from storage import projects
from storage.models import ProjectDay
from tests.bot.scenes import administers, on_slack, on_telegram
from tests.stand_ins.slack import Message, SharedFile, SlackServer
from tests.stand_ins.slack_reading import visible_text
from tests.stand_ins.telegram import File, Person, TelegramServer
from tests.stand_ins.telegram import visible_text as telegram_text

DAYS = b"2026-12-24,off,Eve\n2026-12-26,work,make-up\n"
READ = ["days.csv: 2 days were read.", "Web shop is off on Thu 24 Dec.", "Web shop works on Sat 26 Dec."]


@asynccontextmanager
async def a_team(url: str) -> AsyncIterator[tuple[SlackServer, App]]:
    """On Slack anna leads, in the channel web-shop, and bo is a member."""
    async with await SlackServer.start() as slack:
        slack.channel("web-shop", members=[slack.user("anna"), slack.user("bo")])
        async with on_slack(url, slack, sockets=True) as app:
            await slack.command("anna", "web-shop", "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel="web-shop")
            yield slack, app


@asynccontextmanager
async def a_lead(url: str) -> AsyncIterator[tuple[TelegramServer, Person, App]]:
    """On Telegram tom administers, and leads the project WEB."""
    async with TelegramServer() as telegram, on_telegram(url, telegram) as app:
        tom = await administers(telegram, app)
        await telegram.says(tom, tom, 'project new "Web shop" key WEB')
        await telegram.wait_for("its key is WEB", chat=tom)
        yield telegram, tom, app


async def days_of(app: App) -> list[tuple[str, str, str]]:
    """The own days of the first project."""
    async with app.database.reading() as session:
        found: list[ProjectDay] = list(await projects.days(session, 1))
    return [(one.day.isoformat(), one.kind.value, one.name) for one in found]


TAKEN = [("2026-12-24", "off", "Eve"), ("2026-12-26", "work", "make-up")]


async def test_a_file_shared_with_the_bot_on_slack_gives_the_project_its_days(database_url: str) -> None:
    async with a_team(database_url) as (slack, app):
        await slack.message("anna", "dm", "", files=[SharedFile("days.csv", DAYS)])
        told = await slack.wait_for("2 days were read", channel=slack.dm("anna"))
        assert visible_text(told).splitlines()[:3] == READ
        assert await days_of(app) == TAKEN
        await slack.press("anna", told, "Undo")
        await slack.wait_for("Taken back", channel=slack.dm("anna"))
        assert await days_of(app) == []


async def test_a_file_shared_with_a_mention_on_slack_is_answered_where_it_stands(database_url: str) -> None:
    async with a_team(database_url) as (slack, app):
        await slack.message(
            "anna", "web-shop", "@drumbeat calendar work", files=[SharedFile("d.txt", b"2026-12-26")]
        )
        await slack.wait_for("works on Sat 26 Dec", user="anna")
        assert await days_of(app) == [("2026-12-26", "work", "")]


async def test_a_document_on_telegram_gives_the_project_its_days(database_url: str) -> None:
    async with a_lead(database_url) as (telegram, tom, app):
        await telegram.sends_document(tom, tom, File("days.csv", DAYS))
        told = await telegram.wait_for("2 days were read", chat=tom)
        assert telegram_text(told).splitlines()[:3] == READ
        assert await days_of(app) == TAKEN
        await telegram.press(tom, told, "Undo")
        await telegram.wait_for("Taken back", chat=tom)
        assert await days_of(app) == []


@pytest.mark.parametrize("answers", [False, True], ids=["caption", "answer"])
async def test_a_document_in_a_group_is_read_by_its_caption_or_when_it_is_answered(
    sqlite_url: str, *, answers: bool
) -> None:
    async with a_lead(sqlite_url) as (telegram, tom, app):
        group = telegram.supergroup("Web shop", admins=[tom], with_bot=True)
        await telegram.says(tom, group, "/project bind WEB")
        await telegram.until(lambda: bool(telegram.messages(group)))
        file = File("days.csv", DAYS)
        document = await telegram.sends_document(tom, group, file, "" if answers else "/calendar")
        if answers:
            await telegram.says(tom, group, "/calendar", reply_to=document)
        await telegram.wait_for("2 days were read", chat=group)
        assert await days_of(app) == TAKEN


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SharedFile("bad.csv", b"2026-12-24 x\nsoon"), "Line 2, “soon”: it does not begin with a date"),
        (SharedFile("empty.csv", b""), "It names 0 days"),
        (SharedFile("big.csv", b"2026-12-24\n" * 20_000), f"more than {MOST_BYTES} bytes"),
        (SharedFile("lies.csv", b"2026-12-24\n" * 20_000, size=12), f"more than {MOST_BYTES} bytes"),
        (SharedFile("photo.png", b"\x89PNG\r\n", "image/png"), "That is no text"),
        (SharedFile("photo.csv", b"\x89PNG\r\n\x00\x00"), "That is no text"),
        (SharedFile("gone.csv", DAYS, mode="tombstone"), "gone.csv is not there any more"),
        (SharedFile("drive", DAYS, mode="external"), "drive only leads to where it lies"),
        (SharedFile("away.csv", DAYS, lies_at="http://127.0.0.1:9/x"), "away.csv only leads to where"),
        (SharedFile("<!channel>.csv", DAYS, mode="tombstone"), "<!channel>.csv is not there any more"),
    ],
    ids=lambda one: one.name if isinstance(one, SharedFile) else "",
)  # fmt: skip
async def test_what_can_not_be_read_is_said_and_changes_nothing(
    sqlite_url: str, file: SharedFile, said: str
) -> None:
    async with a_team(sqlite_url) as (slack, app):
        await slack.message("anna", "dm", "calendar", files=[file])
        told: Message = await slack.wait_for(said, channel=slack.dm("anna"))
        assert slack.mentions_notified(told) == set()
        assert await days_of(app) == []


async def test_without_the_scope_it_is_said_what_the_app_lacks(sqlite_url: str) -> None:
    async with a_team(sqlite_url) as (slack, app):
        slack.world.scopes.discard("files:read")
        await slack.message("anna", "dm", "", files=[SharedFile("days.csv", DAYS)])
        told = await slack.wait_for("I was not let read days.csv", channel=slack.dm("anna"))
        assert "files:read" in visible_text(told)
        assert await days_of(app) == []


async def test_who_does_not_lead_the_project_gives_it_no_days_and_their_file_is_not_fetched(
    sqlite_url: str,
) -> None:
    async with a_team(sqlite_url) as (slack, app):
        await slack.message("bo", "web-shop", "@drumbeat calendar", files=[SharedFile("days.csv", DAYS)])
        await slack.wait_for("That is for the lead of the project. Ask Anna.", user="bo")
        await app.settle()
        assert (await days_of(app), slack.count("files.info")) == ([], 0)


async def test_a_file_that_slack_is_slow_to_give_is_fetched_again(sqlite_url: str) -> None:
    async with a_team(sqlite_url) as (slack, app):
        slack.fail_next("file", status=503)
        await slack.message("anna", "dm", "", files=[SharedFile("days.csv", DAYS)])
        await slack.wait_for("2 days were read", channel=slack.dm("anna"), timeout=30)
        assert await days_of(app) == TAKEN


async def test_one_file_at_a_time(sqlite_url: str) -> None:
    async with a_team(sqlite_url) as (slack, app):
        both = [SharedFile("a.csv", DAYS), SharedFile("b.csv", DAYS)]
        await slack.message("anna", "dm", "calendar", files=both)
        await slack.wait_for("One file at a time", channel=slack.dm("anna"))
        assert await days_of(app) == []


async def test_a_document_that_telegram_calls_too_large_is_not_asked_for(sqlite_url: str) -> None:
    async with a_lead(sqlite_url) as (telegram, tom, app):
        await telegram.sends_document(tom, tom, File("days.csv", DAYS), size=21_000_000)
        await telegram.wait_for(f"more than {MOST_BYTES} bytes", chat=tom)
        assert (telegram.called("getFile"), await days_of(app)) == ([], [])


async def test_a_picture_with_the_command_on_telegram_is_no_calendar(sqlite_url: str) -> None:
    async with a_lead(sqlite_url) as (telegram, tom, app):
        await telegram.sends_photo(tom, tom, "/calendar")
        await telegram.wait_for("That is no text", chat=tom)
        assert (telegram.called("getFile"), await days_of(app)) == ([], [])


async def test_a_document_that_telegram_has_forgotten_is_asked_for_again(sqlite_url: str) -> None:
    async with a_lead(sqlite_url) as (telegram, tom, _):
        telegram.fail_next("getFile", error_code=400, description="Bad Request: wrong file_id")
        await telegram.sends_document(tom, tom, File("days.csv", DAYS))
        await telegram.wait_for("days.csv is not there any more. Please send it again.", chat=tom)


async def test_the_token_of_the_bot_is_in_no_log_when_a_document_is_fetched(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_lead(sqlite_url) as (telegram, tom, _):
        telegram.fail_next("file", lost=True)
        await telegram.sends_document(tom, tom, File("days.csv", DAYS))
        await telegram.wait_for("2 days were read", chat=tom, timeout=30)
        assert telegram.token not in caplog.text
    assert "file not fetched" in caplog.text
