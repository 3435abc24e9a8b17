"""Every command, said on every platform in every way that it can be reached, tells the same."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.adapters.console import ConsoleAdapter
from bot.adapters.console_feed import Login as Seat
from bot.clock import SetClock
from bot.config import Settings
from bot.connecting import Login, Share
from bot.handlers import all_commands
from bot.holders import this_process
from bot.installations import first_admin_code
from bot.movable import MovableApp, movable_app
from bot.outgoing import Reader
from bot.platforms import connected
from bot.web.server import WebServer
from bot.web.site import site
from bot.wording import shown
from storage.database import Database
from storage.words import Platform
from tests.bot.scenes import no_metrics
from tests.databases import SQLiteFiles
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack import visible_text as on_slack
from tests.stand_ins.telegram import TelegramServer
from tests.stand_ins.telegram import visible_text as on_telegram

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAYS = ("console", "slack sockets", "slack http", "telegram polling", "telegram webhook")
LOOKS = re.compile(r"\[[^\]]*\]|^[•\-]\s+", re.MULTILINE)

# name of the command → a line that says it; in this order, by one person in their direct messages
SAID: dict[str, str] = {
    "settings zone": "settings zone UTC",
    "settings name": "settings name Tommy",
    "settings hours": "settings hours 9-18",
    "settings days": "settings days mon-fri",
    "settings language": "settings language English",
    "settings holidays": "settings holidays none",
    "settings time": "settings time 9:45",
    "settings question": "settings question here",
    "settings via": "settings via nowhere",
    "settings": "settings",
    "project new": 'project new "Web shop" key WEB',
    "help": "help add",
    "task add": "add Draft the contract by 2026-03-13 ~2d !high #legal",
    "task show": "WEB-1",
    "task edit": "WEB-1 !low",
    "task start": "start 1",
    "task done": "done 1",
    "task reopen": "reopen 1",
    "task rename": "rename 1 Draft the whole contract",
    "task left": "left 1 1d",
    "task note": "note 1 the lawyer is back",
    "task notes": "notes 1",
    "task after": "after 1 99",
    "task unafter": "unafter 1 99",
    "task accept": "accept 1",
    "task reject": "reject 1 needs a second look",
    "task save": "task save WEB-1",
    "task delay": "delay 1 2026-03-16",
    "task keep": "keep 1",
    "list": "list",
    "mine": "mine",
    "late": "late",
    "waiting": "waiting",
    "search": "search contract",
    "blocker add": "block 1 no keys",
    "blocker give": "give WEB-2 to @nobody",
    "blocker need": "needed WEB-2 2026-03-12",
    "take": "take WEB-2 by 2026-03-11",
    "decline": "decline WEB-2",
    "blocker list": "blockers",
    "urge": "urge WEB-2",
    "escalate": "escalate WEB-2",
    "why": "why WEB-2",
    "resolve": "resolve WEB-2 the keys arrived",
    "unresolve": "unresolve WEB-2",
    "ladder": "ladder",
    "milestone add": "milestone Beta on 2026-03-20",
    "milestone move": "milestone move Beta 2026-03-27 legal is late",
    "milestone list": "milestones",
    "plan": "plan",
    "forecast": "forecast",
    "status": "status",
    "milestone met": "milestone met Beta",
    "milestone drop": "milestone drop Beta",
    "project list": "projects",
    "project show": "project WEB",
    "project bind": "project bind WEB",
    "project rename": "project rename Shop",
    "project zone": "project zone UTC",
    "project accept": "project accept nobody",
    "project hours": "project hours 9-18",
    "project days": "project days mon-fri",
    "project language": "project language English",
    "history": "history 1",
    "team": "team",
    "role": "role @nobody lead",
    "lead": "lead @nobody",
    "lead me": "lead me",
    "project join": "project join",
    "remove": "remove @nobody",
    "welcome fine": "welcome fine WEB",
    "welcome later": "welcome later WEB",
    "welcome channel": "welcome channel WEB",
    "welcome no": "welcome no WEB",
    "away": "away 2026-03-19 to 2026-03-20",
    "away cancel": "away cancel 99",
    "back": "back",
    "stop": "stop",
    "resume": "resume",
    "calendar": "calendar",
    "calendar off": "calendar off 2026-03-25",
    "calendar work": "calendar work 2026-03-28",
    "calendar file": "calendar file",
    "calendar remove": "calendar remove 2026-03-25",
    "standup new": "standup new 9:30 weekdays",
    "standup time": "standup time 9:40",
    "standup days": "standup days mon-thu",
    "standup list": "standups",
    "standup questions": "standup questions",
    "standup status": "standup status",
    "standup join": "standup join",
    "standup skip": "standup skip",
    "standup same": "standup same",
    "answer": "answer the draft",
    "standup stuck": "standup stuck 1 WEB-1",
    "standup fill": "standup fill 99",
    "standup leave": "standup leave",
    "standup stop": "standup stop",
    "link join": "link join 99",
    "link leave": "link leave 99",
    "unlink": "unlink 99",
    "project pause": "project pause WEB",
    "project open": "project resume WEB",
    "task cancel": "cancel 1",
    "undo": "undo",
    "setup": "setup",
    "project leave": "project leave WEB",
    "project close": "project close WEB",
}
# What they tell is another thing each time, a form (which other tests fill on each platform), or ends a day.
ELSEWHERE = {
    "doctor": "what is checked depends on the platform",
    "erase": "ends somebody: tests/conversations/test_erasing.py",
    "erase now": "ends somebody: tests/conversations/test_erasing.py",
    "export me": "names the logins, which differ",
    "invite": "a new code each time",
    "link": "a new code each time",
    "privacy": "names the admin, who is another one",
    "promise": "a form: tests/bot/adapters/test_slack_forms.py, tests/conversations/test_forms.py",
    "settings edit": "a form",
    "standup form": "a form",
    "standup now": "asks, and tells nothing of its own",
    "task form": "a form",
    "setup save": "a form",
}


@dataclass
class Mouth:
    """Somebody who says a line somewhere and reads the messages that have come since, in any order."""

    say: Callable[[str], Awaitable[None]]
    read: Callable[[], dict[object, str]]
    seen: set[object] = field(default_factory=set)

    async def __call__(self, line: str) -> list[str]:
        self.seen |= self.read().keys()
        await self.say(line)
        return sorted(plain(text) for which, text in self.read().items() if which not in self.seen)


def plain(text: str) -> str:
    """Without the looks of a platform: bullets, buttons, empty lines."""
    lines = (" ".join(LOOKS.sub("", line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@asynccontextmanager
async def on_console(url: str) -> AsyncIterator[Mouth]:
    clock = SetClock(NOON)
    console = ConsoleAdapter(clock, [Seat("tom", "tom", "UTC")])
    async with movable_app(url, clock, [Login(Platform.CONSOLE, "console", console)]) as app:

        async def say(line: str) -> None:
            await console.say("tom", f"/pm {line}")
            await app.settle()

        def read() -> dict[object, str]:
            reader = Reader("en", "UTC", NOON)
            return {
                one.ref: "\n".join(shown(line, reader).text for line in one.message.lines)
                for one in console.seen_by("tom")
            }

        yield Mouth(say, read)


@asynccontextmanager
async def on_slack_by(url: str, *, sockets: bool) -> AsyncIterator[Mouth]:
    async with await SlackServer.start() as slack:
        tom = slack.user("tom", tz="UTC", real_name="tom")
        settings = Settings(
            database_url=url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token if sockets else "",
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
        )
        async with answering(settings) as (app, port):
            slack.deliver_to(None if sockets else f"http://127.0.0.1:{port}/slack/events")
            if sockets:
                await slack.connected(2)

            async def say(line: str) -> None:
                await slack.command(tom, "dm", "/pm", line)
                await app.settle()

            yield Mouth(say, lambda: {one: on_slack(one) for one in slack.seen_by(tom) if one.by_bot})


@asynccontextmanager
async def on_telegram_by(url: str, *, polling: bool) -> AsyncIterator[Mouth]:
    async with TelegramServer(limits=None) as telegram:
        tom = telegram.user("tom", username="tom", language_code="en")
        settings = Settings(
            database_url=url,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.api_url,
            public_url="" if polling else "https://bot.example",
            telegram_webhook_secret="" if polling else "a-secret-of-the-test",
        )
        async with answering(settings) as (app, port):
            telegram.webhook_routes["https://bot.example"] = f"http://127.0.0.1:{port}"
            await telegram.start(tom, await first_admin_code(app.database, SetClock(NOON)) or "")
            await telegram.confirmed()
            await app.settle()

            async def say(line: str) -> None:
                await telegram.says(tom, tom, f"/pm {line}")
                await telegram.confirmed()
                await app.settle()

            yield Mouth(say, lambda: {id(one): on_telegram(one) for one in telegram.answers(tom)})


@asynccontextmanager
async def answering(settings: Settings) -> AsyncIterator[tuple[MovableApp, int]]:
    database = Database(settings.database_url)
    async with connected(settings, database, SetClock(NOON), this_process(), Share.ALL) as platforms:
        logins = platforms.bots
        async with movable_app(settings.database_url, SetClock(NOON), logins) as app:
            server = WebServer(site({}, no_metrics, platforms.routes), "127.0.0.1", 0)
            await server.start()
            try:
                yield app, server.port
            finally:
                await server.stop()
    await database.close()


def talking(way: str, url: str) -> AbstractAsyncContextManager[Mouth]:
    match way:
        case "console":
            return on_console(url)
        case "slack sockets" | "slack http":
            return on_slack_by(url, sockets=way == "slack sockets")
        case _:
            return on_telegram_by(url, polling=way == "telegram polling")


def test_every_command_is_said_here_or_elsewhere_for_a_reason() -> None:
    assert set(SAID) | set(ELSEWHERE) == set(all_commands().specs)
    assert not set(SAID) & set(ELSEWHERE)


async def test_every_command_tells_the_same_on_every_platform_and_way(sqlite_files: SQLiteFiles) -> None:
    told = {}
    for way in WAYS:
        with sqlite_files.migrated() as url:
            async with talking(way, url) as say:
                told[way] = {name: await say(line) for name, line in SAID.items()}
    expected = told[WAYS[0]]
    assert not [name for name, texts in expected.items() if not any(texts)], "these tell nothing"
    for way in WAYS[1:]:
        assert told[way] == expected, way


async def test_of_a_card_shown_again_only_the_newest_has_anything_to_press(sqlite_files: SQLiteFiles) -> None:
    for way in ("console", "slack sockets", "telegram polling"):
        with sqlite_files.migrated() as url:
            async with talking(way, url) as say:
                for line in ('project new "Web shop" key WEB', "add Draft the contract", "1", "done 1"):
                    await say(line)
                cards = [plain(text) for text in say.read().values() if "WEB-1" in text]
        older = "WEB-1 Draft the contract\nIt stands further down now."
        assert sorted(one == older for one in cards) == [False, True, True], (way, cards)
