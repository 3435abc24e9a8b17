"""Delivery to Slack: where a message goes, and what Slack's answer means for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_blocks import home, rendered
from bot.adapters.slack_trouble import NotConnected, Refused, SlackTrouble, TooFast, Unanswered
from bot.outgoing import Busy, Gone, LaneDown, Outgoing, Receipt, Rejected, Sent, Unknown, Unreachable

Json = dict[str, Any]

WORKSPACE_FULL = 60.0  # seconds to wait when the whole workspace posts too much

# docs.slack.dev/reference/methods/chat.postMessage#errors, and those of chat.update and chat.postEphemeral
_FOR_ALL = frozenset(
    {
        *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        *("missing_scope", "not_allowed_token_type", "no_permission", "access_denied", "accesslimited"),
        *("org_login_required", "ekm_access_denied", "team_access_not_granted", "app_missing_action_url"),
        *("service_unavailable", "team_added_to_org"),
    }
)
_PASSES = frozenset({"service_unavailable", "team_added_to_org"})  # by itself, while all else is for an admin
_FOR_THIS_PLACE = frozenset(
    {
        *("user_disabled", "user_not_found", "user_not_visible", "users_not_found", "user_is_bot"),
        *("channel_not_found", "is_archived", "is_inactive", "not_in_channel", "user_not_in_channel"),
        *("cannot_dm_bot", "messages_tab_disabled", "invalid_user_combination", "channel_is_limited_access"),
        *("restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_locked"),
        *("restricted_action_thread_only_channel", "restricted_action_non_threadable_channel"),
        *("external_channel_migrating", "not_in_team"),
    }
)
_POST_IS_GONE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "message_deleted"}
)
_THREAD_IS_GONE = frozenset(
    {"message_not_found", "thread_not_found", "cannot_reply_to_message", "invalid_thread_ts"}
)


class SlackSender:
    """An adapter for delivery."""

    def __init__(self, api: SlackApi) -> None:
        """Take the calls of one installation."""
        self._api = api

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, edit, whisper or answer at a response URL; every trouble is a receipt."""
        try:
            if outgoing.address.is_home:
                await self._api.publish(outgoing.address.chat, home(outgoing.message, outgoing.reader))
                return Sent()
            return await self._send(outgoing, rendered(outgoing.message, outgoing.reader))
        except SlackTrouble as trouble:
            return receipt(trouble)

    async def find(self, outgoing: Outgoing, since: datetime) -> str:
        """Return the ref of a message whose sending had an unknown outcome; "" where it did not arrive.

        Channels can be searched only where the app may read them, so "" there means nothing for sure.

        Raises:
            SlackTrouble: Slack was not reached.
        """
        address = outgoing.address
        try:
            channel = await self._api.direct(address.chat) if address.is_person else address.chat
        except Refused:
            return ""
        ts = await self._api.posted(channel, outgoing.mark, since)
        return f"{channel}:{ts}" if ts else ""

    async def _send(self, outgoing: Outgoing, content: Json) -> Receipt:
        address = outgoing.address
        thread = _thread(outgoing)
        if address.response_url:
            await self._api.respond(address.response_url, _response(outgoing, content, thread))
            return Sent()
        if address.only_for:
            await self._api.whisper(address.chat, address.only_for, content, thread=thread)
            return Sent()
        if outgoing.ref:
            return await self._edit(outgoing.ref, content)
        return await self._post(outgoing, content, thread)

    async def _edit(self, ref: str, content: Json) -> Receipt:
        channel, _, ts = ref.partition(":")
        try:
            await self._api.edit(channel, ts, content)
        except Refused as refusal:
            if refusal.why in _POST_IS_GONE:
                return Gone()
            raise
        return Sent(ref)

    async def _post(self, outgoing: Outgoing, content: Json, thread: str) -> Receipt:
        """Into the thread; beside it where its first post is no more."""
        chat = outgoing.under.partition(":")[0] or outgoing.address.chat
        try:
            channel, ts = await self._api.post(chat, content, thread=thread, mark=outgoing.mark)
        except Refused as refusal:
            if not thread or refusal.why not in _THREAD_IS_GONE:
                raise
            channel, ts = await self._api.post(chat, content, mark=outgoing.mark)
        return Sent(f"{channel}:{ts}")


def receipt(trouble: SlackTrouble) -> Receipt:
    """Return what a trouble means for the message, and for those after it."""
    match trouble:
        case TooFast():
            return Busy(trouble.retry_after, whole_lane=True)
        case Unanswered():
            return Unknown(trouble.why)
        case NotConnected():
            return LaneDown(trouble.why)
        case _:
            return _refused(trouble)


def _refused(trouble: SlackTrouble) -> Receipt:
    if trouble.why == "message_limit_exceeded":
        return Busy(WORKSPACE_FULL, whole_lane=True)
    if trouble.why in _FOR_ALL:
        return LaneDown(trouble.why, is_refused=trouble.why not in _PASSES)
    if trouble.why in _FOR_THIS_PLACE:
        return Unreachable(trouble.why)
    return Rejected(trouble.why)


def _thread(outgoing: Outgoing) -> str:
    return outgoing.under.partition(":")[2] or outgoing.address.thread


def _response(outgoing: Outgoing, content: Mapping[str, Any], thread: str) -> Json:
    """For the asker alone, beside what was pressed unless it is another page of it."""
    more = {"thread_ts": thread} if thread else {}
    return {"response_type": "ephemeral", "replace_original": outgoing.message.replaces, **content, **more}
