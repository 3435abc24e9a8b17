"""What one can say: seven lines by role and place, and a page for each word."""

from collections.abc import Mapping, Sequence

from bot.command import Spec
from bot.message import Button, Code, Line, Listed, Message, Phrase, button, heading, item, line, note, phrase
from storage.words import Role

Lines = tuple[tuple[str, Phrase], ...]

MOST_OF_GROUP = 12
LONGEST_USAGE = 60

ABOUT = ("help add", Phrase("More about any word"))
ABOUT_READING = ("help forecast", Phrase("More about any word"))
ABOUT_ONESELF = ("help settings", Phrase("More about any word"))

NOWHERE: Lines = (
    ('project new "Web shop" key WEB', Phrase("Start a project, which you lead")),
    ("projects", Phrase("Your projects")),
    ("settings", Phrase("Your name, time, hours and language")),
    ("away 5 Dec to 9 Dec", Phrase("Say when you are away")),
    ("link", Phrase("Be one person on two platforms")),
    ("undo", Phrase("Take back your last change")),
    ABOUT_ONESELF,
)
UNBOUND: Lines = (
    ('project new "Web shop" key WEB', Phrase("Start a project that lives here")),
    ("project bind WEB", Phrase("Let a project of yours live here")),
    ("projects", Phrase("Your projects")),
    ("mine", Phrase("Your open tasks")),
    ("12", Phrase("Show a task's card")),
    ("undo", Phrase("Take back your last change")),
    ABOUT,
)
OBSERVER: Lines = (
    ("status", Phrase("A project on one page")),
    ("forecast", Phrase("When the milestones will be met, and why")),
    ("list open", Phrase("The open tasks")),
    ("late", Phrase("What is past its date")),
    ("blockers", Phrase("What is stuck")),
    ("12", Phrase("Show a task's card")),
    ABOUT_READING,
)
MEMBER: Lines = (
    ("add Draft the contract @li by friday", Phrase("Add a task")),
    ("mine", Phrase("Your open tasks")),
    ("12", Phrase("Show a task's card")),
    ("done 12", Phrase("Finish a task")),
    ("12 @li by friday !high", Phrase("Change anything about a task")),
    ("block 12 waiting for the keys from @bo", Phrase("Say what stops a task")),
    ABOUT,
)
LEAD: Lines = (
    ("add Draft the contract @li by friday", Phrase("Add a task")),
    ("12 @li by friday after 9 ~2d", Phrase("Change anything about a task")),
    ("milestone Beta 17 March", Phrase("Promise a date")),
    ("forecast", Phrase("When the milestones will be met, and why")),
    ("blockers", Phrase("What is stuck")),
    ("standup new 9:30 weekdays", Phrase("Ask everybody once a day")),
    ABOUT,
)


def overview(
    role: Role | None, own: Mapping[str, str], *, is_admin: bool, is_direct: bool, is_bound: bool
) -> Message:
    """Return seven lines of what whoever asks can say here; `own` are the examples in their language."""
    lines = [
        item(Code(own.get(example, example)), text)
        for example, text in _lines(role, is_admin, is_direct, is_bound)
    ]
    if not is_direct:
        lines.append(note("Here in the channel, begin with /pm, or with my name where mentions reach me."))
    return Message((heading("What you can say"), *lines), _buttons(role))


def _lines(role: Role | None, is_admin: bool, is_direct: bool, is_bound: bool) -> Lines:  # noqa: FBT001 - named above
    if not is_direct and not is_bound:
        return UNBOUND
    match role:
        case None:
            return LEAD if is_admin and is_bound else NOWHERE
        case Role.OBSERVER | Role.SPONSOR:
            return OBSERVER
        case Role.MEMBER:
            return MEMBER
        case Role.LEAD:
            return LEAD


def _buttons(role: Role | None) -> tuple[Button, ...]:
    if role is None:
        return ()
    return (button("My tasks", "mine"), button("Late", "late"), button("Forecast", "forecast"))


def greeting(name: str, role: Role | None) -> Message:
    """Return the answer to who only says hello: what they could say next."""
    match role:
        case None:
            command = Code('project new "Web shop" key WEB')
            told = line(
                "Hello {name}. You are in no project yet; {command} begins one.", name=name, command=command
            )
        case Role.OBSERVER | Role.SPONSOR:
            told = line(
                "Hello {name}. Say {status} for a project on one page, or {late} for what is past its date.",
                name=name, status=Code("status"), late=Code("late"),
            )  # fmt: skip
        case Role.MEMBER | Role.LEAD:
            told = line(
                "Hello {name}. Say {add} for a new task, or {mine} for what is yours.",
                name=name, add=Code("add Draft the contract @li by friday"), mine=Code("mine"),
            )  # fmt: skip
    return Message((told,), (*_buttons(role)[:1], button("Help", "help")))


def described(spec: Spec, group: Sequence[Spec], language: str, *, may: bool = True) -> Message:
    """Return how a command goes, the reader's own words before the English ones, and what goes with it.

    `may`: whoever reads it may say it; else they are told who may.
    """
    words = tuple(dict.fromkeys((*spec.words_in(language), *spec.words)))
    also = phrase("also: {words}", words=Listed(words[1:])) if len(words) > 1 else None
    lines: list[Line] = [
        line("{usage}", usage=Code(spec.usage_in(language))),
        item(phrase(spec.summary), also),
        *([] if may else [_for_whom(spec)]),
    ]
    others = [one for one in group if one is not spec]
    if others:
        lines.append(line("What goes with it:"))
        lines.extend(_listed(others, language))
    return Message(tuple(lines))


def _for_whom(spec: Spec) -> Line:
    match spec.role:
        case Role.LEAD | Role.SPONSOR:
            return note("That is for the lead of a project.")
        case Role.MEMBER:
            return note("That is for the members of a project.")
        case Role.OBSERVER | None:
            return note("That is for those who are in a project.")


def grouped(group: Sequence[Spec], language: str) -> Message:
    """Return the commands of one kind."""
    return Message((heading("What you can say"), *_listed(group, language)))


def _listed(specs: Sequence[Spec], language: str) -> list[Line]:
    return [item(Code(_short(one.usage_in(language))), phrase(one.summary)) for one in specs[:MOST_OF_GROUP]]


def _short(usage: str) -> str:
    return usage if len(usage) <= LONGEST_USAGE else f"{usage[: LONGEST_USAGE - 1]}…"
