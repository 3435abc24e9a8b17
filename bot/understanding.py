"""From what was said to the command that it means, and its running."""

import re
from dataclasses import replace

from bot.command import Call, Commands, Request, Unknown, polite, with_names
from bot.errors import NotAllowed, UserError
from bot.incoming import Filled, Words
from bot.message import Message, button, says
from bot.parameters import keys_in_front, my_projects
from bot.services import people, questions, standups
from bot.work import THIS_CHANGE
from storage import projects as project_rows
from storage.models import Project
from storage.words import Role

OBSTACLE = re.compile(
    r"\b(?P<key>(?:[A-Z][A-Z0-9]{1,9}-)?\d+)\s+(?:is\s+|['’]s\s+)?(?:blocked|stuck)\b"
    r"(?:\s*[:,\-\u2013]\s*|\s+(?:by|on|because)\s+|\s+)(?P<reason>\S.*)"
)  # "WEB-12 is blocked: waiting for the keys": what is in a task's way, said in an answer

CHOSEN = re.compile(r"choose (?P<question>\d{1,15}) (?P<number>\d{1,2})")
IN_PROJECT = re.compile(r"in (?P<key>[A-Za-z][A-Za-z0-9]{1,9})\s*[:：]\s*(?P<line>\S.*)", re.DOTALL)


class Understanding:
    """Reads what was said to the bot, and runs the commands that it knows."""

    def __init__(self, commands: Commands) -> None:
        """Take the commands there are."""
        self._commands = commands

    async def filled(self, request: Request, said: Filled) -> Message:
        """Run the command of a form.

        Raises:
            UserError: a field can't be read, or a rule says no.
        """
        return await self._run(await self._commands.filled(said.command, said.values, request), request)

    async def words(self, request: Request, said: Words) -> Message | None:
        """Run what words say; None where they are not for the bot.

        Raises:
            UserError: they can't be read, or a rule says no.
        """
        text = await self._in_project(await self._chosen(polite(said.text), request), request)
        request.line = text
        try:
            call = await self._read(text, request)
        except UserError:
            if request.addressed:
                raise
            call = None
        if call is not None:
            return await self._run(call, request)
        if not request.addressed:
            return await self._unaddressed(text, request)
        raise self._unknown(text)

    def _unknown(self, text: str) -> Unknown:
        word, *rest = text.split(maxsplit=1) or [""]
        nearest = self._commands.nearest(word) if word else None
        return Unknown(word, " ".join((nearest, *rest)) if nearest else None)

    async def _chosen(self, text: str, request: Request) -> str:
        """The line behind a button of a question, said where the question was asked; else the same text."""
        found = CHOSEN.fullmatch(text)
        if found is None:
            return text
        chosen = await questions.chosen(
            request.work, request.actor, int(found["question"]), int(found["number"])
        )
        words = Words(chosen.line, addressed=True, pressed=True, mentioned=chosen.mentioned)
        request.incoming = replace(request.incoming, said=words)
        if request.project is None:
            request.channel, request.project = chosen.channel, chosen.project
        return chosen.line

    async def _in_project(self, text: str, request: Request) -> str:
        """What follows `in WEB:` is read as if it was said in that project's channel."""
        found = IN_PROJECT.fullmatch(text)
        if found is None:
            return text
        mine = [one for one, _ in await my_projects(request) if one.key == found["key"].upper()]
        if not mine:
            return text
        request.project = mine[0]
        return found["line"]

    async def _unaddressed(self, text: str, request: Request) -> Message | None:
        """Plain words in private answer the open question, if there is one."""
        if not request.is_direct:
            return None
        if text and await standups.answer(request.work, request.actor, with_names(text, request)) is not None:
            done = await self._done_by_the_way(text, request)
            request.work.command = "answer"
            noted = says("Noted.").offering(button("Undo", f"undo {THIS_CHANGE}"))
            return noted.plus(*(line for one in done for line in one.lines))
        return _what_now()

    async def _done_by_the_way(self, text: str, request: Request) -> list[Message]:
        """Lines of an answer that are commands, and what it says is in the way of a task."""
        done: list[Message] = []
        for one in text.splitlines():
            call = await self._by_the_way(one, request)
            if call is not None:
                done.append(await self._run(call, request))
        return done

    async def _by_the_way(self, line: str, request: Request) -> Call | None:
        found = OBSTACLE.search(line)
        words = f"block {found['key']} {found['reason']}" if found else line
        try:
            return await self._read(polite(words), request)
        except UserError:
            return None

    async def _read(self, text: str, request: Request) -> Call | None:
        """A command as it is, or with its keys first: `12 done`, `12 @li`, `12`."""
        keys, rest = keys_in_front(text)
        if not keys:
            return await self._commands.read(text, request)
        named = " ".join(str(key) for key in keys)
        if not rest:
            return await self._commands.read(f"show {named}", request)
        found = self._commands.find(rest)
        if found is not None and found[0].objects:
            return await self._commands.read(f"{found[0].words[0]} {named} {found[1]}", request)
        return await self._commands.read(f"edit {named} {rest}", request)

    async def _run(self, call: Call, request: Request) -> Message:
        await _check_role(call, request)
        request.work.command = call.spec.name
        message = await call.run(request)
        if request.work.has_changes:
            await _note_use(call, request)
        return message


def _what_now() -> Message:
    return says("I'm not sure what to do with that. Nothing was changed.").offering(button("Help", "help"))


async def _check_role(call: Call, request: Request) -> None:
    """Refuse who is not in the project of what they name, or may less than the command asks.

    Raises:
        NotAllowed: says who may.
    """
    needed = call.spec.role
    if needed is None or request.actor.is_admin:
        return
    for project_id in await _projects(call, request):
        member = await project_rows.member(request.work.session, project_id, request.actor.id)
        if people.rank(member.role if member else None) < people.rank(needed):
            raise await _not_allowed(request, project_id, needed)


async def _note_use(call: Call, request: Request) -> None:
    """Offer this project first the next time that somebody has to say which one."""
    for project_id in await _projects(call, request):
        member = await project_rows.member(request.work.session, project_id, request.actor.id)
        if member is not None:
            member.last_used_at = request.work.now


async def _not_allowed(request: Request, project_id: int, needed: Role) -> NotAllowed:
    leads = await project_rows.leads(request.work.session, project_id)
    names = leads[0].name if leads else "an admin"
    if needed is Role.LEAD:
        return NotAllowed("That is for the lead of the project. Ask {name}.", name=names)
    return NotAllowed("You are not in this project. Ask {name} to invite you.", name=names)


async def _projects(call: Call, request: Request) -> set[int]:
    """The projects of what is named, else the one of the place, else my only one (of several we ask)."""
    found = {one for value in call.values.values() for one in _project_ids(value)}
    if found:
        return found
    if request.project is not None:
        return {request.project.id}
    known = await my_projects(request)
    return {known[0][0].id} if len(known) == 1 else set()


def _project_ids(value: object) -> list[int]:
    if isinstance(value, tuple):
        return [one for item in value for one in _project_ids(item)]
    if isinstance(value, Project):
        return [value.id]
    project_id = getattr(value, "project_id", None)
    return [project_id] if isinstance(project_id, int) else []
