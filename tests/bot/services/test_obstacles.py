"""What answers say is in the way: as people write them, in English and both Chinese scripts."""

import pytest

from bot.parameters import Key
from bot.services.obstacles import is_none, read, rest, stated, who

IN_THE_WAY = [  # each with the reason that is read, and the tasks that are named
    ("waiting for the API keys from Bo", "waiting for the API keys from Bo", ""),
    ("I'm waiting for the API keys from @bo", "waiting for the API keys from @bo", ""),
    ("still waiting for the price list", "waiting for the price list", ""),
    ("We're waiting for Bo", "waiting for Bo", ""),
    ("Layout today. Waiting on design.", "Waiting on design", ""),
    ("Layout today, waiting for the keys from Bo", "waiting for the keys from Bo", ""),
    ("waiting to hear back from Stripe", "waiting to hear back from Stripe", ""),
    ("WEB-9 is waiting for the customer's sign-off", "waiting for the customer's sign-off", "WEB-9"),
    ("blocked by legal on WEB-9", "blocked by legal", "WEB-9"),
    ("12 is blocked by legal", "blocked by legal", "12"),
    ("WEB-12 is stuck: the server is down", "the server is down", "WEB-12"),
    ("WEB-12 is blocked: waiting for the keys from @bo", "waiting for the keys from @bo", "WEB-12"),
    ("web-12 is blocked: no keys", "no keys", "WEB-12"),
    ("WEB-9 blocked: no test data", "no test data", "WEB-9"),
    ("stuck on WEB-12 because the build fails", "the build fails", "WEB-12"),
    ("stuck on 12 because the build fails", "the build fails", "12"),
    ("WEB-12 is on hold because the vendor is silent", "the vendor is silent", "WEB-12"),
    ("can't continue WEB-12 until legal answers", "can't continue WEB-12 until legal answers", "WEB-12"),
    (
        "Cannot proceed with WEB-9 without the contract",
        "Cannot proceed with WEB-9 without the contract",
        "WEB-9",
    ),
    ("unable to deploy until ops opens the port", "unable to deploy until ops opens the port", ""),
    ("Finished the draft but I am blocked by the review", "blocked by the review", ""),
    ("I'm stuck with the certificate", "stuck with the certificate", ""),
    ("I'm blocked by WEB-9", "blocked by WEB-9", ""),
    ("Blocker: no access to staging", "no access to staging", ""),
    ("I need the price list from @bo", "need the price list from @bo", ""),
    ("I am blocked.", "blocked", ""),
    ("卡在接口联调", "卡在接口联调", ""),
    ("WEB-12 卡住了：在等 @bo 的接口密钥", "在等 @bo 的接口密钥", "WEB-12"),
    ("等 @bo 的接口密钥", "等 @bo 的接口密钥", ""),
    ("在等法务的回复", "在等法务的回复", ""),
    ("还在等设计稿", "在等设计稿", ""),
    ("我在等 @bo 的报价", "在等 @bo 的报价", ""),
    ("做登录页，等待接口文档", "等待接口文档", ""),
    ("WEB-12 被法务阻塞", "被法务阻塞", "WEB-12"),
    ("阻塞：测试环境坏了", "测试环境坏了", ""),
    ("没法继续，缺接口", "没法继续，缺接口", ""),
    ("無法繼續 WEB-12，因為環境壞了", "無法繼續 WEB-12，因為環境壞了", "WEB-12"),
    ("WEB-9 卡住，等待客戶確認", "等待客戶確認", "WEB-9"),
    ("卡住了：伺服器壞了", "伺服器壞了", ""),
    ("等待採購核准", "等待採購核准", ""),
    ("WEB-3被採購卡住了", "被採購卡住了", "WEB-3"),
    ("卡關：沒有權限", "沒有權限", ""),
]

NOT_IN_THE_WAY = [
    "nothing blocks me",
    "no blockers",
    "No blockers today, all good",
    "none",
    "Nothing in my way.",
    "not blocked any more",
    "We are not stuck",
    "no longer waiting for Bo",
    "WEB-12 is unblocked",
    "I was blocked by legal but it is solved",
    "waiting for lunch",
    "Waiting for the weekend",
    "The customer is waiting for the release",
    "Helping Bo, who is blocked by legal",
    "Blocked out time for interviews",
    "stuck in meetings all day",
    "I stuck to the plan",
    "Is anybody waiting for me?",
    "If I get blocked I'll tell you",
    "Reviewing the waiting list",
    "Writing the blocker report",
    "Still without the keys, so only the layout. Nothing new.",
    "没有",
    "无",
    "暂无",
    "沒有",
    "没有卡住的地方",
    "沒有卡關的地方",
    "写试用计划，没有卡住的地方。",
    "今天没有阻塞",
    "不用等 Bo 了",
    "不再卡住了",
    "卡住的问题已经解决",
    "接口、页面等都完成了",
    "等会儿开会",
    "还没有密钥，只能先做布局。",
]


@pytest.mark.parametrize(("answer", "reason", "keys"), IN_THE_WAY)
def test_what_is_in_the_way_is_read_with_its_task(answer: str, reason: str, keys: str) -> None:
    [found] = read(answer)
    assert found.reason == reason
    assert " ".join(str(one) for one in found.keys) == keys


@pytest.mark.parametrize("answer", NOT_IN_THE_WAY)
def test_an_ordinary_sentence_is_no_obstacle(answer: str) -> None:
    assert read(answer) == []


def test_several_obstacles_of_an_answer_are_told_apart() -> None:
    found = read("WEB-1 is blocked: no keys\nLayout\nWEB-2 is stuck: no server. WEB-2 is stuck: no server")
    assert [(one.reason, one.keys) for one in found] == [
        ("no keys", (Key("WEB", 1),)),
        ("no server", (Key("WEB", 2),)),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "none", "No.", "n/a", "-", "No blockers so far", "nothing at the moment", "all good 👍", "not really",
        "✅", "", "没有", "无", "暂无", "目前没有", "没有卡住的地方", "一切顺利", "沒有", "沒有問題", "無",
    ],
)  # fmt: skip
def test_words_for_none_say_that_nothing_is_in_the_way(words: str) -> None:
    assert is_none(words)
    assert stated(words) == []


@pytest.mark.parametrize("words", ["Legal does not answer", "no access to staging", "没有权限", "無測試環境"])
def test_anything_else_in_the_field_is_in_the_way(words: str) -> None:
    assert not is_none(words)
    assert [one.reason for one in stated(words)] == [words]


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("waiting for the keys from Bo", "Bo"),
        ("waiting for @bo", "@bo"),
        ("等 @bo 的接口密钥", "@bo 的接口密钥"),
        ("等待李雷的回复", "李雷的回复"),
        ("the server is down", ""),
    ],
)
def test_who_can_clear_it_stands_at_the_front_of_what_is_returned(text: str, front: str) -> None:
    assert who(text) == front


@pytest.mark.parametrize(
    ("answer", "planned"),
    [
        ("Layout today. Waiting for the keys.", "Layout today."),
        ("Layout today.\nNothing in my way.", "Layout today."),
        ("Layout today, waiting for the keys", "Layout today"),
        ("做布局，还在等 @anna 的价格表", "做布局"),
        ("WEB-9 卡住，等待客戶確認", ""),
        ("WEB-9 is blocked, waiting for the keys", ""),
        ("Waiting for the keys", ""),
        ("Layout 1.5 pages; tests", "Layout 1.5 pages; tests"),
    ],
)
def test_the_plan_is_what_is_left_of_an_answer(answer: str, planned: str) -> None:
    assert rest(answer) == planned


@pytest.mark.parametrize(
    "piece",
    ["被", "waiting for ", "can't continue ", "not ", " ", "a.", "I am ", "无", "没有问题的", "等", "卡在"],
)
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    """Patterns that cost the square of a text would not come back from this."""
    text = piece * (10_000 // len(piece))
    assert len(read(text)) <= 1
    assert len(stated(text)) <= 1
