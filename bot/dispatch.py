"""What came in becomes one unit of work: heard once, understood, done, answered, committed."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import answering, facts
from bot.answering import Ride, Told
from bot.clock import Clock
from bot.command import Commands, Request, polite
from bot.errors import THIS_LINE, UserError
from bot.incoming import Answer, Bot, Fact, FactKind, Filled, Incoming, Outcome, PlaceKind, Words
from bot.message import Audience, Code, Message, says
from bot.outgoing import Reader
from bot.parameters.people import mentioned_names
from bot.services import answers, calendars, consequences, effects, people, questions, task_news
from bot.understanding import Understanding
from bot.when.meaning import Reading
from bot.work import Here, Work
from storage import outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage.database import Database, WriterBusy
from storage.models import Channel, Installation, Project, Workspace
from storage.words import Platform

WRITER_WAIT = 1.5  # seconds; a unit that has not got the writer by then is not begun
ACKNOWLEDGE_AFTER = 2.5  # seconds; Slack gives three

MOST_READERS = 10_000  # languages remembered, for when the database is busy

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another

log = logging.getLogger(__name__)


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
        writer_wait: float = WRITER_WAIT,
        acknowledge_after: float = ACKNOWLEDGE_AFTER,
    ) -> None:
        """Take what a unit needs; `admins` are logins such as "slack:U123" that administer from the start.

        Both waits are in seconds.
        """
        self._database = database
        self._clock = clock
        self._understanding = Understanding(commands)
        self._admins = admins
        self._on_commit = on_commit
        self._writer_wait = writer_wait
        self._acknowledge_after = acknowledge_after
        self._running: set[asyncio.Task[Answer]] = set()
        self._readers: dict[tuple[Bot, str], Reader] = {}

    async def receive(self, incoming: Incoming) -> Answer:
        """Do what was said, once; the unit goes on even if whoever waits gives up."""
        ride = Ride(is_open=incoming.rides > 0 or incoming.shows_forms)
        unit = asyncio.create_task(self._unit(incoming, ride))
        self._running.add(unit)
        unit.add_done_callback(self._running.discard)
        done, _ = await asyncio.wait({unit}, timeout=self._acknowledge_after)
        if done:
            return unit.result()
        ride.is_open = False
        return Answer(Outcome.SLOW, reader=self._known_reader(incoming))

    async def finish(self) -> None:
        """Wait for the units that run."""
        if self._running:
            await asyncio.wait(self._running)

    async def _unit(self, incoming: Incoming, ride: Ride) -> Answer:
        try:
            async with self._database.begin(wait=self._writer_wait) as session:
                answer = await self._worked(session, incoming, ride)
        except WriterBusy:
            return Answer(Outcome.BUSY, reader=self._known_reader(incoming))
        except DBAPIError:
            log.exception("unit of work failed", extra={"key": incoming.key})
            return Answer(Outcome.FAILED)
        self._on_commit()
        return answer

    def _remember_reader(self, incoming: Incoming, reader: Reader) -> None:
        if len(self._readers) >= MOST_READERS:
            self._readers.clear()
        self._readers[incoming.bot, incoming.sender.external_id] = reader

    def _known_reader(self, incoming: Incoming) -> Reader:
        """Who is told that it takes longer, as far as is known without asking the database."""
        sender = incoming.sender
        known = Reader(sender.language or "en", sender.zone or "UTC", self._clock.now())
        return self._readers.get((incoming.bot, sender.external_id), known)

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
        self._remember_reader(incoming, answering.reader_of(work, request))
        told = await self._answered(work, incoming, installation, request)
        answer = await answering.given(work, incoming, installation, request, told, ride)
        await work.finish()
        return answer

    async def _answered(
        self, work: Work, incoming: Incoming, installation: Installation, request: Request | None
    ) -> Told:
        """Run it in a savepoint: an error leaves nothing behind but its sentence."""
        savepoint = await work.session.begin_nested()
        try:
            if request is None:
                message = await self._stranger(work, incoming, installation)
            else:
                message = await self._said(request, installation)
                await task_news.tell(request)
            await consequences.follow(work)
            if message is not None:
                message = await effects.shown(work, message)
            await work.session.flush()
        except UserError as error:
            await savepoint.rollback()
            work.forget()
            is_form = isinstance(incoming.said, Filled)
            return Told(await _explained(error, request), error.field, keeps_form=is_form)
        except Exception as error:
            await savepoint.rollback()
            work.forget()
            return Told(self._our_fault(incoming, error), keeps_form=isinstance(incoming.said, Filled))
        await savepoint.commit()
        if work.has_changes:
            await work.change()
        return Told(work.named(message) if message else None)

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
        here = Here(installation.id, answering.address_of(incoming), language, zone, person.id)
        topic = await self._topic(work, incoming, installation)
        is_direct = incoming.place.kind is PlaceKind.DIRECT
        addressed = not isinstance(incoming.said, Words) or incoming.said.addressed
        working_days = partial(calendars.working_days, work, person, project)
        return Request(
            work,
            person,
            here,
            reading,
            incoming,
            channel,
            project,
            is_direct,
            addressed,
            topic,
            aside=self._understanding.aside,
            working_days=working_days,
        )

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
                    command=Code("help"),
                )
            return says("Welcome, {name}. Try {command}.", name=person.name, command=Code("help"))
        is_silent = isinstance(incoming.said, Fact) and incoming.said.kind is not FactKind.STARTED
        if is_silent or await people.is_told_today(work, incoming, installation):
            return None
        return says("I don't know you here yet. Ask a lead or an admin of the team for an invitation.").to(
            Audience.PRIVATE
        )

    async def _said(self, request: Request, installation: Installation) -> Message | None:
        said = request.incoming.said
        match said:
            case Words():
                if request.incoming.was_edited:
                    return await answers.amend(request, polite(said.text))
                claimed = await people.claim(request.work, request.incoming, installation)
                if claimed is not None:
                    return says("Welcome, {name}. You administer Drumbeat here.", name=claimed.name)
                return await self._understanding.said(request, said)
            case Filled():
                return await self._understanding.said(request, said)
            case Fact(kind, value):
                return await facts.fact(request, kind, value)


async def _explained(error: UserError, request: Request | None) -> Message:
    """The sentence of an error, with what one could have meant as buttons that say whole lines."""
    message = error.message.to(Audience.PRIVATE)
    if request is None or not error.choices:
        return message
    options = [(label, line.replace(THIS_LINE, request.line)) for label, line in error.choices]
    buttons = await questions.choice(
        request.work, request.actor, request.here, options, mentioned_names(request)
    )
    return replace(message, buttons=(*buttons, *message.buttons))
