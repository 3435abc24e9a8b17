"""Slack, both ways: the one workspace of a token in the settings, or those that install us by themselves."""

from dataclasses import dataclass

import aiohttp
from starlette.routing import Route

from bot.adapters.slack import SlackEntrance
from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_manifest import EVENTS_PATH, INSTALL_PATH, redirect_url
from bot.adapters.slack_oauth import SlackOAuth
from bot.adapters.slack_teams import OneTeam, team_of
from bot.clock import Clock
from bot.config import Settings
from bot.connecting import Door, Login, Share, asks_rank
from bot.incoming import Incoming, Knows, Missed, Receive, Sender
from bot.outgoing import Outgoing, Receipt
from bot.sealing import Seals
from bot.web.installing import Installing
from bot.workspaces import SlackWay, Workspaces, way_into
from storage import people as people_rows
from storage.database import Database
from storage.words import Platform


@dataclass(frozen=True, slots=True)
class SlackPart:
    """Slack, both ways."""

    entrance: SlackEntrance
    way: SlackWay

    async def members(self, chat: str) -> list[str]:
        """Ask Slack who is in a channel."""
        return await self.way.members(chat)

    async def headcount(self, chat: str) -> int | None:
        """Ask Slack how many are in a channel."""
        return await self.way.headcount(chat)

    async def profile(self, external_id: str) -> Sender | None:
        """Ask Slack who that is."""
        return await self.way.profile(external_id)

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Get a file that somebody shared."""
        return await self.way.fetch(ref, most)

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        await self.entrance.start(receive)

    async def stop(self) -> None:
        """Take no more in."""
        await self.entrance.stop()

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        return await self.way.send(outgoing)


async def connect(
    settings: Settings, database: Database, session: aiohttp.ClientSession, share: Share, door: Door
) -> Login:
    """Ask Slack who we are, and open the door to what it delivers.

    Raises:
        SlackTrouble: Slack refuses the token, or is not reached.
    """
    api = SlackApi(settings.slack_bot_token, session, url=settings.slack_api_url, network=settings.network())
    us = await api.identify()
    team = team_of(us, api, asks_rank(), _knows(database))
    entrance = SlackEntrance(
        api,
        OneTeam(team),
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
    )
    by_http = not settings.slack_app_token
    if by_http:
        door.open(entrance.endpoint, EVENTS_PATH)
    part = SlackPart(entrance, way_into(team))
    hears = share.hears(by_http=by_http)
    return Login(Platform.SLACK, us.team, part, us.bot_user, us.bot_name, hears)


@dataclass(frozen=True, slots=True)
class SlackForMany:
    """Slack, for the workspaces that install us by themselves: heard through one entrance."""

    entrance: SlackEntrance
    workspaces: Workspaces
    routes: tuple[Route, ...]
    hears: bool


def for_many(
    settings: Settings, database: Database, clock: Clock, session: aiohttp.ClientSession, share: Share
) -> SlackForMany:
    network, url = settings.network(), settings.slack_api_url
    seals = Seals(settings.secret_key)
    workspaces = Workspaces(
        database,
        clock,
        seals,
        session,
        url=url,
        network=network,
        asks_rank=asks_rank(),
        knows=_knows(database),
    )
    install_url = settings.public_url.rstrip("/") + INSTALL_PATH
    entrance = SlackEntrance(
        SlackApi("", session, url=url, network=network),
        workspaces,
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
        install_url=install_url,
    )
    by_http = not settings.slack_app_token
    routes: list[Route] = []
    if share.hears(by_http=True):  # browsers always come by HTTP
        oauth = SlackOAuth(
            settings.slack_client_id,
            settings.slack_client_secret,
            redirect_url(settings.public_url),
            session,
            url,
            network,
        )
        pages = Installing(database, clock, seals, oauth, install_url, workspaces.look_again)
        routes += pages.routes()
        if by_http:
            door = Door(EVENTS_PATH)
            door.open(entrance.endpoint, EVENTS_PATH)
            routes.append(door.route)
    return SlackForMany(entrance, workspaces, tuple(routes), share.hears(by_http=by_http))


def _knows(database: Database) -> Knows:
    async def knows(incoming: Incoming) -> bool:
        platform = Platform(incoming.bot.platform)
        async with database.reading() as session:
            return await people_rows.is_told_of(
                session, platform, incoming.bot.external_id, incoming.sender.external_id
            )

    return knows
