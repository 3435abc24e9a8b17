"""What the stand-in tells the bot: of what people do, by long polling and by webhook."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, CallbackQuery, Update
from telegram.error import Conflict
from telegram.ext import ApplicationBuilder

from tests.stand_ins.telegram import Person, TelegramServer, entities
from tests.stand_ins.telegram_client import Answer, Client, Json

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=None) as server:
        yield server


@pytest.fixture
async def client(telegram: TelegramServer) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(telegram, session)


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    application = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.api_url}/bot")
    async with application.updater(None).job_queue(None).build().bot as bot:
        yield bot


@pytest.fixture
def anna(telegram: TelegramServer) -> Person:
    return telegram.user("Anna", username="anna_w", language_code="en", started=True)


def part(update: Json, *path: str) -> object:
    """Along these keys; None where there is nothing."""
    found: object = update
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


# Long polling


async def test_updates_come_again_until_a_higher_offset_confirms_them(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    for text in ("one", "two", "three"):
        await telegram.says(anna, anna, text)
    first = await client.updates(limit=2)
    assert [part(update, "message", "text") for update in first] == ["one", "two"]
    numbers = [update["update_id"] for update in await client.updates()]
    assert numbers == [telegram.last_update_id - 2, telegram.last_update_id - 1, telegram.last_update_id]
    rest = await client.updates(offset=numbers[1])
    assert [part(update, "message", "text") for update in rest] == ["two", "three"]
    assert telegram.confirmed_offset == numbers[1]
    await client.updates(offset=telegram.last_update_id + 1)
    assert telegram.pending == []


async def test_a_negative_offset_forgets_all_but_the_last(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    for text in ("one", "two", "three"):
        await telegram.says(anna, anna, text)
    await client.updates(offset=-1)
    assert await client.texts() == ["three"]


async def test_a_long_poll_ends_when_something_happens(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    poll = asyncio.create_task(client.updates(timeout=50))
    await telegram.until(lambda: telegram.is_polled)
    await telegram.says(anna, anna, "Hello")
    assert [part(update, "message", "text") for update in await poll] == ["Hello"]


async def test_a_newer_poll_ends_the_older_one_with_a_conflict(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    older = asyncio.create_task(client.call("getUpdates", timeout=50))
    await telegram.until(lambda: telegram.is_polled)
    newer = asyncio.create_task(client.call("getUpdates", timeout=50))
    refused = await older
    assert refused.status == 409
    assert refused.why.startswith("Conflict: terminated by other getUpdates request")
    await telegram.says(anna, anna, "Hello")
    assert len((await newer).rows) == 1


async def test_ptb_raises_a_conflict_beside_a_webhook(
    telegram: TelegramServer, client: Client, bot: Bot
) -> None:
    await bot.set_webhook("https://bot.example/telegram")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_what_is_asked_for_persists_until_it_is_said_anew(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    await telegram.makes_bot_admin(anna, group)
    await client.updates(offset=telegram.last_update_id + 1)
    li = telegram.user("Li")
    await telegram.joins(li, group)
    assert [list(update) for update in await client.told()] == [["message"]]
    await client.updates(allowed_updates=["chat_member"])
    await telegram.leaves(li, group)
    assert [list(update) for update in await client.told()] == [["chat_member"]]
    await client.updates(allowed_updates=[])
    await telegram.joins(li, group)
    assert [list(update) for update in await client.told()] == [["message"]]


async def test_a_malformed_update_breaks_ptbs_whole_batch_but_not_a_raw_one(
    telegram: TelegramServer, client: Client, bot: Bot, anna: Person
) -> None:
    await telegram.says(anna, anna, "Hello")
    telegram.sends_malformed_update()
    with pytest.raises(KeyError):
        await bot.get_updates()
    assert [sorted(update) for update in await client.updates()] == [["message", "update_id"]] * 2


async def test_any_update_can_be_sent_and_sent_again(telegram: TelegramServer, client: Client) -> None:
    telegram.sends_update({"new_kind": {"id": 1}})
    (update,) = await client.updates()
    await client.updates(offset=telegram.last_update_id + 1)
    telegram.repeats_update(update)
    assert await client.updates() == [update]


async def test_waiting_for_confirmation_ends_when_all_is_confirmed(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    await telegram.says(anna, anna, "Hello")
    with pytest.raises(AssertionError, match="1 updates were not confirmed"):
        await telegram.confirmed(timeout=0)
    await client.told()
    await telegram.confirmed(timeout=0)


# What people say


async def test_ptb_reads_what_people_say(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    li = telegram.user("Li")
    await telegram.says(anna, anna, "🟢 /add Draft @anna_w Li #legal", mentions=[li])
    (update,) = await bot.get_updates()
    assert update.message is not None
    found = {entity.type: text for entity, text in update.message.parse_entities().items()}
    assert found == {"bot_command": "/add", "mention": "@anna_w", "text_mention": "Li", "hashtag": "#legal"}
    mention = next(entity for entity in update.message.entities if entity.user)
    assert (mention.user and mention.user.id, mention.offset) == (li.id, 22)
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "en"


async def test_start_opens_the_private_chat_and_brings_the_payload(
    telegram: TelegramServer, client: Client
) -> None:
    tom = telegram.user("Tom")
    with pytest.raises(ValueError, match="has to press Start"):
        await telegram.says(tom, tom, "Hello")
    await telegram.start(tom, "abc_1")
    await telegram.says(tom, tom, "Hello")
    assert await client.texts() == ["/start abc_1", "Hello"]


async def test_a_start_after_a_block_tells_of_both(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    await telegram.blocks_bot(anna)
    await telegram.start(anna)
    told = await client.told()
    standings = [part(update, "my_chat_member", "new_chat_member", "status") for update in told]
    assert standings == ["kicked", "member", None]
    assert part(told[2], "message", "text") == "/start"


async def test_a_deep_link_is_followed(telegram: TelegramServer, client: Client, anna: Person) -> None:
    await telegram.follows(anna, "https://t.me/drumbeat_bot?start=abc")
    group = telegram.group("Web shop", admins=[anna], with_bot=False)
    await telegram.follows(anna, "https://t.me/drumbeat_bot?startgroup=def", group=group)
    texts = [part(update, "message", "text") for update in await client.told()]
    assert [text for text in texts if text] == ["/start abc", "/start@drumbeat_bot def"]
    for wrong in ("https://t.me/other_bot?start=a", f"https://t.me/drumbeat_bot?start={'x' * 65}"):
        with pytest.raises(ValueError, match=r"lead to the bot|payload"):
            await telegram.follows(anna, wrong)


async def test_a_client_splits_what_is_too_long_and_sends_nothing_empty(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    await telegram.says(anna, anna, "x" * 5000)
    assert [len(text) for text in await client.texts()] == [4096, 904]
    with pytest.raises(ValueError, match="empty"):
        await telegram.says(anna, anna, " ")


async def test_an_edit_is_told_as_an_edit(telegram: TelegramServer, client: Client, anna: Person) -> None:
    message = await telegram.says(anna, anna, "/add One")
    await telegram.edits(anna, message, "/add Two")
    told = await client.told()
    assert [list(update) for update in told] == [["message"], ["edited_message"]]
    assert part(told[1], "edited_message", "text") == "/add Two"
    assert part(told[1], "edited_message", "message_id") == part(told[0], "message", "message_id")
    li = telegram.user("Li")
    with pytest.raises(ValueError, match="own messages"):
        await telegram.edits(li, message, "x")


async def test_a_deletion_is_not_told(telegram: TelegramServer, client: Client, anna: Person) -> None:
    message = await telegram.says(anna, anna, "Hello")
    await client.told()
    await telegram.deletes(message)
    assert await client.told() == []
    assert telegram.messages(anna) == []


async def test_an_album_is_told_piece_by_piece(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    await telegram.sends_photo(anna, anna, "Done", album="a1")
    await telegram.sends_photo(anna, anna, album="a1")
    messages = [update.message for update in await bot.get_updates()]
    found = [(one.media_group_id, one.caption, len(one.photo)) for one in messages if one is not None]
    assert found == [("a1", "Done", 1), ("a1", None, 1)]


# Privacy mode


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Hello", False),
        ("@drumbeat_bot list", False),
        ("WEB-12", False),
        ("/list", True),
        ("/list@drumbeat_bot", True),
        ("/list@Drumbeat_Bot now", True),
        ("/list@other_bot", False),
        ("please /list", False),
    ],
)
async def test_privacy_mode_lets_commands_through(
    telegram: TelegramServer, client: Client, anna: Person, text: str, *, heard: bool
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    await telegram.says(anna, group, text)
    assert await client.texts() == ([text] if heard else [])


@pytest.mark.parametrize("how", ["admin", "privacy off"])
async def test_an_admin_and_a_bot_without_privacy_mode_hear_everything(
    telegram: TelegramServer, client: Client, anna: Person, how: str
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    if how == "admin":
        await telegram.makes_bot_admin(anna, group)
    telegram.privacy_off = how == "privacy off"
    await client.told()
    await telegram.says(anna, group, "Hello")
    assert await client.texts() == ["Hello"]


async def test_replies_to_the_bot_are_heard_and_others_not(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    await client.say(group, "What is in your way?")
    await telegram.says(anna, group, "The keys", reply_to=telegram.answers(group)[0])
    between = await telegram.says(anna, group, "Lunch?")
    await telegram.says(anna, group, "Yes", reply_to=between)
    (update,) = await client.told()
    assert part(update, "message", "text") == "The keys"
    assert part(update, "message", "reply_to_message", "text") == "What is in your way?"


async def test_plain_commands_are_for_the_bot_that_wrote_last(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    await telegram.other_bot_says(group, "Hello from the other one")
    await telegram.says(anna, group, "/list")
    await telegram.says(anna, group, "/list@drumbeat_bot")
    assert await client.texts() == ["/list@drumbeat_bot"]
    await client.say(group, "Here")
    await telegram.says(anna, group, "/list")
    assert await client.texts() == ["/list"]


async def test_nobody_outside_a_group_speaks_in_it(telegram: TelegramServer, anna: Person) -> None:
    group = telegram.group("Web shop", admins=[anna])
    with pytest.raises(ValueError, match="not in that chat"):
        await telegram.says(telegram.user("Tom"), group, "/list")


# Presses


async def test_a_press_is_told_with_its_message(
    telegram: TelegramServer, client: Client, bot: Bot, anna: Person
) -> None:
    await client.say(anna, "Hello", reply_markup=GO)
    press = await telegram.press(anna, telegram.answers(anna)[0], "Go")
    query = await only_query(bot)
    assert (query.id, query.data, query.from_user.id) == (press.id, "go", anna.id)
    assert query.message is not None
    assert query.message.chat.id == anna.id
    assert not press.answered
    await query.answer()
    assert press.answered


async def only_query(bot: Bot) -> CallbackQuery:
    found = [update.callback_query for update in await bot.get_updates(offset=-1)]
    assert found[0] is not None
    return found[0]


async def test_an_old_button_can_still_be_pressed_and_a_missing_one_not(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    number = (await client.say(anna, "Hello", reply_markup=GO)).fields["message_id"]
    await client.call("editMessageText", chat_id=anna.id, message_id=number, text="Done")
    (message,) = telegram.answers(anna)
    with pytest.raises(ValueError, match=r"No button \[Go\]"):
        await telegram.press(anna, message, "Go")
    await telegram.press(anna, message, "Go", stale=True)
    await telegram.press_data(anna, message, "forged")
    assert [part(update, "callback_query", "data") for update in await client.told()] == ["go", "forged"]


async def test_a_message_may_be_inaccessible(
    telegram: TelegramServer, client: Client, bot: Bot, anna: Person
) -> None:
    await client.say(anna, "Hello", reply_markup=GO)
    await telegram.press(anna, telegram.answers(anna)[0], "Go", inaccessible=True)
    shown = (await only_query(bot)).message
    assert shown is not None
    assert not shown.is_accessible


async def test_a_stranger_cannot_press_and_a_link_tells_nothing(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    link = {"inline_keyboard": [[{"text": "Open", "url": "https://example.org"}]]}
    await client.say(anna, "Hello", reply_markup=link)
    (message,) = telegram.answers(anna)
    with pytest.raises(ValueError, match=r"opens https://example\.org"):
        await telegram.press(anna, message, "Open")
    with pytest.raises(ValueError, match="does not see that chat"):
        await telegram.press_data(telegram.user("Tom"), message, "go")


# Places


async def test_the_bot_is_told_where_it_was_added_promoted_and_removed(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    group = telegram.group("Web shop", admins=[anna], with_bot=False)
    await telegram.adds_bot(anna, group)
    await telegram.makes_bot_admin(anna, group)
    await telegram.takes_admin_from_bot(anna, group)
    await telegram.removes_bot(anna, group)
    await telegram.says(anna, group, "/list")
    updates = await bot.get_updates()
    changes = [update.my_chat_member for update in updates if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == [
        "member",
        "administrator",
        "member",
        "kicked",
    ]
    messages = [update.message for update in updates if update.message]
    assert [[user.username for user in one.new_chat_members] for one in messages] == [["drumbeat_bot"]]


async def test_joining_is_a_membership_update_for_admins_only(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group = telegram.supergroup("Web shop", admins=[anna])
    await client.updates(allowed_updates=["chat_member"])
    await telegram.joins(telegram.user("Li"), group)
    assert await client.told() == []


async def test_nobody_is_notified_of_naming_themselves(telegram: TelegramServer, anna: Person) -> None:
    li = telegram.user("Li", username="li_l")
    group = telegram.group("Web shop", members=[li], admins=[anna])
    message = await telegram.says(anna, group, "@anna_w and @li_l")
    assert telegram.notified(message) == (li,)


async def test_members_come_and_go(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    group, li = telegram.supergroup("Web shop", admins=[anna]), telegram.user("Li")
    await telegram.makes_bot_admin(anna, group)
    await bot.get_updates(offset=telegram.last_update_id + 1, allowed_updates=Update.ALL_TYPES)
    await telegram.joins(li, group)
    await telegram.leaves(li, group, removed_by=anna)
    joined, change, left, last = await bot.get_updates()
    assert joined.message is not None
    assert [user.first_name for user in joined.message.new_chat_members] == ["Li"]
    assert change.chat_member is not None
    assert change.chat_member.new_chat_member.status == "member"
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert last.chat_member is not None
    assert last.chat_member.new_chat_member.status == "kicked"


async def test_an_upgrade_is_told_in_both_chats(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    group = telegram.group("Web shop", admins=[anna])
    new = await telegram.migrate(group)
    old_says, new_says = [update.message for update in await bot.get_updates()]
    assert old_says is not None
    assert new_says is not None
    assert (old_says.chat.id, old_says.migrate_to_chat_id) == (group.id, new.id)
    assert (new_says.chat.id, new_says.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(ValueError, match="has become a supergroup"):
        await telegram.says(anna, group, "/list")
    await telegram.says(anna, new, "/list")


async def test_messages_of_a_topic_bear_it_and_reply_to_its_beginning(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    forum = telegram.group("Web shop", admins=[anna], is_forum=True)
    topic = await telegram.opens_topic(anna, forum, "Plan")
    await telegram.says(anna, forum, "/list", topic=topic)
    await telegram.says(anna, forum, "/list")
    opened, inside, general = await client.told()
    assert part(opened, "message", "forum_topic_created", "name") == "Plan"
    assert part(inside, "message", "message_thread_id") == topic.id
    assert part(inside, "message", "is_topic_message") is True
    assert part(inside, "message", "reply_to_message", "message_id") == topic.id
    assert part(general, "message", "message_thread_id") is None


async def test_a_reply_in_a_supergroup_bears_a_thread_that_is_no_topic(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group = telegram.supergroup("Web shop", admins=[anna])
    first = (await client.say(group, "Hello")).fields["message_id"]
    await telegram.says(anna, group, "Hello", reply_to=telegram.answers(group)[0])
    (update,) = await client.told()
    assert part(update, "message", "message_thread_id") == first
    assert part(update, "message", "is_topic_message") is None


async def test_anonymous_admins_and_channels_hide_who_speaks(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group, channel = telegram.supergroup("Web shop", admins=[anna]), telegram.channel("News", admins=[anna])
    await telegram.says_anonymously(group, "/list")
    await telegram.says_as_channel(channel, group, "/list")
    await telegram.says_as_channel(channel, group, "/list", forwarded=True)
    told = await client.told()
    assert [part(update, "message", "from", "first_name") for update in told] == [
        "Group",
        "Channel",
        "Telegram",
    ]
    chats = [part(update, "message", "sender_chat", "id") for update in told]
    assert chats == [group.id, channel.id, channel.id]
    assert part(told[2], "message", "is_automatic_forward") is True


async def test_a_channel_post_has_no_sender(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    channel = telegram.channel("News", admins=[anna])
    await telegram.posts(channel, "Beta is out")
    (update,) = await bot.get_updates()
    assert update.channel_post is not None
    assert update.channel_post.from_user is None
    answer = await bot.send_message(channel.id, "Congratulations")
    assert (answer.from_user, answer.sender_chat and answer.sender_chat.id) == (None, channel.id)
    assert [message.text for message in telegram.answers(channel)] == ["Congratulations"]


async def test_message_numbers_repeat_from_chat_to_chat(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    groups = [telegram.supergroup("One"), telegram.supergroup("Two")]
    numbers = [(await client.say(group, "Hello")).fields["message_id"] for group in groups]
    assert numbers[0] == numbers[1]
    basic = telegram.group("Three")
    numbers = [(await client.say(place, "Hello")).fields["message_id"] for place in (basic, anna)]
    assert numbers[0] != numbers[1]


async def test_what_people_type_keeps_its_entities_in_view(telegram: TelegramServer, anna: Person) -> None:
    message = await telegram.says(anna, anna, "🟢 ask @anna_w")
    assert [(entity.type, words) for entity, words in entities(message)] == [("mention", "@anna_w")]


# Webhooks


@dataclass(slots=True)
class Receiver:
    """A webhook that answers with `statuses`, one after another, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[str | None, Json]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.received.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/telegram", receiver.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_the_secret(
    telegram: TelegramServer, bot: Bot, anna: Person, receiver: Receiver
) -> None:
    await telegram.says(anna, anna, "before")
    await bot.set_webhook(f"{receiver.url}/telegram", secret_token="s3cret_-", max_connections=1)
    await telegram.says(anna, anna, "after")
    await telegram.confirmed()
    assert [secret for secret, _ in receiver.received] == ["s3cret_-"] * 2
    assert [part(update, "message", "text") for _, update in receiver.received] == ["before", "after"]
    parsed = Update.de_json(receiver.received[0][1], bot)
    assert parsed.message is not None


async def test_a_webhook_is_tried_again_until_it_takes_the_update(
    telegram: TelegramServer, client: Client, anna: Person, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302, 403]
    await client.call("setWebhook", url=f"{receiver.url}/telegram")
    await telegram.says(anna, anna, "Hello")
    await telegram.confirmed()
    assert len(receiver.received) == 4
    assert len({str(update["update_id"]) for _, update in receiver.received}) == 1
    info = (await client.call("getWebhookInfo")).fields
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
    assert info["pending_update_count"] == 0


async def test_a_webhook_that_nobody_serves_shows_in_its_info(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram", allowed_updates=["message"])
    await telegram.says(anna, anna, "Hello")
    await telegram.until(lambda: telegram.webhook_failed)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (1, "Connection refused")
    assert (info.max_connections, info.allowed_updates) == (40, ("message",))
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_public_address_is_routed_to_where_it_listens(
    telegram: TelegramServer, client: Client, anna: Person, receiver: Receiver
) -> None:
    telegram.webhook_routes["https://bot.example"] = receiver.url
    await client.call("setWebhook", url="https://bot.example/telegram")
    await telegram.says(anna, anna, "Hello")
    await telegram.confirmed()
    assert len(receiver.received) == 1


async def set_webhook(client: Client, url: str, **params: object) -> Answer:
    return await client.call("setWebhook", url=url, **params)


@pytest.mark.parametrize(
    ("url", "params", "why"),
    [
        ("http://bot.example/x", {}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://bot.example:9999/x",
            {},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("https://bot.example:8443/x", {"secret_token": "a b"}, "secret token contains unallowed characters"),
        ("https://bot.example/x", {"secret_token": "x" * 257}, "secret token contains unallowed characters"),
        (
            "https://bot.example/x",
            {"max_connections": 101},
            "bad webhook: max_connections must be between 1 and 100",
        ),
        (
            "https://bot.example/x",
            {"allowed_updates": [1]},
            "can't parse allowed_updates: expected an Array of String",
        ),
    ],
)
async def test_wrong_webhooks_are_refused(
    client: Client, url: str, params: dict[str, object], why: str
) -> None:
    answer = await set_webhook(client, url, **params)
    assert (answer.status, answer.why) == (400, f"Bad Request: {why}")
    assert (await client.call("getWebhookInfo")).fields["url"] == ""


async def test_a_webhook_ends_a_poll(telegram: TelegramServer, client: Client) -> None:
    poll = asyncio.create_task(client.call("getUpdates", timeout=50))
    await telegram.until(lambda: telegram.is_polled)
    await set_webhook(client, "https://bot.example/x")
    refused = await poll
    assert (refused.status, refused.why) == (409, "Conflict: terminated by setWebhook request")
    assert (await set_webhook(client, "")).result is True
    assert (await client.call("getWebhookInfo")).fields["url"] == ""


async def test_a_poll_in_flight_does_not_hold_up_the_end() -> None:
    async with aiohttp.ClientSession() as session:
        async with TelegramServer() as server:
            poll = asyncio.create_task(Client(server, session).call("getUpdates", timeout=50))
            await server.until(lambda: server.is_polled)
        assert (await poll).rows == []
