"""Whatever is said is a command, a sentence about what is wrong, or nothing: never a crash."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.handlers import all_commands
from tests.conversations.reader import Reader, open_reader
from tests.databases import SQLiteFiles

SIGNS = "@＠#＃!！~～、，：；。.,:;-–—'\"“”「」()[]<>{}%$\\/ \t\n\u3000\u200b0123456789０１２"
WORDS = [
    "12", "WEB-12", "web-", "99999999", "after", "by", "for", "in", "from", "no", "friday", "next friday",
    "30 February", "25:00", "@li", "@李雷", "@p1", "@<U1>", "@", "#", "!", "~", "~2d", "~2-5d", "!high",
    "周五前", "截止", "负责人", "把", "请", "帮我", "了", "吧", "谢谢", "月", "个", "到", "和", "在9之后",
    "\u0130", "ß", "²", "٣", "\ud7ff", "\U0001f600", "page 2", "late", "to", "key", "代理", "covers", "none",
]  # fmt: skip

pieces = st.one_of(
    st.sampled_from(WORDS),
    st.text(alphabet=SIGNS, max_size=6),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=10),
)
tails = st.lists(pieces, max_size=8).flatmap(lambda some: st.sampled_from([" ".join(some), "".join(some)]))


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(runner: asyncio.Runner, sqlite_files: SQLiteFiles) -> Iterator[Reader]:
    with sqlite_files.migrated() as url:
        world = open_reader(url)
        yield runner.run(world.__aenter__())
        runner.run(world.__aexit__(None, None, None))


def read(runner: asyncio.Runner, reader: Reader, line: str, *, addressed: bool = True) -> None:
    """Read it; a sentence to a person is fine, anything else is a bug."""
    with suppress(UserError):
        runner.run(reader.reads(line, addressed=addressed))


SPECS = all_commands().specs.values()
COMMANDS = sorted({word for spec in SPECS for word in (*spec.words, *spec.spoken.hans, *spec.spoken.hant)})
FILLERS = [
    "x",
    "12 ",
    "@",
    "@li ",
    "#a ",
    "by friday ",
    "周五前",
    "把",
    "～",
    "after 9 ",
    "谢谢了",
    "@李雷",
    "12 后 ",
]


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(command=st.sampled_from(["", "12 ", "12", *COMMANDS]), tail=tails, addressed=st.booleans())
@example(command="add", tail="@İstanbul ß", addressed=True)
@example(command="done", tail="²", addressed=True)
def test_any_text_behind_any_command_is_read_or_refused(
    runner: asyncio.Runner,
    reader: Reader,
    command: str,
    tail: str,
    addressed: bool,  # noqa: FBT001 - hypothesis draws it
) -> None:
    read(runner, reader, f"{command}{' ' if command.isascii() else ''}{tail}", addressed=addressed)


@pytest.mark.parametrize("filler", FILLERS)
def test_ten_thousand_characters_are_read_or_refused(
    runner: asyncio.Runner, reader: Reader, filler: str
) -> None:
    for spec in SPECS:
        read(runner, reader, f"{spec.words[0]} {filler * (10_000 // len(filler))}")
