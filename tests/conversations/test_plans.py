"""What the plan says of the milestones."""

from tests.conversations.world import Somebody


async def test_a_blocked_task_makes_its_milestone_late_and_is_named_as_the_cause(
    anna: Somebody, bo: Somebody
) -> None:
    await anna.says("milestone Beta 26 November", place="web-shop")
    await anna.says("add Build it @bo ~2d for Beta", place="web-shop")
    on_time = (await anna.says("plan", place="web-shop")).text
    assert "🟢 Beta · promised Thu 26 Nov · done by Tue 24 Nov" in on_time
    await bo.says("block 1 waiting for the keys from @anna by friday", place="web-shop")
    late = (await anna.says("plan")).text
    assert "🟡 Beta · promised Thu 26 Nov" in late
    assert "⛔ WEB-2 · waiting for the keys · waits for Anna since today" in late


async def test_a_milestone_without_tasks_has_no_forecast(anna: Somebody) -> None:
    await anna.says("milestone Beta 26 November", place="web-shop")
    assert "no tasks, no forecast" in (await anna.says("plan")).text
