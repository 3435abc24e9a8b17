"""The Slack workspaces that installed us: each found by its id, with its own token, and none by another's.

What is true stands in the database. A process believes what it has read for some seconds, and looks for
what is new that often; so one that is installed through `web` is served by `worker` as well.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.adapters import slack_files
from bot.adapters.slack_api import STRAIGHT, Identity, SlackApi
from bot.adapters.slack_send import SlackSender
from bot.adapters.slack_teams import OfOrganisation, Team, Whose, team_of
from bot.adapters.slack_trouble import Refused
from bot.clock import Clock
from bot.incoming import AsksRank, Knows, Missed, Sender, everybody, never
from bot.network import Network
from bot.outgoing import Outgoing, Receipt
from bot.sealing import Seals, Unreadable
from bot.services import installing
from storage import grants as rows
from storage import people as people_rows
from storage.database import Database
from storage.grants import Served
from storage.models import Grant, Installation
from storage.words import Platform

BELIEVED = 5.0  # seconds
MOST_MEMBERS = 200  # of a channel; a larger one is no project's team, and its lead invites who belongs

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackWay:
    """The way into one Slack workspace, and what it tells of its people."""

    sender: SlackSender
    api: SlackApi
    team: str

    async def members(self, chat: str) -> list[str]:
        """Ask Slack who is in a channel."""
        return await self.api.members(chat, MOST_MEMBERS)

    async def headcount(self, chat: str) -> int | None:  # noqa: ARG002 - as for every platform
        """Nothing to count: Slack tells who they are."""
        return None

    async def profile(self, external_id: str) -> Sender | None:
        """Ask Slack who that is."""
        return await self.api.profile(external_id, self.team)

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Get a file that somebody shared."""
        return await slack_files.fetch(self.api, ref, most)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        return await self.sender.send(outgoing)


def way_into(team: Team) -> SlackWay:
    """Return how to reach a workspace."""
    return SlackWay(SlackSender(team.api), team.api, team.us.team)


@dataclass(frozen=True, slots=True)
class Known:
    """A workspace as it was read; another token is another `version`."""

    team: Team
    version: tuple[object, ...]
    read_at: float  # by the loop's clock


class Workspaces:
    """Finds and follows them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        seals: Seals,
        session: aiohttp.ClientSession,
        *,
        url: str,
        network: Network = STRAIGHT,
        asks_rank: AsksRank = never,
        knows: Knows = everybody,
    ) -> None:
        """Know none yet; the session is shared by all."""
        self._asks_rank = asks_rank
        self._knows = knows
        self._database = database
        self._clock = clock
        self._seals = seals
        self._session = session
        self._url = url
        self._network = network
        self._known: dict[str, Known] = {}
        self._ways: dict[int, tuple[tuple[object, ...], SlackWay]] = {}
        self._unreadable: set[str] = set()
        self.has_news = asyncio.Event()

    def look_again(self) -> None:
        """Something has just changed: believe nothing that was read."""
        self._known.clear()
        self.has_news.set()

    async def find(self, whose: Whose) -> Team | None:
        """Return the workspace; None where we are not installed, or our token can't be read.

        A workspace of an organisation that let us into all of its own is opened when it first speaks.
        """
        now, team = asyncio.get_running_loop().time(), whose.team
        known = self._known.get(team)
        if known is not None and now - known.read_at < BELIEVED:
            return known.team
        async with self._database.reading() as session:
            found = await rows.serving(session, Platform.SLACK, team)
        if found is None and team and whose.is_of_organisation:
            found = await self._opened(team, whose.organisation, is_said=False)
        if found is None:
            self._known.pop(team, None)
            return None
        return self._read(*found, now)

    async def changed(self, what: OfOrganisation) -> None:
        """Keep what an organisation decided, once our token says so too.

        Raises:
            SlackTrouble: Slack was not reached.
        """
        if not what.is_end:
            for team in what.teams:
                await self._opened(team, what.organisation, is_said=True)
        elif what.teams or not await self._is_let_in(what.organisation):
            async with self._database.begin() as session:
                await installing.end(session, self._clock.now(), what.organisation, what.teams)
        self.look_again()

    async def ways(self) -> Mapping[int, SlackWay]:
        """Return those that are new, or have a new token, since it was last asked; by installation."""
        self.has_news.clear()
        async with self._database.reading() as session:
            served = await rows.served(session, Platform.SLACK)
        new: dict[int, SlackWay] = {}
        for one in served:
            if one.installation_id not in self._ways or self._ways[one.installation_id][0] != _version(one):
                team = await self.find(Whose(one.team))
                if team is not None:
                    new[one.installation_id] = way_into(team)
                    self._ways[one.installation_id] = (_version(one), new[one.installation_id])
        return new

    async def _opened(
        self, team: str, organisation: str, *, is_said: bool
    ) -> tuple[Installation, Grant] | None:
        """A workspace of an organisation that let us into it; None where it did not.

        Where it let us out again, what comes late opens nothing: that it lets us in has to be said.
        """
        async with self._database.begin() as session:
            await people_rows.lock_installations(session)
            grant = await rows.of(session, Platform.SLACK, organisation)
            if grant is None or not grant.is_of_organisation or grant.token is None:
                return None
            known = await people_rows.installation(session, Platform.SLACK, team)
            if known is not None and not is_said:
                return await rows.serving(session, Platform.SLACK, team)  # another process was faster
            return await self._open(session, team, grant), grant

    async def _open(self, session: AsyncSession, team: str, grant: Grant) -> Installation:
        by = Sender(grant.installer_id)
        return await installing.open_team(session, self._clock.now(), grant, team, "", by, "en")

    def _read(self, installation: Installation, grant: Grant, now: float) -> Team | None:
        team, version = installation.external_id, (grant.id, grant.granted_at)
        known = self._known.get(team)
        if known is not None and known.version == version:
            self._known[team] = Known(known.team, version, now)
            return known.team
        token = self._token(grant)
        if token is None:
            return None
        us = Identity(team, grant.name, grant.bot_id, installation.bot_name)
        api = SlackApi(token, self._session, url=self._url, network=self._network)
        made = team_of(us, api, self._asks_rank, self._knows)
        self._known[team] = Known(made, version, now)
        return made

    def _token(self, grant: Grant) -> str | None:
        purpose = grant.purpose
        with suppress(Unreadable):
            return self._seals.open(grant.token or "", purpose)
        if purpose not in self._unreadable:
            self._unreadable.add(purpose)
            log.error("a token can't be read with SECRET_KEY", grant=purpose)
        return None

    async def _is_let_in(self, organisation: str) -> bool:
        """Whether its token works: a removal may be told after we were let in again.

        Raises:
            SlackTrouble: Slack was not reached.
        """
        async with self._database.reading() as session:
            grant = await rows.of(session, Platform.SLACK, organisation)
        token = self._token(grant) if grant and grant.token else None
        if token is None:
            return False
        try:
            await SlackApi(token, self._session, url=self._url, network=self._network).identify()
        except Refused:
            return False
        return True


def _version(one: Served) -> tuple[object, ...]:
    return one.grant_id, one.granted_at
