"""One unit of work: what it changes, who is told, and the trail it leaves.

Rows are changed through `add`, `set` and `remove`, which note what was before and after; messages are
decided on with `send`. `finish` writes the trail and the messages in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.letters import PRIORITY, Here, Letter, To, Urgency, further_down, is_closed, last_of_each_topic
from bot.message import Button, Message, to_json
from bot.outgoing import Address
from bot.traces import Trace, columns_of, plain
from storage import homes, outbox, plans
from storage import people as people_rows
from storage import projects as project_rows
from storage.models import Base, Change, Channel, Event, Person, Project, Workspace
from storage.words import EventKind

__all__ = ["Here", "To", "Urgency", "Work", "columns_of"]

THIS_CHANGE = "{change}"  # in a key or a button's command: the number of the change being made

HOMES_KEPT = timedelta(days=14)  # a home that nobody has opened for so long is drawn when they open it
DRAWN_AFTER = timedelta(seconds=2)

Row = TypeVar("Row", bound=Base)


class Work:
    """A session, the time, the workspace and who acts (None: the bot by itself).

    `origin` says from where, such as "slack/C123"; `command` which command or duty.
    """

    def __init__(
        self,
        session: AsyncSession,
        now: datetime,
        workspace: Workspace,
        *,
        actor: Person | None = None,
        origin: str = "",
        command: str = "",
    ) -> None:
        """Begin with nothing changed and nothing said."""
        self.session = session
        self.now = now
        self.workspace = workspace
        self.actor = actor
        self.origin = origin
        self.command = command
        self.change_id: int | None = None
        self.undoes: int | None = None
        self.letters: list[Letter] = []
        self._traces: list[Trace] = []

    async def add(self, row: Row) -> Row:
        """Create a row; it has its id afterwards."""
        self.session.add(row)
        await self.session.flush()
        self._traces.append(Trace(EventKind.CREATED, row, {}, {}))
        return row

    def begin(self, row: Row) -> Row:
        """Create a row that is written, and gets its id, with the next flush: when all is set of it."""
        self.session.add(row)
        self._traces.append(Trace(EventKind.CREATED, row, {}, {}))
        return row

    def set(self, row: Base, **values: Any) -> bool:  # noqa: ANN401 - columns of all types
        """Change columns of a row; true if any really changed."""
        before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
        for name in before:
            setattr(row, name, values[name])
        if before:
            after = {name: values[name] for name in before}
            self._traces.append(Trace(EventKind.CHANGED, row, plain(before), plain(after)))
        return bool(before)

    async def remove(self, row: Base) -> None:
        """Delete a row: only what is no record of its own (a dependency, a seat, a tag)."""
        self._traces.append(Trace(EventKind.REMOVED, row, plain(columns_of(row)), {}))
        await self.session.delete(row)
        await self.session.flush()  # before what takes its place is added

    @property
    def traces(self) -> Sequence[Trace]:
        """What was changed so far, in order."""
        return tuple(self._traces)

    @property
    def has_changes(self) -> bool:
        """Whether anything was changed so far."""
        return bool(self._traces)

    def touched(self, kind: type[Row]) -> list[Row]:
        """The rows of a table that were added, changed or removed so far, each once, in that order."""
        found = {id(one.row): one.row for one in self._traces if isinstance(one.row, kind)}
        return list(found.values())

    def columns_touched(self, row: Base) -> frozenset[str]:
        """Which columns of a row were changed so far."""
        return frozenset(name for one in self._traces if one.row is row for name in one.after)

    def send(  # noqa: PLR0913 - each is a fact about a letter
        self,
        to: To,
        message: Message,
        *,
        key: str,
        under: str | None = None,
        urgency: Urgency = Urgency.AWAITED,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
        insists: bool = False,
        anew: bool = False,
    ) -> None:
        """Say something to a person, a channel or a project's channels, after the commit.

        `anew`: not as an edit of what its topic shows there already, for an edit notifies nobody.
        Nothing goes to people who have left, nor, unless it `insists`, to those who said stop.

        `key` names the event that is told, so that the same fact is never said twice to the same place;
        `{change}` in it stands for this change. `under` is the topic in whose thread it belongs.
        """
        self.letters.append(Letter(to, message, key, under, urgency, not_before, not_after, insists, anew))

    async def change(self) -> int:
        """The number of this change, given when first asked for."""
        if self.change_id is None:
            row = Change(
                workspace_id=self.workspace.id,
                actor_id=self.actor.id if self.actor else None,
                at=self.now,
                origin=self.origin,
                command=self.command,
                undoes=self.undoes,
            )
            self.session.add(row)
            await self.session.flush()
            self.change_id = row.id
        return self.change_id

    @property
    def moved(self) -> plans.Moved:
        """What moved plans so far."""
        return plans.moved([(one.row, one.columns) for one in self._traces])

    async def finish(self) -> None:
        """Write the trail, the plans to be looked at again, and the messages; called once, at the end."""
        await self.session.flush()
        if self._traces:
            change_id = await self.change()
            await self.session.execute(
                insert(Event), [self._event(trace, change_id) for trace in self._traces]
            )
            await self._recount()
            await self._redraw()
        if self.letters:
            await self._post_letters()

    async def _recount(self) -> None:
        moved = self.moved
        if moved:
            found = await plans.projects_of(self.session, self.workspace.id, moved)
            await plans.recount(self.session, self.workspace.id, found, self.now)

    async def _redraw(self) -> None:
        """Homes show what was changed, a little later: several changes are drawn once."""
        rows = [one.row for one in self._traces]
        projects = {one.id if isinstance(one, Project) else getattr(one, "project_id", None) for one in rows}
        people = {one.id for one in rows if isinstance(one, Person)}
        await homes.stale(
            self.session,
            self.workspace.id,
            projects={one for one in projects if one is not None},
            people=people,
            since=self.now - HOMES_KEPT,
            at=self.now + DRAWN_AFTER,
        )

    def forget(self) -> None:
        """Drop what was noted: the savepoint was rolled back."""
        self.letters.clear()
        self._traces.clear()
        self.change_id = None

    def mark(self) -> tuple[int, int, int | None]:
        """How far the unit has got; for `back_to`."""
        return len(self.letters), len(self._traces), self.change_id

    def back_to(self, mark: tuple[int, int, int | None]) -> None:
        """Drop what was noted since the mark: an inner savepoint was rolled back."""
        letters, traces, self.change_id = mark
        del self.letters[letters:]
        del self._traces[traces:]

    def named(self, message: Message) -> Message:
        """The message with `{change}` filled in its buttons; they go where nothing was changed."""
        if not any(THIS_CHANGE in one.command for one in message.buttons):
            return message
        return replace(message, buttons=tuple(self._named_buttons(message.buttons)))

    def _named_buttons(self, buttons: Sequence[Button]) -> list[Button]:
        kept = []
        for one in buttons:
            if THIS_CHANGE not in one.command:
                kept.append(one)
            elif self.change_id is not None:
                kept.append(replace(one, command=one.command.replace(THIS_CHANGE, str(self.change_id))))
        return kept

    def _event(self, trace: Trace, change_id: int) -> dict[str, Any]:
        row = trace.row
        return {
            "workspace_id": self.workspace.id,
            "change_id": change_id,
            "kind": trace.kind,
            "entity": row.__tablename__,
            "entity_id": row.id,
            "project_id": row.id if isinstance(row, Project) else getattr(row, "project_id", None),
            "before": trace.before,
            "after": plain(columns_of(row)) if trace.kind is EventKind.CREATED else trace.after,
        }

    async def _post_letters(self) -> None:
        places = await self._places()
        rows = [
            self._outbox_row(letter, place)
            for letter, found in zip(self.letters, places, strict=True)
            for place in found
        ]
        if not rows:
            return
        older = await self._replace(rows, places)
        said = [*last_of_each_topic(rows), *older]
        await outbox.add(
            self.session, sorted(said, key=lambda row: row["priority"])
        )  # the answer comes first

    async def _replace(
        self, rows: Sequence[dict[str, Any]], places: Sequence[Sequence[Here]]
    ) -> list[dict[str, Any]]:
        """What still waits of the same topics stays unsaid; what is to be posted anew is no edit.

        Returned is what the posts further up say then: they are brought up to date no more.
        """
        topics = {row["topic"] for row in rows if row["topic"]}
        standing = await outbox.standing(self.session, self.workspace.id, topics)
        spoken_to = {(row["topic"], row["address"]) for row in rows}
        await outbox.drop_topics(self.session, self.workspace.id, spoken_to & standing.waiting)
        older: list[dict[str, Any]] = []
        for letter, found in zip(self.letters, places, strict=True):
            for place in found if letter.anew and letter.message.topic else ():
                post = (place.installation_id, letter.message.topic or "", place.address.text())
                topic = await outbox.set_aside(self.session, *post) if post in standing.posted else None
                if topic is not None:
                    older.append(further_down(self._outbox_row(letter, place), letter.message, topic))
        return older

    def _outbox_row(self, letter: Letter, place: Here) -> dict[str, Any]:
        message = self.named(letter.message)
        return {
            "workspace_id": self.workspace.id,
            "installation_id": place.installation_id,
            "address": place.address.text(),
            "person_id": place.person_id,
            "key": letter.key.replace(THIS_CHANGE, str(self.change_id or 0)),
            "topic": message.topic,
            "under": letter.under,
            "change_id": self.change_id,
            "message": to_json(message),
            "language": place.language,
            "zone": place.zone,
            "priority": PRIORITY[letter.urgency],
            "next_at": letter.not_before or self.now,
            "not_after": letter.not_after,
            "insists": letter.insists,
            "created_at": self.now,
        }

    async def _places(self) -> list[list[Here]]:
        """Where each letter goes: a person where they are reachable, a project in all its channels."""
        asked = {letter.to.id for letter in self.letters if isinstance(letter.to, Person)}
        logins = await people_rows.accounts(self.session, asked) if asked else ()
        wanted = {one.to.id: one.to.via for one in self.letters if isinstance(one.to, Person)}
        best: dict[int, Here] = {}
        for account in sorted(
            logins, key=lambda one: (not one.is_reachable, one.platform is not wanted[one.person_id])
        ):
            best.setdefault(
                account.person_id,
                Here(
                    account.installation_id,
                    Address(account.external_id, is_person=True),
                    "",
                    "",
                    account.person_id,
                ),
            )
        return [
            [] if is_closed(letter) else await self._places_of(letter.to, best) for letter in self.letters
        ]

    async def _places_of(self, to: To, best: dict[int, Here]) -> list[Here]:
        match to:
            case Here():
                return [to]
            case Person():
                if to.id not in best:
                    return []
                place = best[to.id]
                return [replace(place, language=self.language_of(to), zone=await self.zone_of(to))]
            case Channel():
                project = None
                if to.project_id is not None:
                    project = await project_rows.by_id(self.session, self.workspace.id, to.project_id)
                return [self.channel_place(to, project)]
            case Project():
                found = await project_rows.channels(self.session, to.id)
                return [self.channel_place(one, to) for one in found]

    def channel_place(self, channel: Channel, project: Project | None) -> Here:
        """A channel with the language and the zone that all read there."""
        language = channel.language or (project.language if project else None) or self.workspace.language
        zone = project.zone if project else self.workspace.zone
        return Here(channel.installation_id, Address(channel.external_id, channel.thread), language, zone)

    def language_of(self, person: Person) -> str:
        """The language somebody reads."""
        return person.language or self.workspace.language

    async def zone_of(self, person: Person) -> str:
        """The zone somebody lives in: as far as it is known, else of the project they used last."""
        if person.zone:
            return person.zone
        known = await project_rows.of_person(self.session, person.id)
        return known[0][0].zone if known else self.workspace.zone
