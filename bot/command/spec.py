"""One command: its words, its parameters and how each of them is read."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.command.request import Request
from bot.command.usage import spoken
from bot.message import Message
from storage.words import Role


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that was read, and the words that remain."""

    value: Any
    rest: str


@dataclass(frozen=True, slots=True)
class Marker:
    """The words that lead an option; `bare`: it may also stand without one, at the end.

    `ahead`: of a date, a length of time is as much later: `delay 12 2d`.
    """

    words: tuple[str, ...] = ()
    bare: bool = False
    ahead: bool = False


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
class Spoken:
    """The words for a command in Simplified and in Traditional characters, the usual one first."""

    hans: tuple[str, ...] = ()
    hant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """One command. `alone` words are commands only where nothing follows; `role` is the least one needed.

    `several` runs it for many lines at once, with the values of each. `plain` words make a command of a
    plain line in a private chat although all that follows is free text.
    """

    name: str
    summary: str
    words: tuple[str, ...]
    run: Callable[..., Awaitable[Message]]
    parameters: tuple[Parameter, ...]
    role: Role | None = Role.MEMBER
    alone: bool = False
    group: str = ""
    spoken: Spoken = Spoken()
    several: Callable[..., Awaitable[Message]] | None = None
    plain: tuple[str, ...] = ()

    def words_in(self, language: str) -> tuple[str, ...]:
        """The words for it in a reader's language."""
        known = {"zh-Hans": self.spoken.hans, "zh-Hant": self.spoken.hant}
        return known.get(language) or self.words

    @property
    def usage(self) -> str:
        """The line one would type."""
        return self.usage_in("en")

    def usage_in(self, language: str) -> str:
        """The line one would type, with the words of a reader's language."""
        others = (one for one in self.parameters if one not in self.objects)
        parts = (
            _usage(one, language) for one in (*self.objects, *others) if one.kind is None or one.kind.usage
        )
        return " ".join((self.words_in(language)[0], *parts))

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
    """A command with its values, ready to run.

    `lines` are the values of each of several lines. `is_sure`: the way it was said is no way to say anything
    else, as 新建登录页面 or 周五前完成登录页面 @li.
    """

    spec: Spec
    values: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...] = ()
    is_sure: bool = False

    async def run(self, request: Request) -> Message:
        """Run the handler."""
        if self.lines and self.spec.several is not None:
            return await self.spec.several(request, self.lines)
        return await self.spec.run(request, **self.values)


def _usage(one: Parameter, language: str) -> str:
    word = one.kind.usage if one.kind is not None else one.name
    if one.marker.words and one.is_option:
        word = f"{one.marker.words[0]} {word}"
    word = spoken(word, language)
    return word if one.required else f"[{word}]"
