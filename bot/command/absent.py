"""What people ask a project's bot for that this one has not: reports, charts, what-if, boards, money."""

import re
from enum import StrEnum

from bot.command.courtesy import plain_end, without_asking, without_greeting
from bot.command.folding import fold

LONGEST = 60  # characters of a line that asks for nothing else


class Absent(StrEnum):
    """A thing that is not there."""

    REPORT = "report"
    WHAT_IF = "whatif"
    CHART = "gantt"
    BOARD = "board"
    MONEY = "budget"


_LEAD = (
    r"(?:(?:show|give|get|see|view|send|make|create|draw|generate|me|us|the|an?|my|our|weekly|daily|monthly"
    r"|project|status|sprint|team)\s+|(?:我们?的?|看一?下?|查看|打开|显示|生成|画个?|发个?|出个?|项目的?|专案的?|本周的?|这周的?))*"
)
_WORDS = {
    Absent.REPORT: r"reports?|reporting|报告|报表|周报|日报表?|月报|汇报|汇总|总结",
    Absent.WHAT_IF: r"what[ -]?ifs?|scenarios?|simulat(?:e|ion)|假设|假如|如果|模拟|推演|情景",
    Absent.CHART: r"gantt(?: chart)?|charts?|time-?lines?|road-?maps?|graphs?"
    r"|甘特图?|图表|时间[线轴]|路线图|里程图|进度图",
    Absent.BOARD: r"(?:kanban|task)?\s?boards?|kanban|dashboards?|burn-?down(?: chart)?|velocity|metrics"
    r"|statistics|stats|看板|仪表[盘板]|燃尽图|统计|数据面板",
    Absent.MONEY: r"budgets?|costs?|invoices?|time-?sheets?|hours spent|预算|成本|费用|工时表|发票",
}
_ALONE = {kind: re.compile(rf"{_LEAD}(?:{words})") for kind, words in _WORDS.items()}
_WITH_MORE = re.compile(r"(?:(?P<whatif>what-?if)|(?P<gantt>gantt))\b.*", re.DOTALL)  # whatif 12 +5d


def absent(text: str) -> Absent | None:
    """What a line asks for that is not there; None for any other line."""
    if len(text) > LONGEST:
        return None
    bare = fold(plain_end(without_asking(without_greeting(text)), keeps_particles=False)).strip(" ?!.,:")
    kind = next((one for one, pattern in _ALONE.items() if pattern.fullmatch(bare)), None)
    if kind is not None:
        return kind
    found = _WITH_MORE.fullmatch(bare)
    return Absent(str(found.lastgroup)) if found else None
