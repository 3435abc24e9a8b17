"""A channel is set up: its project, its team, its calendar and its stand-up, in one go."""

from dataclasses import dataclass

from bot.command import Request
from bot.errors import Refused
from bot.services import projects, rosters, schedules, settings, standups
from bot.views.setups import Done, Offer
from storage import projects as project_rows
from storage.models import Person
from storage.words import Role

EVERYBODY = "everybody"
NAMED = "named"
NO_STANDUP = "none"
NOT_SET = "UTC"  # what a workspace begins with


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields of the form as they were typed; empty ones are "", people are those who are named.

    `team` is EVERYBODY for whoever is in the channel, NAMED or "" for `people` only.
    """

    name: str
    key: str
    lead: Person | None
    people: tuple[Person, ...]
    zone: str
    region: str
    time: str
    days: str
    team: str


def offer(request: Request) -> Offer:
    """What the form shows at first."""
    name = request.incoming.place.name.replace("-", " ").replace("_", " ").strip().capitalize()
    language = request.work.language_of(request.actor)
    return Offer(name, request.actor.zone or "", request.project, language)


async def save(request: Request, wanted: Wanted) -> Done:
    """Set the channel up.

    Raises:
        UserError: a field can't be, which it names; or a project lives here already.
    """
    work, actor = request.work, request.actor
    if wanted.team not in (EVERYBODY, NAMED, ""):
        raise Refused("Everybody here, or only who is named? Press one of the two.", field="team")
    zone = settings.zone_named(wanted.zone, "settings zone") if wanted.zone else await work.zone_of(actor)
    project = await projects.create(work, wanted.name, by=actor, key=wanted.key or None, zone=zone)
    await projects.settle(work, project, request)
    if work.workspace.zone == NOT_SET:
        work.workspace.zone = zone  # of whoever's own is not known, until they say it
    if wanted.region:
        await settings.set_project_holidays(work, project, wanted.region)
    for person in wanted.people:
        await projects.join(work, project, person, role=Role.MEMBER, by=actor)
    if wanted.lead is not None and wanted.lead.id != actor.id:
        member = await projects.join(work, project, wanted.lead, role=Role.LEAD, by=actor)
        work.set(member, role=Role.LEAD)
    first = None
    if wanted.time and wanted.days != NO_STANDUP:
        schedule = schedules.schedule(f"{wanted.time} {wanted.days}".strip(), request.reading)
        _, first = await standups.create(work, project, schedule)
    channel = next(iter(await project_rows.channels(work.session, project.id)), None)
    gathers = wanted.team == EVERYBODY and channel is not None
    if channel is not None and gathers:
        await rosters.gather(work, project, channel, by=actor)
    return Done(project, first, project.zone, gathers=gathers)
