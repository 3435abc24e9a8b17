"""The week that the demo plays: who says and presses what, where and when, in the demo's languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.adapters.console_feed import Login

BERLIN, SHANGHAI, NEW_YORK = "Europe/Berlin", "Asia/Shanghai", "America/New_York"
CHANNEL = "web"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = 2, 3, 4, 5, 6  # of March 2026: no clock changes in that week


@dataclass(frozen=True, slots=True)
class Caption:
    """A line between the scenes, for who watches."""

    text: str


@dataclass(frozen=True, slots=True)
class Waits:
    """Time passes until a moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody types a line: in a channel, or in their direct messages where `channel` is empty."""

    login: str
    text: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Presses:
    """Somebody presses the last button they see whose command begins so."""

    login: str
    command: str


Step = Caption | Waits | Says | Presses

START = datetime(2026, 3, MONDAY, 0, 30, tzinfo=UTC)  # 8:30 in Shanghai, before anybody's day begins
NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {"anna": "Anna", "li": "Li", "ben": "Ben"},
    "zh-Hans": {"anna": "安娜", "li": "李雷", "ben": "Ben"},
}


def cast(language: str) -> tuple[Login, ...]:
    """Return the three people: Anna leads and administers, and everybody reads the same language."""
    names = NAMES[language]
    return (
        Login("anna", names["anna"], BERLIN, language, is_admin=True),
        Login("li", names["li"], SHANGHAI, language),
        Login("ben", names["ben"], NEW_YORK, language),
    )


def week(language: str) -> tuple[Step, ...]:
    """Return the steps of the week."""
    words = LINES[language]
    return (
        *_monday(words),
        *_tuesday(words),
        *_wednesday(words),
        *_thursday(words),
        *_friday(words),
    )


def _waits(day: int, hour: int, minute: int, zone: str) -> Waits:
    return Waits(datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(zone)))


def _monday(words: Mapping[str, str]) -> tuple[Step, ...]:
    return (
        _waits(MONDAY, 17, 0, BERLIN),
        Caption(words["monday"]),
        Says("anna", words["project"], CHANNEL),
        Says("anna", words["team"], CHANNEL),
        Says("anna", words["milestone"], CHANNEL),
        Says("anna", words["checkout"], CHANNEL),
        Says("anna", words["testing"], CHANNEL),
        Says("anna", words["stand-up"], CHANNEL),
    )


def _tuesday(words: Mapping[str, str]) -> tuple[Step, ...]:
    return (
        _waits(TUESDAY, 9, 29, SHANGHAI),
        Caption(words["tuesday"]),
        _waits(TUESDAY, 9, 36, SHANGHAI),
        Says("li", words["li waits"]),
        _waits(TUESDAY, 9, 34, BERLIN),
        Says("anna", words["anna answers"]),
        _waits(TUESDAY, 9, 41, NEW_YORK),
        Says("ben", words["ben answers"]),
        _waits(TUESDAY, 18, 0, NEW_YORK),
    )


def _wednesday(words: Mapping[str, str]) -> tuple[Step, ...]:
    return (
        Caption(words["wednesday"]),
        _waits(WEDNESDAY, 9, 33, SHANGHAI),
        Says("li", words["li still waits"]),
        _waits(WEDNESDAY, 18, 0, NEW_YORK),
    )


def _thursday(words: Mapping[str, str]) -> tuple[Step, ...]:
    return (
        Caption(words["thursday"]),
        _waits(THURSDAY, 9, 40, NEW_YORK),
        Presses("ben", "promise"),
        Says("ben", words["by then"]),
        _waits(THURSDAY, 11, 5, NEW_YORK),
        Says("ben", words["resolve"], CHANNEL),
    )


def _friday(words: Mapping[str, str]) -> tuple[Step, ...]:
    return (
        _waits(FRIDAY, 9, 29, SHANGHAI),
        Caption(words["friday"]),
        _waits(FRIDAY, 9, 35, SHANGHAI),
        Says("li", words["li goes on"]),
        Says("li", words["left"]),
        _waits(FRIDAY, 12, 0, BERLIN),
        Says("anna", words["plan"], CHANNEL),
    )


LAST_WORDS: Mapping[str, str] = {
    "en": "Your turn: you are Anna, in #web. Time stands still until you say :clock +3h; :help has more.",
    "zh-Hans": "现在轮到你了：你是 #web 里的安娜。时间停在这里，输入 :clock +3h 才会走；更多见 :help。",
}
LINES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "monday": "Monday. Anna, in Berlin, tells the channel what is to be done, and when it is promised.",
        "project": 'project new "Web shop" key WEB',
        "team": "invite @li @ben",
        "milestone": "milestone Beta 11 March",
        "checkout": "add Checkout page @li ~3d for Beta",
        "testing": "add Test the checkout with customers @anna ~1d after 1 for Beta",
        "stand-up": "standup new 9:30 weekdays",
        "tuesday": "Tuesday. Everybody is asked at 9:30 of their own day; Li's answer has something in it.",
        "li waits": "Layout of the checkout page. WEB-1 is blocked: waiting for the API keys from @ben",
        "anna answers": "Writing the test plan. Nothing in my way.",
        "ben answers": "The contract with the payment provider. Nothing in my way.",
        "wednesday": "Wednesday. Ben has not reacted. It climbs, in working hours, to Anna.",
        "li still waits": "Still without the keys, so only the layout. Nothing new.",
        "thursday": "Thursday. It moves the plan: Anna hears it, and why. Ben takes it, and clears it.",
        "by then": "tomorrow",
        "resolve": "resolve 3 the keys arrived",
        "friday": "Friday. The warning is over; this is the plan.",
        "li goes on": "Payment on the checkout page. Nothing in my way.",
        "left": "left 1 2d",
        "plan": "plan",
    },
    "zh-Hans": {
        "monday": "周一。柏林的安娜在群里说清要做什么、答应了什么时候。",
        "project": "新建项目 网店 代号 WEB",
        "team": "邀请 @li @ben",
        "milestone": "里程碑 Beta 3月11日",
        "checkout": "新建 结账页面 @li ~3天 里程碑 Beta",
        "testing": "新建 请客户试用结账流程 @anna ~1天 前置 1 里程碑 Beta",
        "stand-up": "新建站会 9:30 工作日",
        "tuesday": "周二。每个人都在自己当地的 9:30 收到一个问题；李雷的回答里有事。",
        "li waits": "做结账页面的布局。WEB-1 卡住了：等接口密钥 @ben",
        "anna answers": "写试用计划，没有卡住的地方。",
        "ben answers": "谈支付平台的合同，没有卡住的地方。",
        "wednesday": "周三。Ben 没有回应。事情按工作时间上报给安娜。",
        "li still waits": "还没有密钥，只能先做布局。",
        "thursday": "周四。计划受到影响，安娜收到预警和原因。Ben 接手，并且解决了。",
        "by then": "明天",
        "resolve": "解决 3 密钥到了",
        "friday": "周五。预警已经解除；这就是现在的计划。",
        "li goes on": "做结账页面的支付部分，没有卡住的地方。",
        "left": "1 还剩2天",
        "plan": "计划",
    },
}
