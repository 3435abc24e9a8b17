"""How fast a plan is counted through: `python -m bench.planning`. Aim: 1 ms at 30 tasks, a command waits."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter_ns
from zoneinfo import ZoneInfo

from bot import planning
from bot.planning import Link, Plan, PlanBlocker, PlanMilestone, PlanTask
from bot.worktime import Calendar

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
AIMS = {30: 1.0, 1_000: 100.0, 10_000: 2_000.0}  # ms


def main() -> None:
    """Print what a forecast and the ways out of a slip take."""
    for size, aim in AIMS.items():
        whole = plan(size)
        p50, p99 = percentiles(whole, rounds=max(20_000 // size, 3))
        begun = perf_counter_ns()
        found = planning.options(whole, 1)
        ways = (perf_counter_ns() - begun) / 1e6
        verdict = "" if p50 < aim else f"  over the aim of {aim:.0f}"
        print(f"{size:>6} tasks: forecast p50 {p50:.2f} ms, p99 {p99:.2f} ms{verdict}")
        print(f"        {len(found)} ways out: {ways:.1f} ms")


def plan(size: int) -> Plan:
    """Return a plan of so many tasks for people in three zones, with links, blockers and one milestone."""
    chance = Random(7)  # noqa: S311  # the same plan in every run
    people = range(1, 4 + size // 50)
    calendars: dict[int | None, Calendar] = {None: Calendar(ZoneInfo(ZONES[1]))}
    calendars |= {person: Calendar(ZoneInfo(ZONES[person % 3])) for person in people}
    blockers = (PlanBlocker(size + 1, NOW, NOW.date() + timedelta(days=2)),)
    tasks = tuple(
        PlanTask(
            number,
            chance.choice(people),
            chance.choice([None, 2.0, 8.0, 20.0]),
            tuple(Link(chance.randrange(1, number)) for _ in range(chance.randrange(3)))
            if number > 1
            else (),
            due=NOW.date() + timedelta(days=chance.randrange(1, 20)),
            blockers=blockers if number % 10 == 1 else (),
        )
        for number in range(1, size + 1)
    )
    return Plan(NOW, tasks, (PlanMilestone(1, date(2026, 12, 14)),), calendars, frozenset(people))


def percentiles(whole: Plan, rounds: int) -> tuple[float, float]:
    """Return the median and the 99th percentile of a forecast, in milliseconds."""
    planning.forecast(whole)
    took = sorted(elapsed(whole) for _ in range(rounds))
    return took[rounds // 2], took[rounds * 99 // 100]


def elapsed(whole: Plan) -> float:
    """Return the milliseconds of one forecast."""
    begun = perf_counter_ns()
    planning.forecast(whole)
    return (perf_counter_ns() - begun) / 1e6


if __name__ == "__main__":
    main()
