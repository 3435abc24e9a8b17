"""A project that nobody leads says so, and offers the lead to who may take it."""

from sqlalchemy import select, update

from bot.message import from_json
from storage.models import Member, OutboxRow, Person
from storage.words import Role
from tests.conversations.world import Somebody, World, as_text


async def test_the_team_of_a_project_that_nobody_leads_says_so_with_a_button(
    world: World, anna: Somebody, bo: Somebody
) -> None:
    async with world.database.begin() as session:
        await session.execute(update(Member).values(role=Role.MEMBER))
    heard = await bo.says("team", place="web-shop")
    assert "Nobody leads it." in heard.text
    assert heard.buttons["I'll lead it"] == "lead me WEB"
    refused = await bo.presses("lead me WEB", place="web-shop")
    assert "An admin can" in refused.text
    carla = world.person("Carla")
    await carla.says("help")
    assert "I can't read “WEB”" in (await carla.says("lead me WEB")).text


async def test_when_the_only_lead_is_erased_the_channel_hears_that_nobody_leads(world: World) -> None:
    anna, bo, cy = (world.person(name) for name in ("Anna", "Bo", "Cy"))
    await bo.says("help")
    await cy.says("help")
    await anna.says('project new "Web shop" key WEB @bo', place="web-shop")
    async with world.database.begin() as session:
        await session.execute(update(Person).where(Person.name == "Bo").values(is_admin=True))
    asked = await bo.says("erase @anna")
    await world.dispatch.receive(bo.incoming(asked.buttons["Erase Anna"]))
    async with world.database.reading() as session:  # what was sent to her is gone, so numbers come again
        there = select(OutboxRow.message).where(OutboxRow.address == "web-shop")
        said = [as_text(from_json(one)) for one in (await session.execute(there)).scalars()]
    assert any("Nobody leads Web shop any more" in one for one in said)
