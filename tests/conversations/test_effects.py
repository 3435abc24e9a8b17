"""What an answer says of the next milestone."""

import pytest

from tests.conversations.world import Somebody, World, as_text


@pytest.fixture
async def beta(anna: Somebody) -> Somebody:
    """Anna, with Beta promised for Friday and Launch for the week after; a day of Bo's work for each."""
    await anna.says("milestone Beta 27 November", place="web-shop")
    await anna.says("milestone Launch 4 December", place="web-shop")
    await anna.says("add Build it @bo ~1d for Beta", place="web-shop")
    await anna.says("add Launch it @bo ~1d for Launch after 1", place="web-shop")
    return anna


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ("1 ~3d", "Beta: done by Wed 25 Nov; promised for Fri 27 Nov."),
        ("left 1 5d", "Beta: done by Fri 27 Nov, as promised."),
        ("1 ~6d", "🟡 Beta: done by Mon 30 Nov, 1 day late (promised Fri 27 Nov)."),
        ("2 ~2d", "Launch: done by Wed 25 Nov; promised for Fri 4 Dec."),
        ("block 1 no power", "Beta: done by Wed 25 Nov; promised for Fri 27 Nov."),
        (
            "milestone move Beta 24 November because we can",
            "Beta: done by Mon 23 Nov; promised for Tue 24 Nov.",
        ),
        ("done 1", "Launch: done by Mon 23 Nov; promised for Fri 4 Dec."),
        ("after 1 2", None),
        ("note 1 nearly there", None),
        ("1", None),
        ("mine", None),
    ],
)
async def test_an_answer_says_what_the_change_comes_to(beta: Somebody, said: str, effect: str | None) -> None:
    lines = (await beta.says(said, place="web-shop")).text.splitlines()
    found = [one for one in lines if "done by" in one]
    assert found == ([effect] if effect else [])


async def test_a_task_without_a_milestone_counts_for_the_next_one_and_says_so(beta: Somebody) -> None:
    said = (await beta.says("add Sign it @bo ~1d by 1 December", place="web-shop")).text
    assert "Launch: done by Wed 25 Nov; promised for Fri 4 Dec." in said
    assert "WEB-3 names no milestone, so it counts for the next one: Launch." in said
    assert "names no milestone" not in (await beta.says("3 ~2d", place="web-shop")).text


async def test_without_a_promise_nothing_is_said_of_one(anna: Somebody) -> None:
    assert "done by" not in (await anna.says("add Build it ~1d", place="web-shop")).text


async def test_undo_says_it_as_well(beta: Somebody) -> None:
    await beta.says("1 ~6d", place="web-shop")
    assert "Beta: done by Mon 23 Nov" in (await beta.says("undo", place="web-shop")).text


async def heard_by(world: World, address: str) -> str:
    return "\n".join(as_text(message) for to, message in await world.posted() if to == address)


async def test_who_can_clear_a_blocker_hears_what_it_costs_the_next_milestone(
    world: World, beta: Somebody
) -> None:
    await world.posted()
    await world.dispatch.receive(beta.incoming("block 1 price list from @bo", place="web-shop"))
    assert "Beta: done by Wed 25 Nov; promised for Fri 27 Nov." in await heard_by(world, "@bo")


async def test_the_lead_hears_what_a_blocker_costs_the_next_milestone(
    world: World, beta: Somebody, bo: Somebody
) -> None:
    await world.posted()
    await world.dispatch.receive(bo.incoming("block WEB-1 the office is closed"))
    lines = (await heard_by(world, "@anna")).splitlines()
    assert [one for one in lines if "done by" in one] == [
        "Beta: done by Wed 25 Nov; promised for Fri 27 Nov."
    ]


@pytest.mark.parametrize("before", ["milestone drop Beta", "done 1", "project pause WEB"])
async def test_of_a_milestone_that_a_blocker_moves_nothing_is_said_where_there_is_none(
    world: World, anna: Somebody, before: str
) -> None:
    await anna.says("milestone Beta 27 November", place="web-shop")
    await anna.says("add Build it @bo ~1d for Beta", place="web-shop")
    await anna.says("add Paint it @bo ~1d by 4 December", place="web-shop")
    await anna.says(before, place="web-shop")
    await world.posted()
    await world.dispatch.receive(anna.incoming("block 2 price list from @bo", place="web-shop"))
    assert "done by" not in await heard_by(world, "@bo")
