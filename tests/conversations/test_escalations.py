"""How an unanswered blocker climbs, in the working time of the people concerned."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.message import Message
from bot.services import consequences, escalations
from bot.work import Work
from storage.models import Escalation, LadderStep, Leave, Person, Project, Workspace
from storage.words import Rung
from tests.conversations import days
from tests.conversations.world import Somebody, World, as_text, counts

MONDAY, TUESDAY, WEDNESDAY = 23, 24, 25


@pytest.fixture
async def stuck(world: World, anna: Somebody) -> Somebody:
    """Anna in Berlin, stopped since Monday 9:00 UTC by what Bo in London can clear."""
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    await world.posted()
    return anna


async def at(world: World, day: int, hour: int, minute: int = 0) -> list[tuple[str, Message]]:
    """Take the steps that are due on that day of November, UTC, and return what was said."""
    world.clock.move_to(datetime(2026, 11, day, hour, minute, tzinfo=UTC))
    await tick(world)
    return await world.posted()


async def tick(world: World) -> None:
    """Take the steps that are due, in a transaction of their own."""
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace, command="escalations")
        await escalations.steps_due(work)
        await work.finish()


def texts(posted: list[tuple[str, Message]]) -> list[tuple[str, str]]:
    """Who was told, and the first line of it."""
    return [(address, as_text(message).splitlines()[0]) for address, message in posted]


async def test_its_owner_is_told_again_after_four_working_hours(world: World, stuck: Somebody) -> None:
    assert await at(world, MONDAY, 13, 59) == []
    [(address, text)] = texts(await at(world, MONDAY, 14))
    assert address == "@bo"
    assert text.startswith("⛔ Bo, Anna can't go on without you: price list (WEB-2)")
    assert await at(world, MONDAY, 14, 1) == []


async def test_nobody_is_said_to_have_been_asked_who_sleeps_still(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    world.clock.move_to(datetime(2026, 11, TUESDAY, 8, 20, tzinfo=UTC))  # Bo begins at 9:00
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo", place="web-shop")
    await world.posted()
    await world.dispatch.receive(bo.incoming("escalate WEB-2"))
    text = as_text(dict(await world.posted())["@anna"])
    assert "has waited less than an hour of working time for Bo" in text
    assert "Asked:" not in text
    why = (await anna.says("why 2", place="web-shop")).text
    assert "9:00 · Bo will be told" in why
    assert "8:20 · Anna was told" in why


async def test_a_wait_is_told_in_whole_hours(world: World, stuck: Somebody) -> None:
    await at(world, MONDAY, 14)
    await at(world, TUESDAY, 9, 40)
    [(address, message)] = await at(world, WEDNESDAY, 9, 40)
    assert address == "@anna"
    assert "has waited 16 hours" in as_text(message)


async def test_the_lead_hears_after_a_working_day_and_then_daily(world: World, stuck: Somebody) -> None:
    await at(world, MONDAY, 14)
    assert await at(world, MONDAY, 20) == []
    [(address, message)] = await at(world, TUESDAY, 9)
    assert address == "@anna"
    assert "For you as lead of Web shop: price list (WEB-2) has waited 8 hours" in as_text(message)
    assert "Asked: Bo 2 times, last 14:00. No answer." in as_text(message)
    assert await at(world, TUESDAY, 12) == []
    assert [address for address, _ in await at(world, WEDNESDAY, 9)] == ["@anna"]


async def test_taking_it_stops_the_ladder(world: World, stuck: Somebody, bo: Somebody) -> None:
    await bo.says("take WEB-2")
    await world.posted()
    assert await at(world, WEDNESDAY, 14) == []


async def test_resolving_it_ends_the_ladder_and_not_yet_begins_it_anew(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await bo.says("resolve WEB-2")
    await world.posted()
    assert await at(world, TUESDAY, 9) == []
    await stuck.says("unresolve 2", place="web-shop")
    await world.posted()
    assert [address for address, _ in await at(world, TUESDAY, 14)] == ["@bo"]


async def test_withdrawing_it_ends_the_ladder(world: World, stuck: Somebody) -> None:
    await stuck.says("undo", place="web-shop")
    await world.posted()
    assert await at(world, WEDNESDAY, 14) == []


async def test_an_outage_does_not_pile_up_the_steps(world: World, stuck: Somebody) -> None:
    assert [address for address, _ in await at(world, WEDNESDAY, 10)] == ["@bo"]
    assert await at(world, WEDNESDAY, 10, 1) == []


async def test_nobody_is_told_while_the_project_is_paused(world: World, stuck: Somebody) -> None:
    await stuck.says("project pause", place="web-shop")
    await world.posted()
    assert await at(world, TUESDAY, 14) == []


async def test_leave_of_the_owner_does_not_count(world: World, stuck: Somebody, bo: Somebody) -> None:
    async with world.database.begin() as session:
        owner = (await session.execute(select(Person).where(Person.name == "Bo"))).scalar_one()
        day = datetime(2026, 11, MONDAY, tzinfo=UTC)
        session.add(
            Leave(
                workspace_id=world.workspace,
                person_id=owner.id,
                first=day.date(),
                last=day.date(),
                first_half="pm",
                created_at=day,
            )
        )
    await stuck.says("give 2 @bo", place="web-shop")
    await world.posted()
    assert await at(world, TUESDAY, 9, 59) == []
    assert [address for address, _ in await at(world, TUESDAY, 10)] == ["@bo"]


async def test_a_projects_own_ladder_holds(world: World, stuck: Somebody) -> None:
    async with world.database.begin() as session:
        project = await session.get_one(Project, 1)
        session.add(
            LadderStep(
                workspace_id=world.workspace, project_id=project.id, level=1, after_hours=1, rung=Rung.CHANNEL
            )
        )
    await stuck.says("give 2 @bo", place="web-shop")
    await world.posted()
    [(address, text)] = texts(await at(world, MONDAY, 10))
    assert (address, text) == ("web-shop", "⛔ price list (WEB-2) has waited 1 hour of working time.")


async def test_escalate_tells_the_lead_now(world: World, stuck: Somebody, bo: Somebody) -> None:
    await world.dispatch.receive(bo.incoming("escalate WEB-2"))
    said = dict(await world.posted())
    assert as_text(said["@anna"]).startswith("⛔ For you as lead of Web shop")
    assert "WEB-2" in (await bo.says("take WEB-2")).text
    assert (await bo.says("escalate WEB-2")).text == "Bo clears WEB-2 already."


async def test_a_blocker_has_one_ladder(world: World, stuck: Somebody) -> None:
    await stuck.says("give 2 @bo", place="web-shop")
    assert await counts(world, Escalation) == (1,)


async def test_two_processes_at_once_tell_it_once(world: World, stuck: Somebody) -> None:
    world.clock.move_to(datetime(2026, 11, MONDAY, 14, tzinfo=UTC))
    await asyncio.gather(tick(world), tick(world))
    assert [address for address, _ in await world.posted()] == ["@bo"]


async def leave(world: World, name: str, first: int, last: int, cover: str = "") -> None:
    """Somebody is away from one day of November to another."""
    async with world.database.begin() as session:
        people = {one.name: one for one in (await session.execute(select(Person))).scalars()}
        row = Leave(
            workspace_id=world.workspace,
            person_id=people[name].id,
            first=date(2026, 11, first),
            last=date(2026, 11, last),
            cover_id=people[cover].id if cover else None,
            created_at=datetime(2026, 11, MONDAY, tzinfo=UTC),
        )
        session.add(row)


async def told(world: World, somebody: Somebody, said: str) -> dict[str, Message]:
    """What is posted directly to each person when somebody says that in the channel."""
    await world.posted()
    await world.dispatch.receive(somebody.incoming(said, place="web-shop"))
    return {address: message for address, message in await world.posted() if address.startswith("@")}


async def test_who_is_away_is_stood_in_for_by_their_cover_at_once(world: World, anna: Somebody) -> None:
    await world.person("Carol").says("help")
    await anna.says("add Draft the contract", place="web-shop")
    await leave(world, "Bo", MONDAY, 27, cover="Carol")
    said = await told(world, anna, "block 1 price list from @bo")
    assert set(said) == {"@carol"}
    assert "Carol, Anna waits for Bo: price list (WEB-2)" in as_text(said["@carol"])
    assert "You get this because Bo is away until Fri 27 Nov." in as_text(said["@carol"])


async def test_without_a_cover_the_lead_stands_in(world: World, anna: Somebody) -> None:
    carol = world.person("Carol")
    await carol.says("help")
    await anna.says("invite @carol", place="web-shop")
    await anna.says("add Draft the contract", place="web-shop")
    await leave(world, "Bo", MONDAY, 27)
    assert set(await told(world, carol, "block 1 price list from @bo")) == {"@anna"}
    back = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert "@bo" not in [address for address, _ in await days.until(world, back - timedelta(seconds=1))]
    [to_bo] = days.to(await days.until(world, back), "@bo")
    assert to_bo.startswith("⛔ Bo, Carol can't go on without you: price list (WEB-2)")


async def test_who_goes_away_before_the_next_level_hands_it_over(world: World, stuck: Somebody) -> None:
    assert [address for address, _ in await at(world, MONDAY, 14)] == ["@bo"]
    await leave(world, "Bo", TUESDAY, 27)
    await stuck.says("give 2 @bo", place="web-shop")
    await world.posted()
    handed = await at(world, TUESDAY, 9)
    assert [address for address, _ in handed] == ["@anna"]
    assert "because Bo is away until Fri 27 Nov" in as_text(handed[0][1])


async def test_who_is_removed_leaves_it_to_the_lead(world: World, stuck: Somebody, bo: Somebody) -> None:
    await bo.says("take WEB-2")
    carol = world.person("Carol")
    await carol.says("help")
    await stuck.says("invite @carol", place="web-shop")
    await stuck.says("role @carol lead", place="web-shop")
    said = await told(world, stuck, "remove @bo")
    assert "because Bo is no longer in the project" in as_text(said["@carol"])
    assert "Anna waits for Bo" in (await stuck.says("why 2", place="web-shop")).text


async def test_who_raises_it_hears_that_its_owner_is_away(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await leave(world, "Bo", MONDAY, 27)
    said = await anna.says("block 1 price list from @bo", place="web-shop")
    assert "Bo is away until Fri 27 Nov. Who else can clear it?" in said.text


async def test_what_somebody_outside_keeps_is_asked_of_its_raiser_and_told_the_lead(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await world.posted()
    await world.dispatch.receive(bo.incoming('block WEB-1 the keys from "Stripe"'))
    assert {address for address, _ in await world.posted()} == {"web-shop"}
    [(address, text)] = texts(await at(world, MONDAY, 14))
    assert (address, text) == ("@bo", "⛔ Any word from Stripe? You wait for: the keys (WEB-2) · since today")
    [(address, text)] = texts(await at(world, TUESDAY, 9))
    assert address == "@anna"
    assert "has waited 8 hours of working time for Stripe" in text


async def test_the_morning_after_the_day_that_was_named_it_is_asked_and_climbs_on(
    world: World, stuck: Somebody, bo: Somebody
) -> None:
    await at(world, MONDAY, 14)
    await bo.says("take WEB-2 by wed")
    await world.posted()
    assert await at(world, WEDNESDAY, 18) == []
    posted = [(address, message) for address, message in await at(world, 26, 9) if address == "@bo"]
    assert as_text(posted[-1][1]).startswith(
        "⏰ You wanted to clear WEB-2 by Wed 25 Nov: price list. How does it stand?"
    )
    assert "Anna waits for Bo" in (await stuck.says("why 2", place="web-shop")).text
    assert [address for address, _ in await at(world, 26, 14)] == ["@anna"]


async def test_a_day_without_a_name_stops_it_for_good(world: World, stuck: Somebody, bo: Somebody) -> None:
    await bo.says("take WEB-2")
    await world.posted()
    assert await at(world, 30, 18) == []


async def test_a_day_that_is_over_is_no_promise(stuck: Somebody, bo: Somebody) -> None:
    assert "Sun 22 Nov is over" in (await bo.says("take WEB-2 by 2026-11-22")).text


async def test_that_it_was_needed_by_a_day_is_said_once(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo by tuesday", place="web-shop")
    await anna.says("ladder 40d lead", place="web-shop")
    await world.posted()
    assert await needs(world, TUESDAY, 18) == []
    said = await needs(world, WEDNESDAY, 8)
    assert {address for address, _ in said} == {"@bo", "@anna"}
    assert as_text(said[0][1]).startswith("⏰ WEB-2 was needed by Tue 24 Nov: price list")
    assert await needs(world, 26, 9) == []


async def needs(world: World, day: int, hour: int) -> list[tuple[str, Message]]:
    """Say what is due about days that it was needed by."""
    world.clock.move_to(datetime(2026, 11, day, hour, tzinfo=UTC))
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace, command="needed")
        await escalations.needs_due(work)
        await work.finish()
    return await world.posted()


async def test_who_said_stop_hears_of_the_last_level_only(world: World, stuck: Somebody) -> None:
    await stuck.says("ladder 4h lead, 1d lead", place="web-shop")
    async with world.database.begin() as session:
        lead = (await session.execute(select(Person).where(Person.name == "Anna"))).scalar_one()
        lead.stopped_at = datetime(2026, 11, MONDAY, 10, tzinfo=UTC)
    await world.posted()
    assert await at(world, MONDAY, 14) == []
    [(address, message)] = await at(world, TUESDAY, 9)
    assert address == "@anna"
    assert "You said stop; this is the last level of the ladder" in as_text(message)


async def test_who_was_asked_often_is_named_once(world: World, stuck: Somebody) -> None:
    await days.until(world, datetime(2026, 11, MONDAY, 15, tzinfo=UTC))
    [to_lead] = [
        one
        for one in days.to(await days.until(world, datetime(2026, 11, TUESDAY, 10, tzinfo=UTC)), "@anna")
        if "For you as lead" in one
    ]
    assert "Asked: Bo 2 times, last 14:00. No answer." in to_lead


async def test_a_day_that_is_over_is_told_once_that_morning(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    await anna.says("block 1 price list from @bo by today", place="web-shop")
    await days.until(world, datetime(2026, 11, TUESDAY, 7, tzinfo=UTC))
    tuesday = days.to(await days.until(world, datetime(2026, 11, TUESDAY, 18, tzinfo=UTC)), "@anna")
    [told_on_tuesday] = [one for one in tuesday if "price list" in one]
    assert "was needed by Mon 23 Nov" in told_on_tuesday
    wednesday = days.to(await days.until(world, datetime(2026, 11, WEDNESDAY, 18, tzinfo=UTC)), "@anna")
    assert len([one for one in wednesday if "For you as lead" in one]) == 1
    assert "It was needed by Mon 23 Nov." in wednesday[0]


async def test_nobody_is_told_at_night(world: World, stuck: Somebody) -> None:
    world.clock.move_to(datetime(2026, 11, MONDAY, 21, tzinfo=UTC))
    assert await told(world, stuck, "block 1 no keys from @bo") == {}
    assert "Tue 24 Nov, 9:00 · Bo will be told" in (await stuck.says("why WEB-3", place="web-shop")).text
    morning = datetime(2026, 11, TUESDAY, 9, tzinfo=UTC)
    assert days.to(await days.until(world, morning - timedelta(seconds=1)), "@bo") == []
    assert len([one for one in days.to(await days.until(world, morning), "@bo") if "no keys" in one]) == 1


async def test_what_is_told_in_the_morning_is_as_it_is_then(world: World, stuck: Somebody) -> None:
    await stuck.says("milestone Beta 1 December", place="web-shop")
    await stuck.says("add Terms for Beta ~1d @anna", place="web-shop")
    world.clock.move_to(datetime(2026, 11, MONDAY, 21, tzinfo=UTC))
    await stuck.says("block 3 no keys from @bo", place="web-shop")
    await stuck.says("left 3 5d", place="web-shop")
    [morning] = [
        one
        for one in days.to(await days.until(world, datetime(2026, 11, TUESDAY, 9, tzinfo=UTC)), "@bo")
        if "no keys" in one
    ]
    assert "Beta: done by Wed 2 Dec" in morning


async def test_what_is_over_by_the_morning_is_not_told(world: World, stuck: Somebody) -> None:
    world.clock.move_to(datetime(2026, 11, MONDAY, 21, tzinfo=UTC))
    await stuck.says("block 1 no keys from @bo", place="web-shop")
    await stuck.says("resolve WEB-3", place="web-shop")
    morning = await days.until(world, datetime(2026, 11, TUESDAY, 9, tzinfo=UTC))
    assert [one for one in days.to(morning, "@bo") if "no keys" in one] == []


async def test_who_was_to_be_told_in_place_of_somebody_back_by_then_is_not(
    world: World, stuck: Somebody
) -> None:
    li = world.person("Li")
    await li.says("help")
    await stuck.says("invite @li", place="web-shop")
    await leave(world, "Bo", MONDAY, MONDAY)
    world.clock.move_to(datetime(2026, 11, MONDAY, 21, tzinfo=UTC))
    await li.says("block WEB-1 no keys from @bo")
    morning = await days.until(world, datetime(2026, 11, TUESDAY, 9, tzinfo=UTC))
    assert [one for one in days.to(morning, "@anna") if "no keys" in one] == []
    assert len([one for one in days.to(morning, "@bo") if "no keys" in one]) == 1


async def test_what_is_open_still_when_all_it_stopped_is_finished_is_asked_about(
    world: World, stuck: Somebody
) -> None:
    await stuck.says("done 1", place="web-shop")
    await stuck.says("unresolve WEB-2", place="web-shop")
    await world.posted()
    [(address, text)] = texts(await at(world, MONDAY, 14))
    assert address == "@anna"
    assert text == "⛔ What WEB-2 stopped is finished: WEB-1 Draft the contract. Is price list cleared too?"
    assert await at(world, WEDNESDAY, 14) == []


async def test_who_is_stuck_by_their_own_is_not_told_what_they_said(world: World, anna: Somebody) -> None:
    await anna.says("add Draft the contract", place="web-shop")
    assert await told(world, anna, "block 1 no time from @anna") == {}
    assert await at(world, MONDAY, 14) == []


@pytest.mark.parametrize("before", ["WEB-2", "take WEB-2"])
async def test_what_waits_for_somebody_who_is_gone_is_the_leads_at_once(
    world: World, stuck: Somebody, bo: Somebody, before: str
) -> None:
    await bo.says(before)
    await world.posted()
    async with world.database.begin() as session:
        owner = (await session.execute(select(Person).where(Person.name == "Bo"))).scalar_one()
        work = Work(session, world.clock.now(), await session.get_one(Workspace, world.workspace))
        work.set(owner, gone_at=world.clock.now())
        await consequences.follow(work)
        await work.finish()
    told = {address: as_text(message) for address, message in await world.posted()}
    assert "because Bo is no longer in the project" in told["@anna"]
    assert "@bo" not in told
