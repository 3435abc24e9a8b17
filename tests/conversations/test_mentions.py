"""Our name in the middle of a line: what stands behind it is the command, else the line as it can be read."""

from dataclasses import replace

import pytest

from bot.incoming import Words
from tests.conversations.world import Heard, Somebody, World


async def mentions(who: Somebody, before: str, behind: str) -> Heard:
    """Say words in the channel, with our name between them, as the adapters hand them in."""
    said = Words(f"{before} {behind}".strip(), addressed=True, behind=behind if before else "")
    return await who.world.say(replace(who.incoming("", place="web-shop"), said=said))


@pytest.mark.parametrize(
    ("before", "behind", "answer"),
    [
        ("hey team,", "add fix login by friday", "WEB-2 fix login\n"),
        ("大家好，", "新建修复登录 周五前", "修复登录"),
        ("各位，", "新建修復登入，截止週五", "修復登入"),
        ("the draft looks good so far.", "1 !high", "WEB-1 Draft"),
        ("add this please:", "add fix login", "fix login\n"),
        ("hey", "can you add fix login", "fix login"),
        ("1", "done", "done"),
        ("add fix login", "@bo", "Bo"),
        ("add fix login", "by friday", "due Fri 27 Nov"),
        ("done 1,", "thanks", "WEB-1 Draft"),
        ("see", "1", "WEB-1 Draft"),
        ("hey team,", "done 99", "There is no WEB-99"),
    ],
)  # fmt: skip
async def test_the_command_stands_behind_our_name(
    world: World, anna: Somebody, before: str, behind: str, answer: str
) -> None:
    await anna.says("add Draft", place="web-shop")
    await world.posted()
    heard = await mentions(anna, before, behind)
    assert answer in heard.text, heard.text
    assert "hey" not in heard.text


async def test_what_nobody_can_read_is_told_from_behind_our_name(anna: Somebody) -> None:
    heard = await mentions(anna, "hey team,", "assgin 1 @bo")
    assert "assgin" in heard.text
