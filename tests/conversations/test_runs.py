"""A day of a stand-up: as answers come, summed up, and who is missing told to the lead alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.models import OutboxRow, Post
from tests.conversations.days import Said, tick, to, until
from tests.conversations.world import Somebody, World


def november(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026, UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def run_posts(said: Said) -> list[str]:
    """How the post of the run looked, each time."""
    return [text for text in to(said, "web-shop") if "stand-up, " in text]


async def answers(somebody: Somebody, text: str) -> Said:
    """Plain words; returns all that is said then, to anybody."""
    await somebody.world.dispatch.receive(somebody.incoming(text, addressed=False))
    return await tick(somebody.world)


@pytest.fixture
async def standup(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Anna (Berlin) leads; Bo (UTC) and Tom (New York) are in it; all were told; it is Monday evening."""
    tom = world.person("Tom", "America/New_York")
    await tom.says("help")
    await anna.says("invite @tom", place="web-shop")
    for text in ("add Checkout page @bo", "add Test plan @bo", "add Contract @tom"):
        await anna.says(text, place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await until(world, november(24, 0))
    return anna


async def test_the_post_counts_and_the_answers_are_in_its_thread(world: World, standup: Somebody) -> None:
    await until(world, november(24, 8, 30))
    said = await answers(standup, "Layout of WEB-1")
    assert run_posts(said) == ["Web shop: stand-up, Tue 24 Nov · 1 of 3 answered"]
    assert "Anna: Layout of WEB-1" in to(said, "web-shop")
    async with world.database.reading() as session:
        under = (await session.execute(select(OutboxRow.under).where(OutboxRow.under.is_not(None)))).scalars()
        assert [one.split("/")[0] for one in under if one] == ["run"]


async def test_nothing_that_is_said_in_private_but_the_answer_is_in_the_channel(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await standup.says("add Secret list @bo by tomorrow", place="web-shop")
    await world.posted()
    said = await until(world, november(24, 9, 30))
    said += await answers(bo, "Checkout")
    assert not any("Secret list" in text for text in to(said, "web-shop"))


async def test_the_summary_comes_at_half_past_eleven_of_the_lead_and_follows_later_zones(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await until(world, november(24, 8, 30))
    await answers(standup, "Contract talks")
    await until(world, november(24, 9, 30))
    await answers(bo, "done WEB-2\nWEB-1 layout. WEB-1 is blocked: no keys from @tom")
    [summary] = run_posts(await until(world, november(24, 10, 30)))
    assert summary.splitlines() == [
        "Web shop: stand-up, Tue 24 Nov · 2 of 3 answered",
        "⛔ WEB-4 · Bo waits for Tom: no keys from Tom · day 1 · stops WEB-1",
        "✅ WEB-2",
        "Today: WEB-1",
    ]
    await until(world, november(24, 14, 30))
    [edited] = run_posts(await answers(world.person("Tom", "America/New_York"), "WEB-3 contract"))
    assert "3 of 3 answered" in edited
    assert "Today: WEB-1 and WEB-3" in edited


async def test_who_is_away_is_in_the_summary_and_not_missing(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await bo.says("away today to thursday")
    await until(world, november(24, 8, 30))
    await answers(standup, "Layout")
    said = await until(world, november(24, 23))
    assert "🏖 Bo until Thu 26 Nov" in run_posts(said)[0]
    assert "1 of 2 answered" in run_posts(said)[0]
    assert not any("no answer from Bo" in text for _, text in said)


async def test_who_is_missing_goes_to_the_lead_alone_and_once(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await until(world, november(24, 8, 30))
    await answers(standup, "Layout")
    said = await until(world, november(25, 8))
    missing = [(address, text) for address, text in said if "no answer from" in text]
    assert missing == [("@anna", "Web shop, stand-up of Tue 24 Nov: no answer from Bo and Tom.")]


async def test_nobody_missing_is_no_message(world: World, standup: Somebody, bo: Somebody) -> None:
    await bo.says("standup leave", place="web-shop")
    await standup.says("remove @tom", place="web-shop")
    await until(world, november(24, 8, 30))
    await answers(standup, "Layout")
    said = await until(world, november(25, 8))
    assert not any("no answer from" in text for _, text in said)


async def test_only_who_has_not_answered_is_nudged_and_only_once(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await until(world, november(24, 8, 30))
    await answers(standup, "Layout")
    said = await until(world, november(24, 13))
    nudged = [address for address, text in said if "closes at" in text]
    assert nudged == ["@bo"]
    assert any("closes at Tue 24 Nov, 11:30" in text for text in to(said, "@bo"))


async def test_who_is_asked_in_the_channel_is_mentioned_there_once_a_day(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await standup.says('project new "Mobile app" key APP', place="app")
    await standup.says("invite @bo", place="app")
    await standup.says("standup new 9:30 weekdays", place="app")
    await bo.says("welcome channel WEB")
    await world.posted()
    said = await until(world, november(24, 11))
    nudged = [(address, text) for address, text in said if text.startswith("Bo, your stand-up closes")]
    assert len(nudged) == 1
    assert nudged[0][0] in ("web-shop", "app")
    assert to(said, "@bo") == []
    assert [text for _, text in await until(world, november(24, 13)) if "closes" in text] == []


async def test_a_reply_to_the_mention_in_the_channel_answers(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await bo.says("welcome channel WEB")
    await until(world, november(24, 11))
    await world.deliver()
    async with world.database.reading() as session:
        nudged = select(Post.topic).where(Post.topic.endswith("/nudge"))
        topic = (await session.execute(nudged)).scalar_one()
    ref = await world.ref(topic, "web-shop")
    reply = replace(bo.incoming("Layout today", place="web-shop", addressed=False), reply_to=ref)
    await world.dispatch.receive(reply)
    assert "Bo: Layout today" in (await standup.says("standup status", place="web-shop")).text


async def test_a_nudge_asks_what_the_stand_up_asks(world: World, standup: Somebody, bo: Somebody) -> None:
    await standup.says("standup questions What is next? ; Who waits?", place="web-shop")
    said = await until(world, november(24, 13))
    [nudge] = [text for text in to(said, "@bo") if "closes at" in text]
    assert "What is next?\nWho waits?" in nudge
    assert "What moves today" not in nudge


async def test_a_nudge_that_an_outage_delayed_past_the_close_is_not_sent(
    world: World, standup: Somebody
) -> None:
    await until(world, november(24, 8, 30))
    world.clock.move_to(november(24, 10, 40))
    assert [text for text in to(await tick(world), "@anna") if "closes at" in text] == []


async def test_it_closes_two_working_hours_after_ones_own_prompt(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await bo.says("settings hours 9-10 14-18")
    await until(
        world, november(24, 14, 59)
    )  # half an hour before ten, and an hour and a half in the afternoon
    said = await answers(bo, "Checkout")
    assert not any("late" in text for _, text in said)


async def test_a_late_answer_updates_post_and_thread(world: World, standup: Somebody) -> None:
    await until(world, november(24, 12))
    said = await answers(standup, "Layout")
    assert "1 of 3 answered" in run_posts(said)[0]
    assert "Anna: Layout · late" in to(said, "web-shop")


async def test_an_answer_that_is_taken_back_is_no_longer_shown(world: World, standup: Somebody) -> None:
    await until(world, november(24, 8, 30))
    await answers(standup, "Layout")
    await world.dispatch.receive(standup.incoming("undo"))
    said = await tick(world)
    assert run_posts(said) == ["Web shop: stand-up, Tue 24 Nov · 0 of 3 answered"]
    assert "Anna has taken the answer back." in to(said, "web-shop")
    assert any("closes at" in text for text in to(await until(world, november(24, 23)), "@anna"))


async def test_a_run_without_answers_is_no_post(world: World, standup: Somebody) -> None:
    assert run_posts(await until(world, november(24, 23))) == []


async def test_ask_now_asks_those_who_are_at_work_once(world: World, standup: Somebody) -> None:
    await until(world, november(24, 9, 20))
    heard = await standup.says("standup now", place="web-shop")
    assert heard.text == "1 person is asked now; who is not at work is asked at their own time."
    assert "asked already" in (await standup.says("standup now", place="web-shop")).text
    said = await until(world, november(24, 23))
    assert [address for address, text in said if "Good morning" in text] == ["@tom"]
