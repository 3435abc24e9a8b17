"""A file sent with words: which of them mean it, what a kill in the middle leaves, and who may."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.fetching import AGAIN, CLAIMED_FOR, Fetching
from bot.incoming import Attached, Missed, Words
from storage import projects
from storage.models import Change, ProjectDay, Upload
from tests.conversations.world import Heard, Somebody, World, as_text, counts, open_world

CONSOLE = 1  # the installation's id
CSV = Attached("f1", "days.csv", 20, "text/csv")


@dataclass
class Shelf:
    """A platform on which one file lies; `trouble` is what it answers first."""

    content: bytes = b"2026-12-24,off,Eve\n2026-12-26"
    trouble: list[Missed | Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Give it, at most so much of it."""
        self.asked.append(ref)
        answer = self.trouble.pop(0) if self.trouble else self.content[:most]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Silence(Shelf):
    """A platform that never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked = asyncio.Event()

    async def fetch(self, ref: str, most: int) -> bytes | Missed:  # noqa: ARG002 - of any
        """Wait for ever."""
        self.is_asked.set()
        await asyncio.Event().wait()
        return b""


async def sends(person: Somebody, text: str, *files: Attached, place: str = "", key: str = "") -> Heard:
    """Send files with words."""
    said = person.incoming(text, place=place, key=key)
    return await person.world.say(replace(said, said=Words(text, addressed=bool(place), files=files)))


async def fetched(world: World, shelf: Shelf) -> str:
    """What is said once the files that are due were fetched."""
    await world.posted()
    await Fetching(world.database, world.clock, {CONSOLE: shelf}).round()
    return "\n".join(as_text(message) for _, message in await world.posted())


async def kinds(world: World) -> list[str]:
    """What the own days of the first project are, in their order."""
    async with world.database.reading() as session:
        return [one.kind.value for one in await projects.days(session, 1)]


async def a_project(world: World) -> Somebody:
    """Anna leads it, in the channel web."""
    anna = world.person("Anna")
    await anna.says('project new "Web shop" key WEB', place="web")
    return anna


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["off", "off"]),
        ("calendar", ["off", "off"]),
        ("Calendar: ", ["off", "off"]),
        ("please calendar", []),
        ("calendar off", ["off", "off"]),
        ("calendar work", ["off", "work"]),
        ("日历", ["off", "off"]),
        ("行事曆", ["off", "off"]),
        ("导入日历", ["off", "off"]),
        ("設為工作日", ["off", "work"]),
        ("add Look at this", []),
        ("look at this", []),
        ("calendar CN", []),
    ],
)
async def test_a_file_is_read_where_its_words_are_a_calendars_or_none(
    sqlite_url: str, words: str, expected: list[str]
) -> None:
    async with open_world(sqlite_url) as world:
        anna, shelf = await a_project(world), Shelf()
        await sends(anna, words, CSV)
        await fetched(world, shelf)
        assert (await kinds(world), len(shelf.asked)) == (expected, bool(expected))


async def test_the_days_of_a_file_are_one_change_of_whoever_sent_it(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna = await a_project(world)
        before = (await counts(world, Change))[0]
        await sends(anna, "calendar", CSV, place="web")
        assert "days.csv: 2 days were read." in await fetched(world, Shelf())
        assert (await counts(world, Change))[0] == before + 1
        assert "calendar file" in (await anna.says("undo", place="web")).text
        assert await kinds(world) == []


async def test_delivered_twice_it_is_kept_and_read_once(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna, shelf = await a_project(world), Shelf()
        await sends(anna, "calendar", CSV, key="same")
        await sends(anna, "calendar", CSV, key="same")
        await fetched(world, shelf)
        assert await fetched(world, shelf) == ""
        assert (shelf.asked, await counts(world, Upload, ProjectDay)) == (["f1"], (1, 2))


async def test_two_processes_read_it_once(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna, shelf = await a_project(world), Shelf()
        await sends(anna, "calendar", CSV)
        both = (Fetching(world.database, world.clock, {CONSOLE: shelf}) for _ in range(2))
        await asyncio.gather(*(one.round() for one in both))
        assert (shelf.asked, await kinds(world)) == (["f1"], ["off", "off"])


async def test_a_kill_while_it_is_fetched_leaves_it_to_be_fetched_again(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna, silence, shelf = await a_project(world), Silence(), Shelf()
        await sends(anna, "calendar", CSV)
        killed = asyncio.create_task(Fetching(world.database, world.clock, {CONSOLE: silence}).round())
        await silence.is_asked.wait()
        killed.cancel()
        await asyncio.wait([killed])
        assert await fetched(world, shelf) == ""  # claimed still, for all that anybody knows
        world.clock.move_to(world.clock.now() + CLAIMED_FOR)
        assert "2 days were read" in await fetched(world, shelf)
        assert await kinds(world) == ["off", "off"]


async def test_a_platform_in_trouble_is_asked_three_times_and_then_it_is_said(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna, shelf = await a_project(world), Shelf(trouble=[Missed.AWAY] * 3)
        await sends(anna, "calendar", CSV)
        for _ in range(2):
            assert await fetched(world, shelf) == ""
            world.clock.move_to(world.clock.now() + AGAIN)
        assert "I could not get days.csv" in await fetched(world, shelf)
        world.clock.move_to(world.clock.now() + timedelta(days=1))
        assert await fetched(world, shelf) == ""
        assert (len(shelf.asked), await kinds(world)) == (3, [])


async def test_a_bug_in_reading_one_file_holds_up_no_other_and_does_not_go_on_for_ever(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_world(database_url) as world:
        anna, shelf = await a_project(world), Shelf(trouble=[RuntimeError("a bug")])
        await sends(anna, "calendar", CSV)
        await sends(anna, "calendar", replace(CSV, ref="f2"))
        assert "2 days were read" in await fetched(world, shelf)
        shelf.trouble = [RuntimeError("a bug")] * 2
        said = []
        for _ in range(4):
            world.clock.move_to(world.clock.now() + CLAIMED_FOR)
            said.append(await fetched(world, shelf))
    assert said[:2] == ["", ""]
    assert "I could not get days.csv" in said[2]
    assert said[3] == ""
    assert "file not read" in capsys.readouterr().out


async def test_in_which_project_is_asked_and_the_file_is_read_for_the_one_that_is_chosen(
    database_url: str,
) -> None:
    async with open_world(database_url) as world:
        anna = await a_project(world)
        await anna.says("project new App key APP", place="app")
        asked = await sends(anna, "", CSV)
        assert "In which project?" in asked.text
        await anna.presses(asked.buttons["Web shop"])
        assert "Web shop is off on" in await fetched(world, Shelf())
        assert await kinds(world) == ["off", "off"]


async def test_a_file_is_read_for_nobody_but_whoever_sent_it(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna, bo = await a_project(world), world.person("Bo")
        await bo.says("help")
        await anna.says("lead @bo", place="web")
        await sends(anna, "", CSV)
        await fetched(world, Shelf())
        assert "I don't have that file" in (await bo.says("calendar file 1", place="web")).text
        assert "I don't have that file" in (await anna.says("calendar file 99")).text
        assert "Send the file with" in (await anna.says("calendar file")).text


async def test_who_leads_no_more_when_it_was_fetched_changes_nothing(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna, bo = await a_project(world), world.person("Bo")
        await bo.says("help")
        await anna.says("invite @bo", place="web")
        await anna.says("lead @bo", place="web")
        await sends(bo, "calendar", CSV, place="web")
        await anna.says("role @bo member", place="web")
        assert "That is for the lead of the project" in await fetched(world, Shelf())
        assert await kinds(world) == []


async def test_a_hostile_name_is_one_line_of_literal_text(database_url: str) -> None:
    async with open_world(database_url) as world:
        anna = await a_project(world)
        name = "../../etc/\u202e<b>{days}\n<!channel>" + "x" * 400
        said = await sends(anna, "", replace(CSV, name=name))
        assert "Reading <b>{days} <!channel>xxx" in said.text
        assert "\n" not in said.text
        assert "2 days were read" in await fetched(world, Shelf())
