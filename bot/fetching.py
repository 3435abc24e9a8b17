"""Files that people sent, from where they lie to what is read of them.

A file is claimed, and the transaction closed, before it is fetched; what it says is kept and answered in one
unit of work. A process killed in between leaves it to be fetched again.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attaching import BY_FILE
from bot.clock import Clock
from bot.errors import UserError
from bot.incoming import Missed
from bot.message import Audience, Message
from bot.outgoing import read_address
from bot.services import consequences, uploads
from bot.services.day_files import MOST_BYTES
from bot.views.uploads import topic
from bot.work import Here, Urgency, Work
from storage import uploads as rows
from storage.database import Database
from storage.models import Person, Upload, Workspace

AT_ONCE = 5
FETCH_SECONDS = 15.0
CLAIMED_FOR = timedelta(seconds=60)  # longer than a fetch: nobody else begins before we have ended
AGAIN = timedelta(seconds=5)  # after a platform's trouble

log = structlog.get_logger()


class Keeps(Protocol):
    """A platform on which files lie."""

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Return a file's content, of at most so many bytes, or why there is none."""
        ...


class Fetching:
    """Fetches what is due; `ways` leads into each installation, and is looked at again on each round."""

    def __init__(self, database: Database, clock: Clock, ways: Mapping[int, Keeps]) -> None:
        """Fetch nothing yet."""
        self._database = database
        self._clock = clock
        self._ways = ways

    async def round(self) -> int:
        """Fetch a few that are due, side by side; how many that were."""
        now = self._clock.now()
        async with self._database.reading() as session:
            if not await rows.is_due(session, now):
                return 0
        async with self._database.begin(is_batch=True) as session:
            found = await rows.claim(session, now, list(self._ways), now + CLAIMED_FOR, AT_ONCE)
        ended = await asyncio.gather(*(self._one(upload) for upload in found), return_exceptions=True)
        for upload, error in zip(found, ended, strict=True):
            if error is not None:  # one must not hold up the others, and is claimed again
                log.error("file not read", upload=upload.id, exc_info=error)
        return len(found)

    async def _one(self, upload: Upload) -> None:
        content = await self._content(upload)
        # shielded: a transaction that has begun is never cut in the middle
        await asyncio.shield(self._read(upload, content))

    async def _content(self, upload: Upload) -> bytes | Missed:
        """What the platform gives, or why it gives nothing; what failed each time is given up."""
        if upload.attempts > uploads.MOST_ATTEMPTS:
            return Missed.AWAY
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                return await self._ways[upload.installation_id].fetch(upload.ref, MOST_BYTES)
        except TimeoutError:
            return Missed.AWAY

    async def _read(self, upload: Upload, content: bytes | Missed) -> None:
        async with self._database.begin() as session:
            row = await rows.claimed(session, upload.id, upload.attempts)
            if row is None:
                return
            if uploads.is_tried_again(row, content):
                row.due_at = self._clock.now() + AGAIN
                return
            row.due_at = None
            await self._taken(session, row, content)

    async def _taken(self, session: AsyncSession, upload: Upload, content: bytes | Missed) -> None:
        workspace = await session.get_one(Workspace, upload.workspace_id)
        person = await session.get_one(Person, upload.person_id)
        work = Work(
            session, self._clock.now(), workspace, actor=person, origin=upload.origin, command=BY_FILE
        )
        savepoint = await session.begin_nested()
        try:
            message = await uploads.take(work, upload, person, content)
            await consequences.follow(work)
            await session.flush()
        except UserError as error:
            await savepoint.rollback()
            work.forget()
            message = error.message.about(topic(upload))
        else:
            await savepoint.commit()
        await self._answer(work, upload, person, message)
        await work.finish()

    async def _answer(self, work: Work, upload: Upload, person: Person, message: Message) -> None:
        """In place of what was said when it was begun; where that can't be found, to whoever sent it."""
        said = await rows.said_of(work.session, work.workspace.id, topic(upload))
        to: Here | Person = person
        if said is not None:
            address = read_address(said.address)
            to = Here(said.installation_id, address, said.language, said.zone, said.person_id)
        if work.has_changes:
            await work.change()
        key = f"{topic(upload)}/{upload.attempts}/{int(work.now.timestamp())}"
        work.send(to, message.to(Audience.PLACE), key=key, urgency=Urgency.ANSWER)
