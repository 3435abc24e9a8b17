"""The registry: a handler's signature is its parser, usage line, help, menus and documentation.

A handler is `async def done(request: Request, tasks: tuple[Task, ...]) -> Message`. Its parameters are read
by kinds (`bot/parameters/` has one for each type): objects at the front, options from both ends of the
line and only where they read completely, and what is left is the text.
"""

import inspect
import re
import types
import typing
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Protocol

from bot.errors import Unreadable, UserError
from bot.incoming import Incoming, Words
from bot.message import Message, button, phrase
from bot.when.meaning import Reading
from bot.work import Here, Work
from storage.models import Channel, Member, Person, Project
from storage.people import Mate
from storage.words import Role

MENTION = re.compile(r"[@＠]<([^<>\s]{1,64})>")  # a mention as the adapters hand it in
MOST_SHOWN = 40  # characters of a line that a button offers
ALIKE = 0.6  # how near a word must be to be offered as "did you mean"


@dataclass(slots=True)
class Request:
    """What a handler works with: who asks, where, and how their words are to be read.

    `project` is the one bound to the place; elsewhere None until the words name one. `topic` is what the post
    that was answered or pressed shows (`task/12`), `line` what is being read. The others are filled when
    first asked for.
    """

    work: Work
    actor: Person
    here: Here
    reading: Reading
    incoming: Incoming
    channel: Channel | None = None
    project: Project | None = None
    is_direct: bool = True
    addressed: bool = True
    topic: str | None = None
    mine: Sequence[tuple[Project, Member]] | None = None
    rosters: dict[int, list[Mate]] = field(default_factory=dict)
    line: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that was read, and the words that remain."""

    value: Any
    rest: str


@dataclass(frozen=True, slots=True)
class Marker:
    """The words that lead an option; `bare`: it may also stand without one, at the end."""

    words: tuple[str, ...] = ()
    bare: bool = False


class Kind(Protocol):
    """How one type of parameter is read. A reader answers None where the words are not of its kind."""

    usage: str

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read it off the front."""
        ...

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read it off the end."""
        ...

    async def whole(self, text: str, request: Request) -> Any:  # noqa: ANN401 - each kind has its type
        """Read all of the text, as a form's field gives it.

        Raises:
            UserError: it can't be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a handler."""

    name: str
    kind: Kind | None  # None: the text that is left
    required: bool
    is_option: bool
    many: bool = False
    marker: Marker = Marker()


@dataclass(frozen=True, slots=True)
class Spec:
    """One command. `alone` words are commands only where nothing follows; `role` is the least one needed.

    `plain` words make a command of a plain line in a private chat although all that follows is free text.
    """

    name: str
    summary: str
    words: tuple[str, ...]
    run: Callable[..., Awaitable[Message]]
    parameters: tuple[Parameter, ...]
    role: Role | None = Role.MEMBER
    alone: bool = False
    group: str = ""
    plain: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The line one would type."""
        return " ".join((self.words[0], *(_usage(one) for one in self.parameters)))

    @property
    def text(self) -> Parameter | None:
        """The parameter that takes the words that are left."""
        return next((one for one in self.parameters if one.kind is None), None)

    @property
    def objects(self) -> tuple[Parameter, ...]:
        """What is read at the front."""
        return tuple(one for one in self.parameters if one.kind is not None and not one.is_option)

    @property
    def options(self) -> tuple[Parameter, ...]:
        """What is read from both ends."""
        return tuple(one for one in self.parameters if one.is_option)


@dataclass(frozen=True, slots=True)
class Call:
    """A command with its values, ready to run."""

    spec: Spec
    values: Mapping[str, Any]

    async def run(self, request: Request) -> Message:
        """Run the handler."""
        return await self.spec.run(request, **self.values)


class Missing(UserError):
    """A part of the command is not there: it is asked for."""

    def __init__(self, spec: Spec, parameter: Parameter) -> None:
        """Say how the command goes."""
        super().__init__("That needs a bit more: {usage}", usage=spec.usage, field=parameter.name)
        self.spec = spec
        self.parameter = parameter


class Leftover(Unreadable):
    """Some words belong to nothing."""

    def __init__(self, spec: Spec, rest: str) -> None:
        """Name the words and how the command goes."""
        super().__init__("I can't read “{rest}” there. It goes: {usage}", rest=rest[:80], usage=spec.usage)


class Unknown(Unreadable):
    """No command begins like that."""

    def __init__(self, word: str, corrected: str | None) -> None:
        """Offer the line with the nearest command in place of the word, as a whole."""
        if corrected is None:
            super().__init__("I don't know “{word}”.", button("Help", "help"), word=word[:40])
            return
        shown = corrected if len(corrected) <= MOST_SHOWN else f"{corrected[: MOST_SHOWN - 1]}…"
        super().__init__(
            "I don't know “{word}”. Did you mean “{nearest}”?",
            button("Help", "help"),
            choices=((phrase("{command}", command=shown), corrected),),
            word=word[:40],
            nearest=shown,
        )


class Commands:
    """All commands. `kinds` says how each type of parameter is read."""

    def __init__(self, kinds: Mapping[Any, Kind]) -> None:
        """Know no command yet."""
        self._kinds = kinds
        self.specs: dict[str, Spec] = {}
        self._words: dict[str, Spec] = {}

    def add(
        self,
        name: str,
        summary: str,
        *,
        aliases: tuple[str, ...] = (),
        role: Role | None = Role.MEMBER,
        alone: bool = False,
        group: str = "",
        plain: tuple[str, ...] = (),
    ) -> Callable[[Callable[..., Awaitable[Message]]], Callable[..., Awaitable[Message]]]:
        """Register the decorated handler under its name and other words for it; see Spec."""

        def register(run: Callable[..., Awaitable[Message]]) -> Callable[..., Awaitable[Message]]:
            parameters = tuple(self._parameters(run))
            words = (*aliases, name) if aliases else (name,)
            spec = Spec(
                name, summary, words, run, parameters, role, alone, group or name.split(maxsplit=1)[0], plain
            )
            self.specs[name] = spec
            self._words.update(dict.fromkeys(words, spec))
            return run

        return register

    async def read(self, line: str, request: Request) -> Call | None:
        """Return the command that a line says, None where it says none.

        Raises:
            UserError: it begins like a command and can't be read to its end.
        """
        text = polite(line)
        found = self.find(text)
        if found is None:
            return None
        spec, rest = found
        if spec.alone and rest and not spec.parameters:
            raise Leftover(spec, rest)
        return Call(spec, await self.values(spec, rest, request))

    def find(self, text: str) -> tuple[Spec, str] | None:
        """Return the command whose words stand at the front, the longest ones first, and what follows."""
        parts = text.split(maxsplit=3)
        for count in (3, 2, 1):
            if len(parts) < count:
                continue
            spec = self._words.get(" ".join(parts[:count]).lower())
            if spec is not None:
                return spec, text.split(maxsplit=count)[count] if len(parts) > count else ""
        return self._find_unspaced(text)

    def _find_unspaced(self, text: str) -> tuple[Spec, str] | None:
        """Chinese words need no space behind them."""
        for word in sorted(self._words, key=len, reverse=True):
            if not word.isascii() and text.startswith(word):
                return self._words[word], text[len(word) :].strip()
        return None

    def nearest(self, word: str) -> str | None:
        """Return the command word most like this one."""
        return next(iter(self.alike(word)), None)

    def alike(self, word: str) -> list[str]:
        """Return the command words that are like this one, the most like it first."""
        names = sorted({one.split()[0] for one in self._words})
        return get_close_matches(word.lower(), names, 3, ALIKE)

    def reference(self) -> str:
        """Return all commands as a page of documentation."""
        lines = [
            "# Commands",
            "",
            "Made from the commands themselves by `make docs`; not written by hand.",
            "",
        ]
        for group in dict.fromkeys(spec.group for spec in self.specs.values()):
            lines += [f"## {group}", "", "| say | for | also | who may |", "|---|---|---|---|"]
            lines += [_reference_row(spec) for spec in self.specs.values() if spec.group == group]
            lines.append("")
        return "\n".join(lines)

    async def values(self, spec: Spec, text: str, request: Request) -> dict[str, Any]:
        """Read a command's parameters from the words behind it.

        Raises:
            UserError: one is missing, can't be read, or words are left over.
        """
        values, rest = await self._objects(spec, text, request)
        rest = await self._options(spec, rest, values, request)
        if spec.text is not None:
            if rest:
                values[spec.text.name] = with_names(unquoted(rest), request)
            elif spec.text.required:
                raise Missing(spec, spec.text)
        elif rest:
            raise Leftover(spec, rest)
        return values

    async def _objects(self, spec: Spec, text: str, request: Request) -> tuple[dict[str, Any], str]:
        values: dict[str, Any] = {}
        rest = text.strip()
        for one in spec.objects:
            assert one.kind is not None  # noqa: S101 - objects have a kind
            taken = await one.kind.front(rest, request, one.marker) if rest else None
            if taken is not None:
                values[one.name], rest = taken.value, taken.rest.strip()
            elif one.required:
                raise Missing(spec, one)
        return values, rest

    async def _options(self, spec: Spec, text: str, values: dict[str, Any], request: Request) -> str:
        """Take options off both ends until nothing more reads; return what is left."""
        rest = text.strip()
        while rest and not _is_quoted(rest):
            taken = await self._one_option(spec, rest, values, request)
            if taken is None:
                return rest
            rest = taken.strip()
        return rest

    async def _one_option(
        self, spec: Spec, rest: str, values: dict[str, Any], request: Request
    ) -> str | None:
        for one in spec.options:
            if one.kind is None or (one.name in values and not one.many):
                continue
            taken = await one.kind.back(rest, request, one.marker) or await one.kind.front(
                rest, request, one.marker
            )
            if taken is None:
                continue
            if spec.text is not None and spec.text.required and not taken.rest.strip():
                continue  # what would leave no text is the text
            values[one.name] = (*values.get(one.name, ()), *taken.value) if one.many else taken.value
            return taken.rest
        return None

    async def filled(self, name: str, raw: Mapping[str, str], request: Request) -> Call:
        """Return the command that a form filled, each field read for itself.

        Raises:
            UserError: a field can't be read; its `field` names it.
        """
        spec = self.specs[name]
        values: dict[str, Any] = {}
        for one in spec.parameters:
            text = raw.get(one.name, "").strip()
            if text:
                values[one.name] = await self._field(one, text, request)
            elif one.required:
                raise Missing(spec, one)
        return Call(spec, values)

    async def _field(self, one: Parameter, text: str, request: Request) -> Any:  # noqa: ANN401 - each its type
        if one.kind is None:
            return text
        try:
            return await one.kind.whole(text, request)
        except UserError as error:
            error.field = one.name
            raise

    def _parameters(self, run: Callable[..., Any]) -> Iterable[Parameter]:
        hints = typing.get_type_hints(run, include_extras=True)
        for one in list(inspect.signature(run).parameters.values())[1:]:
            plain, marker = _plain_type(hints[one.name])
            is_option = one.kind is inspect.Parameter.KEYWORD_ONLY
            kind = None if plain is str else self._kinds[plain]
            required = one.default is inspect.Parameter.empty
            many = typing.get_origin(plain) is tuple and is_option
            yield Parameter(one.name, kind, required, is_option, many, marker)


def polite(line: str) -> str:
    """A line without what is only courtesy or shape around it."""
    return line.strip().strip("\u200b\u2060\ufeff").strip()


def unquoted(text: str) -> str:
    """A text without the quotation marks around it."""
    return text[1:-1].strip() if _is_quoted(text) else text.strip()


def with_names(text: str, request: Request) -> str:
    """A text in which the mentions that are no option stand as plain names."""
    said = request.incoming.said
    names = said.mentioned if isinstance(said, Words) else {}
    return MENTION.sub(lambda found: f"@{names.get(found[1], found[1])}", text)


def _is_quoted(text: str) -> bool:
    pairs = {('"', '"'), ("“", "”"), ("「", "」"), ("『", "』")}
    return len(text) > 2 and (text[0], text[-1]) in pairs  # noqa: PLR2004 - the two marks and something inside


def _plain_type(hint: Any) -> tuple[Any, Marker]:  # noqa: ANN401 - types are values here
    marker = Marker()
    if typing.get_origin(hint) is typing.Annotated:
        hint, *extras = typing.get_args(hint)
        marker = next((one for one in extras if isinstance(one, Marker)), marker)
    if isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint):
        rest = tuple(one for one in typing.get_args(hint) if one is not type(None))
        hint = rest[0] if len(rest) == 1 else typing.Union[rest]  # noqa: UP007 - built at run time
    return hint, marker


def _usage(one: Parameter) -> str:
    word = one.kind.usage if one.kind is not None else one.name
    return word if one.required else f"[{word}]"


def _reference_row(spec: Spec) -> str:
    also = ", ".join(f"`{word}`" for word in spec.words[1:])
    who = spec.role.value if spec.role else "everybody"
    return f"| `{spec.usage}` | {spec.summary} | {also} | {who} |".replace("  ", " ")
