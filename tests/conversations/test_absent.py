"""Whoever asks for what is not there hears so in one line, with what comes nearest."""

import pytest

from tests.conversations.world import Somebody

ABSENT = [
    ("report", "I write no reports."), ("weekly report", "I write no reports."),
    ("show me the status report please", "I write no reports."), ("周报", "I write no reports."),
    ("给我看一下报告", "I write no reports."), ("週報", "I write no reports."),
    ("報表", "I write no reports."),
    ("whatif", "I can't play what-if."), ("whatif 12 +5d", "I can't play what-if."),
    ("what if", "I can't play what-if."), ("假设", "I can't play what-if."),
    ("模擬", "I can't play what-if."),
    ("gantt", "I draw no charts."), ("Gantt chart", "I draw no charts."), ("roadmap?", "I draw no charts."),
    ("gantt WEB", "I draw no charts."), ("can you show me the gantt", "I draw no charts."),
    ("甘特图", "I draw no charts."), ("画个甘特图吧", "I draw no charts."), ("甘特圖", "I draw no charts."),
    ("dashboard", "I have no board."), ("burndown", "I have no board."), ("看板", "I have no board."),
    ("儀表板", "I have no board."), ("budget", "I count neither money"), ("预算", "I count neither money"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), ABSENT)
async def test_what_is_not_there_is_told_with_what_comes_nearest(
    anna: Somebody, line: str, told: str
) -> None:
    for heard in (
        await anna.says(line),
        await anna.says(line, addressed=False),
        await anna.says(line, place="web-shop"),
    ):
        assert heard.text.startswith(told)
        assert heard.text.count("\n") == 0
        for command in heard.buttons.values():
            assert "don't know" not in (await anna.says(command, place="web-shop")).text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("add report for the board", "WEB-1 report for the board"),
        ("新建 周报", "WEB-1 周报"),
        ("status", "Web shop"),
        ("plan", "Nothing"),
    ],
)
async def test_what_is_there_is_done(anna: Somebody, line: str, answer: str) -> None:
    assert answer in (await anna.says(line, place="web-shop")).text


@pytest.mark.parametrize(
    "line", ["if it rains we stay", "report it to Bo", "the board meets on friday", "统计一下人数再说"]
)
async def test_a_sentence_that_only_begins_so_is_none(anna: Somebody, line: str) -> None:
    heard = await anna.says(line, addressed=False)
    assert "I'm not sure what to do with that" in heard.text
