"""Messages delivered to our own Telegram over HTTP, and what becomes of each of its refusals."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.telegram_api import Telegram
from bot.message import Audience, Bold, Mention, Message, button, item, line, says
from bot.outgoing import (
    Address,
    Busy,
    Gone,
    LaneDown,
    Moved,
    Outgoing,
    Reader,
    Receipt,
    Rejected,
    Sent,
    Unknown,
    Unreachable,
)
from tests.bot.adapters.telegram_ear import connected
from tests.stand_ins.telegram import Limits, TelegramServer, buttons, entities, visible_text

HELLO = says("Hello")
LONG = Message(tuple(item(Bold(f"WEB-{n}"), "x" * 90) for n in range(100)), (button("More", "list 2"),))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=None) as server:
        yield server


@pytest.fixture
async def telegram(server: TelegramServer) -> AsyncIterator[Telegram]:
    async with connected(server) as telegram:
        yield telegram


def to(chat: int, message: Message = HELLO, *, ref: str = "", under: str = "", thread: str = "") -> Outgoing:
    return Outgoing(Address(str(chat), thread), message, Reader(), ref=ref, under=under)


def ref_of(receipt: Receipt) -> str:
    assert isinstance(receipt, Sent), receipt
    return receipt.ref


async def test_a_message_is_posted_with_its_look_and_its_buttons(
    server: TelegramServer, telegram: Telegram
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    card = Message((line("{key} is done", key=Bold("WEB-12 <b>")),), (button("Undo", "undo 4711"),))
    receipt = await telegram.send(to(group.id, card))
    [post] = server.answers(group)
    assert receipt == Sent(f"{group.id}:{post.id}")
    assert visible_text(post) == "WEB-12 <b> is done"
    assert [(one.type, text) for one, text in entities(post)] == [("bold", "WEB-12 <b>")]
    assert buttons(post) == [("Undo", "undo 4711")]
    assert post.preview_off


async def test_who_is_mentioned_is_notified_and_who_is_only_named_is_not(
    server: TelegramServer, telegram: Telegram
) -> None:
    anna, bo = server.user("Anna"), server.user("Bo", username="bo_w")
    group = server.group("Web shop", members=[anna, bo])
    message = says("{who}, {title}", who=Mention(1, "Anna"), title="ask @bo_w")
    await telegram.send(Outgoing(Address(str(group.id)), message, Reader(logins={1: str(anna.id)})))
    [post] = server.answers(group)
    assert visible_text(post) == "Anna, ask @bo_w"
    assert server.notified(post) == (anna,)


async def test_an_edit_changes_the_post_and_takes_its_buttons_away(
    server: TelegramServer, telegram: Telegram
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    ref = ref_of(await telegram.send(to(group.id, HELLO.offering(button("Undo", "undo 1")))))
    assert await telegram.send(to(group.id, says("Bye"), ref=ref)) == Sent(ref)
    [post] = server.answers(group)
    assert (visible_text(post), buttons(post)) == ("Bye", [])


async def test_an_edit_that_changes_nothing_is_done(server: TelegramServer, telegram: Telegram) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    ref = ref_of(await telegram.send(to(group.id)))
    assert await telegram.send(to(group.id, ref=ref)) == Sent(ref)


async def test_a_deleted_post_is_gone(server: TelegramServer, telegram: Telegram) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    ref = ref_of(await telegram.send(to(group.id)))
    await server.deletes(server.answers(group)[0])
    assert await telegram.send(to(group.id, says("Bye"), ref=ref)) == Gone()


async def test_a_long_list_takes_several_posts_and_the_last_is_its_ref(
    server: TelegramServer, telegram: Telegram
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    ref = ref_of(await telegram.send(to(group.id, LONG)))
    parts = server.answers(group)
    assert len(parts) == 3
    assert ref == f"{group.id}:{parts[-1].id}"
    assert [buttons(part) for part in parts] == [[], [], [("More", "list 2")]]
    assert "\n".join(visible_text(part) for part in parts).count("WEB-") == 100


async def test_a_long_message_that_is_edited_in_place_stays_one_post(
    server: TelegramServer, telegram: Telegram
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    ref = ref_of(await telegram.send(to(group.id, LONG.about("plan/1"))))
    await telegram.send(to(group.id, LONG.under(line("Now:")).about("plan/1"), ref=ref))
    [post] = server.answers(group)
    assert visible_text(post).startswith("Now:\n")
    assert visible_text(post).endswith("\n…")


async def test_a_further_part_waits_as_long_as_telegram_asks() -> None:
    async with TelegramServer(limits=Limits(chat_burst=1)) as server, connected(server) as telegram:
        group = server.group("Web shop", members=[server.user("Anna")])
        ref = ref_of(await telegram.send(to(group.id, Message(LONG.lines[:60]))))
        assert [call.error_code for call in server.called("sendMessage")] == [0, 429, 0]
        first, second = server.answers(group)
        assert ref == f"{group.id}:{second.id}"
        assert visible_text(first).startswith("• WEB-0 ·")


async def test_a_part_that_cannot_follow_leaves_the_outcome_unknown() -> None:
    limits = Limits(chat_burst=1, per_chat_second=0.01)
    async with TelegramServer(limits=limits) as server, connected(server) as telegram:
        group = server.group("Web shop", members=[server.user("Anna")])
        assert isinstance(await telegram.send(to(group.id, LONG)), Unknown)
        assert len(server.answers(group)) == 1


async def test_a_limit_holds_a_chat_and_a_second_one_the_lane(
    server: TelegramServer, telegram: Telegram
) -> None:
    first, second = (server.group(name, members=[server.user("Anna")]) for name in ("A", "B"))
    server.fail_next("sendMessage", retry_after=7, times=3)
    assert await telegram.send(to(first.id)) == Busy(7.0)
    assert await telegram.send(to(first.id)) == Busy(7.0)
    assert await telegram.send(to(second.id)) == Busy(7.0, whole_lane=True)


async def test_a_reply_stands_under_its_post_and_alone_where_that_is_gone(
    server: TelegramServer, telegram: Telegram
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    ref = ref_of(await telegram.send(to(group.id, says("Stand-up"))))
    await telegram.send(to(group.id, says("Anna: draft"), under=ref))
    post, answer = server.answers(group)
    assert answer.reply_to is post
    await server.deletes(post)
    await telegram.send(to(group.id, says("Bo: list"), under=ref))
    assert server.answers(group)[-1].reply_to is None


async def test_a_topic_is_written_into_and_general_where_it_is_closed_or_gone(
    server: TelegramServer, telegram: Telegram
) -> None:
    anna = server.user("Anna")
    forum = server.supergroup("Web shop", members=[anna], is_forum=True)
    topic = await server.opens_topic(anna, forum, "Beta")
    for _ in range(2):
        await telegram.send(to(forum.id, thread=str(topic.id)))
        topic.closed = True
    await telegram.send(to(forum.id, thread="4711"))
    assert [post.topic for post in server.answers(forum)] == [topic, None, None]


async def test_what_is_for_one_person_alone_goes_to_their_private_chat(
    server: TelegramServer, telegram: Telegram
) -> None:
    anna = server.user("Anna", started=True)
    group = server.group("Web shop", members=[anna])
    address = Address(str(group.id), only_for=str(anna.id))
    await telegram.send(Outgoing(address, says("Your list").to(Audience.PRIVATE), Reader()))
    await telegram.send(Outgoing(address, says("Noted").to(Audience.ASKER), Reader()))
    assert [visible_text(post) for post in server.answers(anna)] == ["Your list"]
    assert [visible_text(post) for post in server.answers(group)] == ["Noted"]


async def test_who_never_pressed_start_or_left_is_unreachable(
    server: TelegramServer, telegram: Telegram
) -> None:
    new, gone, shut = server.user("New"), server.user("Gone", started=True), server.user("Shut", started=True)
    group = server.group("Web shop", members=[new, gone, shut])
    new.known, gone.deactivated, shut.blocked = True, True, True
    receipts = [await telegram.send(to(one.id)) for one in (new, gone, shut)]
    assert receipts == [
        Unreachable("Forbidden: bot can't initiate conversation with a user"),
        Unreachable("Forbidden: user is deactivated"),
        Unreachable("Forbidden: bot was blocked by the user"),
    ]
    await server.removes_bot(shut, group)
    assert isinstance(await telegram.send(to(group.id)), Unreachable)
    assert isinstance(await telegram.send(to(-100)), Unreachable)


async def test_a_group_that_became_a_supergroup_has_moved(server: TelegramServer, telegram: Telegram) -> None:
    group = server.group("Web shop", admins=[server.user("Anna")])
    new = await server.migrate(group)
    assert await telegram.send(to(group.id)) == Moved(str(new.id))


async def test_what_telegram_cannot_parse_is_sent_plain(server: TelegramServer, telegram: Telegram) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    trouble = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'
    server.fail_next("sendMessage", error_code=400, description=trouble)
    ref = ref_of(await telegram.send(to(group.id, says("{title}", title=Bold("<b>")))))
    server.fail_next("editMessageText", error_code=400, description=trouble)
    assert await telegram.send(to(group.id, says("{title}", title=Bold("<i>")), ref=ref)) == Sent(ref)
    [post] = server.answers(group)
    assert [version.text for version in post.earlier] == ["<b>"]
    assert (visible_text(post), entities(post)) == ("<i>", [])


@pytest.mark.parametrize(
    ("code", "words", "receipt"),
    [
        (400, "Bad Request: BUTTON_DATA_INVALID", Rejected("BUTTON_DATA_INVALID")),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Unreachable("CHAT_WRITE_FORBIDDEN")),
        (500, "Internal Server Error", Unknown("Internal Server Error")),
        (409, "Conflict: terminated", LaneDown("Conflict: terminated")),
    ],
)
async def test_other_refusals_are_told_apart(
    server: TelegramServer, telegram: Telegram, code: int, words: str, receipt: Receipt
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    server.fail_next("sendMessage", error_code=code, description=words)
    answered = await telegram.send(to(group.id))
    assert type(answered) is type(receipt)
    assert words.removeprefix("Bad Request: ").lower() in repr(answered).lower()


async def test_an_answer_that_got_lost_leaves_the_outcome_unknown(
    server: TelegramServer, telegram: Telegram
) -> None:
    group = server.group("Web shop", members=[server.user("Anna")])
    server.fail_next("sendMessage", cut=True)
    assert isinstance(await telegram.send(to(group.id)), Unknown)
    assert len(server.answers(group)) == 1


async def test_a_revoked_token_takes_the_lane_down_and_is_not_told(
    server: TelegramServer, telegram: Telegram
) -> None:
    old, server.token = server.token, "7000000001:another-one-now"
    receipt = await telegram.send(to(1))
    assert isinstance(receipt, LaneDown)
    assert old not in receipt.why


async def test_where_nobody_listens_nothing_was_sent() -> None:
    telegram = Telegram("7000000001:of-the-stand-in", api_url="http://127.0.0.1:9")
    assert isinstance(await telegram.send(to(1)), LaneDown)
    await telegram.close()
    assert isinstance(await telegram.send(to(1)), LaneDown)
