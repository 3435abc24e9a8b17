"""The Web API's methods, one function each: arguments in, the answer out, or `Refused`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.stand_ins.block_kit import MOST_TEXT_IN_A_MESSAGE, Json, Surface, check_blocks, text_length
from tests.stand_ins.slack_views import View, Views
from tests.stand_ins.slack_world import (
    APP_ID,
    BOT_ID,
    Channel,
    Kind,
    Message,
    Person,
    Refused,
    World,
)

LONGEST_TEXT = 40_000
LONGEST_EDIT = 4_000  # chat.update answers msg_too_long past it
MOST_IN_A_GROUP_DIRECT = 8
PARSED_AS_JSON = {
    "blocks": "invalid_blocks_format",
    "view": "invalid_arguments",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}


@dataclass(slots=True)
class Api:
    """What the methods work on."""

    world: World
    views: Views
    socket_url: Callable[[], str]
    links: list[str] = field(default_factory=list)


Method = Callable[[Api, Json], Json]


def read_json_arguments(arguments: Json) -> Json:
    """Blocks, views and the like may come as JSON in a string."""
    read = dict(arguments)
    for name, error in PARSED_AS_JSON.items():
        if isinstance(read.get(name), str):
            try:
                read[name] = json.loads(read[name])
            except ValueError as why:
                raise Refused(error) from why
    return read


def required(arguments: Json, name: str) -> str:
    value = arguments.get(name)
    if value in (None, ""):
        raise Refused("invalid_arguments", f"[ERROR] missing required field: {name}")
    return str(value)


def flag(arguments: Json, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in {"1", "true"}


def needs(api: Api, *scopes: str) -> None:
    """At least one of them."""
    if not api.world.scopes & set(scopes):
        raise Refused("missing_scope", needed=scopes[0], provided=",".join(sorted(api.world.scopes)))


def checked_blocks(blocks: object) -> list[Json]:
    """The blocks, once they are known to be good for a message."""
    if not blocks:
        return []
    wrong = check_blocks(blocks, Surface.MESSAGE)
    if wrong:
        raise Refused("invalid_blocks", *(f"[ERROR] {found}" for found in wrong))
    if text_length(blocks) > MOST_TEXT_IN_A_MESSAGE:
        raise Refused("msg_blocks_too_long")
    assert isinstance(blocks, list)
    return blocks


def content(arguments: Json, longest: int = LONGEST_TEXT) -> tuple[str, list[Json]]:
    """Text and blocks of a message that may be shown."""
    text = arguments.get("text") or ""
    if not isinstance(text, str):
        raise Refused("invalid_arguments", "[ERROR] must be a string [json-pointer:/text]")
    blocks = checked_blocks(arguments.get("blocks"))
    if not (text.strip() or blocks or arguments.get("attachments")):
        raise Refused("no_text")
    if len(text) > longest:
        raise Refused("msg_too_long")
    return text, blocks


def metadata_of(arguments: Json) -> Json | None:
    metadata: Json | None = arguments.get("metadata") or None
    if metadata is None:
        return None
    good = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not good or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    return metadata


def seen_channel(api: Api, arguments: Json) -> Channel:
    """The channel, if the bot may know of it: private ones only as a member."""
    channel = api.world.channel(required(arguments, "channel"))
    if channel.kind is not Kind.PUBLIC and api.world.bot.id not in channel.members:
        raise Refused("channel_not_found")
    return channel


def joined_channel(api: Api, arguments: Json, when_archived: str = "is_archived") -> Channel:
    channel = seen_channel(api, arguments)
    if channel.archived:
        raise Refused(when_archived)
    may_stay_outside = channel.kind is Kind.PUBLIC and "chat:write.public" in api.world.scopes
    if api.world.bot.id not in channel.members and not may_stay_outside:
        raise Refused("not_in_channel")
    return channel


def reachable(api: Api, who: str, error: str = "user_not_found") -> Person:
    """Somebody the bot may write to; strangers of other workspaces only where a channel is shared."""
    person = api.world.people.get(who)
    if person is None or person.bot:
        raise Refused(error)
    if person.deactivated:
        raise Refused("user_disabled")
    if person.external:
        raise Refused("user_not_visible")
    return person


def target(api: Api, arguments: Json) -> Channel:
    """Where chat.postMessage goes: a person's id opens the direct messages with them."""
    where = required(arguments, "channel")
    if where[0] in "UW" and where not in api.world.channels:
        return api.world.direct(reachable(api, where, "channel_not_found").id)
    return joined_channel(api, arguments)


def thread_of(api: Api, channel: Channel, arguments: Json) -> str | None:
    ts = arguments.get("thread_ts")
    if not ts:
        return None
    parent = api.world.found(channel.id, str(ts))
    if parent.thread_ts not in (None, parent.ts):  # a reply's ts: the documentation forbids it
        raise Refused("cannot_reply_to_message")
    parent.thread_ts = parent.ts
    return parent.ts


def post_message(api: Api, arguments: Json) -> Json:
    needs(api, "chat:write")
    channel = target(api, arguments)
    text, blocks = content(arguments)
    message = api.world.post(
        channel,
        api.world.bot,
        text,
        blocks,
        thread_ts=thread_of(api, channel, arguments),
        broadcast=flag(arguments, "reply_broadcast"),
        metadata=metadata_of(arguments),
        parsed_fully=flag(arguments, "link_names") or arguments.get("parse") == "full",
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def own_message(api: Api, channel: Channel, arguments: Json, error: str) -> Message:
    message = api.world.found(channel.id, required(arguments, "ts"))
    if message.user != api.world.bot.id:
        raise Refused(error)
    return message


def update(api: Api, arguments: Json) -> Json:
    """Blocks stay only where neither blocks nor text are given."""
    needs(api, "chat:write")
    channel = joined_channel(api, arguments, "is_inactive")
    message = own_message(api, channel, arguments, "cant_update_message")
    untouched = "text" not in arguments and "blocks" not in arguments
    given = {**arguments, "blocks": message.blocks} if untouched and "metadata" in arguments else arguments
    text, blocks = content(given, LONGEST_EDIT)
    if "metadata" in arguments:
        message.metadata = metadata_of(arguments)
    message.parsed_fully = flag(arguments, "link_names") or arguments.get("parse") == "full"
    api.world.edit(message, text or message.text, blocks)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.as_json()}


def delete(api: Api, arguments: Json) -> Json:
    needs(api, "chat:write")
    channel = joined_channel(api, arguments)
    api.world.erase(own_message(api, channel, arguments, "cant_delete_message"))
    return {"channel": channel.id, "ts": arguments["ts"]}


def post_ephemeral(api: Api, arguments: Json) -> Json:
    needs(api, "chat:write")
    channel = joined_channel(api, arguments)
    user = required(arguments, "user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(arguments)
    message = api.world.post(
        channel, api.world.bot, text, blocks, only_for=user, thread_ts=arguments.get("thread_ts") or None
    )
    return {"message_ts": message.ts}


def permalink(api: Api, arguments: Json) -> Json:
    channel = seen_channel(api, arguments)
    message = api.world.found(channel.id, required(arguments, "message_ts"))
    link = f"https://{api.world.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def auth_test(api: Api, arguments: Json) -> Json:
    return {
        "url": f"https://{api.world.domain}.slack.com/",
        "team": api.world.team_name,
        "user": api.world.bot.name,
        "team_id": api.world.team_id,
        "user_id": api.world.bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def connections_open(api: Api, arguments: Json) -> Json:
    return {"url": api.socket_url()}


def team_info(api: Api, arguments: Json) -> Json:
    needs(api, "team:read")
    team = {"id": api.world.team_id, "name": api.world.team_name, "domain": api.world.domain, "icon": {}}
    return {"team": team}


def bots_info(api: Api, arguments: Json) -> Json:
    needs(api, "users:read")
    if arguments.get("bot", BOT_ID) != BOT_ID:
        raise Refused("bot_not_found")
    bot = {"id": BOT_ID, "app_id": APP_ID, "user_id": api.world.bot.id, "name": api.world.bot.name}
    return {"bot": {**bot, "deleted": False, "icons": {}}}


def shown_view(view: View) -> Json:
    return {"view": view.as_json()}


def views_open(api: Api, arguments: Json) -> Json:
    return shown_view(api.views.open(required(arguments, "trigger_id"), arguments.get("view")))


def views_push(api: Api, arguments: Json) -> Json:
    return shown_view(api.views.push(required(arguments, "trigger_id"), arguments.get("view")))


def views_update(api: Api, arguments: Json) -> Json:
    view = api.views.find(arguments.get("view_id"), arguments.get("external_id"))
    return shown_view(api.views.update(view, arguments.get("view"), arguments.get("hash")))


def views_publish(api: Api, arguments: Json) -> Json:
    person = reachable(api, required(arguments, "user_id"))
    return shown_view(api.views.publish(person.id, arguments.get("view"), arguments.get("hash")))


MESSAGE_METHODS: Mapping[str, tuple[int, Method]] = {
    "auth.test": (4, auth_test),
    "apps.connections.open": (1, connections_open),
    "chat.postMessage": (4, post_message),
    "chat.update": (3, update),
    "chat.delete": (3, delete),
    "chat.postEphemeral": (4, post_ephemeral),
    "chat.getPermalink": (4, permalink),
    "team.info": (3, team_info),
    "bots.info": (3, bots_info),
    "views.open": (4, views_open),
    "views.push": (4, views_push),
    "views.update": (4, views_update),
    "views.publish": (4, views_publish),
}
