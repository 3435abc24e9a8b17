"""Wrong, hostile, doubled and late input through the real adapters, and what people read of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.stand_ins.slack import mentions_notified
from tests.stand_ins.slack import visible_text as on_slack
from tests.walks.setting_up import set_up
from tests.walks.ways import OnSlack, OnTelegram, Team, on_slack_team, on_telegram_team
from tests.walks.words import PRIVATE

HOSTILE = (
    "<!channel> *bold* _it_ `code` @here <b>x</b> &amp; <script>",
    "\u200bzero\u200b width 👩\u200d👩\u200d👧 𝔘𝔫𝔦 שלום",
    "<@U123|x> [link](https://evil.example) <https://evil.example|good>",
)


@asynccontextmanager
async def team_on(way: str, url: str, language: str = "en") -> AsyncIterator[Team]:
    """Anna, Bo and Mei with a project of their own."""
    if way == "slack":
        async with on_slack_team(url, language, sockets=False) as team:
            await set_up(team)
            yield team
    else:
        async with on_telegram_team(url, language, polling=False) as group:
            await set_up(group)
            yield group


@pytest.mark.parametrize("way", ["slack", "telegram"])
async def test_what_is_hostile_comes_out_as_it_went_in_and_calls_nobody(sqlite_url: str, way: str) -> None:
    async with team_on(way, sqlite_url) as team:
        for title in HOSTILE:
            await team.says("anna", f"add {title}")
            assert title in team.reads("bo")
        await team.says("anna", "add \u202eturned\u202c round")
        assert "turned round" in team.reads("bo")
        await team.says("anna", "add " + "x" * 3_000)
        assert "A title has at most 300 characters; this one has 3000." in team.reads("anna")
        if isinstance(team, OnSlack):
            assert not set().union(*(mentions_notified(one) for one in team.slack.messages(team.channel)))
        if isinstance(team, OnTelegram):
            assert not any(one.notified for one in team.telegram.answers(team.group))


@pytest.mark.parametrize("way", ["slack", "telegram"])
async def test_a_double_click_does_one_thing_and_an_old_button_shows_how_it_stands(
    sqlite_url: str, way: str
) -> None:
    async with team_on(way, sqlite_url) as team:
        await team.says("anna", "add Draft the contract @bo")
        for label in ("Start", "Done"):
            await asyncio.gather(team.presses("bo", label, "WEB-1"), team.clicks("bo", label, "WEB-1"))
        assert "✅ WEB-1 Draft the contract\nBo · done" in team.reads("bo")
        await team.says("bo", "history 1", PRIVATE)
        assert team.reads("bo").count("Bo: ") == 2
        await team.says("bo", "undo", PRIVATE)
        await team.says("bo", "undo", PRIVATE)
        assert "WEB-1 Draft the contract\nBo\n" in team.reads("bo")


@pytest.mark.parametrize("way", ["slack", "telegram"])
async def test_a_long_list_is_turned_over_in_place(sqlite_url: str, way: str) -> None:
    async with team_on(way, sqlite_url) as team:
        await team.says("anna", "add\n" + "\n".join(f"Task {number} @bo" for number in range(1, 26)))
        await team.says("bo", "mine", PRIVATE)
        assert "1 to 20 of 25" in team.reads("bo")
        await team.presses("bo", "More", "1 to 20 of 25")
        turned = team.reads("bo")
        assert ("21 to 25 of 25" in turned, turned.count("Your open tasks")) == (True, 1)
        with pytest.raises(StopIteration):
            team.post("bo", "More", "1 to 20 of 25")


async def test_what_slack_delivers_twice_happens_once_and_what_it_invents_is_taken(sqlite_url: str) -> None:
    async with on_slack_team(sqlite_url, "en", sockets=False) as team:
        await set_up(team)
        await team.slack.message(team.ids["bo"], team.channel, "@drumbeat add Call the printer")
        await team.settle()
        told = next(one for one in reversed(team.slack.courier.deliveries) if "printer" in str(one.payload))
        assert (await team.slack.redeliver(told)).failure is None
        unknown = await team.slack.event(
            {"type": "planet_aligned", "user": team.ids["bo"], "event_ts": "1.1"}
        )
        await team.settle()
        assert unknown.arrived
        await team.says("bo", "list")
        assert team.reads("bo").count("WEB-2") == 0


async def test_who_is_of_another_company_presses_in_vain(sqlite_url: str) -> None:
    async with on_slack_team(sqlite_url, "en", sockets=True) as team:
        await set_up(team)
        await team.says("anna", "add Draft the contract @bo")
        team.reads("ext")
        await team.presses("ext", "Start", "WEB-1")
        assert "I don't know you here yet." in team.reads("ext")
        assert "doing" not in team.reads("bo")


async def test_the_home_shows_within_seconds_what_somebody_else_changed(sqlite_url: str) -> None:
    async with on_slack_team(sqlite_url, "en", sockets=True) as team:
        await set_up(team)
        await team.slack.open_home(team.ids["bo"])
        await team.goes_on(23, 10, 1)
        await team.says("anna", "add Draft the contract @bo by friday")
        await team.goes_on(23, 10, 2)
        view = team.slack.home(team.ids["bo"])
        assert view is not None
        assert "Draft the contract · due Fri 27 Nov" in on_slack(view)


async def test_a_blocker_is_raised_in_a_form_with_slacks_own_pickers(sqlite_url: str) -> None:
    async with on_slack_team(sqlite_url, "en", sockets=True) as team:
        await set_up(team)
        await team.says("anna", "add Draft the contract @bo")
        await team.presses("bo", "Blocked…", "WEB-1")
        assert "reason" in await team.fills("bo")
        await team.fills("bo", reason="no price list", owner=team.ids["mei"], needed_by="2026-11-26")
        read = team.reads("mei")
    assert "Mei, Bo can't go on without you: no price list (WEB-2)" in read
    assert "Bo waits for Mei · stops WEB-1 Draft the contract · needed by Thu 26 Nov" in read


async def test_what_telegram_delivers_twice_happens_once_and_what_it_invents_is_taken(
    sqlite_url: str,
) -> None:
    async with on_telegram_team(sqlite_url, "en", polling=True) as team:
        await set_up(team)
        telegram = team.telegram
        await telegram.says(team.ids["bo"], team.group, "/add Call the printer")
        update = telegram.pending[-1]
        await team.settle()
        telegram.repeats_update(update)
        telegram.sends_update({"planet_aligned": {"from": 1}})
        telegram.sends_malformed_update()
        await team.settle()
        await team.says("bo", "list")
        read = team.reads("bo")
        assert ("WEB-1" in read, "WEB-2" in read) == (True, False)


async def test_an_answer_edited_on_telegram_counts_until_the_stand_up_closes(sqlite_url: str) -> None:
    async with on_telegram_team(sqlite_url, "en", polling=True) as team:
        await set_up(team)
        await team.goes_on(24, 9, 31)
        said = await team.telegram.says(team.ids["bo"], team.ids["bo"], "the draft")
        await team.settle()
        for minute, text, counts in ((40, "the second draft", True), (45, "the third draft", False)):
            await team.goes_on(24, 9 if counts else 11, minute)
            await team.telegram.edits(team.ids["bo"], said, text)
            await team.settle()
            shown = [one.text for one in team.telegram.answers(team.group)]
            assert (f"Bo: {text}" in shown) == counts


async def test_who_cannot_be_reached_on_telegram_is_called_in_the_group_once_a_day(sqlite_url: str) -> None:
    async with on_telegram_team(sqlite_url, "en", polling=True) as team:
        await set_up(team)
        await team.telegram.blocks_bot(team.ids["bo"])
        await team.settle()
        for day, hour, called in ((23, 11, 1), (23, 15, 1), (24, 8, 1), (24, 12, 2)):
            await team.says("anna", f"add Something for {day} {hour} @bo")
            await team.goes_on(day, hour)
            shown = [one.text for one in team.telegram.answers(team.group) if "Press Start once" in one.text]
            assert len(shown) == called, (day, hour)
            assert "Something" not in "".join(shown)
        await team.says("anna", "team", PRIVATE)
        assert "4 open tasks · not reachable" in team.reads("anna")
