"""Options of a new task that can't be read: said, left in the title, with a way out."""

import pytest

from tests.conversations.world import Somebody, World

PLACE = "web-shop"
STAYS = "stays in the title"


@pytest.fixture
async def planned(anna: Somebody) -> Somebody:
    """Anna's project has the milestones Gamma and 公测, and five tasks of which the first is done."""
    await anna.says("milestone Gamma 17 March", place=PLACE)
    await anna.says("milestone 正式上线 20 March", place=PLACE)
    await anna.says("add One\nTwo\nThree\nFour\nFive", place=PLACE)
    await anna.says("done 1", place=PLACE)
    return anna


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("add Draft for Beta", "for Beta"),
        ("add Draft for beta", "for beta"),
        ("add Draft for gama", "for gama"),
        ("add Draft for milestone Pilot", "for milestone Pilot"),
        ("add Draft milestone Autumn fair", "milestone Autumn fair"),
        ("add Draft for v2.1", "for v2.1"),
        ("add Draft for Phase 2", "for Phase 2"),
        ("add Draft @kim", "@kim"),
        ("add Draft by 45 March", "by 45 March"),
        ("add Draft by frday", "by frday"),
        ("add Draft after 1", "after 1"),
        ("add Draft after WEB-99", "after WEB-99"),
        ("add Draft !hihg", "!hihg"),
        ("add Draft ~2x", "~2x"),
        ("新建 登录页面 里程碑 公测", "里程碑 公测"),
        ("新建登录页面 里程碑：公测", "里程碑：公测"),
        ("新建登录页面 @王五", "@王五"),
        ("新增任務 登入頁面 里程碑 試營運", "里程碑 試營運"),
        ("新增任務 登入頁面 屬於 公測版", "屬於 公測版"),
        ("新增任務 登入頁面 @王小明", "@王小明"),
    ],
)
async def test_what_looks_like_an_option_is_named_and_stays_in_the_title(
    planned: Somebody, line: str, words: str
) -> None:
    heard = await planned.says(line, place=PLACE)
    title, *rest = heard.text.splitlines()
    assert title.startswith("WEB-6 ")
    assert title.endswith(words)
    assert [one for one in rest if STAYS in one and words in one]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("add Draft by 31 feb", "31 feb"),
        ("add Draft by 31/13", "31/13"),
        ("新建登录页面 截止13月45日", "13月45日"),
        ("新建登录页面 2月30日前", "2月30日"),
        ("新增任務 登入頁面 期限13月45日", "13月45日"),
    ],
)
async def test_a_day_that_is_none_is_named_and_taken_out_of_the_title(
    planned: Somebody, line: str, day: str
) -> None:
    heard = await planned.says(line, place=PLACE)
    assert day not in heard.text.splitlines()[0]
    assert f"There is no “{day}”. It has no date until you choose one." in heard.text


@pytest.mark.parametrize(
    "line",
    [
        "add prepare talk for Berlin",
        "add Buy cake for launch",
        "add Write a letter for the board",
        "add Offer for Max Meier",
        "add Find a room for 20 people",
        "add Discuss milestone dates",
        "add Print the milestone overview",
        "add Implement stand by mode",
        "add Rewrite it by hand",
        "add Reduce the load by 20%",
        "add Sort customers by region",
        "add Call back after 5",
        "add Tidy up after the move",
        "add Ask for a discount",
        "add Write to office@example.com",
        "add Mail the list to @kim",
        "add Clean up ~/downloads",
        "add Say hello world!",
        "add Release notes in German",
        "add Move due payments",
        "新建 准备柏林的演讲",
        "新建 整理里程碑计划",
        "新建 讨论 里程碑 日期",
        "新建 给李雷买蛋糕",
        "新建 上线前检查",
        "新增任務 準備柏林的演講",
        "新增任務 整理里程碑計畫",
        "新增任務 討論 里程碑 日期",
    ],
)
async def test_a_title_is_a_title(planned: Somebody, line: str) -> None:
    assert STAYS not in (await planned.says(line, place=PLACE)).text


async def test_what_reads_before_it_is_read_all_the_same(planned: Somebody) -> None:
    heard = await planned.says("add Draft @bo by friday for Beta !high", place=PLACE)
    assert heard.text.splitlines()[:2] == ["WEB-6 Draft for Beta", "Bo · due Fri 27 Nov · high priority"]


async def test_each_way_out_takes_its_words_out_of_the_title(planned: Somebody) -> None:
    heard = await planned.says("add Draft @boo for gama", place=PLACE)
    await planned.says(heard.buttons["for Gamma"], place=PLACE)
    card = await planned.says(heard.buttons["@Bo"], place=PLACE)
    assert card.text.splitlines()[:2] == ["WEB-6 Draft", "Bo · for Gamma"]


async def test_a_milestone_that_is_not_there_can_be_made(planned: Somebody, bo: Somebody) -> None:
    heard = await planned.says("add Draft for Beta", place=PLACE)
    asked = await planned.says(heard.buttons["Make milestone Beta"], place=PLACE)
    assert "For which day is Beta promised?" in asked.text
    assert "Beta · promised for Fri 27 Nov" in (await planned.says("friday", addressed=False)).text
    card = (await planned.says("6", place=PLACE)).text
    assert card.splitlines()[:2] == ["WEB-6 Draft", "nobody yet · for Beta"]
    await planned.says("undo", place=PLACE)
    assert (await planned.says("6", place=PLACE)).text.startswith("WEB-6 Draft for Beta\nnobody yet")
    assert "Beta" not in (await planned.says("milestones", place=PLACE)).text
    by_member = await bo.says("add Sign it for MVP", place=PLACE)
    assert "Make milestone MVP" not in by_member.buttons


@pytest.mark.parametrize(
    ("line", "title", "button"),
    [
        ("add Draft for Beta @kim", "WEB-6 Draft @kim", "Make milestone Beta"),
        ("add Draft milestone Beta", "WEB-6 Draft", "Make milestone Beta"),
        ("新建 起草合同 里程碑 公测", "WEB-6 起草合同", "Make milestone 公测"),
        ("新增任務 草擬合約 里程碑 公測", "WEB-6 草擬合約", "Make milestone 公測"),
    ],
)
async def test_the_words_for_a_new_milestone_leave_the_title(
    planned: Somebody, line: str, title: str, button: str
) -> None:
    heard = await planned.says(line, place=PLACE)
    await planned.says(heard.buttons[button], place=PLACE)
    await planned.says("friday", addressed=False)
    name = button.removeprefix("Make milestone ")
    card = (await planned.says("6", place=PLACE)).text
    assert card.splitlines()[:2] == [title, f"nobody yet · for {name}"]


async def test_a_task_is_put_under_the_milestone_made_for_it(planned: Somebody) -> None:
    heard = await planned.says("2 for Beta", place=PLACE)
    await planned.says(heard.buttons["Make milestone Beta"], place=PLACE)
    await planned.says("friday", addressed=False)
    assert "for Beta" in (await planned.says("2", place=PLACE)).text


async def test_a_milestone_is_made_with_its_first_tasks(planned: Somebody) -> None:
    heard = await planned.says("milestone Beta 12 March with 1 2", place=PLACE)
    assert "Beta · promised for Fri 12 Mar" in heard.text
    for number in ("1", "2"):
        assert "for Beta" in (await planned.says(number, place=PLACE)).text
    heard = await planned.says("milestone Party with 30 people on friday", place=PLACE)
    assert "Party with 30 people" in heard.text


@pytest.mark.parametrize(
    ("line", "told", "button"),
    [
        ("2 for gama", "There is no milestone “gama” here.", "for Gamma"),
        ("2 for Beta", "There is no milestone “Beta” here.", "Make milestone Beta"),
        ("2 by frday", "I can't read “frday” as a date.", ""),
        ("2 !hihg", "“hihg” is no priority", ""),
        ("2 ~2x", "I can't read “2x” as a duration.", ""),
        ("2 @kim", "I don't know @kim here.", ""),
    ],
)
async def test_a_change_that_cant_be_read_names_what(
    planned: Somebody, line: str, told: str, button: str
) -> None:
    heard = await planned.says(line, place=PLACE)
    assert heard.text.startswith(told)
    assert not button or button in heard.buttons


async def test_of_several_tasks_each_is_spoken_of(world: World, planned: Somebody) -> None:
    heard = await planned.says("add Draft @bo for Beta\nSign @kim", place=PLACE)
    assert "WEB-6 Draft for Beta · Bo · to do" in heard.text
    assert "There is no milestone “Beta”, so “for Beta” stays in the title." in heard.text
    assert "I don't know @kim, so it stays in the title." in heard.text


async def test_a_task_keeps_its_date_where_the_new_one_is_none(planned: Somebody) -> None:
    await planned.says("2 by friday", place=PLACE)
    assert (
        "There is no “31 feb”. Its date stays as it was."
        in (await planned.says("2 by 31 feb", place=PLACE)).text
    )
    assert "has no date until" in (await planned.says("3 by 31 feb", place=PLACE)).text


async def test_of_several_tasks_the_one_without_a_date_is_named(anna: Somebody) -> None:
    said = (await anna.says("add\nOne\nTwo by 30 Feb\nThree by friday", place="web-shop")).text
    assert "There is no “30 Feb”. WEB-2 has no date until you choose one." in said


async def test_of_many_names_that_nobody_has_only_a_few_are_spoken_of(planned: Somebody) -> None:
    names = " ".join(f"@nobody{letter}" for letter in "abcdef")
    heard = await planned.says(f"add Draft {names}", place=PLACE)
    assert heard.text.count(STAYS) <= 3
    assert f"Draft {names}" in heard.text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2 ~9999d", "“9999d” is more than four years of work."),
        ("left 2 9999d", "“9999d” is more than four years of work."),
        ("2 ~9999天", "“9999天” is more than four years of work."),
        ("add Draft ~9999d", "“~9999d” is more than four years of work, so it stays in the title."),
    ],
)
async def test_an_absurd_estimate_is_told_as_what_it_is(planned: Somebody, line: str, told: str) -> None:
    heard = await planned.says(line, place=PLACE)
    assert told in heard.text
    assert "Try “2d” or “2-5d”." in heard.text
