"""From what was said to the command that it means, and its running."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import asking, plain, running
from bot.calls import Calls, key_of_topic
from bot.command import MOST_SHOWN, Call, Commands, Done, Missing, Request, Unknown, polite
from bot.command.absent import absent
from bot.command.courtesy import Courtesy, asked_how, courtesy, without_asking, without_greeting
from bot.errors import UserError
from bot.filling import Filling
from bot.incoming import Filled, Words
from bot.message import Button, Message, Phrase, button, phrase, says
from bot.parameters import keys_in_front, my_projects
from bot.parameters.people import mentioned_names
from bot.services import answers, offers, questions, standings
from bot.views import absent as absent_views
from bot.views import help as help_views
from storage import standups as standup_rows
from storage.words import AnswerStatus

CHOSEN = re.compile(r"choose (?P<question>\d{1,15}) (?P<number>\d{1,2})")
FILLING = re.compile(
    r"fill (?P<question>\d{1,15}) (?P<field>\d{1,2}) (?P<what>keep|skip|back|cancel|\d{1,2})"
)
PLANNED = re.compile(r"finish\b", re.IGNORECASE)  # "finish WEB-1" among today's plans has not happened yet
IN_PROJECT = re.compile(r"in (?P<key>[A-Za-z][A-Za-z0-9]{1,9})\s*[:：]\s*(?P<line>\S.*)", re.DOTALL)


class Understanding:
    """Reads what was said to the bot, and runs the commands that it knows."""

    def __init__(self, commands: Commands) -> None:
        """Take the commands there are."""
        self._commands = commands
        self._calls = Calls(commands)
        self._filling = Filling(commands, self.filled, self._fault)

    async def said(self, request: Request, said: Words | Filled) -> Message | None:
        """Run what was said; where no form can be opened, it is asked for field by field.

        Raises:
            UserError: it can't be read, or a rule says no.
        """
        try:
            message = await self._said(request, said)
        except Missing as missing:
            form = asking.form_for(missing, _with_project(request))
            if form is None or isinstance(request.incoming.said, Filled):
                raise
            message = Message(form=form)
        if message is None or message.form is None or request.incoming.shows_forms:
            return message
        return await self._filling.begin(request, message.form)

    async def _said(self, request: Request, said: Words | Filled) -> Message | None:
        match said:
            case Words():
                return await self.words(request, said)
            case Filled():
                return await self.filled(request, said)

    async def filled(self, request: Request, said: Filled) -> Message | None:
        """Run the command of a form, or the line that it completes.

        Raises:
            UserError: a field can't be read, or a rule says no.
        """
        line = asking.completed(said)
        if line is not None:
            request.incoming = replace(request.incoming, said=line)
            return await self.words(request, line)
        return await running.run(await self._commands.filled(said.command, said.values, request), request)

    async def words(self, request: Request, said: Words) -> Message | None:
        """Run what words say; None where they are not for the bot.

        Raises:
            UserError: they can't be read, or a rule says no.
        """
        text = plain.without_its_question(polite(said.text), self._commands)
        text = await self._typed_button(text, request)
        if (found := FILLING.fullmatch(text)) is not None:
            return await self._filling.pressed(
                request, int(found["question"]), int(found["field"]), found["what"]
            )
        text = await self._in_project(await self._chosen(text, request), request)
        text = self._as_help(text)
        request.line = text
        if request.addressed:
            text = await self._at_the_mention(text, said.behind, request)
            request.line = text
            return await self._addressed(text or "help", request)
        if request.is_direct:
            return await self._plain(text, request)
        return await self._reply(text, request)

    def _as_help(self, text: str) -> str:
        """The help that a question such as "how do I add a task" asks for; else the same text."""
        asked = asked_how(text)
        found = self._commands.find(asked) if asked else None
        if found is not None:
            return f"help {found[0].words[0]}"
        return "help" if asked == "" else text

    async def _at_the_mention(self, text: str, behind: str, request: Request) -> str:
        """Of a line with our name in its middle what reads: what stands behind it, all, what is before."""
        behind = polite(behind)
        if not behind:
            return text
        for part in (behind, text, text.removesuffix(behind).rstrip(" ,，:：")):
            call, _ = await self._calls.tried(part, request)
            if call is not None or await self._greeted(part, request) is not None:
                return part
        return text if request.topic else behind

    async def _typed_button(self, text: str, request: Request) -> str:
        """The line of the button whose words were typed: from there on it was pressed; else the same text."""
        said = request.incoming.said
        if isinstance(said, Words) and said.pressed:
            return text
        line = await offers.typed(request, self._commands, text)
        if line is None or not await self._may_be_said(line, request):
            return text
        words = Words(line, addressed=True, pressed=True)
        request.incoming = replace(request.incoming, said=words, reply_to="")
        request.addressed, request.topic = True, None
        return line

    async def _may_be_said(self, line: str, request: Request) -> bool:
        """Whether a button may be typed: while a form or a stand-up waits for an answer, one of theirs."""
        waiting = await self._filling.waiting(request)
        if FILLING.fullmatch(line) is not None:
            return line.startswith(f"fill {waiting} ")
        if request.addressed or request.incoming.reply_to:
            return True
        return waiting is None and (line.startswith("standup ") or not await _is_asked(request))

    async def _addressed(self, text: str, request: Request) -> Message:
        """A command for sure: with a mention, a slash or a button. A key in a sentence shows its card."""
        if (answer := await _courteous(text, request)) is not None:
            return answer
        call = await self._calls.read(text, request) or await self._greeted(text, request)
        call = call or await self._calls.in_sentence(text, request)
        if call is None and (answered := await _answered(text, request)) is not None:
            return answered
        if call is None:
            call = await self._noted(text, request)
        return await running.run(call, request)

    async def _greeted(self, text: str, request: Request) -> Call | None:
        """The command behind "hey …" and "can you …", where it can hardly be anything else."""
        line = without_greeting(text)
        if line == text:
            return None
        call, _ = await self._calls.tried(line, request)
        return call if call is not None and plain.is_command(line, call, is_asked=False) else None

    async def _noted(self, text: str, request: Request) -> Call:
        """Words that are no command are a note, where they answer a task's card in its thread.

        Raises:
            Unknown: they stand elsewhere, or are a misspelt command.
        """
        unknown = await self._calls.unknown(text, request)
        key = await key_of_topic(request)
        said = request.incoming.said
        is_said = isinstance(said, Words) and not said.pressed
        if key is None or not is_said or unknown.choices or request.incoming.was_edited:
            raise unknown
        call = await self._calls.about(key, f"note {text}", request)
        if call is None:
            raise unknown
        return call

    async def _reply(self, text: str, request: Request) -> Message | None:
        """People in a channel talk to each other, also under our posts: few lines are for us."""
        call, error = await self._calls.tried(text, request)
        if error is not None and self._is_a_slip(text, error):
            raise error
        if call is None or not plain.names_object(call) or not plain.is_command(text, call, is_asked=True):
            return await answers.hear(request, text)
        return await running.run(call, request)

    def _is_a_slip(self, text: str, error: UserError) -> bool:
        """Whether it is a command whose thing is not there: `done WEB-99`, `WEB-99 done`."""
        keys, behind = keys_in_front(text)
        is_first = len(keys) == 1 and bool(keys[0].project)
        found = self._commands.find(behind if is_first else without_asking(text))
        if is_first and found is not None:
            found = (found[0], f"{keys[0]} {found[1]}")
        return plain.is_a_slip(text, found, error)

    async def _plain(self, text: str, request: Request) -> Message:
        """A plain line in private: a command if it can be nothing else, else the answer, else asked back."""
        is_asked = await _is_asked(request)
        call, error = await self._calls.tried(text, request)
        is_command = call is not None and plain.is_command(text, call, is_asked=is_asked)
        if not await self._is_command_beside_a_form(text, request):
            filled = await self._filling.typed(request, text, is_command=is_command)
            if filled is not None:
                return filled
        if call is not None and is_command:
            return await running.run(call, request)
        if (answer := await _courteous(text, request)) is not None:
            return answer
        if error is not None and self._is_a_slip(text, error):
            raise error
        answered = await answers.hear(request, text)
        if answered is not None:
            return (
                answered if call is None else answered.offering(*await _offered([_as_typed(text)], request))
            )
        if error is not None and plain.is_worth_telling(text, error):
            raise error
        unfolded = await self._calls.in_sentence(text, request)
        if unfolded is not None:
            return await running.run(unfolded, request)
        return await self._asked_back(text, call, request)

    async def _is_command_beside_a_form(self, text: str, request: Request) -> bool:
        """While a form is open, only a command word with a thing that is there is no answer to it."""
        if not text or keys_in_front(text)[0]:
            return not text
        call, _ = await self._calls.tried(text, request)
        if call is None:
            return False
        return plain.is_always(call) or (
            plain.names_object(call) and plain.is_command(text, call, is_asked=True)
        )

    async def _asked_back(self, text: str, call: Call | None, request: Request) -> Message:
        """Nothing is changed; what could be meant is offered."""
        meant = self._calls.misspelt(text)
        if call is None and meant is not None:
            raise Unknown(text, meant)
        options = [_as_typed(text)] if call is not None else await self._corrected(text, request)
        if not options and plain.may_be_a_title(text) and await my_projects(request):
            options = [(phrase("Add it as a task"), f"add {text}")]
        buttons = await _offered(options, request)
        return says("I'm not sure what to do with that. Nothing was changed.").offering(
            *buttons, button("Help", "help")
        )

    async def _corrected(self, text: str, request: Request) -> list[tuple[Phrase, str]]:
        """The line with the nearest command in front, where that reads strictly."""
        for line in self._calls.alike(text):
            call, _ = await self._calls.tried(line, request)
            if call is not None and plain.is_command(line, call, is_asked=True) and line != "help":
                return [_as_typed(line)]
        return []

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

    async def _fault(self, request: Request, line: str) -> UserError | None:
        """What is wrong with a line, for whoever asks for the rest of it."""
        before = request.project
        _, error = await self._calls.tried(await self._in_project(line, request), request)
        request.project = before
        return error

    async def aside(self, line: str, request: Request) -> Done | None:
        """Run a line of an answer that is a command: it names a thing, and can be nothing else."""
        words = polite(line)
        if PLANNED.match(words):
            return None
        call, _ = await self._calls.tried(words, request)
        if call is None or not plain.names_object(call) or not plain.is_command(words, call, is_asked=True):
            return None
        command = request.work.command
        done = await running.attempt(lambda: running.run(call, request), request)
        request.work.command = command
        if isinstance(done, UserError):
            return Done(call.spec.name, call.values, done.message, is_done=False)
        return Done(call.spec.name, call.values, done, is_done=True)


async def _answered(text: str, request: Request) -> Message | None:
    """Words with our name that are no command answer the stand-up's question under which they stand."""
    said = request.incoming.said
    if request.is_direct or (isinstance(said, Words) and said.pressed):
        return None
    return await answers.hear(request, text)


async def _courteous(text: str, request: Request) -> Message | None:
    """The answer to who greets, thanks, or asks for what is not there; None to who says more."""
    match courtesy(text):
        case Courtesy.GREETING:
            standing = await standings.of(request)
            return help_views.greeting(request.actor.name, standing.role)
        case Courtesy.THANKS:
            return says("You're welcome.")
        case None:
            kind = absent(text)
            return absent_views.told(kind) if kind is not None else None


def _with_project(request: Request) -> str:
    """The line that is read, so that it means the same when it is said again in private."""
    if request.project is None or not request.is_direct:
        return request.line
    return f"in {request.project.key}: {request.line}"


def _as_typed(text: str) -> tuple[Phrase, str]:
    """A whole line as a choice."""
    shown = text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"
    return phrase("{command}", command=" ".join(shown.split())), text


async def _offered(options: Sequence[tuple[Phrase, str]], request: Request) -> tuple[Button, ...]:
    return await questions.choice(
        request.work, request.actor, request.here, options, mentioned_names(request)
    )


async def _is_asked(request: Request) -> bool:
    """Whether a question is open that nobody has answered yet."""
    found = await standup_rows.open_answers(
        request.work.session,
        request.work.workspace.id,
        request.actor.id,
        request.work.now - answers.TAKEN_FOR,
    )
    return any(given.status is AnswerStatus.ASKED for given, _, _ in found)
