"""Slack's payloads as what was said: commands, events, pressed buttons, submitted forms. Pure.

Shapes: docs.slack.dev/interactivity and docs.slack.dev/reference/events.
"""

from collections.abc import Mapping
from typing import Any

from bot.adapters.slack_api import SLACKBOT, Identity, read_user
from bot.adapters.slack_blocks import LONGEST_TEXT
from bot.adapters.slack_forms import CALLBACK, submitted
from bot.adapters.slack_text import behind_mention, typed, without_mention
from bot.incoming import Attached, Bot, Fact, FactKind, Filled, Incoming, Place, PlaceKind, Sender, Words

Json = dict[str, Any]

PLATFORM = "slack"

LONGEST_TITLE = 300  # characters of a message that become a title

_SAID = frozenset({"", "thread_broadcast", "file_share", "me_message"})  # subtypes that a person writes
_LEAVING = frozenset({"channel_left", "group_left"})
_CLOSING = frozenset({"channel_archive", "group_archive", "channel_deleted", "group_deleted"})
_NOWHERE = Place(PlaceKind.DIRECT, "")


def kind_of(body: Json) -> str:
    """Return what kind of payload it is, for the log: "command", "event message/channel_join" and so on."""
    if "command" in body:
        return "command"
    event = body.get("event")
    if not isinstance(event, dict):
        return str(body.get("type"))
    subtype = f"/{event['subtype']}" if event.get("subtype") else ""
    return f"event {event.get('type')}{subtype}"


def is_for(body: Json, us: Identity) -> bool:
    """Whether an event was delivered for our installation: an app may be in several workspaces."""
    authorizations = body.get("authorizations") or ()
    if any(one.get("is_enterprise_install") for one in authorizations):
        return True  # by an organisation's token, in the workspace by which we were found
    return us.team in ([one.get("team_id") for one in authorizations] or [body.get("team_id")])


def command(body: Json, us: Identity) -> Incoming:
    """Return a slash command; its name is the administrator's choice and tells nothing."""
    text, mentioned = typed(body.get("text", ""))
    team = body.get("team_id", us.team)
    return Incoming(
        bot=Bot(PLATFORM, us.team),
        sender=Sender(body["user_id"], handle=body.get("user_name", ""), is_outsider=team != us.team),
        place=_place(body["channel_id"], body.get("channel_name", "")),
        key=_key(us, body["trigger_id"]),
        said=Words(text.strip(), addressed=True, mentioned=mentioned),
        rides=LONGEST_TEXT,
        shows_forms=True,
        response_url=body.get("response_url", ""),
    )


def pressed(body: Json, us: Identity) -> Incoming | None:
    """Return a pressed button, or an entry of a menu; None for what only leads somewhere, and for others."""
    action, container = body["actions"][0], body.get("container") or _of_message(body.get("message"))
    said = _command_of(action)
    if said and body.get("view", {}).get("type") == "home":
        return _pressed_at_home(body, said, us)
    if not said or container.get("type") != "message":
        return None
    channel, ts = body["channel"], container["message_ts"]
    thread = container.get("thread_ts", "")
    return Incoming(
        bot=Bot(PLATFORM, us.team),
        sender=_who(body["user"], us),
        place=_place(channel["id"], channel.get("name", ""), thread if thread != ts else ""),
        key=_key(us, body["trigger_id"]),
        said=Words(said, addressed=True, pressed=True),
        reply_to="" if container.get("is_ephemeral") else f"{channel['id']}:{ts}",
        shows_forms=True,
        response_url=body.get("response_url", ""),
    )


def _of_message(message: Json | None) -> Json:
    """A container made of the message itself, for senders that leave the container out."""
    if not message:
        return {}
    return {"type": "message", "message_ts": message["ts"], "thread_ts": message.get("thread_ts", "")}


def _command_of(action: Json) -> str | None:
    match action.get("type"):
        case "button":
            return action.get("value")
        case "overflow":
            return (action.get("selected_option") or {}).get("value")
        case _:
            return None


def _pressed_at_home(body: Json, said: str, us: Identity) -> Incoming:
    """A button of somebody's home: said in their direct messages, where the answer goes."""
    return Incoming(
        bot=Bot(PLATFORM, us.team),
        sender=_who(body["user"], us),
        place=_place(body["user"]["id"], "directmessage"),
        key=_key(us, body["trigger_id"]),
        said=Words(said, addressed=True, pressed=True),
        shows_forms=True,
    )


def shortcut(body: Json, us: Identity) -> Incoming | None:
    """Return a shortcut of ours: a new task, or one made of a message: its first line and its address."""
    channel = body.get("channel", {"id": body["user"]["id"], "name": "directmessage"})
    match body.get("callback_id"):
        case "new_task":
            said: Words | Filled = Words("task form", addressed=True, pressed=True)
        case "task_from_message":
            said = Filled("task form", {"title": _first_line(body["message"]), "source": _address_of(body)})
        case _:
            return None
    return Incoming(
        bot=Bot(PLATFORM, us.team),
        sender=_who(body["user"], us),
        place=_place(channel["id"], channel.get("name", "")),
        key=_key(us, body["trigger_id"]),
        said=said,
        shows_forms=True,
        response_url=body.get("response_url", ""),
    )


def _first_line(message: Json) -> str:
    text, _ = typed(message.get("text", ""))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return next((line for line in lines if line), "")[:LONGEST_TITLE]


def _address_of(body: Json) -> str:
    """The message's own address; a domain is part of every shortcut's team."""
    domain, ts = body["team"]["domain"], body["message"]["ts"].replace(".", "")
    return f"https://{domain}.slack.com/archives/{body['channel']['id']}/p{ts}"


def filled(body: Json, us: Identity) -> Incoming | None:
    """Return a submitted form; None for a view that is not one of ours."""
    if body["view"].get("callback_id") != CALLBACK:
        return None
    said, asked = submitted(body["view"])
    return Incoming(
        bot=Bot(PLATFORM, us.team),
        sender=_who(body["user"], us),
        place=asked.place,
        key=_key(us, body["trigger_id"]),
        said=said,
        reply_to=asked.ref,
        shows_forms=True,
    )


def event(body: Json, us: Identity) -> Incoming | None:
    """Return what an event tells; None where it is nothing for us."""
    told: Json = body["event"]
    match told.get("type"):
        case "app_mention":
            return _message(told, us)
        case "message":
            return _edited(told, us) if told.get("subtype") == "message_changed" else _message(told, us)
        case _:
            return _fact(told, us, key=_key(us, body["event_id"]))


def _message(told: Json, us: Identity) -> Incoming | None:
    """Words in a direct message, a mention, or a reply in the thread of a post of ours."""
    if not _is_by_person(told, us) or told.get("subtype", "") not in _SAID:
        return None
    _, mentions_us = without_mention(told.get("text", ""), us.bot_user)
    is_mention, is_direct = told["type"] == "app_mention", told.get("channel_type") == "im"
    if not (is_mention or is_direct):
        answers_us = told.get("parent_user_id") == us.bot_user and told.get("channel_type") != "mpim"
        if mentions_us or not answers_us:  # a mention comes once more, as what it is
            return None
    return _said(told, us, addressed=is_mention or mentions_us)


def _edited(told: Json, us: Identity) -> Incoming | None:
    """New words in place of old ones in a direct message; link previews change a message as well."""
    message: Json = {**told["message"], "channel": told["channel"], "channel_type": told.get("channel_type")}
    before = told.get("previous_message") or {}
    if message["channel_type"] != "im" or not _is_by_person(message, us):
        return None
    if message.get("text") == before.get("text"):
        return None
    return _said(message, us, addressed=False, edit=told["ts"])


def _said(told: Json, us: Identity, *, addressed: bool, edit: str = "") -> Incoming:
    text: str = told.get("text", "")
    words, mentioned = typed(without_mention(text, us.bot_user)[0])
    behind, _ = typed(behind_mention(text, us.bot_user))
    channel, ts, thread = told["channel"], told["ts"], told.get("thread_ts", "")
    team = told.get("user_team") or told.get("team") or us.team
    is_reply = bool(thread) and thread != ts
    direct = told.get("channel_type") == "im"
    return Incoming(
        bot=Bot(PLATFORM, us.team),
        sender=Sender(told["user"], is_outsider=team != us.team),
        place=_place(channel, "directmessage" if direct else "", thread if is_reply else ""),
        key=_key(us, channel, ts, *(("edit", edit) if edit else ())),
        said=Words(words.strip(), addressed, mentioned=mentioned, behind=behind, files=_files(told)),
        reply_to=f"{channel}:{thread}" if is_reply else "",
        ref=f"{channel}:{ts}",
        was_edited=bool(edit),
    )


def _files(told: Json) -> tuple[Attached, ...]:
    """What was shared with it; the rest of a file is asked for by its id."""
    return tuple(
        Attached(one["id"], one.get("name") or "", int(one.get("size") or 0), one.get("mimetype") or "")
        for one in told.get("files") or ()
        if isinstance(one, dict) and one.get("id")
    )


def _is_by_person(told: Json, us: Identity) -> bool:
    user = told.get("user")
    return bool(user) and user not in (us.bot_user, SLACKBOT) and not told.get("bot_id")


def _fact(told: Json, us: Identity, *, key: str) -> Incoming | None:
    found = _fact_of_person(told, us) or _fact_of_place(told, us)
    if found is None:
        return None
    sender, place, fact = found
    return Incoming(Bot(PLATFORM, us.team), sender, place, key, fact)


Found = tuple[Sender, Place, Fact]


def _fact_of_person(told: Json, us: Identity) -> Found | None:
    match told["type"]:
        case "user_change" | "team_join":
            user = told["user"]
            if user.get("is_bot") or user["id"] == SLACKBOT:
                return None
            kind = FactKind.GONE if user.get("deleted") else FactKind.PROFILE
            return read_user(user, us.team), _NOWHERE, Fact(kind)
        case "app_home_opened" if told.get("tab") == "home":
            return Sender(told["user"]), _place(told["channel"], "directmessage"), Fact(FactKind.HOME)
        case "app_uninstalled":
            return Sender(""), _NOWHERE, Fact(FactKind.UNINSTALLED)
        case "tokens_revoked" if told.get("tokens", {}).get("bot"):
            return Sender(""), _NOWHERE, Fact(FactKind.UNINSTALLED)
        case _:
            return None


def _fact_of_place(told: Json, us: Identity) -> Found | None:
    match told["type"]:
        case "member_joined_channel" | "member_left_channel" as name:
            return _membership(told, us, joined=name == "member_joined_channel")
        case "channel_id_changed":
            place = Place(PlaceKind.CHANNEL, told["old_channel_id"])
            return Sender(""), place, Fact(FactKind.MOVED, told["new_channel_id"])
        case name if name in _LEAVING or name in _CLOSING:
            place = Place(PlaceKind.CHANNEL, told["channel"])
            return Sender(told.get("user") or told.get("actor_id") or ""), place, Fact(FactKind.REMOVED)
        case _:
            return None


def _membership(told: Json, us: Identity, *, joined: bool) -> Found:
    place = Place(PlaceKind.CHANNEL, told["channel"], is_private=told.get("channel_type") == "G")
    if told["user"] == us.bot_user:
        kind = FactKind.ADDED if joined else FactKind.REMOVED
        return Sender(told.get("inviter", "")), place, Fact(kind)
    kind = FactKind.JOINED if joined else FactKind.LEFT
    sender = Sender(told["user"], is_outsider=told.get("team", us.team) != us.team)
    return sender, place, Fact(kind)


def _place(channel: str, name: str, thread: str = "") -> Place:
    """Slack puts "directmessage", "privategroup" and "mpdm-…" for names that it does not tell."""
    if name == "directmessage" or channel.startswith("D"):
        return Place(PlaceKind.DIRECT, channel, thread, is_private=True)
    if name == "privategroup" or name.startswith("mpdm-"):
        return Place(PlaceKind.CHANNEL, channel, thread, is_private=True)
    return Place(PlaceKind.CHANNEL, channel, thread, name)


def _who(user: Mapping[str, Any], us: Identity) -> Sender:
    return Sender(
        user["id"],
        handle=user.get("username") or user.get("name", ""),
        is_outsider=user.get("team_id", us.team) != us.team,
    )


def _key(us: Identity, *parts: str) -> str:
    return "/".join((PLATFORM, us.team, *parts))
