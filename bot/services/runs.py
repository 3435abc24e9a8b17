"""Runs: one day of a stand-up, as it comes, nudged, closed, and summed up."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import worktime
from bot.message import Message, Zoned, says
from bot.services import blocker_cards, calendars, introductions
from bot.views import mornings as morning_views
from bot.views import runs as views
from bot.work import Urgency, Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import standups as rows
from storage import tasks as task_rows
from storage.models import Person, Project, Run, Standup, StandupAnswer, Task
from storage.words import AnswerStatus, ProjectStatus, Role, TaskStatus

A_DAY = timedelta(days=1)
LATEST_NUDGE = timedelta(minutes=5)  # before it closes; later than this it only annoys

_KEY = re.compile(r"\b([A-Z][A-Z0-9]{1,9})-(\d{1,6})\b", re.IGNORECASE)


async def opened(work: Work, standup: Standup, project: Project, day: date, closes_at: datetime) -> Run:
    """The run of a day, with its post to come: at the lead's time, but not before the first answers close."""
    zone = ZoneInfo(project.zone)
    leads = await project_rows.leads(work.session, project.id)
    if leads:
        zone = (await calendars.of(work, leads[0], project)).zone
    sums_at = datetime.combine(day, standup.summary_at, zone).astimezone(UTC)
    run, _ = await rows.open_run(
        work.session,
        Run(
            workspace_id=work.workspace.id,
            standup_id=standup.id,
            project_id=project.id,
            local_date=day,
            opened_at=work.now,
            next_at=max(sums_at, closes_at),
        ),
    )
    return run


async def ask_under(
    work: Work, answer: StandupAnswer, project: Project, question: Message, *, not_after: datetime
) -> None:
    """Ask somebody in the thread of the run's post, which is there from then on."""
    run = await work.session.get_one(Run, answer.run_id)
    await show(work, run, urgency=Urgency.AWAITED)  # before the question, or there is no thread
    under = views.topic(run)
    work.send(project, question, key=f"asked/{answer.id}", under=under, not_after=not_after)


async def show(work: Work, run: Run, *, urgency: Urgency = Urgency.REST) -> None:
    """Bring a run's post in the project's channels up to date."""
    project = await work.session.get_one(Project, run.project_id)
    answers = await rows.answers(work.session, run.id)
    if run.summed_at is None:
        message = views.as_it_comes(run, project, answers, len(answers) + await to_come(work, run))
    else:
        summary = await _summary(work, run, project, answers)
        message = views.summed_up(run, project, answers, len(answers) + await to_come(work, run), summary)
    work.send(project, message, key=f"run/{run.id}/{work.now.timestamp()}/{{change}}", urgency=urgency)


async def follow(work: Work) -> None:
    """Show what the unit changed of answers, undoing included: in the run's post and in its thread."""
    changed = [one for one in work.touched(StandupAnswer) if work.columns_touched(one) & {"body", "status"}]
    runs: dict[int, Run] = {}
    for answer in changed:
        runs[answer.run_id] = await work.session.get_one(Run, answer.run_id)
    for run in runs.values():
        await show(work, run)
    for answer in changed:
        if answer.status is AnswerStatus.ASKED and answer.next_at is None:  # taken back: it is open again
            answer.next_at = max(answer.closes_at, work.now)
        await _show_in_thread(work, answer, runs[answer.run_id])


async def _show_in_thread(work: Work, answer: StandupAnswer, run: Run) -> None:
    if answer.answered_at is None and "body" not in work.columns_touched(answer):
        return
    if answer.answered_at is not None and not answer.body.strip():
        return  # it was all for another project
    person = await work.session.get_one(Person, answer.person_id)
    project = await work.session.get_one(Project, run.project_id)
    work.send(
        project,
        views.in_thread(answer, person),
        key=f"answer/{answer.id}/{{change}}",
        under=views.topic(run),
        urgency=Urgency.REST,
    )


async def answers_due(work: Work, limit: int = 10) -> int:
    """Nudge who has not answered shortly before it closes, once; then close it."""
    found = await rows.answers_due(work.session, work.workspace.id, work.now, limit)
    for answer in found:
        if answer.status is not AnswerStatus.ASKED:
            answer.next_at = None
        elif work.now < answer.closes_at:
            await _nudge(work, answer)
        else:
            await _close(work, answer)
    return len(found)


async def _nudge(work: Work, answer: StandupAnswer) -> None:
    run = await work.session.get_one(Run, answer.run_id)
    project = await work.session.get_one(Project, run.project_id)
    person = await work.session.get_one(Person, answer.person_id)
    answer.next_at = answer.closes_at
    is_silent = project.status is not ProjectStatus.ACTIVE or person.stopped_at is not None
    if is_silent or answer.closes_at - work.now < LATEST_NUDGE or answer.asked_at == work.now:
        return
    if person.in_channel:
        await _nudge_in_channel(work, answer, person, project)
        return
    answer.nudged_at = work.now
    standup = await work.session.get_one(Standup, run.standup_id)
    message = morning_views.nudge(answer.id, answer.closes_at, [str(one) for one in standup.questions])
    key = f"nudge/{person.id}/{answer.asked_at:%Y%m%d%H%M%S}"  # one for all projects that asked together
    work.send(person, message, key=key, not_after=answer.closes_at)


async def _nudge_in_channel(work: Work, answer: StandupAnswer, person: Person, project: Project) -> None:
    """Mention somebody in the thread of their question; once on a day of theirs, in all projects."""
    calendar = await calendars.of(work, person, project)
    last = await rows.last_nudge(work.session, person.id)
    today = worktime.local_day(calendar, work.now)
    if last is not None and worktime.local_day(calendar, last) == today:
        return
    answer.nudged_at = work.now
    await work.session.flush()
    closes = Zoned(answer.closes_at, calendar.zone.key)
    work.send(
        project,
        morning_views.nudge_in_channel(person, answer.id, closes),
        key=f"nudge/{person.id}/{today}",
        under=views.topic(await work.session.get_one(Run, answer.run_id)),
        not_after=answer.closes_at,
    )


async def _close(work: Work, answer: StandupAnswer) -> None:
    answer.status, answer.next_at = AnswerStatus.MISSED, None
    await work.session.flush()
    run = await work.session.get_one(Run, answer.run_id)
    if run.summed_at is not None and run.next_at is None and await _is_over(work, run):
        run.next_at = await _lead_works_at(work, run)


async def runs_due(work: Work, limit: int = 10) -> int:
    """Sum up what is due; when nobody else is to answer, tell the leads who is missing."""
    found = await rows.runs_due(work.session, work.workspace.id, work.now, limit)
    for run in found:
        run.next_at = None
        project = await work.session.get_one(Project, run.project_id)
        if project.status is not ProjectStatus.ACTIVE:
            continue
        if run.summed_at is None:
            run.summed_at = work.now
            await work.session.flush()
            if await _has_answers(work, run):
                await show(work, run)
        if not await _is_over(work, run):
            continue
        at = await _lead_works_at(work, run)
        if at > work.now:
            run.next_at = at
        else:
            await _tell_who_is_missing(work, run, project)
    return len(found)


async def _has_answers(work: Work, run: Run) -> bool:
    return any(answer.status in views.IN for answer, _ in await rows.answers(work.session, run.id))


async def _is_over(work: Work, run: Run) -> bool:
    """Whether everybody who is to be asked that day has been, and can answer no more in time."""
    answers = await rows.answers(work.session, run.id)
    if any(answer.status is AnswerStatus.ASKED for answer, _ in answers):
        return False
    return await to_come(work, run) == 0


async def to_come(work: Work, run: Run) -> int:
    """How many are still to be asked on that day of theirs."""
    project = await work.session.get_one(Project, run.project_id)
    waiting = 0
    for seat, person in await rows.seats(work.session, run.standup_id):
        if seat.next_at is None or not introductions.may_be_asked(person, seat.next_at):
            continue
        calendar = await calendars.of(work, person, project)
        waiting += (
            worktime.local_day(calendar, seat.next_at) <= run.local_date and seat.skip_on != run.local_date
        )
    return waiting


async def _lead_works_at(work: Work, run: Run) -> datetime:
    """The moment from which a lead of the project is at work."""
    project = await work.session.get_one(Project, run.project_id)
    leads = await project_rows.leads(work.session, project.id)
    calendar = (
        await calendars.of(work, leads[0], project) if leads else await calendars.of_project(work, project)
    )
    if worktime.local_day(calendar, work.now) == run.local_date and calendars.is_at_work(calendar, work.now):
        return work.now
    try:
        return worktime.next_working_moment(calendar, work.now)
    except worktime.NoWorkingTimeError:
        return work.now


async def _tell_who_is_missing(work: Work, run: Run, project: Project) -> None:
    answers = await rows.answers(work.session, run.id)
    people = [person for answer, person in answers if answer.status is AnswerStatus.MISSED]
    for lead in await project_rows.leads(work.session, project.id):
        others = [one for one in people if one.id != lead.id]
        if others:
            work.send(
                lead, views.missing(run, project, others), key=f"missing/{run.id}", urgency=Urgency.REST
            )


async def _summary(
    work: Work, run: Run, project: Project, answers: Sequence[tuple[StandupAnswer, Person]]
) -> views.Summary:
    tasks = await task_rows.open_or_done_since(work.session, project.id, await _done_since(work, run))
    milestones = await project_rows.milestones(work.session, project.id)
    return views.Summary(
        stops=await _stops(work, project, run.local_date),
        done=tuple(one for one in tasks if one.status is TaskStatus.DONE),
        today=tuple(_today(tasks, project, answers)),
        away=await _away(work, project, run.local_date),
        milestones=tuple(one for one in milestones if one.forecast is not None),
    )


async def _done_since(work: Work, run: Run) -> datetime:
    """What was done after the day before was summed up is news; at most a week of it."""
    before = await rows.last_run(work.session, run.standup_id, run.local_date)
    earliest = run.opened_at - 7 * A_DAY
    if before is None:
        return run.opened_at - A_DAY
    return max(before.summed_at or before.opened_at, earliest)


def _today(
    tasks: Sequence[Task], project: Project, answers: Sequence[tuple[StandupAnswer, Person]]
) -> list[Task]:
    """What is being done, and what somebody said they would do."""
    numbers = {
        int(found[2])
        for answer, _ in answers
        if answer.status in views.IN
        for found in _KEY.finditer(answer.plan)
        if found[1].upper() == project.key
    }
    return [
        one
        for one in tasks
        if one.status is TaskStatus.DOING or (one.number in numbers and one.status in task_rows.OPEN)
    ]


async def _stops(work: Work, project: Project, day: date) -> tuple[views.Stop, ...]:
    found = await blocker_cards.listed(work, await task_rows.open_blockers(work.session, project.id))
    calendar = await calendars.of_project(work, project)
    return tuple(
        views.Stop(
            one.blocker,
            one.raiser.name,
            one.owner.name if one.owner else one.blocker.outside,
            max(
                worktime.working_days_between(
                    calendar, worktime.local_day(calendar, one.blocker.raised_at), day
                ),
                0,
            ),
            one.tasks,
        )
        for one in found
    )


async def _away(work: Work, project: Project, day: date) -> tuple[tuple[str, date], ...]:
    members = {
        person.id: person
        for member, person in await project_rows.members(work.session, project.id)
        if member.role is not Role.OBSERVER
    }
    leaves = await people_rows.leaves(work.session, list(members), day)
    return tuple((members[one.person_id].name, one.last) for one in leaves if one.first <= day <= one.last)


async def status(work: Work, standup: Standup, project: Project) -> Message:
    """How the latest run stands."""
    run = await rows.last_run(work.session, standup.id)
    if run is None:
        return says("Nobody was asked yet.")
    answers = await rows.answers(work.session, run.id)
    return views.status(run, project, answers, len(answers) + await to_come(work, run))
