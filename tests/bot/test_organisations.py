"""Enterprise Grid: one token of an organisation serves several workspaces, whose data stays apart."""

from collections.abc import AsyncIterator

import pytest

from storage.models import Grant, Installation, Workspace
from tests.bot.test_installing import anna_of, hosted, project_of
from tests.stand_ins.slack import SlackServer

ORG = "E0RGAN1Z3"
NORTH, SOUTH = "TN0RTH001", "TS0UTH001"


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """Somebody else's workspace, of no organisation."""
    async with await SlackServer.start() as server:
        server.patience(10, ())
        server.tokens.bot = ""
        yield server


@pytest.fixture
def north(slack: SlackServer) -> SlackServer:
    return slack.another(NORTH, "North", enterprise=ORG, apart=True)


@pytest.fixture
def south(slack: SlackServer) -> SlackServer:
    return slack.another(SOUTH, "South", enterprise=ORG, apart=True)


@pytest.mark.parametrize("sockets", [True, False], ids=["sockets", "http"])
async def test_each_workspace_of_an_organisation_has_its_own_data(
    database_url: str, slack: SlackServer, north: SlackServer, south: SlackServer, *, sockets: bool
) -> None:
    async with hosted(slack, database_url, sockets=sockets) as there:
        page = await there.browser.install(ORG, north.user("boss"))
        assert (page.status, "may work in Organisation" in page.text) == (200, True)
        assert await there.rows(Workspace) == []
        anna, channel = await project_of(north, "Web shop", "WEB")
        ben, other = await project_of(south, "Cold fusion", "CF")
        await north.message(anna, channel, "@drumbeat add Call the lawyer")
        await north.wait_for("Call the lawyer", channel=channel)
        told = await south.command(ben, other, "/pm", "list")
        assert "lawyer" not in told.text
        rows = await there.rows(Installation)
        [grant] = await there.rows(Grant)
    assert sorted(one.external_id for one in rows) == [NORTH, SOUTH]
    assert {one.grant_id for one in rows} == {grant.id}
    assert (grant.is_of_organisation, grant.enterprise_id) == (True, ORG)
    assert "lawyer" not in south.transcript()


async def test_it_is_told_which_workspaces_come_and_go(
    database_url: str, slack: SlackServer, north: SlackServer, south: SlackServer
) -> None:
    async with hosted(slack, database_url) as there:
        await there.browser.install(ORG, north.user("boss"))
        granted = {"type": "team_access_granted", "team_ids": [NORTH, SOUTH]}
        assert (await north.event(granted)).arrived
        assert [one.external_id for one in await there.rows(Installation)] == [NORTH, SOUTH]
        anna, channel = await project_of(north, "Web shop", "WEB")
        assert (await south.event({"type": "team_access_revoked", "team_ids": [NORTH]})).arrived
        told = await north.command(anna, channel, "/pm", "list")
        assert "I'm not installed here" in told.text
        [gone, stays] = await there.rows(Installation)
        assert (gone.stopped_at is None, stays.stopped_at is None) == (False, True)
        assert (await north.event(granted)).arrived
        told = await north.command(anna, channel, "/pm", "list")
        assert "I'm not installed" not in told.text


async def test_an_organisation_that_removes_it_removes_it_everywhere(
    database_url: str, slack: SlackServer, north: SlackServer, south: SlackServer
) -> None:
    async with hosted(slack, database_url) as there:
        await there.browser.install(slack.team, slack.user("stranger"))
        await there.browser.install(ORG, north.user("boss"))
        for one, key in ((north, "WEB"), (south, "CF")):
            await project_of(one, f"Project {key}", key)
        stale = {"type": "app_uninstalled", "event_ts": north.world.new_ts()}
        assert (await north.event(stale)).arrived  # our token works: it is told too late
        assert all(one.stopped_at is None for one in await there.rows(Installation))
        south.tokens.revoked = True
        await north.uninstall()
        stopped = {one.external_id: one.stopped_at is not None for one in await there.rows(Installation)}
        assert stopped == {slack.team: False, NORTH: True, SOUTH: True}
        [_, grant] = await there.rows(Grant)
        assert grant.token is None
        await there.browser.install(ORG, north.user("chief"))
        assert all(one.stopped_at is None for one in await there.rows(Installation))


async def test_a_workspace_by_itself_in_an_organisation_is_served_alone(
    database_url: str, slack: SlackServer, north: SlackServer, south: SlackServer
) -> None:
    async with hosted(slack, database_url) as there:
        await there.browser.install(NORTH, north.user("boss"))
        await project_of(north, "Web shop", "WEB")
        ben, other = anna_of(south)
        told = await south.command(ben, other, "/pm", "list")
        assert "I'm not installed here" in told.text
        [grant] = await there.rows(Grant)
    assert (grant.external_id, grant.enterprise_id, grant.is_of_organisation) == (NORTH, ORG, False)
