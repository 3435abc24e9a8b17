"""What the database says about how the bot is doing."""

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Gauge, PlatformCollector, ProcessCollector, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from storage import delivery
from storage.database import Database
from storage.words import OutboxStatus

SHOWN = (OutboxStatus.WAITING, OutboxStatus.PARKED, OutboxStatus.DEAD)


def database_answers(database: Database) -> Callable[[], Awaitable[bool]]:
    """Return a check that asks the database something small."""

    async def check() -> bool:
        try:
            async with database.reading() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True

    return check


class Metrics:
    """The figures of one process, in a registry of their own; other parts may add theirs to it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Register what is known about process and outbox."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._database = database
        self._clock = clock
        self._up = Gauge("drumbeat_database_up", "1 if the database answers", registry=self.registry)
        self._messages = Gauge(
            "drumbeat_outbox_messages", "Messages not delivered", ["status"], registry=self.registry
        )
        self._late = Gauge(
            "drumbeat_outbox_late_seconds",
            "Age of the oldest message that is due and not delivered",
            registry=self.registry,
        )

    async def text(self) -> bytes:
        """All figures as of now, in Prometheus' text format."""
        is_up = await database_answers(self._database)()
        self._up.set(is_up)
        if is_up:
            await self._look_at_outbox()
        return generate_latest(self.registry)

    async def _look_at_outbox(self) -> None:
        async with self._database.reading() as session:
            found = await delivery.backlog(session, SHOWN)
            next_due = await delivery.next_due(session)
        for status in SHOWN:
            self._messages.labels(status.value).set(found.get(status, 0))
        late = (self._clock.now() - next_due).total_seconds() if next_due else 0.0
        self._late.set(max(0.0, late))
