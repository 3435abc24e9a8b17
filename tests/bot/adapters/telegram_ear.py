"""A bot that only listens: what it was told, kept for a test to look at."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from bot.adapters.telegram_api import Telegram
from bot.adapters.telegram_polling import Poller
from bot.incoming import Answer, Fact, FactKind, Incoming, Outcome, Words
from tests.stand_ins.telegram import TelegramServer

DONE = Answer(Outcome.DONE)


@dataclass
class Ear:
    """`answers` are given one after another, then DONE; while `gate` is closed nothing returns."""

    heard: list[Incoming] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    waits_for: Callable[[Incoming], bool] = lambda _: True

    def __post_init__(self) -> None:
        self.gate.set()

    async def receive(self, incoming: Incoming) -> Answer:
        self.heard.append(incoming)
        self.news.set()
        answer = self.answers.pop(0) if self.answers else DONE
        if self.waits_for(incoming):
            await self.gate.wait()
        return answer

    async def hears(self, number: int) -> list[Incoming]:
        """The first so many, once they are there."""
        async with asyncio.timeout(10):
            while len(self.heard) < number:
                self.news.clear()
                await self.news.wait()
        return self.heard[:number]

    @property
    def words(self) -> list[str]:
        return [one.said.text for one in self.heard if isinstance(one.said, Words)]

    @property
    def facts(self) -> list[tuple[FactKind, str]]:
        return [(one.said.kind, one.said.value) for one in self.heard if isinstance(one.said, Fact)]


@dataclass
class KeptOffset:
    offset: int = 0
    saved: list[int] = field(default_factory=list)

    async def load(self) -> int:
        return self.offset

    async def save(self, offset: int) -> None:
        self.offset = offset
        self.saved.append(offset)


class KeptLease:
    async def hold(self) -> bool:
        return True


@contextlib.asynccontextmanager
async def connected(server: TelegramServer) -> AsyncIterator[Telegram]:
    telegram = Telegram(server.token, api_url=server.api_url)
    try:
        yield telegram
    finally:
        await telegram.close()


@contextlib.asynccontextmanager
async def polling(
    server: TelegramServer, ear: Ear, offsets: KeptOffset | None = None, *, press_within: float = 3.0
) -> AsyncIterator[Poller]:
    async with connected(server) as telegram:
        poller = Poller(
            telegram,
            offsets or KeptOffset(),
            KeptLease(),
            poll_seconds=20,
            first_pause=0.01,
            press_within=press_within,
        )
        await poller.start(ear.receive)
        try:
            yield poller
        finally:
            ear.gate.set()
            await poller.stop()
