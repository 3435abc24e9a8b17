"""How updates are taken in: what is confirmed when, what a bad day brings, how a press is answered."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from socket import socket

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.adapters.telegram_api import Menu, Telegram, TelegramTroubleError
from bot.adapters.telegram_polling import QUIET_SECONDS, Poller
from bot.adapters.telegram_webhook import Webhook
from bot.incoming import Answer, Incoming, Outcome, PlaceKind, Sender
from bot.message import says
from tests.bot.adapters.telegram_ear import DONE, Ear, KeptLease, KeptOffset, connected, polling
from tests.stand_ins.telegram import Chat, Message, Person, TelegramServer

FAILED, BUSY = Answer(Outcome.FAILED), Answer(Outcome.BUSY)
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Done", callback_data="done WEB-12")]])
PUBLIC_URL = "https://drumbeat.example"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def anna(server: TelegramServer) -> Person:
    return server.user("Anna", started=True)


@pytest.fixture
def bo(server: TelegramServer) -> Person:
    return server.user("Bo", started=True)


async def posted(server: TelegramServer, where: Chat | Person) -> Message:
    """A card of the bot with a button."""
    async with connected(server) as telegram:
        await telegram.bot.send_message(server.world.place(where).id, "card", reply_markup=KEYBOARD)
    return server.answers(where)[-1]


async def test_an_update_is_confirmed_only_when_it_is_done(server: TelegramServer, anna: Person) -> None:
    ear = Ear()
    ear.gate.clear()
    offsets = KeptOffset()
    async with polling(server, ear, offsets):
        await server.says(anna, anna, "/late")
        await ear.hears(1)
        assert len(server.pending) == 1
        assert offsets.saved == []
        ear.gate.set()
        await server.confirmed()
    assert offsets.saved[0] == server.last_update_id + 1


async def test_a_failed_update_is_tried_again_and_not_skipped(server: TelegramServer, anna: Person) -> None:
    ear = Ear(answers=[FAILED, BUSY, FAILED])
    async with polling(server, ear):
        await server.says(anna, anna, "first")
        await server.says(anna, anna, "second")
        await server.confirmed()
    assert ear.words == ["first"] * 4 + ["second"]
    assert len({one.key for one in ear.heard[:4]}) == 1


async def test_what_is_not_done_when_stopping_comes_again(server: TelegramServer, anna: Person) -> None:
    deaf = Ear(answers=[DONE, *[FAILED] * 1000])
    offsets = KeptOffset()
    await server.says(anna, anna, "first")
    await server.says(anna, anna, "second")
    async with polling(server, deaf, offsets):
        await deaf.hears(2)
    assert offsets.offset == server.last_update_id
    ear = Ear()
    async with polling(server, ear, offsets):
        await ear.hears(1)
        await server.confirmed()
    assert ear.words == ["second"]


async def test_stopping_waits_for_what_runs(server: TelegramServer, anna: Person) -> None:
    ear = Ear()
    ear.gate.clear()
    async with connected(server) as telegram:
        poller = Poller(telegram, offsets := KeptOffset(), KeptLease())
        await poller.start(ear.receive)
        await server.says(anna, anna, "/late")
        await ear.hears(1)
        stopping = asyncio.create_task(poller.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        ear.gate.set()
        await stopping
    assert offsets.offset == server.last_update_id + 1


async def test_one_chat_does_not_wait_for_another_and_keeps_its_order(
    server: TelegramServer, anna: Person, bo: Person
) -> None:
    ear = Ear(waits_for=lambda incoming: incoming.sender.name == "Anna")
    ear.gate.clear()
    for number in range(3):
        await server.says(anna, anna, f"anna {number}")
        await server.says(bo, bo, f"bo {number}")
    async with polling(server, ear):
        await ear.hears(4)
        assert ear.words[0] == "anna 0"
        assert ear.words[1:] == ["bo 0", "bo 1", "bo 2"]
        ear.gate.set()
        await server.confirmed()
    assert ear.words[4:] == ["anna 1", "anna 2"]


async def test_an_unreadable_update_stops_nothing_and_is_confirmed(
    server: TelegramServer, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    ear = Ear()
    server.sends_malformed_update()
    server.sends_update({"message": "secret words"})
    server.sends_update({"something_new": {"chat": {"id": 1}}})
    server.sends_update({"callback_query": {"id": "1", "message": ["secret words"]}})
    await server.says(anna, anna, "/late")
    async with polling(server, ear):
        await server.confirmed()
    assert ear.words == ["late"]
    assert [one.message for one in caplog.records].count("unreadable update skipped") == 3
    assert "secret words" not in caplog.text


async def test_a_bug_in_receiving_is_logged_and_the_update_comes_again(
    server: TelegramServer, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    ear = Ear()
    bugs = iter([True])

    async def receive(incoming: Incoming) -> Answer:
        if next(bugs, False):
            raise ZeroDivisionError
        return await ear.receive(incoming)

    async with connected(server) as telegram:
        poller = Poller(telegram, KeptOffset(), KeptLease(), first_pause=0.01)
        await poller.start(receive)
        await server.says(anna, anna, "/late")
        await server.confirmed()
        await poller.stop()
    assert ear.words == ["late"]
    assert "ZeroDivisionError" in caplog.text


async def test_polling_goes_on_after_every_kind_of_failure(
    server: TelegramServer, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail_next("getMe", lost=True)
    server.fail_next("deleteWebhook", error_code=502, description="Bad Gateway")
    server.fail_next("getUpdates", error_code=500)
    server.fail_next("getUpdates", lost=True)
    server.fail_next("getUpdates", raw="<html>")
    server.fail_next("getUpdates", error_code=409, description="Conflict: terminated by other getUpdates")
    server.fail_next("getUpdates", error_code=401, description="Unauthorized")
    await server.says(anna, anna, "/late")
    ear = Ear()
    async with polling(server, ear):
        await server.confirmed()
    assert ear.words == ["late"]
    assert server.token not in caplog.text


async def test_who_does_not_hold_the_lease_does_not_poll(server: TelegramServer, anna: Person) -> None:
    await server.says(anna, anna, "/late")
    ear, asked = Ear(), asyncio.Event()

    class Theirs:
        async def hold(self) -> bool:
            asked.set()
            return False

    async with connected(server) as telegram:
        poller = Poller(telegram, KeptOffset(), Theirs())
        await poller.start(ear.receive)
        async with asyncio.timeout(10):
            await asked.wait()
        await poller.stop()
    assert not server.called("getUpdates")
    assert ear.heard == []


async def test_polling_takes_the_webhook_away_and_keeps_what_waits_there(
    server: TelegramServer, anna: Person
) -> None:
    await server.says(anna, anna, "/late")
    async with connected(server) as telegram:
        await telegram.bot.set_webhook("https://elsewhere.example/")
    ear = Ear()
    async with polling(server, ear):
        await server.confirmed()
    assert ear.words == ["late"]


@pytest.mark.parametrize(("quiet_seconds", "last"), [(QUIET_SECONDS, True), (0.0, False)])
async def test_an_offset_is_written_down_until_it_is_confirmed_and_asked_with_until_it_has_been_quiet(
    server: TelegramServer, anna: Person, quiet_seconds: float, *, last: bool
) -> None:
    offsets = KeptOffset()
    async with connected(server) as telegram:
        poller = Poller(telegram, offsets, KeptLease(), poll_seconds=0, quiet_seconds=quiet_seconds)
        await poller.start(Ear().receive)
        await server.says(anna, anna, "/late")
        await server.until(lambda: 0 in offsets.saved)
        asked = len(server.called("getUpdates"))
        await server.until(lambda: len(server.called("getUpdates")) > asked + 1)
        await poller.stop()
    assert offsets.saved == [server.last_update_id + 1, 0]
    asked_with = server.called("getUpdates")[-1].params.get("offset")
    assert asked_with == (str(server.last_update_id + 1) if last else None)


@pytest.mark.parametrize("ending", ["", "/", "/bot", "/bot/"])
async def test_another_server_is_found_with_and_without_what_libraries_put_behind_it(
    server: TelegramServer, ending: str
) -> None:
    telegram = Telegram(server.token, api_url=f"{server.api_url.rstrip('/')}{ending}")
    try:
        assert (await telegram.identify()).username
    finally:
        await telegram.close()


async def test_a_server_without_webhooks_is_polled_all_the_same(server: TelegramServer, anna: Person) -> None:
    server.fail_next("deleteWebhook", error_code=404, description="Not Found: method not found")
    await server.says(anna, anna, "/late")
    ear = Ear()
    async with polling(server, ear):
        await server.confirmed()
    assert ear.words == ["late"]


async def test_the_bot_asks_for_exactly_the_updates_that_it_reads(
    server: TelegramServer, anna: Person
) -> None:
    async with polling(server, Ear()):
        await server.says(anna, anna, "/late")
        await server.confirmed()
    asked = {str(call.params["allowed_updates"]) for call in server.called("getUpdates")}
    assert asked == {'["message", "edited_message", "callback_query", "my_chat_member"]'}


async def test_a_press_is_answered_with_what_rides(server: TelegramServer, anna: Person) -> None:
    group = server.group("Web shop", members=[anna])
    ear = Ear(answers=[Answer(Outcome.DONE, says("Only {who} can.", who="Bo <b>"))])
    card = await posted(server, group)
    async with polling(server, ear):
        press = await server.press(anna, card, "Done")
        await server.until(lambda: press.answered)
    assert [(alert.text, alert.modal) for alert in server.alerts(anna)] == [("Only Bo <b> can.", False)]


async def test_a_long_answer_to_a_press_is_shown_in_a_box(server: TelegramServer, anna: Person) -> None:
    ear = Ear(answers=[Answer(Outcome.DONE, says("{text}", text="x" * 300))])
    card = await posted(server, anna)
    async with polling(server, ear):
        press = await server.press(anna, card, "Done")
        await server.until(lambda: press.answered)
    [alert] = server.alerts(anna)
    assert (len(alert.text), alert.modal) == (200, True)


async def test_a_press_without_an_answer_stops_turning(server: TelegramServer, anna: Person) -> None:
    card = await posted(server, anna)
    async with polling(server, Ear()):
        press = await server.press(anna, card, "Done")
        await server.until(lambda: press.answered)
    assert server.alerts(anna) == []


async def test_a_press_is_answered_in_time_although_the_work_goes_on(
    server: TelegramServer, anna: Person
) -> None:
    ear = Ear()
    ear.gate.clear()
    card = await posted(server, anna)
    async with polling(server, ear, press_within=0.01):
        press = await server.press(anna, card, "Done")
        await server.until(lambda: press.answered)
        assert len(server.pending) == 1
        ear.gate.set()
        await server.confirmed()


async def test_a_press_that_came_too_late_to_be_answered_is_done_all_the_same() -> None:
    async with TelegramServer(callback_seconds=-1) as server:
        bo = server.user("Bo", started=True)
        card = await posted(server, bo)
        ear = Ear()
        async with polling(server, ear):
            await server.press(bo, card, "Done")
            await server.confirmed()
    assert ear.words == ["done WEB-12"]


class Http(uvicorn.Server):
    """Tells when it listens, and leaves signals alone."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(uvicorn.Config(app, port=0, lifespan="off", log_config=None))
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def listening(server: TelegramServer, ear: Ear, secret: str = "") -> AsyncIterator[tuple[str, Webhook]]:
    """A webhook behind a real HTTP server, and the address where it listens."""
    async with connected(server) as telegram:
        webhook = Webhook(telegram, PUBLIC_URL, secret=secret)
        http = Http(Starlette(routes=[Route(webhook.path, webhook.endpoint, methods=["POST"])]))
        serving = asyncio.create_task(http.serve())
        await http.listens.wait()
        base = f"http://127.0.0.1:{http.servers[0].sockets[0].getsockname()[1]}"
        server.webhook_routes[PUBLIC_URL] = base
        await webhook.start(ear.receive)
        try:
            yield base + webhook.path, webhook
        finally:
            await webhook.stop()
            http.should_exit = True
            await serving


async def test_a_webhook_takes_in_what_polling_would(server: TelegramServer, anna: Person) -> None:
    group = server.group("Web shop", members=[anna])
    card = await posted(server, group)
    ear = Ear(answers=[DONE, Answer(Outcome.DONE, says("Noted."))])
    async with listening(server, ear):
        await server.says(anna, group, "/late")
        await ear.hears(1)
        press = await server.press(anna, card, "Done")
        await server.confirmed()
        server.sends_malformed_update()
        await server.confirmed()
    assert ear.words == ["late", "done WEB-12"]
    assert press.answered
    assert ear.heard[0].place.kind is PlaceKind.CHANNEL


async def test_a_webhook_asks_for_a_failed_update_again(server: TelegramServer, anna: Person) -> None:
    ear = Ear(answers=[FAILED, BUSY])
    async with listening(server, ear):
        await server.says(anna, anna, "/late")
        await server.confirmed()
    assert ear.words == ["late"] * 3
    assert len({one.key for one in ear.heard}) == 1


async def test_a_webhook_is_set_again_until_telegram_hears(server: TelegramServer, anna: Person) -> None:
    server.fail_next("setWebhook", error_code=502, description="Bad Gateway")
    ear = Ear()
    async with listening(server, ear):
        await server.says(anna, anna, "/late")
        await server.confirmed()
    assert ear.words == ["late"]


@pytest.mark.parametrize("secret", ["", "wrong", "ä", None])
async def test_a_webhook_hears_nobody_but_telegram(server: TelegramServer, secret: str | None) -> None:
    ear = Ear()
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with listening(server, ear) as (url, _), aiohttp.ClientSession() as session:
        answer = await session.post(url, json={"update_id": 1}, headers=headers)
        assert answer.status == 403
    assert ear.heard == []


async def test_a_webhook_takes_a_secret_of_the_administrator(server: TelegramServer, anna: Person) -> None:
    ear = Ear()
    async with listening(server, ear, "of-the-administrator") as (url, _), aiohttp.ClientSession() as session:
        await server.says(anna, anna, "/late")
        await server.confirmed()
        headers = {"X-Telegram-Bot-Api-Secret-Token": "of-the-administrator"}
        answer = await session.post(url, data=b"{", headers=headers)
        assert answer.status == 400
    assert ear.words == ["late"]


async def test_a_webhook_that_has_stopped_asks_to_be_asked_again(
    server: TelegramServer, anna: Person
) -> None:
    ear = Ear()
    async with listening(server, ear) as (_, webhook):
        await server.until(lambda: bool(server.called("setWebhook")))
        await webhook.stop()
        await server.says(anna, anna, "/late")
        await server.until(lambda: server._updates.failure is not None)
        assert len(server.pending) == 1
        await webhook.start(ear.receive)
        await server.confirmed()
    assert ear.words == ["late"]


async def test_the_menu_is_set_by_language_and_only_where_it_differs(server: TelegramServer) -> None:
    anna, li = server.user("Anna", language_code="en"), server.user("Li", language_code="zh-hans")
    group = server.group("Web shop", admins=[anna], members=[li])
    menus = {
        "en": Menu(
            (("add", "Add a task"), ("mine", "Yours")),
            (("add", "Add a task"), ("late", "What is late")),
            (("setup", "Set it up"), ("late", "What is late")),
            "I keep the plan.",
            "The plan",
        ),
        "zh-Hans": Menu(
            (("mine", "我的任务"),), (("late", "逾期任务"),), (("setup", "设置"),), "我来盯计划。", "计划"
        ),
        "zh-Hant": Menu((("mine", "我的任務"),)),
    }
    async with connected(server) as telegram:
        await telegram.introduce(menus)
        assert server.menu_for(anna, anna) == [("add", "Add a task"), ("mine", "Yours")]
        assert server.menu_for(anna, group) == [("setup", "Set it up"), ("late", "What is late")]
        assert server.menu_for(server.user("Bo"), group) == [("add", "Add a task"), ("late", "What is late")]
        assert server.menu_for(li, li) == [("mine", "我的任务")]
        assert server.menu_for(li, group) == [("late", "逾期任务")]
        assert server.menu.descriptions == {"": "I keep the plan.", "zh": "我来盯计划。"}
        calls = len(server.called("setMyCommands"))
        await telegram.introduce(menus)
        assert len(server.called("setMyCommands")) == calls == 6


async def test_who_reads_traditional_chinese_gets_the_menu_in_their_own_chat(
    server: TelegramServer, anna: Person
) -> None:
    chen, ear = server.user("Chen", language_code="zh-hant", started=True), Ear()
    menu = {"zh-Hans": Menu((("mine", "我的任务"),)), "zh-Hant": Menu((("mine", "我的任務"),))}
    async with connected(server) as telegram:
        await telegram.introduce(menu)
        assert server.menu_for(chen, chen) == [("mine", "我的任务")]
        poller = Poller(telegram, KeptOffset(), KeptLease(), poll_seconds=1)
        await poller.start(ear.receive)
        await server.says(chen, chen, "hello")
        await server.says(anna, anna, "hello")
        await server.until(lambda: server.menu_for(chen, chen) == [("mine", "我的任務")])
        calls = len(server.called("setMyCommands"))
        await server.says(chen, chen, "again")
        await server.confirmed()
        assert len(server.called("setMyCommands")) == calls
        await poller.stop()


async def test_the_bot_knows_itself_and_who_met_it(server: TelegramServer, anna: Person) -> None:
    server.privacy_off = True
    group = server.group("Web shop", members=[anna], admins=[server.user("Lead")])
    async with connected(server) as telegram:
        me = await telegram.identify()
        assert (me.bot_id, me.username, me.reads_groups) == (telegram.bot_id, "drumbeat_bot", True)
        assert await telegram.profile(str(anna.id)) == Sender(str(anna.id), "Anna")
        assert await telegram.profile("4711") is None
        assert not await telegram.is_group_admin(str(group.id), str(anna.id))
        assert not await telegram.is_group_admin(str(group.id), "4711")
        assert await telegram.is_group_admin(str(group.id), str(anna.id + 1))


async def test_a_refused_token_is_told_without_the_token(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "httpx")
    old, server.token = server.token, "7000000001:another-one-now"
    telegram = Telegram(old, api_url=server.api_url)
    with pytest.raises(TelegramTroubleError) as trouble:
        await telegram.identify()
    await telegram.close()
    assert old not in str(trouble.value)
    assert trouble.value.__cause__ is None
