"""What `doctor` says of clocks."""

from tests.conversations.world import Somebody, World


async def test_a_clock_that_is_moved_in_a_terminal_is_no_fault(world: World, anna: Somebody) -> None:
    assert "seconds apart" not in (await anna.says("doctor")).text


async def test_elsewhere_a_clock_that_is_off_is_told(world: World, anna: Somebody) -> None:
    code = (await anna.says("invite", place="web-shop")).text.rsplit(" ", 1)[1]
    zoe = world.person("Zoe", platform="telegram")
    await zoe.says(code)
    await anna.says("role @zoe lead", place="web-shop")
    assert "seconds apart" in (await zoe.says("doctor")).text
