"""What is a command in a private chat, and what is a sentence that only looks like one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.models import (
    Blocker,
    Change,
    Event,
    Installation,
    Invite,
    Member,
    Milestone,
    Note,
    Post,
    Project,
    Standup,
    StandupAnswer,
    Task,
)
from tests.conversations.world import Heard, Somebody, World, counts

TABLES = (Task, Blocker, Milestone, Note, Project, Member, Invite, Standup, StandupAnswer, Change, Event)

SENTENCES = (
    "late today, sorry", "42", "12月报表", "back in 10 min", "done with lunch", "start fresh tomorrow",
    "12 monkeys is a good film", "left early today", "cancel my subscription please", "show me the way",
    "mine is better", "search", "3 days from now", "hello", "thanks", "ok", "rename it", "undo that please",
    "note to self: buy milk", "after lunch", "edit the page", "10:30 works for me", "reopen the window",
    "5% of users", "1. first thing", "2 people are missing", "invite Tom", "team lunch at noon",
    "role play", "milestone was great friday", "milestone reached, party on friday",
    "a milestone for all of us", "block 2 hours for the review tomorrow", "block my calendar",
    "blocked all day by meetings", "note 12 things to do before friday", "note that he is ill",
    "take 2 days off", "take care", "take the bus at 9:30", "resolve 3 bugs today", "resolve conflicts",
    "give 7 people a call", "give me a minute", "give up", "why not", "why is it late", "why 5 of them",
    "plan B it is", "plan the sprint with Bo", "forecast says rain", "the plan is fine",
    "add me to the list", "add up the numbers", "add it to the agenda", "adding tests",
    "new phone, who is this", "new year, new plans", "finish early today", "finish 3 slides", "done 2 of 5",
    "done and dusted", "start 3 interviews", "cancel 2 meetings", "left 5 minutes ago", "left at 5",
    "rename the branch", "after 3 attempts it worked", "unafter all", "project is going well",
    "project X is over budget", "project pause for now I guess", "projects are hard", "remove the old logo",
    "remove @bo from cc", "invite @bo to lunch", "team is happy", "standup was long today",
    "standup at 10 tomorrow?", "standup moved to monday", "answer the phone at 3", "history repeats itself",
    "history of art", "escalate this please", "escalate quickly", "unresolve what", "4 of us", "7 eleven",
    "1 down, 3 to go", "2 more to go", "9 to 5", "8 hours of sleep", "3 + 4 = 7", "6 pm works",
    "11 people came", "12 angry men", "5 bugs fixed", "WEB-1 is almost ready I think", "what about WEB-2?",
    "12, 13, 14 and so on", "see you on friday", "by friday I hope", "for Beta of course",
    "@bo is ill today", "@bo", "#12 looks wrong", "!high time", "~2d", "?", "👍", "...", "12:30", "1/2",
    "who is late?", "I'm done", "it's late", "undo", "choose wisely", "in a meeting", "in WEB we trust",
)  # fmt: skip

COMMANDS = (
    ("1", "WEB-1 Task 1"), ("WEB-2", "WEB-2 Task 2"), ("web-3", "WEB-3 Task 3"),
    ("#4", "WEB-4 Task 4"), ("show 5", "WEB-5 Task 5"), ("Show WEB-5", "WEB-5"),
    ("13", "waiting for the keys"), ("done 1", "done"), ("done WEB-1", "done"), ("Done 1", "done"),
    ("DONE 1", "done"), ("done 1 2", "2 tasks changed"), ("done 1,2", "2 tasks changed"),
    ("done WEB-1 WEB-2", "2 tasks changed"), ("finish 2", "done"), ("close 2", "done"),
    ("mine?", "Your open tasks"),
    ("late ?", "Nothing is late"), ("谁在休假？", "Nobody is away"), ("我的？", "Your open tasks"),
    ("1 done", "done"),
    ("WEB-1 done", "done"), ("1, 2 done", "2 tasks changed"), ("task done 1", "done"), ("start 1", "doing"),
    ("1 start", "doing"), ("task start 1", "doing"), ("cancel 3", "cancelled"), ("3 cancel", "cancelled"),
    ("reopen 11", "WEB-11"), ("11 reopen", "WEB-11"), ("1 by friday", "due Fri 27 Nov"),
    ("1 by tomorrow", "due tomorrow, Tue 24 Nov"), ("WEB-1 due friday", "due Fri 27 Nov"),
    ("1 before 1 dec", "due Mon 30 Nov"), ("1 until 2026-12-04", "due Fri 4 Dec"),
    ("edit 1 by friday", "due Fri"), ("1 @bo", "Bo"), ("1 @bo by friday", "Bo · due Fri 27 Nov"),
    ("1 !high", "WEB-1"), ("1 p1", "WEB-1"), ("1 #legal", "#legal"), ("1 ~2d", "about 2 days"),
    ("1 ~2-5d", "about 2–5 days"), ("1 after 2", "after WEB-2"), ("1 after 2 3", "after WEB-2, WEB-3"),
    ("1 for Beta", "for Beta"), ("1 @bo by friday !high #web ~3h", "#web"), ("after 1 2", "after WEB-2"),
    ("after 1 2 3", "after WEB-2, WEB-3"), ("unafter 10 9", "WEB-10"), ("left 1 1d", "1 day left"),
    ("1 left 1d", "1 day left"), ("left WEB-1 3h", "left"), ("left 1 ~2d", "2 days left"),
    ("rename 1 A better title", "A better title"), ("1 rename A better title", "A better title"),
    ("rename WEB-1 done by friday", "done by friday"), ("note 1 the lawyer is back", "Noted"),
    ("1 note the lawyer is back", "Noted"), ("note WEB-1 call at 5", "Noted"),
    ("task note 1 hello", "Noted"), ("block 1 waiting for the API keys", "waiting for the API keys"),
    ("block 1 legal from @bo", "legal"), ("block 1 keys from @bo by thursday", "keys"),
    ("1 block no access", "no access"), ("blocked 1 no access", "no access"),
    ("1 blocked no access", "no access"), ("block WEB-2 days off", "days off"), ("take 1", "Anna"),
    ("take 13", "Anna"), ("take 13 by friday", "Anna"), ("13 take", "Anna"), ("resolve 13", "cleared"),
    ("resolve 13 keys arrived", "cleared"), ("13 resolve", "cleared"),
    ("resolve 12 keys arrived", "cleared"), ("give 13 @bo", "Bo"), ("13 give @bo", "Bo"),
    ("why 13", "keys"), ("why 12", "keys"), ("13 why", "keys"), ("escalate 13", ""), ("blockers", "keys"),
    ("blocker list", "keys"), ("mine", "Your open tasks"), ("Mine", "Your open tasks"),
    ("late", "Nothing is late"), ("Late", "Nothing is late"), ("list", "Open tasks"),
    ("list done @anna", "Nothing fits"), ("list #legal", "Nothing fits"), ("waiting", "WEB-13 waiting"),
    ("mine page 2", "Your open"), ("plan", "Beta"), ("forecast", "Beta"),
    ("milestones", "Beta"), ("milestone list", "Beta"), ("projects", "WEB"), ("project list", "WEB"),
    ("team", "Anna"), ("help", "What you can say"), ("help add", "add"), ("history 2", "added it"),
    ("2 history", "added it"), ("search Task", "WEB-1"), ("search zebra", "No title"),
    ("add Ship login", "Ship login"), ("add Ship login by friday", "due Fri 27 Nov"),
    ("Add Ship login @bo", "Bo"), ("task add Ship login", "Ship login"),
    ("add Fix #1 issue", "Fix #1 issue"), ('add "Ship it by friday"', "Ship it by friday"),
    ("add 2 more tests", "2 more tests"), ("in WEB: add Ship login", "Ship login"),
    ("in web: late", "Nothing is late"), ("add Implement stand by mode", "stand"),
    ('project new "App" key APP', "App"), ("role @bo sponsor", ""), ("invite @bo", ""),
    ("standup new 9:30 weekdays", "9:30"), ("milestone move Beta 24 March because legal is late", "Beta"),
    ("finished 1", "done"),
    ("complete 2", "done"), ("delete 3", "cancelled"), ("assign 1 @bo", "Bo"), ("assign 1 to @bo", "Bo"),
    ("comment 1 spoke to legal", "Noted"), ("评论 1 已和法务沟通", "Noted"), ("remind 12", ""),
    ("project pause", "paused"), ("project close WEB", "closed"),
)  # fmt: skip


@pytest.fixture
async def busy(world: World, anna: Somebody) -> Somebody:
    """Anna leads Web shop with twelve tasks, a blocker (WEB-13, of WEB-12) and a milestone."""
    for number in range(1, 13):
        await anna.says(f"add Task {number}", place="web-shop")
    await anna.says("10 after 9", place="web-shop")
    await anna.says("done 11", place="web-shop")
    await anna.says("block 12 waiting for the keys from @bo", place="web-shop")
    await anna.says("milestone add Beta 17 March", place="web-shop")
    world.clock.move_to(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    await world.posted()
    return anna


async def changed_by(world: World, who: Somebody, sentence: str) -> bool:
    """Whether a plain line in private changed anything."""
    before = await counts(world, *TABLES)
    heard = await who.says(sentence, addressed=False)
    assert heard.text
    return await counts(world, *TABLES) != before


async def test_an_ordinary_sentence_in_private_changes_nothing(world: World, busy: Somebody) -> None:
    await busy.says("undo")  # a lone "undo" is a command: nothing is left for it to take back
    sentences = [one for one in SENTENCES if one != "undo"]
    assert len(sentences) >= 100
    assert [one for one in sentences if await changed_by(world, busy, one)] == []


async def test_a_command_works_as_a_plain_line_in_private(world: World, busy: Somebody) -> None:
    assert len(COMMANDS) >= 100
    wrong = []
    for line, expected in COMMANDS:
        before = await counts(world, Change)
        heard = await busy.says(line, addressed=False)
        if expected not in heard.text or "not sure" in heard.text or "can't read" in heard.text:
            wrong.append((line, heard.text))
        if await counts(world, Change) != before:
            await busy.says("undo")
    assert wrong == []


async def test_a_sentence_is_asked_back_with_what_it_could_mean(world: World, busy: Somebody) -> None:
    heard = await busy.says("call the lawyer by friday", addressed=False)
    assert heard.text == "I'm not sure what to do with that. Nothing was changed."
    assert list(heard.buttons) == ["Add it as a task", "Help"]
    assert "due Fri 27 Nov" in (await busy.says(heard.buttons["Add it as a task"])).text


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("milestone Gamma for all of us 20 March", "milestone Gamma for all of us 20 March"),
        ("dnoe 12", "done 12"),
        ("add me to the list", "add me to the list"),
        ("note 2 things he said", "note 2 things he said"),
    ],
)
async def test_what_is_nearly_a_command_is_offered_as_one(
    world: World, busy: Somebody, typed: str, offered: str
) -> None:
    before = await counts(world, Change)
    heard = await busy.says(typed, addressed=False)
    assert offered in heard.buttons
    assert await counts(world, Change) == before
    await busy.says(heard.buttons[offered])
    assert await counts(world, Change) != before


@pytest.mark.parametrize("typed", ["ok", "?", "👍"])
async def test_small_talk_is_no_task(busy: Somebody, typed: str) -> None:
    assert list((await busy.says(typed, addressed=False)).buttons) == ["Help"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("done 120", "There is no WEB-120 here. The last one is WEB-13."),
        ("resolve 1", "Nothing"),
        ("done", "Which tasks?"),
        ("add", "What is to be done?"),
    ],
)
async def test_what_is_wrong_with_a_clear_command_is_said_in_private_as_well(
    busy: Somebody, typed: str, said: str
) -> None:
    assert said in (await busy.says(typed, addressed=False)).text


@pytest.mark.parametrize("typed", ["what about WEB-2?", "is WEB-2 finished already", "and WEB-2, please"])
async def test_a_key_in_a_sentence_shows_its_card(busy: Somebody, typed: str) -> None:
    for addressed in (True, False):
        assert (await busy.says(typed, addressed=addressed)).text.startswith("WEB-2 Task 2")


async def test_a_key_of_somebody_elses_project_shows_nothing(world: World, busy: Somebody) -> None:
    heard = await world.person("Cara").says("what about WEB-2?", addressed=False)
    assert "Task 2" not in heard.text


REPLIES = (
    ("history", "added it"), ("done", "✅ WEB-2"), ("by friday", "due Fri 27 Nov"), ("@bo", "Bo"),
    ("start", "doing"),
    ("!high", "WEB-2"), ("~2d", "about 2 days"), ("note the lawyer is back", "Noted on WEB-2 Task 2."),
    ("block no access yet", "no access"), ("after 9", "after WEB-9"),
    ("rename A better title", "A better title"), ("done 3", "✅ WEB-3"), ("cancel", "cancelled"),
    ("left 1d", "1 day left"), ("take", "Anna"),
)  # fmt: skip


@pytest.mark.parametrize("addressed", [True, False])
async def test_a_reply_to_a_card_is_about_its_task(world: World, busy: Somebody, *, addressed: bool) -> None:
    wrong = []
    for typed, expected in REPLIES:
        heard = await replies(world, busy, typed, addressed=addressed)
        if expected not in heard.text:
            wrong.append((typed, heard.text))
        await busy.says("undo")
    assert wrong == []


async def test_people_may_talk_under_a_card_in_their_channel(world: World, busy: Somebody) -> None:
    before = await counts(world, *TABLES)
    for typed in (
        "I'll do that",
        "late",
        "good point",
        "plan",
        "add tests",
        "done with that yet?",
        "undo",
        "help",
    ):
        assert (await replies(world, busy, typed, addressed=False, place="web-shop")).text == ""
    assert await counts(world, *TABLES) == before
    assert "✅" in (await replies(world, busy, "done", addressed=False, place="web-shop")).text


async def replies(
    world: World, who: Somebody, text: str, *, addressed: bool, place: str = "web-shop"
) -> Heard:
    """Say something under the card of WEB-2."""
    async with world.database.begin() as session:
        task = (await session.execute(select(Task).where(Task.number == 2))).scalar_one()
        installation = (await session.execute(select(Installation))).scalars().first()
        assert installation is not None
        post = Post(
            workspace_id=world.workspace, installation_id=installation.id, topic=f"task/{task.id}",
            address=place, ref="card", at=world.clock.now(),
        )  # fmt: skip
        if (await session.execute(select(Post).where(Post.ref == "card"))).first() is None:
            session.add(post)
    return await world.say(replace(who.incoming(text, place=place, addressed=addressed), reply_to="card"))


ANSWERS = (
    "add tests for the login", "plan the sprint with Bo", "help Bo with the contract",
    "search for a vendor", "finish the draft today", "WEB-2 is nearly done",
    "milestone Beta needs a new date", "project new things", "Done with the draft\nadd tests",
    "take it slowly", "1. draft\n2. review\n3. ship",
)  # fmt: skip


@pytest.mark.parametrize("typed", ANSWERS)
async def test_while_a_question_is_open_a_sentence_is_its_answer(
    world: World, busy: Somebody, typed: str
) -> None:
    await asked(world, busy)
    before = await counts(world, Task, Project, Milestone, Note)
    assert (await busy.says(typed, addressed=False)).text.startswith("Noted.")
    assert await counts(world, Task, Project, Milestone, Note) == before


async def test_a_clear_command_is_one_although_a_question_is_open(world: World, busy: Somebody) -> None:
    await asked(world, busy)
    assert "due Fri" in (await busy.says("add Ship login by friday", addressed=False)).text
    assert (await busy.says("done 2", addressed=False)).text.startswith("✅ WEB-2")
    assert "Your open tasks" in (await busy.says("mine", addressed=False)).text


async def test_an_answer_that_could_be_a_command_is_offered_as_one(world: World, busy: Somebody) -> None:
    await asked(world, busy)
    heard = await busy.says("add tests for the login", addressed=False)
    assert list(heard.buttons) == ["Undo", "Change", "add tests for the login"]
    assert "tests for the login" in (await busy.says(heard.buttons["add tests for the login"])).text


async def test_a_line_that_a_rule_refuses_does_not_cost_the_answer(world: World, busy: Somebody) -> None:
    await busy.says("cancel 3")
    await asked(world, busy)
    heard = await busy.says("Layout today.\ndone 3\ndone 2", addressed=False)
    assert "Noted." in heard.text
    assert "WEB-3 was cancelled" in heard.text
    assert "WEB-2 is done." in heard.text


async def asked(world: World, who: Somebody) -> None:
    """Everybody is asked today's question."""
    await who.says("standup new 9:30 weekdays", place="web-shop")
    await who.says("standup now", place="web-shop")
    await world.posted()
