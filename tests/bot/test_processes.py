"""Drumbeat as whoever runs it has it: real processes that are started, stopped and killed."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.holders import Holder, this_process
from tests.processes import PATIENCE, drumbeat, ended, ended_unread, free_port
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_browser import Browser
from tests.stand_ins.slack_oauth import CLIENT_ID, CLIENT_SECRET
from tests.wires import wired


@asynccontextmanager
async def patient_slack() -> AsyncIterator[SlackServer]:
    """A Slack that waits longer than the real one: several processes share this machine."""
    async with await SlackServer.start() as slack:
        slack.patience(PATIENCE, ())
        yield slack


def slack_settings(slack: SlackServer, *, sockets: bool = False) -> dict[str, str]:
    """What a process needs to talk to this Slack."""
    one = {"SLACK_APP_TOKEN": slack.app_token} if sockets else {"SLACK_SIGNING_SECRET": slack.signing_secret}
    return {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.api_url, **one}


async def test_what_comes_in_through_web_goes_out_through_worker(postgresql_url: str, tmp_path: Path) -> None:
    async with patient_slack() as slack:
        anna, bo = slack.user("anna", tz="Europe/Berlin"), slack.user("bo")
        channel = slack.channel("web-shop", members=[anna, bo])
        settings = slack_settings(slack)
        async with (
            drumbeat("web", postgresql_url, tmp_path, **settings) as web,
            drumbeat("worker", postgresql_url, tmp_path, **settings) as worker,
        ):
            slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")
            assert await web.is_ready()
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=channel, timeout=20)
            assert await web.stops() == 0
            assert await worker.stops() == 0
    assert any("one-time" in line or "first admin" in line for line in worker.written)
    assert not any("first admin" in line for line in web.written)  # one code, from one process


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_workspace_installs_it_through_web_and_worker_serves_it_at_once(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with patient_slack() as slack:
        slack.tokens.bot, slack.oauth.redirects = "", {"https://drumbeat.example.org/slack/oauth_redirect"}
        anna = slack.user("anna", tz="Europe/Berlin")
        channel = slack.channel("web-shop", members=[anna])
        settings = {
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PUBLIC_URL": "https://drumbeat.example.org",
            "SECRET_KEY": "k" * 32,
        }
        async with (
            drumbeat("web", postgresql_url, tmp_path, **settings) as web,
            drumbeat("worker", postgresql_url, tmp_path, **settings) as worker,
        ):
            slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")
            browser = Browser("https://drumbeat.example.org", f"http://127.0.0.1:{web.port}")
            assert (await browser.install(slack.team, anna)).status == 200
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=channel, timeout=20)
            await slack.wait_for("you administer me here", channel=slack.dm(anna), timeout=20)
            assert [await web.stops(), await worker.stops()] == [0, 0]
        assert not any("xoxb-" in line for line in [*web.written, *worker.written])
    assert files_in(tmp_path) == []  # bolt's own stores would be files at home


async def test_what_web_took_in_waits_for_a_worker(postgresql_url: str, tmp_path: Path) -> None:
    async with patient_slack() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        settings = slack_settings(slack)
        async with drumbeat("web", postgresql_url, tmp_path, **settings) as web:
            slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            assert await web.stops() == 0
        assert slack.messages(channel) == []
        async with drumbeat("worker", postgresql_url, tmp_path, **settings):
            await slack.wait_for("its key is WEB", channel=channel, timeout=20)


@pytest.mark.parametrize("job", ["web", "worker"])
async def test_apart_they_refuse_sqlite_with_a_sentence(job: str, sqlite_url: str, tmp_path: Path) -> None:
    code, written = await ended(job, sqlite_url, tmp_path, TELEGRAM_BOT_TOKEN="123456:abcdefghijkl")
    assert code != 0
    assert written == (
        f"`drumbeat {job}` needs PostgreSQL, which several processes can share: "
        "set DATABASE_URL to postgresql://user:password@host/name, or use `drumbeat run`.\n"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "还没有接入任何平台："),
        ({"LC_ALL": "zh_TW.UTF-8"}, "還沒有接上任何平台："),
        ({"DRUMBEAT_LANGUAGE": "zh-Hant"}, "還沒有接上任何平台："),
        ({"LANG": "C.UTF-8"}, "No platform is set up: "),
    ],
)
async def test_what_is_missing_is_said_in_the_language_of_whoever_starts_it(
    given: dict[str, str], expected: str, sqlite_url: str, tmp_path: Path
) -> None:
    code, written = await ended("run", sqlite_url, tmp_path, **given)
    assert code != 0
    assert written.startswith(expected)


@pytest.mark.parametrize("job", ["manifest", "config", "--help", "manifest --help", "console"])
async def test_nothing_is_complained_of_where_nobody_reads_on(
    job: str, sqlite_url: str, tmp_path: Path
) -> None:
    code, complaint = await ended_unread(job, sqlite_url, tmp_path)
    assert complaint == ""
    assert code != 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_whole_it_stops_when_told_to_and_lets_go(
    sqlite_url: str, tmp_path: Path, how: signal.Signals
) -> None:
    async with patient_slack() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        async with drumbeat("run", sqlite_url, tmp_path, **slack_settings(slack, sockets=True)) as process:
            await slack.until(lambda: bool(slack.sockets.connections), timeout=PATIENCE)
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            assert await process.stops(how) == 0
        # what was decided on has left, or leaves at once: no lease of a process that is gone holds it up
        async with drumbeat("run", sqlite_url, tmp_path, **slack_settings(slack, sockets=True)):
            await slack.wait_for("its key is WEB", channel=channel, timeout=20)  # a lease lasts 30 seconds
        assert len([one for one in slack.messages(channel) if "its key is WEB" in str(one)]) == 1


async def test_killed_in_the_middle_it_loses_nothing(sqlite_url: str, tmp_path: Path) -> None:
    async with patient_slack() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        settings = slack_settings(slack, sockets=True)
        async with drumbeat("run", sqlite_url, tmp_path, **settings) as process:
            await slack.until(lambda: bool(slack.sockets.connections), timeout=PATIENCE)
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            for number in range(8):
                await slack.command(anna, channel, "/pm", f"add Task number {number}.")
            await process.stops(signal.SIGKILL)
        async with drumbeat("run", sqlite_url, tmp_path, **settings):
            for number in range(8):
                await slack.wait_for(f"Task number {number}.", channel=channel, timeout=20)


@pytest.mark.parametrize("job", ["run", "web", "worker", "migrate"])
async def test_a_database_that_is_not_there_is_named_without_its_password(job: str, tmp_path: Path) -> None:
    url = f"postgresql://drum:s3cret@127.0.0.1:{free_port()}/beat"
    code, written = await ended(job, url, tmp_path, TELEGRAM_BOT_TOKEN="123456:abcdefghijkl")
    assert code == 1
    assert written.startswith("DATABASE_URL postgresql://drum:***@127.0.0.1:")
    assert "start the database, or correct the address." in written
    assert "s3cret" not in written
    assert written.count("\n") == 1


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Not a database at all, but long enough to look at." * 20)
    code, written = await ended("migrate", "sqlite:///notes.db", tmp_path)
    assert code == 1
    assert written.startswith("DATABASE_URL sqlite:///notes.db can't be used (file is not a database)")


async def test_tables_that_are_not_the_newest_are_named(empty_database_url: str, tmp_path: Path) -> None:
    if empty_database_url.startswith("sqlite"):
        return  # brought up to date at start
    code, written = await ended("run", empty_database_url, tmp_path, TELEGRAM_BOT_TOKEN="123456:abcdefghijkl")
    assert code != 0
    assert written == "The tables are not the newest ones: run `drumbeat migrate` first.\n"


async def test_a_token_that_is_refused_is_said_in_a_sentence(sqlite_url: str, tmp_path: Path) -> None:
    async with patient_slack() as slack:
        settings = slack_settings(slack) | {"SLACK_BOT_TOKEN": "xoxb-somebody-elses"}
        code, written = await ended("run", sqlite_url, tmp_path, **settings)
    assert code == 1
    assert "invalid_auth" in written
    assert "Traceback" not in written


async def test_a_database_that_goes_away_is_said_and_taken_up_again_when_it_is_back(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with patient_slack() as slack, wired(postgresql_url) as (wire, url):
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        settings = slack_settings(slack)
        async with (
            drumbeat("web", url, tmp_path, **settings) as web,
            drumbeat("worker", url, tmp_path, **settings) as worker,
        ):
            slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")
            assert await web.is_ready()
            await wire.cut()
            assert not await web.is_ready()
            await wire.join()
            assert await web.is_ready()
            await slack.command(anna, channel, "/pm", 'project new "Web shop" key WEB')
            await slack.wait_for("its key is WEB", channel=channel, timeout=20)
            assert [await web.stops(), await worker.stops()] == [0, 0]


async def test_a_backup_is_made_beside_it_and_put_back_when_it_is_stopped(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with patient_slack() as slack:
        async with drumbeat("run", sqlite_url, tmp_path, **slack_settings(slack, sockets=True)):
            code, written = await ended("backup copy.db", sqlite_url, tmp_path)
            assert (code, written.startswith("copy.db holds everything as of now")) == (0, True)
            code, written = await ended("restore copy.db", sqlite_url, tmp_path)
            assert (code, "is in use: stop Drumbeat first" in written) == (2, True)
        code, written = await ended("restore copy.db", sqlite_url, tmp_path)
    assert (code, "is as it was in copy.db. What was there lies in" in written) == (0, True)


async def test_for_postgresql_it_names_the_command(tmp_path: Path) -> None:
    code, written = await ended("backup copy.db", "postgresql://drum:s3cret@db/beat", tmp_path)
    assert code != 0  # nothing was copied, as whoever runs it by night should see
    assert "pg_dump --format=custom --file=copy.db 'postgresql://drum:***@db/beat'" in written


def test_a_process_of_this_host_that_is_gone_is_known_to_be() -> None:
    us = this_process()
    assert not us.has_outlived(str(us))
    assert us.has_outlived(str(Holder(us.host, us.space, 2**22 + 5)))  # no process has so high a number
    assert not us.has_outlived(str(Holder("another", us.space, 2**22 + 5)))
    assert not us.has_outlived(str(Holder(us.host, "another", 2**22 + 5)))
    assert not us.has_outlived("nonsense")
