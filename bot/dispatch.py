"""What came in becomes one unit of work: heard once, understood, done, answered, committed."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.command import Call, Commands, Request, Unknown, polite, with_names
from bot.errors import NotAllowed, UserError
from bot.incoming import Answer, Fact, FactKind, Filled, Incoming, Outcome, PlaceKind, Words
from bot.message import Audience, Message, button, says
from bot.outgoing import Address, Reader
from bot.parameters import keys_in_front, my_projects
from bot.services import people, standups
from bot.when.meaning import Reading
from bot.wording import shown
from bot.work import THIS_CHANGE, Here, Urgency, Work
from storage import delivery, outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage.database import Database, WriterBusy
from storage.models import Channel, Installation, Project, Workspace
from storage.words import Platform, Role

WRITER_WAIT = 1.5  # seconds; a unit that has not got the writer by then is not begun
ACKNOWLEDGE_AFTER = 2.5  # seconds; Slack gives three

OBSTACLE = re.compile(
    r"\b(?P<key>(?:[A-Z][A-Z0-9]{1,9}-)?\d+)\s+(?:is\s+|['’]s\s+)?(?:blocked|stuck)\b"
    r"(?:\s*[:,\-\u2013]\s*|\s+(?:by|on|because)\s+|\s+)(?P<reason>\S.*)"
)  # "WEB-12 is blocked: waiting for the keys": what is in a task's way, said in an answer

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ride:
    """Whether the answer can still go back on the acknowledgement."""

    is_open: bool = True


class Dispatch:
    """The way of a command. `on_commit` is called when there may be something to deliver."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        commands: Commands,
        *,
        admins: frozenset[str] = frozenset(),
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        """Take what a unit needs; `admins` are logins such as "slack:U123" that administer from the start."""
        self._database = database
        self._clock = clock
        self._commands = commands
        self._admins = admins
        self._on_commit = on_commit
        self._running: set[asyncio.Task[Answer]] = set()

    async def receive(self, incoming: Incoming) -> Answer:
        """Do what was said, once; the unit goes on even if whoever waits gives up."""
        ride = Ride(is_open=incoming.rides > 0 or incoming.shows_forms)
        unit = asyncio.create_task(self._unit(incoming, ride))
        self._running.add(unit)
        unit.add_done_callback(self._running.discard)
        done, _ = await asyncio.wait({unit}, timeout=ACKNOWLEDGE_AFTER)
        if done:
            return unit.result()
        ride.is_open = False
        return Answer(Outcome.SLOW)

    async def finish(self) -> None:
        """Wait for the units that run."""
        if self._running:
            await asyncio.wait(self._running)

    async def _unit(self, incoming: Incoming, ride: Ride) -> Answer:
        try:
            async with self._database.begin(wait=WRITER_WAIT) as session:
                answer = await self._worked(session, incoming, ride)
        except WriterBusy:
            return Answer(Outcome.BUSY)
        except DBAPIError:
            log.exception("unit of work failed", extra={"key": incoming.key})
            return Answer(Outcome.FAILED)
        self._on_commit()
        return answer

    async def _worked(self, session: AsyncSession, incoming: Incoming, ride: Ride) -> Answer:
        now = self._clock.now()
        if not await outbox.hear(session, incoming.key, now):
            return Answer(Outcome.TWICE)
        known = await people_rows.installation(
            session, Platform(incoming.bot.platform), incoming.bot.external_id
        )
        if known is None:
            log.warning("unknown installation", extra={"platform": incoming.bot.platform})
            return Answer(Outcome.DONE)
        installation, workspace = known
        work = Work(session, now, workspace, origin=f"{incoming.bot.platform}/{incoming.place.chat}")
        request = await self._request(work, incoming, installation, workspace)
        message = await self._answered(work, incoming, installation, request)
        answer = self._given(work, incoming, installation, request, message, ride)
        await work.finish()
        return answer

    async def _answered(
        self, work: Work, incoming: Incoming, installation: Installation, request: Request | None
    ) -> Message | None:
        """Run it in a savepoint: an error leaves nothing behind but its sentence."""
        savepoint = await work.session.begin_nested()
        try:
            if request is None:
                message = await self._stranger(work, incoming, installation)
            else:
                message = await self._said(request)
            await work.session.flush()
        except UserError as error:
            await savepoint.rollback()
            work.forget()
            return error.message.to(Audience.PRIVATE)
        except Exception as error:
            await savepoint.rollback()
            work.forget()
            return self._our_fault(incoming, error)
        await savepoint.commit()
        if work.has_changes:
            await work.change()
        return work.named(message) if message else None

    def _our_fault(self, incoming: Incoming, error: Exception) -> Message:
        reference = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(4))
        log.error("a command failed", exc_info=error, extra={"reference": reference, "key": incoming.key})
        return says(
            "That didn't work, and it's my fault, not yours. Nothing was changed. "
            "Reference {reference}, for whoever looks after me.",
            reference=reference,
        ).to(Audience.PRIVATE)

    async def _request(
        self, work: Work, incoming: Incoming, installation: Installation, workspace: Workspace
    ) -> Request | None:
        met = await people.meet(work, incoming, installation)
        person = met.person
        if person is None:
            return None
        if f"{installation.platform}:{incoming.sender.external_id}" in self._admins and not person.is_admin:
            work.set(person, is_admin=True)
        work.actor = person
        channel, project = await self._place(work, incoming, installation)
        zone = person.zone or (project.zone if project else workspace.zone)
        language = person.language or (project.language if project else None) or workspace.language
        reading = Reading(
            work.now.astimezone(ZoneInfo(zone)), language, person.date_order, person.next_weekday
        )
        here = Here(installation.id, _address(incoming), language, zone, person.id)
        topic = await self._topic(work, incoming, installation)
        is_direct = incoming.place.kind is PlaceKind.DIRECT
        addressed = not isinstance(incoming.said, Words) or incoming.said.addressed
        return Request(work, person, here, reading, incoming, channel, project, is_direct, addressed, topic)

    async def _place(
        self, work: Work, incoming: Incoming, installation: Installation
    ) -> tuple[Channel | None, Project | None]:
        if incoming.place.kind is PlaceKind.DIRECT:
            return None, None
        found = await project_rows.channel(
            work.session, installation.id, incoming.place.chat, incoming.place.thread
        )
        return found or (None, None)

    async def _topic(self, work: Work, incoming: Incoming, installation: Installation) -> str | None:
        if not incoming.reply_to:
            return None
        post = await outbox.post_by_ref(work.session, installation.id, incoming.reply_to)
        return post.topic if post else None

    async def _stranger(self, work: Work, incoming: Incoming, installation: Installation) -> Message | None:
        person = await people.claim(work, incoming, installation)
        if person is not None:
            work.actor = person
            if person.is_admin:
                return says(
                    "Welcome, {name}. You administer Drumbeat here. Try {command}.",
                    name=person.name,
                    command="help",
                )
            return says("Welcome, {name}. Try {command}.", name=person.name, command="help")
        is_silent = isinstance(incoming.said, Fact) and incoming.said.kind is not FactKind.STARTED
        if is_silent or await people.is_told_today(work, incoming, installation):
            return None
        return says("I don't know you here yet. Ask a lead or an admin of the team for an invitation.").to(
            Audience.PRIVATE
        )

    async def _said(self, request: Request) -> Message | None:
        said = request.incoming.said
        match said:
            case Words():
                return await self._words(request, said)
            case Filled(command, values):
                call = await self._commands.filled(command, values, request)
                return await self._run(call, request)
            case Fact(kind):
                return await self._fact(request, kind)

    async def _fact(self, request: Request, kind: FactKind) -> Message | None:
        """What the platform told: somebody can, or can't, be written to."""
        if kind not in (FactKind.STARTED, FactKind.BLOCKED):
            return None
        session, here = request.work.session, request.here
        login = request.incoming.sender.external_id
        is_reachable = kind is FactKind.STARTED
        await delivery.set_reachable(session, here.installation_id, login, is_reachable=is_reachable)
        if not is_reachable:
            return None
        address = Address(login, is_person=True).text()
        await delivery.unpark(session, here.installation_id, address, request.work.now)
        return says("Hello, {name}. I can write to you here from now on.", name=request.actor.name).offering(
            button("Help", "help")
        )

    async def _words(self, request: Request, said: Words) -> Message | None:
        if request.incoming.was_edited:
            return None
        claimed = await people.claim(request.work, request.incoming, await self._installation(request))
        if claimed is not None:
            return says("Welcome, {name}. You administer Drumbeat here.", name=claimed.name)
        text = polite(said.text)
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
        word = text.split(maxsplit=1)[0] if text else ""
        raise Unknown(word, self._commands.nearest(word) if word else None)

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

    async def _installation(self, request: Request) -> Installation:
        return await request.work.session.get_one(Installation, request.here.installation_id)

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
        return await call.run(request)

    def _given(
        self,
        work: Work,
        incoming: Incoming,
        installation: Installation,
        request: Request | None,
        message: Message | None,
        ride: Ride,
    ) -> Answer:
        """The answer on the acknowledgement where it fits, else as a letter."""
        if message is None:
            return Answer(Outcome.DONE)
        reader = _reader(work, request)
        if message.form is not None and incoming.shows_forms and ride.is_open:
            return Answer(Outcome.DONE, reader=reader, form=message.form)
        if message.audience is not Audience.PLACE and ride.is_open and _fits(message, reader, incoming.rides):
            return Answer(Outcome.DONE, message, reader)
        place = (
            request.here
            if request
            else Here(installation.id, _address(incoming), reader.language, reader.zone)
        )
        work.send(
            _seat(place, message, incoming), message, key=f"answer/{incoming.key}", urgency=Urgency.ANSWER
        )
        return Answer(Outcome.DONE)


def _seat(here: Here, message: Message, incoming: Incoming) -> Here:
    """Where an answer goes: in place, in place for the asker alone, or in their direct messages."""
    address = here.address
    if message.audience is Audience.PLACE or address.is_person:
        return here
    if incoming.response_url:
        return replace(here, address=Address("", response_url=incoming.response_url))
    if incoming.bot.platform == Platform.TELEGRAM and message.audience is Audience.PRIVATE:
        return replace(here, address=Address(incoming.sender.external_id, is_person=True))
    return replace(here, address=replace(address, only_for=incoming.sender.external_id))


def _address(incoming: Incoming) -> Address:
    if incoming.place.kind is PlaceKind.DIRECT:
        return Address(incoming.sender.external_id, is_person=True)
    return Address(incoming.place.chat, incoming.place.thread)


def _reader(work: Work, request: Request | None) -> Reader:
    if request is None:
        return Reader(work.workspace.language, work.workspace.zone, work.now)
    return Reader(request.here.language, request.here.zone, work.now)


def _fits(message: Message, reader: Reader, characters: int) -> bool:
    return sum(len(shown(line, reader).text) + 1 for line in message.lines) <= characters


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
