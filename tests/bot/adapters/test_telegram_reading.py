"""What people do on Telegram, as it reaches the bot: acted out in our own Telegram, taken in by polling."""

from collections.abc import AsyncIterator

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.incoming import PROMOTED, UNBLOCKED, Fact, FactKind, PlaceKind, Words
from tests.bot.adapters.telegram_ear import Ear, connected, polling
from tests.stand_ins.telegram import TelegramServer

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Done", callback_data="done WEB-12")]])


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def ear(server: TelegramServer) -> AsyncIterator[Ear]:
    ear = Ear()
    async with polling(server, ear):
        yield ear


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/add Ship login @anna_b by friday", "add Ship login @anna_b by friday"),
        ("/add@drumbeat_bot Ship login", "add Ship login"),
        ("/ADD@Drumbeat_Bot Ship login", "add Ship login"),
        ("/pm 12 done", "12 done"),
        ("/pm@drumbeat_bot 新建登录页面 @li 截止周五", "新建登录页面 @li 截止周五"),
        ("/pm", ""),
        ("/standup now", "standup now"),
        ("/late", "late"),
        ("/add one\ntwo\nthree", "add one\ntwo\nthree"),
        ("/add <b>&amp; \u202e👍🏽 \u200b", "add <b>&amp; \u202e👍🏽 \u200b"),
    ],
)
async def test_a_command_in_a_group_arrives_without_its_slash(
    server: TelegramServer, ear: Ear, typed: str, read: str
) -> None:
    anna = server.user("Anna", username="anna_b", language_code="zh-hans")
    group = server.supergroup("Web shop", members=[anna])
    await server.says(anna, group, typed)
    [incoming] = await ear.hears(1)
    assert incoming.said == Words(read, addressed=True)
    assert incoming.place.kind is PlaceKind.CHANNEL
    assert (incoming.place.chat, incoming.place.thread) == (str(group.id), "")
    assert incoming.place.name == "Web shop"
    assert (incoming.sender.external_id, incoming.sender.name) == (str(anna.id), "Anna")
    assert (incoming.sender.handle, incoming.sender.language) == ("anna_b", "zh-Hans")
    assert incoming.key == f"telegram/{server.bot.id}/{server.last_update_id}"
    assert incoming.rides == 0
    assert not incoming.reply_to


@pytest.mark.parametrize("typed", ["/add@other_bot x", "good morning", "WEB-12 is done", "/usr/bin is full"])
async def test_what_a_group_says_to_others_is_dropped_unread(
    server: TelegramServer, ear: Ear, typed: str
) -> None:
    server.privacy_off = True
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna])
    await server.says(anna, group, typed)
    await server.says(anna, group, "/late")
    await server.confirmed()
    assert ear.words == ["late"]


async def test_plain_words_in_private_are_not_commands_for_sure(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna", started=True)
    await server.says(anna, anna, "late today, sorry")
    [incoming] = await ear.hears(1)
    assert incoming.said == Words("late today, sorry")
    assert incoming.place.kind is PlaceKind.DIRECT
    assert incoming.place.chat == str(anna.id)


async def test_a_reply_to_the_bot_in_a_group_says_what_it_answers(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna])
    async with connected(server) as telegram:
        await telegram.bot.send_message(group.id, "What moves today?")
    [question] = server.answers(group)
    await server.says(anna, group, "the draft", reply_to=question)
    [incoming] = await ear.hears(1)
    assert incoming.said == Words("the draft")
    assert incoming.reply_to == f"{group.id}:{question.id}"


async def test_a_reply_to_somebody_else_is_dropped_unread(server: TelegramServer, ear: Ear) -> None:
    server.privacy_off = True
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna])
    hers = await server.says(anna, group, "lunch?")
    await server.says(anna, group, "yes", reply_to=hers)
    await server.confirmed()
    assert ear.heard == []


@pytest.mark.parametrize(
    ("typed", "read", "behind"),
    [
        ("@drumbeat_bot add Ship login", "add Ship login", ""),
        ("@Drumbeat_Bot: 12 done", "12 done", ""),
        ("👍👍 please, @drumbeat_bot, late", "👍👍 please, late", "late"),
        ("12 done @drumbeat_bot", "12 done", ""),
        ("大家好 @drumbeat_bot 12 done @drumbeat_bot", "大家好 12 done", "12 done"),
    ],
)
async def test_a_mention_of_the_bot_is_said_to_it(
    server: TelegramServer, ear: Ear, typed: str, read: str, behind: str
) -> None:
    server.privacy_off = True
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna])
    await server.says(anna, group, typed)
    [incoming] = await ear.hears(1)
    assert incoming.said == Words(read, addressed=True, behind=behind)


async def test_people_without_a_username_are_mentioned_by_id_also_behind_an_emoji(
    server: TelegramServer, ear: Ear
) -> None:
    anna, li = server.user("Anna"), server.user("Li Lei")
    group = server.group("Web shop", members=[anna, li])
    await server.says(anna, group, "/add 👍🏽 Ship it Li Lei by friday @bo_w", mentions=[li])
    [incoming] = await ear.hears(1)
    assert incoming.said == Words(
        f"add 👍🏽 Ship it @<{li.id}> by friday @bo_w", addressed=True, mentioned={str(li.id): "Li Lei"}
    )


async def test_a_caption_counts_as_words(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna", started=True)
    await server.sends_photo(anna, anna, "the draft, see picture")
    await server.sends_photo(anna, anna)
    await server.confirmed()
    assert ear.words == ["the draft, see picture"]


async def test_an_edit_is_told_as_such(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna", started=True)
    said = await server.says(anna, anna, "the drfat")
    await server.edits(anna, said, "the draft")
    first, second = await ear.hears(2)
    assert (first.was_edited, second.was_edited) == (False, True)
    assert second.said == Words("the draft")
    assert first.key != second.key


async def test_a_topic_is_a_place_of_its_own_and_general_has_no_thread(
    server: TelegramServer, ear: Ear
) -> None:
    anna = server.user("Anna")
    forum = server.supergroup("Web shop", members=[anna], is_forum=True)
    topic = await server.opens_topic(anna, forum, "Beta")
    await server.says(anna, forum, "/late", topic=topic)
    await server.says(anna, forum, "/late")
    first, second = await ear.hears(2)
    assert (first.place.chat, first.place.thread) == (str(forum.id), str(topic.id))
    assert (second.place.chat, second.place.thread) == (str(forum.id), "")


async def test_a_reply_in_a_group_without_topics_has_no_thread(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna")
    group = server.supergroup("Web shop", members=[anna])
    hers = await server.says(anna, group, "hm")
    await server.says(anna, group, "/late", reply_to=hers)
    [incoming] = await ear.hears(1)
    assert not incoming.place.thread


async def test_start_opens_the_private_chat_with_its_payload(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna")
    async with connected(server) as telegram:
        link = await telegram.start_link("join-4711_x")
    await server.follows(anna, link)
    await server.start(anna)
    first, second = await ear.hears(2)
    assert first.said == Fact(FactKind.STARTED, "join-4711_x")
    assert second.said == Fact(FactKind.STARTED)
    assert first.sender.external_id == first.place.chat == str(anna.id)


async def test_a_link_into_a_group_brings_its_payload_as_words(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna], with_bot=False)
    async with connected(server) as telegram:
        link = await telegram.start_link("bind-42", group=True)
    await server.follows(anna, link, group=group)
    await ear.hears(2)
    assert ear.facts == [(FactKind.ADDED, "")]
    assert ear.words == ["start bind-42"]


async def test_blocking_and_coming_back_are_facts(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna", started=True)
    await server.blocks_bot(anna)
    await server.unblocks_bot(anna)
    await ear.hears(2)
    assert ear.facts == [(FactKind.BLOCKED, ""), (FactKind.STARTED, UNBLOCKED)]
    assert {one.sender.external_id for one in ear.heard} == {str(anna.id)}


async def test_the_bot_learns_of_its_own_coming_and_going(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna], admins=[anna], with_bot=False)
    await server.adds_bot(anna, group)
    await server.makes_bot_admin(anna, group)
    await server.takes_admin_from_bot(anna, group)
    await server.removes_bot(anna, group)
    await server.confirmed()
    assert ear.facts == [(FactKind.ADDED, ""), (FactKind.ADDED, PROMOTED), (FactKind.REMOVED, "")]
    assert {one.place.chat for one in ear.heard} == {str(group.id)}


async def test_people_who_join_and_leave_are_facts_about_them(server: TelegramServer, ear: Ear) -> None:
    anna, bo = server.user("Anna"), server.user("Bo")
    group = server.group("Web shop", members=[anna])
    await server.joins(bo, group, added_by=anna)
    await server.leaves(bo, group, removed_by=anna)
    await ear.hears(2)
    assert ear.facts == [(FactKind.JOINED, ""), (FactKind.LEFT, "")]
    assert {one.sender.external_id for one in ear.heard} == {str(bo.id)}


async def test_several_people_who_join_at_once_have_keys_of_their_own(
    server: TelegramServer, ear: Ear
) -> None:
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna])
    people = [{"id": number, "is_bot": number == 3, "first_name": "New"} for number in (1, 2, 3)]
    chat = {"id": group.id, "type": "group", "title": "Web shop"}
    by = {"id": anna.id, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 9, "date": 1, "chat": chat, "from": by, "new_chat_members": people}
    server.sends_update({"message": message})
    await server.confirmed()
    number = server.last_update_id
    assert [(one.sender.external_id, one.key.rsplit("/", 2)[-1]) for one in ear.heard] == [
        ("1", str(number)),
        ("2", "1"),
    ]
    assert len({one.key for one in ear.heard}) == 2


async def test_a_group_that_became_a_supergroup_has_moved(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna")
    group = server.group("Web shop", admins=[anna])
    new = await server.migrate(group)
    await server.confirmed()
    assert ear.facts == [(FactKind.MOVED, str(new.id))]
    assert ear.heard[0].place.chat == str(group.id)


async def test_of_who_speaks_as_a_group_or_a_channel_only_that_is_known(
    server: TelegramServer, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.adapters.telegram_intake")
    anna = server.user("Anna")
    group = server.supergroup("Web shop", admins=[anna])
    channel = server.channel("News", admins=[anna])
    await server.says_anonymously(group, "/late")
    await server.says_anonymously(group, "/late")
    await server.says_as_channel(channel, group, "/late")
    await server.posts(channel, "/late")
    await server.says_anonymously(group, "so what do we do")
    await server.says_as_channel(channel, group, "/late", forwarded=True)
    await server.confirmed()
    assert ear.facts == [(FactKind.ANONYMOUS, "")] * 3
    assert {(one.sender.external_id, one.place.chat) for one in ear.heard} == {("", str(group.id))}
    told = [vars(one)["chat"] for one in caplog.records if one.message == "not listening here"]
    assert told.count(group.id) == 1


async def test_a_pressed_button_says_its_command_and_where_it_was(server: TelegramServer, ear: Ear) -> None:
    anna = server.user("Anna", started=True)
    group = server.group("Web shop", members=[anna])
    async with connected(server) as telegram:
        for chat in (group.id, anna.id):
            await telegram.bot.send_message(chat, "card", reply_markup=KEYBOARD)
    for place in (group, anna):
        await server.press(anna, server.answers(place)[0], "Done")
    in_group, in_private = await ear.hears(2)
    assert in_group.said == in_private.said == Words("done WEB-12", addressed=True, pressed=True)
    assert in_group.reply_to == f"{group.id}:{server.answers(group)[0].id}"
    assert (in_group.rides, in_private.rides) == (200, 0)
    assert [one.place.kind for one in (in_group, in_private)] == [PlaceKind.CHANNEL, PlaceKind.DIRECT]


async def test_a_button_under_a_post_too_old_to_be_shown_still_works(
    server: TelegramServer, ear: Ear
) -> None:
    anna = server.user("Anna")
    group = server.group("Web shop", members=[anna])
    async with connected(server) as telegram:
        await telegram.bot.send_message(group.id, "card", reply_markup=KEYBOARD)
    [card] = server.answers(group)
    await server.press(anna, card, "Done", inaccessible=True)
    [incoming] = await ear.hears(1)
    assert incoming.reply_to == f"{group.id}:{card.id}"
    assert incoming.said == Words("done WEB-12", addressed=True, pressed=True)
