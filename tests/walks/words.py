"""What is typed and pressed on every platform, in three languages, and what people read of it."""

from dataclasses import dataclass

from tests.walks.ways import CHANNEL

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
PRIVATE = "private"
Texts = tuple[str, str, str]  # one for each language


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody says something somewhere, or presses it under a message; who then reads at least this."""

    who: str
    said: Texts
    read: Texts
    where: str = CHANNEL
    reader: str = ""  # if it is somebody else
    under: str = ""  # part of the message whose button is pressed


LABELS: dict[str, Texts] = {
    "set up": ("Set up this channel", "在这里建项目", "在這裡建立專案"),
    "skip": ("Skip", "跳过", "略過"),
    "back": ("Back", "返回", "返回"),
    "more": ("More", "下一页", "下一頁"),
    "start": ("Start", "开始", "開始"),
    "done": ("Done", "完成", "完成"),
    "blocked": ("Blocked…", "卡住了…", "卡關了…"),
    "edit": ("Edit", "编辑", "編輯"),
    "form": ("Form", "填表", "填表"),
    "fine": ("Fine", "好的", "好的"),
    "cleared": ("It's done", "已解决", "已解決"),
    "not yet": ("Not yet", "还没有", "還沒有"),
}

MONDAY = (
    Step(
        "anna",
        (
            "add Draft the contract @mei by friday ~2d !high #legal",
            "新建 起草合同 @mei 截止周五 ~2天 !高 #法务",
            "新增 草擬合約 @mei 截止週五 ~2天 !高 #法務",
        ),
        (
            "WEB-1 Draft the contract\nMei · due Fri 27 Nov · about 2 days · high priority · #legal",
            "WEB-1 起草合同\nMei · 11月27日（周五）截止 · 预估 2 天 · 高优先级 · #法务",
            "WEB-1 草擬合約\nMei · 11/27（五）到期 · 預估 2 天 · 高優先 · #法務",
        ),
    ),
    Step(
        "anna",
        (
            "add\nLogin page @bo ~4d\nPayment page by 30 Feb\nSearch page @mei ~1d",
            "新建\n登录页 @bo ~4天\n支付页 2月30日前\n搜索页 @mei ~1天",
            "新增\n登入頁 @bo ~4天\n付款頁 2月30日前\n搜尋頁 @mei ~1天",
        ),
        (
            "There is no “30 Feb”. WEB-3 has no date until you choose one.",
            "没有“2月30日”这一天。WEB-3 在你选定之前不设日期。",
            "沒有「2月30日」這一天。WEB-3 在你選定之前不設日期。",
        ),
    ),
    Step(
        "bo",
        ("done 99", "完成 99", "完成 99"),
        (
            "There is no WEB-99 here. The last one is WEB-4.",
            "这里没有 WEB-99，最后一个是 WEB-4。",
            "這裡沒有 WEB-99，最後一個是 WEB-4。",
        ),
    ),
    Step(
        "bo",
        ("frobnicate the login", "胡说八道", "胡說八道"),
        ("I don't know “frobnicate”.", "不认识“胡说八道”。", "不認得「胡說八道」。"),
    ),
    Step("bo", LABELS["start"], ("Bo · doing", "Bo · 进行中", "Bo · 進行中"), under="WEB-2"),
    Step("bo", LABELS["done"], ("✅ WEB-2", "✅ WEB-2", "✅ WEB-2"), under="WEB-2"),
    Step(
        "bo",
        ("undo", "撤销", "復原"),
        ("Taken back: done.", "已撤销：完成。", "已復原：完成。"),
        PRIVATE,
    ),
    Step(
        "anna",
        ("milestone Beta 27 November", "里程碑 公测 11月27日", "里程碑 公測 11月27日"),
        (
            "Beta: done by Fri 27 Nov, as promised.",
            "公测：预计 11月27日（周五）完成，符合承诺。",
            "公測：預計 11/27（五）完成，符合承諾。",
        ),
    ),
)
TUESDAY_0931 = (
    Step(
        "bo",
        (
            "Layout of the login page. WEB-2 is blocked: waiting for the API keys from @mei",
            "登录页的样式。WEB-2 卡住了：等 @mei 的接口密钥",
            "登入頁的樣式。WEB-2 卡關了：等 @mei 的接口金鑰",
        ),
        (
            "⛔ WEB-2 waits for Mei: the API keys\n🟡 Beta: done by Tue 1 Dec, 2 days late",
            "⛔ WEB-2 在等 Mei：接口密钥\n🟡 公测：预计 12月1日（周二）完成，晚 2 天",
            "⛔ WEB-2 在等 Mei：接口金鑰\n🟡 公測：預計 12/1（二）完成，晚 2 天",
        ),
        PRIVATE,
    ),
    Step(
        "anna",
        ("Reviewing the plan. Nothing in my way", "看计划。没有", "看計畫。沒有"),
        ("2 of 3 answered", "3 人中 2 人已回答", "3 人中 2 人已回答"),
        PRIVATE,
    ),
)
WEDNESDAY_NOON = (
    Step(
        "mei",
        LABELS["cleared"],
        (
            "Mei says that WEB-5 is cleared: the API keys",
            "Mei 说 WEB-5 已解决：接口密钥",
            "Mei 說 WEB-5 已解決：接口金鑰",
        ),
        reader="bo",
        under="WEB-5",
    ),
    Step(
        "bo",
        LABELS["not yet"],
        (
            "Bo waits for Mei · day 2 · stops WEB-2",
            "Bo 在等 Mei · 第 2 天 · 影响 WEB-2",
            "Bo 在等 Mei · 第 2 天 · 影響 WEB-2",
        ),
        reader="mei",
        under="WEB-5",
    ),
    Step(
        "mei",
        ("resolve 5 the keys arrived", "解决 5 密钥到了", "解決 5 金鑰到了"),
        ("• the keys arrived", "• 密钥到了", "• 金鑰到了"),
        reader="bo",
    ),
    Step(
        "bo",
        (
            "away 30 Nov to 2 Dec @mei covers",
            "请假 11月30日到12月2日 @mei 代理",
            "請假 11月30日到12月2日 @mei 代理",
        ),
        (
            "Bo is away Mon 30 Nov to Wed 2 Dec and named you as cover.",
            "Bo 请假：11月30日（周一）到 12月2日（周三），请你代理。",
            "Bo 請假：11/30（一）到 12/2（三），請你代理。",
        ),
        PRIVATE,
        reader="mei",
    ),
    Step(
        "bo",
        ("undo", "撤销", "復原"),
        (
            "Bo is not away Mon 30 Nov to Wed 2 Dec after all.",
            "Bo 取消了请假：11月30日（周一）到 12月2日（周三）。",
            "Bo 取消了請假：11/30（一）到 12/2（三）。",
        ),
        PRIVATE,
        reader="anna",
    ),
    Step(
        "anna",
        ("settings hours 25-26", "设置工作时间 25点到26点", "設定工作時間 25點到26點"),
        ("“25-26”", "“25点到26点”不像工作时间", "「25點到26點」不像工作時間"),
        PRIVATE,
    ),
    Step(
        "anna",
        ("role @mei observer", "角色 @mei 观察者", "角色 @mei 觀察者"),
        ("Mei", "Mei 现在是 Web shop 的观察者", "Mei 現在是 Web shop 的觀察者"),
    ),
    Step(
        "mei",
        ("add Something", "新建 测试", "新增 測試"),
        (
            "You look on in this project. Ask Anna to make you a member.",
            "你在这个项目里是观察者。请 Anna 把你改成成员。",
            "你在這個專案裡是觀察者。請 Anna 將你改為成員。",
        ),
    ),
    Step(
        "anna",
        ("status", "状态", "進度"),
        ("🟡 At risk", "🟡 有风险", "🟡 有風險"),
    ),
)
