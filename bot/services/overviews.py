"""A project's plan, its forecast and its page of status, gathered."""

from datetime import date

from bot import worktime
from bot.services import forecasts, lists, runs
from bot.services.forecasts import Outlook
from bot.views.forecasts import Late
from bot.views.plans import Answered, Away, Part, Planned, Status
from bot.work import Work
from storage import people as people_rows
from storage import standups as standup_rows
from storage.models import Milestone, Person, Project, Task
from storage.words import AnswerStatus, TaskStatus

_IN = (AnswerStatus.ANSWERED, AnswerStatus.LATE)


async def plan(work: Work, project: Project) -> tuple[Outlook, list[Part]]:
    """What is to be done for each milestone, and for none, in the order in which it will be."""
    outlook = await forecasts.of(work, project)
    planned = await _planned(work, outlook)
    parts = [
        Part(
            Late(one, outlook.of(one), ()),
            tuple(shown for shown in planned if shown.task.id in outlook.counted.get(one.id, ())),
        )
        for one in outlook.milestones
    ]
    counted = {number for tasks in outlook.counted.values() for number in tasks}
    rest = tuple(shown for shown in planned if shown.task.id not in counted)
    return outlook, [*parts, Part(None, rest)] if rest else parts


async def _planned(work: Work, outlook: Outlook) -> list[Planned]:
    """The open tasks with when they go on, who has them and what they wait for; the first one first."""
    open_tasks = [one for one in outlook.tasks.values() if one.status is not TaskStatus.DONE]
    owners = {one.owner_id for one in open_tasks if one.owner_id is not None}
    people = await people_rows.people(work.session, work.workspace.id, owners)
    stopped = {task.id for task in outlook.plan.tasks if task.blockers}
    after = {task.id: [link.task_id for link in task.after] for task in outlook.plan.tasks}
    found = [
        Planned(
            one,
            _name(people, one.owner_id),
            _first_day(outlook, one),
            outlook.schedule.tasks[one.id].day,
            tuple(
                outlook.tasks[other]
                for other in after[one.id]
                if other in outlook.tasks and outlook.tasks[other].status is not TaskStatus.DONE
            ),
            one.id in stopped,
        )
        for one in open_tasks
    ]
    return sorted(found, key=lambda one: (one.first, one.last, one.task.number))


def _name(people: dict[int, Person], person_id: int | None) -> str:
    found = people.get(person_id or 0)
    return found.name if found else ""


def _first_day(outlook: Outlook, task: Task) -> date:
    calendar = outlook.plan.calendar_of(task.owner_id)
    return worktime.local_day(calendar, outlook.schedule.tasks[task.id].start)


async def forecast(
    work: Work, project_id: int, milestone: Milestone | None = None
) -> tuple[Outlook, list[Late]]:
    """When the milestones of a project, or this one, will be met; why late, and what would help."""
    outlook = await forecasts.of(work, await work.session.get_one(Project, project_id))
    chosen = [one for one in outlook.milestones if milestone is None or one.id == milestone.id]
    return outlook, [await forecasts.late(work, outlook, one) for one in chosen]


async def status(work: Work, project: Project) -> Status:
    """A project on one page."""
    outlook = await forecasts.of(work, project)
    open_tasks = [one for one in outlook.tasks.values() if one.status is not TaskStatus.DONE]
    return Status(
        project=project,
        today=outlook.today,
        milestones=tuple(Late(one, outlook.of(one), ()) for one in outlook.milestones),
        open=len(open_tasks),
        late=await lists.late_count(work, project),
        blocked=sum(bool(one.blockers) for one in outlook.plan.tasks if not one.is_done),
        done=len(outlook.tasks) - len(open_tasks),
        away=tuple(await _away(work, outlook)),
        answered=await _answered(work, project),
    )


async def _away(work: Work, outlook: Outlook) -> list[Away]:
    found = await people_rows.leaves(work.session, list(outlook.people), outlook.today)
    until: dict[int, date] = {}
    for one in found:
        if one.first <= outlook.today and outlook.people[one.person_id].gone_at is None:
            until[one.person_id] = max(one.last, until.get(one.person_id, one.last))
    return [Away(outlook.people[one].name, last) for one, last in until.items()]


async def _answered(work: Work, project: Project) -> Answered | None:
    """How many answered the last stand-up, of those who were or will be asked."""
    found = [
        await standup_rows.last_run(work.session, one.id)
        for one in await standup_rows.of_project(work.session, project.id)
    ]
    last = max((one for one in found if one is not None), key=lambda one: one.local_date, default=None)
    if last is None:
        return None
    answers = [one.status for one, _ in await standup_rows.answers(work.session, last.id)]
    expected = len(answers) + await runs.to_come(work, last)
    return Answered(last.local_date, sum(one in _IN for one in answers), expected)
