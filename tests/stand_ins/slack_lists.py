"""The Web API's methods that read: conversations and people, page by page."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_methods import (
    MOST_IN_A_GROUP_DIRECT,
    Api,
    Method,
    flag,
    needs,
    reachable,
    required,
    seen_channel,
)
from tests.stand_ins.slack_world import Channel, Kind, Message, Person, Refused

MOST_ON_A_PAGE = 1000
LISTED_KINDS = {
    "public_channel": Kind.PUBLIC,
    "private_channel": Kind.PRIVATE,
    "im": Kind.DIRECT,
    "mpim": Kind.GROUP_DIRECT,
}


def page(items: Sequence[object], arguments: Json, name: str, usual: int = 100) -> Json:
    """The part of the items that cursor and limit ask for."""
    limit = int(arguments.get("limit") or usual)
    if not 0 < limit <= MOST_ON_A_PAGE:
        raise Refused("invalid_limit")
    start = 0
    if arguments.get("cursor"):
        start = read_cursor(str(arguments["cursor"]))
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    metadata = {"next_cursor": following}
    return {name: list(items[start:end]), "response_metadata": metadata, "has_more": bool(following)}


def read_cursor(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError as why:
        raise Refused("invalid_cursor") from why


def channel_json(api: Api, channel: Channel) -> Json:
    told: Json = {
        "id": channel.id,
        "created": 1_700_000_000,
        "is_archived": channel.archived,
        "is_im": channel.kind is Kind.DIRECT,
        "context_team_id": api.world.team_id,
    }
    if channel.kind is Kind.DIRECT:
        other = [who for who in channel.members if who != api.world.bot.id]
        return {**told, "user": other[0], "is_open": True}
    return {
        **told,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_mpim": channel.kind is Kind.GROUP_DIRECT,
        "is_member": api.world.bot.id in channel.members,
        "is_ext_shared": channel.shared,
        "is_shared": channel.shared,
        "is_general": False,
    }


def person_json(api: Api, person: Person, *, with_locale: bool = False) -> Json:
    profile: Json = {"real_name": person.real_name, "display_name": person.name, "team": person.team}
    if person.email and "users:read.email" in api.world.scopes:
        profile["email"] = person.email
    told: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deactivated,
        "is_bot": person.bot,
        "is_stranger": person.external,
        "profile": profile,
        "updated": 1_700_000_000,
    }
    if person.deactivated:
        return told
    told |= {"is_admin": person.admin, "is_owner": False, "is_primary_owner": False, "is_app_user": False}
    told |= {"is_restricted": person.guest, "is_ultra_restricted": False}
    if person.tz:
        now = datetime.fromtimestamp(api.world.clock(), ZoneInfo(person.tz))
        offset = int((now.utcoffset() or timedelta()).total_seconds())
        told |= {"tz": person.tz, "tz_label": now.tzname(), "tz_offset": offset}
    if with_locale and not person.external:
        told["locale"] = person.locale
    return told


def conversations_open(api: Api, arguments: Json) -> Json:
    if arguments.get("channel"):
        return {"channel": {"id": seen_channel(api, arguments).id}}
    users = required(arguments, "users").split(",")
    needs(api, "im:write" if len(users) == 1 else "mpim:write")
    if len(users) > MOST_IN_A_GROUP_DIRECT:
        raise Refused("too_many_users")
    people = [reachable(api, user.strip()).id for user in users]
    known = set(api.world.channels)
    channel = api.world.direct(*people)
    told = channel_json(api, channel) if flag(arguments, "return_im") else {"id": channel.id}
    return {"channel": told, **({"already_open": True, "no_op": True} if channel.id in known else {})}


def conversations_info(api: Api, arguments: Json) -> Json:
    channel = seen_channel(api, arguments)
    needs(api, f"{channel.kind.scopes}:read")
    told = channel_json(api, channel)
    if flag(arguments, "include_num_members"):
        told["num_members"] = len(channel.members)
    return {"channel": told}


def conversations_members(api: Api, arguments: Json) -> Json:
    channel = seen_channel(api, arguments)
    needs(api, f"{channel.kind.scopes}:read")
    return page(channel.members, arguments, "members")


def conversations_list(api: Api, arguments: Json) -> Json:
    names = str(arguments.get("types") or "public_channel").split(",")
    if set(names) - set(LISTED_KINDS):
        raise Refused("invalid_types")
    kinds = [LISTED_KINDS[name] for name in names]
    for kind in kinds:
        needs(api, f"{kind.scopes}:read")
    found = [
        channel_json(api, channel)
        for channel in api.world.channels.values()
        if channel.kind in kinds
        and (channel.kind is Kind.PUBLIC or api.world.bot.id in channel.members)
        and not (channel.archived and flag(arguments, "exclude_archived"))
    ]
    return page(found, arguments, "channels")


def users_conversations(api: Api, arguments: Json) -> Json:
    everything = conversations_list(api, {**arguments, "limit": MOST_ON_A_PAGE, "cursor": ""})["channels"]
    member = str(arguments.get("user") or api.world.bot.id)
    mine = [told for told in everything if member in api.world.channels[told["id"]].members]
    return page(mine, arguments, "channels")


def read_channel(api: Api, arguments: Json) -> list[Message]:
    """The messages in a channel that the bot may read, within oldest and latest."""
    channel = seen_channel(api, arguments)
    needs(api, f"{channel.kind.scopes}:history")
    if api.world.bot.id not in channel.members:
        raise Refused("not_in_channel")
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    inclusive = flag(arguments, "inclusive")
    return [
        message
        for message in api.world.messages
        if message.channel == channel.id
        and not (message.deleted or message.ephemeral)
        and (oldest < float(message.ts) < latest or (inclusive and oldest <= float(message.ts) <= latest))
    ]


def told(message: Message, arguments: Json) -> Json:
    """Metadata comes only when asked for."""
    known = message.as_json()
    if not flag(arguments, "include_all_metadata"):
        known.pop("metadata", None)
    return known


def conversations_history(api: Api, arguments: Json) -> Json:
    messages = [
        told(message, arguments)
        for message in reversed(read_channel(api, arguments))
        if message.thread_ts in (None, message.ts) or message.broadcast
    ]
    return page(messages, arguments, "messages")


def conversations_replies(api: Api, arguments: Json) -> Json:
    ts = required(arguments, "ts")
    thread = [message for message in read_channel(api, arguments) if ts in (message.ts, message.thread_ts)]
    if not any(message.ts == ts for message in thread):
        raise Refused("thread_not_found")
    return page([told(message, arguments) for message in thread], arguments, "messages", usual=MOST_ON_A_PAGE)


def users_info(api: Api, arguments: Json) -> Json:
    needs(api, "users:read")
    person = api.world.people.get(required(arguments, "user"))
    if person is None:
        raise Refused("user_not_found")
    return {"user": person_json(api, person, with_locale=flag(arguments, "include_locale"))}


def users_list(api: Api, arguments: Json) -> Json:
    """People of other workspaces are not listed."""
    needs(api, "users:read")
    people = [person for person in api.world.people.values() if not person.external]
    with_locale = flag(arguments, "include_locale")
    return page(
        [person_json(api, person, with_locale=with_locale) for person in people], arguments, "members"
    )


READING_METHODS: Mapping[str, tuple[int, Method]] = {
    "conversations.open": (3, conversations_open),
    "conversations.info": (3, conversations_info),
    "conversations.members": (4, conversations_members),
    "conversations.list": (2, conversations_list),
    "conversations.history": (3, conversations_history),
    "conversations.replies": (3, conversations_replies),
    "users.conversations": (3, users_conversations),
    "users.info": (4, users_info),
    "users.list": (2, users_list),
}
