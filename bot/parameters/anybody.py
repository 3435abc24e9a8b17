"""Somebody of the workspace as a parameter, those who have left included."""

from dataclasses import dataclass

from bot.command import Marker, Request, Taken
from bot.parameters.people import OnePerson, unknown_person
from storage import personal
from storage.models import Person
from storage.people import Mate


@dataclass(frozen=True, slots=True)
class Anybody:
    """Somebody who is or was here."""

    person: Person


class OneAnybody(OnePerson):
    """`@tom`, also when his login was closed."""

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read somebody off the front."""
        await _know_all(request)
        taken = await super().front(text, request, marker)
        return Taken(Anybody(taken.value), taken.rest) if taken else None

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Nobody stands at the end."""
        return None

    async def whole(self, text: str, request: Request) -> Anybody:  # type: ignore[override]
        """Read a field."""
        taken = await self.front(text if text[:1] in "@＠" else f"@{text}", request, Marker())
        if taken is None or taken.rest:
            raise await unknown_person(text, request)
        found: Anybody = taken.value
        return found


async def _know_all(request: Request) -> None:
    """Let names be those of the whole workspace."""
    found = await personal.by_name(request.work.session, request.work.workspace.id)
    request.rosters[0] = [Mate(one, tuple({one.name, handle or one.name}), None) for one, handle in found]
    request.names.pop(0, None)
