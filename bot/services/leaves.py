"""Leave: taken, ended, what it meets, and who stands in meanwhile."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot import worktime
from bot.errors import NotFound, Refused
from bot.message import Button, Code, Day, Message, button
from bot.services import absences, calendars
from bot.views import leaves as views
from bot.views.leaves import Away, Meets, Standing
from bot.when.meaning import Doubt, Range, Unclear
from bot.when.ranges import LONGEST_LEAVE
from bot.work import Work
from storage import people as rows
from storage import projects as project_rows
from storage import standups as standup_rows
from storage import tasks as task_rows
from storage.models import Leave, Person, Project, Task

A_DAY = timedelta(days=1)
SOON = timedelta(days=7)  # what waits for somebody is named if the leave begins within these


async def take(
    work: Work, person: Person, days: Range | Unclear, *, cover: Person | None = None
) -> tuple[Standing, Meets]:
    """Let somebody be away, and say what that meets; their leads and who covers hear of it.

    Raises:
        Refused: the days are unclear or past, taken already, or the cover can't be one.
    """
    wanted = clear(days)
    await _may_cover(work, person, cover)
    await _must_be_free(work, person, wanted)
    leave = await work.add(
        Leave(
            workspace_id=work.workspace.id,
            person_id=person.id,
            first=wanted.first,
            last=wanted.last,
            first_half=wanted.first_half,
            last_half=wanted.last_half,
            cover_id=cover.id if cover else None,
            created_at=work.now,
        )
    )
    standing = Standing(leave, person, cover)
    meets = await _meets(work, standing)
    await _tell(work, standing, meets)
    return standing, meets


def clear(days: Range | Unclear) -> Range:
    """Return the days that are meant.

    Raises:
        Refused: they are past, too far ahead, impossible, or could be several.
    """
    if isinstance(days, Range):
        return days
    text = days.text[:40]
    match days.why:
        case Doubt.PAST:
            raise Refused("“{text}” is over. A leave begins today or later.", text=text, field="days")
        case Doubt.FAR:
            raise Refused("“{text}” is more than two years ahead.", text=text, field="days")
        case Doubt.IMPOSSIBLE:
            raise Refused("There is no “{text}”.", text=text, field="days")
        case Doubt.BACKWARDS:
            said = "“{text}” ends before it begins. The first day comes first: {example}"
            raise Refused(said, text=text, example=Code("away 5 Dec to 9 Dec"), field="days")
        case Doubt.TOO_LONG:
            raise Refused(
                "“{text}” is longer than {n} days. Did you mean another year?",
                text=text, n=LONGEST_LEAVE, field="days",
            )  # fmt: skip
        case Doubt.NO_TIME:
            raise Refused("“{text}” is no time of day.", text=text, field="days")
        case Doubt.TWO_WEEKS | Doubt.DAY_MONTH:
            raise Refused("“{text}”: which day is meant?", *_choices(days), text=text, field="days")


def _choices(days: Unclear) -> list[Button]:
    return [button("{day}", f"away {one.day.isoformat()}", day=Day(one.day)) for one in days.options[:3]]


async def _may_cover(work: Work, person: Person, cover: Person | None) -> None:
    if cover is None:
        return
    if cover.id == person.id:
        raise Refused("You can't cover for yourself.", field="cover")
    if cover.gone_at is not None:
        raise Refused("{name} is no longer here.", name=cover.name, field="cover")
    mine, theirs = [
        {project.id for project, _ in await project_rows.of_person(work.session, one.id)}
        for one in (person, cover)
    ]
    if not mine & theirs:
        raise Refused(
            "{name} is in none of your projects, so they can't stand in for you.",
            name=cover.name,
            field="cover",
        )


async def _must_be_free(work: Work, person: Person, wanted: Range) -> None:
    for one in await rows.leaves(work.session, [person.id], wanted.first):
        if absences.halves(one.first, one.last, one.first_half, one.last_half) & absences.halves(
            wanted.first, wanted.last, wanted.first_half, wanted.last_half
        ):
            raise Refused(
                "You're away {first} to {last} already.",
                button("Cancel that leave", f"away cancel {one.id}"),
                first=Day(one.first),
                last=Day(one.last),
            )


async def cancel(work: Work, person: Person, leave_id: int) -> Standing:
    """Take a leave back that is not over.

    Raises:
        NotFound: there is no such leave of theirs.
    """
    known = await rows.leave(work.session, work.workspace.id, leave_id)
    if known is None or known.person_id != person.id or known.last < await absences.today(work, person):
        raise NotFound("There is no such leave of yours.")
    standing = await _standing(work, known, person)
    await work.remove(known)
    await _tell_end(work, standing, views.called_off(standing))
    return standing


async def tell_undone(work: Work, leave: Leave) -> None:
    """Let who heard of a leave hear that it was taken back."""
    person = await rows.person(work.session, work.workspace.id, leave.person_id)
    if person is not None and leave.last >= await absences.today(work, person):
        standing = await _standing(work, leave, person)
        await _tell_end(work, standing, views.called_off(standing))


async def come_back(work: Work, person: Person) -> bool:
    """End the leave that somebody is on, from today on; false if they are on none."""
    today = await absences.today(work, person)
    running = [one for one in await rows.leaves(work.session, [person.id], today) if one.first <= today]
    if not running:
        return False
    for one in running:
        await _tell_end(work, await _standing(work, one, person), views.is_back(person))
        if one.first == today:
            await work.remove(one)
        else:
            work.set(one, last=today - A_DAY, last_half=None)
    return True


async def mine(work: Work, person: Person) -> list[Standing]:
    """Somebody's leaves that are not over, in order."""
    found = await rows.leaves(work.session, [person.id], await absences.today(work, person))
    return [await _standing(work, one, person) for one in found]


async def of_people(work: Work, people: Sequence[Person], until: date) -> list[Away]:
    """Who of these people is away on some day from today until then, the first to go first."""
    by_id = {one.id: one for one in people}
    since = work.now.date() - A_DAY
    found = await rows.leaves(work.session, list(by_id), since)
    today = {one.id: await absences.today(work, one) for one in people}
    return [
        Away(by_id[one.person_id], one, is_now=one.first <= today[one.person_id])
        for one in found
        if one.last >= today[one.person_id] and one.first <= until
    ]


async def _standing(work: Work, leave: Leave, person: Person) -> Standing:
    cover = await rows.person(work.session, work.workspace.id, leave.cover_id) if leave.cover_id else None
    return Standing(leave, person, cover)


async def _meets(work: Work, standing: Standing) -> Meets:
    """What falls into a leave: due dates, what waits for them, stand-ups."""
    leave, person = standing.leave, standing.person
    projects = {one.id: one for one, _ in await project_rows.of_person(work.session, person.id)}
    tasks = await task_rows.open_of_owner(work.session, person.id, list(projects))
    due = [one for one in tasks if one.due_day is not None and leave.first <= one.due_day <= leave.last]
    waiting = []
    if leave.first - await absences.today(work, person) <= SOON:
        waiting = [
            (one, projects[one.project_id])
            for one in await task_rows.blockers_waiting_for(work.session, person.id)
            if one.project_id in projects
        ]
    asked = [project for _, _, project in await standup_rows.seats_of(work.session, person.id)]
    return Meets(
        due=tuple((one, projects[one.project_id]) for one in due),
        waiting=tuple(waiting),
        standups=tuple(asked),
        back_on=await _first_day_back(work, standing, due, projects),
        is_off_anyway=await _is_off_anyway(work, standing),
        cover_is_away=await _is_away_too(work, standing),
    )


async def _first_day_back(
    work: Work, standing: Standing, due: Sequence[Task], projects: dict[int, Project]
) -> date:
    project = projects[due[0].project_id] if due else next(iter(projects.values()), None)
    calendar = await calendars.of(work, standing.person, project)
    if standing.leave.last_half == "am" and worktime.is_working_day(calendar, standing.leave.last):
        return standing.leave.last
    try:
        return worktime.add_days(calendar, standing.leave.last, 1)
    except worktime.NoWorkingTimeError:
        return standing.leave.last + A_DAY


async def _is_off_anyway(work: Work, standing: Standing) -> bool:
    """Whether no day of it would have been worked."""
    known = await project_rows.of_person(work.session, standing.person.id)
    calendar = await calendars.of(work, standing.person, known[0][0] if known else None)
    usual = worktime.Calendar(calendar.zone, calendar.week, calendar.days)
    first, last = standing.leave.first, standing.leave.last
    days = (date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1))
    return not any(worktime.is_working_day(usual, one) for one in days)


async def _is_away_too(work: Work, standing: Standing) -> bool:
    if standing.cover is None:
        return False
    theirs = await rows.leaves(work.session, [standing.cover.id], standing.leave.first)
    return any(one.first <= standing.leave.last for one in theirs)


async def _tell(work: Work, standing: Standing, meets: Meets) -> None:
    if standing.cover is not None:
        work.send(standing.cover, views.to_cover(standing), key="cover/{change}")
    for lead, projects in (await project_rows.leads_of(work.session, standing.person.id)).values():
        work.send(lead, views.to_lead(standing, meets, projects), key="leave/{change}")


async def _tell_end(work: Work, standing: Standing, message: Message) -> None:
    told = {} if standing.cover is None else {standing.cover.id: standing.cover}
    for lead, _ in (await project_rows.leads_of(work.session, standing.person.id)).values():
        told.setdefault(lead.id, lead)
    for one in told.values():
        work.send(one, message, key="back/{change}")
