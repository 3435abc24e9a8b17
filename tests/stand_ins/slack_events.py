"""What people type, as it goes over the wire, and the events that follow from what happens."""

import re

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_world import APP_ID, Change, Channel, Kind, Message, Person, World

EVENT_OF_KIND = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.DIRECT: "message.im",
    Kind.GROUP_DIRECT: "message.mpim",
}
SCOPES_OF_EVENT = {
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "app_mention": {"app_mentions:read"},
    "user_change": {"users:read"},
    "team_join": {"users:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "channel_archive": {"channels:read"},
}
TYPED = re.compile(r"https?://[^\s<>|]+|(?<![A-Za-z0-9_@#])[@#](?=[^\s@#])")
WIRE = re.compile(r"<([^<>]*)>")
BROADCASTS = ("channel", "here", "everyone")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def longest_name(rest: str, names: list[str]) -> str | None:
    """The longest of the names that the text begins with, not cut off in the middle of a Latin word."""
    for name in sorted(names, key=len, reverse=True):
        if rest.startswith(name) and not re.match(r"[A-Za-z0-9_-]", rest[len(name) :]):
            return name
    return None


def as_sent(world: World, sender: Person, text: str, *, labelled: bool) -> str:
    """Typed text as Slack's client sends it: people, channels and links in angle brackets.

    Labelled (`<@U1|anna>`) in slash commands with `should_escape`; bare (`<@U1>`) in messages.
    """
    sent, at = [], 0
    for found in TYPED.finditer(text):
        if found.start() < at:
            continue
        link, end = reference(world, sender, text, found, labelled=labelled)
        if link:
            sent += [escaped(text[at : found.start()]), link]
            at = end
    return "".join([*sent, escaped(text[at:])])


def reference(
    world: World, sender: Person, text: str, found: "re.Match[str]", *, labelled: bool
) -> tuple[str | None, int]:
    """The reference that begins here, and where the text goes on."""
    mark, start = found.group(), found.end()
    if mark not in "@#":
        return f"<{escaped(mark)}>", start
    if mark == "#":
        known = {c.name: c for c in world.channels.values() if c.name and is_seen(c, sender)}
        name = longest_name(text[start:], list(known))
        return (channel_link(known[name]), start + len(name)) if name else (None, start)
    people = {person.name: person for person in world.people.values()}
    name = longest_name(text[start:], [*people, *BROADCASTS])
    if not name:
        return None, start
    if name not in people:
        return f"<!{name}>", start + len(name)
    label = f"|{name}" if labelled else ""
    return f"<@{people[name].id}{label}>", start + len(name)


def is_seen(channel: Channel, person: Person) -> bool:
    return channel.kind is Kind.PUBLIC or person.id in channel.members


def channel_link(channel: Channel) -> str:
    """A private channel's name is not told."""
    return f"<#{channel.id}|{channel.name if channel.kind is Kind.PUBLIC else ''}>"


def rich_text_of(wire: str) -> list[Json]:
    """The blocks that Slack's client adds to what a person sends."""
    elements: list[Json] = []
    for number, part in enumerate(WIRE.split(wire)):
        if number % 2:
            elements.append(rich_reference(part))
        elif part:
            elements.append({"type": "text", "text": unescaped(part)})
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]


def rich_reference(inside: str) -> Json:
    target = inside.partition("|")[0]
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": unescaped(target)}


def envelope(world: World, event: Json, *, shared: bool = False) -> Json:
    """What is posted to the bot around an event."""
    team = None if world.for_all else world.team_id
    bot = {"enterprise_id": world.enterprise_id, "team_id": team, "user_id": world.bot.id, "is_bot": True}
    return {
        "token": "deprecated",
        "team_id": world.team_id,
        "context_team_id": world.team_id,
        "context_enterprise_id": world.enterprise_id,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.clock()),
        "authorizations": [{**bot, "is_enterprise_install": world.for_all}],
        "is_ext_shared_channel": shared,
        "event_context": world.new_id("4-"),
    }


def is_delivered(world: World, name: str) -> bool:
    """Only what the app subscribed to, with the scope for it."""
    scopes = SCOPES_OF_EVENT.get(name)
    return name in world.events and (scopes is None or bool(scopes & world.scopes))


def events_of(world: World, change: Change, message: Message, before: Json | None) -> list[Json]:
    """What the bot hears of a message: nothing where it is no member."""
    channel = world.channels[message.channel]
    if world.bot.id not in channel.members:
        return []
    events = []
    if is_delivered(world, EVENT_OF_KIND[channel.kind]):
        events.append(message_event(world, change, message, before))
    mentioned = f"<@{world.bot.id}>" in message.text or f"<@{world.bot.id}|" in message.text
    wanted = mentioned and channel.kind is not Kind.DIRECT and not message.by_bot
    if wanted and change is not Change.ERASED and is_delivered(world, "app_mention"):
        events.append(mention_event(world, message))
    return events


def said(world: World, message: Message) -> Json:
    told = {**message.as_json(), "channel": message.channel, "user_team": world.people[message.user].team}
    if not message.by_bot:
        told["client_msg_id"] = f"client-{message.ts}"
    parent = message.thread_ts and next((one for one in world.messages if one.ts == message.thread_ts), None)
    if parent and parent is not message:
        told["parent_user_id"] = parent.user
    return told


def message_event(world: World, change: Change, message: Message, before: Json | None) -> Json:
    channel_type = world.channels[message.channel].kind.value
    if change is Change.POSTED:
        return {**said(world, message), "channel_type": channel_type, "event_ts": message.ts}
    ts = world.new_ts()
    told: Json = {
        "type": "message",
        "hidden": True,
        "channel": message.channel,
        "channel_type": channel_type,
        "previous_message": before,
        "ts": ts,
        "event_ts": ts,
    }
    if change is Change.ERASED:
        return {**told, "subtype": "message_deleted", "deleted_ts": message.ts}
    return {**told, "subtype": "message_changed", "message": message.as_json()}


def mention_event(world: World, message: Message) -> Json:
    """Comes again, with the same ts, when the message is edited."""
    told = {name: value for name, value in said(world, message).items() if name != "subtype"}
    return {**told, "type": "app_mention", "event_ts": message.edited or message.ts}


def home_event(world: World, user: str, tab: str, view: Json | None) -> Json:
    event = {"type": "app_home_opened", "user": user, "channel": world.direct(user).id, "tab": tab}
    return {**event, "event_ts": world.new_ts(), **({"view": view} if view else {})}


def join_event(world: World, channel: Channel, user: str, *, by: str = "", left: bool = False) -> Json:
    """Slack names who invited somebody, where somebody did."""
    kind = "G" if channel.kind is Kind.PRIVATE else "C"
    name = "member_left_channel" if left else "member_joined_channel"
    event = {"type": name, "user": user, "channel": channel.id, "channel_type": kind}
    event |= {"inviter": by} if by else {}
    return {**event, "team": world.team_id, "event_ts": world.new_ts()}


def uninstall_events(world: World) -> list[Json]:
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [world.bot.id]}}
    return [{**event, "event_ts": world.new_ts()} for event in (revoked, {"type": "app_uninstalled"})]
