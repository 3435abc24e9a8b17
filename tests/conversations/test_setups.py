"""A channel is set up in one go, and whoever is in it is asked in."""

from dataclasses import replace

import pytest

from bot.incoming import Fact, FactKind, Filled
from bot.message import Form
from bot.services import rosters
from bot.services.rosters import Listed
from bot.work import Work
from storage import people as people_rows
from storage.models import Workspace
from tests.conversations.world import Heard, Somebody, World, as_text


async def opened(one: Somebody, place: str) -> Form:
    heard = await one.world.say(replace(one.incoming("setup", place=place), shows_forms=True))
    assert heard.answer.form is not None, heard.text
    return heard.answer.form


async def sends(one: Somebody, form: Form, place: str, **typed: str) -> Heard:
    values = {field.name: field.value for field in form.fields} | dict(form.given) | typed
    said = Filled(form.command, values)
    return await one.world.say(replace(one.incoming("", place=place), said=said, rides=0, shows_forms=True))


async def test_one_form_sets_up_project_team_calendar_and_stand_up(world: World) -> None:
    anna, bo = world.person("Anna", "Europe/Berlin"), world.person("Bo")
    await bo.says("help")
    form = await opened(anna, "web-shop")
    shown = {field.name: field.value for field in form.fields}
    assert (shown["name"], shown["zone"], shown["time"]) == ("Web shop", "Europe/Berlin", "09:30")
    said = await sends(anna, form, "web-shop", key="WEB", people="@bo", region="DE-BY", team="named")
    assert "Web shop is set up here; its key is WEB" in said.text
    assert "Tue 24 Nov, 9:30 (Berlin)" in said.text
    assert "Bo" in (await anna.says("team", place="web-shop")).text
    assert "25 Dec" in (await anna.says("calendar", place="web-shop")).text


async def test_what_cannot_be_is_said_and_nothing_is_set_up(world: World) -> None:
    anna = world.person("Anna", "Europe/Berlin")
    form = await opened(anna, "web-shop")
    said = await sends(anna, form, "web-shop", zone="Atlantis City")
    assert said.answer.wrong_field == "zone"
    assert "no project" in (await anna.says("projects")).text


async def test_a_channel_with_a_project_says_so(anna: Somebody) -> None:
    assert "Web shop lives here already" in (await anna.says("setup", place="web-shop")).text


async def test_a_group_on_telegram_is_asked_in_by_a_link_and_counted(world: World, anna: Somebody) -> None:
    tom, eve = world.person("Tom", platform="telegram"), world.person("Eve", platform="telegram")
    said = await anna.says("invite", place="web-shop")
    await tom.says(said.text.split()[-1])
    form = await opened(tom, "group")
    incoming = replace(
        tom.incoming("", place="group"),
        said=Filled(form.command, {field.name: field.value for field in form.fields} | {"name": "App"}),
        shows_forms=True,
    )
    await world.dispatch.receive(incoming)
    await told(world, 2)
    [post] = [message for address, message in await world.posted() if address == "group" and message.topic]
    assert "1 of 2 joined" in as_text(post)
    code = post.buttons[0].url.split("start=")[1]
    started = replace(eve.incoming(""), said=Fact(FactKind.STARTED, code))
    await world.dispatch.receive(started)
    [again] = [message for address, message in await world.posted() if address == "group" and message.topic]
    assert (again.topic, "2 of 2 joined" in as_text(again)) == (post.topic, True)
    await told(world, 5)
    [more] = [message for address, message in await world.posted() if address == "group"]
    assert (more.topic, "2 of 5 joined" in as_text(more)) == (post.topic, True)
    assert "App" in (await eve.says("projects")).text


async def told(world: World, headcount: int | None) -> None:
    """Telegram tells how many are in the group, or it doesn't."""
    async with world.database.begin() as session:
        for channel in await people_rows.rosters_due(session, world.clock.now(), 9):
            workspace = await session.get_one(Workspace, channel.workspace_id)
            work = Work(session, world.clock.now(), workspace, origin=channel.platform, command="roster")
            await rosters.take_in(work, channel, Listed((), headcount))
            await work.finish()


async def presses(one: Somebody, heard: Heard, label: str) -> Heard:
    [command] = [command for shown, command in heard.buttons.items() if shown.startswith(label)]
    return await one.presses(command)


async def test_a_group_is_set_up_by_questions_in_private_and_answered_in_the_group(world: World) -> None:
    anna, tom = world.person("Anna"), world.person("Tom", platform="telegram")
    await anna.says("project new Other key OTH", place="other")
    await tom.says((await anna.says("invite", place="other")).text.split()[-1])
    asked = await tom.says("setup", place="web-shop")
    asked = await presses(tom, asked, "Keep Web shop")
    assert asked.text.splitlines()[0] == "Set up this channel · web-shop · 2 of 9"
    for label in ("Skip", "Keep everybody", "Skip", "Skip", "Keep UTC", "Skip", "Keep"):
        asked = await presses(tom, asked, label)
    await world.dispatch.receive(tom.incoming(next(iter(asked.buttons.values()))))
    await told(world, None)
    said = [(address, as_text(message)) for address, message in await world.posted()]
    there = [text for address, text in said if address == "web-shop"]
    assert ["Web shop is set up here" in there[0], "one has joined" in there[1]] == [True, True]
    assert ("@tom", "✅ Set up this channel\nThe answer stands in web-shop.") in said
    assert "Web shop: who is in it" in (await tom.says("team", place="web-shop")).text


async def test_a_task_begun_in_a_channel_and_named_in_private_stands_in_the_channel(
    world: World, anna: Somebody
) -> None:
    await anna.says("add", place="web-shop")
    await world.dispatch.receive(anna.incoming("Ship login", addressed=False))
    said = [(address, as_text(message)) for address, message in await world.posted()]
    assert [address for address, text in said if text.startswith("WEB-1 Ship login")] == ["web-shop"]


async def test_whose_zone_is_unknown_lives_in_the_zone_of_the_first_project(world: World) -> None:
    wang = world.person("Wang", "")
    form = await opened(wang, "web-shop")
    await sends(wang, form, "web-shop", zone="Shanghai", team="named")
    assert "Mon 23 Nov, 17:00 (Shanghai)" in (await wang.says("settings")).text


@pytest.mark.parametrize(
    ("language", "first", "team", "zone", "days"),
    [
        ("en", "London", "everybody in this channel", "Shanghai", "every day"),
        ("zh-Hans", "上海", "全体成员", "北京", "每天"),
        ("zh-Hant", "台北", "全體成員", "台北", "每天"),
    ],
)
async def test_whose_zone_nobody_knows_is_asked_for_it_and_may_type_what_the_buttons_say(
    world: World, language: str, first: str, team: str, zone: str, days: str
) -> None:
    anna, tom = world.person("Anna"), world.person("Tom", "", "telegram", language)
    await anna.says("project new Other key OTH", place="other")
    await tom.says((await anna.says("invite", place="other")).text.split()[-1])
    await tom.says("project leave OTH")
    await tom.says("setup", place="group")
    for said in ("Shop", "SHOP", team):
        asked = await tom.says(said, addressed=False)
    for _ in ("who else", "lead"):
        asked = await skips(tom, asked)
    assert next(iter(asked.buttons)) == first
    assert not any(command.endswith("skip") for command in asked.buttons.values())
    await skips(tom, await tom.says(zone, addressed=False))
    await tom.says("9:30", addressed=False)
    await world.posted()
    await world.dispatch.receive(tom.incoming(days, addressed=False))
    await told(world, 4)
    posted = [as_text(message, language) for address, message in await world.posted() if address == "group"]
    assert len(posted) == 2
    assert ("SHOP" in posted[0], "9:30" in posted[0], "4" in posted[1]) == (True, True, True)


async def skips(one: Somebody, asked: Heard) -> Heard:
    [command] = [command for command in asked.buttons.values() if command.endswith("skip")]
    return await one.presses(command)


async def test_another_answer_to_who_is_in_it_is_asked_again(world: World) -> None:
    anna = world.person("Anna", "Europe/Berlin")
    form = await opened(anna, "web-shop")
    said = await sends(anna, form, "web-shop", team="the sales people")
    assert said.answer.wrong_field == "team"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Taken back: setup."), ("zh-Hans", "已撤销：设置频道。"), ("zh-Hant", "已復原：設定頻道。")],
)
async def test_a_set_up_is_taken_back_by_the_name_it_was_asked_for(
    world: World, language: str, said: str
) -> None:
    anna = world.person("Anna", "Europe/Berlin", language=language)
    form = await opened(anna, "web-shop")
    await sends(anna, form, "web-shop", team="named")
    assert (await anna.says("undo", place="web-shop")).text.startswith(said)
