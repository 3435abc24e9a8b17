"""Where an answer goes: on the acknowledgement where all of it fits, else as a message."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import housekeeping
from storage.models import Question
from tests.conversations.world import Somebody, World, counts


@pytest.mark.parametrize(
    ("typed", "rides", "rides_buttons", "is_ridden"),
    [
        ("mine", 200, True, True),
        ("mine", 5, True, False),
        ("hlep me", 200, True, True),
        ("hlep me", 200, False, False),
        ("done 99", 200, False, True),
    ],
)
async def test_an_answer_rides_only_where_all_of_it_can(
    world: World, anna: Somebody, typed: str, rides: int, *, rides_buttons: bool, is_ridden: bool
) -> None:
    incoming = replace(anna.incoming(typed, place="web-shop"), rides=rides, rides_buttons=rides_buttons)
    answer = await world.dispatch.receive(incoming)
    assert (answer.message is not None) is is_ridden
    letters = await world.posted()
    assert bool(letters) is not is_ridden
    if typed == "hlep me" and not is_ridden:
        assert letters[0][1].buttons


async def test_a_question_is_forgotten_a_week_after_it_closed(world: World, anna: Somebody) -> None:
    await anna.says("ad Ship login", place="web-shop")
    for days, left in ((7, 1), (6, 1), (2, 0)):
        world.clock.move_to(world.clock.now() + timedelta(days=days))
        async with world.database.begin() as session:
            await housekeeping.sweep(session, world.clock.now())
        assert await counts(world, Question) == (left,)
