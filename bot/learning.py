"""What platforms tell when they are asked: who somebody is that was only mentioned, and who is in a channel.

Asked with no transaction open; what they tell is kept in a unit of work each.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.incoming import Sender
from bot.services import consequences, people, rosters
from bot.services.rosters import Listed
from bot.work import Work
from storage import outbox
from storage import people as people_rows
from storage.database import Database
from storage.models import Account, Channel, Person, Workspace

PROFILES_AT_ONCE = 20
ROSTERS_AT_ONCE = 3
ROSTER_SECONDS = 60.0  # for a channel and all its profiles
PROFILE_SECONDS = 15.0
PROFILE_AGAIN = timedelta(minutes=10)  # after a platform's trouble

log = structlog.get_logger()


class Tells(Protocol):
    """A platform that tells of its people."""

    async def profile(self, external_id: str) -> Sender | None:
        """Ask the platform who that is; None where it does not tell, and for bots."""
        ...

    async def members(self, chat: str) -> list[str]:
        """Ask the platform who is in a chat; none where it does not tell."""
        ...

    async def headcount(self, chat: str) -> int | None:
        """Ask the platform how many people are in a chat, where it does not tell who; None where it does."""
        ...


class Learning:
    """Asks what is due; `ways` leads into each installation, and is looked at again on each round."""

    def __init__(self, database: Database, clock: Clock, ways: Mapping[int, Tells]) -> None:
        """Ask nothing yet."""
        self._database = database
        self._clock = clock
        self._ways = ways

    async def round(self) -> None:
        """Ask about people who were only mentioned so far, and about the channels that were set up."""
        async with self._database.reading() as session:
            found = await people_rows.profiles_due(session, self._clock.now(), PROFILES_AT_ONCE)
        known = [one for one in found if one.installation_id in self._ways]
        # one platform's trouble must not hold up the others
        told = await asyncio.gather(*(self._profile(one) for one in known), return_exceptions=True)
        for account, answer in zip(known, told, strict=True):
            if isinstance(answer, BaseException):
                log.warning("profile not told", account=account.id, why=type(answer).__name__)
            async with self._database.begin(is_batch=True) as session:
                await self._keep(session, account.id, answer)
        await self._rosters()

    async def _rosters(self) -> None:
        """Put whoever is in a channel that was set up into its project."""
        async with self._database.reading() as session:
            found = await people_rows.rosters_due(session, self._clock.now(), ROSTERS_AT_ONCE)
        for channel in found:
            if channel.installation_id in self._ways:
                [answer] = await asyncio.gather(self._listed(channel), return_exceptions=True)
                listed = None if isinstance(answer, BaseException) else answer
                if listed is None:
                    log.warning("roster not told", channel=channel.id, why=type(answer).__name__)
                async with self._database.begin(is_batch=True) as session:
                    await self._take_in(session, channel.id, listed)

    async def _listed(self, channel: Channel) -> Listed:
        """Who and how many are in a channel."""
        way = self._ways[channel.installation_id]
        async with asyncio.timeout(ROSTER_SECONDS):
            ids = await way.members(channel.external_id)
            found = [await way.profile(one) for one in ids]
            headcount = await way.headcount(channel.external_id)
        return Listed([one for one in found if one is not None], headcount)

    async def _take_in(self, session: AsyncSession, channel_id: int, listed: Listed | None) -> None:
        channel = await session.get_one(Channel, channel_id)
        workspace = await session.get_one(Workspace, channel.workspace_id)
        work = Work(session, self._clock.now(), workspace, origin=channel.platform, command="roster")
        await rosters.take_in(work, channel, listed)
        await consequences.follow(work)
        await work.finish()

    async def _profile(self, account: Account) -> Sender | None:
        """What the platform tells of somebody."""
        async with asyncio.timeout(PROFILE_SECONDS):
            return await self._ways[account.installation_id].profile(account.external_id)

    async def _keep(
        self, session: AsyncSession, account_id: int, sender: Sender | BaseException | None
    ) -> None:
        account = await session.get_one(Account, account_id)
        if isinstance(sender, BaseException):
            account.profile_due_at = self._clock.now() + PROFILE_AGAIN
            return
        account.profile_due_at = None
        person = await session.get_one(Person, account.person_id)
        workspace = await session.get_one(Workspace, account.workspace_id)
        work = Work(session, self._clock.now(), workspace, origin=account.platform, command="profile")
        if sender is not None:
            await people.keep_up(work, account, person, sender)
        await work.finish()
        await outbox.known_better(
            session, workspace.id, person.id, work.language_of(person), await work.zone_of(person), work.now
        )
