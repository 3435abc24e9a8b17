"""The home page: what somebody sees when they open the bot, drawn anew soon after anything on it changes."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.outgoing import Address
from bot.views import homes as views
from bot.views.homes import Home, Mine, Open
from bot.work import Here, Urgency, Work
from storage import homes as rows
from storage import milestones as milestone_rows
from storage import people as people_rows
from storage import projects as project_rows
from storage import standups as standup_rows
from storage import tasks as task_rows
from storage.models import Account, Person, Project
from storage.words import AnswerStatus, MilestoneStatus, ProjectStatus

ASKED_LATELY = timedelta(hours=24)
NAMED_WITHIN = timedelta(seconds=8)  # a platform tells by then who somebody new is


async def homes_due(work: Work, limit: int = 10) -> int:
    """Draw the homes that are due; returns how many."""
    found = await rows.due(work.session, work.workspace.id, work.now, limit)
    for account, person in found:
        account.home_due_at = None
        if person.gone_at is None:
            await _draw(work, account, person)
    return len(found)


async def opened(work: Work, installation_id: int, login: str) -> None:
    """Draw the home of somebody who looks at it, at once; whose name comes in a moment, then once more."""
    found = await people_rows.login(work.session, installation_id, login)
    if found is None:
        return
    account, person = found
    account.home_seen_at = work.now
    account.home_due_at = work.now + NAMED_WITHIN if account.profile_due_at is not None else None
    await _draw(work, account, person, urgency=Urgency.ANSWER)


async def _draw(work: Work, account: Account, person: Person, *, urgency: Urgency = Urgency.REST) -> None:
    language, zone = work.language_of(person), await work.zone_of(person)
    address = Address(account.external_id, is_home=True)
    here = Here(account.installation_id, address, language, zone, person.id)
    message = views.home(await of(work, person)).about("home")
    work.send(here, message, key=f"home/{work.now.timestamp()}", urgency=urgency)


async def of(work: Work, person: Person) -> Home:
    """All that somebody's home shows."""
    projects = {
        project.id: project
        for project, _ in await project_rows.of_person(work.session, person.id)
        if project.status is not ProjectStatus.CLOSED
    }
    today = work.now.astimezone(ZoneInfo(await work.zone_of(person))).date()
    waiting = await standup_rows.open_answers(
        work.session, work.workspace.id, person.id, work.now - ASKED_LATELY
    )
    return Home(
        person,
        today,
        await _tasks(work, person, projects),
        await _blockers(work, person, projects),
        tuple(project for answer, _, project in waiting if answer.status is AnswerStatus.ASKED),
        tuple([await _standing(work, project, today) for project in projects.values()]),
        None
        if projects
        else next((one for one, _ in await project_rows.asleep(work.session, person.id)), None),
    )


async def _tasks(work: Work, person: Person, projects: dict[int, Project]) -> tuple[Mine, ...]:
    tasks = await task_rows.open_of_owner(work.session, person.id, list(projects))
    stopped = {task_id for task_id, _ in await task_rows.blockers_of(work.session, [one.id for one in tasks])}
    return tuple(Mine(one, projects[one.project_id], one.id in stopped) for one in tasks)


async def _blockers(work: Work, person: Person, projects: dict[int, Project]) -> tuple[Open, ...]:
    found = await task_rows.blockers_waiting_for(work.session, person.id)
    return tuple(Open(one, projects[one.project_id]) for one in found if one.project_id in projects)


async def _standing(work: Work, project: Project, today: date) -> views.Health:
    tasks = await task_rows.open_of_project(work.session, project.id)
    late = [one for one in tasks if one.due_day is not None and one.due_day < today]
    kept = await milestone_rows.kept(work.session, project.id)
    ahead = [one for one in kept if one.status is MilestoneStatus.OPEN]
    return views.Health(project, len(tasks), len(late), ahead[0] if ahead else None)
