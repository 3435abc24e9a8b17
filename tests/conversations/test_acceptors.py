"""Who accepts what is done in a project: said by its lead, for all tasks that name nobody else."""

import pytest

from tests.conversations.world import Somebody, World, as_text


@pytest.fixture
async def cy(world: World, anna: Somebody, bo: Somebody) -> Somebody:
    """Cy, a member beside Bo, who has WEB-1."""
    somebody = world.person("Cy")
    await somebody.says("help")
    await anna.says("invite @cy", place="web-shop")
    await anna.says("add Draft the contract @bo", place="web-shop")
    await world.posted()
    return somebody


async def test_what_is_done_waits_for_whom_the_lead_names(
    world: World, anna: Somebody, bo: Somebody, cy: Somebody
) -> None:
    heard = await anna.says("project accept @cy", place="web-shop")
    assert heard.text == (
        "Cy accepts what is done in Web shop. Until then it waits, and what comes after it as well."
    )
    await world.dispatch.receive(bo.incoming("done 1", place="web-shop"))
    told = [as_text(one) for address, one in await world.posted() if address == "@cy"]
    assert told[-1].startswith("Bo says that WEB-1 is done. Do you accept it?")
    assert "Cy accepts WEB-1. Ask them." in (await bo.says("accept 1", place="web-shop")).text
    assert "✅" in (await cy.says("accept 1", place="web-shop")).text


@pytest.mark.parametrize(
    "words", ["project accept nobody", "项目验收人 无", "專案驗收人 不需要", "project accept none"]
)
async def test_nobody_accepts_again(anna: Somebody, bo: Somebody, cy: Somebody, words: str) -> None:
    await anna.says("project accept @cy", place="web-shop")
    assert "done is done" in (await anna.says(words, place="web-shop")).text
    assert "✅" in (await bo.says("done 1", place="web-shop")).text


@pytest.mark.parametrize("words", ["project accept", "project show WEB", "项目验收人"])
async def test_who_accepts_is_told(anna: Somebody, cy: Somebody, words: str) -> None:
    await anna.says("项目验收人 @cy", place="web-shop")
    assert "Cy accepts what is done" in (await anna.says(words, place="web-shop")).text


async def test_a_task_that_names_somebody_is_theirs_to_accept(
    anna: Somebody, bo: Somebody, cy: Somebody
) -> None:
    await anna.says("project accept @cy", place="web-shop")
    await anna.says("accept 1 @anna", place="web-shop")
    await bo.says("done 1", place="web-shop")
    assert "Anna accepts WEB-1. Ask them." in (await cy.says("accept 1", place="web-shop")).text


async def test_it_can_be_taken_back(anna: Somebody, bo: Somebody, cy: Somebody) -> None:
    heard = await anna.says("project accept @cy", place="web-shop")
    await anna.says(heard.buttons["Undo"], place="web-shop")
    assert "✅" in (await bo.says("done 1", place="web-shop")).text


async def test_nothing_waits_for_an_acceptor_who_is_no_longer_there(
    anna: Somebody, bo: Somebody, cy: Somebody
) -> None:
    await anna.says("project accept @cy", place="web-shop")
    await anna.says("remove @cy", place="web-shop")
    assert "done is done" in (await anna.says("project accept", place="web-shop")).text
    assert "✅" in (await bo.says("done 1", place="web-shop")).text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("project accept @zoe", "I don't know"),
        ("project accept somebody good", "I don't know somebody good here."),
        ("project accept @ole", "Ole looks on in Web shop, and accepts nothing."),
    ],
)
async def test_who_cannot_accept_is_said(
    world: World, anna: Somebody, cy: Somebody, words: str, answer: str
) -> None:
    await world.person("Ole").says("help")
    await anna.says("role @ole observer", place="web-shop")
    assert answer in (await anna.says(words, place="web-shop")).text


async def test_only_a_lead_says_who_accepts(bo: Somebody, cy: Somebody) -> None:
    assert "for the lead" in (await bo.says("project accept @bo", place="web-shop")).text
