"""Slack's entrance: every payload, over signed HTTP or Socket Mode, through one step of bolt's.

Bolt reads payloads and answers url_verification. Our step is its last and never calls `next()`: an event is
acknowledged only after its unit of work has ended, and nothing waits for listeners.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.requests import Request
from starlette.responses import Response

from bot.adapters import slack_reading as reading
from bot.adapters.slack_answers import BUSY, NO_FORM, NOT_HERE, for_asker, form_answered, told
from bot.adapters.slack_api import Identity, SlackApi
from bot.adapters.slack_forms import Asked, modal
from bot.adapters.slack_sockets import Running, SlackSockets
from bot.adapters.slack_steps import app_of, quiet_logger
from bot.adapters.slack_teams import Team, Teams, of_organisation, whose_is
from bot.adapters.slack_trouble import Refused, SlackTrouble
from bot.incoming import Answer, Fact, FactKind, Incoming, Outcome, PlaceKind, Receive
from bot.message import Form, Message, link_button
from bot.outgoing import Reader

Json = dict[str, Any]

FINISH_WITHIN = 10.0  # seconds for views and answers that are on their way at the end
MOST_KINDS = 1_000  # of unknown payloads remembered as logged

_EPOCH = re.compile(r"[0-9]{1,15}")

log = structlog.get_logger()


class SlackEntrance:
    """What comes in from the workspaces that we are installed in."""

    def __init__(
        self,
        api: SlackApi,
        teams: Teams,
        *,
        signing_secret: str = "",
        app_token: str = "",
        install_url: str = "",
    ) -> None:
        """Take Socket Mode where there is an app token, else `endpoint` serves signed HTTP.

        `api` is the app's own way to Slack, and needs no workspace's token. `install_url` is where a
        workspace installs us; empty where it can't.
        """
        self._api = api
        self._teams = teams
        self._install_url = install_url
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None
        self._app = app_of(api, self._take)
        told = quiet_logger("sockets", logging.WARNING)
        self._sockets = SlackSockets(api, app_token, self._envelope, told) if app_token else None
        self._receive: Receive | None = None
        self._requests = Running()
        self._later: set[asyncio.Task[None]] = set()
        self._logged: set[str] = set()

    async def start(self, receive: Receive) -> None:
        """Begin to take in; sockets connect in the background, for as long as it takes."""
        self._receive = receive
        if self._sockets is not None:
            self._sockets.open()

    async def stop(self) -> None:
        """Take no more in, wait for what runs and its acknowledgement, then close the sockets."""
        if self._sockets is not None:
            await self._sockets.close()
        self._receive = None
        await self._requests.none()
        if self._later:
            await asyncio.wait(self._later, timeout=FINISH_WITHIN)

    async def endpoint(self, request: Request) -> Response:
        """Signed HTTP; whatever is forged, replayed or unreadable is refused before anything reads it."""
        try:
            body = (await request.body()).decode()
        except UnicodeDecodeError:
            return Response(status_code=400)
        if not self._is_signed(request, body):
            return Response(status_code=401)
        if self._receive is None:
            return Response(status_code=503)
        headers: dict[str, str | Sequence[str]] = {"content-type": request.headers.get("content-type", "")}
        with self._requests.one():
            return to_starlette_response(
                await self._app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
            )

    def _is_signed(self, request: Request, body: str) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if self._verifier is None or not _EPOCH.fullmatch(timestamp) or not signature.isascii():
            return False
        return self._verifier.is_valid(body, timestamp, signature)

    async def _envelope(self, request: SocketModeRequest) -> BoltResponse:
        response: BoltResponse = await run_async_bolt_app(self._app, request)
        return response

    # --- what comes in ---

    async def _take(self, body: Json, context: AsyncBoltContext) -> Json | None:
        """Return what goes back; None is no acknowledgement."""
        receive = self._receive
        if receive is None:
            return None
        try:
            whose = whose_is(body, context)
            decided = of_organisation(body, whose)
            team = None if decided else await self._teams.find(whose)
            incoming = self._read(body, team.us) if team else None
        except (LookupError, TypeError, ValueError, AttributeError):
            self._log_once("payload not understood", body, exc_info=True)
            return {}
        if decided is not None:
            return await _checked(self._teams.changed(decided))
        if team is None:
            return self._not_here(body)
        if incoming is None:
            return {"options": []} if body.get("type") == "block_suggestion" else {}
        if isinstance(incoming.said, Fact) and incoming.said.kind is FactKind.UNINSTALLED:
            return await _checked(self._removed(team, incoming, receive))
        named, sender = await asyncio.gather(
            self._with_names(incoming, body, team), team.lookups.sender(incoming)
        )
        incoming = await team.lookups.with_rank(replace(named, sender=sender))
        return self._answered(body, incoming, team, await receive(incoming))

    async def _removed(self, team: Team, incoming: Incoming, receive: Receive) -> None:
        """We were taken out, unless our token works: it may be told after we were put in again.

        Raises:
            SlackTrouble: Slack was not reached, or our own database not.
        """
        try:
            await team.api.identify()
        except Refused:
            answer = await receive(incoming)
            if answer.outcome in (Outcome.FAILED, Outcome.BUSY):
                raise SlackTrouble(answer.outcome.value) from None
            return
        log.info("removal is out of date", team=team.us.team)

    def _not_here(self, body: Json) -> Json:
        """Nobody's data is there: whoever asks is told, and the rest is dropped."""
        self._log_once("payload of a workspace without us", body)
        told = NOT_HERE
        if self._install_url:
            told = told.offering(link_button("Install Drumbeat", self._install_url))
        if "command" in body:
            return for_asker(told, Reader())
        if body.get("type") == "block_actions" and body.get("response_url"):
            self._track(self._respond(body["response_url"], told, Reader()))
        return {}

    def _read(self, body: Json, us: Identity) -> Incoming | None:
        if "command" in body:
            return reading.command(body, us)
        match body.get("type"):
            case "event_callback" if reading.is_for(body, us):
                incoming = reading.event(body, us)
            case "block_actions":
                return reading.pressed(body, us)
            case "shortcut" | "message_action":
                incoming = reading.shortcut(body, us)
            case "view_submission":
                incoming = reading.filled(body, us)
            case _:
                incoming = None
        if incoming is None:
            self._log_once("payload without use", body)
        return incoming

    def _log_once(self, event: str, body: Json, *, exc_info: bool = False) -> None:
        kind = reading.kind_of(body)
        if kind in self._logged or len(self._logged) >= MOST_KINDS:
            return
        self._logged.add(kind)
        log.info(event, kind=kind, exc_info=exc_info)

    async def _with_names(self, incoming: Incoming, body: Json, team: Team) -> Incoming:
        return await team.lookups.with_names(await self._with_channel(incoming, body, team))

    async def _with_channel(self, incoming: Incoming, body: Json, team: Team) -> Incoming:
        """The same with the channel's name and privacy, which events do not tell."""
        place = incoming.place
        is_event = body.get("type") == "event_callback" and place.kind is PlaceKind.CHANNEL
        if not is_event or (isinstance(incoming.said, Fact) and incoming.said.kind is not FactKind.ADDED):
            return incoming
        known = await team.lookups.channel(place.chat)
        return replace(incoming, place=replace(place, name=known.name, is_private=known.is_private))

    # --- what goes back ---

    def _answered(self, body: Json, incoming: Incoming, team: Team, answer: Answer) -> Json | None:
        if answer.outcome is Outcome.FAILED:
            return None
        if answer.form is not None and body.get("type") != "view_submission":
            self._track(self._open(team, body["trigger_id"], incoming, answer.form, answer.reader))
        if "command" in body:
            message = told(answer)
            return for_asker(message, answer.reader) if message else {}
        match body["type"]:
            case "block_actions" | "shortcut" | "message_action":
                return self._press_answered(incoming, answer)
            case "view_submission":
                return form_answered(body, incoming, answer)
            case _:  # Slack brings an event again when it was not acknowledged
                return None if answer.outcome is Outcome.BUSY else {}

    def _press_answered(self, incoming: Incoming, answer: Answer) -> Json:
        """The acknowledgement of a button carries nothing; what is said goes to its response URL."""
        message = BUSY if answer.outcome is Outcome.BUSY else answer.message
        if message is not None and incoming.response_url:
            self._track(self._respond(incoming.response_url, message, answer.reader))
        return {}

    async def _open(
        self, team: Team, trigger_id: str, incoming: Incoming, form: Form, reader: Reader
    ) -> None:
        view = modal(form, reader, Asked(incoming.place, incoming.reply_to))
        try:
            await team.api.open_view(trigger_id, view)
        except SlackTrouble as trouble:
            log.warning("form not opened", command=form.command, why=trouble.why)
            if incoming.response_url:
                await self._respond(incoming.response_url, NO_FORM, reader)

    async def _respond(self, url: str, message: Message, reader: Reader) -> None:
        try:
            await self._api.respond(url, {**for_asker(message, reader), "replace_original": False})
        except SlackTrouble as trouble:
            log.warning("answer not shown", why=trouble.why)

    def _track(self, work: Coroutine[Any, Any, None]) -> None:
        """Let it run after the acknowledgement, and keep hold of it."""
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._later.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work after an acknowledgement failed", exc_info=error)


async def _checked(work: Awaitable[None]) -> Json | None:
    """Acknowledge it when it is done; whoever told it tells it again."""
    try:
        await work
    except SlackTrouble as trouble:
        log.warning("removal not checked", why=trouble.why)
        return None
    return {}
