"""The HTTP side: finds the method, does it or refuses it, and fails where a test wants it to."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tests.stand_ins.telegram_chat_methods import ChatMethods
from tests.stand_ins.telegram_errors import RefusedError
from tests.stand_ins.telegram_params import Params, read_params
from tests.stand_ins.telegram_sending import Sending
from tests.stand_ins.telegram_updates import Updates, checked_webhook

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")
DEFAULT_CONNECTIONS = 40
MAX_POLL_SECONDS = 50


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what came, and how it was answered; `error` is empty where all went well."""

    method: str
    params: dict[str, object]
    error_code: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """`refusal` or `raw` (status and body) instead of doing it; `lost` does nothing and says nothing; `cut`
    does it and says nothing; `delay` does it and answers so many seconds later.
    """

    method: str
    refusal: RefusedError | None = None
    raw: tuple[int, str] | None = None
    lost: bool = False
    cut: bool = False
    delay: float = 0.0


class BotApi:
    """`/bot<token>/<method>`; method names in any case, as on the real server."""

    def __init__(self, token: str, updates: Updates, sending: Sending, chats: ChatMethods) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self._updates = updates
        self._methods = _table(updates, sending, chats)
        self._uploads = sending.uploads

    def application(self) -> web.Application:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/documents/{file}", self._file)
        return app

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        refused = self._door(request.match_info["token"])
        if refused is not None:
            self.calls.append(Call(method, {}, refused.code, refused.description))
            return _refusal(refused)
        fault = self._fault(method)
        if fault is not None and fault.lost:
            return _hung_up(request)
        response = await self._do(request, method, fault)
        if fault is not None and fault.delay:
            await self._updates.pulse.until(lambda: self._updates.closing, fault.delay)
        return _hung_up(request) if fault is not None and fault.cut else response

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._uploads.get(request.match_info["file"])
        fault = self._fault("file")
        if fault is not None and fault.lost:
            return _hung_up(request)
        if self._door(request.match_info["token"]) is not None or file is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=file.content)

    def _door(self, token: str) -> RefusedError | None:
        if not _TOKEN.fullmatch(token):
            return RefusedError(404, "Not Found")
        return None if token == self.token else RefusedError(401, "Unauthorized")

    def _fault(self, method: str) -> Fault | None:
        """The first that was prepared for this method, or for any; it is used up."""
        wanted = {"*", method.lower()}
        fault = next((one for one in self.faults if one.method.lower() in wanted), None)
        if fault is not None:
            self.faults.remove(fault)
        return fault

    async def _do(self, request: web.Request, method: str, fault: Fault | None) -> web.Response:
        params = Params({})
        try:
            params = await read_params(request)
            if fault is not None and fault.refusal is not None:
                raise fault.refusal
            if fault is not None and fault.raw is not None:
                status, body = fault.raw
                self._log(method, params, RefusedError(status, body))
                return web.Response(status=status, text=body)
            result = await self._result(method, params)
        except RefusedError as refused:
            self._log(method, params, refused)
            return _refusal(refused)
        self._log(method, params, None)
        return web.json_response({"ok": True, "result": result})

    def _log(self, method: str, params: Params, refused: RefusedError | None) -> None:
        code, why = (refused.code, refused.description) if refused else (0, "")
        self.calls.append(Call(method, dict(params.values), code, why))
        self._updates.pulse.beat()

    async def _result(self, method: str, params: Params) -> object:
        if method.lower() == "getupdates":
            return await self._poll(params)
        do = self._methods.get(method.lower())
        if do is None:
            raise RefusedError(404, "Not Found: method not found")
        return do(params)

    async def _poll(self, params: Params) -> object:
        self._updates.allow(params.json("allowed_updates"))
        limit = params.integer("limit")
        return await self._updates.poll(
            offset=params.integer("offset") or 0,
            limit=100 if limit is None else limit,
            seconds=min(max(params.integer("timeout") or 0, 0), MAX_POLL_SECONDS),
        )


def _refusal(refused: RefusedError) -> web.Response:
    return web.json_response(refused.as_json(), status=refused.code)


def _hung_up(request: web.Request) -> web.StreamResponse:
    """The connection ends without an answer."""
    if request.transport is not None:
        request.transport.abort()
    raise asyncio.CancelledError


def _table(updates: Updates, sending: Sending, chats: ChatMethods) -> dict[str, Callable[[Params], object]]:
    methods: dict[str, Callable[[Params], object]] = {
        "getMe": chats.get_me,
        "setWebhook": lambda params: _set_webhook(updates, params),
        "deleteWebhook": lambda params: _delete_webhook(updates, params),
        "getWebhookInfo": lambda _: updates.webhook_json(),
        "sendMessage": sending.send_message,
        "getFile": sending.get_file,
        "sendPhoto": sending.send_photo,
        "sendDocument": sending.send_document,
        "editMessageText": sending.edit_text,
        "editMessageCaption": sending.edit_caption,
        "editMessageReplyMarkup": sending.edit_markup,
        "deleteMessage": sending.delete,
        "answerCallbackQuery": sending.answer_press,
        "sendChatAction": sending.chat_action,
        "getChat": chats.get_chat,
        "getChatMember": chats.get_member,
        "getChatAdministrators": chats.get_administrators,
        "getChatMemberCount": chats.count_members,
        "leaveChat": chats.leave,
        "setMyCommands": chats.set_commands,
        "getMyCommands": chats.get_commands,
        "deleteMyCommands": chats.delete_commands,
        "setMyDescription": chats.set_description,
        "getMyDescription": chats.get_description,
        "setMyShortDescription": chats.set_short_description,
        "getMyShortDescription": chats.get_short_description,
    }
    return {name.lower(): do for name, do in methods.items()}


def _set_webhook(updates: Updates, params: Params) -> bool:
    """An empty address takes the webhook away."""
    if not params.text("url"):
        return _delete_webhook(updates, params)
    connections = params.integer("max_connections")
    webhook = checked_webhook(
        params.text("url"),
        params.text("secret_token") or None,
        DEFAULT_CONNECTIONS if connections is None else connections,
    )
    updates.allow(params.json("allowed_updates"))
    if params.flag("drop_pending_updates"):
        updates.drop()
    updates.set_webhook(webhook)
    return True


def _delete_webhook(updates: Updates, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        updates.drop()
    updates.set_webhook(None)
    return True
