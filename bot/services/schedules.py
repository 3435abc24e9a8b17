"""When a stand-up comes round: read from words, kept as JSON, and asked for somebody's next prompt."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot import worktime
from bot.command.folding import fold
from bot.errors import Refused
from bot.message import Code
from bot.when import (
    Doubt,
    Frequency,
    Reading,
    Recurrence,
    Unclear,
    occurs_on,
    read_recurrence,
    read_when,
)
from storage.models import Person, Standup

MOST_QUESTIONS = 10
LONGEST_QUESTION = 200
USUAL = {"usual", "the usual", "default", "默认", "恢复默认", "预设", "恢复预设"}
MOST_DAYS_OFF = 14  # in a row: longer than any run of holidays
LOOKS_AHEAD = 800  # days; somebody who is away for longer is planned for when they are back

_CLOCK = re.compile(r"\b\d{1,2}[:：.]\d{2}\s*(?:am|pm)?\b|\b\d{1,2}\s*(?:am|pm)\b", re.IGNORECASE)
_QUESTIONS_FOLLOW = re.compile(r"\s*(?:[:：;](?=\s)|[：\n])\s*")
_LISTED = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)、])\s*")
_EVERYBODY = re.compile(  # who is asked where nobody is named
    r"\b(?:(?:for|with)\s+)?(?:everybody|everyone|(?:the\s+)?(?:whole\s+)?team)\b"
    r"|(?:全体成员|全體成員|全员|全員|所有人|每个人|每個人|大家)",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time, and the days on which it comes round."""

    at: time
    recurrence: Recurrence


def schedule(text: str, reading: Reading) -> Schedule:
    """Return what `9:30 weekdays`, `9:30` or `every other friday 14:00` says; without days, working days.

    Raises:
        Refused: it can't be read, or has no time.
    """
    days = _EVERYBODY.sub(" ", text).strip()
    found = _said(days, reading) or _said(f"weekdays {days}", reading)
    if found is None or found.at is None:
        raise _no_schedule(text, reading)
    return Schedule(found.at, found)


def changed(text: str, reading: Reading, standup: Standup) -> Schedule:
    """Return what a stand-up's time and days become: what is not said of them stays.

    Raises:
        Refused: it can't be read.
    """
    found = _said(text, reading)
    if found is not None:
        return Schedule(found.at or standup.at, found)
    alone = _said(f"weekdays {text}", reading)
    if alone is None or alone.at is None:
        raise _no_schedule(text, reading)
    return Schedule(alone.at, Recurrence.from_json(standup.recurrence))


def _said(text: str, reading: Reading) -> Recurrence | None:
    """What days were said, whatever stands first, with the time if one was."""
    clock = _CLOCK.search(text)
    days = f"{text[: clock.start()]} {text[clock.end() :]}".strip() if clock else text.strip()
    at = f" {clock[0]}" if clock else ""
    if not days:
        return None
    found = (read_recurrence(words, reading) for words in (text, f"{days}{at}", f"every {days}{at}"))
    return next((one for one in found if one is not None), None)


def _no_schedule(text: str, reading: Reading) -> Refused:
    clock = _CLOCK.search(text)
    at_all = read_when(clock[0], reading) if clock else None
    if isinstance(at_all, Unclear) and at_all.why is Doubt.NO_TIME:
        return Refused("“{text}” is no time of day.", text=at_all.text, field="text")
    return Refused(
        "I can't read “{text}” as a time and days. For example: {example} or {other}.",
        text=text[:60],
        example=Code("standup new 9:30 weekdays"),
        other=Code("standup new every friday 14:00"),
        field="text",
    )


def told_apart(text: str) -> tuple[str, str]:
    """Return the time and days of a new stand-up, and its questions behind a colon or on the next lines."""
    found = _QUESTIONS_FOLLOW.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def questions_of(text: str) -> list[str]:
    """Return the questions of a text, one a line or parted by semicolons; none for "usual".

    Raises:
        Refused: there are too many, or one is too long.
    """
    parts = [_LISTED.sub("", one).strip() for one in re.split(r"[\n;；]", text)]
    found = [one for one in parts if one]
    if len(found) == 1 and fold(found[0]) in USUAL:
        return []
    if len(found) > MOST_QUESTIONS:
        raise Refused(
            "A stand-up has at most {n} questions; these are {count}.", n=MOST_QUESTIONS, count=len(found)
        )
    longest = max((len(one) for one in found), default=0)
    if longest > LONGEST_QUESTION:
        raise Refused(
            "A question has at most {n} characters; this one has {length}.",
            n=LONGEST_QUESTION,
            length=longest,
        )
    return found


def is_daily(standup: Standup) -> bool:
    """Whether its question is part of the morning message; others prompt apart."""
    return is_in_the_morning(Recurrence.from_json(standup.recurrence))


def is_in_the_morning(recurrence: Recurrence) -> bool:
    """Whether it comes round on most days, each week."""
    if recurrence.interval > 1 or recurrence.weeks:
        return False
    match recurrence.frequency:
        case Frequency.DAILY:
            return True
        case Frequency.WEEKLY:
            return len(recurrence.weekdays) > 1
        case Frequency.MONTHLY | Frequency.YEARLY:
            return False


def kept(wanted: Schedule, calendar: worktime.Calendar, now: datetime) -> dict[str, object]:
    """A recurrence as the row keeps it; "every other friday" counts from the coming one."""
    recurrence, local = wanted.recurrence, now.astimezone(worktime.zone_at(calendar, now))
    anchor = local.date() + _DAY if local.time() >= wanted.at else local.date()
    while recurrence.weekdays and anchor.weekday() not in recurrence.weekdays:
        anchor += _DAY
    return {**recurrence.to_json(), "anchor": anchor.isoformat()}


def comes_on(standup: Standup, calendar: worktime.Calendar, day: date) -> bool:
    """Whether somebody is to be asked on a local day: it comes round then, and they work.

    What comes by the month moves to the working day before where it meets days off, but not those of a leave.
    """
    if not worktime.is_working_day(calendar, day):
        return False
    anchor = date.fromisoformat(str(standup.recurrence["anchor"]))
    recurrence, works = Recurrence.from_json(standup.recurrence), partial(worktime.is_working_day, calendar)
    if occurs_on(recurrence, day, works, anchor):
        return True
    if not recurrence.is_by_month:
        return False
    return any(occurs_on(recurrence, one, works, anchor) for one in _days_off_after(calendar, day))


def _days_off_after(calendar: worktime.Calendar, day: date) -> list[date]:
    """The days off that follow a day, up to the next working one, whoever is on leave."""
    usual = replace(calendar, leave=())
    found: list[date] = []
    while len(found) < MOST_DAYS_OFF and not worktime.is_working_day(usual, day + _DAY):
        day += _DAY
        found.append(day)
    return found


def next_at(
    standup: Standup, person: Person, calendar: worktime.Calendar, after: datetime
) -> datetime | None:
    """Somebody's next prompt after a moment (UTC), or None if there is none to be seen.

    It goes by local date: at the stand-up's time or their own one, or when their work begins on that day if
    that is later; a time in a gap moves forward, of one that comes twice the first counts.
    """
    at_time = person.asks_at if person.asks_at is not None and is_daily(standup) else standup.at
    if person.asks_from is not None:
        after = max(after, person.asks_from - timedelta(microseconds=1))
    day = worktime.local_day(calendar, after)
    for _ in range(LOOKS_AHEAD):
        if comes_on(standup, calendar, day):
            at = _moment(at_time, calendar, day)
            if at > after:
                return at
        day += _DAY
    return None


def _moment(at_time: time, calendar: worktime.Calendar, day: date) -> datetime:
    begins = worktime.start_of_working_day(calendar, day)
    at = datetime.combine(day, at_time, worktime.zone_at(calendar, begins))
    return max(at.astimezone(UTC), begins)
