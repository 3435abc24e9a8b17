"""Slack's OAuth v2: where a browser is sent, and what its code is exchanged for.

docs.slack.dev/authentication/installing-with-oauth
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin

import aiohttp
from slack_sdk.oauth import AuthorizeUrlGenerator

from bot.adapters.slack_api import API_URL, STRAIGHT, SlackApi, web_client
from bot.adapters.slack_manifest import SCOPES
from bot.adapters.slack_trouble import Refused, SlackTrouble, answered
from bot.incoming import Granted, Sender
from bot.network import Network

PROFILE_WITHIN = 3.0  # seconds: a browser waits

ROTATES = "token_rotation_enabled"  # our own word, beside Slack's


@dataclass(frozen=True, slots=True)
class SlackOAuth:
    """The app as Slack knows it, and the one address that it sends browsers back to."""

    client_id: str
    client_secret: str
    redirect_url: str
    session: aiohttp.ClientSession
    url: str = API_URL
    network: Network = STRAIGHT

    def authorize_url(self, state: str) -> str:
        """Return where somebody chooses a workspace, and says yes or no."""
        return AuthorizeUrlGenerator(
            client_id=self.client_id,
            scopes=SCOPES,
            redirect_uri=quote(self.redirect_url, safe=":/"),
            authorization_url=urljoin(self.url, "/oauth/v2/authorize"),
        ).generate(state)

    async def exchange(self, code: str) -> Granted:
        """Return what was granted, for a code that holds once and for ten minutes.

        Raises:
            SlackTrouble: Slack refuses the code, or was not reached.
        """
        client = web_client(self.session, self.network, url=self.url)
        told = await answered(
            client.api_call(
                "oauth.v2.access",
                data={"code": code, "redirect_uri": self.redirect_url},
                headers={"Authorization": aiohttp.encode_basic_auth(self.client_id, self.client_secret)},
            )
        )
        granted = _read(told)
        return replace(granted, by=await self._profile(granted))

    async def _profile(self, granted: Granted) -> Sender:
        """Whoever installed us, by name where Slack tells it in time: they are greeted in their language."""
        api = SlackApi(granted.token, self.session, url=self.url, network=self.network)
        try:
            async with asyncio.timeout(PROFILE_WITHIN):
                found = await api.profile(granted.by.external_id, granted.team)
        except (SlackTrouble, TimeoutError):
            return granted.by
        return found or granted.by


def _read(told: Any) -> Granted:
    """What oauth.v2.access answers: docs.slack.dev/reference/methods/oauth.v2.access."""
    if told.get("token_type") != "bot" or not told.get("access_token"):
        raise Refused("no_bot_token")
    if told.get("refresh_token"):
        raise Refused(ROTATES)
    organisation, team = told.get("enterprise") or {}, told.get("team") or {}
    is_for_all = bool(told.get("is_enterprise_install"))
    owner = organisation if is_for_all else team
    if not owner.get("id"):
        raise Refused("no_team")
    return Granted(
        platform="slack",
        team="" if is_for_all else team["id"],
        organisation=organisation.get("id", ""),
        name=owner.get("name") or owner["id"],
        bot_id=told.get("bot_user_id") or "",
        scopes=frozenset((told.get("scope") or "").split(",")),
        token=told["access_token"],
        by=Sender((told.get("authed_user") or {}).get("id", "")),
    )


def opened_url(granted: Granted) -> str:
    """Return the address that leads from a browser into the workspace."""
    return f"https://app.slack.com/client/{granted.external_id}"
