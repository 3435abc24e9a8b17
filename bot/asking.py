"""The question for what a command lacks."""

from collections.abc import Mapping

from bot.command import Missing
from bot.incoming import Filled, Words
from bot.message import Field, FieldKind, Form, Phrase, phrase

BY_TEXT: Mapping[str, Phrase] = {
    "task add": Phrase("What is to be done?"),
    "task note": Phrase("What shall I note?"),
    "task rename": Phrase("What shall it be called?"),
    "blocker add": Phrase("What is in the way?"),
    "search": Phrase("What are you looking for?"),
    "project new": Phrase("What is the project called?"),
    "standup new": Phrase("At what time, on which days?"),
    "standup time": Phrase("At what time?"),
    "standup days": Phrase("On which days?"),
    "answer": Phrase("What is your answer?"),
    "milestone add": Phrase("What is promised, and for which day?"),
}
BY_KIND: Mapping[str, Phrase] = {
    "TASK": Phrase("Which task?"),
    "TASKS": Phrase("Which tasks?"),
    "BLOCKER": Phrase("Which blocker?"),
    "KEY": Phrase("Which task or blocker?"),
    "@PERSON": Phrase("Who?"),
    "@PEOPLE": Phrase("Who?"),
    "by DATE": Phrase("Which day?"),
    "DATE": Phrase("Which day?"),
    "~DURATION": Phrase("How long?"),
    "MILESTONE": Phrase("Which milestone?"),
    "PROJECT": Phrase("Which project?"),
}
HINTS: Mapping[str, Phrase] = {
    "TASK": Phrase("By its number, such as 12"),
    "TASKS": Phrase("By their numbers, such as 12 13"),
    "BLOCKER": Phrase("By its number, such as 7"),
    "KEY": Phrase("By its number, such as 7"),
    "@PERSON": Phrase("By name, such as @li"),
    "@PEOPLE": Phrase("By name, such as @li"),
    "~DURATION": Phrase("Such as 2d or 3h"),
}
# what else a form asks for that is seen at once, by command
BESIDE: Mapping[str, tuple[Field, ...]] = {
    "blocker add": (
        Field("owner", Phrase("Who can clear it?"), FieldKind.PERSON, is_beside=True),
        Field("needed_by", Phrase("By which day is it needed?"), FieldKind.DATE, is_beside=True),
    ),
    "milestone add": (Field("promised", Phrase("Which day?"), FieldKind.DATE, is_beside=True),),
}
LED_BY = {"owner": "from", "needed_by": "by", "promised": "on"}
LONGEST_TITLE = 24  # characters that fit above a form everywhere


# among a form's settled values, and no parameters' names: the line that lacks what the field asks for, and
# what is put behind it again
LINE = "+"
REST = "-"


def completed(said: Filled) -> Words | None:
    """Return the line that such a form completes; None for any other form."""
    line = said.values.get(LINE)
    if line is None:
        return None
    asked = [(name, value) for name, value in said.values.items() if name not in (LINE, REST) and value]
    parts = [line, *(f"{LED_BY.get(name, '')} {value}" for name, value in asked), said.values.get(REST, "")]
    return Words(" ".join(one.strip() for one in parts).strip(), addressed=True, mentioned=said.mentioned)


def form_for(missing: Missing, line: str) -> Form | None:
    """Return the form that asks for what a line lacks; None where we have no question for it."""
    spec, parameter = missing.spec, missing.parameter
    usage = parameter.kind.usage if parameter.kind is not None else ""
    label = BY_KIND.get(usage) if parameter.kind is not None else BY_TEXT.get(spec.name)
    if label is None:
        return None
    field = Field(parameter.name, label, required=True, hint=HINTS.get(usage))
    given = {LINE: line.removesuffix(missing.rest).rstrip()}
    if missing.rest and spec.text is not None:
        given[REST] = missing.rest
    fields = (field, *(BESIDE.get(spec.name, ()) if parameter is spec.text else ()))
    return Form(spec.name, _title(missing), fields, given, Phrase("OK"))


def _title(missing: Missing) -> Phrase:
    """What the command is for, or its word where that is too long."""
    if len(missing.spec.summary) <= LONGEST_TITLE:
        return Phrase(missing.spec.summary)
    return phrase("{command}", command=missing.word.capitalize())
