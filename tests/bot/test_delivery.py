"""What was decided on arrives, in order and once, whatever the platform answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.clock import SetClock
from bot.delivery import Delivery
from bot.holders import Holder
from bot.message import Mention, Message, says, to_json
from bot.outgoing import (
    Busy,
    Gone,
    LaneDown,
    Moved,
    Outgoing,
    Receipt,
    Rejected,
    Sent,
    Unknown,
    Unreachable,
    read_address,
)
from bot.pacing import Limits, Pace, Rate
from storage import delivery as queries
from storage import housekeeping, outbox
from storage.database import Database
from storage.models import Account, Installation, OutboxRow, Person, Post, Workspace
from storage.words import OutboxStatus, Platform

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOT = 1


class Killed(BaseException):
    """The process ends here."""


class Platformlike:
    """A platform that keeps what it gets and answers what a test put in its mouth, else "sent"."""

    def __init__(self) -> None:
        self.got: list[Outgoing] = []
        self.answers: list[Receipt | BaseException] = []
        self.on_send: Callable[[], None] = lambda: None

    async def send(self, outgoing: Outgoing) -> Receipt:
        self.got.append(outgoing)
        self.on_send()
        await asyncio.sleep(0)
        answer = self.answers.pop(0) if self.answers else Sent(outgoing.ref or f"ref{len(self.got)}")
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def words(self) -> list[str]:
        return [str(one.message.lines[0].parts[0].text) for one in self.got]  # type: ignore[union-attr]


class Yard:
    """A database with one workspace, one bot and Anna."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock(NOON)
        self.platform = Platformlike()
        self.delivery = self.another("first")

    def another(self, holder: str) -> Delivery:
        return Delivery(self.database, self.clock, {BOT: self.platform}, holder=Holder(holder, "0", 1))

    async def settle(self) -> None:
        async with self.database.begin() as session:
            session.add(Workspace(id=1, name="Acme", created_at=NOON))
            await session.flush()
            session.add(Installation(id=BOT, workspace_id=1, platform=Platform.CONSOLE, external_id="c"))
            session.add(Person(id=1, workspace_id=1, name="Anna", created_at=NOON))
            await session.flush()
            session.add(
                Account(
                    workspace_id=1,
                    installation_id=BOT,
                    platform=Platform.CONSOLE,
                    external_id="U1",
                    person_id=1,
                    created_at=NOON,
                )
            )

    async def decide(self, words: str | Message, to: str = "C1", **columns: object) -> None:
        message = says(words) if isinstance(words, str) else words
        row = {
            "workspace_id": 1,
            "installation_id": BOT,
            "address": to,
            "key": f"key/{words}",
            "message": to_json(message),
            "language": "en",
            "zone": "UTC",
            "priority": 2,
            "next_at": self.clock.now(),
            "created_at": self.clock.now(),
        }
        async with self.database.begin() as session:
            await outbox.add(session, [row | columns])

    async def rows(self) -> list[OutboxRow]:
        async with self.database.reading() as session:
            return list((await session.execute(select(OutboxRow).order_by(OutboxRow.id))).scalars())

    async def statuses(self) -> list[OutboxStatus]:
        return [row.status for row in await self.rows()]

    async def posts(self) -> list[tuple[str, str]]:
        async with self.database.reading() as session:
            return [(one.topic, one.ref) for one in (await session.execute(select(Post))).scalars()]

    async def later(self, seconds: float) -> int:
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))
        return await self.delivery.drain()


@pytest.fixture
async def yard(database_url: str) -> AsyncIterator[Yard]:
    database = Database(database_url)
    yard = Yard(database)
    await yard.settle()
    yield yard
    await database.close()


async def test_messages_to_one_place_arrive_in_the_order_in_which_they_were_decided(yard: Yard) -> None:
    for words in ("one", "two", "three"):
        await yard.decide(words)
    assert await yard.delivery.drain() == 3
    assert yard.platform.words == ["one", "two", "three"]
    assert await yard.statuses() == [OutboxStatus.SENT] * 3


async def test_what_somebody_waits_for_leaves_before_the_rest(yard: Yard) -> None:
    for number in range(12):
        await yard.decide(f"summary {number}", to=f"C{number}")
    await yard.decide("answer", to="C99", priority=0)
    await yard.delivery.drain()
    assert yard.platform.words[0] == "answer"
    assert len(yard.platform.words) == 13


async def test_a_message_is_not_sent_before_its_time_and_holds_nothing_up(yard: Yard) -> None:
    await yard.decide("tomorrow", next_at=NOON + timedelta(days=1))
    await yard.decide("now")
    await yard.delivery.drain()
    assert yard.platform.words == ["now"]
    await yard.later(86400)
    assert yard.platform.words == ["now", "tomorrow"]


async def test_what_is_out_of_date_is_left_unsaid(yard: Yard) -> None:
    await yard.decide("lunch", not_after=NOON - timedelta(minutes=1))
    await yard.delivery.drain()
    assert yard.platform.got == []
    assert await yard.statuses() == [OutboxStatus.DROPPED]


async def test_too_fast_waits_as_long_as_the_platform_says_and_keeps_the_order(yard: Yard) -> None:
    yard.platform.answers = [Busy(30)]
    await yard.decide("one")
    await yard.decide("two")
    await yard.decide("elsewhere", to="C2")
    await yard.delivery.drain()
    await yard.later(29)
    assert yard.platform.words == ["one", "elsewhere"]
    await yard.later(1)
    assert yard.platform.words == ["one", "elsewhere", "one", "two"]


async def test_who_cannot_be_reached_is_noted_and_their_message_waits_for_a_sign_of_life(yard: Yard) -> None:
    yard.platform.answers = [Unreachable("never pressed Start")]
    await yard.decide("hello", to="@U1")
    await yard.delivery.drain()
    assert await yard.statuses() == [OutboxStatus.PARKED]
    async with yard.database.begin() as session:
        assert (await session.execute(select(Account.is_reachable))).scalar_one() is False
        await queries.unpark(session, BOT, "@U1", yard.clock.now())
    assert await yard.delivery.drain() == 1


async def test_a_second_message_of_a_topic_edits_the_first(yard: Yard) -> None:
    await yard.decide("red", topic="warning/7")
    await yard.decide("green", topic="warning/7")
    await yard.delivery.drain()
    assert [one.ref for one in yard.platform.got] == ["", "ref1"]
    assert await yard.posts() == [("warning/7", "ref1")]


async def test_a_topic_is_posted_anew_where_its_post_is_gone(yard: Yard) -> None:
    await yard.decide("red", topic="warning/7")
    await yard.delivery.drain()
    yard.platform.answers = [Gone()]
    await yard.decide("green", topic="warning/7")
    await yard.delivery.drain()
    assert [one.ref for one in yard.platform.got] == ["", "ref1", ""]
    assert await yard.posts() == [("warning/7", "ref3")]


async def test_details_go_under_the_post_of_their_topic(yard: Yard) -> None:
    await yard.decide("stand-up", topic="run/1")
    await yard.decide("Anna answered", under="run/1")
    await yard.delivery.drain()
    assert [one.under for one in yard.platform.got] == ["", "ref1"]


async def test_a_message_replaced_while_in_flight_is_still_edited_by_the_next(yard: Yard) -> None:
    await yard.decide("red", topic="warning/7")
    async with yard.database.begin() as session:
        [claimed] = await queries.claim(session, [1], yard.clock.now())
    async with yard.database.begin() as session:
        await outbox.drop_topics(session, 1, {("warning/7", "C1")})
        await queries.mark_sent(session, claimed.id, NOON)
        await queries.remember_post(session, claimed, "ref0", NOON)
    await yard.decide("green", topic="warning/7")
    await yard.delivery.drain()
    assert [one.ref for one in yard.platform.got] == ["ref0"]


async def test_a_moved_chat_gets_its_message_at_its_new_address(yard: Yard) -> None:
    yard.platform.answers = [Moved("C2")]
    await yard.decide("hello", to="C1#5")
    assert await yard.delivery.drain() == 1
    assert yard.platform.got[-1].address == read_address("C2#5")


async def test_what_a_platform_refuses_is_kept_as_dead_and_holds_nothing_up(yard: Yard) -> None:
    yard.platform.answers = [Rejected("too long")]
    await yard.decide("one")
    await yard.decide("two")
    await yard.delivery.drain()
    assert await yard.statuses() == [OutboxStatus.DEAD, OutboxStatus.SENT]
    assert (await yard.rows())[0].error == "too long"


async def test_a_lane_that_is_down_pauses_and_loses_nothing(yard: Yard) -> None:
    yard.platform.answers = [LaneDown("token revoked")]
    await yard.decide("one")
    assert await yard.delivery.drain() == 0
    assert await yard.delivery.drain() == 0
    assert len(yard.platform.got) == 1
    assert await yard.another("first").drain() == 1  # as after a restart: the pause is not kept


async def test_a_long_outage_does_not_use_up_a_messages_attempts(yard: Yard) -> None:
    yard.platform.answers = [*[LaneDown("token revoked", is_refused=True)] * 15, Unknown("time-out")]
    await yard.decide("one")
    for _ in range(15):
        assert await yard.another("first").drain() == 0
    await yard.later(600)
    await yard.later(600)
    assert await yard.statuses() == [OutboxStatus.SENT]


async def test_after_a_time_out_a_message_is_sent_once_more_and_no_more(yard: Yard) -> None:
    yard.platform.answers = [Unknown("time-out"), Unknown("time-out")]
    await yard.decide("one")
    for _ in range(4):
        await yard.later(600)
    assert len(yard.platform.got) == 2
    assert await yard.statuses() == [OutboxStatus.DEAD]


async def test_what_only_one_person_sees_is_sent_again_after_every_time_out(yard: Yard) -> None:
    yard.platform.answers = [Unknown("time-out"), Unknown("time-out")]
    await yard.decide("one", to="C1!U1")
    for _ in range(4):
        await yard.later(600)
    assert len(yard.platform.got) == 3
    assert await yard.statuses() == [OutboxStatus.SENT]


async def test_a_bug_in_one_message_is_put_off_and_the_others_arrive(yard: Yard) -> None:
    yard.platform.answers = [ValueError("a bug")]
    await yard.decide("one")
    await yard.decide("two", to="C2")
    assert await yard.delivery.drain() == 1
    assert await yard.later(600) == 1


async def test_a_message_that_always_fails_is_given_up_in_the_end(yard: Yard) -> None:
    yard.platform.answers = [ValueError("a bug")] * 50
    await yard.decide("one")
    for _ in range(20):
        await yard.later(600)
    assert len(yard.platform.got) == 12
    assert await yard.statuses() == [OutboxStatus.DEAD]


async def test_a_process_killed_between_sending_and_noting_sends_again(yard: Yard) -> None:
    await yard.decide("one")
    yard.platform.answers = [Killed()]
    with pytest.raises(Killed):
        await yard.delivery.drain()
    [row] = await yard.rows()
    assert (row.status, row.attempts) == (OutboxStatus.WAITING, 1)
    assert await yard.another("first").drain() == 1
    assert {one.mark for one in yard.platform.got} == {str(row.id)}


async def test_two_processes_send_everything_once(yard: Yard) -> None:
    for number in range(30):
        await yard.decide(f"{number}", to=f"C{number % 7}")
    second = yard.another("second")
    sent = await asyncio.gather(yard.delivery.drain(), second.drain())
    assert sum(sent) == 30
    assert sorted(yard.platform.words) == sorted(str(number) for number in range(30))


async def test_a_process_that_stops_leaves_its_lanes_to_another(yard: Yard) -> None:
    await yard.decide("one")
    await yard.delivery.drain()
    await yard.decide("two")
    second = yard.another("second")
    assert await second.drain() == 0
    await yard.delivery.stop()
    assert await second.drain() == 1


async def test_a_running_delivery_sends_what_it_is_woken_for_and_stops(yard: Yard) -> None:
    arrived = asyncio.Event()
    yard.platform.on_send = arrived.set
    running = asyncio.create_task(yard.delivery.run())
    await yard.decide("one")
    yard.delivery.wake()
    await asyncio.wait_for(arrived.wait(), 30)
    await yard.delivery.stop()
    await running
    assert await yard.statuses() == [OutboxStatus.SENT]


async def test_people_who_are_mentioned_are_known_by_their_logins(yard: Yard) -> None:
    await yard.decide(says("{who}, a word", who=Mention(1, "Anna")), key="m")
    await yard.delivery.drain()
    assert yard.platform.got[0].reader.logins == {1: "U1"}


async def test_looking_for_due_messages_uses_the_index_of_waiting_ones(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def _listen(*given: object) -> None:
        asked.append((str(given[2]), given[3]))

    async with database.reading() as session:
        await queries.due_heads(session, BOT, NOON, 10)
        statement, given = asked[-1]
        connection = await session.connection()
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)).all()
    await database.close()
    assert str(plan).count("ix_outbox_waiting") == 2


async def test_what_is_through_is_forgotten_after_a_month_and_what_waits_never(yard: Yard) -> None:
    await yard.decide("one")
    await yard.decide("next year", to="C2", next_at=NOON + timedelta(days=365))
    await yard.delivery.drain()
    async with yard.database.begin() as session:
        assert await outbox.hear(session, "event/1", NOON)
        assert await housekeeping.sweep(session, NOON + timedelta(days=6)) == 0
        assert await housekeeping.sweep(session, NOON + timedelta(days=31)) == 2
        assert await housekeeping.sweep(session, NOON + timedelta(days=31)) == 0
    assert await yard.statuses() == [OutboxStatus.WAITING]


async def test_offsets_are_kept_and_moved_on(yard: Yard) -> None:
    async with yard.database.begin() as session:
        assert await queries.offset(session, "telegram/1") is None
        await queries.set_offset(session, "telegram/1", 7)
        await queries.set_offset(session, "telegram/1", 9)
        assert await queries.offset(session, "telegram/1") == 9


async def test_a_lease_is_prolonged_by_its_holder_and_refused_to_others_until_it_ends(yard: Yard) -> None:
    async with yard.database.begin() as session:
        assert await queries.take_lease(session, "poll/1", "first", 30)
        assert await queries.take_lease(session, "poll/1", "first", 30)
        assert not await queries.take_lease(session, "poll/1", "second", 30)
        await queries.give_lease(session, "poll/1", "second")
        assert not await queries.take_lease(session, "poll/1", "second", 30)
        assert await queries.take_lease(session, "poll/1", "first", -5)  # it has ended
        assert await queries.take_lease(session, "poll/1", "second", 30)


def test_a_chat_bears_a_burst_and_then_one_a_second() -> None:
    pace = Pace(Limits(group=Rate(1, 3)), 0.0)
    chat = read_address("C1")
    assert [pace.take(chat, 0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]
    assert pace.take(chat, 0.75) == 0.25
    assert pace.take(read_address("C2"), 0.75) == 0.0
    assert pace.take(chat, 1.0) == 0.0


def test_a_lane_has_a_limit_for_all_its_chats_together() -> None:
    pace = Pace(Limits(lane=Rate(2, 2)), 0.0)
    assert [pace.take(read_address(f"C{one}"), 0.0) for one in range(3)] == [0.0, 0.0, 0.5]


async def test_what_only_edits_a_post_that_is_gone_is_not_posted(yard: Yard) -> None:
    await yard.decide("card", topic="task/7")
    await yard.delivery.drain()
    async with yard.database.begin() as session:
        topic = await outbox.set_aside(session, BOT, "task/7", "C1")
    assert topic is not None
    yard.platform.answers = [Gone()]
    await yard.decide("further down", topic=topic)
    await yard.delivery.drain()
    assert [one.ref for one in yard.platform.got] == ["", "ref1"]
    assert await yard.statuses() == [OutboxStatus.SENT, OutboxStatus.DROPPED]
