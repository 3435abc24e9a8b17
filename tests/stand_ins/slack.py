"""A Slack of our own on 127.0.0.1: `async with await SlackServer.start() as slack:`.

The bot under test talks to `slack.api_url` with `slack.bot_token` (and `slack.app_token` for Socket Mode);
a test acts as the people in it and looks at what they see. Nothing leaves the machine, ports are ephemeral.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_acting import Client, Shown
from tests.stand_ins.slack_courier import Ack, Courier, Delivery
from tests.stand_ins.slack_courier import Kind as CourierKind
from tests.stand_ins.slack_events import (
    envelope,
    events_of,
    home_event,
    is_delivered,
    join_event,
    uninstall_events,
)
from tests.stand_ins.slack_lists import person_json
from tests.stand_ins.slack_methods import Api
from tests.stand_ins.slack_oauth import OAuth, Side, Tokens
from tests.stand_ins.slack_pace import Fault, Limits
from tests.stand_ins.slack_reading import Button, buttons, mentions_notified, visible_text
from tests.stand_ins.slack_responses import Responses
from tests.stand_ins.slack_sockets import Sockets
from tests.stand_ins.slack_views import View, Views
from tests.stand_ins.slack_wire import Call, Wire
from tests.stand_ins.slack_world import Change, Channel, Kind, Message, Person, SharedFile, World

__all__ = [
    "Ack",
    "Button",
    "Call",
    "Delivery",
    "Message",
    "SharedFile",
    "Shown",
    "SlackServer",
    "View",
    "buttons",
    "mentions_notified",
    "visible_text",
]

BOT_TOKEN = "xoxb-of-the-stand-in"
APP_TOKEN = "xapp-of-the-stand-in"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class MovableClock:
    """The machine's clock, and as much later as a test has asked for."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class SlackServer:
    """Made by `start()`; the parts are in the modules beside this one.

    It is one workspace; `another()` gives more of them, which share the server and the app.
    """

    oauth: OAuth
    wire: Wire
    runner: web.AppRunner

    def __init__(
        self, world: World, clock: MovableClock, courier: Courier, tokens: Tokens, sides: list[Side]
    ) -> None:
        self.world = world
        self.views = Views(self.world)
        self.responses = Responses(self.world)
        self.courier = courier
        self.sockets = courier.sockets
        self.client = Client(self.world, self.views, self.responses, self.courier)
        self.tokens = tokens
        self.base = ""
        self.api = Api(self.world, self.views, self._socket_url)
        self.world.told = self._tell
        self.clock, self.limits = clock, Limits(clock)
        sides.append(Side(self.api, tokens, self.responses, self.limits))
        self.sides = sides

    @classmethod
    async def start(cls) -> Self:
        clock = MovableClock()
        world = World(clock)
        courier = Courier(Sockets(world), aiohttp.ClientSession(trust_env=False), SIGNING_SECRET)
        server = cls(world, clock, courier, Tokens(BOT_TOKEN, APP_TOKEN), [])
        server.oauth = OAuth(server.sides)
        server.wire = Wire(server.sides, server.oauth, server.sockets)
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(server.wire.routes())
        server.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await server.runner.setup()
        await web.TCPSite(server.runner, "127.0.0.1", 0).start()
        host, port = server.runner.addresses[0][:2]
        server.base = server.responses.base = world.base = f"http://{host}:{port}"
        return server

    def another(
        self, team: str, name: str, *, enterprise: str | None = None, apart: bool = False
    ) -> "SlackServer":
        """Another workspace of the same Slack, which the app is not in yet; closed with this one.

        Its people and channels have the same ids as here, so that a mix-up shows, unless they are to be
        `apart`, as those of one organisation are.
        """
        world = World(self.clock, team, enterprise, team_name=name, domain=name.lower())
        if apart:
            world.count_from(0x1000 * len(self.sides))
        other = type(self)(world, self.clock, self.courier, Tokens("", APP_TOKEN), self.sides)
        other.oauth, other.wire, other.runner = self.oauth, self.wire, self.runner
        other.base = other.responses.base = world.base = self.base
        return other

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self.courier.close()
        await self.sockets.close()
        await self.runner.cleanup()

    # --- what the bot is configured with ---

    @property
    def api_url(self) -> str:
        return f"{self.base}/api/"

    @property
    def bot_token(self) -> str:
        return self.tokens.bot

    @property
    def app_token(self) -> str:
        return self.tokens.app

    @property
    def signing_secret(self) -> str:
        return self.courier.signing_secret

    @property
    def team(self) -> str:
        return self.world.team_id

    @property
    def bot_user(self) -> str:
        return self.world.bot.id

    def deliver_to(self, url: str | None) -> None:
        """Signed HTTP to this address from now on; None: Socket Mode, as at the start."""
        self.courier.request_url = url

    def patience(self, seconds: float, retries: Iterable[float]) -> None:
        """Seconds the bot has to acknowledge (3), and the waits before retries of events (0, 60, 300)."""
        self.courier.patience, self.courier.retry_delays = seconds, tuple(retries)

    async def verify_url(self) -> bool:
        """The question that Slack asks when somebody enters the request URL."""
        asked = {
            "token": "deprecated",
            "challenge": self.world.new_id("challenge"),
            "type": "url_verification",
        }
        ack = await self.courier.hand_over(CourierKind.EVENT, asked)
        told = ack.body.get("challenge") if isinstance(ack.body, dict) else ack.body
        return ack.failure is None and told == asked["challenge"]

    def later(self, seconds: float) -> None:
        """Moves the server's clock, for triggers, response URLs and rates; signatures keep the real time."""
        self.clock.ahead += seconds

    def fail_next(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        cut: bool = False,
        delay: float = 0.0,
        times: int = 1,
    ) -> None:
        """The next call of a method, or of `response_url`, goes wrong; `cut` does it and says nothing."""
        self.wire.faults.add(method, Fault(error, status, retry_after, cut, delay), times)

    # --- the workspace ---

    def user(
        self,
        name: str,
        *,
        tz: str | None = "Europe/London",
        locale: str = "en-US",
        guest: bool = False,
        external: bool = False,
        admin: bool = False,
        real_name: str | None = None,
        email: str | None = None,
    ) -> str:
        """A new person; the id. An external one belongs to another workspace (Slack Connect)."""
        person = Person(self.world.new_id("U"), name, real_name or name.title(), tz, locale, email)
        person.guest, person.external, person.admin = guest, external, admin
        return self.world.add_person(person)

    def channel(
        self,
        name: str,
        *,
        members: Iterable[str] = (),
        private: bool = False,
        bot: bool = True,
        shared: bool = False,
    ) -> str:
        """A new channel with these people, and with the bot unless told otherwise; the id."""
        everybody = [*(self.client.person_id(who) for who in members), *([self.bot_user] if bot else [])]
        channel = self.world.add_channel(name, Kind.PRIVATE if private else Kind.PUBLIC, everybody)
        channel.shared = shared
        return channel.id

    def dm(self, user: str) -> str:
        """The id of the direct messages between a person and the bot."""
        return self.world.direct(self.client.person_id(user)).id

    async def join(self, user: str, where: str, *, by: str = "") -> Delivery | None:
        """`by` is whoever invited them."""
        channel, who = self.world.channel(where), self.client.person_id(user)
        channel.members.append(who)
        inviter = self.client.person_id(by) if by else ""
        return await self._sent("member_joined_channel", join_event(self.world, channel, who, by=inviter))

    async def leave(self, user: str, where: str) -> Delivery | None:
        channel, who = self.world.channel(where), self.client.person_id(user)
        told = join_event(self.world, channel, who, left=True)
        channel.members.remove(who)
        return await self._sent("member_left_channel", told)

    async def archive(self, where: str) -> Delivery | None:
        channel = self.world.channel(where)
        channel.archived = True
        told = {"type": "channel_archive", "channel": channel.id, "event_ts": self.world.new_ts()}
        return await self._sent("channel_archive", told)

    async def change_user(self, user: str, **changes: str | bool | None) -> Delivery | None:
        """A new tz, locale, name, or `deactivated=True`, and the event that tells of it."""
        person = self.world.person(user)
        for name, value in changes.items():
            assert hasattr(person, name), f"a person has no {name}"
            setattr(person, name, value)
        told = {
            "type": "user_change",
            "user": person_json(self.api, person),
            "event_ts": self.world.new_ts(),
        }
        return await self._sent("user_change", told)

    async def uninstall(self) -> list[Delivery]:
        """Takes the app out of the workspace: the tokens are dead, and two events say so."""
        self.tokens.revoked = True
        sent = [await self._sent(event["type"], event) for event in uninstall_events(self.world)]
        return [delivery for delivery in sent if delivery]

    # --- what people do ---

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Shown:
        return await self.client.command(user, channel, command, text)

    async def message(
        self,
        user: str,
        place: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Iterable[SharedFile] = (),
    ) -> Message:
        """Says something in a channel or to the bot (`dm`); back when the bot was told once."""
        before = len(self.courier.deliveries)
        message = self.client.say(user, place, text, thread_ts, files)
        await self._told_since(before)
        return message

    async def edit(self, message: Message, text: str) -> None:
        before = len(self.courier.deliveries)
        self.client.reword(message, text)
        await self._told_since(before)

    async def delete(self, message: Message) -> None:
        before = len(self.courier.deliveries)
        self.world.erase(message)
        await self._told_since(before)

    async def press(self, user: str, shown: Message | View, what: str, value: object = None) -> Shown:
        """A button or a menu's option by its label, action id or value; other elements take a value."""
        return await self.client.press(user, shown, what, value)

    async def suggest(self, user: str, shown: Message | View, what: str, typed: str) -> list[Json]:
        """What the bot offers while somebody types into an external select; for `press` or `submit`."""
        return await self.client.suggest(user, shown, what, typed)

    async def submit(self, user: str, view: View, values: dict[str, object] | None = None) -> Shown:
        """Fills in fields by block id, action id or label, and submits."""
        return await self.client.submit(user, view, values or {})

    async def close_view(self, user: str, view: View, *, all_of_them: bool = False) -> Shown:
        return await self.client.close_view(user, view, all_of_them=all_of_them)

    async def shortcut(self, user: str, callback_id: str, message: Message | None = None) -> Shown:
        return await self.client.shortcut(user, callback_id, message)

    async def open_home(self, user: str, tab: str = "home") -> Delivery | None:
        who = self.client.person_id(user)
        view = self.views.homes.get(who)
        told = home_event(self.world, who, tab, view.as_json() if view else None)
        return await self._sent("app_home_opened", told)

    async def event(self, event: Json, *, shared: bool = False) -> Delivery:
        """Any event at all, as the platform would wrap it; back after the first attempt."""
        delivery = self.courier.send_event(envelope(self.world, event, shared=shared))
        await delivery.tried.wait()
        return delivery

    async def redeliver(self, delivery: Delivery) -> Ack:
        """The same event once more, as after an acknowledgement that was lost."""
        return await self.courier.redeliver(delivery)

    # --- what can be seen ---

    def messages(self, channel: str) -> list[Message]:
        """What everybody in a channel can read, in order."""
        some_id = self.world.channel(channel).id
        return [m for m in self.world.messages if m.channel == some_id and not (m.deleted or m.ephemeral)]

    def seen_by(self, user: str) -> list[Message]:
        """Channel messages, ephemerals and direct messages that a person can read, in order."""
        return self.world.visible_to(self.client.person_id(user))

    def mentions_notified(self, message: Message) -> set[str]:
        """Ids of people and groups, and `@channel`, `@here`, `@everyone`, notified when it was posted."""
        return mentions_notified(message)

    def view(self, user: str) -> View | None:
        """The modal on top, if one is open."""
        return self.client.top(self.client.person_id(user))

    def home(self, user: str) -> View | None:
        return self.views.homes.get(self.client.person_id(user))

    @property
    def calls(self) -> list[Call]:
        """Every request the bot has made, refused ones with their error."""
        return self.wire.calls

    def count(self, method: str) -> int:
        return sum(call.method == method for call in self.calls)

    async def wait_for(
        self,
        wanted: str | Callable[[Message], bool],
        *,
        channel: str | None = None,
        user: str | None = None,
        timeout: float = 10,  # noqa: ASYNC109 - a test reads better with it
    ) -> Message:
        """The bot's latest message with that text or property, in a channel, seen by a user, or anywhere."""

        def found() -> Message | None:
            return next((m for m in reversed(self._candidates(channel, user)) if fits(m, wanted)), None)

        await self.until(lambda: found() is not None, timeout=timeout, about=f"no message with {wanted!r}")
        message = found()
        assert message
        return message

    async def wait_for_view(self, user: str, text: str = "", *, timeout: float = 10) -> View:  # noqa: ASYNC109
        """The modal on top, once it shows this text."""

        def found() -> View | None:
            view = self.view(user)
            return view if view and text in visible_text(view) else None

        await self.until(lambda: found() is not None, timeout=timeout, about=f"no view with {text!r}")
        view = found()
        assert view
        return view

    async def until(self, holds: Callable[[], bool], *, timeout: float = 10, about: str = "") -> None:  # noqa: ASYNC109
        """Waits until something holds; an AssertionError with all that was said when it does not."""
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    await self.world.next_change()
        except TimeoutError:
            raise AssertionError(f"{about or 'it never held'}; there is:\n{self.transcript()}") from None

    def transcript(self) -> str:
        """All messages, one paragraph each: who, where, what."""
        return "\n".join(
            f"{self.world.name_of(m.channel)} {self.world.name_of(m.user)}"
            f"{f' (to {self.world.name_of(m.only_for)} only)' if m.only_for else ''}: {visible_text(m)}"
            for m in self.world.messages
            if not m.deleted
        )

    async def connected(self, connections: int = 1) -> None:
        """Until the bot has that many sockets open."""
        await self.until(
            lambda: len(self.sockets.connections) == connections, about=f"not {connections} connections"
        )

    async def settled(self) -> None:
        """Until no event is on its way to the bot, retries included."""
        await self.courier.settled()

    # --- inside ---

    def _candidates(self, channel: str | None, user: str | None) -> list[Message]:
        seen = self.seen_by(user) if user else [m for m in self.world.messages if not m.deleted]
        some_id = self.world.channel(channel).id if channel else None
        return [m for m in seen if m.by_bot and some_id in (None, m.channel)]

    def _socket_url(self) -> str:
        return f"{self.base.replace('http', 'ws', 1)}/link/?ticket={self.sockets.ticket()}"

    def _tell(self, change: Change, message: Message, before: Json | None) -> None:
        channel: Channel = self.world.channels[message.channel]
        for event in events_of(self.world, change, message, before):
            self.courier.send_event(envelope(self.world, event, shared=channel.shared))

    async def _sent(self, name: str, event: Json) -> Delivery | None:
        """None where the app is not subscribed to it, or lacks the scope."""
        return await self.event(event) if is_delivered(self.world, name) else None

    async def _told_since(self, before: int) -> None:
        for delivery in self.courier.deliveries[before:]:
            await delivery.tried.wait()


def fits(message: Message, wanted: str | Callable[[Message], bool]) -> bool:
    return wanted in visible_text(message) if isinstance(wanted, str) else wanted(message)
