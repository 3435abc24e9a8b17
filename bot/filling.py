"""Asks for a form field by field where no form can be opened, and runs its command at the end."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot import asking, running
from bot.command import Commands, Request
from bot.errors import NotAllowed, NotFound, Over, UserError
from bot.incoming import Filled, Place, PlaceKind
from bot.message import Audience, Form, Line, Message
from bot.outgoing import Address, Reader, read_address
from bot.parameters.people import mentioned_names
from bot.services import forms
from bot.services.forms import Begun, Half
from bot.views import forms as views
from bot.views import people as person_views
from bot.wording import LANGUAGES, words
from bot.work import Here, Urgency
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Installation

CANCEL = frozenset({"cancel", "取消", "算了"})
SKIP = frozenset({"skip", "keep", "跳过", "跳過", "略过", "略過", "不变", "不變"})  # what stands there stays

Fault = Callable[[Request, str], Awaitable[UserError | None]]
Run = Callable[[Request, Filled], Awaitable[Message | None]]


class Filling:
    """Half-filled forms. They are asked for in the direct messages, wherever they were begun."""

    def __init__(self, commands: Commands, run: Run, fault: Fault) -> None:
        """Take the commands, what runs a form's command, and what tells what is wrong with a line."""
        self._commands = commands
        self._run = run
        self._fault = fault

    async def begin(self, request: Request, form: Form) -> Message:
        """Ask for the first field."""
        place = request.incoming.place
        begun = Begun(
            request.here.installation_id,
            request.here.address.text(),
            mentioned_names(request),
            "" if request.is_direct else place.name,
            place.is_private,
            request.topic,
        )
        half = await forms.begin(request.work, request.actor, _direct(request), form, begun)
        question = self._question(half)
        if request.is_direct:
            return question
        key = f"form/{half.row.id}"
        request.work.send(_direct(request), question, key=key, urgency=Urgency.ANSWER)
        if await _is_shut(request):
            return views.waits_for_start().to(Audience.ASKER)
        return views.elsewhere().to(Audience.ASKER)

    async def waiting(self, request: Request) -> int | None:
        """The number of the form that plain words fill here."""
        half = await forms.typed_into(request.work, request.actor, request.here)
        return half.row.id if half is not None else None

    async def typed(self, request: Request, text: str, *, is_command: bool = False) -> Message | None:
        """Put plain words into the field that was asked for lately; None if none was.

        None as well for a command (`is_command`) that the field can't take: it is run, and the form waits.
        """
        half = await forms.typed_into(request.work, request.actor, request.here)
        if half is None:
            return None
        if text.casefold() in CANCEL:
            half.end(request.work)
            return views.cancelled(half.row.id)
        if text.casefold() in SKIP and (half.field.value or not half.field.required):
            half.fill(_value(half))
            return await self._next(half, request)
        if is_command and not await self._can_take(half, text, request):
            return None
        return await self._put(half, text, request)

    async def _can_take(self, half: Half, text: str, request: Request) -> bool:
        try:
            await self._commands.readable(half.form.command, half.field.name, _chosen(half, text), request)
        except UserError:
            return False
        return True

    async def pressed(self, request: Request, number: int, at: int, what: str) -> Message:
        """Do what a button of a form says; one of an earlier field asks for the present one again.

        Raises:
            UserError: the form is somebody else's, filled or too old.
        """
        half = await forms.pressed_in(request.work, request.actor, number)
        if what == "cancel":
            half.end(request.work)
            return views.cancelled(half.row.id)
        if at != half.at:
            return self._question(half)
        choices = half.field.choices
        match what:
            case "back":
                half.at = max(half.at - 1, 0)
                half.keep(request.work)
                return self._question(half)
            case "skip":
                half.fill("")
            case "keep":
                half.fill(_value(half))
            case _ if int(what) < len(choices):
                half.fill(choices[int(what)].value)
            case _:
                return self._question(half)
        return await self._next(half, request)

    async def _put(self, half: Half, text: str, request: Request) -> Message:
        """Take it if it can be read, else ask again."""
        value = _chosen(half, text)
        if asking.LINE not in half.form.given:
            try:
                value = await self._commands.readable(half.form.command, half.field.name, value, request)
            except UserError as error:
                half.keep(request.work)
                return self._question(half, *error.message.lines)
        half.begun = replace(half.begun, mentioned={**half.begun.mentioned, **mentioned_names(request)})
        half.fill(value)
        return await self._next(half, request)

    async def _next(self, half: Half, request: Request) -> Message:
        if not half.is_full:
            half.keep(request.work)
            return self._question(half)
        half.end(request.work)
        direct = _direct(request)
        done = await running.attempt(lambda: self._complete(half, request), request)
        if not isinstance(done, Message):
            return await self._again(half, done, request)
        if done.form is not None:
            return self._question(
                await forms.begin(request.work, request.actor, direct, done.form, half.begun)
            )
        is_there = done.audience is Audience.PLACE and request.here.address != direct.address
        place = half.begun.name if is_there else ""
        filled = views.filled(half.row.id, half.form, half.last, place)
        request.work.send(direct, filled, key=f"form/{half.row.id}/filled", urgency=Urgency.ANSWER)
        return done

    async def _complete(self, half: Half, request: Request) -> Message:
        """Run it as if it had been said where the form was begun."""
        begun, form = half.begun, half.form
        said = Filled(form.command, {**form.given, **half.values}, begun.mentioned)
        request.incoming = replace(request.incoming, said=said)
        request.addressed = True
        address = read_address(begun.address)
        if not address.is_person:
            await _go_back(request, begun, address)
        return await self._run(request, said) or Message()

    async def _again(self, half: Half, error: UserError, request: Request) -> Message:
        """Ask for the field that is wrong once more; what no field can put right ends the form."""
        names = [one.name for one in half.form.fields]
        if error.field in names:
            half.at = names.index(error.field)
        elif len(names) == 1 and not await self._is_over(half, error, request):
            half.at = 0
        else:
            return views.over(half.row.id, error.message, half.form, half.values)
        half.row.answered_at = None
        half.keep(request.work)
        return self._question(half, *error.message.lines)

    async def _is_over(self, half: Half, error: UserError, request: Request) -> bool:
        """Whether what the form is about is no more, so that no other answer would do."""
        line = half.form.given.get(asking.LINE)
        if isinstance(error, NotFound):
            if line is None:
                return error.field in half.form.given
            return isinstance(await self._fault(request, line), NotFound)
        about = self._commands.specs[half.form.command].objects[:1]
        is_asked = half.form.fields[0].name in {one.name for one in about}
        return isinstance(error, Over | NotAllowed) and not is_asked

    def _question(self, half: Half, *above: Line) -> Message:
        return views.asked(half.row.id, half.form, half.at, _value(half), *above, place=half.begun.name)


def _value(half: Half) -> str:
    """What was said for the present field, or stands there."""
    return half.values.get(half.field.name, half.field.value)


def _chosen(half: Half, text: str) -> str:
    """A choice by its value or by what its button says, in any language; else the words as they are."""
    said = text.casefold()
    readers = [Reader(language) for language in LANGUAGES]
    for one in half.field.choices:
        if said in (one.value.casefold(), *(words(one.label, reader).casefold() for reader in readers)):
            return one.value
    return text


async def _go_back(request: Request, begun: Begun, address: Address) -> None:
    """Let what follows happen in the channel where the form was begun."""
    if request.project is None:
        found = await project_rows.channel(
            request.work.session, begun.installation_id, address.chat, address.thread
        )
        request.channel, request.project = found or (None, None)
    place = Place(PlaceKind.CHANNEL, address.chat, address.thread, begun.name, is_private=begun.is_private)
    request.incoming = replace(request.incoming, place=place)
    request.here = replace(request.here, address=address)
    request.topic = begun.topic
    request.is_direct = False


async def _is_shut(request: Request) -> bool:
    """Whether the asker can't be written to: then the way in stands in the group, once a day."""
    work, here = request.work, request.here
    found = await people_rows.login(work.session, here.installation_id, request.incoming.sender.external_id)
    if found is None or found[0].is_reachable:
        return False
    installation = await work.session.get_one(Installation, here.installation_id)
    told = person_views.call(request.actor, installation.bot_name)
    work.send(replace(here, person_id=None), told, key=f"call/{found[0].id}/{work.now.date()}")
    return True


def _direct(request: Request) -> Here:
    return replace(request.here, address=Address(request.incoming.sender.external_id, is_person=True))
