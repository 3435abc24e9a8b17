"""What a change comes to for the milestones, said with the answer to whoever made it."""

from dataclasses import replace

from bot import planning
from bot.message import Line, Message
from bot.planning import Plan
from bot.services import forecasts
from bot.services.forecasts import Outlook
from bot.views import forecasts as views
from bot.work import Work
from storage import plans
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Blocker, Milestone, Project
from storage.plans import Moved
from storage.words import ProjectStatus

MOST_PROJECTS = 3  # somebody's leave moves all of theirs
MOST_MILESTONES = 2
MOST_TASKS = 200  # of a larger plan only the warning speaks: nobody waits for it to be counted through


async def shown(work: Work, message: Message) -> Message:
    """The answer with what the change comes to, where it moved a plan that has promised something."""
    moved = work.moved
    if not moved or message.form is not None:
        return message
    await work.session.flush()
    lines: list[Line] = []
    for project_id in (await plans.projects_of(work.session, work.workspace.id, moved))[:MOST_PROJECTS]:
        if await _is_counted(work, project_id):
            project = await work.session.get_one(Project, project_id)
            if project.status is not ProjectStatus.ACTIVE:
                continue  # nothing of it is promised or warned of meanwhile
            lines.extend(await _lines(work, await forecasts.of(work, project), moved))
    return message.plus(*lines)


async def of_blocker(work: Work, blocker: Blocker) -> Line | None:
    """What a blocker comes to for the next milestone that it moves; None where it moves none."""
    project = await work.session.get_one(Project, blocker.project_id)
    if project.status is not ProjectStatus.ACTIVE or not await _is_counted(work, project.id):
        return None
    outlook = await forecasts.of(work, project)
    cleared = planning.forecast(_without(outlook.plan, blocker.id)).milestones
    for one in outlook.milestones:
        if outlook.of(one).finish != cleared[one.id].finish:
            return views.effect(one, outlook.of(one), outlook.today)
    return None


def _without(plan: Plan, blocker_id: int) -> Plan:
    """The plan as it would be if a blocker was cleared now."""
    tasks = (
        replace(task, blockers=tuple(one for one in task.blockers if one.id != blocker_id))
        for task in plan.tasks
    )
    return replace(plan, tasks=tuple(tasks))


async def _is_counted(work: Work, project_id: int) -> bool:
    if not await project_rows.milestones(work.session, project_id):
        return False
    return await task_rows.count_open(work.session, project_id) <= MOST_TASKS


async def _lines(work: Work, outlook: Outlook, moved: Moved) -> list[Line]:
    stopped = await task_rows.stopped_by(work.session, moved.blockers)
    concerned = moved.tasks | {task.id for _, task in stopped}
    milestones = _concerned(outlook, concerned, moved)[:MOST_MILESTONES]
    lines = [views.effect(one, outlook.of(one), outlook.today) for one in milestones]
    for task_id in sorted(moved.placed & outlook.tasks.keys()):
        milestone = outlook.counts_for(task_id)
        if milestone is not None and outlook.tasks[task_id].milestone_id is None:
            lines.append(views.counts_by_date(outlook.tasks[task_id], outlook.project, milestone))
    return lines


def _concerned(outlook: Outlook, tasks: frozenset[int], moved: Moved) -> list[Milestone]:
    """The milestones that the change is about, else the next one; those with something left to do."""
    about = {found.id for one in tasks if (found := outlook.counts_for(one)) is not None} | moved.milestones
    unfinished = [one for one in outlook.milestones if outlook.is_unfinished(one)]
    return [one for one in unfinished if one.id in about] or unfinished[:1]
