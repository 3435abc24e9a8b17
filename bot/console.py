"""The terminal: says lines as whoever is meant, shows what everybody gets, and moves the clock."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from zoneinfo import available_timezones

from rich.console import Console
from rich.text import Text

from bot.adapters.console import ConsoleAdapter, NoSuchButton
from bot.adapters.console_feed import Entry, Login, Post, Speech, attached, place_of_post
from bot.adapters.console_help import help_lines
from bot.adapters.console_lines import (
    DIRECT,
    NoMoment,
    Order,
    Ordered,
    Picked,
    Spoken,
    place_of,
    read,
    read_clock,
    read_file,
)
from bot.adapters.console_text import BOT_NAME, entry_lines, literal, message_lines
from bot.clock import Clock
from bot.message import Bold, Code, Line, Message, Number, Zoned, item, line, phrase
from bot.outgoing import Reader
from bot.wording import LANGUAGES

_LOGIN = re.compile(r"[\w.-]{1,32}")
_PROFILE = re.compile(r"\s+(name|zone|language)\s+", re.IGNORECASE)


class Running(Protocol):
    """What the terminal needs of the running bot."""

    @property
    def clock(self) -> Clock:
        """Business time."""
        ...

    async def travel(self, to: datetime) -> None:
        """Move the clock there, and stop wherever something is due on the way."""
        ...

    async def settle(self) -> None:
        """Wait until what was decided on is delivered."""
        ...


class Paper(Console):
    """Rich's console, but for a pipe that nobody reads: that is told like everywhere else, and ends us."""

    def on_broken_pipe(self) -> None:
        """Tell it."""
        raise BrokenPipeError


class Screen:
    """Where lines appear; in colour where the terminal has colours and nobody asked for none."""

    def __init__(self, console: Console) -> None:
        """Write to a rich console, which knows the terminal's width and colours."""
        self._console = console

    @property
    def columns(self) -> int:
        """How wide the terminal is at the moment."""
        return self._console.width

    def show(self, lines: Iterable[Text]) -> None:
        """Print lines that are wrapped already, at once, and leave one empty below them."""
        self._console.print(Text("\n").join(lines), end="\n\n", soft_wrap=True, highlight=False)

    def echo(self, text: str) -> None:
        """Print a line as if it had been typed."""
        self._console.print(Text(literal(text), "bold"), soft_wrap=True, highlight=False)


class Terminal:
    """One keyboard for several people; each line is said by one of them, in one place."""

    def __init__(self, bot: Running, console: ConsoleAdapter, screen: Screen, *, place: str = DIRECT) -> None:
        """Speak as the first of the people who are there, in their direct messages or in a channel."""
        self._bot = bot
        self._console = console
        self._screen = screen
        self._login = console.people[0].login
        self._place = place
        console.listen(self._heard)

    @property
    def prompt(self) -> str:
        """Who speaks, and where: `@anna #web> `, which may be typed as well."""
        place = self._place if self._place == DIRECT else f"#{self._place}"
        return f"@{self._login} {place}> "

    def welcome(self) -> None:
        """Say what this is, in as few lines as help to begin."""
        self._tell(
            line("This is {name} at the console. You are {who}.", name=BOT_NAME, who=Bold(self._person.name)),
            line(
                "Try {command}, or {help} for what the console itself can do.",
                command=Code("help"),
                help=Code(":help"),
            ),
        )

    async def take(self, typed_line: str) -> bool:
        """Do what a line says; false when it says to leave."""
        typed = read(typed_line)
        if isinstance(typed.what, Ordered):
            return await self._order(typed.what)
        login, place = typed.login or self._login, typed.place or self._place
        if not self._knows(login):
            return True
        match typed.what:
            case None:
                self._login, self._place = login, place
            case Picked(number):
                await self._pick(login, place, number)
            case Spoken(text, reply_to):
                await self._say(login, place, text, reply_to)
        await self._bot.settle()
        return True

    @property
    def _person(self) -> Login:
        return self._console.person(self._login)

    def _heard(self, entry: Entry) -> None:
        """Show what the bot says, and what was pressed; what was typed stands there already."""
        if isinstance(entry, Speech) and not entry.pressed:
            return
        names = {one.login: one.name for one in self._console.people}
        self._screen.show(entry_lines(entry, self._screen.columns, names, numbered=isinstance(entry, Post)))

    def _tell(self, *lines: Line) -> None:
        """Something that the console itself has to say."""
        person = self._person
        reader = Reader(person.language, person.zone, self._bot.clock.now())
        self._screen.show(message_lines(Message(lines), reader, self._screen.columns))

    def _knows(self, login: str) -> bool:
        try:
            self._console.person(login)
        except KeyError:
            order = Code(phrase(":person {login} zone Europe/Berlin", login=literal(login)))
            self._tell(line("Nobody here is called {login}. {order} lets them in.", login=login, order=order))
            return False
        return True

    # to the bot

    async def _say(self, login: str, place: str, text: str, reply_to: int) -> None:
        if not text.strip():
            return
        if not reply_to:
            await self._console.say(login, text, place_of(place, login))
            return
        post = self._post(login, reply_to)
        if post is None:
            return
        if text.isdigit() and post.button(int(text)) is not None:
            await self._console.press(login, int(text), ref=post.ref)
            return
        await self._console.say(login, text, place_of_post(post, login), reply_to=post.ref)

    async def _pick(self, login: str, place: str, number: int) -> None:
        """The button of that number; where there is none, a bare number is what was typed."""
        where = place_of(place, login)
        try:
            await self._console.press(login, number, where)
        except NoSuchButton:
            await self._console.say(login, str(number), where)

    def _post(self, login: str, number: int) -> Post | None:
        try:
            return self._console.post(number, login)
        except KeyError:
            name = self._console.person(login).name
            self._tell(line("{name} sees no message {number}.", name=name, number=Number(number)))
            return None

    # to the console

    async def _order(self, ordered: Ordered) -> bool:
        match ordered.order:
            case Order.QUIT:
                return False
            case Order.CLOCK:
                await self._clock(ordered.rest)
            case Order.WHO:
                self._tell(*self._who(self._person))
            case Order.PEOPLE:
                self._tell(*(one for login in self._console.people for one in self._who(login)))
            case Order.PERSON:
                await self._change(ordered.rest)
            case Order.AS:
                await self.take(f"@{ordered.rest.lstrip('@')}")
            case Order.FILE:
                await self._file(ordered.rest)
            case Order.HELP:
                self._tell(*help_lines())
            case None:
                word = Code(f":{literal(ordered.rest)}")
                self._tell(
                    line(
                        "The console has no {word}. {help} lists what it has.", word=word, help=Code(":help")
                    )
                )
        return True

    def _who(self, login: Login) -> tuple[Line, ...]:
        now = Zoned(self._bot.clock.now(), login.zone)
        return (item(Bold(f"@{login.login}"), login.name, now),)

    async def _clock(self, text: str) -> None:
        if text:
            try:
                to = read_clock(text, self._bot.clock.now(), self._person.zone)
            except NoMoment:
                example = Code(":clock tue 9:30")
                self._tell(
                    line(
                        "The clock goes forward only, at most two years: {a} or {b}.",
                        a=example,
                        b=Code(":clock +3h"),
                    )
                )
                return
            await self._bot.travel(to)
            await self._bot.settle()
        self._tell(*(one for login in self._console.people for one in self._who(login)))

    async def _file(self, text: str) -> None:
        name, said = read_file(text) if text else ("", "")
        file = attached(name)
        if file is None:
            self._tell(line("There is no file {file}.", file=name or "…"))
            return
        place = place_of(self._place, self._login)
        await self._console.say(self._login, said or "calendar", place, files=(file,))
        await self._bot.settle()

    async def _change(self, text: str) -> None:
        login, *pairs = _PROFILE.split(f"{text.strip()} ")
        login = login.strip().lstrip("@").casefold()
        fields = dict(
            zip((one.casefold() for one in pairs[::2]), (one.strip() for one in pairs[1::2]), strict=True)
        )
        wrong = _wrong(login, fields)
        if wrong is not None:
            self._tell(wrong)
            return
        known = {one.login: one for one in self._console.people}
        before = known.get(login, Login(login, login.capitalize(), self._person.zone, self._person.language))
        after = replace(
            before,
            name=fields.get("name", before.name),
            zone=_zone(fields["zone"]) or before.zone if "zone" in fields else before.zone,
            language=_language(fields["language"]) or before.language
            if "language" in fields
            else before.language,
        )
        await self._console.change(after)
        await self._bot.settle()
        self._tell(*self._who(after))


def _wrong(login: str, fields: dict[str, str]) -> Line | None:
    if not _LOGIN.fullmatch(login):
        return line("Say it like {example}.", example=Code(":person li zone Asia/Shanghai name 李雷"))
    if "zone" in fields and _zone(fields["zone"]) is None:
        return line(
            "I know no zone {zone}. It goes like {example}.",
            zone=fields["zone"],
            example=Code("Asia/Shanghai"),
        )
    if "language" in fields and _language(fields["language"]) is None:
        known = Code(" · ".join(LANGUAGES))
        return line("I don't speak {language}. There are {known}.", language=fields["language"], known=known)
    return None


def _zone(text: str) -> str | None:
    """The zone of this name or of this city, in whatever case."""
    wanted = text.casefold().replace(" ", "_")
    zones = sorted(available_timezones())
    exact = [one for one in zones if one.casefold() == wanted]
    of_city = [one for one in zones if one.casefold().endswith(f"/{wanted}")]
    return next(iter(exact or of_city), None)


def _language(text: str) -> str | None:
    return next((one for one in LANGUAGES if one.casefold() == text.casefold()), None)
