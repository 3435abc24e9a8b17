"""Nothing but working time counts days to due dates and delays: whoever else adds days says why they may."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = sorted(path for folder in ("bot", "storage") for path in (ROOT / folder).rglob("*.py"))
COUNTS = "bot/worktime/"
UNITS = {"days", "weeks"}

# reason → the functions in which days are calendar days, and move no due date and no delay
MAY_ADD = {
    "a calendar without any working time: the next day is a try, and no promise": (
        "bot/planning/plan.py day_after",
        "bot/services/escalations.py _morning_after",
        "bot/services/escalations.py _next_at",
        "bot/services/leaves.py _first_day_back",
        "bot/services/agendas.py next_working_day",
    ),
    "the console's own clock, and no plan": (
        "bot/adapters/console_lines.py _ahead",
        "bot/adapters/console_lines.py _day",
        "bot/adapters/console_lines.py _moment",
        "bot/adapters/console_lines.py read_clock",
    ),
    "how long something is kept, or can be pressed": (
        "bot/services/forms.py begin",
        "bot/services/questions.py choice",
        "bot/services/rosters.py gather",
        "bot/services/teams.py invite",
        "bot/work.py _redraw",
        "storage/housekeeping.py sweep",
    ),
    "how far one looks around today": (
        "bot/planning/counting.py __init__",
        "bot/services/calendars.py of_people",
        "bot/services/offers.py _offer",
        "bot/services/project_days.py _public",
        "bot/services/project_days.py coming",
        "bot/services/runs.py _done_since",
        "bot/services/teams.py team_of",
        "bot/services/warnings.py opens_on",
        "bot/when/last_resort.py read_field",
    ),
    "days of a leave: from and to, as the calendar on the wall has them": (
        "bot/services/absences.py begins_at",
        "bot/services/absences.py covered_by",
        "bot/services/absences.py covers_somebody",
        "bot/services/calendars.py _days_off",
        "bot/services/leaves.py come_back",
        "bot/services/leaves.py of_people",
    ),
    "goes from day to day, and asks the calendar of each": (
        "bot/services/lists.py _last_late_day",
        "bot/services/schedules.py _days_off_after",
        "bot/services/schedules.py kept",
        "bot/services/schedules.py next_at",
        "bot/when/recurrence.py next_occurrence",
    ),
    "the days around a day: midnight, Monday, today and tomorrow": (
        "bot/planning/plan.py end_of",
        "bot/views/homes.py _task",
        "bot/views/mornings.py _plan",
        "bot/when/recurrence.py _monday",
        "bot/wording.py _near_day",
    ),
    "days as people say them: 三天后 is three calendar days, and a feast moves with the moon": (
        "bot/when/days.py _add_term",
        "bot/when/days.py add_days",
        "bot/when/feasts.py found",
    ),
    "between two calls of somebody in a group": ("bot/services/introductions.py _call",),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_days(node: ast.expr, names: set[str]) -> bool:
    """Whether it is a stretch of days: made here, times a number, or by a name for one."""
    match node:
        case ast.Call(
            func=ast.Name(id="timedelta") | ast.Attribute(attr="timedelta"), args=args, keywords=more
        ):
            return bool(args) or any(one.arg in UNITS for one in more)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return is_days(left, names) or is_days(right, names)
        case ast.UnaryOp(operand=operand):
            return is_days(operand, names)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in names
        case _:
            return False


def constants(source: str) -> set[str]:
    """The names that a file gives to stretches of days."""
    return {
        target.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign) and is_days(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def additions(source: str, names: set[str]) -> set[str]:
    """The functions in which days are added to something, or taken from it; "" is the module itself."""
    tree = ast.parse(source)
    others = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return set(_additions(tree, (names - others) | constants(source), ""))


def _additions(node: ast.AST, names: set[str], function: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                found = is_days(left, names) or is_days(right, names)
            case ast.AugAssign(op=ast.Add() | ast.Sub(), value=value):
                found = is_days(value, names)
            case _:
                found = False
        if found:
            yield function
        yield from _additions(child, names, child.name if isinstance(child, Function) else function)


@pytest.mark.parametrize(
    "source",
    [
        "due = due + timedelta(days=2)",
        "due = due - datetime.timedelta(weeks=1)",
        "due = timedelta(3) + due",
        "due += timedelta(days=n)",
        "due = due + 2 * timedelta(days=1)",
        "DAY = timedelta(days=1)\ndef f(due):\n    return due + DAY",
        "DAY = timedelta(days=1)\ndef f(due, n):\n    due -= n * DAY",
        "def f(due):\n    return due + rows.A_DAY",
        "def f(due):\n    return due + -A_DAY",
    ],
)
def test_an_addition_of_days_is_found(source: str) -> None:
    assert additions(source, {"A_DAY"})


@pytest.mark.parametrize(
    "source",
    [
        "at = at + timedelta(hours=2)",
        "at += timedelta(minutes=5)",
        "n = days + 1",
        "KEPT = timedelta(days=7)",
    ],
)
def test_other_sums_are_no_additions_of_days(source: str) -> None:
    assert additions(source, set()) == set()


def named_anywhere() -> set[str]:
    """The names of stretches of days that a file may import from another one."""
    return {name for path in PRODUCT for name in constants(path.read_text("utf-8")) if name.isupper()}


def test_only_working_time_counts_days() -> None:
    names = named_anywhere()
    found = {
        f"{path.relative_to(ROOT).as_posix()} {function}"
        for path in PRODUCT
        if not path.relative_to(ROOT).as_posix().startswith(COUNTS)
        for function in additions(path.read_text("utf-8"), names)
    }
    may = {function for functions in MAY_ADD.values() for function in functions}
    assert found - may == set()
    assert may - found == set()  # what adds none any more needs no reason
