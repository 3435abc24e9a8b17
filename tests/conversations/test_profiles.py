"""What a platform tells about people: kept up, unless they chose otherwise; who left is left alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.incoming import Fact, FactKind, Sender
from storage.models import Person, Seat
from tests.conversations.world import Somebody, World, as_text


async def tells(
    world: World, somebody: Somebody, kind: FactKind, name: str = "", zone: str = "", language: str = ""
) -> dict[str, str]:
    """A platform fact about somebody; what is said of it, by address."""
    incoming = somebody.incoming("")
    sender = Sender(somebody.name.lower(), name=name, zone=zone, language=language)
    await world.dispatch.receive(replace(incoming, sender=sender, said=Fact(kind)))
    return {address: as_text(message) for address, message in await world.posted()}


async def row_of(world: World, who: int) -> Person:
    """Somebody as the database knows them now, by the order in which they came."""
    async with world.database.reading() as session:
        return (await session.execute(select(Person).order_by(Person.id))).scalars().all()[who]


BO, ANNA = 0, 1


async def test_a_changed_profile_is_kept_up(world: World, anna: Somebody, bo: Somebody) -> None:
    await tells(world, bo, FactKind.PROFILE, name="Bo Chen", zone="Asia/Taipei", language="zh-Hant")
    person = await row_of(world, BO)
    assert (person.name, person.zone, person.language) == ("Bo Chen", "Asia/Taipei", "zh-Hant")


async def test_what_somebody_chose_stays(world: World, anna: Somebody, bo: Somebody) -> None:
    await bo.says("settings name Bobby")
    await bo.says("settings zone Tokyo")
    await bo.says("settings language en")
    await tells(world, bo, FactKind.PROFILE, name="Bo Chen", zone="Asia/Taipei", language="zh-Hant")
    person = await row_of(world, BO)
    assert (person.name, person.zone, person.language) == ("Bobby", "Asia/Tokyo", "en")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 5000])
async def test_a_zone_that_is_none_is_left_out(world: World, anna: Somebody, bo: Somebody, zone: str) -> None:
    await tells(world, bo, FactKind.PROFILE, zone=zone, language="tlh")
    person = await row_of(world, BO)
    assert (person.zone, person.language) == ("UTC", None)


async def test_a_new_zone_moves_the_prompt(world: World, anna: Somebody, bo: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tells(world, bo, FactKind.PROFILE, zone="Asia/Tokyo")
    async with world.database.reading() as session:
        query = select(Seat.next_at).join(Person, Person.id == Seat.person_id).where(Person.name == "Bo")
        assert (await session.execute(query)).scalar_one() == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


async def test_what_a_platform_tells_is_nothing_of_mine_to_undo(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await tells(world, bo, FactKind.PROFILE, name="Bo Chen", zone="Asia/Taipei")
    assert "nothing of yours" in (await bo.says("undo")).text


async def test_the_lead_hears_what_somebody_who_left_leaves(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft the contract @bo", place="web-shop")
    await anna.says("block 1 the price list from @bo", place="web-shop")
    incoming = replace(bo.incoming(""), sender=Sender("bo"), said=Fact(FactKind.GONE))
    await world.dispatch.receive(incoming)
    gone, waiting = [as_text(message) for address, message in await world.posted() if address == "@anna"]
    assert gone.splitlines() == [
        "Bo's login was closed. They get no messages any more.",
        "Still with Bo:",
        "WEB-1 · Draft the contract",
    ]
    assert "because Bo is no longer in the project" in waiting
    assert await tells(world, bo, FactKind.GONE) == {}


async def test_nothing_more_goes_to_somebody_who_left(world: World, anna: Somebody, bo: Somebody) -> None:
    await tells(world, bo, FactKind.GONE)
    await world.dispatch.receive(anna.incoming("add Draft the contract", place="web-shop"))
    await world.dispatch.receive(anna.incoming("block 1 the price list from @bo", place="web-shop"))
    assert "@bo" not in {address for address, _ in await world.posted()}


async def test_who_comes_back_is_back(world: World, anna: Somebody, bo: Somebody) -> None:
    await tells(world, bo, FactKind.GONE)
    assert "settings" in (await bo.says("settings")).text
    assert (await row_of(world, BO)).gone_at is None


async def test_nobody_gets_to_be_known_by_a_changed_profile(world: World, anna: Somebody) -> None:
    await tells(world, world.person("Cara"), FactKind.PROFILE, name="Cara", zone="Asia/Tokyo")
    async with world.database.reading() as session:
        assert len((await session.execute(select(Person.id))).all()) == 2
