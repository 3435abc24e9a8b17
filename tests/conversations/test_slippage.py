"""What is said when a milestone will come late, to whom, how often, and when it is over."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot.message import Message
from bot.services import duties, warnings
from bot.work import Work
from storage.models import Leave, Milestone, OutboxRow, Person, Project, SlipWarning, Workspace
from storage.words import MilestoneStatus, OutboxStatus
from tests.conversations.world import Somebody, World, as_text

Row = TypeVar("Row", Milestone, OutboxRow, Project, SlipWarning)

LATER = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)  # a Wednesday after the project's first ten working days


def slippage_duty() -> duties.Due:
    [found] = [one for one in duties.ALL if one.name == "slippage"]
    return found


async def tick(world: World) -> list[tuple[str, Message]]:
    """Count through what is to be counted through, and return what was said."""
    await world.posted()
    for _ in range(3):
        async with world.database.begin() as session:
            await slippage_duty().run(session, world.clock.now(), world.workspace)
    return await world.posted()


async def killed(world: World) -> None:
    """Die in the middle of the duty, before what it did is committed."""
    async with world.database.begin() as session:
        await slippage_duty().run(session, world.clock.now(), world.workspace)
        raise ZeroDivisionError


async def rows(world: World, table: type[Row]) -> Sequence[Row]:
    """All rows of a table, oldest first."""
    async with world.database.reading() as session:
        return (await session.execute(select(table).order_by(table.id))).scalars().all()


def to(place: str, said: Sequence[tuple[str, Message]]) -> list[str]:
    """What was said there, each message as text."""
    return [as_text(message) for address, message in said if address == place]


@pytest.fixture
async def planned(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Anna, in a project older than ten working days, with two days of work for Beta by Bo, due Friday."""
    world.clock.move_to(LATER)
    await anna.says("milestone Beta 11 December", place="web-shop")
    await anna.says("add Build it @bo ~2d for Beta", place="web-shop")
    await tick(world)
    return anna


async def test_what_comes_late_is_said_once_with_its_cause_and_ways_out(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    said = await tick(world)
    [warning] = to("web-shop", said)
    first, cause, task, *_ = warning.splitlines()
    assert first == "🟡 Beta, promised Fri 11 Dec: done only by Mon 14 Dec, 1 day late."
    assert cause.startswith("⛔ WEB-2 · waiting for the keys · waits for Anna since today · adds 2 days")
    assert task == "WEB-1 · Build it · 2 days of work"
    assert "without chances yet" in warning
    assert to("@anna", said) == []
    assert await tick(world) == []


async def test_a_warning_is_edited_in_place_and_not_repeated(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await planned.says("1 ~3d")
    said = await tick(world)
    [(place, message)] = said
    assert (place, message.topic) == ("web-shop", "warning/1")
    assert "done only by Tue 15 Dec, 2 days late" in as_text(message)


async def test_what_changes_nothing_about_it_edits_nothing(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await planned.says("add Order cake @anna ~1h by 18 December")
    assert await tick(world) == []


async def test_clearly_worse_is_also_said_in_the_thread(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await planned.says("1 ~4d")
    [_, worse] = to("web-shop", await tick(world))
    assert worse == "🟡 Beta is 3 days late by now, it was 1 day: done only by Wed 16 Dec."
    assert [row.under for row in await rows(world, OutboxRow) if row.key.startswith("worse/")] == [
        "warning/1"
    ]
    await planned.says("1 ~5d")
    assert len(to("web-shop", await tick(world))) == 1


@pytest.mark.parametrize(
    ("slip", "said", "is_worse"),
    [
        (1, 1, False),
        (2, 1, False),
        (3, 1, True),
        (5, 4, False),
        (6, 4, True),
        (14, 10, False),
        (15, 10, True),
    ],
)
def test_worse_is_two_days_and_half_as_much_again(slip: int, said: int, *, is_worse: bool) -> None:
    assert warnings.is_clearly_worse(slip, said) is is_worse


async def test_when_the_cause_is_cleared_the_post_is_cleared_and_one_line_is_said(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await planned.says("resolve 2 the keys arrived", place="web-shop")
    [(_, post), (_, line)] = await tick(world)
    assert post.topic == "warning/1"
    assert post.buttons == ()
    assert as_text(post) == as_text(line) == "🟢 Beta: Fri 11 Dec again. WEB-2: the keys arrived"
    assert await tick(world) == []
    [warning] = await rows(world, SlipWarning)
    assert warning.cleared_at is not None


async def test_a_warning_of_a_closed_project_is_closed_as_well(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna by 18 December", place="web-shop")
    await tick(world)
    await world.deliver()
    await planned.says("project close")
    [over] = [one for one in await rows(world, OutboxRow) if "closed" in str(one.message) and one.topic]
    assert str(over.topic).startswith("warning/")
    assert [one.cleared_at for one in await rows(world, SlipWarning)] != [None]


async def test_undo_of_the_cause_clears_it(world: World, planned: Somebody, bo: Somebody) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await bo.says("undo", place="web-shop")
    said = to("web-shop", await tick(world))
    assert said[-1] == "🟢 Beta: Fri 11 Dec again. WEB-2 was withdrawn."


async def test_a_new_promise_clears_it_and_an_earlier_one_raises_it(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("milestone move Beta 9 December because the fair begins", place="web-shop")
    assert "promised Wed 9 Dec: done only by Thu 10 Dec" in to("web-shop", await tick(world))[0]
    await planned.says("milestone move Beta 15 December because there is no fair", place="web-shop")
    assert to("web-shop", await tick(world))[-1] == "🟢 Beta: done by Tue 15 Dec, as promised now."


async def test_in_its_first_ten_working_days_a_project_warns_its_lead_only(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("milestone Beta 24 November", place="web-shop")
    await anna.says("add Build it @bo ~3d for Beta", place="web-shop")
    said = await tick(world)
    assert to("web-shop", said) == []
    assert "promised Tue 24 Nov: done only by Wed 25 Nov" in to("@anna", said)[0]
    world.clock.move_to(datetime(2026, 12, 4, 8, 0, tzinfo=UTC))
    assert to("web-shop", await tick(world)) == []


async def test_after_ten_working_days_it_goes_to_the_channel_as_well(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("milestone Beta 24 November", place="web-shop")
    await anna.says("add Build it @bo ~3d for Beta", place="web-shop")
    await tick(world)
    world.clock.move_to(datetime(2026, 12, 4, 17, 0, tzinfo=UTC))
    await tick(world)
    world.clock.move_to(datetime(2026, 12, 7, 8, 0, tzinfo=UTC))
    said = await tick(world)
    assert [(place, message.topic) for place, message in said] == [
        ("web-shop", "warning/1"),
        ("@anna", "warning/1"),
    ]


async def test_a_lead_is_not_woken_and_hears_nothing_of_what_was_over_by_morning(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await anna.says("milestone Beta 25 November", place="web-shop")
    await anna.says("add Build it @bo ~3d for Beta", place="web-shop")
    world.clock.move_to(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    await tick(world)
    held = [row for row in await rows(world, OutboxRow) if row.topic == "warning/1"]
    assert {row.next_at for row in held} == {datetime(2026, 11, 24, 8, 0, tzinfo=UTC)}
    await anna.says("1 ~1d")
    assert to("@anna", await tick(world)) == []
    held = [row for row in await rows(world, OutboxRow) if row.topic == "warning/1"]
    assert {row.status for row in held} == {OutboxStatus.DROPPED}


async def test_a_project_without_a_channel_warns_its_lead(world: World) -> None:
    anna = world.person("Anna")
    await anna.says('project new "Deep work" key DEEP')
    world.clock.move_to(LATER)
    await anna.says("milestone Beta 10 December in DEEP")
    await anna.says("add Think @anna ~3d in DEEP")
    assert "Beta, promised Thu 10 Dec" in to("@anna", await tick(world))[0]


async def test_two_milestones_late_for_one_reason_are_one_post(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("milestone Launch 15 December", place="web-shop")
    await planned.says("add Launch it @anna ~1d after 1 for Launch", place="web-shop")
    await bo.says("block 1 waiting for the keys from @anna by 14 December", place="web-shop")
    [warning] = to("web-shop", await tick(world))
    lines = warning.splitlines()
    assert lines[0] == "🟡 Beta, promised Fri 11 Dec: done only by Wed 16 Dec, 3 days late."
    assert lines[1] == "🟡 Launch, promised Tue 15 Dec: done only by Thu 17 Dec, 2 days late."
    assert warning.count("waiting for the keys") == 1
    await planned.says("resolve 3 the keys arrived", place="web-shop")
    [post, line] = to("web-shop", await tick(world))
    assert post == line
    assert [one.partition(":")[0] for one in line.splitlines()] == ["🟢 Beta", "🟢 Launch"]


async def test_a_milestone_that_joins_a_post_is_said_aloud_because_an_edit_is_not_heard(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("milestone Launch 17 December", place="web-shop")
    await planned.says("add Launch it @anna ~1d after 1 for Launch", place="web-shop")
    await bo.says("block 1 waiting for the keys from @anna by 14 December", place="web-shop")
    await tick(world)
    await planned.says("milestone move Launch 15 December because the fair is earlier", place="web-shop")
    post, line = to("web-shop", await tick(world))
    assert post.splitlines()[1] == line
    assert line == "🟡 Launch, promised Tue 15 Dec: done only by Thu 17 Dec, 2 days late."
    assert await tick(world) == []


async def test_of_two_milestones_in_one_post_one_can_be_over(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("milestone Launch 15 December", place="web-shop")
    await planned.says("add Launch it @anna ~1d after 1 for Launch", place="web-shop")
    await bo.says("block 1 waiting for the keys from @anna by 14 December", place="web-shop")
    await tick(world)
    await planned.says("milestone move Launch 18 December because of the keys", place="web-shop")
    said = await tick(world)
    assert to("web-shop", said)[0] == "🟢 Launch: done by Fri 18 Dec, as promised now."
    [(_, post)] = [one for one in said if one[1].topic == "warning/1"]
    assert "Launch" not in as_text(post).splitlines()[0] + as_text(post).splitlines()[1]


async def test_no_person_is_named_as_the_reason(world: World, planned: Somebody, bo: Somebody) -> None:
    await planned.says("add Something else @bo ~4d !urgent by 18 December", place="web-shop")
    [warning] = to("web-shop", await tick(world))
    assert "WEB-1 · Build it · waits its turn" in warning
    assert "Bo" not in warning.splitlines()[0] + warning.splitlines()[1] + warning.splitlines()[2]


async def test_the_duty_run_twice_and_after_a_kill_says_it_once(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await world.posted()
    with pytest.raises(ZeroDivisionError):
        await killed(world)
    assert await world.posted() == []
    assert len(await tick(world)) == 1
    assert await tick(world) == []


async def test_two_processes_warn_once(world: World, planned: Somebody, bo: Somebody) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await world.posted()

    async def run() -> None:
        async with world.database.begin() as session:
            await slippage_duty().run(session, world.clock.now(), world.workspace)

    await asyncio.gather(run(), run())
    assert len(await world.posted()) == 1


async def test_another_workspace_is_left_alone(world: World, planned: Somebody, bo: Somebody) -> None:
    async with world.database.begin() as session:
        other = Workspace(name="Other", language="en", zone="UTC", created_at=LATER)
        session.add(other)
        await session.flush()
        theirs = Project(
            workspace_id=other.id, key="WEB", name="Theirs", zone="UTC", created_at=LATER, forecast_at=None
        )
        session.add(theirs)
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    [_, untouched] = await rows(world, Project)
    assert (untouched.id, untouched.forecast_at) == (theirs.id, None)


async def test_time_passing_alone_is_noticed_each_morning(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    world.clock.move_to(datetime(2026, 12, 10, 7, 59, tzinfo=UTC))
    assert await tick(world) == []
    world.clock.move_to(datetime(2026, 12, 11, 8, 0, tzinfo=UTC))  # 9:00 in Berlin, where the project lives
    assert "done only by Mon 14 Dec" in to("web-shop", await tick(world))[0]


async def test_a_paused_project_warns_nobody_and_catches_up_once(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("project pause", place="web-shop")
    world.clock.move_to(datetime(2026, 12, 14, 9, 0, tzinfo=UTC))
    assert to("web-shop", await tick(world)) == []
    await planned.says("project open", place="web-shop")
    assert "🔴 Beta, promised Fri 11 Dec" in to("web-shop", await tick(world))[0]


@pytest.mark.parametrize(
    "said",
    [
        "1 ~3d", "left 1 3d", "1 @anna", "1 by friday", "1 !low", "start 1", "done 1", "cancel 1",
        "add More for Beta", "block 1 no power", "milestone move Beta 12 December because of snow",
    ],
)  # fmt: skip
async def test_whatever_moves_the_plan_is_looked_at_at_once(
    world: World, planned: Somebody, bo: Somebody, said: str
) -> None:
    await planned.says(said, place="web-shop")
    [project] = await rows(world, Project)
    assert project.forecast_at == world.clock.now()


@pytest.mark.parametrize("what", ["leave", "hours"])
async def test_so_is_what_moves_the_time_of_somebody_in_it(
    world: World, planned: Somebody, what: str
) -> None:
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        bo = (await session.execute(select(Person).where(Person.name == "Bo"))).scalar_one()
        work = Work(session, world.clock.now(), workspace)
        if what == "hours":
            work.set(bo, hours="10:00-16:00")
        else:
            day = world.clock.now().date()
            leave = Leave(workspace_id=workspace.id, person_id=bo.id, first=day, last=day)
            leave.created_at = world.clock.now()
            await work.add(leave)
        await work.finish()
    [project] = await rows(world, Project)
    assert project.forecast_at == world.clock.now()


@pytest.mark.parametrize("said", ["rename 1 Build all of it", "note 1 nearly there", "1 #web", "plan"])
async def test_what_does_not_move_the_plan_is_not(world: World, planned: Somebody, said: str) -> None:
    await planned.says(said, place="web-shop")
    [project] = await rows(world, Project)
    assert project.forecast_at == datetime(2026, 12, 10, 8, 0, tzinfo=UTC)


async def test_the_ways_out_work_for_the_lead_and_not_for_a_member(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    [(_, warning)] = await tick(world)
    buttons = {one.command.partition(" ")[0]: one.command for one in warning.buttons}
    assert buttons.keys() == {"needed", "milestone", "plan"}
    assert "for the lead" in (await bo.says(buttons["milestone"], place="web-shop")).text
    assert (
        "Why does Beta move to Mon 14 Dec?"
        in (await planned.says(buttons["milestone"], place="web-shop")).text
    )
    assert "Beta · promised" in (await planned.says(buttons["plan"])).text


async def test_asking_for_what_blocks_it_tells_who_can_clear_it_and_counts_from_then_on(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("milestone move Beta 16 December because it is Advent", place="web-shop")
    await planned.says("block 1 the keys from @bo by 16 December", place="web-shop")
    [(_, warning)] = await tick(world)
    [command] = [one.command for one in warning.buttons if one.command.startswith("needed")]
    assert command == "needed WEB-2 by 2026-12-10"
    await world.dispatch.receive(planned.incoming(command, place="web-shop"))
    asked = to("@bo", await world.posted())
    assert "It is needed by Thu 10 Dec." in asked[-1]
    assert to("web-shop", await tick(world))[-1] == "🟢 Beta: Wed 16 Dec again."
    await world.dispatch.receive(planned.incoming(command, place="web-shop"))
    assert to("@bo", await world.posted()) == []


async def test_giving_a_task_to_somebody_with_less_to_do_helps_when_it_is_pressed(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("add Something else @bo ~4d !urgent by 18 December", place="web-shop")
    [(_, warning)] = await tick(world)
    [command] = [one.command for one in warning.buttons if one.command.startswith("edit")]
    await planned.says(command, place="web-shop")
    assert to("web-shop", await tick(world))[-1].startswith("🟢 Beta: Fri 11 Dec again.")


async def test_somebodys_word_is_enough_to_clear_it_and_is_said(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await planned.says("take 2 by 2026-12-09", place="web-shop")
    said = to("web-shop", await tick(world))
    assert said[-1] == "🟢 Beta: Fri 11 Dec again. Anna clears WEB-2 by Wed 9 Dec."


async def test_a_milestone_is_met_when_its_tasks_are_done_and_open_again_when_one_is_not(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("done 1", place="web-shop")
    assert to("web-shop", await tick(world)) == [
        "✅ Beta is met on Wed 9 Dec; it was promised for Fri 11 Dec."
    ]
    [beta] = await rows(world, Milestone)
    assert (beta.status, beta.met_on) == (MilestoneStatus.MET, date(2026, 12, 9))
    await bo.says("undo", place="web-shop")
    assert to("web-shop", await tick(world)) == ["Beta is open again: 1 task is to be done."]
    [beta] = await rows(world, Milestone)
    assert (beta.status, beta.met_on) == (MilestoneStatus.OPEN, None)


async def test_the_trail_has_what_was_decided_and_not_what_is_computed(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await bo.says("block 1 waiting for the keys from @anna", place="web-shop")
    await tick(world)
    await planned.says("resolve 2", place="web-shop")
    await bo.says("done 1", place="web-shop")
    await tick(world)
    told = (await planned.says("history", place="web-shop")).text
    assert "Drumbeat: met" in told
    assert told.count("Drumbeat:") == 1


async def test_a_milestone_met_late_ends_its_warning(world: World, planned: Somebody, bo: Somebody) -> None:
    world.clock.move_to(datetime(2026, 12, 14, 9, 0, tzinfo=UTC))
    await tick(world)
    await bo.says("done 1", place="web-shop")
    said = await tick(world)
    assert to("web-shop", said) == ["✅ Beta is met on Mon 14 Dec; it was promised for Fri 11 Dec."] * 2
    assert [message.topic for _, message in said] == [None, "warning/1"]


async def test_a_warning_whose_milestone_is_taken_back_says_so_in_its_post(
    world: World, planned: Somebody
) -> None:
    await planned.says("milestone Alpha 9 December", place="web-shop")
    await planned.says("add First things @anna ~3d for Alpha", place="web-shop")
    [(_, warning)] = await tick(world)
    assert "Alpha" in as_text(warning)
    await planned.says("undo", place="web-shop")
    await planned.says("undo", place="web-shop")
    assert "Alpha is no longer promised." in to("web-shop", await tick(world))
