"""Answers: taken by words, form and button, understood, and what they bring about."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.incoming import Filled, Words
from storage.models import Blocker, OutboxRow, Post, StandupAnswer, Task
from tests.conversations.days import tick, to, until
from tests.conversations.world import Heard, Somebody, World, counts


def tuesday(hour: int, minute: int = 0) -> datetime:
    """A time of Tuesday 24 November 2026, UTC."""
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


@pytest.fixture
async def asked(world: World, anna: Somebody) -> Somebody:
    """Anna has WEB-1 and WEB-2, Bo has WEB-3; Anna was asked on Tuesday at 9:30 in Berlin."""
    for text in ("add Checkout page @anna", "add Test plan @anna", "add API keys @bo"):
        await anna.says(text, place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tick(world)
    await until(world, tuesday(8, 30))
    return anna


async def says(somebody: Somebody, text: str) -> Heard:
    """Plain words in the direct message."""
    return await somebody.says(text, addressed=False)


async def fills(somebody: Somebody, **values: str) -> Heard:
    """Send the stand-up's form, with its number taken from the button."""
    heard = await somebody.says("standup form")
    form = heard.answer.form or (heard.answer.message.form if heard.answer.message else None)
    number = form.given["asked"] if form else "1"
    said = Filled("standup fill", {"asked": number, **values})
    return await somebody.world.say(replace(somebody.incoming(""), said=said))


async def test_what_was_understood_is_echoed_with_one_way_back(world: World, asked: Somebody) -> None:
    heard = await says(
        asked, "done WEB-2\nWEB-1 is blocked: waiting for the API keys from @bo\nMore layout tomorrow"
    )
    assert heard.text.splitlines()[:3] == [
        "Noted.",
        "WEB-2 is done.",
        "⛔ WEB-1 waits for Bo: the API keys",
    ]
    assert list(heard.buttons)[:2] == ["Undo", "Change"]
    assert await counts(world, Blocker) == (1,)
    await asked.says(heard.buttons["Undo"])
    assert "Done" in (await asked.says("WEB-2", place="web-shop")).buttons
    assert "Nothing here" in (await asked.says("blockers", place="web-shop")).text
    assert "0 of 2 answered" in (await asked.says("standup status", place="web-shop")).text


@pytest.mark.parametrize("words", ["WEB-2 is done", "finished WEB-2", "WEB-2 已完成", "完成了WEB-2"])
async def test_a_sentence_that_says_done_does_it(asked: Somebody, words: str) -> None:
    assert "WEB-2 is done." in (await says(asked, f"Layout\n{words}")).text


async def test_an_obstacle_without_a_task_is_asked_back_and_a_button_places_it(
    world: World, asked: Somebody
) -> None:
    heard = await says(asked, "Layout today. Waiting for the API keys from Bo.")
    assert "Waiting for the API keys from Bo: which task does it stop?" in heard.text
    assert await counts(world, Blocker) == (0,)
    assert list(heard.buttons)[:3] == ["WEB-1 Checkout page", "WEB-2 Test plan", "None of these"]
    placed = await asked.says(heard.buttons["WEB-1 Checkout page"])
    assert "WEB-1 waits for Bo" in placed.text
    assert await counts(world, Blocker) == (1,)
    again = await asked.says(heard.buttons["WEB-2 Test plan"])
    assert "That is settled already." in again.text
    assert await counts(world, Blocker) == (1,)


async def test_a_mention_in_what_is_asked_back_is_a_name(world: World, asked: Somebody) -> None:
    said = asked.incoming("Waiting for @<bo>", addressed=False)
    words = Words("Waiting for @<bo>", mentioned={"bo": "Bo"})
    heard = await world.say(replace(said, said=words))
    assert "Waiting for @Bo: which task does it stop?" in heard.text
    assert "WEB-1 waits for Bo" in (await asked.says(heard.buttons["WEB-1 Checkout page"])).text


async def test_none_of_these_leaves_it_in_the_answer(world: World, asked: Somebody) -> None:
    heard = await says(asked, "Waiting for the API keys.")
    assert (await asked.says(heard.buttons["None of these"])).text.startswith("Noted.")
    assert await counts(world, Blocker) == (0,)


async def test_the_buttons_of_an_answer_are_for_who_was_asked(
    world: World, asked: Somebody, bo: Somebody
) -> None:
    heard = await says(asked, "Waiting for the API keys.")
    for command in (
        heard.buttons["WEB-1 Checkout page"],
        "standup skip 1",
        "standup same 1",
        "standup form 1",
    ):
        assert "That was put to Anna." in (await bo.says(command)).text
    assert await counts(world, Blocker) == (0,)


async def test_what_is_known_already_is_not_raised_again(world: World, asked: Somebody) -> None:
    await says(asked, "WEB-1 is blocked: waiting for the API keys from @bo")
    await until(world, datetime(2026, 11, 26, 8, 30, tzinfo=UTC))
    heard = await says(asked, "WEB-1 still waiting for the keys from @bo")
    assert "WEB-1 still waits for Bo" in heard.text
    assert "day 3" in heard.text
    assert await counts(world, Blocker) == (1,)


@pytest.mark.parametrize(
    "words", ["Layout, nothing blocks me", "none", "没有卡住的地方", "沒有", "No blockers"]
)
async def test_an_answer_without_obstacles_makes_none(world: World, asked: Somebody, words: str) -> None:
    heard = await says(asked, words)
    assert heard.text == "Noted."
    assert await counts(world, Blocker) == (0,)


async def test_same_plan_repeats_the_plan_and_says_what_still_waits(world: World, asked: Somebody) -> None:
    await says(asked, "Layout of the page. WEB-1 is blocked: no keys from @bo.")
    await until(world, datetime(2026, 11, 25, 8, 30, tzinfo=UTC))
    heard = await asked.says("standup same")
    assert "WEB-1 still waits for Bo" in heard.text
    shown = (await asked.says("standup status", place="web-shop")).text
    assert "Anna: Layout of the page." in shown


async def test_same_plan_without_one_says_so(asked: Somebody) -> None:
    assert "There is no earlier plan" in (await asked.says("standup same")).text


async def test_the_form_takes_the_plan_and_what_is_in_the_way(world: World, asked: Somebody) -> None:
    heard = await fills(asked, q1="Layout of WEB-1", obstacle="WEB-1: legal does not answer")
    assert "WEB-1 is blocked" in heard.text
    assert await counts(world, Blocker) == (1,)


@pytest.mark.parametrize("none", ["", "none", "No.", "没有", "無", "-"])
async def test_the_forms_field_for_obstacles_takes_no_for_no(
    world: World, asked: Somebody, none: str
) -> None:
    assert (await fills(asked, q1="Layout", obstacle=none)).text == "Noted."
    assert await counts(world, Blocker) == (0,)


async def test_a_late_answer_is_taken_and_marked(world: World, asked: Somebody) -> None:
    await until(world, tuesday(12))
    assert (await says(asked, "Layout")).text.startswith("Noted, as a late answer.")
    assert "late" in (await asked.says("standup status", place="web-shop")).text


async def test_a_second_message_is_added_until_it_closes(world: World, asked: Somebody) -> None:
    await says(asked, "Layout")
    assert (await says(asked, "And the tests")).text.startswith("Added to your answer.")
    assert "Anna: Layout And the tests" in (await asked.says("standup status", place="web-shop")).text
    await until(world, tuesday(12))
    assert "I'm not sure" in (await says(asked, "And now for something else")).text


async def test_an_edited_message_counts_until_it_closes(world: World, asked: Somebody) -> None:
    said = replace(asked.incoming("Layuot", addressed=False), ref="D1:1")
    await world.say(said)
    edited = replace(asked.incoming("Layout", addressed=False), ref="D1:1", was_edited=True)
    assert (await world.say(edited)).text.startswith("Changed.")
    assert "Anna: Layout" in (await asked.says("standup status", place="web-shop")).text
    await until(world, tuesday(12))
    too_late = replace(asked.incoming("Nonsense", addressed=False), ref="D1:1", was_edited=True)
    assert (await world.say(too_late)).text == ""
    assert "Nonsense" not in (await asked.says("standup status", place="web-shop")).text


async def test_an_edit_does_not_do_again_what_it_did(world: World, asked: Somebody) -> None:
    text = "WEB-1 is blocked: no keys"
    await world.say(replace(asked.incoming(text, addressed=False), ref="D1:1"))
    edited = asked.incoming(f"{text}\nLayout", addressed=False)
    await world.say(replace(edited, ref="D1:1", was_edited=True))
    assert await counts(world, Blocker) == (1,)


async def test_the_same_delivery_answers_once(world: World, asked: Somebody) -> None:
    for _ in range(2):
        await world.say(asked.incoming("add tests\ndone WEB-2", key="same", addressed=False))
    assert "1 of 2 answered" in (await asked.says("standup status", place="web-shop")).text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "word " * 2_000,
        "<!channel> <b>bold</b> @everyone",
        "a\n" * 5_000,
        "{name} %s \\ 'quoted'",
    ],
)
async def test_any_text_is_an_answer(world: World, asked: Somebody, text: str) -> None:
    assert (await says(asked, text)).text.startswith("Noted.")
    assert "1 of 2 answered" in (await asked.says("standup status", place="web-shop")).text
    assert await counts(world, Task) == (3,)


async def test_an_empty_answer_is_none(world: World, asked: Somebody) -> None:
    await says(asked, "   ")
    assert "0 of 2 answered" in (await asked.says("standup status", place="web-shop")).text


async def test_one_answer_counts_for_both_projects_and_keyed_lines_for_their_own(
    world: World, asked: Somebody, bo: Somebody
) -> None:
    await asked.says('project new "Mobile app" key APP', place="app")
    await asked.says("add Ship login @anna", place="app")
    await asked.says("standup new 9:30 weekdays", place="app")
    await until(world, datetime(2026, 11, 25, 8, 30, tzinfo=UTC))
    await says(asked, "WEB-1 layout\nAPP-1 login\nA lot of mail")
    web = (await asked.says("standup status", place="web-shop")).text
    app = (await asked.says("standup status", place="app")).text
    assert "Anna: WEB-1 layout A lot of mail" in web
    assert "Anna: APP-1 login A lot of mail" in app


async def test_nothing_asked_is_nothing_to_answer(anna: Somebody) -> None:
    assert "Nothing is asked of you" in (await anna.says("answer Layout")).text
    assert "Nothing is asked of you" in (await anna.says("standup skip")).text


async def test_a_button_of_the_day_before_says_so(world: World, asked: Somebody) -> None:
    await until(world, datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert "more than a day old" in (await asked.says("standup skip 1")).text
    assert await counts(world, StandupAnswer) != (0,)


async def test_somebody_without_tasks_is_told_how_to_say_what_is_stopped(
    world: World, asked: Somebody, bo: Somebody
) -> None:
    await asked.says("cancel WEB-3", place="web-shop")
    await until(world, tuesday(9, 30))
    heard = await says(bo, "Waiting for the contract.")
    assert "which task does it stop? Say block 12 …" in heard.text


async def test_a_person_hears_of_what_waits_for_them(world: World, asked: Somebody) -> None:
    await world.dispatch.receive(asked.incoming("WEB-1 is stuck: waiting for Bo", addressed=False))
    said = await tick(world)
    assert "waiting for Bo" in to(said, "web-shop")[0]
    assert "waiting for Bo" in to(await until(world, tuesday(9)), "@bo")[0]  # his day begins


async def test_who_is_asked_in_the_channel_is_asked_and_answers_in_the_thread_of_the_days_one_message(
    world: World, asked: Somebody, bo: Somebody
) -> None:
    await bo.says("welcome channel WEB")
    await until(world, tuesday(9, 30))
    async with world.database.reading() as session:
        rows = select(OutboxRow).where(OutboxRow.address == "web-shop").order_by(OutboxRow.id)
        posts = (await session.execute(rows)).scalars().all()
    question = next(one for one in posts if (one.topic or "").startswith("asked/"))
    assert question.under is not None
    assert question.under.startswith("run/")
    assert [one.topic for one in posts if one.id < question.id][-1] == question.under
    await world.deliver()
    thread = await world.ref(question.under, "web-shop")
    talk = replace(bo.incoming("Well done, all", place="web-shop", addressed=False), reply_to=thread)
    assert (await world.say(talk)).text == ""
    other = replace(world.person("Cara").incoming("Layout", place="web-shop"), reply_to=thread)
    assert "Noted." not in (await world.say(other)).text
    named = replace(bo.incoming("API keys today", place="web-shop"), reply_to=thread)
    assert "Noted." in (await world.say(named)).text
    assert "Bo: API keys today" in (await asked.says("standup status", place="web-shop")).text


async def test_a_reply_to_the_question_in_the_channel_answers_it_and_other_talk_does_not(
    world: World, asked: Somebody, bo: Somebody
) -> None:
    await bo.says("welcome channel WEB")
    await until(world, tuesday(9, 30))
    async with world.database.begin() as session:
        given = (
            await session.execute(select(StandupAnswer).order_by(StandupAnswer.id.desc()).limit(1))
        ).scalar_one()
        session.add(
            Post(
                workspace_id=world.workspace,
                installation_id=1,
                topic=f"asked/{given.id}",
                address="web-shop",
                ref="web-shop:1",
                at=tuesday(9, 30),
            )
        )
    talk = bo.incoming("Where is lunch?", place="web-shop", addressed=False)
    assert (await world.say(talk)).text == ""
    reply = replace(bo.incoming("API keys", place="web-shop", addressed=False), reply_to="web-shop:1")
    other = replace(asked.incoming("Nice", place="web-shop", addressed=False), reply_to="web-shop:1")
    assert (await world.say(other)).text == ""
    assert "Noted." in (await world.say(reply)).text
    assert "Bo: API keys" in (await asked.says("standup status", place="web-shop")).text
    named = replace(bo.incoming("the search page as well", place="web-shop"), reply_to="web-shop:1")
    assert "Added to your answer." in (await world.say(named)).text
    assert "the search page as well" in (await asked.says("standup status", place="web-shop")).text
    misspelt = replace(asked.incoming("the search page", place="web-shop"), reply_to="web-shop:1")
    assert "I don't know “the”" in (await world.say(misspelt)).text


async def test_what_somebody_plans_to_finish_is_not_done_yet(world: World, anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await anna.says("standup now", place="web-shop")
    await anna.says("answer finish WEB-1")
    assert "done" not in (await anna.says("1", place="web-shop")).text


async def test_a_setting_of_ones_own_is_no_answer(asked: Somebody) -> None:
    assert "Tokyo" in (await says(asked, "settings zone Tokyo")).text


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("WEB-1: still waiting for the price list from @bo", "the price list"),
        ("样式。WEB-1 卡住了：等 @bo 的接口密钥", "接口密钥"),
        ("樣式。WEB-1 卡關了：還在等 @bo 確認規格", "確認規格"),
        ("WEB-1 is stuck: waiting for @bo", "waiting for Bo"),
        ("WEB-1 is stuck: @bo has to sign", "Bo has to sign"),
    ],
)
async def test_a_blocker_is_called_after_what_is_waited_for(
    asked: Somebody, answer: str, reason: str
) -> None:
    assert f"WEB-1 waits for Bo: {reason}\n" in (await says(asked, answer)).text + "\n"
