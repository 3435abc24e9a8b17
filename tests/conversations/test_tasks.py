"""What people say about tasks, and what they see."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.incoming import Outcome, Words
from storage.models import OutboxRow, Task
from tests.conversations.world import Somebody, World, counts


async def test_adding_a_task_answers_with_its_card_and_the_absolute_day(anna: Somebody) -> None:
    heard = await anna.says("add Draft the contract @bo by friday !high #legal ~2d", place="web-shop")
    assert (
        heard.text == "WEB-1 Draft the contract\nBo · due Fri 27 Nov · about 2 days · high priority · #legal"
    )
    assert list(heard.buttons) == ["Start", "Done", "Undo", "Blocked…", "Edit", "Note…"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("add Implement stand by mode", "Implement stand by mode"),
        ("add Fix #1 issue", "Fix #1 issue"),
        ("add Ask @bo for the list by thursday", "Ask @bo for the list"),
        ("add Wait after 3 attempts", "Wait after 3 attempts"),
        ("add Greet @everyone", "Greet @everyone"),
        ("add <!channel> & <b>bold</b>", "<!channel> & <b>bold</b>"),
        ('add "Ship it by friday"', "Ship it by friday"),
        ("add Close the gap for good", "Close the gap for good"),
        ("add May fix the sun icon", "May fix the sun icon"),
        ("add Reach 100 % of #2024", "Reach 100 % of #2024"),
        ("add @bo", "@bo"),
    ],
)
async def test_a_title_keeps_every_word_that_is_no_option(anna: Somebody, typed: str, title: str) -> None:
    heard = await anna.says(typed, place="web-shop")
    assert heard.text.splitlines()[0] == f"WEB-1 {title}"


async def test_options_are_read_from_both_ends_in_any_order(anna: Somebody) -> None:
    heard = await anna.says("add p1 #web Ship login ~3h by tomorrow @bo", place="web-shop")
    assert (
        heard.text
        == "WEB-1 Ship login\nBo · due tomorrow, Tue 24 Nov · about 0.4 days · high priority · #web"
    )


async def test_a_date_with_two_readings_is_asked_back(anna: Somebody) -> None:
    heard = await anna.says("add Ship login by next friday", place="web-shop")
    assert "which day is meant" in heard.text
    assert heard.buttons["Fri 27 Nov"] == "edit WEB-1 by 2026-11-27"
    assert heard.buttons["Fri 4 Dec"] == "edit WEB-1 by 2026-12-04"


async def test_a_pressed_choice_sets_the_date(anna: Somebody) -> None:
    await anna.says("add Ship login by next friday", place="web-shop")
    assert "due Fri 4 Dec" in (await anna.says("edit WEB-1 by 2026-12-04", place="web-shop")).text


async def test_who_was_only_mentioned_is_known_from_then_on(world: World, anna: Somebody) -> None:
    words = Words("add Call @<u5> about it @<u7>", addressed=True, mentioned={"u5": "Eve", "u7": "Max"})
    heard = await world.say(replace(anna.incoming("", place="web-shop"), said=words))
    assert heard.text == "WEB-1 Call @Eve about it\nMax"


async def test_keys_come_first_if_one_likes(anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("add Two", place="web-shop")
    assert "doing" in (await anna.says("1 start", place="web-shop")).text
    assert "due Fri 27 Nov" in (await anna.says("WEB-2 by friday", place="web-shop")).text
    assert (await anna.says("1", place="web-shop")).text.startswith("WEB-1 One")
    assert "2 tasks changed" in (await anna.says("done 1 2", place="web-shop")).text


async def test_a_circle_is_refused_and_named(anna: Somebody) -> None:
    for title in ("One", "Two after 1", "Three after 2"):
        await anna.says(f"add {title}", place="web-shop")
    heard = await anna.says("after 1 3", place="web-shop")
    assert "circle: WEB-1 → WEB-3 → WEB-2 → WEB-1." in heard.text
    assert "after" not in (await anna.says("1", place="web-shop")).text


async def test_a_member_may_not_cancel_what_is_not_theirs(anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Hers", place="web-shop")
    refused = await bo.says("cancel 1", place="web-shop")
    assert refused.text == "WEB-1 was added by Anna. Ask them."
    assert (await anna.says("cancel 1", place="web-shop")).text.count("cancelled") == 1


async def test_undo_takes_back_the_last_change_and_says_which(anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("1 by friday", place="web-shop")
    assert (await anna.says("undo")).text == "Taken back: edit.\nWEB-1 One · to do"
    assert "due" not in (await anna.says("1", place="web-shop")).text


async def test_undo_does_not_overwrite_what_somebody_changed_since(anna: Somebody, bo: Somebody) -> None:
    await anna.says("add One @bo", place="web-shop")
    await anna.says("1 by friday", place="web-shop")
    await bo.says("1 by thursday", place="web-shop")
    assert "by Bo" in (await anna.says("undo")).text
    assert "due Thu 26 Nov" in (await anna.says("1", place="web-shop")).text


async def test_undo_of_somebody_elses_change_is_refused(world: World, anna: Somebody, bo: Somebody) -> None:
    undo = (await anna.says("add One", place="web-shop")).buttons["Undo"]
    assert "somebody else's" in (await bo.says(undo, place="web-shop")).text


async def test_history_says_in_words_who_did_what(anna: Somebody, bo: Somebody) -> None:
    await anna.says("milestone Beta 17 March", place="web-shop")
    await anna.says("add One @bo by friday ~2d #legal for Beta", place="web-shop")
    await bo.says("start 1", place="web-shop")
    await anna.says("1 no due", place="web-shop")
    await anna.says("undo")
    heard = await anna.says("history 1", place="web-shop")
    assert heard.text.splitlines() == [
        "What happened to “One”",
        "9:00 · Anna: due Fri 27 Nov · taking back",
        "9:00 · Anna: no date · taken back since",
        "9:00 · Bo: doing",
        "9:00 · Anna: added it · given to Bo · due Fri 27 Nov · about 2 days · for Beta · #legal",
    ]


async def test_history_is_of_a_project_or_of_a_person_as_well(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add One @bo", place="web-shop")
    await bo.says("block 1 the keys from @anna", place="web-shop")
    heard = await anna.says("history", place="web-shop")
    assert heard.text.splitlines() == [
        "What happened in Web shop",
        "9:00 · WEB-2 · Bo: raised the keys · waiting for Anna",
        "9:00 · WEB-1 · Anna: added it · given to Bo",
    ]
    assert (await anna.says("history @bo")).text.splitlines()[1:] == heard.text.splitlines()[1:2]
    assert "WEB" not in (await world.person("Cara").says("history @bo")).text


async def test_the_same_delivery_twice_happens_once(world: World, anna: Somebody) -> None:
    first = await anna.says("add One", place="web-shop", key="same")
    second = await anna.says("add One", place="web-shop", key="same")
    assert (first.answer.outcome, second.answer.outcome) == (Outcome.DONE, Outcome.TWICE)
    assert await counts(world, Task) == (1,)


async def test_ten_at_once_get_ten_numbers(world: World, anna: Somebody) -> None:
    asked = [world.dispatch.receive(anna.incoming(f"add Task {n}", place="web-shop")) for n in range(10)]
    assert {one.outcome for one in await asyncio.gather(*asked)} == {Outcome.DONE}
    await world.posted()
    heard = await anna.says("search Task", place="web-shop")
    assert sorted(line.split()[0] for line in heard.text.splitlines()[1:]) == sorted(
        f"WEB-{n}" for n in range(1, 11)
    )


async def test_a_number_that_is_not_there_names_the_last_one(anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    assert (
        await anna.says("done 120", place="web-shop")
    ).text == "There is no WEB-120 here. The last one is WEB-1."


async def test_an_unknown_word_gets_the_nearest_command(anna: Somebody) -> None:
    heard = await anna.says("hlep me", place="web-shop")
    assert heard.text == "I don't know “hlep”. Did you mean “help me”?"
    assert list(heard.buttons) == ["help me", "Help"]


async def test_a_ten_thousand_character_title_is_refused_with_a_sentence(
    world: World, anna: Somebody
) -> None:
    heard = await anna.says("add " + "x" * 10_000, place="web-shop")
    assert heard.text == "A title has at most 300 characters; this one has 10000."
    assert await counts(world, Task) == (0,)


async def test_nothing_at_all_is_answered_kindly(anna: Somebody) -> None:
    assert (await anna.says("", place="web-shop")).text.startswith("What you can say")


async def test_a_stranger_gets_one_sentence_a_day_and_changes_nothing(world: World, anna: Somebody) -> None:
    mallory = world.person("Mallory", platform="telegram")
    first = await mallory.says("add A task")
    assert first.text == "I don't know you here yet. Ask a lead or an admin of the team for an invitation."
    assert (await mallory.says("add A task")).text == ""
    assert await counts(world, Task) == (0,)


async def test_an_invitation_lets_one_person_in_once(world: World, anna: Somebody) -> None:
    code = (await anna.says("invite", place="web-shop")).text.split()[-1]
    tom, eve = world.person("Tom", platform="telegram"), world.person("Eve", platform="telegram")
    assert (await tom.says(f"start {code}")).text.startswith("Welcome, Tom. You are in Web shop now.")
    assert (await tom.says("add By Tom")).text.startswith("WEB-1 By Tom")
    assert "no longer valid" in (await eve.says(f"start {code}")).text


async def test_somebody_outside_a_project_cannot_see_or_change_it(world: World, anna: Somebody) -> None:
    await anna.says("add Secret", place="web-shop")
    cara = world.person("Cara")
    assert (await cara.says("WEB-1")).text == "There is no WEB-1 in your projects."
    assert "not in Web shop yet" in (await cara.says("done 1", place="web-shop")).text


async def test_a_card_in_the_channel_is_one_post_of_its_topic(world: World, anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("start 1", place="web-shop")
    async with world.database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.topic == "task/1").order_by(OutboxRow.id)
        rows = (await session.execute(query)).scalars().all()
    assert [row.status for row in rows] == ["dropped", "waiting"]


@pytest.mark.parametrize(
    "typed", ["role @bo lead", "remove @anna", "invite @cara", "invite", "project pause"]
)
async def test_a_member_cannot_do_in_private_what_is_for_the_lead(
    world: World, anna: Somebody, bo: Somebody, typed: str
) -> None:
    await world.person("Cara").says("help")
    assert "for the lead" in (await bo.says(typed)).text
