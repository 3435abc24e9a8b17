"""Files that people send: kept by where they lie, and read for a project once they were fetched."""

from collections.abc import Sequence

from bot.errors import NotFound, Refused
from bot.incoming import Attached, Missed
from bot.message import Code, Message
from bot.services import day_files, teams
from bot.views import uploads as views
from bot.work import Work
from storage import uploads as rows
from storage.models import Person, Project, Upload
from storage.words import DayKind

MOST_ATTEMPTS = 3
# What a platform's word for a file may begin with that is no text; spreadsheets that call themselves old ones
# may be CSV, and are looked into
_NO_TEXT = (
    "image/", "audio/", "video/", "font/", "application/pdf", "application/zip",
    "application/vnd.openxmlformats",
)  # fmt: skip


async def keep(work: Work, installation_id: int, person: Person, file: Attached) -> Upload:
    """Keep a file by where it lies; nothing of it is fetched before somebody says what it is for."""
    upload = Upload(
        workspace_id=work.workspace.id,
        installation_id=installation_id,
        person_id=person.id,
        origin=work.origin,
        ref=file.ref,
        name=file.name,
        size=file.size,
        media=file.media,
        sent_at=work.now,
    )
    work.session.add(upload)
    await work.session.flush()
    return upload


async def meant(work: Work, person: Person, said: str, files: Sequence[Attached]) -> Upload:
    """Return the file that a line names by its number.

    Raises:
        Refused: none came with it, or several, or it is nothing to read.
        NotFound: it is somebody else's, or forgotten.
    """
    if len(files) > 1:
        raise Refused("One file at a time, please. Nothing was changed.")
    if not said.isascii() or not said.isdigit() or len(said) > len("999999999999999"):
        raise Refused(
            "Send the file with {command} as its text: days as lines, CSV or an .ics calendar. "
            "Or say {example}.",
            command=Code("calendar"),
            example=Code("calendar off 24 Dec company day"),
        )
    upload = await rows.one(work.session, work.workspace.id, int(said))
    if upload is None or upload.person_id != person.id:
        raise NotFound("I don't have that file any more. Please send it again.")
    if upload.size > day_files.MOST_BYTES:
        raise day_files.too_large()
    if upload.media.startswith(_NO_TEXT):
        raise day_files.no_text()
    return upload


def read_for(work: Work, upload: Upload, project: Project, unmarked: DayKind) -> Message:
    """Let a file be fetched, and read for the days of a project."""
    upload.project_id, upload.unmarked = project.id, unmarked
    upload.attempts, upload.due_at = 0, work.now
    return views.reading(upload, project)


def is_tried_again(upload: Upload, content: bytes | Missed) -> bool:
    """Whether it may be there in a moment."""
    return content is Missed.AWAY and upload.attempts < MOST_ATTEMPTS


async def take(work: Work, upload: Upload, by: Person, content: bytes | Missed) -> Message:
    """Give the project the days of a file that was fetched: all of them, or none.

    Raises:
        NotAllowed: whoever sent it leads the project no more.
        Refused: it could not be fetched, or can't be read.
    """
    project = await work.session.get_one(Project, upload.project_id)
    if isinstance(content, Missed):
        raise _missed(upload, content)
    await teams.must_lead(work, project, by)
    text = day_files.text_of(content, work.language_of(by))
    kept = await day_files.keep(work, project, day_files.read(text, upload.unmarked))
    return views.taken(upload, project, kept)


def _missed(upload: Upload, why: Missed) -> Refused:
    name = upload.name
    match why:
        case Missed.TOO_LARGE:
            return day_files.too_large()
        case Missed.GONE:
            return Refused("{file} is not there any more. Please send it again.", file=name)
        case Missed.ELSEWHERE:
            return Refused("{file} only leads to where it lies. Please send the file itself.", file=name)
        case Missed.FORBIDDEN:
            return Refused(
                "I was not let read {file}. On Slack the app needs {scope}: whoever looks after it adds that "
                "and installs it again.",
                file=name,
                scope=Code("files:read"),
            )
        case Missed.AWAY:
            return Refused("I could not get {file}. Nothing was changed; please send it again.", file=name)
