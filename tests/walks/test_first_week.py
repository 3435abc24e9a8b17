"""A team's first week, typed and clicked through the real adapters in three languages, read as its people."""

from collections.abc import Sequence

import pytest

from tests.chinese import faults
from tests.walks.setting_up import of, set_up
from tests.walks.ways import Team, on_slack_team, on_telegram_team
from tests.walks.words import MONDAY, TUESDAY_0931, WEDNESDAY_NOON, Step

OWN_WORDS = {"Web", "shop", "web", "Mei", "mei", "Ext", "Eve", "settings", "legal"}


async def takes(team: Team, steps: Sequence[Step]) -> None:
    """Take the steps; whoever is meant reads what stands there."""
    for step in steps:
        reader = step.reader or step.who
        team.reads(reader)
        if step.under:
            await team.presses(step.who, of(team, step.said), step.under)
        else:
            await team.says(step.who, of(team, step.said), step.where)
        assert of(team, step.read) in team.reads(reader), step


async def the_week(team: Team) -> None:
    """From the first tasks on Monday to the blocker's end on Wednesday."""
    await takes(team, MONDAY)
    await team.goes_on(24, 9, 31)
    for who in ("anna", "bo", "mei"):
        morning = team.reads(who)
        assert of(team, ("What moves today", "今天打算推进什么", "今天打算推進什麼")) in morning
    await takes(team, TUESDAY_0931)
    asked = ("Bo can't go on without you: the API keys", "Bo 在等你：接口密钥", "Bo 在等你：接口金鑰")
    assert of(team, asked) in team.reads("mei")
    await team.goes_on(24, 11, 45)
    lead = team.reads("anna")
    assert of(team, ("🟡 Beta, promised Fri 27 Nov", "🟡 公测有延期风险", "🟡 公測可能延遲")) in lead
    assert of(team, ("no answer from Mei", "Mei 没有回答", "Mei 沒有回答")) in lead
    assert of(team, ("no answer from", "没有回答", "沒有回答")) not in team.reads("bo")
    await team.goes_on(25, 12)
    lead = team.reads("anna")
    assert (
        of(
            team,
            (
                "has waited 8 hours of working time for Mei",
                "等 Mei 处理已有 8 小时",
                "等 Mei 處理已有 8 小時",
            ),
        )
        in lead
    )
    await takes(team, WEDNESDAY_NOON)


def all_is_read_in_one_language(team: Team) -> None:
    """Whatever was shown to anybody so far was in their language, whole and typed as it is written there."""
    for who in ("anna", "bo", "mei"):
        team.reads(who)
    wrong = [
        (who, text, found)
        for who, text, labels in team.telling.heard
        if (found := faults(text, team.telling.language, buttons=labels, names=OWN_WORDS))
    ]
    assert wrong == []


@pytest.mark.parametrize(("language", "sockets"), [("en", True), ("zh-Hans", False), ("zh-Hant", True)])
async def test_a_first_week_on_slack(sqlite_url: str, language: str, *, sockets: bool) -> None:
    async with on_slack_team(sqlite_url, language, sockets=sockets) as team:
        await set_up(team)
        await the_week(team)
        if language != "en":
            all_is_read_in_one_language(team)


@pytest.mark.parametrize(("language", "polling"), [("en", True), ("zh-Hans", False), ("zh-Hant", True)])
async def test_a_first_week_on_telegram(sqlite_url: str, language: str, *, polling: bool) -> None:
    async with on_telegram_team(sqlite_url, language, polling=polling) as team:
        await set_up(team)
        await the_week(team)
        if language != "en":
            all_is_read_in_one_language(team)
