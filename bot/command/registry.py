"""The registry: a handler's signature is its parser, usage line, help, menus and documentation.

A handler is `async def done(request: Request, tasks: tuple[Task, ...]) -> Message`. Its parameters are read
by kinds (`bot/parameters/` has one for each type): objects at the front, options from both ends of the
line and only where they read completely, and what is left is the text.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from bot.command import taking
from bot.command.courtesy import plain_end
from bot.command.errors import BadLine, Leftover, Missing
from bot.command.folding import fold, is_chinese
from bot.command.request import Request, with_names
from bot.command.signature import parameters_of
from bot.command.slips import ORDINARY, has_one_other, is_slip
from bot.command.spec import Call, Kind, Spec, Spoken
from bot.errors import Refused, UserError
from bot.message import Message
from storage.words import Role

ALIKE = 0.6  # how near a word must be to be offered as "did you mean"
MOST_WORDS = 3  # of a command's name
MOST_LINES = 50  # of a command that takes several at once

_BULLET = re.compile(r"\s*(?:[-*•·–]\s+|\[[ x]?\]\s+|\d{1,3}[.)、．]\s*)?")
_WORD = re.compile(r"([a-z][a-z0-9_-]*)(?=$|[\s:@#~!\"]|[^\x00-\x7f])")
_TASK_WORD = re.compile(
    r"\s*(?:一[个项条])?(?:任务|待办事项|待办|事项)(?:\s*:\s*|\s+"
    r"|(?![列管系模页功中板卡流单清分提状描表队调栏量型的])(?=.))"
)  # in 新建任务登录页面 it belongs to the verb, in 新建任务列表页面 to the title


class Commands:
    """All commands. `kinds` says how each type of parameter is read, `spoken` the Chinese words by name."""

    def __init__(self, kinds: Mapping[Any, Kind], spoken: Mapping[str, Spoken] | None = None) -> None:
        """Know no command yet."""
        self._kinds = kinds
        self._spoken = spoken or {}
        self.specs: dict[str, Spec] = {}
        self._words: dict[str, list[Spec]] = {}
        self._unspaced: list[str] = []

    def add(
        self,
        name: str,
        summary: str,
        *,
        aliases: tuple[str, ...] = (),
        role: Role | None = Role.MEMBER,
        alone: bool = False,
        group: str = "",
        several: Callable[..., Awaitable[Message]] | None = None,
        plain: tuple[str, ...] = (),
    ) -> Callable[[Callable[..., Awaitable[Message]]], Callable[..., Awaitable[Message]]]:
        """Register the decorated handler under its name and other words for it.

        `several` is the handler for many lines: it takes the values of each.
        """

        def register(run: Callable[..., Awaitable[Message]]) -> Callable[..., Awaitable[Message]]:
            parameters = tuple(parameters_of(run, self._kinds))
            words = (*aliases, name) if aliases else (name,)
            spoken = self._spoken.get(name, Spoken())
            in_group = group or name.split(maxsplit=1)[0]
            spec = Spec(name, summary, words, run, parameters, role, alone, in_group, spoken, several, plain)
            self.specs[name] = spec
            self._know(spec)
            return run

        return register

    def _know(self, spec: Spec) -> None:
        for word in dict.fromkeys(fold(one) for one in (*spec.words, *spec.spoken.hans, *spec.spoken.hant)):
            if word not in self._words and is_chinese(word):
                self._unspaced.append(word)
            self._words.setdefault(word, []).append(spec)
        self._unspaced.sort(key=len, reverse=True)

    async def read(self, text: str, request: Request) -> Call | None:
        """Return the command that a line says, None where it says none.

        Raises:
            UserError: it begins like a command and can't be read to its end.
        """
        found = self.find(text)
        if found is None:
            return None
        spec, rest = found
        if spec.alone and plain_end(rest, keeps_particles=False) and not spec.parameters:
            raise Leftover(spec, rest, language=request.reading.language)
        lines = [one for one in rest.splitlines() if one.strip()] if spec.several else []
        if len(lines) > 1:
            return await self._lines(spec, lines, request)
        return Call(spec, await taking.values(spec, rest, request))

    async def _lines(self, spec: Spec, lines: Sequence[str], request: Request) -> Call:
        """Read each line for itself, with or without the command's word and a bullet before it.

        Raises:
            BadLine: one can't be read.
        """
        if len(lines) > MOST_LINES:
            raise Refused("That is more than {n} at once.", n=MOST_LINES)
        read: list[Mapping[str, Any]] = []
        for number, one in enumerate(lines, 1):
            text = one[_BULLET.match(one).end() :]  # type: ignore[union-attr] # it matches everything
            again = self.find(text)
            try:
                words = again[1] if again is not None and again[0] is spec else text
                read.append(await taking.values(spec, words, request))
            except UserError as error:
                raise BadLine(number, one.strip(), error) from error
        return Call(spec, {}, tuple(read))

    def find(self, text: str) -> tuple[Spec, str] | None:
        """Return the command whose words stand at the front, the longest ones first, and what follows."""
        folded = fold(text)
        ends = self._ends_of_words(folded)
        for end in reversed(ends):
            specs = self._words.get(" ".join(folded[:end].split()))
            if specs:
                return self._meant(specs, text[end:])
        for word in self._unspaced:
            if folded.startswith(word):
                rest = text[len(word) :]
                return self._meant(self._words[word], rest[self._task_word(word, rest) :])
        return None

    def _ends_of_words(self, folded: str) -> list[int]:
        """Where the first English words end, up to three."""
        ends: list[int] = []
        at = 0
        while len(ends) < MOST_WORDS and (word := _WORD.match(folded, at)) is not None:
            ends.append(word.end())
            at = word.end() + len(folded[word.end() :]) - len(folded[word.end() :].lstrip(" \t"))
        return ends

    def _meant(self, specs: Sequence[Spec], rest: str) -> tuple[Spec, str]:
        """Of commands with one word, the one that stands alone if nothing follows, else another."""
        rest = rest.lstrip(" \t:：")
        is_alone = not plain_end(rest, keeps_particles=False)
        fitting = [one for one in specs if one.alone == is_alone]
        return (fitting or specs)[0], rest

    def _task_word(self, word: str, rest: str) -> int:
        """How much of what follows 新建 only says that a task is meant."""
        if all(one.text is None or one.objects for one in self._words[word]):
            return 0
        found = _TASK_WORD.match(fold(rest[:20]))
        return found.end() if found else 0

    def nearest(self, word: str) -> str | None:
        """Return the command word most like this one."""
        return next(iter(self.alike(word)), None)

    def alike(self, word: str) -> list[str]:
        """Return the command words that are like this one, the most like it first."""
        folded = fold(word)
        if is_chinese(folded):
            return [one for one in self._unspaced if has_one_other(one, folded)][:3]
        names = sorted({one.split()[0] for one in self._words})
        return get_close_matches(folded, names, 3, ALIKE)

    def misspelt(self, word: str) -> str | None:
        """The command word that a single word surely is, with letters swapped or one of them wrong."""
        folded = fold(word)
        if folded in ORDINARY or folded in self._words:
            return None
        if is_chinese(folded):
            return next(iter(self.alike(word)), None)
        return next((one for one in self.alike(word) if is_slip(folded, one)), None)

    async def filled(self, name: str, raw: Mapping[str, str], request: Request) -> Call:
        """Return the command that a form filled, each field read for itself.

        Raises:
            UserError: a field can't be read; its `field` names it.
        """
        spec = self.specs[name]
        values: dict[str, Any] = {}
        request.objects, request.options = (), values
        for one in spec.parameters:
            text = raw.get(one.name, "").strip()
            if text:
                values[one.name] = await taking.field(one, text, request)
                request.objects += () if one.is_option else taking.things(values[one.name])
            elif one.required:
                raise Missing(spec, one, language=request.reading.language)
        return Call(spec, values)

    async def readable(self, name: str, field: str, text: str, request: Request) -> str:
        """Return what a form's field may hold, with names for mentions where it is free text.

        Raises:
            UserError: it can't be read.
        """
        one = next(one for one in self.specs[name].parameters if one.name == field)
        await taking.field(one, text, request)
        return with_names(text, request) if one.kind is None else text
