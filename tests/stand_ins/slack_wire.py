"""The stand-in's HTTP side: /api/…, response URLs and the WebSocket, on 127.0.0.1."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_files import FILE_METHODS, read_file
from tests.stand_ins.slack_lists import READING_METHODS
from tests.stand_ins.slack_methods import MESSAGE_METHODS, Method, read_json_arguments
from tests.stand_ins.slack_oauth import OAuth, Side
from tests.stand_ins.slack_pace import Fault, Faults, rate_limited
from tests.stand_ins.slack_sockets import Sockets
from tests.stand_ins.slack_world import Refused

METHODS: Mapping[str, tuple[int, Method]] = {
    **MESSAGE_METHODS,
    **READING_METHODS,
    **FILE_METHODS,
}
RESPONSE_URL = "response_url"  # the name of response URLs in faults and in the log of calls


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the bot made; `error` is None when it was done."""

    method: str
    args: Json
    at: float
    error: str | None = None
    team: str = ""


@dataclass(slots=True)
class Wire:
    sides: list[Side]
    oauth: OAuth
    sockets: Sockets
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.call),
            web.post("/actions/{key:.+}", self.respond),
            web.get("/link/", self.sockets.serve),
            web.get("/files-pri/{team}-{file}/{name:.+}", self.read_file),
            *self.oauth.routes(),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self.faults.next(method)
        await asyncio.sleep(fault.delay)
        arguments: Json = {}
        side = self.sides[0]
        try:
            arguments = await read_arguments(request)
            token = token_of(request, arguments)
            side = self._side(token, arguments)
            if method == "oauth.v2.access":
                raise_fault(fault)
                answer = self.oauth.access(request, arguments)
            else:
                answer = self._answer(side, method, arguments, token, fault)
            self._log(side, method, arguments)
        except Refused as why:
            self._log(side, method, arguments, why.error)
            return refusal(why, method)
        if fault.cut:
            return cut(request)
        scopes = {"x-oauth-scopes": ",".join(sorted(side.api.world.scopes))}
        return web.json_response({"ok": True, **answer}, headers=scopes)

    def _side(self, token: str, arguments: Json) -> Side:
        """The workspace that a token is for; of an organisation's, the one that is spoken of."""
        theirs = [one for one in self.sides if token and token in (one.tokens.bot, one.tokens.app)]
        meant = [one for one in theirs if len(theirs) == 1 or one.knows(arguments)]
        return (meant or theirs or self.sides)[0]

    def _answer(self, side: Side, method: str, arguments: Json, token: str, fault: Fault) -> Json:
        if method not in METHODS:
            raise Refused("unknown_method")
        side.tokens.check(method, token)
        raise_fault(fault)
        tier, do = METHODS[method]
        side.limits.take(method, tier, str(arguments.get("channel", "")))
        return do(side.api, read_json_arguments(arguments))

    def _log(self, side: Side, method: str, arguments: Json, error: str | None = None) -> None:
        world = side.api.world
        told = {name: value for name, value in arguments.items() if name not in ("token", "client_secret")}
        self.calls.append(Call(method, told, world.clock(), error, world.team_id))
        for one in self.sides:
            one.api.world.stir()

    async def read_file(self, request: web.Request) -> web.Response:
        worlds = {
            one.tokens.bot: one.api.world for one in self.sides if one.tokens.bot and not one.tokens.revoked
        }
        return await read_file(request, worlds, self.faults)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.next(RESPONSE_URL)
        await asyncio.sleep(fault.delay)
        key = request.match_info["key"]
        theirs = (one for one in self.sides if key.startswith(f"{one.api.world.team_id}/"))
        side = next(theirs, self.sides[0])
        body: Json = {}
        try:
            body = await read_body(request)
            raise_fault(fault)
            side.responses.use(key, body)
            self._log(side, RESPONSE_URL, body)
        except Refused as why:
            self._log(side, RESPONSE_URL, body, why.error)
            return refusal(why, RESPONSE_URL)
        return cut(request) if fault.cut else web.Response(text="ok")


def raise_fault(fault: Fault) -> None:
    """What a test asked for, before anything is done."""
    if fault.retry_after is not None:
        raise rate_limited(fault.retry_after)
    if fault.status is not None:
        raise Refused(fault.error or "internal_error", status=fault.status)
    if fault.error is not None:
        raise Refused(fault.error)


def cut(request: web.Request) -> web.StreamResponse:
    """The connection is gone, and nobody knows on the other side what was done."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def refusal(why: Refused, method: str) -> web.Response:
    answer: Json = {"ok": False, "error": why.error}
    headers = {}
    if why.error == "unknown_method":
        answer["req_method"] = method
    if why.complaints:
        answer["response_metadata"] = {"messages": why.complaints}
    if why.error == "invalid_blocks":
        answer["errors"] = [complaint.removeprefix("[ERROR] ") for complaint in why.complaints]
    for name, value in why.more.items():
        if name == "retry_after":
            headers["Retry-After"] = value
        else:
            answer[name] = value
    if why.status >= 500:
        return web.Response(status=why.status, text="<html>upstream error</html>", content_type="text/html")
    return web.json_response(answer, status=why.status, headers=headers)


async def read_body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError as why:
        raise Refused("invalid_json") from why
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


async def read_arguments(request: web.Request) -> Json:
    """From the query, a form or a JSON body."""
    arguments: Json = dict(request.query)
    if request.method == "GET" or not request.can_read_body:
        return arguments
    if request.content_type == "application/json":
        return {**arguments, **await read_body(request)}
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Refused("invalid_post_type")
    return {**arguments, **dict(await request.post())}


def token_of(request: web.Request, arguments: Json) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or str(arguments.get("token", ""))
