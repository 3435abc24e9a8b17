"""Projects: started, bound, renamed, paused; who is in them, and as what."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.command import Spec
from bot.handlers import all_commands
from storage.models import Member, Project, Seat
from storage.words import Role
from tests.conversations.world import Somebody, World, as_text, counts

# A command that an observer may say is about themselves (by its first word), only looks, makes a project
# of their own, or looks by itself who may.
ABOUT_ONESELF = frozenset({
    "answer", "away", "back", "export", "link", "privacy", "resume", "settings", "stop", "undo", "unlink",
    "welcome",
})  # fmt: skip
LOOKS_WHO_MAY = frozenset(
    {"doctor", "erase", "erase now", "lead me", "project join"}
)  # tested where they live
ONLY_LOOKS = frozenset({
    "blocker list", "calendar", "forecast", "help", "history", "home", "ladder", "late", "list",
    "milestone list", "milestone show", "mine", "plan", "project leave", "project list", "project new",
    "project show", "search", "setup", "setup save", "standup fill", "standup form", "standup list",
    "standup same", "standup skip", "standup status", "standup stuck", "status", "task list", "task notes",
    "task show", "team",
    "waiting", "why",
})  # fmt: skip


@pytest.fixture
async def cara(world: World, anna: Somebody) -> Somebody:
    """Cara looks on in Web shop, where there is a task of Bo's."""
    somebody = world.person("Cara")
    await somebody.says("help")
    await anna.says("role @cara observer", place="web-shop")
    await anna.says("add Draft the contract @bo by friday", place="web-shop")
    return somebody


async def test_a_project_is_started_with_people(world: World, anna: Somebody) -> None:
    heard = await anna.says('project new "Big App" key APP @bo', place="app")
    assert "Big App is set up; its key is APP and you lead it." in heard.text
    team = (await anna.says("team", place="app")).text
    assert "Anna · lead" in team
    assert "Bo · member" in team


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("project new Shop key WEB", "WEB is taken."),
        ("project new Shop key web", "WEB is taken."),
        ("project new Shop key A", "A key has 2 to 10 letters and digits"),
        ("project new Shop key 1AB", "A key has 2 to 10 letters and digits"),
        ("project new Shop key WAYTOOLONGKEY", "A key has 2 to 10 letters and digits"),
        ("project new Shop key W-B", "A key has 2 to 10 letters and digits"),
        ("project new Shop key <!channel>", "A key has 2 to 10 letters and digits"),
        ('project new ""', "A project's name has 1 to 100 characters."),
        ("project new " + "x" * 10_000, "A project's name has 1 to 100 characters."),
    ],
)
async def test_a_bad_key_or_name_starts_nothing(
    world: World, anna: Somebody, words: str, sentence: str
) -> None:
    assert sentence in (await anna.says(words, place="elsewhere")).text
    assert await counts(world, Project) == (1,)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ('project new "Web shop" key WEB', "Start it as WEB2"),
        ("project new 网店 代号 web", "Start it as WEB2"),
        ("project new 網店 代號：WEB @bo", "Start it as WEB2"),
    ],
)
async def test_where_a_key_is_taken_another_is_offered_and_what_has_it(
    world: World, anna: Somebody, words: str, label: str
) -> None:
    heard = await anna.says(words, place="shop-2")
    assert list(heard.buttons) == [label, "Let Web shop live here"]
    bound = await anna.says(heard.buttons["Let Web shop live here"], place="shop-2")
    assert "Web shop lives here now" in bound.text
    heard = await anna.presses((await anna.says(words, place="shop-3")).buttons[label], place="shop-3")
    assert "its key is WEB2 and you lead it" in heard.text


async def test_only_who_leads_it_is_offered_to_bind_what_has_the_key(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    assert list((await bo.says("project new Mine key WEB", place="mine")).buttons) == ["Start it as WEB2"]
    assert list((await anna.says("project new Mine key WEB")).buttons) == ["Start it as WEB2"]


async def test_markup_in_a_name_stays_text(anna: Somebody) -> None:
    heard = await anna.says('project new "<b>@everyone</b> <!channel>" key EVE', place="elsewhere")
    assert heard.text.startswith("<b>@everyone</b> <!channel> is set up")


async def test_a_key_is_made_of_the_name_and_never_twice(anna: Somebody) -> None:
    assert "its key is MOB" in (await anna.says("project new Mobile", place="one")).text
    assert "its key is MOBI" in (await anna.says("project new Mobile", place="two")).text
    assert "its key is PROJECTP" not in (await anna.says("project new 网店改版", place="three")).text


async def test_a_second_project_does_not_move_into_a_channel(world: World, anna: Somebody) -> None:
    assert "Web shop lives here already." in (await anna.says("project new App", place="web-shop")).text
    assert await counts(world, Project) == (1,)


async def test_a_project_moves_to_another_channel(anna: Somebody) -> None:
    assert "Say that in the channel" in (await anna.says("project bind WEB")).text
    assert "Web shop lives here now." in (await anna.says("project bind WEB", place="new-place")).text
    assert "#new-place" in (await anna.says("project show", place="new-place")).text


async def test_a_project_is_taken_back(world: World, anna: Somebody) -> None:
    heard = await anna.says("project new App key APP", place="app")
    await anna.says(heard.buttons["Undo"], place="app")
    assert "APP" not in (await anna.says("projects")).text
    assert "lives here already" not in (await anna.says("project new Other", place="app")).text


async def test_a_project_on_a_page(anna: Somebody) -> None:
    await anna.says("milestone Beta 17 March", place="web-shop")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    shown = (await anna.says("project show WEB")).text
    assert shown.splitlines() == [
        "WEB · Web shop · running",
        "Led by Anna · 2 people",
        "Lives in #web-shop",
        "Stand-up at 9:30",
        "Beta · promised Wed 17 Mar 2027",
    ]


async def test_a_project_is_renamed_and_keeps_its_key(anna: Somebody) -> None:
    heard = await anna.says('project rename "Shop 2"', place="web-shop")
    assert heard.text == "WEB is called Shop 2 now."
    assert "Shop 2" in (await anna.says("projects")).text


async def test_a_paused_project_asks_nobody_and_goes_on_later(world: World, anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await anna.says("project pause", place="web-shop")
    assert await seats(world) == [None, None]
    assert "paused already" in (await anna.says("project pause", place="web-shop")).text
    await anna.says("project resume", place="web-shop")
    assert datetime(2026, 11, 24, 8, 30, tzinfo=UTC) in await seats(world)


async def seats(world: World) -> list[datetime | None]:
    """When those in the stand-up are asked next."""
    async with world.database.reading() as session:
        return list((await session.execute(select(Seat.next_at).order_by(Seat.id))).scalars())


async def test_a_closed_project_is_read_only_and_can_be_opened_from_anywhere(anna: Somebody) -> None:
    await anna.says("add Draft", place="web-shop")
    await anna.says("project close", place="web-shop")
    assert "Web shop is closed." in (await anna.says("add More", place="web-shop")).text
    assert "Draft" in (await anna.says("WEB-1")).text
    assert "Web shop is running again." in (await anna.says("project open WEB")).text


async def test_somebody_is_invited_with_a_role(world: World, anna: Somebody) -> None:
    await world.person("Tom").says("help")
    assert "Tom · lead" in (await anna.says("invite @tom as lead", place="web-shop")).text


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("invite @tom @li", "member"),
        ("invite @tom, @li and @anna as observer", "observer"),
        ("invite " + "@tom @li " * 60, "member"),
        ("邀请@Tom和@Li", "member"),
    ],
)
async def test_several_are_invited_at_once(world: World, anna: Somebody, words: str, role: str) -> None:
    for name in ("Tom", "Li"):
        await world.person(name).says("help")
    team = (await anna.says(words, place="web-shop")).text
    assert f"Tom · {role}" in team
    assert f"Li · {role}" in team


async def test_an_invitation_never_takes_a_role_away(anna: Somebody) -> None:
    await anna.says("role @bo lead", place="web-shop")
    assert "Bo · lead" in (await anna.says("invite @bo", place="web-shop")).text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("invite @nobody", "I don't know @nobody here."),
        ("invite @bo as boss", "is no role"),
        ("role @bo boss", "is no role"),
        ("remove @nobody", "I don't know @nobody here."),
        ("remove @anna", "Anna is the only lead of Web shop."),
        ("role @anna member", "Anna is the only lead of Web shop."),
        ("project leave", "Anna is the only lead of Web shop."),
    ],
)
async def test_what_cannot_be_said_changes_nothing(
    world: World, anna: Somebody, words: str, sentence: str
) -> None:
    assert sentence in (await anna.says(words, place="web-shop")).text
    assert await counts(world, Member) == (2,)


async def test_the_last_lead_leaves_when_there_is_another(anna: Somebody) -> None:
    await anna.says("lead @bo", place="web-shop")
    assert "Anna is no longer in Web shop." in (await anna.says("project leave WEB")).text


async def test_who_is_removed_leaves_their_tasks_to_the_lead_and_hears_of_it(
    world: World, anna: Somebody
) -> None:
    await anna.says("add Draft the contract @bo", place="web-shop")
    await anna.says("block 1 the price list from @bo", place="web-shop")
    heard = await anna.says("remove @bo", place="web-shop")
    assert heard.text.splitlines()[:4] == [
        "Bo is no longer in Web shop.",
        "Still with Bo:",
        "WEB-1 · Draft the contract",
        "⛔ WEB-2 · the price list",
    ]
    await world.dispatch.receive(anna.incoming(heard.buttons["Undo"], place="web-shop"))
    assert "Bo · member" in (await anna.says("team", place="web-shop")).text


async def test_who_is_removed_is_told(world: World, anna: Somebody) -> None:
    await world.posted()
    await world.dispatch.receive(anna.incoming("remove @bo", place="web-shop"))
    told = {address: as_text(message) for address, message in await world.posted()}
    assert told["@bo"] == "Anna took you out of Web shop. It asks you nothing any more."


async def test_the_team_shows_local_times_and_who_is_away(anna: Somebody, bo: Somebody) -> None:
    await bo.says("away today to friday")
    shown = (await anna.says("team", place="web-shop")).text.splitlines()
    assert shown[1] == "Anna · lead · Mon 23 Nov, 10:00 (Berlin)"
    assert shown[2] == "Bo · member · Mon 23 Nov, 9:00 (UTC) · 🏖 until Fri 27 Nov"


async def test_how_much_somebody_has_to_do_is_for_the_lead_alone(anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft @bo", place="web-shop")
    assert "1 open task" in (await anna.says("team")).text
    assert "open task" not in (await anna.says("team", place="web-shop")).text
    assert "open task" not in (await bo.says("team")).text


@pytest.mark.parametrize(
    "words",
    [
        "add More", "done 1", "start 1", "1 @cara", "1 by monday", "note 1 hello", "rename 1 Other",
        "cancel 1", "block 1 the keys", "left 1 1d", "after 1 1", "invite @cara", "role @cara lead",
        "remove @bo", "project pause", "project rename X", "milestone Beta 17 March", "standup new 9:30",
        "calendar CN", "calendar off 24 Dec", "project zone Tokyo", "lead @cara",
        "ladder 2h owner",
    ],
)  # fmt: skip
async def test_an_observer_changes_nothing(world: World, cara: Somebody, words: str) -> None:
    async with world.database.reading() as session:
        before = (await session.execute(select(Project.next_number))).scalar_one()
    heard = (await cara.says(words, place="web-shop")).text
    assert "You look on in this project." in heard or "for the lead of" in heard
    async with world.database.reading() as session:
        assert (await session.execute(select(Project.next_number))).scalar_one() == before


@pytest.mark.parametrize("words", ["1", "team", "plan", "late", "history 1", "calendar", "project show WEB"])
async def test_an_observer_looks(cara: Somebody, words: str) -> None:
    heard = (await cara.says(words, place="web-shop")).text
    assert "You look on" not in heard
    assert "for the lead" not in heard


def test_every_command_that_an_observer_may_say_only_looks_or_is_about_them() -> None:
    def may(spec: Spec) -> bool:
        return spec.role in (None, Role.OBSERVER)

    found = {spec.name for spec in all_commands().specs.values() if may(spec)}
    assert {one for one in found if one.split()[0] not in ABOUT_ONESELF} <= ONLY_LOOKS | LOOKS_WHO_MAY
