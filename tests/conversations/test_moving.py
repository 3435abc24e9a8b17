"""Who changes their zone or hours is asked once on each of their days all the same."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.services import mornings
from bot.work import Work
from storage.models import Workspace
from tests.conversations.world import Somebody, World, as_text

TICK = timedelta(minutes=30)


async def asked(world: World, until: datetime) -> AsyncIterator[datetime]:
    """Let time pass up to a moment; when Anna is asked (UTC)."""
    while world.clock.now() < until:
        async with world.database.begin() as session:
            work = Work(session, world.clock.now(), await session.get_one(Workspace, world.workspace))
            await mornings.prompts_due(work, 100)
            await work.finish()
        for address, message in await world.posted():
            if address == "@anna" and "Good morning" in as_text(message):
                yield world.clock.now()
        following = world.clock.now() + TICK
        world.clock.move_to(min(following.replace(minute=following.minute // 30 * 30), until))


def at(day: int, hour: int, minute: int = 0, zone: str = "UTC") -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


BERLIN, TOKYO, NEW_YORK = "Europe/Berlin", "Asia/Tokyo", "America/New_York"


@pytest.mark.parametrize(
    ("says", "moment", "expected"),
    [
        pytest.param("settings zone Tokyo", at(24, 20, 0),
                     [at(24, 9, 30, BERLIN), at(25, 9, 30, TOKYO), at(26, 9, 30, TOKYO)], id="east at night"),
        pytest.param("settings zone Tokyo", at(24, 7, 0),
                     [at(24, 7), at(25, 9, 30, TOKYO), at(26, 9, 30, TOKYO)], id="east before the question"),
        pytest.param("settings zone New York", at(24, 12, 0),
                     [at(24, 9, 30, BERLIN), at(25, 9, 30, NEW_YORK), at(26, 9, 30, NEW_YORK)],
                     id="west after the question"),
        pytest.param("settings zone New York", at(24, 7, 0),
                     [at(24, 9, 30, NEW_YORK), at(25, 9, 30, NEW_YORK), at(26, 9, 30, NEW_YORK)],
                     id="west before the question"),
        pytest.param("settings hours 8-12", at(24, 7, 30),
                     [at(24, 9, 30, BERLIN), at(25, 9, 30, BERLIN), at(26, 9, 30, BERLIN)], id="other hours"),
        pytest.param("settings hours 11-19", at(24, 7, 30),
                     [at(24, 11, 0, BERLIN), at(25, 11, 0, BERLIN), at(26, 11, 0, BERLIN)], id="later hours"),
        pytest.param("settings days tue thu", at(24, 7, 30),
                     [at(24, 9, 30, BERLIN), at(26, 9, 30, BERLIN)], id="fewer days"),
        pytest.param("settings days mon wed", at(24, 7, 30), [at(25, 9, 30, BERLIN)], id="not today"),
        pytest.param("settings time 9:00", at(24, 8, 15),
                     [at(24, 8, 15), at(25, 9, 0, BERLIN), at(26, 9, 0, BERLIN)], id="a time just over"),
        pytest.param("in WEB: project zone Tokyo", at(24, 7, 0),
                     [at(24, 9, 30, BERLIN), at(25, 9, 30, BERLIN), at(26, 9, 30, BERLIN)],
                     id="the project's"),
        pytest.param("in WEB: calendar off 25 Nov", at(24, 7, 0),
                     [at(24, 9, 30, BERLIN), at(26, 9, 30, BERLIN)], id="a day off of the project"),
        pytest.param("away 25 Nov", at(24, 7, 0),
                     [at(24, 9, 30, BERLIN), at(26, 9, 30, BERLIN)], id="leave"),
    ],
)  # fmt: skip
async def test_no_question_is_lost_or_doubled_by_a_change(
    world: World, anna: Somebody, says: str, moment: datetime, expected: list[datetime]
) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    world.clock.move_to(at(24, 6, 0))
    before = [one async for one in asked(world, moment)]
    await anna.says(says)
    after = [one async for one in asked(world, at(26, 23))]
    assert before + after == expected


async def test_a_change_that_is_taken_back_loses_nothing(world: World, anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    world.clock.move_to(at(24, 6, 0))
    heard = await anna.says("settings zone New York")
    await anna.says(heard.buttons["Undo"])
    times = [one async for one in asked(world, at(25, 23))]
    assert times == [at(24, 9, 30, BERLIN), at(25, 9, 30, BERLIN)]
