"""Nobody is drafted: the first message to somebody, and what they make of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.holders import this_process
from bot.incoming import Fact, FactKind, Words
from bot.message import Message
from bot.outgoing import Outgoing, Receipt, Sent, Unreachable
from bot.services import introductions
from bot.work import Work
from storage.models import Installation, Person, Workspace
from storage.words import Platform
from tests.conversations import days
from tests.conversations.world import Somebody, World, as_text

TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


async def tick(world: World) -> list[str]:
    """Do what is due; returns who is asked."""
    return [address for address, text in await days.tick(world) if "Good morning" in text]


async def to(world: World, who: str) -> list[Message]:
    """What is on its way to somebody."""
    return [message for address, message in await world.posted() if address == f"@{who}"]


async def does(somebody: Somebody, text: str, place: str = "") -> None:
    """Say something, without looking at what comes of it."""
    await somebody.world.dispatch.receive(somebody.incoming(text, place=place))


async def row_of(world: World, name: str) -> Person:
    """Somebody as the database knows them."""
    async with world.database.reading() as session:
        return (await session.execute(select(Person).where(Person.name == name))).scalar_one()


async def test_the_first_message_says_who_added_me_to_what_and_what_will_come(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    [message] = await to(world, "tom")
    assert as_text(message).startswith(
        "Hello Tom. Anna added you to Web shop.\nYou'll get one short question"
    )
    assert "The team sees your answers." in as_text(message)
    assert [one.label.text for one in message.buttons] == [
        "Fine",
        "Another time",
        "In the channel instead",
        "Not me",
    ]


@pytest.mark.parametrize(
    "words", ["add Draft the contract @tom", "block 1 the keys from @tom", "role @tom lead"]
)
async def test_whatever_puts_somebody_into_a_project_tells_them_first(
    world: World, anna: Somebody, tom: Somebody, words: str
) -> None:
    await does(anna, "add Something", "web-shop")
    await world.posted()
    await does(anna, words, "web-shop")
    messages = await to(world, "tom")
    assert as_text(messages[0]).startswith("Hello Tom. Anna added you to Web shop.")
    assert sum("Hello Tom" in as_text(one) for one in messages) == 1


async def test_an_observer_is_told_that_nothing_is_asked_of_them(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "role @tom observer", "web-shop")
    [message] = await to(world, "tom")
    assert "Nothing is asked of you." in as_text(message)
    assert [one.label.text for one in message.buttons] == ["Fine", "Not me"]


async def test_nobody_is_greeted_twice(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(anna, "invite @tom", "web-shop")
    await does(anna, "add Draft @tom", "web-shop")
    assert len([one for one in await to(world, "tom") if "added you" in as_text(one)]) == 1


async def test_a_second_project_is_told_shortly(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(anna, "project new App key APP", "app")
    await world.posted()
    await does(anna, "invite @tom", "app")
    [message] = await to(world, "tom")
    assert as_text(message).startswith("Anna added you to App.\n")


async def test_who_starts_a_project_is_not_greeted(world: World, tom: Somebody) -> None:
    await does(tom, "project new App key APP", "app")
    assert not [one for one in await to(world, "tom") if "added you" in as_text(one)]
    assert (await row_of(world, "Tom")).asks_from == world.clock.now()


async def test_who_comes_with_an_invitation_is_not_greeted(world: World, anna: Somebody) -> None:
    code = (await anna.says("invite", place="web-shop")).text.rsplit(" ", 1)[1]
    await world.person("Zoe", platform="telegram").says(code)
    assert not [one for one in await to(world, "zoe") if "added you" in as_text(one)]
    assert (await row_of(world, "Zoe")).introduced_at == world.clock.now()


async def test_silence_is_consent_from_the_next_working_day(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    assert (await row_of(world, "Tom")).asks_from == TUESDAY.replace(hour=8)  # 9:00 in Berlin
    world.clock.move_to(TUESDAY.replace(hour=8, minute=30))
    await does(anna, "standup now", "web-shop")
    assert [one for one in await to(world, "tom") if "Good morning" in as_text(one)]


async def test_nobody_is_asked_before_they_agreed_or_slept_over_it(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    await world.posted()
    await does(anna, "standup now", "web-shop")
    assert await to(world, "tom") == []
    await does(tom, "welcome fine WEB")
    await world.posted()
    await does(anna, "standup now", "web-shop")
    assert [as_text(one).split(".")[0] for one in await to(world, "tom")] == ["Good morning, Tom"]


async def test_not_me_takes_me_out_of_the_project_and_its_prompts(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(anna, "add Draft the contract @tom by tomorrow", "web-shop")
    await world.posted()
    assert "You are out of Web shop" in (await tom.says("welcome no WEB")).text
    assert "Tom" not in (await anna.says("team", place="web-shop")).text
    said = await days.until(world, TUESDAY.replace(hour=23))
    assert days.to(said, "@tom") == []


async def test_not_me_can_be_taken_back(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    await does(tom, "welcome fine WEB")
    await tom.says((await tom.says("welcome no WEB")).buttons["Undo"])
    assert "Tom" in (await anna.says("team", place="web-shop")).text
    world.clock.move_to(TUESDAY.replace(hour=8, minute=30))
    assert "@tom" in await tick(world)


async def test_the_lead_hears_of_a_no_and_of_what_is_left(
    world: World, anna: Somebody, tom: Somebody
) -> None:
    await does(anna, "add Draft the contract @tom", "web-shop")
    await world.posted()
    await does(tom, "welcome no WEB")
    [message] = await to(world, "anna")
    assert as_text(message).splitlines() == [
        "Tom was added to Web shop, and says they are not the one for it. They are out of it now.",
        "Still with Tom:",
        "WEB-1 · Draft the contract",
    ]


async def test_the_only_lead_cannot_say_not_me(anna: Somebody) -> None:
    assert "only lead of Web shop" in (await anna.says("welcome no WEB")).text


async def test_another_time_offers_some(world: World, anna: Somebody, tom: Somebody) -> None:
    await does(anna, "invite @tom", "web-shop")
    heard = await tom.says("welcome later WEB")
    assert heard.buttons["10:00"] == "settings time 10:00"


async def test_the_welcome_of_a_project_that_is_not_mine_is_none(tom: Somebody) -> None:
    assert "asks you nothing" not in (await tom.says("welcome no WEB")).text


class Kept:
    """A platform that keeps what arrives, in order."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Take it."""
        self.arrived.append((outgoing.address.text(), as_text(outgoing.message)))
        return Sent(str(len(self.arrived)))


async def test_nothing_overtakes_the_first_message_to_somebody(world: World, anna: Somebody) -> None:
    said = anna.incoming("", place="web-shop")
    words = Words("add Draft the contract @<u7>", addressed=True, mentioned={"u7": "Max"})
    await world.dispatch.receive(replace(said, said=words))
    await does(anna, "add Call the lawyer @max", "web-shop")
    console = Kept()
    adapters = {await lane(world, Platform.CONSOLE): console}
    delivery = Delivery(world.database, world.clock, adapters, holder=this_process())
    await delivery.drain()
    assert days.to(console.arrived, "@u7") == []  # the platform was not asked yet who that is
    world.clock.move_to(world.clock.now() + introductions.ASKED_FOR)
    while await delivery.drain():
        pass
    await delivery.stop()
    heard = days.to(console.arrived, "@u7")
    assert heard[0].startswith("Hello Max. Anna added you to Web shop.")
    assert len(heard) == 3


async def lane(world: World, platform: Platform) -> int:
    """The installation of a platform."""
    async with world.database.reading() as session:
        query = select(Installation.id).where(Installation.platform == platform)
        return (await session.execute(query)).scalar_one()


class Closed:
    """A platform on which nobody has pressed Start, and that keeps what it was given."""

    def __init__(self) -> None:
        self.is_open = False

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Let groups through, and people who have started the bot."""
        return Sent("1") if self.is_open or not outgoing.address.is_person else Unreachable("never started")


async def deliver(world: World, telegram: Closed) -> list[tuple[str, str]]:
    """Deliver, then run the duty and deliver again; returns what was said in between, as (address, text)."""
    adapters = {await lane(world, Platform.TELEGRAM): telegram}
    delivery = Delivery(world.database, world.clock, adapters, holder=this_process())
    await delivery.drain()
    await world.posted()
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace)
        await introductions.calls_due(work)
        await work.finish()
    await delivery.drain()
    await delivery.stop()
    return [(address, as_text(message)) for address, message in await world.posted()]


@pytest.fixture
async def zoe(world: World, anna: Somebody) -> Somebody:
    """Zoe of the Telegram group of Web shop, who never pressed Start and has a task now."""
    somebody = world.person("Zoe", "Europe/Berlin", platform="telegram")
    lead = world.person("Lea", "Europe/Berlin", platform="telegram")
    codes = [(await anna.says("invite", place="web-shop")).text.rsplit(" ", 1)[1] for _ in range(2)]
    await somebody.says(codes[0])
    await lead.says(codes[1])
    await anna.says("role @lea lead", place="web-shop")
    await lead.says("project bind WEB", place="group")
    await anna.says("project new App key APP", place="app")
    await anna.says("invite @zoe", place="app")
    return somebody


async def test_who_cannot_be_written_to_is_called_in_the_group_without_content(
    world: World, zoe: Somebody
) -> None:
    [(address, text)] = [one for one in await deliver(world, Closed()) if "Press Start" in one[1]]
    assert address == "group"
    assert text.startswith("Zoe, something waits for you")
    assert "App" not in text


async def test_nobody_is_called_twice_a_day(world: World, zoe: Somebody) -> None:
    telegram = Closed()
    await deliver(world, telegram)
    world.clock.move_to(world.clock.now() + timedelta(hours=5))
    assert not [one for one in await deliver(world, telegram) if "Press Start" in one[1]]
    world.clock.move_to(TUESDAY.replace(hour=12))
    assert [one for one in await deliver(world, telegram) if "Press Start" in one[1]]


async def test_who_has_started_is_called_no_more(world: World, zoe: Somebody) -> None:
    telegram = Closed()
    await deliver(world, telegram)
    started = zoe.incoming("")
    await world.dispatch.receive(replace(started, said=Fact(FactKind.STARTED)))
    telegram.is_open = True
    world.clock.move_to(TUESDAY.replace(hour=12))
    assert not [one for one in await deliver(world, telegram) if "Press Start" in one[1]]


async def test_whose_zone_is_not_known_is_asked_once_and_has_the_projects_meanwhile(
    world: World, anna: Somebody
) -> None:
    codes = [(await anna.says("invite", place="web-shop")).text.rsplit(" ", 1)[1]]
    await anna.says("project new App key APP", place="app")
    codes.append((await anna.says("invite", place="app")).text.rsplit(" ", 1)[1])
    yan = world.person("Yan", "", platform="telegram")
    question = await yan.says(codes[0])
    assert question.text.startswith("Welcome, Yan. You are in Web shop now.")
    assert question.text.endswith("I take Mon 23 Nov, 10:00 (Berlin) for your time, as in Web shop.")
    assert "your time" not in (await yan.says(codes[1])).text
    assert "(Berlin)" in (await yan.says("settings")).text
    cities = await yan.says(question.buttons["I live elsewhere"])
    assert cities.text.splitlines()[1:] == ["Where do you live?", "Any city or zone"]
    said = await yan.says(cities.buttons["Shanghai"])
    assert "✅ Where do you live? · Shanghai" in said.text.splitlines()
    assert (await row_of(world, "Yan")).zone == "Asia/Shanghai"


async def test_a_lead_sees_who_is_not_reachable_and_whoever_asks_in_the_group_is_shown_the_way(
    world: World, anna: Somebody, zoe: Somebody
) -> None:
    await deliver(world, Closed())
    world.clock.move_to(TUESDAY.replace(hour=12))
    await world.posted()
    heard = await zoe.says("mine", place="group")
    assert "Zoe, something waits for you, and I can't write to you yet." in heard.text
    heard = await zoe.says("mine", place="group")
    assert "something waits for you" not in heard.text
