"""Messages as Telegram shows them; the golden files are written anew by DRUMBEAT_GOLDEN=write."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.telegram_html import MOST_ALERT, Post, alert, one_post, posts
from bot.message import (
    Bold,
    Button,
    Code,
    Day,
    Days,
    Kind,
    Line,
    Link,
    Listed,
    Mention,
    Message,
    Phrase,
    Said,
    Style,
    Value,
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
from bot.outgoing import Reader
from tests.stand_ins.telegram_markup import InlineKeyboard, read_markup
from tests.stand_ins.telegram_text import Formatted, made_live, read_html, utf16_length

GOLDEN = Path(__file__).parents[2] / "golden" / "telegram"
NOW = datetime(2025, 11, 25, 8, 30, tzinfo=UTC)
BO = 5_000_000_002
READER = Reader("en", "Europe/Berlin", NOW, {2: str(BO)})
CHINESE = Reader("zh-Hans", "Asia/Shanghai", NOW, {2: str(BO)})

CARD = Message(
    (
        row(Bold("WEB-12"), "Draft the contract"),
        row("Anna", phrase("due {day}", day=Day(date(2025, 11, 26))), phrase("about {days}", days=Days(2))),
        note("Beta: 80 % sure by Fri 12 Dec, as promised."),
    ),
    (
        button("Start", "start WEB-12", Style.PRIMARY),
        button("Edit", "edit WEB-12"),
        button("Done", "done WEB-12"),
        button("Cancel it", "cancel WEB-12", Style.DANGER),
    ),
    topic="task/12",
)
MORNING = Message(
    (
        heading("Good morning, {name}.", name="Anna"),
        item(Bold("WEB-12"), phrase("due {day}", day=Day(date(2025, 11, 26), near=True)), sign="⏰"),
        item(phrase("waiting for {who}", who=Mention(2, "Bo <b>")), sign="⛔"),
        item(Listed((Bold("WEB-7"), Code("done 8"), Link("plan", "https://drumbeat.example/?a=1&b=2")))),
        line("Asked {at}: {what}", at=Zoned(NOW, "Asia/Shanghai"), what=Said("the price list")),
    ),
    (
        button("1", "page 1"),
        button("2", "page 2"),
        button("3", "page 3"),
        button("4", "page 4"),
        button("Price list by Wed → Mon 15 Dec", "choose 31 1"),
        button("计划不变，继续", "same"),
        link_button("Dashboard", "https://drumbeat.example/p/WEB"),
        link_button("Local", "http://localhost:8080/"),
    ),
)
HOSTILE = Message(
    (
        row(Bold("<b>&amp;</b> @everyone"), "ask @bo_w and a@bo.example, (@li) 请@wang看 @x"),
        line(
            "{who} wrote {what}",
            who=Mention(3, "@not_here"),
            what=Said("@anna </i><a href='tg://user?id=1'>"),
        ),
        row(Link("click", "tg://user?id=5000000002"), Link("@bob", "https://t.me/bob"), Code("@li & <code>")),
        heading("{a}{b}", a=Bold("@"), b=Said("split_name")),
        note("half \ud83d of one, \u202eturned and \u200bhidden"),
    ),
    (Button(Phrase("\u200b"), "help"), Button(Phrase("no room"), "x" * 65), Button(Phrase("nothing"), "")),
)


@pytest.mark.parametrize(
    ("name", "message", "reader"),
    [
        ("card", CARD, READER),
        ("card_chinese", CARD, CHINESE),
        ("morning", MORNING, READER),
        ("hostile", HOSTILE, READER),
    ],
)
def test_messages_look_as_agreed(name: str, message: Message, reader: Reader) -> None:
    shown = "\n\n".join(_shown(post) for post in posts(message, reader)) + "\n"
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("DRUMBEAT_GOLDEN") == "write":
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_what_people_typed_comes_out_as_it_went_in() -> None:
    title = "<b>bold</b> &lt; & \"quoted\" 'too' @bo @everyone 👍🏽 a\tb \u202e"
    [post] = posts(Message((row(Bold(title), "."),)), READER)
    assert read_html(post.html).text == f"{title} · ."


def test_a_name_in_a_title_notifies_nobody() -> None:
    [post] = posts(says("{title}", title="ask @bo and @li, cc @wang"), READER)
    assert "mention" not in _live(post)


def test_a_name_made_of_two_runs_notifies_nobody() -> None:
    [post] = posts(Message((Line((Phrase("{a}{b}", {"a": Bold("@"), "b": Said("bo_w")}),)),)), READER)
    assert "mention" not in _live(post)


def test_more_names_than_telegram_keeps_entities_notify_nobody() -> None:
    for post in posts(says("{title}", title="@bob " * 400), READER):
        assert "mention" not in _live(post)


def test_an_address_cut_in_two_notifies_nobody() -> None:
    for post in posts(says("{title}", title="x" * 4095 + "@bob_smith"), READER):
        assert "mention" not in _live(post)


def test_a_mention_notifies_by_id() -> None:
    [post] = posts(says("{who}", who=Mention(2, "Bo")), READER)
    assert _live(post) == ["text_mention"]


def test_a_link_to_a_person_is_shown_and_does_not_notify() -> None:
    [post] = posts(says("{link}", link=Link("here", f"tg://user?id={BO}")), READER)
    assert "text_mention" not in _live(post)


def test_a_long_list_is_split_between_lines_with_the_buttons_under_the_last() -> None:
    lines = tuple(item(Bold(f"WEB-{n}"), "x" * 90) for n in range(100))
    pages = posts(Message(lines, (button("More", "list 2"),)), READER)
    assert len(pages) == 3
    assert [post.keyboard is not None for post in pages] == [False, False, True]
    assert "\n".join(post.text for post in pages).split("\n") == [
        f"• WEB-{n} · {'x' * 90}" for n in range(100)
    ]


def test_what_will_be_edited_is_one_post_that_says_when_there_is_more() -> None:
    lines = tuple(item(Bold(f"WEB-{n}"), "x" * 90) for n in range(100))
    post = one_post(Message(lines, (button("More", "list 2"),)), READER)
    assert post.text.startswith("• WEB-0 · ")
    assert post.text.endswith("x\n…")
    assert 4000 < utf16_length(post.text) <= 4096
    assert post.keyboard is not None


def test_a_line_too_long_for_a_post_is_cut_between_words() -> None:
    first, second = posts(says("{text}", text="word " * 1000), READER)
    assert first.text.endswith("word ")
    assert second.text.startswith("word")


def test_a_message_without_words_still_has_something_to_show_its_buttons_under() -> None:
    [post] = posts(Message((row("\u200b \n"),), (button("Help", "help"),)), READER)
    assert post.text == "…"


def test_at_most_a_hundred_buttons_stand_under_a_post() -> None:
    [post] = posts(Message((row("x"),), tuple(button("n", f"page {n}") for n in range(150))), READER)
    assert post.keyboard is not None
    assert sum(len(keys) for keys in post.keyboard.inline_keyboard) == 100


def test_of_a_menu_so_much_is_shown_as_fits_into_two_rows() -> None:
    menu = tuple(button("m{n}", f"m {n}", n=n) for n in range(9))
    [post] = posts(Message((row("x"),), (button("Done", "done"), button("Undo", "undo")), menu=menu), READER)
    assert post.keyboard is not None
    shown = [key.text for keys in post.keyboard.inline_keyboard for key in keys]
    assert shown == ["Done", "Undo", "m0", "m1", "m2", "m3"]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["Start", "Edit", "Undo"], [3]),
        (["Start", "Edit", "Undo", "Block"], [2, 2]),
        (["Fine", "Another time", "In the channel instead", "Not me"], [2, 1, 1]),
        (["填表", "计划不变", "今天跳过"], [3]),
        (["1", "2", "3", "4", "5", "6", "7", "8", "9"], [8, 1]),
        (["Price list by Wed → Mon 15 Dec", "Plan"], [1, 1]),
    ],
)
def test_buttons_stand_side_by_side_as_far_as_their_labels_can_be_read(
    labels: list[str], rows: list[int]
) -> None:
    [post] = posts(Message((row("x"),), tuple(button(label, "help") for label in labels)), READER)
    assert post.keyboard is not None
    assert [len(keys) for keys in post.keyboard.inline_keyboard] == rows


def test_an_answer_to_a_pressed_button_is_plain_and_short() -> None:
    assert alert(says("{title} is done.", title=Bold("<b>")), READER) == "<b> is done."
    assert len(alert(says("{text}", text="x" * 500), READER)) == MOST_ALERT


TEXTS = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "@bob",
        "a@b.example",
        "<b>",
        "&lt;",
        "/start",
        "👍" * 30,
        "x" * 5000,
        "@ab" * 2000,
        "word " * 900,
        "",
        " ",
    ]
)
VALUES: st.SearchStrategy[Value] = st.one_of(
    TEXTS,
    TEXTS.map(Bold),
    TEXTS.map(Said),
    TEXTS.map(Code),
    TEXTS.map(lambda text: Mention(2, text)),
    st.builds(Link, TEXTS, TEXTS | st.just("https://a.example/?x=\"'<>&")),
)
LINES = st.builds(
    lambda values, kind, sign: Line(tuple(values), kind, sign),
    st.lists(VALUES, max_size=6),
    st.sampled_from(Kind),
    st.sampled_from(["", "⏰"]),
)
BUTTONS = st.builds(
    lambda label, command, url: Button(Phrase("{label}", {"label": label}), command, url=url),
    TEXTS,
    TEXTS,
    st.sampled_from(
        ["", "", "https://a.example/", "javascript:alert(1)", "tg://user?id=1", "http://localhost"]
    ),
)
MESSAGES = st.builds(
    lambda lines, buttons: Message(tuple(lines), tuple(buttons)),
    st.lists(LINES, max_size=8),
    st.lists(BUTTONS, max_size=120),
)


@given(MESSAGES)
@example(Message())
@example(Message((), (Button(Phrase("{label}", {"label": ""}), " "),)))
@example(HOSTILE)
def test_no_message_is_refused_and_none_notifies_who_is_not_meant(message: Message) -> None:
    for post in (*posts(message, READER), one_post(message, READER)):
        read = read_html(post.html)
        assert 1 <= utf16_length(read.text) <= 4096
        assert len(read.entities) <= 100
        assert read.text == post.text.strip() or _squeezed(read.text) == _squeezed(post.text)
        assert "mention" not in [one.type for one in made_live(read).entities]
        _check_keyboard(post)


@given(st.lists(LINES, max_size=8))
def test_nothing_is_lost_where_a_message_is_split(lines: list[Line]) -> None:
    whole = posts(Message(tuple(lines)), READER)
    text = _squeezed("".join(post.text for post in whole)).replace("…", "")
    for one in lines:
        for value in one.parts:
            if isinstance(value, str):
                assert _squeezed(_sound(value)).replace("…", "") in text


def _check_keyboard(post: Post) -> None:
    if post.keyboard is None:
        return
    keyboard = read_markup(post.keyboard.to_dict(), in_private=False)
    assert isinstance(keyboard, InlineKeyboard)
    assert len(keyboard.buttons) <= 100
    assert all(1 <= len(keys) <= 8 for keys in keyboard.rows)


def _sound(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _live(post: Post) -> list[str]:
    read = read_html(post.html)
    return [one.type for one in made_live(Formatted(read.text, read.entities[:100])).entities]


def _shown(post: Post) -> str:
    rows = post.keyboard.inline_keyboard if post.keyboard else ()
    keys = ["  ".join(f"[{key.text} → {key.callback_data or key.url}]" for key in keys) for keys in rows]
    return "\n".join([post.html, *keys])
