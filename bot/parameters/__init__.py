"""How each type of parameter is read: keys, people, dates, priorities, tags, durations, milestones."""

from collections.abc import Mapping
from typing import Any

from bot import when
from bot.command import Kind
from bot.parameters.anybody import Anybody, OneAnybody
from bot.parameters.dates import Date, no_such
from bot.parameters.details import Priority, Span, Tag, Tags, Urgent, Whole
from bot.parameters.keys import Key, keys_in_front
from bot.parameters.leave import Cover, Covering, LeaveDays
from bot.parameters.links import OneSource, Source
from bot.parameters.lists import OnePage, OneScope, Page, Scope
from bot.parameters.milestones import KeyOrMilestone, OneMilestone
from bot.parameters.people import ManyPeople, OnePerson
from bot.parameters.projects import OneProject, my_projects, visible_projects
from bot.parameters.removals import Part, Removals, Without
from bot.parameters.standups import OneStandup, Which
from bot.parameters.tasks import ManyTasks, ManyThings, OneBlocker, OneTask, TaskOrBlocker
from bot.parameters.unread import Unread, UnreadOptions
from storage.models import Blocker, Milestone, Person, Project, Task

__all__ = [
    "KINDS",
    "Anybody",
    "Cover",
    "Key",
    "Page",
    "Part",
    "Priority",
    "Scope",
    "Source",
    "Tag",
    "Unread",
    "Which",
    "Without",
    "keys_in_front",
    "my_projects",
    "no_such",
    "visible_projects",
]

KINDS: Mapping[Any, Kind] = {
    Task: OneTask(),
    tuple[Task, ...]: ManyTasks(),
    Blocker: OneBlocker(),
    Task | Blocker: TaskOrBlocker(),
    tuple[Task | Blocker, ...]: ManyThings(),
    Task | Blocker | Milestone: KeyOrMilestone(),
    Person: OnePerson(),
    tuple[Person, ...]: ManyPeople(),
    Anybody: OneAnybody(),
    when.When | when.Unclear: Date(),
    when.Duration: Span(),
    Priority: Urgent(),
    tuple[Tag, ...]: Tags(),
    Milestone: OneMilestone(),
    Project: OneProject(),
    when.Range | when.Unclear: LeaveDays(),
    Cover: Covering(),
    Source: OneSource(),
    int: Whole(),
    Scope: OneScope(),
    Page: OnePage(),
    Which: OneStandup(),
    tuple[Without, ...]: Removals(),
    tuple[Unread, ...]: UnreadOptions(),
}
