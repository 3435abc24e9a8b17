"""A neutral message in a reader's language and zone: runs of text that a renderer only has to mark up.

The catalogs' ids are the English sentences themselves, so English needs no catalog. The others are read from
their .po files when first needed, in some hundredths of a second: nothing has to be compiled, and nothing
compiled can be out of date.
"""

import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.message import (
    Bold,
    City,
    Code,
    Country,
    Day,
    Days,
    Hours,
    Instant,
    Kind,
    Line,
    Link,
    Listed,
    Mention,
    Number,
    Phrase,
    Said,
    Series,
    Time,
    Value,
    Zoned,
)
from bot.outgoing import Reader

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
PARTS_APART = " · "
TYPED = "typed"  # the catalogs' context of examples of what one can type

_LOCALES = Path(__file__).parent / "locales"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})  # scripts and regions of a zh tag
_CATALOG = "drumbeat.po"
_DAY = {"en": "EEE d MMM", "zh-Hans": "M月d日（EEE）", "zh-Hant": "M/d（EEEEE）"}
_DAY_AND_YEAR = {"en": "EEE d MMM y", "zh-Hans": "y年M月d日（EEE）", "zh-Hant": "y/M/d（EEEEE）"}
_WEEKDAY = {"en": "EEE d MMM", "zh-Hans": "（EEE）", "zh-Hant": "（EEEEE）"}
_COMMA = {"en": ", ", "zh-Hans": "、", "zh-Hant": "、"}
_AND = {"en": " and ", "zh-Hans": "和", "zh-Hant": "和"}
_ENDS, _CHINESE_ENDS = (".", "?"), ("。", "？")
_DASH = "\u2013"


class Weight(StrEnum):
    """How a run of text stands out."""

    PLAIN = "plain"
    BOLD = "bold"
    SAID = "said"
    CODE = "code"
    MENTION = "mention"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Run:
    """Literal text with one look; `target` is a mention's login or a link's address."""

    text: str
    weight: Weight = Weight.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as this reader gets it."""

    runs: tuple[Run, ...]
    kind: Kind
    sign: str = ""

    @property
    def text(self) -> str:
        """The line without any look, its sign included."""
        words = "".join(run.text for run in self.runs)
        return f"{self.sign} {words}" if self.sign else words


def shown(line: Line, reader: Reader) -> Shown:
    """Return a line's runs."""
    runs = _line_runs(line, reader)
    return Shown(tuple(_merged(runs if reader.language == "en" else _spaced(runs))), line.kind, line.sign)


def words(value: Value, reader: Reader) -> str:
    """Return a value as plain text: labels, hints, titles."""
    runs = _runs(value, reader)
    return "".join(run.text for run in (runs if reader.language == "en" else _spaced(runs)))


def language_of(tag: str | None) -> str:
    """Return the language of ours that a locale such as zh-TW, zh_CN or en-GB stands for; "" if none."""
    name, *rest = (tag or "").lower().replace("_", "-").split("-")
    if name == "zh":
        return "zh-Hant" if _TRADITIONAL.intersection(rest) and "hans" not in rest else "zh-Hans"
    return "en" if name == "en" else ""


def _spaced(runs: Iterable[Run]) -> Iterator[Run]:
    """Part Chinese characters from Latin letters and figures beside them, where a value meets a sentence."""
    before = Run("")
    for run in runs:
        if not run.text:
            continue
        if _want_space(before, run):
            yield Run(" ")
        yield run
        before = run


def _want_space(before: Run, after: Run) -> bool:
    if not before.text or Weight.SAID in (before.weight, after.weight):
        return False
    left, right = before.text[-1], after.text[0]
    if Weight.CODE in (before.weight, after.weight):  # set off by signs of its own
        return _is_chinese(left if after.weight is Weight.CODE else right)
    return (_is_chinese(left) and _is_latin(right)) or (_is_latin(left) and _is_chinese(right))


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in {"@", "#", "%", "/"})


def _line_runs(line: Line, reader: Reader) -> Iterator[Run]:
    said = ""
    for number, part in enumerate(line.parts):
        if number:
            yield Run(_apart(line.parts[number - 1], part, said))
        for run in _runs(part, reader):
            said = run.text
            yield run


def _apart(before: Value, part: Value, said: str) -> str:
    """A sign between what stands side by side, but none between two sentences."""
    are_sentences = (
        isinstance(before, Phrase)
        and isinstance(part, Phrase)
        and before.text.endswith(_ENDS if part.text.endswith(".") else ".")
        and not part.text[:1].islower()
    )
    if are_sentences and said.endswith(_ENDS):
        return " "
    return "" if are_sentences and said.endswith(_CHINESE_ENDS) else PARTS_APART


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbouring plain runs as one."""
    plain = ""
    for run in runs:
        if run.weight is Weight.PLAIN:
            plain += run.text
            continue
        if plain:
            yield Run(plain)
        plain = ""
        yield run
    if plain:
        yield Run(plain)


def _runs(value: Value, reader: Reader) -> Iterator[Run]:
    match value:
        case Phrase():
            yield from _phrase_runs(value, reader)
        case Listed(items):
            yield from _listed(items, reader, _AND)
        case Series(items):
            yield from _listed(items, reader, _COMMA)
        case Bold(text):
            yield Run(text, Weight.BOLD)
        case Said(text):
            yield Run(text, Weight.SAID)
        case Code(Phrase() as typed):
            yield Run(words(typed, reader), Weight.CODE)
        case Code(str() as typed):
            yield Run(_catalog(reader.language).pgettext(TYPED, typed), Weight.CODE)
        case Link(text, url):
            yield Run(text, Weight.LINK, url)
        case Mention(person_id, name):
            login = reader.logins.get(person_id, "")
            yield Run(name, Weight.MENTION if login else Weight.PLAIN, login)
        case _:
            yield Run(_plain(value, reader))


def _plain(value: Value, reader: Reader) -> str:
    match value:
        case Day(day, near):
            return _near_day(day, reader) if near else day_words(day, reader)
        case Time(at):
            return _clock(at)
        case Instant(at):
            return _instant(at, reader)
        case Zoned(at, zone):
            local = at.astimezone(ZoneInfo(zone))
            text = _catalog(reader.language).gettext("{day}, {time} ({city})")
            return text.format(
                day=day_words(local.date(), reader),
                time=_clock(local.time()),
                city=city(zone, reader.language),
            )
        case City(zone):
            return city(zone, reader.language)
        case Country(region):
            return country(region, reader.language)
        case Days(days, most):
            return _days(days, most, reader)
        case Hours(hours):
            return _counted("{n} hour", "{n} hours", hours, reader)
        case Number(number):
            return format_decimal(number, "#,##0.##", locale=_locale(reader.language))
        case _:
            pass
    return str(value)


def _phrase_runs(phrase: Phrase, reader: Reader) -> Iterator[Run]:
    text = _translated(phrase, reader.language)
    for part, name in _template(text):
        if part:
            yield Run(part)
        if name:
            yield from _runs(phrase.values[name], reader)


def _translated(phrase: Phrase, language: str) -> str:
    catalog = _catalog(language)
    if phrase.many is None or phrase.n is None:
        return catalog.gettext(phrase.text) if phrase.text else ""
    return catalog.ngettext(phrase.text, phrase.many, phrase.n)


def _listed(items: tuple[Value, ...], reader: Reader, before_last: Mapping[str, str]) -> Iterator[Run]:
    last = len(items) - 1
    for number, one in enumerate(items):
        if number:
            yield Run((before_last if number == last else _COMMA)[reader.language])
        yield from _runs(one, reader)


def day_words(day: date, reader: Reader) -> str:
    """Return a day with its weekday, and its year where that is not the reader's present one."""
    patterns = _DAY if day.year == _today(reader).year else _DAY_AND_YEAR
    return format_date(day, patterns[reader.language], locale=_locale(reader.language))


def city(zone: str, language: str) -> str:
    """Return the place that a zone is named after."""
    known = _locale(language).time_zones.get(zone, {}).get("city")
    return str(known) if known else zone.rsplit("/", 1)[-1].replace("_", " ")


def country(region: str, language: str) -> str:
    """Return what a country is called, with the letters of its part where one is meant."""
    letters, _, part = region.partition("-")
    name = str(_locale(language).territories.get(letters, letters))
    return name if not part else f"{name} ({part})" if language == "en" else f"{name}（{part}）"


def _near_day(day: date, reader: Reader) -> str:
    today = _today(reader)
    near = {
        today: Phrase("today, {day}"),
        today + timedelta(days=1): Phrase("tomorrow, {day}"),
        today - timedelta(days=1): Phrase("yesterday, {day}"),
    }
    if day not in near:
        return day_words(day, reader)
    weekday = format_date(day, _WEEKDAY[reader.language], locale=_locale(reader.language))
    return _translated(near[day], reader.language).replace("{day}", weekday)


def _instant(at: datetime, reader: Reader) -> str:
    local = at.astimezone(ZoneInfo(reader.zone))
    clock = _clock(local.time())
    if local.date() == _today(reader):
        return clock
    text = _catalog(reader.language).gettext("{day}, {time}")
    return text.format(day=day_words(local.date(), reader), time=clock)


def _days(days: float, most: float | None, reader: Reader) -> str:
    if most is not None and most != days:
        return _counted("{n} day", "{n} days", most, reader, least=days)
    if days == 0.5:  # noqa: PLR2004 - half a day is a word of its own
        return _catalog(reader.language).gettext("half a day")
    return _counted("{n} day", "{n} days", days, reader)


def _counted(one: str, many: str, n: float, reader: Reader, least: float | None = None) -> str:
    number = format_decimal(round(n, 1), "#,##0.#", locale=_locale(reader.language))
    if least is not None:
        number = (
            f"{format_decimal(round(least, 1), '#,##0.#', locale=_locale(reader.language))}{_DASH}{number}"
        )
    singular = 1 if n == 1 and least is None else 2
    return _catalog(reader.language).ngettext(one, many, singular).replace("{n}", number)


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def _today(reader: Reader) -> date:
    return reader.now.astimezone(ZoneInfo(reader.zone)).date()


@lru_cache(maxsize=4096)
def _template(text: str) -> tuple[tuple[str, str], ...]:
    """A sentence as (text, placeholder after it) pairs."""
    pieces = _PLACEHOLDER.split(text)
    return tuple(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


@lru_cache(maxsize=8)
def _catalog(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    name = language.replace("-", "_")
    with (_LOCALES / name / "LC_MESSAGES" / _CATALOG).open("rb") as file:
        read = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
