"""What stands on a button may be typed instead of pressed, where nothing else is meant by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.models import Blocker, Installation, OutboxRow, Person, StandupAnswer, Task, Workspace
from storage.outbox import REFRESH
from storage.words import Platform, TaskStatus
from tests.conversations.days import tick, until
from tests.conversations.world import Heard, Somebody, World


async def types(who: Somebody, text: str, *, under: str = "", place: str = "") -> Heard:
    """Say plain words, in private or as a reply to a post."""
    said = who.incoming(text, place=place, addressed=False)
    return await who.world.say(replace(said, reply_to=under))


async def task(world: World, number: int) -> Task:
    """A task of Web shop."""
    async with world.database.reading() as session:
        return (await session.execute(select(Task).where(Task.number == number))).scalar_one()


async def blocker(world: World) -> Blocker:
    """The only blocker."""
    async with world.database.reading() as session:
        return (await session.execute(select(Blocker))).scalar_one()


async def speaks(world: World, name: str, language: str) -> None:
    """Let somebody read another language from now on."""
    async with world.database.begin() as session:
        person = (await session.execute(select(Person).where(Person.name == name))).scalar_one()
        person.language = language


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna has said that she waits for Bo, who has got that in private."""
    await anna.says("add Draft the contract @anna", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    await world.posted()
    await world.deliver()
    return anna


@pytest.mark.parametrize(
    "text", ["It's done", "its done", "IT’S DONE.", "it's done, thanks", "✅ It's done！"]
)
async def test_a_label_typed_in_private_does_what_the_button_does(
    world: World, stuck: Somebody, bo: Somebody, text: str
) -> None:
    assert "cleared" in (await types(bo, text)).text
    assert (await blocker(world)).resolved_at is not None


@pytest.mark.parametrize("text", ["take it", "Take", "接手", "I'll do it by"])
async def test_the_verb_of_a_button_is_enough(world: World, stuck: Somebody, bo: Somebody, text: str) -> None:
    heard = await types(bo, text)
    assert "by when do you clear it" in heard.text, heard.text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "已解决"), ("zh-Hans", "已解决了"), ("zh-Hans", "解决"), ("zh-Hans", "it's done"),
        ("zh-Hant", "已解決"), ("zh-Hant", "已解决"), ("zh-Hant", "「已解決」，謝謝"),
    ],
)  # fmt: skip
async def test_labels_are_typed_in_chinese(
    world: World, anna: Somebody, bo: Somebody, language: str, text: str
) -> None:
    await speaks(world, "Bo", language)
    await anna.says("add 写合同 @anna", place="web-shop")
    await anna.says("block 1 价格表 from @bo", place="web-shop")
    await world.posted()
    await world.deliver()
    await types(bo, text)
    assert (await blocker(world)).resolved_at is not None


async def test_only_the_last_message_with_buttons_counts(world: World, stuck: Somebody, bo: Somebody) -> None:
    await bo.says("settings")
    heard = await types(bo, "it's done")
    assert "I'm not sure" in heard.text
    assert (await blocker(world)).resolved_at is None


async def test_a_message_without_buttons_below_it_changes_nothing(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    heard = await types(bo, "thank you")
    assert not heard.buttons.keys() & {"It's done"}
    heard = await types(bo, "it's done", under=await world.ref("blocker/1/0", "@bo"))
    assert (await blocker(world)).resolved_at is not None


async def test_an_edit_of_an_older_message_is_not_the_last_one(world: World, stuck: Somebody) -> None:
    await stuck.says("add Ship it @anna", place="web-shop")
    await world.say(replace(stuck.incoming("WEB-3"), rides=0))
    await world.deliver()
    await stuck.says("settings")
    await stuck.says("WEB-3 !high", place="web-shop")
    await world.deliver()
    async with world.database.reading() as session:
        cards = select(OutboxRow.key).where(OutboxRow.address == "@anna", OutboxRow.topic == "task/2")
        assert any(key.startswith(REFRESH) for key in (await session.execute(cards)).scalars())
    assert "Which tasks" in (await types(stuck, "start")).text


async def test_a_reply_means_the_message_that_it_replies_to(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await bo.says("settings")
    await types(bo, "it's done", under=await world.ref("blocker/1/0", "@bo"))
    assert (await blocker(world)).resolved_at is not None


async def test_a_reply_to_a_message_without_a_topic_is_understood(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft the contract @bo", place="web-shop")
    await anna.says("invite @bo", place="web-shop")
    await world.posted()
    await world.deliver()
    async with world.database.reading() as session:
        rows = (await session.execute(select(OutboxRow).where(OutboxRow.address == "@bo"))).scalars().all()
    welcome = next(row for row in rows if "Fine" in str(row.message))
    await bo.says("settings")
    assert welcome.ref is not None
    heard = await types(bo, "fine", under=welcome.ref)
    assert "not sure" not in heard.text


async def test_a_reply_in_a_channel_may_be_a_label(world: World, anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft the contract @bo", place="web-shop")
    await bo.says("1", place="web-shop")
    await world.deliver()
    ref = await world.ref("task/1", "web-shop")
    assert ref
    await types(bo, "Start", under=ref, place="web-shop")
    assert (await task(world, 1)).status is TaskStatus.DOING


async def test_words_in_a_channel_that_reply_to_nothing_press_nothing(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft the contract @bo", place="web-shop")
    await bo.says("1", place="web-shop")
    await world.deliver()
    await bo.says("start", place="web-shop")
    assert (await task(world, 1)).status is TaskStatus.TODO


async def test_a_stale_button_typed_shows_the_card_of_today(world: World, stuck: Somebody) -> None:
    await stuck.says("add Ship it @anna", place="web-shop")
    card = await stuck.says("WEB-3")
    assert "Start" in card.buttons
    await world.deliver()
    await stuck.says("done WEB-3", place="web-shop")
    heard = await types(stuck, "start")
    assert "Ship it" in heard.text
    assert (await task(world, 3)).status is TaskStatus.DONE


async def test_after_a_weekend_nobody_means_the_old_buttons(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    world.clock.move_to(world.clock.now() + timedelta(days=3, minutes=1))
    await types(bo, "it's done")
    assert (await blocker(world)).resolved_at is None


async def test_nobody_presses_the_buttons_of_somebody_else(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    cleo = world.person("Cleo")
    await cleo.says("help")
    await types(cleo, "it's done")
    await types(cleo, "it's done", under=await world.ref("blocker/1/0", "@bo"))
    assert (await blocker(world)).resolved_at is None


async def test_the_same_login_in_another_workspace_has_buttons_of_its_own(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    async with world.database.begin() as session:
        other = Workspace(name="Other", language="en", zone="UTC", created_at=world.clock.now())
        session.add(other)
        await session.flush()
        session.add(Installation(workspace_id=other.id, platform=Platform.CONSOLE, external_id="other"))
    said = bo.incoming("it's done", addressed=False)
    await world.say(replace(said, bot=replace(said.bot, external_id="other")))
    assert (await blocker(world)).resolved_at is None


# --- what waits for an answer comes first ---


@pytest.fixture
async def asked(world: World, anna: Somebody) -> Somebody:
    """Anna was asked at 9:30 in Berlin, and has got the reminder of a task afterwards."""
    await anna.says("add Ship it @anna by tuesday", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tick(world)
    await until(world, datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    await world.deliver()
    return anna


async def answers(world: World) -> list[str]:
    """What was answered."""
    async with world.database.reading() as session:
        return [one.body for one in (await session.execute(select(StandupAnswer))).scalars() if one.body]


async def test_a_stand_up_answer_is_no_button_of_a_card(world: World, asked: Somebody) -> None:
    card = await asked.says("WEB-1")
    assert "Done" in card.buttons
    await types(asked, "done")
    assert await answers(world) == ["done"]
    assert (await task(world, 1)).status is TaskStatus.TODO


@pytest.mark.parametrize("text", ["skip today", "Skip today", "今天跳过", "今天略過"])
async def test_the_buttons_of_the_question_itself_are_typed(world: World, asked: Somebody, text: str) -> None:
    heard = await types(asked, text)
    assert await answers(world) == []
    assert "skip" in heard.text.casefold()


async def test_a_reply_to_a_card_is_no_stand_up_answer(world: World, asked: Somebody) -> None:
    await asked.says("WEB-1")
    await world.deliver()
    await types(asked, "done", under=await world.ref("task/1", "@anna"))
    assert (await task(world, 1)).status is TaskStatus.DONE
    assert await answers(world) == []


async def test_a_form_takes_what_is_typed_unless_its_own_buttons_say_it(world: World, anna: Somebody) -> None:
    await anna.says("add Ship it @anna", place="web-shop")
    await anna.says("note 1")
    heard = await types(anna, "done")
    assert "not sure" not in heard.text
    assert (await task(world, 1)).status is TaskStatus.TODO
    await anna.says("settings edit")
    heard = await types(anna, "keep anna")
    assert "2 of 7" in heard.text
    heard = await types(anna, "skip")
    assert "3 of 7" in heard.text
    heard = await types(anna, "back")
    assert "2 of 7" in heard.text


@pytest.mark.parametrize("text", ["undo", "help", "stop"])
async def test_what_says_the_same_everywhere_is_never_a_label(
    world: World, anna: Somebody, text: str
) -> None:
    await anna.says("add One", place="web-shop")
    first = await anna.says("done WEB-1")
    assert "Undo" in first.buttons
    await anna.says("note WEB-1 later", place="web-shop")
    plainly = await types(anna, text)
    assert "WEB-1 is open again" not in plainly.text
    assert (await task(world, 1)).status is TaskStatus.DONE
