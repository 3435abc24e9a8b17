"""A workspace that removed the app: its jobs stop at once, its data goes after a time, nobody else's."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from bot.clock import SetClock
from bot.scheduler import Duty, Scheduler, Spread
from bot.services import duties
from storage import departures, housekeeping
from storage.database import Database
from storage.models import Base, Grant, Installation, Person
from storage.words import Platform
from tests.bot.test_installing import GLOBEX, hosted, project_of
from tests.stand_ins.slack import SlackServer

GRACE = timedelta(days=30)
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


async def counts(database: Database, workspace_id: int) -> dict[str, int]:
    """How many rows of a workspace each table has."""
    tables = [one for one in Base.metadata.sorted_tables if "workspace_id" in one.columns]
    async with database.reading() as session:
        return {
            one.name: (
                await session.execute(
                    select(func.count()).select_from(one).where(one.c.workspace_id == workspace_id)
                )
            ).scalar_one()
            for one in tables
        }


async def tidied(database: Database, at: datetime) -> None:
    """The duty at some moment, to its end."""
    duty = Duty("departure", partial(departures.erase, grace=GRACE), housekeeping.next_at)
    await Scheduler(database, SetClock(at), [duty]).tick()


async def two_of(slack: SlackServer) -> SlackServer:
    slack.tokens.bot = ""
    slack.patience(10, ())
    return slack.another(GLOBEX, "Globex")


async def test_its_data_goes_after_the_grace_time_and_nobody_elses(database_url: str) -> None:
    async with await SlackServer.start() as slack:
        globex = await two_of(slack)
        async with hosted(slack, database_url) as there:
            for one, key in ((slack, "WEB"), (globex, "CF")):
                await there.browser.install(one.team, one.user("boss"))
                anna, channel = await project_of(one, f"Project {key}", key)
                await one.command(anna, channel, "/pm", "add Call the lawyer @anna by tomorrow")
                await one.wait_for("Call the lawyer", channel=channel)
            await slack.uninstall()
            database = there.app.database
            [gone, _] = await there.rows(Installation)
            left_at = gone.stopped_at
            assert left_at is not None
            mine, theirs = await counts(database, 1), await counts(database, 2)
            assert min(mine["tasks"], mine["people"], mine["outbox"], mine["accounts"]) > 0
            await tidied(database, left_at + GRACE - timedelta(minutes=1))
            assert await counts(database, 1) == mine
            await tidied(database, left_at + GRACE)
            assert set((await counts(database, 1)).values()) == {0}
            assert await counts(database, 2) == theirs
            assert [one.external_id for one in await there.rows(Grant)] == [GLOBEX]
            page = await there.browser.install(slack.team, slack.user("newcomer"))
            assert page.status == 200
            assert (await counts(database, 1))["installations"] == 0
            told = await slack.command("newcomer", slack.channel("new", members=["newcomer"]), "/pm", "list")
            assert "You are in no project yet" in told.text


async def test_who_is_erased_is_not_kept_as_whoever_installed_it_either(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        slack.tokens.bot = ""
        slack.patience(10, ())
        async with hosted(slack, sqlite_url) as there:
            boss = slack.user("boss")
            await there.browser.install(slack.team, boss)
            anna, _ = await project_of(slack, "Web shop", "WEB")
            async with there.app.database.begin() as session:
                await session.execute(update(Person).values(is_admin=True))
            [before] = await there.rows(Grant)
            asked = await slack.command(anna, slack.dm(anna), "/pm", "erase @boss")
            assert asked.message is not None
            await slack.press(anna, asked.message, "Erase Boss")
            [after] = await there.rows(Grant)
    assert (before.installer_id, after.installer_id) == (boss, "")


async def test_what_comes_back_while_it_is_erased_begins_anew(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        slack.tokens.bot = ""
        slack.patience(10, ())
        async with hosted(slack, sqlite_url) as there:
            await there.browser.install(slack.team, slack.user("boss"))
            await project_of(slack, "Web shop", "WEB")
            await slack.uninstall()
            async with there.app.database.begin() as session:
                await departures.erase(session, NOW, GRACE)  # one batch: it has begun
            await there.browser.install(slack.team, slack.user("chief"))
            await tidied(there.app.database, NOW)
            assert (await counts(there.app.database, 1))["people"] == 0
            [installation] = await there.rows(Installation)
            assert (installation.external_id, installation.stopped_at) == (slack.team, None)
            await project_of(slack, "Web shop", "WEB", ("anna", slack.channel("again", members=["anna"])))


async def test_what_the_settings_name_is_never_erased_by_itself(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        slack.tokens.bot = ""
        slack.patience(10, ())
        async with hosted(slack, sqlite_url) as there:
            await there.browser.install(slack.team, slack.user("boss"))
            async with there.app.database.begin() as session:
                await session.execute(update(Installation).values(grant_id=None))
            await slack.uninstall()
            [installation] = await there.rows(Installation)
            async with there.app.database.begin() as session:
                await session.execute(update(Installation).values(stopped_at=NOW - 2 * GRACE))
            await tidied(there.app.database, NOW)
            assert len(await there.rows(Person)) == 1
    assert installation.platform is Platform.SLACK


@pytest.mark.parametrize("is_removed", [True, False])
async def test_where_it_was_removed_nothing_is_due_any_more(database_url: str, *, is_removed: bool) -> None:
    async with await SlackServer.start() as slack:
        slack.tokens.bot = ""
        slack.patience(10, ())
        async with hosted(slack, database_url) as there:
            await there.browser.install(slack.team, slack.user("boss"))
            anna, channel = await project_of(slack, "Web shop", "WEB")
            await slack.command(anna, channel, "/pm", "standup new 9:30 weekdays @anna")
            if is_removed:
                await slack.uninstall()
            before = (await counts(there.app.database, 1))["outbox"]
            own = [Spread(one.name, one.places, one.run, one.next_at) for one in duties.ALL]
            later = Scheduler(there.app.database, SetClock(NOW), own)
            assert (await later.next_at() is None) == is_removed
            done = await later.tick()
            written = (await counts(there.app.database, 1))["outbox"] - before
    assert (done > 0) == (not is_removed)
    assert not (is_removed and written)
