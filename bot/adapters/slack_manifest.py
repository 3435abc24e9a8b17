"""The app manifest: what an administrator pastes into api.slack.com/apps to make the app.

It asks for what the adapter uses and no more. Format: docs.slack.dev/reference/app-manifest.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.message import Code, Phrase
from bot.outgoing import Reader
from bot.wording import words

Node = str | bool | Mapping[str, "Node"] | Sequence["Node"]

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

SCOPES = (
    "app_mentions:read",  # hear "@drumbeat …"
    "channels:read",  # a channel's name, and who joins it
    "chat:write",
    "commands",
    "files:read",  # a calendar's file that somebody shares with it
    "groups:read",  # the same for private channels the bot is in
    "im:history",  # hear what is said in its direct messages; look there for a post of unknown outcome
    "im:write",  # open direct messages
    "users:read",  # names, time zones, who has left
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
)
ORG_EVENTS = ("team_access_granted", "team_access_revoked")  # of an organisation's workspaces
THREAD_SCOPES = ("channels:history", "groups:history")  # replies in the threads of our own posts
THREAD_EVENTS = ("message.channels", "message.groups")

LONG_DESCRIPTION = (  # in English alone: Slack asks for 174 characters or none, which is too long in Chinese
    "Drumbeat is the project manager's right hand inside the team's chat. It keeps the plan, asks the daily "
    "question, chases what is due, passes on what is stuck, and says before it happens that a date will "
    "slip, and why. It is self-hosted: what is said to it stays on your own server."
)


def manifest(
    url: str | None,
    command: str = "pm",
    *,
    oauth: str | None = None,
    is_for_orgs: bool = False,
    language: str = "en",
    read_threads: bool = False,
) -> str:
    """Return the manifest as YAML: for Socket Mode, or for HTTP where `url` is our public address.

    `oauth` is the public address at which workspaces install the app themselves; `is_for_orgs` lets an
    Enterprise Grid organisation do so for all of its workspaces, which can't be taken back in Slack.
    An app has one language for everybody in Slack's own menus; what the bot says is in each reader's.
    """
    reader = Reader(language)
    about = words(Phrase("Tasks, stand-ups, blockers and milestones, kept true in chat."), reader)
    events_url = {"request_url": url.rstrip("/") + EVENTS_PATH} if url else {}
    scopes = sorted({*SCOPES, *(THREAD_SCOPES if read_threads else ())})
    events = sorted({*EVENTS, *(THREAD_EVENTS if read_threads else ()), *(ORG_EVENTS if is_for_orgs else ())})
    redirects = {"redirect_urls": (redirect_url(oauth),)} if oauth else {}
    tree: Node = {
        "display_information": {
            "name": "Drumbeat",
            "description": about,
            **({"long_description": LONG_DESCRIPTION} if language == "en" else {}),
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "drumbeat", "always_online": True},
            "shortcuts": _shortcuts(reader),
            "slash_commands": [_command(command, url, reader)],
        },
        "oauth_config": {**redirects, "scopes": {"bot": scopes}},
        "settings": {
            "event_subscriptions": {**events_url, "bot_events": events},
            "interactivity": {"is_enabled": True, **events_url},
            "org_deploy_enabled": is_for_orgs,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
    return "\n".join(_yaml(tree)) + "\n"


def redirect_url(public_url: str) -> str:
    """Where Slack sends a browser back to."""
    return public_url.rstrip("/") + REDIRECT_PATH


def _shortcuts(reader: Reader) -> Node:
    """Names have up to 24 characters: docs.slack.dev/reference/app-manifest."""
    return (
        {
            "name": words(Phrase("New task"), reader),
            "type": "global",
            "callback_id": "new_task",
            "description": words(Phrase("Fill in a new task"), reader),
        },
        {
            "name": words(Phrase("Make a task"), reader),
            "type": "message",
            "callback_id": "task_from_message",
            "description": words(Phrase("Make a task of this message"), reader),
        },
    )


def _command(command: str, url: str | None, reader: Reader) -> Node:
    """`should_escape` sends people and channels by id, so that no name has to be guessed."""
    return {
        "command": f"/{command.removeprefix('/')}",
        "description": words(Phrase("Tasks, stand-ups and milestones"), reader),
        "usage_hint": words(Code("add … | done 12 | list | help"), reader),
        "should_escape": True,
        **({"url": url.rstrip("/") + EVENTS_PATH} if url else {}),
    }


def _yaml(node: Node, depth: int = 0) -> Iterator[str]:
    """The lines of a block; a JSON string is a YAML string."""
    indent = "  " * depth
    if isinstance(node, Mapping):
        for name, value in node.items():
            if isinstance(value, str | bool):
                yield f"{indent}{name}: {json.dumps(value, ensure_ascii=False)}"
            else:
                yield f"{indent}{name}:"
                yield from _yaml(value, depth + 1)
        return
    for value in node if isinstance(node, Sequence) else ():
        first, *rest = (
            [json.dumps(value, ensure_ascii=False)] if isinstance(value, str | bool) else _yaml(value)
        )
        yield f"{indent}- {first}"
        yield from (f"{indent}  {line}" for line in rest)
