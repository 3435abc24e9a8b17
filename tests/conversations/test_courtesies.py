"""Whoever only says hello or thanks gets a short, kind answer, and nothing is taken for a command."""

from datetime import UTC, datetime

import pytest

from tests.conversations.days import tick, until
from tests.conversations.world import Somebody, World

HELLOS = [
    "hello",
    "Hi!",
    "hey there",
    "Good morning, team",
    "你好",
    "大家早上好～",
    "您好！",
    "早安",
    "哈囉",
    "在吗？",
]
THANKS = ["thanks!", "Thank you so much", "thx 👍", "谢谢", "謝謝你", "辛苦了", "多謝大家"]


@pytest.mark.parametrize("text", HELLOS)
async def test_a_greeting_is_answered_with_what_one_can_say(anna: Somebody, text: str) -> None:
    for heard in (
        await anna.says(text),
        await anna.says(text, addressed=False),
        await anna.says(text, place="web-shop"),
    ):
        assert heard.text.startswith("Hello Anna. Say add Draft the contract")
        assert list(heard.buttons) == ["My tasks", "Help"]


@pytest.mark.parametrize("text", THANKS)
async def test_thanks_are_welcome(anna: Somebody, text: str) -> None:
    assert (await anna.says(text, addressed=False)).text == "You're welcome."
    assert (await anna.says(text, place="web-shop")).text == "You're welcome."


async def test_a_greeting_fits_who_gives_it(world: World, anna: Somebody, bo: Somebody) -> None:
    await anna.says("role @bo observer", place="web-shop")
    assert "Say status for a project on one page" in (await bo.says("hi", addressed=False)).text
    tom = world.person("Tom")
    assert "You are in no project yet" in (await tom.says("hello", addressed=False)).text


async def test_a_greeting_is_no_stand_up_answer(world: World, anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tick(world)
    await until(world, datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    assert (await anna.says("good morning", addressed=False)).text.startswith("Hello Anna.")
    assert (await anna.says("谢谢！", addressed=False)).text == "You're welcome."
    assert (await anna.says("Layout today", addressed=False)).text.startswith("Noted.")


@pytest.mark.parametrize("text", ["hi li", "good", "thanks for the report", "早会", "hello world page"])
async def test_more_than_a_greeting_is_read_for_what_it_says(anna: Somebody, text: str) -> None:
    heard = await anna.says(text, addressed=False)
    assert not heard.text.startswith(("Hello", "You're welcome"))
