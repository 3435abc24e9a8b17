"""People, as a session has them."""

from datetime import UTC, datetime

from storage import people
from storage.database import Database
from storage.models import Person, Workspace


async def test_somebody_whose_change_a_savepoint_took_back_is_read_anew(database_url: str) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    database = Database(database_url)
    async with database.begin() as session:
        workspace = Workspace(name="W", created_at=now, language="en", zone="UTC")
        session.add(workspace)
        await session.flush()
        anna = Person(workspace_id=workspace.id, name="Anna", created_at=now)
        session.add(anna)
        await session.flush()
        savepoint = await session.begin_nested()
        anna.name = "Somebody else"
        await session.flush()
        number = anna.id
        await savepoint.rollback()
        found = await people.people(session, workspace.id, [number])
        assert [one.name for one in found.values()] == ["Anna"]
    await database.close()
