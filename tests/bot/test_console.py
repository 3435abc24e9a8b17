"""The terminal: who speaks, what is pressed, what is shown, and the clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.adapters.console import ConsoleAdapter
from bot.adapters.console_feed import Login, channel, direct
from bot.clock import SetClock
from bot.console import Screen, Terminal
from bot.incoming import Answer, Attached, Fact, FactKind, Incoming, Missed, Outcome, Place, Words
from bot.keyboard import _Words, follow, history_in, talk
from bot.message import button, says
from bot.outgoing import Address, Outgoing, Reader

NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
ANNA = Login("anna", "Anna", "Europe/Berlin")
BO = Login("bo", "Bo", "America/New_York")


@dataclass
class Bench:
    """A terminal on a bot that answers "Noted." and travels at once."""

    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    heard: list[Incoming] = field(default_factory=list)
    printed: StringIO = field(default_factory=StringIO)
    settled: int = 0

    def __post_init__(self) -> None:
        self.console = ConsoleAdapter(self.clock, [ANNA, BO], session="")
        self.screen = Screen(Console(file=self.printed, width=80, color_system=None))
        self.terminal = Terminal(self, self.console, self.screen)

    async def receive(self, incoming: Incoming) -> Answer:
        self.heard.append(incoming)
        if isinstance(incoming.said, Fact):
            return Answer(Outcome.DONE)
        return Answer(Outcome.DONE, says("Noted."), Reader(now=NOW))

    async def travel(self, to: datetime) -> None:
        self.clock.move_to(to)

    async def settle(self) -> None:
        self.settled += 1

    async def types(self, *lines: str) -> str:
        """What the terminal shows after these lines."""
        self.printed.truncate(0)
        self.printed.seek(0)
        for one in lines:
            assert await self.terminal.take(one)
        return self.printed.getvalue()

    @property
    def said(self) -> list[tuple[str, Place, str]]:
        """Who said what where."""
        return [
            (one.sender.external_id, one.place, one.said.text)
            for one in self.heard
            if isinstance(one.said, Words)
        ]


@pytest.fixture
async def bench() -> Bench:
    made = Bench()
    await made.console.start(made.receive)
    return made


async def card(bench: Bench, address: Address) -> str:
    """Post a card with two buttons; its number as shown."""
    message = says("A card").offering(button("Start", "start WEB-1"), button("Undo", "undo 1"))
    await bench.console.send(Outgoing(address, message, Reader(now=NOW)))
    return str(bench.console.seen_by("anna")[-1].number)


async def test_a_line_is_said_by_whoever_is_there_where_they_are(bench: Bench) -> None:
    await bench.types("late", "#web", "mine", "@bo", "plan", "dm", "team")
    assert bench.said == [
        ("anna", direct("anna"), "late"),
        ("anna", channel("web"), "mine"),
        ("bo", channel("web"), "plan"),
        ("bo", direct("bo"), "team"),
    ]
    assert bench.terminal.prompt == "@bo dm> "


async def test_a_line_for_somebody_else_leaves_the_speaker_as_they_are(bench: Bench) -> None:
    await bench.types("@bo #web> late", "mine")
    assert bench.said == [("bo", channel("web"), "late"), ("anna", direct("anna"), "mine")]


async def test_the_prompt_can_be_typed_as_it_is_shown(bench: Bench) -> None:
    await bench.types("@bo #web")
    await bench.types(f"{bench.terminal.prompt}late")
    assert bench.said == [("bo", channel("web"), "late")]


async def test_nobody_speaks_for_who_is_not_there(bench: Bench) -> None:
    shown = await bench.types("@eve> late", "@eve", "mine")
    assert "Nobody here is called eve" in shown
    assert bench.said == [("anna", direct("anna"), "mine")]


async def test_an_empty_line_says_nothing(bench: Bench) -> None:
    assert await bench.types("", "   ") == ""
    assert bench.said == []


async def test_an_answer_is_shown_with_its_number_and_waited_for(bench: Bench) -> None:
    shown = await bench.types("late")
    assert "2 Drumbeat → Anna · Tue 24 Nov, 8:40 (UTC)\n  Noted.\n" in shown
    assert bench.settled == 1


async def test_a_number_presses_the_button_before_ones_eyes(bench: Bench) -> None:
    await card(bench, Address("web"))
    await bench.types("#web", "2")
    assert bench.said == [("anna", channel("web"), "undo 1")]


async def test_a_number_without_such_a_button_is_said(bench: Bench) -> None:
    await card(bench, Address("web"))
    await bench.types("#web", "3", "\\2")
    assert [text for _, _, text in bench.said] == ["3", "2"]


async def test_buttons_elsewhere_are_not_pressed(bench: Bench) -> None:
    await card(bench, Address("web"))
    await bench.types("dm", "2")
    assert bench.said == [("anna", direct("anna"), "2")]


async def test_an_answer_to_a_message_goes_where_that_stands(bench: Bench) -> None:
    number = await card(bench, Address("web"))
    await bench.types(f"^{number} on Thursday", f"^{number} 1")
    assert bench.said == [
        ("anna", channel("web"), "on Thursday"),
        ("anna", channel("web"), "start WEB-1"),
    ]
    assert [one.reply_to for one in bench.heard] == ["1", "1"]


async def test_nobody_answers_a_message_that_they_do_not_see(bench: Bench) -> None:
    number = await card(bench, Address("anna", is_person=True))
    shown = await bench.types(f"@bo> ^{number} mine now")
    assert "Bo sees no message 1." in shown
    assert bench.said == []


async def test_the_clock_moves_through_the_bot_in_the_speakers_zone(bench: Bench) -> None:
    shown = await bench.types(":clock wed 9:30")
    assert bench.clock.now() == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert "Wed 25 Nov, 9:30 (Berlin)" in shown
    assert "Wed 25 Nov, 3:30 (New York)" in shown


async def test_the_clock_never_goes_back(bench: Bench) -> None:
    shown = await bench.types(":clock 2026-11-23 9:30")
    assert "forward only" in shown
    assert bench.clock.now() == NOW


async def test_a_new_person_is_told_to_the_bot_and_can_speak(bench: Bench) -> None:
    await bench.types(":person li zone shanghai name 李 雷 language zh-hans", "@li> late")
    first = bench.heard[0]
    assert first.said == Fact(FactKind.PROFILE)
    assert (first.sender.name, first.sender.zone, first.sender.language) == (
        "李 雷",
        "Asia/Shanghai",
        "zh-Hans",
    )
    assert bench.said == [("li", direct("li"), "late")]


async def test_a_change_of_zone_leaves_the_rest(bench: Bench) -> None:
    await bench.types(":person bo zone Asia/Tokyo")
    assert bench.console.person("bo") == Login("bo", "Bo", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (":person li zone Atlantis", "I know no zone Atlantis"),
        (":person li language tlh", "I don't speak tlh"),
        (":person", "Say it like"),
        (":person a/b zone Europe/Berlin", "Say it like"),
        (":fly", "The console has no `:fly`"),
        (":\x1b[2J", "The console has no `:␛[2J`"),
    ],
)
async def test_a_wrong_order_changes_nothing_and_says_how_it_goes(
    bench: Bench, order: str, sentence: str
) -> None:
    assert sentence in await bench.types(order)
    assert bench.console.people == (ANNA, BO)
    assert bench.heard == []


async def test_the_orders_are_listed_with_who_is_there(bench: Bench) -> None:
    assert ":clock" in await bench.types(":help")
    assert "@bo · Bo · Tue 24 Nov, 3:40 (New York)" in await bench.types(":people")
    assert "@bo" not in await bench.types(":who")
    await bench.types(":as bo")
    assert bench.terminal.prompt == "@bo dm> "


async def test_quitting_ends_it(bench: Bench) -> None:
    assert not await bench.terminal.take(":quit")


async def test_piped_lines_are_shown_with_their_answers_until_the_end(bench: Bench) -> None:
    await follow(bench.terminal, StringIO("late\n:quit\nmine\n"), bench.screen)
    assert bench.said == [("anna", direct("anna"), "late")]
    assert bench.printed.getvalue().startswith("@anna dm> late\n2 Drumbeat → Anna")


async def test_a_terminal_takes_lines_until_it_is_left_and_drops_one_on_interrupt(bench: Bench) -> None:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text("late\rhalf a line\x03mine\r\x04")
        await talk(bench.terminal, bench.console, ["late"], InMemoryHistory())
    assert [text for _, _, text in bench.said] == ["late", "mine"]


def completions(bench: Bench, typed: str) -> list[str]:
    """What is offered at the end of what was typed."""
    found = _Words(bench.console, ["late", "list", "mine"]).get_completions(Document(typed), CompleteEvent())
    return [one.text for one in found]


def test_commands_complete_at_the_start_and_people_everywhere() -> None:
    bench = Bench()
    assert completions(bench, "l") == ["late", "list"]
    assert completions(bench, ":cl") == [":clock"]
    assert completions(bench, "@") == ["@anna", "@bo"]
    assert completions(bench, "add Ship it @b") == ["@bo"]
    assert completions(bench, "add l") == []
    assert completions(bench, "") == []


def test_what_was_typed_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history"
    history_in(path).store_string("late")
    assert path.stat().st_mode & 0o077 == 0
    assert "late" in path.read_text()


def test_a_place_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    assert isinstance(history_in(tmp_path / "state" / "history"), InMemoryHistory)


async def test_a_file_is_sent_with_words(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "company days.csv"
    file.write_bytes(b"2026-12-24")
    await bench.types(f':file "{file}"', f':file "{file}" calendar work')
    said = [one.said for one in bench.heard]
    assert [(one.text, one.files) for one in said if isinstance(one, Words)] == [
        ("calendar", (Attached(str(file), file.name),)),
        ("calendar work", (Attached(str(file), file.name),)),
    ]
    assert await bench.console.fetch(str(file), 10) == b"2026-12-24"
    assert await bench.console.fetch(str(file), 9) is Missed.TOO_LARGE
    assert await bench.console.fetch(str(tmp_path), 9) is Missed.GONE
    assert "There is no file nothing.csv." in await bench.types(":file nothing.csv")
    assert "There is no file" in await bench.types(":file")
    assert bench.settled == 2
