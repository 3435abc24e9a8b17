"""What is due is looked for only where it is, the longest waiting first."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.models import Installation, Person, Workspace
from storage.standups import GREETING
from storage.words import Platform

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_the_workspace_that_waits_longest_comes_first_and_others_not_at_all(database_url: str) -> None:
    database = Database(database_url)
    minutes = {"late": -5, "later": -60, "idle": 60, "removed": -90}
    async with database.begin() as session:
        for name, ahead in minutes.items():
            workspace = Workspace(name=name, created_at=NOON)
            session.add(workspace)
            await session.flush()
            stopped_at = NOON if name == "removed" else None
            bot = Installation(
                workspace_id=workspace.id, platform=Platform.SLACK, external_id=name, stopped_at=stopped_at
            )
            at = NOON + timedelta(minutes=ahead)
            session.add_all(
                [bot, Person(workspace_id=workspace.id, name="Anna", created_at=NOON, next_at=at)]
            )
    async with database.reading() as session:
        found = [one.name for one in await GREETING.workspaces(session, NOON)]
        next_at = await GREETING.next_at(session)
    await database.close()
    assert found == ["later", "late"]
    assert next_at == NOON - timedelta(minutes=60)
