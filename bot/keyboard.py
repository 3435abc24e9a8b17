"""Where the lines of the terminal come from: a keyboard with completion and a history, or a pipe."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from bot.adapters.console import ConsoleAdapter
from bot.adapters.console_lines import Order
from bot.console import Screen, Terminal


class _Words(Completer):
    """The first word of a line: a command, somebody's name, or an order to the console; later an @name."""

    def __init__(self, console: ConsoleAdapter, commands: Iterable[str]) -> None:
        self._console = console
        self._commands = sorted(commands)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002 - its signature
        before = document.text_before_cursor
        word = before.rsplit(maxsplit=1)[-1] if before and not before[-1].isspace() else ""
        people = [f"@{one.login}" for one in self._console.people]
        orders = [f":{one.value}" for one in Order]
        fitting = [*self._commands, *people, *orders] if word == before.lstrip() else people
        for one in fitting if word else ():
            if one.startswith(word.casefold()):
                yield Completion(one, -len(word))


def history_in(path: Path) -> History:
    """Lines typed before, kept in a file that only its owner reads: they hold what people said."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()  # a read-only home is no reason not to talk
    return FileHistory(str(path))


async def talk(
    terminal: Terminal, console: ConsoleAdapter, commands: Iterable[str], history: History
) -> None:
    """Read lines at a terminal until it is left."""
    session: PromptSession[str] = PromptSession(
        history=history, completer=_Words(console, commands), complete_while_typing=False
    )
    with patch_stdout(raw=True):
        while True:
            try:
                typed = await session.prompt_async(lambda: terminal.prompt)
            except KeyboardInterrupt:
                continue  # as in a shell: the line is dropped
            except EOFError:
                return
            if not await terminal.take(typed):
                return


async def follow(terminal: Terminal, lines: TextIO, screen: Screen) -> None:
    """Read lines from a pipe or a file to its end; each is shown as if it had been typed."""
    while typed := await asyncio.to_thread(lines.readline):
        typed = typed.rstrip("\n")
        screen.echo(f"{terminal.prompt}{typed}")
        if not await terminal.take(typed):
            return
