"""What nobody should type: it is answered with a sentence, and breaks nothing."""

import asyncio
from dataclasses import replace

import pytest

from bot.command import Commands, Request
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.incoming import Filled, Incoming, Outcome, Words
from bot.message import Bold, Message, says
from bot.pacing import Rate
from bot.turns import MOST_IN_LINE
from storage.models import OutboxRow, Task
from tests.conversations.world import UNHURRIED, Somebody, World, counts

HOSTILE = (
    "", " ", "\n", "x" * 10_000, "字" * 10_000, "\x00", "a\x00b", "\ud800", "a\udfffb", "\u202eevil",
    "\u200b", "\u200bx\ufeff", "<!channel>", "<b>bold</b>", "@everyone", "@here", "<@U1>", "@<U1>", "@<>",
    "'; DROP TABLE tasks;--", "{change}", "{line}", "{0} %s %(x)s", "WEB-99999999999999999999",
    "99999999999999999999", "-1", "1e999", "NaN", "12:99", "99/99/9999", "0000-00-00", "by by by",
    "~99999999d", "!!!!", "####", "\U0001f468\u200d\U0001f469" * 50, "\u0301" * 500, "(" * 500, "in " * 500,
    "1 " * 500, "@bo " * 300, "a" * 300 + " by friday", "\\", '"', "“”",
)  # fmt: skip
TEMPLATES = (
    "{}", "add {}", "note 1 {}", "block 1 {}", "rename 1 {}", "search {}", "milestone {} friday",
    "project new {}", "in {}: add x", "help {}", "done {}", "1 {}", "choose {} 1", "undo {}",
    "fill {} 0 keep", "standup new {}", "answer {}", "left 1 {}", "role @bo {}", "history {}", "invite {}",
    "after 1 {}", "resolve 2 {}", "take {}",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_is_typed_is_answered_and_is_nobodys_fault(
    world: World, anna: Somebody, hostile: str
) -> None:
    await anna.says("add One", place="web-shop")
    await anna.says("block 1 no keys", place="web-shop")
    wrong = []
    for number, template in enumerate(TEMPLATES):
        typed, place = template.replace("{}", hostile), ("web-shop", "")[number % 2]
        heard = await anna.says(typed, place=place, addressed=number % 3 > 0 or bool(place))
        if heard.answer.outcome is not Outcome.DONE or "my fault" in heard.text or not heard.text:
            wrong.append((template, heard.answer.outcome, heard.text[:200]))
    assert wrong == []


async def test_a_hostile_name_is_kept_as_far_as_it_can_be(world: World, anna: Somebody) -> None:
    incoming = anna.incoming("help")
    sender = replace(incoming.sender, external_id="u9", name="Eve\x00\ud800" + "e" * 500, handle="\x00")
    place = replace(incoming.place, name="\x00" * 5, chat="u9")
    heard = await world.say(replace(incoming, sender=sender, place=place))
    assert heard.answer.outcome is Outcome.DONE
    assert "fault" not in heard.text


async def test_a_hostile_form_names_its_field(world: World, anna: Somebody) -> None:
    for value in HOSTILE:
        said = Filled("settings edit", {"zone": value, "hours": value, "days": value})
        heard = await world.say(replace(anna.incoming(""), said=said, shows_forms=True))
        assert heard.answer.outcome is Outcome.DONE
        assert "my fault" not in heard.text


def with_traps() -> Commands:
    """All commands, and some that break."""
    commands = all_commands()

    async def trap(request: Request, text: str = "") -> Message:
        """Break in the handler, in the database, or only when the answer is written."""
        match text:
            case "handler":
                raise KeyError(text)
            case "database":
                request.work.session.add(Task(title="no project"))
                await request.work.session.flush()
            case "answer":
                return says("{x}", x=Bold(b"no text")).about("x" * 10)  # type: ignore[arg-type]
            case _:
                pass
        return says("Fine.")

    commands.add("trap", "Break", role=None)(trap)
    return commands


@pytest.mark.parametrize("where", ["handler", "database", "answer"])
async def test_a_bug_is_said_once_with_a_reference_and_never_worked_off_again(
    world: World, anna: Somebody, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.dispatch = Dispatch(world.database, world.clock, with_traps(), acknowledge_after=UNHURRIED)
    incoming = replace(anna.incoming(f"trap {where}"), rides=0)
    heard = await world.say(incoming)
    assert heard.text.startswith(
        "That didn't work, and it's my fault, not yours. Nothing was changed. Reference"
    )
    reference = heard.text.split("Reference ")[1][:4]
    assert any(getattr(record, "reference", "") == reference for record in caplog.records)
    assert (await world.say(incoming)).answer.outcome is Outcome.TWICE
    assert (await anna.says("trap fine")).text == "Fine."
    assert await counts(world, Task) == (0,)


async def test_a_flood_lets_everybody_else_go_first_and_loses_nothing(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    world.dispatch = slow_for_one(world)
    flood = [anna.incoming(f"add {n}", place="web-shop") for n in range(15)]
    ended: list[str] = []

    async def said(incoming: Incoming, who: str) -> Outcome:
        answer = await world.dispatch.receive(incoming)
        ended.append(who)
        return answer.outcome

    everybody = [said(one, "Anna") for one in flood] + [said(bo.incoming("add Mine", place="web-shop"), "Bo")]
    assert set(await asyncio.gather(*everybody)) == {Outcome.DONE}
    assert ended.index("Bo") <= 3
    assert await counts(world, Task) == (16,)


async def test_more_than_a_line_holds_is_turned_away_and_done_when_it_comes_again(
    world: World, anna: Somebody
) -> None:
    world.dispatch = slow_for_one(world)
    flood = [anna.incoming(f"add {n}", place="web-shop") for n in range(30)]
    answers = await asyncio.gather(*(world.dispatch.receive(one) for one in flood))
    refused = [one for one, answer in zip(flood, answers, strict=True) if answer.outcome is Outcome.BUSY]
    assert len(refused) == 30 - MOST_IN_LINE - 2  # one within the pace, one whose turn it is
    assert (await world.dispatch.receive(refused[0])).outcome is Outcome.DONE


async def test_busy_is_said_in_the_readers_language(world: World, anna: Somebody) -> None:
    chinese = replace(anna.incoming("mine"), sender=replace(anna.incoming("").sender, language="zh-Hant"))
    await world.say(chinese)
    world.dispatch = slow_for_one(world)
    flood = [replace(chinese, key=world.key()) for _ in range(30)]
    answers = await asyncio.gather(*(world.dispatch.receive(one) for one in flood))
    busy = [one for one in answers if one.outcome is Outcome.BUSY]
    assert {one.reader.language for one in busy} == {"zh-Hant"}


def slow_for_one(world: World) -> Dispatch:
    """A dispatch where who says more than one thing an hour lets others go first."""
    return Dispatch(
        world.database,
        world.clock,
        all_commands(),
        writer_wait=UNHURRIED,
        acknowledge_after=UNHURRIED,
        pace=Rate(1 / 3600, 1),
    )


async def test_an_answer_whose_acknowledgement_has_left_follows_as_a_message(
    world: World, anna: Somebody
) -> None:
    world.dispatch = Dispatch(world.database, world.clock, all_commands(), acknowledge_after=0.0)
    before = await counts(world, OutboxRow)
    answer = await world.dispatch.receive(anna.incoming("mine"))
    assert answer.outcome is Outcome.SLOW
    await world.dispatch.finish()
    assert (await counts(world, OutboxRow))[0] == before[0] + 1


async def test_mentions_are_cleaned_as_well(world: World, anna: Somebody) -> None:
    words = Words("add Call @<u7>\x00", addressed=True, mentioned={"u7": "M\x00ax"})
    heard = await world.say(replace(anna.incoming("", place="web-shop"), said=words))
    assert heard.text == "WEB-1 Call\nMax"
