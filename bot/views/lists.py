"""Lists of tasks as people see them: a page at a time, in one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from bot.message import (
    BUTTON_BYTES,
    Audience,
    Bold,
    Button,
    Code,
    Day,
    Kind,
    Line,
    Message,
    Phrase,
    Said,
    Value,
    button,
    heading,
    item,
    line,
    note,
    phrase,
    row,
)
from bot.parameters import Scope, Tag
from bot.views.blockers import Stuck
from bot.views.tasks import (
    LONGEST_OWNER,
    PAGE,
    STATUS,
    age,
    due_of,
    listed_title,
    priority_of,
    shortened,
)
from storage.models import Milestone, Person, Project, Task
from storage.task_lists import Row
from storage.words import TaskStatus

LONGEST_WORDS = 60  # of what was searched for, in the title

_TITLES: Mapping[Scope, Phrase] = {
    Scope.OPEN: Phrase("Open tasks"),
    Scope.LATE: Phrase("Late"),
    Scope.DONE: Phrase("Done"),
    Scope.BLOCKED: Phrase("Blocked"),
    Scope.ALL: Phrase("All tasks"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; `project` is the only one that is looked at, None: all of who asks."""

    scope: Scope = Scope.OPEN
    who: Person | None = None
    tags: tuple[Tag, ...] = ()
    milestone: Milestone | None = None
    project: Project | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `total` is how many tasks it has on all its pages."""

    filters: Filters
    rows: Sequence[Row]
    names: Mapping[int, str]
    page: int
    total: int


@dataclass(frozen=True, slots=True)
class Mine:
    """A page of somebody's own tasks, a project after the other."""

    person_id: int
    rows: Sequence[Row]
    names: Mapping[int, str]
    page: int
    total: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What others owe somebody: blockers, (task, project, id of one that waits for it), and acceptance."""

    blockers: Sequence[Stuck] = ()
    awaited: Sequence[tuple[Task, Project, int]] = ()
    in_review: Sequence[tuple[Task, Project]] = ()
    names: Mapping[int, str] = field(default_factory=dict)


def listed(one: Listing) -> Message:
    """Return a page of a list, to whoever asked."""
    filters = one.filters
    title = row(*_title(filters), span(one.page, one.total), kind=Kind.HEADING)
    if not one.rows:
        return Message((title, _nothing(filters)))
    lines = [_task_line(found, one.names, with_owner=filters.who is None) for found in one.rows]
    return paged(Message((title, *lines)), _command(filters), _typed(filters), one.page, one.total)


def _title(filters: Filters) -> list[Value | None]:
    if filters.words:
        title: Value = phrase("Found for “{words}”", words=shortened(filters.words, LONGEST_WORDS))
    else:
        title = _TITLES[filters.scope]
    return [
        title,
        filters.project.name if filters.project else None,
        filters.who.name if filters.who else None,
        " ".join(f"#{one.name}" for one in filters.tags) or None,
        filters.milestone.name if filters.milestone else None,
    ]


def span(page: int, total: int) -> Phrase | None:
    """Which tasks these are, where there are more than a page of them."""
    if total <= PAGE:
        return None
    first = (page - 1) * PAGE + 1
    return phrase("{first} to {last} of {n}", first=first, last=min(first + PAGE - 1, total), n=total)


def _nothing(filters: Filters) -> Line:
    """What one can do where there is nothing to show."""
    if filters.words:
        return line("No title and no note holds that. Try a shorter word.")
    if filters.who or filters.tags or filters.milestone:
        return line("Nothing fits. Everything that is open: {command}", command=Code("list"))
    match filters.scope:
        case Scope.LATE:
            return line("Nothing is late.")
        case Scope.BLOCKED:
            return line("Nothing is blocked. Are you stuck? Say {command}.", command=Code("block 12 why"))
        case Scope.DONE:
            return line("Nothing is done yet. Say {command} when something is.", command=Code("done 12"))
        case Scope.OPEN | Scope.ALL:
            return line(
                "No tasks yet. Add one: {command}", command=Code("add Draft the contract @li by friday")
            )


def mine(one: Mine) -> Message:
    """Return a page of somebody's own tasks, for them alone."""
    title = row(phrase("Your open tasks"), span(one.page, one.total), kind=Kind.HEADING)
    if not one.rows:
        text = "Nothing waits for you. What is open for everybody: {list}. Something new: {add}"
        empty = line(text, list=Code("list"), add=Code("add Draft the contract"))
        return Message((title, empty), audience=Audience.PRIVATE)
    lines = [title]
    for project, found in groupby(one.rows, key=lambda each: each.project):
        lines.append(row(Bold(project.name)))
        lines.extend(_my_line(each, one) for each in found)
    message = Message(tuple(lines), audience=Audience.PRIVATE)
    return paged(message, "mine", "mine", one.page, one.total)


def _my_line(found: Row, one: Mine) -> Line:
    if found.task.owner_id == one.person_id:
        return _task_line(found, one.names, with_owner=False)
    owner = one.names.get(found.task.owner_id or 0, "")
    asks = phrase("{name} says it is done: do you accept it?", name=shortened(owner, LONGEST_OWNER))
    return item(listed_title(found.task, found.project), asks)


def _task_line(found: Row, names: Mapping[int, str], *, with_owner: bool) -> Line:
    task = found.task
    owner = names.get(task.owner_id or 0) if with_owner else None
    status = None if task.status is TaskStatus.TODO else STATUS[task.status]
    return item(
        listed_title(task, found.project),
        shortened(owner, LONGEST_OWNER) if owner else None,
        status if task.status is not TaskStatus.DONE else None,
        due_of(task, near=True),
        priority_of(task),
        sign=_sign(found),
    )


def _sign(found: Row) -> str:
    if found.task.status is TaskStatus.DONE:
        return "✅"
    if found.is_blocked:
        return "⛔"
    return "⏰" if found.is_late else ""


def owed(one: Owed, today: date) -> Message:
    """Return what others owe somebody, for them alone."""
    title = heading("What you wait for")
    lines = [_blocker_line(stuck, today) for stuck in one.blockers]
    lines += [_awaited_line(task, project, one.names) for task, project, _ in one.awaited]
    lines += [_review_line(task, project, one.names) for task, project in one.in_review]
    if not lines:
        text = "Nobody keeps you waiting. Are you stuck? Say {command}."
        lines = [line(text, command=Code("block 12 waiting for the keys from @bo"))]
    return Message((title, *lines), audience=Audience.PRIVATE)


def _blocker_line(stuck: Stuck, today: date) -> Line:
    blocker = stuck.blocker
    who = stuck.owner.name if stuck.owner else blocker.outside
    reason = phrase("{key} {reason}", key=Bold(stuck.key), reason=Said(shortened(blocker.reason)))
    nobody = phrase("nobody has it yet")
    waits = phrase("waiting for {name}", name=shortened(who, LONGEST_OWNER)) if who else nobody
    needed = phrase("needed by {day}", day=Day(blocker.needed_by, near=True)) if blocker.needed_by else None
    return item(reason, waits, age(blocker, today), needed, sign="⛔")


def _awaited_line(task: Task, project: Project, names: Mapping[int, str]) -> Line:
    owner = names.get(task.owner_id or 0)
    waits = phrase("waiting for {name}", name=shortened(owner, LONGEST_OWNER)) if owner else None
    nobody = phrase("nobody has it yet") if owner is None else None
    return item(listed_title(task, project), waits, nobody, due_of(task, near=True))


def _review_line(task: Task, project: Project, names: Mapping[int, str]) -> Line:
    acceptor = names.get(task.acceptor_id or 0, "")
    asked = phrase("waiting for {name} to accept it", name=shortened(acceptor, LONGEST_OWNER))
    return item(listed_title(task, project), asked)


def _command(filters: Filters) -> str:
    """The list as a button says it: with keys and ids, not with names."""
    parts = [f'search "{filters.words}"'] if filters.words else ["list", filters.scope.value]
    parts += [f"@p{filters.who.id}"] if filters.who else []
    parts += [f"#{one.name}" for one in filters.tags]
    parts += [f"for m{filters.milestone.id}"] if filters.milestone else []
    parts += [f"in {filters.project.key}"] if filters.project else []
    return " ".join(parts)


def _typed(filters: Filters) -> str:
    """The list as a person types it."""
    parts = ["search", filters.words] if filters.words else ["list", filters.scope.value]
    parts += [f"@{filters.who.name}"] if filters.who else []
    parts += [f"#{one.name}" for one in filters.tags]
    parts += [f"for {filters.milestone.name}"] if filters.milestone else []
    parts += [f"in {filters.project.key}"] if filters.project else []
    return " ".join(parts)


def paged(message: Message, command: str, typed: str, page: int, total: int) -> Message:
    """With the ways to the pages before and after; as words to type where a button can't hold them."""
    pages = -(-total // PAGE)
    near = [one for one in (page - 1, page + 1) if 1 <= one <= pages]
    if not near:
        return message
    if any(len(f"{command} page {one}".encode()) > BUTTON_BYTES for one in near):
        return message.plus(
            note("More with {command}", command=Code(phrase("{command} page {n}", command=typed, n=near[-1])))
        )
    return message.offering(*(_turn(command, one, page) for one in near))


def _turn(command: str, to: int, page: int) -> Button:
    return button("Back", f"{command} page {to}") if to < page else button("More", f"{command} page {to}")
