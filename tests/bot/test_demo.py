"""The demo: its script in every language, and how it is played."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from bot.adapters.console import ConsoleAdapter
from bot.clock import SetClock
from bot.connecting import Login as BotLogin
from bot.console import Screen
from bot.demo import NothingToPress, Stage, play
from bot.demo_script import LINES, NAMES, START, Caption, Presses, Says, Step, Waits, cast, week
from bot.incoming import Answer, Incoming, Outcome, Words
from bot.message import button, says
from bot.movable import movable_app
from bot.outgoing import Address, Outgoing, Reader, Sent
from storage.words import Platform

TUESDAY = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)

CHAIN = (
    "Drumbeat → Li · Tue 3 Mar, 9:30 (Shanghai)",
    "waiting for the API keys",
    "Drumbeat → Anna · Tue 3 Mar, 9:30 (Berlin)",
    "Drumbeat → Ben · Tue 3 Mar, 9:00 (New York)",
    "Ben, Li can't go on without you",
    "Drumbeat → Ben · Tue 3 Mar, 9:30 (New York)",
    "Drumbeat → Ben · Tue 3 Mar, 14:00 (New York)",
    "For you as lead of Web shop",
    "🟡 Beta, promised Wed 11 Mar: done only by Thu 12 Mar, 1 day late.",
    "waits for Ben, 2 days · adds 1 day",
    "[I'll do it by…]",
    "Ben takes WEB-3",
    "Ben clears it by Fri 6 Mar",
    "Ben says that WEB-3 is cleared",
    "blocks WEB-2 Test the checkout with customers · for Beta\n  [1] Start  [2] Done  [3] Blocked…",
    "🟢 Beta: Wed 11 Mar again. WEB-3: “the keys arrived”",
    "🟢 Beta · promised Wed 11 Mar · done by Wed 11 Mar",
)


@dataclass
class Theatre:
    """A bot that posts once a day, on a stage without a pace."""

    clock: SetClock = field(default_factory=lambda: SetClock(START))
    heard: list[Incoming] = field(default_factory=list)
    printed: StringIO = field(default_factory=StringIO)

    def __post_init__(self) -> None:
        self.console = ConsoleAdapter(self.clock, cast("en"))
        screen = Screen(Console(file=self.printed, width=80, color_system=None))
        self.stage = Stage(self.console, screen, paced=False)

    async def receive(self, incoming: Incoming) -> Answer:
        self.heard.append(incoming)
        return Answer(Outcome.DONE)

    async def travel(self, to: datetime) -> None:
        self.clock.move_to(to)
        ask = says("What moves today?").offering(button("Same plan", "answer same"), button("Skip", "skip 1"))
        receipt = await self.console.send(Outgoing(Address("li", is_person=True), ask, Reader(now=to)))
        assert isinstance(receipt, Sent)
        done = says("Noted.").offering(button("Undo", "undo 1"))
        await self.console.send(Outgoing(Address("li", is_person=True), done, Reader(now=to), receipt.ref))

    async def settle(self) -> None:
        pass

    async def plays(self, *steps: Step) -> str:
        """What is shown of these steps."""
        await self.console.start(self.receive)
        await play(steps, self, self.console, self.stage)
        return self.printed.getvalue()


async def test_everybody_says_their_lines_where_the_script_has_them() -> None:
    theatre = Theatre()
    shown = await theatre.plays(Caption("Monday."), Says("anna", "plan", "web"), Says("li", "mine"))
    assert [(one.sender.external_id, one.place.chat) for one in theatre.heard] == [
        ("anna", "web"),
        ("li", "li"),
    ]
    assert shown.startswith("── Monday.\n\n#web Anna · Mon 2 Mar, 1:30 (Berlin)\n  plan\n\nLi → Drumbeat")


async def test_a_message_that_was_edited_at_once_is_shown_once() -> None:
    shown = await Theatre().plays(Waits(TUESDAY))
    assert (shown.count("Noted."), shown.count("What moves today?")) == (1, 0)


async def test_a_button_is_pressed_by_its_command_whatever_its_label() -> None:
    theatre = Theatre()
    await theatre.plays(Waits(TUESDAY), Presses("li", "undo"))
    said = theatre.heard[-1].said
    assert isinstance(said, Words)
    assert (said.text, said.pressed) == ("undo 1", True)


async def test_a_script_that_does_not_fit_the_bot_fails() -> None:
    with pytest.raises(NothingToPress):
        await Theatre().plays(Waits(TUESDAY), Presses("ben", "undo"))


@pytest.mark.parametrize("language", list(LINES))
def test_the_week_is_whole_in_every_language(language: str) -> None:
    assert LINES[language].keys() == LINES["en"].keys()
    assert NAMES[language].keys() == NAMES["en"].keys()
    assert [type(one) for one in week(language)] == [type(one) for one in week("en")]


def test_time_never_goes_back_in_the_script() -> None:
    moments = [START, *(one.until for one in week("en") if isinstance(one, Waits))]
    assert moments == sorted(moments)
    assert START.weekday() == 0


def test_the_three_live_in_three_zones_and_one_of_them_leads() -> None:
    people = cast("en")
    assert len({one.zone for one in people}) == 3
    assert [one.login for one in people if one.is_admin] == ["anna"]


async def test_the_chain_is_seen_from_the_answer_to_the_lead_and_back(database_url: str) -> None:
    clock = SetClock(START)
    console = ConsoleAdapter(clock, cast("en"))
    printed = StringIO()
    stage = Stage(console, Screen(Console(file=printed, width=200, color_system=None)), paced=False)
    async with movable_app(database_url, clock, [BotLogin(Platform.CONSOLE, "console", console)]) as bot:
        await play(week("en"), bot, console, stage)
    shown = printed.getvalue()
    position = 0
    for link in CHAIN:
        position = shown.find(link, position)
        assert position >= 0, f"{link!r} is not shown there:\n{shown}"
