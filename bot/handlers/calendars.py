"""Commands about when a project works."""

from collections.abc import Awaitable, Callable

from bot.command import Commands, Request
from bot.handlers.tasks import the_project
from bot.incoming import Attached, Words
from bot.message import Message
from bot.services import project_days, settings, teams, uploads
from bot.views import calendars as views
from bot.views import settings as settings_views
from bot.views.tasks import undo
from bot.work import Work
from storage.models import Project
from storage.words import DayKind, Role

Setter = Callable[[Work, Project, str], Awaitable[None]]


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add(
        "calendar",
        "Days off and who is away; with a country, whose holidays",
        plain=("calendar ",),
        role=Role.OBSERVER,
    )(calendar)
    commands.add(
        "calendar off", "Days on which the project does not work", plain=("calendar off ",), role=Role.LEAD
    )(off)
    commands.add(
        "calendar work", "Days on which it works all the same", plain=("calendar work ",), role=Role.LEAD
    )(worked)
    commands.add(
        "calendar file",
        "Days off and days worked, from a file sent with it",
        plain=("calendar file ",),
        role=Role.LEAD,
    )(from_file)
    commands.add(
        "calendar remove", "Days that are as usual again", plain=("calendar remove ",), role=Role.LEAD
    )(remove)
    commands.add(
        "project zone", "Say where the project is at home", plain=("project zone ",), role=Role.LEAD
    )(zone)
    commands.add("project hours", "Say when the project works", plain=("project hours ",), role=Role.LEAD)(
        hours
    )
    commands.add("project days", "Say on which weekdays it works", plain=("project days ",), role=Role.LEAD)(
        days
    )
    commands.add(
        "project language", "Choose the language of its channel", plain=("project language ",), role=Role.LEAD
    )(language)


async def calendar(request: Request, text: str = "") -> Message:
    """`calendar`, `calendar CN`."""
    project = await the_project(request)
    if text:
        await teams.must_lead(request.work, project, request.actor)
        await settings.set_project_holidays(request.work, project, text)
    shown = views.shown(await project_days.coming(request.work, project, request.here.language))
    return shown.offering(undo()) if text else shown


async def off(request: Request, text: str) -> Message:
    """`calendar off 24 Dec company day`."""
    project = await the_project(request)
    kept = await project_days.keep(request.work, project, text, DayKind.OFF, request.reading)
    return views.kept(project, kept)


async def worked(request: Request, text: str) -> Message:
    """`calendar work 10 Oct`."""
    project = await the_project(request)
    kept = await project_days.keep(request.work, project, text, DayKind.WORK, request.reading)
    return views.kept(project, kept)


async def from_file(request: Request, text: str = "") -> Message:
    """`calendar file 17 work`, by the number of a file that was sent; what it does not mark is worked."""
    number, _, rest = text.partition(" ")
    upload = await uploads.meant(request.work, request.actor, number, _files(request))
    unmarked = DayKind.WORK if rest.strip() == DayKind.WORK else DayKind.OFF
    return uploads.read_for(request.work, upload, await the_project(request), unmarked)


def _files(request: Request) -> tuple[Attached, ...]:
    said = request.incoming.said
    return said.files if isinstance(said, Words) else ()


async def remove(request: Request, text: str) -> Message:
    """`calendar remove 24 Dec`."""
    project = await the_project(request)
    return views.removed(project, await project_days.remove(request.work, project, text, request.reading))


async def zone(request: Request, text: str) -> Message:
    """`project zone Berlin`."""
    return await _set(request, text, settings.set_project_zone)


async def hours(request: Request, text: str) -> Message:
    """`project hours 9-12 13-18`."""
    return await _set(request, text, settings.set_project_hours)


async def days(request: Request, text: str) -> Message:
    """`project days mon-fri`."""
    return await _set(request, text, settings.set_project_days)


async def language(request: Request, text: str) -> Message:
    """`project language 简体中文`."""
    project = await the_project(request)
    spoken = await settings.set_project_language(request.work, project, request.channel, text)
    return settings_views.project(project, language=spoken).offering(undo())


async def _set(request: Request, text: str, setter: Setter) -> Message:
    project = await the_project(request)
    await setter(request.work, project, text)
    return settings_views.project(project).offering(undo())
