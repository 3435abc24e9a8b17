"""Time in the world: what is due is done, and one sees what was said."""

from datetime import datetime

from bot.services import duties
from tests.conversations.world import World, as_text

Said = list[tuple[str, str]]  # (address, text)


async def tick(world: World) -> Said:
    """Run what is due until nothing is; return what was said since the last look."""
    while await _round(world):
        pass
    return [(address, as_text(message)) for address, message in await world.posted()]


async def _round(world: World) -> int:
    worked = 0
    for duty in duties.ALL:
        worked += await run(world, duty)
    return worked


async def run(world: World, duty: duties.Due) -> int:
    """A batch of a duty in each workspace in which it is due."""
    worked, now = 0, world.clock.now()
    async with world.database.reading() as session:
        places = await duty.places(session, now)
    for one in places:
        async with world.database.begin() as session:
            worked += await duty.run(session, now, one)
    return worked


async def at(world: World, moment: datetime) -> Said:
    """Let nothing happen until a moment, as in an outage, and run what is due then."""
    world.clock.move_to(moment)
    return await tick(world)


async def until(world: World, moment: datetime) -> Said:
    """Let time pass to a moment, and run what is due on the way at its time."""
    said: Said = []
    while (due := await _next(world)) is not None and due <= moment:
        world.clock.move_to(max(due, world.clock.now()))
        said += await tick(world)
    world.clock.move_to(moment)
    return said


async def _next(world: World) -> datetime | None:
    async with world.database.reading() as session:
        moments = [await duty.next_at(session) for duty in duties.ALL]
    return min((one for one in moments if one is not None), default=None)


def to(said: Said, address: str) -> list[str]:
    """What was said to one address."""
    return [text for where, text in said if where == address]
