"""What is kept of a person: told to them, sent to them, and gone when an admin erases them."""

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import JSON, String, Text, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import exports
from bot.services.erasures import Called
from storage import personal
from storage.models import (
    Account,
    Base,
    Change,
    Installation,
    OutboxRow,
    Person,
    Run,
    Standup,
    StandupAnswer,
    Task,
)
from storage.words import AnswerStatus, Platform
from tests.conversations.world import Somebody, World

NAME, HANDLE = "Boris Quell", "boris quell"  # the handle in the world is the name in lower case


@pytest.fixture
async def boris(world: World, anna: Somebody) -> Somebody:
    """Boris, a member of Web shop, of whom there is something in most tables."""
    one = world.person(NAME)
    await one.says("help")
    await anna.says("invite @boris quell", place="web-shop")
    await anna.says("add Draft the contract with Boris Quell @boris quell by friday", place="web-shop")
    await one.says("note 1 the salary is 4711", place="web-shop")
    await anna.says("note 1 @boris quell wants boris quell on it", place="web-shop")
    await one.says("block 1 waiting for the secret keys from @anna", place="web-shop")
    await anna.says("block 1 Boris Quell's list from @boris quell", place="web-shop")
    await one.says("away 1 Dec to 9 Dec")
    await one.says("settings zone Asia/Shanghai")
    await one.says("link")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await administers(world, "Anna")
    await world.posted()
    return one


async def administers(world: World, name: str) -> None:
    async with world.database.begin() as session:
        await session.execute(update(Person).where(Person.name == name).values(is_admin=True))


async def number_of(world: World, name: str) -> int:
    async with world.database.reading() as session:
        return (await session.execute(select(Person.id).where(Person.name == name))).scalar_one()


async def texts(world: World) -> list[tuple[str, str]]:
    """Every value of every column of text or JSON, with where it stands."""
    found = []
    async with world.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, String | Text | JSON) or hasattr(column.type, "words"):
                    values = (await session.execute(select(column))).scalars().all()
                    found += [(str(column), json.dumps(one, ensure_ascii=False)) for one in values if one]
    return found


def holding(found: Sequence[tuple[str, str]], *words: str) -> list[tuple[str, str]]:
    return [one for one in found if any(word.lower() in one[1].lower() for word in words)]


async def test_nothing_of_somebody_erased_is_left_in_any_table(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    before = {column for column, _ in holding(await texts(world), NAME, "4711")}
    assert {"people.name", "accounts.handle", "tasks.title", "notes.body", "events.after"} <= before
    asked = await anna.says("erase @boris quell")
    assert "Erase all data of Boris Quell?" in asked.text
    heard = await anna.presses(asked.buttons["Erase Boris Quell"])
    assert "Erased." in heard.text
    assert holding(await texts(world), NAME, "4711", "Asia/Shanghai") == []


async def test_the_projects_record_stays_with_a_former_member(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    number = await number_of(world, NAME)
    await anna.presses(f"erase now @p{number}")
    card = (await anna.says("1", place="web-shop")).text
    assert "Draft the contract with former member" in card
    assert ("notes.body", '"former member wants former member on it"') in await texts(world)
    assert "secret keys" in (await anna.says("blockers", place="web-shop")).text
    history = (await anna.says("history 1", place="web-shop")).text
    assert "Anna" in history
    async with world.database.reading() as session:
        owner = (await session.execute(select(Task.owner_id))).scalar_one()
        changes = (await session.execute(select(Change).where(Change.actor_id == owner))).scalars().all()
    assert owner == number
    assert len(changes) >= 4  # who did what, and when, stays


async def test_the_texts_of_answers_go_and_that_they_were_given_stays(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    number = await number_of(world, NAME)
    async with world.database.begin() as session:
        answer = StandupAnswer(
            workspace_id=world.workspace, run_id=await a_run(session, world), person_id=number,
            status=AnswerStatus.ANSWERED, body="my divorce", plan="court", obstacle="lawyer",
            asked_at=world.clock.now(), closes_at=world.clock.now(),
        )  # fmt: skip
        session.add(answer)
    await anna.presses(f"erase now @p{number}")
    assert holding(await texts(world), "divorce", "court", "lawyer") == []
    async with world.database.reading() as session:
        assert (await session.execute(select(StandupAnswer.status))).scalar_one() is AnswerStatus.ANSWERED


async def a_run(session: AsyncSession, world: World) -> int:
    """A day of the stand-up."""
    standup = (await session.execute(select(Standup))).scalar_one()
    run = Run(
        workspace_id=world.workspace,
        standup_id=standup.id,
        project_id=standup.project_id,
        local_date=world.clock.now().date(),
        opened_at=world.clock.now(),
    )
    session.add(run)
    await session.flush()
    return run.id


async def test_only_an_admin_erases_and_nobody_themselves(
    world: World, anna: Somebody, bo: Somebody, boris: Somebody
) -> None:
    number = await number_of(world, NAME)
    for somebody in (bo, boris):
        assert "Erasing somebody's data is for admins. Ask Anna." in (await somebody.says("erase @anna")).text
        assert "for admins" in (await somebody.presses(f"erase now @p{number}")).text
    assert "Another admin has to do that" in (await anna.says("erase @anna")).text
    assert await number_of(world, NAME) == number


async def test_erasing_asks_first_and_once_is_enough(world: World, anna: Somebody, boris: Somebody) -> None:
    asked = await anna.says("erase @boris quell")
    assert await number_of(world, NAME)
    await anna.presses(asked.buttons["Erase Boris Quell"])
    assert "They are erased already." in (await anna.presses(asked.buttons["Erase Boris Quell"])).text


@pytest.mark.parametrize("name", ["A", "Somebody"])
async def test_what_is_hardly_a_name_is_left_in_texts(
    world: World, anna: Somebody, boris: Somebody, name: str
) -> None:
    number = await number_of(world, NAME)
    async with world.database.begin() as session:
        await session.execute(update(Person).where(Person.id == number).values(name=name))
    await anna.says("add A plan for Somebody", place="web-shop")
    await anna.presses(f"erase now @p{number}")
    assert ("tasks.title", '"A plan for Somebody"') in await texts(world)


async def test_erasing_can_not_be_taken_back(world: World, anna: Somebody, boris: Somebody) -> None:
    await anna.says("add Something else", place="web-shop")
    await anna.presses(f"erase now @p{await number_of(world, NAME)}")
    await anna.says("undo")
    assert holding(await texts(world), NAME) == []
    async with world.database.reading() as session:
        assert (await session.execute(select(Person.gone_at).where(Person.name == "former member"))).scalar()


async def test_whoever_comes_back_after_that_is_somebody_new(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    number = await number_of(world, NAME)
    await anna.presses(f"erase now @p{number}")
    await boris.says("mine")
    assert await number_of(world, NAME) != number


async def test_somebody_whose_login_was_closed_can_be_erased_by_name(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    async with world.database.begin() as session:
        await session.execute(update(Person).where(Person.name == NAME).values(gone_at=world.clock.now()))
    assert "Erase all data of Boris Quell?" in (await anna.says("erase @boris quell")).text


async def test_who_was_joined_with_somebody_goes_with_them(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    other = world.person("Quellinger", platform="telegram")
    async with world.database.begin() as session:
        installation = (
            await session.execute(select(Installation.id).where(Installation.platform == "telegram"))
        ).scalar_one()
        alone = Person(workspace_id=world.workspace, name="Quellinger", created_at=world.clock.now())
        session.add(alone)
        await session.flush()
        session.add(
            Account(
                workspace_id=world.workspace,
                installation_id=installation,
                platform=Platform.TELEGRAM,
                external_id="quellinger",
                person_id=alone.id,
                handle="quellinger",
                created_at=world.clock.now(),
            )
        )
    code = (await boris.says("link")).text.split("link ")[1].split()[0]
    asked = await other.says(f"link {code}")
    await other.presses(asked.buttons["Yes, join us"])
    assert holding(await texts(world), "Quellinger")
    await anna.presses(f"erase now @p{await number_of(world, NAME)}")
    assert holding(await texts(world), "Quellinger", NAME) == []


async def test_the_name_goes_out_of_messages_that_wait_and_their_words_stay(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    await boris.says("urge 1", place="web-shop")
    await anna.presses(f"erase now @p{await number_of(world, NAME)}")
    async with world.database.reading() as session:
        rows = (await session.execute(select(OutboxRow))).scalars().all()
    assert rows
    assert not [one for one in rows if one.address == f"@{HANDLE}"]


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Will", "Will calls, we will see, ask @will", "NN calls, we will see, ask NN"),
        ("Bo", "Bo's boat, Bo. Bob and Boris (Bo)", "NN's boat, NN. Bob and Boris (NN)"),
        ("Li Lei", "LI LEI and li lei, not li leia", "NN and NN, not li leia"),
        ("李雷", "请李雷看合同，@李雷", "请NN看合同，NN"),
        ("A.*", "A.* and AB", "NN and AB"),
    ],
)
def test_a_name_is_taken_out_as_a_whole(name: str, text: str, left: str) -> None:
    assert Called(frozenset({name}), frozenset(), "NN").renamed(text) == left


async def test_privacy_says_what_is_kept_and_how_long(world: World, anna: Somebody) -> None:
    heard = await anna.says("privacy")
    assert "until an admin erases it" in heard.text
    assert heard.buttons["Send me my data"] == "export me"


async def test_export_me_sends_what_is_held_to_the_person_alone(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    heard = await boris.says("export me", place="web-shop")
    assert "I'm sending you what I hold about you" in heard.text
    async with world.database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.key.startswith("export/"))
        rows = (await session.execute(query)).scalars().all()
    assert {one.address for one in rows} == {f"@{HANDLE}"}
    told = heard.text
    for words in ("the salary is 4711", "Draft the contract", "Asia/Shanghai", "secret keys"):
        assert words in told
    assert "wants boris quell on it" not in told  # a note of Anna's is hers


async def test_the_whole_export_is_json_with_the_trail_and_no_secret(
    world: World, anna: Somebody, boris: Somebody
) -> None:
    async with world.database.reading() as session:
        person = (await session.execute(select(Person).where(Person.name == NAME))).scalar_one()
        held = await exports.whole(session, person)
    told = json.dumps(held)
    assert {row["body"] for row in held["notes"]} == {"the salary is 4711"}
    assert held["events"]
    assert '"code"' not in told
    assert await personal_tables(world) == []


@pytest.mark.parametrize("name", [NAME, f"@{HANDLE}", HANDLE])
async def test_the_command_line_finds_a_person_by_name_handle_and_id(
    world: World, anna: Somebody, boris: Somebody, name: str
) -> None:
    async with world.database.reading() as session:
        assert [one.name for one in await personal.called(session, name)] == [NAME]
        assert await personal.called(session, "nobody at all") == []


async def personal_tables(world: World) -> list[str]:
    """Columns that name people, of tables that no export looks at."""
    people = Person.__table__
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is people
    }
    told = {
        f"{table.__tablename__}.{column}" for table, columns in personal.THEIRS.items() for column in columns
    }
    return sorted(named - told - KEPT)


KEPT = {  # what somebody is to others' rows, and no text of theirs
    "projects.accepts_by",
    "members.added_by",
    "escalation_steps.person_id",
}
