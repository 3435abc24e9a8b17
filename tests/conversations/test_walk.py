"""What a walk through two weeks of a project has shown."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.message import Message, phrase, row
from bot.services import agendas
from bot.worktime import Calendar
from storage.models import Task
from tests.conversations.world import Somebody, World, as_text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("milestone Beta 18 December", "Beta · promised for Fri 18 Dec"),
        ("里程碑 Beta 12月18日", "Beta · promised for Fri 18 Dec"),
        ("ladder 2h owner, 1d lead, 2d channel", "after 2 days · the channel"),
        ("standup questions What did you do? ; What is next?", "What is next?"),
    ],
)
async def test_what_help_names_can_be_typed_in_private(anna: Somebody, typed: str, said: str) -> None:
    await anna.says("standup new 9:30 weekdays")
    assert said in (await anna.says(typed, addressed=False)).text


@pytest.mark.parametrize(
    "typed",
    [
        "milestone Beta went really well",
        "milestone party on friday with the whole team",
        "standup questions were fine today",
        "ladder is too short",
    ],
)
async def test_a_sentence_that_begins_like_such_a_command_changes_nothing(anna: Somebody, typed: str) -> None:
    await anna.says("standup new 9:30 weekdays")
    assert "Nothing was changed" in (await anna.says(typed, addressed=False)).text


async def test_a_command_is_run_where_the_open_question_can_take_no_such_words(anna: Somebody) -> None:
    assert "Which task?" in (await anna.says("note")).text
    assert "Your settings" in (await anna.says("settings", addressed=False)).text
    assert "What is stuck" in (await anna.says("blockers", addressed=False)).text


async def test_who_heard_of_a_leave_hears_that_it_is_undone_and_of_the_next_one(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    async def told_to_anna(text: str) -> list[str]:
        await world.dispatch.receive(bo.incoming(text))
        return [as_text(message) for address, message in await world.posted() if "anna" in address]

    await world.posted()
    assert "Bo is away Fri 27 Nov." in "".join(await told_to_anna("away friday"))
    assert "Bo is not away Fri 27 Nov after all." in "".join(await told_to_anna("undo"))
    assert "Bo is away Thu 26 Nov." in "".join(await told_to_anna("away thursday"))


@pytest.mark.parametrize("half", ["morning", "afternoon"])
async def test_half_a_day_off_does_not_promise_a_day_without_the_question(anna: Somebody, half: str) -> None:
    await anna.says("standup new 9:30 weekdays")
    assert "nothing is asked" not in (await anna.says(f"away friday {half}")).text
    assert "nothing is asked" in (await anna.says("away thursday")).text


def test_two_sentences_stand_side_by_side_without_a_sign() -> None:
    shown = Message((row(phrase("You're away {days}.", days="x"), phrase("{name} covers.", name="Li")),))
    assert as_text(shown) == "You're away x. Li covers."
    assert "·" not in as_text(shown, "zh-Hans")


def test_one_day_more_for_what_is_due_on_friday_is_monday() -> None:
    later = agendas.day_more(Calendar(ZoneInfo("Europe/Berlin")), date(2026, 11, 26))
    assert later(Task(due_day=date(2026, 11, 27))) == date(2026, 11, 30)
    assert later(Task(due_day=date(2026, 11, 20))) == date(2026, 11, 27)
