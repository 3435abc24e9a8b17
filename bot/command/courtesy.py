"""What people say around a command and do not mean as a part of it: please, 请, 帮我, 了, 谢谢."""

import re
from enum import Enum, auto

from bot.command.folding import fold

_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』"}

_ASKING = re.compile(
    r"(?:(?:please|pls|kindly)\b|请(?![假求示教问])|麻烦[你您]?|劳驾|拜托|帮我|帮忙|帮个忙|给我"
    r"|我(?:来|要|想要?|刚才?|已经|把)?(?![的们])|[\s,.!:])+"
)
_GREETING = re.compile(
    r"(?:(?:hey|hi|hello|ok|okay|dear)\b(?: (?:there|team|bot|all|everybody))?|(?:can|could|would|will) you\b"
    r"|[你您大]家?好[呀啊]?|嗨|哈[喽罗囉啰]|喂|能不能|可不可以|可以|能否|[\s,.!:])+"
)
_AT_START = re.compile(r"(?:(?:了(?=[\s,:\d]|$)|一下|[,:])\s*)+")
_THANKS = (
    r"(?:谢谢(?:你|您|啦|了|大家)?|多谢|感谢|辛苦(?:你|您|大家)?了?|拜托了?|麻烦(?:你|您)?了"
    r"|(?<![a-z])(?:please|pls|thanks|thank you|thx))"
)
_MANNERS_AT_END = re.compile(
    r"(?:[\s,.!~]+(?:谢谢(?:你|您|啦|了|大家)?|多谢|感谢|辛苦(?:你|您|大家)?了?|拜托了?|麻烦(?:你|您)?了)"
    r"|[,.!]\s*(?:please|pls|thanks|thank you|thx)|(?<![酒网贴清书水氧])吧)++[\s.!~]*$"
)
# without a comma before it; what stands before tells whether it belongs to the text: "say thanks", 说谢谢
_BARE_MANNERS = re.compile(
    r"(?:(?:^|\s)(?P<before>\S+)\s+(?:please|pls|plz|thx|thanks(?: a lot| so much)?|thank you(?: so much)?)"
    r"|(?<=[^\s说道声句字]{2})谢谢(?:你|您|啦|了|大家)?)[\s.!~]*$"
)
_SAID_WITH = frozenset({
    "a", "and", "for", "give", "gives", "giving", "many", "my", "no", "of", "or", "our", "say", "saying",
    "says", "send", "sending", "the", "their", "to", "with", "write", "writing", "your",
})  # fmt: skip
_PARTICLES_AT_END = re.compile(rf"(?:{_THANKS}|[了啦吧哈哦喔呢啊呀嘛]|一下|[\s,.!~])++$")
_ALL = r"(?: (?:there|team|bot|all|everybody|everyone|drumbeat))?"
_HELLO = re.compile(
    rf"(?:(?:(?:hey|hi+|hello|hiya|howdy|greetings|(?:good )?(?:morning|afternoon|evening)|good day){_ALL}"
    r"|(?:(?:[你您]|大家|各位)好|嗨|哈[喽罗囉啰]|(?:大家|各位)?(?:[早午晚]安|早|(?:早上|上午|中午|下午|晚上)好)"
    r"|在吗|在不在)[呀啊]?) ?)+"
)
_THANK_YOU = re.compile(
    rf"(?:(?:(?:many )?(?:thanks|thank you|thx|ty|cheers)(?: (?:a lot|so much|very much|again))?{_ALL}"
    r"|(?:多谢|感谢|谢谢?|辛苦)(?:你们?|您|啦|了|大家|各位)*[呀啊]?) ?)+"
)
_NO_LETTERS = re.compile(r"\W+")
_LOOKED_AT = 60  # characters at either end


def polite(line: str) -> str:
    """A line without white space and invisible marks around it."""
    return line.strip().strip("\u200b\u2060\ufeff").strip()


def without_asking(text: str) -> str:
    """A line without the words that only ask for it politely."""
    found = _ASKING.match(fold(text[:_LOOKED_AT]))
    return text[found.end() :] if found else text


def without_greeting(text: str) -> str:
    """A line without "hey", "can you" and 你好 before what it asks for, and without its question mark."""
    found = _GREETING.match(fold(text[:_LOOKED_AT]))
    return without_asking(text[found.end() :]).rstrip("?？ ") if found else text


def plain_start(text: str) -> str:
    """What follows a command's word or object, without particles: 完成一下12, 卡住了，等接口."""
    text = text.strip()
    found = _AT_START.match(fold(text[:_LOOKED_AT]))
    return text[found.end() :] if found else text


def plain_end(text: str, *, keeps_particles: bool) -> str:
    """A text without thanks at its end; and without 了 and 一下, unless they may belong to the text."""
    text = text.strip()
    before = max(0, len(text) - _LOOKED_AT)
    pattern = _MANNERS_AT_END if keeps_particles else _PARTICLES_AT_END
    found = pattern.search(fold(text[before:]))
    text = text[: before + found.start()] if found else text
    return _without_bare_manners(text) if keeps_particles else text


def _without_bare_manners(text: str) -> str:
    before = max(0, len(text) - _LOOKED_AT)
    found = _BARE_MANNERS.search(fold(text[before:]))
    if found is None or found["before"] in _SAID_WITH:
        return text
    return text[: before + (found.end("before") if found["before"] else found.start())]


def unquoted(text: str) -> str:
    """A text without the quotation marks around it."""
    text = text.strip()
    close = _QUOTES.get(text[:1])
    is_quoted = close is not None and len(text) > 2 and text.find(close, 1) == len(text) - 1  # noqa: PLR2004
    return text[1:-1].strip() if is_quoted else text


class Courtesy(Enum):
    """A line that is nothing but polite."""

    GREETING = auto()
    THANKS = auto()


def courtesy(text: str) -> Courtesy | None:
    """What a line says that only greets or thanks; None where it says more."""
    bare = _NO_LETTERS.sub(" ", fold(text)).strip() if len(text) <= _LOOKED_AT else ""
    if _HELLO.fullmatch(bare):
        return Courtesy.GREETING
    return Courtesy.THANKS if _THANK_YOU.fullmatch(bare) else None


_HOW = re.compile(
    r"how (?:do|can|could|should|would) (?:i|we|you|one) |how to "
    r"|(?:我们?)?(?:怎么样?|怎样|如何)(?:才能|可以|能)?"
)
_WHAT = re.compile(
    r"what (?:can|could|do) (?:you|i|we) (?:do|say|ask|type)(?: here)?|(?:list )?(?:all )?commands"
    r"|how does (?:this|it) work|[你您]?(?:能|会|可以)(?:做|干)(?:些?什么|啥)|怎么用|如何使用|使用说明"
    r"|有(?:什么|哪些)(?:功能|命令|指令)"
)


def asked_how(text: str) -> str | None:
    """What somebody asks how to do; "" where they ask what there is, None for any other line."""
    folded = fold(text.strip(" ?？!！。.")) if len(text) <= _LOOKED_AT else ""
    if _WHAT.fullmatch(folded):
        return ""
    found = _HOW.match(folded)
    return text.strip(" ?？!！。.")[found.end() :] if found else None
