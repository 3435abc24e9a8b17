"""What an answer says is in somebody's way, read from ordinary sentences: rather too little than too much.

A sentence counts where its speaker, or a task that it names, is blocked, stuck, waiting or can't go on; not
where somebody else is, where it is denied or over, or where it is asked or imagined.
"""

import re
from dataclasses import dataclass

from bot.parameters.keys import Key

LONGEST_READ = 10_000  # characters of an answer that are looked at
LONGEST_SENTENCE = 500  # the rest of a longer one is not looked at: patterns cost its square
LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason in the speaker's words, the tasks it names, and the words that may name who can clear it."""

    reason: str
    keys: tuple[Key, ...] = ()
    who: str = ""


def read(text: str) -> list[Obstacle]:
    """Return the obstacles of an answer, one a sentence at most."""
    found = []
    for sentence in _sentences(text[:LONGEST_READ]):
        obstacle = _of_sentence(sentence)
        if obstacle is not None and obstacle not in found:
            found.append(obstacle)
    return found


def stated(text: str) -> list[Obstacle]:
    """Return what the answer to "anything in your way?" says: all of it, unless it says no."""
    lines = [one.strip() for one in text[:LONGEST_READ].splitlines()]
    if is_none(text):
        return []
    return [
        _of_sentence(one) or Obstacle(_shortened(one), _keys(one), who(one))
        for one in lines
        if one and not is_none(one)
    ]


def is_none(text: str) -> bool:
    """Whether these words say that nothing is in the way."""
    words = _PUNCTUATION.sub(" ", text.casefold()).split()
    return not words or _NONE.fullmatch(" ".join(words)) is not None


_PUNCTUATION = re.compile(r"[\s.,;:!?…~\-–—_*'’\"“”()\[\]/\\。，、；：！？～（）✅👍🙂😀🟢]+")
_NONE = re.compile(
    r"(?:(?:no|nope|nah|nothing|none|nil|nada|zero|0|n a|na|x|ok|okay|fine|all (?:good|clear|fine)|free|"
    r"not (?:really|now|today|at the moment|yet|that i know(?: of)?|blocked|stuck)|"
    r"(?:nothing|none|no (?:\w+ )?(?:blockers?|obstacles?|impediments?|issues?|problems?|troubles?|one))|"
    r"(?:i m|i am|we re|we are) (?:not (?:blocked|stuck)|fine|good|all good)|"
    r"nothing (?:is )?(?:blocks?|blocking|stops?|stopping|in) (?:me|us|my way|our way|the way))"
    r"(?: (?:so far|today|now|right now|currently|at the moment|for now|yet|here|at all|thanks|thank you|"
    r"from (?:me|my side)|on my side|to report|in my way|blocks? me|is blocking me))*)"
    r"|(?:暂|暫|目前|现在|現在|今天|都|还|還|我|这边|這邊|也|一切)*"
    r"(?:没有?|沒有?|无|無|木有|不卡|顺利|順利|正常|很好|都好|没事|沒事)"
    r"(?:什么|什麼|任何|啥|其他|卡住|卡点|卡點|卡关|卡關|阻塞|阻碍|阻礙|障碍|障礙|困难|困難|问题|問題|的|地方|事情|"
    r"事|项|項|点|點|了|啊|呢|哦|喔|遇到|需要|帮助|幫助|支持)*"
)

_ENDS = re.compile(r"(?<=[.!?])\s+|[\n\r。！？；;]+|(?<=[^\d\s])[!?](?=\s|$)")
_GAPS = re.compile(r"[^\S\r\n]+")
_BUT = re.compile(r",?\s+(?:but|however|although|though)\s+", re.IGNORECASE)


def _sentences(text: str) -> list[str]:
    text = _GAPS.sub(" ", text)
    parts = [one for line in _ENDS.split(text) if line for one in _BUT.split(line)]
    stripped = (one.strip(" \t-*•·,，、")[:LONGEST_SENTENCE] for one in parts)
    return [one for one in stripped if one.strip(".")]


_KEY_WORDS = r"(?:[A-Za-z][A-Za-z0-9]{1,9}-\d{1,6})"
_NUMBER = r"(?:[#＃]?\d{1,6})"
_IT = rf"(?:{_KEY_WORDS}|{_NUMBER})"
_ME = (
    r"(?:(?:i|we)(?:\s+am|\s+are|['’]m|['’]re|\s+have\s+been|\s+got|\s+get)?|am|are|still|currently|now|again|"
    rf"and|because|since|as|got|(?:{_IT})(?:\s+is|\s+are|['’]s|\s+has\s+been|\s+got)?|it['’]?\s?i?s)"
)
_VERY = (
    r"(?:\s*(?:\b(?:still|currently|now|also|just|totally|completely|fully|again|kind\s+of|a\s+bit|both)\b))*"
)
_START = rf"(?:^|[,:;–—(]\s*|\b{_ME}){_VERY}\s*"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START}\b(?:blocked|held\s+up|on\s+hold|stopped)\s*(?:by|on|because|due\s+to|until|waiting|with|[,:–—-])\s*(?P<why>\S.*)",
        rf"{_START}\bstuck\s*(?:on|with|at|because|by|due\s+to|until|waiting|[,:–—-])\s*(?P<why>\S.*)",
        rf"{_START}\b(?:wait|waiting)\s+(?:for|on|until|to\s+hear|to\s+get)\s+(?P<why>\S.*)",
        (
            r"\b(?:can\s?not|can['’]?t|could\s+not|couldn['’]?t|unable\s+to|am\s+not\s+able\s+to)\s+(?:really\s+)?"
            r"(?:continue|proceed|progress|go\s+on|go\s+ahead|move\s+on|move\s+forward|start|begin|finish|complete|test|"
            r"deploy|merge|release|work)\b(?P<why>.*\b(?:until|till|without|because|before|unless|as\s+long\s+as)\b\s*\S.*)"
        ),
        r"^\s*(?:blockers?|blocked|obstacles?|impediments?|in\s+(?:my|the)\s+way|stuck)\s*[:：–—]\s*(?P<why>\S.*)",
        rf"^\s*(?:{_IT})\s*[:：,]?\s*(?:blocked|stuck|on\s+hold)\s*[:：,–—-]?\s*(?P<why>\S.*)",
        r"\bneeds?\s+(?P<why>\S.*\bfrom\s+[@＠]\S.*)",
        r"^\s*(?:i\s+am|i['’]m|we\s+are|we['’]re|still|i\s+am\s+still|i['’]m\s+still)?\s*(?P<why>blocked|stuck)\s*[.!]*\s*$",
        # Chinese, both scripts
        r"(?P<why>(?:被|让|讓|给|給)\s*\S.*?(?:阻塞|卡住|卡着|卡著|挡住|擋住|耽误|耽誤|阻擋|阻挡|卡关|卡關))",
        r"(?:卡住了?|卡关了?|卡關了?|受阻了?|被阻塞了?|阻塞了|阻塞中|卡着|卡著)\s*(?:[：:，,—-]+|因为|因為|是因为|是因為|，因为)\s*(?P<why>\S.*)",
        r"(?P<why>卡在\s*\S.*)",
        (
            r"(?:^|[，,：:、]\s*|在|还|還|仍|仍然|需要|需|要|得|只能|我|我们|我們|正|一直|目前|继续|繼續|\d\s*|因为|因為)"
            r"(?P<why>(?:等待|等着|等著|等候|等)\s*(?!等|级|級|于|於|会|會|下|一下|我|到下班|今天|明天|后天|後天|周[一二三四五六日末]|"
            r"週[一二三四五六日末]|星期|中午|晚上|上午|午饭|午餐|午飯|吃饭|吃飯|放假|假期|价|價|比例|号|號)\S.*)"
        ),
        r"(?P<why>(?:无法|無法|不能|没法|沒法|没办法|沒辦法)(?:再)?(?:继续|繼續|推进|推進|进行|進行|往下|开始|開始|完成|上线|上線|测试|測試)\S*.*)",
        r"^\s*(?:阻塞项?|阻塞項?|阻碍|阻礙|障碍|障礙|卡点|卡點|卡住|困难|困難|卡关|卡關)\s*[：:]\s*(?P<why>\S.*)",
        rf"^\s*(?:{_IT})\s*(?P<why>(?:卡住|卡关|卡關|受阻|阻塞|被卡住)了?)\s*$",
        r"^\s*(?:我)?(?P<why>(?:卡住|卡关|卡關|受阻)了)\s*$",
    )
)

_DENIED = re.compile(
    r"\b(?:not|no\s+longer|never|nobody|nothing|no\s+one|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|hasn['’]?t\s+been|"
    r"without\s+being|nor|neither|don['’]?t|didn['’]?t|doesn['’]?t|stopped|done|finished|tired\s+of|avoid(?:ing)?)\s+"
    r"(?:\w+\s+){0,2}?(?:block(?:ed|s|ing)?|stuck|wait(?:ing)?|held\s+up|on\s+hold|need)\b"
    r"|\bno\s+(?:more\s+)?(?:blockers?|obstacles?|impediments?|waiting)\b|\bun(?:blocked|stuck)\b"
    r"|\b(?:was|were|had\s+been|used\s+to\s+be)\s+(?:\w+\s+){0,2}?(?:blocked|stuck|waiting|held\s+up)\b"
    r"|\b(?:if|in\s+case|should|would|will|might|may|could)\s+(?:\w+\s+){0,3}?(?:blocked|stuck|wait)\b"
    r"|\b(?:blocker|obstacle|issue|it|that|which|problem)s?\s+(?:is|are|was|were|has\s+been|got)\s+"
    r"(?:now\s+)?(?:resolved|solved|cleared|fixed|gone|done)\b"
    r"|\b(?:stuck|blocked)\s+(?:in|to|out|off|around|together)\b"
    r"|不再?(?:卡|等|阻塞|受阻)|(?:没有?|沒有?|无|無|未|別|别|不用|不需要|不必|無需|无需)(?:人|再|任何|什么|什麼|被|在|需)*"
    r"(?:卡|等|阻塞|受阻|阻碍|阻礙|障碍|障礙|困难|困難)"
    r"|(?:已经?|已經|刚刚?|剛剛?|都|已)(?:经|經)?(?:解决|解決|解除|等到|拿到|收到|恢复|恢復|搞定|清除)|(?:解决|解決|解除|搞定|恢复|恢復)了",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"^(?:for\s+|on\s+)?(?:a\s+|the\s+|my\s+)?(?:lunch|coffee|tea|dinner|breakfast|week-?end|holidays?|vacation|bus|train|"
    r"friday|monday|tomorrow|today|christmas|home\s+time|break|fun|it)\b[\s.!?)]*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[?？]\s*$|[吗嗎么麼]\s*[?？。]?\s*$")


def _of_sentence(sentence: str) -> Obstacle | None:
    found = _found(sentence)
    if found is None:
        return None
    reason = _reason(sentence, found)
    return Obstacle(reason, _keys(sentence), who(reason) or who(sentence))


def _found(sentence: str) -> re.Match[str] | None:
    """Where a sentence says what is in the way; None where it does not."""
    if _DENIED.search(sentence) or _ASKED.search(sentence) or is_none(sentence):
        return None
    matches = [found for one in _PATTERNS if (found := one.search(sentence)) is not None]
    if not matches or all(_IDLE.match(found["why"].strip()) for found in matches):
        return None
    return min(matches, key=lambda found: found.start())


_KEYED = re.compile(
    rf"^\s*(?:{_KEY_WORDS}|{_NUMBER}(?=\s*(?:is|['’]s|blocked|stuck|卡|被|受|在等|等|无法|無法)))"
    r"[\s:：,，–—-]*(?:is\s+|['’]s\s+|are\s+)?(?:still\s+|currently\s+)?",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"^\s*(?:(?:still\s+|currently\s+)?(?:blocked|stuck|on\s+hold|held\s+up)\s*"
    rf"(?:because(?:\s+of)?|due\s+to|[:,–—-]|(?:on|with)(?=\s+(?:{_KEY_WORDS}|{_NUMBER})\b))\s*|"
    r"(?:blockers?|obstacles?|impediments?|in\s+(?:my|the)\s+way)\s*[:：–—-]\s*|"
    r"(?:卡住|卡关|卡關|受阻|阻塞)了?\s*(?:[：:，,—-]+|因为|因為)\s*|(?:阻塞项?|阻塞項?|阻碍|阻礙|障碍|障礙|卡点|卡點|困难|困難)\s*[：:]\s*)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^\s*(?:(?:i|we)(?:\s+am|\s+are|['’]m|['’]re)?|and|because|since|as|now|currently|still|am|are|again)\s+"
    r"(?=(?:still\s+|currently\s+|now\s+)*(?:blocked|stuck|waiting|wait|can|could|unable|need))",
    re.IGNORECASE,
)
_ON_KEY = re.compile(
    rf"\s*\b(?:on|for|with|in)\s+{_KEY_WORDS}\s*(?=$|[,.:]|\bbecause\b|\buntil\b)", re.IGNORECASE
)
_LEADING_KEY = re.compile(
    rf"^\s*(?:{_KEY_WORDS}|{_NUMBER}(?=\s*(?:because|[:,])))\s*(?:[:,–—-]|because(?:\s+of)?)?\s*",
    re.IGNORECASE,
)


def _reason(sentence: str, found: re.Match[str]) -> str:
    """What is in the way, in the speaker's words, without the key and the word "blocked"."""
    text = sentence[found.start() :].lstrip(" ,，:：;–—(")
    text = _SPEAKER.sub("", _KEYED.sub("", text, count=1), count=1)
    text = _SPEAKER.sub("", text, count=1)
    bare = _LABELS.sub("", text, count=1)
    bare = _ON_KEY.sub("", _LEADING_KEY.sub("", bare, count=1), count=1).strip(" ,.:;，。：")
    return _shortened(bare or found["why"].strip() or sentence)


def _shortened(text: str) -> str:
    flat = " ".join(text.split()).strip(" .。,，")
    return flat if len(flat) <= LONGEST_REASON else flat[: LONGEST_REASON - 1] + "…"


_CAUSE = re.compile(  # "blocked by WEB-9": that one stops, and is not stopped
    r"(?:\b(?:by|for|until|till|before|without|from)\s+|(?:等待|等着|等著|等候|等|被|直到|除非)\s*)[@#＃]?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9]{1,9})-(\d{1,6})")
_BARE = re.compile(
    rf"^\s*({_NUMBER})\s*(?:is|['’]s|blocked|stuck|[:：]\s*(?:blocked|stuck)|卡|被|受|在等)"
    rf"|\b(?:stuck|blocked|continue|proceed|go\s+on)\s+(?:on|with)\s+({_NUMBER})\s*(?:[:,.]|because|until|without|$)",
    re.IGNORECASE,
)


def _keys(sentence: str) -> tuple[Key, ...]:
    """The tasks that a sentence names; a bare number only where it can be nothing else."""
    found = list(_NAMED.finditer(sentence))
    if found:
        stopped = (one for one in found if not _CAUSE.search(sentence[: one.start()]))
        return tuple(dict.fromkeys(Key(one[1].upper(), int(one[2])) for one in stopped))
    bare = _BARE.search(sentence)
    return (Key("", int((bare[1] or bare[2]).lstrip("#＃"))),) if bare else ()


_AFTER = re.compile(
    r"\b(?:from|for|by|on)\s+(?P<en>[@＠]?\S.*)|(?:等待|等着|等著|等候|等|被|让|讓|给|給|卡在)\s*(?P<zh>[@＠]?\S.*)",
    re.IGNORECASE,
)
_MENTION = re.compile(r"[@＠](\S.*)")


def rest(text: str) -> str:
    """Return an answer without what is in the way, and without saying that nothing is: what is planned."""
    kept = []
    for line in text[:LONGEST_READ].splitlines():
        sentences = _sentences(line)
        planned = [one for one in map(_planned, sentences) if one]
        kept.append(line.strip() if planned == sentences else ". ".join(planned))
    return "\n".join(one for one in kept if one)


def _planned(sentence: str) -> str:
    """A sentence, or what stands before its obstacle: "Layout, waiting for the keys"."""
    if is_none(sentence):
        return ""
    found = _found(sentence)
    if found is None:
        return sentence
    before = _CLAUSE.match(sentence[: found.start() + 1])
    return before[1].strip() if before is not None and not _STUCK.search(before[1]) else ""


_CLAUSE = re.compile(r"(.*\S)\s*[,，;；]")
_STUCK = re.compile(r"block|stuck|hold|wait|卡|阻|等", re.IGNORECASE)


def who(text: str) -> str:
    """The words at whose front somebody may be named: behind an "@", or the last "from", "by" or "for"."""
    mention = _MENTION.search(text)
    if mention is not None:
        return f"@{mention[1]}"
    found = [
        one.start("en") for one in re.finditer(r"\b(?:from|by|for|on)\s+(?P<en>\S)", text, re.IGNORECASE)
    ]
    if found:
        return text[found[-1] :]
    chinese = _AFTER.search(text)
    return (chinese["zh"] or "") if chinese else ""
