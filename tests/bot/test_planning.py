"""What the plan promises: who does what when, why a date slips, and what would help."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import planning, worktime
from bot.planning import (
    Cause,
    ClearBlocker,
    Kind,
    Link,
    MoveMilestone,
    MoveTask,
    Plan,
    PlanBlocker,
    PlanMilestone,
    PlanTask,
    Schedule,
    Stage,
)

ANNA, BO, CARL = 1, 2, 3
PAIR = (ANNA, BO)
BETA = 71
BERLIN = worktime.Calendar(ZoneInfo("Europe/Berlin"))
NEW_YORK = worktime.Calendar(ZoneInfo("America/New_York"))
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 9:00 in Berlin, where the working day begins
DAY_HOURS = 8.0


def november(day: int) -> date:
    return date(2026, 11, day)


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN.zone)


def task(  # what a test says about a task, and nothing else
    number: int,
    owner: int | None = ANNA,
    days: float | None = 1.0,
    *,
    after: Iterable[int | Link] = (),
    due: date | None = None,
    milestone: int | None = None,
    stage: Stage = Stage.TODO,
    priority: int = 2,
    blockers: tuple[PlanBlocker, ...] = (),
    done_at: datetime | None = None,
) -> PlanTask:
    links = tuple(link if isinstance(link, Link) else Link(link) for link in after)
    return PlanTask(
        number,
        owner,
        None if days is None else days * DAY_HOURS,
        links,
        due=due,
        milestone=milestone,
        stage=stage,
        priority=priority,
        blockers=blockers,
        done_at=done_at,
    )


def plan(
    *tasks: PlanTask,
    beta: date | None = None,
    now: datetime = MONDAY,
    leave: tuple[worktime.Leave, ...] = (),
    members: Iterable[int] = (),
) -> Plan:
    milestones = (PlanMilestone(BETA, beta),) if beta else ()
    calendars = {None: BERLIN, ANNA: replace(BERLIN, leave=leave)}
    return Plan(now, tasks, milestones, calendars, frozenset(members))


def blocker(number: int, needed_by: date | None = None, expected: date | None = None) -> PlanBlocker:
    return PlanBlocker(number, MONDAY - timedelta(days=3), needed_by, expected)


def days(schedule: Schedule) -> dict[int, int]:
    return {number: found.day.day for number, found in schedule.tasks.items()}


# Who does what when


def test_an_owner_works_on_one_task_after_the_other() -> None:
    found = planning.forecast(plan(task(1), task(2), task(3, BO)))
    assert days(found) == {1: 23, 2: 24, 3: 23}
    assert found.tasks[1].start == berlin(23, 9)
    assert found.tasks[1].finish == berlin(23, 18)
    assert found.tasks[2].start == berlin(24, 9)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (task(2, stage=Stage.DOING), task(1, priority=0)),
        (task(2, priority=0), task(1, due=november(24))),
        (task(2, due=november(24)), task(1, due=november(25))),
        (task(2, due=november(24)), task(1)),
        (task(2), task(9, due=None)),
    ],
    ids=["begun", "priority", "due", "any due", "number"],
)
def test_an_owner_takes_first_what_is_begun_then_urgent_then_due_then_older(
    first: PlanTask, second: PlanTask
) -> None:
    found = planning.forecast(plan(second, first))
    assert found.tasks[first.id].day == november(23)
    assert found.tasks[second.id].day == november(24)


def test_of_equal_tasks_the_one_that_more_work_waits_behind_goes_first() -> None:
    found = planning.forecast(plan(task(1), task(2), task(3, BO, after=[2])))
    assert days(found) == {2: 23, 1: 24, 3: 24}


def test_the_longest_of_what_waits_behind_a_task_counts() -> None:
    waiting = (task(4, BO, after=[1]), task(5, BO, after=[2]), task(6, BO, after=[2]), task(7, BO, after=[6]))
    assert days(planning.forecast(plan(task(1), task(2), *waiting)))[2] == 23


def test_a_task_is_as_urgent_as_what_waits_for_it() -> None:
    found = planning.forecast(
        plan(task(1, due=november(27)), task(2), task(3, BO, after=[2], due=november(24)))
    )
    assert days(found) == {2: 23, 1: 24, 3: 24}


def test_a_task_of_an_earlier_milestone_goes_before_one_that_is_due_later() -> None:
    found = planning.forecast(plan(task(1, due=november(27)), task(2, milestone=BETA), beta=november(25)))
    assert days(found) == {2: 23, 1: 24}


def test_who_waits_for_one_task_goes_on_with_another() -> None:
    found = planning.forecast(plan(task(1, BO, 2.0), task(2, after=[1], priority=0), task(3)))
    assert days(found) == {1: 24, 2: 25, 3: 23}


def test_a_task_goes_on_when_the_one_before_it_is_finished_and_the_lag_is_over() -> None:
    found = planning.forecast(plan(task(1), task(2, BO, after=[Link(1, lag_days=2)])))
    assert found.tasks[2].start == berlin(26, 9)


def test_a_lag_after_a_finished_task_counts_from_when_it_was_finished() -> None:
    done = task(1, stage=Stage.DONE, done_at=berlin(20, 12))
    found = planning.forecast(plan(done, task(2, BO, after=[Link(1, lag_days=2)])))
    assert found.tasks[2].start == berlin(24, 13)


def test_a_negative_lag_is_refused() -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        Link(1, lag_days=-1)


def test_leave_and_weekends_are_left_out() -> None:
    away = worktime.Leave(november(26), november(27))
    found = planning.forecast(plan(task(1, days=4.0), task(2, BO, 4.0), leave=(away,)))
    assert found.tasks[1].day == november(30)
    assert found.tasks[2].day == november(26)


def test_an_unestimated_task_counts_for_a_day() -> None:
    found = planning.forecast(plan(task(1, days=None)))
    assert found.tasks[1].finish == berlin(23, 18)


def test_an_overdue_task_goes_on_now() -> None:
    found = planning.forecast(plan(task(1, due=november(16)), now=MONDAY + timedelta(hours=1)))
    assert found.tasks[1].start == berlin(23, 10)


def test_a_task_without_an_owner_keeps_nobody_from_anything() -> None:
    found = planning.forecast(plan(task(1, None, 2.0), task(2, None, 2.0), task(3)))
    assert days(found) == {1: 24, 2: 24, 3: 23}


def test_a_task_in_review_holds_what_waits_for_it_half_a_day_and_its_owner_not_at_all() -> None:
    review = task(1, days=5.0, stage=Stage.REVIEW)
    found = planning.forecast(plan(review, task(2), task(3, BO, after=[1])))
    assert found.tasks[1].finish == berlin(23, 14)
    assert found.tasks[2].finish == berlin(23, 18)
    assert found.tasks[3].start == berlin(23, 14)


def test_a_done_task_is_finished_when_it_was_and_holds_nobody() -> None:
    done = task(1, stage=Stage.DONE, done_at=berlin(19, 17), after=[2], blockers=(blocker(5),))
    found = planning.forecast(plan(done, task(2, after=[1])))
    assert found.tasks[1].finish == berlin(19, 17)
    assert found.tasks[1].day == november(19)
    assert found.tasks[2].start == berlin(23, 9)


def test_a_finish_is_a_day_of_the_owner() -> None:
    started = datetime(2026, 11, 23, 20, tzinfo=UTC)  # 15:00 in New York, 21:00 in Berlin
    calendars = {None: BERLIN, BO: NEW_YORK}
    until_evening = PlanTask(1, BO, 3.0)
    found = planning.forecast(Plan(started, (until_evening,), (), calendars))
    assert found.tasks[1].finish == berlin(24, 0)
    assert found.tasks[1].day == november(23)


def test_a_shift_that_ends_at_midnight_ends_on_its_own_day() -> None:
    late = worktime.week_of(range(5), (worktime.Span(time(16), time(0)),))
    calendar = worktime.Calendar(ZoneInfo("UTC"), week=late)
    found = planning.forecast(Plan(MONDAY, (PlanTask(1, ANNA, 8.0),), (), {None: calendar}))
    assert found.tasks[1].finish == datetime(2026, 11, 24, tzinfo=UTC)
    assert found.tasks[1].day == november(23)


# Blockers


@pytest.mark.parametrize(
    ("what", "begins"),
    [
        (blocker(5), 25),
        (blocker(5, needed_by=november(20)), 25),
        (blocker(5, needed_by=november(23)), 25),
        (blocker(5, needed_by=november(25)), 26),
        (blocker(5, needed_by=november(28)), 30),
        (blocker(5, needed_by=november(26), expected=november(24)), 25),
        (blocker(5, expected=november(23)), 24),
        (blocker(5, expected=november(20)), 25),
        (blocker(5, needed_by=november(26), expected=november(20)), 27),
    ],
)
def test_a_blocker_holds_until_the_word_given_else_the_need_else_the_next_working_day(
    what: PlanBlocker, begins: int
) -> None:
    found = planning.forecast(plan(task(1, blockers=(what,))))
    assert found.tasks[1].start.astimezone(BERLIN.zone).day == begins
    assert (found.tasks[1].kind, found.tasks[1].by) == (Kind.BLOCKED, 5)


def test_of_several_blockers_the_last_one_holds() -> None:
    both = (blocker(5, november(26)), blocker(6, november(25)))
    found = planning.forecast(plan(task(1, blockers=both)))
    assert found.tasks[1].by == 5
    assert found.tasks[1].day == november(27)


# Milestones


def test_a_milestone_is_met_when_the_last_of_its_tasks_is_finished() -> None:
    found = planning.forecast(
        plan(task(1, milestone=BETA), task(2, BO, 3.0, milestone=BETA), beta=november(25))
    )
    assert found.milestones[BETA] == planning.MilestoneForecast(BETA, november(25), 0, ())


def test_a_milestone_is_met_on_the_last_of_the_days_that_people_in_several_zones_call_theirs() -> None:
    shanghai = worktime.Calendar(ZoneInfo("Asia/Shanghai"))
    los_angeles = worktime.Calendar(ZoneInfo("America/Los_Angeles"))
    now = datetime(2026, 11, 24, 1, tzinfo=UTC)  # 9:00 on the 24th there, 17:00 on the 23rd here
    tasks = (PlanTask(1, ANNA, 0.5), PlanTask(2, BO, 1.0))
    calendars = {None: BERLIN, ANNA: shanghai, BO: los_angeles}
    found = planning.forecast(Plan(now, tasks, (PlanMilestone(BETA, november(27)),), calendars))
    assert days(found) == {1: 24, 2: 23}
    assert found.milestones[BETA].finish == november(24)


def test_a_milestone_without_tasks_has_no_forecast() -> None:
    found = planning.forecast(plan(beta=november(25)))
    assert found.milestones[BETA] == planning.MilestoneForecast(BETA, None)
    assert planning.options(plan(beta=november(25)), BETA) == ()


def test_a_slip_counts_the_working_days_of_the_project_after_the_promise() -> None:
    found = planning.forecast(plan(task(1, days=6.0), beta=november(26)))
    assert found.milestones[BETA].finish == november(30)
    assert found.milestones[BETA].slip == 2


def test_a_weekend_finish_before_the_next_working_morning_is_no_slip() -> None:
    weekend = worktime.Calendar(BERLIN.zone, worktime.week_of(range(7), worktime.OFFICE_HOURS))
    late = Plan(
        MONDAY, (PlanTask(1, BO, 48.0),), (PlanMilestone(BETA, november(27)),), {None: BERLIN, BO: weekend}
    )
    found = planning.forecast(late)
    assert found.milestones[BETA] == planning.MilestoneForecast(BETA, november(28), 0, ())


@pytest.mark.parametrize(
    ("own", "due", "counts_for"),
    [
        (None, None, 71),
        (None, november(20), 71),
        (None, november(27), 71),
        (None, november(28), 72),
        (None, date(2026, 12, 12), None),
        (72, november(20), 72),
    ],
)
def test_a_task_without_a_milestone_counts_for_the_next_one_not_before_its_due_day(
    own: int | None, due: date | None, counts_for: int | None
) -> None:
    milestones = (PlanMilestone(72, date(2026, 12, 11)), PlanMilestone(71, november(27)))
    one = task(1, due=due, milestone=own)
    whole = Plan(MONDAY, (one,), milestones, {None: BERLIN})
    assert planning.milestone_of(one, whole) == counts_for
    found = planning.forecast(whole).milestones
    assert {number for number, met in found.items() if met.finish} == {counts_for} - {None}


def test_what_is_done_counts_for_its_own_milestone_only() -> None:
    done = task(1, stage=Stage.DONE, done_at=berlin(20, 12))
    assert planning.forecast(plan(done, beta=november(25))).milestones[BETA].finish is None
    own = replace(done, milestone=BETA)
    assert planning.forecast(plan(own, beta=november(25))).milestones[BETA].finish == november(20)


# Causes


def test_a_slip_leads_from_the_blocker_through_the_tasks_to_the_milestone() -> None:
    found = planning.forecast(
        plan(
            task(9, ANNA, 1.0, blockers=(blocker(3, november(25)),)),
            task(12, BO, 2.0, after=[9]),
            task(14, CARL, 3.0),
            beta=november(25),
        )
    )
    assert found.milestones[BETA].finish == november(30)
    assert found.milestones[BETA].slip == 3
    assert found.milestones[BETA].cause == (
        Cause(9, 3, Kind.BLOCKED, 3.0),
        Cause(9, None, Kind.WORK, 1.0),
        Cause(12, None, Kind.AFTER, 2.0),
    )


def test_a_late_task_is_the_root_where_nothing_blocks() -> None:
    found = planning.forecast(
        plan(task(9, days=3.0, due=november(23)), task(12, BO, after=[Link(9, 1)]), beta=november(24))
    )
    assert found.milestones[BETA].cause == (Cause(9, None, Kind.LATE, 3.0), Cause(12, None, Kind.AFTER, 2.0))


def test_too_much_work_for_one_person_is_named_as_a_queue() -> None:
    found = planning.forecast(
        plan(task(1, days=2.0), task(2, days=2.0), task(3, BO, days=3.0), beta=november(25))
    )
    assert found.milestones[BETA].cause == (Cause(1, None, Kind.WORK, 2.0), Cause(2, None, Kind.QUEUE, 2.0))


def test_waiting_for_acceptance_is_a_root() -> None:
    found = planning.forecast(
        plan(task(1, stage=Stage.REVIEW), task(2, BO, 2.0, after=[1]), beta=november(24))
    )
    assert found.milestones[BETA].cause == (
        Cause(1, None, Kind.ACCEPTANCE, 0.5),
        Cause(2, None, Kind.AFTER, 2.0),
    )


def test_a_chain_ends_at_what_is_done() -> None:
    done = task(1, stage=Stage.DONE, done_at=berlin(20, 14))
    found = planning.forecast(plan(done, task(2, BO, 2.0, after=[Link(1, 3)]), beta=november(24)))
    assert found.tasks[2].start == berlin(25, 14)
    assert found.milestones[BETA].cause == (Cause(2, None, Kind.AFTER, 2 + 4 / 8 + 2),)


def test_what_was_finished_late_is_its_own_cause() -> None:
    done = task(1, milestone=BETA, stage=Stage.DONE, done_at=berlin(20, 12))
    found = planning.forecast(plan(done, beta=november(18))).milestones[BETA]
    assert found == planning.MilestoneForecast(BETA, november(20), 2, (Cause(1, None, Kind.LATE, 0.0),))


def test_of_two_that_hold_a_task_as_long_the_older_is_named() -> None:
    found = planning.forecast(plan(task(1), task(2, BO), task(3, CARL, after=[2, 1])))
    assert (found.tasks[3].kind, found.tasks[3].by) == (Kind.AFTER, 1)
    both = (blocker(6), blocker(5))
    assert planning.forecast(plan(task(1, blockers=both))).tasks[1].by == 5


def test_a_blocker_counts_only_for_the_waiting_that_nothing_else_explains() -> None:
    found = planning.forecast(
        plan(
            task(1, BO, 2.0),
            task(2, after=[1], blockers=(blocker(3, november(25)),)),
            beta=november(25),
        )
    )
    assert found.milestones[BETA].cause[0] == Cause(2, 3, Kind.BLOCKED, 1.0)


def test_who_never_works_again_is_named_and_does_not_break_the_plan() -> None:
    nobody = worktime.Calendar(BERLIN.zone, week=worktime.week_of((), ()))
    stuck = Plan(
        MONDAY, (PlanTask(1, BO, 8.0),), (PlanMilestone(BETA, november(27)),), {None: BERLIN, BO: nobody}
    )
    found = planning.forecast(stuck).milestones[BETA]
    assert found.cause[0].kind is Kind.NO_TIME
    assert found.slip > 10_000


def test_an_endless_estimate_ends_at_the_horizon() -> None:
    found = planning.forecast(plan(task(1, days=1e30), task(2, days=float("nan")), task(3, days=-4.0)))
    assert found.tasks[1].finish == MONDAY + planning.HORIZON


# Ways out


def test_the_ways_out_are_counted_through() -> None:
    slipping = plan(
        task(9, ANNA, 1.0, blockers=(blocker(3, november(27)),)),
        task(12, BO, 2.0, after=[9]),
        task(13, BO, 4.0),
        beta=november(27),
        members=[ANNA, BO, CARL],
    )
    before = planning.forecast(slipping).milestones[BETA]
    assert before.finish == date(2026, 12, 2)
    assert planning.options(slipping, BETA) == (
        ClearBlocker(3, november(24), november(30)),
        MoveMilestone(BETA, date(2026, 12, 2)),
    )


def test_a_blocker_that_is_taken_to_last_until_tomorrow_could_be_cleared_today() -> None:
    slipping = plan(task(9, days=3.0, blockers=(blocker(3),)), beta=november(25))
    assert planning.options(slipping, BETA) == (
        ClearBlocker(3, november(23), november(26)),
        MoveMilestone(BETA, november(27)),
    )


def test_a_task_can_go_to_somebody_who_has_less_to_do() -> None:
    overloaded = plan(task(1, days=3.0), task(2, days=2.0), task(3, BO), beta=november(25), members=PAIR)
    assert planning.options(overloaded, BETA) == (
        MoveTask(2, BO, november(25)),
        MoveMilestone(BETA, november(27)),
    )


def test_of_several_who_could_take_a_task_the_one_with_least_to_do_is_proposed() -> None:
    others = (task(3, BO), task(4, CARL, 0.5))
    overloaded = plan(
        task(1, days=3.0), task(2, days=2.0), *others, beta=november(25), members=[ANNA, BO, CARL]
    )
    assert planning.options(overloaded, BETA)[0] == MoveTask(2, CARL, november(25))


def test_nobody_gets_more_to_do_than_the_one_who_is_relieved() -> None:
    for_later = task(3, BO, 5.0, due=date(2026, 12, 24))
    overloaded = plan(task(1, days=2.0), task(2), for_later, beta=november(24), members=PAIR)
    assert planning.options(overloaded, BETA) == (MoveMilestone(BETA, november(25)),)


def test_in_a_long_chain_the_tasks_that_wait_for_their_owner_are_tried_first() -> None:
    chain = [task(1, days=0.25), *(task(n, days=0.25, after=[n - 1]) for n in range(2, 9))]
    overloaded = plan(*chain, task(9, days=2.0), beta=november(24), members=PAIR)
    assert planning.options(overloaded, BETA) == (
        MoveTask(9, BO, november(24)),
        MoveMilestone(BETA, november(26)),
    )


@pytest.mark.parametrize("members", [[], [ANNA]])
def test_nobody_is_proposed_where_nobody_could_take_it(members: list[int]) -> None:
    overloaded = plan(task(1, days=3.0), task(2, days=2.0), beta=november(25), members=members)
    assert planning.options(overloaded, BETA) == (MoveMilestone(BETA, november(27)),)


def test_a_task_that_is_begun_stays_with_its_owner() -> None:
    overloaded = plan(
        task(1, days=3.0, stage=Stage.DOING),
        task(2, stage=Stage.DOING),
        beta=november(25),
        members=PAIR,
    )
    assert planning.options(overloaded, BETA) == (MoveMilestone(BETA, november(26)),)


def test_a_milestone_that_is_on_time_needs_no_way_out() -> None:
    assert planning.options(plan(task(1), beta=november(25)), BETA) == ()


# Circles


@pytest.mark.parametrize(
    ("edges", "new", "circle"),
    [
        ([], (1, 1), (1,)),
        ([], (1, 2), None),
        ([(2, 1)], (1, 2), (1, 2)),
        ([(9, 7), (7, 12)], (12, 9), (12, 9, 7)),
        ([(9, 7), (7, 8), (8, 12), (9, 4), (4, 12)], (12, 9), (12, 9, 4)),
        ([(9, 7), (7, 9)], (12, 9), None),
        ([(1, 2), (1, 3), (2, 4), (3, 4)], (4, 5), None),
    ],
)
def test_a_link_that_would_close_a_circle_is_found_and_the_circle_named(
    edges: list[tuple[int, int]], new: tuple[int, int], circle: tuple[int, ...] | None
) -> None:
    assert planning.find_circle(edges, new) == circle


def test_a_circle_in_the_data_loses_one_link_and_hangs_nothing() -> None:
    found = planning.forecast(plan(task(1, after=[3]), task(2, after=[1]), task(3, after=[2]), task(4, BO)))
    assert found.ignored == ((2, 1),)
    assert days(found) == {2: 23, 3: 24, 1: 25, 4: 23}


def test_a_task_that_waits_for_itself_goes_on() -> None:
    found = planning.forecast(plan(task(1, after=[1])))
    assert found.ignored == ((1, 1),)
    assert found.tasks[1].day == november(23)


def test_a_link_to_a_task_outside_the_plan_holds_nothing() -> None:
    assert planning.forecast(plan(task(1, after=[99]))).tasks[1].day == november(23)


@pytest.mark.parametrize("owner", [ANNA, None])
def test_a_chain_of_ten_thousand_tasks_is_counted_to_its_end(owner: int | None) -> None:
    chain = [task(1, owner, 0.1), *(task(n, owner, 0.1, after=[n - 1]) for n in range(2, 10_001))]
    found = planning.forecast(plan(*chain, beta=november(25)))
    assert len(found.milestones[BETA].cause) == 10_000
    assert worktime.hours_between(BERLIN, MONDAY, found.tasks[10_000].finish) == pytest.approx(8_000)


# Properties


@st.composite
def plans(draw: st.DrawFn, *, queues: bool = True, circles: bool = False) -> Plan:
    count = draw(st.integers(1, 9))
    tasks = [draw(a_task(n, count if circles else n - 1, queues=queues)) for n in range(1, count + 1)]
    calendars = {
        None: BERLIN,
        ANNA: replace(BERLIN, leave=(worktime.Leave(november(26), november(30)),)),
        BO: NEW_YORK,
        CARL: worktime.Calendar(ZoneInfo("Asia/Shanghai")),
    }
    promised = draw(st.dates(november(20), date(2026, 12, 10)))
    return Plan(
        MONDAY, tuple(tasks), (PlanMilestone(BETA, promised),), calendars, frozenset((ANNA, BO, CARL))
    )


@st.composite
def a_task(draw: st.DrawFn, number: int, others: int, *, queues: bool) -> PlanTask:
    stage = draw(st.sampled_from([Stage.TODO, Stage.TODO, Stage.DOING, Stage.REVIEW, Stage.DONE]))
    awaited = draw(st.sets(st.integers(1, others), max_size=2)) if others else set()
    return PlanTask(
        number,
        draw(st.sampled_from([None, ANNA, BO, CARL])) if queues else None,
        draw(st.none() | st.sampled_from([0.0, 0.5, 3.0, 8.0, 20.0])),
        tuple(Link(one, draw(st.sampled_from([0, 0, 1, 2.5]))) for one in sorted(awaited)),
        due=draw(st.none() | st.dates(november(16), date(2026, 12, 5))),
        stage=stage,
        priority=draw(st.integers(0, 3)),
        blockers=draw(st.sampled_from([(), (), (blocker(90),), (blocker(91, november(27)),)])),
        done_at=MONDAY - timedelta(hours=draw(st.integers(0, 90))) if stage is Stage.DONE else None,
    )


def changed(whole: Plan, number: int, **what: object) -> Plan:
    tasks = (replace(one, **what) if one.id == number else one for one in whole.tasks)  # type: ignore[arg-type]
    return replace(whole, tasks=tuple(tasks))


@given(plans(circles=True))
def test_every_task_and_milestone_gets_an_answer_whatever_the_links(whole: Plan) -> None:
    found = planning.forecast(whole)
    assert set(found.tasks) == {one.id for one in whole.tasks}
    assert set(found.milestones) == {BETA}


@given(plans(circles=True), st.randoms())
def test_the_order_in_which_tasks_are_given_changes_nothing(whole: Plan, chance: Random) -> None:
    shuffled = list(whole.tasks)
    chance.shuffle(shuffled)
    assert planning.forecast(replace(whole, tasks=tuple(shuffled))) == planning.forecast(whole)


@given(plans())
def test_nobody_works_on_two_tasks_at_once(whole: Plan) -> None:
    found = planning.forecast(whole)
    for owner in (ANNA, BO, CARL):
        mine = [one for one in whole.tasks if one.owner == owner and one.stage in {Stage.TODO, Stage.DOING}]
        spans = sorted((found.tasks[one.id].start, found.tasks[one.id].finish) for one in mine)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


@given(plans())
def test_a_task_takes_exactly_its_hours_of_working_time(whole: Plan) -> None:
    found = planning.forecast(whole)
    for one in whole.tasks:
        if one.stage in {Stage.TODO, Stage.DOING}:
            took = found.tasks[one.id]
            worked = worktime.hours_between(whole.calendar_of(one.owner), took.start, took.finish)
            assert worked == pytest.approx(one.hours)


@given(plans())
def test_no_task_goes_on_before_what_it_waits_for_is_finished_and_cleared(whole: Plan) -> None:
    found = planning.forecast(whole)
    for one in whole.tasks:
        if one.stage in {Stage.TODO, Stage.DOING}:
            start = found.tasks[one.id].start
            assert start >= whole.now
            assert all(found.tasks[link.task_id].finish <= start for link in one.after)
            assert all(planning.release(held, whole) <= start for held in one.blockers)


@given(plans())
def test_nobody_idles_while_a_task_of_theirs_could_go_on(whole: Plan) -> None:
    found = planning.forecast(whole)
    for one in whole.tasks:
        if one.stage in {Stage.TODO, Stage.DOING}:
            calendar, took = whole.calendar_of(one.owner), found.tasks[one.id]
            assert worktime.hours_between(calendar, could_go_on(whole, found, one), took.start) == 0


def could_go_on(whole: Plan, found: Schedule, one: PlanTask) -> datetime:
    """When the one thing that is named as the reason was over."""
    took = found.tasks[one.id]
    if took.kind is Kind.QUEUE and took.by is not None:
        return found.tasks[took.by].finish
    if took.kind is Kind.BLOCKED:
        return max(planning.release(held, whole) for held in one.blockers if held.id == took.by)
    if took.kind is Kind.AFTER:
        lag = next(link.lag_days for link in one.after if link.task_id == took.by)
        finish = found.tasks[took.by or 0].finish
        return worktime.add_working_days(whole.calendar_of(one.owner), finish, lag)
    assert took.kind is Kind.WORK
    return whole.now


@given(plans(), st.data())
def test_a_task_that_gets_a_blocker_never_finishes_earlier(whole: Plan, data: st.DataObject) -> None:
    number = data.draw(st.sampled_from([one.id for one in whole.tasks]))
    more = changed(whole, number, blockers=(blocker(95, november(26)),))
    bare = changed(whole, number, blockers=())
    assert planning.forecast(more).tasks[number].finish >= planning.forecast(bare).tasks[number].finish


@given(plans(queues=False), st.data())
def test_where_nobody_has_two_tasks_at_once_trouble_makes_nothing_earlier(
    whole: Plan, data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from([one.id for one in whole.tasks]))
    trouble = data.draw(st.sampled_from(["blocker", "more work"]))
    if trouble == "blocker":
        better, worse = changed(whole, number, blockers=()), changed(whole, number, blockers=(blocker(95),))
    else:
        better, worse = changed(whole, number, left_hours=4.0), changed(whole, number, left_hours=9.0)
    before, after = planning.forecast(better), planning.forecast(worse)
    assert all(after.tasks[one].finish >= before.tasks[one].finish for one in before.tasks)
    assert_no_earlier(before, after)


@given(plans(queues=False), st.data())
def test_where_nobody_has_two_tasks_at_once_finishing_one_makes_nothing_later(
    whole: Plan, data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from([one.id for one in whole.tasks]))
    whole = replace(whole, tasks=tuple(replace(one, milestone=BETA) for one in whole.tasks))
    done = changed(whole, number, stage=Stage.DONE, done_at=whole.now)
    before, after = planning.forecast(done), planning.forecast(changed(whole, number, stage=Stage.TODO))
    assert all(after.tasks[one].finish >= before.tasks[one].finish for one in before.tasks)
    assert_no_earlier(before, after)


def assert_no_earlier(before: Schedule, after: Schedule) -> None:
    earlier, later = before.milestones[BETA], after.milestones[BETA]
    assert (later.finish or date.max) >= (earlier.finish or date.max)
    assert later.slip >= earlier.slip


@given(plans())
def test_a_slip_has_a_cause_that_begins_at_a_root_and_no_slip_has_none(whole: Plan) -> None:
    met = planning.forecast(whole).milestones[BETA]
    assert bool(met.cause) == bool(met.slip)
    assert all(cause.days >= 0 for cause in met.cause)
    assert [cause.blocker_id for cause in met.cause[1:]].count(None) == len(met.cause[1:])


@settings(max_examples=40)
@given(plans())
def test_every_way_out_but_the_last_is_better_than_waiting(whole: Plan) -> None:
    met = planning.forecast(whole).milestones[BETA]
    found = planning.options(whole, BETA)
    assert len(found) <= 3
    assert bool(found) == bool(met.slip)
    for option in found:
        if not isinstance(option, MoveMilestone):
            assert met.finish
            assert option.finish < met.finish


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=14))
def test_links_that_close_no_circle_never_make_one(wanted: list[tuple[int, int]]) -> None:
    edges: list[tuple[int, int]] = []
    for edge in wanted:
        circle = planning.find_circle(edges, edge)
        if circle is None:
            edges.append(edge)
        else:
            steps = set(pairwise((*circle, circle[0])))
            assert edge in steps
            assert steps <= {*edges, edge}
    links = {n: tuple(Link(after) for waiting, after in edges if waiting == n) for n in range(1, 8)}
    assert planning.forecast(plan(*(PlanTask(n, after=links[n]) for n in range(1, 8)))).ignored == ()
