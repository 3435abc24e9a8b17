"""People as parameters: mentions, handles, the longest known name."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.command import MENTION, Marker, Request, Taken
from bot.command.folding import fold
from bot.command.names import LONGEST_NAME, Names
from bot.errors import NotFound
from bot.incoming import Filled, Words
from bot.message import Listed, phrase
from bot.parameters.markers import BOUNDARY, lead_at_front
from storage import people as people_rows
from storage.models import Person
from storage.people import Mate

MOST_NAMES = 20  # of one line that are looked at
ALIKE = 0.6  # how near a name must be to be offered
SURELY_ALIKE = 0.7  # and where it may be no name at all

_MARK = re.compile(r"(?<![a-z0-9._-])@")  # none within an e-mail address
_STABLE = re.compile(r"@p(\d{1,9})(?![\w-])", re.IGNORECASE)  # as buttons name somebody
_OWNER = Marker(("@",))
_NAMED_OWNER = re.compile(
    r"(?:的?(?:负责人|指派给|分配给|分派给|转交给|转给|交给|派给)\s*:?\s*(?:改?[为成]|是)?\s*)"
)
_BY_NAME = re.compile(r"[由让](?=\S{1,60}(?:负责|来做|处理|跟进)$)")  # 由李雷负责
_DOES_IT = re.compile(r"\s?(?:来?负责|来做|去做|处理|跟进)")
LEADS_ON = re.compile(
    r"(?:\b(?:to|for|with|from|by|of|and|about|via|as)|[和与跟向对找给])\s*$"
)  # the title goes on
_BETWEEN_PEOPLE = " \t\n,，、;；和与跟及&+"
_AND_IN_FRONT = re.compile(r"and\s+(?=[@＠])", re.IGNORECASE)
_AND_AT_END = re.compile(r"[\s,]and$", re.IGNORECASE)


class OnePerson:
    """`@li`: a mention, a handle, or the longest known name; 负责人李雷 needs no mark."""

    usage = "@PERSON"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a person off the front."""
        lead = lead_at_front(text[:LONGEST_NAME], marker) if marker.words else None
        if marker.words and lead is None:
            return await self._as_owner(text, request)
        text = text[lead.end() :] if lead else text
        return await person_at_front(text, request) or await self._as_owner(text, request)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a person off the end, with the marker before it if there is one."""
        before = max(0, len(text) - LONGEST_NAME)
        marks = [before + one.start() for one in _MARK.finditer(fold(text[before:]))][-MOST_NAMES:]
        for at in reversed(marks):
            taken = await person_at_front(text[at:], request)
            if taken is None or taken.rest:
                continue
            rest = _without_lead(text[:at], marker)
            return (
                None if not marker.words and LEADS_ON.search(fold(rest[-20:])) else Taken(taken.value, rest)
            )
        for lead in reversed(list(_NAMED_OWNER.finditer(fold(text[before:])))):
            taken = await self._as_owner(text[before + lead.start() :], request)
            if taken is not None and not taken.rest:
                return Taken(taken.value, text[: before + lead.start()])
        return None

    async def _as_owner(self, text: str, request: Request) -> Taken | None:
        """Read 负责人李雷 and 交给@李雷 off the front."""
        lead = lead_at_front(text[:LONGEST_NAME], _OWNER)
        if lead is None:
            return None
        rest = text[lead.end() :]
        taken = await person_at_front(rest, request)
        if taken is None and (_NAMED_OWNER.match(fold(text)) or _BY_NAME.match(fold(text))):
            taken = await _named(rest, request)
        return taken

    async def whole(self, text: str, request: Request) -> Person:
        """Read a field."""
        typed = text if text[:1] in "@＠" else f"@{text}"
        taken = await person_at_front(typed, request)
        if taken is None or taken.rest:
            raise await unknown_person(typed, request)
        found: Person = taken.value
        return found


class ManyPeople(OnePerson):
    """`@a @b`."""

    usage = "@PEOPLE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read people off the front."""
        found: list[Person] = []
        rest = text
        while (taken := await super().front(rest, request, marker)) is not None:
            found.append(taken.value)
            rest = _AND_IN_FRONT.sub("", taken.rest.lstrip(_BETWEEN_PEOPLE))
        return Taken(tuple(found), rest) if found else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read people off the end."""
        found: list[Person] = []
        rest = text
        while (taken := await super().back(_without_and(rest, found), request, marker)) is not None:
            found.insert(0, taken.value)
            rest = taken.rest.rstrip(_BETWEEN_PEOPLE)
        return Taken(tuple(found), rest) if found else None

    async def whole(self, text: str, request: Request) -> tuple[Person, ...]:  # type: ignore[override]
        """Read a field."""
        taken = await self.front(text, request, Marker())
        if taken is None or taken.rest:
            raise await unknown_person(text, request)
        found: tuple[Person, ...] = taken.value
        return found


async def person_at_front(text: str, request: Request) -> Taken | None:
    """Read a mention, `@p81` or a known name behind its mark off the front."""
    mention = MENTION.match(text)
    if mention is not None:
        person = await mentioned_person(mention[1], request)
        return _taken(person, text[mention.end() :]) if person else None
    if text[:1] not in ("@", "＠"):
        return None
    said = request.incoming.said
    if isinstance(said, Words) and said.pressed:  # typed, @p81 may be somebody's name
        return await _by_id(text, request) or await _named(text[1:], request)
    return await _named(text[1:], request) or await _by_id(text, request)


async def _by_id(text: str, request: Request) -> Taken | None:
    """Read `@p81`, as buttons name people."""
    found = _STABLE.match(fold(text[:LONGEST_NAME]))
    if found is None:
        return None
    person = await people_rows.person(request.work.session, request.work.workspace.id, int(found[1]))
    return _taken(person, text[found.end() :]) if person else None


async def _named(text: str, request: Request) -> Taken | None:
    gap = len(text) - len(text.lstrip())
    head = text[gap:]
    here, everybody = await _names_here(request), await _names_of_all(request)
    near, far = here.longest(head), everybody.longest(head)
    whole = far if near is None or (far is not None and far[1] > near[1]) else near
    found = whole or here.first(head) or everybody.first(head)
    return _taken(found[0], head[found[1] :]) if found else None


def _taken(person: Person, rest: str) -> Taken:
    does_it = _DOES_IT.match(fold(rest[:10]))
    return Taken(person, (rest[does_it.end() :] if does_it else rest).strip())


def _without_lead(text: str, marker: Marker) -> str:
    """A text without the words that led to a name at its end: "from", 负责人, 交给."""
    from_here = max(0, len(text) - LONGEST_NAME)
    tail = fold(text[from_here:])
    english = "|".join(re.escape(one) for one in marker.words) or r"(?!)"
    found = re.search(rf"{BOUNDARY}(?:{english})\s*$", tail)
    if found is None:
        found = re.search(rf"(?:{_NAMED_OWNER.pattern}|(?:^|(?<=[\s,;.]))[由给让归]|^to)\s*$", tail)
    return text[: from_here + found.start()] if found else text


def _without_and(text: str, found: Sequence[Person]) -> str:
    """A text without the "and" between two people, if one of them was found behind it."""
    return _AND_AT_END.sub("", text) if found else text


async def unknown_person(text: str, request: Request) -> NotFound:
    """The sentence for a name that nobody has; those called alike are offered in its place."""
    typed = re.match(r"@\s?[\w.-]{1,60}", fold(text))
    name = text[: typed.end()] if typed else text[:40]
    near = _nearest(fold(name.lstrip("@＠ ")), [*await roster(request), *await whole_team(request)])
    if not near:
        return NotFound("I don't know {name} here.", name=name)
    choices = [
        (phrase("@{name}", name=one.person.name), request.line.replace(name, f"@p{one.person.id} ", 1))
        for one in near
        if name in request.line
    ]
    names = Listed(tuple(f"@{one.person.name}" for one in near))
    return NotFound(
        "I don't know {name} here. Did you mean {names}?", choices=choices, name=name, names=names
    )


async def name_at_end(title: str, request: Request) -> tuple[str, list[Person]]:
    """The name at the end of a title, empty if somebody has it, and who is called so or alike."""
    found = re.search(r"(?<!\S)[@＠](\S{1,60})$", title)
    if found is None:
        return "", []
    mates = [*await roster(request), *await whole_team(request)]
    known = Names(mates).longest(found[1])
    if known is not None and known[1] == len(found[1]):
        return "", [known[0]]
    return found[0], [one.person for one in _nearest(fold(found[1]), mates, SURELY_ALIKE)]


def _nearest(name: str, mates: Sequence[Mate], alike: float = ALIKE) -> list[Mate]:
    known = {fold(one): mate for mate in mates for one in mate.names}
    found = {known[one].person.id: known[one] for one in get_close_matches(name, known, 3, alike)}
    return list(found.values())


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


async def _names_here(request: Request) -> Names:
    number = request.project.id if request.project is not None else -1
    if number not in request.names:
        request.names[number] = Names(await roster(request))
    return request.names[number]


async def _names_of_all(request: Request) -> Names:
    if 0 not in request.names:
        request.names[0] = Names(await whole_team(request))
    return request.names[0]
