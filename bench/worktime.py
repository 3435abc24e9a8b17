"""How fast working time is counted: `python -m bench.worktime`. Aim: a year's span in under 50 µs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import perf_counter_ns
from zoneinfo import ZoneInfo

from bot import worktime
from bot.worktime import Calendar, Days, Leave, Span, ZoneChange, week_of

ROUNDS = 5_000
AIM = 50.0  # µs at the 99th percentile
YEAR = timedelta(days=365)


def calendars() -> dict[str, Calendar]:
    """Return an ordinary calendar, and one with everything in it."""
    zone = ZoneInfo("Europe/Berlin")
    some = [date(2025, 1, 3) + timedelta(days=11 * n) for n in range(100)]
    full = Calendar(
        zone,
        week_of(range(6), (Span(time(22), time(6)),)),
        Days(frozenset(some[::3]), frozenset(some[1::3]), frozenset(some[2::3])),
        tuple(Leave(day, day + timedelta(days=4)) for day in some[::9]),
        (ZoneChange(datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("America/New_York")),),
    )
    return {"office": Calendar(zone), "nights, days off, leave, a move": full}


def main() -> None:
    """Print what each count takes, over starts spread across a year."""
    for name, calendar in calendars().items():
        print(f"{name}: the first year takes {first(calendar):,.0f} µs, then (µs)")
        for what, count in counts(calendar).items():
            p50, p99, worst = percentiles(count)
            verdict = "" if p99 < AIM else f"  over the aim of {AIM:.0f}"
            print(f"  {what:<28} p50 {p50:6.1f}  p99 {p99:6.1f}  worst {worst:7.1f}{verdict}")


def counts(calendar: Calendar) -> dict[str, Callable[[datetime], object]]:
    """Return what is measured: each spans about a year."""
    return {
        "hours between": lambda at: worktime.hours_between(calendar, at, at + YEAR),
        "add 2,000 hours": lambda at: worktime.add_hours(calendar, at, 2_000),
        "take 2,000 hours off": lambda at: worktime.add_hours(calendar, at, -2_000),
        "add 250 working days": lambda at: worktime.add_working_days(calendar, at, 250),
        "the 250th working day": lambda at: worktime.add_days(calendar, at.date(), 250),
        "working days between": lambda at: worktime.working_days_between(
            calendar, at.date(), at.date() + YEAR
        ),
        "next working moment": lambda at: worktime.next_working_moment(calendar, at),
    }


def first(calendar: Calendar) -> float:
    """Return what a calendar's first count takes, in microseconds."""
    at = datetime(2026, 2, 3, tzinfo=UTC)
    begun = perf_counter_ns()
    worktime.hours_between(calendar, at, at + timedelta(days=300))
    return (perf_counter_ns() - begun) / 1_000


def percentiles(count: Callable[[datetime], object]) -> tuple[float, float, float]:
    """Return the median, the 99th percentile and the worst, in microseconds."""
    chance = Random(7)  # noqa: S311  # the same starts in every run
    starts = [datetime(2026, 1, 1, tzinfo=UTC) + YEAR * chance.random() for _ in range(ROUNDS)]
    for at in starts[:100]:
        count(at)
    took = sorted(elapsed(count, at) for at in starts)
    return took[ROUNDS // 2], took[ROUNDS * 99 // 100], took[-1]


def elapsed(count: Callable[[datetime], object], at: datetime) -> float:
    """Return the microseconds of one count."""
    begun = perf_counter_ns()
    count(at)
    return (perf_counter_ns() - begun) / 1_000


if __name__ == "__main__":
    main()
