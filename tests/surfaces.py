"""Renders the pictures in docs/screens: short stories on both stand-ins, and what these received."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import SetClock
from bot.config import Settings
from bot.connecting import Share
from bot.holders import this_process
from bot.installations import first_admin_code
from bot.logs import quieten
from bot.movable import MovableApp, movable_app
from bot.platforms import connected
from storage.database import Database
from storage.migrate import upgrade
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_world import Message
from tests.stand_ins.telegram import TelegramServer
from tests.stand_ins.telegram_markup import InlineKeyboard
from tests.stand_ins.telegram_world import Chat, Person
from tests.stand_ins.telegram_world import Message as TelegramMessage
from tests.surfaces_page import channel, chat, home, modal, shoot

DOCS = Path(__file__).parents[1] / "docs" / "screens"
BEGIN = datetime(2026, 2, 9, 9, tzinfo=UTC)  # three weeks before: a young project's warnings are for its lead
LINES = {
    "en": {
        "project": 'project new "Web shop" key WEB @li @ben',
        "milestone": "milestone Beta 11 March",
        "checkout": "add Checkout page @li ~3d for Beta",
        "testing": "add Test the checkout with customers @anna ~1d after 1 for Beta",
        "standup": "standup new 9:30 weekdays",
        "answer": "Layout of the checkout page. WEB-1 is blocked: waiting for the API keys from @ben",
        "title": "#web-shop",
        "about": "3 members",
    },
    "zh-Hans": {
        "project": "新建项目 网店改版 代号 WEB @li @ben",
        "milestone": "里程碑 Beta 3月11日",
        "checkout": "新建 结账页面 @li ~3天 里程碑 Beta",
        "testing": "新建 请客户试用结账流程 @anna ~1天 前置 1 里程碑 Beta",
        "standup": "新建站会 9:30 工作日",
        "answer": "做结账页面的布局。WEB-1 卡住了：等 @ben 的接口密钥",
        "title": "#web-shop",
        "about": "3 位成员",
    },
}
ONLY_IN_ENGLISH = frozenset({"form", "group"})  # pictures are large, and these say little more in Chinese
LOCALE = {"en": "en-US", "zh-Hans": "zh-CN"}
ASKED_AT = {"en": 9, "zh-Hans": 1}  # the hour in UTC at which it is half past nine where the group is set up


Shown = Callable[[str, str, int], None]  # a name, what is in it, and how wide it is
Story = Callable[[str, str, Shown], Coroutine[None, None, None]]


@asynccontextmanager
async def playing(settings: Settings, begin: datetime) -> AsyncIterator[MovableApp]:
    """The bot on a clock of the story, connected to a stand-in."""
    clock, database = SetClock(begin), Database(settings.database_url)
    async with connected(settings, database, clock, this_process(), Share.ALL) as platforms:
        logins = platforms.bots
        async with movable_app(settings.database_url, clock, logins) as app:
            yield app
    await database.close()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, in UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def slack_story(url: str, language: str, shown: Shown) -> None:  # noqa: PLR0915 - one story, step by step
    """A blocker out of a stand-up, the warning in the channel, the lead's home and the form of a task."""
    words, locale = LINES[language], LOCALE[language]
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin", locale=locale)
        li = slack.user("li", tz="Asia/Shanghai", locale=locale)
        ben = slack.user("ben", tz="America/New_York", locale=locale)
        names = {anna: "Anna", li: "Li", ben: "Ben"}
        web = slack.channel("web-shop", members=[anna, li, ben])
        settings = Settings(
            database_url=url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
        )
        async with playing(settings, BEGIN) as app:
            slack.deliver_to(None)
            await slack.connected(2)

            async def says(who: str, where: str, text: str) -> None:
                await slack.command(who, where, "/pm", text)
                await app.settle()

            for who in (anna, li, ben):
                await says(who, "dm", "settings language " + ("English" if language == "en" else "简体中文"))
            await says(anna, web, words["project"])
            await app.travel(at(2, 16))
            begun = len(slack.messages(web))
            for line in ("milestone", "checkout", "testing", "standup"):
                await says(anna, web, words[line])
            await app.travel(at(3, 1, 36))
            await slack.message(li, "dm", words["answer"])
            await app.settle()
            await app.travel(at(5, 9))
            messages = slack.messages(web)[begun:]
            shown(
                "channel",
                channel(words["title"], words["about"], chosen(messages), names, opened="WEB-1"),
                720,
            )
            await slack.open_home(anna)
            await app.settle()
            await app.travel(at(5, 9, 1))
            view = slack.home(anna)
            assert view is not None
            shown("home", home(view.blocks, names), 720)
            await slack.command(anna, web, "/pm", "edit 1" if language == "en" else "编辑 1")
            form = await slack.wait_for_view(anna)
            shown("form", modal(form.content, names), 560)


def chosen(messages: list[Message]) -> list[Message]:
    """What a picture has room for: no threads."""
    return [one for one in messages if not one.thread_ts or one.thread_ts == one.ts]


async def telegram_story(url: str, language: str, shown: Shown) -> None:
    """A group that is set up and joined, and a stand-up in private."""
    words = LINES[language]
    async with TelegramServer(limits=None) as telegram:
        tom = telegram.user("Anna", username="anna", language_code=language.lower())
        eve = telegram.user("Li", username="li", language_code=language.lower())
        settings = Settings(
            database_url=url, telegram_bot_token=telegram.token, telegram_api_url=telegram.api_url
        )
        async with playing(settings, at(2, 8)) as app:
            await telegram.start(tom, await first_admin_code(app.database, SetClock(at(2, 8))) or "")
            await settled(telegram, app)
            group = telegram.supergroup("Web shop", admins=[tom], members=[eve], with_bot=False)
            await telegram.adds_bot(tom, group)
            await settled(telegram, app)
            await press(telegram, app, tom, telegram.answers(group)[-1], "setup")
            while fills := keys(telegram.answers(tom)[-1], "fill"):
                wanted = [one for one in fills if one.endswith(("keep", "skip"))] or fills
                if wanted == fills:  # cities: the question with the most to choose from
                    asked = said(telegram, tom)
                    shown("setup", chat("Drumbeat", "bot", [asked[1], asked[-1]], tom.id), 440)
                await press(telegram, app, tom, telegram.answers(tom)[-1], wanted[0])
            join = next(one for post in telegram.answers(group) for one in links(post))
            await telegram.follows(eve, join)
            await settled(telegram, app)
            for line in ("milestone", "checkout", "testing"):
                await telegram.says(tom, group, f"/pm {words[line]}")
                await settled(telegram, app)
            shown("group", chat("Web shop", words["about"], said(telegram, group), tom.id), 440)
            await app.travel(at(3, ASKED_AT[language], 31))
            await telegram.says(eve, eve, words["answer"].replace("@ben", "@anna"))
            await settled(telegram, app)
            shown(
                "private",
                chat("Drumbeat", "bot", [said(telegram, eve)[1], *said(telegram, eve)[-3:]], eve.id),
                440,
            )


async def press(
    telegram: TelegramServer, app: MovableApp, who: Person, post: TelegramMessage, data: str
) -> None:
    """Press the button with this command."""
    await telegram.press_data(who, post, keys(post, data)[0])
    await settled(telegram, app)


def said(telegram: TelegramServer, where: Chat | Person) -> list[TelegramMessage]:
    """What stands in a chat, without what only tells of members."""
    return [one for one in telegram.messages(where) if one.text]


def keys(post: TelegramMessage, beginning: str) -> list[str]:
    """The commands of a post's buttons that begin so."""
    markup = post.markup
    found = markup.buttons if isinstance(markup, InlineKeyboard) else ()
    return [one.value for one in found if one.kind == "callback_data" and one.value.startswith(beginning)]


def links(post: TelegramMessage) -> list[str]:
    """Where a post's buttons lead."""
    markup = post.markup
    return (
        [one.value for one in markup.buttons if one.kind == "url"]
        if isinstance(markup, InlineKeyboard)
        else []
    )


async def settled(telegram: TelegramServer, app: MovableApp) -> None:
    """Wait until all that was said is answered."""
    await telegram.confirmed()
    await app.settle()


STORIES: dict[str, Story] = {"slack": slack_story, "telegram": telegram_story}


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=DOCS)
    parser.add_argument("--only", choices=STORIES)
    asked = parser.parse_args()
    asked.output.mkdir(parents=True, exist_ok=True)
    quieten()
    for platform, story in STORIES.items():
        for language in LINES:
            if asked.only in (None, platform):
                _tell(story, platform, language, asked.output)


def _tell(story: Story, platform: str, language: str, folder: Path) -> None:
    def shown(name: str, body: str, width: int) -> None:
        if language != "en" and name in ONLY_IN_ENGLISH:
            return
        shoot(
            body, folder / f"{platform}-{name}{'' if language == 'en' else f'-{language}'}.png", width=width
        )

    with TemporaryDirectory() as made:
        url = f"sqlite:///{made}/story.db"
        upgrade(url)
        asyncio.run(story(url, language, shown))


if __name__ == "__main__":
    main()
