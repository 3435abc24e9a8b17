"""The stand-in's Web API, through the real client: what it does, and what it refuses."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack import Message, SlackServer, buttons, mentions_notified, visible_text

BUTTONS: list[Json] = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*WEB-12* Draft the <https://x.example|contract>"},
    },
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Start"},
                "action_id": "a1",
                "value": "s 1",
            },
            {"type": "button", "text": {"type": "plain_text", "text": "Undo"}, "action_id": "a2"},
        ],
    },
]
FORM: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "New task"},
    "submit": {"type": "plain_text", "text": "Add"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "title"},
        }
    ],
}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with await SlackServer.start() as server:
        yield server


@pytest.fixture
async def web(slack: SlackServer) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])


@pytest.fixture
def anna(slack: SlackServer) -> str:
    return slack.user("anna", tz="Europe/Berlin", locale="de-DE", email="anna@acme.example")


@pytest.fixture
def shop(slack: SlackServer, anna: str) -> str:
    return slack.channel("web-shop", members=[anna])


async def error_of(web: AsyncWebClient, method: str, **arguments: object) -> str:
    """The error word that the real client raises for this call."""
    with pytest.raises(SlackApiError) as raised:
        await web.api_call(method, json=arguments)
    return str(raised.value.response["error"])


def last(slack: SlackServer, channel: str) -> Message:
    return slack.messages(channel)[-1]


async def test_the_bot_learns_who_it_is(slack: SlackServer, web: AsyncWebClient) -> None:
    told = await web.auth_test()
    assert (told["user_id"], told["team_id"]) == (slack.bot_user, slack.team)


async def test_a_call_without_a_good_token_is_refused(slack: SlackServer, web: AsyncWebClient) -> None:
    web.token = None
    assert await error_of(web, "auth.test") == "not_authed"
    web.token = "xoxb-somebody-elses"
    assert await error_of(web, "auth.test") == "invalid_auth"
    web.token = slack.app_token
    assert await error_of(web, "auth.test") == "not_allowed_token_type"
    web.token = slack.bot_token
    assert await error_of(web, "apps.connections.open") == "not_allowed_token_type"
    await slack.uninstall()
    assert await error_of(web, "auth.test") == "account_inactive"


async def test_a_missing_scope_is_named(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    slack.world.scopes -= {"chat:write"}
    with pytest.raises(SlackApiError) as raised:
        await web.chat_postMessage(channel=shop, text="hello")
    assert (raised.value.response["error"], raised.value.response["needed"]) == (
        "missing_scope",
        "chat:write",
    )


async def test_an_unknown_method_is_refused(web: AsyncWebClient) -> None:
    assert await error_of(web, "tasks.create") == "unknown_method"


async def test_forms_and_json_are_read_alike(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    arguments = {"channel": shop, "text": "x"}
    assert (await web.api_call("chat.postMessage", data=arguments))["ok"]
    assert (await web.api_call("chat.postMessage", json=arguments))["ok"]
    blocks = '[{"type":"divider"}]'
    assert (await web.api_call("chat.postMessage", data={"channel": shop, "text": "x", "blocks": blocks}))[
        "ok"
    ]
    assert last(slack, shop).blocks[0]["type"] == "divider"


async def test_a_message_is_shown_to_those_in_the_channel(
    slack: SlackServer, web: AsyncWebClient, shop: str, anna: str
) -> None:
    stranger = slack.user("tom")
    await web.chat_postMessage(channel=shop, text="card", blocks=BUTTONS)
    assert [visible_text(message) for message in slack.seen_by(anna)] == [
        "WEB-12 Draft the contract\n[Start] [Undo]"
    ]
    assert slack.seen_by(stranger) == []
    assert [tuple(button) for button in buttons(last(slack, shop))] == [
        ("Start", "a1", "s 1"),
        ("Undo", "a2", None),
    ]


async def test_posting_is_refused_where_the_bot_may_not(slack: SlackServer, web: AsyncWebClient) -> None:
    async def refused(channel: str) -> str:
        return await error_of(web, "chat.postMessage", channel=channel, text="hello")

    foreign = slack.user("eve", external=True)
    gone = slack.user("max")
    await slack.change_user(gone, deactivated=True)
    closed = slack.channel("old")
    await slack.archive(closed)
    assert await refused("C0000000000") == "channel_not_found"
    assert await refused(slack.channel("open", bot=False)) == "not_in_channel"
    assert await refused(slack.channel("secret", bot=False, private=True)) == "channel_not_found"
    assert await refused(closed) == "is_archived"
    assert await refused("U0000000000") == "channel_not_found"
    assert await refused(foreign) == "user_not_visible"
    assert await refused(gone) == "user_disabled"


async def test_a_message_needs_text_of_a_bearable_length(web: AsyncWebClient, shop: str) -> None:
    assert await error_of(web, "chat.postMessage", channel=shop) == "no_text"
    assert await error_of(web, "chat.postMessage", channel=shop, text=" ") == "no_text"
    assert await error_of(web, "chat.postMessage", channel=shop, text="x" * 40_001) == "msg_too_long"
    assert (await web.chat_postMessage(channel=shop, text="x" * 40_000))["ok"]


async def test_bad_blocks_are_refused_with_the_place(web: AsyncWebClient, shop: str) -> None:
    long = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}]
    with pytest.raises(SlackApiError) as raised:
        await web.chat_postMessage(channel=shop, text="x", blocks=long)
    assert raised.value.response["error"] == "invalid_blocks"
    assert raised.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    many = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}] * 5
    assert await error_of(web, "chat.postMessage", channel=shop, blocks=many) == "msg_blocks_too_long"
    assert await error_of(web, "chat.postMessage", channel=shop, blocks="[{") == "invalid_blocks_format"


async def test_a_persons_id_opens_their_direct_messages(
    slack: SlackServer, web: AsyncWebClient, anna: str
) -> None:
    posted = await web.chat_postMessage(channel=anna, text="good morning")
    opened = await web.conversations_open(users=anna)
    assert posted["channel"] == opened["channel"]["id"] == slack.dm(anna)
    assert opened["already_open"]
    assert visible_text(slack.seen_by(anna)[0]) == "good morning"


async def test_only_ones_own_message_is_edited(
    slack: SlackServer, web: AsyncWebClient, shop: str, anna: str
) -> None:
    ts = (await web.chat_postMessage(channel=shop, text="card", blocks=BUTTONS))["ts"]
    await web.chat_update(channel=shop, ts=ts, text="done")
    assert visible_text(last(slack, shop)) == "done"
    hers = await slack.message(anna, shop, "mine")
    assert await error_of(web, "chat.update", channel=shop, ts=hers.ts, text="x") == "cant_update_message"
    assert await error_of(web, "chat.update", channel=shop, ts="1.1", text="x") == "message_not_found"
    assert await error_of(web, "chat.update", channel=anna, ts=ts, text="x") == "channel_not_found"
    assert await error_of(web, "chat.update", channel=shop, ts=ts, text="x" * 4001) == "msg_too_long"
    assert await error_of(web, "chat.delete", channel=shop, ts=hers.ts) == "cant_delete_message"


async def test_a_deleted_message_is_gone(
    slack: SlackServer, web: AsyncWebClient, shop: str, anna: str
) -> None:
    ts = (await web.chat_postMessage(channel=shop, text="card"))["ts"]
    await web.chat_delete(channel=shop, ts=ts)
    assert slack.seen_by(anna) == slack.messages(shop) == []
    assert await error_of(web, "chat.update", channel=shop, ts=ts, text="x") == "message_not_found"


async def test_an_ephemeral_is_for_one_and_cannot_be_edited(
    slack: SlackServer, web: AsyncWebClient, shop: str, anna: str
) -> None:
    bo = slack.user("bo")
    await slack.join(bo, shop)
    told = await web.chat_postEphemeral(channel=shop, user=anna, text=f"only you <@{bo}>")
    ts = told["message_ts"]
    assert [visible_text(message) for message in slack.seen_by(anna)] == ["only you @bo"]
    assert slack.mentions_notified(slack.seen_by(anna)[0]) == set()
    assert slack.seen_by(bo) == slack.messages(shop) == []
    assert await error_of(web, "chat.update", channel=shop, ts=ts, text="x") == "message_not_found"
    outside = slack.user("tom")
    assert (
        await error_of(web, "chat.postEphemeral", channel=shop, user=outside, text="x")
        == "user_not_in_channel"
    )


async def test_a_thread_hangs_on_its_first_message(
    slack: SlackServer, web: AsyncWebClient, shop: str
) -> None:
    slack.world.scopes |= {"channels:history"}
    first = (await web.chat_postMessage(channel=shop, text="stand-up"))["ts"]
    reply = (await web.chat_postMessage(channel=shop, text="an answer", thread_ts=first))["ts"]
    refused = await error_of(web, "chat.postMessage", channel=shop, text="x", thread_ts=reply)
    assert refused == "cannot_reply_to_message"
    history = await web.conversations_history(channel=shop)
    assert [message["text"] for message in history["messages"]] == ["stand-up"]
    replies = await web.conversations_replies(channel=shop, ts=first)
    assert [message["text"] for message in replies["messages"]] == ["stand-up", "an answer"]
    assert await error_of(web, "conversations.replies", channel=shop, ts="1.1") == "thread_not_found"


async def test_metadata_comes_back_where_history_may_be_read(
    slack: SlackServer, web: AsyncWebClient, shop: str
) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    await web.chat_postMessage(channel=shop, text="x", metadata=metadata)
    assert await error_of(web, "conversations.history", channel=shop) == "missing_scope"
    slack.world.scopes |= {"channels:history"}
    read = await web.conversations_history(channel=shop, include_all_metadata=True, oldest="0")
    assert read["messages"][0]["metadata"] == metadata
    wrong = {"event_type": 7}
    refused = await error_of(web, "chat.postMessage", channel=shop, text="x", metadata=wrong)
    assert refused == "invalid_metadata_format"


async def test_lists_come_in_pages(slack: SlackServer, web: AsyncWebClient) -> None:
    people = [slack.user(f"p{number}") for number in range(5)]
    channel = slack.channel("crowd", members=people)
    found: list[str] = []
    cursor = ""
    while True:
        page = await web.conversations_members(channel=channel, limit=2, cursor=cursor)
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert found == [*people, slack.bot_user]
    assert await error_of(web, "users.list", cursor="nonsense") == "invalid_cursor"
    assert await error_of(web, "users.list", limit=5000) == "invalid_limit"


async def test_channels_are_told_as_far_as_the_bot_may_know(
    slack: SlackServer, web: AsyncWebClient, shop: str
) -> None:
    hidden = slack.channel("secret", bot=False, private=True)
    legal = slack.channel("legal", private=True)
    listed = await web.conversations_list(types="public_channel,private_channel")
    assert [channel["name"] for channel in listed["channels"]] == ["web-shop", "legal"]
    told = await web.conversations_info(channel=legal)
    assert (told["channel"]["is_private"], told["channel"]["is_member"]) == (True, True)
    assert await error_of(web, "conversations.info", channel=hidden) == "channel_not_found"
    assert await error_of(web, "conversations.list", types="im") == "missing_scope"
    mine = await web.users_conversations()
    assert [channel["id"] for channel in mine["channels"]] == [shop]


async def test_people_are_told_with_zone_and_locale(
    slack: SlackServer, web: AsyncWebClient, anna: str
) -> None:
    foreign = slack.user("eve", external=True, tz=None)
    told = (await web.users_info(user=anna, include_locale=True))["user"]
    assert (told["tz"], told["locale"], told["is_bot"]) == ("Europe/Berlin", "de-DE", False)
    assert told["tz_offset"] in (3600, 7200)
    assert "email" not in told["profile"]
    stranger = (await web.users_info(user=foreign, include_locale=True))["user"]
    assert stranger["is_stranger"]
    assert "locale" not in stranger
    assert "tz" not in stranger
    everybody = [member["name"] for member in (await web.users_list())["members"]]
    assert everybody == ["drumbeat", "slackbot", "anna"]
    assert await error_of(web, "users.info", user="U0000000000") == "user_not_found"


async def test_opening_direct_messages_is_refused_with_a_reason(
    slack: SlackServer, web: AsyncWebClient
) -> None:
    gone = slack.user("max")
    await slack.change_user(gone, deactivated=True)
    foreign = slack.user("eve", external=True)
    assert await error_of(web, "conversations.open", users="U0000000000") == "user_not_found"
    assert await error_of(web, "conversations.open", users=gone) == "user_disabled"
    assert await error_of(web, "conversations.open", users=foreign) == "user_not_visible"
    slack.world.scopes -= {"im:write"}
    assert await error_of(web, "conversations.open", users=gone) == "missing_scope"


async def test_team_and_bot_are_told(slack: SlackServer, web: AsyncWebClient) -> None:
    assert await error_of(web, "team.info") == "missing_scope"
    slack.world.scopes |= {"team:read"}
    assert (await web.team_info())["team"]["id"] == slack.team
    assert (await web.bots_info())["bot"]["user_id"] == slack.bot_user
    assert await error_of(web, "bots.info", bot="B0000000000") == "bot_not_found"


async def test_a_trigger_is_good_once_and_for_three_seconds(
    slack: SlackServer, web: AsyncWebClient, anna: str
) -> None:
    trigger = slack.views.trigger(anna)
    await web.views_open(trigger_id=trigger, view=FORM)
    assert await error_of(web, "views.open", trigger_id=trigger, view=FORM) == "exchanged_trigger_id"
    assert await error_of(web, "views.open", trigger_id="1.2.3", view=FORM) == "invalid_trigger_id"
    late = slack.views.trigger(anna)
    slack.later(3.1)
    assert await error_of(web, "views.open", trigger_id=late, view=FORM) == "expired_trigger_id"


async def test_a_bad_view_is_refused_with_the_place(
    slack: SlackServer, web: AsyncWebClient, anna: str
) -> None:
    bad = {**FORM, "title": {"type": "plain_text", "text": "x" * 25}}
    with pytest.raises(SlackApiError) as raised:
        await web.views_open(trigger_id=slack.views.trigger(anna), view=bad)
    assert raised.value.response["error"] == "invalid_arguments"
    assert raised.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert slack.view(anna) is None


async def test_three_views_lie_on_one_another_and_no_more(
    slack: SlackServer, web: AsyncWebClient, anna: str
) -> None:
    async def push() -> str:
        return str((await web.views_push(trigger_id=slack.views.trigger(anna), view=FORM))["view"]["id"])

    refused = await error_of(web, "views.push", trigger_id=slack.views.trigger(anna), view=FORM)
    assert refused == "not_found"
    await web.views_open(trigger_id=slack.views.trigger(anna), view=FORM)
    await push()
    top = await push()
    assert slack.view(anna) is slack.views.find(top)
    refused = await error_of(web, "views.push", trigger_id=slack.views.trigger(anna), view=FORM)
    assert refused == "push_limit_reached"


async def test_a_stale_hash_does_not_overwrite(slack: SlackServer, web: AsyncWebClient, anna: str) -> None:
    opened = (await web.views_open(trigger_id=slack.views.trigger(anna), view=FORM))["view"]
    changed = {**FORM, "title": {"type": "plain_text", "text": "Edit task"}}
    await web.views_update(view_id=opened["id"], hash=opened["hash"], view=changed)
    refused = await error_of(web, "views.update", view_id=opened["id"], hash=opened["hash"], view=FORM)
    assert refused == "hash_conflict"
    assert await error_of(web, "views.update", view_id="V0000000000", view=FORM) == "not_found"
    assert visible_text(await slack.wait_for_view(anna)) == "Edit task\nTitle\n[Add]"


async def test_an_external_id_is_unique(slack: SlackServer, web: AsyncWebClient, anna: str) -> None:
    named = {**FORM, "external_id": "task-12"}
    await web.views_open(trigger_id=slack.views.trigger(anna), view=named)
    refused = await error_of(web, "views.push", trigger_id=slack.views.trigger(anna), view=named)
    assert refused == "duplicate_external_id"
    await web.views_update(external_id="task-12", view=named)


async def test_a_home_is_published_for_one_person(slack: SlackServer, web: AsyncWebClient, anna: str) -> None:
    home = {"type": "home", "blocks": BUTTONS}
    published = (await web.views_publish(user_id=anna, view=home))["view"]
    shown = slack.home(anna)
    assert shown
    assert visible_text(shown).endswith("[Start] [Undo]")
    await web.views_publish(user_id=anna, view=home, hash=published["hash"])
    refused = await error_of(web, "views.publish", user_id=anna, view=home, hash=published["hash"])
    assert refused == "hash_conflict"
    assert await error_of(web, "views.publish", user_id=anna, view=FORM) == "invalid_arguments"


async def test_a_burst_passes_and_then_one_waits(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    for number in range(20):
        await web.chat_postMessage(channel=shop, text=f"{number}")
    with pytest.raises(SlackApiError) as raised:
        await web.chat_postMessage(channel=shop, text="one too many")
    assert raised.value.response.status_code == 429
    assert raised.value.response["error"] == "ratelimited"
    assert raised.value.response.headers["Retry-After"] == "1"
    assert (await web.chat_postMessage(channel=slack.channel("other"), text="elsewhere"))["ok"]
    slack.later(1)
    assert (await web.chat_postMessage(channel=shop, text="now"))["ok"]


async def test_a_limit_can_be_set_for_a_method(slack: SlackServer, web: AsyncWebClient) -> None:
    slack.limits.set("auth.test", per_minute=2, burst=1)
    await web.auth_test()
    assert await error_of(web, "auth.test") == "ratelimited"
    slack.later(30)
    await web.auth_test()


async def test_the_next_call_can_be_made_to_fail(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    slack.fail_next("chat.postMessage", error="fatal_error")
    assert await error_of(web, "chat.postMessage", channel=shop, text="x") == "fatal_error"
    slack.fail_next("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as raised:
        await web.chat_postMessage(channel=shop, text="x")
    assert raised.value.response.headers["Retry-After"] == "7"
    slack.fail_next("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as raised:
        await web.chat_postMessage(channel=shop, text="x")
    assert raised.value.response.status_code == 503
    assert slack.messages(shop) == []
    assert (await web.chat_postMessage(channel=shop, text="x"))["ok"]
    assert [call.error for call in slack.calls] == ["fatal_error", "ratelimited", "internal_error", None]
    assert slack.count("chat.postMessage") == 4


async def test_a_cut_connection_has_done_the_work(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    slack.fail_next("chat.postMessage", cut=True)
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=shop, text="once")
    assert [visible_text(message) for message in slack.messages(shop)] == ["once"]


async def test_a_slow_answer_outlasts_a_time_out(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    slack.fail_next("chat.postMessage", delay=30)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(web.chat_postMessage(channel=shop, text="x"), 0.05)


def text_block(kind: str, text: str, **more: object) -> list[dict[str, object]]:
    return [{"type": "section", "text": {"type": kind, "text": text, **more}}]


def rich(element: dict[str, object]) -> list[dict[str, object]]:
    inner = {"type": "rich_text_section", "elements": [element]}
    return [{"type": "rich_text", "elements": [inner]}]


@pytest.mark.parametrize(
    ("text", "blocks", "notified"),
    [
        ("hello <!channel>", [], {"@channel"}),
        ("hello &lt;!channel&gt; @here", [], set()),
        ("x", text_block("plain_text", "<!channel> <@U1> @everyone"), set()),
        ("x", text_block("mrkdwn", "hello <!here|here>"), {"@here"}),
        ("x", text_block("mrkdwn", "ask <@U1>"), {"U1"}),
        ("x", text_block("mrkdwn", "hello @here, mail@channel.example"), {"@here"}),
        ("x", text_block("mrkdwn", "hello @everyone", verbatim=True), set()),
        ("x", text_block("mrkdwn", "&lt;@U1&gt;", verbatim=True), set()),
        ("x", rich({"type": "text", "text": "<!channel> @here"}), set()),
        ("x", rich({"type": "user", "user_id": "U1"}), {"U1"}),
        ("x", rich({"type": "broadcast", "range": "channel"}), {"@channel"}),
    ],
)
async def test_only_real_mentions_notify(
    slack: SlackServer, web: AsyncWebClient, shop: str, text: str, blocks: list[object], notified: set[str]
) -> None:
    await web.api_call("chat.postMessage", json={"channel": shop, "text": text, "blocks": blocks})
    assert slack.mentions_notified(last(slack, shop)) == notified


async def test_link_names_makes_names_notify(slack: SlackServer, web: AsyncWebClient, shop: str) -> None:
    await web.chat_postMessage(channel=shop, text="hello @here", link_names=True)
    assert mentions_notified(last(slack, shop)) == {"@here"}


async def test_an_edit_notifies_nobody(slack: SlackServer, web: AsyncWebClient, shop: str, anna: str) -> None:
    ts = (await web.chat_postMessage(channel=shop, text="quiet"))["ts"]
    await web.chat_update(channel=shop, ts=ts, text=f"now <@{anna}>")
    assert visible_text(last(slack, shop)) == "now @anna"
    assert mentions_notified(last(slack, shop)) == set()


async def test_a_wait_that_fails_shows_what_was_said(
    slack: SlackServer, web: AsyncWebClient, shop: str
) -> None:
    await web.chat_postMessage(channel=shop, text="something else")
    with pytest.raises(AssertionError, match="something else"):
        await slack.wait_for("the answer", channel=shop, timeout=0.01)
    assert (await slack.wait_for("something", channel=shop)).text == "something else"
