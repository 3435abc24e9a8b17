"""A project from its beginning to its end, typed in both scripts: all that is said is Chinese."""

import pytest

from tests.chinese import faults
from tests.conversations.world import World

HANS = """
帮助
新建项目 网店改版 代号 WEB
邀请 @bo
日历 中国
项目语言 简体中文
新建 起草合同 @bo 截止周五 ~2天 !高 #法务
新建 登录页 下周三前
新建 联调支付接口 截止 2月30日
新建 压力测试 截止 25:00
依赖 2 1
里程碑 公测 2027年3月17日
卡住 1 等法务条款 @bo
阻塞项
为什么 5
催一下 5
上报 5
解决 5 条款到了
新建站会 9:30 工作日
站会时间 单周周五 9:30
站会时间 每月最后一个工作日 17:00
站会问题 做完了什么？；接下来做什么？
站会问题 默认
站会
计划
预测
状态
列表
列表 已完成
逾期
我的
等待
团队
完成 2
撤销
历史
历史 1
备注 1 已联系法务
所有备注 1
剩余 1 1天
1 交给 @anna
1 去掉截止
取消 3
重开 3
改名 3 联调支付与退款
搜索 合同
上报路径
上报路径 4小时 负责人、1天 项目经理
日历
设为假日 12月24日 公司活动
设置
设置时区 火星
设置时区 北京
设置节假日 火星
设置工作时间 9点到18点
设置工作日 周一到周四
设置提问时间 9:45
请假 12月7日到12月9日
请假 2月30日
销假
我的项目
角色 @bo 成员
隐私
完全不懂
完成
完成 99
完成 公测
里程碑 公测 25:00
帮助 新建
帮助 卡住
帮助 任务
帮助 设置
帮助 不存在的词
移除 @bo
暂停项目
"""
HANT = """
說明
新增專案 網路商店改版 代號 WEB
邀請 @bo
行事曆 台灣
專案語言 繁體中文
新增 草擬合約 @bo 週五截止 ~2天 !高 #法務
新增 登入頁 下週三前
新增 串接金流 截止 2月30日
新增 壓力測試 截止 25:00
相依 2 1
里程碑 公測 2027年3月17日
卡關 1 等法務條款 @bo
阻礙
為什麼 5
跟催 5
呈報 5
解決 5 條款到了
新增站立會議 9:30 工作日
站會時間 單週週五 9:30
站會時間 每月最後一個工作日 17:00
站會問題 完成了什麼？；接下來做什麼？
站會問題 預設
站立會議
計畫
預測
進度
列表
列表 已完成
逾期
我的
等待
團隊
完成 2
復原
歷史
歷史 1
備註 1 已聯絡法務
所有備註 1
剩餘 1 1天
1 交給 @anna
1 去掉截止
取消 3
重開 3
改名 3 串接金流與退款
搜尋 合約
呈報路徑
呈報路徑 4小時 負責人、1天 專案經理
行事曆
設為假日 12月24日 公司活動
設定
設定時區 火星
設定時區 台北
設定國定假日 火星
設定工作時間 9點到18點
設定工作日 週一到週四
設定提問時間 9:45
請假 12月7日到12月9日
請假 2月30日
銷假
我的專案
角色 @bo 成員
隱私
完全不懂
完成
完成 99
完成 公測
里程碑 公測 25:00
說明 新增
說明 卡關
說明 任務
說明 設定
說明 不存在的詞
移除 @bo
暫停專案
"""


@pytest.mark.parametrize(
    ("language", "zone", "script"),
    [("zh-Hans", "Asia/Shanghai", HANS), ("zh-Hant", "Asia/Taipei", HANT)],
    ids=["simplified", "traditional"],
)
async def test_a_walk_in_chinese_hears_chinese_only(
    world: World, language: str, zone: str, script: str
) -> None:
    await world.person("Bo", zone, language=language).says("help")
    anna = world.person("Anna", zone, language=language)
    wrong: list[tuple[str, object]] = []
    for said in script.strip().splitlines():
        heard = await anna.says(said, place="web")
        if not heard.text:
            wrong.append((said, "silence"))
        if found := faults(heard.text, language, buttons=heard.buttons, said=said):
            wrong.append((said, found))
    assert wrong == []
