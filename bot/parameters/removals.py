"""What is taken off a task: `no due`, `no owner`, `-#legal`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.command import Marker, Request, Taken
from bot.errors import Unreadable
from bot.parameters.markers import BOUNDARY


class Part(StrEnum):
    """A part of a task that can be taken off."""

    OWNER = "owner"
    DUE = "due"
    ESTIMATE = "estimate"
    MILESTONE = "milestone"
    ACCEPTOR = "acceptor"
    PRIORITY = "priority"
    TAGS = "tags"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Without:
    """This part goes; with `tag`, this one tag; with `words`, these at the end of the title."""

    part: Part
    tag: str = ""
    words: str = ""


_WORDS = {one.value: one for one in Part if one is not Part.WORDS} | {
    "date": Part.DUE, "deadline": Part.DUE, "due date": Part.DUE, "tag": Part.TAGS,
    "截止日期": Part.DUE, "截止": Part.DUE, "期限": Part.DUE, "负责人": Part.OWNER, "負責人": Part.OWNER,
    "预估": Part.ESTIMATE, "預估": Part.ESTIMATE, "里程碑": Part.MILESTONE, "标签": Part.TAGS,
    "標籤": Part.TAGS, "优先级": Part.PRIORITY, "優先順序": Part.PRIORITY, "验收人": Part.ACCEPTOR,
    "驗收人": Part.ACCEPTOR,
}  # fmt: skip
_ANY = "|".join(sorted(_WORDS, key=len, reverse=True))
_NO = rf"(?:no\s+|去掉|清除|移除)({_ANY})(?!\S)"
_UNSAID = re.compile(rf'{BOUNDARY}[-−]"(?P<words>[^"]{{1,100}})"$')
_UNTAG = r"[-−][#＃]([\w-]{1,40})(?!\S)"


class Removals:
    """`no due`, `-#legal`, as often as wanted."""

    usage = "no due|owner|…"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one off the front."""
        return _taken(re.match(_NO, text, re.IGNORECASE), re.match(_UNTAG, text), text)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Read one off the end; `-"for Beta"` takes words out of the title."""
        unsaid = _UNSAID.search(text)
        if unsaid is not None:
            return Taken((Without(Part.WORDS, words=unsaid["words"]),), text[: unsaid.start()])
        no = re.search(rf"{BOUNDARY}{_NO}$", text, re.IGNORECASE)
        return _taken(no, re.search(rf"{BOUNDARY}{_UNTAG}$", text), text)

    async def whole(self, text: str, request: Request) -> tuple[Without, ...]:  # noqa: ARG002
        """Read a field."""
        if text.lower() not in _WORDS:
            raise Unreadable("“{text}” is nothing that a task has.", text=text[:40])
        return (Without(_WORDS[text.lower()]),)


def _taken(no: re.Match[str] | None, untag: re.Match[str] | None, text: str) -> Taken | None:
    found = no or untag
    if found is None:
        return None
    rest = text[: found.start()] + text[found.end() :]
    if no is not None:
        return Taken((Without(_WORDS[" ".join(no[1].lower().split())]),), rest)
    return Taken((Without(Part.TAGS, found[1].lower()),), rest)
