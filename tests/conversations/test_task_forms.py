"""A task as a form: filled where forms can be opened, asked for field by field elsewhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.incoming import Filled
from bot.message import Form, Message
from tests.conversations.world import Heard, Somebody, World, as_text


async def opened(one: Somebody, text: str, place: str = "web-shop") -> Form:
    """Say it where forms can be opened."""
    heard = await one.world.say(replace(one.incoming(text, place=place), shows_forms=True))
    assert heard.answer.form is not None, heard.text
    return heard.answer.form


async def sends(one: Somebody, form: Form, **typed: str) -> Heard:
    """Send a form with these fields changed."""
    values = {field.name: field.value for field in form.fields} | dict(form.given) | typed
    said = Filled(form.command, values)
    return await one.world.say(
        replace(one.incoming("", place="web-shop"), said=said, rides=0, shows_forms=True)
    )


def said_above(form: Form) -> list[str]:
    """What stands above the fields."""
    return as_text(Message(form.above)).splitlines()


async def test_a_new_task_is_filled_in(anna: Somebody) -> None:
    form = await opened(anna, "form")
    assert form.given == {"project": "WEB"}
    said = await sends(anna, form, title="by friday !high", owner="@bo", due="2026-12-04", estimate="2d")
    assert "WEB-1 by friday !high" in said.text
    assert "due Fri 4 Dec" in said.text


async def test_a_form_made_of_a_message_keeps_where_it_was_said(anna: Somebody) -> None:
    form = await opened(anna, "form Draft from https://team.slack.com/archives/C1/p17")
    assert form.fields[0].value == "Draft"
    await sends(anna, form)
    assert "https://team.slack.com/archives/C1/p17" in (await anna.says("notes 1", place="web-shop")).text


async def test_the_address_in_a_typed_line_is_kept_as_well(anna: Somebody) -> None:
    said = await anna.says("add Draft from https://example.org/1", place="web-shop")
    assert said.text.startswith("WEB-1 Draft")
    assert "https://example.org/1" in (await anna.says("notes 1", place="web-shop")).text


async def test_somebody_in_several_projects_says_which(anna: Somebody) -> None:
    await anna.says("project new App key APP", place="app")
    form = await opened(anna, "form", place="")
    [field] = [one for one in form.fields if one.name == "project"]
    assert {one.value for one in field.choices} == {"WEB", "APP"}


async def test_edit_shows_the_task_as_it_is_and_saves_what_was_changed(anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft @bo by 2026-12-04 ~2-5d", place="web-shop")
    form = await opened(anna, "edit 1")
    shown = {field.name: field.value for field in form.fields}
    assert shown == {
        "title": "Draft", "owner": "@<bo>", "due": "2026-12-04", "estimate": "2-5d", "priority": "normal",
    }  # fmt: skip
    said = await sends(anna, form, title="Draft it", due="", priority="high")
    assert "WEB-1 Draft it" in said.text
    assert "due" not in said.text
    assert "Bo" in said.text


async def test_a_form_sent_after_the_task_has_changed_overwrites_nothing(
    anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft @bo", place="web-shop")
    form = await opened(anna, "edit 1")
    await bo.says("rename 1 Draft of the contract", place="web-shop")
    again = (await sends(anna, form, title="Mine")).answer.form
    assert again is not None
    assert said_above(again) == [
        "WEB-1 was changed while the form was open. Nothing was saved yet.",
        "Title: Draft → Draft of the contract · by Bo",
        "What you changed yourself stands below. Save again if it is still right.",
    ]
    assert "Draft of the contract" in (await anna.says("1", place="web-shop")).text
    assert (await sends(anna, again)).text.startswith("WEB-1 Mine")


async def test_of_a_form_sent_late_each_keeps_what_they_changed_themselves(
    anna: Somebody, bo: Somebody
) -> None:
    await anna.says("milestone Beta 17 March", place="web-shop")
    await anna.says("add Draft @bo", place="web-shop")
    form = await opened(anna, "edit 1")
    await bo.says("1 by 2026-12-04 ~2d for Beta", place="web-shop")
    await bo.says("1 !high by 2026-12-07", place="web-shop")
    await bo.says("start 1", place="web-shop")
    again = (await sends(anna, form, title="Mine")).answer.form
    assert again is not None
    assert said_above(again)[1:-1] == [
        "Due: none → Mon 7 Dec · by Bo",
        "Estimate: none → 2 days · by Bo",
        "Priority: normal → high · by Bo",
        "Milestone: none → Beta · by Bo",
    ]
    said = (await sends(anna, again)).text
    assert all(one in said for one in ("WEB-1 Mine", "Mon 7 Dec", "2 days", "for Beta", "high priority"))


@pytest.mark.parametrize("line", ["start 1", "note 1 look", "left 1 1d", "block 1 no keys", "1 #legal"])
async def test_what_no_field_of_the_form_shows_holds_no_form_up(
    anna: Somebody, bo: Somebody, line: str
) -> None:
    await anna.says("add Draft @bo", place="web-shop")
    form = await opened(anna, "edit 1")
    await bo.says(line, place="web-shop")
    assert "WEB-1 Mine" in (await sends(anna, form, title="Mine")).text


async def test_what_was_changed_and_taken_back_meanwhile_is_no_change(anna: Somebody, bo: Somebody) -> None:
    await anna.says("add Draft @bo", place="web-shop")
    form = await opened(anna, "edit 1")
    await bo.says("rename 1 Other", place="web-shop")
    await bo.says("undo", place="web-shop")
    assert "WEB-1 Mine" in (await sends(anna, form, title="Mine")).text


async def test_a_form_asked_field_by_field_begins_again_with_what_changed(
    anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft @bo", place="web-shop")
    heard = await anna.says("edit 1")
    await bo.says("rename 1 Other", place="web-shop")
    heard = await anna.says("Mine", addressed=False)
    while "Other" not in heard.text:
        keep = next(one for label, one in heard.buttons.items() if label.startswith(("Keep", "Skip")))
        heard = await anna.presses(keep)
    assert "Title: Draft → Other · by Bo" in heard.text
    assert "Keep Mine" in heard.buttons


async def test_a_member_saves_a_form_without_touching_what_is_not_theirs(
    anna: Somebody, bo: Somebody
) -> None:
    await anna.says("add Draft @anna by 2026-12-04", place="web-shop")
    form = await opened(bo, "edit 1")
    assert "Draft it" in (await sends(bo, form, title="Draft it")).text
    again = await opened(bo, "edit 1")
    assert "Ask" in (await sends(bo, again, due="2026-12-11")).text


async def test_the_form_of_an_overdue_task_keeps_its_date(world: World, anna: Somebody) -> None:
    await anna.says("add Draft by 2026-11-24", place="web-shop")
    world.clock.move_to(world.clock.now() + timedelta(days=10))
    form = await opened(anna, "edit 1")
    assert "Tue 24 Nov" in (await sends(anna, form, title="Draft it")).text


async def test_a_day_gone_by_is_refused_under_its_field(world: World, anna: Somebody) -> None:
    await anna.says("add Draft by 2026-12-04", place="web-shop")
    form = await opened(anna, "edit 1")
    heard = await sends(anna, form, due="2026-11-20")
    assert heard.text == "Fri 20 Nov has passed. Choose a day from today on."
    assert heard.answer.wrong_field == "due"
    assert "due Fri 4 Dec" in (await anna.says("1", place="web-shop")).text
