"""What the plan, the forecast and the page of status say."""

from datetime import UTC, datetime

import pytest

from tests.conversations.days import until
from tests.conversations.world import Somebody, World


@pytest.fixture
async def planned(anna: Somebody, bo: Somebody) -> Somebody:
    """Anna, with two tasks of Bo's and her own for Beta, which has room, and a blocked one for nothing."""
    await anna.says("milestone Beta 26 November", place="web-shop")
    await anna.says("add Build it @bo ~2d for Beta", place="web-shop")
    await anna.says("add Test it @anna ~1d after 1 for Beta", place="web-shop")
    await anna.says("add Tidy up by 1 December", place="web-shop")
    await bo.says("block 3 no broom", place="web-shop")
    return anna


async def test_the_plan_shows_who_does_what_when_and_after_what(planned: Somebody) -> None:
    said = (await planned.says("plan", place="web-shop")).text
    assert said.splitlines() == [
        "Web shop: the plan",
        "🟢 Beta · promised Thu 26 Nov · done by Wed 25 Nov",
        "WEB-1 · Build it · Bo · Mon 23 Nov to Tue 24 Nov",
        "WEB-2 · Test it · Anna · on Wed 25 Nov · after WEB-1",
        "For no milestone",
        "⛔ WEB-3 · Tidy up · nobody yet · on Wed 25 Nov",
        "Computed from what is left, without chances yet.",
    ]


async def test_a_plan_of_hundreds_of_tasks_has_pages(anna: Somebody) -> None:
    await anna.says("milestone Beta 26 November", place="web-shop")
    for n in range(25):
        await anna.says(f"add Piece {n} for Beta", place="web-shop")
    assert "1 to 20 of 25" in (await anna.says("plan", place="web-shop")).text


async def test_an_empty_project_says_how_to_begin(anna: Somebody) -> None:
    assert "Begin with" in (await anna.says("plan", place="web-shop")).text
    assert "No milestone is promised yet." in (await anna.says("forecast", place="web-shop")).text
    assert "No forecast" in (await anna.says("status", place="web-shop")).text


async def test_a_forecast_says_why_it_comes_late_and_what_would_help(planned: Somebody, bo: Somebody) -> None:
    await bo.says("block 1 waiting for the keys from @anna by friday", place="web-shop")
    said = await planned.says("forecast Beta")
    assert (await planned.says("why Beta", place="web-shop")).text == said.text
    assert "🟡 Beta · promised Thu 26 Nov · done by Wed 2 Dec · 4 days late" in said.text
    assert "⛔ WEB-5 · waiting for the keys · waits for Anna since today · adds 5 days" in said.text
    assert "WEB-1 · Build it · 2 days of work" in said.text
    assert "Move Beta to Wed 2 Dec…" in said.buttons
    assert (await planned.says("plan")).buttons == {"Why, and what would help": "forecast in WEB"}


async def test_a_milestone_without_tasks_has_no_forecast(anna: Somebody) -> None:
    await anna.says("milestone Beta 26 November", place="web-shop")
    for command in ("plan", "forecast", "status", "milestones"):
        assert "no tasks, no forecast" in (await anna.says(command, place="web-shop")).text


async def test_the_status_is_one_page(world: World, planned: Somebody, bo: Somebody) -> None:
    await planned.says("standup new 9:30 weekdays", place="web-shop")
    await bo.says("done 1", place="web-shop")
    world.clock.move_to(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    said = (await planned.says("status", place="web-shop")).text.splitlines()
    assert said[:4] == [
        "Web shop, Wed 2 Dec",
        "🔴 A promised date is missed",
        "🔴 Beta · promised Thu 26 Nov · done by Thu 3 Dec · 5 days late",
        "2 open tasks · 1 late · 1 blocked · 1 done",
    ]


async def test_the_status_counts_who_is_still_to_be_asked(
    world: World, planned: Somebody, bo: Somebody
) -> None:
    await planned.says("standup new 9:30 weekdays", place="web-shop")
    await until(world, datetime(2026, 12, 2, 8, 35, tzinfo=UTC))  # Berlin was asked, London was not
    shown = (await planned.says("standup status", place="web-shop")).text
    counted = shown.splitlines()[0].rpartition(" · ")[2]
    assert f"Stand-up of Wed 2 Dec: {counted}" in (await planned.says("status", place="web-shop")).text
    assert counted.startswith("0 of ")
    assert counted != "0 of 1 answered"


async def test_a_stranger_to_the_project_sees_nothing_of_it(world: World, planned: Somebody) -> None:
    eve = world.person("Eve")
    for command in ("plan in WEB", "forecast in WEB", "status in WEB", "forecast Beta", "plan"):
        assert "Build it" not in (said := (await eve.says(command)).text)
        assert "Beta · promised" not in said
