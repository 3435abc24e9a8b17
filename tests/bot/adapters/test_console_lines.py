"""What a line typed at the console means."""

from datetime import UTC, datetime

import pytest

from bot.adapters.console_lines import (
    NoMoment,
    Order,
    Ordered,
    Picked,
    Spoken,
    Typed,
    read,
    read_clock,
)

TUESDAY = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)  # 9:40 in Berlin


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("add Ship login @anna by friday", Typed("", "", Spoken("add Ship login @anna by friday"))),
        ("@anna", Typed("anna", "", None)),
        ("@Anna", Typed("anna", "", None)),
        ("#web", Typed("", "web", None)),
        ("dm", Typed("", "dm", None)),
        ("@anna #web", Typed("anna", "web", None)),
        ("@anna dm", Typed("anna", "dm", None)),
        ("@anna> late", Typed("anna", "", Spoken("late"))),
        ("@anna: late", Typed("anna", "", Spoken("late"))),
        ("@anna #web> add Ship it: now", Typed("anna", "web", Spoken("add Ship it: now"))),
        ("@anna dm> 2", Typed("anna", "dm", Picked(2))),
        ("#web> late", Typed("", "web", Spoken("late"))),
        ("@anna please look at this", Typed("", "", Spoken("@anna please look at this"))),
        ("#legal is a tag here", Typed("", "", Spoken("#legal is a tag here"))),
        ("#12", Typed("", "", Spoken("#12"))),
        ("2", Typed("", "", Picked(2))),
        ("120", Typed("", "", Spoken("120"))),
        ("\\2", Typed("", "", Spoken("2"))),
        ("2 done", Typed("", "", Spoken("2 done"))),
        ("^14 waiting for the keys", Typed("", "", Spoken("waiting for the keys", 14))),
        ("@bo> ^14 on Thursday", Typed("bo", "", Spoken("on Thursday", 14))),
        (":clock +3h", Typed("", "", Ordered(Order.CLOCK, "+3h"))),
        (":q", Typed("", "", Ordered(Order.QUIT, ""))),
        (":person li zone Asia/Shanghai", Typed("", "", Ordered(Order.PERSON, "li zone Asia/Shanghai"))),
        (":p", Typed("", "", Ordered(None, "p"))),
        (":", Typed("", "", Ordered(None, ""))),
        (":fly away", Typed("", "", Ordered(None, "fly away"))),
        ("完成12月报表", Typed("", "", Spoken("完成12月报表"))),
        ("dmitri is away", Typed("", "", Spoken("dmitri is away"))),
    ],
)
def test_a_line_says_who_speaks_where_and_what(line: str, meaning: Typed) -> None:
    assert read(line) == meaning


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("+3h", "2026-11-24 12:40"),
        ("+30m", "2026-11-24 10:10"),
        ("+90 min", "2026-11-24 11:10"),
        ("+2d", "2026-11-26 09:40"),
        ("+1w", "2026-12-01 09:40"),
        ("tue 9:30", "2026-12-01 09:30"),
        ("tue 9:50", "2026-11-24 09:50"),
        ("Wed 9:30", "2026-11-25 09:30"),
        ("monday", "2026-11-30 09:00"),
        ("9:30", "2026-11-25 09:30"),
        ("17:05", "2026-11-24 17:05"),
        ("tomorrow 8:00", "2026-11-25 08:00"),
        ("2026-12-01 10:00", "2026-12-01 10:00"),
        ("2026-12-01", "2026-12-01 09:00"),
    ],
)
def test_the_clock_moves_to_the_next_such_moment_in_the_speakers_zone(text: str, moment: str) -> None:
    berlin = read_clock(text, TUESDAY, "Europe/Berlin")
    assert berlin == datetime.fromisoformat(f"{moment}+01:00")


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "x 9:30", "t", "25:00", "9:99", "today 8:00", "2026-11-23", "2026-13-01", "2036-01-01",
        "-3h", "+9999w", "+3y", "9:30 tue",
    ],
)  # fmt: skip
def test_the_clock_refuses_what_is_past_far_away_or_no_moment(text: str) -> None:
    with pytest.raises(NoMoment):
        read_clock(text, TUESDAY, "Europe/Berlin")


def test_days_keep_the_time_of_day_and_hours_count_real_hours_over_a_change_of_the_clocks() -> None:
    saturday = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)  # 12:00 in Berlin; summer time ends at night
    assert read_clock("+1d", saturday, "Europe/Berlin") == datetime(2026, 10, 25, 11, 0, tzinfo=UTC)
    assert read_clock("+24h", saturday, "Europe/Berlin") == datetime(2026, 10, 25, 10, 0, tzinfo=UTC)
