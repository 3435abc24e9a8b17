"""Whether Slack would let us do our work: token, scopes, the way in, the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.adapters.slack_api import Grants, SlackApi
from bot.adapters.slack_manifest import EVENTS_PATH, SCOPES
from bot.adapters.slack_trouble import SlackTrouble
from bot.findings import Finding
from bot.message import Code, Series, counted, phrase

MOST_SKEW = timedelta(minutes=1)  # at five Slack's signatures are refused


async def checkup(api: SlackApi, *, app_token: str, public_url: str, now: datetime) -> list[Finding]:
    """Ask Slack, for real; what it refuses is a finding and no exception."""
    try:
        grants = await api.grants()
    except SlackTrouble as trouble:
        advice = phrase("Copy the bot token again from Install App, and see that Slack can be reached.")
        return [Finding(phrase("Slack refuses SLACK_BOT_TOKEN: {why}", why=trouble.why), advice)]
    known = phrase("Slack: I am {name} in {team}.", name=grants.us.bot_name, team=grants.us.team_name)
    return [
        Finding(known),
        _scopes(grants),
        await _way_in(api, app_token, public_url),
        *_clock(grants, now),
    ]


async def checkup_of_many(
    teams: Sequence[tuple[str, SlackApi]],
    app: SlackApi,
    *,
    app_token: str,
    public_url: str,
    install_url: str,
    now: datetime,
) -> list[Finding]:
    """Ask Slack about each workspace that installed us, by name; many are asked one after another."""
    told: list[Grants] = []
    found: list[Finding] = []
    for name, api in teams:
        try:
            grants = await api.grants()
        except SlackTrouble as trouble:
            found.append(_refused_there(name, trouble, install_url))
            continue
        told.append(grants)
        missing = sorted(set(SCOPES) - grants.scopes)
        if missing:
            found.append(_scopes_missing_there(name, missing, install_url))
    known = counted(
        "Slack: {n} workspace or organisation lets me in.",
        "Slack: {n} workspaces or organisations let me in.",
        len(told),
    )
    none = None if teams else phrase("Install me at {url}.", url=Code(install_url))
    clocks = _clock(told[0], now) if told else []
    return [Finding(known, none), *found, await _way_in(app, app_token, public_url), *clocks]


def _refused_there(name: str, trouble: SlackTrouble, install_url: str) -> Finding:
    advice = phrase("Somebody there installs me again at {url}.", url=Code(install_url))
    return Finding(phrase("Slack refuses the token of {name}: {why}", name=name, why=trouble.why), advice)


def _scopes_missing_there(name: str, missing: Sequence[str], install_url: str) -> Finding:
    advice = phrase("Somebody there installs me again at {url}.", url=Code(install_url))
    what = phrase("Slack: scopes are missing in {name}: {scopes}", name=name, scopes=Series(tuple(missing)))
    return Finding(what, advice)


def _scopes(grants: Grants) -> Finding:
    missing = sorted(set(SCOPES) - grants.scopes)
    if not missing:
        return Finding(phrase("Slack: all scopes are granted."))
    advice = phrase("Add them under OAuth & Permissions, and install the app again.")
    return Finding(phrase("Slack: scopes are missing: {scopes}", scopes=Series(tuple(missing))), advice)


async def _way_in(api: SlackApi, app_token: str, public_url: str) -> Finding:
    if not app_token:
        address = f"{public_url.rstrip('/')}{EVENTS_PATH}"
        if public_url:
            return Finding(phrase("Slack delivers by HTTP; its request URL is {url}.", url=Code(address)))
        return Finding(
            phrase("Slack delivers by HTTP, to {url} at your public address.", url=Code(EVENTS_PATH))
        )
    try:
        await api.may_open_socket(app_token)
    except SlackTrouble as trouble:
        advice = phrase("Make an app-level token with connections:write, and switch Socket Mode on.")
        return Finding(phrase("Slack refuses SLACK_APP_TOKEN: {why}", why=trouble.why), advice)
    return Finding(phrase("Slack delivers by Socket Mode."))


def _clock(grants: Grants, now: datetime) -> list[Finding]:
    """How far our clock is from Slack's; nothing where Slack does not say the time."""
    try:
        theirs = parsedate_to_datetime(grants.date)
    except ValueError:
        return []
    if theirs.tzinfo is None or abs(theirs - now) <= MOST_SKEW:
        return []
    seconds = round((now - theirs).total_seconds())
    advice = phrase("Let the machine set its clock by the network (NTP); at five minutes Slack is refused.")
    return [Finding(phrase("This machine's clock is {n} seconds off.", n=seconds), advice)]
