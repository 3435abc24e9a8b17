"""Dates in a line: "+2d" counts the working days of whoever it is for."""

from datetime import timedelta

import pytest

from storage.models import Task
from tests.conversations.world import MONDAY, Somebody, World, counts

PLACE = "web-shop"


@pytest.mark.parametrize(
    "said",
    ["+2d", "+2 days", "+2 working days", "＋2天", "+2个工作日", "by +2d", "@bo +2d"],
)
async def test_more_days_are_working_days_after_the_date_that_there_is(anna: Somebody, said: str) -> None:
    await anna.says("add Draft @bo by friday", place=PLACE)
    assert "due Tue 1 Dec" in (await anna.says(f"1 {said}", place=PLACE)).text


async def test_more_days_count_from_today_where_there_is_no_date_or_a_past_one(
    world: World, anna: Somebody
) -> None:
    await anna.says("add Draft @bo", place=PLACE)
    assert "due Mon 30 Nov" in (await anna.says("1 +5d", place=PLACE)).text
    world.clock.move_to(MONDAY + timedelta(days=14))
    assert "due Wed 9 Dec" in (await anna.says("1 +2d", place=PLACE)).text


async def test_they_are_the_owners_days_and_not_those_of_who_asks(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await bo.says("away thursday")
    await anna.says("away wednesday")
    await anna.says("add Draft @bo by +3d", place=PLACE)
    heard = await anna.says("1", place=PLACE)
    assert "due Fri 27 Nov" in heard.text
    assert "due Wed 2 Dec" in (await anna.says("1 +3d", place=PLACE)).text
    assert await counts(world, Task) == (1,)


async def test_nobodys_task_and_a_milestone_count_the_projects_days(anna: Somebody) -> None:
    await anna.says("calendar off 26 Nov", place=PLACE)
    await anna.says("away wednesday")
    heard = await anna.says("add Draft by +3d", place=PLACE)
    assert "due Fri 27 Nov" in heard.text
    await anna.says("milestone Beta 27 Nov", place=PLACE)
    assert "Tue 1 Dec" in (await anna.says("milestone move Beta +2d because of legal", place=PLACE)).text


async def test_a_number_behind_a_plus_is_a_key_where_nothing_is_counted(world: World, anna: Somebody) -> None:
    await anna.says("add Draft\nReview", place=PLACE)
    assert (await anna.says("done 1 + 2", place=PLACE)).text.startswith("2 tasks changed")


async def test_whose_zone_nobody_knows_lives_in_that_of_their_project(world: World) -> None:
    lead, cy = world.person("Li", "Asia/Shanghai"), world.person("Cy", "")
    await lead.says('project new "Web shop" key WEB', place=PLACE)
    await cy.says("help", place=PLACE)
    await lead.says("invite @cy", place=PLACE)
    world.clock.move_to(MONDAY + timedelta(hours=9))  # Tuesday, 2 in the morning in Shanghai
    assert "due Wed 25 Nov" in (await cy.says("add Draft by tomorrow")).text
    assert "Wed 25 Nov" in (await cy.says("away tomorrow")).text
    assert (await cy.says("help")).answer.reader.zone == "Asia/Shanghai"
