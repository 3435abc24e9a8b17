"""The first contact: who is added by others is told so before anything is asked; silence is consent."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import worktime
from bot.message import Message, to_json
from bot.services import calendars
from bot.views import people as views
from bot.work import Work
from storage import outbox
from storage import people as people_rows
from storage import projects as project_rows
from storage import standups as standup_rows
from storage.models import Account, Installation, Member, Person, Project
from storage.words import Platform

A_DAY = timedelta(days=1)  # between two calls in a group
ASKED_FOR = timedelta(seconds=15)  # so long a first contact waits for the platform to tell who that is


def may_be_asked(person: Person, now: datetime) -> bool:
    """Whether prompts and reminders may go to somebody: told who added them, neither gone nor silenced."""
    return knows(person) and person.asks_from is not None and person.asks_from <= now


def knows(person: Person) -> bool:
    """Whether somebody has been told what will come, so that it will."""
    return person.asks_from is not None and person.gone_at is None and person.stopped_at is None


async def introduce(work: Work, member: Member, person: Person, project: Project) -> None:
    """Tell somebody that they are in a project now; who came by themselves knows."""
    if member.added_by in (None, person.id):
        came_by_themselves(work, person)
        await ask_for_zone(work, person, project)
        return
    is_first = person.introduced_at is None
    if is_first:
        begins = await _next_morning(work, person, project)
        work.set(person, introduced_at=work.now, asks_from=begins)
    message = await _message(work, member, person, project, is_first=is_first)
    held = work.now + ASKED_FOR if await _is_looked_up(work, person) else None
    work.send(person, message, key=f"{outbox.FIRST_CONTACT}{member.id}", not_before=held)


async def welcome(work: Work, person: Person, project: Project) -> Message:
    """What somebody is told who came into a project by a code or a link; their zone is asked for, once."""
    member = await project_rows.member(work.session, project.id, person.id)
    assert member is not None  # noqa: S101 - they have just come in
    contact = await _contact(work, member, person, project)
    return views.joined(replace(contact, begins=work.now))


def came_by_themselves(work: Work, person: Person) -> None:
    """Note that somebody knows what they are in, and agrees."""
    agree(work, person)
    work.set(person, introduced_at=person.introduced_at or work.now)


async def ask_for_zone(work: Work, person: Person, project: Project) -> None:
    """Ask somebody once whether the project's zone is theirs, if theirs is not known."""
    if person.zone is not None or person.zone_asked_at is not None or await _is_looked_up(work, person):
        return
    person.zone_asked_at = work.now
    work.send(person, views.which_zone(project, work.now), key=f"zone/{person.id}")


def agree(work: Work, person: Person) -> None:
    """Let prompts come from now on."""
    if person.asks_from is None or person.asks_from > work.now:
        work.set(person, asks_from=work.now)


def ask_in_channel(work: Work, person: Person) -> None:
    """Put somebody's daily question in the channel instead of their direct messages."""
    came_by_themselves(work, person)
    work.set(person, in_channel=True)


async def replan(work: Work, person: Person) -> None:
    """Move the beginning to somebody's own morning, after their zone has become known.

    A first contact that still waits says so.
    """
    if person.asks_from is None or person.asks_from <= work.now:
        return
    known = await project_rows.of_person(work.session, person.id)
    if not known:
        return
    person.asks_from = await _next_morning(work, person, known[0][0])
    added = [(member, project) for project, member in known if member.added_by not in (None, person.id)]
    for number, (member, project) in enumerate(sorted(added, key=lambda one: one[0].id)):
        message = await _message(work, member, person, project, is_first=number == 0)
        key = f"{outbox.FIRST_CONTACT}{member.id}"
        await outbox.reword(work.session, work.workspace.id, person.id, key, to_json(message))


async def stop(work: Work, person: Person) -> None:
    """Send somebody nothing any more but what has reached the last level; their leads hear of it once.

    What is on its way to them is not said, nor later when they take it up again.
    """
    if not work.set(person, stopped_at=person.stopped_at or work.now):
        return
    await outbox.silence(work.session, work.workspace.id, person.id)
    for lead, projects in (await project_rows.leads_of(work.session, person.id)).values():
        work.send(lead, views.stopped_to_lead(person, projects), key="stopped/{change}")


def resume(work: Work, person: Person) -> bool:
    """Take up again what `stop` ended; whether there was anything to take up."""
    agree(work, person)
    return work.set(person, stopped_at=None)


async def calls_due(work: Work, limit: int = 10) -> int:
    """Call those who can't be written to in a group of theirs, once a day; returns how many it looked at."""
    due = await people_rows.calls_due(work.session, work.workspace.id, work.now, limit)
    for account, person, installation in due:
        account.call_at = await _call(work, account, person, installation)
    return len(due)


async def _call(work: Work, account: Account, person: Person, installation: Installation) -> datetime | None:
    """Call somebody in their working time; when to do it again, None if nothing waits for them."""
    is_silent = account.is_reachable or person.gone_at is not None or person.stopped_at is not None
    waits = await outbox.has_parked(work.session, work.workspace.id, installation.id, person.id, work.now)
    if is_silent or not waits or installation.platform is not Platform.TELEGRAM:
        return None
    awake = await _awake(work, person)
    if awake > work.now:
        return awake
    channels = await project_rows.channels_of_person(work.session, installation.id, person.id)
    for channel in channels[:1]:
        work.send(
            channel, views.call(person, installation.bot_name), key=f"call/{account.id}/{work.now.date()}"
        )
    return work.now + A_DAY


async def _awake(work: Work, person: Person) -> datetime:
    try:
        return worktime.next_working_moment(await calendars.of(work, person), work.now)
    except worktime.NoWorkingTimeError:
        return work.now


async def _message(
    work: Work, member: Member, person: Person, project: Project, *, is_first: bool
) -> Message:
    contact = await _contact(work, member, person, project)
    return views.first_contact(contact) if is_first else views.added(contact)


async def _contact(work: Work, member: Member, person: Person, project: Project) -> views.Contact:
    by = await people_rows.person(work.session, work.workspace.id, member.added_by or person.id)
    running = await standup_rows.of_project(work.session, project.id)
    guessed = None
    if person.zone is None and person.zone_asked_at is None and not await _is_looked_up(work, person):
        guessed = project.zone
        work.set(person, zone_asked_at=work.now)
    return views.Contact(
        person=person,
        project=project,
        by=by.name if by else "Drumbeat",
        role=member.role,
        asks_at=running[0].at if running else None,
        begins=person.asks_from or work.now,
        guessed_zone=guessed,
    )


async def _is_looked_up(work: Work, person: Person) -> bool:
    """Whether their platform is still to tell more about them."""
    return any(one.profile_due_at for one in await people_rows.accounts(work.session, [person.id]))


async def _next_morning(work: Work, person: Person, project: Project) -> datetime:
    """The start of somebody's next working day; now where their calendar has none."""
    calendar = await calendars.of(work, person, project)
    today = worktime.local_day(calendar, work.now)
    try:
        first = worktime.start_of_working_day(calendar, worktime.next_working_day(calendar, today))
        if first > work.now:
            return first
        return worktime.start_of_working_day(calendar, worktime.add_days(calendar, today, 1))
    except worktime.NoWorkingTimeError:
        return work.now
