"""The command that a line says: as it stands, about the card that it answers, or the nearest one."""

import re

from bot import lines, plain
from bot.command import Call, Commands, Request, Unknown
from bot.errors import NotFound, UserError
from storage.models import Blocker, Project, Task

FULL_KEY = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Z0-9]{1,9}-\d{1,6}(?![A-Za-z0-9-])")
FEW_WORDS = 2  # of a line in which a misspelt command is looked for although nothing of it reads


class Calls:
    """Finds the commands that lines say; runs none."""

    def __init__(self, commands: Commands) -> None:
        """Take the commands there are."""
        self._commands = commands

    async def tried(self, text: str, request: Request) -> tuple[Call | None, UserError | None]:
        """The command that a line says, or what is wrong with it."""
        try:
            return await self.read(text, request), None
        except UserError as error:
            return None, error

    async def read(self, text: str, request: Request) -> Call | None:
        """The command that a line says; under a card it may leave out what the card shows.

        Raises:
            UserError: it begins like a command and can't be read to its end.
        """
        key = await key_of_topic(request)
        try:
            call = await self._read(text, request)
        except UserError:
            call = await self.about(key, text, request)
            if call is None:
                raise
        if call is not None and (call.values or not call.spec.objects):
            return call
        return await self.about(key, text, request) or call

    async def about(self, key: str | None, text: str, request: Request) -> Call | None:
        """The command that a line says of what this key names; None where it says none of it."""
        if key is None or not text:
            return None
        try:
            return await self._read(f"{key} {text}", request)
        except UserError:
            return None

    async def in_sentence(self, text: str, request: Request) -> Call | None:
        """The card of the one thing whose full key stands in a sentence."""
        keys = set(FULL_KEY.findall(text))
        if len(keys) != 1:
            return None
        try:
            return await self._read(keys.pop(), request)
        except UserError:
            return None

    async def unknown(self, text: str, request: Request) -> Unknown:
        """Say so, with the nearest line, if possible one that names a thing that is there."""
        meant = self.misspelt(text)
        if meant is not None:
            return Unknown(text, meant)
        near = self.alike(text)
        tried = [(line, *await self.tried(line, request)) for line in near]
        read = [line for line, call, error in tried if call is not None or isinstance(error, NotFound)]
        surest = [line for line, call, _ in tried if call is not None and plain.names_object(call)]
        few = near if len(text.split()) <= FEW_WORDS else []  # "can you …" is no misspelt "cancel"
        readable = surest or read or few
        return Unknown(text.split(maxsplit=1)[0] if text else "", next(iter(readable), None))

    def misspelt(self, text: str) -> str | None:
        """The line that a single misspelt word means; of a word that only begins commands, its help."""
        meant = self._commands.misspelt(text)
        return f"help {meant}" if meant is not None and self._commands.find(meant) is None else meant

    def alike(self, text: str) -> list[str]:
        """The line with the nearest commands in place of its first word."""
        word, *rest = text.split(maxsplit=1) or [""]
        alike = self._commands.alike(word) if word else []
        if word.casefold() in alike:  # "standup" is only the beginning of commands
            return [f"help {word.casefold()}"]
        return [" ".join((one, *rest)) for one in alike]

    async def _read(self, text: str, request: Request) -> Call | None:
        return await lines.read(self._commands, text, request)


async def key_of_topic(request: Request) -> str | None:
    """The key of the task or blocker that the answered post shows."""
    kind, _, number = (request.topic or "").partition("/")
    if not number.isdigit():
        return None
    thing: Task | Blocker | None = None
    if kind == "task":
        thing = await request.work.session.get(Task, int(number))
    elif kind == "blocker":
        thing = await request.work.session.get(Blocker, int(number))
    if thing is None or thing.workspace_id != request.work.workspace.id:
        return None
    project = await request.work.session.get_one(Project, thing.project_id)
    return f"{project.key}-{thing.number}"
