"""调休: a real year of China, with bridge days that are off and Saturdays and Sundays that are worked."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conversations.days import until
from tests.conversations.world import Somebody, World, open_world

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(month: int, day: int, hour: int = 9) -> datetime:
    """A moment of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Team:
    """A project in Shanghai with a stand-up at 9:30, before one of the long holidays."""

    world: World
    lead: Somebody

    async def says(self, text: str) -> str:
        """What the lead gets for a line in the channel."""
        return (await self.lead.says(text, place="web")).text

    async def asked_until(self, moment: datetime) -> list[date]:
        """The days on which the lead is asked the morning's question, to this moment."""
        days = []
        while (today := self.world.clock.now()) < moment:
            said = await until(self.world, min(moment, _midnight_after(today)))
            if any(where == "@li" and "What moves today" in text for where, text in said):
                days.append(today.astimezone(SHANGHAI).date())
        return days


def _midnight_after(moment: datetime) -> datetime:
    day = moment.astimezone(SHANGHAI).date()
    return datetime.combine(date.fromordinal(day.toordinal() + 1), datetime.min.time(), SHANGHAI).astimezone(
        UTC
    )


@pytest.fixture
async def spring(database_url: str) -> AsyncIterator[Team]:
    """The Monday of the week before the Spring Festival of 2026."""
    async with open_world(database_url, local(2, 9, 8)) as world:
        yield await _team(world)


@pytest.fixture
async def autumn(database_url: str) -> AsyncIterator[Team]:
    """The Friday before the Sunday that is worked for the National Day of 2026."""
    async with open_world(database_url, local(9, 18, 8)) as world:
        yield await _team(world)


async def _team(world: World) -> Team:
    lead = world.person("Li", "Asia/Shanghai", language="zh-Hans")
    team = Team(world, lead)
    await team.says("新建项目 网店改版 代号 WEB")
    await team.says("项目语言 简体中文")
    await team.says("日历 中国")
    await team.says("新建站会 9:30 工作日")
    return team


def february(*days: int) -> list[date]:
    return [date(2026, 2, day) for day in days]


async def test_the_question_comes_on_the_saturday_that_is_worked_and_on_no_bridge_day(spring: Team) -> None:
    worked = february(9, 10, 11, 12, 13, 14, 24, 25, 26, 27, 28)  # the 14th and the 28th are Saturdays
    assert await spring.asked_until(local(3, 2, 0)) == worked


async def test_the_question_comes_on_the_sunday_that_is_worked(autumn: Team) -> None:
    days = await autumn.asked_until(local(10, 12, 0))
    assert date(2026, 9, 20) in days  # a Sunday
    assert date(2026, 10, 10) in days  # a Saturday
    assert [day for day in days if date(2026, 10, 1) <= day <= date(2026, 10, 7)] == []
    assert date(2026, 9, 25) not in days  # 中秋节


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3个工作日内", "2月12日（周四）"),
        ("5个工作日内", "2月14日（周六）"),
        ("六个工作日内", "2月24日（周二）"),
    ],
)
async def test_working_days_count_the_saturday_and_not_the_bridge(
    spring: Team, said: str, shown: str
) -> None:
    assert shown in await spring.says(f"新建 起草合同初稿 @li 截止 {said}")


async def test_a_due_date_on_a_bridge_day_is_said_with_the_next_day_that_is_worked(spring: Team) -> None:
    heard = await spring.lead.says("新建 起草合同初稿 @li 截止 2月20日", place="web")
    assert "2月20日（周五）是 Li 的休息日" in heard.text
    assert any("2月24日（周二）" in label for label in heard.buttons)
    assert "休息" not in await spring.says("新建 起草合同二稿 @li 截止 2月14日")


async def test_what_was_due_on_friday_is_late_on_the_saturday_that_is_worked(spring: Team) -> None:
    await spring.says("新建 起草合同初稿 @li 截止 2月13日")
    await until(spring.world, local(2, 13, 23))
    assert "WEB-1" not in await spring.says("逾期")
    await until(spring.world, local(2, 14, 10))
    assert "WEB-1" in await spring.says("逾期")


async def test_the_calendar_shows_what_is_off_and_what_is_worked(spring: Team) -> None:
    shown = (await spring.says("日历")).splitlines()
    assert "公共假日：中国" in shown
    assert any(line.startswith("2月14日（周六） · 上班 · ") for line in shown)
    assert "2月16日（周一） · 休息 · 农历除夕" in shown
    assert any(line.startswith("2月28日（周六） · 上班 · ") for line in shown)
    assert any(line.startswith("2月23日（周一） · 休息") for line in shown)


@pytest.mark.parametrize(
    ("language", "off", "worked"),
    [
        (
            "en",
            "Tue 6 Oct · off · Sun 20 Sep is worked for it",
            "Sun 20 Sep · worked · Tue 6 Oct is off for it",
        ),
        (
            "zh-Hans",
            "10月6日（周二） · 休息 · 调休，9月20日（周日）补班",
            "9月20日（周日） · 上班 · 10月6日（周二）调休放假",
        ),
        ("zh-Hant", "10/6（二） · 休息 · 調整放假，9/20（日）補班", "9/20（日） · 上班 · 10/6（二）放假"),
    ],
)
async def test_a_bridge_day_is_shown_with_the_day_that_is_worked_for_it(
    autumn: Team, language: str, off: str, worked: str
) -> None:
    reader = autumn.world.person("Li", "Asia/Shanghai", language=language)
    await reader.says(f"settings language {language}")
    shown = (await reader.says("calendar", place="web")).text.splitlines()
    assert off in shown
    assert worked in shown
