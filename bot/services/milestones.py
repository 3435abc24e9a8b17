"""Milestones: the dates that a project has promised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.errors import NotAllowed, Over, Refused
from bot.message import Code, Day, phrase
from bot.parameters import Part, Without
from bot.parameters.milestones import words_for
from bot.services import forecasts, tasks
from bot.services.people import rank
from bot.views import milestones as views
from bot.views.milestones import Standing
from bot.work import Work
from storage import milestones as rows
from storage import projects as project_rows
from storage.models import Milestone, Person, Project, Task
from storage.words import MilestoneStatus, ProjectStatus, Role, TaskStatus

LONGEST_NAME = 100
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Moved:
    """A milestone, and the day that was promised before."""

    standing: Standing
    before: date


async def add(
    work: Work, project: Project, name: str, promised: date, *, by: Person, several: Sequence[Task] = ()
) -> Standing:
    """Promise a date; these tasks count for it, and what their titles say of it is no part of them any more.

    Raises:
        NotAllowed: only a lead promises dates.
        Refused: the project is closed, the day is over, or the name is taken or too long.
    """
    await _must_lead(work, project, by)
    project = await project_rows.lock(work.session, project.id)
    if project.status is ProjectStatus.CLOSED:
        raise Over("{project} is closed. An admin or its lead can open it again.", project=project.name)
    _must_lie_ahead(work, project, promised)
    name = await _free_name(work, project, name)
    milestone = await work.add(
        Milestone(
            workspace_id=work.workspace.id,
            project_id=project.id,
            name=name,
            promised=promised,
            status=MilestoneStatus.OPEN,
            created_at=work.now,
        )
    )
    for task in several:
        words = words_for(task.title, name)
        without = (Without(Part.WORDS, words=words),) if words else ()
        options = tasks.Options(milestone=milestone, without=without)
        await tasks.change(work, task, options, by=by, project=project)
    return await of(work, milestone)


async def move(work: Work, milestone: Milestone, day: date, reason: str, *, by: Person) -> Moved:
    """Promise another date, and tell the channel why.

    Raises:
        NotAllowed: only a lead moves promised dates.
        Refused: it is met, or that day is promised already, or over.
    """
    project = await _held(work, milestone, by)
    _must_lie_ahead(work, project, day)
    if milestone.promised == day:
        raise Refused("{milestone} is promised for that day already.", milestone=milestone.name)
    before = milestone.promised
    work.set(milestone, promised=day, move_reason=because(reason)[:LONGEST_REASON])
    await work.session.flush()
    moved = Moved(await of(work, milestone), before)
    work.send(project, views.moved_in_channel(moved.standing, before, by.name), key="moved/{change}")
    return moved


async def drop(work: Work, milestone: Milestone, *, by: Person) -> Milestone:
    """Promise it no longer; its tasks stay, and count for the next one.

    Raises:
        NotAllowed: only a lead does.
        Refused: it is met.
    """
    project = await _held(work, milestone, by)
    work.set(milestone, status=MilestoneStatus.DROPPED)
    work.send(project, views.dropped_in_channel(milestone, by.name), key="dropped/{change}")
    return milestone


async def meet(work: Work, milestone: Milestone, *, by: Person) -> Milestone:
    """Say that it is met, whatever its tasks say.

    Raises:
        NotAllowed: only a lead does.
        Refused: it is met, or has open tasks, which would open it again.
    """
    project = await _held(work, milestone, by)
    n = (await rows.progress(work.session, project.id)).get(milestone.id, rows.Progress()).open
    if n:
        raise Refused(
            "Open tasks for {milestone}: {n}. Finish, cancel or move them first.",
            milestone=milestone.name,
            n=n,
        )
    _met(work, project, milestone)
    return milestone


def _met(work: Work, project: Project, milestone: Milestone) -> None:
    today = work.now.astimezone(ZoneInfo(project.zone)).date()
    work.set(milestone, status=MilestoneStatus.MET, met_on=today)
    work.send(project, views.met(milestone), key=f"met/{milestone.id}/{{change}}")


async def settle(work: Work, project: Project) -> None:
    """Note which milestones are met, and which are no longer; the channel hears of both.

    One is met when all tasks that name it are done. What only counts for it by its date keeps it from
    nothing, and a milestone that no task names is never met by itself.
    """
    progress = await rows.progress(work.session, project.id)
    for one in await rows.kept(work.session, project.id):
        known = progress.get(one.id, rows.Progress())
        if one.status is MilestoneStatus.OPEN and known.done and not known.open:
            _met(work, project, one)
        elif one.status is MilestoneStatus.MET and known.open:
            work.set(one, status=MilestoneStatus.OPEN, met_on=None)
            work.send(project, views.open_again(one, known.open), key=f"open/{one.id}/{{change}}")


async def _held(work: Work, milestone: Milestone, by: Person) -> Project:
    """An open milestone's project, held until the end, so that nobody settles it meanwhile."""
    project = await project_rows.lock(work.session, milestone.project_id)
    await _must_lead(work, project, by)
    await work.session.refresh(milestone)
    if milestone.status is not MilestoneStatus.OPEN:
        raise Over("{milestone} is met already.", milestone=milestone.name)
    return project


def is_over(day: date) -> Refused:
    """What is said to whoever promises a day that lies behind."""
    return Refused("{day} is over. A promise is for a day ahead.", day=Day(day), field="promised")


def _must_lie_ahead(work: Work, project: Project, day: date) -> None:
    if day < work.now.astimezone(ZoneInfo(project.zone)).date():
        raise is_over(day)


def because(reason: str) -> str:
    """A reason without the words that lead it."""
    words = " ".join(reason.split())
    return re.sub(r"^(?:because(?: of)?|since|due to) (?=.)", "", words, count=1, flags=re.IGNORECASE)


async def of(work: Work, milestone: Milestone) -> Standing:
    """A milestone with how far its tasks are."""
    project = await work.session.get_one(Project, milestone.project_id)
    return (await _standings(work, project, [milestone]))[0]


async def listed(work: Work, chosen: Sequence[Project]) -> list[Standing]:
    """The open milestones of these projects, the next one first."""
    found = [
        standing
        for project in chosen
        for standing in await _standings(
            work, project, await project_rows.milestones(work.session, project.id)
        )
    ]
    return sorted(found, key=lambda one: (one.milestone.promised, one.milestone.id))


async def _standings(work: Work, project: Project, milestones: Sequence[Milestone]) -> list[Standing]:
    """Each with how many of the tasks that count for it are done, and when it will be met."""
    if not milestones:
        return []
    outlook = await forecasts.of(work, project)
    found = []
    for one in milestones:
        counted = [outlook.tasks[number] for number in outlook.counted.get(one.id, ())]
        done = sum(task.status is TaskStatus.DONE for task in counted)
        forecast = outlook.of(one) if one.id in outlook.schedule.milestones else None
        found.append(Standing(one, project, done, len(counted), forecast, outlook.today))
    return found


async def _free_name(work: Work, project: Project, name: str) -> str:
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Refused("A milestone's name has at most {n} characters.", n=LONGEST_NAME, field="name")
    for one in await project_rows.milestones(work.session, project.id):
        if one.name.casefold() == name.casefold():
            raise Refused(
                "There is a milestone “{name}” already. Move it: {example}",
                name=one.name,
                example=Code(phrase("milestone move {name} 24 March", name=one.name)),
                field="name",
            )
    return name


async def _must_lead(work: Work, project: Project, by: Person) -> None:
    if by.is_admin:
        return
    member = await project_rows.member(work.session, project.id, by.id)
    if rank(member.role if member else None) >= rank(Role.LEAD):
        return
    leads = await project_rows.leads(work.session, project.id)
    name = leads[0].name if leads else phrase("an admin")
    raise NotAllowed(
        "Promised dates are for the lead of {project}. Ask {name}.", project=project.name, name=name
    )
