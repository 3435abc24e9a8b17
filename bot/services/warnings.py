"""The one warning for what comes late: raised, edited while it changes, and over.

- What comes late for the same root is told in one post.
- In the first TRUSTED_AFTER working days of a project only its leads hear of it: a young plan is full of
  holes, and a warning that turns out to be one teaches a channel to look away.
- It is said aloud again, in the post's thread, when it has become clearly worse (`is_clearly_worse`), and
  when it is over.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from bot import worktime
from bot.message import Message, to_json
from bot.services import calendars, forecasts
from bot.services.forecasts import Outlook
from bot.views import warnings as views
from bot.views.forecasts import Late
from bot.views.warnings import End, Ended, Worse
from bot.work import Work
from bot.worktime import Calendar
from storage import blockers as blocker_rows
from storage import outbox
from storage import projects as project_rows
from storage import tasks as task_rows
from storage import warnings as rows
from storage.models import Blocker, Milestone, Person, Project, SlipWarning, Task
from storage.words import BlockerStatus, MilestoneStatus, ProjectStatus

TRUSTED_AFTER = 10  # working days
WORSE_BY = 2  # working days; one that grows daily would be said daily
_A_DAY = timedelta(days=1)


async def update(work: Work, outlook: Outlook) -> None:
    """Raise, edit and end a project's warnings as its plan stands now, and say what is to be said."""
    known = {one.milestone_id: one for one in await rows.open_of_project(work.session, outlook.project.id)}
    late = [await forecasts.late(work, outlook, one) for one in outlook.milestones if outlook.of(one).slip]
    gone = [known[one] for one in known.keys() - {one.milestone.id for one in late}]
    await _end(work, outlook, sorted(gone, key=lambda one: one.id), known.values())
    posts: defaultdict[int, list[tuple[SlipWarning, Late]]] = defaultdict(list)
    for one in late:
        warning = known.get(one.milestone.id) or await _raise(work, outlook, one, known)
        posts[warning.shown_in or warning.id].append((warning, one))
    for shown in posts.values():
        await _show(work, outlook, shown, await _places(work, outlook, [warning for warning, _ in shown]))


async def close(work: Work, project: Project) -> None:
    """End a project's warnings because it is closed; their posts say so."""
    known = await rows.open_of_project(work.session, project.id)
    if known:
        await _end(work, await forecasts.of(work, project), known, known)


def is_clearly_worse(slip: int, said: int) -> bool:
    """Whether a slip is worth a line of its own: WORSE_BY more than was last said, and half as much again."""
    return slip >= said + max(WORSE_BY, said / 2)


def opens_on(project: Project, calendar: Calendar) -> date:
    """The first day on which a project's channel hears of warnings.

    Raises:
        NoWorkingTimeError: nobody ever works in it.
    """
    eve = worktime.local_day(calendar, project.created_at) - _A_DAY
    return worktime.add_days(calendar, eve, TRUSTED_AFTER + 1)


async def _raise(work: Work, outlook: Outlook, late: Late, known: dict[int, SlipWarning]) -> SlipWarning:
    """Open a warning; one with the root of another joins its post."""
    blocker_id, task_id = _root(late)
    warning = await work.add(
        SlipWarning(
            workspace_id=work.workspace.id,
            project_id=outlook.project.id,
            milestone_id=late.milestone.id,
            promised=late.milestone.promised,
            forecast=late.forecast.finish or late.milestone.promised,
            slip_days=late.forecast.slip,
            worst_days=late.forecast.slip,
            cause="",
            root_blocker_id=blocker_id,
            root_task_id=task_id,
            began_with_leads=not _is_open(outlook),
            raised_at=work.now,
        )
    )
    same = [one for one in known.values() if _has_root(one, blocker_id, task_id) and one.cleared_at is None]
    work.set(warning, shown_in=(same[0].shown_in or same[0].id) if same else warning.id)
    known[late.milestone.id] = warning
    return warning


def _root(late: Late) -> tuple[int | None, int | None]:
    """What the chain begins with: a blocker, else a task."""
    if not late.reasons:
        return None, None
    first = late.reasons[0]
    return (first.blocker.id, None) if first.blocker is not None else (None, first.task.id)


def _has_root(warning: SlipWarning, blocker_id: int | None, task_id: int | None) -> bool:
    root = (warning.root_blocker_id, warning.root_task_id)
    return root == (blocker_id, task_id) and root != (None, None)


def _is_open(outlook: Outlook) -> bool:
    try:
        return outlook.today >= opens_on(outlook.project, outlook.plan.calendar)
    except worktime.NoWorkingTimeError:
        return True


async def _show(
    work: Work,
    outlook: Outlook,
    shown: Sequence[tuple[SlipWarning, Late]],
    places: Collection[Project | Person],
) -> None:
    """Bring a post up to date where anything in it has changed; say aloud what is clearly worse."""
    project, found = outlook.project, [late for _, late in shown]
    since = min(warning.raised_at for warning, _ in shown)
    message = views.warning(project, found, outlook.today, since)
    worse = [
        Worse(late, warning.worst_days)
        for warning, late in shown
        if warning.cause and is_clearly_worse(late.forecast.slip, warning.worst_days)
    ]
    is_posted = any(warning.cause for warning, _ in shown)
    joined = [late for warning, late in shown if is_posted and not warning.cause]
    fingerprint = _fingerprint(message, places)
    is_new = any(warning.cause != fingerprint for warning, _ in shown)
    first = shown[0][0]
    for warning, late in shown:
        _note(work, warning, late, fingerprint, is_aloud=any(one.late is late for one in worse))
    if is_new:
        await _say(work, places, message.about(views.topic(first)), f"warning/{first.id}")
    if joined:
        said = views.joined(joined, outlook.today)
        await _say(work, places, said, f"joined/{first.id}", under=views.topic(first))
    if worse:
        said = views.worse(worse, outlook.today)
        await _say(work, places, said, f"worse/{first.id}", under=views.topic(first))


def _note(work: Work, warning: SlipWarning, late: Late, fingerprint: str, *, is_aloud: bool) -> None:
    blocker_id, task_id = _root(late)
    work.set(
        warning,
        promised=late.milestone.promised,
        forecast=late.forecast.finish,
        slip_days=late.forecast.slip,
        worst_days=late.forecast.slip if is_aloud else warning.worst_days,
        cause=fingerprint,
        root_blocker_id=blocker_id,
        root_task_id=task_id,
    )


def _fingerprint(message: Message, places: Collection[Project | Person]) -> str:
    """What a post says, and to whom, in short."""
    said = json.dumps([to_json(message), [f"{type(one).__name__}{one.id}" for one in places]])
    return hashlib.sha256(said.encode()).hexdigest()


async def _say(
    work: Work, places: Collection[Project | Person], message: Message, key: str, under: str | None = None
) -> None:
    """Say it in the channel at once, and to a lead in their working time."""
    for place in places:
        at = await _awake(work, place) if isinstance(place, Person) else None
        work.send(place, message, key=f"{key}/{{change}}", under=under, not_before=at)


async def _awake(work: Work, person: Person) -> datetime:
    try:
        return worktime.next_working_moment(await calendars.of(work, person), work.now)
    except worktime.NoWorkingTimeError:
        return work.now


async def _places(work: Work, outlook: Outlook, warnings: Sequence[SlipWarning]) -> list[Project | Person]:
    """Where a warning stands: with the leads while the plan is young, then in the channel.

    Who had it before goes on seeing what becomes of it. A project without a channel has its leads only.
    """
    project = outlook.project
    was_quiet = any(one.began_with_leads for one in warnings)
    is_open = _is_open(outlook) or not was_quiet
    leads = await project_rows.leads(work.session, project.id)
    if not is_open or not await project_rows.channels(work.session, project.id):
        return list(leads)
    return [project, *leads] if was_quiet else [project]


async def _end(
    work: Work, outlook: Outlook, gone: Sequence[SlipWarning], known: Collection[SlipWarning]
) -> None:
    """Close warnings that are over; the post shows it once nothing of it is left."""
    ended: defaultdict[str, list[tuple[SlipWarning, Ended]]] = defaultdict(list)
    for warning in gone:
        ended[views.topic(warning)].append((warning, await _ended(work, outlook, warning)))
        work.set(warning, cleared_at=work.now)
    left = {views.topic(one) for one in known if one.cleared_at is None}
    for topic, over in ended.items():
        places = await _places(work, outlook, [warning for warning, _ in over])
        unaware = set[int]()
        if topic not in left:
            unaware = await outbox.drop_held_back(work.session, work.workspace.id, topic, work.now)
        told = [one for one in places if isinstance(one, Project) or one.id not in unaware]
        await _close(work, outlook.project, told, over, topic, is_last=topic not in left)


async def _close(
    work: Work,
    project: Project,
    places: Collection[Project | Person],
    over: Sequence[tuple[SlipWarning, Ended]],
    topic: str,
    *,
    is_last: bool,
) -> None:
    number = over[0][0].id
    if is_last:
        message = views.over(project, [one for _, one in over]).about(topic)
        await _say(work, places, message, f"over/{number}")
    aloud = [one for _, one in over if one.end in (End.AGAIN, End.MOVED)]
    if aloud:
        await _say(work, places, views.over(project, aloud), f"clear/{number}", under=topic)


async def _ended(work: Work, outlook: Outlook, warning: SlipWarning) -> Ended:
    milestone = await work.session.get_one(Milestone, warning.milestone_id)
    if outlook.project.status is ProjectStatus.CLOSED:
        return Ended(milestone, End.CLOSED)
    match milestone.status:
        case MilestoneStatus.MET:
            return Ended(milestone, End.MET)
        case MilestoneStatus.DROPPED:
            return Ended(milestone, End.DROPPED)
        case MilestoneStatus.OPEN:
            pass
    if outlook.of(milestone).finish is None:
        return Ended(milestone, End.EMPTY)
    root = await _root_over(work, warning)
    if root is None and milestone.promised > warning.promised:
        return Ended(milestone, End.MOVED)
    return Ended(milestone, End.AGAIN, root, await _owner_of(work, root))


async def _root_over(work: Work, warning: SlipWarning) -> Blocker | Task | None:
    """What a warning came from, if that is over as well, or somebody has given their word."""
    if warning.root_blocker_id is not None:
        blocker = await blocker_rows.by_id(work.session, work.workspace.id, warning.root_blocker_id)
        return blocker if blocker is not None and blocker.status is not BlockerStatus.OPEN else None
    if warning.root_task_id is None:
        return None
    task = await task_rows.by_id(work.session, work.workspace.id, warning.root_task_id)
    return task if task is not None and task.status not in task_rows.OPEN else None


async def _owner_of(work: Work, root: Blocker | Task | None) -> str:
    if not isinstance(root, Blocker) or root.owner_id is None:
        return ""
    return (await work.session.get_one(Person, root.owner_id)).name
