"""What a line typed at the console means: who says what where, or an order to the console itself. Pure."""

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.adapters.console_feed import channel, direct
from bot.incoming import Place

DIRECT = "dm"


class Order(StrEnum):
    """What the console itself can do; typed with a colon in front."""

    CLOCK = "clock"
    WHO = "who"
    PEOPLE = "people"
    PERSON = "person"
    AS = "as"
    FILE = "file"
    HELP = "help"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Ordered:
    """`:clock +3h`; `order` is None for a word that is none of ours."""

    order: Order | None
    rest: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A bare number: a button where there is one, else what was typed."""

    number: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words to the bot; `reply_to` is the number of the entry that they answer, or 0."""

    text: str
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """A line: said by `login` in `place` where given, else by whoever is there, where they are.

    `what` is None where the line only changes who speaks, or where.
    """

    login: str
    place: str
    what: Ordered | Picked | Spoken | None


_PREFIX = re.compile(
    r"""\s*
    (?:@(?P<login>[\w.-]+))?          # @anna
    \s*(?P<place>\#(?!\d+\b)[\w-]+|dm\b)?   # #web, dm; #12 is no place
    \s*(?:(?P<mark>[:>])\s*(?P<rest>.*))?   # and what is said, after a colon or >
    $""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_REPLY = re.compile(r"\s*\^(\d{1,9})\s+(.*)", re.DOTALL)
_PICK = re.compile(r"\s*(\d{1,2})\s*")


def read(line: str) -> Typed:
    """Return what a line means: `@anna`, `#web`, `dm`, `@anna #web> add …`, `1`, `^14 yes`, `:clock +3h`."""
    if line.lstrip().startswith(":"):
        return Typed("", "", _ordered(line.strip()[1:]))
    found = _PREFIX.match(line)
    if found is None or not (found["login"] or found["place"]):
        return Typed("", "", _said(line))
    login, place = (found["login"] or "").casefold(), (found["place"] or "").casefold()
    return Typed(login, place.removeprefix("#") or "", _said(found["rest"]) if found["rest"] else None)


def place_of(name: str, login: str) -> Place:
    """Return the place that a line names: the person's direct messages, or a channel."""
    return direct(login) if name == DIRECT else channel(name)


def _said(text: str) -> Picked | Spoken:
    if text.startswith("\\"):
        return Spoken(text[1:])
    if found := _PICK.fullmatch(text):
        return Picked(int(found[1]))
    if found := _REPLY.fullmatch(text):
        return Spoken(found[2], int(found[1]))
    return Spoken(text.strip())


def _ordered(text: str) -> Ordered:
    word, _, rest = text.partition(" ")
    known = [one for one in Order if one.value.startswith(word.casefold())] if word else []
    exact = [one for one in known if one.value == word.casefold()]
    if exact or len(known) == 1:
        return Ordered((exact or known)[0], rest.strip())
    return Ordered(None, text)


def read_file(text: str) -> tuple[str, str]:
    """Return the path and the words that `"company days.csv" calendar work` says."""
    try:
        path, *words = shlex.split(text)
    except ValueError:
        return text, ""
    return path, " ".join(words)


# the clock

_AHEAD = re.compile(r"\+\s*(\d{1,4})\s*(w|d|h|m|min)", re.IGNORECASE)
_MOMENT = re.compile(r"(?P<day>[a-z]+|\d{4}-\d{2}-\d{2})?\s*(?P<time>\d{1,2}:\d{2})?", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_DAY = 2  # letters: "tu", "th"
_MORNING = time(9)
_FURTHEST = timedelta(days=731)


class NoMoment(ValueError):
    """This says no moment, or one that is past or years away."""


def read_clock(text: str, now: datetime, zone: str) -> datetime:
    """Return the moment (UTC) that `+3h`, `tue 9:30`, `9:30` or `2026-12-01 9:00` means at `now` in `zone`.

    `+2d` keeps the local time of day. A day without a time means 9:00, a time without a day the next such
    time, a weekday the next one that lies ahead.

    Raises:
        NoMoment: it can't be read, lies before `now`, or more than two years ahead.
    """
    local = now.astimezone(ZoneInfo(zone))
    found = _AHEAD.fullmatch(text.strip())
    moment = _ahead(local, int(found[1]), found[2]) if found else _moment(text.strip(), local)
    then = moment.astimezone(UTC)
    if not now <= then <= now + _FURTHEST:
        raise NoMoment(text)
    return then


def _ahead(local: datetime, count: int, unit: str) -> datetime:
    match unit.casefold():
        case "w":
            return local + timedelta(weeks=count)  # wall time: zoneinfo keeps the time of day
        case "d":
            return local + timedelta(days=count)
        case "h":
            return local.astimezone(UTC) + timedelta(hours=count)
        case _:
            return local.astimezone(UTC) + timedelta(minutes=count)


def _moment(text: str, local: datetime) -> datetime:
    found = _MOMENT.fullmatch(text)
    if found is None or not text:
        raise NoMoment(text)
    at = _time(found["time"]) if found["time"] else _MORNING
    word = (found["day"] or "").casefold()
    first = datetime.combine(_day(word, local.date()), at, local.tzinfo)
    if first > local or word[:1].isdigit():
        return first
    if word in ("today", "tomorrow"):
        raise NoMoment(text)
    return first + timedelta(days=7 if word else 1)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError as wrong:
        raise NoMoment(text) from wrong


def _day(word: str, today: date) -> date:
    if word in ("", "today"):
        return today
    if word == "tomorrow":
        return today + timedelta(days=1)
    if word[0].isdigit():
        return _iso(word)
    if len(word) < _SHORTEST_DAY:
        raise NoMoment(word)
    for number, name in enumerate(_WEEKDAYS):
        if name.startswith(word):
            return today + timedelta(days=(number - today.weekday()) % 7)
    raise NoMoment(word)


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise NoMoment(text) from wrong
