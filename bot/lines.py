"""A line of words becomes a call, in whatever order they were said.

`done 12`, `12 done`, 12完成, 把12改到周五, 周五前完成登录页面 @li and 周五请假 mean what they say; an
ordinary sentence means nothing.
"""

import re
from dataclasses import replace

from bot import when
from bot.command import Call, Commands, Leftover, Missing, Request, Spec
from bot.command.courtesy import plain_start, without_asking
from bot.command.folding import fold, is_chinese
from bot.errors import UserError
from bot.parameters.keys import keys_in_front
from bot.parameters.people import unknown_person
from bot.parameters.unread import takes_options, why_unread

LONGEST_START = 80  # characters in which a date that comes first is looked for
SHORTEST_TITLE = 2

_SLASH = re.compile(r"^[/／]\s*(?=[^\W\d_])")
_LIST_NUMBER = re.compile(r"\s*\d{1,2}\s?[、.．)）]\s*(?=\D)")  # "1. ", "1、": no key
_TAKE_THIS = re.compile(r"\s*[把将]\s*")
_BEFORE_VERB = re.compile(r"(?:[也都的]|已经?|刚刚?|[,:\s]|标记[为成]|标[为成]|状态(?:改[为成])?)+")
_STATEMENT = re.compile(r"[的了过着得好完中不没吗呢和与后前时失成是在会要能就也都已]")
_DONE_LIKE = re.compile(r"(?:要|需要?|必须|得)?(?:完成|做完|搞定|弄好|做好)(?P<rest>.*)", re.DOTALL)
_NO_PLAN = re.compile(r"[不没能可会吗就也都的了还再]|.*[吗?呢]\s*$", re.DOTALL)
GIVE = "blocker give"  # 12交给李雷: its Chinese words tell whose name follows
LATER = "task delay"
_LEAVE_WORDS = "away"  # the command that a range may stand before


async def read(commands: Commands, text: str, request: Request) -> Call | None:
    """Return the command that a line says, None where it says none.

    Raises:
        UserError: it begins like a command and can't be read to its end.
    """
    text = _SLASH.sub("", text)
    if text.casefold() == "start" and request.actor.stopped_at is not None:
        text = "resume"  # alone it begins no task, but what `stop` has ended
    try:
        return await _in_any_order(commands, text, request)
    except (Leftover, Missing) as error:
        if error.rest.startswith(("@", "＠")):
            raise await unknown_person(error.rest, request) from error
        found = await why_unread(error.rest, request) if takes_options(error.spec) else None
        if found is None:
            raise
        raise found from error


async def _in_any_order(commands: Commands, text: str, request: Request) -> Call | None:
    """As it stands, or else without the words that ask politely, or with its date first.

    Raises:
        UserError: it begins like a command and can't be read to its end.
    """
    plain = without_asking(text)
    try:
        call = await _command_or_keys(commands, text, request)
    except (Leftover, Missing):
        call = await _command_or_keys(commands, plain, request) if plain != text else None
        if call is None:
            raise
    if call is None and plain != text:
        call = await _command_or_keys(commands, plain, request)
    return call or await _date_first(commands, plain, request)


async def _command_or_keys(commands: Commands, text: str, request: Request) -> Call | None:
    """A command as it is, or with its keys first: `12 done`, `12 @li`, `12`."""
    text = _LIST_NUMBER.sub("", text, count=1) if _LIST_NUMBER.match(text) else text
    taken = _TAKE_THIS.match(text)
    keys, rest = keys_in_front(text[taken.end() :] if taken else text)
    if not keys:
        return await _command(commands, text, request)
    named = " ".join(str(key) for key in keys)
    if not rest:
        return await commands.read(f"show {named}", request)
    verb = _BEFORE_VERB.match(fold(rest))
    said = rest[verb.end() :] if verb else rest
    found = commands.find(said)
    if found is not None and found[0].objects and not _is_new_date(*found):
        behind = said if found[0].name == GIVE and is_chinese(said[:1]) else found[1]
        return await commands.read(f"{found[0].words[0]} {named} {behind}", request)
    return await commands.read(f"edit {named} {plain_start(rest)}", request)


def _is_new_date(spec: Spec, rest: str) -> bool:
    """Whether a task is given another date, as 12延期到周五 says, and no more time."""
    return spec.name == LATER and fold(rest.strip()).startswith(("到", "至"))


async def _command(commands: Commands, text: str, request: Request) -> Call | None:
    """A command as it is; plain words that only begin like one are none: 新建的页面有点慢."""
    found = commands.find(text)
    if found is None or text[:1].isascii() or found[0].text is None or found[0].objects:
        return await commands.read(text, request)
    goes_on = not text[: len(text) - len(found[1])].endswith((" ", ":", "：", "\u3000"))
    if not request.addressed and goes_on and _STATEMENT.match(fold(found[1])):
        return None
    call = await commands.read(text, request)
    return call and replace(call, is_sure=bool(found[0].plain))


async def _date_first(commands: Commands, text: str, request: Request) -> Call | None:
    """周五请假, 周五前完成登录页面 @li."""
    if not is_chinese(text[:LONGEST_START]):
        return None
    return await _leave(commands, text, request) or await _task_by(commands, text, request)


async def _leave(commands: Commands, text: str, request: Request) -> Call | None:
    spec = commands.specs.get(_LEAVE_WORDS)
    if spec is None:
        return None
    folded = fold(text[:LONGEST_START])
    for word in (*spec.spoken.hans, *spec.spoken.hant):
        at = folded.find(fold(word))
        days = without_asking(text[:at]).strip() if at > 0 else ""
        if days and when.read_range(days, request.reading) is not None:
            return await commands.read(f"{spec.words[0]} {days} {text[at + len(word) :]}", request)
    return None


async def _task_by(commands: Commands, text: str, request: Request) -> Call | None:
    """A date with its marker first: a task to add, with an owner or said to the bot; or a task's date."""
    found = when.find_when(text[:LONGEST_START], request.reading)
    if found is None or found.start or not found.marked or not is_chinese(text[: found.end]):
        return None
    day, rest = text[: found.end], without_asking(text[found.end :]).strip(" ,，:：、")
    verb = commands.find(rest)
    if verb is not None and verb[0].name == "task add":
        return await commands.read(f"add {verb[1]} {day}", request)
    done = _DONE_LIKE.match(fold(rest))
    title = rest[done.start("rest") :].strip() if done else rest
    keys, after = keys_in_front(plain_start(title))
    if keys and done:
        return await commands.read(f"edit {' '.join(map(str, keys))} {after} {day}", request)
    if len(title) < SHORTEST_TITLE or _NO_PLAN.match(fold(title)) or (verb is not None and done is None):
        return None
    return await _added(commands, f"add {title} {day}", request)


async def _added(commands: Commands, line: str, request: Request) -> Call | None:
    try:
        call = await commands.read(line, request)
    except UserError:
        return None
    if call is None or not (request.addressed or call.values.get("owner")):
        return None
    return replace(call, is_sure=True)
