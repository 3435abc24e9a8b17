"""One person on two platforms."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.incoming import Fact, FactKind
from storage.models import Account, Person
from tests.conversations.world import Heard, Somebody, World, as_text


@pytest.fixture
def elsewhere(world: World) -> Somebody:
    """Bo's login on Telegram, where nobody knows it yet."""
    return world.person("Bo_tg", platform="telegram")


async def code(one: Somebody) -> str:
    """Ask for a code."""
    said = await one.says("link")
    found = re.search(r"link (\S{22})", said.text)
    assert found, said.text
    return found[1]


async def known(lead: Somebody, one: Somebody) -> None:
    """Let somebody in on Telegram as a person of their own."""
    said = await lead.says("invite", place="web-shop")
    await one.says(said.text.split()[-1])


async def press(one: Somebody, heard: Heard, label: str) -> Heard:
    """Press a button."""
    return await one.says(heard.buttons[label])


@pytest.mark.parametrize("said", ["", "link ", "start ", "关联 "])
async def test_a_login_that_nobody_knows_becomes_the_persons_by_the_code(
    world: World, anna: Somebody, bo: Somebody, elsewhere: Somebody, said: str
) -> None:
    await anna.says("add Price list @bo", place="web-shop")
    incoming = elsewhere.incoming(f"{said}{await code(bo)}")
    await world.posted()
    answer = await world.dispatch.receive(incoming)
    assert answer.message is not None
    assert as_text(answer.message) == "You are Bo here as well now."
    told = {address: as_text(message) for address, message in await world.posted()}
    assert told["@bo"].startswith("You are linked with Telegram (bo_tg) now")
    assert "Price list" in (await elsewhere.says("mine")).text


async def test_a_code_works_once_and_not_for_long(
    world: World, anna: Somebody, bo: Somebody, elsewhere: Somebody
) -> None:
    first, second = await code(bo), await code(bo)
    await elsewhere.says(first)
    eve = world.person("Eve", platform="telegram")
    assert "no longer valid" in (await eve.says(first)).text
    world.clock.move_to(world.clock.now() + timedelta(minutes=16))
    assert "no longer valid" in (await eve.says(second)).text


async def test_two_known_people_are_joined_after_a_yes_and_parted_by_undo(
    world: World, anna: Somebody, bo: Somebody, elsewhere: Somebody
) -> None:
    await known(anna, elsewhere)
    await anna.says("add Price list @bo", place="web-shop")
    await elsewhere.says("add From the phone @me")
    asked = await elsewhere.says(f"link {await code(bo)}")
    assert "Are you Bo as well?" in asked.text
    assert "Price list" not in (await elsewhere.says("mine")).text
    await world.posted()
    joined = await press(elsewhere, asked, "Yes, join us")
    assert "You are Bo here as well now" in joined.text
    assert "Price list" in (await elsewhere.says("mine")).text
    await press(elsewhere, joined, "Undo")
    assert "Price list" not in (await elsewhere.says("mine")).text


async def test_the_other_platform_hears_of_it(
    world: World, anna: Somebody, bo: Somebody, elsewhere: Somebody
) -> None:
    await known(anna, elsewhere)
    asked = await elsewhere.says(f"link {await code(bo)}")
    incoming = elsewhere.incoming(asked.buttons["Yes, join us"])
    await world.posted()
    await world.dispatch.receive(incoming)
    told = [message for address, message in await world.posted() if address == "@bo"]
    assert [one.buttons[0].command.split()[0] for one in told] == ["unlink"]


async def test_somebody_else_cannot_say_yes(
    world: World, anna: Somebody, bo: Somebody, elsewhere: Somebody
) -> None:
    await known(anna, elsewhere)
    asked = await elsewhere.says(f"link {await code(bo)}")
    assert "no longer valid" in (await anna.says(asked.buttons["Yes, join us"])).text


async def test_ones_own_code_and_nonsense_are_refused(anna: Somebody, bo: Somebody) -> None:
    assert "your own code" in (await bo.says(f"link {await code(bo)}")).text
    assert "I don't know that code" in (await bo.says("link nonsense")).text


async def test_a_start_link_asks_who_is_known_there(
    anna: Somebody, bo: Somebody, elsewhere: Somebody
) -> None:
    await known(anna, elsewhere)
    started = Fact(FactKind.STARTED, await code(bo))
    heard = await elsewhere.world.say(replace(elsewhere.incoming(""), said=started))
    assert "Are you Bo as well?" in heard.text


async def test_messages_go_where_one_wants_them(
    world: World, anna: Somebody, bo: Somebody, elsewhere: Somebody
) -> None:
    await elsewhere.says(await code(bo))
    assert "Telegram first" in (await bo.says("settings via telegram")).text
    await anna.says("add Draft", place="web-shop")
    await world.dispatch.receive(anna.incoming("block 1 price list from @bo", place="web-shop"))
    told = [address for address, _ in await world.posted()]
    assert "@bo_tg" in told
    assert "@bo" not in told


async def test_a_login_can_be_parted_again(anna: Somebody, bo: Somebody, elsewhere: Somebody) -> None:
    await anna.says("add Price list @bo", place="web-shop")
    await elsewhere.says(await code(bo))
    listed = await bo.says("unlink")
    assert "not yours" in (await anna.says("unlink 99")).text
    await press(bo, listed, "Unlink Telegram (bo_tg)")
    assert "Price list" not in (await elsewhere.says("mine")).text


@pytest.mark.parametrize("is_known", [False, True])
async def test_a_second_login_changes_neither_name_nor_language_nor_zone(
    world: World, anna: Somebody, *, is_known: bool
) -> None:
    bo = world.person("Bo", "Europe/London", language="en")
    await bo.says("help")
    elsewhere = Somebody(world, "李雷", "Asia/Shanghai", "telegram", "zh-Hans")
    if is_known:
        await known(anna, elsewhere)
        asked = await elsewhere.says(f"link {await code(bo)}")
        await elsewhere.says(next(iter(asked.buttons.values())))
    else:
        await elsewhere.says(await code(bo))
    await elsewhere.says("help")
    async with world.database.reading() as session:
        query = select(Person.name, Person.language, Person.zone).join(Account)
        rows = (await session.execute(query.where(Account.external_id == "李雷"))).all()
    assert [tuple(row) for row in rows] == [("Bo", "en", "Europe/London")]
    assert "称呼：李雷" in (await parted(world, elsewhere)).text


async def parted(world: World, elsewhere: Somebody) -> Heard:
    """Part the second login, and ask there who one is."""
    async with world.database.reading() as session:
        query = select(Account.id).where(Account.external_id == elsewhere.name.lower())
        number = (await session.execute(query)).scalar_one()
    await elsewhere.says(f"unlink {number}")
    return await elsewhere.says("设置")
