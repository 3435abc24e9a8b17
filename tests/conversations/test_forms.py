"""Forms where none can be opened: one question at a time, kept as rows, ended by `cancel` or by time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.incoming import Filled, Words
from bot.outgoing import Reader
from bot.wording import words
from storage.models import Change, Event, Milestone, Note, Person, Question, Task
from tests.conversations.world import Heard, Somebody, World, counts


@pytest.fixture
async def asked(anna: Somebody) -> Somebody:
    """Anna, who is being asked for her settings, seven fields."""
    await anna.says("settings edit")
    return anna


async def types(who: Somebody, text: str) -> Heard:
    """Say plain words in private."""
    return await who.says(text, addressed=False)


async def pressing(who: Somebody, heard: Heard, label: str) -> Heard:
    """Press a button of an answer, by its label or the beginning of it."""
    [command] = [command for one, command in heard.buttons.items() if one.startswith(label)]
    return await who.says(command)


async def person(world: World, name: str) -> Person:
    """Somebody's row."""
    async with world.database.reading() as session:
        return (await session.execute(select(Person).where(Person.name == name))).scalar_one()


async def test_a_form_is_asked_for_field_by_field_and_done_at_the_end(world: World, anna: Somebody) -> None:
    heard = await anna.says("settings edit")
    assert heard.text == "Your settings · 1 of 7\nName"
    assert list(heard.buttons) == ["Keep Anna", "Cancel"]
    heard = await pressing(anna, heard, "Keep Anna")
    assert heard.text == "Your settings · 2 of 7\nTime zone\nA city, such as Shanghai"
    heard = await types(anna, "Shanghai")
    for label in ("Skip", "Skip"):
        heard = await pressing(anna, heard, label)
    assert heard.text.splitlines()[1] == "Language"
    heard = await pressing(anna, heard, "Keep")
    heard = await pressing(anna, heard, "Skip")
    assert (await person(world, "Anna")).zone == "Europe/Berlin"
    await pressing(anna, heard, "Skip")
    assert (await person(world, "Anna")).zone == "Asia/Shanghai"


async def test_what_was_typed_can_be_gone_back_to_and_is_kept(world: World, asked: Somebody) -> None:
    heard = await types(asked, "Anna B.")
    heard = await pressing(asked, heard, "Back")
    assert heard.text.splitlines()[1] == "Name"
    assert next(iter(heard.buttons)) == "Keep Anna B."


async def test_what_is_refused_at_the_end_is_asked_for_once_more_and_nothing_else(
    world: World, asked: Somebody
) -> None:
    heard = await types(asked, "Anna")
    heard = await types(asked, "Atlantis")
    while "Time zone" not in heard.text:
        label = next(one for one in heard.buttons if one.startswith(("Keep", "Skip")))
        heard = await pressing(asked, heard, label)
    assert "Atlantis" in heard.text
    heard = await types(asked, "Shanghai")
    assert "of 7" not in heard.text
    assert (await person(world, "Anna")).zone == "Asia/Shanghai"


async def test_a_value_of_a_choice_may_be_pressed_or_typed(asked: Somebody) -> None:
    heard = await types(asked, "Anna")
    heard = await pressing(asked, heard, "Keep")
    for _ in range(2):
        heard = await pressing(asked, heard, "Skip")
    assert "简体中文" in heard.buttons
    assert (await types(asked, "zh-hans")).text.splitlines()[1] == "Public holidays"


async def test_cancel_ends_a_form_and_changes_nothing(world: World, asked: Somebody) -> None:
    before = await counts(world, Change)
    await types(asked, "Somebody else")
    assert (await types(asked, "cancel")).text == "Left as it was. Nothing was changed."
    assert "not sure" in (await types(asked, "Asia/Shanghai it is")).text
    assert await counts(world, Change) == before
    assert (await person(world, "Anna")).name == "Anna"


async def test_a_form_survives_a_restart(world: World, asked: Somebody) -> None:
    world.dispatch = Dispatch(world.database, world.clock, all_commands())
    assert (await types(asked, "Anna B.")).text.splitlines()[1] == "Time zone"


async def test_a_command_in_between_leaves_the_form_open(asked: Somebody) -> None:
    await asked.says("add One", place="web-shop")
    assert (await types(asked, "done WEB-1")).text.startswith("✅ WEB-1")
    assert "Your open tasks" in (await asked.says("mine")).text
    assert (await types(asked, "Anna B.")).text.splitlines()[1] == "Time zone"


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("stop", "Stopped."),
        ("privacy", "What I keep"),
        ("停止提醒", "Stopped."),
        ("settings zone Tokyo", "Tokyo"),
    ],
)
async def test_what_is_always_a_command_is_no_answer_to_a_form(
    asked: Somebody, words: str, answered: str
) -> None:
    assert answered.casefold() in (await types(asked, words)).text.casefold()


async def test_plain_words_fill_a_field_for_half_an_hour_and_buttons_for_a_day(
    world: World, anna: Somebody
) -> None:
    heard = await anna.says("settings edit")
    world.clock.move_to(world.clock.now() + timedelta(minutes=31))
    assert "not sure" in (await types(anna, "Somebody else")).text
    assert "Time zone" in (await pressing(anna, heard, "Keep")).text
    assert "hours" in (await types(anna, "Shanghai")).text
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    assert "too old" in (await pressing(anna, heard, "Keep")).text


async def test_a_button_pressed_twice_fills_one_field(anna: Somebody) -> None:
    heard = await anna.says("settings edit")
    await pressing(anna, heard, "Keep")
    assert (await pressing(anna, heard, "Keep")).text.splitlines()[0] == "Your settings · 2 of 7"


async def test_a_form_is_filled_by_the_one_who_was_asked(anna: Somebody, bo: Somebody) -> None:
    heard = await anna.says("settings edit")
    assert (await pressing(bo, heard, "Keep")).text == "That is for Anna to answer. Nothing was changed."
    assert "not sure" in (await types(bo, "Anna B. for sure")).text


@pytest.mark.parametrize(
    "pressed", ["fill 999 0 keep", "fill 1 0 99", "fill 1 99 keep", "fill 999999999999999 0 1"]
)
async def test_a_button_that_does_not_exist_does_nothing(world: World, asked: Somebody, pressed: str) -> None:
    assert (await asked.says(pressed)).text
    assert (await types(asked, "Anna B.")).text.splitlines()[0] == "Your settings · 2 of 7"


async def test_a_form_begun_in_a_channel_is_asked_in_private_and_counts_there(
    world: World, anna: Somebody
) -> None:
    await anna.says('project new "App" key APP', place="app")
    await anna.says("milestone Beta 17 March", place="web-shop")
    heard = await anna.says("milestone move Beta 24 March", place="web-shop")
    assert "I'm asking you in our direct messages." in heard.text
    assert "Why does Beta move to Wed 24 Mar 2027?" in heard.text
    assert "Wed 24 Mar 2027" in (await types(anna, "Legal is late by a week")).text
    async with world.database.reading() as session:
        assert (
            await session.execute(select(Milestone.move_reason))
        ).scalar_one() == "Legal is late by a week"


@pytest.mark.parametrize(
    ("typed", "question", "answer", "expected"),
    [
        (
            "add",
            "What is to be done?",
            "Ship login by friday",
            "WEB-3 Ship login",
        ),
        ("done", "Which tasks?", "1", "✅ WEB-1 One"),
        ("done", "Which tasks?", "1 2", "2 tasks changed"),
        ("note 1", "What shall I note?", "the lawyer is back", "Noted on WEB-1 One."),
        ("note the lawyer is back", "Which task?", "1", "Noted on WEB-1 One."),
        ("note", "Which task?", "1 the lawyer is back", "Noted on WEB-1 One."),
        ("block 1", "What is in the way?", "no keys", "no keys"),
        ("left 1", "How long?", "3d", "3 days left"),
        ("rename 1", "What shall it be called?", "Better", "WEB-1 Better"),
    ],
)
@pytest.mark.parametrize("addressed", [True, False])
async def test_a_part_that_is_missing_is_asked_for(
    anna: Somebody, typed: str, question: str, answer: str, expected: str, *, addressed: bool
) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("add Two", place="web-shop")
    heard = await anna.says(typed, addressed=addressed)
    if addressed or typed.count(" ") == typed.count(" 1"):
        assert question in heard.text.splitlines()
        assert expected in (await types(anna, answer)).text
    else:
        assert question not in heard.text
        assert "Nothing was changed" in heard.text


async def test_what_cannot_be_a_task_is_named_and_nothing_is_asked_or_changed(
    world: World, anna: Somebody
) -> None:
    await anna.says("add One", place="web-shop")
    before = await counts(world, Change, Event)
    assert (await anna.says("done lunch")).text == "I can't read “lunch” there. It goes: done TASKS"
    assert "Nothing was changed" in (await anna.says("1 friday maybe", addressed=False)).text
    assert await counts(world, Change, Event) == before


async def test_a_wrong_value_is_asked_for_again_with_the_reason(world: World, anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("done")
    heard = await types(anna, "seven of nine")
    assert heard.text.splitlines()[-2:] == ["Which tasks?", "By their numbers, such as 12 13"]
    assert len(heard.text.splitlines()) == 4
    assert (await types(anna, "1")).text.splitlines()[1].startswith("✅ WEB-1")


async def test_what_the_rules_refuse_at_the_end_is_asked_for_again(world: World, anna: Somebody) -> None:
    await anna.says("add")
    heard = await types(anna, "x" * 301)
    assert "at most 300 characters" in heard.text
    assert "What is to be done?" in heard.text
    heard = await types(anna, "Short")
    assert heard.text.splitlines()[:2] == ["✅ What is to be done? · Short", "WEB-1 Short"]
    assert await counts(world, Task) == (1,)


async def test_who_is_mentioned_in_a_form_is_known_at_its_end(world: World, anna: Somebody) -> None:
    await anna.says("add")
    words = Words("Call them @<u7>", mentioned={"u7": "Max"})
    heard = await world.say(replace(anna.incoming(""), said=words))
    assert heard.text == "✅ What is to be done?\nWEB-1 Call them\nMax"


async def test_a_form_is_one_change_and_can_be_undone(world: World, anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("note 1")
    await types(anna, "the lawyer is back")
    assert await counts(world, Note) == (1,)
    assert (await anna.says("undo")).text.startswith("Taken back: note.")
    assert await counts(world, Note) == (0,)


async def test_the_same_reply_delivered_twice_fills_one_field(world: World, asked: Somebody) -> None:
    first = asked.incoming("Anna B.", addressed=False, key="same")
    await world.say(first)
    assert (await world.say(first)).text == ""
    assert (await types(asked, "Shanghai")).text.splitlines()[0] == "Your settings · 3 of 7"


async def test_where_forms_open_they_are_opened(world: World, anna: Somebody) -> None:
    incoming = replace(anna.incoming("add"), shows_forms=True)
    heard = await world.say(incoming)
    assert heard.answer.form is not None
    [field] = heard.answer.form.fields
    values = {**heard.answer.form.given, field.name: "Ship login by friday"}
    said = replace(anna.incoming(""), said=Filled(heard.answer.form.command, values), shows_forms=True)
    assert "due Fri 27 Nov" in (await world.say(said)).text
    assert await counts(world, Question) == (0,)


async def test_a_wrong_field_of_an_opened_form_is_named(world: World, anna: Somebody) -> None:
    said = Filled("settings edit", {"zone": "Atlantis"})
    heard = await world.say(replace(anna.incoming(""), said=said, shows_forms=True, rides=0))
    assert heard.answer.wrong_field == "zone"
    assert "Atlantis" in heard.text


async def test_who_can_clear_a_blocker_and_by_when_are_asked_where_all_is_seen_at_once(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await bo.says("help")
    await anna.says("add Ship login")
    heard = await world.say(replace(anna.incoming("block 1"), shows_forms=True))
    form = heard.answer.form
    assert form is not None
    assert [one.name for one in form.fields] == ["reason", "owner", "needed_by"]
    values = {**form.given, "reason": "no keys", "owner": "@bo", "needed_by": "2026-11-26"}
    heard = await world.say(replace(anna.incoming(""), said=Filled(form.command, values), shows_forms=True))
    told = "WEB-2 · no keys\nAnna waits for Bo · stops WEB-1 Ship login · needed by Thu 26 Nov"
    assert heard.text == f"⛔ {told}"
    assert (await anna.says("block 1")).text == "Say what stops a task\nWhat is in the way?"


@pytest.mark.parametrize(
    ("name", "picked"), [("Beta", "2027-03-17"), ("Beta 17 March 2027", ""), ("Beta", "17 March 2027")]
)
async def test_a_milestones_day_is_picked_where_all_is_seen_at_once(
    world: World, anna: Somebody, name: str, picked: str
) -> None:
    heard = await world.say(replace(anna.incoming("milestone"), shows_forms=True))
    form = heard.answer.form
    assert form is not None
    assert [one.name for one in form.fields] == ["name", "promised"]
    values = {**form.given, "name": name, "promised": picked}
    heard = await world.say(replace(anna.incoming(""), said=Filled(form.command, values), shows_forms=True))
    assert "Beta · promised for Wed 17 Mar 2027" in heard.text


@pytest.mark.parametrize(
    ("typed", "title"), [("add", "Add"), ("rename 1", "Rename"), ("block 1", "Say what stops a task")]
)
async def test_the_title_of_a_form_fits_above_it(
    world: World, anna: Somebody, typed: str, title: str
) -> None:
    await anna.says("add Ship login")
    heard = await world.say(replace(anna.incoming(typed), shows_forms=True))
    assert heard.answer.form is not None
    assert words(heard.answer.form.title, Reader()) == title


@pytest.mark.parametrize(
    ("begins", "ends", "typed", "sentence"),
    [
        ("delay 1", "done 1", "friday", "WEB-1 is finished."),
        ("延期 1", "done 1", "周五", "WEB-1 is finished."),
        ("promise 2", "resolve 2 it came", "friday", "WEB-2 is cleared already."),
        ("note 1", "remove @bo", "Ask Li for the price", "There is no"),
        ("reject 1", "reopen 1", "The logo is old", "WEB-1 is not done yet."),
    ],
)
async def test_a_form_whose_thing_has_ended_ends_with_one_sentence_and_what_was_typed(
    world: World, anna: Somebody, bo: Somebody, begins: str, ends: str, typed: str, sentence: str
) -> None:
    await anna.says("add Draft the contract accept @anna @bo", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    who = anna if begins.startswith("reject") else bo
    if who is anna:
        await anna.says("done 1", place="web-shop")
    assert "Cancel" in (await who.says(begins)).buttons
    await anna.says(ends, place="web-shop")
    heard = await types(who, typed)
    assert heard.text.startswith(sentence)
    assert typed in heard.text.splitlines()[-1]
    assert "Cancel" not in heard.buttons
    assert sentence not in (await types(who, "And the lawyer called")).text


async def test_what_can_be_said_better_is_asked_again(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("done 1", place="web-shop")
    await anna.says("start", place="web-shop")
    for typed, sentence in (("99", "There is no WEB-99 here."), ("1", "WEB-1 is finished.")):
        heard = await types(anna, typed)
        assert heard.text.startswith(sentence)
        assert "Cancel" in heard.buttons


@pytest.mark.parametrize("text", ["skip", "keep", "跳过", "略過"])
async def test_skip_leaves_what_stands_there(asked: Somebody, text: str) -> None:
    assert (await types(asked, text)).text.startswith("Your settings · 2 of 7")
