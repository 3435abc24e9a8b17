"""Open questions: choices between whole commands, of any length, kept until one is pressed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import NotAllowed, NotFound, Refused
from bot.message import Button, Phrase
from bot.outgoing import read_address
from bot.work import Here, Work
from storage import people as people_rows
from storage import projects as project_rows
from storage import questions as rows
from storage.models import Channel, Person, Project
from storage.words import QuestionKind

CHOOSABLE_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The command line that was chosen, the names of who is mentioned in it, and where it was asked."""

    line: str
    mentioned: Mapping[str, str]
    channel: Channel | None
    project: Project | None


async def choice(
    work: Work,
    person: Person,
    here: Here,
    options: Sequence[tuple[Phrase, str]],
    mentioned: Mapping[str, str] | None = None,
) -> tuple[Button, ...]:
    """Return a button for each label and command line; whichever `person` presses first is done, once.

    A line may be of any length. `mentioned` are the names of logins that stand in the lines as `@<login>`.
    """
    if not options:
        return ()
    body = {
        "lines": [line for _, line in options],
        "mentioned": dict(mentioned or {}),
        "installation": here.installation_id,
    }
    question = await rows.ask(
        work.session,
        work.workspace.id,
        person.id,
        QuestionKind.CHOICE,
        here.address.text(),
        body,
        asked_at=work.now,
        expires_at=work.now + CHOOSABLE_FOR,
    )
    return tuple(
        Button(label, f"choose {question.id} {number}") for number, (label, _) in enumerate(options, 1)
    )


async def chosen(work: Work, person: Person, question_id: int, number: int) -> Chosen:
    """Take the answer to a question.

    Raises:
        NotFound: there is no such question or answer, or no longer.
        NotAllowed: somebody else was asked.
        Refused: it was answered, or too long ago.
    """
    question = await rows.locked(work.session, work.workspace.id, question_id)
    if question is None or question.kind is not QuestionKind.CHOICE:
        raise NotFound("That button is too old. Please say it again; nothing was changed.")
    if question.person_id != person.id:
        asked = await people_rows.person(work.session, work.workspace.id, question.person_id)
        if asked is None:
            raise NotAllowed("That is for somebody else to choose. Nothing was changed.")
        raise NotAllowed("That is for {name} to choose. Nothing was changed.", name=asked.name)
    if question.answered_at is not None:
        raise Refused("You have chosen already. Nothing more was changed.")
    if question.expires_at <= work.now:
        raise Refused("That button is too old. Please say it again; nothing was changed.")
    lines = question.body["lines"]
    if not 0 < number <= len(lines):
        raise NotFound("That button is too old. Please say it again; nothing was changed.")
    question.answered_at = work.now
    address = read_address(question.address)
    place = None
    if not address.is_person:
        place = await project_rows.channel(
            work.session, question.body["installation"], address.chat, address.thread
        )
    channel, project = place or (None, None)
    return Chosen(lines[number - 1], question.body["mentioned"], channel, project)
