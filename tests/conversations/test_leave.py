"""Being away: said, met, covered, ended."""

from datetime import UTC, datetime

import pytest

from bot.services import escalations
from bot.work import Work
from storage.models import Leave, Workspace
from tests.conversations.days import to, until
from tests.conversations.world import Somebody, World, as_text, counts


@pytest.fixture
async def team(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Anna leads Bo and Li; Bo has a task due on Friday; it is Monday 23 November."""
    await world.person("Li").says("help")
    await anna.says("invite @li", place="web-shop")
    await anna.says("add Draft the contract @bo by friday", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await world.posted()
    return bo


async def told(world: World, somebody: Somebody, text: str) -> dict[str, str]:
    """Say something; what everybody is told of it, by address."""
    await world.dispatch.receive(somebody.incoming(text))
    return {address: as_text(message) for address, message in await world.posted()}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("away friday", "You're away Fri 27 Nov."),
        ("away 5 Dec to 9 Dec", "You're away Sat 5 Dec to Wed 9 Dec."),
        ("away tomorrow morning", "You're away Tue 24 Nov in the morning."),
        ("away tomorrow afternoon", "You're away Tue 24 Nov in the afternoon."),
        ("away 下周一到周三", "You're away Mon 30 Nov to Wed 2 Dec."),
        ("away friday @li covers", "You're away Fri 27 Nov. Li covers."),
        ("away friday, cover @li", "You're away Fri 27 Nov. Li covers."),
        ("away friday covered by @li", "You're away Fri 27 Nov. Li covers."),
        ("away 周五 @li代理", "You're away Fri 27 Nov. Li covers."),
        ("away friday @li", "You're away Fri 27 Nov. Li covers."),
        ("away today", "You're away Mon 23 Nov."),
    ],
)
async def test_days_are_read_and_echoed(team: Somebody, words: str, answer: str) -> None:
    heard = await team.says(words)
    assert heard.text.splitlines()[0] == f"🏖 {answer}"
    assert "Undo" in heard.buttons


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("away yesterday", "“yesterday” is over."),
        ("away 5 Dec 2030", "is more than two years ahead."),
        ("away 30 February", "There is no “30 February”."),
        ("away next friday", "which day is meant?"),
        ("away from keyboard", "I can't read"),
        ("away friday @bo covers", "You can't cover for yourself."),
        ("away friday @nobody covers", "I don't know @nobody here."),
        ("away " + "x" * 10_000, "I can't read"),
        ("away cancel 99", "There is no such leave of yours."),
        ("back", "You're not away."),
    ],
)
async def test_what_is_no_leave_is_said_and_changes_nothing(
    world: World, team: Somebody, words: str, sentence: str
) -> None:
    assert sentence in (await team.says(words)).text
    assert await counts(world, Leave) == (0,)


async def test_a_day_that_could_be_two_is_asked_back_with_both(team: Somebody) -> None:
    heard = await team.says("away next friday")
    assert heard.buttons == {"Fri 27 Nov": "away 2026-11-27", "Fri 4 Dec": "away 2026-12-04"}
    assert "You're away Fri 4 Dec." in (await team.says(heard.buttons["Fri 4 Dec"])).text


async def test_what_is_due_meanwhile_is_said_with_ways_out(team: Somebody) -> None:
    heard = await team.says("away friday @li covers")
    assert "⏰ WEB-1 · Draft the contract · due Fri 27 Nov, while you're away" in heard.text
    assert "Web shop: nothing is asked of you until Mon 30 Nov." in heard.text
    assert "due Mon 30 Nov" in (await team.says(heard.buttons["WEB-1 on Mon 30 Nov"])).text
    assert "Li" in (await team.says(heard.buttons["WEB-1 to Li"])).text


async def test_what_waits_for_me_is_said_with_a_way_out(anna: Somebody, team: Somebody) -> None:
    await anna.says("block 1 the price list from @bo", place="web-shop")
    heard = await team.says("away friday @li covers")
    assert "⛔ WEB-2 · waits for you: the price list" in heard.text
    assert heard.buttons["WEB-2 to Li"].startswith("give WEB-2 @p")
    assert "Li" in (await team.says(heard.buttons["WEB-2 to Li"])).text


async def test_the_same_days_are_not_taken_twice(world: World, team: Somebody) -> None:
    await team.says("away 5 Dec to 9 Dec")
    heard = await team.says("away 9 Dec")
    assert "You're away Sat 5 Dec to Wed 9 Dec already." in heard.text
    await team.says(heard.buttons["Cancel that leave"])
    assert "You're away Wed 9 Dec." in (await team.says("away 9 Dec")).text


async def test_two_halves_of_a_day_are_two_leaves(world: World, team: Somebody) -> None:
    await team.says("away friday morning")
    assert "already" in (await team.says("away friday morning")).text
    assert "already" in (await team.says("away friday")).text
    assert "in the afternoon" in (await team.says("away friday afternoon")).text
    assert await counts(world, Leave) == (2,)


async def test_the_lead_and_the_cover_hear_of_it(world: World, team: Somebody) -> None:
    messages = await told(world, team, "away friday @li covers")
    assert messages["@anna"].startswith("🏖 Bo is away Fri 27 Nov. Li covers.\n⏰ WEB-1")
    assert messages["@li"].startswith("🏖 Bo is away Fri 27 Nov and named you as cover.")


async def test_they_hear_too_when_it_does_not_happen(world: World, team: Somebody) -> None:
    await told(world, team, "away friday @li covers")
    leaves = await team.says("away")
    messages = await told(world, team, leaves.buttons["Cancel Fri 27 Nov"])
    assert messages["@anna"] == messages["@li"] == "Bo is not away Fri 27 Nov after all."
    assert "You're not away in the near future." in (await team.says("away")).text


async def test_back_ends_the_leave_today(world: World, team: Somebody) -> None:
    await team.says("away today to friday")
    world.clock.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC))
    messages = await told(world, team, "back")
    assert messages["@anna"] == "Bo is back."
    assert "You're not away in the near future." in (await team.says("away")).text
    assert await counts(world, Leave) == (1,)  # what was, stays: Monday and Tuesday


async def test_back_on_the_first_day_takes_it_back(world: World, team: Somebody) -> None:
    await team.says("away today")
    assert "Welcome back." in (await team.says("back")).text
    assert await counts(world, Leave) == (0,)


async def test_a_leave_is_undone(world: World, team: Somebody) -> None:
    heard = await team.says("away friday @li covers")
    await team.says(heard.buttons["Undo"])
    assert await counts(world, Leave) == (0,)


async def test_nobody_cancels_somebody_elses_leave(world: World, anna: Somebody, team: Somebody) -> None:
    await team.says("away friday")
    leave = (await team.says("away")).buttons["Cancel Fri 27 Nov"]
    assert "There is no such leave of yours." in (await anna.says(leave)).text


async def test_a_cover_who_is_away_too_is_said(world: World, team: Somebody) -> None:
    await world.person("Li").says("away friday")
    assert "Li is away then, too." in (await team.says("away friday @li covers")).text


async def test_days_off_anyway_are_said_so(team: Somebody) -> None:
    heard = await team.says("away 28 Nov to 29 Nov")
    assert "You don't work on those days anyway." in heard.text
    assert "nothing is asked" not in heard.text


async def test_the_cover_gets_what_comes_meanwhile(world: World, anna: Somebody, team: Somebody) -> None:
    await team.says("away today to friday @li covers")
    await world.posted()
    await world.dispatch.receive(anna.incoming("block 1 the price list from @bo", place="web-shop"))
    messages = {address: as_text(message) for address, message in await world.posted()}
    assert "You get this because Bo is away until Fri 27 Nov." in messages["@li"]
    assert "the price list" in messages["@li"]
    assert "@bo" not in messages  # he hears of it once he is back
    back = await until(world, datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert len([one for one in to(back, "@bo") if "can't go on without you: the price list" in one]) == 1


async def test_after_the_leave_the_cover_gets_nothing_more(
    world: World, anna: Somebody, team: Somebody
) -> None:
    await team.says("away today @li covers")
    world.clock.move_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    await world.posted()
    await world.dispatch.receive(anna.incoming("block 1 the price list from @bo", place="web-shop"))
    assert "@li" not in {address for address, _ in await world.posted()}


async def test_a_ladder_goes_on_in_the_time_of_who_covers(
    world: World, anna: Somebody, team: Somebody
) -> None:
    await team.says("away today to friday @li covers")
    await world.dispatch.receive(anna.incoming("block 1 the price list from @bo", place="web-shop"))
    await world.posted()
    world.clock.move_to(datetime(2026, 11, 23, 14, tzinfo=UTC))  # four working hours later
    async with world.database.begin() as session:
        work = Work(session, world.clock.now(), await session.get_one(Workspace, world.workspace))
        await escalations.steps_due(work)
        await work.finish()
    assert "@li" in {address for address, _ in await world.posted()}


TOKYO_BEGINS = 15  # the hour (UTC) at which the next day begins there


@pytest.mark.parametrize("hour", [14, 15, 21])
async def test_whether_somebody_is_away_goes_by_their_own_zone_for_everything(
    world: World, anna: Somebody, hour: int
) -> None:
    kim = world.person("Kim", "")
    await kim.says("help")
    ito = world.person("Ito", "Asia/Tokyo")
    await ito.says('project new "App" key APP', place="app")
    await ito.says("invite @kim", place="app")
    await anna.says("invite @kim", place="web-shop")
    await kim.says("add Ship it", place="app")  # so Tokyo's is taken for theirs, also in Berlin's project
    await anna.says("add Draft @kim", place="web-shop")
    await kim.says("away tuesday")
    world.clock.move_to(datetime(2026, 11, 23, hour, 0, tzinfo=UTC))
    team = (await anna.says("team", place="web-shop")).text
    assert ("🏖 until Tue 24 Nov" in team) == (hour >= TOKYO_BEGINS)
    told = (await anna.says("block 1 no keys from @kim", place="web-shop")).text
    assert ("Kim is away until Tue 24 Nov" in told) == (hour >= TOKYO_BEGINS)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "away 5 Dec to 9 Nov",
            "“5 Dec to 9 Nov” ends before it begins. The first day comes first: away 5 Dec",
        ),
        ("away 9 Dec - 5 Dec", "“9 Dec - 5 Dec” ends before it begins."),
        ("请假 12月9日到12月5日", "“12月9日到12月5日” ends before it begins."),
        ("請假 12月9日到12月5日", "“12月9日到12月5日” ends before it begins."),
        ("away 2026-12-05 to 2027-11-30", "is longer than 300 days. Did you mean another year?"),
    ],
)
async def test_days_that_end_before_they_begin_are_told_so(anna: Somebody, line: str, told: str) -> None:
    assert told in (await anna.says(line)).text


async def test_days_are_parted_by_a_dash(anna: Somebody) -> None:
    assert "away Sat 5 Dec to Wed 9 Dec" in (await anna.says("away 5 Dec - 9 Dec")).text
