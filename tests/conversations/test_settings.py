"""What people set for themselves, and what follows from it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.incoming import Filled
from storage.models import Change, Person, Seat
from tests.conversations.world import Heard, Somebody, World, counts


async def seat_of(world: World, name: str) -> datetime | None:
    """When somebody is asked next."""
    async with world.database.reading() as session:
        query = select(Seat.next_at).join(Person, Person.id == Seat.person_id).where(Person.name == name)
        return (await session.execute(query)).scalar_one()


async def test_settings_show_what_holds_and_whose_it_is(anna: Somebody) -> None:
    shown = (await anna.says("settings")).text
    assert "Name: Anna" in shown
    assert "Your time: Mon 23 Nov, 10:00 (Berlin)" in shown
    assert "Working hours: 9:00–12:00 13:00–18:00 · as in Web shop" in shown
    assert "Working days: Mon to Fri · as in Web shop" in shown
    assert "Public holidays: none" in shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("settings name Anna   Meier", "Name: Anna Meier"),
        ("settings zone Shanghai", "(Shanghai)"),
        ("settings zone 台北", "(Taipei)"),
        ("settings zone Portugal", "(Lisbon)"),
        ("settings hours 10-18", "Working hours: 10:00–18:00"),
        ("settings hours 22:00-6:00", "Working hours: 22:00–6:00"),
        ("settings days mon-thu", "Working days: Mon to Thu"),
        ("settings days mon wed fri", "Working days: Mon, Wed and Fri"),
        ("settings holidays de-by", "Public holidays: Germany (BY)"),
        ("settings holidays China", "Public holidays: China"),
        ("settings holidays 台灣", "Public holidays: Taiwan"),
        ("settings holidays none", "Public holidays: none"),
        ("settings language english", "Language: English"),
        ("settings time 10:15", "Daily question: 10:15"),
        ("settings question channel", "in the channel"),
    ],
)
async def test_each_setting_is_set_and_shown(anna: Somebody, words: str, shown: str) -> None:
    heard = await anna.says(words)
    assert shown in heard.text
    assert "Undo" in heard.buttons
    assert shown in (await anna.says("settings")).text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("settings zone Atlantis City", "Which zone is “Atlantis City”?"),
        ("settings zone CST", "Which zone is “CST”?"),
        ("settings hours late", "I can't read “late” as working hours."),
        ("settings hours 9-13 12-18", "overlap"),
        ("settings days someday", "I can't read “someday” as weekdays."),
        ("settings language klingon", "“klingon” is none of them."),
        ("settings holidays Narnia", "I know no public holidays of “Narnia”."),
        ("settings holidays DE-XX", "I know no public holidays of “DE-XX”."),
        ("settings time soon", "I can't read “soon” as a time of day."),
        ("settings time 25:00", "I can't read “25:00” as a time of day."),
        ("settings name " + "x" * 200, "A name has 1 to 100 characters."),
        ("settings question nowhere", "Where shall the question stand?"),
        ("settings zone", "Where do you live?"),
        ("settings hours " + "9-10 " * 2000, "I can't read"),
    ],
)
async def test_what_cannot_be_read_is_said_and_changes_nothing(
    anna: Somebody, words: str, sentence: str
) -> None:
    before = (await anna.says("settings")).text
    assert sentence in (await anna.says(words)).text
    assert (await anna.says("settings")).text == before


async def test_an_unknown_zone_offers_the_three_nearest(anna: Somebody) -> None:
    heard = await anna.says("settings zone Shangai")
    assert len(heard.buttons) == 3
    assert heard.buttons["Shanghai"] == "settings zone Asia/Shanghai"


async def test_a_zone_of_two_names_is_asked_back(anna: Somebody) -> None:
    assert set((await anna.says("settings zone CST")).buttons) == {
        "Shanghai",
        "Chicago",
        "Havana",
    }


async def test_a_setting_can_be_the_projects_again(anna: Somebody) -> None:
    await anna.says("settings hours 10-18")
    assert "as in Web shop" in (await anna.says("settings hours project")).text.splitlines()[3]


async def test_a_setting_is_taken_back(anna: Somebody) -> None:
    heard = await anna.says("settings hours 10-18")
    await anna.says(heard.buttons["Undo"])
    assert "Working hours: 9:00–12:00 13:00–18:00" in (await anna.says("settings")).text


async def fill(somebody: Somebody, **values: str) -> Heard:
    """Fill the form."""
    incoming = somebody.incoming("")
    values_given = Filled("settings edit", values)
    filled = type(incoming)(
        incoming.bot, incoming.sender, incoming.place, incoming.key, values_given, rides=incoming.rides
    )
    return await somebody.world.say(filled)


async def test_the_form_sets_all_at_once(anna: Somebody) -> None:
    shown = (await fill(anna, name="Anna M", zone="Tokyo", hours="10-19", days="mon-sat", language="en")).text
    assert "Name: Anna M" in shown
    assert "(Tokyo)" in shown
    assert "10:00–19:00" in shown
    assert "Mon to Sat" in shown


@pytest.mark.parametrize(
    ("language", "days", "prefilled"),
    [
        ("en", "mon-fri", "Mon to Fri"),
        ("en", "mon wed thu", "Mon, Wed and Thu"),
        ("en", "sunday", "Sun"),
        ("zh-Hans", "周一至周五", "周一到周五"),
        ("zh-Hans", "周一周三周四", "周一、周三和周四"),
        ("zh-Hant", "週一至週五", "週一到週五"),
        ("zh-Hant", "週一週三週日", "週一、週三和週日"),
    ],
)
async def test_the_form_shows_weekdays_in_words_that_read_back(
    world: World, anna: Somebody, language: str, days: str, prefilled: str
) -> None:
    li = world.person("Li", "Asia/Shanghai", language=language)
    await li.says("help")
    set_to = (await li.says(f"settings days {days}")).text
    form = (await world.say(replace(li.incoming("settings edit"), shows_forms=True))).answer.form
    assert form is not None
    assert {one.name: one.value for one in form.fields}["days"] == prefilled
    assert (await fill(li, days=prefilled)).text == set_to


async def test_a_wrong_field_of_the_form_changes_nothing(anna: Somebody) -> None:
    assert "Which zone" in (await fill(anna, name="Anna M", zone="Atlantis City")).text
    assert "Name: Anna\n" in (await anna.says("settings")).text


async def test_markup_in_a_name_stays_text(anna: Somebody) -> None:
    assert "Name: <b>@everyone</b>" in (await anna.says("settings name <b>@everyone</b>")).text


async def test_a_new_zone_moves_the_prompt_at_once(world: World, anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    assert await seat_of(world, "Anna") == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    await anna.says("settings zone Tokyo")
    assert await seat_of(world, "Anna") == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


async def test_settings_are_mine_alone(world: World, anna: Somebody, bo: Somebody) -> None:
    await anna.says("settings hours 10-18")
    assert "10:00–18:00" not in (await bo.says("settings")).text


@pytest.mark.parametrize(
    "words",
    ["settings zone Tokyo", "settings hours 10-18", "calendar DE", "project days mon-thu",
     "calendar off 24 Dec", "invite @bo as observer", "away friday", "project rename Shop"],
)  # fmt: skip
async def test_in_private_it_needs_no_slash(anna: Somebody, words: str) -> None:
    assert "I'm not sure" not in (await anna.says(words, addressed=False)).text


@pytest.mark.parametrize(
    "words",
    ["settings are fine now", "calendar is full", "away from keyboard", "back in 10 min", "stop it please",
     "invite me to lunch", "lead by example", "team was great today", "remove the old file",
     "calendar was wrong"],
)  # fmt: skip
async def test_a_sentence_in_private_changes_nothing(world: World, anna: Somebody, words: str) -> None:
    before = await counts(world, Change)
    await anna.says(words, addressed=False)
    assert await counts(world, Change) == before
