"""Projects, and who is in them, as people see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Day,
    Kind,
    Line,
    Listed,
    Message,
    Phrase,
    Time,
    Value,
    Zoned,
    button,
    counted,
    heading,
    item,
    line,
    phrase,
    row,
    says,
)
from bot.views import leaves
from bot.views.leaves import Away
from bot.views.people import ROLES, Orphans, orphaned
from bot.views.tasks import undo
from storage.models import Channel, Member, Milestone, Person, Project, Standup
from storage.words import ProjectStatus, Role

SHOWN = 40
CLOSED_SHOWN = 10
CLOSED_OFFERED = 3  # to be opened again
NEXT_MILESTONES = 3

STATUS: Mapping[ProjectStatus, Phrase] = {
    ProjectStatus.ACTIVE: Phrase("running"),
    ProjectStatus.PAUSED: Phrase("paused"),
    ProjectStatus.CLOSED: Phrase("closed"),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is shown of a project."""

    project: Project
    leads: tuple[Person, ...]
    size: int
    channels: tuple[Channel, ...]
    standup: Standup | None
    milestones: tuple[Milestone, ...]
    acceptor: Person | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Who is in a project; `busy` is how many open tasks each has, for its lead's eyes only.

    So is who is not reachable.
    """

    project: Project
    members: tuple[tuple[Member, Person], ...]
    away: tuple[Away, ...]
    now: datetime
    busy: Mapping[int, int] | None
    unreachable: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A project that is closed, since when, and whether who asks may open it again."""

    project: Project
    since: date | None
    may_open: bool


def started(project: Project, *, can_be_joined: bool) -> Message:
    """Return the answer to whoever starts a project; whoever reads it where it lives can join it there."""
    shown = says(
        "{project} is set up; its key is {key} and you lead it. Add a task: {example}",
        project=Bold(project.name),
        key=Bold(project.key),
        example=Code("add Draft the contract by friday"),
    )
    ways = (join(project), undo()) if can_be_joined else (undo(),)
    return shown.to(Audience.PLACE).offering(*ways)


def listed(known: Sequence[tuple[Project, Member]], closed: Sequence[Closed]) -> Message:
    """Return somebody's own projects, and those of them that are closed."""
    if not known and not closed:
        example = Code('project new "Web shop" key WEB')
        return says("You are in no project yet. Start one: {example}", example=example)
    lines = [
        item(
            Bold(one.key),
            one.name,
            ROLES[member.role],
            STATUS[one.status] if one.status is not ProjectStatus.ACTIVE else None,
        )
        for one, member in known[:SHOWN]
    ]
    lines += [_closed(one) for one in closed[:CLOSED_SHOWN]]
    ways = [
        button("Open {project} again", f"project open {one.project.key}", project=one.project.key)
        for one in closed[:CLOSED_OFFERED]
        if one.may_open
    ]
    return Message((heading("Your projects"), *lines), tuple(ways)).to(Audience.PRIVATE)


def _closed(one: Closed) -> Line:
    since = phrase("closed since {day}", day=Day(one.since)) if one.since else STATUS[ProjectStatus.CLOSED]
    return item(Bold(one.project.key), one.project.name, since)


def card(one: Whole) -> Message:
    """Return a project on a page."""
    leads = Listed(tuple(lead.name for lead in one.leads)) if one.leads else phrase("nobody")
    names = tuple(f"#{channel.name}" for channel in one.channels if channel.name)
    lines: list[Line] = [
        row(Bold(one.project.key), Bold(one.project.name), STATUS[one.project.status]),
        item(phrase("Led by {names}", names=leads), counted("{n} person", "{n} people", one.size)),
    ]
    if names:
        lines.append(item(phrase("Lives in {channels}", channels=Listed(names))))
    if one.acceptor is not None:
        lines.append(item(phrase("{name} accepts what is done", name=one.acceptor.name)))
    if one.standup is not None:
        lines.append(item(phrase("Stand-up at {time}", time=Time(one.standup.at))))
    lines.extend(
        item(Bold(milestone.name), phrase("promised {day}", day=Day(milestone.promised)))
        for milestone in one.milestones[:NEXT_MILESTONES]
    )
    return Message(tuple(lines))


def bound(project: Project) -> Message:
    """Return the answer to letting a project live in a channel."""
    return says("{project} lives here now.", project=Bold(project.name)).to(Audience.PLACE).offering(undo())


def accepts(project: Project, person: Person | None) -> Message:
    """Return who accepts what is done in a project."""
    if person is None:
        return says("Nobody accepts what is done in {project}: done is done.", project=Bold(project.name))
    return says(
        "{name} accepts what is done in {project}. Until then it waits, and what comes after it as well.",
        name=person.name,
        project=Bold(project.name),
    )


def paused(project: Project) -> Message:
    """Return the answer to pausing."""
    return says(
        "{project} is paused: nobody is asked, reminded or warned.", project=Bold(project.name)
    ).offering(undo())


def closed(project: Project, left: int) -> Message:
    """Return the answer to closing; `left` tasks are open in it."""
    said = line("{project} is closed.", project=Bold(project.name))
    if not left:
        return Message((said,), (undo(),))
    stay = counted(
        "One task is open still; nobody is reminded of it.",
        "{n} tasks are open still; nobody is reminded of them.",
        left,
    )
    return Message((said, row(stay, kind=Kind.NOTE)), (undo(),))


def running(project: Project) -> Message:
    """Return the answer to waking a project."""
    return says("{project} is running again.", project=Bold(project.name)).offering(undo())


def renamed(project: Project) -> Message:
    """Return the answer to giving another name."""
    return says("{key} is called {project} now.", key=Bold(project.key), project=Bold(project.name)).offering(
        undo()
    )


def code(project: Project, secret: str, role: Role) -> Message:
    """Return an invitation, for the inviter's eyes only."""
    return says(
        "Whoever sends me this code first is {role} of {project}, for seven days: {code}",
        role=ROLES[role],
        project=Bold(project.name),
        code=Code(secret),
    ).to(Audience.PRIVATE)


def removed(orphans: Orphans, project: Project) -> Message:
    """Return the answer to taking somebody out: what of theirs has nobody now."""
    out = line("{name} is no longer in {project}.", name=orphans.person.name, project=Bold(project.name))
    return Message((out, *orphaned(orphans))).offering(undo())


def has_role(person: Person, role: Role, project: Project) -> Message:
    """Return the answer to giving somebody a role."""
    return says(
        "{name} is {role} of {project} now.", name=person.name, role=ROLES[role], project=Bold(project.name)
    ).offering(undo())


def leads_now(person: Person, project: Project) -> Message:
    """Return the answer to having taken the lead, for everybody there."""
    return has_role(person, Role.LEAD, project).to(Audience.PLACE)


def join(project: Project) -> Button:
    """Return the button for whoever is where a project lives, and not in it."""
    return button("Join {project}", f"project join {project.key}", project=project.name)


def lead_it(project: Project) -> Button:
    """Return the button for whoever may lead a project that has nobody for it."""
    return button("I'll lead it", f"lead me {project.key}")


def leaderless(project: Project) -> Message:
    """Return what a project's channels are told when its only lead is gone."""
    said = line(
        "Nobody leads {project} any more. An admin here can take the lead.", project=Bold(project.name)
    )
    return Message((said,), (lead_it(project),), audience=Audience.PLACE)


def team(one: Team) -> Message:
    """Return who is in a project, with their roles and local times."""
    away = {found.person.id: found for found in reversed(one.away)}
    lines = [_mate(one, member, person, away.get(person.id)) for member, person in one.members[:SHOWN]]
    title = line("{project}: who is in it", project=Bold(one.project.name))
    audience = Audience.PRIVATE if one.busy is not None else Audience.ASKER
    if any(member.role is Role.LEAD and person.gone_at is None for member, person in one.members):
        return Message((title, *lines), audience=audience)
    nobody = line("Nobody leads it. An admin here can.")
    return Message((title, *lines, nobody), (lead_it(one.project),), audience=audience)


def _mate(team: Team, member: Member, person: Person, away: Away | None) -> Line:
    here = Zoned(team.now, person.zone or team.project.zone)
    parts: list[Value | None] = [person.name, ROLES[member.role], here]
    if away is not None:
        until = phrase("🏖 until {day}", day=Day(away.leave.last))
        parts.append(until if away.is_now else phrase("🏖 {days}", days=leaves.days(away.leave)))
    if team.busy is not None:
        parts.append(counted("{n} open task", "{n} open tasks", team.busy.get(person.id, 0)))
        parts.append(phrase("wants no messages") if person.stopped_at is not None else None)
        parts.append(phrase("not reachable") if person.id in team.unreachable else None)
    parts.append(phrase("login closed") if person.gone_at is not None else None)
    return item(*parts)
