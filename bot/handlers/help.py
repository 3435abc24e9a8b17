"""Help, history and the way back."""

from bot.command import Commands, Request, Spec
from bot.errors import NotFound
from bot.handlers.chinese import EXAMPLES
from bot.message import Code, Instant, Line, Listed, Message, Phrase, heading, item, line, note, phrase, says
from bot.services import cards, history
from bot.views import tasks as task_views
from storage.models import Task
from storage.words import EventKind, Role

OVERVIEW = (
    ("add Draft the contract @li by friday", Phrase("Add a task")),
    ("mine", Phrase("Your open tasks")),
    ("12", Phrase("Show a task's card")),
    ("done 12", Phrase("Finish a task")),
    ("12 @li by friday !high", Phrase("Change anything about a task")),
    ("late", Phrase("What is past its date")),
    ("undo", Phrase("Take back your last change")),
)


def register(commands: Commands) -> None:
    """Make the commands known."""

    async def help_(request: Request, text: str = "") -> Message:
        """`help`, `help add`."""
        return _one(commands, text, request.here.language) if text else _overview(request)

    commands.add("help", "What you can say", role=None, plain=("help ",))(help_)
    commands.add("undo", "Take back your last change", role=None, alone=True)(undo)
    commands.add("history", "What happened to a task", role=Role.OBSERVER)(history_of)


async def undo(request: Request, change: int | None = None) -> Message:
    """`undo`, or the button of a change."""
    taken_back = await history.undo(request.work, change, by=request.actor)
    changed = [await cards.of(request.work, one) for one in request.work.touched(Task)]
    if [request.topic] == [f"task/{one.task.id}" for one in changed]:
        return task_views.card(changed[0], note("Taken back.")).offering(task_views.put_back())
    said = says("Taken back: {command}.", command=Code(taken_back.command or "?"))
    return said.plus(*task_views.as_they_are(changed)).offering(task_views.put_back())


async def history_of(request: Request, task: Task) -> Message:
    """`history 12`."""
    entries = await history.of_task(request.work, task)
    lines = (_entry(entry, values) for entry, values in history.sentences(entries))
    return Message((heading("What happened to “{title}”", title=task.title), *lines))


def _entry(entry: history.Entry, values: dict[str, object]) -> Line:
    who = entry.who or "Drumbeat"
    if entry.event.kind is EventKind.CREATED:
        return item(Instant(entry.change.at), phrase("{name} added it", name=who))
    shown = ", ".join(f"{name} → {value}" for name, value in values.items())
    return item(Instant(entry.change.at), phrase("{name}: {what}", name=who, what=shown))


def _overview(request: Request) -> Message:
    english = tuple(example for example, _ in OVERVIEW)
    examples = EXAMPLES.get(request.here.language, english)
    lines = (item(Code(one), text) for one, (_, text) in zip(examples, OVERVIEW, strict=True))
    place = (
        line("Here in the channel, begin with my name or the slash command.")
        if not request.is_direct
        else None
    )
    return Message((heading("What you can say"), *lines, *((place,) if place else ())))


def _one(commands: Commands, word: str, language: str) -> Message:
    found = commands.find(word)
    if found is None:
        nearest = commands.nearest(word)
        raise NotFound(
            "I don't know “{word}”. Did you mean “{nearest}”?", word=word[:40], nearest=nearest or "help"
        )
    return _described(found[0], language)


def _described(spec: Spec, language: str) -> Message:
    """How a command goes, with the reader's own words for it before the English ones."""
    own = spec.words_in(language)
    words = tuple(dict.fromkeys((*own, *spec.words)))
    return Message(
        (
            line("{usage}", usage=Code(spec.usage_in(language))),
            item(phrase(spec.summary), phrase("also: {words}", words=Listed(words[1:]))),
        ),
    )
