"""The manifest asks for what the adapter uses."""

import json
import re
from pathlib import Path

import pytest

import bot.adapters
from bot.__main__ import main
from bot.adapters.slack_manifest import EVENTS, ORG_EVENTS, THREAD_EVENTS, manifest
from tests.stand_ins.slack_events import SCOPES_OF_EVENT

SCOPES_OF_METHOD = {  # docs.slack.dev/reference/methods; any one of them is enough
    "apps_connections_open": set(),  # of the app-level token: connections:write
    "api_call": set(),  # oauth.v2.access, with nobody's token
    "auth_test": set[str](),
    "users_info": {"users:read"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_history": {"im:history"},
    "files_info": {"files:read"},
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "views_open": set[str](),
    "views_publish": set[str](),
}
SCOPES_OF_OTHERS = {"commands"}
SCOPES_OF_MORE_EVENTS = {
    "channel_deleted": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_id_changed": {"channels:read"},
    "group_archive": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "app_home_opened": set[str](),
    "app_uninstalled": set[str](),
    "team_access_granted": set[str](),
    "team_access_revoked": set[str](),
    "tokens_revoked": set[str](),
}


def items(text: str, under: str) -> set[str]:
    """The strings of the list below a name."""
    block = re.search(rf"{under}:\n((?: +- .*\n)+)", text)
    assert block, f"no list of {under}"
    return {json.loads(line.strip().removeprefix("- ")) for line in block[1].splitlines()}


def methods_called() -> set[str]:
    sources = Path(bot.adapters.__path__[0]).glob("slack*.py")
    calls = r"client\.([a-z]+(?:_[a-zA-Z]+)+)\("
    return {one for source in sources for one in re.findall(calls, source.read_text("utf-8"))}


def scopes_needed(events: tuple[str, ...]) -> set[str]:
    assert methods_called() == set(SCOPES_OF_METHOD)
    of_events = {**SCOPES_OF_EVENT, **SCOPES_OF_MORE_EVENTS}
    return SCOPES_OF_OTHERS.union(*SCOPES_OF_METHOD.values(), *(of_events[event] for event in events))


def test_it_asks_for_the_scopes_that_calls_and_events_need_and_for_no_other() -> None:
    assert items(manifest(None), "bot") == scopes_needed(EVENTS)
    assert items(manifest(None), "bot_events") == set(EVENTS)


def test_reading_threads_asks_for_more_and_is_off_unless_wanted() -> None:
    assert items(manifest(None, read_threads=True), "bot") == scopes_needed((*EVENTS, *THREAD_EVENTS))
    assert "channels:history" not in manifest(None)


def test_several_workspaces_ask_for_a_way_back_and_for_nothing_more() -> None:
    text = manifest("https://pm.example", oauth="https://pm.example/")
    assert items(text, "redirect_urls") == {"https://pm.example/slack/oauth_redirect"}
    assert items(text, "bot") == scopes_needed(EVENTS)
    assert "org_deploy_enabled: false" in text
    assert "redirect_urls" not in manifest("https://pm.example")


def test_an_organisation_is_told_which_of_its_workspaces_come_and_go() -> None:
    text = manifest(None, oauth="https://pm.example", is_for_orgs=True)
    assert "org_deploy_enabled: true" in text
    assert items(text, "bot_events") == {*EVENTS, *ORG_EVENTS}
    assert items(text, "bot") == scopes_needed((*EVENTS, *ORG_EVENTS))


@pytest.mark.parametrize(
    "asked",
    [
        ["--url", "https://pm.example", "--oauth", "https://pm.example"],
        ["--url", "https://pm.example", "--org"],
        ["--oauth", "https://pm.example"],
        ["--oauth", "https://pm.example", "--org"],
    ],
)
def test_on_the_command_line_one_address_is_enough(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["manifest", *asked]) == 0
    assert '- "https://pm.example/slack/oauth_redirect"' in capsys.readouterr().out


def test_a_way_back_without_an_address_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--org"]) == 2
    assert "Where do workspaces install it?" in capsys.readouterr().err


def test_socket_mode_needs_no_address() -> None:
    text = manifest(None)
    assert "socket_mode_enabled: true" in text
    assert "https://" not in text


def test_over_http_one_address_takes_everything() -> None:
    text = manifest("https://pm.example/")
    assert text.count('url: "https://pm.example/slack/events"') == 3
    assert "socket_mode_enabled: false" in text


@pytest.mark.parametrize("command", ["plan", "/plan"])
def test_another_command_can_be_taken(command: str) -> None:
    assert 'command: "/plan"' in manifest(None, command)


def test_what_slack_limits_is_within_its_limits() -> None:
    said = dict(re.findall(r"^ +(?:- )?(\w+): \"(.*)\"$", manifest(None), re.MULTILINE))
    assert len(said["name"]) <= 35
    assert len(said["long_description"]) >= 175
    assert len(said["usage_hint"]) <= 1_000


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-Hans", "在聊天里管好任务"), ("zh-Hant", "在聊天裡管好任務")]
)
def test_slacks_own_menus_can_be_in_chinese(language: str, expected: str) -> None:
    text = manifest(None, language=language)
    assert expected in text
    assert "long_description" not in text
    assert not re.search(r"description: \"[A-Z]", text)
