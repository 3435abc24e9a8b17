"""The command line."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog
from rich.console import Console

from bot.adapters.console import ConsoleAdapter, Login
from bot.app import Login as BotLogin
from bot.app import movable_app
from bot.clock import MovedClock
from bot.console import Screen, Terminal, follow, history_in, talk
from bot.demo import run as play_week
from bot.demo_script import LINES
from bot.handlers import all_commands
from storage.migrate import upgrade
from storage.words import Platform

COMMANDS_PAGE = Path("docs") / "commands.md"
CONSOLE_DATABASE = "sqlite:///drumbeat-console.db"
HISTORY = Path.home() / ".drumbeat_history"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="drumbeat", description="The project manager's right hand in chat.")
    jobs = parser.add_subparsers(dest="job", required=True)
    docs = jobs.add_parser("docs", help="write docs/commands.md from the commands")
    docs.add_argument("--check", action="store_true", help="only say whether it is up to date")
    console = jobs.add_parser("console", help="talk to it here in the terminal")
    console.add_argument("--database", default=CONSOLE_DATABASE, help="where its data lies")
    demo = jobs.add_parser("demo", help="a week of a small project in half a minute")
    demo.add_argument("--language", default="en", choices=sorted(LINES), help="what its people speak")
    asked = parser.parse_args(arguments)
    match asked.job:
        case "docs":
            return write_docs(is_check=asked.check)
        case "console":
            upgrade(asked.database)
            asyncio.run(talk_here(asked.database))
        case "demo":
            quieten()
            play_week(asked.language, command_words())
        case _:
            pass
    return 0


def write_docs(*, is_check: bool) -> int:
    """Write the page of commands, or say that it is out of date."""
    page = all_commands().reference()
    if not is_check:
        COMMANDS_PAGE.write_text(page, encoding="utf-8")
        return 0
    if COMMANDS_PAGE.exists() and COMMANDS_PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{COMMANDS_PAGE} is out of date. Run `make docs` and commit it.", file=sys.stderr)
    return 1


def quieten() -> None:
    """Let only what went wrong into a terminal that shows a conversation."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def command_words() -> list[str]:
    """The words that a terminal completes."""
    return sorted({spec.words[0] for spec in all_commands().specs.values()})


async def talk_here(database: str) -> None:
    """Run the console until it is left."""
    quieten()
    clock = MovedClock()
    people = (
        Login("anna", "Anna", "Europe/Berlin"),
        Login("li", "Li Lei", "Asia/Shanghai"),
        Login("ben", "Ben", "America/New_York"),
    )
    adapter = ConsoleAdapter(clock, people)
    screen = Screen(Console())
    login = BotLogin(Platform.CONSOLE, "console", adapter)
    async with movable_app(database, clock, [login]) as app:
        terminal = Terminal(app, adapter, screen)
        terminal.welcome()
        if sys.stdin.isatty():
            await talk(terminal, adapter, command_words(), history_in(HISTORY))
        else:
            await follow(terminal, sys.stdin, screen)


if __name__ == "__main__":
    sys.exit(main())
