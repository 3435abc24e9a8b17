"""A week of a small project, played through the real bot in half a minute, and shown as a chat."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from prompt_toolkit.history import InMemoryHistory
from rich.console import Console
from rich.text import Text

from bot.adapters.console import ConsoleAdapter
from bot.adapters.console_feed import Entry, Post, channel
from bot.adapters.console_text import entry_lines, wrapped
from bot.clock import SetClock
from bot.connecting import Login
from bot.console import Running, Screen, Terminal
from bot.demo_script import CHANNEL, LAST_WORDS, START, Caption, Presses, Says, Step, Waits, cast, week
from bot.keyboard import talk
from bot.movable import movable_app
from storage.migrate import upgrade
from storage.words import Platform

CAPTION = "── "
SECONDS_A_MESSAGE = 0.2
SECONDS_A_LINE = 0.12  # so that a longer message stands a little longer, and the week takes half a minute


def run(language: str, commands: Iterable[str]) -> None:
    """Play the week on a database that is thrown away; on a terminal, let the reader go on in it.

    `commands` are the words that the terminal completes.
    """
    with TemporaryDirectory(prefix="drumbeat-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        upgrade(url)
        asyncio.run(_week_and_after(url, language, commands))


async def _week_and_after(url: str, language: str, commands: Iterable[str]) -> None:
    clock = SetClock(START)
    console = ConsoleAdapter(clock, cast(language))
    screen = Screen(Console())
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    async with movable_app(url, clock, [Login(Platform.CONSOLE, "console", console)]) as bot:
        stage = Stage(console, screen, paced=is_terminal)
        await play(week(language), bot, console, stage)
        if is_terminal:
            await stage.caption(LAST_WORDS[language])
            terminal = Terminal(bot, console, screen, place=CHANNEL)
            await talk(terminal, console, commands, InMemoryHistory())


class NothingToPress(LookupError):
    """The script presses a button that the bot did not offer: script and bot don't fit."""


class Stage:
    """Shows what is said, one message after another, at a pace at which it can be followed."""

    def __init__(self, console: ConsoleAdapter, screen: Screen, *, paced: bool) -> None:
        """Follow the console's feed; without a pace all comes at once."""
        self._console = console
        self._screen = screen
        self._paced = paced
        self._waiting: list[Entry] = []
        console.listen(self._waiting.append)

    async def caption(self, text: str) -> None:
        """Show a line for who watches."""
        caption = Text(CAPTION + text, "yellow")
        await self._show(wrapped(caption, self._screen.columns, hang=len(CAPTION)))

    async def catch_up(self) -> None:
        """Show what was said since the last time; of what was edited meanwhile, only the last state."""
        waiting, self._waiting[:] = list(self._waiting), []
        names = {one.login: one.name for one in self._console.people}
        for entry in _last_states(waiting):
            await self._show(entry_lines(entry, self._screen.columns, names))

    async def _show(self, lines: Sequence[Text]) -> None:
        self._screen.show(lines)
        if self._paced:
            await asyncio.sleep(SECONDS_A_MESSAGE + SECONDS_A_LINE * len(lines))


def _last_states(entries: list[Entry]) -> list[Entry]:
    last = {entry.number: entry for entry in entries}
    return [last[entry.number] for entry in entries if entry is last[entry.number]]


async def play(steps: Sequence[Step], bot: Running, console: ConsoleAdapter, stage: Stage) -> None:
    """Let everybody do what the script says.

    Raises:
        NothingToPress: the bot did not offer a button that is to be pressed.
    """
    for step in steps:
        match step:
            case Caption(text):
                await stage.caption(text)
            case Waits(until):
                await bot.travel(until)
            case Says(login, text, where):
                await console.say(login, text, channel(where) if where else None)
            case Presses(login, command):
                await _press(login, command, console)
        await bot.settle()
        await stage.catch_up()


async def _press(login: str, command: str, console: ConsoleAdapter) -> None:
    for post in reversed(console.seen_by(login)):
        number = _number(post, command)
        if number:
            await console.press(login, number, ref=post.ref)
            return
    raise NothingToPress(command)


def _number(post: Post, command: str) -> int:
    """The place of the first button whose command begins so; 0 if there is none."""
    commands = [one.command for one in post.message.laid_out]
    return next((number for number, one in enumerate(commands, 1) if one.startswith(command)), 0)
