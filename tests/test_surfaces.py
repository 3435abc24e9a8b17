"""The stories behind the pictures in docs/screens play, and show what the pictures are for; no browser."""

import re
from html import unescape

import pytest

from tests.surfaces import DOCS, LINES, ONLY_IN_ENGLISH, STORIES

# what each picture must show, by its name, in English and in Simplified Chinese
SHOWN = {
    "slack-channel": (
        ["WEB-1 Checkout page", "⛔ WEB-3 · the API keys", "stand-up, Tue 3 Mar", "🟡 Beta"],
        ["WEB-1 结账页面", "⛔ WEB-3 · 接口密钥", "站会，3月3日（周二）", "🟡 Beta 有延期风险"],
    ),
    "slack-home": (
        ["WEB-2 · Test the checkout with customers", "Your projects"],
        ["WEB-2 · 请客户试用结账流程", "你的项目"],
    ),
    "slack-form": (["Edit WEB-1", "Checkout page"], ["编辑 WEB-1", "结账页面"]),
    "telegram-setup": (["In which time zone?", "Any city or zone"], ["在哪个时区？", "任何城市或时区"]),
    "telegram-group": (
        ["Web shop is set up here", "2 of 2 joined", "WEB-1 Checkout page"],
        ["Web shop 已在这里建好", "2 人中 2 人已加入", "WEB-1 结账页面"],
    ),
    "telegram-private": (
        ["Good morning, Li.", "WEB-1 is blocked", "⛔ WEB-1 waits for Anna"],
        ["早上好，Li", "WEB-1 卡住了", "⛔ WEB-1 在等 Anna"],
    ),
}


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("platform", STORIES)
async def test_the_story_behind_the_pictures_shows_what_they_are_for(
    platform: str, language: str, sqlite_url: str
) -> None:
    pictures: dict[str, str] = {}

    def shown(name: str, body: str, width: int) -> None:
        assert 300 <= width <= 1000
        pictures[f"{platform}-{name}"] = unescape(re.sub(r"<[^>]*>", "", body))

    await STORIES[platform](sqlite_url, language, shown)
    assert set(pictures) == {one for one in SHOWN if one.startswith(platform)}
    missing = {
        name: [words for words in SHOWN[name][list(LINES).index(language)] if words not in text]
        for name, text in pictures.items()
    }
    assert {name: words for name, words in missing.items() if words} == {}, pictures


def test_the_pictures_in_the_docs_are_those_of_the_stories() -> None:
    made = {
        f"{name}{'' if language == 'en' else f'-{language}'}.png"
        for name in SHOWN
        for language in LINES
        if language == "en" or name.partition("-")[2] not in ONLY_IN_ENGLISH
    }
    assert {one.name for one in DOCS.glob("*.png") if one.name.startswith(tuple(STORIES))} == made
