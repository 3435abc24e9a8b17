"""Text as Telegram reads it: strict HTML, entities in UTF-16 units, and what becomes live by itself.

HTML reading and its complaints follow `parse_html` of TDLib, which is the parser behind the Bot API.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import unescape

from tests.stand_ins.telegram_errors import RefusedError, bad_request

MAX_ENTITIES = 100  # further ones are dropped in silence

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>]++)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+))|(?!\s*=))""")
_LINK = re.compile(r"(?:https?|tonsite)://[^\s/?#]+\.[^\s/?#.]+\S*|tg://\S+", re.IGNORECASE)
_USER_LINK = re.compile(r"tg://user\?id=(\d{1,16})")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")

_LIVE = (  # in the order in which they win over each other
    (
        "url",
        re.compile(r"https?://[^\s<>\"]+|(?<![\w@.])(?:[\w-]+\.)+(?:com|org|net|io|me|dev|cn)\b(?:/\S*)?"),
    ),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
)
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})


@dataclass(frozen=True, slots=True)
class Entity:
    """`offset` and `length` count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    extra: tuple[tuple[str, str | int], ...] = ()

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def is_link(url: str) -> bool:
    """Whether Telegram takes it as an address: a known scheme, and a dot in the host."""
    return _LINK.fullmatch(url) is not None


@dataclass(slots=True)
class _OpenTag:
    name: str
    offset: int
    attributes: dict[str, str]
    byte: int


@dataclass(slots=True)
class _HtmlReader:
    raw: str
    at: int = 0
    length: int = 0
    out: list[str] = field(default_factory=list)
    open: list[_OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Formatted:
        while self.at < len(self.raw):
            if self.raw.startswith("</", self.at):
                self._end_tag()
            elif self.raw[self.at] == "<":
                self._start_tag()
            else:
                self._character()
        if self.open:
            raise self._refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        in_order = sorted(self.entities, key=lambda entity: (entity.offset, -entity.length))
        return Formatted("".join(self.out), tuple(in_order))

    def _character(self) -> None:
        reference = _REFERENCE.match(self.raw, self.at)
        text = unescape(reference.group()) if reference else self.raw[self.at]
        self.out.append(text)
        self.length += utf16_length(text)
        self.at = reference.end() if reference else self.at + 1

    def _byte(self, at: int) -> int:
        return len(self.raw[:at].encode())

    def _refuse(self, why: str) -> RefusedError:
        return bad_request(f"can't parse entities: {why}")

    def _start_tag(self) -> None:
        begin = self._byte(self.at)
        name_match = _TAG_NAME.match(self.raw, self.at + 1)
        name = name_match.group().lower() if name_match else ""
        self.at += 1 + len(name)
        if self.at >= len(self.raw):
            raise self._refuse(f"Unclosed start tag at byte offset {begin}")
        if name not in _KINDS:
            raise self._refuse(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = _OpenTag(name, self.length, self._attributes(name, begin), begin)
        self._check(tag)
        self.open.append(tag)

    def _attributes(self, name: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while attribute := _ATTRIBUTE.match(self.raw, self.at):
            key, *values = attribute.groups()
            value = next((given for given in values if given is not None), None)
            if value is None and key.lower() != "expandable":
                raise self._refuse(
                    f'Expected equal sign in declaration of an attribute of the tag "{name}" '
                    f"at byte offset {begin}"
                )
            found[key.lower()] = unescape(value or "")
            self.at = attribute.end()
        rest = re.compile(r"\s*>").match(self.raw, self.at)
        if rest is None:
            raise self._refuse(f"Unclosed start tag at byte offset {begin}")
        self.at = rest.end()
        return found

    def _check(self, tag: _OpenTag) -> None:
        given = tag.attributes
        if tag.name == "span" and given.get("class") != "tg-spoiler":
            raise self._refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {tag.byte}')
        if tag.name == "tg-emoji" and not given.get("emoji-id", "").isdigit():
            raise self._refuse("Invalid custom emoji identifier specified")
        if tag.name == "tg-time" and not given.get("unix", "").isdigit():
            raise self._refuse("Invalid date specified")
        if tag.name == "tg-time" and not _TIME_FORMAT.fullmatch(given.get("format", "")):
            raise self._refuse("Invalid date format specified")

    def _end_tag(self) -> None:
        begin = self._byte(self.at)
        close = self.raw.find(">", self.at)
        name = self.raw[self.at + 2 : close].strip().lower() if close >= 0 else ""
        if not self.open:
            raise self._refuse(f"Unexpected end tag at byte offset {begin}")
        if close < 0:
            raise self._refuse(f"Unclosed end tag at byte offset {begin}")
        tag = self.open.pop()
        if name not in {"", tag.name}:
            raise self._refuse(
                f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"'
            )
        self.at = close + 1
        self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        length = self.length - tag.offset
        if not length:
            return
        entity = Entity(_KINDS[tag.name], tag.offset, length)
        inside = utf16_slice("".join(self.out), tag.offset, length)
        dressed = _dressed(entity, tag.attributes, inside)
        if dressed is not None:
            self.entities.append(dressed)


def _dressed(entity: Entity, given: dict[str, str], inside: str) -> Entity | None:
    """With what the tag's attributes add; None for a link that leads nowhere, which is dropped in silence."""
    match entity.type:
        case "text_link":
            return _link(entity, given.get("href", inside))
        case "blockquote" if "expandable" in given:
            return replace(entity, type="expandable_blockquote")
        case "code" if given.get("class", "").startswith("language-"):
            return replace(entity, extra=(("language", given["class"].removeprefix("language-")),))
        case "custom_emoji":
            return replace(entity, extra=(("custom_emoji_id", given["emoji-id"]),))
        case "date_time":
            extra = (("unix_time", int(given["unix"])), ("date_time_format", given.get("format", "")))
            return replace(entity, extra=extra)
        case _:
            return entity


def _link(entity: Entity, url: str) -> Entity | None:
    if user := _USER_LINK.fullmatch(url):
        return replace(entity, type="text_mention", user_id=int(user.group(1)))
    if is_link(url):
        return replace(entity, url=url)
    if is_link(f"http://{url}"):
        return replace(entity, url=f"http://{url}")
    return None


def read_html(raw: str) -> Formatted:
    """Refuses what the real server cannot parse."""
    return tidied(_HtmlReader(raw).read())


def tidied(formatted: Formatted) -> Formatted:
    """Without white space around; entities cut accordingly, and only the first hundred of them."""
    text = formatted.text.rstrip()
    dropped = utf16_length(text) - utf16_length(text.lstrip())
    text = text.lstrip()
    end = utf16_length(text)
    kept: list[Entity] = []
    for entity in formatted.entities:
        start, stop = max(entity.offset - dropped, 0), min(entity.end - dropped, end)
        if stop > start:
            kept.append(replace(entity, offset=start, length=stop - start))
    return Formatted(text, tuple(kept[:MAX_ENTITIES]))


def made_live(formatted: Formatted) -> Formatted:
    """With the links, commands, mentions and tags that Telegram finds in plain text, on either side."""
    found = list(formatted.entities)
    taken = [entity for entity in found if entity.type in _OPAQUE]
    for kind, pattern in _LIVE:
        for hit in pattern.finditer(formatted.text):
            offset = utf16_length(formatted.text[: hit.start()])
            entity = Entity(kind, offset, utf16_length(hit.group()))
            if not overlaps(entity, taken):
                found.append(entity)
                taken.append(entity)
    in_order = sorted(found, key=lambda entity: (entity.offset, -entity.length))
    return Formatted(formatted.text, tuple(in_order[:MAX_ENTITIES]))


def overlaps(entity: Entity, others: Iterable[Entity]) -> bool:
    return any(entity.offset < other.end and other.offset < entity.end for other in others)


def at_words(text: str, words: str, kind: str, *, user_id: int | None = None) -> Entity | None:
    """The entity over the first occurrence of these words."""
    where = text.find(words)
    if where < 0:
        return None
    return Entity(kind, utf16_length(text[:where]), utf16_length(words), user_id=user_id)
