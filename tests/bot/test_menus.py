"""The menus of the platforms, in each language."""

import re
from collections.abc import Callable

import pytest

from bot.handlers import all_commands
from bot.views.menus import FIRST, MAIN_USE, SHORTLY, for_group_admins, in_groups, in_private, listed, said
from bot.wording import LANGUAGES

SPECS = list(all_commands().specs.values())
Made = Callable[..., tuple[tuple[str, str], ...]]
MOST_COMMANDS, LONGEST_DESCRIPTION = 100, 256  # core.telegram.org/bots/api#setmycommands
LONGEST_ABOUT = 120  # core.telegram.org/bots/api#setmyshortdescription


@pytest.mark.parametrize("made", [in_private, in_groups, for_group_admins])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_fits_what_telegram_takes(
    language: str, made: Callable[..., tuple[tuple[str, str], ...]]
) -> None:
    menu = made(SPECS, language)
    assert 0 < len(menu) <= MOST_COMMANDS
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", word) for word, _ in menu)
    assert all(0 < len(text) <= LONGEST_DESCRIPTION for _, text in menu)
    assert len({word for word, _ in menu}) == len(menu)
    assert len(said(SHORTLY, language)) <= LONGEST_ABOUT
    assert said(MAIN_USE, language)


def test_what_is_said_daily_stands_first() -> None:
    words = [word for word, _ in listed(SPECS, "en")]
    assert words[: len(FIRST)] == list(FIRST)


def test_each_place_offers_what_is_said_there() -> None:
    alone, group, admins = (
        {word for word, _ in made(SPECS, "en")} for made in (in_private, in_groups, for_group_admins)
    )
    assert {"mine", "settings", "answer"} <= alone - group
    assert "pm" in group - alone
    assert {"setup", "invite", "lead"} <= admins - group
    assert group < admins


def test_each_language_has_its_own_descriptions() -> None:
    english, hans, hant = (dict(listed(SPECS, language))["add"] for language in LANGUAGES)
    assert english.startswith("Add a task")
    assert hans.startswith("新建任务")
    assert hant.startswith("新增任務")
