"""The console's feed: what each person sees, says and presses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.adapters.console import ConsoleAdapter, NoSuchButton, NotReceiving
from bot.adapters.console_feed import Entry, Login, Post, channel, direct
from bot.clock import SetClock
from bot.incoming import Answer, Fact, FactKind, Incoming, Outcome, Words
from bot.message import Message, button, link_button, says
from bot.outgoing import Address, Gone, Outgoing, Reader, Rejected, Sent
from bot.wording import words

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ANNA = Login("anna", "Anna", "Europe/Berlin", is_admin=True)
LI = Login("li", "李雷", "Asia/Shanghai", "zh-Hans")
WEB = channel("web")


@dataclass
class Desk:
    """A bot that notes what it hears and answers what it is told to."""

    answer: Answer = field(default_factory=lambda: Answer(Outcome.DONE))
    heard: list[Incoming] = field(default_factory=list)

    async def receive(self, incoming: Incoming) -> Answer:
        self.heard.append(incoming)
        return self.answer

    @property
    def words(self) -> Words:
        said = self.heard[-1].said
        assert isinstance(said, Words)
        return said


@dataclass
class Room:
    """A console with Anna and Li in it."""

    console: ConsoleAdapter
    desk: Desk


@pytest.fixture
async def room() -> Room:
    made = Room(ConsoleAdapter(SetClock(NOON), [ANNA, LI], session=""), Desk())
    await made.console.start(made.desk.receive)
    return made


def outgoing(message: Message, address: Address, ref: str = "") -> Outgoing:
    return Outgoing(address, message, Reader(), ref)


def texts(posts: list[Post]) -> list[str]:
    return [words(one.message.lines[0].parts[0], one.reader) for one in posts]


async def test_a_channel_is_read_by_all_and_a_direct_message_by_one(room: Room) -> None:
    await room.console.send(outgoing(says("for all"), Address("web")))
    await room.console.send(outgoing(says("for li"), Address("li", is_person=True)))
    await room.console.send(outgoing(says("for anna here"), Address("web", only_for="anna")))
    assert texts(room.console.seen_by("anna")) == ["for all", "for anna here"]
    assert texts(room.console.seen_by("li")) == ["for all", "for li"]
    assert texts(room.console.seen_by("li", direct("li"))) == ["for li"]


async def test_a_channel_named_like_a_person_is_not_their_direct_messages(room: Room) -> None:
    await room.console.send(outgoing(says("in the channel"), Address("anna")))
    await room.console.send(outgoing(says("in private"), Address("anna", is_person=True)))
    assert texts(room.console.seen_by("anna", direct("anna"))) == ["in private"]
    assert texts(room.console.seen_by("anna", channel("anna"))) == ["in the channel"]


async def test_an_edit_replaces_the_post_where_it_stands(room: Room) -> None:
    receipt = await room.console.send(outgoing(says("at first"), Address("web")))
    await room.console.send(outgoing(says("another"), Address("web")))
    assert isinstance(receipt, Sent)
    assert await room.console.send(outgoing(says("at last"), Address("web"), receipt.ref)) == receipt
    seen = room.console.seen_by("anna")
    assert texts(seen) == ["at last", "another"]
    assert [one.is_edited for one in seen] == [True, False]


async def test_an_edit_of_what_another_session_posted_is_gone(room: Room) -> None:
    yesterday = ConsoleAdapter(SetClock(NOON), [ANNA])
    receipt = await yesterday.send(outgoing(says("old"), Address("web")))
    assert isinstance(receipt, Sent)
    await room.console.send(outgoing(says("new"), Address("web")))
    assert await room.console.send(outgoing(says("edited"), Address("web"), receipt.ref)) == Gone()
    assert texts(room.console.seen_by("anna")) == ["new"]


async def test_a_message_under_a_post_stands_in_its_thread(room: Room) -> None:
    await room.console.send(Outgoing(Address("web"), says("an answer"), Reader(), under="7"))
    [post] = room.console.seen_by("li")
    assert post.under == "7"


async def test_a_message_without_a_line_is_refused_as_platforms_do(room: Room) -> None:
    assert isinstance(await room.console.send(outgoing(Message(), Address("web"))), Rejected)
    assert room.console.seen_by("anna") == []


async def test_words_come_with_who_and_where_and_a_key_of_their_own(room: Room) -> None:
    await room.console.say("anna", "late", WEB)
    await room.console.say("LI", "mine")
    first, second = room.desk.heard
    assert (first.place, first.sender.zone, first.sender.is_platform_admin) == (WEB, "Europe/Berlin", True)
    assert (second.place, second.sender.name, second.sender.language) == (direct("li"), "李雷", "zh-Hans")
    assert first.key != second.key


@pytest.mark.parametrize(
    ("typed", "heard", "addressed"),
    [
        ("late today, sorry", "late today, sorry", False),
        ("/late", "late", True),
        ("/pm add Ship it", "add Ship it", True),
        ("@drumbeat, late", "late", True),
        ("@Drumbeat late", "late", True),
        ("/pmx", "pmx", True),
        ("a/b is broken", "a/b is broken", False),
    ],
)
async def test_plain_words_in_private_are_not_addressed_unless_they_say_so(
    room: Room, typed: str, heard: str, *, addressed: bool
) -> None:
    await room.console.say("anna", typed)
    assert (room.desk.words.text, room.desk.words.addressed) == (heard, addressed)


async def test_words_in_a_channel_are_addressed_and_a_reply_belongs_to_its_post(room: Room) -> None:
    await room.console.say("anna", "late", WEB)
    assert room.desk.words.addressed
    await room.console.say("anna", "late", WEB, reply_to="7")
    assert not room.desk.words.addressed
    assert room.desk.heard[-1].reply_to == "7"


@pytest.mark.parametrize(
    ("typed", "heard", "names"),
    [
        ("block 12 by @li, please", "block 12 by @<li>, please", {"li": "李雷"}),
        ("@LI and @anna", "@<li> and @<anna>", {"li": "李雷", "anna": "Anna"}),
        ("新建登录页面@li截止周五", "新建登录页面@<li>截止周五", {"li": "李雷"}),
        ("ask @lily", "ask @lily", {}),
        ("mail li@li.example", "mail li@li.example", {}),
        ("ask @nobody", "ask @nobody", {}),
    ],
)
async def test_a_known_login_after_an_at_sign_is_a_mention(
    room: Room, typed: str, heard: str, names: dict[str, str]
) -> None:
    await room.console.say("anna", typed)
    assert (room.desk.words.text, dict(room.desk.words.mentioned)) == (heard, names)


async def test_what_stands_behind_our_name_among_words_is_told_apart(room: Room) -> None:
    await room.console.say("anna", "hey team, @drumbeat, add Ship it @li")
    assert room.desk.words.text == "hey team, add Ship it @<li>"
    assert (room.desk.words.behind, room.desk.words.addressed) == ("add Ship it @<li>", True)


async def test_the_longest_login_is_the_mention(room: Room) -> None:
    room.console.meet(Login("li.wei", "Li Wei"))
    await room.console.say("anna", "@li.wei")
    assert room.desk.words.text == "@<li.wei>"


async def test_an_answer_that_rides_is_seen_by_the_asker_alone(room: Room) -> None:
    room.desk.answer = Answer(Outcome.DONE, says("quietly"))
    await room.console.say("anna", "mine", WEB)
    assert texts(room.console.seen_by("anna", WEB)) == ["quietly"]
    assert room.console.seen_by("li") == []


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.FAILED])
async def test_what_was_not_done_is_said(room: Room, outcome: Outcome) -> None:
    room.desk.answer = Answer(outcome)
    await room.console.say("anna", "mine")
    assert len(room.console.seen_by("anna")) == 1


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.SLOW, Outcome.TWICE])
async def test_nothing_is_said_where_the_answer_comes_by_itself(room: Room, outcome: Outcome) -> None:
    room.desk.answer = Answer(outcome)
    await room.console.say("anna", "mine")
    assert room.console.seen_by("anna") == []


CARD = says("a card").offering(button("Start", "start WEB-12"), button("Start over", "reopen WEB-12"))


@pytest.mark.parametrize("which", [1, "Start", "start"])
async def test_a_button_says_its_command_under_its_post(room: Room, which: int | str) -> None:
    await room.console.send(outgoing(CARD, Address("web")))
    [post] = room.console.seen_by("anna")
    await room.console.press("anna", which)
    assert (room.desk.words.text, room.desk.words.pressed) == ("start WEB-12", True)
    assert (room.desk.heard[-1].place, room.desk.heard[-1].reply_to) == (WEB, post.ref)


@pytest.mark.parametrize("which", [0, 3, -1, "Stop", "Star"])
async def test_no_button_is_pressed_where_none_or_several_could_be_meant(
    room: Room, which: int | str
) -> None:
    await room.console.send(outgoing(CARD, Address("web")))
    with pytest.raises(NoSuchButton):
        await room.console.press("anna", which)
    assert room.desk.heard == []


async def test_a_number_means_the_last_buttons_and_never_some_further_up(room: Room) -> None:
    await room.console.send(outgoing(CARD, Address("web")))
    [card] = room.console.seen_by("anna")
    await room.console.send(outgoing(says("sure?").offering(button("Yes", "yes")), Address("web")))
    await room.console.send(outgoing(says("nothing to press"), Address("web")))
    with pytest.raises(NoSuchButton):
        await room.console.press("anna", 2)
    await room.console.press("anna", 1)
    assert room.desk.words.text == "yes"
    await room.console.press("anna", 2, ref=card.ref)
    assert room.desk.words.text == "reopen WEB-12"


async def test_nobody_presses_what_only_another_sees(room: Room) -> None:
    await room.console.send(outgoing(CARD, Address("web", only_for="li")))
    await room.console.send(outgoing(CARD, Address("li", is_person=True)))
    with pytest.raises(NoSuchButton):
        await room.console.press("anna", "Start")


async def test_a_button_that_leads_to_an_address_says_nothing(room: Room) -> None:
    message = says("read it").offering(link_button("Open", "https://example.org"))
    await room.console.send(outgoing(message, Address("web")))
    with pytest.raises(NoSuchButton):
        await room.console.press("anna", 1)


async def test_a_changed_profile_is_told_to_the_bot(room: Room) -> None:
    await room.console.change(Login("li", "Li", "Europe/Berlin"))
    heard = room.desk.heard[-1]
    assert heard.said == Fact(FactKind.PROFILE)
    assert (heard.sender.zone, room.console.person("li").name) == ("Europe/Berlin", "Li")


async def test_a_listener_hears_what_is_said_posted_and_edited_in_order(room: Room) -> None:
    heard: list[Entry] = []
    room.console.listen(heard.append)
    await room.console.say("anna", "add Ship it", WEB)
    receipt = await room.console.send(outgoing(says("one"), Address("web")))
    assert isinstance(receipt, Sent)
    await room.console.send(outgoing(says("two"), Address("web"), receipt.ref))
    assert [one.number for one in heard] == [1, 2, 2]


async def test_nothing_is_taken_in_before_the_start_and_after_the_stop(room: Room) -> None:
    await room.console.stop()
    with pytest.raises(NotReceiving):
        await room.console.say("anna", "late")
    assert room.desk.heard == []


async def test_a_new_session_on_the_same_database_says_nothing_under_an_old_key(room: Room) -> None:
    for _ in range(2):
        console = ConsoleAdapter(SetClock(NOON), [ANNA])
        await console.start(room.desk.receive)
        await console.say("anna", "late")
    first, second = room.desk.heard
    assert first.key != second.key
