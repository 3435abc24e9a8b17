"""The world that conversations happen in."""

from collections.abc import AsyncIterator

import pytest

from tests.conversations.world import Somebody, World, open_world


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A workspace on each database."""
    async with open_world(database_url) as opened:
        yield opened


@pytest.fixture
async def anna(world: World) -> Somebody:
    """Anna, who leads the Web shop project in its channel; Bo is a member."""
    lead = world.person("Anna", "Europe/Berlin")
    await world.person("Bo").says("help")
    await lead.says('project new "Web shop" key WEB', place="web-shop")
    await lead.says("invite @bo", place="web-shop")
    return lead


@pytest.fixture
def bo(world: World) -> Somebody:
    """Bo, a member of Web shop."""
    return world.person("Bo")


@pytest.fixture
async def tom(world: World, anna: Somebody) -> Somebody:
    """Tom, known and in no project; Anna's has a stand-up."""
    somebody = world.person("Tom", "Europe/Berlin")
    await somebody.says("help")
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await world.posted()
    return somebody
