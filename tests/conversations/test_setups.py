"""A channel is set up in one go, and whoever is in it is asked in."""

from dataclasses import replace

from bot.incoming import Fact, FactKind, Filled
from bot.message import Form
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
    [post] = [message for address, message in await world.posted() if address == "group" and message.topic]
    assert "one has joined" in as_text(post)
    code = post.buttons[0].url.split("start=")[1]
    started = replace(eve.incoming(""), said=Fact(FactKind.STARTED, code))
    await world.dispatch.receive(started)
    [again] = [message for address, message in await world.posted() if address == "group" and message.topic]
    assert (again.topic, "2 have joined" in as_text(again)) == (post.topic, True)
    assert "App" in (await eve.says("projects")).text


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
    said = [(address, as_text(message)) for address, message in await world.posted()]
    assert any(address == "web-shop" and "Web shop is set up here" in text for address, text in said)
    assert any(address == "web-shop" and "one has joined" in text for address, text in said)
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
