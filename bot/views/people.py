"""People as they are spoken to about themselves: the first contact, and the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Line,
    Link,
    Mention,
    Message,
    Phrase,
    Said,
    Series,
    Style,
    Time,
    Zoned,
    button,
    item,
    line,
    link_button,
    note,
    says,
)
from bot.views.tasks import key_of
from storage.models import Blocker, Installation, Person, Project, Task
from storage.words import Platform, Role

SHOWN = 20
ROLES: Mapping[Role, Phrase] = {
    Role.OBSERVER: Phrase("observer"),
    Role.MEMBER: Phrase("member"),
    Role.SPONSOR: Phrase("sponsor"),
    Role.LEAD: Phrase("lead"),
}
OFFERED_TIMES = (time(8, 30), time(9, 0), time(10, 0), time(11, 0), time(14, 0))


@dataclass(frozen=True, slots=True)
class Contact:
    """Who was added to what, by whom and as what.

    `asks_at` is the local time of the project's question, None without one; `begins` when the first one may
    come; `guessed_zone` the zone that is taken because their own is not known.
    """

    person: Person
    project: Project
    by: str
    role: Role
    asks_at: time | None
    begins: datetime
    guessed_zone: str | None = None


def first_contact(one: Contact) -> Message:
    """Return the first message to somebody: who added them to what, what will come, and who sees it."""
    hello = line(
        "Hello {name}. {by} added you to {project}.",
        name=one.person.name,
        by=one.by,
        project=Bold(one.project.name),
    )
    return Message((hello, _what_comes(one), *_beginning(one)), _choices(one))


def joined(one: Contact) -> Message:
    """Return what is said to somebody who came in by themselves; `begins` is now."""
    hello = line(
        "Welcome, {name}. You are in {project} now.", name=one.person.name, project=Bold(one.project.name)
    )
    lines = [hello, _what_comes(one)]
    if one.guessed_zone is not None:
        lines.append(_my_time(one.project, one.begins))
    return Message(tuple(lines), (*_choices(one)[1:-1], button("Help", "help")))


def administers(person: Person, installation: Installation) -> Message:
    """Return what the first admin is told: what to begin with."""
    hello = line("Welcome, {name}. You administer Drumbeat here.", name=person.name)
    if installation.platform is not Platform.TELEGRAM:
        first = line("Put me into a channel of yours: there one button sets up a project.")
        return Message((hello, first), (button("Help", "help"),))
    first = line("Put me into a group of yours: there one button sets up a project.")
    group = link_button("Choose a group", f"https://t.me/{installation.bot_name}?startgroup=new")
    return Message((hello, first), (group, button("Help", "help")))


def added(one: Contact) -> Message:
    """Return what is said to somebody who knows the bot, and is in one more project now."""
    told = line("{by} added you to {project}.", by=one.by, project=Bold(one.project.name))
    return Message((told, _what_comes(one)), _choices(one))


def _what_comes(one: Contact) -> Line:
    if one.role is Role.OBSERVER:
        return line("You can look at its plan and its tasks. Nothing is asked of you.")
    if one.asks_at is None:
        return line(
            "You'll get a note before your own tasks are due, and when somebody waits for you. "
            "The team sees what you do with them."
        )
    return line(
        "You'll get one short question each working day at {time}, and a note before your own tasks are due. "
        "The team sees your answers.",
        time=Time(one.asks_at),
    )


def _beginning(one: Contact) -> list[Line]:
    if one.role is Role.OBSERVER:
        return []
    if one.guessed_zone is None:
        moment = Zoned(one.begins, one.person.zone or one.project.zone)
        return [note("It begins {moment}, unless you say otherwise.", moment=moment)]
    return [
        note(
            "It begins {moment}, unless you say otherwise. Is that not your time? Say {example}.",
            moment=Zoned(one.begins, one.guessed_zone),
            example=Code("settings zone London"),
        )
    ]


def _choices(one: Contact) -> tuple[Button, ...]:
    key = one.project.key
    fine = button("Fine", f"welcome fine {key}", Style.PRIMARY)
    not_me = button("Not me", f"welcome no {key}")
    if one.role is Role.OBSERVER:
        return (fine, not_me)
    later = button("Another time", f"welcome later {key}")
    elsewhere = (_elsewhere(),) if one.guessed_zone is not None else ()
    return (fine, later, button("In the channel instead", f"welcome channel {key}"), *elsewhere, not_me)


def which_zone(project: Project, now: datetime) -> Message:
    """Return what is asked once of somebody whose zone is not known: meanwhile they have the project's."""
    mine = button("That's right", f"settings zone {project.zone}", Style.PRIMARY)
    return Message((_my_time(project, now),), (mine, _elsewhere()))


def _my_time(project: Project, now: datetime) -> Line:
    return line(
        "I take {time} for your time, as in {project}.",
        time=Zoned(now, project.zone),
        project=Bold(project.name),
    )


def _elsewhere() -> Button:
    return button("I live elsewhere", "settings zone")


def fine(project: Project) -> Message:
    """Return the answer to [Fine]."""
    return says(
        "Good to have you in {project}. Say {example} whenever you like.",
        project=Bold(project.name),
        example=Code("help"),
    )


def another_time(project: Project) -> Message:
    """Return the answer to [Another time]: some times to choose from."""
    buttons = tuple(button("{time}", f"settings time {one:%H:%M}", time=Time(one)) for one in OFFERED_TIMES)
    asked = line(
        "When shall I ask you about {project}? Any other time goes too: {example}",
        project=Bold(project.name),
        example=Code("settings time 9:45"),
    )
    return Message((asked,), buttons)


def in_channel(project: Project) -> Message:
    """Return the answer to [In the channel instead]."""
    return says(
        "Your daily question stands in the channel of {project} from now on. Back to here: {example}",
        project=Bold(project.name),
        example=Code("settings question here"),
    )


def not_me(project: Project) -> Message:
    """Return the answer to [Not me]."""
    return says(
        "Understood. You are out of {project}: it asks you nothing, and its lead knows.",
        project=Bold(project.name),
    )


def stopped() -> Message:
    """Return the answer to `stop`."""
    return says(
        "Stopped. From now on only what has reached the last level of escalation gets through. "
        "Start again: {example}",
        example=Code("resume"),
    )


def stopped_to_lead(person: Person, projects: Sequence[Project]) -> Message:
    """Return what a lead is told of somebody who wants no messages any more."""
    return says(
        "{name} ({projects}) gets no messages from me any more, by their own wish. "
        "Only the last level of an escalation gets through.",
        name=person.name,
        projects=Series(tuple(one.key for one in projects)),
    )


def resumed() -> Message:
    """Return the answer to taking it up again."""
    return says("Welcome back. You get my messages again.")


def call(person: Person, bot_name: str) -> Message:
    """Return what stands in a group for somebody who can't be written to: the way in, and no content."""
    return Message(
        (
            line(
                "{name}, something waits for you, and I can't write to you yet. Press Start once: {link}",
                name=Mention(person.id, person.name),
                link=Link(f"t.me/{bot_name}", f"https://t.me/{bot_name}?start=hello"),
            ),
        ),
        audience=Audience.PLACE,
    )


@dataclass(frozen=True, slots=True)
class Orphans:
    """What somebody who is gone leaves to a lead: open tasks and blockers of the projects of theirs."""

    person: Person
    projects: tuple[Project, ...]
    tasks: tuple[Task, ...]
    blockers: tuple[Blocker, ...]


def refused(one: Orphans, project: Project) -> Message:
    """Return what a lead is told of somebody who was added and does not want to be."""
    told = line(
        "{name} was added to {project}, and says they are not the one for it. They are out of it now.",
        name=one.person.name,
        project=Bold(project.name),
    )
    return Message((told, *orphaned(one)))


def taken_out(project: Project, by: Person) -> Message:
    """Return what is said to somebody who was taken out of a project."""
    return says(
        "{by} took you out of {project}. It asks you nothing any more.",
        by=by.name,
        project=Bold(project.name),
    )


def gone(one: Orphans) -> Message:
    """Return what a lead is told when somebody's login was closed."""
    told = line("{name}'s login was closed. They get no messages any more.", name=one.person.name)
    return Message((told, *orphaned(one)))


def orphaned(one: Orphans) -> list[Line]:
    """Return what has nobody to do it now, in these projects."""
    by_id = {project.id: project for project in one.projects}
    lines = [
        item(Bold(key_of(task, by_id[task.project_id])), task.title)
        for task in one.tasks
        if task.project_id in by_id
    ]
    lines += [
        item(Bold(key_of(blocker, by_id[blocker.project_id])), Said(blocker.reason), sign="⛔")
        for blocker in one.blockers
        if blocker.project_id in by_id
    ]
    if not lines:
        return []
    rest = len(lines) - SHOWN
    more = [note("and {n} more", n=rest)] if rest > 0 else []
    return [line("Still with {name}:", name=one.person.name), *lines[:SHOWN], *more]
