"""The bot on a clock that is moved by hand, and a team that talks to it through a stand-in's real wires."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.clock import SetClock
from bot.config import Settings
from bot.connecting import Share
from bot.holders import this_process
from bot.movable import MovableApp, movable_app
from bot.platforms import connected
from bot.web.server import WebServer
from bot.web.site import site
from storage.database import Database
from tests.bot.scenes import no_metrics
from tests.stand_ins.slack import Message as SlackMessage
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack import buttons as slack_buttons
from tests.stand_ins.slack import visible_text as on_slack
from tests.stand_ins.telegram import Chat, Person, TelegramServer
from tests.stand_ins.telegram import Message as TelegramMessage
from tests.stand_ins.telegram import buttons as telegram_buttons

CHANNEL = "web"  # where the project lives; anywhere else is the speaker's private chat with the bot
MONTH = (2026, 11)
ZONES = {"en": "Europe/Berlin", "zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei"}
LOCALES = {"en": "en-US", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
TAGS = {"en": "en", "zh-Hans": "zh-hans", "zh-Hant": "zh-hant"}


@dataclass
class Telling:
    """What people read: each message as its words and its buttons, and what is new since the last look."""

    language: str
    app: MovableApp
    known: dict[tuple[str, int], str] = field(default_factory=dict)
    heard: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)

    def news(self, who: str, shown: Iterable[tuple[int, str, tuple[str, ...]]]) -> str:
        """What is new or was edited for somebody."""
        found = []
        for number, text, labels in shown:
            whole = "\n".join((text, *(f"[{one}]" for one in labels)))
            if self.known.get((who, number)) != whole:
                self.known[who, number] = whole
                found.append(whole)
                self.heard.append((who, text, labels))
        return "\n\n".join(found)

    def moment(self, day: int, hour: int, minute: int = 0) -> datetime:
        """A moment of November 2026 where the team lives, in UTC."""
        zone = ZoneInfo(ZONES[self.language])
        return datetime(*MONTH, day, hour, minute, tzinfo=zone).astimezone(UTC)


class Team(Protocol):
    """People on a platform; `says` is typed in the channel behind `/pm`, and plainly in private.

    `clicks` presses a button and waits for nothing.
    """

    telling: Telling

    async def says(self, who: str, text: str, where: str = CHANNEL) -> None: ...

    async def presses(self, who: str, label: str, under: str) -> None: ...

    async def clicks(self, who: str, label: str, under: str) -> None: ...

    def post(self, who: str, label: str, under: str) -> object: ...

    async def goes_on(self, day: int, hour: int, minute: int = 0) -> None: ...

    def reads(self, who: str) -> str: ...


@dataclass
class OnSlack:
    """Through Socket Mode or signed HTTP."""

    telling: Telling
    slack: SlackServer
    ids: dict[str, str]
    channel: str

    async def says(self, who: str, text: str, where: str = CHANNEL) -> None:
        if where == CHANNEL:
            shown = await self.slack.command(self.ids[who], self.channel, "/pm", text)
            assert shown.error is None, shown
        else:
            await self.slack.message(self.ids[who], "dm", text)
        await self.settle()

    async def presses(self, who: str, label: str, under: str) -> None:
        await self.clicks(who, label, under)
        await self.settle()

    async def clicks(self, who: str, label: str, under: str) -> None:
        shown = await self.slack.press(self.ids[who], self.post(who, label, under), label)
        assert shown.error is None, shown

    def post(self, who: str, label: str, under: str) -> SlackMessage:
        """The newest message with these words and that button which somebody sees."""
        seen = [one for one in reversed(self.slack.seen_by(self.ids[who])) if one.by_bot]
        return next(
            one
            for one in seen
            if under in on_slack(one) and label in [each.label for each in slack_buttons(one)]
        )

    async def fills(self, who: str, **values: str) -> dict[str, str]:
        """Submit the form on top; what stands under its fields afterwards."""
        view = await self.slack.wait_for_view(self.ids[who])
        shown = await self.slack.submit(self.ids[who], view, dict(values))
        assert shown.error is None, shown
        await self.settle()
        return shown.errors

    async def settle(self) -> None:
        await self.slack.settled()
        await self.telling.app.settle()

    async def goes_on(self, day: int, hour: int, minute: int = 0) -> None:
        await self.telling.app.travel(self.telling.moment(day, hour, minute))
        await self.settle()

    def reads(self, who: str) -> str:
        shown = [one for one in self.slack.seen_by(self.ids[who]) if one.by_bot]
        return self.telling.news(who, ((id(one), *_slack_parts(one)) for one in shown))


def _slack_parts(message: SlackMessage) -> tuple[str, tuple[str, ...]]:
    labels = tuple(one.label for one in slack_buttons(message))
    lines = (one for one in on_slack(message).splitlines() if not one.startswith("["))
    return "\n".join(lines), labels


@dataclass
class OnTelegram:
    """Through polling or a webhook."""

    telling: Telling
    telegram: TelegramServer
    ids: dict[str, Person]
    group: Chat

    async def says(self, who: str, text: str, where: str = CHANNEL) -> None:
        person = self.ids[who]
        if where == CHANNEL:
            await self.telegram.says(person, self.group, f"/pm {text}")
        else:
            await self.telegram.says(person, person, text)
        await self.settle()

    async def presses(self, who: str, label: str, under: str) -> None:
        await self.clicks(who, label, under)
        await self.settle()

    async def clicks(self, who: str, label: str, under: str) -> None:
        await self.telegram.press(self.ids[who], self.post(who, label, under), label)

    def post(self, who: str, label: str, under: str) -> TelegramMessage:
        """The newest message with these words and that button which somebody sees."""
        seen = reversed(self.telegram.seen_by(self.ids[who]))
        return next(
            one for one in seen if under in one.text and label in [name for name, _ in telegram_buttons(one)]
        )

    async def settle(self) -> None:
        await self.telegram.confirmed()
        await self.telling.app.settle()

    async def goes_on(self, day: int, hour: int, minute: int = 0) -> None:
        await self.telling.app.travel(self.telling.moment(day, hour, minute))
        await self.settle()

    def reads(self, who: str) -> str:
        person = self.ids[who]
        shown = [
            (id(one), one.text, tuple(name for name, _ in telegram_buttons(one)))
            for one in self.telegram.seen_by(person)
        ]
        toasts = [(id(one), one.text, ()) for one in person.alerts if one.text]
        return self.telling.news(who, [*shown, *toasts])


@asynccontextmanager
async def on_slack_team(url: str, language: str, *, sockets: bool) -> AsyncIterator[OnSlack]:
    """Anna, Bo and Mei in one channel, and Eve who is not in it; the bot is in no channel yet."""
    async with await SlackServer.start() as slack:
        ids = {
            name: slack.user(name, tz=ZONES[language], locale=LOCALES[language], admin=name == "anna")
            for name in ("anna", "bo", "mei", "eve")
        }
        ids["ext"] = slack.user("ext", external=True)
        members = [ids[name] for name in ("anna", "bo", "mei", "ext")]
        web = slack.channel("web-shop", members=members, bot=False, shared=True)
        settings = Settings(
            database_url=url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token if sockets else "",
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
        )
        async with playing(settings, language) as (telling, port):
            slack.deliver_to(None if sockets else f"http://127.0.0.1:{port}/slack/events")
            if sockets:
                await slack.connected(2)
            yield OnSlack(telling, slack, ids, web)


@asynccontextmanager
async def on_telegram_team(url: str, language: str, *, polling: bool) -> AsyncIterator[OnTelegram]:
    """Anna, Bo and Mei in one group, of which Anna is an admin; the bot is not in it yet."""
    async with TelegramServer(limits=None) as telegram:
        ids = {
            name: telegram.user(name.title(), username=name, language_code=TAGS[language])
            for name in ("anna", "bo", "mei", "eve")
        }
        group = telegram.supergroup(
            "Web shop", admins=[ids["anna"]], members=[ids["bo"], ids["mei"]], with_bot=False
        )
        settings = Settings(
            database_url=url,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
            public_url="" if polling else "https://bot.example",
            telegram_webhook_secret="" if polling else "a-secret-of-the-test",
        )
        async with playing(settings, language) as (telling, port):
            telegram.webhook_routes["https://bot.example"] = f"http://127.0.0.1:{port}"
            yield OnTelegram(telling, telegram, ids, group)


@asynccontextmanager
async def playing(settings: Settings, language: str) -> AsyncIterator[tuple[Telling, int]]:
    """The bot from Monday, 10:00 on, connected to a stand-in."""
    begin = datetime(*MONTH, 23, 10, tzinfo=ZoneInfo(ZONES[language])).astimezone(UTC)
    clock, database = SetClock(begin), Database(settings.database_url)
    async with connected(settings, database, clock, this_process(), Share.ALL) as platforms:
        logins = platforms.bots
        async with movable_app(settings.database_url, clock, logins) as app:
            server = WebServer(site({}, no_metrics, platforms.routes), "127.0.0.1", 0)
            await server.start()
            try:
                yield Telling(language, app), server.port
            finally:
                await server.stop()
    await database.close()
