"""A project's own days from a file, off and worked all the same: lines, CSV, or iCalendar (RFC 5545)."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import Refused
from bot.message import Line, Message, Phrase, line, phrase
from bot.services import consequences, project_days
from bot.views.calendars import DayOff
from bot.work import Work
from storage import projects as rows
from storage.database import Database
from storage.models import Project, ProjectDay, Workspace
from storage.words import DayKind

MOST_BYTES = 200_000
MOST_DAYS = 800  # two years of weekends, and some
MOST_WRONG = 5  # lines are told of; who has more looks at the file anyway
LONGEST_NAME = 100
SHOWN = 60  # characters of a line that can't be read

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DATE = r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
_DAYS = re.compile(rf"\s*{_DATE}(?:\s*(?:/|\.\.|~|到|至|to|–)\s*{_DATE})?(?![\d-])", re.IGNORECASE)
_APART = re.compile(r"[\s,;:\t，；：]+")
_HEADER = re.compile(r"\D{0,80}")
_WORKED = re.compile(
    r"(?:work(?:ed|ing|day)?|make-?up(?: day)?|上班|补班日?|補班日?|调休上班日?|班)(?=[\s,;，；]|$)",
    re.IGNORECASE,
)
_OFF = re.compile(r"(?:off|holiday|休息|放假|休)(?=[\s,;，；]|$)", re.IGNORECASE)
_WORKED_INSIDE = re.compile(r"补班|補班|上班|（班）|\(班\)|班$|make-?up|work(?:ing)? ?day", re.IGNORECASE)
_FIELD = re.compile(r"(DTSTART|DTEND|SUMMARY)(?:;[^:]*)?:(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """Days that a file names; the last one is included."""

    first: date
    last: date
    kind: DayKind
    name: str


class NotRead(Refused):
    """Nothing was taken of a file: says which lines can't be read."""

    def __init__(self, wrong: Sequence[Line]) -> None:
        """Take what is said of each line."""
        super().__init__("Nothing was taken of it.")
        self.message = Message((*wrong[:MOST_WRONG], line("Nothing was taken of it.")))


def text_of(data: bytes, language: str = "en") -> str:
    """Return a file's text: UTF-8, UTF-16 with its mark, or as it is saved on Windows in China and Taiwan.

    Raises:
        NotRead: it is too large, or no text.
    """
    if len(data) > MOST_BYTES:
        raise too_large()
    is_wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    old = ("cp950", "gb18030") if language == "zh-Hant" else ("gb18030",)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", *old):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not _NO_TEXT.search(text):
                return text
    raise no_text()


def too_large() -> NotRead:
    """What is said of a file that is too large."""
    return NotRead([line("The file has more than {n} bytes.", n=MOST_BYTES)])


def no_text() -> NotRead:
    """What is said of a picture, a spreadsheet and the like."""
    return NotRead([line("That is no text: I read days from lines, CSV or an .ics calendar.")])


def read(text: str, unmarked: DayKind = DayKind.OFF) -> list[Read]:
    """Return the days of a file; where it does not say what a day is, it is `unmarked`.

    Raises:
        NotRead: a line has no date, or there are too many days, or none.
    """
    if len(text.encode()) > MOST_BYTES:
        raise too_large()
    wrong: list[Line] = []
    is_calendar = "BEGIN:VCALENDAR" in text[:1000].upper()
    found = list(_events(text, unmarked, wrong) if is_calendar else _lines(text, unmarked, wrong))
    if wrong:
        raise NotRead(wrong)
    days = sum((one.last - one.first).days + 1 for one in found)
    if not 0 < days <= MOST_DAYS:
        raise NotRead([line("It names {n} days: 1 to {most} can be taken.", n=days, most=MOST_DAYS)])
    return found


def _lines(text: str, unmarked: DayKind, wrong: list[Line]) -> Iterator[Read]:
    for number, one in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        said = one.strip().replace('"', "")
        if not said or said.startswith("#") or (number == 1 and _HEADER.fullmatch(said)):
            continue
        found = _line(said, unmarked)
        if isinstance(found, Phrase):
            what = phrase("Line {n}, “{text}”: {problem}", n=number, text=said[:SHOWN], problem=found)
            wrong.append(Line((what,)))
        else:
            yield found


def _line(said: str, unmarked: DayKind) -> Read | Phrase:
    found = _DAYS.match(said)
    if found is None:
        return phrase("it does not begin with a date such as 2026-12-24.")
    parts = found.groups()
    first = _day(parts[:7])
    last = _day(parts[7:]) if parts[7] else first
    if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
        return phrase("there is no such day.")
    rest = said[found.end() :]
    rest = rest[gap.end() :] if (gap := _APART.match(rest)) else rest
    marked = _WORKED.match(rest) or _OFF.match(rest)
    kind = DayKind.WORK if _WORKED.match(rest) else DayKind.OFF
    name = _APART.sub(" ", rest[marked.end() :]).strip() if marked else rest
    if not marked:
        kind = DayKind.WORK if _WORKED_INSIDE.search(rest) else unmarked
    return Read(first, last, kind, name[:LONGEST_NAME])


def _day(parts: Sequence[str | None]) -> date | None:
    year, *rest = (int(one) for one in parts if one)
    try:
        return date(year, *rest)
    except ValueError:
        return None


def _events(text: str, unmarked: DayKind, wrong: list[Line]) -> Iterator[Read]:
    """The events of a calendar; one with times counts for its whole day."""
    fields: dict[str, str] = {}
    for one in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        if one.upper().startswith("BEGIN:VEVENT"):
            fields = {}
        elif one.upper().startswith("END:VEVENT"):
            found = _event(fields, unmarked)
            if found is not None:
                yield found
            else:
                name = fields.get("SUMMARY", "")[:SHOWN]
                wrong.append(line("“{name}” has no day that can be read.", name=name))
        elif match := _FIELD.match(one):
            fields[match[1].upper()] = re.sub(r"\\(.)", r"\1", match[2].strip())


def _event(fields: dict[str, str], unmarked: DayKind) -> Read | None:
    first, end = _day_of(fields.get("DTSTART", "")), _day_of(fields.get("DTEND", ""))
    if first is None:
        return None
    last = date.fromordinal(max(end.toordinal() - 1, first.toordinal())) if end else first
    name = fields.get("SUMMARY", "")
    kind = DayKind.WORK if _WORKED_INSIDE.search(name) else unmarked
    return Read(first, last, kind, name[:LONGEST_NAME]) if (last - first).days < MOST_DAYS else None


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:8])
    except ValueError:
        return None


async def keep(work: Work, project: Project, found: Sequence[Read]) -> list[ProjectDay]:
    """Note these days as a project's own, in the order of the file; those that were noted are replaced."""
    return [
        one
        for each in found
        for one in await project_days.keep_days(work, project, _each(each), each.kind, each.name)
    ]


async def take(url: str, key: str, data: bytes, now: datetime) -> tuple[Project, list[DayOff]]:
    """Give a project the days of a file: all of them, or none.

    Raises:
        Refused: they can't be read, or no project, or several, have that key.
    """
    found = read(text_of(data))
    database = Database(url)
    try:
        async with database.begin() as session:
            projects = await rows.with_key(session, key)
            if len(projects) != 1:
                raise Refused("There is no project {key} here, or there are several.", key=key[:SHOWN])
            project = projects[0]
            workspace = await session.get_one(Workspace, project.workspace_id)
            work = Work(session, now, workspace, origin="drumbeat", command="days")
            kept = await keep(work, project, found)
            await consequences.follow(work)
            await work.finish()
            shown = [DayOff(one.day, one.name, is_off=one.kind is DayKind.OFF) for one in kept]
            return project, shown
    finally:
        await database.close()


def _each(days: Read) -> list[date]:
    return [date.fromordinal(one) for one in range(days.first.toordinal(), days.last.toordinal() + 1)]
