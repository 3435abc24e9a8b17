"""A project that nobody leads says so, and offers the lead to who may take it."""

from sqlalchemy import update

from storage.models import Member, Person
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
    await world.posted()
    asked = await bo.says("erase @anna")
    await world.dispatch.receive(bo.incoming(asked.buttons["Erase Anna"]))
    said = [as_text(message) for address, message in await world.posted() if address == "web-shop"]
    assert any("Nobody leads Web shop any more" in one for one in said)
