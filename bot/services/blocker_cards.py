"""What texts about blockers show, gathered; and the posts that show them, brought up to date."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import worktime
from bot.outgoing import read_address
from bot.services import calendars
from bot.views import blockers as views
from bot.views.blockers import Stuck
from bot.work import Here, Work
from storage import blockers as rows
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Blocker, Person, Project, Task


async def of(work: Work, blocker: Blocker) -> Stuck:
    """Gather what there is to say about a blocker."""
    return (await listed(work, [blocker]))[0]


async def listed(work: Work, blockers: Sequence[Blocker]) -> list[Stuck]:
    """Gather what there is to say about several blockers."""
    ids = {one.raiser_id for one in blockers} | {one.owner_id for one in blockers if one.owner_id is not None}
    people = await people_rows.people(work.session, work.workspace.id, ids)
    projects = {one.id: one for one in await project_rows.all_of(work.session, work.workspace.id)}
    stopped: dict[int, list[Task]] = {one.id: [] for one in blockers}
    for blocker_id, task in await task_rows.stopped_by(work.session, list(stopped)):
        stopped[blocker_id].append(task)
    found = []
    for one in blockers:
        owner = people.get(one.owner_id) if one.owner_id is not None else None
        project, raiser = projects[one.project_id], people[one.raiser_id]
        day = await _day(work, one, owner, project)
        today = work.now.astimezone(ZoneInfo(project.zone)).date()
        is_needed = one.needed_by is not None and one.needed_by < today
        tasks = tuple(stopped[one.id])
        found.append(Stuck(one, project, raiser, owner, tasks, day, is_needed_already=is_needed))
    return found


async def _day(work: Work, blocker: Blocker, owner: Person | None, project: Project) -> int:
    """Which working day of its owner's this is, without their leave; the first on which they can act is 1."""
    calendar = await (calendars.of(work, owner, project) if owner else calendars.of_project(work, project))
    try:
        begun = worktime.next_working_moment(calendar, blocker.raised_at)
    except worktime.NoWorkingTimeError:
        begun = blocker.raised_at
    zone = ZoneInfo((owner.zone if owner else None) or project.zone)
    first, today = (one.astimezone(zone).date() for one in (begun, work.now))
    return 1 + max(worktime.working_days_between(calendar, first, today), 0)


async def refreshed(work: Work, blocker: Blocker) -> Stuck:
    """Bring all that shows it up to date."""
    stuck = await of(work, blocker)
    await refresh(work, stuck)
    return stuck


async def refresh(work: Work, stuck: Stuck) -> None:
    """Bring up to date what shows it: the channel's post, and what people were told, now without buttons.

    What they were not told yet remains unsaid.
    """
    show(work, stuck)
    session, workspace_id, topic = work.session, work.workspace.id, views.topic(stuck.blocker)
    await rows.leave_unsaid(session, workspace_id, topic)
    await rows.forget_untold(session, stuck.blocker.id, work.now)
    posts = await rows.tellings(session, workspace_id, topic)
    places = {(one.installation_id, one.address, one.topic) for one in posts}
    flying = await rows.leaving(session, workspace_id, topic)
    places |= {(one.installation_id, one.address, one.topic or topic) for one in flying}
    for installation_id, address, post in sorted(places):
        here = await _place(work, stuck.project, installation_id, address)
        is_owner = stuck.owner is not None and here.person_id == stuck.owner.id
        message = views.settled(stuck, is_owner=is_owner).about(post)
        work.send(here, message, key=f"settled/{post}/{{change}}")


def show(work: Work, stuck: Stuck) -> None:
    """Bring its post in the channel up to date."""
    work.send(stuck.project, views.in_channel(stuck), key=f"blocker/{stuck.blocker.id}/{{change}}")


async def _place(work: Work, project: Project, installation_id: int, text: str) -> Here:
    """The place where something was told, with who reads there."""
    address = read_address(text)
    found = (
        await people_rows.login(work.session, installation_id, address.chat) if address.is_person else None
    )
    if found is None:
        known = await project_rows.channel(work.session, installation_id, address.chat, address.thread)
        if known is not None:
            return replace(work.channel_place(*known), address=address)
        language = project.language or work.workspace.language
        return Here(installation_id, address, language, project.zone)
    person = found[1]
    return Here(installation_id, address, work.language_of(person), await work.zone_of(person), person.id)
