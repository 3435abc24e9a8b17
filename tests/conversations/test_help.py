"""Help is short, fits who asks and where, and names only what they may say."""

import pytest

from bot.handlers import all_commands
from bot.handlers.chinese import EXAMPLES
from bot.services.people import rank
from bot.views import help as views
from storage.words import Role
from tests.conversations.world import Somebody, World

ALL = (views.NOWHERE, views.UNBOUND, views.OBSERVER, views.MEMBER, views.LEAD)


def test_help_has_seven_lines_for_everybody() -> None:
    assert {len(lines) for lines in ALL} == {7}


@pytest.mark.parametrize(
    ("lines", "role"),
    [
        (views.NOWHERE, None), (views.UNBOUND, Role.LEAD), (views.OBSERVER, Role.OBSERVER),
        (views.MEMBER, Role.MEMBER), (views.LEAD, Role.LEAD),
    ],
)  # fmt: skip
def test_every_line_of_help_is_a_command_that_they_may_say(lines: views.Lines, role: Role | None) -> None:
    commands = all_commands()
    order = (None, *Role)
    for example, _ in lines:
        found = commands.find(example)
        if found is None:
            assert example.startswith("12")  # a key in front
            continue
        needed = found[0].role
        assert needed is None or order.index(role) >= order.index(needed), example


async def test_help_fits_the_role_and_the_place(world: World, anna: Somebody, bo: Somebody) -> None:
    assert "milestone Beta" in (await anna.says("help", place="web-shop")).text
    assert "milestone Beta" in (await anna.says("help")).text
    assert "milestone Beta" not in (await bo.says("help", place="web-shop")).text
    assert "project bind" in (await anna.says("help", place="elsewhere")).text
    assert "project new" in (await world.person("Cara").says("help")).text
    await anna.says("role @bo observer", place="web-shop")
    assert "add " not in (await bo.says("help", place="web-shop")).text.replace("help add", "")


async def test_help_of_a_word_shows_it_and_what_goes_with_it(anna: Somebody) -> None:
    heard = await anna.says("help standup")
    assert "standup new" in heard.text
    assert "standup stop" in heard.text
    assert "add title" in (await anna.says("help add")).text


async def test_help_of_a_word_leaves_out_what_one_may_not(anna: Somebody, bo: Somebody) -> None:
    heard = await bo.says("help answer")
    assert "standup stop" not in heard.text


@pytest.mark.parametrize(("typed", "nearest"), [("help stnadup", "help standup"), ("help dnoe", "help done")])
async def test_help_of_an_unknown_word_offers_the_nearest(anna: Somebody, typed: str, nearest: str) -> None:
    heard = await anna.says(typed)
    assert "Did you mean" in heard.text
    assert nearest in heard.buttons
    assert "I don't know" not in (await anna.says(nearest)).text


async def test_help_of_nothing_like_a_word_says_so(anna: Somebody) -> None:
    assert "I don't know" in (await anna.says("help qqqqqqq")).text


async def test_the_first_word_of_several_commands_alone_is_answered_with_them(anna: Somebody) -> None:
    heard = await anna.says("standup")
    assert next(iter(heard.buttons)) == "help standup"
    assert "standup new" in (await anna.says(heard.buttons["help standup"])).text


def test_every_line_of_help_is_there_in_both_chinese_scripts_and_can_be_said() -> None:
    commands = all_commands()
    english = {example for lines in ALL for example, _ in lines if example != "12"}
    for own in EXAMPLES.values():
        assert set(own) == english
        assert [one for one in own.values() if commands.find(one) is None and not one.startswith("12")] == []


REFUSED = ("I don't know", "I can't read", "That needs", "That is for", "no WEB-12")


@pytest.fixture
async def staffed(world: World, anna: Somebody, bo: Somebody) -> World:
    """A project of twelve tasks in which somebody has each role; Tom is in none."""
    for name, role in (("Li", "member"), ("Ola", "observer"), ("Sam", "sponsor")):
        await world.person(name).says("help")
        await anna.says(f"role @{name.lower()} {role}", place="web-shop")
    await world.person("Tom").says("help")
    await anna.says("add\n" + "\n".join(f"Task {n}" for n in range(1, 13)), place="web-shop")
    await world.posted()
    return world


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(
    ("name", "lines", "place"),
    [
        ("Anna", views.LEAD, "web-shop"), ("Bo", views.MEMBER, "web-shop"),
        ("Ola", views.OBSERVER, "web-shop"), ("Sam", views.OBSERVER, "web-shop"),
        ("Tom", views.NOWHERE, ""), ("Anna", views.UNBOUND, "elsewhere"),
    ],
)  # fmt: skip
async def test_every_example_of_help_works_when_it_is_typed(
    staffed: World, name: str, lines: views.Lines, place: str, language: str
) -> None:
    somebody = staffed.person(name)
    own = EXAMPLES.get(language, {})
    wrong = []
    for example, _ in lines:
        typed = (
            own.get(example, example).replace(" WEB", " NEW")
            if "new" in example
            else own.get(example, example)
        )
        told = (await somebody.says(typed, place=place)).text
        if any(
            one in told for one in ("I don't know", "I can't read", "That needs", "That is for", "no WEB-12")
        ):
            wrong.append((typed, told))
        await somebody.says("undo", place=place)
    assert wrong == []


@pytest.mark.parametrize("name", ["Anna", "Bo", "Ola", "Sam", "Tom"])
async def test_help_of_every_word_lists_only_what_one_may_say(staffed: World, name: str) -> None:
    commands = all_commands()
    roles = {"Anna": Role.LEAD, "Bo": Role.MEMBER, "Ola": Role.OBSERVER, "Sam": Role.SPONSOR, "Tom": None}
    mine = {one.summary for one in commands.specs.values() if rank(one.role) <= rank(roles[name])}
    for spec in commands.specs.values():
        head, *others = (await staffed.person(name).says(f"help {spec.words[0]}")).text.split(
            "What goes with it:"
        )
        assert ("That is for " in head) == (spec.summary not in mine), head
        listed = {line.rpartition(" · ")[2] for line in "".join(others).splitlines() if " · " in line}
        assert listed <= mine, (spec.name, listed - mine)


@pytest.mark.parametrize("typed", ["help me", "help everything", "帮助 全部", "說明 所有"])
async def test_help_of_all_is_help(anna: Somebody, typed: str) -> None:
    assert (await anna.says(typed)).text.startswith("What you can say")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("what can you do?", "What you can say"), ("你能做什么", "What you can say"),
        ("怎么用？", "What you can say"), ("how do I add a task?", "add title"),
        ("how can I block something", "block TASKS"), ("怎么新建任务？", "add title"), ("如何請假", "away"),
    ],
)  # fmt: skip
async def test_a_question_how_is_answered_with_help(anna: Somebody, typed: str, told: str) -> None:
    assert (await anna.says(typed)).text.startswith(told)
    assert (await anna.says(typed, addressed=False)).text.startswith(told)
