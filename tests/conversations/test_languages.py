"""Who works in Chinese reads and types Chinese; who does not reads the same in their own language."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.message import from_json
from bot.outgoing import Reader
from bot.services import codes
from bot.wording import shown
from bot.work import Work
from storage.models import OutboxRow, Project, Workspace
from tests.conversations.world import MONDAY, Heard, Somebody, World


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its reader gets it."""

    address: str
    language: str
    text: str


async def letters(world: World, address: str) -> list[Letter]:
    """What is on its way to an address, each in its reader's language and zone."""
    async with world.database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.address == address).order_by(OutboxRow.id)
        rows = (await session.execute(query)).scalars().all()
    return [Letter(row.address, row.language, _text(row)) for row in rows]


def _text(row: OutboxRow) -> str:
    reader = Reader(row.language, row.zone, MONDAY)
    return "\n".join(shown(line, reader).text for line in from_json(row.message).lines)


async def settled(world: World, somebody: Somebody, text: str) -> Heard:
    """Say something in the channel, and set nothing else."""
    return await somebody.says(text, place="wangdian")


@pytest.fixture
async def li(world: World) -> Somebody:
    """Li in Shanghai, who leads a project and reads Simplified Chinese."""
    somebody = world.person("Li", "Asia/Shanghai", language="zh-Hans")
    await somebody.says('project new "网店" key WD', place="wangdian")
    return somebody


@pytest.fixture
async def chen(world: World) -> Somebody:
    """Chen in Taipei, who leads a project and reads Traditional Chinese."""
    somebody = world.person("Chen", "Asia/Taipei", language="zh-Hant")
    await somebody.says('project new "網路商店" key WS', place="wangdian")
    return somebody


async def test_a_task_is_typed_and_shown_in_simplified_chinese(world: World, li: Somebody) -> None:
    card = await settled(world, li, "新建 起草合同 截止下周五 ~2天")
    assert card.text == "WD-1 起草合同\n还没有负责人 · 12月4日（周五）截止 · 预估 2 天"
    assert {"我来处理", "完成", "撤销"} <= set(card.buttons)
    assert "进行中" in (await settled(world, li, "1 开始")).text
    assert "剩 1 天" in (await settled(world, li, "1还剩1天")).text
    assert (await settled(world, li, "完成1")).text.startswith("✅ WD-1 起草合同")


async def test_a_task_is_typed_and_shown_in_traditional_chinese(world: World, chen: Somebody) -> None:
    card = await settled(world, chen, "新增 草擬合約 截止下週五 ~2天")
    assert card.text == "WS-1 草擬合約\n尚無負責人 · 12/4（五）到期 · 預估 2 天"
    assert {"我來處理", "完成", "復原"} <= set(card.buttons)
    assert "進行中" in (await settled(world, chen, "1 開始")).text
    assert "剩 1 天" in (await settled(world, chen, "1還剩1天")).text
    assert (await settled(world, chen, "完成1")).text.startswith("✅ WS-1 草擬合約")


async def test_the_buttons_of_a_chinese_card_say_canonical_commands(world: World, li: Somebody) -> None:
    card = await settled(world, li, "新建 起草合同")
    assert card.buttons["完成"] == "done WD-1"
    assert (await li.presses(card.buttons["完成"], place="wangdian")).text.startswith("✅ WD-1 起草合同")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("WD-99", "这里没有 WD-99，最后一个是 WD-1。"),
        ("角色 @li 老板", "“老板”不是角色。"),
        ("1 截止 2月30日", "没有“2月30日”这一天。"),
        ("新项目", "项目叫什么？"),
        ("1 下个月再说", "用法：修改 任务 [@成员] [截止 日期]"),
        ("撤销", "已撤销：新建。"),
    ],
)
async def test_a_mistake_is_explained_in_chinese(world: World, li: Somebody, words: str, answer: str) -> None:
    await settled(world, li, "新建 起草合同")
    assert answer in (await settled(world, li, words)).text


async def test_one_blocker_is_read_in_three_languages(world: World, li: Somebody) -> None:
    bo = world.person("Bo", "Europe/Berlin", language="en")
    mei = world.person("Mei", "Asia/Taipei", language="zh-Hant")
    for one in (bo, mei):
        await one.says("help")
        await settled(world, li, f"邀请 @{one.name.lower()}")
    await settled(world, li, "新建 起草合同 @mei")
    await mei.says("block WD-1 等報價單 @bo")
    [*_, to_bo] = await letters(world, "@bo")
    assert to_bo.text.startswith("⛔ Bo, Mei can't go on without you: 等報價單 (WD-2)")
    [*_, in_channel] = [one for one in await letters(world, "wangdian") if one.text.startswith("⛔ WD-2")]
    assert "Mei 在等 Bo · 影响 WD-1 起草合同" in in_channel.text
    await bo.says("resolve WD-2 sent this morning")
    [*_, to_mei] = [one for one in await letters(world, "@mei") if "WD-2" in one.text]
    assert "Bo 說 WD-2 已解決：等報價單" in to_mei.text


async def test_a_channel_reads_its_projects_language_and_each_member_their_own(
    world: World, li: Somebody
) -> None:
    async with world.database.begin() as session:
        project = (await session.execute(select(Project).where(Project.key == "WD"))).scalar_one()
        assert project.language == "zh-Hans"
    anna = world.person("Anna", "Europe/Berlin", language="en")
    await anna.says("help")
    await settled(world, li, "邀请 @anna")
    assert "Li added you to 网店." in (await letters(world, "@anna"))[-1].text
    card = await settled(world, anna, "add Draft the terms")
    assert "nobody yet" in card.text


async def test_a_platform_that_tells_no_language_leaves_the_projects(world: World, li: Somebody) -> None:
    quiet = world.person("Wang", "Asia/Shanghai")
    await quiet.says("help")
    await settled(world, li, "邀请 @wang")
    answer = await quiet.says("团队", place="wangdian")
    assert answer.answer.reader is not None
    assert answer.answer.reader.language == "zh-Hans"


async def test_a_workspace_speaks_the_language_of_its_first_admin(world: World) -> None:
    async with world.database.begin() as session:
        workspace = await session.get_one(Workspace, world.workspace)
        code = await codes.first_code(Work(session, MONDAY, workspace))
    chen = world.person("Chen", "Asia/Taipei", platform="telegram", language="zh-Hant")
    assert "你是這裡的 Drumbeat 管理員" in (await chen.says(code)).text
    async with world.database.reading() as session:
        workspace = await session.get_one(Workspace, world.workspace)
    assert (workspace.language, workspace.zone) == ("zh-Hant", "Asia/Taipei")


async def test_what_all_see_in_a_channel_is_in_its_language_and_the_rest_in_ones_own(
    world: World, anna: Somebody
) -> None:
    li = world.person("Li", "Asia/Shanghai", language="zh-Hans")
    await anna.says("invite @li", place="web-shop")
    await li.says("帮助")
    await anna.says("add Ship login @li by friday", place="web-shop")
    for said in ("新建 登录页 @li 截止周五", "WEB-1"):
        await world.dispatch.receive(li.incoming(said, place="web-shop"))
    there = [one.text for one in await letters(world, "web-shop") if one.text.startswith("WEB-")]
    assert there == [
        "WEB-1 Ship login\nLi · due Fri 27 Nov",
        "WEB-2 登录页\nLi · due Fri 27 Nov",
        "WEB-1 Ship login\nLi · due Fri 27 Nov",
    ]
    assert "登录页" in (await li.says("我的", place="web-shop")).text


async def test_a_project_in_two_places_speaks_in_each_the_language_of_whoever_put_it_there(
    world: World, anna: Somebody
) -> None:
    li = world.person("Li", "Asia/Shanghai", language="zh-Hans")
    await li.says("帮助")
    await anna.says("invite @li", place="web-shop")
    await anna.says("role @li lead", place="web-shop")
    assert "Web shop" in (await li.says("绑定项目 WEB", place="wang-dian")).text
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await anna.says("add Ship login @li by friday", place="web-shop")
    news = [one for one in await letters(world, "wang-dian") if "Ship login" in one.text]
    assert [one.language for one in news] == ["zh-Hans"]
    assert "11月27日（周五）" in news[0].text
    assert {one.language for one in await letters(world, "web-shop")} == {"en"}
    assert "语言：繁體中文" in (await li.says("项目语言 繁體中文", place="wang-dian")).text
    await anna.says("add Draft @li", place="web-shop")
    assert (await letters(world, "wang-dian"))[-1].language == "zh-Hant"
    assert (await letters(world, "web-shop"))[-1].language == "en"
