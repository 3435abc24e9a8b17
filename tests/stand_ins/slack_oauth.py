"""OAuth v2 as Slack does it: a page where a browser says yes or no, and codes that are good once."""

import base64
import itertools
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import web

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_methods import Api
from tests.stand_ins.slack_pace import Limits
from tests.stand_ins.slack_responses import Responses
from tests.stand_ins.slack_world import APP_ID, Refused

CLIENT_ID = "2141029472.691202649728"
CLIENT_SECRET = "6c8b24e5a1f04f7c9d3e2b1a0f9e8d7c"
CODE_SECONDS = 600


@dataclass(slots=True)
class Tokens:
    """Those of one workspace; `bot` is empty as long as the app is not in it."""

    bot: str
    app: str
    revoked: bool = False

    def check(self, method: str, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token not in (self.bot, self.app):
            raise Refused("invalid_auth")
        if self.revoked:
            raise Refused("account_inactive")
        if (token == self.app) != (method == "apps.connections.open"):
            raise Refused("not_allowed_token_type")


@dataclass(slots=True)
class Side:
    """One workspace, as far as requests reach it."""

    api: Api
    tokens: Tokens
    responses: Responses
    limits: Limits

    def knows(self, arguments: Json) -> bool:
        """Whether a call that could be for several is about something here."""
        world = self.api.world
        named = (arguments.get(name) for name in ("channel", "user", "users", "user_id"))
        trigger = str(arguments.get("trigger_id", ""))
        return trigger.startswith(f"{world.team_id}.") or any(
            one in world.channels or one in world.people for one in named if isinstance(one, str)
        )


@dataclass(slots=True)
class Code:
    team: str
    user: str
    redirect: str
    scopes: list[str]
    made_at: float
    used: bool = False


@dataclass(slots=True)
class OAuth:
    """The app as it is distributed; `redirects` are what its manifest names."""

    sides: list[Side]
    redirects: set[str] = field(default_factory=set)
    codes: dict[str, Code] = field(default_factory=dict)
    rotates: bool = False  # its tokens would expire
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/oauth/v2/authorize", self.ask), web.post("/oauth/v2/authorize", self.decide)]

    async def ask(self, request: web.Request) -> web.Response:
        wrong = self._wrong(request)
        if wrong:
            return web.Response(status=400, text=f"Something went wrong: {wrong}")
        return web.Response(text="Drumbeat is requesting permission. Which workspace?")

    async def decide(self, request: web.Request) -> web.Response:
        """What the page does when somebody has chosen: `team`, `user`, and `allow` or not."""
        assert not self._wrong(request), "the page would not have been shown"
        said, asked = await request.post(), request.query
        if not said.get("allow"):
            back = {"error": "access_denied", "state": asked["state"]}
        else:
            code = f"{next(self._numbers)}.code.{request.query['state'][-8:]}"
            scopes = asked["scope"].split(",")
            user, team = str(said["user"]), str(said["team"])
            now = self.sides[0].api.world.clock()
            self.codes[code] = Code(team, user, asked["redirect_uri"], scopes, now)
            back = {"code": code, "state": asked["state"]}
        return web.Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _wrong(self, request: web.Request) -> str:
        asked = request.query
        if asked.get("client_id") != CLIENT_ID:
            return "invalid_client_id"
        if asked.get("redirect_uri") not in self.redirects:
            return "bad_redirect_uri"
        if not asked.get("scope"):
            return "no_scopes"
        return "" if asked.get("state") else "the client sent no state"

    def access(self, request: web.Request, arguments: Json) -> Json:
        """oauth.v2.access: a code for a token, once."""
        client = basic(request) or (arguments.get("client_id"), arguments.get("client_secret"))
        if client[0] != CLIENT_ID:
            raise Refused("invalid_client_id")
        if client[1] != CLIENT_SECRET:
            raise Refused("bad_client_secret")
        code = self.codes.get(str(arguments.get("code", "")))
        if code is None or self.sides[0].api.world.clock() - code.made_at > CODE_SECONDS:
            raise Refused("invalid_code")
        if code.used:
            raise Refused("code_already_used")
        if arguments.get("redirect_uri") != code.redirect:
            raise Refused("bad_redirect_uri")
        code.used = True
        return self._granted(code)

    def _granted(self, code: Code) -> Json:
        sides = [one for one in self.sides if code.team in (one.api.world.team_id, self._org(one))]
        world, number = sides[0].api.world, next(self._numbers)
        for_all = code.team == world.enterprise_id
        token = f"xoxb-{code.team}-{number}"
        for one in sides:
            one.tokens.bot, one.tokens.revoked = token, False
            one.api.world.for_all = for_all
            one.api.world.scopes = set(code.scopes)
        organisation = {"id": world.enterprise_id, "name": f"Organisation {world.enterprise_id}"}
        more = {"expires_in": 43200, "refresh_token": "xoxe-1-refresh"} if self.rotates else {}
        return {
            "app_id": APP_ID,
            "authed_user": {"id": code.user},
            "scope": ",".join(code.scopes),
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": world.bot.id,
            "team": None if for_all else {"id": world.team_id, "name": world.team_name},
            "enterprise": organisation if world.enterprise_id else None,
            "is_enterprise_install": for_all,
            **more,
        }

    @staticmethod
    def _org(side: Side) -> str | None:
        return side.api.world.enterprise_id


def basic(request: web.Request) -> tuple[str, str] | None:
    """Client id and secret by HTTP Basic, which Slack prefers."""
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return None
    name, _, secret = base64.b64decode(sent).decode().partition(":")
    return name, secret
