"""What the stand-in takes and refuses, as the real Bot API does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ApplicationBuilder

from tests.stand_ins.telegram import (
    Limits,
    Person,
    TelegramServer,
    buttons,
    entities,
    utf16_length,
    visible_text,
)
from tests.stand_ins.telegram_client import Client


class Ticks:
    """A steady clock that stands still until a test moves it; seconds."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class Today:
    def __init__(self) -> None:
        self.at = datetime(2025, 11, 25, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def today() -> Today:
    return Today()


@pytest.fixture
async def telegram(ticks: Ticks, today: Today) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=None, ticks=ticks, now=today) as server:
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


async def sent(client: Client, person: Person, text: str = "Hello", **params: object) -> int:
    number = (await client.say(person, text, **params)).fields["message_id"]
    assert isinstance(number, int)
    return number


# Tokens and methods


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_is_not_found(client: Client) -> None:
    wrong = await client.call_as("7000000001:of-somebody-else", "getMe")
    assert (wrong.status, wrong.why) == (401, "Unauthorized")
    malformed = await client.call_as("nonsense", "getMe")
    assert (malformed.status, malformed.why) == (404, "Not Found")


async def test_a_revoked_token_stops_working(telegram: TelegramServer, bot: Bot) -> None:
    telegram.token = "7000000001:the-new-token"
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_an_unknown_method_is_not_found(client: Client) -> None:
    answer = await client.call("sendNonsense")
    assert (answer.status, answer.why) == (404, "Not Found: method not found")


async def test_method_names_are_read_in_any_case(client: Client) -> None:
    assert (await client.call("GETME")).fields["username"] == "drumbeat_bot"


async def test_get_me_says_whether_privacy_mode_is_on(telegram: TelegramServer, bot: Bot) -> None:
    assert (await bot.get_me()).can_read_all_group_messages is False
    telegram.privacy_off = True
    assert (await bot.get_me()).can_read_all_group_messages is True


@pytest.mark.parametrize("encoding", ["query", "form", "json", "multipart"])
async def test_parameters_are_read_from_every_encoding(
    telegram: TelegramServer, client: Client, anna: Person, encoding: str
) -> None:
    url = f"{telegram.api_url}/bot{telegram.token}/sendMessage"
    params = {"chat_id": str(anna.id), "text": "你好"}
    keyboard = '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'
    fields = params | {"reply_markup": keyboard}
    match encoding:
        case "query":
            request = client.session.get(url, params=fields)
        case "form":
            request = client.session.post(url, data=fields)
        case "json":
            request = client.session.post(url, json=fields)
        case _:
            form = aiohttp.FormData(fields)
            form.add_field("unused", b"x", filename="x.txt")
            request = client.session.post(url, data=form)
    async with request as answer:
        assert answer.status == 200
    (message,) = telegram.answers(anna)
    assert (message.text, buttons(message)) == ("你好", [("Go", "go")])


async def test_json_that_is_none_is_refused(telegram: TelegramServer, client: Client) -> None:
    url = f"{telegram.api_url}/bot{telegram.token}/sendMessage"
    headers = {"Content-Type": "application/json"}
    async with client.session.post(url, data="{nonsense", headers=headers) as answer:
        assert answer.status == 400


# Who may be written to


@pytest.mark.parametrize("chat_id", ["", "@nobody", "-100123", "12", "nonsense", "-"])
async def test_an_unknown_chat_is_refused(client: Client, chat_id: str) -> None:
    answer = await client.call("sendMessage", chat_id=chat_id, text="Hello")
    assert (answer.status, answer.why) == (
        400,
        "Bad Request: chat not found" if chat_id else "Bad Request: chat_id is empty",
    )


async def test_a_person_whom_the_bot_never_met_is_no_chat(telegram: TelegramServer, client: Client) -> None:
    stranger = telegram.user("Tom")
    assert (await client.say(stranger, "Hello")).why == "Bad Request: chat not found"


async def test_nobody_is_written_to_before_start(telegram: TelegramServer, bot: Bot) -> None:
    li = telegram.user("Li")
    telegram.group("Web shop", members=[li])
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(li.id, "Hello")
    await telegram.start(li)
    await bot.send_message(li.id, "Hello")
    assert [message.text for message in telegram.seen_by(li)] == ["Hello"]


async def test_who_blocked_the_bot_is_out_of_reach_until_they_unblock_it(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    await telegram.blocks_bot(anna)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "Hello")
    await telegram.unblocks_bot(anna)
    await bot.send_message(anna.id, "Hello")


async def test_a_deleted_account_is_out_of_reach(bot: Bot, anna: Person) -> None:
    anna.deactivated = True
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(anna.id, "Hello")


@pytest.mark.parametrize(
    ("kind", "leaves", "why"),
    [
        ("group", False, "bot was kicked from the group chat"),
        ("supergroup", False, "bot was kicked from the supergroup chat"),
        ("supergroup", True, "bot is not a member of the supergroup chat"),
    ],
)
async def test_a_group_without_the_bot_is_closed_to_it(
    telegram: TelegramServer, client: Client, anna: Person, kind: str, why: str, *, leaves: bool
) -> None:
    make = telegram.group if kind == "group" else telegram.supergroup
    group = make("Web shop", admins=[anna])
    if leaves:
        assert (await client.call("leaveChat", chat_id=group.id)).result is True
    else:
        await telegram.removes_bot(anna, group)
    answer = await client.say(group, "Hello")
    assert (answer.status, answer.why) == (403, f"Forbidden: {why}")


async def test_a_group_that_the_bot_was_never_in_is_unknown(telegram: TelegramServer, client: Client) -> None:
    group = telegram.group("Others", with_bot=False)
    assert (await client.say(group, "Hello")).why == "Bad Request: chat not found"


async def test_a_muted_bot_may_not_write(telegram: TelegramServer, client: Client) -> None:
    group = telegram.supergroup("Web shop")
    group.bot_muted = True
    answer = await client.say(group, "Hello")
    assert answer.why == "Bad Request: not enough rights to send text messages to the chat"


async def test_an_upgraded_group_says_where_it_is_now(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    new = await telegram.migrate(group)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "Hello")
    assert caught.value.new_chat_id == new.id
    await bot.send_message(new.id, "Hello")
    assert [message.text for message in telegram.answers(new)] == ["Hello"]


# Texts


@pytest.mark.parametrize("text", ["", "   \n ", "<b></b>", "<b> </b>"])
async def test_an_empty_text_is_refused(client: Client, anna: Person, text: str) -> None:
    assert (await client.html(anna, text)).why == "Bad Request: message text is empty"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 4096, True),
        ("a" * 4097, False),
        ("🟢" * 2048, True),
        ("🟢" * 2048 + "a", False),
        ("<b>" + "a" * 4096 + "</b>", True),
        ("&amp;" * 4096, True),
        ("&amp;" * 4097, False),
    ],
)
async def test_a_text_has_up_to_4096_utf16_units_after_parsing(
    telegram: TelegramServer, client: Client, anna: Person, text: str, *, fits: bool
) -> None:
    answer = await client.html(anna, text)
    assert answer.why == ("" if fits else "Bad Request: message is too long")
    assert len(telegram.answers(anna)) == int(fits)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<blink>x</blink>", 'Unsupported start tag "blink" at byte offset 0'),
        ("é <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="http://a.org', "Unclosed start tag at byte offset 0"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="noon">x</tg-time>', "Invalid date specified"),
        ('<tg-time unix="1" format="nonsense">x</tg-time>', "Invalid date format specified"),
        ("Anna <anna@example.org>", 'Unsupported start tag "anna@example.org" at byte offset 5'),
    ],
)
async def test_html_is_read_strictly(client: Client, anna: Person, text: str, why: str) -> None:
    answer = await client.html(anna, text)
    assert (answer.status, answer.why) == (400, f"Bad Request: can't parse entities: {why}")


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("a <b>b</b>", "bold", "b"),
        ("a <strong>b</strong>", "bold", "b"),
        ("<em>🟢 b</em> c", "italic", "🟢 b"),
        ("🟢<u>b</u>", "underline", "b"),
        ("<del>b</del>", "strikethrough", "b"),
        ('<span class="tg-spoiler">b</span>', "spoiler", "b"),
        ("<code>a &lt; b</code>", "code", "a < b"),
        ("<pre>a\n b</pre>", "pre", "a\n b"),
        ("<blockquote>b</blockquote>", "blockquote", "b"),
        ("<blockquote expandable>b</blockquote>", "expandable_blockquote", "b"),
        ("<a href='https://example.org/?a=1&amp;b=2'>b</a>", "text_link", "b"),
        ('<tg-time unix="1764062400" format="wDt">Tue</tg-time>', "date_time", "Tue"),
        ("  <b>b </b>  ", "bold", "b"),
    ],
)
async def test_allowed_tags_become_entities(
    telegram: TelegramServer, client: Client, anna: Person, text: str, kind: str, words: str
) -> None:
    assert (await client.html(anna, text)).why == ""
    (message,) = telegram.answers(anna)
    assert [(entity.type, covered) for entity, covered in entities(message)] == [(kind, words)]


@pytest.mark.parametrize(
    ("text", "visible"),
    [("a > b", "a > b"), ("R&D &copy; &lt;b&gt;", "R&D &copy; <b>"), ("&#33;&#x4e2d;", "!中")],
)
async def test_only_five_references_are_read_and_a_lone_bracket_may_close(
    telegram: TelegramServer, client: Client, anna: Person, text: str, visible: str
) -> None:
    assert (await client.html(anna, text)).why == ""
    assert visible_text(telegram.answers(anna)[0]) == visible


async def test_a_link_to_nowhere_is_dropped_in_silence(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    await client.html(anna, '<a href="http://localhost/x">here</a>')
    assert entities(telegram.answers(anna)[0]) == []


async def test_other_parse_modes_are_refused(client: Client, anna: Person) -> None:
    answer = await client.say(anna, "*x*", parse_mode="MarkdownV2")
    assert answer.why == "Bad Request: unsupported parse_mode"


async def test_given_entities_are_kept_and_checked(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    await client.say(anna, "🟢 Beta", entities=[{"type": "bold", "offset": 3, "length": 4}])
    (message,) = telegram.answers(anna)
    assert [(entity.type, covered) for entity, covered in entities(message)] == [("bold", "Beta")]
    beyond = await client.say(anna, "Beta", entities=[{"type": "bold", "offset": 3, "length": 4}])
    assert beyond.why == "Bad Request: ENTITY_BOUNDS_INVALID"


async def test_what_people_typed_becomes_live_when_repeated(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    await client.say(anna, "/done @anna_w #legal https://example.org/a me@example.org #12 a@b")
    kinds = [(entity.type, covered) for entity, covered in entities(telegram.answers(anna)[0])]
    assert kinds == [
        ("bot_command", "/done"),
        ("mention", "@anna_w"),
        ("hashtag", "#legal"),
        ("url", "https://example.org/a"),
        ("email", "me@example.org"),
    ]


async def test_a_mention_notifies_who_is_in_the_chat(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    li, bo = telegram.user("Li"), telegram.user("Bo", username="bo_k")
    group = telegram.group("Web shop", members=[li], admins=[anna])
    text = f'<a href="tg://user?id={li.id}">Li</a>, @anna_w, @bo_k, <a href="tg://user?id={bo.id}">Bo</a>'
    await client.html(group, text)
    (message,) = telegram.answers(group)
    assert telegram.notified(message) == (li, anna)
    assert ("text_mention", "Bo") not in [(entity.type, words) for entity, words in entities(message)]


async def test_an_edit_notifies_nobody(telegram: TelegramServer, client: Client, anna: Person) -> None:
    group = telegram.group("Web shop", admins=[anna])
    number = (await client.say(group, "Hello")).fields["message_id"]
    await client.call("editMessageText", chat_id=group.id, message_id=number, text="Hello @anna_w")
    assert telegram.notified(telegram.answers(group)[0]) == ()


# Keyboards


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "Go", "callback_data": "x" * 64}, ""),
        ({"text": "Go", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "Go", "callback_data": "完" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "Go", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "Go", "url": "https://example.org"}, ""),
        ({"text": "Go", "url": "t.me/drumbeat_bot?start=x"}, ""),
        (
            {"text": "Go", "url": "http://localhost/x"},
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "Go", "url": "javascript:alert(1)"},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "Go"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": " ", "callback_data": "x"}, "keyboard button text must be non-empty"),
        ({"callback_data": "x"}, "can't parse keyboard button: Can't find field \"text\""),
        ({"text": "Go", "callback_data": "x", "style": "danger"}, ""),
        (
            {"text": "Go", "callback_data": "x", "style": "pink"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_buttons_are_checked(client: Client, anna: Person, button: dict[str, object], why: str) -> None:
    answer = await client.say(anna, "Hello", reply_markup={"inline_keyboard": [[button]]})
    assert answer.why == (f"Bad Request: {why}" if why else "")


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("{nonsense", "can't parse reply_markup JSON object"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the ReplyMarkup must be an array'),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the ReplyMarkup must be an array of Arrays'),
        ({"keyboard": []}, "reply keyboard must be non-empty"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "REPLY_MARKUP_TOO_LONG"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "REPLY_MARKUP_TOO_LONG"),
    ],
)
async def test_keyboards_are_checked(client: Client, anna: Person, markup: object, why: str) -> None:
    assert (await client.say(anna, "Hello", reply_markup=markup)).why == f"Bad Request: {why}"


async def test_a_web_app_opens_in_private_only(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Open", "web_app": {"url": "https://example.org"}}]]}
    group = telegram.group("Web shop", admins=[anna])
    assert (await client.say(anna, "Hello", reply_markup=keyboard)).why == ""
    assert (await client.say(group, "Hello", reply_markup=keyboard)).why == "Bad Request: BUTTON_TYPE_INVALID"


async def test_a_forced_reply_is_seen(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    markup = ForceReply(selective=True, input_field_placeholder="Reason")
    await bot.send_message(anna.id, "Why?", reply_markup=markup)
    shown = telegram.force_reply(telegram.answers(anna)[0])
    assert shown is not None
    assert (shown.selective, shown.placeholder) == (True, "Reason")


# Edits and deletions


async def test_an_edit_changes_text_and_takes_the_keyboard_away_unless_given_again(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    card = await bot.send_message(anna.id, "One", reply_markup=keyboard)
    await bot.edit_message_text(
        "<i>Two</i>", anna.id, card.message_id, parse_mode="HTML", reply_markup=keyboard
    )
    (message,) = telegram.answers(anna)
    assert (message.text, buttons(message)) == ("Two", [("Go", "go")])
    await bot.edit_message_text("Three", anna.id, card.message_id)
    assert (message.text, buttons(message)) == ("Three", [])
    assert [version.text for version in message.earlier] == ["One", "Two"]


async def test_an_edit_without_a_change_is_refused(bot: Bot, anna: Person) -> None:
    card = await bot.send_message(anna.id, "<b>One</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<b>One</b>", anna.id, card.message_id, parse_mode="HTML")
    assert isinstance(await bot.edit_message_text("One", anna.id, card.message_id), Message)


async def test_a_keyboard_is_edited_alone(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    card = await bot.send_message(anna.id, "<b>One</b>", parse_mode="HTML")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    await bot.edit_message_reply_markup(anna.id, card.message_id, reply_markup=keyboard)
    (message,) = telegram.answers(anna)
    assert (buttons(message), [words for _, words in entities(message)]) == ([("Go", "go")], ["One"])
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(anna.id, card.message_id, reply_markup=keyboard)


async def test_an_edit_takes_inline_keyboards_only(client: Client, anna: Person) -> None:
    number = await sent(client, anna)
    answer = await client.call(
        "editMessageText", chat_id=anna.id, message_id=number, text="x", reply_markup={"force_reply": True}
    )
    assert answer.why == "Bad Request: inline keyboard expected"


async def test_a_message_that_forced_a_reply_cannot_be_edited(client: Client, anna: Person) -> None:
    number = await sent(client, anna, reply_markup={"force_reply": True})
    answer = await client.call("editMessageText", chat_id=anna.id, message_id=number, text="x")
    assert answer.why == "Bad Request: message can't be edited"


async def test_only_own_and_present_messages_are_edited(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    theirs = await telegram.says(anna, anna, "Hello")
    not_own = await client.call("editMessageText", chat_id=anna.id, message_id=theirs.id, text="x")
    assert not_own.why == "Bad Request: message can't be edited"
    missing = await client.call("editMessageText", chat_id=anna.id, message_id=999, text="x")
    assert missing.why == "Bad Request: message to edit not found"
    nameless = await client.call("editMessageText", chat_id=anna.id, text="x")
    assert nameless.why == "Bad Request: message identifier is not specified"


async def test_a_deleted_message_is_gone(telegram: TelegramServer, client: Client, anna: Person) -> None:
    number = await sent(client, anna)
    assert (await client.call("deleteMessage", chat_id=anna.id, message_id=number)).result is True
    assert telegram.messages(anna) == []
    again = await client.call("deleteMessage", chat_id=anna.id, message_id=number)
    assert again.why == "Bad Request: message to delete not found"
    edit = await client.call("editMessageText", chat_id=anna.id, message_id=number, text="x")
    assert edit.why == "Bad Request: message to edit not found"


async def test_own_messages_are_deleted_for_two_days_and_others_by_admins_only(
    telegram: TelegramServer, client: Client, anna: Person, today: Today
) -> None:
    group = telegram.group("Web shop", admins=[anna])
    theirs = await telegram.says(anna, group, "Hello")
    number = (await client.say(group, "Hello")).fields["message_id"]
    today.at += timedelta(hours=49)
    refusals = [
        await client.call("deleteMessage", chat_id=group.id, message_id=one) for one in (theirs.id, number)
    ]
    assert [one.why for one in refusals] == ["Bad Request: message can't be deleted"] * 2
    await telegram.makes_bot_admin(anna, group)
    assert (await client.call("deleteMessage", chat_id=group.id, message_id=theirs.id)).result is True


# Replies, topics, pictures, actions


async def test_a_reply_to_a_missing_message_is_refused_unless_that_is_allowed(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "Hello", reply_to_message_id=77)
    await bot.send_message(anna.id, "Hello", reply_to_message_id=77, allow_sending_without_reply=True)
    asked = await telegram.says(anna, anna, "help")
    answer = await bot.send_message(anna.id, "Yes", reply_to_message_id=asked.id)
    assert answer.reply_to_message is not None
    assert telegram.answers(anna)[-1].reply_to is asked


async def test_topics_are_written_to_by_number_and_general_has_none(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    forum = telegram.group("Web shop", admins=[anna], is_forum=True)
    topic = await telegram.opens_topic(anna, forum, "Plan")
    said = (await client.say(forum, "Hello", message_thread_id=topic.id)).fields
    assert (said["message_thread_id"], said["is_topic_message"]) == (topic.id, True)
    assert "message_thread_id" not in (await client.say(forum, "Hello")).fields
    for wrong in (1, 999):
        answer = await client.say(forum, "Hello", message_thread_id=wrong)
        assert answer.why == "Bad Request: message thread not found"
    topic.closed = True
    assert (await client.say(forum, "Hello", message_thread_id=topic.id)).why == "Bad Request: TOPIC_CLOSED"
    topic.deleted = True
    deleted = await client.say(forum, "Hello", message_thread_id=topic.id)
    assert deleted.why == "Bad Request: message thread not found"


async def test_a_reply_stays_in_its_topic(telegram: TelegramServer, client: Client, anna: Person) -> None:
    forum = telegram.group("Web shop", admins=[anna], is_forum=True)
    topic = await telegram.opens_topic(anna, forum, "Plan")
    asked = await telegram.says(anna, forum, "/plan", topic=topic)
    answer = await client.say(forum, "Here", reply_parameters={"message_id": asked.id})
    assert answer.fields["message_thread_id"] == topic.id


async def test_a_group_without_topics_has_no_threads(telegram: TelegramServer, client: Client) -> None:
    group = telegram.supergroup("Web shop")
    answer = await client.say(group, "Hello", message_thread_id=1)
    assert answer.why == "Bad Request: message thread not found"


async def test_pictures_and_files_are_uploaded_and_sent_again_by_id(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    picture = await bot.send_photo(anna.id, b"png", caption="<b>Plan</b>", parse_mode="HTML")
    again = await bot.send_photo(anna.id, picture.photo[-1].file_id)
    file = await bot.send_document(anna.id, b"a,b", filename="plan.csv")
    assert (picture.caption, again.photo[-1].file_id) == ("Plan", picture.photo[-1].file_id)
    assert file.document is not None
    assert file.document.file_name == "plan.csv"
    assert [visible_text(message) for message in telegram.answers(anna)] == ["Plan", "", ""]
    await bot.edit_message_caption(anna.id, picture.message_id, caption="Plan B")
    with pytest.raises(BadRequest, match="no text in the message to edit"):
        await bot.edit_message_text("x", anna.id, picture.message_id)


async def test_wrong_pictures_are_refused(bot: Bot, client: Client, anna: Person) -> None:
    nothing = await client.call("sendPhoto", chat_id=anna.id)
    assert nothing.why == "Bad Request: there is no photo in the request"
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(anna.id, "no-such-file")
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_photo(anna.id, b"")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(anna.id, b"png", caption="x" * 1025)


async def test_chat_actions_are_known_ones(client: Client, anna: Person) -> None:
    assert (await client.call("sendChatAction", chat_id=anna.id, action="typing")).result is True
    wrong = await client.call("sendChatAction", chat_id=anna.id, action="sleeping")
    assert wrong.why == "Bad Request: wrong parameter action in request"


async def test_silence_and_previews_are_noted(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    quiet = LinkPreviewOptions(is_disabled=True)
    await bot.send_message(anna.id, "x", link_preview_options=quiet, disable_notification=True)
    (message,) = telegram.answers(anna)
    assert (message.preview_off, message.silent) == (True, True)


# Presses


async def press_of(telegram: TelegramServer, client: Client, anna: Person) -> str:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await client.say(anna, "Hello", reply_markup=keyboard)
    return (await telegram.press(anna, telegram.answers(anna)[-1], "Go")).id


async def test_an_answer_to_a_press_is_seen_by_who_pressed(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    press = await press_of(telegram, client, anna)
    await client.call("answerCallbackQuery", callback_query_id=press, text="Done", show_alert=True)
    assert [(alert.text, alert.modal) for alert in telegram.alerts(anna)] == [("Done", True)]


async def test_a_press_is_answered_once_and_not_too_late(
    telegram: TelegramServer, client: Client, anna: Person, ticks: Ticks
) -> None:
    press = await press_of(telegram, client, anna)
    assert (await client.call("answerCallbackQuery", callback_query_id=press)).result is True
    assert (await client.call("answerCallbackQuery", callback_query_id=press)).status == 400
    late = await press_of(telegram, client, anna)
    ticks.at += 16
    for wrong in (press, late, "unknown"):
        answer = await client.call("answerCallbackQuery", callback_query_id=wrong)
        assert answer.status == 400
        assert "query is too old and response timeout expired" in answer.why
    assert telegram.alerts(anna) == []


async def test_an_answer_to_a_press_is_short(telegram: TelegramServer, client: Client, anna: Person) -> None:
    press = await press_of(telegram, client, anna)
    long = await client.call("answerCallbackQuery", callback_query_id=press, text="x" * 201)
    assert long.why == "Bad Request: MESSAGE_TOO_LONG"
    elsewhere = await client.call("answerCallbackQuery", callback_query_id=press, url="https://example.org")
    assert elsewhere.why == "Bad Request: URL_INVALID"
    url = "https://t.me/drumbeat_bot?start=abc"
    assert (await client.call("answerCallbackQuery", callback_query_id=press, url=url)).result is True


# Chats and members


async def test_chats_and_members_are_described_as_ptb_reads_them(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    li, bo = telegram.user("Li"), telegram.user("Bo")
    group = telegram.group("Web shop", members=[li], admins=[anna])
    assert (await bot.get_chat(group.id)).title == "Web shop"
    assert (await bot.get_chat(anna.id)).username == "anna_w"
    standings = [(await bot.get_chat_member(group.id, one.id)).status for one in (anna, li, bo, telegram.bot)]
    assert standings == ["creator", "member", "left", "member"]
    await telegram.makes_bot_admin(anna, group)
    admins = await bot.get_chat_administrators(group.id)
    assert [admin.user.first_name for admin in admins] == ["Anna", "Drumbeat"]
    assert await bot.get_chat_member_count(group.id) == 3


async def test_what_is_not_there_about_members_is_refused(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    group = telegram.supergroup("Web shop", admins=[anna])
    unknown = await client.call("getChatMember", chat_id=group.id, user_id=5)
    assert unknown.why == "Bad Request: user not found"
    alone = await client.call("getChatAdministrators", chat_id=anna.id)
    assert alone.why == "Bad Request: there are no administrators in the private chat"
    group.members_hidden = True
    hidden = await client.call("getChatMember", chat_id=group.id, user_id=anna.id)
    assert hidden.why == "Bad Request: member list is inaccessible"
    assert (await client.call("leaveChat", chat_id=anna.id)).status == 400


# Commands and descriptions


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ([{"command": "add", "description": "Add a task"}] * 100, ""),
        ([{"command": "add", "description": "Add a task"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "Add", "description": "Add a task"}], "BOT_COMMAND_INVALID"),
        ([{"command": "新建", "description": "Add a task"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "Add a task"}], "BOT_COMMAND_INVALID"),
        ([{"command": "add", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "add", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "add"}], "can't parse BotCommand: expected an Object with command and description"),
        ("add", "can't parse commands JSON object"),
    ],
)
async def test_a_menu_has_its_limits(client: Client, commands: object, why: str) -> None:
    answer = await client.call("setMyCommands", commands=commands)
    assert answer.why == (f"Bad Request: {why}" if why else "")


@pytest.mark.parametrize("code", ["zh-hans", "EN", "eng"])
async def test_a_menus_language_has_two_letters(client: Client, code: str) -> None:
    answer = await client.call("setMyCommands", commands=[], language_code=code)
    assert answer.why == "Bad Request: invalid language code specified"


async def test_the_narrowest_menu_wins_and_then_the_language(
    telegram: TelegramServer, client: Client, anna: Person
) -> None:
    li = telegram.user("Li", language_code="zh-hans", started=True)
    group = telegram.group("Web shop", members=[li], admins=[anna])
    menus: dict[str, dict[str, object]] = {
        "everywhere": {},
        "chinese": {"language_code": "zh"},
        "groups": {"scope": {"type": "all_group_chats"}},
        "lead": {"scope": {"type": "chat_member", "chat_id": group.id, "user_id": anna.id}},
    }
    for name, where in menus.items():
        await client.call("setMyCommands", commands=[{"command": name, "description": name}], **where)
    assert telegram.menu_for(anna, anna) == [("everywhere", "everywhere")]
    assert telegram.menu_for(li, li) == [("chinese", "chinese")]
    assert telegram.menu_for(li, group) == [("groups", "groups")]
    assert telegram.menu_for(anna, group) == [("lead", "lead")]


async def test_a_menu_is_read_back_and_taken_away(client: Client) -> None:
    scope = {"type": "all_private_chats"}
    await client.call("setMyCommands", commands=[{"command": "/add", "description": "Add"}], scope=scope)
    assert (await client.call("getMyCommands", scope=scope)).rows == [
        {"command": "add", "description": "Add"}
    ]
    await client.call("deleteMyCommands", scope=scope)
    assert (await client.call("getMyCommands", scope=scope)).rows == []


async def test_a_menu_for_an_unknown_chat_is_refused(client: Client) -> None:
    answer = await client.call("setMyCommands", commands=[], scope={"type": "chat", "chat_id": -5})
    assert answer.why == "Bad Request: chat not found"
    odd = await client.call("setMyCommands", commands=[], scope={"type": "planet"})
    assert odd.why == "Bad Request: can't parse BotCommandScope: unsupported type specified"


async def test_descriptions_are_kept_by_language(bot: Bot) -> None:
    await bot.set_my_description("Keeps the plan.")
    await bot.set_my_description("管计划。", language_code="zh")
    await bot.set_my_short_description("Keeps the plan.")
    assert (await bot.get_my_description("zh")).description == "管计划。"
    assert (await bot.get_my_short_description()).short_description == "Keeps the plan."
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


# Limits


async def test_a_chat_takes_a_burst_and_then_one_message_a_second(ticks: Ticks) -> None:
    limits = Limits(chat_burst=3)
    async with TelegramServer(limits=limits, ticks=ticks) as server, aiohttp.ClientSession() as session:
        client, anna = Client(server, session), server.user("Anna", started=True)
        assert [(await client.say(anna, "x")).status for _ in range(4)] == [200, 200, 200, 429]
        refused = await client.say(anna, "x")
        assert refused.why == "Too Many Requests: retry after 1"
        assert refused.parameters == {"retry_after": 1}
        ticks.at += 1
        assert [(await client.say(anna, "x")).status for _ in range(2)] == [200, 429]


async def test_a_group_takes_twenty_messages_a_minute_edits_included(ticks: Ticks) -> None:
    async with TelegramServer(ticks=ticks) as server, aiohttp.ClientSession() as session:
        client, group = Client(server, session), server.group("Web shop")
        number = (await client.say(group, "0")).fields["message_id"]
        for text in range(1, 20):
            ticks.at += 1
            edit = await client.call("editMessageText", chat_id=group.id, message_id=number, text=text)
            assert edit.status == 200
        ticks.at += 1
        assert (await client.say(group, "x")).parameters == {"retry_after": 40}
        ticks.at += 40
        assert (await client.say(group, "x")).status == 200


async def test_thirty_messages_a_second_are_taken_overall(ticks: Ticks) -> None:
    async with TelegramServer(ticks=ticks) as server, aiohttp.ClientSession() as session:
        client = Client(server, session)
        people = [server.user(f"Person {number}", started=True) for number in range(31)]
        assert [(await client.say(one, "x")).status for one in people] == [200] * 30 + [429]


async def test_what_was_refused_does_not_count(ticks: Ticks) -> None:
    limits = Limits(chat_burst=1)
    async with TelegramServer(limits=limits, ticks=ticks) as server, aiohttp.ClientSession() as session:
        client, anna = Client(server, session), server.user("Anna", started=True)
        assert [(await client.say(anna, text)).status for text in ("", "x", "x")] == [400, 200, 429]


# Faults


@pytest.mark.filterwarnings("ignore:.*retry_after")  # PTB warns of a later type whenever it raises it
async def test_a_prepared_refusal_is_used_once(telegram: TelegramServer, bot: Bot, anna: Person) -> None:
    telegram.fail_next("sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(anna.id, "Hello")
    assert caught.value.retry_after in {7, timedelta(seconds=7)}
    await bot.send_message(anna.id, "Hello")
    assert len(telegram.answers(anna)) == 1


@pytest.mark.parametrize(("code", "times"), [(500, 1), (502, 2)])
async def test_a_server_may_be_down_for_a_while(
    telegram: TelegramServer, bot: Bot, anna: Person, code: int, times: int
) -> None:
    telegram.fail_next("*", error_code=code, description="Bad Gateway", times=times)
    for _ in range(times):
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "Hello")
    await bot.send_message(anna.id, "Hello")


async def test_a_gateway_may_answer_with_something_else(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    telegram.fail_next("sendMessage", raw="<html>Bad Gateway</html>")
    with pytest.raises(TelegramError):
        await bot.send_message(anna.id, "Hello")
    assert telegram.answers(anna) == []


@pytest.mark.parametrize("done", [True, False])
async def test_a_cut_connection_leaves_the_outcome_unknown(
    telegram: TelegramServer, bot: Bot, anna: Person, *, done: bool
) -> None:
    telegram.fail_next("sendMessage", cut=done, lost=not done)
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "Hello")
    assert len(telegram.answers(anna)) == int(done)


async def test_a_slow_answer_comes_after_the_message_was_sent(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    telegram.fail_next("sendMessage", delay=60)
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "Hello", read_timeout=0.05)
    assert len(telegram.answers(anna)) == 1


# Looking


async def test_waiting_finds_the_newest_message_that_fits(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    await bot.send_message(anna.id, "WEB-1 is done.")
    mark = telegram.mark()
    waiting = asyncio.create_task(telegram.wait_for("WEB-", chat=anna, after=mark))
    await asyncio.sleep(0)
    assert not waiting.done()
    await bot.send_message(anna.id, "WEB-2 is done.")
    assert (await waiting).text == "WEB-2 is done."
    assert (await telegram.wait_for(lambda message: message.text.startswith("WEB-1"))).id < (await waiting).id


async def test_waiting_in_vain_says_what_was_said_instead(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    await bot.send_message(anna.id, "Hello")
    with pytest.raises(AssertionError, match="It said:\n- 'Hello'"):
        await telegram.wait_for("Goodbye", timeout=0)


async def test_a_person_sees_what_is_said_where_they_are(
    telegram: TelegramServer, bot: Bot, anna: Person
) -> None:
    li = telegram.user("Li")
    shop, other = telegram.group("Web shop", members=[li, anna]), telegram.group("Other", members=[anna])
    for place in (anna, shop, other):
        await bot.send_message(place.id, f"To {place.id}")
    assert [message.chat.id for message in telegram.seen_by(anna)] == [anna.id, shop.id, other.id]
    assert [message.chat.id for message in telegram.seen_by(li)] == [shop.id]


async def test_every_call_is_in_the_log(telegram: TelegramServer, client: Client, anna: Person) -> None:
    await client.say(anna, "Hello")
    await client.say(anna, "")
    calls = telegram.called("sendMessage")
    assert [(call.params["text"], call.error_code, call.error) for call in calls] == [
        ("Hello", 0, ""),
        ("", 400, "Bad Request: message text is empty"),
    ]


def test_lengths_are_utf16_units() -> None:
    assert [utf16_length(text) for text in ("a", "中", "🟢")] == [1, 1, 2]
