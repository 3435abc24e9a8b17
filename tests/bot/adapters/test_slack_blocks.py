"""What Slack shows of a message, held against Block Kit's limits and against golden files."""

import json
import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack_blocks import Json, cut, length, rendered
from bot.message import (
    Bold,
    Button,
    Code,
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
    button,
    item,
    line,
    note,
    says,
)
from bot.outgoing import Reader
from tests.bot.adapters.slack_samples import HOSTILE, LITERAL, READER, SAMPLES, TO_BO
from tests.stand_ins.block_kit import MOST_TEXT_IN_A_MESSAGE, Surface, check_blocks, text_length
from tests.stand_ins.slack_reading import notified_by_markup, notified_by_object, shown_blocks, texts_in

GOLDEN = Path(__file__).parents[2] / "golden" / "slack"


def seen(content: Json) -> str:
    return shown_blocks(content["blocks"], lambda some_id: f"@{some_id}")


def notified(content: Json) -> set[str]:
    found = set(notified_by_markup(content["text"], verbatim=False))
    return found | {who for part in texts_in(content["blocks"]) for who in notified_by_object(part)}


def assert_accepted(content: Json) -> None:
    assert check_blocks(content["blocks"], Surface.MESSAGE) == []
    assert text_length(content["blocks"]) <= MOST_TEXT_IN_A_MESSAGE
    assert 0 < length(content["text"]) < 4_000


@pytest.mark.parametrize("name", SAMPLES)
def test_a_message_looks_in_slack_as_it_was_agreed(name: str) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    assert rendered(SAMPLES[name], READER) == golden


def test_the_same_message_is_read_in_chinese() -> None:
    content = rendered(SAMPLES["card"], replace(READER, language="zh-Hans"))
    assert "11月26日（周三）" in seen(content)


def test_what_people_typed_stays_what_they_typed_and_notifies_nobody() -> None:
    content = rendered(LITERAL, READER)
    assert notified(content) - {"@everyone"} == set()  # in `text`, Slack reads @everyone only with link_names
    assert seen(content).count(HOSTILE) == 9
    kinds = {part["type"] for part in texts_in(content["blocks"])}
    assert not kinds & {"mrkdwn", "markdown", "user", "broadcast", "channel", "usergroup"}


def test_only_a_mention_notifies() -> None:
    assert notified(rendered(TO_BO, READER)) == {"U0BO"}
    assert notified(rendered(TO_BO, Reader())) == set()


def test_a_link_that_slack_would_refuse_is_text() -> None:
    content = rendered(says("{page}", page=Link("page", "javascript:alert(1)")), READER)
    assert seen(content) == "page"
    assert "link" not in json.dumps(content)


def test_a_button_says_its_command_and_one_with_an_address_leads_there() -> None:
    [actions] = [block for block in rendered(TO_BO, READER)["blocks"] if block["type"] == "actions"]
    page, done = actions["elements"]
    assert page["url"] == "https://pm.example/plan"
    assert "value" not in page
    assert done["value"] == "resolve WEB-15"


def test_a_list_too_long_for_slack_is_cut_and_says_so() -> None:
    content = rendered(Message(tuple(item("x" * 99) for _ in range(200))), READER)
    assert_accepted(content)
    assert seen(content).endswith("109 more lines are not shown here.")


def test_a_text_of_ten_thousand_characters_is_shown_as_far_as_it_fits() -> None:
    content = rendered(says("{text}", text="x" * 10_000), READER)
    assert_accepted(content)
    assert seen(content).endswith("x…")


def test_more_notes_and_lines_in_turn_than_blocks_are_all_shown() -> None:
    lines = [one for n in range(60) for one in (line("text {n}", n=n), note("note {n}", n=n))]
    content = rendered(Message(tuple(lines), (button("Go", "go"),)), READER)
    assert_accepted(content)
    assert all(f"note {n}" in seen(content) for n in range(60))


def test_more_buttons_than_fit_in_a_row_go_to_the_next_one() -> None:
    content = rendered(Message((), tuple(button("b{n}", f"b {n}", n=n) for n in range(60))), READER)
    assert_accepted(content)
    rows = [len(block["elements"]) for block in content["blocks"]]
    assert rows == [25, 25]


def test_what_is_done_less_often_is_in_a_menu_behind_the_buttons() -> None:
    menu = tuple(button("b{n}", f"b {n}", n=n) for n in range(9))
    content = rendered(Message((), (button("Done", "done"),), menu=menu), READER)
    assert_accepted(content)
    [done, more] = content["blocks"][0]["elements"]
    assert done["value"] == "done"
    assert [one["value"] for one in more["options"]] == [f"b {n}" for n in range(5)]


def test_emoji_count_as_slack_counts_them() -> None:
    label = "🟢" * 60
    content = rendered(says("x").offering(button("{label}", "go", label=label)), READER)
    assert length(content["blocks"][-1]["elements"][0]["text"]["text"]) <= 75
    assert cut("🟢🟢", 3) == "🟢…"


def test_an_empty_message_is_still_one() -> None:
    assert_accepted(rendered(Message(), READER))
    assert_accepted(rendered(says("{text}", text=" \n "), READER))


texts = st.text(
    st.sampled_from(
        [*string.ascii_letters, *" \n\t&<>!|*_~`@#:", "é", "中", "\u202e", "\u200b", "🟢", "\x00"]
    ),
    max_size=60,
)
long_texts = texts | st.builds(lambda text, n: text * n, texts, st.integers(1, 300))
simple: st.SearchStrategy[Value] = st.one_of(
    long_texts,
    st.builds(Bold, texts),
    st.builds(Said, long_texts),
    st.builds(Code, texts),
    st.builds(Mention, st.sampled_from([7, 8, 99]), texts),
    st.builds(Link, texts, st.sampled_from(["https://a.example", "x:y", "", "https://a b"]) | texts),
)
values = simple | st.builds(lambda some: Listed(tuple(some)), st.lists(simple, max_size=5))
lines = st.builds(
    lambda parts, kind, sign: Line(tuple(parts), kind, sign),
    st.lists(values, max_size=4),
    st.sampled_from(Kind),
    st.sampled_from(["", "⏰", "⛔"]),
)
some_buttons = st.builds(
    lambda label, command, style, url: Button(Phrase("{label}", {"label": label}), command, style, url),
    texts,
    texts,
    st.sampled_from(Style),
    st.sampled_from(["", "https://a.example", "not an address"]),
)
messages = st.builds(
    lambda some, buttons, menu: Message(tuple(some), tuple(buttons), menu=tuple(menu)),
    st.lists(lines, max_size=70),
    st.lists(some_buttons, max_size=60),
    st.lists(some_buttons, max_size=8),
)


@given(messages)
@settings(max_examples=60, deadline=None)
def test_slack_accepts_every_message(message: Message) -> None:
    assert_accepted(rendered(message, READER))
