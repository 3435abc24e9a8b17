"""Help in Chinese names everything in Chinese words, and those words work when they are typed."""

import re

import pytest

from bot.handlers import all_commands
from tests.conversations.world import World

ENGLISH = re.compile(r"[A-Za-z]{2,}")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_no_usage_line_has_a_word_of_english(language: str) -> None:
    usages = [one.usage_in(language) for one in all_commands().specs.values()]
    assert [one for one in usages if ENGLISH.search(one)] == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 去掉截止", "起草合同\nAnna"),
        ("列表 未完成 第 1 页", "WEB-1"),
        ("列表 已完成", "没有"),
        ("我的 第1页", "WEB-1"),
        ("阻塞项 逾期", "没有"),
        ("交给 1 给 @anna", "Anna"),
        ("里程碑 公测 3月20日", "3月20日"),
        ("设置提问地点 频道", "频道"),
        ("设置提问地点 私聊", "私聊"),
        ("设置节假日 中国", "公共假日：中国"),
        ("设置时区 上海", "上海"),
        ("帮助 任务", "新建"),
        ("新建 改首页 来自 https://example.org/1", "WEB-2"),
        ("站会问题 默认", "今天打算推进什么"),
    ],
)
async def test_what_help_shows_works_when_it_is_typed(world: World, line: str, expected: str) -> None:
    anna = world.person("Anna", "Asia/Shanghai", language="zh-Hans")
    await anna.says("新建项目 网店 代号 WEB", place="web")
    await anna.says("新建站会 9:30 工作日", place="web")
    await anna.says("新建 起草合同 @anna 截止周五", place="web")
    assert expected in (await anna.says(line, place="web")).text


async def test_keys_in_a_row_are_parted_as_chinese_parts_them(world: World) -> None:
    anna = world.person("Anna", "Asia/Shanghai", language="zh-Hans")
    await anna.says("新建项目 网店 代号 WEB", place="web")
    await anna.says("新建\n甲方合同初稿\n乙方合同初稿\n合同终稿", place="web")
    await anna.says("依赖 3 1、2", place="web")
    plan = await anna.says("计划", place="web")
    assert "WEB-1、WEB-2" in plan.text
    assert "WEB-1, WEB-2" not in plan.text
