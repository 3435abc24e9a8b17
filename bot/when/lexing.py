"""Text to tokens: folding of scripts and widths, figures and signs, and the words of each language."""

import re
from collections.abc import Callable

from bot.when import chinese, english, feasts
from bot.when.days import clock_time
from bot.when.grammar import Clock, Figures, ImpossibleDateError, Token, Value
from bot.when.meaning import Doubt

LONGEST = 1_000  # of a longer text, only both ends of half this length are read: a date stands there
_LAST_UNSURE_HOUR = 12

# Traditional and Simplified, in pairs: what dates, and words that look like parts of dates, are written with.
_SIMPLER = """
後后 週周 點点 個个 這这 禮礼 號号 鐘钟 鍾钟 內内 時时 兩两 間间 從从 幾几 雙双 單单 來来 還还 過过
節节 萬万 頭头 壹一 貳二 參三 叁三 肆四 伍五 陸六 柒七 捌八 玖九 拾十 齊齐 爲为 為为 開开 裏里 裡里
當当 聽听 晝昼 遲迟 於于 該该 務务 請请 煩烦 誌志 曆历 碼码 帳账 類类 齡龄 報报 續续 達达 麼么 認认
經经 載载 樣样 數数 據据 線线 動动 標标 準准 應应 須须 總总 結结 規规 劃划 會会 議议 資资 說说 見见
調调 關关 發发 顯显 圖图 隨随 連连 補补 綫线 啓启 啟启 預预 計计 聖圣 誕诞 國国 慶庆 軍军 兒儿 陽阳
親亲 師师 婦妇 農农 勞劳
"""
# One character for one, so that places in the folded text are places in the original.
_FOLDED = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
    | {upper: upper - 0xFEE0 + 32 for upper in range(ord("Ａ"), ord("Ｚ") + 1)}
    | str.maketrans("\u3000\u00a0\u202f’‘′–—−‐‑〜、，：", "   '''-----~,,:")
    | str.maketrans({pair[0]: pair[1] for pair in _SIMPLER.split()})
)

# "3/4 users" and "1/2 price" are parts of a whole, unless a word says that a date is meant.
_UNMARKED = "(?<!by )(?<!due )(?<!on )(?<!before )(?<!until )(?<!to )"
_AROUND_DATES = (
    r"(?:at|on|by|in|and|or|to|until|before|for|is|noon|morning|afternoon|evening|tonight|eod|eob|cob|end|please"
    r"|pls|hours?|hrs?|h|days?|weeks?|months?|years?|thanks|thx|mon|tue|wed|thu|fri|sat|sun)"
)
_LEXEME = re.compile(
    r"(?P<weekday>(?<=[日号\d])[^\S\n]?\((?:周|星期|礼拜)?[一二三四五六日天]\))"  # 12/15（二）
    r"|(?P<space>[^\S\n]+)"
    r"|(?P<zh_quarter>第?\s?(?<![十\d])[一二三四1-4]\s?季度)"
    r"|(?P<stop>[\n;!?。；！？…]+)"
    r"|(?P<compact>20\d\d[01]\d[0-3]\d(?!\d))"
    r"|(?P<junk>https?://\S+|[\w.+-]+@[\w-]+\.\w[\w.]*|[@\#][\w.-]*|[$€£¥]\s?\d[\d,.]*|\d+(?:\.\d+){3,}|v\d[\w.]*"
    r"|\d[\d.,]*\s?[%$€£¥°]|24/7(?=\s[a-z])|\d{1,2}/\d{1,2}(?=\sof\s(?:the|all|our)\b)"
    rf"|(?<!/){_UNMARKED}[1-9]/[1-9](?=的|用户|以上|以下|左右|\s(?!{_AROUND_DATES})[a-z])"
    r"|\d{7,}(?!\d))"
    r"|(?P<ymd_spaced>20\d\d\s[01]\d\s[0-3]\d(?!\d))"
    r"|(?P<ymd>\d{4}(?P<sign_y>[-/.:])\d{1,2}(?P=sign_y)\d{1,2}(?!\d)t?)"
    r"|(?P<dmy>\d{1,2}(?P<sign_d>[-/.])\d{1,2}(?P=sign_d)(?:\d{4}|\d\d)(?!\d))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?!\d|:\d)|\d{1,2}h\d\d(?!\w)|\d{1,2}\.\d\d(?=\s?[ap]\s?\.?\s?m\b))"
    r"|(?P<year_month>\d{4}[-/.](?:1[0-2]|0?[1-9])(?![\d./-]\d?))"
    r"|(?P<md>\d{1,2}/\d{1,2}(?![\d/]))"
    r"|(?P<decimal>\d{1,4}\.\d{1,3}(?!\.?\d))"
    r"|(?P<ordinal>\d{1,3}(?:st|nd|rd|th)(?!\w))"
    r"|(?P<year>(?:19|20|21)\d\d(?!\d))"
    r"|(?P<number>\d+)(?:ish\b)?"
    r"|(?P<quarter>q[1-4](?![a-z\d_]))"
    r"|(?P<half>h[12](?![a-z\d_]))"
    r"|(?P<minute>(?<=\d)'(?!\w))"
    r"|(?P<meridiem>[ap]\s?\.?\s?m\b\.?|(?<=\d)[ap]\b|(?<=\d )p\b)"
    rf"|(?P<feast>{feasts.PATTERN})"
    rf"|(?P<chinese>{chinese.PATTERN})"
    rf"|(?P<code>(?<!\d)(?!{english.GLUED})[a-z]+-?\d\w*)"
    r"|(?P<unit>(?<=\d)(?:h|d|w|m|min|hrs?)(?=\d))"
    r"|(?P<word>bi-(?:weekly|monthly)|week-ends?|[a-z]+(?:'[a-z]+)?\.?(?=[^\S\n]*\d)|[a-z]+(?:'[a-z]*)?)"
    r"|(?P<sign>[-,./:+~])"
    r"|(?P<other>.)"
)
_SIGNS = {"-": "dash", ",": "comma", ".": "dot", "/": "slash", "+": "plus", "~": "to", ":": "comma"}


def fold(text: str) -> str:
    """Return the text in lower-case ASCII, half-width figures and Simplified characters, place by place."""
    return text.translate(_FOLDED)


def tokens_of(folded: str) -> list[Token]:
    """Return the tokens of folded text; words without meaning here are told once a run."""
    tokens: list[Token] = []
    for match in _LEXEME.finditer(folded):
        name = match.lastgroup
        if name is None or name == "space":
            continue
        kind, value = _LEXEMES.get(name, _nothing)(match[0])
        if kind == "word" and tokens and tokens[-1].kind == "word":
            tokens[-1] = tokens[-1]._replace(end=match.end())
        else:
            tokens.append(Token(kind, match.start(), match.end(), value))
    return tokens


_NOTHING: tuple[str, Value] = ("word", None)


def _quarter(text: str) -> tuple[str, Value]:
    """Read 第一季度, 3季度."""
    number = next(one for one in text if one in "一二三四1234")
    return "quarter", float(max("一二三四".find(number), "1234".find(number)) + 1)


def _nothing(_: str) -> tuple[str, Value]:
    return _NOTHING


def _word(text: str) -> tuple[str, Value]:
    return english.WORDS.get(text.rstrip(".'"), _NOTHING)


def _number(text: str) -> tuple[str, Value]:
    number = float(text.removesuffix("ish")[:6])
    if text.endswith("ish") and number < 24:  # noqa: PLR2004 - hours of a day
        return "clock", Clock(clock_time(int(number)), sure=number > _LAST_UNSURE_HOUR, bare=True)
    return "number", number


def _numeric_date(text: str) -> tuple[str, Value]:
    return "numeric_date", Figures(tuple(re.findall(r"\d+", text)))


def _clock(text: str) -> tuple[str, Value]:
    figures = [int(figure) for figure in re.findall(r"\d+", text)[:3]]
    try:
        at = clock_time(*figures)
    except ImpossibleDateError:
        return "impossible", Doubt.NO_TIME
    sure = figures[0] > _LAST_UNSURE_HOUR or text.startswith("0") or figures[0] == 0 or "h" in text
    return "clock", Clock(at.replace(microsecond=0), sure, next_day=figures[0] > at.hour)


_LEXEMES: dict[str, Callable[[str], tuple[str, Value]]] = {
    "word": _word,
    "unit": _word,
    "quarter": _word,
    "chinese": chinese.lexeme,
    "number": _number,
    "ordinal": lambda text: ("ordinal", float(text.rstrip("stndrh")[:6])),
    "half": lambda text: ("half_year", float(text[1])),
    "zh_quarter": _quarter,
    "weekday": lambda text: chinese.lexeme(f"周{text[-2]}"),
    "feast": lambda text: ("feast", float(feasts.feast(text))),
    "year": lambda text: ("year", float(text)),
    "clock": _clock,
    "ymd": _numeric_date,
    "ymd_spaced": _numeric_date,
    "dmy": _numeric_date,
    "md": _numeric_date,
    "compact": lambda text: ("numeric_date", Figures((text[:4], text[4:6], text[6:]))),
    "year_month": lambda text: ("year_month", Figures(tuple(re.findall(r"\d+", text)))),
    "decimal": lambda text: ("decimal", Figures(tuple(re.findall(r"\d+", text)))),
    "meridiem": lambda text: ("meridiem", 12.0 if text[0] == "p" else 0.0),
    "minute": lambda _: english.WORDS["min"],
    "sign": lambda text: (_SIGNS[text], None),
    "stop": lambda _: ("stop", None),
}
