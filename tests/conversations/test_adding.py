"""How `add` tells a title from its options, line by line."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.errors import UserError
from tests.conversations.reader import Reader, open_reader
from tests.databases import SQLiteFiles

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader(sqlite_files: SQLiteFiles) -> AsyncIterator[Reader]:
    with sqlite_files.migrated() as url:
        async with open_reader(url) as opened:
            yield opened


# Monday is 23 November 2026. Expected: the options that were read, by name, and the title.
TITLES_STAY = [
    "Implement stand by mode", "Fix #1 issue", "Wait after 3000 attempts", "Close the gap for good",
    "May fix the sun icon", "Reach 100 % of #2024", "Greet @everyone", "@bo", "#legal", "!high", "by friday",
    "Stand by", "Look after the kids", "Sign in", "Log in page", "Check for updates", "Move on",
    "Ship v2.0", "Call 555-1234", "Review PR #4711", "Buy 2 monitors", "Answer within 3 hours",
    "Mail anna@bo", "Write to bo@example.com", "Learn C#", "Plan ~", "Estimate ~ later", "Be ready !",
    "Wow !important", "Say hi!", "p5", "Sort by name", "Order by date", "Go by train", "Drop by",
    "before and after", "Compare before with after", "Fix for now", "Pay for Betatest", "in", "Put it in box",
    "Rename 12 to 13", "done 12 is broken", "Why 12", "<!channel> & <b>bold</b>", "*not bold* _or_ `code`",
    "Send the report to @bo", "Draft with @li", "Ask @bo for the list", "Explain ~2d in the docs today's way",
    "Merge #12", "Wait for @bo", "Undo the merge", "Help Tom", "12 monkeys", "Finish until", "due",
    "Test 10,000 rows", "Call Bo at the office", "Implement !important flag",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES_STAY)
async def test_a_title_keeps_every_word_that_is_no_option(reader: Reader, title: str) -> None:
    assert await reader.reads(f"add {title}") == f"add title={title}"


MANNERS = [
    ("Fix the footer please", "Fix the footer"), ("Fix the footer, thank you!", "Fix the footer"),
    ("Fix the footer pls", "Fix the footer"), ("Fix the footer thanks a lot", "Fix the footer"),
    ("Review please", "Review"), ("写合同谢谢", "写合同"), ("写合同 谢谢大家", "写合同"),
    ("寫合約，麻煩了", "寫合約"), ("寫合約謝謝", "寫合約"), ("Say thanks", "Say thanks"),
    ("Say please to all", "Say please to all"), ("Send a thank you", "Send a thank you"),
    ("Write our thanks", "Write our thanks"), ("对客户说谢谢", "对客户说谢谢"),
    ("简化太麻烦了的流程", "简化太麻烦了的流程"), ("please", "please"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "title"), MANNERS)
async def test_thanks_at_the_end_are_no_part_of_the_title(reader: Reader, typed: str, title: str) -> None:
    assert await reader.reads(f"add {typed}") == f"add title={title}"


async def test_please_is_no_part_of_a_title_before_its_options_either(reader: Reader) -> None:
    read = await reader.reads("add Fix the footer please @bo by friday thanks")
    assert read == "add due=2026-11-27 owner=Bo title=Fix the footer"
    assert await reader.reads('add "Say it please"') == "add title=Say it please"


OPTIONS = [
    ("Draft the contract @li by friday !high #legal ~2d after 9",
     "after=9 due=2026-11-27 estimate=16h owner=Li priority=high tags=legal title=Draft the contract"),
    ("Ask @bo for the list by thursday", "due=2026-11-26 title=Ask @bo for the list"),
    ("p1 #web Ship login ~3h by tomorrow @bo",
     "due=2026-11-24 estimate=3h owner=Bo priority=high tags=web title=Ship login"),
    ("@bo Ship login", "owner=Bo title=Ship login"),
    ("by friday Ship login", "due=2026-11-27 title=Ship login"),
    ("Ship login due fri 3pm", "due=2026-11-27 15:00 title=Ship login"),
    ("Ship login before friday", "due=2026-11-26 title=Ship login"),
    ("Ship login until 5 Dec", "due=2026-12-05 title=Ship login"),
    ("Ship login, by friday", "due=2026-11-27 title=Ship login"),
    ("Ship login by 2026-12-05", "due=2026-12-05 title=Ship login"),
    ("Ship login by end of month", "due=2026-11-30 title=Ship login"),
    ("Ship login by next friday", "due=?2026-11-27/2026-12-04 title=Ship login"),
    ("Ship login by 30 February", "due=? title=Ship login"),
    ("Ship login ~2-5d", "estimate=16-40h title=Ship login"),
    ("Ship login ~ 2 days", "estimate=16h title=Ship login"),
    ("~half a day Ship login", "title=~half a day Ship login"),
    ("Ship login !urgent", "priority=urgent title=Ship login"),
    ("Ship login !p0", "priority=urgent title=Ship login"),
    ("Ship login p3", "priority=low title=Ship login"),
    ("Ship login !!!", "title=Ship login !!!"),
    ("!low Ship login", "priority=low title=Ship login"),
    ("Ship login #web #App-2", "tags=app-2,web title=Ship login"),
    ("Ship login #12", "title=Ship login #12"),
    ("Ship login after 9, 10", "after=9,10 title=Ship login"),
    ("Ship login after 9 and WEB-10", "after=9,10 title=Ship login"),
    ("Ship login after 99", "title=Ship login after 99"),
    ("Ship login after 13", "title=Ship login after 13"),
    ("after 9 Ship login", "after=9 title=Ship login"),
    ("Ship login for Beta", "milestone=Beta title=Ship login"),
    ("Ship login for beta by friday", "due=2026-11-27 milestone=Beta title=Ship login"),
    ("Ship login for Gamma", "title=Ship login for Gamma"),
    ("Ship login in APP", "project=APP title=Ship login"),
    ("Ship login in web shop", "project=WEB title=Ship login"),
    ("Ship login @anna schmidt", "owner=Anna Schmidt title=Ship login"),
    ("Ship login @Lisa", "owner=Lisa title=Ship login"),
    ("Ship login @LI", "owner=Li title=Ship login"),
    ("Ship login ＠李雷", "owner=李雷 title=Ship login"),
    ("Ship login @陳美玲 by friday", "due=2026-11-27 owner=陳美玲 title=Ship login"),
    ("Ship login @陈美玲", "owner=陳美玲 title=Ship login"),
    ("Ship login @nobody by friday", "due=2026-11-27 title=Ship login @nobody"),
    ("Ship login @bo @li", "owner=Li title=Ship login @bo"),
    ('"Ship it by friday"', "title=Ship it by friday"),
    ('"Ship it by friday" @bo', "owner=Bo title=Ship it by friday"),
    ('@bo by tuesday "Wait for @li"', "due=2026-11-24 owner=Bo title=Wait for @li"),
    ("“Ship it #now” #later", "tags=later title=Ship it #now"),
    ("「周五前」@li", "owner=Li title=周五前"),
    ("Ship login friday", "title=Ship login friday"),
    ("Ship login 5 Dec", "title=Ship login 5 Dec"),
    ("Ship login by friday by monday", "due=2026-11-30 title=Ship login by friday"),
    ("  Ship   login   @bo  ", "owner=Bo title=Ship   login"),
    ("Ship login @bo, please", "owner=Bo title=Ship login"),
    ("Ship login！ by friday", "due=2026-11-27 title=Ship login！"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), OPTIONS)
async def test_options_are_read_from_both_ends(reader: Reader, line: str, expected: str) -> None:
    assert await reader.reads(f"add {line}") == f"add {expected}"


LINES = [
    ("add One\nTwo @bo", "add title=One / add owner=Bo title=Two"),
    (
        "add\n- One\n* Two by friday\n3. Three",
        "add title=One / add due=2026-11-27 title=Two / add title=Three",
    ),
    ("add One\nadd Two", "add title=One / add title=Two"),
    ("add One\n\n\n", "add title=One"),
    (
        "新建\n登录页面 @李雷\n支付页面 周五前",
        "add owner=李雷 title=登录页面 / add due=2026-11-27 title=支付页面",
    ),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
async def test_each_line_is_a_task(reader: Reader, text: str, expected: str) -> None:
    assert await reader.reads(text) == expected


KEYS = [
    ("done 12", "done several=12"),
    ("done WEB-12", "done several=12"),
    ("done web-12", "done several=12"),
    ("done #12", "done several=12"),
    ("done 12 11", "done several=12,11"),
    ("done 12, 11", "done several=12,11"),
    ("done 12,11", "done several=12,11"),
    ("done 12 and 11", "done several=12,11"),
    ("done 12, 11 and WEB-10", "done several=12,11,10"),
    ("done 12、11", "done several=12,11"),
    ("done 10-12", "done several=10,11,12"),
    ("done WEB-10-12", "done several=10,11,12"),
    ("done 12 12", "done several=12"),
    ("done 12.", "done several=12"),
    ("done: 12", "done several=12"),
    ("12 done", "done several=12"),
    ("12, 11 done", "done several=12,11"),
    ("please done 12", "done several=12"),
    ("12", "show several=12"),
    ("WEB-13", "show several=13"),
    ("APP-2", "show several=2"),
    ("１２ done", "done several=12"),
    ("12, 11", "show several=12,11"),
    ("12 13", "show several=12,13"),
    ("12 @li by friday", "edit due=2026-11-27 owner=Li task=12"),
    ("12 friday", "edit due=2026-11-27 task=12"),
    ("12 ~2-5d", "edit estimate=16-40h task=12"),
    ("12 !high", "edit priority=high task=12"),
    ("12 after 9 10", "after others=9,10 task=12"),
    ("left 12 1d", "left left=8h task=12"),
    ("12 left 1d", "left left=8h task=12"),
    ("12 to @bo", "edit owner=Bo task=12"),
    ("/done 12", "done several=12"),
    ("DONE 12", "done several=12"),
]


@pytest.mark.parametrize(("line", "expected"), KEYS)
async def test_keys_are_read_as_people_write_them(reader: Reader, line: str, expected: str) -> None:
    assert await reader.reads(line) == expected


WRONG = [
    ("done 120", "There is no {key} here. The last one is {last}."),
    ("WEB-120", "There is no {key} here. The last one is {last}."),
    ("XYZ-12", "There is no {key} in your projects."),
    ("done 13", "{key} is a blocker. Say “take {key}” or “resolve {key}”."),
    ("unresolve 12", "{key} is a task, not a blocker."),
    ("12 @nobody", "I don't know {name} here."),
    ("12 @lisaa", "I don't know {name} here. Did you mean {names}?"),
    ("remove @lisaa", "I don't know {name} here. Did you mean {names}?"),
    ("done 1-60", "That is more than {n} at once."),
    ("add One\n" + "Two\n" * 60, "That is more than {n} at once."),
    ("done", "That needs a bit more: {usage}"),
    ("done 12 tests", "I can't read “{rest}” there. It goes: {usage}"),
    ("done 12:30", "I can't read “{rest}” there. It goes: {usage}"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "sentence"), WRONG)
async def test_what_can_t_be_read_gets_its_own_sentence(reader: Reader, line: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        await reader.reads(line)
    assert str(error.value) == sentence


async def test_a_number_of_several_projects_is_asked_back_with_the_whole_line(reader: Reader) -> None:
    with pytest.raises(UserError) as error:
        await reader.reads("done 2", place="")
    assert str(error.value) == "{key} is in several of your projects. Which one?"
    assert sorted(line for _, line in error.value.choices) == ["in APP: {line}", "in WEB: {line}"]
    assert await reader.reads("done 12", place="") == "done several=12"
