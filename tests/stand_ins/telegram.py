"""A Telegram of our own on 127.0.0.1, for one bot: `async with TelegramServer() as telegram:`.

The bot under test talks to `telegram.api_url` with `telegram.token`; a test acts as the people in it and
looks at what they see. Texts are read as HTML or with given entities; the other parse modes are refused.
Where the real server's words for a refusal are not published, they are our own. Nothing leaves the machine,
ports are ephemeral.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.stand_ins.telegram_chat_methods import ChatMethods, Menu
from tests.stand_ins.telegram_errors import RefusedError
from tests.stand_ins.telegram_limits import Flood, Limits
from tests.stand_ins.telegram_markup import ForceReply
from tests.stand_ins.telegram_membership import Membership
from tests.stand_ins.telegram_params import File
from tests.stand_ins.telegram_people import People
from tests.stand_ins.telegram_seeing import (
    Seeing,
    alerts,
    buttons,
    entities,
    force_reply,
    notified,
    visible_text,
)
from tests.stand_ins.telegram_sending import Press, Sending
from tests.stand_ins.telegram_server import BotApi, Call, Fault
from tests.stand_ins.telegram_text import Entity, utf16_length
from tests.stand_ins.telegram_updates import Json, Pulse, Updates, WebhookSender, update_id
from tests.stand_ins.telegram_world import Alert, Chat, Message, Person, Topic, World

__all__ = [
    "Alert",
    "Call",
    "Chat",
    "Entity",
    "File",
    "ForceReply",
    "Limits",
    "Message",
    "Person",
    "Press",
    "TelegramServer",
    "Topic",
    "alerts",
    "buttons",
    "entities",
    "force_reply",
    "notified",
    "utf16_length",
    "visible_text",
]

TOKEN = "7000000001:of-the-stand-in"
FLOOD_LIMITS = Limits()


def _machine_time() -> datetime:
    return datetime.now(UTC)


class TelegramServer:
    """`limits=None` lets everything through. `now` dates messages, `ticks` (steady seconds) paces
    limits and presses; `callback_seconds`: how long a press may be answered. `says`, `press`, `wait_for` …
    are those of World, People, Membership and Seeing.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        bot_name: str = "Drumbeat",
        bot_username: str = "drumbeat_bot",
        limits: Limits | None = FLOOD_LIMITS,
        now: Callable[[], datetime] = _machine_time,
        ticks: Callable[[], float] = time.monotonic,
        callback_seconds: float = 15.0,
        webhook_retry_seconds: float = 0.05,
    ) -> None:
        self.world = World(bot_name=bot_name, bot_username=bot_username, now=now)
        self.menu = Menu()
        self.webhook_routes: dict[str, str] = {}
        self._pulse = Pulse()
        self._updates = Updates(self._pulse, now)
        flood = Flood(limits, ticks)
        self._sending = Sending(self.world, flood, ticks, self._pulse.beat, callback_seconds)
        chat_methods = ChatMethods(self.world, self.menu, self._bot_left)
        self._api = BotApi(token, self._updates, self._sending, chat_methods)
        self._sender = WebhookSender(
            self._updates, retry_after=webhook_retry_seconds, routes=self.webhook_routes
        )
        self._membership = Membership(self.world, self._updates)
        self._people = People(
            self.world, self._updates, self._membership, self._sending.presses, ticks, self._sending.uploads
        )
        self._runner: web.AppRunner | None = None
        self._courier: asyncio.Task[None] | None = None
        self.api_url = ""
        self._offer_world()
        self._offer_acting()
        self._offer_membership()
        self._offer_seeing()

    def _offer_world(self) -> None:
        self.bot = self.world.bot
        self.user = self.world.user
        self.group = self.world.group
        self.supergroup = self.world.supergroup
        self.channel = self.world.channel
        self.private = self.world.private

    def _offer_acting(self) -> None:
        people = self._people
        self.says, self.edits, self.deletes = people.says, people.edits, people.deletes
        self.sends_photo, self.sends_document = people.sends_photo, people.sends_document
        self.start, self.follows = people.start, people.follows
        self.press, self.press_data = people.press, people.press_data
        self.says_anonymously, self.says_as_channel = people.says_anonymously, people.says_as_channel
        self.posts, self.other_bot_says = people.posts, people.other_bot_says

    def _offer_membership(self) -> None:
        members = self._membership
        self.joins, self.leaves = members.joins, members.leaves
        self.adds_bot, self.removes_bot = members.adds_bot, members.removes_bot
        self.makes_bot_admin, self.takes_admin_from_bot = (
            members.makes_bot_admin,
            members.takes_admin_from_bot,
        )
        self.blocks_bot, self.unblocks_bot = members.blocks_bot, members.unblocks_bot
        self.migrate, self.opens_topic = members.migrate, members.opens_topic

    def _offer_seeing(self) -> None:
        seeing = Seeing(self.world, self._pulse)
        self.messages, self.answers, self.seen_by = seeing.messages, seeing.answers, seeing.seen_by
        self.mark, self.wait_for, self.until = seeing.mark, seeing.wait_for, seeing.until
        self.alerts, self.force_reply, self.notified = alerts, force_reply, notified

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._api.application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.api_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._courier = asyncio.create_task(self._sender.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._updates.close()
        if self._courier is not None:
            self._courier.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._courier
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def token(self) -> str:
        """What the bot signs in with; a new one makes the old one 401."""
        return self._api.token

    @token.setter
    def token(self, new: str) -> None:
        self._api.token = new

    @property
    def privacy_off(self) -> bool:
        """BotFather's setting: whether the bot gets everything that is said in its groups."""
        return self.world.privacy_off

    @privacy_off.setter
    def privacy_off(self, off: bool) -> None:
        self.world.privacy_off = off

    @property
    def calls(self) -> list[Call]:
        """Every request that was answered, oldest first; a long poll counts when it ends."""
        return self._api.calls

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    @property
    def pending(self) -> list[Json]:
        """Updates that the bot has not confirmed, oldest first."""
        return self._updates.pending

    @property
    def confirmed_offset(self) -> int:
        """The highest offset that the bot has polled with; 0 before."""
        return self._updates.confirmed_offset

    @property
    def is_polled(self) -> bool:
        """Whether a long poll is waiting now."""
        return self._updates.is_polled

    @property
    def webhook_failed(self) -> bool:
        """Whether the webhook refused or missed an update since it was set."""
        return self._updates.failure is not None

    @property
    def last_update_id(self) -> int:
        return self._updates.last_id

    async def confirmed(self, *, timeout: float = 10) -> None:  # noqa: ASYNC109 - a test reads better with it
        """Until the bot has confirmed everything so far."""
        last = self.last_update_id
        await self.until(
            lambda: all(update_id(update) > last for update in self.pending),
            timeout=timeout,
            about=lambda: f"{len(self.pending)} updates were not confirmed.",
        )

    def menu_for(self, person: Person, where: Chat | Person) -> list[tuple[str, str]]:
        """The commands with their descriptions that this person's client offers there."""
        return self.menu.offered(person, self.world.place(where))

    def fail_next(
        self,
        method: str,
        *,
        error_code: int | None = None,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        raw: str | None = None,
        lost: bool = False,
        cut: bool = False,
        delay: float = 0.0,
        times: int = 1,
    ) -> None:
        """The next calls of this method (`*`: of any) fail. With `error_code` they are refused (`retry_after`
        makes it 429), with `raw` answered with this body; `lost`: hung up before doing it; `cut`: done,
        then hung up; `delay`: done, and answered so many seconds later.
        """
        code = error_code or (429 if retry_after is not None else None)
        words = f"Too Many Requests: retry after {retry_after}" if retry_after is not None else description
        refusal = RefusedError(code, words, retry_after=retry_after) if code and raw is None else None
        answer = (code or 200, raw) if raw is not None else None
        fault = Fault(method, refusal, answer, lost=lost, cut=cut, delay=delay)
        self._api.faults.extend([fault] * times)

    def sends_update(self, body: Json) -> None:
        """Any update, also of a kind that nobody knows, and whatever the bot asked for."""
        self._updates.put_raw(body)

    def sends_malformed_update(self) -> None:
        """One whose message has neither chat nor date."""
        self._updates.put_raw({"message": {"message_id": "no number"}})

    def repeats_update(self, update: Json) -> None:
        """Delivers it once more, under the same number."""
        self._updates.pending.append(update)
        self._pulse.beat()

    def _bot_left(self, chat: Chat) -> None:
        self._membership.bot_leaves(chat)
