"""What came in becomes one unit of work: heard once, understood, done, answered, committed."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import answering, facts, meeting
from bot.answering import LateLetter, Ride, Told
from bot.attaching import name_the_file
from bot.cleaning import cleaned
from bot.clock import Clock
from bot.command import Commands, Request, polite
from bot.errors import THIS_LINE, UserError
from bot.incoming import Answer, Bot, Fact, Filled, Incoming, Outcome, Words
from bot.message import Audience, Message, says
from bot.outgoing import Reader
from bot.pacing import Rate
from bot.parameters.people import mentioned_names
from bot.services import answers, codes, consequences, effects, questions, task_news
from bot.turns import TurnedAway, Turns
from bot.understanding import Understanding
from bot.work import Urgency, Work
from storage import outbox
from storage import people as people_rows
from storage.database import Database, WriterBusy, is_trouble
from storage.models import Installation
from storage.words import Platform

WRITER_WAIT = 1.5  # seconds; a unit that has not got the writer by then is not begun
ACKNOWLEDGE_AFTER = 2.5  # seconds; Slack gives three

MOST_READERS = 10_000  # people remembered: their language for when the database is busy, and their pace
PERSONAL_PACE = Rate(20 / 60, 20)  # commands of one person; more than that let everybody else go first

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another

log = logging.getLogger(__name__)


class Dispatch:
    """The way of a command. `on_commit` is called when there may be something to deliver."""

    def __init__(  # noqa: PLR0913 - what an installation is run with
        self,
        database: Database,
        clock: Clock,
        commands: Commands,
        *,
        admins: frozenset[str] = frozenset(),
        on_commit: Callable[[], None] = lambda: None,
        writer_wait: float = WRITER_WAIT,
        acknowledge_after: float = ACKNOWLEDGE_AFTER,
        pace: Rate | None = None,
        kept_days: int = 0,
    ) -> None:
        """Take what a unit needs; `admins` are logins such as "slack:U123" that administer from the start.

        `kept_days` is how long texts are kept, for whoever asks; 0 for ever. Both waits are in seconds;
        `pace` is how much one person may say before they let others go first.
        """
        self._database = database
        self._clock = clock
        self._commands = commands
        self._understanding = Understanding(commands)
        self._admins = admins
        self._on_commit = on_commit
        self._writer_wait = writer_wait
        self._acknowledge_after = acknowledge_after
        self._running: set[asyncio.Task[Answer]] = set()
        self._turns = Turns(pace)
        self._kept_days = kept_days
        self._readers: dict[tuple[Bot, str], Reader] = {}

    async def receive(self, incoming: Incoming) -> Answer:
        """Do what was said, once; the unit goes on even if whoever waits gives up."""
        ride = Ride(is_open=incoming.rides > 0 or incoming.shows_forms)
        unit = asyncio.create_task(self._unit(cleaned(incoming), ride))
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
            async with (
                self._turns.turn((incoming.bot, incoming.sender.external_id), self._writer_wait) as is_last,
                self._database.begin(is_batch=is_last, wait=self._writer_wait) as session,
            ):
                answer = await self._worked(session, incoming, ride)
        except (WriterBusy, TurnedAway):
            return Answer(Outcome.BUSY, reader=self._known_reader(incoming))
        except Exception as error:
            if isinstance(error, OSError) or (isinstance(error, DBAPIError) and is_trouble(error)):
                log.exception("unit of work failed", extra={"key": incoming.key})
                return Answer(Outcome.FAILED)
            return await self._excused(incoming, ride, error)
        if ride.letter is not None and not ride.is_open:
            await self._send_late(ride.letter)
        self._on_commit()
        return answer

    async def _excused(self, incoming: Incoming, ride: Ride, error: Exception) -> Answer:
        """Note that it was heard, and say that it was our fault; the unit itself has left nothing behind."""
        told = Told(self._our_fault(incoming, error), keeps_form=isinstance(incoming.said, Filled))
        try:
            async with self._database.begin(wait=self._writer_wait) as session:
                found = await self._heard(session, incoming)
                if isinstance(found, Answer):
                    return found
                work, installation = found
                answer = await answering.given(work, incoming, installation, None, told, ride)
                await work.finish()
        except Exception:
            log.exception("an excuse failed", extra={"key": incoming.key})
            return Answer(Outcome.FAILED)
        self._on_commit()
        return answer

    async def _send_late(self, letter: LateLetter) -> None:
        """The acknowledgement left while the unit was being committed: its answer follows as a message."""
        async with self._database.begin() as session:
            work = Work(session, self._clock.now(), letter.workspace)
            work.send(letter.to, letter.message, key=letter.key, urgency=Urgency.ANSWER)
            await work.finish()

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
        found = await self._heard(session, incoming)
        if isinstance(found, Answer):
            return found
        work, installation = found
        request = await meeting.request(work, incoming, installation, self._admins)
        if request is not None:
            request.aside = self._understanding.aside
            request.kept_days = self._kept_days
            await name_the_file(request, self._commands)
        self._remember_reader(incoming, await answering.reader_of(work, request, incoming))
        told = await self._answered(work, incoming, installation, request)
        answer = await answering.given(work, incoming, installation, request, told, ride)
        await work.finish()
        return answer

    async def _heard(self, session: AsyncSession, incoming: Incoming) -> tuple[Work, Installation] | Answer:
        """Begin the unit; an answer, where it was heard before or is for nobody."""
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
        return work, installation

    async def _answered(
        self, work: Work, incoming: Incoming, installation: Installation, request: Request | None
    ) -> Told:
        """Run it in a savepoint: an error leaves nothing behind but its sentence."""
        savepoint = await work.session.begin_nested()
        try:
            message = await self._worked_off(work, incoming, installation, request)
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
            if isinstance(error, DBAPIError) and is_trouble(error):
                raise
            await savepoint.rollback()
            work.forget()
            return Told(self._our_fault(incoming, error), keeps_form=isinstance(incoming.said, Filled))
        await savepoint.commit()
        if work.has_changes:
            await work.change()
        return Told(work.named(message) if message else None)

    async def _worked_off(
        self, work: Work, incoming: Incoming, installation: Installation, request: Request | None
    ) -> Message | None:
        if isinstance(incoming.said, Fact) and incoming.said.kind in facts.OF_PLACES:
            return await facts.of_place(work, incoming, installation, request)
        if request is None:
            return await meeting.stranger(work, incoming, installation)
        message = await self._said(request, installation)
        await task_news.tell(request)
        return message

    def _our_fault(self, incoming: Incoming, error: Exception) -> Message:
        reference = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(4))
        log.error("a command failed", exc_info=error, extra={"reference": reference, "key": incoming.key})
        return says(
            "That didn't work, and it's my fault, not yours. Nothing was changed. "
            "Reference {reference}, for whoever looks after me.",
            reference=reference,
        ).to(Audience.PRIVATE)

    async def _said(self, request: Request, installation: Installation) -> Message | None:
        said = request.incoming.said
        match said:
            case Words():
                if request.incoming.was_edited:
                    return await answers.amend(request, polite(said.text))
                claimed = await codes.claim(request.work, request.incoming, installation)
                if claimed is not None:
                    return await meeting.welcome(request.work, claimed, installation)
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
