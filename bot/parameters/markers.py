"""The words that lead an option, in English and in Chinese, and names at the front of a text."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.command import Marker
from bot.command.folding import fold

CHINESE = r"\u3400-\u9fff"
BOUNDARY = rf"(?:^|(?<=[\s{CHINESE},;.]))"  # where an option may begin: Chinese needs no space before it
MOST_MARKERS = 5  # more of one kind are not looked at: a line has a few

_COPULA = r"(?:更?改[为成到至]|设[为成]|换[为成]|调整?[为成到]|是|为)?"  # "the owner becomes …"
_DATE_WORDS = (
    "截止日期", "截止时间", "截止日", "截止到", "截止于", "截止", "截至", "到期日", "到期", "期限", "限期",
    "最晚", "最迟", "不晚于", "改期到", "改到", "延期到", "延后到", "延到", "延至", "推迟到", "提前到",
    "挪到", "排到", "定在", "时间",
)  # fmt: skip
# What stands in Chinese for an English marker, in Simplified: the words are compared folded.
_IN_CHINESE: Mapping[str, tuple[str, ...]] = {
    "by": _DATE_WORDS,
    "until": _DATE_WORDS,
    "to": (*_DATE_WORDS, "到", "至"),
    "on": ("定在", "时间", "在", "于"),
    "with": ("包含任务", "包含"),
    "after": ("依赖于", "依赖", "相依于", "相依", "前置任务", "前置", "排在", "在"),
    "for": ("所属里程碑", "里程碑", "属于", "归属"),
    "in": ("放到项目", "放在项目", "放到", "放在", "所属项目", "在项目", "项目", "专案"),
    "from": ("来自", "等", "找", "由"),
    "~": ("预估工时", "预估", "预计需要", "预计", "估计", "工期", "工时", "耗时", "需要"),
    "!": ("优先级", "优先顺序", "优先度", "优先"),
    "#": ("标签",),
    "@": (
        "负责人", "交给", "转交给", "转给", "分配给", "分派给", "指派给", "派给", "归", "由", "给", "让",
    ),
}  # fmt: skip


def leads_in(text: str, marker: Marker) -> Iterator[re.Match[str]]:
    """The places where a marker stands in a text, the last one first."""
    found = list(_lead(marker.words).finditer(fold(text)))
    return reversed(found[-MOST_MARKERS:])


def lead_at_front(text: str, marker: Marker) -> re.Match[str] | None:
    """The marker that stands at the front."""
    return _lead(marker.words).match(fold(text))


@lru_cache(maxsize=64)
def _lead(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a marker over folded text; signs such as "~" stand for their Chinese words."""
    english = "|".join(
        re.escape(one) for one in sorted(words, key=len, reverse=True) if one.isalnum() or " " in one
    )
    plain = rf"{BOUNDARY}(?:{english})(?:\s+|(?=[{CHINESE}@]))|" if english else ""
    chinese = sorted({other for one in words for other in _IN_CHINESE.get(one, ())}, key=len, reverse=True)
    spoken = rf"(?:{'|'.join(chinese)}){_COPULA}[\s:]*" if chinese else r"(?!)"
    return re.compile(rf"(?:{plain}(?:的?{spoken})+)")


def starts_with_name(folded: str, name: str) -> bool:
    """Whether a folded name stands at the front and ends there: Chinese goes on without a space."""
    if not name or not folded.startswith(name):
        return False
    after = folded[len(name) : len(name) + 1]
    return not (after.isascii() and (after.isalnum() or after in "_-")) or not after
