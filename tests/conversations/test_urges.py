"""Asking where a thing stands: one line to its owner, once a working day."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.message import Message
from storage.models import Leave, OutboxRow, Person, Urge
from tests.conversations.world import Somebody, World, as_text, counts

MONDAY, TUESDAY = 23, 24


@pytest.fixture
async def shop(world: World, anna: Somebody) -> Somebody:
    """Anna; Bo has WEB-1 and can clear WEB-3, which stops WEB-2."""
    await anna.says("add Draft the contract @bo", place="web-shop")
    await anna.says("add Ship it @anna", place="web-shop")
    await anna.says("block 2 price list from @bo", place="web-shop")
    await world.posted()
    return anna


async def to_bo(world: World) -> list[Message]:
    """What Bo was told since the last look."""
    return [message for address, message in await world.posted() if address == "@bo"]


async def test_a_tasks_owner_gets_one_line_with_buttons(world: World, shop: Somebody) -> None:
    said = await shop.world.dispatch.receive(shop.incoming("urge 1"))
    assert said.message is not None
    assert as_text(said.message) == "Bo is asked where WEB-1 stands."
    [told] = await to_bo(world)
    assert as_text(told) == "Anna asks: where does WEB-1 stand, Draft the contract?"
    assert [one.command for one in told.buttons] == ["start WEB-1", "done WEB-1", "WEB-1"]


async def test_a_blockers_owner_likewise(world: World, shop: Somebody) -> None:
    await world.dispatch.receive(shop.incoming("urge 3"))
    [told] = await to_bo(world)
    assert as_text(told).startswith("⛔ Anna asks: where does WEB-3 stand, price list?")
    assert [one.command for one in told.buttons] == ["promise WEB-3", "decline WEB-3", "resolve WEB-3"]
    assert (await shop.says("why 3", place="web-shop")).text.count("Bo was told") == 2


@pytest.mark.parametrize("thing", ["1", "3"])
async def test_the_second_time_on_a_day_says_when_it_was_asked(
    world: World, shop: Somebody, thing: str
) -> None:
    await world.person("Carol").says("help")
    await shop.says("invite @carol", place="web-shop")
    await world.person("Carol").says(f"urge WEB-{thing}")
    await world.posted()
    again = await shop.says(f"urge {thing}", place="web-shop")
    assert again.text == f"Bo was asked about WEB-{thing} by Carol, 9:00. Once a working day is enough."
    assert await to_bo(world) == []
    world.clock.move_to(datetime(2026, 11, TUESDAY, 9, tzinfo=UTC))
    assert "is asked where" in (await shop.says(f"urge {thing}", place="web-shop")).text


async def test_an_evening_and_the_next_morning_are_one_time(world: World, shop: Somebody) -> None:
    world.clock.move_to(datetime(2026, 11, MONDAY, 20, tzinfo=UTC))
    await shop.says("urge 1", place="web-shop")
    async with world.database.reading() as session:
        row = (await session.execute(select(OutboxRow).where(OutboxRow.key.like("urge/%")))).scalar_one()
    assert row.next_at == datetime(2026, 11, TUESDAY, 9, tzinfo=UTC)  # not in Bo's evening
    world.clock.move_to(datetime(2026, 11, TUESDAY, 10, tzinfo=UTC))
    assert "Once a working day is enough" in (await shop.says("urge 1", place="web-shop")).text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("urge 2", "WEB-2 waits for you."),
        ("urge 9", "There is no WEB-9 here. The last one is WEB-3."),
    ],
)
async def test_what_cannot_be_asked_is_said(shop: Somebody, said: str, answer: str) -> None:
    assert (await shop.says(said, place="web-shop")).text == answer


async def test_what_is_finished_or_nobodys_or_outside_is_said(shop: Somebody) -> None:
    await shop.says("done 1", place="web-shop")
    assert (await shop.says("urge 1", place="web-shop")).text == "WEB-1 is finished."
    await shop.says("add Nobody's", place="web-shop")
    assert "Nobody has WEB-4 yet" in (await shop.says("urge 4", place="web-shop")).text
    await shop.says('block 4 keys from "Stripe"', place="web-shop")
    assert "waits for Stripe" in (await shop.says("urge 5", place="web-shop")).text


async def test_who_asks_hears_that_the_owner_is_away(world: World, shop: Somebody) -> None:
    async with world.database.begin() as session:
        bo = (await session.execute(select(Person).where(Person.name == "Bo"))).scalar_one()
        leave = Leave(
            workspace_id=world.workspace,
            person_id=bo.id,
            first=date(2026, 11, 23),
            last=date(2026, 11, 26),
            created_at=datetime(2026, 11, MONDAY, tzinfo=UTC),
        )
        session.add(leave)
    assert "Bo is away until Thu 26 Nov." in (await shop.says("urge 1", place="web-shop")).text


async def test_undo_takes_the_question_back(world: World, shop: Somebody) -> None:
    await shop.says("urge 1", place="web-shop")
    assert await counts(world, Urge) == (1,)
    await shop.says("undo", place="web-shop")
    assert await counts(world, Urge) == (0,)
