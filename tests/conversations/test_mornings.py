"""The morning: one message, on working days, in everybody's own time, whatever happens to clocks."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.services import mornings
from bot.work import Work
from storage.models import Run, StandupAnswer, Workspace
from tests.conversations.days import Said, at, tick, to, until
from tests.conversations.world import Somebody, World, counts


def november(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026, UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def asked(said: Said) -> list[str]:
    """Whom a question went to, in order."""
    return [address for address, text in said if "What moves today" in text and "closes at" not in text]


class Killed(Exception):
    """The process ends here."""


async def asks_and_is_killed(world: World) -> None:
    """All of a unit of work, but for its commit."""
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace)
        assert await mornings.prompts_due(work) == 1
        await work.finish()
        raise Killed


@pytest.fixture
async def standup(world: World, anna: Somebody) -> Somebody:
    """Anna (Berlin) and Bo (UTC) have a stand-up at 9:30 on working days."""
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tick(world)
    return anna


async def test_the_command_says_when_the_first_question_comes(anna: Somebody) -> None:
    heard = await anna.says("standup new 9:30 weekdays", place="web-shop")
    assert "The first question comes Tue 24 Nov, 9:30 (Berlin)." in heard.text  # today's 9:30 is over


async def test_each_is_asked_at_the_same_time_of_their_own_zone(world: World, anna: Somebody) -> None:
    for name, zone in (("Li", "Asia/Shanghai"), ("Tom", "America/New_York")):
        await world.person(name, zone).says("help")
        await anna.says(f"invite @{name}", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tick(world)
    assert asked(await until(world, november(23, 23))) == ["@tom"]  # for whom Monday begins only now
    assert asked(await until(world, november(24, 1, 30))) == ["@li"]
    assert asked(await until(world, november(24, 8, 30))) == ["@anna"]
    assert asked(await until(world, november(24, 9, 30))) == ["@bo"]
    assert asked(await until(world, november(24, 14, 30))) == ["@tom"]


async def test_nobody_is_asked_on_their_day_off(world: World, standup: Somebody, bo: Somebody) -> None:
    await bo.says("settings days tue wed thu")
    said = await until(world, november(30, 23))
    days = [november(day, 0) for day in (24, 25, 26)]
    assert to(said, "@bo").count("Good morning") == 0
    assert len([one for one in asked(said) if one == "@bo"]) == len(days)
    assert len([one for one in asked(said) if one == "@anna"]) == 5


async def test_leave_that_is_said_in_the_evening_counts_the_next_morning(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await until(world, november(23, 20))
    await bo.says("away tomorrow to thursday")
    assert "@bo" not in asked(await until(world, november(26, 23)))
    assert "@bo" in asked(await until(world, november(27, 10)))


async def test_who_is_back_earlier_is_asked_again(world: World, standup: Somebody, bo: Somebody) -> None:
    await bo.says("away tomorrow to friday")
    await until(world, november(25, 20))
    await bo.says("back")
    assert "@bo" in asked(await until(world, november(26, 23)))


async def test_who_begins_work_later_is_asked_then(world: World, standup: Somebody, bo: Somebody) -> None:
    await bo.says("settings hours 10-18")
    await until(world, november(24, 9, 29))
    assert asked(await until(world, november(24, 9, 59))) == []
    assert asked(await until(world, november(24, 10))) == ["@bo"]


async def test_a_move_to_another_zone_asks_once_a_day(world: World, standup: Somebody, bo: Somebody) -> None:
    await until(world, november(24, 10))
    await bo.says("settings zone New York")
    said = await until(world, november(25, 14, 30))
    assert [one for one in asked(said) if one == "@bo"] == ["@bo"]  # not a second time on Tuesday


async def test_a_paused_project_asks_nobody_and_goes_on_where_it_is(world: World, standup: Somebody) -> None:
    await standup.says("project pause", place="web-shop")
    assert asked(await until(world, november(25, 23))) == []
    await standup.says("project open", place="web-shop")
    assert sorted(asked(await until(world, november(26, 23)))) == ["@anna", "@bo"]


@pytest.mark.parametrize("clock", ["2:30", "1:30"])
async def test_a_clock_change_asks_once_that_day(world: World, anna: Somebody, clock: str) -> None:
    await world.person("Kim", "America/New_York").says("help")
    await anna.says("invite @kim", place="web-shop")
    await anna.says(f"standup new every day {clock}", place="web-shop")
    kim = world.person("Kim", "America/New_York")
    await kim.says("settings hours 1-9")
    await kim.says("settings days mon-sun")
    await at(world, datetime(2027, 3, 13, 20, tzinfo=UTC))
    spring = await until(world, datetime(2027, 3, 15, 4, tzinfo=UTC))  # there is no 2:30 on that Sunday
    assert [one for one in asked(spring) if one == "@kim"] == ["@kim"]
    await at(world, datetime(2027, 11, 6, 20, tzinfo=UTC))
    autumn = await until(world, datetime(2027, 11, 8, 4, tzinfo=UTC))  # 1:30 comes twice on that Sunday
    assert [one for one in asked(autumn) if one == "@kim"] == ["@kim"]


async def test_an_outage_past_the_grace_asks_nothing_and_still_tells_what_is_due(
    world: World, standup: Somebody
) -> None:
    await standup.says("add Draft the contract @anna by tomorrow", place="web-shop")
    await world.posted()
    late = to(await at(world, november(24, 12)), "@anna")
    assert len(late) == 1
    assert "WEB-1 · Draft the contract" in late[0]
    assert "What moves" not in late[0]
    assert to(await at(world, november(24, 13)), "@anna") == []


async def test_a_tick_that_is_a_little_late_asks_all_the_same(world: World, standup: Somebody) -> None:
    assert asked(await at(world, november(24, 10, 29))) == ["@anna", "@bo"]


async def test_after_a_long_outage_today_is_asked_and_no_day_before(world: World, standup: Somebody) -> None:
    assert asked(await at(world, november(26, 9))) == ["@anna"]
    assert asked(await until(world, november(26, 23))) == ["@bo"]


async def test_a_process_that_dies_before_its_commit_asks_afterwards_once(
    world: World, standup: Somebody
) -> None:
    world.clock.move_to(november(24, 8, 30))
    with pytest.raises(Killed):
        await asks_and_is_killed(world)
    assert await counts(world, StandupAnswer) == (0,)
    assert asked(await tick(world)) == ["@anna"]
    assert await tick(world) == []


async def asks(world: World) -> int:
    """One process works off one person."""
    async with world.database.begin(is_batch=True) as session:
        workspace = await session.get_one(Workspace, world.workspace)
        work = Work(session, world.clock.now(), workspace)
        asked_now = await mornings.prompts_due(work, 1)
        await work.finish()
        return asked_now


async def test_several_processes_at_once_ask_each_person_once(world: World, standup: Somebody) -> None:
    world.clock.move_to(november(24, 9, 30))
    await asyncio.gather(*(asks(world) for _ in range(4)))
    said = [address for address, _ in await world.posted()] + asked(await tick(world))
    assert sorted(said) == ["@anna", "@bo"]
    assert await counts(world, StandupAnswer, Run) == (2, 1)


async def test_two_projects_make_one_message(world: World, standup: Somebody, bo: Somebody) -> None:
    await standup.says('project new "Mobile app" key APP', place="app")
    await standup.says("invite @bo", place="app")
    await standup.says("standup new 11:00 weekdays", place="app")
    await standup.says("add Draft the contract @bo by tomorrow", place="web-shop")
    await standup.says("add Ship login @bo by wednesday", place="app")
    await world.posted()
    said = to(await until(world, november(24, 23)), "@bo")
    mornings_of_bo = [one for one in said if "Good morning" in one]
    assert len(mornings_of_bo) == 1
    assert "WEB-1 · Draft the contract" in mornings_of_bo[0]
    assert "APP-1 · Ship login" in mornings_of_bo[0]
    assert mornings_of_bo[0].count("What moves today") == 1


async def test_a_project_with_nothing_to_say_is_not_named_beside_one_that_has(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await standup.says('project new "Mobile app" key APP', place="app")
    await standup.says("invite @bo", place="app")
    await standup.says("standup new 9:30 weekdays", place="app")
    await world.posted()
    [bare] = to(await until(world, november(24, 9, 30)), "@bo")
    assert bare.splitlines() == [
        "Good morning, Bo. Web shop and Mobile app, Tue 24 Nov.",
        "What moves today, and is anything in your way? Just answer here, or:",
    ]
    await standup.says("add Ship login @bo by thursday", place="app")
    await world.posted()
    morning = to(await until(world, november(25, 9, 30)), "@bo")[-1]
    assert morning.splitlines() == [
        "Good morning, Bo. Wed 25 Nov.",
        "Mobile app",
        "⏰ APP-1 · Ship login · due Thu 26 Nov",
        "What moves today, and is anything in your way? Just answer here, or:",
    ]


async def test_what_somebody_waits_for_is_in_their_message_with_its_age(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await standup.says("add Checkout @bo", place="web-shop")
    await bo.says("block WEB-1 the API keys from @anna")
    await world.posted()
    morning = to(await until(world, november(26, 9, 30)), "@bo")[-1]
    assert "⛔ WEB-1 · Checkout · waiting for Anna, 3 days" in morning


async def test_a_task_is_one_line_however_many_things_stop_it(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    li = world.person("Li")
    await li.says("help")
    await standup.says("invite @li", place="web-shop")
    await standup.says("add Checkout @bo by thursday", place="web-shop")
    await standup.says("add Terms @bo", place="web-shop")
    for said in (
        "block WEB-1 the API keys from @anna",
        "block WEB-1 the price list from @li",
        "block WEB-1 the logo from @anna",
        "block WEB-1 no test room",
    ):
        await bo.says(said)
    await bo.says("block WEB-2 WEB-1 the signature from @li")
    await world.posted()
    morning = to(await until(world, november(25, 9, 30)), "@bo")[-1]
    assert morning.splitlines()[1:-1] == [
        (
            "⛔ WEB-1 · Checkout · due Thu 26 Nov · waiting for Anna, 2 days · waiting for Li, 2 days"
            " · no test room, 2 days"
        ),
        "⛔ WEB-2 · Terms · waiting for Li, 2 days",
    ]


async def test_more_stopped_tasks_than_fit_are_counted(world: World, standup: Somebody, bo: Somebody) -> None:
    for number in range(1, 8):
        await standup.says(f"add Step {number} @bo", place="web-shop")
        await bo.says(f"block WEB-{2 * number - 1} the keys from @anna")
    await world.posted()
    morning = to(await until(world, november(24, 9, 30)), "@bo")[-1]
    assert morning.count("⛔") == 5
    assert "and 2 more: waiting" in morning


async def test_who_sits_in_no_stand_up_hears_what_is_due_when_their_day_begins(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft the contract @bo by wednesday", place="web-shop")
    await anna.says("add Some day @bo", place="web-shop")
    await world.posted()
    assert to(await until(world, november(24, 8, 59)), "@bo") == []
    [note] = to(await until(world, november(24, 9)), "@bo")
    assert "WEB-1 · Draft the contract" in note
    assert "WEB-2" not in note
    await bo.says("done WEB-1")
    await world.posted()
    assert to(await until(world, november(25, 23)), "@bo") == []


async def test_nothing_due_and_no_stand_up_is_no_message(world: World, anna: Somebody) -> None:
    await anna.says("add Some day @bo", place="web-shop")
    await anna.says("add Next month @bo by 20 Dec", place="web-shop")
    await world.posted()
    assert to(await until(world, november(26, 23)), "@bo") == []


async def test_the_question_in_the_channel_mentions_the_person_and_tells_nothing_of_theirs(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    await standup.says("add Draft the contract @bo by tomorrow", place="web-shop")
    await bo.says("welcome channel WEB")
    await world.posted()
    await until(world, november(23, 23))
    said = await until(world, november(24, 9, 30))
    [question] = [text for text in to(said, "web-shop") if text.startswith("Bo,")]
    assert "WEB-1" not in question
    assert [text for text in to(said, "@bo") if "What moves" in text] == []


async def test_a_weekly_stand_up_asks_apart_from_the_daily_one(world: World, standup: Somebody) -> None:
    heard = await standup.says("standup new every other friday 14:00", place="web-shop")
    assert "Fri 27 Nov, 14:00 (Berlin)" in heard.text
    await until(world, november(27, 12, 59))
    friday = await until(world, november(27, 14))
    assert asked(friday) == ["@anna", "@bo"]
    assert "Good morning" not in to(friday, "@anna")[0]
    assert asked([one for one in await until(world, november(30, 23)) if "Good morning" not in one[1]]) == []


@pytest.mark.parametrize(
    ("command", "who"),
    [("standup new 9:30 @bo", ["@bo"]), ("standup new 9:30 weekdays @anna @bo", ["@anna", "@bo"])],
)
async def test_a_stand_up_may_be_for_some(world: World, anna: Somebody, command: str, who: list[str]) -> None:
    await anna.says(command, place="web-shop")
    await tick(world)
    assert asked(await until(world, november(24, 23))) == who


async def test_who_joins_the_project_is_asked_and_who_leaves_it_is_not(
    world: World, standup: Somebody, bo: Somebody
) -> None:
    li = world.person("Li")
    await li.says("help")
    await standup.says("invite @li", place="web-shop")
    await standup.says("remove @bo", place="web-shop")
    assert asked(await until(world, november(25, 23))).count("@li") >= 1
    assert "@bo" not in asked(await until(world, november(26, 23)))


async def test_leaving_and_joining_the_stand_up(world: World, standup: Somebody, bo: Somebody) -> None:
    await bo.says("standup leave", place="web-shop")
    assert "@bo" not in asked(await until(world, november(24, 23)))
    await bo.says("standup join", place="web-shop")
    assert "@bo" in asked(await until(world, november(25, 23)))


async def test_a_stand_up_at_another_time_asks_then(world: World, standup: Somebody) -> None:
    heard = await standup.says("standup time 14:00", place="web-shop")
    assert "The stand-up of Web shop is at 14:00 now" in heard.text
    assert asked(await until(world, november(23, 13))) == ["@anna"]


async def test_a_new_stand_up_taken_back_asks_nobody(world: World, anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await anna.says("undo")
    assert asked(await until(world, november(25, 23))) == []
    assert "has a stand-up" in (await anna.says("standup new 9:30 weekdays", place="web-shop")).text


async def test_a_stopped_stand_up_asks_nobody(world: World, standup: Somebody) -> None:
    await standup.says("standup stop", place="web-shop")
    assert asked(await until(world, november(24, 23))) == []


async def test_questions_of_the_team_are_asked_in_its_words(world: World, standup: Somebody) -> None:
    heard = await standup.says("standup questions What is done? ; What is next?", place="web-shop")
    assert "What is next?" in heard.text
    morning = to(await until(world, november(24, 8, 30)), "@anna")[0]
    assert morning.splitlines()[1:3] == ["What is done?", "What is next?"]


async def test_a_stand_up_may_begin_with_its_own_questions(world: World, standup: Somebody) -> None:
    await standup.says("standup new every friday 14:00: What went well? ; What did not?", place="web-shop")
    await until(world, november(27, 12, 59))
    friday = to(await until(world, november(27, 13)), "@anna")
    assert friday[0].splitlines()[1:3] == ["What went well?", "What did not?"]


async def test_too_many_questions_are_refused(standup: Somebody) -> None:
    heard = await standup.says("standup questions " + ";".join(f"q{n}?" for n in range(11)), place="web-shop")
    assert "at most 10 questions" in heard.text


async def test_skipped_today_is_asked_tomorrow(world: World, standup: Somebody) -> None:
    await until(world, november(24, 8, 30))
    assert "Skipped" in (await standup.says("standup skip")).text
    said = await until(world, november(24, 23))
    assert [text for text in to(said, "@anna") if "closes at" in text] == []
    assert "@anna" in asked(await until(world, november(25, 8, 30) + timedelta(minutes=1)))
