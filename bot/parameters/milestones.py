"""Milestones as parameters."""

from collections.abc import Sequence

from bot.command import Marker, Request, Taken
from bot.command.folding import fold
from bot.errors import NotFound
from bot.parameters.keys import one_key
from bot.parameters.markers import lead_at_front, leads_in, starts_with_name
from bot.parameters.projects import visible_projects
from bot.parameters.tasks import TaskOrBlocker
from storage import milestones as milestone_rows
from storage.models import Blocker, Milestone, Task
from storage.words import MilestoneStatus

LONGEST_NAME = 120  # characters, with the marker before it


FOR = Marker(("for", "for milestone", "milestone"))  # leads the milestone of a task


def words_for(title: str, name: str) -> str:
    """The words of a title that say for which milestone it is, with nothing but options behind them."""
    for lead in leads_in(title, FOR):
        named, rest = title[lead.end() :][: len(name)], title[lead.end() :][len(name) :].strip()
        if fold(named) == fold(name) and (not rest or rest[0] in "@#!~＠＃！～"):
            return title[lead.start() : lead.end()] + named
    return ""


class OneMilestone:
    """`for Beta`, or bare where it is an object; `m3` by its number."""

    usage = "MILESTONE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read the longest known name off the front."""
        lead = lead_at_front(text[:LONGEST_NAME], marker) if marker.words else None
        if marker.words and lead is None:
            return None
        return self._named(text[lead.end() :] if lead else text, await milestones(request))

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read `for Beta` off the end."""
        before = max(0, len(text) - LONGEST_NAME)
        for lead in leads_in(text[before:], marker):
            taken = self._named(text[before + lead.end() :], await milestones(request))
            if taken is not None and not taken.rest:
                return Taken(taken.value, text[: before + lead.start()])
        return None

    async def whole(self, text: str, request: Request) -> Milestone:
        """Read a field."""
        known = await milestones(request)
        taken = self._named(text, known)
        if taken is None or taken.rest:
            raise NotFound("There is no milestone “{name}” here.", name=text[:60])
        found: Milestone = taken.value
        return found

    def _named(self, text: str, known: Sequence[Milestone]) -> Taken | None:
        folded = fold(text[:LONGEST_NAME])
        for one in sorted(known, key=lambda one: (-len(one.name), one.status is MilestoneStatus.MET)):
            for name in (fold(one.name), f"m{one.id}"):
                if starts_with_name(folded, name):
                    return Taken(one, text[len(name) :].strip())
        return None


class KeyOrMilestone:
    """`12`, whatever 12 is, or the name of a milestone."""

    usage = "KEY or MILESTONE"

    async def front(self, text: str, request: Request, marker: Marker) -> Taken | None:
        """Read a key, else a name, off the front."""
        kind = TaskOrBlocker() if one_key(text) is not None else OneMilestone()
        return await kind.front(text, request, marker)

    async def back(self, text: str, request: Request, marker: Marker) -> Taken | None:  # noqa: ARG002
        """Neither stands at the end by itself."""
        return None

    async def whole(self, text: str, request: Request) -> Task | Blocker | Milestone:
        """Read a field."""
        if one_key(text) is not None:
            return await TaskOrBlocker().whole(text, request)
        return await OneMilestone().whole(text, request)


async def milestones(request: Request) -> list[Milestone]:
    """The milestones of the project at hand, or of all my projects, that are open or met."""
    projects = await visible_projects(request)
    found: list[Milestone] = []
    for one in projects:
        found.extend(await milestone_rows.kept(request.work.session, one.id))
    return found
