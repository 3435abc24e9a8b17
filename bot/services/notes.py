"""What people wrote down about tasks."""

from bot.errors import Refused
from bot.work import Work
from storage import people as people_rows
from storage import tasks as rows
from storage.models import Note, Person, Task

LONGEST_NOTE = 2_000
NOTES_SHOWN = 10


async def write(work: Work, task: Task, body: str, *, by: Person) -> None:
    """Keep what somebody wrote about a task.

    Raises:
        Refused: it is too long.
    """
    if len(body) > LONGEST_NOTE:
        raise Refused(
            "A note has at most {n} characters; this one has {length}.",
            n=LONGEST_NOTE,
            length=len(body),
            field="text",
        )
    await work.add(
        Note(workspace_id=work.workspace.id, task_id=task.id, person_id=by.id, body=body, created_at=work.now)
    )


async def last(work: Work, task: Task) -> list[tuple[Note, str]]:
    """The last notes on a task with the names of who wrote them, oldest first."""
    found = await rows.notes(work.session, task.id, NOTES_SHOWN)
    people = await people_rows.people(work.session, work.workspace.id, {one.person_id for one in found})
    return [(one, people[one.person_id].name) for one in reversed(found)]
