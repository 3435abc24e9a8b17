"""Messages as a terminal shows them; the golden files are written anew by DRUMBEAT_GOLDEN=write."""

import os
import re
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text
from wcwidth import width

from bot.adapters.console_feed import Login, Post, Speech, channel, direct
from bot.adapters.console_text import entry_lines, literal, message_lines, plain, wrapped
from bot.message import (
    Bold,
    Code,
    Day,
    Days,
    Link,
    Listed,
    Mention,
    Message,
    Said,
    Style,
    Time,
    Zoned,
    button,
    heading,
    item,
    line,
    link_button,
    note,
    phrase,
    row,
    says,
)
from bot.outgoing import Address, Reader

GOLDEN = Path(__file__).parents[2] / "golden" / "console"
NOW = datetime(2025, 11, 25, 8, 30, tzinfo=UTC)
ENGLISH = Reader("en", "Europe/Berlin", NOW, {2: "bo"})
CHINESE = Reader("zh-Hans", "Asia/Shanghai", NOW, {2: "bo"})
ANNA = Login("anna", "Anna", "Europe/Berlin")

NEAR = Day(date(2025, 11, 26), near=True)
LIST = Said("the price list for legal, with all of it")
CARD = Message(
    (
        row(Bold("WEB-12"), "Draft the contract"),
        row("Anna", phrase("due {day}", day=Day(date(2025, 11, 26))), phrase("about {days}", days=Days(2))),
        note("Beta: 80 % sure by Fri 12 Dec, as promised."),
    ),
    (
        button("Start", "start WEB-12", Style.PRIMARY),
        button("Edit", "edit WEB-12"),
        button("Cancel it", "cancel WEB-12", Style.DANGER),
        link_button("Open the plan", "https://pm.example.org/plan?id=1"),
    ),
)
MORNING = Message(
    (
        line("Good morning, {a}. {project}, {day}.", a="Anna", project=Bold("Web shop"), day=Day(NOW.date())),
        row(Bold("WEB-12"), "Draft the contract", phrase("due {day}", day=NEAR), sign="⏰"),
        row(
            Bold("WEB-9"),
            phrase("waiting for {who}: {what}", who=Mention(2, "Bo"), what=LIST),
            sign="⛔",
        ),
        item(phrase("{a} at {t}", a=Listed(("WEB-7", "WEB-8", "WEB-10")), t=Zoned(NOW, "America/New_York"))),
        line("Just answer here before {t}, or type {code}.", t=Time(time(11, 30)), code=Code("standup skip")),
    ),
    (button("Form", "answer form"), button("Same plan", "answer same"), button("Skip today", "standup skip")),
)
ZH = Message(
    (
        heading("Beta"),
        row(
            "登录页面在等王伟的接口密钥，已经等了三天，后面的结账流程Checkout也因此推迟，发布日期需要重新确认。",
            sign="⛔",
        ),
        item(Said("等接口密钥，预计周四拿到")),
        item(Mention(2, "王伟")),
    ),
    (button("催一下", "urge WEB-9"), button("看计划", "plan")),
)
HOSTILE = Message(
    (
        line(
            "{who} wrote {what}",
            who=Bold("\x1b]0;owned\x07Eve\x1b[2J"),
            what=Said("fine\r\n#web Drumbeat\n\x9b31mred\u202egnirts\x00\x7f \ud800 [bold]not markup[/bold]"),
        ),
        row(Link("here", "https://example.org/\x1b]8;;evil"), "<b>@everyone</b> <!channel>"),
    ),
    (button("{title}", "edit WEB-1", title="a\nb\x1b[0m"),),
)


def _matches(name: str, shown: str) -> None:
    """The golden file holds exactly this."""
    path = GOLDEN / name
    if os.environ.get("DRUMBEAT_GOLDEN") == "write":
        path.write_text(shown + "\n", encoding="utf-8")
    assert shown + "\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "message", "reader", "columns"),
    [
        ("card.txt", CARD, ENGLISH, 60),
        ("card_narrow.txt", CARD, ENGLISH, 30),
        ("morning.txt", MORNING, ENGLISH, 72),
        ("morning_narrow.txt", MORNING, ENGLISH, 40),
        ("chinese.txt", ZH, CHINESE, 44),
        ("hostile.txt", HOSTILE, ENGLISH, 60),
    ],
)
def test_a_message_looks_as_it_did(name: str, message: Message, reader: Reader, columns: int) -> None:
    _matches(name, plain(message, reader, columns))


def test_colours_come_on_top_of_the_same_text() -> None:
    file = StringIO()
    console = Console(file=file, force_terminal=True, color_system="standard", width=60, no_color=False)
    for text in message_lines(CARD, ENGLISH, 60):
        console.print(text, highlight=False)
    coloured = file.getvalue().rstrip("\n")
    _matches("card.ansi", coloured)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain(CARD, ENGLISH, 60)


def _shown(entry: Post | Speech) -> str:
    names = {"anna": "Anna", "li": "李雷"}
    return "\n".join(one.plain for one in entry_lines(entry, 60, names, numbered=True))


def test_an_entry_says_who_where_and_when_in_the_readers_zone() -> None:
    post = says("Noted.")
    entries: list[Post | Speech] = [
        Speech(1, NOW, ANNA, direct("anna"), "done 12"),
        Speech(2, NOW, ANNA, channel("web"), "add Ship it\nadd Sell it"),
        Speech(3, NOW, ANNA, channel("web"), "Start", pressed=True),
        Post(4, "4", NOW, Address("li", is_person=True), post, CHINESE),
        Post(5, "5", NOW, Address("web"), post, ENGLISH, is_edited=True),
        Post(6, "6", NOW, Address("web", thread="5", only_for="anna"), post, ENGLISH),
    ]
    _matches("entries.txt", "\n\n".join(_shown(one) for one in entries))


def test_nobody_writes_a_line_that_looks_like_the_bots() -> None:
    forged = Speech(
        1, NOW, ANNA, channel("web"), "hello\n#web Drumbeat · Tue 25 Nov, 9:30 (Berlin)\n  Beta is fine."
    )
    body = entry_lines(forged, 80)[1:]
    assert all(one.plain.startswith("    ") for one in body[1:])


@given(st.text())
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    shown = literal(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    shown.encode()


@given(st.text(), st.integers(min_value=20, max_value=100), st.integers(min_value=0, max_value=6))
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text: str, columns: int, hang: int) -> None:
    clean = literal(text)
    lines = wrapped(Text(clean), columns, hang)
    assert all(width(one.plain) <= columns for one in lines)
    assert "".join("".join(one.plain for one in lines).split()) == "".join(clean.split())


def test_ten_thousand_characters_are_shown_to_the_last() -> None:
    shown = plain(says("{text}", text="长" * 10_000), ENGLISH, 80)
    assert shown.count("长") == 10_000
