"""People as parameters: mentions, handles, the longest known name."""

import re
from collections.abc import Mapping, Sequence

from bot.command import MENTION, Marker, Request, Taken
from bot.errors import NotFound
from bot.incoming import Filled, Words
from bot.parameters.markers import any_of, starts_with_name, without_marker
from storage import people as people_rows
from storage.models import Person
from storage.people import Mate

_NUMBERED = re.compile(r"[@＠]p(\d{1,9})(?!\w)")
_NAME = re.compile(r"[@＠](\S{1,80})")
_STABLE_ID = re.compile(r"[@＠]p(\d{1,18})(?![\w-])")  # how buttons name a person


class OnePerson:
    """`@li`: a mention, a handle, or the longest known name."""

    usage = "@PERSON"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a person off the front."""
        lead = re.match(rf"(?:{any_of(marker.words)})\s*", text, re.IGNORECASE) if marker.words else None
        text = text[lead.end() :] if lead else text
        if marker.words and lead is None:
            return None
        return await self._named_at_front(text, request)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a person off the end, with the marker before it if there is one."""
        for at in (found.start() for found in reversed(list(re.finditer(r"[@＠]", text)))):
            taken = await self._named_at_front(text[at:], request)
            if taken is not None and not taken.rest:
                return Taken(taken.value, without_marker(text[:at], marker))
        return None

    async def whole(self, text: str, request: Request) -> Person:
        """Read a field."""
        typed = text if text[:1] in "@＠" else f"@{text}"
        taken = await self._named_at_front(typed, request)
        if taken is None or taken.rest:
            raise NotFound("I don't know {name} here.", name=typed[:40])
        found: Person = taken.value
        return found

    async def _named_at_front(self, text: str, request: Request) -> Taken | None:
        mention = MENTION.match(text)
        if mention is not None:
            person = await mentioned_person(mention[1], request)
            return Taken(person, text[mention.end() :].strip()) if person else None
        if _NAME.match(text) is None:
            return None
        pressed = await self._by_id(text, request)
        if pressed is not None:
            return pressed
        found = longest_name(text[1:], await roster(request)) or longest_name(
            text[1:], await whole_team(request)
        )
        if found is not None:
            return Taken(found[0], text[1 + found[1] :].strip())
        return await self._numbered_at_front(text, request)

    async def _numbered_at_front(self, text: str, request: Request) -> Taken | None:
        """Read `@p81`, as buttons name people."""
        number = _NUMBERED.match(text)
        if number is None:
            return None
        work = request.work
        person = await people_rows.person(work.session, work.workspace.id, int(number[1]))
        return Taken(person, text[number.end() :].strip()) if person else None

    async def _by_id(self, text: str, request: Request) -> Taken | None:
        """`@p81` of a button; typed, it may be somebody's name."""
        said = request.incoming.said
        found = _STABLE_ID.match(text) if isinstance(said, Words) and said.pressed else None
        if found is None:
            return None
        person = await people_rows.person(request.work.session, request.work.workspace.id, int(found[1]))
        return Taken(person, text[found.end() :].strip()) if person else None


class ManyPeople(OnePerson):
    """`@a @b`."""

    usage = "@PEOPLE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read people off the front."""
        found: list[Person] = []
        rest = text
        while (taken := await super().front(rest, request, marker)) is not None:
            found.append(taken.value)
            rest = taken.rest
        return Taken(tuple(found), rest) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read one person off the end; more follow in the next round."""
        taken = await super().back(text, request, marker)
        return Taken((taken.value,), taken.rest) if taken else None

    async def whole(self, text: str, request: Request) -> tuple[Person, ...]:  # type: ignore[override]
        """Read a field."""
        taken = await self.front(text, request, Marker())
        if taken is None or taken.rest:
            raise NotFound("I don't know {name} here.", name=text[:40])
        found: tuple[Person, ...] = taken.value
        return found


async def mentioned_person(external_id: str, request: Request) -> Person | None:
    """The person behind a mention; who has not spoken yet is known by their login from now on."""
    session, workspace = request.work.session, request.work.workspace
    found = await people_rows.login(session, request.here.installation_id, external_id)
    if found is not None:
        is_ours = not found[0].is_outsider and found[1].workspace_id == workspace.id
        return found[1] if is_ours else None
    name = mentioned_names(request).get(external_id, "")
    if not name:
        return None
    return await people_rows.add_unseen(
        session, workspace.id, request.here.installation_id, external_id, name, request.work.now
    )


def mentioned_names(request: Request) -> Mapping[str, str]:
    """The names that the platform told with the mentions."""
    said = request.incoming.said
    return said.mentioned if isinstance(said, Words | Filled) else {}


async def roster(request: Request) -> list[Mate]:
    """The people of the project at hand."""
    if request.project is None:
        return []
    if request.project.id not in request.rosters:
        request.rosters[request.project.id] = await people_rows.roster(
            request.work.session, request.project.id
        )
    return request.rosters[request.project.id]


async def whole_team(request: Request) -> list[Mate]:
    """The people of the workspace."""
    if 0 not in request.rosters:
        request.rosters[0] = await people_rows.everybody(request.work.session, request.work.workspace.id)
    return request.rosters[0]


def longest_name(text: str, mates: Sequence[Mate]) -> tuple[Person, int] | None:
    """The person whose longest name stands at the front, and its length; so does a unique first name."""
    folded = text.casefold()
    best: tuple[Person, int] | None = None
    for mate in mates:
        for name in mate.names:
            if starts_with_name(folded, name.casefold()) and (best is None or len(name) > best[1]):
                best = (mate.person, len(name))
    return best or _unique_first_name(folded, mates)


def _unique_first_name(folded: str, mates: Sequence[Mate]) -> tuple[Person, int] | None:
    found = {
        mate.person.id: (mate.person, len(first))
        for mate in mates
        for name in mate.names
        if (first := name.split(maxsplit=1)[0]) != name and starts_with_name(folded, first.casefold())
    }
    return next(iter(found.values())) if len(found) == 1 else None
