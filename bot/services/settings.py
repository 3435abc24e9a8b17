"""What people and projects set for themselves: zone, hours, weekdays, holidays and language."""

import re
from datetime import time

from bot import zones
from bot.command.folding import fold
from bot.errors import Refused, Unreadable
from bot.message import City, Code, button
from bot.services import introductions, people
from bot.services.calendars import NO_HOLIDAYS
from bot.services.hours import read_hours, read_weekdays
from bot.services.regions import region_named
from bot.views.settings import Mine
from bot.when import read_when
from bot.when.meaning import Reading
from bot.work import Work
from storage import projects as project_rows
from storage.models import Channel, Person, Project

LONGEST_NAME = 100
THE_PROJECTS = frozenset({"project", "default", "project's", "the project's", "项目", "默认", "專案", "預設"})
DIRECTLY = frozenset({"here", "direct", "这里", "私聊", "私讯"})
IN_CHANNEL = frozenset({"channel", "频道", "频道里", "群", "群里", "群组"})
NONE = frozenset({"none", "no", "nothing", "off", "无", "没有", "不要", "無", "沒有"})
LANGUAGES = {
    "en": "en", "english": "en", "英文": "en", "英语": "en", "英語": "en",
    "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh_cn": "zh-Hans", "zh": "zh-Hans", "chinese": "zh-Hans",
    "simplified": "zh-Hans", "简体": "zh-Hans", "简体中文": "zh-Hans", "中文": "zh-Hans", "简中": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh_tw": "zh-Hant", "traditional": "zh-Hant",
    "繁體": "zh-Hant", "繁體中文": "zh-Hant", "正體中文": "zh-Hant", "繁体中文": "zh-Hant", "繁中": "zh-Hant",
}  # fmt: skip


def zone_named(text: str, command: str) -> str:
    """Return the key of the zone that a text names; `command` is what the offers begin with.

    Raises:
        Unreadable: it names none, or several; the three nearest are offered.
    """
    found = zones.read_zone(text)
    if isinstance(found, str):
        return found
    raise Unreadable(
        "Which zone is “{text}”? One of these, or say a city near you.",
        *(button("{zone}", f"{command} {one}", zone=City(one)) for one in found),
        text=text[:60],
        field="zone",
    )


def language_named(text: str) -> str:
    """Return the language that a word names.

    Raises:
        Unreadable: I don't speak it.
    """
    found = LANGUAGES.get(text.strip().casefold())
    if found is None:
        raise Unreadable(
            "I speak English, 简体中文 and 繁體中文; “{text}” is none of them.",
            button("English", "settings language en"),
            button("简体中文", "settings language zh-Hans"),
            button("繁體中文", "settings language zh-Hant"),
            text=text[:40],
            field="language",
        )
    return found


def time_named(text: str, reading: Reading) -> time:
    """Return the time of day that a text names.

    Raises:
        Unreadable: it names none.
    """
    plain = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*", text)
    if plain and int(plain[1]) <= 23 and int(plain[2]) <= 59:  # noqa: PLR2004 - a day's hours
        return time(int(plain[1]), int(plain[2]))
    found = read_when(f"tomorrow {text}", reading)
    at = getattr(found, "at", None)
    if not isinstance(at, time):
        raise Unreadable(
            "I can't read “{text}” as a time of day. Try {example}.",
            text=text[:40],
            example=Code("settings time 9:45"),
            field="time",
        )
    return at


def name_given(text: str) -> str:
    """Return a name in one line.

    Raises:
        Refused: it is empty or too long.
    """
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("A name has 1 to {n} characters.", n=LONGEST_NAME, field="name")
    return name


async def of(work: Work, person: Person) -> Mine:
    """Somebody's settings, beside those of the project they used last."""
    known = await project_rows.of_person(work.session, person.id)
    project = known[0][0] if known else None
    return Mine(person, project, await work.zone_of(person), work.now)


async def set_name(work: Work, person: Person, text: str) -> None:
    """Call somebody by another name."""
    people.choose(work, person, name=name_given(text))


async def set_zone(work: Work, person: Person, text: str) -> None:
    """Put somebody in another zone; their prompts move with them."""
    people.choose(work, person, zone=zone_named(text, "settings zone"))
    await introductions.replan(work, person)


async def set_hours(work: Work, person: Person, text: str) -> None:
    """Give somebody their own working hours, or the project's again."""
    work.set(person, hours=None if _is_projects(text) else read_hours(text))
    await introductions.replan(work, person)


async def set_days(work: Work, person: Person, text: str) -> None:
    """Give somebody their own working weekdays, or the project's again."""
    work.set(person, weekdays=None if _is_projects(text) else read_weekdays(text))
    await introductions.replan(work, person)


async def set_language(work: Work, person: Person, text: str) -> None:
    """Speak another language to somebody."""
    people.choose(work, person, language=language_named(text))


async def set_holidays(work: Work, person: Person, text: str) -> None:
    """Give somebody the public holidays of their country, none, or the project's again."""
    work.set(person, region=_region(text, "settings holidays"))
    await introductions.replan(work, person)


async def set_time(work: Work, person: Person, text: str, reading: Reading) -> None:
    """Ask somebody at their own time of day, or at the stand-up's again; who says when agrees to be asked."""
    work.set(person, asks_at=None if _is_projects(text) else time_named(text, reading))
    introductions.came_by_themselves(work, person)
    await introductions.replan(work, person)


async def set_place(work: Work, person: Person, text: str) -> None:
    """Put somebody's question in the channel, or in their direct messages again.

    Raises:
        Unreadable: it is neither.
    """
    word = fold(text.strip())
    if word not in DIRECTLY and word not in IN_CHANNEL:
        raise Unreadable(
            "Where shall the question stand?",
            button("Here", "settings question here"),
            button("In the channel", "settings question channel"),
        )
    work.set(person, in_channel=word in IN_CHANNEL)


async def set_all(work: Work, person: Person, wanted: dict[str, str], reading: Reading) -> None:
    """Apply what a form was filled with; what was left as it is changes nothing."""
    if "name" in wanted:
        await set_name(work, person, wanted["name"])
    if "zone" in wanted:
        await set_zone(work, person, wanted["zone"])
    if "hours" in wanted:
        await set_hours(work, person, wanted["hours"])
    if "days" in wanted:
        await set_days(work, person, wanted["days"])
    if "language" in wanted:
        await set_language(work, person, wanted["language"])
    if "holidays" in wanted:
        await set_holidays(work, person, wanted["holidays"])
    if "question" in wanted:
        await set_time(work, person, wanted["question"], reading)


async def set_project_zone(work: Work, project: Project, text: str) -> None:
    """Put a project in another zone; whose zone is not known moves with it."""
    work.set(project, zone=zone_named(text, f"in {project.key}: project zone"))
    await _begin_anew(work, project)


async def set_project_hours(work: Work, project: Project, text: str) -> None:
    """Give a project its working hours; they hold for whoever has none of their own."""
    work.set(project, hours=None if _is_projects(text) else read_hours(text))
    await _begin_anew(work, project)


async def set_project_days(work: Work, project: Project, text: str) -> None:
    """Give a project its working weekdays."""
    work.set(project, weekdays=None if _is_projects(text) else read_weekdays(text))
    await _begin_anew(work, project)


async def set_project_language(work: Work, project: Project, channel: Channel | None, text: str) -> str:
    """Speak another language in one of a project's channels, or in all; returns it."""
    language = language_named(text)
    places = await project_rows.channels(work.session, project.id)
    if channel is not None and channel in places and len(places) > 1:
        work.set(channel, language=language)
        return language
    work.set(project, language=language)
    for one in places:
        work.set(one, language=None)
    return language


async def set_project_holidays(work: Work, project: Project, text: str) -> None:
    """Give a project the public holidays of a country, or none."""
    region = _region(text, f"in {project.key}: calendar")
    work.set(project, region=None if region == NO_HOLIDAYS else region)
    await _begin_anew(work, project)


async def _begin_anew(work: Work, project: Project) -> None:
    """Move the beginning for those of a project who have not agreed yet to their morning as it is now."""
    for _, person in await project_rows.members(work.session, project.id):
        await introductions.replan(work, person)


def _is_projects(text: str) -> bool:
    return text.strip().casefold() in THE_PROJECTS


def _region(text: str, command: str) -> str | None:
    if _is_projects(text):
        return None
    if text.strip().casefold() in NONE:
        return NO_HOLIDAYS
    return str(region_named(text, command))
