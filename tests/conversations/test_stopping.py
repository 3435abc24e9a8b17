"""Whoever says stop hears nothing any more, and is where they were when they take it up again."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage.models import OutboxRow, Person
from storage.words import OutboxStatus
from tests.conversations import days
from tests.conversations.days import Said
from tests.conversations.world import Somebody, World, as_text

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


async def said(world: World) -> Said:
    """What was decided on since the last look."""
    return [(address, as_text(message)) for address, message in await world.posted()]


async def does(somebody: Somebody, text: str, place: str = "") -> None:
    """Say something, without looking at what comes of it."""
    await somebody.world.dispatch.receive(somebody.incoming(text, place=place))


def asked(said: Said) -> list[str]:
    """Whom a question went to."""
    return [address for address, text in said if "What moves today" in text]


async def on_the_way(world: World, who: str) -> list[str]:
    """What is still to be delivered to somebody, now or later."""
    async with world.database.reading() as session:
        query = select(OutboxRow.key).where(
            OutboxRow.address == f"@{who}",
            OutboxRow.status.in_((OutboxStatus.WAITING, OutboxStatus.PARKED)),
        )
        return list((await session.execute(query)).scalars())


async def row_of(world: World, name: str) -> Person:
    """Somebody as the database knows them."""
    async with world.database.reading() as session:
        return (await session.execute(select(Person).where(Person.name == name))).scalar_one()


async def test_stop_ends_what_comes_by_itself_and_the_lead_sees_it(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(tom, "welcome fine WEB")
    await world.posted()
    await does(tom, "stop")
    told = [(address, as_text(one)) for address, one in await world.posted()]
    assert [address for address, text in told if "no messages from me any more" in text] == ["@anna"]
    world.clock.move_to(TUESDAY.replace(hour=8, minute=30))
    assert "@tom" not in asked(await days.tick(world))
    await does(anna, "add Draft the contract @tom", "web-shop")
    await does(anna, "block 1 the keys from @tom", "web-shop")
    assert days.to(await said(world), "@tom") == []


async def test_what_was_stopped_is_taken_up_again(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(tom, "stop")
    assert (await tom.says("resume")).text.startswith("Welcome back.")
    world.clock.move_to(TUESDAY.replace(hour=8, minute=30))
    assert "@tom" in asked(await days.tick(world))


async def test_stop_said_twice_tells_the_lead_once(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(tom, "stop")
    world.clock.move_to(world.clock.now() + timedelta(hours=1))
    await world.posted()
    await does(tom, "stop")
    assert days.to(await said(world), "@anna") == []


async def test_start_alone_takes_up_again_what_was_stopped(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(tom, "stop")
    assert (await tom.says("start", addressed=False)).text.startswith("Welcome back.")
    assert (await row_of(world, "Tom")).stopped_at is None


async def test_what_was_on_its_way_before_a_stop_is_not_said_nor_made_up_for_later(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    world.clock.move_to(MONDAY.replace(hour=20))
    await does(anna, "add Draft the contract @tom", "web-shop")
    await does(anna, "block 1 the keys from @tom", "web-shop")
    assert len(await on_the_way(world, "tom")) > 1
    assert (await tom.says("stop")).text.startswith("Stopped.")
    assert [one for one in await on_the_way(world, "tom") if not one.startswith("answer/")] == []
    await does(tom, "resume")
    assert await on_the_way(world, "tom") == []


async def test_a_stop_taken_back_lets_new_messages_come(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(tom, "stop")
    await does(tom, "undo")
    await world.posted()
    await does(anna, "add Draft the contract @tom", "web-shop")
    assert len(days.to(await said(world), "@tom")) == 1


async def test_the_last_level_that_was_on_its_way_before_a_stop_still_comes(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "ladder 4h lead", "web-shop")
    await does(anna, "role @tom lead", "web-shop")
    await does(anna, "add Draft the contract", "web-shop")
    await does(anna, "block 1 the keys from @bo", "web-shop")
    await days.until(world, MONDAY.replace(hour=14))
    before = await on_the_way(world, "tom")
    await does(tom, "stop")
    left = await on_the_way(world, "tom")
    assert len(left) == 1
    assert len(before) > 1
    assert left[0].startswith("blocker/")
