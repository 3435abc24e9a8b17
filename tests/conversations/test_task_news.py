"""Who hears of a task that somebody else has changed, who does not, and who may change it."""

import pytest

from bot.message import Message
from storage.models import Note, Task
from tests.conversations.world import Somebody, World, as_text, counts


async def heard_by(world: World, who: Somebody, line: str, place: str = "web-shop") -> dict[str, str]:
    """What this line made others hear, by address, without the answer itself."""
    await world.posted()
    await world.dispatch.receive(who.incoming(line, place=place))
    mine = (f"@{who.name.lower()}", place)
    return {address: as_text(message) for address, message in await world.posted() if address not in mine}


@pytest.fixture
async def cy(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Cy, a member; WEB-1 is Bo's, WEB-2 nobody's."""
    somebody = world.person("Cy")
    await somebody.says("help")
    await anna.says("invite @cy", place="web-shop")
    await anna.says("add Draft the contract @bo", place="web-shop")
    await anna.says("add Sign it", place="web-shop")
    return somebody


async def test_a_new_owner_gets_the_card_and_who_gave_it(world: World, anna: Somebody, cy: Somebody) -> None:
    assert await heard_by(world, anna, "2 @cy") == {"@cy": "Anna gave you WEB-2.\nWEB-2 Sign it\nCy"}
    assert await heard_by(world, anna, "2 @cy") == {}


async def test_nobody_is_told_what_they_did_themselves(world: World, cy: Somebody) -> None:
    assert await heard_by(world, cy, "take 2") == {}
    assert await heard_by(world, cy, "done 2") == {}


async def test_a_former_owner_hears_where_it_went(world: World, anna: Somebody, cy: Somebody) -> None:
    heard = await heard_by(world, anna, "1 @cy")
    assert heard["@bo"] == "Anna gave WEB-1 Draft the contract to Cy; it is no longer yours."
    assert heard["@cy"].startswith("Anna gave you WEB-1.")
    heard = await heard_by(world, anna, "1 no owner")
    assert heard == {"@cy": "Anna took WEB-1 Draft the contract off your list; nobody has it now."}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("done 1", "Cy changed WEB-1 Draft the contract:\n✅ done"),
        ("start 1", "Cy changed WEB-1 Draft the contract:\ndoing"),
        ("rename 1 Other", "Cy changed WEB-1 Other:\nit was called Draft the contract"),
        ("note 1 the lawyer is back", "Cy noted on WEB-1 Draft the contract:\nthe lawyer is back"),
        ("1 #legal", None),
        ("1 !high", None),
    ],
)
async def test_an_owner_hears_what_others_did_with_their_task(
    world: World, cy: Somebody, line: str, told: str | None
) -> None:
    assert await heard_by(world, cy, line) == ({"@bo": told} if told else {})


async def test_who_waited_for_it_alone_can_start(world: World, anna: Somebody, cy: Somebody) -> None:
    await anna.says("2 @cy", place="web-shop")
    await anna.says("add Third @anna", place="web-shop")
    await anna.says("after 2 1 3", place="web-shop")
    assert "@cy" not in await heard_by(world, anna, "done 1")
    assert (await heard_by(world, anna, "done 3"))["@cy"] == "WEB-2 Sign it can start: WEB-3 is done."


async def test_done_waits_for_the_word_of_an_acceptor(
    world: World, anna: Somebody, bo: Somebody, cy: Somebody
) -> None:
    await anna.says("accept 1 @anna", place="web-shop")
    heard = await heard_by(world, bo, "done 1")
    assert heard["@anna"].startswith("Bo says that WEB-1 is done. Do you accept it?")
    assert "Anna accepts WEB-1. Ask them." in (await cy.says("accept 1", place="web-shop")).text
    told = await heard_by(world, anna, "reject 1 needs a second look")
    assert told == {"@bo": "Anna sent WEB-1 Draft the contract back to you.\nneeds a second look"}
    assert "Sent back: needs a second look" in (await bo.says("1", place="web-shop")).text
    await bo.says("done 1", place="web-shop")
    assert await heard_by(world, anna, "accept 1") == {"@bo": "✅ Anna accepted WEB-1 Draft the contract."}
    assert "✅ WEB-1" in (await bo.says("1", place="web-shop")).text


async def test_the_acceptor_says_done_and_it_is_done(anna: Somebody, cy: Somebody) -> None:
    await anna.says("accept 1 @anna", place="web-shop")
    assert "✅" in (await anna.says("done 1", place="web-shop")).text


async def test_successors_wait_until_it_is_accepted(
    world: World, anna: Somebody, bo: Somebody, cy: Somebody
) -> None:
    await anna.says("2 @cy", place="web-shop")
    await anna.says("after 2 1", place="web-shop")
    await anna.says("accept 1 @anna", place="web-shop")
    assert "@cy" not in await heard_by(world, bo, "done 1")
    assert "can start" in (await heard_by(world, anna, "accept 1"))["@cy"]


async def test_a_task_added_in_private_gets_one_line_in_the_channel(
    world: World, anna: Somebody, cy: Somebody
) -> None:
    heard = await heard_by(world, anna, "add Ship it @cy by friday", place="")
    assert heard["web-shop"] == "Anna added WEB-3 Ship it · Cy · due Fri 27 Nov"
    assert "web-shop" not in await heard_by(world, anna, "add In the channel")


@pytest.mark.parametrize("line", ["1 by friday", "1 @cy", "cancel 1", "1 no owner", "accept 1 @cy"])
async def test_date_owner_and_cancelling_are_for_owner_creator_and_lead(
    world: World, cy: Somebody, bo: Somebody, line: str
) -> None:
    assert (await cy.says(line, place="web-shop")).text == "WEB-1 is Bo's. Ask them, or Anna."
    assert "Ask them" not in (await bo.says(line, place="web-shop")).text


async def test_only_a_lead_brings_somebody_in_by_giving_them_a_task(
    world: World, anna: Somebody, cy: Somebody
) -> None:
    await world.person("Dora").says("help")
    heard = await cy.says("2 @dora", place="web-shop")
    assert heard.text == "Dora is not in Web shop. Ask Anna to invite them."
    assert "Dora" in (await anna.says("2 @dora", place="web-shop")).text


async def test_a_note_that_is_too_long_is_refused_and_read_notes_are_there(
    world: World, cy: Somebody
) -> None:
    assert "at most 2000" in (await cy.says("note 1 " + "x" * 3000, place="web-shop")).text
    assert await counts(world, Note) == (0,)
    await cy.says("note 1 <b>look</b>", place="web-shop")
    assert "Cy: <b>look</b>" in (await cy.says("notes 1", place="web-shop")).text


async def test_the_same_delivery_twice_tells_once(world: World, anna: Somebody, cy: Somebody) -> None:
    await world.posted()
    for _ in range(2):
        await world.dispatch.receive(anna.incoming("2 @cy", place="web-shop", key="same"))
    told: list[Message] = [message for address, message in await world.posted() if address == "@cy"]
    assert len(told) == 1
    assert await counts(world, Task) == (2,)


async def test_undo_of_an_addition_withdraws_what_was_not_delivered(
    world: World, anna: Somebody, cy: Somebody
) -> None:
    undo = (await anna.says("add Ship it @cy")).buttons["Undo"]
    await world.edited()
    await anna.presses(undo)
    assert await world.edited() == []


async def test_undo_of_an_addition_edits_what_was_delivered(
    world: World, anna: Somebody, cy: Somebody
) -> None:
    undo = (await anna.says("add Ship it @cy")).buttons["Undo"]
    await world.deliver()
    await world.edited()
    heard = await anna.presses(undo, under=await world.ref("task/3", "@anna"))
    assert heard.text == "WEB-3 Ship it was taken back.\nTaken back."
    assert "WEB-3 Ship it was taken back" in (await anna.says("WEB-3")).text
    back = await anna.presses(heard.buttons["Put it back"])
    assert "WEB-3 Ship it · Cy · to do" in back.text


async def test_undo_edits_the_posts_of_others(world: World, anna: Somebody, cy: Somebody) -> None:
    undo = (await anna.says("add Ship it @cy")).buttons["Undo"]
    await world.deliver()
    await world.edited()
    await anna.says(undo)
    shown = {address: as_text(message) for address, message in await world.edited()}
    assert shown["@cy"] == "WEB-3 Ship it was taken back."
    assert shown["web-shop"] == "Anna took back WEB-3."


async def test_undo_of_a_blocker_edits_its_post_in_the_channel(
    world: World, bo: Somebody, cy: Somebody
) -> None:
    await bo.says("block 1 the keys from @cy", place="web-shop")
    await world.deliver()
    await world.posted()
    await world.dispatch.receive(bo.incoming("undo"))
    [(topic, text)] = [(m.topic, as_text(m)) for address, m in await world.posted() if address == "web-shop"]
    assert (topic, "withdrawn" in text) == ("blocker/1", True)


async def test_undo_of_what_others_have_worked_on_since_is_refused(
    anna: Somebody, bo: Somebody, cy: Somebody
) -> None:
    undo = (await anna.says("add Ship it @bo", place="web-shop")).buttons["Undo"]
    await bo.says("start 3", place="web-shop")
    assert "by Bo. Nothing was taken back." in (await anna.says(undo)).text
    assert "doing" in (await bo.says("3", place="web-shop")).text


@pytest.mark.parametrize(
    "line",
    ["1 by friday", "1 @cy", "1 ~2d !high #legal", "unafter 1 2", "1 after 3", "done 1", "cancel 1",
     "rename 1 X", "1 no owner", "accept 1 @cy"],
)  # fmt: skip
async def test_undo_restores_the_card_and_putting_it_back_restores_the_change(
    anna: Somebody, cy: Somebody, line: str
) -> None:
    await anna.says("after 1 2", place="web-shop")
    await anna.says("add Third", place="web-shop")
    before = (await anna.says("WEB-1")).text
    await anna.says(line, place="web-shop")
    after = (await anna.says("WEB-1")).text
    back = await anna.says("undo")
    assert (await anna.says("WEB-1")).text == before
    await anna.says(back.buttons["Put it back"])
    assert (await anna.says("WEB-1")).text == after
    await anna.says("undo")
    assert (await anna.says("WEB-1")).text == before
