"""What reading 10,000 characters costs that are meant to take long: the aim is 20 ms of CPU for each.

Measured is CPU time, not the clock's: what else the machine does is not meant. Commands are read in a
small project on SQLite; what their names and keys ask of the database is in their figure.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time_ns

from bot.errors import UserError
from bot.when import (
    Reading,
    find_recurrence,
    find_when,
    read_duration,
    read_range,
    read_recurrence,
    read_when,
)
from bot.when.last_resort import read_field
from tests.conversations.reader import Reader, open_reader
from tests.databases import SQLiteFiles

LONG = 10_000  # characters
LENGTHS = (LONG, 1_000, 200, 120, 60, 40)  # where somewhere a longer text is cut, or not read
AIM = 20.0  # ms
FAST = 0.004  # seconds; what took longer is measured again, for the lower figure
PIECES = (
    "1 ", "12", "12 ", "0", "1/2/3 ", "1-", "1.1.", "12:30 ", "2026", "3d", "5.5 ", "²", "٣", "１２",
    "friday ", "next ", "every ", "by ", "at 4 ", "half ", "twenty ", "the 1st of ", "3 days after ",
    "to to ", "monday to ", "of the ", "after 9 ", "for Beta ", "in WEB ", "mo utc ", "christmas ",
    "and a half ", "一", "下", "下下", "下周五", "每", "月", "年", "底", "季", "今夜", "一共", "第一个",
    "3点", "周一三五", "週", "于", "到", "请", "谢谢了", "一下", "把", "截止", "负责人", "依赖9", "字",
    "12号之后", "(", "[", "{", '"', "“", "「", "'", "~", "～", "-", "--", "—", ".", ",", "、", ":", "/", "$1",
    "%", "?", "@", "@a", "@li ", "@李雷", "x.y@", "<@U1> ", "#a ", "!high ", "~2d ", "http://", "a-",
    "WEB-12 ", "v1.", "a", "x ", "İ", "ß", "é", "ａ", "😀", " ", "\u3000", "\t", "\n", "\na", "\n- ", "\x00",
)  # fmt: skip
COMMANDS = (
    "",
    "add ",
    "12 ",
    "新建",
    "把12",
    "away ",
    "standup new ",
    "standup ask ",
    "invite ",
    "block 12 ",
)

Costs = Iterable[tuple[float, str]]
_NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
_READINGS = (Reading(_NOW, "en"), Reading(_NOW, "zh-Hans"))


def main() -> None:
    """Print the worst of each kind of reading."""
    print(f"{LONG:,} characters and fewer, ms of CPU         worst   of")
    for name, read in READERS.items():
        _print(name, _costs(read))
    with TemporaryDirectory() as directory, SQLiteFiles(Path(directory)).migrated() as url:
        _print("a command", asyncio.run(_commands(url)))


def _print(name: str, costs: Costs) -> None:
    worst, text = max(costs)
    print(f"{name:38} {worst:14.1f}   {text!r}{'' if worst < AIM else '  TOO LONG'}")


def _costs(read: Callable[[str], object]) -> Costs:
    for piece, length in product(PIECES, LENGTHS):
        yield _cost(lambda text=(piece * length)[:length]: read(text)), piece  # type: ignore[misc] # bound now


def _cost(read: Callable[[], object]) -> float:
    """Return the milliseconds of CPU of a reading, the better of two."""
    took: list[float] = []
    while len(took) < 2 and (not took or took[0] > FAST):  # noqa: PLR2004
        begun = process_time_ns()
        read()
        took.append((process_time_ns() - begun) / 1e9)
    return min(took) * 1000


async def _commands(url: str) -> list[tuple[float, str]]:
    async with open_reader(url) as reader:
        return [
            (await _cost_of_command(reader, command + (piece * LONG)[:LONG]), f"{command}{piece}")
            for command, piece in product(COMMANDS, PIECES)
        ]


async def _cost_of_command(reader: Reader, line: str) -> float:
    return min([await _spent(lambda: reader.reads(line)) for _ in range(2)])


async def _spent(read: Callable[[], Awaitable[object]]) -> float:
    begun = process_time_ns()
    with suppress(UserError):
        await read()
    return (process_time_ns() - begun) / 1e6


READERS: dict[str, Callable[[str], object]] = {
    "find a date": lambda text: find_when(text, _READINGS[0]),
    "find a date, of a Chinese reader": lambda text: find_when(text, _READINGS[1]),
    "find a recurrence": lambda text: find_recurrence(text, _READINGS[0]),
    "a date alone": lambda text: read_when(text, _READINGS[0]),
    "a date's field, dateparser last": lambda text: read_field(text, _READINGS[0]),
    "its field, of a Chinese reader": lambda text: read_field(text, _READINGS[1]),
    "a range": lambda text: read_range(text, _READINGS[0]),
    "a recurrence alone": lambda text: read_recurrence(text, _READINGS[0]),
    "a duration": read_duration,
}

if __name__ == "__main__":
    main()
