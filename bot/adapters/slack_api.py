"""Slack's Web API, as far as we call it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack_trouble import Refused, answered, error_in, refusal
from bot.incoming import Sender
from bot.network import Network
from bot.wording import language_of

Json = dict[str, Any]

API_URL = "https://slack.com/api/"
SLACKBOT = "USLACKBOT"  # is_bot is false for it
STRAIGHT = Network()
MARK_EVENT = "drumbeat_message"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in the workspace that the token is for."""

    team: str
    team_name: str
    bot_user: str
    bot_name: str


@dataclass(frozen=True, slots=True)
class Grants:
    """Who we are, what our token may, and when Slack said so (an HTTP date)."""

    us: Identity
    scopes: frozenset[str]
    date: str


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A conversation as Slack tells it; one with several people but no name has an empty name."""

    name: str
    is_private: bool
    is_shared: bool  # with another organisation


class SlackApi:
    """The calls of one installation, over a session that is shared with others."""

    def __init__(
        self, token: str, session: aiohttp.ClientSession, *, url: str = API_URL, network: Network = STRAIGHT
    ) -> None:
        """Take the bot token; the network is used as given, whatever the environment says."""
        self.client = web_client(session, network, url=url, token=token)
        self.session = session
        self.url = url
        self.network = network

    async def identify(self) -> Identity:
        """Return who the token belongs to, by auth.test.

        Raises:
            SlackTrouble: the token is refused, or Slack not reached.
        """
        told = await answered(self.client.auth_test())
        return Identity(told["team_id"], told.get("team", ""), told["user_id"], told.get("user", ""))

    async def grants(self) -> Grants:
        """Return who we are and what we may do.

        Raises:
            SlackTrouble: the token is refused, or Slack not reached.
        """
        told = await answered(self.client.auth_test())
        scopes = {one.strip() for one in told.headers.get("x-oauth-scopes", "").split(",")}
        us = Identity(told["team_id"], told.get("team", ""), told["user_id"], told.get("user", ""))
        return Grants(us, frozenset(scopes), told.headers.get("Date", ""))

    async def may_open_socket(self, app_token: str) -> None:
        """Ask for a socket, and leave it unused.

        Raises:
            SlackTrouble: the app-level token is refused, or Slack not reached.
        """
        await answered(self.client.apps_connections_open(app_token=app_token))

    async def profile(self, user: str, team: str) -> Sender | None:
        """Return what Slack tells of a person; None where the login was closed, never was, or is a bot's.

        Raises:
            SlackTrouble: Slack was not reached, or refuses everything.
        """
        try:
            told = await answered(self.client.users_info(user=user, include_locale=True))
        except Refused as refusal:
            if refusal.why in {"user_not_found", "user_not_visible"}:
                return None
            raise
        is_nobody = told["user"].get("deleted") or told["user"].get("is_bot") or user == SLACKBOT
        return None if is_nobody else read_user(told["user"], team)

    async def channel(self, channel: str) -> ChannelInfo:
        """Return a conversation's name and who may see it.

        Raises:
            SlackTrouble: Slack was not reached, or does not show it to us.
        """
        told = (await answered(self.client.conversations_info(channel=channel)))["channel"]
        is_private = bool(told.get("is_private") or told.get("is_mpim") or told.get("is_im"))
        return ChannelInfo(told.get("name", ""), is_private, bool(told.get("is_ext_shared")))

    async def members(self, channel: str, most: int) -> list[str]:
        """Return the ids of who is in a channel, bots included; no more than `most`.

        Raises:
            SlackTrouble: Slack was not reached, or does not show it to us.
        """
        told = await answered(self.client.conversations_members(channel=channel, limit=most))
        return list(told["members"])[:most]

    async def post(self, channel: str, content: Json, *, thread: str = "", mark: str = "") -> tuple[str, str]:
        """Post, and return the channel (a person's id becomes that of the direct messages) and the ts.

        Raises:
            SlackTrouble: it was not posted, or nobody knows.
        """
        more: Json = {"thread_ts": thread} if thread else {}
        if mark:
            more["metadata"] = {"event_type": MARK_EVENT, "event_payload": {"mark": mark}}
        told = await answered(
            self.client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=False, **content, **more
            )
        )
        return told["channel"], told["ts"]

    async def edit(self, channel: str, ts: str, content: Json) -> None:
        """Replace what a post of ours says.

        Raises:
            SlackTrouble: it was not replaced, or nobody knows.
        """
        await answered(self.client.chat_update(channel=channel, ts=ts, **content))

    async def whisper(self, channel: str, user: str, content: Json, *, thread: str = "") -> None:
        """Show something to one person in a channel, until they reload.

        Raises:
            SlackTrouble: it was not shown, or nobody knows.
        """
        call = self.client.chat_postEphemeral(
            channel=channel,
            user=user,
            thread_ts=thread or None,
            text=content["text"],
            blocks=content["blocks"],
        )
        await answered(call)

    async def open_view(self, trigger_id: str, view: Json) -> None:
        """Open a modal, within three seconds of the action.

        Raises:
            SlackTrouble: it was not opened, or nobody knows.
        """
        await answered(self.client.views_open(trigger_id=trigger_id, view=view))

    async def publish(self, user: str, view: Json) -> None:
        """Show somebody their home.

        Raises:
            SlackTrouble: it was refused, or Slack did not answer.
        """
        await answered(self.client.views_publish(user_id=user, view=view))

    async def posted(self, channel: str, mark: str, since: datetime) -> str:
        """Return the ts of the post with that mark since then, or "" if there is none or we may not look.

        Raises:
            SlackTrouble: Slack was not reached.
        """
        try:
            told = await answered(
                self.client.conversations_history(
                    channel=channel, oldest=f"{since.timestamp():.6f}", include_all_metadata=True, limit=100
                )
            )
        except Refused:
            return ""
        return next((one["ts"] for one in told["messages"] if _mark(one) == mark), "")

    async def direct(self, user: str) -> str:
        """Return the id of the direct messages with a person.

        Raises:
            SlackTrouble: they can't be opened, or Slack was not reached.
        """
        told = await answered(self.client.conversations_open(users=[user]))
        return str(told["channel"]["id"])

    async def respond(self, url: str, content: Json) -> None:
        """Answer a command or a button at its response URL: five times within half an hour.

        Raises:
            SlackTrouble: it was not shown, or nobody knows.
        """
        await answered(self._respond(url, content))

    async def _respond(self, url: str, content: Json) -> Json:
        proxy, tls = self.network.http_proxy_for(url), self.network.tls or True
        async with self.session.post(url, json=content, proxy=proxy, ssl=tls) as response:
            text = await response.text()
            if response.ok:
                return {}
            raise refusal(response.status, error_in(text), response.headers.get("Retry-After"))


def web_client(
    session: aiohttp.ClientSession, network: Network, *, url: str = API_URL, token: str | None = None
) -> AsyncWebClient:
    """Return a client that repeats nothing by itself: the SDK would repeat a post whose answer was lost."""
    client = AsyncWebClient(token, base_url=url, session=session, retry_handlers=[], ssl=network.tls)
    # at construction, the environment's would be taken for a missing one
    client.proxy = network.http_proxy_for(url)
    return client


def read_user(told: Json, team: str) -> Sender:
    """Return a person from a user object; guests and people of other workspaces are outsiders."""
    profile = told.get("profile", {})
    guest = told.get("is_restricted") or told.get("is_ultra_restricted") or told.get("is_stranger")
    return Sender(
        external_id=told["id"],
        name=profile.get("real_name") or told.get("real_name") or told.get("name", ""),
        handle=profile.get("display_name") or told.get("name", ""),
        language=language_of(told.get("locale")),
        zone=told.get("tz") or "",
        is_outsider=bool(guest) or told.get("team_id", team) != team,
        is_platform_admin=bool(told.get("is_admin") or told.get("is_owner")),
    )


def _mark(message: Json) -> str:
    payload = message.get("metadata", {}).get("event_payload", {})
    return str(payload.get("mark", ""))
