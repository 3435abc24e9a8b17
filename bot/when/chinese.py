"""The words of Chinese for dates and times, in Simplified characters, and the rules that join them.

Traditional characters are folded to Simplified before reading (lexing.py).
"""

import re
from datetime import time

from bot.when import clocks, days, feasts
from bot.when.days import is_year
from bot.when.grammar import (
    Amount,
    Clock,
    Day,
    Figures,
    Lexeme,
    Moment,
    Part,
    Parts,
    Rhythm,
    Rule,
    Unit,
    Value,
)
from bot.when.meaning import Reading

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "廿": 20, "卅": 30}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
ABOUT = 2  # characters: 两三
_NUMERAL = f"[{''.join(_DIGITS)}{''.join(_TENS)}]+"
_WEEKDAY = r"(?:周|星期|礼拜)\s?(?:[一二三四五六日天](?!次)|[1-7](?![\d点时:月]))"

# 周一三五, but not 周一三点.
_WEEKDAY_LIST = r"(?:周|星期|礼拜)[一二三四五六日]{2,7}+(?![点时月号天个小半十])"

# Words of other things that begin like a date's: 时间, 日志, 后端.
_NO_DATES = """
一起 一些 一样 一直 一定 唯一 统一 同一 一点 万一 有点 晚点
早点 时间 时候 时段 时长 时区 日志 日历 日报 日常 号码 账号
分支 分析 分配 分享 分组 部分 年龄 年报 月报 周报 周期 周边
周年 中心 中文 中间 点击 点赞 内容 内部 内存 里程碑 前端 前置
前台 目前 后端 后台 后续 后面 最后 然后 之间 正在 正式
正常 整理 整个 整体 半成品 零件 到达 到位 在线 为什么 为了 认为
作为 是否 过程 过期 今日头条 通过 不过 经过 超过 还是 上线 上传 下载
下单 下面 以下 以上 本来 本身 本地 这样 这里 当前 数据 数量 及时 及格 与会
分数 个人 各个 自动 自己 来自 就是 就绪 第三方 末尾
"""
_PLAIN = {
    "word": _NO_DATES,
    "zh_month": "月份 月",
    "zh_day": "号 日",
    "zh_year": "年度 年",
    "zh_hour": "点钟 点 时",
    "zh_minute": "分",
    "zh_quarter_hour": "刻钟 刻",
    "zh_half": "半",
    "zh_exact": "整 正 左右 前后",
    "zh_ge": "个",
    "zh_nth": "第",
    "zh_later": "之后 以后 过后 后",
    "zh_within": "之内 以内 内 里",
    "zh_before": "之前 以前 前",
    "zh_end": "底 末 尾 下旬",
    "zh_begin": "初 上旬",
    "zh_middle": "中旬 中",
    "zh_last": "最后一",
    "zh_due": "截止日期 截止时间 截止日 截止 截至 到期 为止 限期 期限 最晚 最迟 不晚于 死线",
    "zh_coming": "未来 接下来 今后 往后 剩余 还剩 还有 再过 过",
    "zh_of": "的 那天 当天 之 就",
    "zh_again": "又 零",
    "zh_every": "每逢 每 逢",
    "zh_gap": "隔",
    "zh_weekdays": "周中 平日",
    "zh_back": "倒数",
    "zh_left": "一共",
    "to": "改到 改为 改成 推迟到 延期到 延到 提前到 挪到 定在 到 至",
    "on": "在 于",
    "is": "是 为",
    "from": "从 自",
    "or": "或者 或",
    "and": "和 及 与 跟",
    "few": "几 数",
    "for": "起",
    "vague": "民国 公元 西元",
    "comma": "请 麻烦 一下 啊 哦 吧 呢 嘛",
}
_NUMBERED: dict[str, dict[int, str]] = {
    "day_word": {
        -3: "大前天", -2: "前天 前日", -1: "昨天 昨日", 0: "今天 今日 今儿 本日 当日",
        1: "明天 明日 明儿 翌日 次日 听日 隔天", 2: "后天 后日", 3: "大后天 大后日",
    },
    "zh_next": {1: "下一 下", 2: "下下 再下"},
    "zh_this": {0: "这一 这 本 当 今 该"},
    "zh_rest": {-1: "上一 上"},
    "zh_season": {-1: "去年", 0: "今年 本年 当年", 1: "明年 次年", 2: "后年"},
    "zh_odd": {1: "单周 单数周 单号周", 2: "双周 双数周 双号周"},
    "zh_first_half": {1: "上半年 前半年"},
    "zh_second_half": {2: "下半年 后半年"},
}  # fmt: skip
_UNITS = {
    Unit.SECOND: "秒钟 秒",
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时 钟头",
    Unit.DAY: "天",
    Unit.WORKING_DAY: "工作日 工作天 上班日",
    Unit.WEEK: "星期 礼拜 周",
    Unit.WEEKEND: "周末 周六日",
    Unit.QUARTER: "季度 季",
}
_PARTS = {
    Part.DAWN: "凌晨 拂晓",
    Part.MORNING: "清晨 早上 早晨 上午 早间 清早 一早 朝早 上昼 上班前",
    Part.NOON: "中午 正午 午间 晌午",
    Part.AFTERNOON: "下午 午后 下昼 晏昼",
    Part.EVENING: "傍晚 晚上 夜晚 晚间 今夜",
    Part.NIGHT: "夜里 夜间 半夜 深夜",
}
_SHORT_PARTS = {"早": Part.MORNING, "晨": Part.MORNING, "晚": Part.EVENING, "夜": Part.NIGHT}


def _lexicon() -> dict[str, Lexeme]:
    words: dict[str, Lexeme] = {}
    for kind, spellings in _PLAIN.items():
        words |= dict.fromkeys(spellings.split(), (kind, None))
    for kind, table in _NUMBERED.items():
        for number, spellings in table.items():
            words |= {spelling: (kind, float(number)) for spelling in spellings.split()}
    for unit, spellings in _UNITS.items():
        words |= dict.fromkeys(spellings.split(), ("unit", unit))
    for part, spellings in _PARTS.items():
        words |= dict.fromkeys(spellings.split(), ("part", part))
    words |= {"午夜": ("midnight", None), "零点": ("clock", Clock(time(0), sure=True))}
    words |= dict.fromkeys(("下班前", "下班之前", "下班以前", "收工前"), ("end_word", Unit.DAY))
    return words | {character: ("zh_short_part", part) for character, part in _SHORT_PARTS.items()}


WORDS = _lexicon()


def _pattern() -> str:
    """Return one alternation, a branch for each first character: longest words first."""
    branches: dict[str, list[str]] = {}
    for word in sorted(WORDS, key=len, reverse=True):
        branches.setdefault(word[0], []).append(word[1:])
    listed = "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in branches.items())
    first_of_a_part = r"[今明昨后当](?=[早晚夜晨](?!点[^钟\d]))"
    no_number = r"(?!一(?:下(?![午周个星礼月])|起|些|样|直|定|点[^钟\d半整])|零点)"
    points = r"点(?:建议|意见|要求|原因|说明|问题|内容|想法|结论|改进|注意|之间|[了吗])"
    places = r"号(?:楼(?![上下])|线(?![上下索])|门(?![店户票])|[厅馆院柜桌桥井炉船厂]|车间|会议室|电池|文件)"
    return rf"{first_of_a_part}|{places}|{_WEEKDAY_LIST}|{_WEEKDAY}|{points}|{no_number}{_NUMERAL}|{listed}"


PATTERN = _pattern()
_A_WEEKDAY = re.compile(_WEEKDAY)
_SOME_WEEKDAYS = re.compile(_WEEKDAY_LIST)
_SHORT_DAYS = {"今": 0.0, "明": 1.0, "昨": -1.0, "后": 2.0, "当": 0.0}


def lexeme(text: str) -> Lexeme:
    """Return kind and value of a Chinese word that PATTERN found."""
    if text[0] in _DIGITS or text[0] in _TENS:
        return WORDS.get(text) or ("number", float(numeral(text)))
    if _SOME_WEEKDAYS.fullmatch(text):
        return "rhythm", Rhythm(weekdays=tuple(sorted({_WEEKDAYS[day] for day in text if day in _WEEKDAYS})))
    if _A_WEEKDAY.fullmatch(text):
        last = text[-1]
        return "zh_weekday", float(_WEEKDAYS[last] if last in _WEEKDAYS else int(last) - 1)
    if text in WORDS:
        return WORDS[text]
    return ("day_word", _SHORT_DAYS[text]) if text in _SHORT_DAYS else ("word", None)


def _is_about(text: str) -> bool:
    """Whether it is 两三 or 七八: about so many, and the higher one is safe."""
    figures = [_DIGITS.get(one, 0) for one in text]
    return len(text) == ABOUT and 0 < figures[0] == figures[1] - 1


def numeral(text: str) -> int:
    """Return the value of Chinese figures: 二十三, 一百零五, or one by one: 二〇二六."""
    if _is_about(text):
        return _DIGITS[text[1]]
    if not any(character in _TENS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text[:6]))
    total, pending = 0, 0
    for character in text[:8]:
        if character in _DIGITS:
            pending = _DIGITS[character]
        elif character in "廿卅":
            total += _TENS[character]
        else:
            total += (pending or 1) * _TENS[character]
            pending = 0
    return total + pending


# ---- numbers and amounts

ROC = 1911  # years of the Republic, as in Taiwan, are counted from it
BARE_EDGE = 2  # tokens: 月初, with no month named
NUM = "(number|year)"
LENGTH = "(unit|zh_year|zh_month)"


def _unit(parts: Parts) -> Unit:
    if parts.has("zh_year"):
        return Unit.YEAR
    if parts.has("zh_month"):
        return Unit.MONTH
    if parts.has("zh_minute"):
        return Unit.MINUTE
    return Unit.DAY if parts.has("zh_day") else parts.one(Unit)


def _counted(parts: Parts, _: Reading) -> Value:
    figures = parts.any(Figures)
    count = float(".".join(figures.texts)) if figures else (parts.numbers("number") or [3.0])[0]
    return Amount(((count, _unit(parts)),))


def _and_a_half(parts: Parts, _: Reading) -> Value:
    return Amount(((parts.numbers("number")[0] + 0.5, _unit(parts)),))


def _half(parts: Parts, _: Reading) -> Value:
    return Amount(((0.5, _unit(parts)),))


def _quarter_hours(parts: Parts, _: Reading) -> Value:
    return Amount(((15.0 * parts.number("number"), Unit.MINUTE),))


AMOUNTS = [
    Rule("amount", f"number zh_ge zh_half {LENGTH}", _and_a_half),
    Rule("amount", "number zh_ge? (unit|zh_year) zh_half", _and_a_half),
    Rule("amount", f"number zh_ge zh_month zh_half|number zh_half zh_ge {LENGTH}", _and_a_half),
    Rule("amount", f"zh_half zh_ge? {LENGTH}", _half),
    Rule("amount", f"(number|few|decimal) zh_ge {LENGTH}", _counted),
    Rule("amount", "(number|few) zh_year (?!(number|year|zh_nth|zh_of|zh_end|zh_begin|zh_middle))", _counted),
    Rule("amount", "few unit", _counted),
    Rule("amount", "number (zh_day|zh_minute) (?=(zh_later|zh_within))", _counted),
    Rule("amount", "number zh_quarter_hour (?=(zh_later|zh_within))", _quarter_hours),
]


# ---- times of day


def _clock(parts: Parts, _: Reading) -> Value:
    hour, *minute = parts.numbers("number")
    if parts.has("zh_half"):
        minute = [30]
    elif parts.has("zh_quarter_hour"):
        minute = [15 * number for number in minute]
    return clocks.hour(hour, *minute[:1])


def _in_part(parts: Parts, _: Reading) -> Value:
    return clocks.in_part(parts.one(Clock), parts.one(Part))


CLOCKS = [
    Rule("clock", "number zh_hour zh_half", _clock),
    Rule("clock", "number zh_hour number zh_quarter_hour", _clock),
    Rule(
        "clock",
        "number zh_hour zh_again? number (zh_minute|(?!(zh_month|zh_day|unit|zh_ge|zh_year)))",
        _clock,
    ),
    Rule("clock", "number zh_hour zh_exact?", _clock),
]
CLOCKS_IN_PARTS = [Rule("clock", "(part|zh_short_part) (zh_of|comma)? clock", _in_part)]


# ---- days


def _year(parts: Parts, reading: Reading) -> int | None:
    """Return the year said before 年, or by 今年 or 明年."""
    words = parts.numbers("zh_season")
    if words:
        return reading.today.year + int(words[0])
    years = parts.numbers("year")
    if years:
        return int(years[0])
    first = parts.tokens[0]
    if parts.has("zh_year") and first.kind == "number" and isinstance(first.value, float):
        return days.full_year(int(first.value) + (ROC if 100 <= first.value < 200 else 0))  # noqa: PLR2004 - 民国115年
    return None


def _numbers(parts: Parts) -> list[int]:
    """The numbers that are no year."""
    numbers = [int(number) for number in parts.numbers("number")]
    is_dated = parts.has("zh_year") and parts.tokens[0].kind == "number"
    return numbers[1:] if is_dated else numbers


def _date(parts: Parts, reading: Reading) -> Value:
    year, (month, day, *_) = _year(parts, reading), _numbers(parts)
    if year is not None:
        return Day((days.exact(year, month, day),))
    return Day((days.month_day(reading.today, month, day),), yearless=True)


def _ahead(parts: Parts) -> int:
    return int((parts.numbers("zh_next", "zh_this", "zh_rest") or [0])[0])


def _is_future(parts: Parts) -> bool:
    return parts.has("zh_next")


def _month_said(parts: Parts, reading: Reading) -> Day:
    """Return the month that is said: 下个月, 5月, 2026年5月, or this one."""
    numbers = _numbers(parts)
    if _is_future(parts) or parts.has("zh_rest") or not numbers or parts.has("zh_this"):
        return days.month(days.add_months(reading.today.replace(day=1), _ahead(parts)))
    year = _year(parts, reading)
    return days.month(days.exact(year, numbers[0], 1) if year else days.next_month(reading.today, numbers[0]))


def _month(parts: Parts, reading: Reading) -> Value:
    return _month_said(parts, reading)


def _edge(parts: Parts, reading: Reading) -> Value:
    whole = _month_said(parts, reading)
    if not (parts.has("zh_begin") or parts.has("zh_middle")):
        return whole._replace(to_the_end=True)
    first, last = (1, 10) if parts.has("zh_begin") else (11, 20)  # 上旬, 中旬: ten days each
    begin = whole.day.replace(day=1)
    if len(parts.tokens) == BARE_EDGE and begin.replace(day=last) < reading.today:
        begin = days.add_months(begin, 1)
    return Day((begin.replace(day=last),), first=begin.replace(day=first))


def _day_of_month(parts: Parts, reading: Reading) -> Value:
    number = parts.numbers("number")[-1]
    if parts.has("zh_month"):
        first = days.add_months(reading.today.replace(day=1), _ahead(parts))
        return Day((days.exact(first.year, first.month, int(number)),))
    return Day((days.day_of_month(reading.today, int(number)),), numbered=True)


def _nth_weekday(parts: Parts, reading: Reading) -> Value:
    month = _month_said(parts, reading)
    nth = -1 if parts.has("zh_last") else _numbers(parts)[-1]
    found = days.nth_weekday(month.day.year, month.day.month, parts.number("zh_weekday"), nth)
    if found < reading.today and _year(parts, reading) is None and len(_numbers(parts)) > 1:
        found = days.nth_weekday(found.year + 1, found.month, parts.number("zh_weekday"), nth)
    return Day((found,))


def _nth_week(parts: Parts, reading: Reading) -> Value:
    if parts.one(Unit) is not Unit.WEEK:
        return _nth_day(parts, reading)
    nth = -1 if parts.has("zh_last") else _numbers(parts)[-1]
    return days.week_of_month(reading, _month_said(parts, reading).day.replace(day=1), nth)


def _nth_day(parts: Parts, reading: Reading) -> Value:
    """Read 五月第三天, 本月最后一个工作日."""
    unit = parts.one(Unit)
    if unit not in (Unit.DAY, Unit.WORKING_DAY):
        return None
    whole = _month_said(parts, reading)
    nth = -1 if parts.has("zh_last") else _numbers(parts)[-1]
    return days.day_of_period(reading, whole, nth, working=unit is Unit.WORKING_DAY)


def _nth_of_year(parts: Parts, reading: Reading) -> Value:
    """Read 2026年第十天, 今年第三周, 明年第二季度."""
    number, year = _numbers(parts)[-1], _year(parts, reading)
    match parts.one(Unit):
        case Unit.DAY if year:
            return days.day_of_period(reading, days.year(year), number, working=False)
        case Unit.WEEK:
            return days.week_of_year(reading, number, year)
        case Unit.QUARTER if 1 <= number <= 4:  # noqa: PLR2004
            return days.quarter(reading.today, number, year)
        case _:
            return None


def _period_named(parts: Parts, reading: Reading) -> Day | None:
    """Return what a day is counted in: 本月, 12月, 今年, 下季度, 季度."""
    if parts.has("zh_month"):
        return _month_said(parts, reading)
    if parts.has("zh_season"):
        return days.year(_year(parts, reading) or reading.today.year)
    return days.period(reading, parts.one(Unit), _ahead(parts))


def _nth_amount(parts: Parts, reading: Reading) -> Value:
    """Read 下月第一个工作日, 本月倒数第二个工作日: number and unit were joined before."""
    (count, unit), *more = parts.one(Amount).terms
    whole = _period_named(parts, reading)
    if more or whole is None or unit not in (Unit.DAY, Unit.WORKING_DAY):
        return None
    nth = -int(count) if parts.has("zh_back") else int(count)
    return days.day_of_period(reading, whole, nth, working=unit is Unit.WORKING_DAY)


def _nth_of_unit(parts: Parts, reading: Reading) -> Value:
    """Read 季度最后一个工作日, 今年最后一天."""
    whole, unit = _period_named(parts, reading), parts.all(Unit)[-1]
    if whole is None or whole.first is None or unit not in (Unit.DAY, Unit.WORKING_DAY):
        return None
    nth = -1 if parts.has("zh_last") else _numbers(parts)[-1]
    return days.day_of_period(reading, whole, nth, working=unit is Unit.WORKING_DAY)


def _same_weekday(parts: Parts, reading: Reading) -> Value:
    """Read 下周的今天."""
    if parts.one(Unit) is not Unit.WEEK or parts.number("day_word"):
        return None
    return Day((days.add_days(reading.today, days.WEEK * _ahead(parts)),))


def _quarter(parts: Parts, reading: Reading) -> Value:
    """Read 明年一季度, 一季度末, 明年Q1."""
    whole = days.quarter(reading.today, parts.number("quarter"), _year(parts, reading))
    if whole.first is None or not (parts.has("zh_begin") or parts.has("zh_middle")):
        return whole._replace(to_the_end=parts.has("zh_end"))
    return days.month(whole.first) if parts.has("zh_begin") else Day((days.middle(whole.first, whole.day),))


def _this_period(parts: Parts, reading: Reading) -> Value:
    """Read 年内, 月内, 季度内."""
    unit = Unit.YEAR if parts.has("zh_year") else Unit.MONTH if parts.has("zh_month") else parts.one(Unit)
    return days.period(reading, unit, 0) if unit not in (Unit.DAY, Unit.WORKING_DAY) else None


def _end_of_year(parts: Parts, reading: Reading) -> Value:
    year = _year(parts, reading)
    whole = days.year(year or reading.today.year + _ahead(parts))
    if parts.has("zh_begin") and whole.first:
        return days.month(whole.first)
    if parts.has("zh_middle") and whole.first:
        return days.month(whole.first.replace(month=6))
    return whole._replace(to_the_end=True)


def _whole_year(parts: Parts, reading: Reading) -> Value:
    year = _year(parts, reading)
    if year is None:
        return days.year(reading.today.year + _ahead(parts))
    return days.year(year) if is_year(year) else None


def _half_year(parts: Parts, reading: Reading) -> Value:
    year, half = _year(parts, reading), parts.number("zh_first_half", "zh_second_half", "half_year")
    return days.half_year(reading.today, half, year)


def _weekday(parts: Parts, reading: Reading) -> Value:
    return days.bare_weekday(reading, parts.number("zh_weekday"))


def _weekday_of_week(parts: Parts, reading: Reading) -> Value:
    unit = parts.any(Unit)
    if unit is not None and unit is not Unit.WEEK:
        return None
    return Day((days.weekday_of_week(reading.today, parts.number("zh_weekday"), _ahead(parts)),))


def _spaced_weekday(parts: Parts, reading: Reading) -> Value:
    """Read 下个礼拜 3."""
    number = parts.number("number")
    if parts.one(Unit) is not Unit.WEEK or not 1 <= number <= 7:  # noqa: PLR2004
        return None
    return Day((days.weekday_of_week(reading.today, number - 1, _ahead(parts)),))


def _period(parts: Parts, reading: Reading) -> Value:
    return days.period(reading, parts.one(Unit), _ahead(parts))


def _end_of_period(parts: Parts, reading: Reading) -> Value:
    whole = days.period(reading, parts.one(Unit), _ahead(parts))
    if whole is None or whole.first is None:
        return None
    return Day((whole.first,)) if parts.has("zh_begin") else whole._replace(to_the_end=True)


_MONTH = f"({NUM} zh_year|zh_season)? zh_of? number zh_month"
_RELATIVE = "(zh_next|zh_this|zh_rest)"
_RELATIVE_MONTH = f"{_RELATIVE} zh_ge? zh_month"
_ANY_MONTH = f"({_MONTH}|{_RELATIVE_MONTH})"
_ANY_PERIOD = f"(zh_season|{_RELATIVE} zh_ge? unit|unit)"


def _feast(parts: Parts, reading: Reading) -> Value:
    """Read 国庆节, 明年春节, christmas, easter 2027."""
    found = feasts.next_feast(parts.number("feast"), reading.today, _year(parts, reading))
    return Day((found,)) if found else None


DAYS = [
    Rule("day", f"(next|this|the)? feast (of? year)?|({NUM} zh_year|zh_season) zh_of? feast", _feast),
    Rule("day", f"{_ANY_MONTH} zh_of? (zh_nth number|zh_last) zh_ge? zh_weekday", _nth_weekday),
    Rule("day", f"({_ANY_MONTH}|zh_month) zh_of? (zh_nth number|zh_last) zh_ge? unit", _nth_week),
    Rule(
        "day",
        f"({_ANY_MONTH}|zh_month|{_ANY_PERIOD}) (zh_end|zh_of)? zh_back? zh_nth amount",
        _nth_amount,
    ),
    Rule(
        "day",
        f"{_ANY_PERIOD} (zh_end|zh_of)? (zh_nth number|zh_last) zh_ge? unit",
        _nth_of_unit,
    ),
    Rule("day", f"{_RELATIVE} zh_ge? unit zh_of? day_word", _same_weekday),
    Rule("day", f"(({NUM} zh_year|zh_season) zh_of?)? quarter (zh_end|zh_begin|zh_middle)", _quarter),
    Rule("day", f"({NUM} zh_year|zh_season) zh_of? quarter", _quarter),
    Rule(
        "day",
        "(?<![number zh_ge few zh_half zh_coming amount year zh_nth]) (zh_year|zh_month|unit) zh_within",
        _this_period,
    ),
    Rule("day", f"{_MONTH} number (zh_day|(?!(zh_hour|unit|zh_ge|dot|zh_minute|word|number)))", _date),
    Rule("day", f"{_RELATIVE_MONTH} zh_of? number zh_day", _day_of_month),
    Rule("day", f"({_ANY_MONTH}|zh_month) (zh_end|zh_begin|zh_middle)", _edge),
    Rule("day", f"{_ANY_MONTH} (?!(dash|slash))", _month),
    Rule(
        "day",
        f"({NUM} zh_year|zh_season) zh_of? zh_nth number zh_ge? unit|zh_nth number zh_ge? unit",
        _nth_of_year,
    ),
    Rule("day", "(zh_season|year zh_year) number unit", _nth_of_year),
    Rule("day", f"({NUM} zh_year|zh_season)? zh_of? (zh_first_half|zh_second_half)", _half_year),
    Rule("day", f"({NUM} zh_year|zh_season) zh_of? half_year", _half_year),
    Rule(
        "day",
        f"({NUM} zh_year|zh_season|{_RELATIVE}? zh_year|zh_season zh_year) (zh_end|zh_begin|zh_middle)",
        _end_of_year,
    ),
    Rule("day", "year zh_year|zh_season|(zh_next|zh_this) zh_ge? zh_year", _whole_year),
    Rule("day", f"{_RELATIVE} zh_ge? unit? zh_of? zh_weekday", _weekday_of_week),
    Rule(
        "day",
        f"{_RELATIVE} zh_ge? unit zh_of? number (?!(zh_hour|zh_day|zh_month|unit|clock|zh_ge|meridiem))",
        _spaced_weekday,
    ),
    Rule("day", "zh_weekday", _weekday),
    Rule("day", f"{_RELATIVE} zh_ge? unit (zh_end|zh_begin)|unit (zh_end|zh_begin)", _end_of_period),
    Rule("day", f"{_RELATIVE} zh_ge? unit", _period),
    Rule("day", "number zh_day (?!(zh_later|zh_within))", _day_of_month),
]


# ---- days and amounts


def _later_by(parts: Parts, reading: Reading) -> Value:
    return days.moment(reading, parts.one(Amount))


def _past_by(parts: Parts, reading: Reading) -> Value:
    return days.moment(reading, parts.one(Amount), -1)


def _from_day(parts: Parts, reading: Reading) -> Value:
    return days.from_day(reading, parts.one(Amount), parts.one(Day), 1)


def _weekend(parts: Parts, reading: Reading) -> Value:
    unit = parts.one(Unit)
    return days.period(reading, unit, 0) if unit is Unit.WEEKEND else None


def _after_weekend(parts: Parts, reading: Reading) -> Value:
    is_weekend = parts.one(Unit) is Unit.WEEKEND
    return Day((days.weekday_of_week(reading.today, 0, 1),)) if is_weekend else None


SHIFTS = [
    Rule("day", "day zh_later (zh_of|zh_coming)? amount", _from_day),
    Rule("day", "day zh_of? amount (zh_later|zh_within)", _from_day),
    Rule("day", "zh_coming? zh_of? amount zh_of? (zh_later|zh_within)", _later_by),
    Rule("day", "(zh_coming|zh_next) zh_of? amount", _later_by),
    Rule("day", "amount zh_before", _past_by),
    Rule("day", "unit zh_later", _after_weekend),
    Rule("day", "unit (?!(zh_hour|unit|after|from|of))", _weekend),
]


# ---- days with times


def _part_of_day(parts: Parts, reading: Reading) -> Value:
    return Moment(parts.any(Day) or Day((reading.today,)), part=parts.one(Part))


def _clocked(parts: Parts, _: Reading) -> Value:
    clock, part = parts.one(Clock), parts.any(Part)
    return Moment(parts.any(Day), clocks.in_part(clock, part) if part else clock)


def _today_at(parts: Parts, reading: Reading) -> Value:
    """Read 今晚八点, 今早."""
    return Moment(Day((reading.today,)), parts.any(Clock), parts.any(Part))


MOMENTS = [
    Rule("moment", "zh_this (clock|zh_short_part)", _today_at),
    Rule("moment", "day (zh_of|comma)* zh_short_part zh_of? clock|day zh_of+ part? clock", _clocked),
    Rule("moment", "day (zh_of|comma)* zh_short_part|day zh_of+ part", _part_of_day),
]
