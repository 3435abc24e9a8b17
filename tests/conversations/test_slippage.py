"""What is said when a milestone will come late, to whom, how often, and when it is over."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.message import Message
from bot.services import duties
from tests.conversations.world import Somebody, World, as_text

LATER = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)  # a Wednesday after the project's first ten working days


async def tick(world: World) -> list[tuple[str, Message]]:
    """Count through what is to be counted through, and return what was said."""
    await world.posted()
    [slippage] = [one for one in duties.ALL if one.name == "slippage"]
    for _ in range(5):
        async with world.database.begin() as session:
            await slippage.run(session, world.clock.now())
    return await world.posted()


def to(place: str, said: Sequence[tuple[str, Message]]) -> list[str]:
    """What was said there, each message as text."""
    return [as_text(message) for address, message in said if address == place]


@pytest.fixture
async def planned(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Anna, in a project older than ten working days, with two days of work for Beta by Bo, due Friday."""
    world.clock.move_to(LATER)
    await anna.says("milestone Beta 11 December", place="web-shop")
    await anna.says("add Build it @bo ~2d for Beta", place="web-shop")
    await tick(world)
    return anna


async def test_what_comes_late_is_said_once_with_its_cause_and_ways_out(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    said = await tick(world)
    [warning] = to("web-shop", said)
    first, cause, task, *_ = warning.splitlines()
    assert first == "🟡 Beta, promised Fri 11 Dec: done only by Mon 14 Dec, 1 day late."
    assert cause.startswith("⛔ WEB-2 · waiting for the keys · waits for Anna since today · adds 2 days")
    assert task == "WEB-1 · Build it · adds 2 days"
    assert "without chances yet" in warning
    assert to("@anna", said) == []
    assert await tick(world) == []
