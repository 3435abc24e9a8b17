"""Help, and the way back."""

from bot.command import Commands, Request
from bot.errors import NotFound, Refused
from bot.handlers.chinese import EXAMPLES, KINDS
from bot.message import Code, Instant, Message, button, note, says
from bot.services import cards, history, standings
from bot.services.standings import Standing
from bot.views import help as views
from bot.views import tasks as task_views
from storage.models import Change, Task

OPENED_BY = {"setup save": "setup", "standup fill": "answer", "task save": "task edit"}


ALL = frozenset({"me", "all", "everything", "please", "commands", "我", "全部", "所有", "命令", "指令"})


def register(commands: Commands) -> None:
    """Make the commands known."""

    async def help_(request: Request, text: str = "") -> Message:
        """`help`, `help add`."""
        standing = await standings.of(request)
        language = request.here.language
        if not text or text.casefold().strip(" ?？") in ALL:
            return _overview(standing, language)
        return _about(commands, text, standing, language)

    commands.add("help", "What you can say", role=None, plain=("help ",))(help_)

    async def undo(request: Request, change: int | None = None) -> Message:
        """`undo`, or the button of a change."""
        return await _undo(request, change, commands)

    commands.add("undo", "Take back your last change", role=None, alone=True)(undo)


async def _undo(request: Request, change: int | None, commands: Commands) -> Message:
    last = await history.last(request.work, request.actor) if change is None else None
    if last is not None and not history.is_fresh(request.work, last):
        raise _is_old(last, _in_words(last.command or "?", request.reading.language, commands))
    taken_back = await history.undo(request.work, change, by=request.actor)
    changed = [await cards.of(request.work, one) for one in request.work.touched(Task)]
    if [request.topic] == [f"task/{one.task.id}" for one in changed]:
        return task_views.card(changed[0], note("Taken back.")).offering(task_views.put_back())
    command = Code(_in_words(taken_back.command or "?", request.reading.language, commands))
    said = says("Taken back: {command}.", command=command)
    return said.plus(*task_views.as_they_are(changed)).offering(task_views.put_back())


def _is_old(change: Change, command: str) -> Refused:
    """Say what the last change is, which is of another day, and ask whether it is meant."""
    return Refused(
        "Your last change is {command}, {moment}. Take it back?",
        button("Undo", f"undo {change.id}"),
        command=Code(command),
        moment=Instant(change.at),
    )


def _in_words(name: str, language: str, commands: Commands) -> str:
    """A command as one says it in a language; of a form's, the one that opens it."""
    known = commands.specs.get(OPENED_BY.get(name, name))
    return known.words_in(language)[0] if known is not None else name


def _overview(one: Standing, language: str) -> Message:
    own = EXAMPLES.get(language, {})
    return views.overview(
        one.role, own, is_admin=one.is_admin, is_direct=one.is_direct, is_bound=one.is_bound
    )


def _about(commands: Commands, word: str, standing: Standing, language: str) -> Message:
    """`help add`, `help standup`: the command, and those of its group that one may say."""
    found = commands.find(word)
    kind = found[0].group if found is not None else KINDS.get(word, word.casefold())
    group = [one for one in commands.specs.values() if one.group == kind and standing.may(one)]
    if found is not None:
        return views.described(found[0], group, language, may=standing.may(found[0]))
    if group:
        return views.grouped(group, language)
    raise _unknown(word, commands.alike(word))


def _unknown(word: str, alike: list[str]) -> NotFound:
    buttons = [button("help {word}", f"help {one}", word=one) for one in alike]
    buttons.append(button("Help", "help"))
    if not alike:
        return NotFound("I don't know “{word}”.", *buttons, word=word[:40])
    return NotFound(
        "I don't know “{word}”. Did you mean “{nearest}”?", *buttons, word=word[:40], nearest=alike[0]
    )
