"""The posts that show tasks and blockers, brought up to date wherever they stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.message import Message
from bot.outgoing import read_address
from bot.services import blocker_cards, cards
from bot.views import blockers as blocker_views
from bot.views import task_news
from bot.views import tasks as views
from bot.work import Here, Work
from storage import history as history_rows
from storage import outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import BlockedTask, Blocker, Dependency, Note, Person, Project, Task
from storage.outbox import REFRESH, Shown
from storage.words import EventKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is shown, and who alone reads it there (None: many)."""

    here: Here
    reader: Person | None


def announcement(change_id: int, project: Project) -> str:
    """The topic of the line in which a project's channel heard of new tasks."""
    return f"new-tasks/{change_id}/{project.id}"


async def refresh(work: Work) -> None:
    """Show the tasks and blockers that this unit changed as they are now, where they were shown before."""
    await work.session.flush()
    tasks = {f"task/{one.id}": one for one in await _tasks(work)}
    blockers = {f"blocker/{one.id}": one for one in _blockers(work)} if work.undoes else {}
    for shown in await outbox.shown(work.session, work.workspace.id, (*tasks, *blockers)):
        place = await _place(work, shown)
        if place is None:
            continue
        if shown.topic in tasks:
            message = views.card(await cards.of(work, tasks[shown.topic], place.reader))
        else:
            message = await _blocker(work, blockers[shown.topic], place)
        work.send(place.here, message, key=f"{REFRESH}{shown.topic}/{{change}}")
    if work.undoes:
        await _take_back_announcements(work, work.undoes)


async def _blocker(work: Work, blocker: Blocker, place: Place) -> Message:
    stuck = await blocker_cards.of(work, blocker)
    if place.reader is None:
        return blocker_views.in_channel(stuck)
    return blocker_views.shown(stuck).about(blocker_views.topic(blocker))


def _blockers(work: Work) -> Collection[Blocker]:
    return {trace.row.id: trace.row for trace in work.traces if isinstance(trace.row, Blocker)}.values()


async def _tasks(work: Work) -> Collection[Task]:
    """The tasks whose cards look different now: changed ones, and those that wait for them or stop them."""
    new = {one.row.id for one in work.traces if isinstance(one.row, Task) and one.kind is EventKind.CREATED}
    ids: set[int] = set()
    closed: set[int] = set()
    stopping: set[int] = set()
    for trace in work.traces:
        match trace.row:
            case Task():
                ids.add(trace.row.id)
                if "status" in trace.after or "title" in trace.after:
                    closed.add(trace.row.id)
            case Dependency():
                ids |= {trace.row.task_id, trace.row.after_id}
            case BlockedTask() | Note():
                ids.add(trace.row.task_id)
            case Blocker():
                stopping.add(trace.row.id)
            case _:
                pass
    ids |= {one.id for _, one in await rows.stopped_by(work.session, stopping)}
    if closed:
        ids |= {one.id for _, one in await rows.successors(work.session, closed)}
        ids |= {one.id for _, one in await rows.predecessors(work.session, closed)}
    return await rows.by_ids(work.session, work.workspace.id, ids - new)


async def _place(work: Work, shown: Shown) -> Place | None:
    """Its reader's language and zone as they are now."""
    address = read_address(shown.address)
    if address.response_url:
        return None
    if address.is_person:
        found = await people_rows.login(work.session, shown.installation_id, address.chat)
        if found is None:
            return None
        person = found[1]
        here = Here(
            shown.installation_id, address, work.language_of(person), await work.zone_of(person), person.id
        )
        return Place(here, person)
    known = await project_rows.channel(work.session, shown.installation_id, address.chat, address.thread)
    if known is None:
        nobody = work.workspace
        return Place(Here(shown.installation_id, address, nobody.language, nobody.zone), None)
    return Place(replace(work.channel_place(*known), address=address), None)


async def _take_back_announcements(work: Work, change_id: int) -> None:
    """The line that told a channel of new tasks says that they were taken back."""
    ids = await history_rows.created(work.session, work.workspace.id, change_id, Task.__tablename__)
    tasks = await rows.by_ids(work.session, work.workspace.id, ids)
    by_project: Mapping[int, list[Task]] = {one.project_id: [] for one in tasks}
    for one in tasks:
        by_project[one.project_id].append(one)
    for project_id, several in by_project.items():
        project = await work.session.get_one(Project, project_id)
        message = task_news.not_added(several, project, work.actor.name if work.actor else "")
        topic = announcement(change_id, project)
        for shown in await outbox.shown(work.session, work.workspace.id, (topic,)):
            place = await _place(work, shown)
            if place is not None:
                work.send(place.here, message.about(topic), key=f"{REFRESH}{topic}/{{change}}")
