"""When a plain line in a private chat is a command: only where it can hardly be anything else."""

import re

from bot.command import Call, Commands, Missing, Spec
from bot.command.courtesy import plain_end, plain_start
from bot.command.folding import fold, is_chinese
from bot.errors import Ambiguous, NotAllowed, NotFound, Refused, UserError
from bot.parameters import keys_in_front

FEWEST_WORDS = 3  # "thanks", "hello Anna" are no tasks
FEWEST_CHARACTERS = 6  # 收到，谢谢, 辛苦了
LONGEST_TITLE = 300
LONGEST_NAME = 3  # words of a milestone
NO_ANSWER = frozenset({"urge", "escalate"})  # alone, their words are no answer to any question; "done" is

# alone, these only look, and may be said as a question: "late?", 谁在休假？
LOOKS = frozenset({
    "blocker list", "calendar", "forecast", "help", "ladder", "late", "list", "milestone list", "mine",
    "plan", "project list", "standup list", "standup status", "status", "team", "waiting",
})  # fmt: skip
ALWAYS = frozenset({"stop", "privacy"})  # alone, whatever was asked: nobody is kept from leaving
OWN = "settings "  # what it changes is one's own, and no answer begins so

_ASKS = re.compile(r"[?？;；\n]|^(?:usual|default|默认|預設)$", re.IGNORECASE)
_STOPS = re.compile(r"[,;:!?，；：！？。、]")
_FULL_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}-\d")

# "block 2 hours for the review" is about hours, not about task 2
COUNTED = frozenset({
    "am", "bits", "day", "days", "euros", "h", "hour", "hours", "hr", "hrs", "items", "k", "m", "min", "mins",
    "minute", "minutes", "month", "months", "more", "o'clock", "of", "other", "others", "people", "percent",
    "pieces", "pm", "things", "time", "times", "week", "weeks", "year", "years",
})  # fmt: skip
# "add me to the list" asks for something that is no task, "milestone was great" tells of one
NO_TEXT = frozenset({
    "are", "can", "could", "had", "has", "her", "him", "is", "it", "me", "should", "that", "them", "these",
    "this", "those", "to", "up", "us", "was", "were", "will", "would",
})  # fmt: skip


def without_its_question(text: str, commands: Commands) -> str:
    """A line without its question mark where all else of it is a command that only looks."""
    bare = text.rstrip("?？ ")
    found = commands.find(bare) if bare != text else None
    return bare if found is not None and not found[1].strip() and found[0].name in LOOKS else text


def is_command(line: str, call: Call, *, is_asked: bool) -> bool:
    """Whether a line that reads as a command is one, and not a sentence that begins like one.

    With its objects, and nothing or an unmistakable text after them, it is. A text alone needs a word that
    the command counts as plain; while somebody is asked something (`is_asked`), also an option that reads.
    """
    spec = call.spec
    if call.lines:
        return not is_asked
    text = call.values.get(spec.text.name, "") if spec.text is not None else ""
    if not text or spec.name.startswith(OWN):
        return True
    first = text.split(maxsplit=1)[0].casefold().strip(".,:;")
    if names_object(call):
        return first not in COUNTED or _FULL_KEY.search(line) is not None
    if not (call.is_sure or _has_plain_word(line, call)) or first in NO_TEXT or not _is_whole(text, call):
        return False
    return not is_asked or any(one.name in call.values for one in spec.options if one.kind and one.kind.usage)


def is_always(call: Call) -> bool:
    """Whether a line is a command even while a form asks for free text."""
    return (call.spec.name in ALWAYS and not call.values) or call.spec.name.startswith(OWN)


def is_worth_telling(line: str, error: UserError) -> bool:
    """Whether what is wrong helps more than "I'm not sure": the line was a command but for one thing."""
    if isinstance(error, Missing):
        spec = error.spec
        if not error.rest and spec.objects and error.parameter is not spec.objects[0]:
            return True  # "block 12": the thing is there, and nothing else was said
        return fold(line.strip()) in {
            fold(one) for one in (*spec.words, *spec.spoken.hans, *spec.spoken.hant)
        }
    return isinstance(error, NotFound | NotAllowed | Ambiguous | Refused)


def is_a_slip(line: str, found: tuple[Spec, str] | None, error: UserError | None) -> bool:
    """Whether a line is a command whose thing is not there, and answers nothing: `done 99`, 催一下 WEB-99.

    `found` is the command whose words stand in it, and what follows them.
    """
    if found is None or not found[0].objects:
        return False
    spec, behind = found
    if isinstance(error, Missing):
        return spec.name in NO_ANSWER and not plain_end(plain_start(behind), keeps_particles=False)
    keys, rest = keys_in_front(plain_start(behind))
    if not keys or not isinstance(error, NotFound):
        return False
    return _FULL_KEY.search(line) is not None or not plain_end(rest, keeps_particles=False)


def may_be_a_title(line: str) -> bool:
    """Whether a line is worth being offered as a task."""
    chinese = sum(is_chinese(one) for one in line)
    is_long = len(line.split()) >= FEWEST_WORDS or chinese >= FEWEST_CHARACTERS
    return is_long and len(line) <= LONGEST_TITLE and "\n" not in line


def names_object(call: Call) -> bool:
    """Whether the line names a thing that is there."""
    return any(one.name in call.values for one in call.spec.objects)


def _is_whole(text: str, call: Call) -> bool:
    """Whether a command that ordinary sentences begin like has all that makes it one."""
    match call.spec.name:
        case "milestone add":  # "milestone party on friday with the whole team"
            is_name = len(text.split()) <= LONGEST_NAME and not _STOPS.search(text)
            return is_name and call.values.get("promised") is not None
        case "standup questions":  # "standup questions were fine"
            return _ASKS.search(text) is not None
        case _:
            return True


def _has_plain_word(line: str, call: Call) -> bool:
    folded = " ".join(line.casefold().split())
    return any(folded.startswith(word) for word in call.spec.plain)
