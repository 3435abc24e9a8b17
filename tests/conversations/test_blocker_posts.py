"""What was posted of a blocker is brought up to date once it is out of somebody's hands."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.message import Message
from storage import delivery
from storage.models import OutboxRow
from storage.words import OutboxStatus
from tests.conversations.world import Somebody, World, as_text


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna, stopped by what Bo can clear; he has got the message, and so has the channel."""
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    await deliver(world)
    return anna


async def deliver(world: World) -> None:
    """Note all that waits as sent, as delivery does."""
    async with world.database.begin() as session:
        waiting = select(OutboxRow).where(OutboxRow.status == OutboxStatus.WAITING)
        for row in (await session.execute(waiting)).scalars():
            row.status = OutboxStatus.SENT
            if row.topic:
                await delivery.remember_post(session, row, f"ref/{row.id}", row.created_at)
    await world.posted()


async def edits(world: World, address: str) -> list[Message]:
    """What replaces posts about the blocker at an address."""
    return [
        message
        for to, message in await world.posted()
        if to == address and (message.topic or "").startswith("blocker/1")
    ]


async def test_a_cleared_blocker_has_no_buttons_left_anywhere(world: World, stuck: Somebody) -> None:
    await world.dispatch.receive(stuck.incoming("resolve 2 it came by mail"))
    posted = [(to, one) for to, one in await world.posted() if (one.topic or "").startswith("blocker/1")]
    assert {to for to, _ in posted} == {"@bo", "web-shop"}
    for _, message in posted:
        assert as_text(message).startswith("✅ WEB-2 · price list")
        assert "it came by mail" in as_text(message)
        assert message.buttons == ()


async def test_who_took_it_keeps_the_buttons_that_fit(world: World, stuck: Somebody, bo: Somebody) -> None:
    await world.dispatch.receive(bo.incoming("take WEB-2 by friday"))
    [message] = await edits(world, "@bo")
    assert "Bo clears it by Fri 27 Nov" in as_text(message)
    assert [one.command for one in message.buttons] == ["resolve WEB-2", "promise WEB-2"]


async def test_who_no_longer_has_it_sees_who_has(world: World, stuck: Somebody) -> None:
    await world.person("Carol").says("help")
    await world.posted()
    await world.dispatch.receive(stuck.incoming("give 2 @carol", place="web-shop"))
    [message] = await edits(world, "@bo")
    assert "Anna waits for Carol" in as_text(message)
    assert message.buttons == ()


async def test_not_yet_reaches_the_owner_with_a_message_of_its_own(world: World, stuck: Somebody) -> None:
    await stuck.says("resolve 2", place="web-shop")
    await deliver(world)
    await world.dispatch.receive(stuck.incoming("unresolve WEB-2"))
    messages = await edits(world, "@bo")
    assert [one.topic for one in messages] == ["blocker/1/0", "blocker/1/1"]
    assert "can't go on without you" in as_text(messages[1])


async def test_what_was_cleared_before_it_was_told_is_not_told(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    world.clock.move_to(datetime(2026, 11, 23, 22, tzinfo=UTC))
    await bo.says("decline WEB-2")  # Anna sleeps
    await stuck.says("resolve WEB-2")
    async with world.database.reading() as session:
        query = select(OutboxRow.status).where(OutboxRow.address == "@anna", OutboxRow.topic == "blocker/1/1")
        assert (await session.execute(query)).scalars().all() == [OutboxStatus.DROPPED]
    assert "Anna was told" not in (await stuck.says("why WEB-2", place="web-shop")).text


async def test_not_mine_asks_raiser_and_lead_who_can(world: World, anna: Somebody, bo: Somebody) -> None:
    carol = world.person("Carol")
    await carol.says("help")
    await anna.says("invite @carol", place="web-shop")
    await anna.says("add Draft the contract", place="web-shop")
    await carol.says("block WEB-1 price list from @bo")
    await world.posted()
    await world.dispatch.receive(bo.incoming("decline WEB-2"))
    posted = dict(await world.posted())
    assert set(posted) == {"@anna", "@carol", "web-shop"}
    assert as_text(posted["@carol"]).startswith("⛔ Bo can't clear WEB-2: price list. Who can?")
    give = next(one.command for one in posted["@carol"].buttons if one.command.startswith("give WEB-2 @p"))
    assert "Carol waits for Anna" in (await carol.says(give)).text
    assert (await bo.says("decline WEB-2")).text == "WEB-2 does not wait for you."


async def test_several_tasks_can_be_stopped_at_once(anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("add Ship it", place="web-shop")
    said = await anna.says("block 1 2 no room", place="web-shop")
    assert "stops WEB-1 Draft the contract and WEB-2 Ship it" in said.text
    assert "WEB-3 no room" in (await anna.says("2", place="web-shop")).text


async def test_the_list_can_be_narrowed(world: World, stuck: Somebody) -> None:
    await stuck.says("block 1 keys from @anna by tuesday", place="web-shop")
    assert "WEB-2" not in (await stuck.says("blockers @anna", place="web-shop")).text
    assert "WEB-2" in (await stuck.says("blockers @bo", place="web-shop")).text
    assert "Nothing here" in (await stuck.says("blockers late", place="web-shop")).text
    world.clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    said = (await stuck.says("blockers late", place="web-shop")).text
    assert "WEB-3" in said
    assert "day 3" in said
    assert "blockers late" in (await stuck.says("blockers nonsense", place="web-shop")).text


async def test_i_ll_do_it_offers_working_days(world: World, stuck: Somebody, bo: Somebody) -> None:
    world.clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
    asked = await bo.says("promise WEB-2")
    assert "price list (WEB-2): by when do you clear it?" in asked.text
    assert [one for one in asked.buttons if "Nov" in one or "Dec" in one] == [
        "Thu 26 Nov",
        "Fri 27 Nov",
        "Mon 30 Nov",
        "Tue 1 Dec",
    ]
    await bo.says(asked.buttons["Mon 30 Nov"])
    assert "Bo clears it by Mon 30 Nov" in (await stuck.says("why 2", place="web-shop")).text


async def test_give_it_to_offers_people(world: World, stuck: Somebody) -> None:
    await world.person("Carol").says("help")
    await stuck.says("invite @carol", place="web-shop")
    asked = await stuck.says("give WEB-2")
    assert "price list (WEB-2): who can clear it?" in asked.text
    await stuck.says(asked.buttons["Carol"])
    assert "Anna waits for Carol" in (await stuck.says("why 2", place="web-shop")).text


async def test_undo_brings_the_posts_back_to_what_holds(world: World, stuck: Somebody, bo: Somebody) -> None:
    await bo.says("take WEB-2")
    await world.posted()
    await world.dispatch.receive(bo.incoming("undo"))
    [message] = await edits(world, "@bo")
    assert "Anna waits for Bo" in as_text(message)
    assert [one.command for one in message.buttons] == ["promise WEB-2", "resolve WEB-2"]


async def test_undo_of_raising_it_says_so_wherever_it_was_posted(world: World, stuck: Somebody) -> None:
    await world.dispatch.receive(stuck.incoming("undo", place="web-shop"))
    posted = [(to, one) for to, one in await world.posted() if (one.topic or "").startswith("blocker/1")]
    assert {to for to, _ in posted} == {"@bo", "web-shop"}
    assert all("withdrawn" in as_text(one) and not one.buttons for _, one in posted)
