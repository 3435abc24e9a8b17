"""Somebody's data, told to them or gone for good; what the project did stays, with a "former member"."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from bot.errors import NotAllowed, NotFound, Refused
from bot.message import Button, Field, Form, Line, Link, Message, Phrase, Zoned, from_json, phrase, to_json
from bot.outgoing import Reader
from bot.services import escalations
from bot.services.people import SOMEBODY
from bot.views import erasures as views
from bot.views import projects as project_views
from bot.views.people import Orphans
from bot.wording import words
from bot.work import Work
from storage import grants, personal
from storage import people as people_rows
from storage import projects as project_rows
from storage import tasks as task_rows
from storage.models import Person

# Fields of a message that hold no texts: commands, addresses, signs.
_NO_TEXT: dict[type[Any], frozenset[str]] = {
    Phrase: frozenset({"text", "many"}),
    Button: frozenset({"command", "url"}),
    Link: frozenset({"url"}),
    Line: frozenset({"sign"}),
    Zoned: frozenset({"zone"}),
    Field: frozenset({"name"}),
    Form: frozenset({"command", "given"}),
    Message: frozenset({"topic"}),
}
SHORTEST_NAME = 2  # a letter alone is no name in a text
_LATIN = "0-9A-Za-z_\u00c0-\u024f"  # what goes on in a word; Chinese names stand without spaces


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody's names and handles, and what stands in their place."""

    names: frozenset[str]
    handles: frozenset[str]
    now: str

    @property
    def needles(self) -> Sequence[str]:
        """What a text has to hold for a name to be in it."""
        return sorted({*self.names, *(f"@{one}" for one in self.handles)})

    def renamed(self, value: Any) -> Any:  # noqa: ANN401 - what rows hold: texts, and JSON
        """The same without the names; the keys of JSON stay."""
        match value:
            case str():
                return self._pattern().sub(self.now, value)
            case list():
                return [self.renamed(one) for one in value]
            case dict():
                return {key: self.renamed(one) for key, one in value.items()}
            case _:
                return value

    def in_message(self, value: Any) -> Any:  # noqa: ANN401 - JSON of a message
        """A message of the outbox without the names; its sentences are ours, and stay."""
        return to_json(_with(from_json(value), self))

    def _pattern(self) -> re.Pattern[str]:
        """Names as they are written, longest first; in any case behind `@`, or where they are several words.

        One word alone is told from a usual one by its capitals: "Will", not "will".
        """
        found = [_whole(one, any_case=" " in one) for one in _longest_first(self.names)]
        found += [_whole(f"@{one}", any_case=True) for one in _longest_first({*self.names, *self.handles})]
        return re.compile("|".join(reversed(found)))


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=len)


def _whole(name: str, *, any_case: bool) -> str:
    """A pattern for a whole name."""
    before = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", name) else ""
    after = f"(?![{_LATIN}])" if re.search(f"[{_LATIN}]$", name) else ""
    pattern = f"{before}{re.escape(name)}{after}"
    return f"(?i:{pattern})" if any_case else pattern


def _with(value: Any, called: Called) -> Any:  # noqa: ANN401 - all that a message is made of
    match value:
        case Enum():
            return value
        case tuple():
            return tuple(_with(one, called) for one in value)
        case dict():
            return {key: _with(one, called) for key, one in value.items()}
        case str():
            return called.renamed(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            kept = _NO_TEXT.get(type(value), frozenset())
            names = [one.name for one in fields(value) if one.name not in kept]
            return replace(value, **{name: _with(getattr(value, name), called) for name in names})
        case _:
            return value


async def ask(work: Work, person: Person, *, by: Person) -> None:
    """Let an admin, and nobody else, be asked whether they mean it.

    Raises:
        NotAllowed: somebody else asks.
        Refused: it is their own; another admin is to do that.
    """
    if not by.is_admin:
        admins = await people_rows.admins(work.session, work.workspace.id)
        name = admins[0].name if admins else phrase("an admin")
        raise NotAllowed("Erasing somebody's data is for admins. Ask {name}.", name=name)
    if person.id == by.id:
        raise Refused("Another admin has to do that: you would be gone before I could answer.")


async def erase(work: Work, person: Person, *, by: Person) -> int:
    """Leave nothing of somebody's data; returns how many texts their name was taken out of.

    It can't be taken back. Their leads hear what has nobody to do it now.

    Raises:
        NotAllowed: only an admin does.
        Refused: it is their own.
        NotFound: they are erased already.
    """
    await ask(work, person, by=by)
    logins = await people_rows.accounts(work.session, [person.id])
    if not logins:
        raise NotFound("They are erased already.")
    ids = await personal.all_of(work.session, person)
    for login in logins:
        await grants.forget_installer(work.session, login)
    called = await _called(work, ids, [one.handle or one.external_id for one in logins])
    orphans = await _orphans(work, person)
    projects = [project for project, _ in await project_rows.of_person(work.session, person.id)]
    alone = await project_rows.left_without_lead(work.session, person.id)
    await work.session.flush()
    await personal.drop(work.session, work.workspace.id, ids)
    await personal.blank(work.session, ids, called.now, work.now)
    number = await personal.rename_in_texts(
        work.session, work.workspace.id, called.needles, called.renamed, called.in_message
    )
    for project in projects:  # only now: what is said of it must not name them any more
        await escalations.release(work, project, person)
    for project in alone:
        work.send(project, project_views.leaderless(project), key=f"leaderless/{project.id}/{{change}}")
    for lead, left in orphans:
        work.send(lead, views.erased_to_lead(left), key="erased/{change}")
    await personal.is_final(work.session, await work.change())
    return number


async def _called(work: Work, ids: Collection[int], handles: Iterable[str]) -> Called:
    people = await people_rows.people(work.session, work.workspace.id, ids)
    now = words(phrase("former member"), Reader(work.workspace.language))
    names = {one.name for one in people.values() if len(one.name) >= SHORTEST_NAME and one.name != SOMEBODY}
    return Called(frozenset(names), frozenset(one for one in handles if one), now)


async def _orphans(work: Work, person: Person) -> list[tuple[Person, Orphans]]:
    """What of somebody's each lead is left with."""
    leads = await project_rows.leads_of(work.session, person.id)
    tasks = tuple(await task_rows.open_of_owner(work.session, person.id))
    blockers = tuple(await task_rows.blockers_waiting_for(work.session, person.id))
    return [(lead, Orphans(person, tuple(projects), tasks, blockers)) for lead, projects in leads.values()]
