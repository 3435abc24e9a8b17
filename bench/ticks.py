"""A tick of the scheduler with nothing due, over few rows and over many: `python -m bench.ticks`.

Every table that duties look into gets the rows: all of them planned for later, as a large and busy
installation has them. Aim: 1,000,000 rows at most 1.3 times 10,000.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, insert, text

from bench.databases import Made, both
from bench.figures import Figures, figures, held
from bot.app import App
from bot.clock import WallClock
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.holders import this_process
from storage.database import Database, sqlalchemy_url
from storage.models import Base, OutboxRow, Reminder, Task
from storage.words import OutboxStatus, ReminderKind

SIZES = (10_000, 1_000_000)
TICKS = 200
AT_ONCE = 10_000
LATER = datetime(2027, 6, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def filled(url: str, rows: int) -> None:
    """Put so many rows into each of the tables that grow: tasks, reminders, messages."""
    engine = create_engine(sqlalchemy_url(url, is_async=False))
    with engine.begin() as connection:
        for first in range(0, rows, AT_ONCE):
            numbers = range(first + 1000, first + 1000 + AT_ONCE)
            connection.execute(insert(Task), [_task(one) for one in numbers])
            connection.execute(insert(Reminder), [_reminder(one) for one in numbers])
            connection.execute(insert(OutboxRow), [_message(one) for one in numbers])
        _move_on(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _move_on(connection: Connection) -> None:
    """Nothing that the project itself has planned is due while it is measured."""
    for table in Base.metadata.sorted_tables:
        for column in ("next_at", "forecast_at"):
            if column in table.c:
                connection.execute(table.update().where(table.c[column].is_not(None)).values({column: LATER}))


def _task(number: int) -> dict[str, Any]:
    return {
        "id": number, "workspace_id": 1, "project_id": 1, "number": number, "title": f"Task {number}",
        "status": "todo", "creator_id": 1, "owner_id": 1, "created_at": NOW, "priority": 2, "tags": "",
        "due_day": LATER.date(),
    }  # fmt: skip


def _reminder(number: int) -> dict[str, Any]:
    return {
        "workspace_id": 1, "task_id": number, "kind": ReminderKind.COVERED,
        "next_at": LATER + timedelta(seconds=number),
    }  # fmt: skip


def _message(number: int) -> dict[str, Any]:
    return {
        "workspace_id": 1, "installation_id": 1, "address": f"C{number}", "key": f"bench/{number}",
        "message": {}, "language": "en", "zone": "UTC", "priority": 2, "status": OutboxStatus.WAITING,
        "next_at": LATER, "attempts": 0, "created_at": NOW,
    }  # fmt: skip


async def ticks(url: str) -> Figures:
    """Return what a tick takes."""
    database = Database(url)
    clock = WallClock()
    delivery = Delivery(database, clock, {}, holder=this_process())
    app = App(database, clock, Dispatch(database, clock, all_commands()), delivery, {})
    await app.scheduler.tick()
    took = []
    for _ in range(TICKS):
        begun = time.perf_counter()
        if await app.scheduler.tick():
            message = "something was due"
            raise RuntimeError(message)
        took.append((time.perf_counter() - begun) * 1000)
    await database.close()
    return figures(took)


def compared(made: Made) -> None:
    """Print both sizes and how they compare."""
    found = []
    for size in SIZES:
        url = made.fresh(f"ticks_{size}")
        filled(url, size)
        found.append(asyncio.run(ticks(url)))
        print(f"{made.name:<10} {size:>9,} rows a table  {found[-1]}")
    ratio = found[1].p50 / found[0].p50
    print(f"  p50 {ratio:.2f} of the small one's; {held(ratio <= 1.3, '≤ 1.30')}")  # noqa: PLR2004 - the aim


def main() -> None:
    """Measure on both databases."""
    with both() as kinds:
        for made in kinds:
            compared(made)


if __name__ == "__main__":
    main()
