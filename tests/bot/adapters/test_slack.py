"""Slack's entrance over signed HTTP and Socket Mode: what people do, and what the bot is told of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.adapters.slack import SlackEntrance
from bot.adapters.slack_api import Identity, SlackApi
from bot.adapters.slack_blocks import LONGEST_TEXT, Json
from bot.adapters.slack_reading import pressed
from bot.adapters.slack_send import SlackSender
from bot.adapters.slack_teams import OneTeam, team_of
from bot.incoming import (
    Answer,
    Bot,
    Fact,
    FactKind,
    Filled,
    Incoming,
    Outcome,
    PlaceKind,
    Words,
)
from bot.message import Field, FieldKind, Form, Message, button, link_button, phrase, says
from bot.outgoing import Address, Outgoing, Reader
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_courier import FORM

EDIT = Form(
    "task edit",
    phrase("Edit {key}", key="WEB-12"),
    (
        Field("title", phrase("Title"), value="Draft", required=True),
        Field("owner", phrase("Owner"), FieldKind.PERSON),
        Field("due", phrase("Due"), FieldKind.DATE, "2025-11-28"),
    ),
    {"task": "WEB-12"},
)
CARD = says("WEB-12").offering(button("Done", "done WEB-12"))
WITH_MENU = replace(CARD, menu=(button("Note…", "note WEB-12"), button("Cancel the task", "cancel WEB-12")))


class Mode(Enum):
    HTTP = "http"
    SOCKET = "socket"


@dataclass
class Ear:
    """Notes what it is told, and answers as the test says; nothing else by default."""

    heard: list[Incoming] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    hold: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, incoming: Incoming) -> Answer:
        self.begun.set()
        if self.hold:
            await self.hold.wait()
        self.heard.append(incoming)
        return self.answers.pop(0) if self.answers else Answer(Outcome.DONE)

    @property
    def last(self) -> Incoming:
        return self.heard[-1]

    @property
    def words(self) -> Words:
        assert isinstance(self.last.said, Words)
        return self.last.said

    @property
    def facts(self) -> list[Fact]:
        return [one.said for one in self.heard if isinstance(one.said, Fact)]


@dataclass
class Desk:
    """One bot in one Slack."""

    slack: SlackServer
    entrance: SlackEntrance
    sender: SlackSender
    bot: Ear
    mode: Mode
    anna: str
    shop: str

    async def post_card(self, card: Message = CARD) -> None:
        await self.sender.send(Outgoing(Address(self.shop), card, Reader()))


@asynccontextmanager
async def served(entrance: SlackEntrance) -> AsyncIterator[str]:
    """The entrance's endpoint on a port of its own; its address."""
    app = Starlette(routes=[Route("/slack/events", entrance.endpoint, methods=["POST"])])
    config = uvicorn.Config(app, port=0, lifespan="off", log_level="critical")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/slack/events"
    server.force_exit = True  # no waiting for connections that are kept alive
    await server.shutdown()


@asynccontextmanager
async def working(slack: SlackServer, mode: Mode) -> AsyncIterator[Desk]:
    async with aiohttp.ClientSession() as session:
        api = SlackApi(slack.bot_token, session, url=slack.api_url)
        us = await api.identify()
        token = slack.app_token if mode is Mode.SOCKET else ""
        team = OneTeam(team_of(us, api))
        entrance = SlackEntrance(api, team, signing_secret=slack.signing_secret, app_token=token)
        anna = slack.user("anna")
        bot, shop = Ear(), slack.channel("web-shop", members=[anna])
        desk = Desk(slack, entrance, SlackSender(api), bot, mode, anna, shop)
        await entrance.start(bot.receive)
        async with served(entrance) as url:
            slack.deliver_to(url if mode is Mode.HTTP else None)
            if mode is Mode.SOCKET:
                await slack.connected(2)
            yield desk
            await entrance.stop()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with await SlackServer.start() as server:
        server.patience(3, [])
        yield server


@pytest.fixture(params=Mode)
async def desk(request: pytest.FixtureRequest, slack: SlackServer) -> AsyncIterator[Desk]:
    async with working(slack, request.param) as made:
        yield made


@pytest.fixture
async def http(slack: SlackServer) -> AsyncIterator[Desk]:
    async with working(slack, Mode.HTTP) as made:
        yield made


@pytest.fixture
async def sockets(slack: SlackServer) -> AsyncIterator[Desk]:
    async with working(slack, Mode.SOCKET) as made:
        yield made


# --- commands ---


async def test_a_command_is_heard_with_who_where_and_what(desk: Desk) -> None:
    li = desk.slack.user("li")
    desk.slack.channel("legal")
    secret = desk.slack.channel("secret", members=[desk.anna], private=True)
    await desk.slack.command(desk.anna, desk.shop, "/pm", "add Draft & check @li #legal #secret")
    heard = desk.bot.last
    assert heard.bot == Bot("slack", desk.slack.team)
    assert (heard.sender.external_id, heard.sender.handle, heard.sender.is_outsider) == (
        desk.anna,
        "anna",
        False,
    )
    assert (heard.place.kind, heard.place.chat, heard.place.name) == (
        PlaceKind.CHANNEL,
        desk.shop,
        "web-shop",
    )
    assert desk.bot.words.text == f"add Draft & check @<{li}> #legal #<{secret}>"
    assert desk.bot.words.addressed
    assert desk.bot.words.mentioned == {li: "li"}
    assert heard.key.startswith(f"slack/{desk.slack.team}/")
    assert (heard.rides, heard.shows_forms) == (LONGEST_TEXT, True)
    assert heard.response_url.startswith(desk.slack.base)


async def test_an_answer_rides_on_the_acknowledgement_and_is_for_the_asker_alone(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, CARD))
    shown = await desk.slack.command(desk.anna, desk.shop, "/pm", "12")
    assert (shown.text, shown.ephemeral) == ("WEB-12\n[Done]", True)


async def test_an_answer_of_any_length_rides_without_being_refused(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, says("{text}", text="<b>&" * 20_000)))
    shown = await desk.slack.command(desk.anna, desk.shop, "/pm", "list")
    assert shown.error is None
    assert shown.text.startswith("<b>&<b>&")


async def test_a_command_without_an_answer_is_acknowledged_in_silence(desk: Desk) -> None:
    shown = await desk.slack.command(desk.anna, desk.shop, "/pm", "done 12")
    assert (shown.error, shown.message) == (None, None)


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Outcome.SLOW, "Still at it; the answer follows."),
        (Outcome.BUSY, "I'm busy for a moment; nothing was changed. Please try again."),
    ],
)
async def test_a_command_that_takes_long_or_was_not_begun_says_so(
    desk: Desk, outcome: Outcome, text: str
) -> None:
    desk.bot.answers.append(Answer(outcome))
    shown = await desk.slack.command(desk.anna, desk.shop, "/pm", "done 12")
    assert shown.text == text


async def test_a_command_whose_commit_failed_is_not_acknowledged(http: Desk) -> None:
    http.bot.answers.append(Answer(Outcome.FAILED))
    shown = await http.slack.command(http.anna, http.shop, "/pm", "done 12")
    assert (shown.status, shown.error) == (500, "dispatch_failed")


async def test_a_command_in_a_private_channel_or_alone_is_known_as_private(desk: Desk) -> None:
    board = desk.slack.channel("board", members=[desk.anna], private=True)
    await desk.slack.command(desk.anna, board, "/pm", "list")
    assert (desk.bot.last.place.kind, desk.bot.last.place.is_private) == (PlaceKind.CHANNEL, True)
    await desk.slack.command(desk.anna, "dm", "/pm", "list")
    assert desk.bot.last.place.kind is PlaceKind.DIRECT


# --- words ---


async def test_a_mention_in_a_channel_is_addressed_and_the_channel_known(desk: Desk) -> None:
    board = desk.slack.channel("board", members=[desk.anna], private=True)
    message = await desk.slack.message(desk.anna, board, "@drumbeat done 12")
    assert desk.bot.words == Words("done 12", addressed=True)
    assert desk.bot.last.key == f"slack/{desk.slack.team}/{board}/{message.ts}"
    assert (desk.bot.last.place.name, desk.bot.last.place.is_private) == ("board", True)
    await desk.slack.message(desk.anna, board, "@drumbeat done 13")
    assert desk.slack.count("conversations.info") == 1


async def test_a_channel_that_slack_does_not_tell_of_counts_as_private(desk: Desk) -> None:
    desk.slack.fail_next("conversations.info", error="internal_error")
    await desk.slack.message(desk.anna, desk.shop, "@drumbeat list")
    assert desk.bot.last.place.is_private


async def test_a_mention_in_a_thread_answers_the_post_above(desk: Desk) -> None:
    await desk.post_card()
    card = await desk.slack.wait_for("WEB-12")
    await desk.slack.message(desk.anna, desk.shop, "@drumbeat done", thread_ts=card.ts)
    assert desk.bot.last.reply_to == f"{desk.shop}:{card.ts}"
    assert desk.bot.last.place.thread == card.ts


async def test_plain_words_in_the_direct_messages_are_not_addressed(desk: Desk) -> None:
    message = await desk.slack.message(desk.anna, "dm", "I finished the “draft” <today> & more")
    assert desk.bot.words == Words("I finished the “draft” <today> & more")
    assert (desk.bot.last.place.kind, desk.bot.last.place.chat) == (PlaceKind.DIRECT, message.channel)
    assert desk.bot.last.rides == 0


async def test_an_edited_message_is_an_edit_with_another_key(desk: Desk) -> None:
    message = await desk.slack.message(desk.anna, "dm", "tomorrow: the draft")
    first = desk.bot.last
    await desk.slack.edit(message, "tomorrow: the tests")
    assert desk.bot.words == Words("tomorrow: the tests")
    assert desk.bot.last.was_edited
    assert not first.was_edited
    assert desk.bot.last.key != first.key


async def test_a_link_preview_is_no_edit(desk: Desk) -> None:
    message = await desk.slack.message(desk.anna, "dm", "see https://a.example")
    await desk.slack.edit(message, "see https://a.example")
    await desk.slack.settled()
    assert len(desk.bot.heard) == 1


async def test_an_edited_mention_has_the_key_of_the_first_time(desk: Desk) -> None:
    message = await desk.slack.message(desk.anna, desk.shop, "@drumbeat done 12")
    await desk.slack.edit(message, "@drumbeat done 13")
    first, second = desk.bot.heard
    assert first.key == second.key


async def test_talk_that_is_not_for_the_bot_is_not_heard(desk: Desk) -> None:
    desk.slack.world.events |= {"message.channels"}
    desk.slack.world.scopes |= {"channels:history"}
    await desk.slack.message(desk.anna, desk.shop, "done 12, I think")
    await desk.post_card()
    await desk.slack.settled()
    assert desk.bot.heard == []


async def test_a_reply_in_the_thread_of_a_post_of_ours_is_heard_where_threads_may_be_read(desk: Desk) -> None:
    desk.slack.world.events |= {"message.channels"}
    desk.slack.world.scopes |= {"channels:history"}
    await desk.post_card()
    card = await desk.slack.wait_for("WEB-12")
    await desk.slack.message(desk.anna, desk.shop, "nearly there", thread_ts=card.ts)
    assert desk.bot.words == Words("nearly there")
    assert desk.bot.last.reply_to == f"{desk.shop}:{card.ts}"
    await desk.slack.message(desk.anna, desk.shop, "@drumbeat done", thread_ts=card.ts)
    assert [one.said for one in desk.bot.heard[1:]] == [Words("done", addressed=True)]


async def test_our_own_messages_and_other_bots_are_not_heard(desk: Desk) -> None:
    await desk.sender.send(Outgoing(Address(desk.anna, is_person=True), CARD, Reader()))
    other = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "bot_id": "B2",
        "user": "U2",
        "text": "hi",
    }
    await desk.slack.event({**other, "ts": "1.5"})
    await desk.slack.settled()
    assert desk.bot.heard == []


async def test_somebody_of_another_workspace_is_an_outsider(desk: Desk) -> None:
    extern = desk.slack.user("extern", external=True)
    shared = desk.slack.channel("shared", members=[extern, desk.anna], shared=True)
    await desk.slack.message(extern, shared, "@drumbeat list")
    assert desk.bot.last.sender.is_outsider
    await desk.sender.send(Outgoing(Address(shared), CARD, Reader()))
    await desk.slack.press(extern, await desk.slack.wait_for("WEB-12"), "Done")
    assert desk.bot.last.sender.is_outsider


async def test_an_event_is_acknowledged_only_once_it_is_kept(http: Desk) -> None:
    http.slack.patience(3, [0])
    http.bot.answers += [Answer(Outcome.FAILED), Answer(Outcome.BUSY)]
    await http.slack.message(http.anna, http.shop, "@drumbeat done 12")
    await http.slack.settled()
    [delivery] = http.slack.courier.deliveries
    assert [attempt.status for attempt in delivery.attempts] == [500, 500]
    assert len({one.key for one in http.bot.heard}) == 1
    assert (await http.slack.redeliver(delivery)).status == 200


# --- buttons ---


async def test_a_pressed_button_says_its_command_under_its_post(desk: Desk) -> None:
    await desk.post_card()
    card = await desk.slack.wait_for("WEB-12")
    shown = await desk.slack.press(desk.anna, card, "Done")
    assert shown.error is None
    assert desk.bot.words == Words("done WEB-12", addressed=True, pressed=True)
    assert desk.bot.last.reply_to == f"{desk.shop}:{card.ts}"
    assert (desk.bot.last.rides, desk.bot.last.shows_forms) == (0, True)
    assert desk.bot.last.place.chat == desk.shop


def test_a_press_without_a_container_is_one_under_its_message() -> None:
    body = {
        "type": "block_actions",
        "trigger_id": "1.2",
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message": {"ts": "17.1", "thread_ts": "16.1"},
        "actions": [{"type": "button", "action_id": "say0", "value": "done WEB-12"}],
    }
    found = pressed(body, Identity("T1", "Team", "UBOT", "drumbeat"))
    assert found is not None
    assert (found.said, found.reply_to) == (Words("done WEB-12", addressed=True, pressed=True), "C1:17.1")
    assert found.place.thread == "16.1"


async def test_an_entry_of_a_cards_menu_says_its_command_under_its_post(desk: Desk) -> None:
    await desk.post_card(WITH_MENU)
    card = await desk.slack.wait_for("WEB-12")
    shown = await desk.slack.press(desk.anna, card, "Cancel the task")
    assert (shown.status, shown.error) == (200, None)
    assert desk.bot.words == Words("cancel WEB-12", addressed=True, pressed=True)
    assert desk.bot.last.reply_to == f"{desk.shop}:{card.ts}"


async def test_an_entry_of_a_menu_opens_a_form(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.post_card(WITH_MENU)
    await desk.slack.press(desk.anna, await desk.slack.wait_for("WEB-12"), "Note…")
    view = await desk.slack.wait_for_view(desk.anna, "Edit WEB-12")
    assert view.blocks


async def test_a_button_in_a_thread_is_pressed_in_the_thread(desk: Desk) -> None:
    parent = await desk.slack.message(desk.anna, desk.shop, "Look")
    await desk.sender.send(Outgoing(Address(desk.shop, parent.ts), CARD, Reader()))
    await desk.slack.press(desk.anna, await desk.slack.wait_for("WEB-12"), "Done")
    assert desk.bot.last.place.thread == parent.ts


async def test_a_button_that_only_its_reader_sees_has_no_post_to_edit(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, CARD))
    shown = await desk.slack.command(desk.anna, desk.shop, "/pm", "12")
    assert shown.message
    await desk.slack.press(desk.anna, shown.message, "Done")
    assert desk.bot.last.reply_to == ""


async def test_a_busy_bot_says_so_to_whoever_pressed(desk: Desk) -> None:
    await desk.post_card()
    desk.bot.answers.append(Answer(Outcome.BUSY))
    await desk.slack.press(desk.anna, await desk.slack.wait_for("WEB-12"), "Done")
    said = await desk.slack.wait_for("I'm busy for a moment", user=desk.anna)
    assert said.ephemeral


async def test_a_button_that_leads_to_an_address_is_only_acknowledged(desk: Desk) -> None:
    plan = says("WEB-12").offering(link_button("Plan", "https://pm.example"))
    await desk.sender.send(Outgoing(Address(desk.shop), plan, Reader()))
    shown = await desk.slack.press(desk.anna, await desk.slack.wait_for("WEB-12"), "Plan")
    assert shown.error is None
    assert desk.bot.heard == []


# --- forms ---


async def test_a_command_opens_a_form_and_what_is_filled_in_comes_back(desk: Desk) -> None:
    li = desk.slack.user("li")
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.slack.command(desk.anna, desk.shop, "/pm", "edit 12")
    view = await desk.slack.wait_for_view(desk.anna, "Edit WEB-12")
    shown = await desk.slack.submit(desk.anna, view, {"Title": "<b> & *so*", "Owner": "li"})
    assert (shown.error, shown.view) == (None, None)
    values = {"task": "WEB-12", "title": "<b> & *so*", "owner": f"@<{li}>", "due": "2025-11-28"}
    assert desk.bot.last.said == Filled("task edit", values, {li: "Li"})
    assert (desk.bot.last.place.kind, desk.bot.last.place.chat) == (PlaceKind.CHANNEL, desk.shop)
    assert desk.bot.last.sender.external_id == desk.anna


async def test_a_form_opened_from_a_card_knows_the_card(desk: Desk) -> None:
    await desk.post_card()
    card = await desk.slack.wait_for("WEB-12")
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.slack.press(desk.anna, card, "Done")
    await desk.slack.submit(desk.anna, await desk.slack.wait_for_view(desk.anna))
    assert desk.bot.last.reply_to == f"{desk.shop}:{card.ts}"


async def test_an_error_stands_under_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.slack.command(desk.anna, desk.shop, "/pm", "edit 12")
    view = await desk.slack.wait_for_view(desk.anna)
    wrong = says("{day} is no working day.", day="Sat 29 Nov")
    desk.bot.answers += [
        Answer(Outcome.DONE, wrong, wrong_field="due"),
        Answer(Outcome.DONE, says("It was closed meanwhile."), wrong_field="task"),
        Answer(Outcome.BUSY),
    ]
    shown = await desk.slack.submit(desk.anna, view, {"Title": "New"})
    assert shown.errors == {"due": "Sat 29 Nov is no working day."}
    shown = await desk.slack.submit(desk.anna, view)
    assert shown.errors == {"title": "It was closed meanwhile."}
    shown = await desk.slack.submit(desk.anna, view)
    assert shown.errors["title"].startswith("I'm busy for a moment")
    shown = await desk.slack.submit(desk.anna, view)
    assert shown.view is None
    assert isinstance(desk.bot.last.said, Filled)
    assert desk.bot.last.said.values["title"] == "New"


async def test_a_form_can_be_followed_by_another(desk: Desk) -> None:
    desk.bot.answers += [Answer(Outcome.DONE, form=EDIT), Answer(Outcome.DONE, form=EDIT)]
    await desk.slack.command(desk.anna, desk.shop, "/pm", "edit 12")
    shown = await desk.slack.submit(desk.anna, await desk.slack.wait_for_view(desk.anna))
    assert shown.view is not None


async def test_where_a_form_can_not_be_opened_the_asker_is_told(desk: Desk) -> None:
    desk.slack.fail_next("views.open", error="expired_trigger_id")
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.slack.command(desk.anna, desk.shop, "/pm", "edit 12")
    said = await desk.slack.wait_for("The form could not be opened. Please try again.", user=desk.anna)
    assert said.ephemeral


# --- facts ---


async def test_being_added_to_a_channel_is_told_with_its_name_and_who_did_it(desk: Desk) -> None:
    joined = {
        "type": "member_joined_channel",
        "user": desk.slack.bot_user,
        "channel": desk.shop,
        "channel_type": "C",
        "inviter": desk.anna,
    }
    await desk.slack.event(joined)
    assert desk.bot.last.said == Fact(FactKind.ADDED)
    assert (desk.bot.last.place.name, desk.bot.last.sender.external_id) == ("web-shop", desk.anna)


async def test_people_who_come_go_change_and_leave_are_facts(desk: Desk) -> None:
    bo = desk.slack.user("bo")
    await desk.slack.join(bo, desk.shop)
    await desk.slack.leave(bo, desk.shop)
    await desk.slack.change_user(bo, tz="Asia/Taipei", real_name="Bo Lin")
    assert (desk.bot.last.sender.zone, desk.bot.last.sender.name) == ("Asia/Taipei", "Bo Lin")
    await desk.slack.change_user(bo, deactivated=True)
    assert [fact.kind for fact in desk.bot.facts] == [
        FactKind.JOINED,
        FactKind.LEFT,
        FactKind.PROFILE,
        FactKind.GONE,
    ]
    assert {one.sender.external_id for one in desk.bot.heard} == {bo}
    assert len({one.key for one in desk.bot.heard}) == 4


async def test_bots_have_no_profile(desk: Desk) -> None:
    await desk.slack.change_user("drumbeat", tz="Asia/Taipei")
    await desk.slack.change_user("slackbot", tz="Asia/Taipei")
    assert desk.bot.heard == []


async def test_a_channel_that_moves_closes_or_drops_us_is_a_fact(desk: Desk) -> None:
    moved = {"type": "channel_id_changed", "old_channel_id": "G1", "new_channel_id": "C9"}
    await desk.slack.event(moved)
    assert desk.bot.last.place.chat == "G1"
    await desk.slack.archive(desk.shop)
    await desk.slack.event({"type": "group_left", "channel": desk.shop, "actor_id": desk.anna})
    assert desk.bot.facts == [Fact(FactKind.MOVED, "C9"), Fact(FactKind.REMOVED), Fact(FactKind.REMOVED)]


async def test_an_uninstalled_app_is_a_fact(desk: Desk) -> None:
    await desk.slack.uninstall()
    assert desk.bot.facts == [Fact(FactKind.UNINSTALLED)] * 2


async def test_an_opened_home_is_a_fact_and_an_opened_conversation_is_not(desk: Desk) -> None:
    await desk.slack.open_home(desk.anna, "messages")
    await desk.slack.open_home(desk.anna)
    assert desk.bot.facts == [Fact(FactKind.HOME)]


# --- whatever else comes ---


@pytest.mark.parametrize(
    "event",
    [
        {"type": "never_heard_of"},
        {"type": "message", "channel_type": "im"},
        {"type": "app_mention", "user": "U1"},
        {"type": "user_change", "user": None},
        {"type": "member_joined_channel"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
        {},
    ],
)
async def test_an_event_that_tells_nothing_is_acknowledged(desk: Desk, event: Json) -> None:
    delivery = await desk.slack.event(event)
    assert delivery.arrived
    assert desk.bot.heard == []


async def test_what_is_not_known_is_logged_once_of_each_kind_and_without_what_it_says(desk: Desk) -> None:
    with capture_logs() as logged:
        for secret in ("one", "two"):
            assert (await desk.slack.event({"type": "never_heard_of", "text": secret})).arrived
        assert (await desk.slack.event({"type": "user_change", "user": None})).arrived
    kinds = [(one["event"], one["kind"]) for one in logged]
    unread = ("payload not understood", "event user_change")
    assert kinds == [("payload without use", "event never_heard_of"), unread]
    assert "one" not in str(logged)


async def test_what_an_error_offers_is_told_in_words_under_its_field(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.slack.command(desk.anna, desk.shop, "/pm", "edit 12")
    view = await desk.slack.wait_for_view(desk.anna)
    wrong = says("Which day?").offering(button("Fri 28 Nov", "choose 1 1"), button("Help", "help"))
    desk.bot.answers.append(Answer(Outcome.DONE, wrong, wrong_field="due"))
    shown = await desk.slack.submit(desk.anna, view)
    assert shown.errors == {"due": "Which day?\nFri 28 Nov"}


async def test_shortcuts_and_suggestions_that_are_not_ours_are_acknowledged(desk: Desk) -> None:
    assert (await desk.slack.shortcut(desk.anna, "somebody_elses")).error is None
    message = await desk.slack.message(desk.anna, desk.shop, "Look")
    assert (await desk.slack.shortcut(desk.anna, "somebody_elses", message)).error is None
    assert desk.bot.heard == []


async def test_an_event_for_another_workspace_is_not_heard_here(http: Desk) -> None:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "list", "ts": "1.5"}
    body = {"type": "event_callback", "team_id": "TOTHER", "event_id": "Ev1", "event": event}
    assert (await http.slack.courier.post(json.dumps(body).encode())).status == 200
    assert http.bot.heard == []


async def test_what_is_forged_old_or_unreadable_is_refused_before_it_is_read(http: Desk) -> None:
    courier = http.slack.courier
    command = b"command=%2Fpm&text=done+12"
    assert (await courier.post(command, FORM, secret="guessed")).status == 401
    assert (await courier.post(command, FORM, age=301)).status == 401
    assert (await courier.post(command, FORM, {"X-Slack-Request-Timestamp": "soon"})).status == 401
    assert (await courier.post(command, FORM, {"X-Slack-Signature": "v0=é"})).status == 401
    assert (await courier.post(b"\xff\xfe", FORM)).status == 400
    assert http.bot.heard == []


async def test_a_body_that_is_no_payload_is_acknowledged(http: Desk) -> None:
    assert (await http.slack.courier.post(b"command=%2Fpm&text=done+12", FORM)).status == 200
    assert http.bot.heard == []


async def test_slacks_question_about_the_address_is_answered(http: Desk) -> None:
    assert await http.slack.verify_url()


async def test_no_call_is_made_to_take_something_in(desk: Desk) -> None:
    before = len(desk.slack.calls)
    await desk.slack.command(desk.anna, desk.shop, "/pm", "list")
    await desk.slack.message(desk.anna, "dm", "hello")
    assert len(desk.slack.calls) == before


# --- connections, and the end ---


async def test_what_runs_is_acknowledged_before_the_entrance_closes(desk: Desk) -> None:
    desk.bot.hold = asyncio.Event()
    asked = asyncio.create_task(desk.slack.command(desk.anna, desk.shop, "/pm", "done 12"))
    await desk.bot.begun.wait()
    stopping = asyncio.create_task(desk.entrance.stop())
    await asyncio.wait({stopping}, timeout=0.2)
    assert not stopping.done()
    desk.bot.hold.set()
    assert (await asked).error is None
    await stopping


async def test_while_it_ends_nothing_more_is_taken_in(sockets: Desk) -> None:
    sockets.bot.hold = asyncio.Event()
    asked = asyncio.create_task(sockets.slack.command(sockets.anna, sockets.shop, "/pm", "done 12"))
    await sockets.bot.begun.wait()
    stopping = asyncio.create_task(sockets.entrance.stop())
    await asyncio.sleep(0)
    sockets.slack.patience(0.1, [])
    shown = await sockets.slack.command(sockets.anna, sockets.shop, "/pm", "done 13")
    assert shown.error == "operation_timeout"
    sockets.bot.hold.set()
    await stopping
    assert (await asked).error is None
    assert [one.said for one in sockets.bot.heard] == [Words("done 12", addressed=True)]


async def test_after_the_end_nothing_is_taken_in(http: Desk) -> None:
    await http.entrance.stop()
    shown = await http.slack.command(http.anna, http.shop, "/pm", "done 12")
    assert shown.status == 503
    assert http.bot.heard == []


async def test_after_the_end_no_connection_is_left(sockets: Desk) -> None:
    await sockets.entrance.stop()
    await sockets.slack.connected(0)


async def test_while_one_connection_is_renewed_the_other_takes_in(sockets: Desk) -> None:
    sockets.slack.sockets.connections[0].cut()
    await sockets.slack.connected(1)
    shown = await sockets.slack.command(sockets.anna, sockets.shop, "/pm", "list")
    assert shown.error is None


async def test_a_connection_that_slack_renews_comes_back(sockets: Desk) -> None:
    first = set(sockets.slack.sockets.connections)
    await sockets.slack.sockets.disconnect("refresh_requested")
    await sockets.slack.until(lambda: not first & set(sockets.slack.sockets.connections))
    await sockets.slack.connected(2)
    shown = await sockets.slack.command(sockets.anna, sockets.shop, "/pm", "list")
    assert shown.error is None


async def test_a_button_of_the_home_is_said_in_the_direct_messages(desk: Desk) -> None:
    await desk.sender.send(Outgoing(Address(desk.anna, is_home=True), CARD, Reader()))
    shown = desk.slack.home(desk.anna)
    assert shown is not None
    await desk.slack.press(desk.anna, shown, "Done")
    assert (desk.bot.words.text, desk.bot.words.pressed) == ("done WEB-12", True)
    assert desk.bot.last.place.kind is PlaceKind.DIRECT
    assert desk.bot.last.sender.external_id == desk.anna


async def test_the_shortcut_for_a_new_task_opens_its_form(desk: Desk) -> None:
    desk.bot.answers.append(Answer(Outcome.DONE, form=EDIT))
    await desk.slack.shortcut(desk.anna, "new_task")
    assert (desk.bot.words.text, desk.bot.words.pressed) == ("task form", True)
    await desk.slack.until(lambda: desk.slack.view(desk.anna) is not None)


async def test_the_shortcut_on_a_message_takes_its_first_line_and_its_address(desk: Desk) -> None:
    message = await desk.slack.message(desk.anna, desk.shop, "\nFix the *login* & more\nthe rest")
    await desk.slack.shortcut(desk.anna, "task_from_message", message)
    assert isinstance(desk.bot.last.said, Filled)
    assert desk.bot.last.said.command == "task form"
    assert desk.bot.last.said.values["title"] == "Fix the *login* & more"
    assert desk.bot.last.said.values["source"].endswith(
        f"/archives/{desk.shop}/p{message.ts.replace('.', '')}"
    )


async def test_a_shortcut_that_is_not_ours_is_acknowledged(desk: Desk) -> None:
    await desk.slack.shortcut(desk.anna, "something_else")
    assert desk.bot.heard == []
