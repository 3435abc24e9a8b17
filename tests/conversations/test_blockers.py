"""What people say about what stops them, and who hears of it."""

from datetime import UTC, datetime

import pytest

from storage.models import Blocker
from tests.conversations.world import Somebody, World, as_text, counts


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna, stopped on WEB-1 by WEB-2, which Bo can clear."""
    await anna.says("add Draft the contract", place="web-shop")
    await world.posted()
    await anna.says("block 1 price list for legal from @bo by thursday", place="web-shop")
    return anna


async def heard(world: World, address: str) -> str:
    """What was said to an address since the last look."""
    return "\n".join(as_text(message) for to, message in await world.posted() if to == address)


async def test_a_blocker_has_an_owner_a_date_and_a_number_of_the_project(anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    said = await anna.says("block 1 waiting for the API keys from @bo by thursday", place="web-shop")
    assert "⛔ WEB-2 · waiting for the API keys" in said.text
    assert "Anna waits for Bo · stops WEB-1 Draft the contract · needed by Thu 26 Nov" in said.text
    assert "WEB-3" in (await anna.says("add Next", place="web-shop")).text


async def test_its_owner_is_told_at_once_and_the_channel_once(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await world.posted()
    await world.dispatch.receive(anna.incoming("block 1 price list from @bo", place="web-shop"))
    posted = await world.posted()
    [to_bo] = [one for address, one in posted if address == "@bo"]
    assert as_text(to_bo).startswith("⛔ Bo, Anna can't go on without you: price list (WEB-2)")
    assert [one.command for one in to_bo.buttons] == ["promise WEB-2", "decline WEB-2", "resolve WEB-2"]
    assert len([address for address, _ in posted if address == "web-shop"]) == 1


async def test_what_nobody_has_is_listed_so(anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await bo.says("block WEB-1 the office is closed")
    found = await anna.says("blockers")
    assert "Bo waits; nobody has it yet" in found.text


async def test_who_raises_what_nobody_has_is_told_how_to_give_it(anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    assert "Say give WEB-2 @name." in (await anna.says("block 1 no room", place="web-shop")).text
    assert "@name" not in (await anna.says('block 1 no keys from "Stripe"', place="web-shop")).text


async def test_the_lead_hears_of_what_nobody_has(world: World, anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await world.posted()
    await world.dispatch.receive(bo.incoming("block WEB-1 the office is closed"))
    assert "Anna, Bo is stuck: the office is closed (WEB-2). Who can clear it?" in await heard(world, "@anna")


async def test_somebody_outside_can_be_waited_for(anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    said = await anna.says('block 1 the keys from "Stripe" by friday', place="web-shop")
    assert "WEB-2 · the keys\n" in said.text
    assert "Anna waits for Stripe" in said.text
    assert "needed by Fri 27 Nov" in said.text


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("block 1 waiting for @bo", "waiting for Bo"),
        ("block 1 the letter from legal", "the letter from legal"),
        ("block 1 <!channel> & <b>bold</b>", "<!channel> & <b>bold</b>"),
        ('block 1 from "Stripe"', 'from "Stripe"'),
    ],
)
async def test_a_reason_keeps_every_word_that_is_no_option(anna: Somebody, typed: str, reason: str) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    assert f"WEB-2 · {reason}\n" in (await anna.says(typed, place="web-shop")).text


async def test_taking_it_tells_the_one_who_waits(world: World, stuck: Somebody, bo: Somebody) -> None:
    await world.posted()
    await world.dispatch.receive(bo.incoming("take WEB-2 by friday"))
    assert await heard(world, "@anna") == "Bo takes WEB-2 and clears it by Fri 27 Nov: price list for legal"
    assert "Next: Bo, Mon 30 Nov, 9:00" in (await stuck.says("why 2", place="web-shop")).text


async def test_resolving_it_tells_the_raiser_who_can_say_not_yet(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await world.posted()
    await world.dispatch.receive(bo.incoming("resolve WEB-2 keys arrived"))
    [told] = [one for address, one in await world.posted() if address == "@anna"]
    assert as_text(told).startswith("✅ Bo says that WEB-2 is cleared: price list for legal")
    assert "keys arrived" in as_text(told)
    assert [one.command for one in told.buttons] == ["unresolve WEB-2"]
    assert "Nothing here" in (await stuck.says("blockers", place="web-shop")).text
    await stuck.says("unresolve WEB-2", place="web-shop")
    assert "WEB-2" in (await stuck.says("blockers", place="web-shop")).text


async def test_resolving_twice_is_said_kindly(stuck: Somebody) -> None:
    await stuck.says("resolve 2", place="web-shop")
    assert (await stuck.says("resolve 2", place="web-shop")).text == "WEB-2 is cleared already."


async def test_resolving_a_task_clears_what_blocks_it_and_asks_if_several(stuck: Somebody) -> None:
    await stuck.says("block 1 no room", place="web-shop")
    asked = await stuck.says("resolve 1", place="web-shop")
    assert list(asked.buttons.values()) == ["resolve WEB-2", "resolve WEB-3"]
    await stuck.says("resolve WEB-3", place="web-shop")
    assert "WEB-2 · price list for legal" in (await stuck.says("resolve 1", place="web-shop")).text
    assert (await stuck.says("resolve 1", place="web-shop")).text == "Nothing blocks WEB-1."


async def test_taking_a_task_makes_it_mine(stuck: Somebody, bo: Somebody) -> None:
    assert "\nBo · " not in (await stuck.says("1", place="web-shop")).text
    assert "\nBo" in (await bo.says("take 1", place="web-shop")).text


async def test_what_nobody_has_can_be_given(world: World, stuck: Somebody) -> None:
    await stuck.says("block 1 no room", place="web-shop")
    await world.posted()
    await world.dispatch.receive(stuck.incoming("give 3 @bo", place="web-shop"))
    assert "Bo, Anna can't go on without you: no room" in await heard(world, "@bo")


async def test_the_list_says_how_long_it_has_lasted(world: World, stuck: Somebody) -> None:
    assert "since today" in (await stuck.says("blockers", place="web-shop")).text
    world.clock.move_to(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    assert "day 4" in (await stuck.says("blockers", place="web-shop")).text


async def test_why_says_who_was_told_and_what_it_stops(stuck: Somebody) -> None:
    said = await stuck.says("why 2", place="web-shop")
    assert "9:00 · Anna raised it" in said.text
    assert "9:00 · Bo was told" in said.text
    assert "stops WEB-1 Draft the contract" in said.text


async def test_undo_withdraws_a_blocker(stuck: Somebody) -> None:
    await stuck.says("undo", place="web-shop")
    assert "Nothing here" in (await stuck.says("blockers", place="web-shop")).text
    assert "blocked" not in (await stuck.says("1", place="web-shop")).text


async def test_undo_of_taking_lets_it_climb_on(stuck: Somebody, bo: Somebody) -> None:
    await bo.says("take WEB-2")
    await bo.says("undo")
    said = await stuck.says("why 2", place="web-shop")
    assert "Anna waits for Bo" in said.text
    assert "Next: Bo, 14:00" in said.text


async def test_a_stranger_to_the_project_may_not_clear_it(world: World, stuck: Somebody) -> None:
    eve = world.person("Eve")
    await eve.says("help")
    assert "not in Web shop yet" in (await eve.says("resolve 2", place="web-shop")).text
    assert await counts(world, Blocker) == (1,)


async def test_who_raises_it_in_the_channel_sees_its_card_once(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    said = await anna.says("block 1 no room", place="web-shop")
    assert said.text.count("no room") == 1
    assert said.answer.message is not None
    assert (
        as_text(said.answer.message) == "Noted as WEB-2.\nDo you know who can clear it? Say give WEB-2 @name."
    )
    assert "Undo" in said.buttons
    elsewhere = await world.dispatch.receive(anna.incoming("block WEB-1 no light"))
    assert elsewhere.message is not None
    assert as_text(elsewhere.message).startswith("⛔ WEB-3 · no light\n")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("卡住 1 等 @bo 的接口密钥", "接口密钥"),
        ("卡關 1 等@bo的測試帳號", "測試帳號"),
        ("卡住 1 等 @bo 确认接口", "确认接口"),
        ("卡住 1 的确没有密钥，在等 @bo", "的确没有密钥，在等 Bo"),
        ("卡住 1 的确没有密钥 等 @bo", "的确没有密钥 等 Bo"),
    ],
)
async def test_a_reason_in_chinese_does_not_begin_with_what_led_to_its_owner(
    anna: Somebody, bo: Somebody, typed: str, reason: str
) -> None:
    await bo.says("help")
    await anna.says("add Ship login")
    assert f"WEB-2 · {reason}\nAnna waits for Bo" in (await anna.says(typed)).text
