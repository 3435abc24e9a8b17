"""What looks like an option at the end of a title and can't be read: said, and left in the title.

Most of what follows "for", "by" and "after" belongs to a title. Only what can hardly be anything but an
option that went wrong counts: a name behind "@", a word that milestones are called by, a day that is none.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot import when
from bot.command import Marker, Request, Spec, Taken
from bot.command.folding import fold, is_chinese
from bot.errors import NotFound, Unreadable, UserError
from bot.message import phrase
from bot.parameters.details import PRIORITIES
from bot.parameters.keys import keys_in_front, tasks_by_key
from bot.parameters.milestones import OneMilestone, milestones
from bot.parameters.people import LEADS_ON, name_at_end
from storage.models import Milestone, Person, Project, Task
from storage.tasks import OPEN

LONGEST = 80  # characters at the end of a title that are looked at
ALIKE = 0.75  # how near a word must be to a milestone's name, a priority, or a day's name
MOST_ALIKE = 2
UNREAD = "unread"  # the parameter's name, in every command that has it
MOST_UNREAD = 3  # of one line
NOON = 12  # "call back after 5" is a time of the day

_NAME = r"[^\s@#!~,;:，；：。]+(?:\s[^\s@#!~,;:，；：。]+){0,2}"  # a milestone has up to three words
_FOR = re.compile(rf"(?:^|(?<=\s))(?P<lead>for)\s+(?P<name>{_NAME})$", re.IGNORECASE)
_MILESTONE = re.compile(rf"(?:^|(?<=\s))(?:for\s+)?milestone:?\s+(?P<name>{_NAME})$", re.IGNORECASE)
_CHINESE_MILESTONE = re.compile(
    r"(?:^|(?<=[\s,，。;；]))(?:(?:所属|所屬|属于|屬於|归属|歸屬)?里程碑|属于|屬於)\s*[:：]?\s*(?P<name>\S{1,20})$"
)
_RELEASE = re.compile(
    r"alpha|beta|gamma|mvp|ga|rc\s?\d{0,2}|v\d+(?:\.\d+)*|\d+\.\d+(?:\.\d+)*|m\d{1,2}"
    r"|(?:公测|内测|封测|上线|发布|首发|試營運|试运行|灰度)版?",
    re.IGNORECASE,
)
_NAMED_RELEASE = re.compile(  # only with a capital: "cake for launch" is a title
    r"(?:Alpha|Beta|Launch|Release|Go-?[Ll]ive|Pilot|Preview|Phase|Sprint|Iteration|MVP)(?:\s\S{1,12})?"
)
_NO_NAME = re.compile(  # "discuss milestone dates": what follows says something of milestones
    r"(?:计划|計畫|计画|列表|清单|清單|日期|评审|評審|文档|文件|页面|頁面|报告|報告|图|圖|表|会议|會議|检查|檢查|管理|功能|列|页)"
)
_BY = re.compile(r"(?:^|(?<=\s))(?:by|due|before|until)\s+(?P<name>\S+(?:\s\S+){0,3})$", re.IGNORECASE)
_DAY_NAMES = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NO_DAY = re.compile(r"\d{1,4}[-/.]\d{1,3}(?:[-/.]\d{1,4})?|\d{1,2}:\d\d")
_SHORT_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?", re.IGNORECASE)
_AFTER = re.compile(r"(?:^|(?<=\s))after\s+(?P<name>(?:[A-Za-z][A-Za-z0-9]{1,9}-)?\d{1,6})$", re.IGNORECASE)
_PRIORITY = re.compile(r"(?:^|(?<=\s))[!！](?P<name>[a-zA-Z]{2,10}\d?|[pP]?\d)$")
_DURATION = re.compile(r"(?:^|(?<=\s))[~～](?P<name>\d\S{0,20})$")


class Meant(StrEnum):
    """What an option was meant to be."""

    PERSON = "person"
    MILESTONE = "milestone"
    DATE = "date"
    PRIORITY = "priority"
    DURATION = "duration"
    BEYOND = "beyond"  # a duration that nobody means
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of a title, such as "for Beta", and what they name; beside it, what there is that is alike."""

    words: str
    meant: Meant
    name: str
    alike: tuple[Person | Milestone | str, ...] = ()


class UnreadOptions:
    """What is taken off the end after all that reads: it goes back into the title, and is spoken of."""

    usage = ""  # nobody asks for it

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """A title begins as it likes."""
        return None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Take the last one off the end; a few are spoken of."""
        taken = request.options.get(UNREAD, ())
        if isinstance(taken, tuple) and len(taken) >= MOST_UNREAD:
            return None
        found = await unread_at_end(text, request)
        return Taken((found,), text[: len(text) - len(found.words)]) if found else None

    async def whole(self, text: str, request: Request) -> tuple[Unread, ...]:  # noqa: ARG002
        """No field asks for it."""
        raise Unreadable("I can't read “{text}” there.", text=text[:40])


async def unread_at_end(text: str, request: Request) -> Unread | None:
    """What ends a title, looks like an option and can't be read."""
    tail = text.rstrip()[-LONGEST:]
    return (
        await _person(tail, request)
        or await _milestone(tail, request)
        or _date(tail)
        or await _task(tail, request)
        or _priority(tail)
        or _duration(tail)
    )


async def _person(tail: str, request: Request) -> Unread | None:
    found = re.search(r"(?<!\S)[@＠](?P<name>[^\s\d/()@][^\s/()@]{0,59})$", tail)
    if found is None or LEADS_ON.search(fold(tail[: found.start()])):
        return None
    _, alike = await name_at_end(tail, request)
    return Unread(found[0], Meant.PERSON, found[0], tuple(alike[:MOST_ALIKE]))


async def _milestone(tail: str, request: Request) -> Unread | None:
    found = _MILESTONE.search(tail) or _CHINESE_MILESTONE.search(tail)
    is_marked = found is not None
    found = found or _FOR.search(tail)
    if found is None:
        return None
    name = found["name"]
    if is_chinese(name) and _NO_NAME.match(name):
        return None
    known = {fold(one.name): one for one in await milestones(request)}
    alike = tuple(known[one] for one in get_close_matches(fold(name), known, MOST_ALIKE, ALIKE))
    is_called_so = bool(_RELEASE.fullmatch(name) or _NAMED_RELEASE.fullmatch(name))
    is_name = is_marked and (is_chinese(name) or name[0].isupper() or name[0].isdigit())
    return Unread(found[0], Meant.MILESTONE, name, alike) if is_name or is_called_so or alike else None


def _date(tail: str) -> Unread | None:
    found = _BY.search(tail)
    if found is None or not _is_like_a_day(found["name"]):
        return None
    return Unread(found[0], Meant.DATE, found["name"])


def _is_like_a_day(name: str) -> bool:
    """Whether it has a day's name with a letter wrong, or figures as a date has."""
    words = name.lower().split()
    if any(get_close_matches(one, _DAY_NAMES, 1, ALIKE) for one in words if len(one) > 3):  # noqa: PLR2004
        return True
    has_figure = any(one[0].isdigit() for one in words)
    has_month = any(_SHORT_MONTH.fullmatch(one) for one in words)
    return (has_figure and has_month) or _NO_DAY.fullmatch(name) is not None


async def _task(tail: str, request: Request) -> Unread | None:
    found = _AFTER.search(tail)
    if found is None:
        return None
    [key], _ = keys_in_front(found["name"])
    task = (await tasks_by_key([key], request)).get(key)
    is_hour = not key.project and key.number <= NOON
    if (task is None and is_hour) or (task is not None and task.status in OPEN):
        return None
    return Unread(found[0], Meant.TASK, found["name"])


def _priority(tail: str) -> Unread | None:
    found = _PRIORITY.search(tail)
    if found is None:
        return None
    alike = get_close_matches(fold(found["name"]), [one for one in PRIORITIES if one.isascii()], 1, ALIKE)
    return Unread(found[0], Meant.PRIORITY, found["name"], tuple(alike)) if alike else None


def _duration(tail: str) -> Unread | None:
    found = _DURATION.search(tail)
    if found is None or when.read_duration(found["name"]) is not None:
        return None
    meant = Meant.BEYOND if when.is_beyond(found["name"]) else Meant.DURATION
    return Unread(found[0], meant, found["name"])


def put_back(title: str, unread: tuple[Unread, ...]) -> str:
    """A title with what could not be read behind it again, as it stood."""
    return " ".join((title, *(one.words for one in reversed(unread))))


def takes_options(spec: Spec) -> bool:
    """Whether a command takes what a task is given: a milestone, a date, a priority."""
    return any(one.is_option and isinstance(one.kind, OneMilestone) for one in spec.parameters)


async def why_unread(rest: str, request: Request) -> UserError | None:
    """The sentence for what is left of a line that changes a task; None where it is like no option."""
    found = await unread_at_end(rest, request)
    if found is None or found.words != rest.strip():
        return None
    match found.meant:
        case Meant.MILESTONE:
            return await _no_milestone(found, request)
        case Meant.DATE:
            return NotFound("I can't read “{text}” as a date. Try “fri 3pm” or “5 Dec”.", text=found.name)
        case Meant.PRIORITY:
            return NotFound("“{text}” is no priority: urgent, high, normal or low.", text=found.name)
        case Meant.DURATION:
            return NotFound("I can't read “{text}” as a duration. Try “2d” or “3h”.", text=found.name)
        case Meant.BEYOND:
            return NotFound("“{text}” is more than four years of work. Try “2d” or “2-5d”.", text=found.name)
        case Meant.TASK | Meant.PERSON:
            return None


async def _no_milestone(found: Unread, request: Request) -> NotFound:
    choices = [
        (
            phrase("for {milestone}", milestone=one.name),
            request.line.replace(found.words, f"for m{one.id}", 1),
        )
        for one in found.alike
        if isinstance(one, Milestone)
    ]
    keys = [await _key(one, request) for one in request.objects if isinstance(one, Task)]
    made = f"milestone {found.name} with {' '.join(keys)}" if keys else f"milestone {found.name}"
    choices.append((phrase("Make milestone {name}", name=found.name), made))
    return NotFound("There is no milestone “{name}” here.", choices=choices, name=found.name)


async def _key(task: Task, request: Request) -> str:
    project = await request.work.session.get_one(Project, task.project_id)
    return f"{project.key}-{task.number}"
