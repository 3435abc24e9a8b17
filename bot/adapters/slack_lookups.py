"""What Slack's payloads leave out and has to be asked for: a channel's name and privacy, people's names.

Asked before the unit of work, in a second at most: an event has three in all.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import structlog

from bot.adapters.slack_api import ChannelInfo, SlackApi
from bot.adapters.slack_trouble import SlackTrouble
from bot.incoming import (
    AsksRank,
    Fact,
    FactKind,
    Filled,
    Incoming,
    Knows,
    Sender,
    Words,
    everybody,
    never,
    with_rank,
)

KEPT = 600.0  # seconds that what was told is believed
GUEST_KEPT = 60.0  # that somebody is none of ours: another process may have heard that they are now
WITHIN = 1.0  # seconds for asking
MOST_KEPT = 10_000
MOST_ASKED = 20  # people in one message

OF_NOBODY = frozenset({"missing_scope", "no_permission", "not_allowed_token_type", "unknown_method"})
COMES = frozenset({FactKind.STARTED, FactKind.HOME, FactKind.ADDED})  # by these somebody gets to be known

_MENTION = re.compile(r"@<([UW][A-Z0-9]+)>")

log = structlog.get_logger()


class SlackLookups:
    """Asks, and remembers for a while."""

    def __init__(
        self, api: SlackApi, team: str, asks_rank: AsksRank = never, knows: Knows = everybody
    ) -> None:
        """Take the calls of one installation, its workspace, for which words an admin is told apart.

        `knows` says of whom Slack has told us before.
        """
        self._knows = knows
        self._api = api
        self._team = team
        self._asks_rank = asks_rank
        self._channels: dict[str, tuple[float, ChannelInfo]] = {}
        self._names: dict[str, tuple[float, str]] = {}
        self._members: set[str] = set()
        self._outsiders: dict[str, float] = {}

    async def channel(self, channel: str) -> ChannelInfo:
        """What Slack tells of a channel; private where it tells nothing in time."""
        now = asyncio.get_running_loop().time()
        asked_at, known = self._channels.get(channel, (-KEPT, None))
        if known and now - asked_at < KEPT:
            return known
        try:
            async with asyncio.timeout(WITHIN):
                known = await self._api.channel(channel)
        except (SlackTrouble, TimeoutError) as why:
            log.warning("channel not told", channel=channel, why=str(why))
            return ChannelInfo("", is_private=True, is_shared=False)
        if len(self._channels) >= MOST_KEPT:
            self._channels.clear()
        self._channels[channel] = (now, known)
        return known

    async def with_names(self, incoming: Incoming) -> Incoming:
        """The same with the names of whom it mentions: events and the pickers of forms tell ids alone."""
        said = incoming.said
        match said:
            case Words():
                return replace(incoming, said=replace(said, mentioned=await self._named(said, [said.text])))
            case Filled():
                mentioned = await self._named(said, said.values.values())
                return replace(incoming, said=replace(said, mentioned=mentioned))
            case Fact():
                return incoming

    async def sender(self, incoming: Incoming) -> Sender:
        """Who says it, with their profile the first time: a guest is none of ours from the first word on.

        Without a name where Slack tells nothing in time. Where it refuses to tell of anybody, everybody is
        let in who can speak to the bot: else nobody could ever work.
        """
        said, sender = incoming.said, incoming.sender
        user, now = sender.external_id, asyncio.get_running_loop().time()
        if isinstance(said, Fact) and said.kind is FactKind.PROFILE:
            self._outsiders.pop(user, None)  # a guest may have become a member
        if sender.is_outsider or user in self._members or (isinstance(said, Fact) and said.kind not in COMES):
            return sender
        if now - self._outsiders.get(user, -GUEST_KEPT) < GUEST_KEPT:
            return replace(sender, is_outsider=True)
        if await self._knows(incoming):
            self._note_member(user)
            return sender
        try:
            async with asyncio.timeout(WITHIN):
                profile = await self._api.profile(user, self._team)
        except (SlackTrouble, TimeoutError) as trouble:
            log.warning("profile not told", user=user, why=str(trouble))
            is_lasting = isinstance(trouble, SlackTrouble) and trouble.why in OF_NOBODY
            return replace(sender, name=sender.name or sender.handle or user) if is_lasting else sender
        if profile is None or profile.is_outsider:
            self._outsiders[user] = now
            return replace(sender, is_outsider=True)
        self._note_member(user)
        return replace(profile, is_platform_admin=sender.is_platform_admin)

    def _note_member(self, user: str) -> None:
        if len(self._members) >= MOST_KEPT:
            self._members.clear()
        self._members.add(user)

    async def with_rank(self, incoming: Incoming) -> Incoming:
        """The same, and whether one of the workspace's admins or owners says it, where that matters."""
        said, sender = incoming.said, incoming.sender
        if not isinstance(said, Words) or sender.is_outsider or not self._asks_rank(said.text):
            return incoming
        try:
            async with asyncio.timeout(WITHIN):
                profile = await self._api.profile(sender.external_id, self._team)
        except (SlackTrouble, TimeoutError) as why:
            log.warning("rank not told", user=sender.external_id, why=str(why))
            return incoming
        return with_rank(incoming, is_admin=bool(profile and profile.is_platform_admin))

    async def _named(self, said: Words | Filled, texts: Iterable[str]) -> Mapping[str, str]:
        users = {user for text in texts for user in _MENTION.findall(text)}
        missing = sorted(users - said.mentioned.keys())[:MOST_ASKED]
        if not missing:
            return said.mentioned
        found = await asyncio.gather(*(self._name(one) for one in missing))
        return {**said.mentioned, **{user: name for user, name in zip(missing, found, strict=True) if name}}

    async def _name(self, user: str) -> str:
        """Somebody's name; "" for bots, for nobody, and where Slack tells nothing in time."""
        now = asyncio.get_running_loop().time()
        asked_at, known = self._names.get(user, (-KEPT, ""))
        if now - asked_at < KEPT:
            return known
        try:
            async with asyncio.timeout(WITHIN):
                profile = await self._api.profile(user, self._team)
        except (SlackTrouble, TimeoutError) as why:
            log.warning("name not told", user=user, why=str(why))
            return ""
        if len(self._names) >= MOST_KEPT:
            self._names.clear()
        self._names[user] = (now, profile.name if profile else "")
        return self._names[user][1]
