"""Bolt, as far as we use it: it reads payloads and hands them to one step of ours, its last."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.slack_api import SlackApi, web_client

Json = dict[str, Any]
Take = Callable[[Json, AsyncBoltContext], Awaitable[Json | None]]


def app_of(api: SlackApi, take: Take) -> AsyncApp:
    """An app without a token of its own: with one, the first request would wait for auth.test."""
    app = AsyncApp(
        name="drumbeat",
        logger=quiet_logger("bolt", logging.ERROR),  # its warnings are about environment variables
        client=web_client(api.session, api.network, url=api.url),
        signing_secret="",
        authorize=_Ours(),
        request_verification_enabled=False,  # `endpoint` has done it, before the body was parsed
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,  # `reading` does, and keeps our own joining of a channel
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.use(_LastStep(take))
    return app


class _Ours(AsyncAuthorize):
    """Lets everything through without a call: our own step finds out whose it is."""

    def __init__(self) -> None:
        self._result = AuthorizeResult(enterprise_id=None, team_id=None)

    async def __call__(self, **_: object) -> AuthorizeResult:
        return self._result


class _LastStep(AsyncMiddleware):
    """Bolt's last step: it never calls `next`."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - bolt calls it with all three
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002
    ) -> BoltResponse:
        content = await self._take(req.body, req.context)
        if content is None:
            return BoltResponse(status=500, body="")
        return await req.context.ack(content or "")


def quiet_logger(name: str, level: int) -> logging.Logger:
    """For bolt and the SDK, which tell payloads below WARNING."""
    quiet = logging.getLogger(f"{__name__}.{name}")
    quiet.setLevel(level)
    return quiet
