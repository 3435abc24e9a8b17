"""What happened, as people read it: who did what, when, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.message import (
    Bold,
    Day,
    Days,
    Instant,
    Line,
    Message,
    Said,
    Value,
    button,
    heading,
    item,
    line,
    phrase,
)
from bot.views.tasks import HOURS_A_DAY, PRIORITY, STATUS, shortened
from storage.models import Change, Event, Project, Task
from storage.words import BlockerStatus, EventKind, MilestoneStatus, TaskStatus


@dataclass(slots=True)
class Record:
    """What one change did to one thing."""

    change: Change
    entity: str
    entity_id: int
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in the trail stand for: people, tasks and blockers by table and id, milestones."""

    people: Mapping[int, str]
    keys: Mapping[tuple[str, int], str]
    milestones: Mapping[int, str]


def of_task(task: Task, records: Sequence[Record], names: Names) -> Message:
    """Return what happened to a task and to what stopped it; this has its key."""
    title = heading("What happened to “{title}”", title=shortened(task.title))
    return Message(
        (title, *(_line(one, names, with_key=one.entity != task.__tablename__) for one in records))
    )


def of_projects(
    projects: Sequence[Project], who: str | None, records: Sequence[Record], names: Names
) -> Message:
    """Return what happened in projects, or what somebody did there."""
    title = _title(projects, who)
    if not records:
        return Message((title, line("Nothing yet.")))
    return Message((title, *(_line(one, names, with_key=True) for one in records)))


def turning(message: Message, command: str, page: int, *, goes_on: bool) -> Message:
    """With the ways to the page before, which is newer, and to the one after."""
    if page > 1:
        message = message.offering(button("Back", f"{command} page {page - 1}"))
    return message.offering(button("More", f"{command} page {page + 1}")) if goes_on else message


def _title(projects: Sequence[Project], who: str | None) -> Line:
    if who is not None:
        return heading("What {name} did", name=who)
    if len(projects) == 1:
        return heading("What happened in {project}", project=projects[0].name)
    return heading("What happened in your projects")


def _line(record: Record, names: Names, *, with_key: bool) -> Line:
    actor = record.change.actor_id
    name = names.people.get(actor) if actor is not None else None
    who: Value = name or phrase("Drumbeat")
    said = _said(record, names)
    key = _name_of(record, names) if with_key else None
    first = phrase("{name}: {what}", name=who, what=said[0] if said else phrase("changed"))
    back = phrase("taken back since") if record.change.undone_by is not None else None
    undo = phrase("taking back") if record.change.undoes is not None else None
    return item(Instant(record.change.at), Bold(key) if key else None, first, *said[1:], undo, back)


def _name_of(record: Record, names: Names) -> str | None:
    """What it happened to; a new milestone is named where it is told that it is promised."""
    if record.entity != "milestones":
        return names.keys.get((record.entity, record.entity_id))
    is_new = any(one.kind is EventKind.CREATED for one in record.events)
    return None if is_new else names.milestones.get(record.entity_id)


def _said(record: Record, names: Names) -> list[Value]:
    after: dict[str, Any] = {}
    is_new = False
    for event in record.events:
        is_new |= event.kind is EventKind.CREATED
        after |= {k: v for k, v in event.after.items() if event.kind is EventKind.CHANGED or v}
    match record.entity:
        case "tasks":
            return [*([phrase("added it")] if is_new else []), *_of_task(after, names, is_new=is_new)]
        case "blockers":
            return list(_of_blocker(after, names, is_new=is_new, by_itself=record.change.actor_id is None))
        case _:
            return list(_of_milestone(after, is_new=is_new))


def _of_task(after: Mapping[str, Any], names: Names, *, is_new: bool) -> Iterator[Value]:
    if "title" in after and not is_new:
        yield phrase("title {title}", title=Said(shortened(after["title"])))
    if "status" in after and not is_new:
        yield STATUS[TaskStatus(after["status"])]
    if "owner_id" in after:
        yield _person(after["owner_id"], names)
    if "due_day" in after:
        yield _day(after["due_day"])
    if after.get("estimate_high") is not None:
        low, high = after.get("estimate_low") or after["estimate_high"], after["estimate_high"]
        yield phrase("about {days}", days=Days(low / HOURS_A_DAY, high / HOURS_A_DAY))
    if after.get("left_hours") is not None:
        yield phrase("{days} left", days=Days(after["left_hours"] / HOURS_A_DAY))
    if "milestone_id" in after:
        name = names.milestones.get(after["milestone_id"] or 0)
        yield phrase("for {milestone}", milestone=name) if name else phrase("no milestone")
    if "priority" in after and (not is_new or after["priority"] in PRIORITY):
        yield PRIORITY.get(after["priority"]) or phrase("normal priority")
    if "tags" in after:
        yield " ".join(f"#{one}" for one in after["tags"].split()) or phrase("no tags")
    if "acceptor_id" in after:
        name = names.people.get(after["acceptor_id"] or 0)
        yield phrase("{name} accepts it", name=name) if name else phrase("nobody accepts it")
    if after.get("reject_reason"):
        yield phrase("Sent back: {reason}", reason=Said(shortened(after["reject_reason"])))


def _of_blocker(after: Mapping[str, Any], names: Names, *, is_new: bool, by_itself: bool) -> Iterator[Value]:
    if is_new:
        yield phrase("raised {reason}", reason=Said(shortened(after["reason"])))
        awaited = names.people.get(after.get("owner_id") or 0) or after.get("outside")
        if awaited:
            yield phrase("waiting for {name}", name=awaited)
    elif "status" in after:
        yield from _standing(after, by_itself=by_itself)
    if "owner_id" in after and not is_new and after.get("status") != BlockerStatus.TAKEN:
        yield _person(after["owner_id"], names)
    if after.get("needed_by"):
        yield phrase("needed by {day}", day=Day(date.fromisoformat(after["needed_by"])))
    if after.get("resolution"):
        yield Said(shortened(after["resolution"]))


def _standing(after: Mapping[str, Any], *, by_itself: bool) -> Iterator[Value]:
    """How a blocker stands since; `by_itself`: nobody said so."""
    match BlockerStatus(after["status"]):
        case BlockerStatus.OPEN if "resolved_at" in after:
            yield phrase("open again")
        case BlockerStatus.OPEN if by_itself:
            yield phrase("the day passed by which it was to be cleared")
        case BlockerStatus.OPEN if "owner_id" not in after:
            yield phrase("no longer taken")
        case BlockerStatus.OPEN:
            return  # who has it now says it all
        case BlockerStatus.TAKEN if after.get("taken_until"):
            yield phrase("clears it by {day}", day=Day(date.fromisoformat(after["taken_until"])))
        case BlockerStatus.TAKEN:
            yield phrase("taken")
        case BlockerStatus.RESOLVED:
            yield phrase("cleared")
        case BlockerStatus.WITHDRAWN:
            yield phrase("withdrawn")


def _of_milestone(after: Mapping[str, Any], *, is_new: bool) -> Iterator[Value]:
    if is_new:
        yield phrase("promised {milestone}", milestone=after["name"])
    if "promised" in after:
        yield phrase("for {day}", day=Day(date.fromisoformat(after["promised"])))
    if not is_new and after.get("status") == MilestoneStatus.MET:
        yield phrase("met")
    if not is_new and after.get("status") == MilestoneStatus.OPEN:
        yield phrase("open again")
    if not is_new and after.get("status") == MilestoneStatus.DROPPED:
        yield phrase("given up")


def _person(person_id: int | None, names: Names) -> Value:
    name = names.people.get(person_id or 0)
    return phrase("given to {name}", name=name) if name else phrase("nobody has it")


def _day(text: str | None) -> Value:
    return phrase("due {day}", day=Day(date.fromisoformat(text))) if text else phrase("no date")
