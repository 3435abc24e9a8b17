"""Delivery to Slack over real HTTP, refusal by refusal."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.adapters.slack_api import Identity, SlackApi
from bot.adapters.slack_send import SlackSender
from bot.message import Line, Mention, Message, button, heading, line, says
from bot.outgoing import (
    Address,
    Busy,
    Gone,
    LaneDown,
    Outgoing,
    Reader,
    Receipt,
    Rejected,
    Sent,
    Unknown,
    Unreachable,
)
from tests.stand_ins.slack import SlackServer, visible_text

HELLO = says("Hello.")
READER = Reader()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with await SlackServer.start() as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def api(slack: SlackServer, session: aiohttp.ClientSession) -> SlackApi:
    return SlackApi(slack.bot_token, session, url=slack.api_url)


@pytest.fixture
def sender(api: SlackApi) -> SlackSender:
    return SlackSender(api)


@pytest.fixture
def anna(slack: SlackServer) -> str:
    return slack.user("anna", tz="Asia/Shanghai", locale="zh-CN", real_name="Anna Berg")


@pytest.fixture
def shop(slack: SlackServer, anna: str) -> str:
    return slack.channel("web-shop", members=[anna])


def to(address: Address, message: Message = HELLO, **more: str) -> Outgoing:
    return Outgoing(address, message, READER, **more)


async def test_a_card_is_posted_with_its_buttons_and_its_ref_edits_it(
    slack: SlackServer, sender: SlackSender, shop: str
) -> None:
    sent = await sender.send(to(Address(shop), says("WEB-12").offering(button("Done", "done WEB-12"))))
    [message] = slack.messages(shop)
    assert sent == Sent(f"{shop}:{message.ts}")
    assert visible_text(message) == "WEB-12\n[Done]"
    assert await sender.send(to(Address(shop), says("WEB-12 is done."), ref=sent.ref)) == sent
    assert [visible_text(one) for one in slack.messages(shop)] == ["WEB-12 is done."]


async def test_links_in_what_people_wrote_unfold_nothing(
    slack: SlackServer, sender: SlackSender, shop: str
) -> None:
    await sender.send(to(Address(shop)))
    assert (slack.calls[-1].args["unfurl_links"], slack.calls[-1].args["unfurl_media"]) == (False, False)


async def test_a_person_is_written_to_directly_and_the_ref_names_the_conversation(
    slack: SlackServer, sender: SlackSender, anna: str
) -> None:
    sent = await sender.send(to(Address(anna, is_person=True)))
    [message] = slack.messages(slack.dm(anna))
    assert sent == Sent(f"{slack.dm(anna)}:{message.ts}")


async def test_a_mention_notifies_the_person_and_typed_mentions_notify_nobody(
    slack: SlackServer, sender: SlackSender, anna: str, shop: str
) -> None:
    lines: tuple[Line, ...] = (line("{who}: {text}", who=Mention(1, "Anna"), text="<!channel> @everyone"),)
    await sender.send(Outgoing(Address(shop), Message(lines), Reader(logins={1: anna})))
    [message] = slack.messages(shop)
    assert slack.mentions_notified(message) == {anna}
    assert visible_text(message) == "@anna: <!channel> @everyone"


async def test_what_is_for_one_person_in_a_channel_is_seen_by_nobody_else(
    slack: SlackServer, sender: SlackSender, anna: str, shop: str
) -> None:
    assert await sender.send(to(Address(shop, only_for=anna))) == Sent()
    assert slack.messages(shop) == []
    assert [visible_text(one) for one in slack.seen_by(anna)] == ["Hello."]


async def test_a_message_under_another_goes_into_its_thread(
    slack: SlackServer, sender: SlackSender, shop: str
) -> None:
    parent = await sender.send(to(Address(shop)))
    assert isinstance(parent, Sent)
    await sender.send(to(Address(shop), says("In the thread."), under=parent.ref))
    _, reply = slack.messages(shop)
    assert f"{shop}:{reply.thread_ts}" == parent.ref


async def test_where_the_thread_is_gone_the_message_still_arrives(
    slack: SlackServer, sender: SlackSender, shop: str
) -> None:
    assert isinstance(await sender.send(to(Address(shop, "1.000001"))), Sent)
    assert [visible_text(one) for one in slack.messages(shop)] == ["Hello."]


async def test_a_command_is_answered_later_at_its_response_url(
    slack: SlackServer, sender: SlackSender, anna: str, shop: str
) -> None:
    url = slack.responses.make(slack.client.person_id(anna), slack.world.channel(shop))
    assert await sender.send(to(Address("", response_url=url))) == Sent()
    assert [(one.ephemeral, visible_text(one)) for one in slack.seen_by(anna)] == [(True, "Hello.")]
    slack.later(31 * 60)
    assert await sender.send(to(Address("", response_url=url))) == Rejected("expired_url")


@pytest.mark.parametrize(
    ("error", "receipt"),
    [
        ("invalid_auth", LaneDown("invalid_auth", is_refused=True)),
        ("token_revoked", LaneDown("token_revoked", is_refused=True)),
        ("account_inactive", LaneDown("account_inactive", is_refused=True)),
        ("missing_scope", LaneDown("missing_scope", is_refused=True)),
        ("channel_not_found", Unreachable("channel_not_found")),
        ("is_archived", Unreachable("is_archived")),
        ("not_in_channel", Unreachable("not_in_channel")),
        ("user_disabled", Unreachable("user_disabled")),
        ("msg_too_long", Rejected("msg_too_long")),
        ("something_new", Rejected("something_new")),
        ("message_limit_exceeded", Busy(60.0, whole_lane=True)),
        ("internal_error", Unknown("internal_error")),
    ],
)
async def test_slacks_word_for_what_is_wrong_becomes_a_receipt(
    slack: SlackServer, sender: SlackSender, shop: str, error: str, receipt: Receipt
) -> None:
    slack.fail_next("chat.postMessage", error=error)
    assert await sender.send(to(Address(shop))) == receipt


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message"])
async def test_a_post_that_is_no_more_is_gone(
    slack: SlackServer, sender: SlackSender, shop: str, error: str
) -> None:
    slack.fail_next("chat.update", error=error)
    assert await sender.send(to(Address(shop), ref=f"{shop}:1.5")) == Gone()


async def test_too_fast_says_when_to_come_again(slack: SlackServer, sender: SlackSender, shop: str) -> None:
    slack.fail_next("chat.postMessage", retry_after=7)
    assert await sender.send(to(Address(shop))) == Busy(7.0, whole_lane=True)
    assert slack.messages(shop) == []


async def test_an_answer_that_was_lost_is_unknown_and_the_post_is_not_repeated(
    slack: SlackServer, sender: SlackSender, anna: str
) -> None:
    slack.fail_next("chat.postMessage", cut=True)
    outgoing = to(Address(anna, is_person=True), mark="outbox-17")
    assert isinstance(await sender.send(outgoing), Unknown)
    [message] = slack.messages(slack.dm(anna))
    assert await sender.find(outgoing, LONG_AGO) == f"{slack.dm(anna)}:{message.ts}"
    assert await sender.find(to(Address(anna, is_person=True), mark="outbox-18"), LONG_AGO) == ""


async def test_a_server_in_trouble_leaves_it_unknown(
    slack: SlackServer, sender: SlackSender, shop: str
) -> None:
    slack.fail_next("chat.postMessage", status=503)
    assert await sender.send(to(Address(shop))) == Unknown("http_503")


async def test_without_a_connection_the_lane_is_down(session: aiohttp.ClientSession) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/api/"
        receipt = await SlackSender(SlackApi("xoxb-x", session, url=url)).send(to(Address("C1")))
    assert isinstance(receipt, LaneDown)


async def test_the_installation_says_who_we_are(slack: SlackServer, api: SlackApi) -> None:
    assert await api.identify() == Identity(slack.team, "Acme", slack.bot_user, "drumbeat")


async def test_a_profile_tells_name_zone_and_language(slack: SlackServer, api: SlackApi, anna: str) -> None:
    known = await api.profile(anna, slack.team)
    assert known is not None
    assert (known.name, known.handle, known.zone, known.language) == (
        "Anna Berg",
        "anna",
        "Asia/Shanghai",
        "zh-Hans",
    )
    assert not known.is_outsider


async def test_guests_and_people_of_other_workspaces_are_outsiders(slack: SlackServer, api: SlackApi) -> None:
    for user in (slack.user("guest", guest=True), slack.user("extern", external=True)):
        known = await api.profile(user, slack.team)
        assert known is not None
        assert known.is_outsider


async def test_a_closed_or_unknown_login_has_no_profile(slack: SlackServer, api: SlackApi, anna: str) -> None:
    slack.world.person(anna).deactivated = True
    assert await api.profile(anna, slack.team) is None
    assert await api.profile("UNOBODY", slack.team) is None


async def test_a_channel_tells_its_name_and_who_may_see_it(slack: SlackServer, api: SlackApi) -> None:
    public = await api.channel(slack.channel("open"))
    private = await api.channel(slack.channel("board", private=True))
    assert (public.name, public.is_private) == ("open", False)
    assert (private.name, private.is_private) == ("board", True)


async def test_a_home_is_published_for_its_person_within_the_limit_of_blocks(
    slack: SlackServer, sender: SlackSender, anna: str
) -> None:
    part = says("WEB-12").offering(button("Done", "done WEB-12"))
    page = Message((heading("Your tasks"),), sections=(part,) * 70)
    assert await sender.send(to(Address(anna, is_home=True), page)) == Sent()
    shown = slack.home(anna)
    assert shown is not None
    assert len(shown.blocks) == 99
    assert shown.blocks[0]["type"] == "rich_text"
