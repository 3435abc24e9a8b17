"""What people say in Chinese, in both scripts: commands in their order of words, and ordinary sentences."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.command.folding import fold
from storage.models import BlockedTask, Blocker, Change, Event, Leave, Milestone, Note, Project, Task
from tests.conversations.reader import Reader, open_reader, says_plainly
from tests.conversations.world import counts
from tests.databases import SQLiteFiles

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader(sqlite_files: SQLiteFiles) -> AsyncIterator[Reader]:
    with sqlite_files.migrated() as url:
        async with open_reader(url) as opened:
            yield opened


# Monday is 23 November 2026.
COMMANDS = [
    # verb first, with and without spaces
    ("完成 12", "done several=12"),
    ("完成12", "done several=12"),
    ("完成12、11", "done several=12,11"),
    ("完成12和11", "done several=12,11"),
    ("完成 WEB-12", "done several=12"),
    ("完成任务12", "done several=12"),
    ("完成任務12", "done several=12"),
    ("完成第12号任务", "done several=12"),
    ("完成10到12", "done several=10,11,12"),
    ("完成１２", "done several=12"),
    ("完成一下12", "done several=12"),
    ("完成了12", "done several=12"),
    ("搞定12！", "done several=12"),
    ("开始12", "start several=12"),
    ("開始 12", "start several=12"),
    ("取消12", "cancel several=12"),
    ("重开12", "reopen several=12"),
    ("重新開啟12", "reopen several=12"),
    ("查看12", "show several=12"),
    ("認領13", "take what=13"),
    ("认领13", "take what=13"),
    ("解决13", "resolve what=13"),
    ("解決13 密钥已到", "resolve text=密钥已到 what=13"),
    ("为什么13", "why what=13"),
    ("為什麼13", "why what=13"),
    ("上报13", "escalate what=13"),
    ("呈報13", "escalate what=13"),
    ("历史12", "history task=12"),
    ("歷史 12", "history task=12"),
    ("剩余12 1天", "left left=8h task=12"),
    ("备注12 已联系法务", "note task=12 text=已联系法务"),
    ("備註 12 已聯絡法務", "note task=12 text=已聯絡法務"),
    ("改名12 新登录页", "rename task=12 title=新登录页"),
    ("依赖12 9、10", "after others=9,10 task=12"),
    # a blocker
    ("阻塞 12 等接口密钥 @bo", "block owner=Bo reason=等接口密钥 tasks=12"),
    ("阻塞12等接口密钥@李雷", "block owner=李雷 reason=等接口密钥 tasks=12"),
    ("卡住 12 等合同 周四前", "block needed_by=2026-11-26 reason=等合同 tasks=12"),
    ("12卡住了，等接口密钥", "block reason=等接口密钥 tasks=12"),
    ("12 卡關 等法務條款 @陳美玲", "block owner=陳美玲 reason=等法務條款 tasks=12"),
    ("12受阻：服务器挂了", "block reason=服务器挂了 tasks=12"),
    # key first
    ("12 完成", "done several=12"),
    ("12完成", "done several=12"),
    ("1、完成12", "done several=12"),
    ("1、12完成", "done several=1,12"),
    ("12完成了", "done several=12"),
    ("12 已经完成了", "done several=12"),
    ("12已完成", "done several=12"),
    ("12和11都完成了", "done several=12,11"),
    ("12、11完成", "done several=12,11"),
    ("WEB-12完成", "done several=12"),
    ("１２完成", "done several=12"),
    ("任务12完成了", "done several=12"),
    ("12号任务完成", "done several=12"),
    ("12做完了吧", "done several=12"),
    ("12 搞定啦", "done several=12"),
    ("12開始", "start several=12"),
    ("12 取消吧", "cancel several=12"),
    ("12还剩1天", "left left=8h task=12"),
    ("12 还剩 1 天", "left left=8h task=12"),
    ("12還剩半天", "left left=4h task=12"),
    ("12剩两天半", "left left=20h task=12"),
    ("12备注：已联系法务", "note task=12 text=已联系法务"),
    ("12改名为新登录页", "rename task=12 title=新登录页"),
    ("12 改名為新登入頁", "rename task=12 title=新登入頁"),
    ("12依赖9", "after others=9 task=12"),
    ("13 认领", "take what=13"),
    ("13我来", "take what=13"),
    ("13解决了", "resolve what=13"),
    ("13 解決了，密鑰到了", "resolve text=密鑰到了 what=13"),
    ("13 为什么", "why what=13"),
    ("12", "show several=12"),
    ("任务12", "show several=12"),
    ("#12", "show several=12"),
    # options behind the key
    ("12 @李雷", "edit owner=李雷 task=12"),
    ("12 ＠李雷", "edit owner=李雷 task=12"),
    ("12交给李雷", "give owner=李雷 what=12"),
    ("12 轉給 @王小明", "give owner=王小明 what=12"),
    ("12由李雷负责", "edit owner=李雷 task=12"),
    ("12負責人改為陳美玲", "edit owner=陳美玲 task=12"),
    ("12负责人李雷", "edit owner=李雷 task=12"),
    ("12 負責人：王小明", "edit owner=王小明 task=12"),
    ("12的负责人改成@bo", "edit owner=Bo task=12"),
    ("12周五前", "edit due=2026-11-27 task=12"),
    ("12 週五前", "edit due=2026-11-27 task=12"),
    ("12截止周五", "edit due=2026-11-27 task=12"),
    ("12 到期：12月5日", "edit due=2026-12-05 task=12"),
    ("12 改到下周五", "edit due=2026-12-04 task=12"),
    ("12延期到月底", "edit due=2026-11-30 task=12"),
    ("12 推遲到下週一", "edit due=2026-11-30 task=12"),
    ("12的截止日期改到周五", "edit due=2026-11-27 task=12"),
    ("12 明天下午三点前", "edit due=2026-11-24 15:00 task=12"),
    ("12优先级高", "edit priority=high task=12"),
    ("12 優先級：緊急", "edit priority=urgent task=12"),
    ("12 ！高", "edit priority=high task=12"),
    ("12 預估2天", "edit estimate=16h task=12"),
    ("12～2天", "edit estimate=16h task=12"),
    ("12 标签法务", "edit tags=法务 task=12"),
    ("12 ＃法務", "edit tags=法務 task=12"),
    ("12 在9之后", "edit after=9 task=12"),
    ("12 @李雷 周五前 ！高 ～2天", "edit due=2026-11-27 estimate=16h owner=李雷 priority=high task=12"),
    # 把
    ("把12改到周五", "edit due=2026-11-27 task=12"),
    ("把12交給@李雷", "give owner=李雷 what=12"),
    ("把12标记为完成", "done several=12"),
    ("将12取消", "cancel several=12"),
    # new tasks
    ("新建登录页面", "add title=登录页面"),
    ("新建 登录页面", "add title=登录页面"),
    ("新建：登录页面", "add title=登录页面"),
    ("新增登入頁面", "add title=登入頁面"),
    ("建立登入頁面", "add title=登入頁面"),
    ("新建任务登录页面", "add title=登录页面"),
    ("新增任務：登入頁面", "add title=登入頁面"),
    ("新建一个任务：登录页面", "add title=登录页面"),
    ("新建任务列表页面", "add title=任务列表页面"),
    ("新建登录页面@李雷截止周五", "add due=2026-11-27 owner=李雷 title=登录页面"),
    ("新建登录页面周五前@李雷", "add due=2026-11-27 owner=李雷 title=登录页面"),
    ("新建登录页面，周五前，负责人李雷", "add due=2026-11-27 owner=李雷 title=登录页面"),
    ("新建周五前登录页面@李雷", "add due=2026-11-27 owner=李雷 title=登录页面"),
    ("新增登入頁面 @陳美玲 週五截止 #法務", "add due=2026-11-27 owner=陳美玲 tags=法務 title=登入頁面"),
    ("新建登录页面 优先级紧急 预估两天", "add estimate=16h priority=urgent title=登录页面"),
    ("新建登录页面 依赖9、10", "add after=9,10 title=登录页面"),
    ("新建登录页面 里程碑公测", "add milestone=公测 title=登录页面"),
    ("新建登录页面 项目APP", "add project=APP title=登录页面"),
    ("新建整理周五前的数据", "add title=整理周五前的数据"),
    ("新建跟老板确认一下", "add title=跟老板确认一下"),
    ("新建發送報告給@李雷", "add title=發送報告給@李雷"),
    ("新建12月报表", "add title=12月报表"),
    ("请帮我新建登录页面，谢谢", "add title=登录页面"),
    ("麻煩新增登入頁面，謝謝", "add title=登入頁面"),
    ("add 登录页面 @李雷 截止周五", "add due=2026-11-27 owner=李雷 title=登录页面"),
    ("新建 Login page by friday @bo", "add due=2026-11-27 owner=Bo title=Login page"),
    ("/新建登录页面", "add title=登录页面"),
    # date first
    ("周五前完成登录页面 @li", "add due=2026-11-27 owner=Li title=登录页面"),
    ("週五前完成登入頁面 @陳美玲", "add due=2026-11-27 owner=陳美玲 title=登入頁面"),
    ("周五前提交报告 @李雷", "add due=2026-11-27 owner=李雷 title=提交报告"),
    ("12月5日之前，完成合同 @bo", "add due=2026-12-05 owner=Bo title=合同"),
    ("周五前新建登录页面", "add due=2026-11-27 title=登录页面"),
    ("周五前完成12", "edit due=2026-11-27 task=12"),
    ("请周五前完成登录页面 @li", "add due=2026-11-27 owner=Li title=登录页面"),
    ("周五请假", "away days=2026-11-27–2026-11-27"),
    ("週五請假", "away days=2026-11-27–2026-11-27"),
    ("下周一到周三请假", "away days=2026-11-30–2026-12-02"),
    ("我明天请假", "away days=2026-11-24–2026-11-24"),
    ("请假 周五", "away days=2026-11-27–2026-11-27"),
    ("请假周五到下周一", "away days=2026-11-27–2026-11-30"),
    ("周五请假@李雷代理", "away cover=李雷 days=2026-11-27–2026-11-27"),
    # courtesy
    ("请完成12", "done several=12"),
    ("請幫我完成12，謝謝", "done several=12"),
    ("麻烦你把12改到周五吧", "edit due=2026-11-27 task=12"),
    ("帮我看看12", "show several=12"),
    ("我来认领13", "take what=13"),
    # words that stand alone
    ("我的", "mine"),
    ("我的任务", "mine"),
    ("今天要做什么", "mine"),
    ("今天要做什麼", "mine"),
    ("谁在休假", "calendar"),
    ("誰請假了", "calendar"),
    ("删除12", "cancel several=12"),
    ("刪除 12", "cancel several=12"),
    ("逾期", "late"),
    ("等待", "waiting"),
    ("团队", "team"),
    ("團隊", "team"),
    ("项目", "projects"),
    ("專案", "projects"),
    ("计划", "plan"),
    ("計畫", "plan"),
    ("预测", "forecast"),
    ("里程碑", "milestones"),
    ("阻塞项", "blockers"),
    ("阻礙", "blockers"),
    ("撤销", "undo"),
    ("復原", "undo"),
    ("撤销吧", "undo"),
    ("站会", "standup status"),
    ("站立會議", "standup status"),
    ("跳过", "standup skip"),
    ("销假", "back"),
    ("銷假", "back"),
    ("设置", "settings"),
    ("設定", "settings"),
    ("帮助", "help"),
    ("說明", "help"),
    ("帮助 新建", "help text=新建"),
    # the rest
    ("里程碑 Gamma 3月17日", "milestone name=Gamma promised=2027-03-17"),
    ("里程碑Gamma定在3月17日", "milestone name=Gamma promised=2027-03-17"),
    ("里程碑改期 公测 3月24日 等法务", "milestone move day=2027-03-24 milestone=公测 reason=等法务"),
    ("搜索合同", "search words=合同"),
    ("搜尋 合約", "search words=合約"),
    ("邀请 @王小明", "invite people=王小明"),
    ("邀請@王小明、@李雷", "invite people=王小明,李雷"),
    ("新建项目 网店", "project new text=网店"),
]


@pytest.mark.parametrize(("line", "expected"), COMMANDS)
async def test_a_chinese_command_is_read_in_its_own_order(reader: Reader, line: str, expected: str) -> None:
    assert await reader.reads(line) == expected


ORDINARY = [
    "完成12月报表",
    "完成 12 月报表",
    "完成12个测试",
    "完成3天的工作",
    "完成80%",
    "完成了5个任务",
    "完成第一期开发",
    "我完成了登录页面",
    "已经完成了大部分",
    "12月报表完成了",
    "12月5日开会",
    "12号开会",
    "3天后再说",
    "3点开会",
    "3點開會",
    "2人请假",
    "5分钟后回来",
    "10分鐘後回來",
    "5 分钟后开始",
    "阻塞3次了",
    "卡住12小时了",
    "卡住兩天了",
    "解决了3个问题",
    "解決 3 個問題",
    "取消12号的会议",
    "取消12點的會議",
    "开始12点的会",
    "开始吧",
    "開始做登入頁面",
    "认领一下新任务",
    "新建的页面有点慢",
    "新增的欄位有問題",
    "新建了登录页面",
    "添加好友了吗",
    "今天完成登录页面",
    "明天完成登入頁面",
    "周五前完成登录页面",
    "周五前能完成吗",
    "周五前完成不了登录页面 @li",
    "週五前可以嗎",
    "周五开会",
    "周五有人请假吗",
    "我周五可能请假",
    "今天请假的人很多",
    "計畫趕不上變化",
    "计划今天写文档",
    "我的电脑坏了",
    "我的任務太多了",
    "逾期了怎么办",
    "等待法务回复",
    "等待中",
    "团队氛围很好",
    "團隊聚餐",
    "项目进展顺利",
    "設定檔不見了",
    "设置有问题",
    "撤销那个吧",
    "站会改到十点",
    "站會十點開始",
    "里程碑达成了",
    "帮助新人熟悉环境",
    "说明文档写完了",
    "搜索功能有点慢",
    "备注里写了",
    "昨天修了登录的bug，今天写测试",
    "今天繼續做付款頁面，沒有卡住",
    "没有卡住的地方",
    "暂无",
    "无",
    "好的",
    "收到，谢谢",
    "辛苦了",
    "请假条交了",
    "不是我的问题",
    "回来了",
    "停止吧",
    "1. 登录页面",
    "1、明天",
    "2、周五前",
    "3、完成",
    "1）優先級高",
    "12 完成了吗",
    "12 完成不了",
    "12 开始前先评审",
    "剩下的明天做",
    "还剩1天",
    "交给我吧",
    "前两天都在开会",
    "昨天開了三個會",
    "需要@bo 帮忙看一下",
    "等@李雷回复",
    "這週比較忙",
    "下周五前应该没问题",
    "月底前能上线就好",
    "第12个接口还没好",
    "12楼开会",
    "看了12遍还是不懂",
    "备注一下，下午开会",
    "提醒我喝水",
    "报告写了12页",
    "3和4的进度差不多",
    "改到周五吧",
    "升级到12版本",
]

CHANGED = (Task, Blocker, BlockedTask, Change, Event, Note, Project, Milestone, Leave)


@pytest.mark.parametrize("sentence", ORDINARY)
async def test_an_ordinary_sentence_changes_nothing(reader: Reader, sentence: str) -> None:
    before = await counts(reader.world, *CHANGED)
    await says_plainly(reader, sentence)
    assert await counts(reader.world, *CHANGED) == before


@pytest.mark.parametrize(
    "line",
    [
        "新建登录页面 项目WEB",
        "新增登入頁面 @陳美玲 週五前 專案WEB",
        "周五前完成登录页面 @li 项目WEB",
        "完成12",
        "WEB-11还剩1天",
        "把10交给@李雷",
    ],
)
async def test_a_command_needs_no_address_in_private(reader: Reader, line: str) -> None:
    (before,) = await counts(reader.world, Change)
    await says_plainly(reader, line)
    assert await counts(reader.world, Change) == (before + 1,)


FORMS = {"task save", "setup save"}  # said by forms, never typed


async def test_every_command_has_words_in_both_scripts(reader: Reader) -> None:
    specs = reader.commands.specs
    assert [
        name
        for name, spec in specs.items()
        if name not in FORMS and not (spec.spoken.hans and spec.spoken.hant)
    ] == []


async def test_no_chinese_word_means_two_things(reader: Reader) -> None:
    """But for those that stand alone: 里程碑 lists them, 里程碑 Beta 3月17日 makes one."""
    meant: dict[tuple[str, bool], set[str]] = {}
    for spec in reader.commands.specs.values():
        for word in (*spec.spoken.hans, *spec.spoken.hant):
            meant.setdefault((fold(word), spec.alone), set()).add(spec.name)
    assert {word: names for word, names in meant.items() if len(names) > 1} == {}
