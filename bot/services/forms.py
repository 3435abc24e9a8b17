"""Forms as questions one by one, for where no form can be opened: half-filled ones are rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.errors import NotAllowed, Refused
from bot.message import Field, Form, from_json, to_json
from bot.work import Here, Work
from storage import people as people_rows
from storage import questions as rows
from storage.models import Person, Question
from storage.words import QuestionKind

OPEN_FOR = timedelta(days=1)  # its buttons work for so long
TYPED_FOR = timedelta(
    minutes=30
)  # plain words fill a field for so long: later, nobody remembers the question


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a form was asked for, and the names of whoever was mentioned in it so far.

    `topic` is what the post shows under which it was begun.
    """

    installation_id: int
    address: str
    mentioned: Mapping[str, str]
    name: str = ""
    is_private: bool = False
    topic: str | None = None


@dataclass(slots=True)
class Half:
    """A form that is being filled: the values so far, and the number of the field that is asked for."""

    row: Question
    form: Form
    begun: Begun
    values: dict[str, str]
    at: int

    @property
    def field(self) -> Field:
        """What is asked for now."""
        return self.form.fields[self.at]

    @property
    def last(self) -> str:
        """What the last field was filled with."""
        return self.values.get(self.form.fields[-1].name, "")

    @property
    def is_full(self) -> bool:
        """Whether every field was asked for."""
        return self.at >= len(self.form.fields)

    def fill(self, value: str) -> None:
        """Take the value of the present field, and go on to the next one that has none yet."""
        self.values[self.field.name] = value
        names = [one.name for one in self.form.fields]
        self.at = next((at for at, name in enumerate(names) if name not in self.values), len(names))

    def keep(self, work: Work) -> None:
        """Write it down, and let plain words fill the next field for a while."""
        self.row.body = _body(self.form, self.begun, self.values, self.at)
        self.row.asked_at = work.now

    def end(self, work: Work) -> None:
        """It is filled, or given up."""
        self.row.answered_at = work.now


async def begin(work: Work, person: Person, here: Here, form: Form, begun: Begun) -> Half:
    """Keep a form that is asked for field by field in `here`."""
    form = replace(form, fields=tuple(one for one in form.fields if not one.is_beside))
    row = await rows.ask(
        work.session,
        work.workspace.id,
        person.id,
        QuestionKind.FORM,
        here.address.text(),
        _body(form, begun, {}, 0),
        asked_at=work.now,
        expires_at=work.now + OPEN_FOR,
    )
    return _half(row)


async def typed_into(work: Work, person: Person, here: Here) -> Half | None:
    """The form that plain words fill here, if one was asked about lately."""
    row = await rows.waiting(
        work.session, work.workspace.id, person.id, QuestionKind.FORM, here.address.text(), work.now
    )
    return _half(row) if row is not None and work.now - row.asked_at < TYPED_FOR else None


async def pressed_in(work: Work, person: Person, question_id: int) -> Half:
    """The form whose button was pressed.

    Raises:
        NotAllowed: it is somebody else's.
        Refused: it is filled, given up or too old.
    """
    row = await rows.locked(work.session, work.workspace.id, question_id)
    if row is None or row.kind is not QuestionKind.FORM or row.expires_at <= work.now:
        raise Refused("That question is too old. Please begin again; nothing was changed.")
    if row.person_id != person.id:
        asked = await people_rows.person(work.session, work.workspace.id, row.person_id)
        if asked is None:
            raise NotAllowed("That is for somebody else to answer. Nothing was changed.")
        raise NotAllowed("That is for {name} to answer. Nothing was changed.", name=asked.name)
    if row.answered_at is not None:
        raise Refused("That is answered already. Nothing more was changed.")
    return _half(row)


def _body(form: Form, begun: Begun, values: Mapping[str, str], at: int) -> dict[str, object]:
    return {
        "form": to_json(form),
        "installation": begun.installation_id,
        "address": begun.address,
        "mentioned": dict(begun.mentioned),
        "name": begun.name,
        "private": begun.is_private,
        "topic": begun.topic,
        "values": dict(values),
        "at": at,
    }


def _half(row: Question) -> Half:
    body = row.body
    begun = Begun(
        body["installation"],
        body["address"],
        body["mentioned"],
        body.get("name", ""),
        body.get("private", False),
        body.get("topic"),
    )
    return Half(row, from_json(body["form"]), begun, dict(body["values"]), body["at"])
