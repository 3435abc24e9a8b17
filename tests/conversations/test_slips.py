"""Commands with a mistake while somebody is asked something: they are said to be wrong, and are no answer."""

import pytest

from storage.models import Blocker, Task
from tests.conversations.world import Somebody, World, counts

PLACE = "web-shop"


@pytest.fixture
async def asked(anna: Somebody) -> Somebody:
    """Anna has been asked by the stand-up; WEB-1 is a task."""
    await anna.says("add Draft @bo", place=PLACE)
    await anna.says("standup new 9:30 weekdays", place=PLACE)
    await anna.says("standup now", place=PLACE)
    return anna


@pytest.mark.parametrize(
    "line",
    [
        "催一下 WEB-4", "催一下 4", "麻烦催一下 WEB-4", "urge WEB-4", "urge 4", "done 99", "done WEB-99",
        "WEB-99 done", "resolve WEB-7", "escalate 7", "完成99", "完成 WEB-99", "WEB-99 完成",
        "block WEB-99 waiting for Bo", "催辦 WEB-4", "start 99", "催一下", "urge",
    ],
)  # fmt: skip
async def test_a_command_about_a_thing_that_is_not_there_is_no_answer(
    world: World, asked: Somebody, line: str
) -> None:
    heard = await asked.says(line, addressed=False)
    assert "Noted" not in heard.text
    assert "0 of 1 answered" in (await asked.says("standup status", place=PLACE)).text
    assert await counts(world, Blocker, Task) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        "done", "done with the 12 pages", "3 reviews done", "start of the sprint", "finished 99 of 120 pages",
        "完成了99页", "催了一下供应商", "block 2 hours for the review",
    ],
)  # fmt: skip
async def test_an_answer_stays_one(asked: Somebody, line: str) -> None:
    await asked.says(line, addressed=False)
    assert "1 of 1 answered" in (await asked.says("standup status", place=PLACE)).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hlep", "help"), ("taks", "help task"), ("stauts", "status"), ("帮住", "帮助"), ("minne", "mine"),
        ("blokcers", "blockers"), ("帮住啊", ""), ("fine", ""), ("thanks", ""), ("hello", ""),
    ],
)  # fmt: skip
async def test_a_misspelt_word_is_offered_as_it_is_meant(anna: Somebody, typed: str, meant: str) -> None:
    heard = await anna.says(typed, addressed=False)
    assert (f"I don't know “{typed}”. Did you mean “{meant}”?" == heard.text) == bool(meant)
    assert not meant or meant in heard.buttons
    assert not meant or meant in (await anna.says(typed, place=PLACE)).buttons


@pytest.mark.parametrize(
    "line",
    [
        "hey add Draft @bo", "hi, add Draft @bo", "hey can you add Draft @bo?",
        "could you please add Draft @bo", "你好，新建 Draft @bo", "能不能帮我新建 Draft @bo",
    ],
)  # fmt: skip
async def test_a_greeting_before_a_command_is_read_over(anna: Somebody, line: str) -> None:
    assert (await anna.says(line, place=PLACE)).text.startswith("WEB-1 Draft\nBo")


@pytest.mark.parametrize(
    "line",
    [
        "hey team how are you",
        "can you add me to the list",
        "hello stop being silly",
        "I think we are late with this",
    ],
)
async def test_talk_that_mentions_the_bot_changes_nothing(world: World, anna: Somebody, line: str) -> None:
    assert (await anna.says(line, place=PLACE)).text.startswith("I don't know ")
    assert await counts(world, Task) == (0,)
