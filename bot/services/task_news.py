"""Who hears of changed tasks: read off what a unit of work changed, once for all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.command import Request
from bot.message import Line
from bot.services import card_posts, cards, clearing
from bot.traces import Trace
from bot.views import clearing as cleared_views
from bot.views import task_news as views
from bot.views.tasks import Card
from bot.work import Work
from storage import outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as rows
from storage.models import Channel, Note, Person, Project, Task
from storage.tasks import OPEN
from storage.words import EventKind, TaskStatus


@dataclass(slots=True)
class Touched:
    """A task, and how its columns were before this unit; `notes` were written down about it."""

    task: Task
    is_new: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def has_changed(self, column: str) -> bool:
        """Whether this column is another one now."""
        return column in self.before and self.before[column] != _plain(getattr(self.task, column))


async def tell(request: Request) -> None:
    """Bring the cards up to date, and tell who has to know; what is taken back only those who had heard."""
    work = request.work
    if not work.has_changes:
        return
    await card_posts.refresh(work)
    touched = await _touched(work)
    by = request.actor
    if work.undoes is not None:
        await _tell_what_is_undone(work, touched, by)
        return
    await _tell_new_owners(work, touched, by)
    for one in touched:
        if not one.is_new:
            await _tell_former_owner(work, one, by)
            await _tell_owner(work, one, by)
        await _tell_acceptor(work, one, by)
        await _tell_who_waited(work, one, by)
    await _announce(request, [one.task for one in touched if one.is_new])


async def _tell_what_is_undone(work: Work, touched: Iterable[Touched], by: Person) -> None:
    """Tell those who got what is taken back now: they would act on it."""
    session, workspace_id, undone = work.session, work.workspace.id, work.undoes or 0
    got_it = await outbox.reached(session, workspace_id, undone)
    heard = await outbox.reached(session, workspace_id, undone, "changed/") if got_it else set()
    for one in touched:
        if one.before.get("owner_id") in got_it:
            await _tell_former_owner(work, one, by)
        if one.task.owner_id in heard:
            await _tell_owner(work, one, by)
        if got_it:
            await _tell_who_was_to_start(work, one, undone)


async def _tell_who_was_to_start(work: Work, one: Touched, undone: int) -> None:
    if one.task.status not in OPEN:
        return
    for _, follower in await rows.successors(work.session, [one.task.id]):
        told = await outbox.reached(work.session, work.workspace.id, undone, f"can-start/{follower.id}/")
        owner = await people_rows.person(work.session, work.workspace.id, follower.owner_id or 0)
        if owner is not None and owner.id in told:
            message = views.waits_again(await cards.of(work, follower, owner), one.task)
            work.send(owner, message, key=f"waits-again/{follower.id}/{{change}}")


async def _touched(work: Work) -> list[Touched]:
    found: dict[int, Touched] = {}
    for trace in work.traces:
        task = await _task_of(work, trace)
        if task is None:
            continue
        one = found.setdefault(task.id, Touched(task))
        if isinstance(trace.row, Note):
            one.notes.append(trace.row.body)
            continue
        one.is_new |= trace.kind is EventKind.CREATED
        for name, value in trace.before.items():
            one.before.setdefault(name, value)
    return list(found.values())


async def _task_of(work: Work, trace: Trace) -> Task | None:
    if isinstance(trace.row, Task):
        return trace.row
    if isinstance(trace.row, Note) and trace.kind is EventKind.CREATED:
        return await rows.by_id(work.session, work.workspace.id, trace.row.task_id)
    return None


async def _tell_new_owners(work: Work, touched: Iterable[Touched], by: Person) -> None:
    """Once for an assignment, and in one message for several."""
    given: dict[int, list[Task]] = {}
    for one in touched:
        owner_id = one.task.owner_id
        if owner_id is not None and owner_id != by.id and one.has_changed("owner_id"):
            given.setdefault(owner_id, []).append(one.task)
    people = await people_rows.people(work.session, work.workspace.id, set(given))
    for owner_id, tasks in given.items():
        owner = people[owner_id]
        gathered = [await cards.of(work, task, owner) for task in tasks]
        if len(gathered) == 1:
            message = views.assigned(gathered[0], by.name)
        else:
            message = views.all_assigned(gathered, by.name)
        work.send(owner, message, key="told/assigned/{change}", anew=True)


async def _tell_former_owner(work: Work, one: Touched, by: Person) -> None:
    former = one.before.get("owner_id")
    if former is None or former == by.id or not one.has_changed("owner_id"):
        return
    person = await people_rows.person(work.session, work.workspace.id, former)
    if person is not None:
        message = views.given_away(await cards.of(work, one.task), by.name, by.id)
        work.send(person, message, key=f"given-away/{one.task.id}/{{change}}")


async def _tell_owner(work: Work, one: Touched, by: Person) -> None:
    """What somebody else did with their task."""
    owner_id = one.task.owner_id
    if owner_id is None or owner_id == by.id or one.has_changed("owner_id"):
        return
    owner = await people_rows.person(work.session, work.workspace.id, owner_id)
    if owner is None:
        return
    card = await cards.of(work, one.task, owner)
    for number, body in enumerate(one.notes):
        message = views.noted(card, by.name, body)
        work.send(owner, message, key=f"noted/{one.task.id}/{number}/{{change}}")
    if one.has_changed("status") and one.before["status"] == TaskStatus.REVIEW and work.undoes is None:
        work.send(owner, views.settled(card, by.name), key=f"settled/{one.task.id}/{{change}}")
        return
    what = [*_what(one), *cleared_views.ended(await clearing.ended(work, [one.task]))]
    if what:
        work.send(owner, views.changed(card, by.name, what), key=f"changed/{one.task.id}/{{change}}")


def _what(one: Touched) -> list[Line]:
    found: list[Line] = []
    if one.has_changed("title"):
        found.append(views.title_line(one.before["title"]))
    if one.has_changed("status"):
        found.append(views.status_line(one.task))
    if one.has_changed("due_day") or one.has_changed("due_at"):
        found.append(views.due_line(one.task))
    return found


async def _tell_acceptor(work: Work, one: Touched, by: Person) -> None:
    task = one.task
    if task.status is not TaskStatus.REVIEW or task.acceptor_id is None or task.acceptor_id == by.id:
        return
    if not one.has_changed("status") and not one.has_changed("acceptor_id"):
        return
    acceptor = await people_rows.person(work.session, work.workspace.id, task.acceptor_id)
    if acceptor is not None:
        card = await cards.of(work, task, acceptor)
        work.send(
            acceptor, views.to_accept(card, by.name), key=f"told/accept/{task.id}/{{change}}", anew=True
        )


async def _tell_who_waited(work: Work, one: Touched, by: Person) -> None:
    """Owners of tasks that waited for this one alone."""
    task = one.task
    if task.status in OPEN or not one.has_changed("status"):
        return
    waiting = [found for _, found in await rows.successors(work.session, [task.id])]
    for follower in waiting:
        if follower.status is not TaskStatus.TODO or follower.owner_id in (None, by.id):
            continue
        if not await clearing.is_free(work, follower):
            continue
        owner = await people_rows.person(work.session, work.workspace.id, follower.owner_id or 0)
        if owner is not None:
            message = views.can_start(await cards.of(work, follower, owner), task)
            work.send(owner, message, key=f"can-start/{follower.id}/{{change}}")


async def _announce(request: Request, tasks: Sequence[Task]) -> None:
    """One line in the project's other channels for what was added here."""
    work = request.work
    for project_id in dict.fromkeys(task.project_id for task in tasks):
        project = await work.session.get_one(Project, project_id)
        gathered = [await cards.of(work, task) for task in tasks if task.project_id == project_id]
        topic = card_posts.announcement(await work.change(), project)
        for channel in await project_rows.channels(work.session, project.id):
            if not _is_here(channel, request):
                message = views.added(_in_order(gathered), request.actor.name).about(topic)
                work.send(channel, message, key=f"new-tasks/{project.id}/{{change}}")


def _in_order(several: Iterable[Card]) -> list[Card]:
    return sorted(several, key=lambda one: one.task.number)


def _is_here(channel: Channel, request: Request) -> bool:
    here = request.here
    same = channel.installation_id == here.installation_id and channel.external_id == here.address.chat
    return same and not request.is_direct and channel.thread in ("", here.address.thread)


def _plain(value: Any) -> Any:  # noqa: ANN401 - columns of all types
    return value.isoformat() if hasattr(value, "isoformat") else value
