"""A project's calendar: its week, holidays, own days, and who is away."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot import worktime
from bot.services import calendars
from bot.work import Work
from storage.models import Person, Project, ProjectDay, Workspace
from tests.conversations.world import Somebody, World, counts


async def is_worked(world: World, day: date, name: str = "") -> bool:
    """Whether the project, or somebody in it, works on a day."""
    async with world.database.reading() as session:
        work = Work(session, world.clock.now(), await session.get_one(Workspace, world.workspace))
        project = (await session.execute(select(Project))).scalars().one()
        if not name:
            return worktime.is_working_day(await calendars.of_project(work, project), day)
        person = (await session.execute(select(Person).where(Person.name == name))).scalar_one()
        return worktime.is_working_day(await calendars.of(work, person, project), day)


CHRISTMAS_EVE, CHRISTMAS, NEW_YEAR = date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)


async def test_a_calendar_shows_the_week_days_off_and_who_is_away(anna: Somebody, bo: Somebody) -> None:
    await anna.says("calendar DE", place="web-shop")
    await anna.says("calendar off 24 Dec company day", place="web-shop")
    await bo.says("away today to friday")
    shown = (await anna.says("calendar", place="web-shop")).text.splitlines()
    assert shown[:3] == [
        "Calendar of Web shop",
        "Mon to Fri · 9:00–12:00 13:00–18:00 · Berlin",
        "Public holidays: Germany",
    ]
    assert "Thu 24 Dec · off · company day" in shown
    assert any(one.startswith("Fri 25 Dec · off · ") for one in shown)
    assert shown[-1] == "🏖 Bo until Fri 27 Nov"


async def test_holidays_count_for_who_has_none_of_their_own(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    assert await is_worked(world, CHRISTMAS)
    await anna.says("calendar DE", place="web-shop")
    assert not await is_worked(world, CHRISTMAS)
    assert not await is_worked(world, CHRISTMAS, "Bo")
    await bo.says("settings holidays CN")
    assert await is_worked(world, CHRISTMAS, "Bo")
    assert not await is_worked(world, NEW_YEAR, "Bo")
    await bo.says("settings holidays none")
    assert await is_worked(world, NEW_YEAR, "Bo")


async def test_make_up_days_are_worked(world: World, anna: Somebody) -> None:
    world.clock.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    saturday = date(2026, 2, 14)  # 调休 before the Spring Festival of 2026
    assert not await is_worked(world, saturday)
    await anna.says("calendar CN", place="web-shop")
    assert await is_worked(world, saturday)


@pytest.mark.parametrize(
    ("words", "answer", "off"),
    [
        ("calendar off 24 Dec company day", "Web shop is off on Thu 24 Dec.", [CHRISTMAS_EVE]),
        ("calendar off 24 Dec to 25 Dec", "Web shop is off on Thu 24 Dec and Fri 25 Dec.",
         [CHRISTMAS_EVE, CHRISTMAS]),
        ("calendar off 24 Dec eve\n1 Jan new year", "Web shop is off on Thu 24 Dec and Fri 1 Jan 2027.",
         [CHRISTMAS_EVE, NEW_YEAR]),
    ],
)  # fmt: skip
async def test_own_days_are_off(
    world: World, anna: Somebody, words: str, answer: str, off: list[date]
) -> None:
    assert (await anna.says(words, place="web-shop")).text == answer
    assert [await is_worked(world, day) for day in off] == [False] * len(off)


async def test_own_days_are_worked_against_the_week_and_the_holidays(world: World, anna: Somebody) -> None:
    await anna.says("calendar DE", place="web-shop")
    heard = await anna.says("calendar work 25 Dec to 26 Dec stock-taking", place="web-shop")
    assert heard.text == "Web shop works on Fri 25 Dec and Sat 26 Dec."
    assert await is_worked(world, CHRISTMAS)
    assert await is_worked(world, date(2026, 12, 26), "Bo")


async def test_a_day_that_is_off_becomes_worked_and_usual_again(world: World, anna: Somebody) -> None:
    await anna.says("calendar off 24 Dec", place="web-shop")
    await anna.says("calendar work 24 Dec", place="web-shop")
    assert await counts(world, ProjectDay) == (1,)
    assert await is_worked(world, CHRISTMAS_EVE)
    await anna.says("calendar off 24 Dec", place="web-shop")
    assert "as usual on Thu 24 Dec" in (await anna.says("calendar remove 24 Dec", place="web-shop")).text
    assert await is_worked(world, CHRISTMAS_EVE)


async def test_own_days_are_undone(world: World, anna: Somebody) -> None:
    heard = await anna.says("calendar off 24 Dec to 31 Dec", place="web-shop")
    await anna.says(heard.buttons["Undo"], place="web-shop")
    assert await counts(world, ProjectDay) == (0,)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("calendar off", "That needs a bit more"),
        ("calendar off someday", "I can't read a day"),
        ("calendar off yesterday", "is over"),
        ("calendar off 24 Dec 2030", "more than two years"),
        ("calendar off 30 February", "There is no"),
        ("calendar off 24 Dec to 24 June", "At most 60 days at once."),
        ("calendar off 24 Dec\nnonsense", "I can't read a day in “nonsense”."),
        ("calendar remove 24 Dec", "Web shop has no day of its own then."),
        ("calendar Narnia", "I know no public holidays of “Narnia”."),
        ("calendar work", "That needs a bit more"),
    ],
)
async def test_what_is_no_day_is_said_and_changes_nothing(
    world: World, anna: Somebody, words: str, sentence: str
) -> None:
    assert sentence in (await anna.says(words, place="web-shop")).text
    assert await counts(world, ProjectDay) == (0,)


@pytest.mark.parametrize(
    "words", ["calendar CN", "calendar off 24 Dec", "calendar work 28 Nov", "project zone Tokyo"]
)
async def test_only_a_lead_changes_it(anna: Somebody, bo: Somebody, words: str) -> None:
    assert "for the lead" in (await bo.says(words, place="web-shop")).text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("project zone Tokyo", "Zone: Tokyo"),
        ("project hours 10-19", "Working hours: 10:00–19:00"),
        ("project days sun-thu", "Working days: Mon, Tue, Wed, Thu and Sun"),
        ("project language 简体中文", "Language: 简体中文"),
    ],
)
async def test_a_projects_settings(anna: Somebody, words: str, shown: str) -> None:
    heard = await anna.says(words, place="web-shop")
    assert shown in heard.text
    assert "Undo" in heard.buttons
    assert shown in (await anna.says(f"in WEB: {words}")).text


async def test_an_unknown_zone_of_a_project_offers_buttons_that_work_from_anywhere(anna: Somebody) -> None:
    heard = await anna.says("project zone Shangai", place="web-shop")
    assert "Zone: Shanghai" in (await anna.says(heard.buttons["Shanghai"])).text
