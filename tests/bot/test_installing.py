"""Workspaces that install the app by themselves: real HTTP and WebSockets, a browser, and several teams."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot.app import App, running_app
from bot.clock import Clock, SetClock, WallClock
from bot.config import Settings
from bot.installations import first_admin_code
from bot.web.server import WebServer
from bot.web.site import site
from storage import people
from storage.models import Grant, Installation, Person, Project, Workspace
from storage.words import Platform
from tests.bot.scenes import no_metrics
from tests.processes import ended
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_browser import Browser
from tests.stand_ins.slack_oauth import CLIENT_ID, CLIENT_SECRET
from tests.stand_ins.slack_reading import visible_text
from tests.stand_ins.telegram import TelegramServer

PUBLIC = "https://drumbeat.example.org"
KEY = "k" * 32

Row = TypeVar("Row", Grant, Installation, Person, Project, Workspace)
GLOBEX = "TG10BEX01"


@dataclass
class Hosted:
    """A running Drumbeat that serves whoever installs it, and a browser on its way there."""

    app: App
    browser: Browser

    async def rows(self, kind: type[Row]) -> list[Row]:
        async with self.app.database.reading() as session:
            return list((await session.execute(select(kind).order_by(kind.id))).scalars())


def settings_for(
    slack: SlackServer,
    url: str,
    *,
    sockets: bool = False,
    keys: Iterable[str] = (KEY,),
    admins: Iterable[str] = (),
) -> Settings:
    return Settings(
        database_url=url,
        slack_client_id=CLIENT_ID,
        slack_client_secret=CLIENT_SECRET,
        slack_signing_secret="" if sockets else slack.signing_secret,
        slack_app_token=slack.app_token if sockets else "",
        slack_api_url=slack.api_url,
        public_url=PUBLIC,
        secret_key=tuple(keys),
        admins=tuple(admins),
    )


@asynccontextmanager
async def hosted(
    slack: SlackServer,
    url: str,
    *,
    sockets: bool = False,
    keys: Iterable[str] = (KEY,),
    admins: Iterable[str] = (),
    clock: Clock | None = None,
    telegram: TelegramServer | None = None,
) -> AsyncIterator[Hosted]:
    slack.oauth.redirects = {f"{PUBLIC}/slack/oauth_redirect"}
    settings = settings_for(slack, url, sockets=sockets, keys=keys, admins=admins)
    if telegram is not None:
        settings = replace(
            settings,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
            telegram_webhook_secret="s" * 16,
        )
    async with running_app(settings, clock or WallClock()) as (app, routes):
        server = WebServer(site({}, no_metrics, routes), "127.0.0.1", 0)
        await server.start()
        at = f"http://127.0.0.1:{server.port}"
        slack.deliver_to(None if sockets else f"{at}/slack/events")
        if sockets:
            await slack.connected(2)
        try:
            yield Hosted(app, Browser(PUBLIC, at))
        finally:
            await server.stop()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with await SlackServer.start() as server:
        server.patience(10, ())
        server.tokens.bot = ""  # nobody has installed it yet
        yield server


def anna_of(slack: SlackServer) -> tuple[str, str]:
    """Anna of that workspace and a channel; their ids."""
    anna = slack.user("anna", tz="Europe/Berlin")
    return anna, slack.channel("shop", members=[anna])


async def project_of(
    slack: SlackServer, name: str, key: str, at: tuple[str, str] | None = None
) -> tuple[str, str]:
    """Anna of that workspace makes a project; the ids of Anna and the channel."""
    anna, channel = at or anna_of(slack)
    await slack.command(anna, channel, "/pm", f'project new "{name}" key {key}')
    await slack.wait_for(f"its key is {key}", channel=channel)
    return anna, channel


@pytest.mark.parametrize("sockets", [True, False], ids=["sockets", "http"])
async def test_two_workspaces_install_it_and_nothing_crosses(
    database_url: str, slack: SlackServer, *, sockets: bool
) -> None:
    globex = slack.another(GLOBEX, "Globex")
    here, yonder = anna_of(slack), anna_of(globex)
    assert here == yonder  # the ids tell nobody apart
    async with hosted(slack, database_url, sockets=sockets) as there:
        for one in (slack, globex):
            page = await there.browser.install(one.team, one.user("boss"))
            assert page.status == 200
            assert f"Drumbeat is in {one.world.team_name}" in page.text
        anna, channel = await project_of(slack, "Web shop", "WEB", here)
        other, their_channel = await project_of(globex, "Cold fusion", "CF", yonder)
        await slack.command(anna, channel, "/pm", "add Call the lawyer")
        card = await slack.wait_for("Call the lawyer", channel=channel)
        await globex.command(other, their_channel, "/pm", "add Buy deuterium")
        their_card = await globex.wait_for("Buy deuterium", channel=their_channel)
        await slack.press(anna, card, "I'll do it")
        await slack.until(lambda: "nobody yet" not in visible_text(slack.messages(channel)[-1]))
        assert "nobody yet" in visible_text(their_card)
        opened = await globex.command(other, their_channel, "/pm", "add")
        assert opened.error is None
        await globex.wait_for_view(other)
        assert slack.view(anna) is None
        told = await globex.command(other, their_channel, "/pm", "list")
        assert "Buy deuterium" in told.text
        assert "lawyer" not in told.text
    assert "deuterium" not in slack.transcript()
    assert "lawyer" not in globex.transcript()
    assert slack.count("auth.test") == 0


async def test_whoever_installs_it_administers_it_and_is_told_so(
    database_url: str, slack: SlackServer
) -> None:
    globex = slack.another(GLOBEX, "Globex")
    boss = slack.user("boss", tz="Asia/Shanghai", locale="zh-CN", real_name="李雷")
    chief = globex.user("chief")
    async with hosted(slack, database_url) as there:
        await there.browser.install(slack.team, boss)
        await slack.wait_for("Acme", channel=slack.dm(boss))
        await there.browser.install(GLOBEX, chief)
        await globex.wait_for("you administer me here", channel=globex.dm(chief))
        people = await there.rows(Person)
        places = await there.rows(Workspace)
    assert [(one.name, one.is_admin, one.zone) for one in people] == [
        ("李雷", True, "Asia/Shanghai"),
        ("Chief", True, "Europe/London"),
    ]
    assert [(one.name, one.language, one.zone) for one in places] == [
        ("Acme", "zh-Hans", "Asia/Shanghai"),
        ("Globex", "en", "Europe/London"),
    ]


@pytest.mark.parametrize(
    ("named", "expected"), [("slack:{team}/{anna}", ["TA1B2C3D4"]), ("slack:{anna}", [])]
)
async def test_an_admin_by_the_settings_is_of_one_workspace(
    sqlite_url: str, slack: SlackServer, named: str, expected: list[str]
) -> None:
    globex = slack.another(GLOBEX, "Globex")
    (anna, channel), same = anna_of(slack), anna_of(globex)
    assert same == (anna, channel)
    admins = [named.format(team=slack.team, anna=anna)]
    async with hosted(slack, sqlite_url, admins=admins) as there:
        for one in (slack, globex):
            await there.browser.install(one.team, one.user("boss"))
            await one.command(anna, channel, "/pm", "list")
        people, bots = await there.rows(Person), await there.rows(Installation)
    teams = {one.workspace_id: one.external_id for one in bots}
    assert [
        teams[one.workspace_id] for one in people if one.is_admin and one.name.lower() == "anna"
    ] == expected
    assert len(people) == 4


async def test_the_token_is_not_there_to_read(database_url: str, slack: SlackServer) -> None:
    with capture_logs() as logs:
        async with hosted(slack, database_url) as there:
            await there.browser.install(slack.team, slack.user("boss"))
            token = slack.tokens.bot
            async with there.app.database.reading() as session:
                kept = [
                    str(row)
                    for table in Grant.metadata.sorted_tables
                    for row in (await session.execute(text(f'SELECT * FROM "{table.name}"'))).all()  # noqa: S608
                ]
    assert token.startswith("xoxb-")
    assert any(slack.team in one for one in kept)
    assert not any(token in one for one in [*kept, *map(str, logs)])


@pytest.mark.parametrize(
    "how", ["no state", "forged", "another's", "no cookie", "no code", "late", "in another language"]
)
async def test_a_browser_that_did_not_begin_it_ends_nothing(
    sqlite_url: str, slack: SlackServer, how: str
) -> None:
    async with hosted(slack, sqlite_url) as there:
        browser = there.browser
        back = await browser.decide(await browser.begin(), slack.team, slack.user("boss"))
        asked = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
        match how:
            case "no state":
                del asked["state"]
            case "forged":
                asked["state"] = asked["state"][:-6] + "AAAAA="
            case "another's":
                mallory = Browser(PUBLIC, browser.served_at)
                theirs = parse_qs(urlsplit(await mallory.begin()).query)["state"][0]
                asked["state"] = theirs
            case "no cookie":
                browser.cookies.clear()
            case "no code":
                del asked["code"]
            case "late":
                slack.later(601)
            case _:
                browser.language, asked["state"] = "zh-TW,zh;q=0.9,en;q=0.8", "x"
        page = await browser.open(f"{PUBLIC}/slack/oauth_redirect?{urlencode(asked)}")
        assert await there.rows(Installation) == []
    if how == "late":
        assert (page.status, "invalid_code" in page.text) == (502, True)
    else:
        assert page.status == 400
        assert f'href="{PUBLIC}/slack/install"' in page.text
        assert slack.count("oauth.v2.access") == 0
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(("minutes", "status"), [(9.9, 200), (10.1, 400)])
async def test_the_way_back_is_open_for_ten_minutes(
    sqlite_url: str, slack: SlackServer, minutes: float, status: int
) -> None:
    clock = SetClock(datetime(2026, 11, 25, 12, tzinfo=UTC))
    async with hosted(slack, sqlite_url, clock=clock) as there:
        asked = await there.browser.begin()
        clock.move_to(clock.now() + timedelta(minutes=minutes))
        page = await there.browser.open(await there.browser.decide(asked, slack.team, slack.user("boss")))
    assert page.status == status
    assert slack.count("oauth.v2.access") == (status == 200)


async def test_the_way_back_leads_there_once(sqlite_url: str, slack: SlackServer) -> None:
    async with hosted(slack, sqlite_url) as there:
        browser = there.browser
        back = await browser.decide(await browser.begin(), slack.team, slack.user("boss"))
        assert (await browser.open(back)).status == 200
        again = await browser.open(back)
    assert (again.status, "or it is done already" in again.text) == (400, True)
    assert slack.count("oauth.v2.access") == 1


async def test_whoever_says_no_gets_a_kind_page_and_can_say_yes_after_all(
    sqlite_url: str, slack: SlackServer
) -> None:
    async with hosted(slack, sqlite_url) as there:
        browser, boss = there.browser, slack.user("boss")
        asked = await browser.begin()
        page = await browser.open(await browser.decide(asked, slack.team, boss, allow=False))
        assert (page.status, "Nothing was installed" in page.text) == (200, True)
        assert await there.rows(Installation) == []
        assert (await browser.install(slack.team, boss)).status == 200


@pytest.mark.parametrize("fault", ["refused", "rotates", "away"])
async def test_what_slack_refuses_is_said_in_its_own_word(
    sqlite_url: str, slack: SlackServer, fault: str
) -> None:
    async with hosted(slack, sqlite_url) as there:
        browser, boss = there.browser, slack.user("boss")
        match fault:
            case "refused":
                slack.fail_next("oauth.v2.access", error="bad_client_secret")
            case "rotates":
                slack.oauth.rotates = True
            case _:
                slack.fail_next("oauth.v2.access", status=503)
        page = await browser.install(slack.team, boss)
        assert page.status == 502
        assert await there.rows(Installation) == []
        slack.oauth.rotates = False
        assert (await browser.install(slack.team, boss)).status == 200
    word = {"refused": "bad_client_secret", "rotates": "token_rotation_enabled"}.get(fault, "in time")
    assert word in page.text


@pytest.mark.parametrize(
    ("error", "status", "shown"),
    [
        ("invalid_team_for_non_distributed_app", 502, True),
        ("<script>alert(1)</script>", 400, False),
        ("Call+0800-EVIL", 400, False),
        ("x" * 61, 400, False),
    ],
)
async def test_what_an_address_claims_to_be_slacks_word_is_shown_only_where_it_can_be(
    sqlite_url: str, slack: SlackServer, error: str, status: int, *, shown: bool
) -> None:
    async with hosted(slack, sqlite_url) as there:
        page = await there.browser.open(f"{PUBLIC}/slack/oauth_redirect?error={error}&state=x")
    assert page.status == status
    assert (error in page.text) is shown


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "沒有安裝"),
        ("zh-CN", "没有安装"),
        ("fr;q=0.9, zh-Hant;q=0.5, en;q=0.4", "沒有安裝"),
        ("fr, de", "Nothing was installed"),
        ("en;q=nonsense, ,;;", "Nothing was installed"),
        ("", "Nothing was installed"),
    ],
)
async def test_a_page_speaks_the_browsers_language(
    sqlite_url: str, slack: SlackServer, accepted: str, title: str
) -> None:
    async with hosted(slack, sqlite_url) as there:
        there.browser.language = accepted
        page = await there.browser.open(f"{PUBLIC}/slack/oauth_redirect?error=access_denied")
    assert f"<h1>{title}</h1>" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_a_process_that_stops_between_the_steps_loses_no_installation(
    database_url: str, slack: SlackServer
) -> None:
    boss = slack.user("boss")
    async with hosted(slack, database_url) as there:
        browser = there.browser
        asked = await browser.begin()
    async with hosted(slack, database_url) as there:
        browser.served_at = there.browser.served_at
        page = await browser.open(await browser.decide(asked, slack.team, boss))
        assert page.status == 200
    async with hosted(slack, database_url):
        await project_of(slack, "Web shop", "WEB")


async def test_a_workspace_that_did_not_install_it_is_told_how(sqlite_url: str, slack: SlackServer) -> None:
    anna = slack.user("anna")
    channel = slack.channel("shop", members=[anna])
    async with hosted(slack, sqlite_url) as there:
        told = await slack.command(anna, channel, "/pm", "list")
        mention = await slack.message(anna, channel, "@drumbeat list")
        assert await there.rows(Workspace) == []
    assert (told.ephemeral, "I'm not installed here" in told.text) == (True, True)
    assert mention is not None
    assert f"{PUBLIC}/slack/install" in str(told.body)


async def test_installing_it_again_replaces_the_token_and_keeps_everything(
    database_url: str, slack: SlackServer
) -> None:
    boss = slack.user("boss")
    async with hosted(slack, database_url) as there:
        await there.browser.install(slack.team, boss)
        anna, channel = await project_of(slack, "Web shop", "WEB")
        slack.tokens.bot = "xoxb-somebody-revoked-it"
        await slack.command(anna, channel, "/pm", "add Call the lawyer")
        await slack.until(lambda: any(one.error == "invalid_auth" for one in slack.calls))
        await there.browser.install(slack.team, anna)
        await slack.wait_for("Call the lawyer", channel=channel)
        await slack.wait_for("I'm in Acme again, with everything that was here.", channel=slack.dm(anna))
        assert len(await there.rows(Grant)) == len(await there.rows(Workspace)) == 1
        assert [one.name for one in await there.rows(Person) if one.is_admin] == ["Boss"]


async def test_a_removed_app_is_silent_and_goes_on_when_it_is_back(
    database_url: str, slack: SlackServer
) -> None:
    boss = slack.user("boss")
    async with hosted(slack, database_url) as there:
        await there.browser.install(slack.team, boss)
        anna, channel = await project_of(slack, "Web shop", "WEB")
        await slack.uninstall()
        [grant], [installation] = await there.rows(Grant), await there.rows(Installation)
        assert grant.token is None
        assert installation.stopped_at is not None
        await there.app.scheduler.tick()
        await there.browser.install(slack.team, boss)
        told = await slack.command(anna, channel, "/pm", "list")
        assert "I'm not installed" not in told.text
        await slack.command(anna, channel, "/pm", "add Call the lawyer")
        await slack.wait_for("WEB-1 Call the lawyer", channel=channel)
        assert [one.key for one in await there.rows(Project)] == ["WEB"]


async def test_a_removal_that_is_told_late_stops_nothing(sqlite_url: str, slack: SlackServer) -> None:
    boss = slack.user("boss")
    async with hosted(slack, sqlite_url) as there:
        await there.browser.install(slack.team, boss)
        event = {"type": "app_uninstalled", "event_ts": slack.world.new_ts()}
        assert (await slack.event(event)).arrived
        [installation] = await there.rows(Installation)
        assert installation.stopped_at is None
        slack.fail_next("auth.test", status=503)
        assert not (await slack.event(event)).arrived  # Slack tells it again
        await project_of(slack, "Web shop", "WEB")


async def test_a_new_key_takes_over_and_the_old_one_can_go(
    database_url: str, slack: SlackServer, tmp_path: Path
) -> None:
    globex, old, new = slack.another(GLOBEX, "Globex"), "o" * 32, "n" * 32
    async with hosted(slack, database_url, keys=[old]) as there:
        for one in (slack, globex):
            await there.browser.install(one.team, one.user("boss"))
        anna, channel = await project_of(slack, "Web shop", "WEB")
    alone = await ended("rotate-key", database_url, tmp_path, SECRET_KEY=new)
    async with hosted(slack, database_url, keys=[new, old]):  # while it runs
        both = await ended("rotate-key", database_url, tmp_path, SECRET_KEY=f"{new},{old}")
        await slack.command(anna, channel, "/pm", "add Call the lawyer")
        await slack.wait_for("Call the lawyer", channel=channel)
    again = await ended("rotate-key", database_url, tmp_path, SECRET_KEY=new)
    async with hosted(slack, database_url, keys=[new]):
        await slack.command(anna, channel, "/pm", "add Call the baker")
        await slack.wait_for("Call the baker", channel=channel)
    assert (alone[0], "2 tokens can't be read with any key of SECRET_KEY: Acme" in alone[1]) == (1, True)
    for code, said in (both, again):
        assert (code, said.startswith("2 tokens are under the newest key now.")) == (0, True)
        assert "xoxb" not in said


async def test_with_another_key_it_says_that_the_old_one_is_missing_and_installs_anew(
    sqlite_url: str, slack: SlackServer
) -> None:
    boss = slack.user("boss")
    async with hosted(slack, sqlite_url) as there:
        await there.browser.install(slack.team, boss)
        anna, channel = await project_of(slack, "Web shop", "WEB")
    with capture_logs() as logs:
        async with hosted(slack, sqlite_url, keys=["n" * 32]) as there:
            told = await slack.command(anna, channel, "/pm", "list")
            assert "I'm not installed here" in told.text
            await there.browser.install(slack.team, boss)
            told = await slack.command(anna, channel, "/pm", "list")
            assert "I'm not installed" not in told.text
    assert [one["grant"] for one in logs if "can't be read" in one["event"]] == [f"slack/{slack.team}"]
    async with hosted(slack, sqlite_url, keys=["o" * 32, "n" * 32]):
        told = await slack.command(anna, channel, "/pm", "list")
        assert "I'm not installed" not in told.text


@pytest.mark.parametrize(("teams", "shares"), [(1, True), (2, False)])
async def test_a_telegram_bot_falls_to_none_of_several_teams_by_chance(
    slack: SlackServer, database_url: str, *, teams: int, shares: bool
) -> None:
    others = [slack.another(f"T{number}", f"Team{number}") for number in range(1, teams)]
    async with TelegramServer() as telegram:
        async with hosted(slack, database_url) as there:
            for one in (slack, *others):
                await there.browser.install(one.team, one.user("boss"))
        async with hosted(slack, database_url, telegram=telegram) as there:
            async with there.app.database.reading() as session:
                bot = await people.installation(session, Platform.TELEGRAM, str(telegram.bot.id))
                first = await people.installation(session, Platform.SLACK, slack.team)
            assert bot is not None
            assert first is not None
            assert (bot[1].id == first[1].id) is shares
            assert (await first_admin_code(there.app.database, WallClock()) is None) is shares
