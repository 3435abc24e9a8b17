"""How a workspace installs the app: from /slack/install to Slack, and back to /slack/oauth_redirect.

What is begun is known again by a state that Slack hands back and a cookie of the browser that began it: both
hold the same nonce, the state sealed. Nothing is written until somebody comes back with it; then it is spent
before its code is used, so that it works once, in whichever process, and after none if that one dies.
"""

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import structlog
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.slack_manifest import INSTALL_PATH, REDIRECT_PATH
from bot.adapters.slack_oauth import SlackOAuth, opened_url
from bot.adapters.slack_trouble import Refused, SlackTrouble
from bot.clock import Clock
from bot.incoming import Granted
from bot.message import Message
from bot.sealing import Seals, Unreadable
from bot.services import installing
from bot.views import installing as views
from bot.web.pages import browser_language, page
from storage import outbox
from storage.database import Database

COOKIE = "drumbeat_install"
LASTS = timedelta(minutes=10)  # as long as Slack's codes do
NONCE_BYTES = 24
PURPOSE = "slack/install"
SLACKS_WORD = re.compile(r"[a-z_]{1,60}")  # an address may say anything
LONGEST = 1000  # characters of a state or a code; Slack's have about a hundred

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Installing:
    """The two pages of an installation."""

    database: Database
    clock: Clock
    seals: Seals
    oauth: SlackOAuth
    install_url: str
    on_change: Callable[[], None]

    def routes(self) -> tuple[Route, ...]:
        """Return the two addresses."""
        return (
            Route(INSTALL_PATH, self.begin, methods=["GET"]),
            Route(REDIRECT_PATH, self.come_back, methods=["GET"]),
        )

    async def begin(self, _request: Request) -> Response:
        """Send a browser to Slack, and know it again."""
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        state = self.seals.seal(nonce, PURPOSE, self.clock.now())
        response = RedirectResponse(self.oauth.authorize_url(state), HTTPStatus.FOUND)
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(
            COOKIE,
            nonce,
            max_age=int(LASTS.total_seconds()),
            path="/slack/",
            secure=True,
            httponly=True,
            samesite="lax",  # Slack's redirect brings it, no other site's form does
        )
        return response

    async def come_back(self, request: Request) -> Response:
        """Take what Slack gives for its code, once, from the browser that began."""
        language = browser_language(request.headers.get("accept-language", ""))
        status, message = await self._came(request, language)
        return page(message, language, status)

    async def _came(self, request: Request, language: str) -> tuple[HTTPStatus, Message]:
        asked = request.query_params
        error = asked.get("error", "")
        if error == "access_denied":
            return HTTPStatus.OK, views.page_denied(self.install_url)
        if SLACKS_WORD.fullmatch(error):
            return HTTPStatus.BAD_GATEWAY, views.page_refused(error, self.install_url)
        nonce = self._nonce(asked.get("state", ""), request.cookies.get(COOKIE, ""))
        code = asked.get("code", "")
        try:
            if not nonce or not code or len(code) > LONGEST or not await self._spent(nonce):
                return HTTPStatus.BAD_REQUEST, views.page_stale(self.install_url)
            granted = await self.oauth.exchange(code)
            await self._keep(granted, language)
        except Refused as refusal:
            log.warning("installation refused", why=refusal.why)
            return HTTPStatus.BAD_GATEWAY, views.page_refused(refusal.why, self.install_url)
        except (SlackTrouble, DBAPIError, OSError) as trouble:
            log.warning("installation not finished", why=type(trouble).__name__)
            return HTTPStatus.BAD_GATEWAY, views.page_unreached(self.install_url)
        log.info("app installed", team=granted.team, organisation=granted.organisation)
        if not granted.team:
            return HTTPStatus.OK, views.page_installed_for_all(granted.name)
        return HTTPStatus.OK, views.page_installed(granted.name, opened_url(granted))

    def _nonce(self, state: str, cookie: str) -> str:
        """What this browser began with, or "" where it did not."""
        if not state or len(state) > LONGEST:
            return ""
        try:
            nonce = self.seals.open_young(state, PURPOSE, now=self.clock.now(), within=LASTS)
        except Unreadable:
            return ""
        return nonce if hmac.compare_digest(nonce.encode(), cookie.encode()) else ""

    async def _spent(self, nonce: str) -> bool:
        """Use it up; false if it was used before."""
        async with self.database.begin() as session:
            return await outbox.hear(session, f"{PURPOSE}/{nonce}", self.clock.now())

    async def _keep(self, granted: Granted, language: str) -> None:
        now = self.clock.now()
        sealed = self.seals.seal(granted.token, granted.purpose, now)
        async with self.database.begin() as session:
            await installing.take(session, now, granted, sealed, language)
        self.on_change()
