"""A task's card: what it shows, what its reader may press, and that it stays true wherever it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.models import Change, Event
from tests.conversations.world import MONDAY, Somebody, World, as_text, counts


@pytest.fixture
async def card(world: World, anna: Somebody, bo: Somebody) -> str:
    """The ref of the card of WEB-1, Bo's, in the channel."""
    await anna.says("add Draft the contract @bo", place="web-shop")
    await world.deliver()
    return await world.ref("task/1", "web-shop")


async def test_a_card_shows_all_that_is_known_of_a_task(world: World, anna: Somebody) -> None:
    await anna.says("milestone Beta 17 March", place="web-shop")
    await anna.says("add Terms from legal", place="web-shop")
    await anna.says("add Sign it", place="web-shop")
    await anna.says(
        "add Draft the contract @bo by wednesday ~2d after 1 for Beta !high #legal", place="web-shop"
    )
    await anna.says("after 2 3", place="web-shop")
    await anna.says("note 3 the lawyer is back on Monday", place="web-shop")
    await anna.says("accept 3 @anna", place="web-shop")
    await anna.says("block 3 the price list from @bo", place="web-shop")
    world.clock.move_to(MONDAY + timedelta(days=2))
    assert (await anna.says("3", place="web-shop")).text.splitlines() == [
        "⛔ WEB-3 Draft the contract",
        (
            "Bo · due Wed 25 Nov · about 2 days · after WEB-1 Terms from legal · blocks WEB-2 Sign it"
            " · for Beta · high priority · #legal · Anna accepts it · 1 note"
        ),
        "⛔ WEB-4 the price list · waiting for Bo · 2 days",
    ]


@pytest.mark.parametrize(
    ("said", "who", "labels"),
    [
        ((), "anna", ["Start", "Done", "Blocked…", "Edit", "Note…", "History"]),
        ((), "bo", ["Start", "Done", "Blocked…", "Edit", "Note…", "History"]),
        ((), "cy", []),
        ((), "olga", []),
        (("start 1",), "bo", ["Done", "Blocked…", "Edit", "Note…", "History", "Cancel the task"]),
        (("block 1 no keys",), "bo", ["Start", "Done", "No longer blocked", "Edit", "Note…", "History"]),
        (("accept 1 @anna", "done 1"), "bo", ["Not done yet", "Note…", "History"]),
        (("accept 1 @anna", "done 1"), "anna", ["Accept", "Reject…", "Note…", "History"]),
        (("accept 1 @cy", "done 1"), "cy", ["Accept", "Reject…", "Note…", "History"]),
        (("done 1",), "bo", ["Reopen", "Note…", "History"]),
        (("cancel 1",), "anna", ["Reopen", "Note…", "History"]),
        (("1 no owner",), "cy", ["I'll do it", "Edit", "Done", "Blocked…", "Note…", "History"]),
    ],
)
async def test_buttons_are_those_that_their_only_reader_may_press(
    world: World, anna: Somebody, card: str, said: tuple[str, ...], who: str, labels: list[str]
) -> None:
    for name in ("Cy", "Olga"):
        await world.person(name).says("help")
        await anna.says(f"invite @{name}", place="web-shop")
    await anna.says("role @olga observer", place="web-shop")
    bo = world.person("Bo")
    for line in said:
        speaker = anna if line.startswith(("accept", "cancel", "1 no")) else bo
        await speaker.says(line, place="web-shop")
    assert list((await world.person(who.capitalize()).says("WEB-1")).buttons) == labels


async def test_an_answer_to_a_button_is_the_card_edited_and_a_typed_one_a_new_post(
    world: World, bo: Somebody, card: str
) -> None:
    await bo.presses("start WEB-1", place="web-shop", under=card)
    assert await world.ref("task/1", "web-shop") == card
    await bo.says("1", place="web-shop")
    assert await world.ref("task/1", "web-shop") == ""
    await world.deliver()
    assert await world.ref("task/1", "web-shop") not in ("", card)


async def test_a_card_is_brought_up_to_date_wherever_it_stands(
    world: World, anna: Somebody, bo: Somebody, card: str
) -> None:
    await anna.says("WEB-1")
    await world.deliver()
    await world.edited()
    await bo.presses("start WEB-1", place="web-shop", under=card)
    shown = {address: as_text(message) for address, message in await world.edited()}
    assert shown == dict.fromkeys(("@anna", "@bo"), "WEB-1 Draft the contract\nBo · doing")


@pytest.mark.parametrize("line", ["done 1", "block 1 no keys", "1 #legal", "note 1 look", "rename 1 Other"])
async def test_every_kind_of_change_edits_the_card(
    world: World, anna: Somebody, card: str, line: str
) -> None:
    await world.edited()
    await anna.says(line)
    assert "web-shop" in {address for address, _ in await world.edited()}


async def test_a_card_says_when_what_it_waited_for_is_done(world: World, anna: Somebody, card: str) -> None:
    await anna.says("add Sign it after 1", place="web-shop")
    await world.deliver()
    await world.edited()
    await anna.says("done 1")
    texts = [as_text(message) for _, message in await world.edited()]
    assert "WEB-2 Sign it\nnobody yet" in texts


async def test_an_old_button_answers_with_todays_card_and_changes_nothing(
    world: World, anna: Somebody, bo: Somebody, card: str
) -> None:
    await bo.says("cancel 1", place="web-shop")
    await anna.says("cancel 1", place="web-shop")
    before = await counts(world, Change, Event)
    for command in ("start WEB-1", "done WEB-1", "accept WEB-1", "reject WEB-1"):
        heard = await bo.presses(command, place="web-shop", under=card)
        assert "cancelled" in heard.text
        assert "nothing was changed" in heard.text
    assert await counts(world, Change, Event) == before


@pytest.mark.parametrize("command", ["start WEB-1", "done WEB-1", "take WEB-1"])
async def test_pressing_twice_does_one_thing(world: World, bo: Somebody, card: str, command: str) -> None:
    await bo.presses(command, place="web-shop", under=card)
    before = await counts(world, Change, Event)
    await bo.presses(command, place="web-shop", under=card)
    assert await counts(world, Change, Event) == before


async def test_a_day_in_the_past_can_be_chosen_by_its_button(anna: Somebody) -> None:
    heard = await anna.says("add Ship login by 2026-11-19", place="web-shop")
    assert "which day is meant" in heard.text
    heard = await anna.presses(heard.buttons["Thu 19 Nov"], place="web-shop")
    assert heard.text == "⏰ WEB-1 Ship login\nnobody yet · due Thu 19 Nov"


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ("1 no due", "due"), ("1 no owner", "Bo"), ("1 no estimate", "about"), ("1 -#legal", "#legal"),
        ("1 no tags", "#"), ("1 no priority", "priority"), ("1 no milestone", "for Beta"),
        ("1 no acceptor", "accepts"), ("1 no due no owner -#legal", "due"), ("去掉截止 1", "zzz"),
    ],
)  # fmt: skip
async def test_what_a_task_has_can_be_taken_off(anna: Somebody, typed: str, gone: str) -> None:
    await anna.says("milestone Beta 17 March", place="web-shop")
    await anna.says("add One @bo by friday ~2d !high #legal #web for Beta", place="web-shop")
    await anna.says("accept 1 @anna", place="web-shop")
    assert gone not in (await anna.says(typed, place="web-shop")).text


async def test_titles_of_any_kind_are_shown_as_typed(anna: Somebody) -> None:
    for title in ("<!channel> *b* _i_ `c`", "@everyone and @here", "مرحبا بالعالم", "🎉" * 20, "x" * 300):
        assert title in (await anna.says(f'add "{title}"', place="web-shop")).text


async def test_a_task_takes_so_many_tags_and_says_when_they_are_too_many(anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    for n in range(9):
        heard = await anna.says(f"1 #{'x' * 38}{n}", place="web-shop")
    assert "more tags than a task can have" in heard.text


async def test_a_title_does_not_turn_around_what_stands_behind_it(anna: Somebody) -> None:
    heard = await anna.says("add Draft \u202ethe\u2066 contract @bo", place="web-shop")
    assert heard.text.splitlines()[0] == "WEB-1 Draft the contract"


async def test_the_card_further_up_says_that_it_stands_further_down_now(
    world: World, anna: Somebody, bo: Somebody, card: str
) -> None:
    await world.edited()
    await bo.says("1", place="web-shop")
    [(address, older)] = await world.edited()
    assert (address, as_text(older)) == (
        "web-shop",
        "WEB-1 Draft the contract\nIt stands further down now.",
    )
    assert older.laid_out == ()
    await world.deliver()
    await bo.presses("start WEB-1", place="web-shop", under=await world.ref("task/1", "web-shop"))
    assert not [one for _, one in await world.edited() if (one.topic or "").startswith("earlier/")]


async def test_an_answer_under_a_card_further_up_is_still_about_its_task(
    world: World, anna: Somebody, bo: Somebody, card: str
) -> None:
    await bo.says("1", place="web-shop")
    said = replace(bo.incoming("done", place="web-shop"), reply_to=card)
    assert (await world.say(said)).text.startswith("✅ WEB-1")
