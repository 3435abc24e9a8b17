"""Commands about what one sets for oneself."""

from dataclasses import replace

from bot.command import Commands, Request
from bot.message import Message
from bot.services import settings
from bot.views import settings as views
from bot.views.tasks import undo


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("settings", "Your name, time, hours and language", role=None, alone=True)(show)
    commands.add("settings edit", "Change your settings in a form", role=None)(edit)
    commands.add("settings name", "Be called otherwise", plain=("settings name ",), role=None)(name)
    commands.add(
        "settings zone", "Say where you live: a city, a country, a zone", plain=("settings zone ",), role=None
    )(zone)
    commands.add("settings hours", "Say when you work", plain=("settings hours ",), role=None)(hours)
    commands.add("settings days", "Say on which weekdays you work", plain=("settings days ",), role=None)(
        days
    )
    commands.add("settings language", "Choose your language", plain=("settings language ",), role=None)(
        language
    )
    commands.add(
        "settings holidays", "Say whose public holidays are yours", plain=("settings holidays ",), role=None
    )(holidays)
    commands.add("settings time", "Say when you are asked", plain=("settings time ",), role=None)(asked_at)
    commands.add(
        "settings question",
        "Say where you are asked: here or channel",
        plain=("settings question ",),
        role=None,
    )(place)


async def show(request: Request) -> Message:
    """`settings`."""
    return views.mine(await settings.of(request.work, request.actor))


async def edit(
    request: Request,
    *,
    name: str = "",
    zone: str = "",
    hours: str = "",
    days: str = "",
    language: str = "",
    holidays: str = "",
    question: str = "",
) -> Message:
    """`settings edit`: the form, or what it was filled with."""
    typed = {"name": name, "zone": zone, "hours": hours, "days": days, "language": language,
             "holidays": holidays, "question": question}  # fmt: skip
    wanted = {key: text for key, text in typed.items() if text}
    if not wanted:
        return views.form(await settings.of(request.work, request.actor))
    await settings.set_all(request.work, request.actor, wanted, request.reading)
    return await _changed(request)


async def name(request: Request, text: str) -> Message:
    """`settings name Li Lei`."""
    await settings.set_name(request.work, request.actor, text)
    return await _changed(request)


async def zone(request: Request, text: str = "") -> Message:
    """`settings zone Shanghai`; alone it asks."""
    if not text:
        return views.which_zone(request.here.language)
    await settings.set_zone(request.work, request.actor, text)
    return await _changed(request)


async def hours(request: Request, text: str) -> Message:
    """`settings hours 9:00-12:00 13:00-18:00`."""
    await settings.set_hours(request.work, request.actor, text)
    return await _changed(request)


async def days(request: Request, text: str) -> Message:
    """`settings days mon-thu`."""
    await settings.set_days(request.work, request.actor, text)
    return await _changed(request)


async def language(request: Request, text: str) -> Message:
    """`settings language 简体中文`."""
    await settings.set_language(request.work, request.actor, text)
    return await _changed(request)


async def holidays(request: Request, text: str) -> Message:
    """`settings holidays DE-BY`."""
    await settings.set_holidays(request.work, request.actor, text)
    return await _changed(request)


async def asked_at(request: Request, text: str) -> Message:
    """`settings time 10:15`."""
    await settings.set_time(request.work, request.actor, text, request.reading)
    return await _changed(request)


async def place(request: Request, text: str) -> Message:
    """`settings question here`."""
    await settings.set_place(request.work, request.actor, text)
    return await _changed(request)


async def _changed(request: Request) -> Message:
    """The new settings, in the new language and zone."""
    work, person = request.work, request.actor
    request.here = replace(request.here, language=work.language_of(person), zone=await work.zone_of(person))
    return views.mine(await settings.of(request.work, request.actor)).offering(undo())
