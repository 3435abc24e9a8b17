"""What dates mean, in English and both Chinese scripts, read on Wednesday 25 November 2026 at 10:00."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when import (
    Doubt,
    Found,
    Reading,
    Unclear,
    When,
    find_recurrence,
    find_when,
    read_duration,
    read_range,
    read_recurrence,
    read_when,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=BERLIN)
HOLIDAY = date(2026, 11, 27)  # a Friday off


def reading(
    language: str = "en", *, order: str | None = None, next_weekday: str | None = None, now: datetime = NOW
) -> Reading:
    """Return how the words of somebody whose Friday is off are read."""
    return Reading(now, language, order, next_weekday, lambda day: day.weekday() < 5 and day != HOLIDAY)


def told(value: When | Unclear | None) -> str:
    """Return what was read in short: "Fri 27 Nov 2026 15:00", "past? …", "-"."""
    if value is None:
        return "-"
    if isinstance(value, Unclear):
        return " ".join([f"{value.why.value}?", " or ".join(told(one) for one in value.options)]).strip()
    day = f"{value.day:%a} {value.day.day} {value.day:%b %Y}"
    return f"{day} {value.at:%H:%M}" if value.at else day


ENGLISH = [
    # days
    ("today", "Wed 25 Nov 2026"),
    ("tomorrow", "Thu 26 Nov 2026"),
    ("tmr", "Thu 26 Nov 2026"),
    ("the day after tomorrow", "Fri 27 Nov 2026"),
    ("friday", "Fri 27 Nov 2026"),
    ("Fri", "Fri 27 Nov 2026"),
    ("this friday", "Fri 27 Nov 2026"),
    ("wednesday", "Wed 2 Dec 2026"),
    ("friday week", "Fri 4 Dec 2026"),
    ("a week from friday", "Fri 4 Dec 2026"),
    ("monday of next week", "Mon 30 Nov 2026"),
    ("the 1st", "Tue 1 Dec 2026"),
    ("5 Dec", "Sat 5 Dec 2026"),
    ("December 5th", "Sat 5 Dec 2026"),
    ("the fifth of December", "Sat 5 Dec 2026"),
    ("5 december 2027", "Sun 5 Dec 2027"),
    ("2026-12-05", "Sat 5 Dec 2026"),
    ("20261205", "Sat 5 Dec 2026"),
    ("25 november", "Wed 25 Nov 2026"),
    ("24 november", "Wed 24 Nov 2027"),
    ("29 february", "Tue 29 Feb 2028"),
    ("first monday of january", "Mon 4 Jan 2027"),
    # with a time
    ("5pm", "Wed 25 Nov 2026 17:00"),
    ("9am", "Thu 26 Nov 2026 09:00"),
    ("at 5", "Wed 25 Nov 2026 17:00"),
    ("14:30", "Wed 25 Nov 2026 14:30"),
    ("half past four tomorrow", "Thu 26 Nov 2026 16:30"),
    ("friday 3pm", "Fri 27 Nov 2026 15:00"),
    ("friday at 15:00", "Fri 27 Nov 2026 15:00"),
    ("Dec 5th, 3 p.m.", "Sat 5 Dec 2026 15:00"),
    ("noon on sunday", "Sun 29 Nov 2026 12:00"),
    ("wednesday 18:00", "Wed 25 Nov 2026 18:00"),
    ("wednesday 9:00", "Wed 2 Dec 2026 09:00"),
    ("tomorrow morning", "Thu 26 Nov 2026 12:00"),
    ("tomorrow afternoon", "Thu 26 Nov 2026 18:00"),
    ("tonight", "Wed 25 Nov 2026"),
    ("today at 9", "Wed 25 Nov 2026 21:00"),
    # a period is its last day, of a week the last one worked
    ("this week", "Thu 26 Nov 2026"),
    ("end of the week", "Thu 26 Nov 2026"),
    ("eow", "Thu 26 Nov 2026"),
    ("next week", "Fri 4 Dec 2026"),
    ("weekend", "Sun 29 Nov 2026"),
    ("end of month", "Mon 30 Nov 2026"),
    ("eom", "Mon 30 Nov 2026"),
    ("this month", "Mon 30 Nov 2026"),
    ("next month", "Thu 31 Dec 2026"),
    ("december", "Thu 31 Dec 2026"),
    ("mid december", "Tue 15 Dec 2026"),
    ("beginning of next month", "Tue 1 Dec 2026"),
    ("q1", "Wed 31 Mar 2027"),
    ("Q3 2027", "Thu 30 Sep 2027"),
    ("next quarter", "Wed 31 Mar 2027"),
    ("end of the year", "Thu 31 Dec 2026"),
    ("end of 2027", "Fri 31 Dec 2027"),
    ("week 50", "Fri 11 Dec 2026"),
    ("last working day of the month", "Mon 30 Nov 2026"),
    # holidays
    ("christmas", "Fri 25 Dec 2026"),
    ("before christmas", "Thu 24 Dec 2026"),
    ("thanksgiving", "Thu 26 Nov 2026"),
    ("easter 2027", "Sun 28 Mar 2027"),
    ("new year's eve", "Thu 31 Dec 2026"),
    # amounts
    ("in 3 days", "Sat 28 Nov 2026"),
    ("in three days' time", "Sat 28 Nov 2026"),
    ("in 3 working days", "Tue 1 Dec 2026"),
    ("in two weeks", "Wed 9 Dec 2026"),
    ("two weeks from monday", "Mon 14 Dec 2026"),
    ("in a fortnight", "Wed 9 Dec 2026"),
    ("in a month", "Fri 25 Dec 2026"),
    ("in half an hour", "Wed 25 Nov 2026 10:30"),
    ("in 90 minutes", "Wed 25 Nov 2026 11:30"),
    # markers
    ("by friday", "Fri 27 Nov 2026"),
    ("due friday", "Fri 27 Nov 2026"),
    ("until friday", "Fri 27 Nov 2026"),
    ("no later than friday", "Fri 27 Nov 2026"),
    ("before friday", "Thu 26 Nov 2026"),
    ("before next month", "Mon 30 Nov 2026"),
    ("by eod tomorrow", "Thu 26 Nov 2026"),
    # no dates
    ("3", "-"),
    ("12", "-"),
    ("soon", "-"),
    ("friday the budget", "-"),
    ("2h", "-"),
    ("9999999999", "-"),
    ("in 99999999999 days", "-"),
    ("", "-"),
    ("   ", "-"),
]
SIMPLIFIED = [
    ("今天", "Wed 25 Nov 2026"),
    ("明天", "Thu 26 Nov 2026"),
    ("后天", "Fri 27 Nov 2026"),
    ("大后天", "Sat 28 Nov 2026"),
    ("周五", "Fri 27 Nov 2026"),
    ("星期五", "Fri 27 Nov 2026"),
    ("礼拜天", "Sun 29 Nov 2026"),
    ("周三", "Wed 2 Dec 2026"),
    ("这周三", "Wed 25 Nov 2026"),
    ("本周五前", "Fri 27 Nov 2026"),
    ("下周五", "Fri 4 Dec 2026"),
    ("下周一", "Mon 30 Nov 2026"),
    ("下个星期五", "Fri 4 Dec 2026"),
    ("下下周一", "Mon 7 Dec 2026"),
    ("15号", "Tue 15 Dec 2026"),
    ("12月5日", "Sat 5 Dec 2026"),
    ("十二月五号", "Sat 5 Dec 2026"),
    ("5月1日", "Sat 1 May 2027"),
    ("二〇二七年五月一日", "Sat 1 May 2027"),
    ("２０２６年１２月５日", "Sat 5 Dec 2026"),
    ("2026/12/5", "Sat 5 Dec 2026"),
    ("12/5", "Sat 5 Dec 2026"),
    ("03/04", "Thu 4 Mar 2027"),
    ("明天下午三点", "Thu 26 Nov 2026 15:00"),
    ("明天下午三点半", "Thu 26 Nov 2026 15:30"),
    ("明早9点", "Thu 26 Nov 2026 09:00"),
    ("今晚八点", "Wed 25 Nov 2026 20:00"),
    ("下周五下午3点", "Fri 4 Dec 2026 15:00"),
    ("12月5日15：00", "Sat 5 Dec 2026 15:00"),
    ("晚上十点一刻", "Wed 25 Nov 2026 22:15"),
    ("凌晨两点", "Thu 26 Nov 2026 02:00"),
    ("后天上午", "Fri 27 Nov 2026 12:00"),
    ("今天下班前", "Wed 25 Nov 2026"),
    ("周五下班前", "Fri 27 Nov 2026"),
    ("本周内", "Thu 26 Nov 2026"),
    ("下周", "Fri 4 Dec 2026"),
    ("周末", "Sun 29 Nov 2026"),
    ("月底", "Mon 30 Nov 2026"),
    ("月底前", "Mon 30 Nov 2026"),
    ("下个月底", "Thu 31 Dec 2026"),
    ("下月中旬", "Sun 20 Dec 2026"),
    ("月初", "Thu 10 Dec 2026"),
    ("年底", "Thu 31 Dec 2026"),
    ("第一季度", "Wed 31 Mar 2027"),
    ("三天后", "Sat 28 Nov 2026"),
    ("三个工作日内", "Tue 1 Dec 2026"),
    ("两周后", "Wed 9 Dec 2026"),
    ("半小时后", "Wed 25 Nov 2026 10:30"),
    ("周五之前", "Fri 27 Nov 2026"),
    ("截止周五", "Fri 27 Nov 2026"),
    ("周五截止", "Fri 27 Nov 2026"),
    ("最晚周五", "Fri 27 Nov 2026"),
    ("国庆节前", "Fri 1 Oct 2027"),
    ("五一", "Sat 1 May 2027"),
    ("春节", "Sat 6 Feb 2027"),
    ("明年中秋", "Wed 15 Sep 2027"),
    ("除夕", "Fri 5 Feb 2027"),
    ("尽快", "-"),
    ("三点建议", "-"),
]
TRADITIONAL = [
    ("後天", "Fri 27 Nov 2026"),
    ("週五", "Fri 27 Nov 2026"),
    ("下週五", "Fri 4 Dec 2026"),
    ("這週五", "Fri 27 Nov 2026"),
    ("下個禮拜五", "Fri 4 Dec 2026"),
    ("禮拜五", "Fri 27 Nov 2026"),
    ("明天下午三點半", "Thu 26 Nov 2026 15:30"),
    ("下週五下午3點", "Fri 4 Dec 2026 15:00"),
    ("今晚八點", "Wed 25 Nov 2026 20:00"),
    ("三天後", "Sat 28 Nov 2026"),
    ("三個工作日內", "Tue 1 Dec 2026"),
    ("三個工作天內", "Tue 1 Dec 2026"),
    ("兩週後", "Wed 9 Dec 2026"),
    ("半小時後", "Wed 25 Nov 2026 10:30"),
    ("下個月底", "Thu 31 Dec 2026"),
    ("廿五號", "Wed 25 Nov 2026"),
    ("12月5號", "Sat 5 Dec 2026"),
    ("週五下班前", "Fri 27 Nov 2026"),
    ("星期五為止", "Fri 27 Nov 2026"),
    ("聖誕節", "Fri 25 Dec 2026"),
    ("雙十節", "Sun 10 Oct 2027"),
    ("端午節", "Wed 9 Jun 2027"),
    ("截止週五", "Fri 27 Nov 2026"),
]


@pytest.mark.parametrize(("words", "expected"), ENGLISH, ids=lambda one: one)
def test_english_names_the_coming_day(words: str, expected: str) -> None:
    assert told(read_when(words, reading())) == expected


@pytest.mark.parametrize(("words", "expected"), SIMPLIFIED, ids=lambda one: one)
def test_simplified_chinese_names_the_coming_day(words: str, expected: str) -> None:
    assert told(read_when(words, reading("zh-Hans"))) == expected


@pytest.mark.parametrize(("words", "expected"), TRADITIONAL, ids=lambda one: one)
def test_traditional_chinese_names_the_coming_day(words: str, expected: str) -> None:
    assert told(read_when(words, reading("zh-Hant"))) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("next friday", "two_weeks? Fri 27 Nov 2026 or Fri 4 Dec 2026"),
        ("by next friday 3pm", "two_weeks? Fri 27 Nov 2026 15:00 or Fri 4 Dec 2026 15:00"),
        ("next wednesday", "Wed 2 Dec 2026"),  # today is one: there is but one reading
        ("next tuesday", "Tue 1 Dec 2026"),
        ("03/04", "day_month? Thu 4 Mar 2027 or Sat 3 Apr 2027"),
        ("13/04", "Tue 13 Apr 2027"),
        ("04/13", "Tue 13 Apr 2027"),
        ("04/04", "Sun 4 Apr 2027"),
        ("yesterday", "past? Tue 24 Nov 2026"),
        ("last friday", "past? Fri 20 Nov 2026"),
        ("2026-11-20", "past? Fri 20 Nov 2026"),
        ("1 Jan 2026", "past? Thu 1 Jan 2026 or Fri 1 Jan 2027"),
        ("today 9:30", "Wed 25 Nov 2026 21:30"),
        ("today 09:30", "past? Wed 25 Nov 2026 09:30 or Thu 26 Nov 2026 09:30"),
        ("1 Jan 2031", "far? Wed 1 Jan 2031"),
        ("in 5 years", "far? Tue 25 Nov 2031"),
        ("30 February", "impossible?"),
        ("31 June", "impossible?"),
        ("2026-02-30", "impossible?"),
        ("29 February 2027", "impossible?"),
        ("25:00", "no_time?"),
        ("friday 25:00", "no_time?"),
        ("昨天", "past? Tue 24 Nov 2026"),
        ("上周五", "past? Fri 20 Nov 2026"),
        ("2月30日", "impossible?"),
        ("9月31號", "impossible?"),
        ("13月1日", "impossible?"),
        ("25点", "no_time?"),
        ("2031年1月1日", "far? Wed 1 Jan 2031"),
    ],
)
def test_what_is_twofold_past_far_or_impossible_is_asked_back(words: str, expected: str) -> None:
    assert told(read_when(words, reading())) == expected


@pytest.mark.parametrize(
    ("meaning", "expected"), [("nearest", "Fri 27 Nov 2026"), ("next_week", "Fri 4 Dec 2026")]
)
def test_next_friday_is_not_asked_of_somebody_who_has_shown_what_it_means(
    meaning: str, expected: str
) -> None:
    assert told(read_when("next friday", reading(next_weekday=meaning))) == expected


@pytest.mark.parametrize("words", ["下周五", "下週五", "下个星期五", "下個禮拜五"])
@pytest.mark.parametrize("day", range(7))
def test_chinese_next_friday_is_always_the_next_calendar_weeks(words: str, day: int) -> None:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN) + timedelta(days=day)
    assert told(read_when(words, reading("zh-Hans", now=now))) == "Fri 4 Dec 2026"


@pytest.mark.parametrize(
    ("order", "language", "expected"),
    [
        ("mdy", "en", "Thu 4 Mar 2027"),
        ("dmy", "en", "Sat 3 Apr 2027"),
        ("dmy", "zh-Hans", "Sat 3 Apr 2027"),
        (None, "zh-Hant", "Thu 4 Mar 2027"),
    ],
)
def test_figures_are_read_in_the_persons_order(order: str | None, language: str, expected: str) -> None:
    assert told(read_when("03/04", reading(language, order=order))) == expected


def test_a_day_is_counted_in_the_persons_own_zone() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=BERLIN)
    assert told(read_when("tomorrow", reading(now=late))) == "Thu 26 Nov 2026"
    in_shanghai = late.astimezone(ZoneInfo("Asia/Shanghai"))
    assert told(read_when("tomorrow", reading(now=in_shanghai))) == "Fri 27 Nov 2026"


def test_hours_from_now_are_hours_that_pass_over_a_clock_change() -> None:
    before = datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN)
    assert told(read_when("in 3 hours", reading(now=before))) == "Sun 25 Oct 2026 03:30"


def shown(found: Found | None, text: str) -> str:
    """Return the found words and their meaning."""
    return f"{text[found.start : found.end]} = {told(found.value)}" if found else "-"


SENTENCES = [
    ("Draft the contract by friday", "by friday = Fri 27 Nov 2026"),
    ("Draft the contract by friday 3pm please", "by friday 3pm = Fri 27 Nov 2026 15:00"),
    ("Draft the contract, due 5 December", "due 5 December = Sat 5 Dec 2026"),
    ("Draft the contract before friday", "before friday = Thu 26 Nov 2026"),
    ("Draft the friday newsletter by monday", "by monday = Mon 30 Nov 2026"),
    ("Book the tuesday room", "the tuesday = Tue 1 Dec 2026"),
    ("Send it until the end of the month", "until the end of the month = Mon 30 Nov 2026"),
    ("Pay rent by 30 February", "by 30 February = impossible?"),
    ("完成登录页面，周五前", "周五前 = Fri 27 Nov 2026"),
    ("周五前完成登录页面", "周五前 = Fri 27 Nov 2026"),
    ("新建登录页面截止下周五下午3点", "截止下周五下午3点 = Fri 4 Dec 2026 15:00"),
    ("接口文档三个工作日内给我", "三个工作日内 = Tue 1 Dec 2026"),
    ("請在下週五之前完成登入頁面", "在下週五之前 = Fri 4 Dec 2026"),
    ("２０２６年１２月５日前完成验收", "２０２６年１２月５日前 = Sat 5 Dec 2026"),
]
QUIET = [
    "May fix the sun icon",
    "March on to the next milestone",
    "The May release",
    "Write the March report",
    "Fix the second bug",
    "Sat nav is broken",
    "Implement stand by mode",
    "Update to version 2.5.1",
    "Ship v3.10",
    "Compare 3.5 and 3.6",
    "Fix #1 issue",
    "Order 66",
    "Call 0151 23 45 67",
    "Read 1984",
    "iPhone 15 support",
    "Weekly sync notes",
    "24/7 support",
    "Look at 1/2 of the data",
    "Buy 2 or 3 monitors for 300 €",
    "Test https://example.org/2026/12/05/release",
    "Write to bo@friday.example",
    "One day we'll do it",
    "I will be late",
    "Meet at 9 Downing Street",
    "整理三点建议",
    "第三方登录",
    "第一个问题",
    "有点问题",
    "十分重要",
    "日志系统",
    "月度报表",
    "12月报表",
    "年度计划",
    "周边产品",
    "今后注意",
    "统一样式",
    "3天试用功能",
    "7天无理由退货",
    "24小时客服",
    "天氣預報",
    "Test the pre-christmas-sale banner",
    "五一线城市",
    "時間軸元件",
    "點擊統計",
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=lambda one: one)
def test_the_date_of_a_sentence_is_found_with_its_marker(text: str, expected: str) -> None:
    assert shown(find_when(text, reading()), text) == expected


@pytest.mark.parametrize("text", QUIET, ids=lambda one: one)
def test_a_sentence_without_a_date_is_left_alone(text: str) -> None:
    assert find_when(text, reading()) is None


def test_only_a_marked_date_is_said_to_be_marked() -> None:
    by, friday = find_when("Ship by friday", reading()), find_when("Ship on friday", reading())
    assert by is not None
    assert friday is not None
    assert (by.marked, friday.marked) == (True, False)


def test_a_past_or_impossible_day_without_a_marker_is_part_of_the_title() -> None:
    assert find_when("Notes of yesterday", reading()) is None
    assert find_when("The joke about 30 February", reading()) is None


def test_both_ends_of_a_very_long_text_are_read() -> None:
    filler = "word " * 3_000
    start, end = f"by friday {filler}", f"{filler} by friday"
    assert shown(find_when(start, reading()), start) == "by friday = Fri 27 Nov 2026"
    assert shown(find_when(end, reading()), end) == "by friday = Fri 27 Nov 2026"


WORDS = (
    "next friday by 3 : / - . 12 2026 30 february am pm the of in before after half past every other day",
    "week month last first 25:00 0 99999 1/2/3 tomorrow eod q3 to and ~ h d",
    "周五 下 前 三 点 半 月 日 后 每 个 工作日 ２ 週 號",
)
ANYTHING = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(" ".join(WORDS).split()), max_size=20).map(" ".join),
    st.lists(st.sampled_from(" ".join(WORDS).split()), max_size=20).map("".join),
)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2150, 1, 1), timezones=st.just(BERLIN))  # noqa: DTZ001


@settings(max_examples=300, deadline=None)
@given(ANYTHING, MOMENTS, st.sampled_from(["en", "zh-Hans", "zh-Hant"]))
def test_any_text_is_a_date_a_question_or_nothing(text: str, now: datetime, language: str) -> None:
    read = Reading(now, language)
    for value in (read_when(text, read), (found := find_when(text, read)) and found.value):
        if isinstance(value, When):
            assert value.day >= now.date()
        if isinstance(value, Unclear) and value.why in (Doubt.TWO_WEEKS, Doubt.DAY_MONTH):
            assert len(value.options) == 2
    assert found is None or 0 <= found.start < found.end <= len(text)
    read_range(text, read)
    read_duration(text)
    read_recurrence(text, read)
    find_recurrence(text, read)
