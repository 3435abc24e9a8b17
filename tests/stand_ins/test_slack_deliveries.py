"""The stand-in as the sending side: signed HTTP, Socket Mode, retries, and what people are shown."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qs, parse_qsl

import aiohttp
import pytest
from aiohttp import web as aioweb
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack import SlackServer, View, visible_text
from tests.stand_ins.slack_courier import FORM

Answer = Callable[[], Awaitable[aioweb.Response]]
MENU = {
    "type": "overflow",
    "action_id": "more",
    "options": [{"text": {"type": "plain_text", "text": "History"}, "value": "history WEB-12"}],
}
CARD: list[Json] = [
    {"type": "section", "text": {"type": "plain_text", "text": "WEB-12"}, "accessory": MENU},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Start"},
                "action_id": "a1",
                "value": "start",
            },
            {"type": "users_select", "action_id": "owner"},
        ],
    },
]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(label: str, element: Json, **more: object) -> Json:
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element, **more}


SELECT = {
    "type": "static_select",
    "action_id": "a",
    "options": [{"text": plain("High"), "value": "p1"}, {"text": plain("Low"), "value": "p3"}],
}
FORM_VIEW = {
    "type": "modal",
    "callback_id": "task",
    "private_metadata": "place",
    "notify_on_close": True,
    "title": plain("New task"),
    "submit": plain("Add"),
    "blocks": [
        field("Title", {"type": "plain_text_input", "action_id": "a", "max_length": 10}),
        field("Owner", {"type": "users_select", "action_id": "a"}, optional=True),
        field("Due", {"type": "datepicker", "action_id": "a", "initial_date": "2025-11-28"}),
        field("Priority", SELECT, optional=True),
    ],
}


class Receiver:
    """A bot that writes down what it gets, and answers as the test says, or with an empty 200."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.answers: list[Answer] = []
        app = aioweb.Application()
        app.router.add_post("/slack/events", self.receive)
        self.runner = aioweb.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def receive(self, request: aioweb.Request) -> aioweb.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.got.append((headers, await request.text()))
        return await self.answers.pop(0)() if self.answers else aioweb.Response()

    def answer(self, content: Json | str, **more: str) -> None:
        async def answered() -> aioweb.Response:
            if isinstance(content, str):
                return aioweb.Response(text=content)
            return aioweb.json_response(content, headers=more)

        self.answers.append(answered)

    def fail(self, status: int, headers: dict[str, str] | None = None) -> None:
        async def failed() -> aioweb.Response:
            return aioweb.Response(status=status, headers=headers)

        self.answers.append(failed)

    def hang(self) -> None:
        async def hung() -> aioweb.Response:
            await asyncio.sleep(30)
            return aioweb.Response()

        self.answers.append(hung)

    def event(self, number: int = -1) -> Json:
        told: Json = json.loads(self.got[number][1])
        return told

    def payload(self, number: int = -1) -> Json:
        told: Json = json.loads(parse_qs(self.got[number][1])["payload"][0])
        return told


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with await SlackServer.start() as server:
        yield server


@pytest.fixture
async def bot(slack: SlackServer) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.runner.setup()
    await aioweb.TCPSite(receiver.runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{receiver.runner.addresses[0][1]}/slack/events")
    yield receiver
    await receiver.runner.cleanup()


@pytest.fixture
async def web(slack: SlackServer) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])


@pytest.fixture
def anna(slack: SlackServer) -> str:
    return slack.user("anna")


@pytest.fixture
def shop(slack: SlackServer, anna: str) -> str:
    return slack.channel("web-shop", members=[anna])


async def opened(slack: SlackServer, web: AsyncWebClient, user: str, view: Json | None = None) -> View:
    await web.views_open(trigger_id=slack.views.trigger(user), view=view or FORM_VIEW)
    return await slack.wait_for_view(user)


async def test_what_is_delivered_bears_a_signature_that_slacks_own_verifier_accepts(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    await slack.command(anna, shop, "/pm", "add Größe & <b>")
    headers, body = bot.got[0]
    verifier = SignatureVerifier(slack.signing_secret)
    assert verifier.is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)


async def test_a_forged_and_an_old_request_are_refused_by_bolt(slack: SlackServer, bot: Receiver) -> None:
    await slack.courier.post(b"{}", secret="guessed")
    await slack.courier.post(b"{}", age=301)
    await slack.courier.post(b"{}")
    app = AsyncApp(signing_secret=slack.signing_secret, authorize=nobody)
    dispatched = [
        await app.async_dispatch(AsyncBoltRequest(body=body, headers=dict(headers)))
        for headers, body in bot.got
    ]
    assert [answer.status for answer in dispatched[:2]] == [401, 401]
    assert dispatched[2].status != 401


async def nobody() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=None)


async def test_a_command_comes_as_a_form_with_its_references_escaped(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    slack.user("anna-lena")
    legal = slack.channel("legal")
    secret = slack.channel("secret", members=[anna], private=True)
    hidden = slack.channel("board", private=True)
    await slack.command(
        anna, shop, "/pm", "add a & b @anna-lena #legal, #secret #board a@anna.de https://x.example/?a=1"
    )
    fields = dict(parse_qsl(bot.got[0][1]))
    lena = slack.client.person_id("anna-lena")
    assert hidden
    assert fields["text"] == (
        f"add a &amp; b <@{lena}|anna-lena> <#{legal}|legal>, <#{secret}|> #board a@anna.de"
        " <https://x.example/?a=1>"
    )
    assert (fields["command"], fields["user_id"], fields["channel_id"]) == ("/pm", anna, shop)
    assert (fields["channel_name"], fields["is_enterprise_install"]) == ("web-shop", "false")
    assert fields["response_url"].startswith(slack.base)
    assert fields["trigger_id"] in slack.views.triggers


async def test_chinese_names_end_where_the_longest_known_one_ends(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    lei = slack.user("李雷")
    await slack.command(anna, shop, "/pm", "新建登录页面@李雷截止周五")
    assert dict(parse_qsl(bot.got[0][1]))["text"] == f"新建登录页面<@{lei}|李雷>截止周五"


async def test_the_acknowledgement_is_shown_to_the_one_who_asked(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    bo = slack.user("bo")
    await slack.join(bo, shop)
    bot.answer("Noted.")
    shown = await slack.command(anna, shop, "/pm", "add x")
    assert (shown.status, shown.text, shown.ephemeral, shown.error) == (200, "Noted.", True, None)
    assert slack.seen_by(bo) == []
    bot.answer({"response_type": "in_channel", "text": "For *all*"})
    shown = await slack.command(anna, shop, "/pm", "plan")
    assert (shown.text, shown.ephemeral) == ("For all", False)
    assert [visible_text(message) for message in slack.seen_by(bo)] == ["For all"]


async def test_a_command_that_fails_says_so_and_is_not_repeated(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    slack.patience(0.4, retries=(0, 0, 0))
    bot.hang()
    shown = await slack.command(anna, shop, "/pm", "add x")
    assert (shown.error, shown.text) == ("operation_timeout", '/pm failed with the error "operation_timeout"')
    bot.fail(500)
    assert (await slack.command(anna, shop, "/pm", "add x")).error == "dispatch_failed"
    bot.answer({"blocks": [{"type": "poll"}]})
    assert (await slack.command(anna, shop, "/pm", "add x")).error == "invalid_blocks"
    assert (await slack.command(anna, shop, "/todo", "x")).error == "invalid_command"
    await slack.settled()
    assert len(bot.got) == 3


async def test_people_of_other_workspaces_have_no_commands(
    slack: SlackServer, bot: Receiver, shop: str
) -> None:
    eve = slack.user("eve", external=True)
    with pytest.raises(AssertionError, match="another workspace"):
        await slack.command(eve, shop, "/pm", "plan")
    assert bot.got == []


async def test_a_response_url_is_good_five_times_in_half_an_hour(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    await slack.command(anna, shop, "/pm", "mine")
    url = dict(parse_qsl(bot.got[0][1]))["response_url"]
    async with aiohttp.ClientSession() as session:

        async def use(**body: object) -> tuple[int, str]:
            async with session.post(url, json=body) as answer:
                return answer.status, await answer.text()

        refused = await use(blocks=[{"type": "poll"}])
        assert (refused[0], json.loads(refused[1])["error"]) == (400, "invalid_blocks")
        for number in range(5):
            assert await use(text=f"part {number}") == (200, "ok")
        status, text = await use(text="one more")
        assert (status, json.loads(text)["error"]) == (404, "used_url")
        await slack.command(anna, shop, "/pm", "mine")
        url = dict(parse_qsl(bot.got[1][1]))["response_url"]
        assert json.loads((await use(replace_original=True, text="x"))[1])["error"] == "message_not_found"
        slack.later(30 * 60 + 1)
        status, text = await use(text="late")
        assert (status, json.loads(text)["error"]) == (404, "expired_url")
    assert [visible_text(message) for message in slack.seen_by(anna)] == [f"part {n}" for n in range(5)]
    assert slack.messages(shop) == []


async def test_a_mention_comes_as_an_event_with_its_envelope(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    said = await slack.message(anna, shop, "@drumbeat plan for @anna")
    told = bot.event()
    assert (told["type"], told["team_id"]) == ("event_callback", slack.team)
    assert told["authorizations"][0]["user_id"] == slack.bot_user
    assert told["event_id"].startswith("Ev")
    event = told["event"]
    assert (event["type"], event["ts"], event["channel"]) == ("app_mention", said.ts, shop)
    assert event["text"] == f"<@{slack.bot_user}> plan for <@{anna}>"
    await slack.message(anna, shop, "not for you")
    assert len(bot.got) == 1


async def test_an_edited_mention_comes_again_with_the_same_ts(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    said = await slack.message(anna, shop, "@drumbeat plna")
    await slack.edit(said, "@drumbeat plan")
    first, second = bot.event(0), bot.event(1)
    assert first["event"]["ts"] == second["event"]["ts"] == said.ts
    assert first["event_id"] != second["event_id"]
    assert "edited" in second["event"]
    assert first["event"]["event_ts"] != second["event"]["event_ts"]


async def test_words_in_the_direct_messages_come_with_edits_and_the_bots_own(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    said = await slack.message(anna, "dm", "late")
    assert (bot.event()["event"]["channel_type"], bot.event()["event"]["text"]) == ("im", "late")
    await slack.edit(said, "mine")
    changed = bot.event()["event"]
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "mine")
    assert changed["previous_message"]["text"] == "late"
    await slack.delete(said)
    assert bot.event()["event"]["subtype"] == "message_deleted"
    await web.chat_postMessage(channel=anna, text="an answer")
    await slack.settled()
    assert "bot_id" in bot.event()["event"]


async def test_a_reply_names_its_thread(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str, shop: str
) -> None:
    ts = (await web.chat_postMessage(channel=shop, text="card"))["ts"]
    await slack.message(anna, shop, "@drumbeat done", thread_ts=ts)
    assert bot.event()["event"]["thread_ts"] == ts
    assert bot.event()["event"]["parent_user_id"] == slack.bot_user


async def test_nothing_comes_without_scope_subscription_or_membership(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    await slack.message(anna, slack.channel("open", members=[anna], bot=False), "@drumbeat hello")
    slack.world.scopes -= {"im:history"}
    await slack.message(anna, "dm", "hello")
    slack.world.events -= {"app_mention"}
    await slack.message(anna, shop, "@drumbeat hello")
    assert bot.got == []
    slack.world.events |= {"message.channels"}
    slack.world.scopes |= {"channels:history"}
    await slack.message(anna, shop, "plain words")
    assert bot.event()["event"]["channel_type"] == "channel"


async def test_an_event_is_retried_three_times_under_one_id(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    slack.patience(0.4, retries=(0, 0, 0))
    bot.fail(500)
    bot.hang()
    bot.fail(302)
    await slack.message(anna, shop, "@drumbeat plan")
    await slack.settled()
    numbers = [headers.get("x-slack-retry-num") for headers, _ in bot.got]
    reasons = [headers.get("x-slack-retry-reason") for headers, _ in bot.got]
    assert numbers == [None, "1", "2", "3"]
    assert reasons == [None, "http_error", "http_timeout", "http_error"]
    assert len({bot.event(number)["event_id"] for number in range(4)}) == 1
    assert slack.courier.deliveries[0].arrived


async def test_an_event_is_given_up_after_the_third_retry(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    slack.patience(0.5, retries=(0, 0, 0))
    for _ in range(9):
        bot.fail(503)
    await slack.message(anna, shop, "@drumbeat plan")
    await slack.settled()
    assert len(bot.got) == 4
    assert not slack.courier.deliveries[0].arrived


async def test_no_retry_is_made_where_the_bot_forbids_it(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    slack.patience(0.5, retries=(0, 0, 0))
    bot.fail(500, {"x-slack-no-retry": "1"})
    await slack.message(anna, shop, "@drumbeat plan")
    await slack.settled()
    assert len(bot.got) == 1


async def test_an_event_comes_again_when_the_bot_is_back(slack: SlackServer, anna: str, shop: str) -> None:
    slack.patience(0.5, retries=(0, 0))
    slack.deliver_to("http://127.0.0.1:9/slack/events")
    await slack.message(anna, shop, "@drumbeat plan")
    await slack.settled()
    failures = [attempt.failure for attempt in slack.courier.deliveries[0].attempts]
    assert failures == ["connection_failed"] * 3


async def test_the_same_event_can_be_delivered_twice(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    await slack.message(anna, shop, "@drumbeat plan")
    await slack.redeliver(slack.courier.deliveries[0])
    assert bot.event(0) == bot.event(1)
    assert bot.got[1][0]["x-slack-retry-num"] == "1"


async def test_a_press_tells_the_button_and_the_message(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str, shop: str
) -> None:
    await web.chat_postMessage(channel=shop, text="card", blocks=CARD)
    card = await slack.wait_for("WEB-12", channel=shop)
    pressed = await slack.press(anna, card, "Start")
    payload = bot.payload()
    assert (pressed.status, payload["type"], payload["user"]["id"]) == (200, "block_actions", anna)
    assert (payload["actions"][0]["value"], payload["actions"][0]["action_id"]) == ("start", "a1")
    assert (payload["container"]["message_ts"], payload["message"]["ts"]) == (card.ts, card.ts)
    await slack.press(anna, card, "History")
    assert bot.payload()["actions"][0]["selected_option"]["value"] == "history WEB-12"
    await slack.press(anna, card, "owner", "anna")
    assert bot.payload()["actions"][0]["selected_user"] == anna
    with pytest.raises(AssertionError, match="nothing called 'Stop'"):
        await slack.press(anna, card, "Stop")
    with pytest.raises(AssertionError, match="does not see"):
        await slack.press(slack.user("tom"), card, "Start")


async def test_a_press_that_is_not_acknowledged_shows_an_error_and_is_not_repeated(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str, shop: str
) -> None:
    slack.patience(0.4, retries=(0, 0, 0))
    await web.chat_postMessage(channel=shop, text="card", blocks=CARD)
    bot.hang()
    pressed = await slack.press(anna, slack.messages(shop)[0], "Start")
    await slack.settled()
    assert (pressed.error, len(bot.got)) == ("operation_timeout", 1)


async def test_a_press_on_an_ephemeral_can_replace_and_delete_it(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str, shop: str
) -> None:
    await web.chat_postEphemeral(channel=shop, user=anna, text="card", blocks=CARD)
    card = await slack.wait_for("WEB-12", user=anna)
    await slack.press(anna, card, "Start")
    payload = bot.payload()
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    async with aiohttp.ClientSession() as session:
        await session.post(payload["response_url"], json={"replace_original": True, "text": "started"})
        assert [visible_text(message) for message in slack.seen_by(anna)] == ["started"]
        await session.post(payload["response_url"], json={"delete_original": True})
    assert slack.seen_by(anna) == []


async def test_a_form_is_filled_in_and_submitted(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    view = await opened(slack, web, anna)
    shown = await slack.submit(anna, view, {"Title": "Ship", "Owner": "anna", "priority": "High"})
    told = bot.payload()
    values = told["view"]["state"]["values"]
    assert told["type"] == "view_submission"
    assert (told["view"]["private_metadata"], told["view"]["callback_id"]) == ("place", "task")
    assert values["title"]["a"]["value"] == "Ship"
    assert values["owner"]["a"]["selected_user"] == anna
    assert values["due"]["a"]["selected_date"] == "2025-11-28"
    assert values["priority"]["a"]["selected_option"]["value"] == "p1"
    assert (shown.errors, shown.view, slack.view(anna)) == ({}, None, None)


async def test_the_client_holds_back_an_incomplete_form(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    view = await opened(slack, web, anna)
    assert (await slack.submit(anna, view)).errors == {"title": "Please complete this required field."}
    assert (await slack.submit(anna, view, {"Title": "x" * 11})).errors == {
        "title": "Must be at most 10 characters."
    }
    with pytest.raises(AssertionError, match="not offered"):
        await slack.submit(anna, view, {"Priority": "Medium"})
    with pytest.raises(AssertionError, match="no field"):
        await slack.submit(anna, view, {"Colour": "red"})
    assert bot.got == []


async def test_errors_stand_under_their_fields_and_the_form_stays(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    view = await opened(slack, web, anna)
    bot.answer({"response_action": "errors", "errors": {"due": "That is a Sunday."}})
    shown = await slack.submit(anna, view, {"Title": "Ship"})
    assert (shown.errors, shown.view) == ({"due": "That is a Sunday."}, view)
    bot.answer({"response_action": "errors", "errors": {"deadline": "no such block"}})
    shown = await slack.submit(anna, view, {"Title": "Ship"})
    assert (shown.error, shown.view) == ("invalid_errors", view)


async def test_the_answer_to_a_form_updates_pushes_and_clears(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    view = await opened(slack, web, anna)
    bot.answer({"response_action": "update", "view": {**FORM_VIEW, "title": plain("Again")}})
    shown = await slack.submit(anna, view, {"Title": "Ship"})
    assert shown.view is view
    assert visible_text(view).startswith("Again")
    assert view.state["title"]["a"]["value"] == "Ship"
    bot.answer({"response_action": "push", "view": FORM_VIEW})
    above = (await slack.submit(anna, view)).view
    assert above
    assert above.previous == view.id
    bot.answer({"response_action": "update", "view": {"type": "modal"}})
    assert (await slack.submit(anna, above, {"Title": "x"})).error == "invalid_arguments"
    bot.answer({"response_action": "clear"})
    assert (await slack.submit(anna, above, {"Title": "x"})).view is None


async def test_a_form_that_is_not_acknowledged_stays_open(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    slack.patience(0.4, retries=())
    view = await opened(slack, web, anna)
    bot.hang()
    shown = await slack.submit(anna, view, {"Title": "Ship"})
    assert (shown.error, shown.view) == ("operation_timeout", view)


async def test_closing_a_form_is_told_only_on_request(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    await slack.close_view(anna, await opened(slack, web, anna))
    assert (bot.payload()["type"], bot.payload()["is_cleared"]) == ("view_closed", False)
    silent = await opened(slack, web, anna, {**FORM_VIEW, "notify_on_close": False})
    await slack.close_view(anna, silent)
    assert len(bot.got) == 1
    assert slack.view(anna) is None


async def test_an_update_keeps_what_was_typed_only_under_the_same_ids(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    view = await opened(slack, web, anna)
    bot.answer({"response_action": "errors", "errors": {"title": "no"}})
    await slack.submit(anna, view, {"Title": "Ship"})
    await web.views_update(view_id=view.id, view=FORM_VIEW)
    assert view.state["title"]["a"]["value"] == "Ship"
    other = field("Title", {"type": "plain_text_input", "action_id": "b"})
    await web.views_update(view_id=view.id, view={**FORM_VIEW, "blocks": [other]})
    assert view.state["title"]["b"]["value"] is None


async def test_shortcuts_and_home_are_told(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str, shop: str
) -> None:
    await slack.shortcut(anna, "new_task")
    assert (bot.payload()["type"], bot.payload()["callback_id"]) == ("shortcut", "new_task")
    await web.chat_postMessage(channel=shop, text="do this")
    await slack.shortcut(anna, "task_from_message", slack.messages(shop)[0])
    assert (bot.payload()["type"], bot.payload()["message"]["text"]) == ("message_action", "do this")
    await slack.open_home(anna)
    assert (bot.event()["event"]["type"], bot.event()["event"]["tab"]) == ("app_home_opened", "home")
    home = {"type": "home", "blocks": CARD}
    await web.views_publish(user_id=anna, view=home)
    shown = slack.home(anna)
    assert shown
    await slack.press(anna, shown, "Start")
    assert (bot.payload()["container"]["type"], bot.payload()["view"]["id"]) == ("view", shown.id)
    assert "channel" not in bot.payload()


async def test_a_home_can_be_pressed_while_the_trigger_opens_a_form(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    await slack.shortcut(anna, "new_task")
    await web.views_open(trigger_id=bot.payload()["trigger_id"], view=FORM_VIEW)
    assert visible_text(await slack.wait_for_view(anna)).startswith("New task")


async def test_facts_of_the_workspace_are_told(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    bo = slack.user("bo")
    await slack.join(bo, shop)
    await slack.leave(bo, shop)
    await slack.change_user(bo, tz="Asia/Shanghai")
    await slack.archive(shop)
    await slack.event({"type": "team_rename", "name": "Other"})
    await slack.uninstall()
    told = [bot.event(number)["event"] for number in range(7)]
    assert [event["type"] for event in told] == [
        "member_joined_channel",
        "member_left_channel",
        "user_change",
        "channel_archive",
        "team_rename",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert told[2]["user"]["tz"] == "Asia/Shanghai"


async def test_a_shared_channel_is_marked(slack: SlackServer, bot: Receiver) -> None:
    eve = slack.user("eve", external=True)
    joint = slack.channel("joint", members=[eve], shared=True)
    await slack.message(eve, joint, "@drumbeat plan")
    told = bot.event()
    assert told["is_ext_shared_channel"]
    assert told["event"]["user_team"] != slack.team


# --- Socket Mode, through the real client ---


@pytest.fixture
async def app(slack: SlackServer, web: AsyncWebClient) -> AsyncApp:
    """A bot on the real Bolt that answers commands and mentions."""
    bolt = AsyncApp(client=web, authorize=authorized(slack, web))

    @bolt.command("/pm")
    async def command(ack: Callable[[str], Awaitable[None]], body: Json) -> None:
        await ack(f"read: {body['text']}")

    @bolt.event("app_mention")
    async def mention(event: Json) -> None:
        await web.chat_postMessage(channel=event["channel"], text=f"heard {event['ts']}")

    @bolt.view("task")
    async def submitted(ack: Callable[..., Awaitable[None]]) -> None:
        await ack(response_action="errors", errors={"title": "too short"})

    return bolt


def authorized(slack: SlackServer, web: AsyncWebClient) -> Callable[[], Awaitable[AuthorizeResult]]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=slack.team, bot_token=web.token, bot_user_id=slack.bot_user
        )

    return authorize


@pytest.fixture
async def socket(slack: SlackServer, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # as it is in Bolt
    await slack.connected()
    yield handler
    await handler.close_async()  # type: ignore[no-untyped-call]  # likewise


async def test_a_command_goes_over_the_socket_and_back(
    slack: SlackServer, socket: AsyncSocketModeHandler, anna: str, shop: str
) -> None:
    shown = await slack.command(anna, shop, "/pm", "add x @anna")
    assert (shown.text, shown.ephemeral) == ("read: add x @anna", True)


async def test_a_form_goes_over_the_socket_and_back(
    slack: SlackServer, socket: AsyncSocketModeHandler, web: AsyncWebClient, anna: str
) -> None:
    shown = await slack.submit(anna, await opened(slack, web, anna), {"Title": "x"})
    assert shown.errors == {"title": "too short"}


async def test_an_event_over_the_socket_is_acknowledged(
    slack: SlackServer, socket: AsyncSocketModeHandler, anna: str, shop: str
) -> None:
    said = await slack.message(anna, shop, "@drumbeat plan")
    await slack.wait_for(f"heard {said.ts}", channel=shop)
    assert slack.courier.deliveries[0].arrived


async def test_an_address_is_good_for_one_connection(slack: SlackServer, web: AsyncWebClient) -> None:
    url = (await web.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as first:
            hello = await first.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_eleventh_connection_is_sent_away(slack: SlackServer, web: AsyncWebClient) -> None:
    slack.limits.off = True
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            url = (await web.apps_connections_open(app_token=slack.app_token))["url"]
            sockets.append(await session.ws_connect(url))
        assert (await sockets[10].receive_json())["reason"] == "too_many_websockets"
        for socket in sockets:
            await socket.close()


async def test_opening_connections_is_paced(slack: SlackServer, web: AsyncWebClient) -> None:
    for _ in range(10):
        await web.apps_connections_open(app_token=slack.app_token)
    with pytest.raises(SlackApiError) as raised:
        await web.apps_connections_open(app_token=slack.app_token)
    assert raised.value.response["error"] == "ratelimited"


async def test_the_client_comes_back_after_disconnect_and_cut(
    slack: SlackServer, socket: AsyncSocketModeHandler, anna: str, shop: str
) -> None:
    before = slack.sockets.connections[0]
    await slack.sockets.disconnect("refresh_requested")
    await slack.until(lambda: slack.sockets.connections not in ([], [before]))
    assert (await slack.command(anna, shop, "/pm", "one")).text == "read: one"
    before = slack.sockets.connections[0]
    before.cut()
    await slack.until(lambda: slack.sockets.connections not in ([], [before]))
    assert (await slack.command(anna, shop, "/pm", "two")).text == "read: two"


async def test_an_unacknowledged_event_comes_again_on_another_connection(
    slack: SlackServer, web: AsyncWebClient, anna: str, shop: str
) -> None:
    slack.patience(0.4, retries=(0,))
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(2):
            url = (await web.apps_connections_open(app_token=slack.app_token))["url"]
            sockets.append(await session.ws_connect(url))
            await sockets[-1].receive_json()
        asking = asyncio.create_task(slack.message(anna, shop, "@drumbeat plan"))
        first, second = [await one.receive_json() for one in sockets]
        await asking
        await sockets[0].send_json({"envelope_id": second["envelope_id"]})
        await slack.settled()
        assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        assert first["envelope_id"] != second["envelope_id"]
        assert not first["accepts_response_payload"]
        assert slack.courier.deliveries[0].arrived
        for one in sockets:
            await one.close()


async def test_a_command_over_a_silent_socket_fails_and_is_not_repeated(
    slack: SlackServer, web: AsyncWebClient, anna: str, shop: str
) -> None:
    slack.patience(0.4, retries=(0,))
    assert (await slack.command(anna, shop, "/pm", "plan")).error == "dispatch_failed"
    url = (await web.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.receive_json()
        assert (await slack.command(anna, shop, "/pm", "plan")).error == "operation_timeout"
        envelope = await socket.receive_json()
        assert envelope["accepts_response_payload"]
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.2)


async def test_a_socket_answers_pings_until_it_falls_silent(slack: SlackServer, web: AsyncWebClient) -> None:
    url = (await web.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url, autoping=False) as socket:
        await socket.receive_json()
        await socket.ping(b"there?")
        assert (await socket.receive()).type is aiohttp.WSMsgType.PONG
        slack.sockets.connections[0].silent = True
        await socket.ping(b"still there?")
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)


async def test_the_server_pings(slack: SlackServer, web: AsyncWebClient) -> None:
    slack.sockets.ping_seconds = 0.01
    url = (await web.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url, autoping=False) as socket:
        await socket.receive_json()
        assert (await socket.receive()).type is aiohttp.WSMsgType.PING


async def test_an_external_select_is_asked_while_somebody_types(
    slack: SlackServer, bot: Receiver, web: AsyncWebClient, anna: str
) -> None:
    search = field("Task", {"type": "external_select", "action_id": "a", "min_query_length": 1})
    view = await opened(slack, web, anna, {**FORM_VIEW, "blocks": [search]})
    offered = {"text": plain("WEB-12 Draft"), "value": "WEB-12"}
    bot.answer({"options": [offered]})
    assert await slack.suggest(anna, view, "a", "dra") == [offered]
    assert (bot.payload()["type"], bot.payload()["value"]) == ("block_suggestion", "dra")
    await slack.submit(anna, view, {"Task": offered})
    assert bot.payload()["view"]["state"]["values"]["task"]["a"]["selected_option"] == offered
    bot.answer({"options": [{"text": plain("x" * 76), "value": "v"}]})
    with pytest.raises(AssertionError, match="no result"):
        await slack.suggest(anna, await opened(slack, web, anna, {**FORM_VIEW, "blocks": [search]}), "a", "d")


async def test_the_request_url_is_verified_by_a_challenge(slack: SlackServer, bot: Receiver) -> None:
    assert not await slack.verify_url()

    async def echo() -> aioweb.Response:
        return aioweb.json_response({"challenge": bot.event()["challenge"]})

    bot.answers.append(echo)
    assert await slack.verify_url()


async def test_the_form_encoding_is_told_as_the_platform_tells_it(
    slack: SlackServer, bot: Receiver, anna: str, shop: str
) -> None:
    await slack.command(anna, shop, "/pm", "plan")
    await slack.shortcut(anna, "new_task")
    await slack.message(anna, shop, "@drumbeat plan")
    kinds = [headers["content-type"] for headers, _ in bot.got]
    assert kinds == [FORM, FORM, "application/json"]
