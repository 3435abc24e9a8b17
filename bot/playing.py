"""What is played in the terminal: the console with its three people, and the demo."""

import asyncio
import sys
from pathlib import Path

from bot import demo
from bot.adapters.console import ConsoleAdapter
from bot.adapters.console_feed import Login
from bot.clock import MovedClock
from bot.connecting import Login as BotLogin
from bot.console import Paper, Screen, Terminal
from bot.handlers import all_commands
from bot.keyboard import follow, history_in, talk
from bot.logs import quieten
from bot.movable import movable_app
from storage.words import Platform

HISTORY = Path.home() / ".drumbeat_history"


def console(database: str, language: str) -> None:
    """Talk in the terminal, on this database, with people who read this language."""
    asyncio.run(_talk(database, language))


def play(language: str) -> None:
    """Play the demo."""
    quieten()
    demo.run(language, _command_words())


async def _talk(database: str, language: str) -> None:
    quieten()
    clock = MovedClock()
    people = (
        Login("anna", "Anna", "Europe/Berlin", language),
        Login("li", "Li Lei", "Asia/Shanghai", language),
        Login("ben", "Ben", "America/New_York", language),
    )
    adapter = ConsoleAdapter(clock, people)
    screen = Screen(Paper())
    login = BotLogin(Platform.CONSOLE, "console", adapter)
    async with movable_app(database, clock, [login]) as app:
        terminal = Terminal(app, adapter, screen)
        terminal.welcome()
        if sys.stdin.isatty():
            await talk(terminal, adapter, _command_words(), history_in(HISTORY))
        else:
            await follow(terminal, sys.stdin, screen)


def _command_words() -> list[str]:
    return sorted({spec.words[0] for spec in all_commands().specs.values()})
