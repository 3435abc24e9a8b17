"""The lists people ask for, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.adapters.slack_blocks import LONGEST_TEXT, length, rendered
from bot.adapters.telegram_html import posts
from bot.message import BUTTON_BYTES
from bot.outgoing import Reader
from bot.views.tasks import LISTED_TITLE, shortened
from storage.models import OutboxRow, Post, Project, Task
from storage.words import TaskStatus
from tests.conversations.world import MONDAY, Heard, Somebody, World


async def filled(world: World, count: int, title: str = "Task {n}", **values: object) -> None:
    """Many tasks at once, as years of work would leave them."""
    async with world.database.begin() as session:
        project = (await session.execute(select(Project))).scalars().one()
        rows = [
            {
                "workspace_id": project.workspace_id,
                "project_id": project.id,
                "number": n,
                "title": title.replace("{n}", str(n)),
                "status": TaskStatus.TODO,
                "creator_id": 1,
                "priority": 2,
                "tags": "",
                "created_at": MONDAY,
                **values,
            }
            for n in range(project.next_number, project.next_number + count)
        ]
        await session.execute(insert(Task), rows)
        project.next_number += count


def keys(heard: Heard) -> list[str]:
    """The keys of the tasks in a list."""
    words = [word for line in heard.text.splitlines()[1:] for word in line.split()[:2]]
    return [word for word in words if word.startswith(("WEB-", "APP-"))]


@pytest.fixture
async def team(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Anna's project on Tuesday, with a task in each state."""
    for line in (
        "add Draft the contract @bo by friday #legal",
        "add Sign the contract @anna by today !high",
        "add Ship login @bo",
        "add Old thing @anna",
        "add Gone thing @anna",
    ):
        await anna.says(line, place="web-shop")
    await anna.says("done 4", place="web-shop")
    await anna.says("cancel 5", place="web-shop")
    await bo.says("block 3 waiting for the keys", place="web-shop")
    world.clock.move_to(MONDAY + timedelta(days=1))
    return anna


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("list", ["WEB-2", "WEB-1", "WEB-3"]),
        ("list open", ["WEB-2", "WEB-1", "WEB-3"]),
        ("list late", ["WEB-2"]),
        ("late", ["WEB-2"]),
        ("list done", ["WEB-4"]),
        ("list blocked", ["WEB-3"]),
        ("list all", ["WEB-2", "WEB-1", "WEB-3", "WEB-4", "WEB-5"]),
        ("list @bo", ["WEB-1", "WEB-3"]),
        ("list @bo blocked", ["WEB-3"]),
        ("list #legal", ["WEB-1"]),
        ("list #leg", []),
        ("search contract", ["WEB-2", "WEB-1"]),
        ("search CONTRACT sign", ["WEB-2"]),
        ("search thing", ["WEB-4", "WEB-5"]),
    ],
)
async def test_a_list_shows_what_fits_and_the_most_urgent_first(
    team: Somebody, typed: str, shown: list[str]
) -> None:
    assert keys(await team.says(typed, place="web-shop")) == shown


async def test_a_line_of_a_list_says_whose_it_is_and_how_it_stands(team: Somebody) -> None:
    heard = await team.says("list", place="web-shop")
    assert heard.text.splitlines() == [
        "Open tasks · Web shop",
        "⏰ WEB-2 Sign the contract · Anna · due today, Mon 23 Nov · high priority",
        "WEB-1 Draft the contract · Bo · due Fri 27 Nov",
        "⛔ WEB-3 Ship login · Bo",
    ]


async def test_a_task_due_on_friday_is_late_from_the_owners_monday_morning(
    world: World, anna: Somebody
) -> None:
    await anna.says("add Over the weekend @bo by 2026-11-27", place="web-shop")
    world.clock.move_to(MONDAY + timedelta(days=5))  # Saturday
    assert keys(await anna.says("late", place="web-shop")) == []
    world.clock.move_to(MONDAY + timedelta(days=7))
    assert keys(await anna.says("late", place="web-shop")) == ["WEB-1"]


async def test_a_milestones_tasks_can_be_listed(anna: Somebody) -> None:
    await anna.says("milestone Beta by 17 March", place="web-shop")
    await anna.says("add One for Beta", place="web-shop")
    await anna.says("add Two", place="web-shop")
    assert keys(await anna.says("list for Beta", place="web-shop")) == ["WEB-1"]


async def test_mine_goes_over_all_my_projects_the_most_urgent_first(world: World, team: Somebody) -> None:
    await team.says("2 by friday", place="web-shop")
    await team.says('project new "Mobile app" key APP', place="app")
    await team.says("add Later @anna by 2026-12-11", place="app")
    await team.says("add Sooner @anna by today", place="app")
    world.clock.move_to(MONDAY + timedelta(days=2))
    heard = await team.says("mine")
    assert heard.text.splitlines() == [
        "Your open tasks",
        "Mobile app",
        "⏰ APP-2 Sooner · due tomorrow, Tue 24 Nov",
        "APP-1 Later · due Fri 11 Dec",
        "Web shop",
        "WEB-2 Sign the contract · due Fri 27 Nov · high priority",
    ]


async def test_waiting_shows_what_others_owe_me_and_not_what_i_owe(team: Somebody, bo: Somebody) -> None:
    await team.says("block 2 the price list from @bo", place="web-shop")
    await team.says("after 2 1", place="web-shop")
    heard = await team.says("waiting", place="web-shop")
    assert heard.text.splitlines() == [
        "What you wait for",
        "⛔ WEB-7 the price list · waiting for Bo · since today",
        "WEB-1 Draft the contract · waiting for Bo · due Fri 27 Nov",
    ]
    assert "WEB-6" in (await bo.says("waiting")).text
    assert "WEB-7" not in (await bo.says("waiting")).text


@pytest.mark.parametrize("typed", ["mine", "waiting", "list", "late", "search contract", "list @bo"])
async def test_a_list_in_a_channel_is_shown_to_nobody_but_the_asker(
    world: World, team: Somebody, typed: str
) -> None:
    await world.posted()
    heard = await team.says(typed, place="web-shop")
    assert heard.answer.message is not None
    assert await world.posted() == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("list", "No tasks yet. Add one: add Draft the contract @li by friday"),
        ("late", "Nothing is late."),
        ("list blocked", "Nothing is blocked. Are you stuck? Say block 12 why."),
        ("list done", "Nothing is done yet. Say done 12 when something is."),
        ("list #legal", "Nothing fits. Everything that is open: list"),
        ("search 合同", "No title and no note holds that. Try a shorter word."),
        ("mine", "Nothing waits for you. What is open for everybody: list."),
        ("waiting", "Nobody keeps you waiting. Are you stuck?"),
    ],
)
async def test_an_empty_list_says_what_one_can_do(anna: Somebody, typed: str, says: str) -> None:
    assert says in (await anna.says(typed, place="web-shop")).text


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("search 合同", True), ("search 合 同", True), ("search 100%", True), ("search 1%0", False),
        ("search a_b", True), ("search acb", False), ("search c:\\temp", True), ("search 律师", True),
        ("search ÉCOLE", True),
    ],
)  # fmt: skip
async def test_search_takes_every_sign_literally_and_reads_notes_and_chinese(
    anna: Somebody, typed: str, *, finds: bool
) -> None:
    await anna.says("add 起草合同 100% a_b c:\\temp ÉCOLE", place="web-shop")
    await anna.says("note 1 请律师看一下", place="web-shop")
    assert bool(keys(await anna.says(typed, place="web-shop"))) is finds


async def test_pages_follow_each_other_without_gap_or_repetition(world: World, anna: Somebody) -> None:
    await filled(world, 45)
    heard = await anna.says("list", place="web-shop")
    seen = keys(heard)
    assert heard.text.splitlines()[0] == "Open tasks · Web shop · 1 to 20 of 45"
    while "More" in heard.buttons:
        heard = await anna.presses(heard.buttons["More"], place="web-shop")
        seen += keys(heard)
    assert seen == [f"WEB-{n}" for n in range(1, 46)]
    assert heard.text.splitlines()[0] == "Open tasks · Web shop · 41 to 45 of 45"
    back = await anna.presses(heard.buttons["Back"], place="web-shop")
    assert keys(back)[0] == "WEB-21"


async def test_a_page_that_is_not_there_any_more_is_the_last_one(world: World, anna: Somebody) -> None:
    await filled(world, 25)
    assert keys(await anna.says("list page 99", place="web-shop"))[0] == "WEB-21"
    assert keys(await anna.says("list page 0", place="web-shop"))[0] == "WEB-1"


async def test_another_page_is_the_same_post_edited(world: World, anna: Somebody) -> None:
    await filled(world, 45)
    heard = await anna.says("list")
    await anna.presses(heard.buttons["More"], under="console:7")
    async with world.database.reading() as session:
        post = (await session.execute(select(Post))).scalars().one()
        row = (await session.execute(select(OutboxRow).order_by(OutboxRow.id.desc()))).scalars().first()
    assert row is not None
    assert (post.ref, post.address, post.topic) == ("console:7", row.address, row.topic)


async def test_a_private_list_never_takes_the_place_of_a_message_in_a_telegram_group(
    world: World, anna: Somebody
) -> None:
    await filled(world, 45, owner_id=2)
    code = (await anna.says("invite", place="web-shop")).text.split()[-1]
    tom = world.person("Tom", platform="telegram")
    await tom.says(f"start {code}")
    await filled(world, 25, owner_id=3)
    await world.posted()
    await tom.presses("mine page 2", place="web-shop", under="-100:7")
    assert [address for address, _ in await world.posted()] in ([], ["@tom"])
    async with world.database.reading() as session:
        assert (await session.execute(select(Post))).first() is None


async def test_buttons_name_people_and_milestones_by_ids_that_nobody_can_take(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    await filled(world, 25, owner_id=1, tags=" legal ")
    await filled(world, 25, owner_id=2, tags=" legal ")
    heard = await anna.says("list @bo #legal", place="web-shop")
    command = heard.buttons["More"]
    assert "@p" in command
    assert len(command.encode()) <= BUTTON_BYTES
    heard = await anna.presses(command, place="web-shop")
    assert heard.text.splitlines()[0] == "Open tasks · Web shop · Bo · #legal · 21 to 25 of 25"


async def test_a_list_too_long_to_name_for_a_button_says_what_to_type(world: World, anna: Somebody) -> None:
    await filled(world, 25, "一个很长的标题一个很长的标题一个很长的标题 {n}")
    heard = await anna.says("search 一个很长的标题一个很长的标题一个很长的标题", place="web-shop")
    assert "More" not in heard.buttons
    typed = heard.text.splitlines()[-1].removeprefix("More with ")
    assert keys(await anna.says(typed, place="web-shop"))[0] == "WEB-21"


@pytest.mark.parametrize("letter", ["x", "😀", "合", "<", "&", "@", "م"])
async def test_a_full_page_of_the_longest_titles_fits_every_platform(
    world: World, anna: Somebody, letter: str
) -> None:
    await filled(world, 25, letter * 300, owner_id=2, due_day=MONDAY.date(), priority=0)
    message = (await anna.says("list", place="web-shop")).answer.message
    assert message is not None
    reader = Reader("en", "UTC", MONDAY)
    content = rendered(message, reader)
    assert length(content["text"]) < LONGEST_TEXT
    assert len(posts(message, reader)) == 1
    assert len(shortened(letter * 300).encode("utf-16-le")) // 2 <= LISTED_TITLE


async def test_five_thousand_tasks_are_counted_and_cut_by_the_database(world: World, anna: Somebody) -> None:
    await filled(world, 5_000)
    heard = await anna.says("list page 250", place="web-shop")
    assert heard.text.splitlines()[0] == "Open tasks · Web shop · 4981 to 5000 of 5000"
    assert len(keys(heard)) == 20


async def test_nobody_lists_what_is_in_a_project_they_are_not_in(world: World, team: Somebody) -> None:
    cara = world.person("Cara")
    for typed in ("list", "late", "search contract"):
        assert "not in Web shop yet" in (await cara.says(typed, place="web-shop")).text
        assert "in no project yet" in (await cara.says(typed)).text
    assert "contract" not in (await cara.says("list in WEB")).text


@pytest.mark.parametrize(
    "sentence", ["list the things to buy", "late again", "waiting for the bus", "list open questions"]
)
async def test_a_sentence_that_begins_like_a_list_is_none(team: Somebody, sentence: str) -> None:
    assert "WEB-" not in (await team.says(sentence, addressed=False)).text
