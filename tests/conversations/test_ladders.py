"""A project's ladder: shown, changed, and followed by what climbs."""

from datetime import UTC, datetime

import pytest

from tests.conversations.test_escalations import at
from tests.conversations.world import Somebody, World, as_text

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = 23, 24, 25, 26, 27


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna, stopped since Monday 9:00 UTC by what Bo can clear."""
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    await world.posted()
    return anna


async def test_it_is_shown_to_everybody_in_the_project(anna: Somebody, bo: Somebody) -> None:
    said = (await bo.says("ladder", place="web-shop")).text
    assert "at once · its owner" in said
    assert "after 4 hours · its owner" in said
    assert "after 1 day · the lead" in said
    assert "then every working day · the lead" in said


async def test_its_lead_sets_it_and_the_channel_hears_at_its_level(world: World, stuck: Somebody) -> None:
    said = await stuck.says("ladder blockers: 2h owner, 1d channel", place="web-shop")
    assert "after 2 hours · its owner" in said.text
    await world.posted()
    assert [address for address, _ in await at(world, MONDAY, 11)] == ["@bo"]
    [(address, message)] = await at(world, TUESDAY, 9)
    assert address == "web-shop"
    assert "price list (WEB-2) has waited 8 hours of working time" in as_text(message)


async def test_what_climbs_already_follows_the_new_ladder(world: World, stuck: Somebody) -> None:
    assert [address for address, _ in await at(world, MONDAY, 14)] == ["@bo"]
    await stuck.says("ladder 4h owner, 5h lead", place="web-shop")
    await world.posted()
    assert await at(world, MONDAY, 14, 59) == []
    assert [address for address, _ in await at(world, MONDAY, 15)] == ["@anna"]


async def test_a_level_that_is_already_over_is_not_left_out(world: World, stuck: Somebody) -> None:
    await at(world, MONDAY, 14)
    await stuck.says("ladder 1h lead, 3d lead", place="web-shop")
    await world.posted()
    assert [address for address, _ in await at(world, MONDAY, 14, 1)] == ["@anna"]
    assert await at(world, TUESDAY, 14) == []


async def test_default_brings_the_usual_one_back(stuck: Somebody) -> None:
    await stuck.says("ladder 1h lead", place="web-shop")
    assert "usual one" in (await stuck.says("ladder", place="web-shop")).text
    await stuck.says("ladder default", place="web-shop")
    assert "after 4 hours · its owner" in (await stuck.says("ladder", place="web-shop")).text


async def test_undo_brings_the_one_before_back(stuck: Somebody) -> None:
    await stuck.says("ladder 1h lead", place="web-shop")
    await stuck.says("ladder 2h lead, 2d channel", place="web-shop")
    await stuck.says("undo", place="web-shop")
    said = (await stuck.says("ladder", place="web-shop")).text
    assert "after 1 hour · the lead" in said
    assert "channel" not in said.split("Its lead")[0]


async def test_who_is_no_lead_is_told_whom_to_ask(stuck: Somebody, bo: Somebody) -> None:
    said = await bo.says("ladder 1h lead", place="web-shop")
    assert said.text == "The ladder is for the lead of Web shop. Ask Anna."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ladder 4h nobody", "“4h nobody” names nobody"),
        ("ladder soon owner", "After how long, in “soon owner”?"),
        ("ladder owner", "After how long, in “owner”?"),
        ("ladder 0h owner", "After how long"),
        ("ladder 999d owner", "After how long"),
        ("ladder 1d owner, 4h lead", "Each level comes later"),
        ("ladder 1d owner, 1d lead", "Each level comes later"),
        ("ladder blockers:", "A ladder has one to 8 levels"),
        ("ladder " + ", ".join(f"{n}h lead" for n in range(1, 10)), "A ladder has one to 8 levels"),
        ("ladder 4h <!channel>", "names nobody"),
    ],
)
async def test_what_is_no_ladder_changes_nothing(stuck: Somebody, text: str, reason: str) -> None:
    said = await stuck.says(text, place="web-shop")
    assert reason in said.text
    assert "4h owner, 1d lead" in said.text
    assert "after 4 hours · its owner" in (await stuck.says("ladder", place="web-shop")).text


async def test_a_level_with_nobody_on_it_goes_to_the_lead(world: World, stuck: Somebody) -> None:
    said = await stuck.says("ladder 4h sponsor", place="web-shop")
    assert "Nobody is sponsor yet, so the lead hears it instead" in said.text
    await world.posted()
    assert [address for address, _ in await at(world, MONDAY, 14)] == ["@anna"]


async def test_a_sponsor_hears_at_their_level(world: World, stuck: Somebody) -> None:
    await world.person("Sam").says("help")
    await stuck.says("invite @sam", place="web-shop")
    await stuck.says("role @sam sponsor", place="web-shop")
    await stuck.says("ladder 4h owner, 1d lead, 2d sponsor", place="web-shop")
    await at(world, MONDAY, 14)
    [(_, told)] = await at(world, TUESDAY, 9)
    assert "Next: the sponsor, Wed 25 Nov, 9:00" in as_text(told)
    [(address, message)] = await at(world, WEDNESDAY, 9)
    assert address == "@sam"
    assert as_text(message).startswith("⛔ For you as sponsor of Web shop: price list (WEB-2)")


async def test_it_counts_in_the_hours_of_who_can_clear_it(world: World, anna: Somebody) -> None:
    li = world.person("Li", "Asia/Shanghai")
    await li.says("help")
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @li", place="web-shop")
    await world.posted()
    world.clock.move_to(
        datetime(2026, 11, TUESDAY, 2, 59, tzinfo=UTC)
    )  # 9:00 UTC is 17:00 there: an hour left
    assert await at(world, TUESDAY, 4, 59) == []
    assert [address for address, _ in await at(world, TUESDAY, 5)] == ["@li"]
