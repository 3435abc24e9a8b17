"""Which Slack workspace a payload is of, and with whose token it is worked off."""

from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack_api import Identity, SlackApi
from bot.adapters.slack_lookups import SlackLookups
from bot.incoming import AsksRank, Knows, everybody, never

Json = dict[str, Any]

_ENDS = frozenset({"app_uninstalled", "tokens_revoked", "team_access_revoked"})


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace that we are in: who we are there, and our calls with its token."""

    us: Identity
    api: SlackApi
    lookups: SlackLookups


def team_of(us: Identity, api: SlackApi, asks_rank: AsksRank = never, knows: Knows = everybody) -> Team:
    """Return a workspace with nothing looked up yet."""
    return Team(us, api, SlackLookups(api, us.team, asks_rank, knows))


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    """An organisation lets us into workspaces of its, or out; without any, out of all of them."""

    organisation: str
    teams: tuple[str, ...]
    is_end: bool


@dataclass(frozen=True, slots=True)
class Whose:
    """The workspace of a payload, its organisation, and whether that has let us into all of its own."""

    team: str
    organisation: str = ""
    is_of_organisation: bool = False


class Teams(Protocol):
    """Where we are installed."""

    async def find(self, whose: Whose) -> Team | None:
        """Return the workspace; None where we are not installed, or our token can't be read."""
        ...

    async def changed(self, what: OfOrganisation) -> None:
        """Keep what an organisation decided.

        Raises:
            SlackTrouble: it could not be checked; tell it again.
        """
        ...


@dataclass(frozen=True, slots=True)
class OneTeam:
    """The one workspace of a token in the settings, whatever a payload says."""

    team: Team

    async def find(self, whose: Whose) -> Team | None:  # noqa: ARG002 - as for many
        """Return it."""
        return self.team

    async def changed(self, what: OfOrganisation) -> None:
        """Nothing: a token in the settings is of one workspace."""


def whose_is(body: Json, context: AsyncBoltContext) -> Whose:
    """Return whose a payload is, by bolt's reading; for events of an organisation that knows no workspace."""
    team = context.get("team_id") or body.get("context_team_id") or body.get("team_id")
    return Whose(
        team or "", context.get("enterprise_id") or "", is_of_organisation=bool(context.is_enterprise_install)
    )


def of_organisation(body: Json, whose: Whose) -> OfOrganisation | None:
    """Return what an organisation decided about workspaces of its; None for all other payloads."""
    event, organisation = body.get("event"), whose.organisation
    if not organisation or not isinstance(event, dict):
        return None
    told: Json = event["event"] if isinstance(event.get("event"), dict) else event
    teams = told.get("team_ids")
    match told.get("type"):
        case "team_access_granted" | "team_access_revoked" as kind if isinstance(teams, list) and teams:
            return OfOrganisation(organisation, tuple(map(str, teams)), is_end=kind in _ENDS)
        case "app_uninstalled" if whose.is_of_organisation:
            return OfOrganisation(organisation, (), is_end=True)
        case "tokens_revoked" if whose.is_of_organisation and told.get("tokens", {}).get("bot"):
            return OfOrganisation(organisation, (), is_end=True)
        case _:
            return None
