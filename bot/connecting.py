"""What the app needs of a platform: its bot as it told who it is, both ways, and the door of its webhooks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.fetching import Keeps
from bot.handlers import all_commands
from bot.handlers.team import ASKS_RANK
from bot.incoming import AsksRank, Receive
from bot.learning import Tells
from bot.outgoing import Outgoing, Receipt
from storage.words import Platform


class Entrance(Protocol):
    """The half of an adapter that takes in what people say."""

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        ...

    async def stop(self) -> None:
        """Take no more in, and wait for what runs."""
        ...


class Way(Tells, Keeps, Protocol):
    """The other half: says what delivery hands it, asks who people are, and fetches what they sent."""

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit."""
        ...


class Part(Entrance, Way, Protocol):
    """An adapter of one bot, both ways."""


class Share(StrEnum):
    """Which part of the bot a process is."""

    ALL = "run"
    WEB = "web"  # hears what comes by HTTP
    WORKER = "worker"  # hears sockets and polls, delivers, and does what is due

    def hears(self, *, by_http: bool) -> bool:
        """Whether this process takes in what comes that way."""
        return self is Share.ALL or (self is Share.WEB) == by_http

    @property
    def acts(self) -> bool:
        """Whether this process delivers, and does what is due."""
        return self is not Share.WEB


@dataclass(frozen=True, slots=True)
class Login:
    """A platform's adapter and the bot's own name there, as it told.

    `hears`: what people say there is taken in by this process.
    """

    platform: Platform
    external_id: str
    part: Part
    bot_id: str = ""
    bot_name: str = ""
    hears: bool = True


Endpoint = Callable[[Request], Awaitable[Response]]


class Door:
    """Where a platform's webhooks come in: there from the start, also before the platform has let us in."""

    def __init__(self, path: str) -> None:
        """Answer with 503 to whoever comes before it is opened: platforms come again."""
        self._path = path
        self._endpoint: Endpoint | None = None
        self._at = ""

    def open(self, endpoint: Endpoint, at: str) -> None:
        """Let whoever comes to this address in."""
        self._endpoint, self._at = endpoint, at

    @property
    def route(self) -> Route:
        """What the web server is given."""

        async def enter(request: Request) -> Response:
            if self._endpoint is None:
                return Response(status_code=503)
            if request.url.path != self._at:
                return Response(status_code=404)
            return await self._endpoint(request)

        return Route(self._path, enter, methods=["POST"])


def asks_rank() -> AsksRank:
    """Return for which words it matters whether an admin says them."""
    commands = all_commands()

    def asks(text: str) -> bool:
        found = commands.find(text)
        return found is not None and found[0].name in ASKS_RANK

    return asks
